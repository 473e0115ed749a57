//! Covering a part of what was said (K3).
#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{
    Instant, Prose,
    case::{
        CaseEvent, Command, Refused, Side,
        redacting::{COVER, covered, held, redaction, shown},
    },
    event::{By, Recorded},
};
use proptest::prelude::*;

fn said(version: i64, event: CaseEvent) -> Recorded<CaseEvent> {
    Recorded {
        version,
        at: Instant::UNIX_EPOCH,
        by: By::System,
        event,
    }
}

fn message(text: &str) -> CaseEvent {
    CaseEvent::MessagePosted {
        side: Side::Customer,
        text: Prose::new(text),
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn k3_words_are_covered_and_nothing_else_changes() {
    for (text, secrets, expected) in [
        (
            "パスワードは hunter2 です",
            &["hunter2"][..],
            Some("パスワードは ■■■■ です"),
        ),
        ("a b a", &["a"], Some("■■■■ b ■■■■")),
        // The longest first: no rest of it stays.
        (
            "secret-and-more",
            &["secret", "secret-and-more"],
            Some("■■■■"),
        ),
        ("text", &["  ", ""], None),
        ("text", &["other"], None),
        ("half ｗｉｄｔｈ", &["width"], None),
    ] {
        let done = covered(text, &words(secrets));
        assert_eq!(done.as_deref(), expected, "{text} {secrets:?}");
    }
}

#[test]
fn k3_what_was_covered_is_read_where_it_was_said_and_covered_once_more() {
    let mut history = vec![
        said(1, message("user root, password hunter2")),
        said(
            2,
            CaseEvent::NotePosted {
                text: Prose::new("a name"),
            },
        ),
    ];
    let (command, from) = redaction(&history, 1, &words(&["hunter2"])).unwrap();
    assert_eq!(from.event.version, 1);
    let Command::Redact {
        of: 1,
        text,
        internal: false,
    } = command
    else {
        panic!("{command:?}")
    };
    history.push(said(
        3,
        CaseEvent::Redacted {
            of: 1,
            internal: false,
            text: Prose::new(text),
        },
    ));
    // What lay in the first event is erased; the second time the cover's own text is.
    history[0].event = CaseEvent::MessagePosted {
        side: Side::Customer,
        text: Prose::erased(),
    };
    let (_, from) = redaction(&history, 1, &words(&["root"])).unwrap();
    assert_eq!(from.event.version, 3);
    let read = shown(history.clone());
    assert_eq!(read[0].event, message("user root, password ■■■■"));
    assert_eq!(read.len(), 3);
    // A note's cover is staff's own, like the note.
    let (command, _) = redaction(&history, 2, &words(&["name"])).unwrap();
    assert!(matches!(command, Command::Redact { internal: true, .. }));
}

#[test]
fn k3_what_has_no_words_is_not_covered() {
    let history = [said(1, message("text")), said(2, CaseEvent::MoreToFollow)];
    for (of, secrets, field) in [
        (2, &["x"][..], "event"),
        (9, &["x"], "event"),
        (1, &[], "words"),
        (1, &[" "], "words"),
        (1, &["not there"], "words"),
        (1, &["x"; 21], "words"),
    ] {
        match redaction(&history, of, &words(secrets)) {
            Err(Refused::Fields(fields)) => assert_eq!(fields[0].field, field, "{of} {secrets:?}"),
            other => panic!("{other:?}"),
        }
    }
}

proptest! {
    /// Whatever is covered can be read nowhere any more, and what is left is the text with covers in it.
    #[test]
    fn k3_no_rest_of_a_secret_is_left(
        before in "[a-c ]{0,12}",
        secret in "[x-z]{1,8}",
        after in "[a-c ]{0,12}",
        more in "[x-z]{1,3}",
    ) {
        let text = format!("{before}{secret}{after}{secret}");
        let done = covered(&text, &[secret.clone(), more.clone()]).unwrap();
        prop_assert!(!done.contains(&secret) && !done.contains(&more));
        prop_assert_eq!(done.replace(COVER, "").chars().filter(|c| "abc ".contains(*c)).count(), before.len() + after.len());
        let history = [said(1, message(&text))];
        prop_assert!(held(&history, 1).is_some());
    }
}
