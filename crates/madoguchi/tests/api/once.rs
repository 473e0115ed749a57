//! Idempotency keys, entity tags.

use serde_json::json;

use crate::world::{World, problem};

#[tokio::test]
async fn the_same_key_does_a_thing_once_and_answers_alike() {
    let w = World::new().await;
    let key = [("idempotency-key", "order-1")];
    let first = w
        .post_with("hanako", "/cases", &key, problem("一度だけ"))
        .await;
    first.is(201);
    assert_eq!(first.header("idempotent-replayed"), "");
    let at = first
        .header("location")
        .trim_start_matches("/api/v1")
        .to_owned();
    w.post("sato", &format!("{at}/messages"), json!({"text": "返信"}))
        .await
        .is(201);
    let again = w
        .post_with("hanako", "/cases", &key, problem("一度だけ"))
        .await;
    assert_eq!((again.status, &again.text), (first.status, &first.text));
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.header("content-type"), "application/json");
    w.post_with("hanako", "/cases", &key, problem("別の件"))
        .await
        .problem(422, "idempotency-key-reused");
    w.post_with(
        "hanako",
        &format!("{at}/messages"),
        &key,
        problem("一度だけ"),
    )
    .await
    .problem(422, "invalid-fields");
    w.post_with(
        "hanako",
        &format!("{at}/messages"),
        &key,
        json!({"text": "x"}),
    )
    .await
    .problem(422, "idempotency-key-reused");
    // A key belongs to a person.
    w.post_with("sato", &format!("{at}/notes"), &key, json!({"text": "x"}))
        .await
        .is(201);
    assert_eq!(w.get("hanako", "/cases").await.is(200)["total"]["count"], 1);

    // What was refused leaves the key free.
    let key = [("idempotency-key", "k2")];
    w.post_with(
        "hanako",
        &format!("{at}/messages"),
        &key,
        json!({"text": " "}),
    )
    .await
    .problem(422, "invalid-fields");
    w.post_with(
        "hanako",
        &format!("{at}/messages"),
        &key,
        json!({"text": "x"}),
    )
    .await
    .is(201);
}

#[tokio::test]
async fn what_was_done_before_a_crash_is_answered_from_the_case() {
    let w = World::new().await;
    let at = format!("/cases/{}", w.open().await);
    let tag = w.get("hanako", &at).await.header("etag").to_owned();
    let headers = [("idempotency-key", "cut-off"), ("if-match", tag.as_str())];
    let body = || json!({"text": "追加"});
    w.post_with("hanako", &format!("{at}/messages"), &headers, body())
        .await
        .is(201);
    // The answer was never noted, and the copy is stale by now: it is done all the same, and only once.
    let forget = store::Statement::new("UPDATE idempotency SET body = NULL", vec![]);
    w.app.store.db().write(vec![forget]).await.unwrap();
    let again = w
        .post_with("hanako", &format!("{at}/messages"), &headers, body())
        .await;
    assert_eq!(again.is(201)["number"], "00000001");
    assert_eq!(again.header("idempotent-replayed"), "true");
    let story = w.get("hanako", &format!("{at}/timeline")).await.is(200);
    assert_eq!(story["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn two_at_once_with_the_same_key_are_one() {
    let w = World::new().await;
    let calls = (0..8).map(|_| {
        w.post_with(
            "hanako",
            "/cases",
            &[("idempotency-key", "both")],
            problem("同時"),
        )
    });
    let answers = futures_util::future::join_all(calls).await;
    let numbers: Vec<_> = answers
        .iter()
        .map(|a| a.is(201)["number"].clone())
        .collect();
    assert!(numbers.iter().all(|n| *n == numbers[0]), "{numbers:?}");
    assert_eq!(
        answers
            .iter()
            .filter(|a| a.header("idempotent-replayed").is_empty())
            .count(),
        1
    );
    assert_eq!(w.get("hanako", "/cases").await.is(200)["total"]["count"], 1);

    let at = format!("/cases/{}/messages", numbers[0].as_str().unwrap());
    let body = || json!({"text": "同じ更新"});
    let calls = (0..8).map(|_| w.post_with("hanako", &at, &[("idempotency-key", "both2")], body()));
    for answer in futures_util::future::join_all(calls).await {
        answer.is(201);
    }
    let story = w
        .get("hanako", &at.replace("messages", "timeline"))
        .await
        .is(200);
    assert_eq!(story["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_key_is_up_to_255_visible_characters() {
    let w = World::new().await;
    let long = "k".repeat(256);
    for (key, code) in [
        ("", "malformed"),
        ("a b", "malformed"),
        (long.as_str(), "too-long"),
    ] {
        let errors = w
            .post_with(
                "hanako",
                "/cases",
                &[("idempotency-key", key)],
                problem("x"),
            )
            .await
            .problem(400, "wrong-headers");
        assert_eq!(errors, [("Idempotency-Key".into(), code.into())]);
    }
    w.post_with(
        "hanako",
        "/cases",
        &[("idempotency-key", &long[1..])],
        problem("x"),
    )
    .await
    .is(201);
    let twice = [("idempotency-key", "a"), ("idempotency-key", "b")];
    w.post_with("hanako", "/cases", &twice, problem("x"))
        .await
        .problem(400, "wrong-headers");
}

#[tokio::test]
async fn a_stale_copy_changes_nothing() {
    let w = World::new().await;
    let at = format!("/cases/{}", w.open().await);
    let read = w.get("hanako", &at).await;
    let tag = read.header("etag").to_owned();
    assert!(
        tag.starts_with('"') && tag.ends_with('"'),
        "a strong tag: {tag}"
    );
    let again = w
        .call(
            "hanako",
            "GET",
            &at,
            &[("if-none-match", &format!("\"x\", W/{tag}"))],
            "".into(),
        )
        .await;
    assert_eq!(
        (
            again.status.as_u16(),
            again.text.as_str(),
            again.header("etag")
        ),
        (304, "", tag.as_str())
    );
    let english = [("if-none-match", tag.as_str()), ("accept-language", "en")];
    assert_eq!(
        w.call("hanako", "GET", &at, &english, "".into())
            .await
            .status
            .as_u16(),
        200
    );

    // What staff do among themselves does not make a customer's copy stale.
    w.post("sato", &format!("{at}/notes"), json!({"text": "内部"}))
        .await
        .is(201);
    assert_eq!(w.get("hanako", &at).await.header("etag"), tag);
    let update = |text: &str| json!({"text": text});
    let messages = format!("{at}/messages");
    let answered = w
        .post_with("hanako", &messages, &[("if-match", &tag)], update("一"))
        .await;
    answered.is(201);
    assert_ne!(answered.header("etag"), tag);
    w.post_with("hanako", &messages, &[("if-match", &tag)], update("二"))
        .await
        .problem(412, "stale");
    w.post_with(
        "hanako",
        &messages,
        &[("if-match", "\"nonsense\"")],
        update("二"),
    )
    .await
    .problem(412, "stale");
    w.post_with(
        "hanako",
        &messages,
        &[("if-match", "W/\"2-ja\"")],
        update("二"),
    )
    .await
    .problem(412, "stale");
    let both = format!("{tag}, {}", answered.header("etag"));
    w.post_with("hanako", &messages, &[("if-match", &both)], update("三"))
        .await
        .is(201);
    w.post_with("hanako", &messages, &[("if-match", "*")], update("四"))
        .await
        .is(201);
    let mine = w.get("sato", &at).await.header("etag").to_owned();
    w.post_with(
        "sato",
        &format!("{at}/assignment"),
        &[("if-match", &mine)],
        json!({"team": "2"}),
    )
    .await
    .is(200);
    w.post_with(
        "sato",
        &format!("{at}/assignment"),
        &[("if-match", &mine)],
        json!({"team": "1"}),
    )
    .await
    .problem(412, "stale");
}
