//! What a session's host does over the API (L1, L2, L4, L8, L9): which there are, the door, who is served, questions, recording, a new
//! passcode.

use domain::{
    PersonId, SessionId,
    session::{Arrival, Seat, Way},
};
use jiff::SignedDuration;
use madoguchi::app::session_doors::{In, Shut};
use serde_json::{Value, json};
use testkit::cast::DESK;

use crate::world::{KIMURA, SATO, TEAM, World};

/// At a desk that records as it says and lets people in as it says.
async fn at(recording: &str, lobby: bool) -> World {
    let desk = DESK
        .replace(
            "recording = \"off\"",
            &format!("recording = \"{recording}\""),
        )
        .replace("lobby = false", &format!("lobby = {lobby}"));
    World::at(&desk).await
}

async fn started(w: &World, body: Value) -> (Value, String) {
    let session = w.post("sato", "/sessions", body).await.is(201);
    let at = format!("/sessions/{}", session["id"].as_str().unwrap());
    (session, at)
}

/// Somebody types the number and this passcode.
async fn comes(
    w: &World,
    session: &Value,
    passcode: &str,
    name: &str,
    person: Option<i64>,
) -> Result<In, Shut> {
    let number = session["number"].as_str().unwrap();
    let arrival = Arrival {
        name: name.to_owned(),
        person: person.map(PersonId),
        way: Way::Number,
        voice: false,
        consents: Vec::new(),
    };
    w.app
        .join_by_number(number, passcode, arrival)
        .await
        .unwrap()
}

fn code(session: &Value) -> String {
    session["passcode"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn l2_l4_a_host_lets_in_picks_and_sends_away() {
    let w = at("off", true).await;
    let (session, at) = started(&w, json!({"voice": true})).await;
    let id = SessionId(at.rsplit('/').next().unwrap().parse().unwrap());
    let stored = w.app.store.session(id).await.unwrap().unwrap();
    assert!(stored.session.participants[&Seat(1)].voice);
    for name in ["田中", "鈴木"] {
        let come = comes(&w, &session, &code(&session), name, None).await;
        assert!(come.is_ok());
    }
    let (admit, select) = (format!("{at}/admission"), format!("{at}/selection"));
    let remove = format!("{at}/removal");
    let door = w.get("sato", &at).await.is(200);
    assert_eq!(door["participants"][1]["presence"], "waiting");
    // Nobody is picked who waits, and nobody but the host lets anybody in.
    let early = w.post("sato", &select, json!({"seat": 2})).await;
    assert_eq!(early.problem(422, "invalid-fields")[0].0, "/seat");
    w.post("kimura", &admit, json!({"seat": 2})).await.is(404);
    let customer = w.post("hanako", &admit, json!({"seat": 2})).await;
    customer.problem(403, "not-allowed");
    let key = [("idempotency-key", "in")];
    for _ in 0..2 {
        let body = json!({"seat": 2});
        let inside = w.post_with("sato", &admit, &key, body).await.is(200);
        assert_eq!(inside["participants"][1]["role"], "selected");
    }
    w.post("sato", &admit, json!({"seat": 3})).await.is(200);
    for seat in [1, 2, 9] {
        let wrong = w.post("sato", &select, json!({"seat": seat})).await;
        assert_eq!(wrong.problem(422, "invalid-fields")[0].0, "/seat");
    }
    let picked = w.post("sato", &select, json!({"seat": 3})).await.is(200);
    assert_eq!(picked["participants"][1]["role"], "customer");
    assert_eq!(picked["participants"][2]["role"], "selected");
    let gone = w.post("sato", &remove, json!({"seat": 2})).await.is(200);
    assert_eq!(gone["participants"][1]["presence"], "left");
    // Neither themselves nor who is gone.
    for seat in [1, 2] {
        let wrong = w.post("sato", &remove, json!({"seat": seat})).await;
        assert_eq!(wrong.problem(422, "invalid-fields")[0].0, "/seat");
    }
    // An assistant leads nothing.
    let number = json!({"number": session["number"]});
    w.post("kimura", "/sessions/assistance", number)
        .await
        .is(201);
    for to in [&admit, &select, &remove] {
        let not = w.post("kimura", to, json!({"seat": 3})).await;
        not.problem(409, "not-host");
    }
}

#[tokio::test]
async fn l8_l9_a_host_asks_with_a_purpose_reads_the_word_and_records() {
    let w = at("ask", false).await;
    let case = w.open().await;
    let (session, at) = started(&w, json!({"case": case})).await;
    let come = comes(&w, &session, &code(&session), "青木", Some(1)).await;
    assert!(come.is_ok());
    let come = comes(&w, &session, &code(&session), "鈴木", None).await;
    assert!(come.is_ok());
    let (ask, record) = (format!("{at}/questions"), format!("{at}/recording-start"));
    let question = |seat: u32, thing: &str, purpose: &str| json!({"seat": seat, "thing": thing, "purpose": purpose});
    for (body, field) in [
        (question(3, "screen", "設定"), "/seat"),
        (question(9, "voice", "設定"), "/seat"),
        (question(2, "house", "設定"), "/thing"),
        (question(2, "screen", ""), "/purpose"),
        (question(2, "screen", &"あ".repeat(201)), "/purpose"),
    ] {
        let wrong = w.post("sato", &ask, body.clone()).await;
        let wrong = wrong.problem(422, "invalid-fields");
        assert_eq!(wrong[0].0, field, "{body}");
    }
    // Nobody has agreed to it.
    let early = w.post("sato", &record, json!({})).await;
    early.problem(409, "not-now");
    let body = question(2, "recording", "手順を残します");
    w.post("kimura", &ask, body.clone()).await.is(404);
    let asked = w.post("sato", &ask, body.clone()).await.is(200);
    assert_eq!(asked["participants"][1]["asked"], json!(["recording"]));
    assert_eq!(asked["participants"][1]["agreed"], json!([]));
    assert_eq!(asked["participants"][0].get("agreed"), None);
    let twice = w.post("sato", &ask, body).await;
    twice.problem(409, "not-now");
    let consents = format!("{at}/consents");
    let read = w.get("hanako", &consents).await.is(200);
    assert_eq!(read["questions"][0]["purpose"], "手順を残します");
    let yes = json!({"thing": "recording", "answer": "grant"});
    w.post("hanako", &consents, yes).await.is(200);
    let agreed = w.get("sato", &at).await.is(200);
    assert_eq!(agreed["participants"][1]["agreed"], json!(["recording"]));
    assert_eq!(agreed["participants"][1]["asked"], json!([]));
    // It stands beside them for the host alone.
    for reader in ["kimura", "hanako"] {
        let read = w.get(reader, &at).await.is(200);
        assert_eq!(read["participants"][1].get("agreed"), None, "{reader}");
    }
    let recorded = w.post("sato", &record, json!({})).await.is(200);
    let deeds = recorded["deeds"].as_array().unwrap();
    assert!(
        deeds.iter().any(|deed| deed["what"] == "recorded"),
        "{recorded}"
    );
    // Where nothing can be kept, it is over at once.
    let end = w
        .post("sato", &format!("{at}/recording-end"), json!({}))
        .await;
    end.problem(409, "not-now");
}

#[tokio::test]
async fn l8_where_all_is_recorded_no_program_stops_it() {
    let w = at("always", false).await;
    let (session, at) = started(&w, json!({})).await;
    let end = format!("{at}/recording-end");
    w.post("sato", &end, json!({}))
        .await
        .problem(409, "not-now");
    w.post("kimura", &end, json!({})).await.is(404);
    let number = json!({"number": session["number"]});
    w.post("kimura", "/sessions/assistance", number)
        .await
        .is(201);
    w.post("kimura", &end, json!({}))
        .await
        .problem(409, "not-host");
}

#[tokio::test]
async fn l2_ten_misses_close_the_number_until_its_host_makes_a_new_passcode() {
    let w = World::new().await;
    let (session, at) = started(&w, json!({})).await;
    let old = code(&session);
    let wrong = match old.as_str() {
        "000000" => "000001",
        _ => "000000",
    };
    for _ in 0..10 {
        let miss = comes(&w, &session, wrong, "田中", None).await;
        assert!(matches!(miss, Err(Shut::Wrong)));
    }
    let closed = w.get("sato", &at).await.is(200);
    assert_eq!(closed.get("passcode"), None);
    let late = comes(&w, &session, &old, "田中", None).await;
    assert!(matches!(late, Err(Shut::Wrong)));
    let renew = format!("{at}/passcode");
    w.post("kimura", &renew, json!({})).await.is(404);
    let key = [("idempotency-key", "new")];
    let first = w.post_with("sato", &renew, &key, json!({})).await.is(200);
    let again = w.post_with("sato", &renew, &key, json!({})).await.is(200);
    assert_eq!(code(&first).len(), 6);
    assert_eq!(code(&first), code(&again));
    let come = comes(&w, &session, &code(&first), "田中", None).await;
    assert!(come.is_ok());
}

#[tokio::test]
async fn l6_running_sessions_say_what_they_want_of_whoever_reads_them() {
    let w = World::new().await;
    let list = "/sessions";
    let none = w.get("kimura", list).await.is(200);
    assert_eq!(none, json!({"items": []}));
    let (session, at) = started(&w, json!({})).await;
    let own = w.get("sato", list).await.is(200);
    assert_eq!(own["items"][0]["id"], session["id"]);
    assert_eq!(own["items"][0]["seat"], 1);
    assert_eq!(own["items"][0]["wants"], Value::Null);
    // Neither who has nothing to do with it nor a customer.
    let none = w.get("kimura", list).await.is(200);
    assert_eq!(none["items"], json!([]));
    w.get("hanako", list).await.problem(403, "not-allowed");
    let invited = json!({"agent": KIMURA});
    w.post("sato", &format!("{at}/invitations"), invited)
        .await
        .is(201);
    let asked = w.get("kimura", list).await.is(200);
    assert_eq!(asked["items"][0]["wants"], "asked");
    assert_eq!(asked["items"][0]["seat"], Value::Null);
    // To whom it could go: everybody else who serves a queue, with whether they take it.
    let to = "/sessions/transfer-targets";
    let tier2 = |all: &Value| {
        let queues = all["queues"].as_array().unwrap();
        let one = queues.iter().find(|queue| queue["id"] == "tier2");
        one.unwrap()["available"].clone()
    };
    let before = w.get("sato", to).await.is(200);
    assert_eq!(before["agents"][0]["id"], KIMURA);
    assert_eq!(before["agents"][0]["state"], "away");
    assert_eq!(tier2(&before), 0);
    w.get("hanako", to).await.problem(403, "not-allowed");
    let free = json!({"state": "available"});
    w.post("kimura", "/sessions/state", free).await.is(200);
    let after = w.get("sato", to).await.is(200);
    assert_eq!(after["agents"].as_array().unwrap().len(), 1);
    assert_eq!(after["agents"][0]["state"], "available");
    assert_eq!(tier2(&after), 1);
    let body = json!({"agents": [KIMURA], "message": "録音の設定まで済んでいます"});
    w.post("sato", &format!("{at}/transfer"), body)
        .await
        .is(200);
    let offered = w.get("kimura", list).await.is(200);
    assert_eq!(offered["items"][0]["wants"], "offered");
    assert_eq!(offered["items"][0]["message"], "録音の設定まで済んでいます");
    w.post("kimura", &format!("{at}/offer-acceptance"), json!({}))
        .await
        .is(200);
    w.post("kimura", &format!("{at}/end"), json!({}))
        .await
        .is(200);
    let over = w.get("kimura", list).await.is(200);
    assert_eq!(over["items"], json!([]));
}

#[tokio::test]
async fn a2_an_agent_who_was_asked_to_come_reads_no_number_of_a_case_kept_from_them() {
    let w = World::new().await;
    let case = w.open().await;
    w.post(
        "sato",
        &format!("/cases/{case}/assignment"),
        json!({"owner": SATO, "team": TEAM}),
    )
    .await
    .is(200);
    w.post(
        "sato",
        &format!("/cases/{case}/privacy"),
        json!({"private": true}),
    )
    .await
    .is(200);
    let (_, at) = started(&w, json!({"case": case})).await;
    w.post(
        "sato",
        &format!("{at}/invitations"),
        json!({"agent": KIMURA}),
    )
    .await
    .is(201);
    w.get("kimura", &format!("/cases/{case}")).await.is(404);
    let read = w.get("kimura", &at).await.is(200);
    assert_eq!(read["case"], Value::Null);
    let own = w.get("sato", &at).await.is(200);
    assert_eq!(own["case"], case.as_str());
}

#[tokio::test]
async fn l7_a_program_that_says_so_is_there_and_one_that_does_not_loses_its_place() {
    let w = World::new().await;
    let (_, at) = started(&w, json!({})).await;
    let there = format!("{at}/presence");
    let later = async |seconds: i64| {
        w.clock.advance(SignedDuration::from_secs(seconds));
        w.app.tend_sessions().await.unwrap();
    };
    for _ in 0..20 {
        later(10).await;
        let read = w.post("sato", &there, json!({})).await.is(200);
        assert_eq!(read["participants"][0]["presence"], "here");
    }
    w.post("kimura", &there, json!({})).await.is(404);
    // Cut off, and back within the time for which the place is kept.
    later(20).await;
    let away = w.get("sato", &at).await.is(200);
    assert_eq!(away["participants"][0]["presence"], "away");
    let back = w.post("sato", &there, json!({})).await.is(200);
    assert_eq!(back["participants"][0]["presence"], "here");
    later(20).await;
    later(91).await;
    let lost = w.get("sato", &at).await.is(200);
    assert_eq!(lost["state"], "host-lost");
    w.post("sato", &there, json!({})).await.is(404);
}
