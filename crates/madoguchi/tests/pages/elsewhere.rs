//! What is planted beside messages, asked for by everybody in the ways that the matrix does not go: sessions by their own ids, words that
//! are searched, lists as pages and as files (A2, A-07, A-08). Mails and streams have tests of their own in the same world.

use testkit::cast::*;

use crate::{
    browser::{Answer, House, Reader},
    heard::sees,
    matrix::{Of, Principal, RELATIONS, Side, World, canaries, canary, may_see},
    planted,
};

type Asking = (Principal, Reader, String);

/// Words that are looked for: of each sort of thing one, told or kept.
const WORDS: [&str; 5] = [
    "escalation-asked",
    "escalation-defect",
    "conference-answer",
    "session-chat",
    "session-survey",
];

/// The name of a customer who sits in a session just now.
const SEATED: &str = "canary-kept-session-now";

/// What was found so far.
struct Found {
    texts: Vec<(Option<Of>, String)>,
    asked: usize,
    /// Texts that their reader may see.
    held: usize,
    wrong: Vec<String>,
}

impl Found {
    fn look(&mut self, p: &Principal, what: &str, text: &str) {
        self.asked += 1;
        for (of, one) in &self.texts {
            if !text.contains(one.as_str()) {
                continue;
            }
            match may_see(p, *of, one) {
                true => self.held += 1,
                false => self
                    .wrong
                    .push(format!("{what} by {}: holds {one}", p.name)),
            }
        }
    }

    fn refuse(&mut self, p: &Principal, what: &str, answer: &Answer) {
        if answer.status.is_success() {
            let status = answer.status;
            self.wrong.push(format!("{what} by {}: {status}", p.name));
        }
    }
}

/// What this reader is answered: on pages by their sign-in, at the API by their token.
async fn answer_to(house: &House, (p, reader, bearer): &Asking, path: &str) -> Answer {
    if !path.starts_with("/api/") {
        return house.get(reader, path).await;
    }
    let acting = p.acting.map(|account| account.to_string());
    let mut headers = vec![("authorization", bearer.as_str())];
    headers.extend(
        acting
            .iter()
            .map(|account| ("acting-for", account.as_str())),
    );
    let nobody = Reader::default();
    house.send(&nobody, "GET", path, None, &headers).await
}

/// The sessions about each case, with the id by which each is asked for.
async fn sessions(world: &World) -> Vec<(Of, i64)> {
    let store = &world.house.app.store;
    let mut all = Vec::new();
    for of in RELATIONS
        .into_iter()
        .filter(|of| planted::invited(*of).is_some())
    {
        let case = world.house.app.case(&AS_MORI, world.numbers[&of]).await;
        let rows = store.sessions_of_case(case.unwrap().id).await.unwrap();
        all.extend(rows.into_iter().map(|row| (of, row.id.0)));
    }
    all
}

#[tokio::test]
async fn a2_sessions_escalations_and_conferences_are_in_nothing_that_others_are_given() {
    let world = World::build().await;
    let house = &world.house;
    while house.app.take_up().await.unwrap() {}
    let kept = world.numbers[&Of::Kept];
    let now = planted::running(house, Of::Kept, kept, SEATED).await;
    let sessions = sessions(&world).await;
    assert_eq!(sessions.len(), 5, "{sessions:?}");
    let mut found = Found {
        texts: canaries(),
        asked: 0,
        held: 0,
        wrong: Vec::new(),
    };
    found.texts.push((Some(Of::Kept), SEATED.to_owned()));
    let mut numbers = 0;
    for reader in &world.readers {
        let p = &reader.0;
        by_their_ids(&world, reader, &sessions, &mut found).await;
        numbers += by_words(&world, reader, &mut found).await;
        for path in [
            "/staff/sessions",
            "/staff/sessions/calls",
            "/staff/calls",
            "/staff/surveys",
            "/staff/surveys?of=sessions",
            "/staff?view=support&order=escalation",
            "/staff?view=unowned",
            "/cases?sort=escalation&columns=number,subject,escalation",
            "/cases?view=closed",
            "/api/v1/sessions",
            "/api/v1/cases",
        ] {
            let answer = answer_to(house, reader, path).await;
            found.look(p, path, &answer.text);
        }
        // Nobody has a file under another's rights.
        if p.side == Side::Outside || p.proxy {
            continue;
        }
        let address = match p.side {
            Side::Staff => "view=support&order=escalation",
            _ => "columns=number,subject,escalation",
        };
        for kind in ["csv", "xlsx"] {
            let fields = [("list", "cases"), ("list-address", address), ("as", kind)];
            let file = house.post(&reader.1, "/list-files", &fields).await;
            assert!(!file.status.is_server_error(), "{kind} by {}", p.name);
            found.look(p, kind, &file.text);
        }
    }
    let ended = format!("{}/end", now.page);
    house.post(&now.host, &ended, &[]).await;
    let Found {
        asked, held, wrong, ..
    } = found;
    println!("{asked} answers with {held} texts of their readers' own");
    // The test sees what it looks for: those who may see it are given it, and find it by its words.
    assert!(asked > 3_000, "{asked}");
    assert!(held > 200, "{held}");
    assert!(numbers > 20, "{numbers}");
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(house.faults().await, []);
}

/// Each session at each address that names it, under its own case and under one that its reader sees.
async fn by_their_ids(world: &World, reader: &Asking, sessions: &[(Of, i64)], found: &mut Found) {
    let p = &reader.0;
    let own = match p.home() {
        Some(Of::Kitano) => Of::Kitano,
        _ => Of::Hinode,
    };
    for (of, id) in sessions {
        let [number, own] = [of, &own].map(|of| world.numbers[of]);
        for path in [
            format!("/sessions/{id}"),
            format!("/staff/sessions/{id}"),
            format!("/staff/sessions/{id}/archive"),
            format!("/staff/sessions/{id}/recording"),
            format!("/cases/{number:08}/sessions/{id}/archive"),
            format!("/cases/{number:08}/sessions/{id}/recording"),
            format!("/cases/{own:08}/sessions/{id}/archive"),
            format!("/api/v1/sessions/{id}"),
            format!("/api/v1/sessions/{id}/archive"),
            format!("/api/v1/sessions/{id}/chat"),
            format!("/api/v1/sessions/{id}/consents"),
            format!("/api/v1/sessions/{id}/files"),
            format!("/api/v1/cases/{number}/sessions"),
        ] {
            let answer = answer_to(&world.house, reader, &path).await;
            found.look(p, &path, &answer.text);
            if !sees(p, *of) {
                found.refuse(p, &path, &answer);
            }
        }
    }
}

/// Words of each case, looked for wherever one can look; gives how often their own case was found.
async fn by_words(world: &World, reader: &Asking, found: &mut Found) -> usize {
    let (p, mut own) = (&reader.0, 0);
    for of in RELATIONS
        .into_iter()
        .filter(|of| planted::invited(*of).is_some())
    {
        let number = format!("{:08}", world.numbers[&of]);
        for field in WORDS {
            let word = canary(of, field);
            for way in [
                "/search?q=",
                "/cases?text=",
                "/staff/search?q=",
                "/staff/palette?q=",
                "/api/v1/search?q=",
                "/api/v1/cases?text=",
            ] {
                let path = format!("{way}{word}");
                let answer = answer_to(&world.house, reader, &path).await;
                // What was typed comes back as it was typed.
                let text = answer.text.replace(&word, "");
                found.look(p, &path, &text);
                match (text.contains(&number), sees(p, of)) {
                    (true, true) => own += 1,
                    (true, false) => found.wrong.push(format!("{path} by {}: finds it", p.name)),
                    (false, _) => {}
                }
            }
        }
    }
    own
}
