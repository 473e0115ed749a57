//! What is sent wrong is told, completely and in the reader's language; nothing breaks.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use crate::world::{World, problem};

fn with(changes: Value) -> Value {
    let mut body = problem("件名");
    for (name, value) in changes.as_object().unwrap() {
        if name == "answers" {
            for (id, answer) in value.as_object().unwrap() {
                body["answers"][id] = answer.clone();
            }
        } else if value.is_null() {
            body.as_object_mut().unwrap().remove(name);
        } else {
            body[name] = value.clone();
        }
    }
    body
}

#[tokio::test]
async fn c1_c5_every_wrong_field_is_named() {
    let w = World::new().await;
    let table: &[(Value, &[(&str, &str)])] = &[
        (
            json!({"subject": " ", "description": ""}),
            &[("/subject", "missing"), ("/description", "missing")],
        ),
        (json!({"kind": "nonsense"}), &[("/kind", "not-offered")]),
        (json!({"deployment": null}), &[("/deployment", "missing")]),
        (
            json!({"deployment": "999", "product": "x"}),
            &[("/deployment", "not-offered"), ("/product", "not-offered")],
        ),
        (
            json!({"sub_type": "x", "environment": "sandbox"}),
            &[
                ("/environment", "not-offered"),
                ("/sub_type", "not-offered"),
            ],
        ),
        (json!({"severity": "S9"}), &[("/severity", "not-offered")]),
        (
            json!({"subject": "長".repeat(201)}),
            &[("/subject", "too-long")],
        ),
        // A dependent choice follows its master.
        (
            json!({"answers": {"issue": "calls"}}),
            &[("/answers/sub-issue", "not-offered")],
        ),
        (
            json!({"answers": {"issue": "billing"}}),
            &[("/answers/sub-issue", "not-offered")],
        ),
        (
            json!({"answers": {"issue": "x"}}),
            &[
                ("/answers/issue", "not-offered"),
                ("/answers/sub-issue", "not-offered"),
            ],
        ),
        (
            json!({"answers": {"affected-count": 0}}),
            &[("/answers/affected-count", "not-a-number")],
        ),
        (
            json!({"answers": {"affected-count": 1.5}}),
            &[("/answers/affected-count", "not-a-number")],
        ),
        (
            json!({"answers": {"affected-count": "5"}}),
            &[("/answers/affected-count", "wrong-type")],
        ),
        (
            json!({"answers": {"copy-to": ["not an address"]}}),
            &[("/answers/copy-to", "not-an-address")],
        ),
        (
            json!({"answers": {"copy-to": ["ops@mial.example"]}}),
            &[("/answers/copy-to", "probably-mistyped")],
        ),
        (
            json!({"answers": {"copy-to": ["ops@mail.example", "x@elsewhere.example"]}}),
            &[("/answers/copy-to", "outside-the-company")],
        ),
        (
            json!({"answers": {"copy-to": "a@b.example"}}),
            &[("/answers/copy-to", "wrong-type")],
        ),
        (
            json!({"answers": {"date-needed": "2026-12-01"}}),
            &[("/answers/date-needed", "unknown")],
        ),
        (
            json!({"answers": {"no~such/field": "x"}}),
            &[("/answers/no~0such~1field", "unknown")],
        ),
        (
            json!({"answers": {"subject": "x"}}),
            &[("/answers/subject", "unknown")],
        ),
        // Wrong members and wrong answers together.
        (
            json!({"audience": "internal", "severity": 1, "subject": null, "answers": {"issue": true, "affected-count": -1}}),
            &[
                ("/audience", "unknown"),
                ("/severity", "wrong-type"),
                ("/subject", "missing"),
                ("/answers/issue", "wrong-type"),
                ("/answers/sub-issue", "not-offered"),
                ("/answers/affected-count", "not-a-number"),
            ],
        ),
    ];
    for (changes, expected) in table {
        let errors = w
            .post("hanako", "/cases", with(changes.clone()))
            .await
            .problem(422, "invalid-fields");
        let errors: Vec<_> = errors
            .iter()
            .map(|(p, c)| (p.as_str(), c.as_str()))
            .collect();
        assert_eq!(errors, *expected, "{changes}");
    }
    assert_eq!(w.get("hanako", "/cases").await.is(200)["total"]["count"], 0);
    // What may be left out: an only environment, presets, answers.
    let least = json!({"kind": "feature-request", "deployment": "102", "product": "insight", "sub_type": "improvement",
        "subject": "x", "description": "y"});
    assert_eq!(
        w.post("hanako", "/cases", least).await.is(201)["severity"]["id"],
        "S3"
    );
}

#[tokio::test]
async fn c5_a_caller_can_be_sure_of_addresses_that_are_doubted() {
    let w = World::new().await;
    let doubted = json!(["ops@mial.example", "x@elsewhere.example"]);
    let body = with(json!({"answers": {"copy-to": doubted}}));
    let refused = w.post("hanako", "/cases", body.clone()).await;
    let refused = refused.is(422);
    assert_eq!(refused["errors"][0]["suggestion"], "ops@mail.example");
    let mut sure = body;
    sure["sure_of"] = doubted.clone();
    let opened = w.post("hanako", "/cases", sure).await;
    assert_eq!(opened.is(201)["answers"]["copy-to"], doubted);
}

#[tokio::test]
async fn nothing_sent_breaks_anything() {
    let w = World::new().await;
    let number = w.open().await;
    let messages = format!("/cases/{number}/messages");
    let deep = "[".repeat(100_000);
    let table: &[(&str, &str, &str, u16)] = &[
        (&messages, "application/json", "", 400),
        (&messages, "application/json", "{", 400),
        (&messages, "application/json", "{'text': 1}", 400),
        (
            &messages,
            "application/json",
            "{\"text\": \"\\ud800\"}",
            400,
        ),
        (&messages, "application/json", &deep, 400),
        (&messages, "application/json", "[]", 422),
        (&messages, "application/json", "null", 422),
        (&messages, "application/json", "\"text\"", 422),
        (&messages, "application/json", "{}", 422),
        (&messages, "application/json", "{\"text\": null}", 422),
        (&messages, "application/json", "{\"text\": 1}", 422),
        (
            &messages,
            "application/json",
            "{\"text\": \"\\u0000\"}",
            422,
        ),
        (
            &messages,
            "application/json",
            "{\"text\": \"x\", \"audience\": \"internal\"}",
            422,
        ),
        (
            &messages,
            "application/json",
            "{\"text\": \"x\", \"then\": \"closed/resolved\"}",
            422,
        ),
        (&messages, "text/plain", "{\"text\": \"x\"}", 415),
        (
            &messages,
            "application/x-www-form-urlencoded",
            "text=x",
            415,
        ),
        (
            &messages,
            "application/json; charset=utf-8",
            "{\"text\": \"x\"}",
            201,
        ),
        (
            "/cases/1/closure",
            "application/json",
            "{\"reason\": \"x\"}",
            422,
        ),
        (
            "/cases/1/closure",
            "application/json",
            "{\"reason\": \"\"}",
            422,
        ),
        (
            "/cases/1/solution-answer",
            "application/json",
            "{\"worked\": \"true\"}",
            422,
        ),
        (
            "/cases/-1/messages",
            "application/json",
            "{\"text\": \"x\"}",
            404,
        ),
        (
            "/cases/%00/messages",
            "application/json",
            "{\"text\": \"x\"}",
            404,
        ),
        (
            "/cases/１/messages",
            "application/json",
            "{\"text\": \"x\"}",
            404,
        ),
        ("/cases/1/nonsense", "application/json", "{}", 404),
        ("/me", "application/json", "{}", 405),
    ];
    for (path, kind, body, status) in table {
        let path = path.replace('１', "%EF%BC%91");
        let answer = w
            .call(
                "hanako",
                "POST",
                &path,
                &[("content-type", kind)],
                Body::from((*body).to_owned()),
            )
            .await;
        assert_eq!(
            answer.status.as_u16(),
            *status,
            "{path} {body:.40}: {}",
            answer.text
        );
        if *status >= 400 {
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert!(answer.json()["title"].is_string());
        }
    }
    let errors = w
        .post(
            "hanako",
            &messages,
            json!({"text": "x", "audience": "internal"}),
        )
        .await
        .problem(422, "invalid-fields");
    assert_eq!(errors, [("/audience".into(), "unknown".into())]);
    let errors = w
        .post("sato", &messages, json!({"text": "x", "then": "no/such"}))
        .await
        .problem(422, "invalid-fields");
    assert_eq!(errors, [("/then".into(), "not-offered".into())]);
    let long = json!({"reason": "resolved", "comment": "長".repeat(20_001)});
    let errors = w
        .post("hanako", "/cases/1/closure", long)
        .await
        .problem(422, "invalid-fields");
    assert_eq!(errors, [("/comment".into(), "too-long".into())]);
    let large = json!({"text": "x".repeat(1024 * 1024)});
    w.post("hanako", &messages, large)
        .await
        .problem(413, "too-large");
    w.post(
        "sato",
        "/cases/1/status",
        json!({"to": "open/investigating"}),
    )
    .await
    .is(200);
    let refused = w
        .post("sato", "/cases/1/status", json!({"to": "open/new"}))
        .await;
    refused.problem(409, "no-such-move");
    assert!(
        refused.json()["possible"]
            .as_array()
            .is_some_and(|p| !p.is_empty())
    );
}

#[tokio::test]
async fn a_token_and_nothing_else_opens_the_api() {
    let w = World::new().await;
    let token = w.token("hanako").to_owned();
    let good = format!("Bearer {token}");
    let sign_in = w
        .app
        .sign_in_as(domain::PersonId(1), &Default::default())
        .await
        .unwrap()
        .unwrap();
    let cookie = format!("sign-in={sign_in}; __Host-sign-in={sign_in}; session={sign_in}");
    let table: &[(&str, &str)] = &[
        ("x-nothing", "x"),
        ("authorization", ""),
        ("authorization", "Bearer"),
        ("authorization", "Bearer mdg_wrong"),
        ("authorization", &token),
        ("authorization", "Basic aGFuYWtvOng="),
        ("cookie", &cookie),
        ("authorization", &sign_in),
    ];
    for (name, value) in table {
        let request = Request::get("/api/v1/me")
            .header(*name, *value)
            .body(Body::empty())
            .unwrap();
        let answer = w.raw(request).await;
        answer.problem(401, "unauthenticated");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    for scheme in [good.as_str(), &good.replace("Bearer", "bearer")] {
        let request = Request::get("/api/v1/me")
            .header("authorization", scheme)
            .body(Body::empty())
            .unwrap();
        assert_eq!(w.raw(request).await.is(200)["name"], "青木 花子");
    }
    // Nobody reads a body before it is known who sends it.
    let large = Request::post("/api/v1/cases")
        .body(Body::from("x".repeat(2 * 1024 * 1024)))
        .unwrap();
    w.raw(large).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn wrong_addresses_and_methods_are_problems_too() {
    let w = World::new().await;
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v2/cases",
        "/api/v1/nonsense",
        "/api/v1/cases/1/2/3",
    ] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        w.raw(request).await.problem(404, "not-found");
    }
    for (method, path, allow) in [
        ("DELETE", "/cases", "GET"),
        ("PATCH", "/cases/1", "GET"),
        ("GET", "/cases/1/messages", "POST"),
    ] {
        let answer = w.call("hanako", method, path, &[], Body::empty()).await;
        answer.problem(405, "method-not-allowed");
        assert!(
            answer.header("allow").contains(allow),
            "{method} {path}: {}",
            answer.header("allow")
        );
    }
}

#[tokio::test]
async fn d3_answers_follow_the_readers_language() {
    let w = World::new().await;
    let at = format!("/cases/{}", w.open().await);
    for (wanted, language, label) in [
        ("en", "en", "Open"),
        ("en-GB;q=0.9, ja;q=0.8", "en", "Open"),
        ("fr, en;q=0.1", "en", "Open"),
        ("fr", "ja", "オープン"),
        ("ja-JP", "ja", "オープン"),
        (";;q=,*", "ja", "オープン"),
    ] {
        let answer = w
            .call(
                "hanako",
                "GET",
                &at,
                &[("accept-language", wanted)],
                Body::empty(),
            )
            .await;
        assert_eq!(answer.is(200)["status"]["label"], label, "{wanted}");
        assert_eq!(answer.header("content-language"), language);
        assert!(answer.header("vary").contains("Accept-Language"));
    }
    let english = [("accept-language", "en")];
    let gone = w
        .call("hanako", "GET", "/cases/99", &english, Body::empty())
        .await;
    assert_eq!(gone.json()["title"], "Not found");
    assert_eq!(
        w.get("hanako", "/cases/99").await.json()["title"],
        "見つかりません"
    );
    let desk = w
        .call("hanako", "GET", "/desk", &english, Body::empty())
        .await
        .is(200);
    assert_eq!(desk["kinds"][0]["label"], "Support case");
    let fields = desk["kinds"][0]["form"].as_array().unwrap();
    let field = |id: &str| fields.iter().find(|f| f["id"] == id).unwrap();
    assert_eq!(field("sub-type")["pointer"], "/sub_type");
    assert_eq!(
        (&field("subject")["required"], &field("issue")["required"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(field("sub-issue")["pointer"], "/answers/sub-issue");
    assert_eq!(
        field("sub-issue")["entry"]["depends"]["offers"]["calls"][0],
        "no-connection"
    );
}

#[tokio::test]
async fn o5_health_is_told_without_a_token() {
    let w = World::new().await;
    let live = w
        .raw(Request::get("/livez").body(Body::empty()).unwrap())
        .await;
    assert_eq!((live.status.as_u16(), live.text.as_str()), (200, "ok"));
    let ready = w
        .raw(Request::get("/readyz").body(Body::empty()).unwrap())
        .await;
    assert_eq!(
        ready.is(200),
        json!({"ready": true, "checks": {"database": "ok", "schema": "ok", "search": "ok"}})
    );
    // A table is gone.
    w.app
        .store
        .db()
        .write(vec![store::Statement::new(
            "ALTER TABLE counts RENAME TO gone",
            vec![],
        )])
        .await
        .unwrap();
    let ready = w
        .raw(Request::get("/readyz").body(Body::empty()).unwrap())
        .await;
    assert_eq!(
        ready.is(503)["checks"],
        json!({"database": "ok", "schema": "failed", "search": "ok"})
    );
}

#[tokio::test]
async fn beside_the_pages_the_api_keeps_its_own_face() {
    use axum::body::to_bytes;
    use madoguchi::{serve, web::Line};
    use tower::ServiceExt;

    let w = World::new().await;
    let all = serve::router(w.app.clone(), Line::Loopback, false);
    let table = [
        ("/api/v1/nonsense", 404),
        ("/api/v1/me", 401),
        ("/api/nonsense", 404),
        ("/api", 404),
    ];
    for (path, status) in table {
        let response = all
            .clone()
            .oneshot(Request::get(path).body(Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(response.status().as_u16(), status, "{path}");
        assert_eq!(
            response.headers()["content-type"],
            "application/problem+json",
            "{path}"
        );
        assert!(
            !to_bytes(response.into_body(), 10_000)
                .await
                .unwrap()
                .is_empty()
        );
    }
    for path in ["/livez", "/readyz", "/api/openapi.json"] {
        let response = all
            .clone()
            .oneshot(Request::get(path).body(Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(response.status().as_u16(), 200, "{path}");
    }
}
