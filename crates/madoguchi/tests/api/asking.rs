//! Questions to the customer over the API (C9, C12).

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn c9_questions_are_asked_answered_and_withdrawn() {
    let w = World::new().await;
    let number = w.open().await;
    let at = |what: &str| format!("/cases/{number}/{what}");
    let asks = json!({"text": "お尋ねします。", "questions": ["通話ID", "時刻"]});
    let case = w.post("sato", &at("messages"), asks.clone()).await.is(201);
    assert_eq!(case["questions"][1], json!({"id": 2, "text": "時刻"}));
    assert_eq!(case["turn"], "customer");
    // What the other side says is none of this side's.
    w.post("hanako", &at("messages"), asks).await.is(422);
    w.post(
        "sato",
        &at("messages"),
        json!({"text": "x", "answers": {"1": "x"}}),
    )
    .await
    .is(422);
    let part = json!({"text": "", "answers": {"1": "C-1001"}, "more_to_follow": true});
    let case = w.post("hanako", &at("messages"), part).await.is(201);
    assert_eq!(
        (&case["turn"], case["questions"].as_array().unwrap().len()),
        (&json!("customer"), 1)
    );
    let withdrawal = json!({"question": 2});
    w.post("hanako", &at("question-withdrawal"), withdrawal.clone())
        .await
        .problem(403, "not-allowed");
    let case = w
        .post("sato", &at("question-withdrawal"), withdrawal.clone())
        .await
        .is(200);
    assert_eq!(case["questions"], json!([]));
    w.post("sato", &at("question-withdrawal"), withdrawal)
        .await
        .problem(409, "no-such-question");
    let story = w.get("hanako", &at("timeline")).await.is(200).to_string();
    for happened in [
        "questions-asked",
        "questions-answered",
        "question-withdrawn",
        "more-to-follow",
    ] {
        assert!(story.contains(happened), "{happened} {story}");
    }
}
