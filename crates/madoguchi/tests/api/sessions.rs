//! Live sessions over the API (L1, L2, L8): started, led and ended by staff, read by whoever sees the case.

use serde_json::{Value, json};

use crate::world::World;

async fn started(w: &World, body: Value) -> Value {
    w.post("sato", "/sessions", body).await.is(201)
}

#[tokio::test]
async fn l1_l8_a_session_about_a_case_is_started_led_and_read_by_who_sees_the_case() {
    let w = World::new().await;
    let case = w.open().await;
    let session = started(&w, json!({"case": case})).await;
    let at = format!("/sessions/{}", session["id"].as_str().unwrap());
    assert_eq!(session["case"], case.as_str());
    assert_eq!(session["passcode"].as_str().map(str::len), Some(6));
    let said = json!({"text": "画面を見せてください"});
    w.post("sato", &format!("{at}/chat"), said).await.is(200);
    // A colleague who sees the case reads it and does not lead it; the company reads it, and another does not.
    let read = w.get("kimura", &at).await.is(200);
    assert_eq!(read.get("passcode"), None);
    w.post("kimura", &format!("{at}/end"), json!({}))
        .await
        .is(404);
    let theirs = w.get("hanako", &at).await.is(200);
    assert_eq!(theirs["participants"][0]["role"], "host");
    assert_eq!(theirs.get("passcode"), None);
    let chat = w.get("hanako", &format!("{at}/chat")).await.is(200);
    assert_eq!(chat["items"][0]["text"], "画面を見せてください");
    w.get("foreign", &at).await.problem(404, "not-found");
    w.get("foreign", &format!("/cases/{case}/sessions"))
        .await
        .is(404);
    w.post("hanako", &format!("{at}/end"), json!({}))
        .await
        .problem(403, "not-allowed");
    let again = w.post("sato", "/sessions", json!({})).await;
    again.problem(409, "one-session");
    let ended = w
        .post("sato", &format!("{at}/end"), json!({}))
        .await
        .is(200);
    assert_eq!(ended["ended"], "by-host");
    assert_eq!(ended["deeds"][0]["what"], "present");
    w.post("sato", &format!("{at}/end"), json!({}))
        .await
        .problem(409, "session-ended");
    let list = w
        .get("hanako", &format!("/cases/{case}/sessions"))
        .await
        .is(200);
    assert_eq!(list["items"][0]["id"], session["id"]);
}

#[tokio::test]
async fn l2_customers_are_invited_by_a_link_and_agents_by_name() {
    let w = World::new().await;
    let session = started(&w, json!({})).await;
    let at = format!("/sessions/{}", session["id"].as_str().unwrap());
    let to = format!("{at}/invitations");
    let made = w.post("sato", &to, json!({})).await.is(201);
    assert!(made["link"].as_str().unwrap().contains("/sessions/join/"));
    // Who was asked finds it, and nobody else of staff who does not lead.
    w.get("kimura", &at).await.is(404);
    let asked = w
        .post("sato", &to, json!({"agent": crate::world::KIMURA}))
        .await
        .is(201);
    assert_eq!(asked["link"], Value::Null);
    assert_eq!(asked["mailed"], false);
    w.get("kimura", &at).await.is(200);
    for body in [
        json!({"agent": "1"}),
        json!({"email": "nobody"}),
        json!({"agent": crate::world::KIMURA, "email": "a@b.example"}),
    ] {
        let wrong = w
            .post("sato", &to, body)
            .await
            .problem(422, "invalid-fields");
        assert_eq!(wrong.len(), 1);
    }
}

#[tokio::test]
async fn o2_a_session_is_started_once_for_a_key_and_changed_on_the_copy_that_was_read() {
    let w = World::new().await;
    let key = [("idempotency-key", "one")];
    let body = json!({"mode": "multi"});
    let first = w
        .post_with("sato", "/sessions", &key, body.clone())
        .await
        .is(201);
    let second = w.post_with("sato", "/sessions", &key, body).await.is(201);
    assert_eq!(first["id"], second["id"]);
    w.post_with("sato", "/sessions", &key, json!({}))
        .await
        .problem(422, "idempotency-key-reused");
    let at = format!("/sessions/{}", first["id"].as_str().unwrap());
    let tag = w.get("sato", &at).await.header("etag").to_owned();
    let chat = format!("{at}/chat");
    let on = [("if-match", tag.as_str())];
    w.post_with("sato", &chat, &on, json!({"text": "a"}))
        .await
        .is(200);
    w.post_with("sato", &chat, &on, json!({"text": "b"}))
        .await
        .problem(412, "stale");
    let key = [("idempotency-key", "two")];
    for _ in 0..2 {
        w.post_with("sato", &chat, &key, json!({"text": "c"}))
            .await
            .is(200);
    }
    let said = w.get("sato", &chat).await.is(200);
    assert_eq!(said["items"].as_array().unwrap().len(), 2, "{said}");
}
