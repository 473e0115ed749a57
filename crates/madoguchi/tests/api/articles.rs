//! Knowledge over the API: written, looked at by somebody else, published, judged and withdrawn (B3, B4), and why something is
//! found.

use serde_json::{Value, json};

use crate::world::World;

fn article(title: &str, body: &str) -> Value {
    json!({
        "sort": "faq",
        "audience": "signed-in",
        "texts": {"ja": {"title": title, "body": body}},
    })
}

#[tokio::test]
async fn b4_an_article_is_written_published_by_another_and_withdrawn() {
    let w = World::new().await;
    let new = article("録音の再開", "止めてから始めます。");
    w.post("hanako", "/articles", new.clone()).await.is(403);
    let strange = json!({"sort": "poem", "audience": "signed-in", "texts": {}});
    let errors = w.post("sato", "/articles", strange).await;
    let errors = errors.problem(422, "invalid-fields");
    assert_eq!(errors, [("/sort".into(), "not-offered".into())]);
    let key = [("idempotency-key", "article-1")];
    let begun = w.post_with("sato", "/articles", &key, new.clone()).await;
    let at = begun.header("location").replace("/api/v1", "");
    let begun = begun.is(201);
    let again = w.post_with("sato", "/articles", &key, new).await.is(201);
    assert_eq!(again["id"], begun["id"], "begun once");
    let id = begun["id"].as_str().unwrap();
    let of = |what: &str| format!("/articles/{id}/{what}");
    assert_eq!(at, of("draft"));
    assert_eq!(
        (&begun["state"], &begun["ahead"]),
        (&json!("draft"), &json!(true))
    );
    let own = w.post("sato", &of("publication"), json!({})).await;
    own.problem(409, "own-words");
    w.post("sato", &of("review-request"), json!({}))
        .await
        .is(200);
    // Who publishes decides about what they have read.
    let seen = w.get("kimura", &at).await;
    let tag = seen.header("etag").to_owned();
    let next = json!({"texts": {"ja": {"title": "録音の再開", "body": "一度止めます。"}}});
    w.post("sato", &at, next).await.is(200);
    let held = [("if-match", tag.as_str())];
    let late = w
        .post_with("kimura", &of("publication"), &held, json!({}))
        .await;
    late.problem(412, "stale");
    w.get("hanako", &format!("/articles/{id}")).await.is(404);
    let done = w
        .post("kimura", &of("publication"), json!({}))
        .await
        .is(200);
    assert_eq!(
        (&done["state"], &done["ahead"]),
        (&json!("published"), &json!(false))
    );
    let read = w.get("hanako", &format!("/articles/{id}")).await.is(200);
    assert_eq!(read["body"], "一度止めます。");
    w.get("hanako", &at).await.is(403);
    let same = w.post("kimura", &of("publication"), json!({})).await;
    same.problem(409, "nothing-new");
    // More readers wait for somebody else; what is left out stays.
    let wider = json!({"audience": "everybody"});
    let wider = w.post("sato", &at, wider).await.is(200);
    assert_eq!(
        (&wider["audience"], &wider["ahead"]),
        (&json!("everybody"), &json!(true))
    );
    assert_eq!(wider["texts"]["ja"]["body"], "一度止めます。");
    for said in [
        json!({"helpful": true}),
        json!({"helpful": false, "why": "短い"}),
    ] {
        let said = w.post("hanako", &of("judgement"), said).await;
        assert_eq!(said.status.as_u16(), 204, "{}", said.text);
    }
    let solved = w.post("hanako", &of("solved"), json!({})).await;
    assert_eq!(solved.status.as_u16(), 204, "{}", solved.text);
    w.post("sato", &of("solved"), json!({})).await.is(403);
    let silent = w
        .post("sato", &of("withdrawal"), json!({"reason": " "}))
        .await;
    let errors = silent.problem(422, "invalid-fields");
    assert_eq!(errors, [("/reason".into(), "missing".into())]);
    w.post("sato", &of("withdrawal"), json!({"reason": "古い"}))
        .await
        .is(200);
    w.get("hanako", &format!("/articles/{id}")).await.is(404);
}

#[tokio::test]
async fn b4_a_search_says_where_and_why_it_found_something() {
    let w = World::new().await;
    let begun = w
        .post("sato", "/articles", article("ｻｰﾊﾞｰの再起動", "手順です。"))
        .await;
    let id = begun.is(201)["id"].as_str().unwrap().to_owned();
    let published = format!("/articles/{id}/publication");
    w.post("kimura", &published, json!({})).await.is(200);
    let found = w
        .get(
            "hanako",
            "/search?q=%E3%82%B5%E3%83%BC%E3%83%90+status:opne",
        )
        .await
        .is(200);
    assert_eq!(found["unknown"], json!(["status:opne"]));
    let found = w
        .get("hanako", "/search?q=%E3%82%B5%E3%83%BC%E3%83%90")
        .await
        .is(200);
    let first = &found["items"][0];
    assert_eq!(first["title_marks"], json!([{"from": 0, "to": 5}]));
    assert_eq!(first["place"], "title");
    assert_eq!(first["reasons"][0]["by"], "word");
    assert_eq!(found["unknown"], json!([]));
}

#[tokio::test]
async fn b4_drafts_are_answered_to_staffs_tokens_alone_and_marked() {
    let w = World::new().await;
    let new = article("珊瑚色のランプ", "点いたときの手順です。");
    let begun = w.post("sato", "/articles", new).await.is(201);
    // 珊瑚色
    let q = "/search?q=%E7%8F%8A%E7%91%9A%E8%89%B2";
    let found = w.get("kimura", q).await.is(200);
    assert_eq!(found["counts"]["knowledge"], 1, "{found}");
    let first = &found["items"][0];
    assert_eq!(
        (&first["draft"], &first["id"]),
        (&json!(true), &begun["id"])
    );
    let only = w.get("kimura", &format!("{q}%20is:draft")).await.is(200);
    assert_eq!(only["items"].as_array().map(Vec::len), Some(1));
    for who in ["hanako", "foreign"] {
        let nothing = w.get(who, q).await.is(200);
        assert_eq!(nothing["counts"]["knowledge"], 0, "{nothing}");
        assert_eq!(nothing["items"], json!([]));
    }
    let id = begun["id"].as_str().unwrap();
    let publication = format!("/articles/{id}/publication");
    w.post("kimura", &publication, json!({})).await.is(200);
    let found = w.get("hanako", q).await.is(200);
    assert_eq!(found["items"][0]["draft"], json!(false), "{found}");
}
