//! What is said while somebody writes, in whichever way it is said, is seen before what they write goes out (K1); and nobody agrees
//! to a severity that they have not seen wanted (C7).

use axum::http::StatusCode;
use domain::case::Command;
use jiff::SignedDuration;
use testkit::cast::*;

use crate::{browser::House, closings::Both};

/// The version that the form on a page says its reader has before them.
fn base(page: &str) -> String {
    let (_, from) = page.split_once("name=\"base\" value=\"").unwrap();
    from.split('"').next().unwrap().to_owned()
}

async fn composing(b: &Both) -> String {
    let at = format!("/staff/cases/{:08}?compose=reply", b.number());
    b.house.get(&b.mori, &at).await.text
}

async fn staff_say(b: &Both, text: &str) {
    let command = Command::Reply {
        text: text.into(),
        then: None,
    };
    let app = &b.house.app;
    let done = app.change_case(&AS_ISHIKAWA, b.number(), command, None, None);
    done.await.unwrap();
}

#[tokio::test]
async fn k1_more_help_that_was_asked_for_stops_a_reply_that_does_not_know_of_it() {
    let b = Both::in_status("solution-proposed/proposed").await;
    let seen = base(&composing(&b).await);
    let fields = [
        ("worked", "no"),
        ("happened", "また止まりました"),
        ("tried", ""),
    ];
    let asked = b.customer("/solution-answer", &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    let late = [("text", "解決してよかったです"), ("base", seen.as_str())];
    let stopped = b.staff("/replies", &late).await;
    assert_eq!(stopped.status, StatusCode::CONFLICT, "{}", stopped.text);
    assert!(
        stopped.text.contains("新しいメッセージが1件"),
        "{}",
        stopped.text
    );
    assert!(!b.page("").await.text.contains("解決してよかったです"));
}

#[tokio::test]
async fn k1_who_answers_a_solution_or_closes_has_seen_what_support_last_said() {
    let b = Both::on(House::open().await).await;
    let taken = b
        .house
        .app
        .change_case(&AS_MORI, b.number(), Command::TakeUp, None, None);
    taken.await.unwrap();
    b.moves("solution-proposed/proposed").await;
    let seen = base(&b.page("").await.text);
    staff_say(&b, "手順を訂正します").await;
    for (rest, fields) in [
        ("/solution-answer", vec![("worked", "yes")]),
        (
            "/solution-answer",
            vec![("worked", "no"), ("happened", "CANARY")],
        ),
        (
            "/closure",
            vec![("reason", "resolved"), ("comment", "CANARY")],
        ),
    ] {
        let late = [fields.as_slice(), &[("base", seen.as_str())]].concat();
        let stopped = b.customer(rest, &late).await;
        assert_eq!(stopped.status, StatusCode::CONFLICT, "{rest}");
        assert!(
            stopped.text.contains("新しいメッセージが1件"),
            "{}",
            stopped.text
        );
        assert!(stopped.text.contains("data-fresh"));
        assert_eq!(stopped.text.contains("CANARY"), fields.len() > 1);
    }
    // The second press is deliberate.
    let again = base(&b.page("").await.text);
    let fields = [("worked", "yes"), ("base", again.as_str())];
    let done = b.customer("/solution-answer", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(b.house.faults().await.is_empty());
}

#[tokio::test]
async fn k1_a_held_answer_does_not_go_out_over_what_came_while_it_waited() {
    let b = Both::in_status("open/investigating").await;
    b.house.app.store.set_recall_time(MORI, 10).await.unwrap();
    let seen = base(&composing(&b).await);
    let reply = [("text", "CANARY held"), ("base", seen.as_str())];
    let held = b.staff("/replies", &reply).await;
    assert!(held.header("location").ends_with("#waiting"));
    let command = Command::PostUpdate {
        text: "直りました".into(),
    };
    let app = &b.house.app;
    app.change_case(&AS_AOKI, b.number(), command, None, None)
        .await
        .unwrap();
    app.clock().advance(SignedDuration::from_secs(11));
    assert_eq!(madoguchi::work::answers::run(app).await.unwrap(), 0);
    assert!(!b.page("").await.text.contains("CANARY"));
    let page = b.staffs_page().await;
    assert!(page.contains("送信できませんでした"), "{page}");
    assert!(page.contains("新しいメッセージが届いたか"), "{page}");
}

#[tokio::test]
async fn c7_nobody_agrees_to_a_severity_that_they_did_not_see() {
    let b = Both::in_status("open/investigating").await;
    let app = &b.house.app;
    let wants = async |actor: &domain::Actor, to: &str| {
        let command = Command::ChangeSeverity {
            to: to.into(),
            reason: "x".into(),
        };
        let done = app.change_case(actor, b.number(), command, None, None);
        done.await.unwrap();
    };
    wants(&AS_AOKI, "S1").await;
    let hidden = |page: &str| {
        let (_, from) = page.split_once("name=\"severity-asked\" value=\"").unwrap();
        from.split('"').next().unwrap().to_owned()
    };
    let (first, second) = ("S2", "S4");
    wants(&AS_MORI, first).await;
    let seen = hidden(&b.page("").await.text);
    assert_eq!(seen, first);
    wants(&AS_MORI, second).await;
    let late = [("accept", "yes"), ("severity-asked", seen.as_str())];
    let refused = b.customer("/severity-answer", &late).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.text.contains("提案されている重大度が変わりました"),
        "{}",
        refused.text
    );
    let now = hidden(&refused.text);
    let agreed = [("accept", "yes"), ("severity-asked", now.as_str())];
    let done = b.customer("/severity-answer", &agreed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let stored = app.case(&AS_MORI, b.number()).await.unwrap();
    assert_eq!(stored.case.severity, second);
}
