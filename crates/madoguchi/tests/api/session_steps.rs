//! Steps of live sessions over the API (L5, L6, L9): coming as an assistant, control, handing on, leaving, and a customer's word.

use domain::{
    PersonId, Role, SessionId,
    session::{self, AcdState, Arrival, Command, Seat, Thing, Way},
};
use serde_json::{Value, json};
use store::sessions::Besides;

use crate::world::{KIMURA, SATO, World};

async fn started(w: &World) -> (Value, String) {
    let session = w.post("sato", "/sessions", json!({})).await.is(201);
    let at = format!("/sessions/{}", session["id"].as_str().unwrap());
    (session, at)
}

/// The customer comes by number and passcode.
async fn comes(w: &World, session: &Value) {
    let text = |name: &str| session[name].as_str().unwrap().to_owned();
    let arrival = Arrival {
        name: "青木 花子".into(),
        person: Some(PersonId(1)),
        way: Way::Number,
        voice: false,
        consents: Vec::new(),
    };
    let joined = w
        .app
        .join_by_number(&text("number"), &text("passcode"), arrival)
        .await;
    assert!(joined.unwrap().is_ok());
}

#[tokio::test]
async fn l5_an_assistant_comes_by_number_leads_gives_control_back_and_leaves() {
    let w = World::new().await;
    let (session, at) = started(&w).await;
    let number = session["number"].as_str().unwrap();
    let (come, control) = ("/sessions/assistance", format!("{at}/control"));
    let unknown = w.post("kimura", come, json!({"number": "12"})).await;
    let unknown = unknown.problem(422, "invalid-fields");
    assert_eq!(unknown[0].0, "/number");
    let by_number = json!({"number": number, "voice": true});
    w.post("hanako", come, by_number.clone())
        .await
        .problem(403, "not-allowed");
    let key = [("idempotency-key", "come")];
    for _ in 0..2 {
        let came = w
            .post_with("kimura", come, &key, by_number.clone())
            .await
            .is(201);
        assert_eq!(came["participants"].as_array().unwrap().len(), 2);
        assert_eq!(came["participants"][1]["role"], "assistant");
    }
    // Who does not lead passes nothing on, and nobody gets it who is not there.
    w.post("kimura", &control, json!({"seat": 1}))
        .await
        .problem(409, "not-host");
    for seat in [1, 9] {
        let wrong = w.post("sato", &control, json!({"seat": seat})).await;
        let wrong = wrong.problem(422, "invalid-fields");
        assert_eq!(wrong[0].0, "/seat");
    }
    let passed = w.post("sato", &control, json!({"seat": 2})).await.is(200);
    assert_eq!(passed["participants"][0]["role"], "former-host");
    assert_eq!(passed["participants"][1]["role"], "host");
    w.post("sato", &format!("{at}/end"), json!({}))
        .await
        .problem(409, "not-host");
    let back = format!("{at}/control-return");
    let back = w.post("kimura", &back, json!({})).await.is(200);
    assert_eq!(back["participants"][0]["role"], "host");
    // Who leads does not leave; who helps does.
    let departure = format!("{at}/departure");
    w.post("sato", &departure, json!({}))
        .await
        .problem(409, "not-now");
    let left = w.post("kimura", &departure, json!({})).await.is(200);
    assert_eq!(left["participants"][1]["presence"], "left");
}

#[tokio::test]
async fn l6_a_session_goes_to_a_queue_or_to_agents_and_who_takes_it_leads_it() {
    let w = World::new().await;
    let (_, at) = started(&w).await;
    let kimura = PersonId(KIMURA.parse().unwrap());
    let state = "/sessions/state";
    let said = w.get("kimura", state).await.is(200);
    assert_eq!(said["state"], "away");
    w.get("hanako", state).await.problem(403, "not-allowed");
    let wrong = json!({"state": "asleep"});
    let wrong = w.post("kimura", state, wrong).await;
    assert_eq!(wrong.problem(422, "invalid-fields")[0].0, "/state");
    let free = json!({"state": "available"});
    w.post("kimura", state, free).await.is(200);
    let states = w.app.store.acd_states().await.unwrap();
    assert_eq!(states[&kimura], AcdState::Available);
    let (transfer, accept) = (format!("{at}/transfer"), format!("{at}/offer-acceptance"));
    let long = "あ".repeat(346);
    for (body, field) in [
        (json!({}), "/queue"),
        (json!({"queue": "tier2", "agents": [KIMURA]}), "/queue"),
        (json!({"queue": "nowhere"}), "/queue"),
        (json!({"agents": [SATO]}), "/queue"),
        (json!({"agents": ["somebody"]}), "/agents"),
        (json!({"queue": "tier2", "message": long}), "/message"),
    ] {
        let wrong = w.post("sato", &transfer, body.clone()).await;
        let wrong = wrong.problem(422, "invalid-fields");
        assert_eq!(wrong[0].0, field, "{body}");
    }
    // It was not handed on to them.
    w.post("kimura", &accept, json!({})).await.is(404);
    let body = json!({"queue": "tier2", "message": "あ".repeat(345)});
    let handed = w.post("sato", &transfer, body).await.is(200);
    assert_eq!(handed["state"], "transferring");
    assert_eq!(handed["participants"][0]["presence"], "left");
    let taken = w.post("kimura", &accept, json!({})).await.is(200);
    assert_eq!(taken["state"], "open");
    assert_eq!(taken["participants"][1]["role"], "host");
    w.post("kimura", &format!("{at}/end"), json!({}))
        .await
        .is(200);

    // And no.
    let (_, at) = started(&w).await;
    let transfer = format!("{at}/transfer");
    w.post("sato", &transfer, json!({"agents": [KIMURA]}))
        .await
        .is(200);
    let no = w
        .post("kimura", &format!("{at}/offer-refusal"), json!({}))
        .await;
    assert_eq!(no.status.as_u16(), 204, "{}", no.text);
    let id = SessionId(at.rsplit('/').next().unwrap().parse().unwrap());
    let events = w.app.store.session_events(id).await.unwrap();
    let declined = session::SessionEvent::OfferDeclined { person: kimura };
    assert!(events.iter().any(|one| one.event == declined));
}

#[tokio::test]
async fn l3_a_customers_token_says_and_reads_what_is_said_where_they_have_a_place() {
    let w = World::new().await;
    let (session, at) = started(&w).await;
    let chat = format!("{at}/chat");
    let says = |words: &str| json!({"text": words});
    // Before they have come it is not there.
    w.post("hanako", &chat, says("早い"))
        .await
        .problem(404, "not-found");
    comes(&w, &session).await;
    for other in ["taro", "foreign"] {
        let not = w.post(other, &chat, says("ここです")).await;
        not.problem(404, "not-found");
        w.get(other, &chat).await.problem(404, "not-found");
    }
    w.post("sato", &chat, says("聞こえますか")).await.is(200);
    let key = [("idempotency-key", "said")];
    for _ in 0..2 {
        let said = w
            .post_with("hanako", &chat, &key, says("画面が白いです"))
            .await;
        assert_eq!(said.status.as_u16(), 204, "{}", said.text);
    }
    let wrong = w.post("hanako", &chat, says(" ")).await;
    assert_eq!(wrong.problem(422, "invalid-fields")[0].0, "/text");
    for reader in ["hanako", "sato"] {
        let read = w.get(reader, &chat).await.is(200);
        let items = read["items"].as_array().unwrap();
        let texts: Vec<&Value> = items.iter().map(|one| &one["text"]).collect();
        assert_eq!(texts, ["聞こえますか", "画面が白いです"], "{reader}");
    }
    // The session itself is about no case of theirs, and is over for them when it ends.
    w.get("hanako", &at).await.problem(404, "not-found");
    let end = format!("{at}/end");
    w.post("sato", &end, json!({})).await.is(200);
    w.post("hanako", &chat, says("まだいます"))
        .await
        .problem(404, "not-found");
    w.get("hanako", &chat).await.problem(404, "not-found");
}

#[tokio::test]
async fn l9_a_customers_token_answers_what_is_asked_and_takes_a_word_back() {
    let w = World::new().await;
    let (session, at) = started(&w).await;
    let text = |name: &str| session[name].as_str().unwrap().to_owned();
    comes(&w, &session).await;
    let to = format!("{at}/consents");
    for other in ["taro", "foreign", "sato"] {
        w.get(other, &to).await.problem(404, "not-found");
        let no = json!({"thing": "screen", "answer": "deny"});
        w.post(other, &to, no).await.problem(404, "not-found");
    }
    let before = w.get("hanako", &to).await.is(200);
    assert_eq!(before, json!({"items": [], "questions": []}));
    // A program agrees to nothing that nobody asked.
    let grant = json!({"thing": "screen", "answer": "grant"});
    w.post("hanako", &to, grant.clone())
        .await
        .problem(409, "not-now");
    let ask = Command::Ask {
        seat: Seat(2),
        thing: Thing::Screen,
        purpose: "設定を確認します".into(),
    };
    let host = session::Actor::Agent {
        person: PersonId(SATO.parse().unwrap()),
        role: Role::Tier1,
    };
    let (id, besides) = (SessionId(text("id").parse().unwrap()), Besides::default());
    let asked = w.app.change_session(id, host, &ask, &besides).await;
    assert!(asked.unwrap().is_ok());
    let asked = w.get("hanako", &to).await.is(200);
    assert_eq!(asked["questions"][0]["thing"], "screen");
    assert_eq!(asked["questions"][0]["purpose"], "設定を確認します");
    let granted = w.post("hanako", &to, grant).await.is(200);
    assert_eq!(granted, json!({"items": ["screen"], "questions": []}));
    let back = json!({"thing": "screen", "answer": "withdraw"});
    let taken = w.post("hanako", &to, back).await.is(200);
    assert_eq!(taken["items"], json!([]));
    for (body, field) in [
        (json!({"thing": "house", "answer": "deny"}), "/thing"),
        (json!({"thing": "screen", "answer": "perhaps"}), "/answer"),
    ] {
        let wrong = w.post("hanako", &to, body).await;
        let wrong = wrong.problem(422, "invalid-fields");
        assert_eq!(wrong[0].0, field);
    }
}

#[tokio::test]
async fn l9_a_program_does_not_grant_what_is_being_denied() {
    let w = World::new().await;
    let (session, at) = started(&w).await;
    let text = |name: &str| session[name].as_str().unwrap().to_owned();
    comes(&w, &session).await;
    let host = session::Actor::Agent {
        person: PersonId(SATO.parse().unwrap()),
        role: Role::Tier1,
    };
    let customer = session::Actor::Customer(Seat(2));
    let (id, besides) = (SessionId(text("id").parse().unwrap()), Besides::default());
    let ask = Command::Ask {
        seat: Seat(2),
        thing: Thing::Screen,
        purpose: "設定を確認します".into(),
    };
    let (deny, withdraw) = (
        Command::Deny(Thing::Screen),
        Command::Withdraw(Thing::Screen),
    );
    let to = format!("{at}/consents");
    let grant = json!({"thing": "screen", "answer": "grant"});
    for _ in 0..8 {
        let asked = w.app.change_session(id, host, &ask, &besides).await;
        assert!(asked.unwrap().is_ok());
        // At once on a page and by a program: one of them answers what is asked.
        let (denied, granted) = tokio::join!(
            w.app.change_session(id, customer, &deny, &besides),
            w.post("hanako", &to, grant.clone())
        );
        let denied = denied.unwrap().is_ok();
        match denied {
            true => assert!(granted.problem(409, "not-now").is_empty()),
            false => assert_eq!(granted.is(200)["items"], json!(["screen"])),
        }
        let back = w.app.change_session(id, customer, &withdraw, &besides);
        assert!(back.await.unwrap().is_ok());
    }
}
