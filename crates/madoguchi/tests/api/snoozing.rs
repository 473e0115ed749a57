//! Cases that their owner puts to sleep, over the API (K1).

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn k1_a_case_is_put_to_sleep_and_no_customer_learns_of_it() {
    let w = World::new().await;
    let number = w.open().await;
    let at = |what: &str| format!("/cases/{number}/{what}");
    let until = json!({"until": "2001-01-01T00:00:00Z"});
    w.post("sato", &at("snooze"), until)
        .await
        .problem(422, "invalid-fields");
    w.post("sato", &at("snooze"), json!({"until": "tomorrow"}))
        .await
        .problem(422, "invalid-fields");
    w.post("hanako", &at("snooze"), json!({}))
        .await
        .problem(403, "not-allowed");
    let case = w.post("sato", &at("snooze"), json!({})).await.is(200);
    assert_eq!(case["snooze"], json!({"until": null}));
    // Nobody's case was taken with it.
    assert!(case["owner"].is_object(), "{case}");
    let whole = format!("/cases/{number}");
    let theirs = w.get("hanako", &whole).await.is(200);
    assert_eq!(theirs.get("snooze"), None);
    let woken = w.post("sato", &at("waking"), json!({})).await.is(200);
    assert_eq!(woken["snooze"], json!(null));
    w.post("sato", &at("snooze"), json!({})).await.is(200);
    w.post("hanako", &at("messages"), json!({"text": "続報"}))
        .await
        .is(201);
    let case = w.get("sato", &whole).await.is(200);
    assert_eq!(case["snooze"], json!(null));
    let story = w.get("sato", &at("timeline")).await.is(200).to_string();
    assert!(story.contains("\"snoozed\"") && story.contains("\"because\":\"customer\""));
    let story = w.get("hanako", &at("timeline")).await.is(200).to_string();
    assert!(!story.contains("snoozed") && !story.contains("woken"));
}
