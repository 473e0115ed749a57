//! The customer's own number of a case (C1): changed after the opening by whom the desk lets, with its history; lists show it, sort
//! by it, find it and write it into files.

use axum::http::StatusCode;
use domain::case::{Answer, Command, Refused};
use madoguchi::app::{
    Fail,
    finding::{Asked, What},
};
use testkit::cast::*;

use crate::browser::House;

const FIELD: &str = "external-reference";

fn numbered(text: &str) -> Command {
    Command::SetReference { text: text.into() }
}

/// The numbers of the cases in the order in which a list has them.
fn rows(page: &str) -> Vec<i64> {
    let links = page.split("class=\"row-link\" href=\"").skip(1);
    let address = |link: &str| link.split('"').next().unwrap().to_owned();
    let number = |address: String| address.rsplit('/').next().unwrap().parse().unwrap();
    links.map(address).map(number).collect()
}

#[tokio::test]
async fn c1_the_own_number_is_changed_by_both_sides_and_each_change_stands_in_the_story() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音が再生できない").await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let sides = [
        (&aoki, format!("/cases/{number:08}"), "ＩＮＣ-88"),
        (&mori, format!("/staff/cases/{number:08}"), "INC-89"),
    ];
    for (reader, page, typed) in &sides {
        let form = format!("{page}/reference");
        let shown = house.get(reader, page).await.text;
        assert!(shown.contains(&format!("href=\"{form}\"")), "{shown}");
        let asked = house.get(reader, &form).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
        let long = "9".repeat(81);
        let refused = house.post(reader, &form, &[(FIELD, &long)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(&long), "what was typed is gone");
        let done = house.post(reader, &form, &[(FIELD, typed)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(done.header("location"), format!("{page}#given"));
        for (reader, page, _) in &sides {
            let shown = house.get(reader, page).await.text;
            let said = format!("外部参照番号を「{typed}」にしました");
            assert!(shown.contains(&said), "{said}: {shown}");
            assert!(shown.contains(&format!("<dd>{typed}</dd>")), "{shown}");
        }
        // What stands is what the form begins with.
        let asked = house.get(reader, &form).await.text;
        assert!(asked.contains(&format!("value=\"{typed}\"")), "{asked}");
    }
    let (reader, page, _) = &sides[0];
    let form = format!("{page}/reference");
    house.post(reader, &form, &[(FIELD, "")]).await;
    let shown = house.get(reader, page).await.text;
    assert!(shown.contains("外部参照番号を取り消しました"), "{shown}");
    assert!(!shown.contains("<dd>INC-89</dd>"), "{shown}");
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn c1_c10_c11_lists_show_the_own_number_sort_by_it_find_it_and_write_it_into_files() {
    let house = House::open().await;
    let mut numbers = Vec::new();
    for subject in ["一", "二", "三"] {
        numbers.push(house.open_case(&AS_AOKI, subject).await);
    }
    let own = ["NW-20", "INC-88", ""];
    for (number, own) in numbers.iter().zip(own) {
        let done = house
            .app
            .change_case(&AS_AOKI, *number, numbered(own), None, None)
            .await;
        done.unwrap();
    }
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let sorted = "/cases?columns=subject,reference&sort=reference&direction=asc";
    let page = house.get(&aoki, sorted).await.text;
    assert_eq!(rows(&page), [numbers[2], numbers[1], numbers[0]]);
    for part in ["外部参照番号", "INC-88", "NW-20"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    // Whatever the width and the letters that it is typed in.
    for typed in ["inc-88", "INC", "%EF%BC%A9%EF%BC%AE%EF%BC%A3-88"] {
        let found = house.get(&aoki, &format!("/cases?text={typed}")).await;
        assert_eq!(rows(&found.text), numbers[1..2], "{typed}");
        let inbox = format!("/staff?view=support&q={typed}");
        let found = house.get(&mori, &inbox).await.text;
        let named = |number: &i64| found.contains(&format!("/staff/cases/{number:08}"));
        let named: Vec<bool> = numbers.iter().map(named).collect();
        assert_eq!(named, [false, true, false], "{typed}: {found}");
    }
    let fields = [
        ("list", "cases"),
        ("list-address", "columns=subject,reference&sort=reference"),
        ("as", "csv"),
    ];
    let file = house.post(&aoki, "/list-files", &fields).await;
    for part in ["外部参照番号", "二,INC-88", "一,NW-20"] {
        assert!(file.text.contains(part), "{part}: {}", file.text);
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn c1_c18_who_only_reads_changes_no_number_and_nobody_does_once_it_is_over() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音が再生できない").await;
    for actor in [&AS_READER, &AS_LINDNER] {
        let refused = house
            .app
            .change_case(actor, number, numbered("x"), None, None);
        let refused = refused.await.unwrap_err();
        let away = matches!(refused, Fail::NotFound | Fail::Refused(Refused::NotAllowed));
        assert!(away, "{refused:?}");
    }
    let page = format!("/cases/{number:08}");
    let reader = house.reader(READER).await;
    let shown = house.get(&reader, &page).await.text;
    assert!(!shown.contains("/reference"), "{shown}");
    let led = house.get(&reader, &format!("{page}/reference")).await;
    assert_eq!(led.status, StatusCode::SEE_OTHER);
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    let closed = house
        .app
        .change_case(&AS_AOKI, number, close, None, None)
        .await;
    closed.unwrap();
    let refused = house
        .app
        .change_case(&AS_AOKI, number, numbered("x"), None, None)
        .await;
    let refused = refused.unwrap_err();
    assert!(
        matches!(refused, Fail::Refused(Refused::Closed)),
        "{refused:?}"
    );
}

#[tokio::test]
async fn c1_the_api_changes_the_own_number() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音が再生できない").await;
    let program = house.program("aoki@hinode.example").await;
    let case = format!("/api/v1/cases/{number}");
    let path = format!("{case}/reference");
    let sent = async |body: &str| house.post_json(&program, &path, body).await;
    let long = format!(r#"{{"reference": "{}"}}"#, "9".repeat(81));
    let refused = sent(&long).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("\"/reference\""), "{}", refused.text);
    let done = sent(r#"{"reference": "INC-88"}"#).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    let answered = async || {
        let case = house.app.case(&AS_AOKI, number).await.unwrap().case;
        case.answers.get(FIELD).cloned()
    };
    let Some(Answer::Text(text)) = answered().await else {
        panic!("no number was kept");
    };
    assert_eq!(text.as_str(), "INC-88");
    let story = house.get(&program, &format!("{case}/timeline")).await;
    assert!(story.text.contains("reference-set"), "{}", story.text);
    let gone = sent(r#"{"reference": null}"#).await;
    assert_eq!(gone.status, StatusCode::OK, "{}", gone.text);
    assert_eq!(answered().await, None);
}

#[tokio::test]
async fn c1_b4_a_case_is_found_by_the_number_that_it_was_given_later() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "録音が再生できない").await;
    let number = house.open_case(&AS_AOKI, "通知が届かない").await;
    let done = house
        .app
        .change_case(&AS_MORI, number, numbered("QX-7731"), None, None);
    done.await.unwrap();
    for actor in [&AS_AOKI, &AS_MORI] {
        let asked = Asked {
            words: "QX-7731".to_owned(),
            most: 10,
            ..Asked::default()
        };
        let own = domain::Language::new("ja");
        let found = house.app.search(Some(actor), &asked, &own).await.unwrap();
        let cases = found.hits.iter().filter_map(|hit| match &hit.what {
            What::Case(case) => Some(case.stored.number),
            _ => None,
        });
        assert_eq!(cases.collect::<Vec<_>>(), [number]);
    }
}
