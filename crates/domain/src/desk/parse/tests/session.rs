//! How live sessions go, and the queues that one can be handed to.

use crate::desk::{
    check,
    parse::{Problem, What},
    session::{HostGone, Mode, Recording},
};

fn with(text: &str) -> String {
    format!("{}\n{text}", super::SMALL)
}

fn problems(text: &str) -> Vec<Problem> {
    let found = check(&with(text)).err().unwrap_or_default();
    found.into_iter().map(|finding| finding.problem).collect()
}

const QUEUE: &str =
    "[[queue]]\nid = \"net\"\nlabel = { ja = \"x\", en = \"x\" }\nroles = [\"tier2\"]\n";

#[test]
fn d1_a_desk_says_how_its_sessions_go_and_what_it_leaves_out_is_usual() {
    let desk = check(&with("[session]\ncustomers = 4\n")).unwrap();
    let rules = desk.session.unwrap();
    assert_eq!((rules.mode, rules.mode_chosen), (Mode::Single, false));
    assert_eq!(
        (rules.host_gone, rules.recording),
        (HostGone::Keep, Recording::Off)
    );
    let times = (rules.seat_seconds, rules.wait_minutes, rules.offer_seconds);
    assert_eq!(times, (90, 10, 60));
    assert!(rules.own_mail && !rules.lobby && rules.fallback.is_none());
    assert!(check(super::SMALL).unwrap().session.is_none());
    let all = "[session]\nmode = \"multi\"\nmode_chosen = true\ncustomers = 1\nlobby = true\nhost_gone = \"end\"\n\
        seat_seconds = 0\nwait_minutes = 1\noffer_seconds = 10\nrecording = \"always\"\nfallback = \"net\"\nown_mail = false\n";
    let rules = check(&with(&format!("{all}{QUEUE}")))
        .unwrap()
        .session
        .unwrap();
    assert_eq!((rules.mode, rules.host_gone), (Mode::Multi, HostGone::End));
    assert_eq!(
        (rules.recording, rules.seat_seconds),
        (Recording::Always, 0)
    );
    assert_eq!(rules.fallback.as_deref(), Some("net"));
    assert!(!rules.own_mail && rules.lobby && rules.mode_chosen);
}

#[test]
fn d1_a_session_names_what_there_is() {
    let unknown = problems("[session]\ncustomers = 4\nfallback = \"nowhere\"\n");
    assert!(
        matches!(
            &unknown[..],
            [Problem::UnknownReference {
                what: What::Queue,
                ..
            }]
        ),
        "{unknown:?}"
    );
    let mode = problems("[session]\ncustomers = 4\nmode = \"both\"\n");
    assert!(matches!(&mode[..], [Problem::NotOneOf { .. }]), "{mode:?}");
    let none = problems("[session]\ncustomers = 0\n");
    assert!(
        matches!(&none[..], [Problem::OutOfRange { .. }]),
        "{none:?}"
    );
    let role = problems(&QUEUE.replace("tier2", "boss"));
    assert!(matches!(&role[..], [Problem::NotOneOf { .. }]), "{role:?}");
    let twice = problems(&format!("{QUEUE}{QUEUE}"));
    assert!(
        matches!(&twice[..], [Problem::Duplicate { .. }]),
        "{twice:?}"
    );
}
