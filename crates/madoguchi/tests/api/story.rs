//! A case's life, told by the API alone.

use serde_json::{Value, json};

use crate::world::{BRANCH, FOREIGN_SITE, HQ, KIMURA, SATO, TEAM, World, problem};

#[tokio::test]
async fn c9_c12_c14_c15_a_case_from_opening_to_reopening() {
    let w = World::new().await;
    let opened = w.post("hanako", "/cases", problem("録音できない")).await;
    let case = opened.is(201);
    assert_eq!(case["number"], "00000001");
    assert_eq!(opened.header("location"), "/api/v1/cases/00000001");
    assert_eq!(opened.header("content-language"), "ja");
    assert_eq!(
        (&case["turn"], &case["status"]["id"]),
        (&json!("support"), &json!("open/new"))
    );
    assert_eq!(case["owner"], Value::Null);
    assert_eq!(case["contact"], json!({"id": "1", "name": "青木 花子"}));
    assert_eq!(case["deployment"], json!({"id": HQ, "label": "本社"}));
    assert_eq!(case["answers"]["affected-count"], 12);
    assert_eq!(case["answers"]["copy-to"], json!(["ops@mail.example"]));
    assert_eq!(case["opened_at"], "2026-11-24T01:00:00Z");
    assert!(
        case["next"]
            .as_str()
            .is_some_and(|next| next.contains("受け付けました"))
    );

    let at = "/cases/00000001";
    let post = |who: &'static str, what: &'static str, body: Value| {
        let w = &w;
        async move {
            w.pass(5);
            w.post(who, &format!("{at}/{what}"), body).await
        }
    };
    // A reply takes an unowned case.
    let case = post("sato", "messages", json!({"text": "確認します。"}))
        .await
        .is(201);
    assert_eq!(
        (&case["owner"]["id"], &case["status"]["id"]),
        (&json!(SATO), &json!("open/investigating"))
    );
    assert_eq!(case["team"], json!({"id": TEAM, "label": "一次対応"}));

    let ask =
        json!({"text": "いつからですか。", "then": "awaiting-information/information-required"});
    assert_eq!(
        post("sato", "messages", ask).await.is(201)["turn"],
        "customer"
    );
    let case = post("hanako", "messages", json!({"text": "今朝9時からです。"}))
        .await
        .is(201);
    assert_eq!(
        (&case["turn"], &case["status"]["id"]),
        (&json!("support"), &json!("open/customer-responded"))
    );

    post("hanako", "solution-answer", json!({"worked": true}))
        .await
        .problem(409, "no-solution-proposed");
    post("sato", "notes", json!({"text": "既知の不具合。"}))
        .await
        .is(201);
    let propose = json!({"text": "設定を変えてください。", "then": "solution-proposed/proposed"});
    assert_eq!(
        post("sato", "messages", propose.clone()).await.is(201)["asks_solution"],
        true
    );
    let case = post(
        "hanako",
        "solution-answer",
        json!({"worked": false, "happened": "まだ残りません。"}),
    )
    .await
    .is(200);
    assert_eq!(case["status"]["id"], "open/customer-responded");
    post("sato", "assignment", json!({"owner": KIMURA, "team": "2"}))
        .await
        .is(200);
    post("kimura", "messages", propose).await.is(201);
    let case = post("hanako", "solution-answer", json!({"worked": true}))
        .await
        .is(200);
    assert_eq!(
        (&case["turn"], &case["status"]["id"]),
        (&json!("nobody"), &json!("closed/resolved"))
    );
    assert!(case["closed_at"].is_string());

    post("hanako", "messages", json!({"text": "x"}))
        .await
        .problem(409, "case-closed");
    post("hanako", "closure", json!({"reason": "resolved"}))
        .await
        .problem(409, "case-closed");
    let missing = post("hanako", "reopening", json!({}))
        .await
        .problem(422, "invalid-fields");
    assert_eq!(missing, [("/reason".into(), "missing".into())]);
    let case = post("hanako", "reopening", json!({"reason": "再発しました。"}))
        .await
        .is(200);
    assert_eq!(
        (&case["turn"], &case["reopenings"]),
        (&json!("support"), &json!(1))
    );
    post("hanako", "reopening", json!({"reason": "もう一度"}))
        .await
        .problem(409, "case-not-closed");
    let case = post(
        "hanako",
        "closure",
        json!({"reason": "no-longer-needed", "comment": "直りました。"}),
    )
    .await
    .is(200);
    assert_eq!(case["status"]["id"], "closed/cancelled");
    assert_eq!(
        post("kimura", "reopening", json!({})).await.is(200)["closed_at"],
        Value::Null
    );

    let kinds = |story: &Value| -> Vec<String> {
        let items = story["items"].as_array().unwrap();
        items
            .iter()
            .map(|item| item["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    let staff = w.get("sato", &format!("{at}/timeline")).await.is(200);
    let customer = w.get("hanako", &format!("{at}/timeline")).await;
    let own = customer.is(200);
    assert!(
        kinds(&staff).iter().any(|k| k == "note") && kinds(&staff).iter().any(|k| k == "assigned")
    );
    assert!(kinds(&own).iter().all(|k| k != "note" && k != "assigned"));
    assert!(!customer.text.contains("既知の不具合") && !customer.text.contains("sato@"));
    assert_eq!(own["items"][0]["kind"], "opened");
    assert_eq!(own["items"][1]["by"]["side"], "support");
    let places: Vec<_> = own["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["place"].as_u64().unwrap())
        .collect();
    assert_eq!(places, (1..=places.len() as u64).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_inside_stays_with_staff() {
    let w = World::new().await;
    let at = format!("/cases/{}", w.open().await);
    w.post("sato", &format!("{at}/assignment"), json!({"owner": SATO}))
        .await
        .is(200);
    let (staff, own) = (
        w.get("sato", &at).await.is(200),
        w.get("hanako", &at).await.is(200),
    );
    for inside in ["team", "handovers", "moves", "next_for_customer"] {
        assert!(
            staff.get(inside).is_some() && own.get(inside).is_none(),
            "{inside}"
        );
    }
    assert_ne!(staff["next"], own["next"]);
    assert_eq!(staff["next_for_customer"], own["next"]);
    assert_eq!(own["owner"]["name"], "佐藤 健");
    let desk = w.get("hanako", "/desk").await;
    assert!(desk.is(200)["statuses"][0]["subs"][0].get("to").is_none());
    assert!(w.get("sato", "/desk").await.is(200)["statuses"][0]["subs"][0]["to"].is_array());
    for path in ["/agents", "/teams"] {
        w.get("hanako", path).await.problem(403, "not-allowed");
        assert!(
            !w.get("sato", path).await.is(200)["items"]
                .as_array()
                .unwrap()
                .is_empty()
        );
    }
}

/// A program that sends files asks first what may go, and how large.
#[tokio::test]
async fn c13_b6_what_files_and_software_are_held_to_is_told() {
    let w = World::new().await;
    let desk = w.get("hanako", "/desk").await.is(200);
    let (files, software) = (&desk["attachments"], &desk["downloads"]);
    let has = |of: &Value, kind: &str| of["types"].as_array().unwrap().contains(&json!(kind));
    assert!(has(files, "har") && !has(files, "exe"), "{files}");
    assert!(has(software, "exe") && !has(software, "har"), "{software}");
    let bytes = |of: &Value, key: &str| of[key].as_u64().unwrap();
    let whole = bytes(files, "transfer_bytes_each");
    assert!(bytes(files, "bytes_each") < whole && whole < bytes(files, "bytes_per_account"));
    assert_eq!(bytes(software, "bytes_each"), whole, "both are 2 GB");
    assert_eq!(files["keeps_locked"], false);
    assert_eq!(
        (&software["per_version"], &software["keeps_locked"]),
        (&json!(1), &json!(false))
    );
}

#[tokio::test]
async fn who_may_do_what() {
    let w = World::new().await;
    let at = format!("/cases/{}", w.open().await);
    for (what, body) in [
        ("notes", json!({"text": "x"})),
        ("assignment", json!({"owner": SATO})),
        ("status", json!({"to": "open/investigating"})),
    ] {
        w.post("hanako", &format!("{at}/{what}"), body.clone())
            .await
            .problem(403, "not-allowed");
        w.post("foreign", &format!("{at}/{what}"), body)
            .await
            .problem(403, "not-allowed");
    }
    for what in ["closure", "solution-answer"] {
        let body = if what == "closure" {
            json!({"reason": "resolved"})
        } else {
            json!({"worked": true})
        };
        w.post("sato", &format!("{at}/{what}"), body)
            .await
            .problem(403, "not-allowed");
    }
    w.post("taro", "/cases", problem("x"))
        .await
        .problem(403, "not-allowed");
    w.post("sato", "/cases", problem("x"))
        .await
        .problem(403, "not-allowed");
    w.post("taro", &format!("{at}/messages"), json!({"text": "x"}))
        .await
        .problem(403, "not-allowed");
    w.get("taro", &at).await.is(200);
    assert_eq!(
        w.get("basic", "/cases").await.is(200)["total"],
        json!({"count": 0, "exact": true})
    );

    // Another company's case, one that is not there and one that cannot be: byte by byte the same.
    let mut answers = Vec::new();
    for path in [
        at.clone(),
        "/cases/00000999".into(),
        "/cases/abc".into(),
        "/cases/99999999999999999999".into(),
    ] {
        answers.push(w.get("foreign", &path).await);
        answers.push(w.get("foreign", &format!("{path}/timeline")).await);
        answers.push(
            w.post("foreign", &format!("{path}/messages"), json!({"text": "x"}))
                .await,
        );
        answers.push(w.get("basic", &path).await);
    }
    for answer in &mut answers {
        answer.problem(404, "not-found");
        // What their own requests have left of theirs tells of nobody else.
        answer.headers.remove("ratelimit");
    }
    for answer in &answers {
        assert_eq!(
            (&answer.text, &answer.headers),
            (&answers[0].text, &answers[0].headers)
        );
    }
}

#[tokio::test]
async fn a2_c1_what_one_may_open_for_and_who_one_is() {
    let w = World::new().await;
    let sites = w.get("hanako", "/deployments").await.is(200);
    let ids: Vec<_> = sites["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, [HQ, BRANCH]);
    assert_eq!(
        sites["items"][0]["environments"][1],
        json!({"id": "uat", "label": "検証"})
    );
    assert_eq!(
        w.get("taro", "/deployments").await.is(200)["items"],
        json!([])
    );
    let me = w.get("hanako", "/me").await.is(200);
    assert_eq!(
        (&me["standing"], &me["level"], &me["may_open_cases"]),
        (&json!("contact"), &json!("read-write"), &json!(true))
    );
    assert_eq!(me["account"], json!({"id": "1", "name": "青社"}));
    let me = w
        .call(
            "sato",
            "GET",
            "/me",
            &[("accept-language", "en")],
            "".into(),
        )
        .await
        .is(200);
    assert_eq!(
        (&me["role"], &me["team"]["label"]),
        (&json!("tier1"), &json!("First line"))
    );
    let mut elsewhere = problem("x");
    elsewhere["deployment"] = json!(FOREIGN_SITE);
    let wrong = w
        .post("hanako", "/cases", elsewhere)
        .await
        .problem(422, "invalid-fields");
    assert_eq!(wrong, [("/deployment".into(), "not-offered".into())]);
}

#[tokio::test]
async fn an_assignment_keeps_what_it_does_not_name() {
    let w = World::new().await;
    let at = format!("/cases/{}/assignment", w.open().await);
    let case = w.post("sato", &at, json!({"team": "2"})).await.is(200);
    assert_eq!(
        (&case["owner"], &case["team"]["id"]),
        (&Value::Null, &json!("2"))
    );
    let case = w.post("sato", &at, json!({"owner": KIMURA})).await.is(200);
    assert_eq!(
        (&case["owner"]["id"], &case["team"]["id"]),
        (&json!(KIMURA), &json!("2"))
    );
    let case = w.post("sato", &at, json!({"team": null})).await.is(200);
    assert_eq!(
        (&case["owner"]["id"], &case["team"]),
        (&json!(KIMURA), &Value::Null)
    );
    for wrong in ["1", "999", "x"] {
        let errors = w
            .post("sato", &at, json!({"owner": wrong}))
            .await
            .problem(422, "invalid-fields");
        assert_eq!(errors, [("/owner".into(), "not-offered".into())]);
    }
    w.post("sato", &at, json!({"team": "77"}))
        .await
        .problem(422, "invalid-fields");
}
