//! Macros, covered words and follow-ups over the API (K3).

use domain::{
    Actor, PersonId, Role, TeamId,
    macros::{Macro, Writes},
};
use serde_json::json;

use crate::world::{SATO, World, problem};

#[tokio::test]
async fn k3_words_are_covered_once_and_nowhere_else() {
    let w = World::new().await;
    let mut new = problem("録音できない");
    new["description"] = json!("パスワードは hunter2 です");
    w.post("hanako", "/cases", new).await.is(201);
    let at = "/cases/00000001/redactions";
    let covers = json!({"place": 1, "words": ["hunter2"]});
    w.post("hanako", at, covers.clone()).await.is(403);
    let other = json!({"place": 1, "words": ["nowhere"]});
    let errors = w.post("sato", at, other).await;
    errors.problem(422, "invalid-fields");
    let none = json!({"place": 99, "words": ["x"]});
    let errors = w
        .post("sato", at, none)
        .await
        .problem(422, "invalid-fields");
    assert_eq!(errors, [("/place".into(), "missing".into())]);
    let key = [("idempotency-key", "cover-1")];
    w.post_with("sato", at, &key, covers.clone()).await.is(200);
    // Once more it would be refused, for the word is gone.
    let again = w.post_with("sato", at, &key, covers.clone()).await;
    again.is(200);
    assert_eq!(again.header("idempotent-replayed"), "true");
    w.post("sato", at, covers)
        .await
        .problem(422, "invalid-fields");
    let told = w.get("hanako", "/cases/00000001/timeline").await.is(200);
    assert!(!told.to_string().contains("hunter2"), "{told}");
}

#[tokio::test]
async fn k3_a_macro_is_written_into_a_case_with_what_it_does_beside() {
    let w = World::new().await;
    w.post("hanako", "/cases", problem("録音できない"))
        .await
        .is(201);
    let sato = Actor::Agent {
        person: PersonId(SATO.parse().unwrap()),
        role: Role::Tier1,
        team: Some(TeamId(1)),
    };
    let body = Macro {
        name: "お礼".into(),
        texts: ["{contact}様、{number}の件です。".into(), String::new()],
        take: true,
        ..Macro::default()
    };
    let answer = w.app.keep_macro(&sato, None, body, false).await.unwrap();
    let note = Macro {
        name: "メモ".into(),
        writes: Writes::Note,
        texts: ["{owner}が確認".into(), String::new()],
        ..Macro::default()
    };
    let note = w.app.keep_macro(&sato, None, note, false).await.unwrap();
    let all = w.get("sato", "/macros").await.is(200);
    assert_eq!(all["items"].as_array().unwrap().len(), 2, "{all}");
    let one = w.get("sato", &format!("/macros/{answer}")).await.is(200);
    assert_eq!(
        (&one["writes"], &one["takes"]),
        (&json!("answer"), &json!(true))
    );
    w.get("sato", "/macros/1").await.is(404);
    w.get("hanako", "/macros").await.is(403);
    let at = "/cases/00000001/macro";
    let unknown = w.post("sato", at, json!({"macro": "1"})).await;
    let errors = unknown.problem(422, "invalid-fields");
    assert_eq!(errors, [("/macro".into(), "not-offered".into())]);
    let key = [("idempotency-key", "macro-1")];
    let uses = json!({"macro": answer.to_string()});
    let case = w.post_with("sato", at, &key, uses.clone()).await.is(201);
    assert!(
        case["owner"].is_object() || case["owner"].is_string(),
        "{case}"
    );
    w.post_with("sato", at, &key, uses).await.is(201);
    let told = w.get("hanako", "/cases/00000001/timeline").await.is(200);
    let told = told.to_string();
    assert_eq!(told.matches("00000001の件です").count(), 1, "{told}");
    let uses = json!({"macro": note.to_string(), "text": "見ました"});
    w.post("sato", at, uses).await.is(201);
    let told = w.get("hanako", "/cases/00000001/timeline").await.is(200);
    assert!(!told.to_string().contains("見ました"), "{told}");
}

#[tokio::test]
async fn k3_staff_open_a_follow_up_for_the_contact_once() {
    let w = World::new().await;
    w.post("hanako", "/cases", problem("録音できない"))
        .await
        .is(201);
    let at = "/cases/00000001/follow-up";
    let mut new = problem("録音の続き");
    new.as_object_mut().unwrap().remove("files");
    w.post("sato", at, new.clone()).await.is(403);
    let closed = json!({"reason": "no-longer-needed"});
    w.post("hanako", "/cases/00000001/closure", closed)
        .await
        .is(200);
    let key = [("idempotency-key", "follow-1")];
    let made = w.post_with("sato", at, &key, new.clone()).await;
    let case = made.is(201);
    assert_eq!(case["continues"], "00000001", "{case}");
    let again = w.post_with("sato", at, &key, new.clone()).await;
    assert_eq!(again.header("location"), made.header("location"));
    w.post("hanako", at, new).await.is(403);
    let theirs = w.get("hanako", "/cases/00000002").await.is(200);
    assert_eq!(theirs["subject"], "録音の続き");
    w.get("hanako", "/cases/00000003").await.is(404);
}
