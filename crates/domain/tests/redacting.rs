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
    assert_eq!(from[0].event.version, 1);
    let Command::Redact {
        of: 1,
        covers,
        internal: false,
    } = command
    else {
        panic!("{command:?}")
    };
    assert_eq!((covers.len(), covers[0].at.as_str()), (1, "text"));
    history.push(said(
        3,
        CaseEvent::Redacted {
            of: 1,
            at: None,
            internal: false,
            also: Vec::new(),
            text: Prose::new(covers[0].text.as_str()),
        },
    ));
    // What lay in the first event is erased; the second time the cover's own text is.
    history[0].event = CaseEvent::MessagePosted {
        side: Side::Customer,
        text: Prose::erased(),
    };
    let (_, from) = redaction(&history, 1, &words(&["root"])).unwrap();
    assert_eq!(from[0].event.version, 3);
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

/// Addresses of people are taken out of copies and invitations instead.
fn is_address(path: &str) -> bool {
    ["email", "emails", "added", "removed"]
        .iter()
        .any(|name| path.split('/').any(|part| part == *name))
}

/// Puts a text of its own into each place of a body that takes one; how many these were.
fn filled(json: &mut serde_json::Value, path: &str, places: &mut usize) {
    if let Some(text) = json.get_mut("prose") {
        if !is_address(path) {
            *text = format!("words CANARY words {places}").into();
            *places += 1;
        }
        return;
    }
    match json {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                filled(value, &format!("{path}/{name}"), places);
            }
        }
        serde_json::Value::Array(all) => {
            for value in all {
                filled(value, path, places);
            }
        }
        _ => {}
    }
}

#[test]
fn k3_each_text_of_each_event_can_be_covered() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded");
    let mut covered = 0;
    for release in std::fs::read_dir(folder).unwrap() {
        let lines = std::fs::read_to_string(release.unwrap().path().join("case.jsonl")).unwrap();
        for line in lines.lines() {
            let mut body: serde_json::Value = serde_json::from_str(line).unwrap();
            if body["kind"] == "redacted" {
                continue;
            }
            let mut places = 0;
            filled(&mut body, "", &mut places);
            let event: CaseEvent = serde_json::from_value(body).unwrap();
            let mut history = vec![said(1, event)];
            let secrets = words(&["CANARY"]);
            let Ok((command, held)) = redaction(&history, 1, &secrets) else {
                assert_eq!(places, 0, "{line}");
                continue;
            };
            assert_eq!(held.len(), places, "{line}");
            for one in &held {
                let marked = serde_json::to_string(&one.marked("MARK")).unwrap();
                assert_eq!(marked.matches("\"MARK\"").count(), 1, "{line}");
            }
            let Command::Redact { covers, .. } = command else {
                panic!("{command:?}")
            };
            for (cover, version) in covers.into_iter().zip(2..) {
                history.push(said(
                    version,
                    CaseEvent::Redacted {
                        of: 1,
                        at: Some(cover.at),
                        internal: false,
                        also: Vec::new(),
                        text: Prose::new(cover.text),
                    },
                ));
            }
            let read = serde_json::to_string(&shown(history)[0].event).unwrap();
            assert!(!read.contains("CANARY"), "{read}");
            assert_eq!(read.matches(COVER).count(), places, "{read}");
            covered += places;
        }
    }
    assert!(covered >= 60, "{covered}");
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
