//! The cases that one of staff has open stand as tabs above their pages, without script (K1).

use axum::http::StatusCode;
use domain::case::Command;
use testkit::cast::*;

use crate::browser::{House, Reader};

fn at(number: i64) -> String {
    format!("/staff/cases/{number:08}")
}

/// The strip of a page; empty where there is none.
fn strip(page: &str) -> &str {
    let strip = page.split("<form class=\"open-cases\"").nth(1);
    strip.map_or("", |rest| rest.split("</form>").next().unwrap())
}

/// The numbers on the tabs of a page, in their order.
fn tabs(page: &str) -> Vec<i64> {
    let tabs = strip(page).split("name=\"close\" value=\"").skip(1);
    let numbers = tabs.map(|tab| tab.split('"').next().unwrap().parse().unwrap());
    numbers.collect()
}

async fn look(house: &House, reader: &Reader, path: &str) -> String {
    let page = house.get(reader, path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    page.text
}

async fn opened(house: &House, how_many: usize) -> Vec<i64> {
    let mut numbers = Vec::new();
    for n in 0..how_many {
        let subject = format!("録音が<b>止まる {n}");
        numbers.push(house.open_case(&AS_AOKI, &subject).await);
    }
    numbers
}

#[tokio::test]
async fn k1_cases_that_were_opened_lately_stand_as_tabs_until_they_are_closed() {
    let house = House::open().await;
    let n = opened(&house, 3).await;
    let mori = house.reader(MORI).await;
    let first = look(&house, &mori, &at(n[0])).await;
    assert_eq!(strip(&first), "", "one leads nowhere");
    let second = look(&house, &mori, &at(n[1])).await;
    assert_eq!(tabs(&second), n[..2]);
    assert!(
        strip(&second).contains("録音が&#60;b&#62;止まる 0"),
        "{second}"
    );
    let third = look(&house, &mori, &at(n[2])).await;
    assert_eq!(tabs(&third), n);
    // On the way back each keeps its place; keys lead to the ones beside.
    let back = look(&house, &mori, &at(n[1])).await;
    assert_eq!(tabs(&back), n);
    for marked in [
        format!("href=\"{}\" data-act=\"previous-tab\"", at(n[0])),
        format!("href=\"{}\" aria-current=\"page\"", at(n[1])),
        format!("href=\"{}\" data-act=\"next-tab\"", at(n[2])),
        format!("value=\"{:08}\" data-act=\"close-tab\"", n[1]),
        format!("aria-label=\"{:08}のタブを閉じる\"", n[0]),
    ] {
        assert!(strip(&back).contains(&marked), "{marked} in {back}");
    }
    // They stand at another sign-in and above the list, and are nobody else's.
    let elsewhere = house.reader(MORI).await;
    assert_eq!(
        tabs(&look(&house, &elsewhere, "/staff?view=support").await),
        n
    );
    let ishikawa = house.reader(ISHIKAWA).await;
    let theirs = look(&house, &ishikawa, &at(n[0])).await;
    assert_eq!(tabs(&theirs), [0_i64; 0]);

    let close = async |fields: &[(&str, &str)]| {
        let done = house.post(&mori, "/staff/tabs", fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        done.header("location").to_owned()
    };
    let number = |n: i64| format!("{n:08}");
    // Another one's: the page stays. Its own: the one beside comes.
    let (one, two, last) = (number(n[0]), number(n[1]), number(n[2]));
    assert_eq!(close(&[("at", &two), ("close", &one)]).await, at(n[1]));
    assert_eq!(close(&[("at", &two), ("close", &two)]).await, at(n[2]));
    assert_eq!(close(&[("at", &last), ("close", &last)]).await, "/staff");
    let alone = look(&house, &mori, &at(n[2])).await;
    assert_eq!(strip(&alone), "");
    // What is no tab is not closed, and leads nowhere.
    for fields in [
        [("at", "99999"), ("close", "99999")],
        [("at", "//elsewhere.example"), ("close", "x")],
        [("at", one.as_str()), ("close", "")],
    ] {
        assert_eq!(close(&fields).await, "/staff", "{fields:?}");
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn k1_a_tab_says_that_others_did_something_meanwhile() {
    let house = House::open().await;
    let n = opened(&house, 2).await;
    let mori = house.reader(MORI).await;
    for number in &n {
        look(&house, &mori, &at(*number)).await;
    }
    assert!(!strip(&look(&house, &mori, &at(n[1])).await).contains("未読"));
    let update = Command::PostUpdate {
        text: "まだ止まります".into(),
    };
    let said = house
        .app
        .change_case(&AS_AOKI, n[0], update, None, None)
        .await;
    said.unwrap();
    let page = look(&house, &mori, &at(n[1])).await;
    assert_eq!(strip(&page).matches("未読").count(), 1, "{page}");
    // It is the page itself that was looked at now.
    assert!(!strip(&look(&house, &mori, &at(n[0])).await).contains("未読"));
    assert!(!strip(&look(&house, &mori, &at(n[1])).await).contains("未読"));
}

#[tokio::test]
async fn k1_there_are_eight_tabs_at_most() {
    let house = House::open().await;
    let n = opened(&house, 10).await;
    let mori = house.reader(MORI).await;
    for number in &n {
        look(&house, &mori, &at(*number)).await;
    }
    assert_eq!(tabs(&look(&house, &mori, &at(n[9])).await), n[2..]);
    // A page that follows its case by itself opens nothing.
    let follows = [("x-live", "1")];
    let followed = house.send(&mori, "GET", &at(n[0]), None, &follows).await;
    assert_eq!(tabs(&followed.text), n[2..]);
    assert_eq!(
        tabs(&look(&house, &mori, "/staff?view=support").await),
        n[2..]
    );
}

#[tokio::test]
async fn a2_k1_a_case_that_is_closed_to_somebody_by_now_has_no_tab() {
    let house = House::open().await;
    let n = opened(&house, 2).await;
    let hidden = house.open_case(&AS_AOKI, "canary-of-tabs").await;
    let assign = Command::Assign {
        owner: None,
        team: Some(TIER1),
    };
    let given = house
        .app
        .change_case(&AS_ISHIKAWA, hidden, assign, None, None);
    given.await.unwrap();
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    for number in [n[0], hidden, n[1]] {
        look(&house, &ishikawa, &at(number)).await;
    }
    let before = look(&house, &ishikawa, &at(n[0])).await;
    assert_eq!(tabs(&before), [n[0], hidden, n[1]]);
    assert!(strip(&before).contains("canary-of-tabs"));
    let keep = format!("{}/privacy", at(hidden));
    let kept = house.post(&mori, &keep, &[("private", "yes")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    for path in [at(n[0]), "/staff?view=support".to_owned()] {
        let after = look(&house, &ishikawa, &path).await;
        assert_eq!(tabs(&after), n, "{path}");
        assert!(!after.contains("canary-of-tabs"), "{path}");
    }
    // Nor does closing lead there, or say that it is there.
    let (first, gone) = (format!("{:08}", n[0]), format!("{hidden:08}"));
    let fields = [("at", gone.as_str()), ("close", gone.as_str())];
    let done = house.post(&ishikawa, "/staff/tabs", &fields).await;
    assert_eq!(done.header("location"), "/staff");
    let fields = [("at", first.as_str()), ("close", first.as_str())];
    let done = house.post(&ishikawa, "/staff/tabs", &fields).await;
    assert_eq!(done.header("location"), at(n[1]));
    // Customers have none.
    let aoki = house.reader(AOKI).await;
    let done = house.post(&aoki, "/staff/tabs", &fields).await;
    assert_eq!(done.status, StatusCode::NOT_FOUND);
}
