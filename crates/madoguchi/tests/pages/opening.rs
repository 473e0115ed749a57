//! Opening a case on the pages: what is doubted before it is sent, and what may be about the same (C5).

use axum::http::StatusCode;
use testkit::cast::*;

use crate::browser::{Answer, House, Reader};

/// A support case that is taken, with some of it said otherwise.
fn fields<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![
        ("deployment", "11"),
        ("product", "contact-cloud"),
        ("environment", "production"),
        ("sub-type", "problem"),
        ("severity", "S3"),
        ("subject", "録音が再生できない"),
        ("description", "再生すると止まる"),
    ];
    all.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    all.extend(more);
    all
}

async fn sent(house: &House, reader: &Reader, more: &[(&str, &str)]) -> Answer {
    let to = "/cases/new/support-case";
    house.post(reader, to, &fields(more)).await
}

#[tokio::test]
async fn c5_addresses_are_doubted_put_right_in_one_press_and_sent_when_their_sender_is_sure() {
    let house = House::open().await;
    let reader = house.reader(AOKI).await;
    let typed = (
        "copy-to",
        "ｂａｂａ＠hinode.exmaple\nclient@elsewhere.example",
    );
    let doubted = sent(&house, &reader, &[typed]).await;
    assert_eq!(doubted.status, StatusCode::UNPROCESSABLE_ENTITY);
    let button = "copy-to baba@hinode.exmaple baba@hinode.example";
    for part in [
        button,
        "社外のアドレスがあります（client@elsewhere.example）",
        "name=\"sure-of\"",
    ] {
        assert!(doubted.text.contains(part), "{part}: {}", doubted.text);
    }
    // One press corrects; what is left to settle stays.
    let corrected = sent(&house, &reader, &[typed, ("_correct", button)]).await;
    assert_eq!(corrected.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        corrected
            .text
            .contains("baba@hinode.example\nclient@elsewhere.example")
    );
    assert!(!corrected.text.contains("name=\"_correct\""));
    let right = ("copy-to", "baba@hinode.example\nclient@elsewhere.example");
    let sure = ("sure-of", "client@elsewhere.example");
    let checked = sent(&house, &reader, &[right, sure]).await;
    assert_eq!(checked.status, StatusCode::OK);
    assert!(
        checked
            .text
            .contains("client@elsewhere.example（確認済み）")
    );
    assert!(!checked.text.contains("baba@hinode.example（"));
    // Going back keeps the word given, and it counts when it is sent.
    let back = sent(&house, &reader, &[right, sure, ("_edit", "subject")]).await;
    assert!(
        back.text
            .contains("name=\"sure-of\" value=\"client@elsewhere.example\"")
    );
    let unsure = sent(&house, &reader, &[right, ("_checked", "1")]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = sent(&house, &reader, &[right, sure, ("_checked", "1")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let page = house.get(&reader, taken.header("location")).await;
    assert!(
        page.text.contains("2件の宛先にもメールで送ります"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn c5_cases_that_may_be_about_the_same_are_shown_and_stop_nothing() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "通話録音が再生できません").await;
    house.open_case(&AS_AOKI, "会議に入れない").await;
    let canary = "録音が再生できない CANARY";
    house.open_case(&AS_LINDNER, canary).await;
    for person in [AOKI, BABA] {
        let reader = house.reader(person).await;
        let checked = sent(&house, &reader, &[]).await;
        assert_eq!(checked.status, StatusCode::OK);
        assert!(checked.text.contains("/cases/00000001"), "{}", checked.text);
        for other in ["会議に入れない", "CANARY"] {
            assert!(!checked.text.contains(other), "{other}");
        }
    }
    let reader = house.reader(AOKI).await;
    let other = sent(&house, &reader, &[("subject", "請求書の宛名を変えたい")]).await;
    assert!(!other.text.contains("alike"), "nothing is like it");
    let taken = sent(&house, &reader, &[("_checked", "1")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
}
