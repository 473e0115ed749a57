//! What happened with calls and conferences, in sentences (H2, H3).

use std::collections::BTreeMap;

use domain::{
    Prose,
    case::{CaseEvent, calling::CallMade},
    event::Recorded,
};

use super::story::{Look, look_of, written};
use crate::texts::Texts;

/// What each conference of a case is called.
pub fn subjects(history: &[Recorded<CaseEvent>]) -> BTreeMap<u32, &Prose> {
    let asked = history.iter().filter_map(|recorded| match &recorded.event {
        CaseEvent::ConferenceAsked(asked) => Some((asked.id, &asked.subject)),
        _ => None,
    });
    asked.collect()
}

/// How it looks, what was written with it, and what happened.
pub fn appointment_sentence(
    t: &Texts,
    event: &CaseEvent,
    conferences: &BTreeMap<u32, &Prose>,
) -> (Look, String, String) {
    // With words it is a message, without them one line.
    let said = |look: Look, text: Option<&Prose>, sentence: String| match text {
        Some(text) => (look, written(t, text), sentence),
        None => (Look::Milestone, String::new(), sentence),
    };
    let subject = |id: u32| conferences.get(&id).map_or("", |subject| subject.as_str());
    match event {
        CaseEvent::CallAsked(wish) => {
            let times = [
                ("from", t.long_time(wish.from).into()),
                ("until", t.long_time(wish.until).into()),
            ];
            let sentence = t.with("did-ask-call", times);
            said(Look::Customer, Some(&wish.reason), sentence)
        }
        CaseEvent::CallWithdrawn => {
            said(Look::Customer, None, t.say("did-withdraw-call").to_owned())
        }
        CaseEvent::CallMissed { due } => {
            let sentence = t.one("did-miss-callback", "at", t.long_time(*due));
            said(Look::Support, None, sentence)
        }
        CaseEvent::CallMade(call) => {
            let sentence = call_sentence(t, call);
            said(Look::Support, call.summary.as_ref(), sentence)
        }
        CaseEvent::ConferenceAsked(asked) => {
            let sentence = t.one("did-ask-conference", "subject", asked.subject.as_str());
            said(look_of(asked.side), Some(&asked.reason), sentence)
        }
        CaseEvent::ConferenceSet(set) => {
            let key = match set.moved {
                true => "did-move-conference",
                false => "did-set-conference",
            };
            let sentence = t.with(
                key,
                [
                    ("subject", subject(set.id).into()),
                    ("at", t.long_time(set.at).into()),
                ],
            );
            said(Look::Support, set.text.as_ref(), sentence)
        }
        CaseEvent::ConferenceAnswered(answered) => {
            let key = match answered.accepted {
                true => "did-accept-conference",
                false => "did-decline-conference",
            };
            let sentence = t.with(
                key,
                [
                    ("subject", subject(answered.id).into()),
                    ("who", answered.email.as_str().into()),
                ],
            );
            said(Look::Customer, answered.text.as_ref(), sentence)
        }
        CaseEvent::ConferenceCancelled { id, side, text } => {
            let sentence = t.one("did-cancel-conference", "subject", subject(*id));
            said(look_of(*side), text.as_ref(), sentence)
        }
        _ => (Look::Event, String::new(), String::new()),
    }
}

/// Who called whom, when, and for how long.
fn call_sentence(t: &Texts, call: &CallMade) -> String {
    let key = match (call.reached, call.outbound) {
        (true, true) => "did-call-out",
        (true, false) => "did-call-in",
        (false, _) => "did-call-nobody",
    };
    t.with(
        key,
        [
            ("subject", call.subject.as_str().into()),
            ("name", call.with.as_str().into()),
            ("at", t.long_time(call.began_at).into()),
            ("minutes", i64::from(call.minutes).into()),
        ],
    )
}
