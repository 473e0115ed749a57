//! Taking a secret out of what somebody wrote (K3): a password in an update, a name in a note, a number in a subject. Words are only
//! ever covered, never put into somebody's mouth; what stood there is erased from the log, and the chain stays whole, for it covers
//! digests. What the case keeps of it is covered with it.

use super::{
    Case, CaseEvent, Command, Facts, Refused,
    decide::{Decision, missing, staff, wrong},
    intake::Wrong,
    texts,
};
use crate::{Prose, event::Recorded};

/// Stands for each stretch that was covered, however long it was.
pub const COVER: &str = "■■■■";
/// Stretches that are covered at once.
pub const MOST: usize = 20;

/// A text with some of it covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Which text of its event.
    pub at: String,
    pub before: Prose,
    pub text: String,
}

/// The text of an event that is meant where none is named.
fn main(event: &CaseEvent) -> &'static str {
    match event {
        CaseEvent::Opened(_) => "description",
        _ => "text",
    }
}

/// Whether something of an event can be covered.
pub fn has_texts(event: &CaseEvent) -> bool {
    let mut event = event.clone();
    let texts = texts::of_event(&mut event);
    texts.iter().any(|(_, text)| !text.as_str().is_empty())
}

/// Where a text lies by now: in the event that said it, or in the latest one that covered some of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Held<'a> {
    /// The event that holds it.
    pub event: &'a Recorded<CaseEvent>,
    /// Which text it is of the event that said it.
    pub at: String,
    pub text: Prose,
    /// It is staff's own.
    pub internal: bool,
}

impl Held<'_> {
    /// The event that holds it, with something else in the place of this text.
    pub fn marked(&self, mark: &str) -> CaseEvent {
        let mut event = self.event.event.clone();
        if let CaseEvent::Redacted { text, .. } = &mut event {
            *text = Prose::new(mark);
            return event;
        }
        set(&mut event, &self.at, Prose::new(mark));
        event
    }
}

fn set(event: &mut CaseEvent, at: &str, covered: Prose) {
    let mut texts = texts::of_event(event);
    if let Some((_, text)) = texts.iter_mut().find(|(name, _)| name == at) {
        **text = covered;
    }
}

/// The texts that were said with the event of this version.
pub fn held_all(history: &[Recorded<CaseEvent>], of: i64) -> Vec<Held<'_>> {
    let Some(said) = history.iter().find(|recorded| recorded.version == of) else {
        return Vec::new();
    };
    let mut event = said.event.clone();
    let internal = !event.is_public();
    let main = main(&event);
    let held = |(at, text): (String, &mut Prose)| {
        let covered = history.iter().rev().find_map(|recorded| {
            let CaseEvent::Redacted {
                of: of_it,
                at: at_it,
                text,
                ..
            } = &recorded.event
            else {
                return None;
            };
            let is_it = *of_it == of && at_it.as_deref().unwrap_or(main) == at;
            is_it.then(|| (recorded, text.clone()))
        });
        let (event, text) = covered.unwrap_or_else(|| (said, text.clone()));
        Held {
            event,
            at,
            text,
            internal,
        }
    };
    texts::of_event(&mut event).into_iter().map(held).collect()
}

/// What was said above all with the event of this version: a description, a message, a note.
pub fn held(history: &[Recorded<CaseEvent>], of: i64) -> Option<Held<'_>> {
    let said = history.iter().find(|recorded| recorded.version == of)?;
    let main = main(&said.event);
    held_all(history, of)
        .into_iter()
        .find(|held| held.at == main)
}

/// The history as it may be read: what was covered stands where it was said.
pub fn shown(mut history: Vec<Recorded<CaseEvent>>) -> Vec<Recorded<CaseEvent>> {
    let covered: Vec<(i64, Option<String>, Prose)> = history
        .iter()
        .filter_map(|recorded| match &recorded.event {
            CaseEvent::Redacted { of, at, text, .. } if !text.is_erased() => {
                Some((*of, at.clone(), text.clone()))
            }
            _ => None,
        })
        .collect();
    for (of, at, covered) in covered {
        if let Some(said) = history.iter_mut().find(|recorded| recorded.version == of) {
            let main = main(&said.event);
            set(&mut said.event, at.as_deref().unwrap_or(main), covered);
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

/// What is to be done so that these stretches can be read no more in anything that was said with this event, and where the texts
/// lie that are to be erased with it.
pub fn redaction<'a>(
    history: &'a [Recorded<CaseEvent>],
    of: i64,
    secrets: &[String],
) -> Result<(Command, Vec<Held<'a>>), Refused> {
    let mut all = held_all(history, of);
    if all.is_empty() {
        return Err(missing("event"));
    }
    if secrets.iter().all(|secret| secret.trim().is_empty()) {
        return Err(missing("words"));
    }
    if secrets.len() > MOST {
        return Err(wrong("words", Wrong::TooMany { most: MOST }));
    }
    let mut covers = Vec::new();
    all.retain(|held| {
        let covered = covered(held.text.as_str(), secrets);
        covers.extend(covered.into_iter().map(|text| Cover {
            at: held.at.clone(),
            before: held.text.clone(),
            text,
        }));
        covers.last().is_some_and(|cover| cover.at == held.at)
    });
    let internal = all.first().map(|held| held.internal);
    let internal = internal.ok_or_else(|| wrong("words", Wrong::NotThere))?;
    let command = Command::Redact {
        of,
        covers,
        internal,
    };
    Ok((command, all))
}

/// Staff alone, and at any time: a secret is found when it is found. What the case keeps of a text is covered as well.
pub(super) fn redact(
    case: &Case,
    of: i64,
    covers: Vec<Cover>,
    internal: bool,
    facts: &Facts,
) -> Decision {
    staff(facts)?;
    let mut kept = case.clone();
    let kept = texts::of_case(&mut kept);
    let covered = |cover: Cover| {
        let also = kept.iter().filter(|(_, text)| **text == cover.before);
        CaseEvent::Redacted {
            of,
            at: Some(cover.at),
            internal,
            also: also.map(|(name, _)| name.clone()).collect(),
            text: Prose::new(cover.text),
        }
    };
    Ok(covers.into_iter().map(covered).collect())
}

/// What the case keeps of a covered text reads like it.
pub(super) fn apply(case: &mut Case, also: &[String], covered: &Prose) {
    for (name, text) in texts::of_case(case) {
        if also.contains(&name) {
            *text = covered.clone();
        }
    }
}
