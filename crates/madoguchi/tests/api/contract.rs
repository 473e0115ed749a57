//! The contract over the API: the promise before and after opening, its receipt, refusals, agreed severity, calls.

use domain::{AccountId, directory::AccountEvent, event::By};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::world::{World, problem};

#[tokio::test]
async fn s5_what_each_centre_would_promise_is_told_before_opening() {
    let w = World::new().await;
    let asked = "/promise?kind=support-case&deployment=101&product=contact-cloud&severity=S2";
    let offers = w.get("hanako", asked).await.is(200);
    let items = offers["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{offers}");
    let first = &items[0];
    assert_eq!(
        (&first["answer"], &first["centre"]["id"]),
        (&json!("allow"), &json!("tokyo"))
    );
    assert_eq!(first["first_response"], "2026-11-24T01:30:00Z");
    assert_eq!(first["reasons"][0]["code"], "covered");
    assert_eq!(items[1]["centre"]["id"], "round-the-clock");
    // Nobody asks for others, and nobody is told what cannot be opened.
    for who in ["taro", "basic", "sato"] {
        w.get(who, asked).await.problem(403, "not-allowed");
    }
    w.get("hanako", "/promise")
        .await
        .problem(400, "wrong-parameters");
}

#[tokio::test]
async fn s3_a_case_carries_its_promise_and_a_receipt_that_adds_up() {
    let w = World::new().await;
    let number = w.open().await;
    for who in ["hanako", "sato"] {
        let case = w.get(who, &format!("/cases/{number}")).await.is(200);
        assert_eq!(case["due"]["clock"], "first-response");
        assert_eq!(case["due"]["at"], "2026-11-24T01:30:00Z");
        let promise = &case["promise"];
        assert_eq!(promise["contract"], "C-1001");
        assert_eq!(
            (&promise["plan"]["id"], &promise["centre"]["id"]),
            (&json!("advanced"), &json!("tokyo"))
        );
        assert_eq!(promise["desk_version"], 1);
        let clock = &promise["clocks"][0];
        let counted: i64 = clock["receipt"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|line| line["counted"] == true)
            .map(|line| {
                let at = |name: &str| line[name].as_str().unwrap().parse::<Timestamp>().unwrap();
                at("to").duration_since(at("from")).as_secs()
            })
            .sum();
        assert_eq!(counted, 30 * 60, "{clock}");
    }
    w.pass(10);
    let text = json!({"text": "確認します。"});
    let answered = w
        .post("sato", &format!("/cases/{number}/messages"), text)
        .await
        .is(201);
    assert_eq!(
        answered["promise"]["clocks"][0]["met_at"],
        "2026-11-24T01:10:00Z"
    );
    assert_eq!(answered["due"]["clock"], "next-update");
}

#[tokio::test]
async fn s1_a_milestone_of_the_desk_is_promised_due_and_reached() {
    let w = World::new().await;
    let asked = "/promise?kind=support-case&deployment=101&product=contact-cloud&severity=S2";
    let offers = w.get("hanako", asked).await.is(200);
    let promised = &offers["items"][0]["milestones"][0];
    assert_eq!(promised["clock"], "service-restored");
    assert!(promised["target"].as_str().unwrap().contains("16"));
    let number = w.open().await;
    let answer = |text: &str| json!({ "text": text });
    let messages = format!("/cases/{number}/messages");
    w.pass(25 * 60);
    w.post("sato", &messages, answer("調査しています。"))
        .await
        .is(201);
    // Sixteen open hours end before the next update has to come.
    for who in ["hanako", "sato"] {
        let list = w.get(who, "/cases").await.is(200);
        let due = &list["items"][0]["due"];
        assert_eq!(due["clock"], "service-restored", "{list}");
        assert_eq!(due["at"], "2026-11-26T01:00:00Z");
    }
    w.pass(60);
    let to = json!({"to": "service-restored/permanent-solution"});
    let restored = w
        .post("sato", &format!("/cases/{number}/status"), to)
        .await
        .is(200);
    let clock = &restored["promise"]["clocks"][2];
    assert_eq!(clock["clock"], "service-restored", "{restored}");
    assert_eq!(clock["met_at"], "2026-11-25T03:00:00Z");
    assert_eq!(clock["due_at"], "2026-11-26T01:00:00Z");
    assert_eq!(restored["due"]["clock"], "next-update");
    let store = &w.app.store;
    let report = store.verify(&w.app.desks.all(), &mut |_| {}).await.unwrap();
    assert_eq!(report.faults, []);
}

#[tokio::test]
async fn c6_what_no_contract_covers_is_refused_with_reasons_and_kept() {
    let w = World::new().await;
    let ended = AccountEvent::ContractEnded {
        contract: "C-1001".into(),
        on: jiff::civil::date(2026, 10, 31),
    };
    let now = w.app.now();
    let store = &w.app.store;
    store
        .change_account(AccountId(1), &[ended], By::System, now)
        .await
        .unwrap();
    let refused = w.post("hanako", "/cases", problem("録音できない")).await;
    refused.problem(409, "not-entitled");
    let reason = &refused.json()["reasons"][0];
    assert_eq!(
        (&reason["code"], &reason["day"]),
        (&json!("expired"), &json!("2026-10-31"))
    );
    // An emergency is taken all the same.
    let mut emergency = problem("全員が使えない");
    emergency["severity"] = json!("S1");
    let taken = w.post("hanako", "/cases", emergency).await.is(201);
    let codes: Vec<&Value> = taken["promise"]["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reason| &reason["code"])
        .collect();
    assert!(codes.contains(&&json!("emergency")), "{codes:?}");
    let report = store.verify(&w.app.desks.all(), &mut |_| {}).await.unwrap();
    assert_eq!(report.faults, []);
}

#[tokio::test]
async fn c7_severity_is_agreed_and_a_call_is_owed_until_it_is_recorded() {
    let w = World::new().await;
    let number = w.open().await;
    let at = |what: &str| format!("/cases/{number}/{what}");
    let raise = json!({"severity": "S1", "reason": "全員が使えません。"});
    let case = w
        .post("hanako", &at("severity"), raise.clone())
        .await
        .is(200);
    assert_eq!(
        (&case["severity"]["id"], &case["call_owed"]),
        (&json!("S1"), &json!(true))
    );
    w.post("hanako", &at("severity"), raise)
        .await
        .problem(409, "severity-already");
    w.post("hanako", &at("call"), json!({"note": "x"}))
        .await
        .problem(403, "not-allowed");
    let case = w
        .post("sato", &at("call"), json!({"note": "青木様と話した。"}))
        .await
        .is(200);
    assert_eq!(case["call_owed"], false);
    w.post("sato", &at("call"), json!({"note": "x"}))
        .await
        .problem(409, "no-call-owed");
    // Staff lower it when the customer agrees.
    let lower = json!({"severity": "S3", "reason": "回避策があります。"});
    let case = w.post("sato", &at("severity"), lower).await.is(200);
    assert_eq!(
        (&case["severity"]["id"], &case["severity_wish"]["side"]),
        (&json!("S1"), &json!("support"))
    );
    w.post("sato", &at("severity-answer"), json!({"accept": true}))
        .await
        .problem(409, "no-severity-proposed");
    let missing = w
        .post("hanako", &at("severity-answer"), json!({"accept": false}))
        .await;
    assert_eq!(
        missing.problem(422, "invalid-fields"),
        [("/reason".into(), "missing".into())]
    );
    let case = w
        .post("hanako", &at("severity-answer"), json!({"accept": true}))
        .await
        .is(200);
    assert_eq!(
        (&case["severity"]["id"], &case["severity_wish"]),
        (&json!("S3"), &Value::Null)
    );
    let unknown = json!({"severity": "S9", "reason": "x"});
    let refused = w.post("hanako", &at("severity"), unknown).await;
    assert_eq!(
        refused.problem(422, "invalid-fields"),
        [("/severity".into(), "not-offered".into())]
    );
    // What staff do among themselves stays with them.
    let tier = w.post("sato", &at("tier"), json!({"reason": "x"})).await;
    tier.problem(409, "highest-tier");
    let story = w.get("hanako", &at("timeline")).await.is(200);
    assert!(!story.to_string().contains("call-recorded"));
    assert!(story.to_string().contains("severity-changed"));
}

#[tokio::test]
async fn s10_only_administrators_register_over_the_api() {
    let w = World::new().await;
    let rows = json!({"rows": [{"account": "海鳴電機株式会社"}], "dry_run": true});
    for who in ["hanako", "sato"] {
        w.post(who, "/register", rows.clone())
            .await
            .problem(403, "not-allowed");
    }
}

#[tokio::test]
async fn s11_another_vendor_stands_with_the_case_for_both_sides() {
    let w = World::new().await;
    let number = w.open().await;
    let path = format!("/cases/{number}/third-party");
    let ask =
        json!({"name": "みなと通信株式会社", "reference": "MT-118", "status": "open/third-party"});
    let asked = w.post("sato", &path, ask).await.is(200);
    assert_eq!(asked["third_party"]["reference"], "MT-118");
    assert_eq!(asked["turn"], "support");
    let seen = w.get("hanako", &format!("/cases/{number}")).await.is(200);
    assert_eq!(seen["third_party"]["name"], "みなと通信株式会社");
    let nameless = json!({"name": "  "});
    let answer = w.post("sato", &path, nameless).await;
    let errors = answer.problem(422, "invalid-fields");
    assert_eq!(errors, [("/name".into(), "missing".into())]);
    let outsider = json!({"name": "x"});
    w.post("hanako", &path, outsider)
        .await
        .problem(403, "not-allowed");
    let release = format!("/cases/{number}/third-party-release");
    let done = w.post("sato", &release, json!({})).await.is(200);
    assert_eq!(done["third_party"], Value::Null);
    w.post("sato", &release, json!({}))
        .await
        .problem(409, "no-third-party");
}
