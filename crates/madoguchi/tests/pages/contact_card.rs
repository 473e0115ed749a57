//! Whom a case is for, beside it (S11).

use testkit::cast::*;

use crate::closings::Both;

#[tokio::test]
async fn s11_beside_a_case_stands_how_its_contact_is_reached_and_what_else_they_have() {
    let b = Both::in_status("open/investigating").await;
    let other = b.house.open_case(&AS_AOKI, "ほかの相談").await;
    b.house.open_case(&AS_BABA, "CANARY 別の方").await;
    let phone = [("phone", "03-1234-5678")];
    b.house.post(&b.aoki, "/profile/phone", &phone).await;
    let page = b.staffs_page().await;
    let (_, card) = page.split_once("id=\"contact\"").expect("a card");
    let card = card.split("</section>").next().unwrap();
    for part in [
        "青木 真理",
        "アオキ マリ",
        "href=\"/staff/accounts/1\"",
        "mailto:aoki@hinode.example",
        "href=\"tel:",
        "現地の日時",
        "2026年11月20日(金) 12:00",
        &format!("/staff/cases/{other:08}"),
    ] {
        assert!(card.contains(part), "{part}: {card}");
    }
    assert!(
        !card.contains("CANARY") && !card.contains(&format!("/staff/cases/{:08}\"", b.number()))
    );
    // The customer's own page has no such card.
    assert!(!b.page("").await.text.contains("id=\"contact\""));
}
