//! What somebody may not do is refused whatever they send: forms that are right in every field, of routes that name in a word what
//! is to be done as well, sent by everybody who may not; then by somebody who may, so that the form is known to be right (A2).

use axum::http::StatusCode;
use testkit::cast::*;

use crate::{
    browser::Answer,
    matrix::{Of, Principal, RELATIONS, Side, World},
};

/// A form that is filled in, and who may send it.
struct Act {
    path: String,
    fields: Vec<(&'static str, String)>,
    /// By the rules of this test.
    may: fn(&Principal, Of) -> bool,
    /// Who does not may is told so; elsewhere the page is shown as it was.
    told: bool,
    /// Who sends it in the end, and about what; nobody, where it is shown elsewhere that it is right.
    control: Option<(&'static str, Of)>,
}

fn act(path: &str, fields: &[(&'static str, &str)], may: fn(&Principal, Of) -> bool) -> Act {
    let fields = fields
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()));
    Act {
        path: path.to_owned(),
        fields: fields.collect(),
        may,
        told: true,
        control: None,
    }
}

impl Act {
    fn by(mut self, who: &'static str, of: Of) -> Self {
        self.control = Some((who, of));
        self
    }

    /// What is refused comes as the page.
    fn shown(mut self) -> Self {
        self.told = false;
        self
    }
}

/// A customer who writes in the case.
fn writes(p: &Principal, of: Of) -> bool {
    let sees = of != Of::Nobody && p.reads == Some(of.company());
    p.side == Side::Customer && !p.proxy && sees && p.writes
}

/// Somebody among staff to whom the case is not closed.
fn looks_after(p: &Principal, of: Of) -> bool {
    p.side == Side::Staff && of != Of::Nobody && (of != Of::Kept || p.kept)
}

fn decides_for_hinode(p: &Principal, _: Of) -> bool {
    p.decides && p.home() == Some(Of::Hinode) && !p.proxy
}

fn administers(p: &Principal, of: Of) -> bool {
    p.administers && of != Of::Nobody
}

fn of_staff(p: &Principal, of: Of) -> bool {
    p.side == Side::Staff && of != Of::Nobody
}

fn kept_to_them(p: &Principal, _: Of) -> bool {
    p.side == Side::Staff && p.kept
}

fn nobody(_: &Principal, _: Of) -> bool {
    false
}

/// The acts, those that end something last.
fn acts(session: &str) -> Vec<Act> {
    let colleague = BABA.to_string();
    vec![
        act(
            "/cases/{number}/messages",
            &[("text", "続きです。")],
            writes,
        )
        .by("read-write", Of::Hinode),
        act(
            "/staff/cases/{number}/notes",
            &[("text", "確認中")],
            looks_after,
        )
        .by("agent of its team", Of::Hinode),
        act(
            "/staff/cases/{number}/assignment",
            &[("owner", "902")],
            looks_after,
        )
        .by("agent of its team", Of::Hinode),
        act(
            "/staff/incidents/{incident}/notes",
            &[("note", "確認中")],
            of_staff,
        )
        .by("agent of its team", Of::Hinode),
        act(
            "/staff/knowledge/{id}/withdraw",
            &[("reason", "古い")],
            of_staff,
        )
        .by("agent of no team", Of::Kitano),
        // Whoever has no seat is told so, whoever they are.
        act(
            &format!("/sessions/{session}/say"),
            &[("text", "x")],
            nobody,
        )
        .shown(),
        act(
            &format!("/staff/sessions/{session}/say"),
            &[("text", "x")],
            kept_to_them,
        ),
        act(&format!("/staff/sessions/{session}/end"), &[], kept_to_them)
            .by("agent of its team", Of::Hinode),
        act(
            "/access/offer",
            &[("to", colleague.as_str())],
            decides_for_hinode,
        )
        .shown()
        .by("account admin", Of::Hinode),
        act("/cases/{number}/closure", &[("reason", "resolved")], writes)
            .by("read-write", Of::Hinode),
        act(
            "/staff/accounts/{id}/access/restriction",
            &[("restricted", "yes")],
            administers,
        )
        .by("administrator", Of::Kitano),
    ]
}

/// Refused, or led to where one signs in.
fn is_refused(answer: &Answer) -> bool {
    match answer.status {
        StatusCode::NOT_FOUND | StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => true,
        StatusCode::SEE_OTHER => answer.header("location").starts_with("/sign-in?"),
        _ => false,
    }
}

#[tokio::test]
async fn a2_forms_that_are_right_are_refused_to_those_who_may_not_whatever_the_state_of_the_case() {
    let world = World::build().await;
    let house = &world.house;
    let host = house.reader(MORI).await;
    let kept = format!("{:08}", world.numbers[&Of::Kept]);
    let fields = [("mode", "single"), ("voice", "1"), ("case", kept.as_str())];
    let begun = house.post(&host, "/staff/sessions", &fields).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let page = begun.header("location").to_owned();
    let session = page.rsplit('/').next().unwrap();
    let session = session.split(['?', '#']).next().unwrap();
    let (mut sent, mut wrong) = (0, Vec::new());
    for act in acts(session) {
        let fields: Vec<(&str, &str)> = act
            .fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let at = |of: Of| {
            let file = world.files.get(&of).copied();
            world.address(&act.path, of, file.unwrap_or(domain::FileId(999)))
        };
        let names = ["{number}", "{id}", "{incident}"];
        let named = names.iter().any(|name| act.path.contains(name));
        for (p, reader, _) in &world.readers {
            for of in RELATIONS {
                if !named && of != Of::Hinode || (act.may)(p, of) {
                    continue;
                }
                let before = world.changes().await;
                let answer = house.post(reader, &at(of), &fields).await;
                sent += 1;
                let what = format!("{} by {}, of {of:?}", act.path, p.name);
                if world.changes().await != before {
                    wrong.push(format!("{what}: changed something"));
                }
                if answer.status.is_server_error() || act.told && !is_refused(&answer) {
                    wrong.push(format!("{what}: {}", answer.status));
                }
            }
        }
        // The same form, sent by somebody who may.
        let Some((who, of)) = act.control else {
            continue;
        };
        let by = world.readers.iter().find(|(p, ..)| p.name == who);
        let before = world.changes().await;
        let answer = house.post(&by.unwrap().1, &at(of), &fields).await;
        let what = format!("{} by {who}: {}", act.path, answer.text);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}");
        assert!(!is_refused(&answer), "{what}");
        assert!(world.changes().await > before, "{what}: changed nothing");
    }
    println!("{sent} forms of those who may not");
    assert!(sent > 500, "{sent}");
    assert!(
        wrong.is_empty(),
        "{} of {sent}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(house.faults().await, []);
}
