//! Incidents over the API: what staff declare and tell, and what each side is given (E3).

use serde_json::{Value, json};

use crate::world::{World, problem};

async fn declared() -> World {
    let w = World::new().await;
    w.post("hanako", "/cases", problem("録音できない"))
        .await
        .is(201);
    let new = json!({
        "case": "00000001",
        "title": {"ja": "録音の一覧が表示されない", "en": "Recordings are not listed"},
        "severity": "S1",
        "products": ["contact-cloud"],
        "regions": ["tokyo"],
        "texts": {"ja": "調べています。", "en": "We are looking into it."},
    });
    let made = w.post("sato", "/incidents", new).await.is(201);
    assert_eq!(made["number"], "INC-00001");
    assert_eq!(made["cases"], json!(["00000001"]));
    w
}

async fn post(w: &World, what: &str, body: Value) -> crate::world::Answer {
    w.post("sato", &format!("/incidents/1/{what}"), body).await
}

fn both(ja: &str, en: &str) -> Value {
    json!({"ja": ja, "en": en})
}

#[tokio::test]
async fn e3_an_incident_is_declared_told_of_and_ended() {
    let w = declared().await;
    // Every text in each language, and the next update promised.
    let half = json!({"phase": "identified", "texts": {"ja": "x"}, "next_update_at": "2000-01-01T00:00:00Z"});
    let errors = post(&w, "updates", half).await;
    let errors = errors.problem(422, "invalid-fields");
    assert_eq!(
        errors,
        [
            ("/texts/en".into(), "missing".into()),
            ("/next_update_at".into(), "not-ahead".into()),
        ]
    );
    let theirs = w.get("hanako", "/incidents/INC-00001").await.is(200);
    assert_eq!(theirs["title"], "録音の一覧が表示されない");
    assert_eq!(theirs["phase"]["id"], "investigating");
    assert_eq!(theirs["updates"][0]["text"], "調べています。");
    assert_eq!(theirs["cases"], json!(["00000001"]));
    for kept in ["lead", "accounts", "titles"] {
        assert!(theirs.get(kept).is_none(), "{theirs}");
    }
    let list = w.get("hanako", "/incidents?state=running").await.is(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    // The case and lists of cases say so.
    let case = w.get("hanako", "/cases/00000001").await.is(200);
    assert_eq!(case["incident"], "INC-00001");
    let cases = w.get("hanako", "/cases").await.is(200);
    assert_eq!(cases["items"][0]["incident"], "INC-00001");

    let end = json!({
        "texts": both("復旧しました。", "Service is back."),
        "solution": both("画面を開き直してください。", "Open the page again."),
        "offer": ["00000001"],
    });
    let ended = post(&w, "end", end.clone()).await.is(200);
    assert_eq!(ended["state"], "restored");
    let case = w.get("hanako", "/cases/00000001").await.is(200);
    assert_eq!(case["status"]["id"], "solution-proposed/proposed");
    post(&w, "end", end).await.problem(409, "incident-over");
    let cause = json!({"texts": both("設定の誤りです。", "A wrong setting.")});
    post(&w, "cause", cause.clone()).await.is(200);
    post(&w, "cause", cause)
        .await
        .problem(409, "cause-reported");
    let theirs = w.get("hanako", "/incidents/1").await.is(200);
    assert_eq!(theirs["updates"].as_array().unwrap().len(), 3);
    assert_eq!(theirs["solution"], "画面を開き直してください。");
}

#[tokio::test]
async fn e3_cases_come_and_go_and_customers_change_nothing() {
    let w = declared().await;
    let none = json!({"cases": ["00000099"]});
    let errors = post(&w, "gathering", none).await;
    let errors = errors.problem(422, "invalid-fields");
    assert_eq!(errors, [("/cases".into(), "not-offered".into())]);
    let one = json!({"cases": ["00000001"]});
    let without = post(&w, "release", one.clone()).await.is(200);
    assert_eq!(without["cases"], json!([]));
    // What does not concern them is not there.
    w.get("hanako", "/incidents/1")
        .await
        .problem(404, "not-found");
    w.get("hanako", "/incidents/99")
        .await
        .problem(404, "not-found");
    post(&w, "gathering", one.clone()).await.is(200);
    w.get("hanako", "/incidents/1").await.is(200);
    w.post("hanako", "/incidents/1/release", one)
        .await
        .problem(403, "not-allowed");
}

#[tokio::test]
async fn e3_the_same_key_declares_and_tells_once() {
    let w = declared().await;
    let key = [("idempotency-key", "incident-1")];
    let new = json!({
        "title": {"ja": "障害", "en": "Outage"},
        "severity": "S1",
        "products": ["contact-cloud"],
        "texts": both("調べています。", "We are looking into it."),
    });
    let made = w.post_with("sato", "/incidents", &key, new.clone()).await;
    made.is(201);
    let again = w.post_with("sato", "/incidents", &key, new).await;
    assert_eq!(again.is(201)["number"], "INC-00002");
    assert_eq!(again.header("location"), made.header("location"));
    let all = w.get("sato", "/incidents").await.is(200);
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    let other = json!({"cases": []});
    let reused = w.post_with("sato", "/incidents/2/gathering", &key, other);
    reused.await.problem(422, "idempotency-key-reused");
    let end = json!({
        "texts": both("復旧しました。", "Service is back."),
        "solution": both("画面を開き直してください。", "Open the page again."),
        "cause_due_on": "2099-01-01",
    });
    let key = [("idempotency-key", "incident-2")];
    for _ in 0..2 {
        let ended = w.post_with("sato", "/incidents/2/end", &key, end.clone());
        assert_eq!(ended.await.is(200)["state"], "restored");
    }
    // The report on the cause is owed, and late only behind its day.
    let count = async |cause: &str| {
        let path = format!("/incidents?cause={cause}");
        let found = w.get("sato", &path).await.is(200);
        found["items"].as_array().unwrap().len()
    };
    assert_eq!((count("owed").await, count("late").await), (1, 0));
    w.get("hanako", "/incidents?cause=owed").await.is(400);
}

#[tokio::test]
async fn e3_all_of_staffs_work_on_an_incident_goes_over_the_api() {
    let w = declared().await;
    let noted = post(&w, "notes", json!({"note": "社内メモ"})).await.is(200);
    assert_eq!(noted["notes"][0]["text"], "社内メモ");
    let theirs = w.get("hanako", "/incidents/1").await.is(200);
    assert!(theirs.get("notes").is_none(), "{theirs}");
    let agents = w.get("sato", "/agents").await.is(200);
    let ids: Vec<&str> = agents["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|agent| agent["id"].as_str().unwrap())
        .collect();
    let owners = json!({"lead": ids[0], "communications": ids[1]});
    let owned = post(&w, "owners", owners).await.is(200);
    assert_eq!(
        (owned["lead"].as_str(), owned["communications"].as_str()),
        (Some(ids[0]), Some(ids[1]))
    );
    let nobody = json!({"lead": "1", "communications": ids[1]});
    let wrong = post(&w, "owners", nobody).await;
    assert_eq!(
        wrong.problem(422, "invalid-fields"),
        [("/lead".into(), "not-offered".into())]
    );
    let described = json!({
        "title": both("録音の一覧が空になる", "The list of recordings is empty"),
        "severity": "S1",
        "products": ["contact-cloud"],
    });
    let described = post(&w, "description", described).await.is(200);
    assert_eq!(described["titles"]["en"], "The list of recordings is empty");
    // What may belong to it, and what is offered later.
    w.post("hanako", "/cases", problem("録音できない"))
        .await
        .is(201);
    let found = w
        .get("sato", "/incidents/suggestions?case=00000001")
        .await
        .is(200);
    assert_eq!(found["cases"][0]["number"], "00000002", "{found}");
    assert_eq!(found["cases"][0]["alike"], true);
    let company = &found["accounts"][0];
    assert!(company["id"].is_string() && company["name"].is_string());
    assert_eq!(company["has_case"], true, "{found}");
    // What the incident itself may gather: what it has not yet.
    let of_it = "/incidents/suggestions?incident=INC-00001";
    let found = w.get("sato", of_it).await.is(200);
    let numbers = found["cases"].as_array().unwrap().iter();
    let numbers: Vec<&Value> = numbers.map(|one| &one["number"]).collect();
    assert_eq!(numbers, ["00000002"], "{found}");
    w.get("hanako", of_it).await.problem(403, "not-allowed");
    w.get("sato", "/incidents/suggestions?incident=99")
        .await
        .is(404);
    w.get("sato", "/incidents/suggestions").await.is(400);
    w.get("hanako", "/incidents/suggestions?case=00000001")
        .await
        .problem(403, "not-allowed");
    let end = json!({
        "texts": both("復旧しました。", "Service is back."),
        "solution": both("画面を開き直してください。", "Open the page again."),
    });
    post(&w, "end", end).await.is(200);
    let one = json!({"cases": ["00000001"]});
    let offered = post(&w, "offers", one.clone()).await.is(200);
    assert_eq!(
        (&offered["given"], &offered["left"]),
        (&json!(1), &json!(0))
    );
    let again = post(&w, "offers", one).await.is(200);
    assert_eq!((&again["given"], &again["left"]), (&json!(0), &json!(1)));
    // Another one was a mistake.
    let new = json!({
        "title": both("障害", "Outage"),
        "severity": "S1",
        "products": ["contact-cloud"],
        "texts": both("調べています。", "We are looking into it."),
    });
    w.post("sato", "/incidents", new).await.is(201);
    let reason = json!({"reason": "試験でした"});
    let gone = w
        .post("sato", "/incidents/2/cancellation", reason.clone())
        .await
        .is(200);
    assert_eq!(gone["state"], "cancelled");
    w.post("sato", "/incidents/2/cancellation", reason)
        .await
        .problem(409, "incident-over");
    w.post("hanako", "/incidents/1/notes", json!({"note": "x"}))
        .await
        .problem(403, "not-allowed");
}
