//! Calls and conferences over the API: what each side asks for and is given, and what is refused (H2, H3).

use serde_json::{Value, json};

use crate::world::{World, problem};

const AT: &str = "/cases/00000001";

async fn opened() -> World {
    let w = World::new().await;
    w.post("hanako", "/cases", problem("録音できない"))
        .await
        .is(201);
    w
}

async fn post(w: &World, who: &str, what: &str, body: Value) -> crate::world::Answer {
    w.post(who, &format!("{AT}/{what}"), body).await
}

#[tokio::test]
async fn h2_a_call_is_wished_for_and_made() {
    let w = opened().await;
    let now = w.app.now();
    let at = |hours: i64| (now + jiff::SignedDuration::from_hours(hours)).to_string();
    let wish = json!({"until": at(3), "reason": "相談"});
    let case = post(&w, "hanako", "call-wish", wish.clone()).await.is(200);
    assert_eq!(case["call_wish"]["reason"], "相談");
    post(&w, "hanako", "call-wish", wish)
        .await
        .problem(409, "call-asked-already");
    let errors = post(
        &w,
        "sato",
        "calls",
        json!({"began_at": at(1), "summary": "x"}),
    )
    .await;
    let errors = errors.problem(422, "invalid-fields");
    assert_eq!(errors, [("/began_at".into(), "not-yet".into())]);
    post(
        &w,
        "hanako",
        "calls",
        json!({"began_at": at(0), "summary": "x"}),
    )
    .await
    .problem(403, "not-allowed");
    let call = json!({"began_at": at(0), "outbound": true, "minutes": 5, "summary": "直しました", "note": "社内だけ"});
    let case = post(&w, "sato", "calls", call).await.is(200);
    assert_eq!(case["call_wish"], json!(null));
    let timeline = w.get("hanako", &format!("{AT}/timeline")).await.is(200);
    let said = timeline.to_string();
    assert!(
        said.contains("call-made") && said.contains("直しました"),
        "{said}"
    );
    assert!(!said.contains("社内だけ"), "{said}");
    post(&w, "hanako", "call-wish-withdrawal", json!({}))
        .await
        .problem(409, "no-call-owed");
}

#[tokio::test]
async fn h3_a_conference_is_asked_for_set_once_answered_and_cancelled() {
    let w = opened().await;
    let now = w.app.now();
    let at = |hours: i64| (now + jiff::SignedDuration::from_hours(hours)).to_string();
    let errors = post(
        &w,
        "hanako",
        "conferences",
        json!({"reason": "x", "wished": [at(1)]}),
    )
    .await;
    let errors = errors.problem(422, "invalid-fields");
    assert_eq!(errors, [("/wished".into(), "too-soon".into())]);
    let wish = json!({"reason": "構成の確認", "wished": [at(24)]});
    let case = post(&w, "hanako", "conferences", wish).await.is(200);
    let one = &case["conferences"][0];
    assert_eq!((&one["id"], &one["standing"]), (&json!(1), &json!("asked")));
    let email = one["people"][0]["email"].clone();
    let date = |at: String| json!({"conference": 1, "at": at, "link": "https://meet.example/1", "passcode": "canary-481", "people": [email]});
    let unsafe_link =
        json!({"conference": 1, "at": at(24), "link": "http://meet.example/1", "people": [email]});
    let errors = post(&w, "sato", "conference-dates", unsafe_link).await;
    let errors = errors.problem(422, "invalid-fields");
    assert_eq!(errors, [("/link".into(), "not-a-link".into())]);
    let case = post(&w, "sato", "conference-dates", date(at(24)))
        .await
        .is(200);
    let one = &case["conferences"][0];
    assert_eq!(one["standing"], "pending");
    assert!(!case.to_string().contains("canary-481"), "{case}");
    let shown = post(
        &w,
        "hanako",
        "conference-passcode",
        json!({"conference": 1}),
    )
    .await;
    assert_eq!(shown.is(200)["passcode"], "canary-481");
    let yes = json!({"conference": 1, "accept": true});
    let case = post(&w, "hanako", "conference-answers", yes).await.is(200);
    assert_eq!(case["conferences"][0]["standing"], "accepted");
    let case = post(&w, "sato", "conference-dates", date(at(48)))
        .await
        .is(200);
    let one = &case["conferences"][0];
    assert_eq!(
        (&one["standing"], &one["sequence"]),
        (&json!("pending"), &json!(1))
    );
    let cancel = json!({"conference": 1, "text": "延期"});
    let case = post(&w, "hanako", "conference-cancellations", cancel.clone())
        .await
        .is(200);
    assert_eq!(case["conferences"][0]["standing"], "cancelled");
    post(&w, "hanako", "conference-cancellations", cancel)
        .await
        .problem(409, "conference-over");
    post(
        &w,
        "sato",
        "conference-answers",
        json!({"conference": 9, "accept": true}),
    )
    .await
    .problem(409, "no-such-conference");
}
