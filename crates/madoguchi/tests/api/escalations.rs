//! Escalations over the API: what each side is given, and what is refused (E1, E2).

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
async fn e1_an_escalation_is_opened_moved_expected_and_confirmed() {
    let w = opened().await;
    let new = json!({
        "summary": "録音が再生できません",
        "lanes": {"outcome": "今日中に方針を知りたい", "by": "2099-11-20T08:00:00Z", "defect": "codec", "tracker": "REC-881"},
    });
    let case = post(&w, "sato", "escalations", new.clone()).await.is(200);
    let mark = json!({"number": "ESC-00001", "state": "submitted", "expected_passed": false});
    assert_eq!(case["escalation"], mark);
    assert_eq!(case["escalation_details"]["tracker"], "REC-881");
    post(&w, "sato", "escalations", new)
        .await
        .problem(409, "escalated-already");
    let theirs = w.get("hanako", AT).await.is(200);
    let details = &theirs["escalation_details"];
    assert_eq!(details["summary"], "録音が再生できません");
    assert_eq!(details["callback"]["by"], "2099-11-20T08:00:00Z");
    assert_eq!(details["steps"].as_array().unwrap().len(), 5);
    for kept in ["codec", "REC-881"] {
        assert!(!theirs.to_string().contains(kept), "{theirs}");
        let timeline = w.get("hanako", &format!("{AT}/timeline")).await.is(200);
        assert!(!timeline.to_string().contains(kept), "{timeline}");
    }
    // Lists say it as well.
    let list = w.get("hanako", "/cases?sort=escalation").await.is(200);
    assert_eq!(list["items"][0]["escalation"], mark, "{list}");

    let moved = json!({"to": "confirmation"});
    let errors = post(&w, "sato", "escalation-step", moved).await;
    let errors = errors.problem(422, "invalid-fields");
    assert_eq!(errors, [("/text".into(), "missing".into())]);
    post(&w, "sato", "escalation-step", json!({"to": "done"}))
        .await
        .problem(422, "invalid-fields");
    let on = json!({"on": "2099-11-28"});
    post(&w, "sato", "escalation-expected", on).await.is(200);
    let later = json!({"on": "2099-12-05"});
    let errors = post(&w, "sato", "escalation-expected", later).await;
    let errors = errors.problem(422, "invalid-fields");
    assert_eq!(errors, [("/reason".into(), "missing".into())]);
    let past = json!({"on": "1999-12-05", "reason": "x"});
    let errors = post(&w, "sato", "escalation-expected", past).await;
    let errors = errors.problem(422, "invalid-fields");
    assert_eq!(errors, [("/on".into(), "past".into())]);
    post(&w, "sato", "callback", json!({"text": "合意しました"}))
        .await
        .is(200);
    let asks = json!({"to": "confirmation", "text": "修正しました"});
    let case = post(&w, "sato", "escalation-step", asks).await.is(200);
    assert_eq!(
        (&case["turn"], &case["asks_solution"]),
        (&json!("customer"), &json!(true))
    );
    let said = json!({"worked": true});
    let case = post(&w, "hanako", "solution-answer", said).await.is(200);
    assert_eq!(case["escalation_details"]["ended"], "confirmed");
    assert_eq!(case["escalation"]["state"], "ended");
    post(&w, "sato", "escalation-step", json!({"to": "evaluation"}))
        .await
        .problem(409, "no-escalation");
    let timeline = w.get("hanako", &format!("{AT}/timeline")).await.is(200);
    for happened in [
        "escalation-opened",
        "escalation-expected",
        "called-back",
        "escalation-ended",
    ] {
        assert!(
            timeline.to_string().contains(happened),
            "{happened}: {timeline}"
        );
    }
    assert!(
        !timeline.to_string().contains("escalation-briefed"),
        "{timeline}"
    );
}

#[tokio::test]
async fn e2_what_is_suggested_is_staffs_and_can_be_decided_against() {
    let w = opened().await;
    w.pass(4 * 24 * 60);
    let case = w.get("sato", AT).await.is(200);
    assert_eq!(case["escalation_suggested"], "silent");
    let theirs = w.get("hanako", AT).await.is(200);
    assert!(theirs.get("escalation_suggested").is_none(), "{theirs}");
    let case = post(&w, "sato", "escalation-dismissal", json!({}))
        .await
        .is(200);
    assert!(case.get("escalation_suggested").is_none(), "{case}");
    let lanes = json!({"outcome": "x"});
    post(&w, "sato", "escalation-lanes", lanes)
        .await
        .problem(409, "no-escalation");
    let neither = json!({"summary": "x", "lanes": {}});
    post(&w, "sato", "escalations", neither)
        .await
        .problem(422, "invalid-fields");
}
