//! Closed cases like one over the API: as staff's page has them, for staff alone (K1).

use serde_json::json;

use crate::world::{World, problem};

const BESIDE: &str = "/cases/00000002/similar-cases";

#[tokio::test]
async fn k1_staff_get_closed_cases_that_are_alike_with_what_solved_them() {
    let w = World::new().await;
    for subject in ["録音が途中で停止する", "録音が停止しました"] {
        let opened = w.post("hanako", "/cases", problem(subject)).await;
        opened.is(201);
    }
    let solved = json!({"text": "録音サーバーの設定を直して解決しました"});
    w.post("sato", "/cases/00000001/messages", solved)
        .await
        .is(201);
    let none = w.get("sato", BESIDE).await.is(200);
    assert_eq!(none["items"], json!([]), "an open case solved nothing");
    let closure = json!({"reason": "resolved"});
    w.post("hanako", "/cases/00000001/closure", closure)
        .await
        .is(200);
    let found = w.get("sato", BESIDE).await.is(200);
    let first = &found["items"][0];
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(first["number"], "00000001");
    assert_eq!(first["subject"], "録音が途中で停止する");
    assert!(
        first["solution"]
            .as_str()
            .is_some_and(|text| text.contains("設定を直して")),
        "{found}"
    );
    assert!(first["closed_at"].is_string() && first["account"].is_string());
    // A case is not like itself, and customers have no such list, whoever's the case is.
    let own = w.get("sato", "/cases/00000001/similar-cases").await.is(200);
    assert_eq!(own["items"], json!([]));
    for who in ["hanako", "foreign"] {
        w.get(who, BESIDE).await.is(403);
    }
    w.get("sato", "/cases/00000009/similar-cases").await.is(404);
}

#[tokio::test]
async fn k1_a_case_that_is_kept_to_a_team_is_like_none_for_others() {
    let w = World::new().await;
    for subject in ["録音が途中で停止する", "録音が停止しました"] {
        let opened = w.post("hanako", "/cases", problem(subject)).await;
        opened.is(201);
    }
    let owned = json!({"owner": "5", "team": "1"});
    w.post("sato", "/cases/00000001/assignment", owned)
        .await
        .is(200);
    w.post("sato", "/cases/00000001/privacy", json!({"private": true}))
        .await
        .is(200);
    w.post(
        "hanako",
        "/cases/00000001/closure",
        json!({"reason": "resolved"}),
    )
    .await
    .is(200);
    let of = async |who: &str| {
        let found = w.get(who, BESIDE).await.is(200);
        found["items"].as_array().map_or(0, Vec::len)
    };
    assert_eq!((of("sato").await, of("kimura").await), (1, 0));
}
