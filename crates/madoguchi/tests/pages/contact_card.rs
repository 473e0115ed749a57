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

#[tokio::test]
async fn s11_c16_the_card_counts_what_is_open_and_lately_and_how_content_its_contact_was() {
    let b = Both::in_status("closed/resolved").await;
    let card = async || {
        let page = b.staffs_page().await;
        let (_, card) = page.split_once("id=\"contact\"").expect("a card");
        card.split("</section>").next().unwrap().to_owned()
    };
    let count = |label: &str, number: &str| format!("<dt>{label}</dt><dd>{number}</dd>");
    let open = "未クローズのケース";
    let lately = "直近30日のケース";
    let content = "満足の割合（アンケート）";
    let before = card().await;
    assert!(before.contains(&count(open, "0")), "{before}");
    assert!(before.contains(&count(lately, "1")), "{before}");
    // Nobody has said anything yet.
    assert!(!before.contains(content), "{before}");
    let fields = [("overall", "4"), ("speed", "2"), ("understanding", "5")];
    b.customer("/survey", &fields).await;
    b.house.open_case(&AS_AOKI, "ほかの相談").await;
    // Colleagues are counted on their own.
    b.house.open_case(&AS_BABA, "別の方の相談").await;
    let after = card().await;
    assert!(after.contains(&count(open, "1")), "{after}");
    assert!(after.contains(&count(lately, "2")), "{after}");
    assert!(after.contains(&count(content, "66%（直近1件）")), "{after}");
}
