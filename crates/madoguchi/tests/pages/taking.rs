//! A case that nobody has is taken with the first stroke of an answer (ux-A2).

use axum::http::StatusCode;
use domain::{PersonId, case::Command, desk::StatusId};
use testkit::cast::*;

use crate::browser::{House, Reader};

const CASE: &str = "/staff/cases/00000001";
const TAKING: &str = "/staff/cases/00000001/taking";

async fn stands(house: &House) -> (Option<PersonId>, StatusId) {
    let case = house.app.case(&AS_MORI, 1).await.unwrap().case;
    (case.owner, case.status)
}

async fn takes(house: &House, reader: &Reader) -> String {
    let answer = house.post(reader, TAKING, &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.text.contains("<html"), "a part of the page");
    answer.text
}

fn undo(told: &str) -> &str {
    let rest = told.split("data-undo=\"").nth(1).unwrap();
    rest.split('"').next().unwrap()
}

#[tokio::test]
async fn k1_beginning_to_write_takes_nobodys_case_and_can_be_undone() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "録音").await;
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let before = stands(&house).await;
    let page = house.get(&mori, &format!("{CASE}?compose=reply")).await;
    assert!(
        page.text
            .contains(&format!("<case-taking data-to=\"{TAKING}\""))
    );
    let page = house.get(&mori, &format!("{CASE}?compose=note")).await;
    assert!(!page.text.contains("<case-taking"), "a note takes nothing");
    let told = takes(&house, &mori).await;
    assert!(told.contains("このケースの担当になりました"), "{told}");
    assert_eq!(stands(&house).await.0, Some(MORI));
    // Whoever comes second is told whose it is, and takes nothing.
    let second = takes(&house, &ishikawa).await;
    assert!(second.contains("さんが担当しています"), "{second}");
    assert!(!second.contains("data-undo"));
    assert_eq!(takes(&house, &mori).await.trim(), "", "it is hers already");
    let page = house.get(&ishikawa, &format!("{CASE}?compose=reply")).await;
    assert!(!page.text.contains("<case-taking"));
    // Back as it was: owner, team and status.
    let back = house.post(&mori, TAKING, &[("undo", undo(&told))]).await;
    assert!(back.text.contains("担当を元に戻しました"), "{}", back.text);
    assert_eq!(stands(&house).await, before);
    let page = house.get(&mori, CASE).await.text;
    assert!(page.contains("担当を元に戻したため"), "{page}");
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn k1_what_has_happened_since_is_not_undone() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "録音").await;
    let mori = house.reader(MORI).await;
    let told = takes(&house, &mori).await;
    let text = "続報です。".to_owned();
    let said = Command::PostUpdate { text };
    let app = &house.app;
    app.change_case(&AS_AOKI, 1, said, None, None)
        .await
        .unwrap();
    let back = house.post(&mori, TAKING, &[("undo", undo(&told))]).await;
    assert!(
        back.text.contains("ほかの変更があったため"),
        "{}",
        back.text
    );
    assert_eq!(stands(&house).await.0, Some(MORI));
    let forged = house.post(&mori, TAKING, &[("undo", "x")]).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn k1_of_two_who_begin_at_once_one_has_it_and_both_know_who() {
    let house = House::open().await;
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    for number in 1..=10_i64 {
        house.open_case(&AS_AOKI, "録音").await;
        let path = format!("/staff/cases/{number:08}/taking");
        let both = futures_util::future::join(
            house.post(&mori, &path, &[]),
            house.post(&ishikawa, &path, &[]),
        );
        let (one, other) = both.await;
        let has = |answer: &crate::browser::Answer| answer.text.contains("担当になりました");
        let told = |answer: &crate::browser::Answer| answer.text.contains("さんが担当しています");
        assert!(has(&one) != has(&other), "{}\n{}", one.text, other.text);
        assert!(told(&one) != told(&other), "{}\n{}", one.text, other.text);
        let case = house.app.case(&AS_MORI, number).await.unwrap().case;
        let owner = if has(&one) { MORI } else { ISHIKAWA };
        assert_eq!(case.owner, Some(owner));
    }
}
