//! What goes on in a session and is over after a step, as the step's dialog says it (L5, L6): each thing by itself, and none that does
//! not go on.

use domain::{
    desk::session::Recording,
    session::{Seat, Session, Thing},
};

use crate::texts::Texts;

/// One sentence each; `step` is `pass`, `return`, `transfer` or `end`.
pub fn sentences(t: &Texts, session: &Session, step: &str) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(share) = session.share {
        let by = session.participants.get(&share.by);
        let name = by.map_or("", |p| p.name.as_str());
        all.push(t.one("session-ends-share", "name", name));
    }
    if !session.files.is_empty() {
        let files = i64::try_from(session.files.len()).unwrap_or(i64::MAX);
        all.push(t.count("session-ends-files", files));
    }
    let mut keys = Vec::new();
    if !session.cameras.is_empty() {
        keys.push("session-ends-cameras");
    }
    if session.recording.is_some() {
        let anew = step != "end" && session.rules.recording == Recording::Always;
        keys.push(match anew {
            true => "session-ends-recording-anew",
            false => "session-ends-recording",
        });
    }
    keys.extend(call(session, step));
    // A call that goes on keeps its own word.
    let lapses = |(_, thing): &(Seat, Thing)| *thing != Thing::Voice;
    if step != "end" && session.consents.iter().any(lapses) {
        keys.push("session-ends-consents");
    }
    all.extend(keys.into_iter().map(|key| t.say(key).to_owned()));
    all
}

/// What becomes of the call: it goes on where the device of whoever leads then carries voice.
fn call(session: &Session, step: &str) -> Option<&'static str> {
    session.call.as_ref()?;
    let voices: Vec<bool> = match step {
        "pass" => session.assistants().map(|p| p.voice).collect(),
        "return" => {
            let to = session.returns_to();
            let to = to.and_then(|seat| session.participants.get(&seat));
            to.map(|p| p.voice).into_iter().collect()
        }
        _ => Vec::new(),
    };
    Some(match (voices.contains(&true), voices.contains(&false)) {
        (true, false) => "session-keeps-call",
        (true, true) => "session-may-keep-call",
        (false, _) => "session-ends-call",
    })
}
