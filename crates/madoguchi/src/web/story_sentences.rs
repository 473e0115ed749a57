//! What happened to a case by the way, each in a sentence of the reader's language.

use domain::{
    Desk, Instant, Prose,
    case::{CaseEvent, Cause, Relation, Waker},
    contract::{ClockKind, Notice},
    desk::{KindState, StatusId},
};

use crate::texts::Texts;

pub fn status_sentence(t: &Texts, desk: &Desk, to: &StatusId, cause: &Cause) -> String {
    let status = t.status_name(desk, to);
    let key = match cause {
        Cause::Unanswered { days, business } => {
            let key = match business {
                true => "did-close-unanswered-business",
                false => "did-close-unanswered",
            };
            let said = [("days", i64::from(*days).into()), ("status", status.into())];
            return t.with(key, said);
        }
        Cause::Redirected { matter } => {
            let matter = desk.not_covered(matter);
            let matter = matter.map_or(String::new(), |one| t.desk(&one.label).to_owned());
            let said = [("matter", matter.into()), ("status", status.into())];
            return t.with("did-redirect", said);
        }
        Cause::Staff | Cause::Imported { .. } => "did-status",
        Cause::Taken => "did-take",
        Cause::Undone => "did-undo-taking",
        Cause::CustomerUpdate => "did-answer",
        Cause::SolutionWorked => "did-worked",
        Cause::SolutionFailed => "did-not-work",
        Cause::ClosedByCustomer { .. } => "did-close",
        Cause::Reopened => "did-reopen",
        Cause::Merged => "did-status",
        Cause::Unmerged => "did-status",
    };
    t.one(key, "status", status)
}

pub fn severity_sentence(t: &Texts, desk: &Desk, key: &str, id: &str) -> String {
    let label = desk.severity(id).map_or(id, |s| t.desk(&s.label));
    t.one(key, "severity", label)
}

/// Why support closed it.
pub fn cause_sentence(t: &Texts, desk: &Desk, cause: &str) -> String {
    let label = desk.cause(cause).map_or(cause, |one| t.desk(&one.label));
    t.one("did-set-cause", "cause", label)
}

/// How long it sleeps (K1).
pub fn snooze_sentence(t: &Texts, until: Option<Instant>) -> String {
    match until {
        Some(until) => t.one("did-snooze", "at", t.long_time(until)),
        None => t.say("did-snooze-until-answer").to_owned(),
    }
}

/// Why it came back.
pub fn woken_sentence(t: &Texts, because: Waker) -> String {
    let did = match because {
        Waker::Time => "did-wake-time",
        Waker::Customer => "did-wake-customer",
        Waker::Clock => "did-wake-clock",
        Waker::Staff => "did-wake-staff",
    };
    t.say(did).to_owned()
}

/// What a clock told, and when it was to be told where that was not at once (S4).
pub fn clock_sentence(
    t: &Texts,
    desk: &Desk,
    clock: ClockKind,
    notice: Notice,
    due: Instant,
    late: bool,
) -> String {
    let clock = t.clock_name(desk, clock);
    let mut sentence = match notice {
        Notice::Breach => t.one("did-breach", "clock", clock),
        Notice::Warning(percent) => t.with(
            "did-warn",
            [("clock", clock.into()), ("percent", percent.into())],
        ),
    };
    if late {
        sentence.push_str(&t.one("did-tell-late", "at", t.long_time(due)));
    }
    sentence
}

/// Who came into copy, and who is no more (C5).
pub fn copies_sentence(t: &Texts, added: &[Prose], removed: &[Prose]) -> String {
    let named = |all: &[Prose]| {
        let known = all.iter().map(|one| match one.is_erased() {
            true => t.say("text-erased"),
            false => one.as_str(),
        });
        known.collect::<Vec<_>>().join(t.say("list-separator"))
    };
    let (added, removed) = (named(added), named(removed));
    match (added.is_empty(), removed.is_empty()) {
        (_, true) => t.one("did-copies-add", "added", added),
        (true, _) => t.one("did-copies-remove", "removed", removed),
        _ => t.with(
            "did-copies-change",
            [
                ("added", added.as_str().into()),
                ("removed", removed.as_str().into()),
            ],
        ),
    }
}

/// What the customer's own number is from now on (C1).
pub fn reference_sentence(t: &Texts, desk: &Desk, field: &str, to: Option<&Prose>) -> String {
    let label = desk
        .field(field)
        .map_or(field, |field| t.desk(&field.label));
    let to = to.map(|to| match to.is_erased() {
        true => t.say("text-erased"),
        false => to.as_str(),
    });
    match to {
        Some(to) => t.with(
            "did-set-reference",
            [("label", label.into()), ("to", to.into())],
        ),
        None => t.one("did-clear-reference", "label", label),
    }
}

/// A text is Japanese where it has signs that no other of our languages has.
pub fn language_of(text: &str) -> &'static str {
    let is_japanese = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}');
    match text.chars().any(is_japanese) {
        true => "ja",
        false => "en",
    }
}

/// A state by its id, of whichever kind has it.
pub fn desk_state<'d>(desk: &'d Desk, id: &str) -> Option<&'d KindState> {
    desk.kinds.iter().find_map(|kind| kind.state(id))
}

/// That a file was taken away.
pub fn removed_sentence(t: &Texts, name: &Prose) -> String {
    match name.is_erased() {
        true => t.say("did-remove-file-erased").to_owned(),
        false => t.one("did-remove-file", "name", name.as_str()),
    }
}

/// That a part of what was said was covered.
pub fn redacted_sentence(t: &Texts, internal: bool) -> String {
    let key = match internal {
        true => "did-redact-note",
        false => "did-redact",
    };
    t.say(key).to_owned()
}

/// What was done with the case and another one, or with its words (K3). The other one is not named: whether the reader sees it is
/// not the story's to know.
pub fn together_sentence(t: &Texts, event: &CaseEvent) -> Option<String> {
    let relation = |key: &str, relation: &Relation| {
        let label = t.say(&format!("link-{}", relation.as_str()));
        t.one(key, "relation", label)
    };
    Some(match event {
        CaseEvent::Linked { relation: r, .. } => relation("did-link", r),
        CaseEvent::Unlinked { relation: r, .. } => relation("did-unlink", r),
        CaseEvent::Merged { .. } => t.say("did-merge").to_owned(),
        CaseEvent::Unmerged { .. } => t.say("did-unmerge").to_owned(),
        CaseEvent::TookIn { .. } => t.say("did-take-in").to_owned(),
        CaseEvent::LetGo { .. } => t.say("did-let-go").to_owned(),
        CaseEvent::Tagged { removed, .. } if removed.is_empty() => t.say("did-tag").to_owned(),
        CaseEvent::Tagged { added, .. } if added.is_empty() => t.say("did-untag").to_owned(),
        CaseEvent::Tagged { .. } => t.say("did-retag").to_owned(),
        _ => return None,
    })
}
