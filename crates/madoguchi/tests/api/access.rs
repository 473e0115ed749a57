//! Who may do what in an account, over the API (A1–A4, A9).

use domain::{Language, Level, Role, directory::Standing};
use madoguchi::app::joining::Asking;
use serde_json::{Value, json};

use crate::world::World;

const OWN: &str = "/access";
const OF_BLUE: &str = "/accounts/1/access";

/// A world with an administrator of the desk, in which Hanako decides for her company.
async fn decided() -> World {
    let mut world = World::new().await;
    let standing = Standing::Agent {
        role: Role::Administrator,
        team: None,
    };
    world.joins(7, "root", standing).await;
    let named = json!({"change": "name-admin", "contact": "1"});
    let access = world.post("root", OF_BLUE, named).await.is(200);
    assert_eq!(access["admin"], "1");
    world
}

fn party<'a>(access: &'a Value, id: &str) -> &'a Value {
    let items = access["items"].as_array().unwrap();
    items.iter().find(|party| party["id"] == id).unwrap()
}

/// The levels that somebody holds, each with its ground.
fn holds(access: &Value, id: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let holds = party(access, id)["holds"].as_array().unwrap().iter();
    holds
        .map(|one| (text(&one["level"]), text(&one["ground"])))
        .collect()
}

#[tokio::test]
async fn a4_everybody_of_the_company_sees_who_may_what_and_its_admin_changes_it() {
    let w = decided().await;
    let access = w.get("basic", OWN).await.is(200);
    assert_eq!(
        (&access["seats_used"], &access["account"]["name"]),
        (&json!(1), &json!("青社"))
    );
    assert_eq!(
        holds(&access, "3"),
        [("basic".to_owned(), "standing".to_owned())]
    );
    let all: Vec<&Value> = access["items"].as_array().unwrap().iter().collect();
    assert!(all.iter().all(|party| party["own"] == true), "{access}");
    let give = json!({"change": "give", "contact": "3", "level": "read-only", "deployment": "102", "until": "2026-12-31"});
    for (who, status) in [("taro", 403), ("foreign", 403), ("sato", 403)] {
        w.post(who, OWN, give.clone()).await.is(status);
    }
    // Said twice, it is given once.
    for _ in 0..2 {
        let access = w.post("hanako", OWN, give.clone()).await.is(200);
        let held = holds(&access, "3");
        assert_eq!(held.len(), 2, "{access}");
        assert_eq!(held[1], ("read-only".to_owned(), "granted".to_owned()));
    }
    let access = w.get("sato", OF_BLUE).await.is(200);
    let held = &party(&access, "3")["holds"][1];
    assert_eq!(held["until"], "2026-12-31");
    assert_eq!(held["deployment"]["label"], "支社");
    w.post("sato", OF_BLUE, give)
        .await
        .problem(403, "not-allowed");
    w.get("hanako", OF_BLUE).await.problem(403, "not-allowed");
    w.get("sato", "/accounts/77/access").await.is(404);
    let taken = json!({"change": "take", "contact": "3"});
    let access = w.post("root", OF_BLUE, taken).await.is(200);
    assert_eq!(holds(&access, "3").len(), 1);
}

#[tokio::test]
async fn a3_places_are_ticked_and_what_stands_in_the_way_is_named() {
    let w = decided().await;
    let change = |body: Value| w.post("hanako", OWN, body);
    // Taro calls with a token, and has never signed in.
    change(json!({"change": "tick", "on": ["2"]}))
        .await
        .problem(409, "never-signed-in");
    for (body, wrong) in [
        (json!({"change": "dance"}), [("/change", "not-offered")]),
        (json!({"change": "take"}), [("/contact", "missing")]),
        (
            json!({"change": "tick", "on": ["x"]}),
            [("/on", "not-offered")],
        ),
        (
            json!({"change": "give", "contact": "2", "level": "read-write"}),
            [("/level", "not-offered")],
        ),
        (
            json!({"change": "give", "contact": "2", "level": "basic", "until": "2026-11-01"}),
            [("/until", "day-over")],
        ),
        (
            json!({"change": "give", "contact": "2", "level": "basic", "until": "soon"}),
            [("/until", "not-a-date")],
        ),
        (json!({"change": "restrict"}), [("/restricted", "missing")]),
    ] {
        let wrong: Vec<(String, String)> = wrong
            .iter()
            .map(|(at, code)| ((*at).to_owned(), (*code).to_owned()))
            .collect();
        assert_eq!(change(body).await.problem(422, "invalid-fields"), wrong);
    }
    change(json!({"change": "take", "contact": "4"}))
        .await
        .is(404);
    for body in [
        json!({"change": "restrict", "restricted": true}),
        json!({"change": "name-admin", "contact": "2"}),
        json!({"change": "suspend", "contact": "2"}),
    ] {
        change(body).await.problem(403, "not-allowed");
    }
    let suspended = json!({"change": "suspend", "contact": "2"});
    let access = w.post("root", OF_BLUE, suspended).await.is(200);
    assert_eq!(party(&access, "2")["suspended"], true, "{access}");
    w.get("taro", "/me").await.is(401);
    // The last place is given up like any other.
    let access = change(json!({"change": "tick", "off": ["1"]}))
        .await
        .is(200);
    assert_eq!(access["seats_used"], 0);
    w.get("hanako", "/promise").await.is(403);
}

#[tokio::test]
async fn a1_who_asks_for_an_account_is_let_in_or_told_why_not() {
    let w = decided().await;
    let list = "/joining-requests";
    let asks = async |email: &str| {
        let proof = store::proofs::Purpose::Join;
        let kept = w.app.store.add_proof(proof, email, email, w.app.now());
        assert!(kept.await.unwrap());
        let asking = Asking {
            family: "新井".into(),
            given: String::new(),
            family_kana: String::new(),
            given_kana: String::new(),
            company: "青社".into(),
            note: "運用担当です".into(),
            level: Level::ReadOnly,
            language: Language::new("ja"),
        };
        w.app.ask_to_join(email, asking).await.unwrap();
    };
    asks("arai@blue.example").await;
    w.pass(1);
    asks("other@blue.example").await;
    let waiting = w.get("root", list).await.is(200);
    let items = waiting["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{waiting}");
    assert_eq!(items[0]["email"], "arai@blue.example");
    assert_eq!(items[0]["proposed"], Value::Null);
    for who in ["taro", "sato", "hanako"] {
        assert_eq!(w.get(who, list).await.is(200)["items"], json!([]));
    }
    let at = |i: usize| format!("{list}/{}", items[i]["id"].as_str().unwrap());
    let grant = json!({"grant": true, "level": "read-only", "account": "1"});
    // It is for staff to say, as no account has the domain.
    let own = json!({"grant": true, "level": "read-only"});
    w.post("hanako", &at(0), own.clone()).await.is(404);
    w.post("sato", &at(0), grant.clone()).await.is(404);
    let errors = w.post("root", &at(0), own).await;
    assert_eq!(
        errors.problem(422, "invalid-fields"),
        [("/account".into(), "missing".into())]
    );
    let done = w.post("root", &at(0), grant.clone()).await;
    assert_eq!(done.status.as_u16(), 204, "{}", done.text);
    w.post("root", &at(0), grant)
        .await
        .problem(409, "request-settled");
    let no = w.post("root", &at(1), json!({"grant": false})).await;
    assert_eq!(
        no.problem(422, "invalid-fields"),
        [("/reason".into(), "missing".into())]
    );
    let no = json!({"grant": false, "reason": "担当の方に確認できませんでした"});
    let done = w.post("root", &at(1), no).await;
    assert_eq!(done.status.as_u16(), 204, "{}", done.text);
    let access = w.get("hanako", OWN).await.is(200);
    let names: Vec<&Value> = access["items"].as_array().unwrap().iter().collect();
    assert!(
        names.iter().any(|one| one["email"] == "arai@blue.example"),
        "{access}"
    );
}

#[tokio::test]
async fn a4_other_access_is_asked_for_and_granted_over_the_api() {
    let w = decided().await;
    let wish = json!({"level": "read-only", "reason": "サポートの状況を確認するため", "accept_terms": true,
        "deployment": "101", "accounts": "青社"});
    for (change, at) in [
        (json!({"accept_terms": false}), "/accept_terms"),
        (json!({"level": "everything"}), "/level"),
        (json!({"products": ["nothing"]}), "/products"),
        (json!({"reason": ""}), "/reason"),
    ] {
        let mut wrong = wish.clone();
        for (name, value) in change.as_object().unwrap() {
            wrong[name] = value.clone();
        }
        let told = w.post("basic", "/access-requests", wrong).await;
        let told = told.problem(422, "invalid-fields");
        assert_eq!(told[0].0, at, "{told:?}");
    }
    let asked = w.post("basic", "/access-requests", wish).await.is(201);
    let number = asked["number"].as_str().unwrap();
    assert_eq!(asked["kind"]["id"], "admin-case", "{asked}");
    let grant = format!("/cases/{number}/access-grant");
    w.post("hanako", &grant, json!({"level": "read-only"}))
        .await
        .is(200);
    let access = w.get("hanako", OWN).await.is(200);
    assert_eq!(party(&access, "3")["level"], "read-only");
    w.post("sato", "/access-requests", json!({}))
        .await
        .problem(403, "not-allowed");
}
