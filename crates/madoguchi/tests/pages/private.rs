//! Cases that are kept to a team among staff (A2).

use axum::http::StatusCode;
use domain::{Actor, Role, case::Command};
use madoguchi::app::register::Row;
use testkit::cast::*;

use crate::browser::{House, Reader};

const ADMINISTRATOR: Actor = Actor::Agent {
    person: domain::PersonId(999),
    role: Role::Administrator,
    team: None,
};

async fn team_closed(house: &House, closed: &str) {
    let row = Row {
        team: "一次窓口".into(),
        team_closed: closed.into(),
        ..Row::default()
    };
    let done = house.app.register(&ADMINISTRATOR, &[row], false).await;
    assert!(done.unwrap()[0].wrong.is_empty());
}

async fn assigned(house: &House, number: i64) {
    let command = Command::Assign {
        owner: None,
        team: Some(TIER1),
    };
    house
        .app
        .change_case(&AS_ISHIKAWA, number, command, None, None)
        .await
        .unwrap();
}

#[tokio::test]
async fn a2_a_case_kept_to_its_team_is_not_there_for_other_staff() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "canary-of-security").await;
    assigned(&house, number).await;
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let path = format!("/staff/cases/{number:08}");
    let keep = format!("{path}/privacy");
    // Who is no part of it cannot keep it from themselves.
    let out = house.post(&ishikawa, &keep, &[("private", "yes")]).await;
    assert_eq!(out.status, StatusCode::CONFLICT);
    let kept = house.post(&mori, &keep, &[("private", "yes")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert!(
        house
            .get(&mori, &path)
            .await
            .text
            .contains("担当チーム限定")
    );

    let token = house
        .app
        .make_token("ishikawa@vendor.example", "x")
        .await
        .unwrap();
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let nobody = Reader::default();
    for path in [
        path.clone(),
        "/staff?view=support".into(),
        "/staff?view=unowned".into(),
        "/staff?view=team".into(),
        format!("/find?number={number}"),
    ] {
        let page = house.get(&ishikawa, &path).await;
        assert!(!page.text.contains("canary-of-security"), "{path}");
    }
    for path in ["/api/v1/cases".into(), format!("/api/v1/cases/{number}")] {
        let answer = house.send(&nobody, "GET", &path, None, &headers).await;
        assert!(!answer.text.contains("canary-of-security"), "{path}");
    }
    let gone = house.get(&ishikawa, &path).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    // The customer sees nothing of it, and all of the case.
    let aoki = house.reader(AOKI).await;
    let page = house.get(&aoki, &format!("/cases/{number:08}")).await.text;
    assert!(page.contains("canary-of-security") && !page.contains("限りました"));
    let open = house.post(&mori, &keep, &[("private", "no")]).await;
    assert_eq!(open.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get(&ishikawa, &path).await.status, StatusCode::OK);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a2_what_goes_to_a_closed_team_is_kept_to_it() {
    let house = House::open().await;
    let before = house.open_case(&AS_AOKI, "before").await;
    assigned(&house, before).await;
    team_closed(&house, "yes").await;
    let ishikawa = house.reader(ISHIKAWA).await;
    let path = |number: i64| format!("/staff/cases/{number:08}");
    let kept = house.get(&ishikawa, &path(before)).await;
    assert_eq!(kept.status, StatusCode::NOT_FOUND);
    // Handing one over, one is led back to the inbox.
    let later = house.open_case(&AS_AOKI, "later").await;
    let team = TIER1.to_string();
    let to = format!("{}/assignment", path(later));
    let handed = house.post(&ishikawa, &to, &[("team", &team)]).await;
    assert_eq!(handed.header("location"), "/staff");
    let gone = house.get(&ishikawa, &path(later)).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let mori = house.reader(MORI).await;
    assert_eq!(house.get(&mori, &path(later)).await.status, StatusCode::OK);
    team_closed(&house, "no").await;
    let third = house.open_case(&AS_AOKI, "third").await;
    assigned(&house, third).await;
    assert_eq!(
        house.get(&ishikawa, &path(third)).await.status,
        StatusCode::OK
    );
    assert_eq!(house.faults().await, []);
}
