//! Taking a secret out of what somebody wrote (K3): a password in an update, a name in a note. Words are only ever covered, never
//! put into somebody's mouth; what stood there is erased from the log, and the chain stays whole, for it covers digests.

use super::{
    CaseEvent, Command, Facts, Refused,
    decide::{Decision, missing, staff, wrong},
    intake::Wrong,
};
use crate::{Prose, event::Recorded};

/// Stands for each stretch that was covered, however long it was.
pub const COVER: &str = "■■■■";
/// Stretches that are covered at once.
pub const MOST: usize = 20;

/// The text of an event that can be covered in part.
pub fn text(event: &CaseEvent) -> Option<(&Prose, bool)> {
    match event {
        CaseEvent::Opened(opened) => Some((&opened.description, false)),
        CaseEvent::MessagePosted { text, .. } => Some((text, false)),
        CaseEvent::NotePosted { text } => Some((text, true)),
        _ => None,
    }
}

/// Where a text lies by now: in the event that said it, or in the latest one that covered some of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held<'a> {
    /// The event that holds it.
    pub event: &'a Recorded<CaseEvent>,
    pub text: &'a Prose,
    /// It is staff's own.
    pub internal: bool,
}

/// The text that was said with the event of this version, if there is one that can be covered.
pub fn held(history: &[Recorded<CaseEvent>], of: i64) -> Option<Held<'_>> {
    let event = history.iter().find(|recorded| recorded.version == of)?;
    let (text, internal) = text(&event.event)?;
    let said = Held {
        event,
        text,
        internal,
    };
    let covered = history
        .iter()
        .rev()
        .find_map(|recorded| match &recorded.event {
            CaseEvent::Redacted {
                of: covered, text, ..
            } if *covered == of => Some(Held {
                event: recorded,
                text,
                internal,
            }),
            _ => None,
        });
    Some(covered.unwrap_or(said))
}

/// The history as it may be read: what was covered stands where it was said.
pub fn shown(mut history: Vec<Recorded<CaseEvent>>) -> Vec<Recorded<CaseEvent>> {
    let covered: Vec<(i64, Prose)> = history
        .iter()
        .filter_map(|recorded| match &recorded.event {
            CaseEvent::Redacted { of, text, .. } if !text.is_erased() => Some((*of, text.clone())),
            _ => None,
        })
        .collect();
    for (of, covered) in covered {
        let said = history.iter_mut().find(|recorded| recorded.version == of);
        match said.map(|said| &mut said.event) {
            Some(CaseEvent::Opened(opened)) => opened.description = covered,
            Some(CaseEvent::MessagePosted { text, .. } | CaseEvent::NotePosted { text }) => {
                *text = covered;
            }
            _ => {}
        }
    }
    history
}

/// The text with each of these stretches covered; nothing where none stands in it. The longest are covered first, so that
/// one which is a part of another leaves no rest of it.
pub fn covered(text: &str, secrets: &[String]) -> Option<String> {
    let mut secrets: Vec<&str> = secrets
        .iter()
        .map(|secret| secret.trim())
        .filter(|secret| !secret.is_empty())
        .collect();
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    let covered = secrets
        .iter()
        .fold(text.to_owned(), |text, secret| text.replace(secret, COVER));
    (covered != text).then_some(covered)
}

/// What is to be done so that these stretches can be read no more, and the event whose text is to be erased with it.
pub fn redaction<'a>(
    history: &'a [Recorded<CaseEvent>],
    of: i64,
    secrets: &[String],
) -> Result<(Command, Held<'a>), Refused> {
    let held = held(history, of).ok_or_else(|| missing("event"))?;
    if secrets.iter().all(|secret| secret.trim().is_empty()) {
        return Err(missing("words"));
    }
    if secrets.len() > MOST {
        return Err(wrong("words", Wrong::TooMany { most: MOST }));
    }
    let text = covered(held.text.as_str(), secrets);
    let text = text.ok_or_else(|| wrong("words", Wrong::NotThere))?;
    let internal = held.internal;
    Ok((Command::Redact { of, text, internal }, held))
}

/// Staff alone, and at any time: a secret is found when it is found.
pub(super) fn redact(of: i64, text: String, internal: bool, facts: &Facts) -> Decision {
    staff(facts)?;
    Ok(vec![CaseEvent::Redacted {
        of,
        internal,
        text: Prose::new(text),
    }])
}
