//! How calls and conferences go.

use crate::desk::{
    check,
    parse::{Problem, What},
};

fn with(text: &str) -> String {
    format!("{}\n{text}", super::SMALL)
}

fn problems(text: &str) -> Vec<Problem> {
    let found = check(&with(text)).err().unwrap_or_default();
    found.into_iter().map(|finding| finding.problem).collect()
}

const SUBJECT: &str = "subject = { ja = \"電話\", en = \"Call\" }\n";

#[test]
fn d1_a_desk_says_who_asks_for_calls_and_conferences_and_what_it_leaves_out_is_usual() {
    let desk = check(super::SMALL).unwrap();
    assert!(desk.phone.is_none() && desk.conference.is_none());
    let kind = desk.kinds[0].id.clone();
    let all =
        format!("[phone]\n{SUBJECT}[conference]\n{SUBJECT}asked = true\nkinds = [\"{kind}\"]\n");
    let desk = check(&with(&all)).unwrap();
    let phone = desk.phone.unwrap();
    assert!(phone.told && !phone.asking.offered(&kind));
    let (lead, ahead) = (phone.asking.lead_minutes, phone.asking.ahead_days);
    assert_eq!((lead, ahead), (60, 14));
    let conference = desk.conference.unwrap();
    let asking = &conference.asking;
    assert!(asking.offered(&kind) && !asking.offered("another"));
    assert_eq!((asking.lead_minutes, asking.ahead_days), (240, 60));
    let usual = (
        conference.minutes,
        conference.join_minutes,
        conference.people,
    );
    assert_eq!(usual, (60, 10, 20));
    let told = format!("[phone]\n{SUBJECT}told = false\nasked = true\n");
    let phone = check(&with(&told)).unwrap().phone.unwrap();
    assert!(!phone.told && phone.asking.offered("any kind"));
}

#[test]
fn d1_calls_and_conferences_name_what_there_is() {
    let unknown = problems(&format!("[phone]\n{SUBJECT}kinds = [\"nothing\"]\n"));
    assert!(
        matches!(
            &unknown[..],
            [Problem::UnknownReference {
                what: What::Kind,
                ..
            }]
        ),
        "{unknown:?}"
    );
    let none = problems("[conference]\nasked = true\n");
    assert!(matches!(&none[..], [Problem::Missing { .. }]), "{none:?}");
    for key in [
        "minutes = 4",
        "join_minutes = 1441",
        "people = 0",
        "ahead_days = 0",
    ] {
        let found = problems(&format!("[conference]\n{SUBJECT}{key}\n"));
        assert!(
            matches!(&found[..], [Problem::OutOfRange { .. }]),
            "{key}: {found:?}"
        );
    }
    let other = problems(&format!("[phone]\n{SUBJECT}minutes = 5\n"));
    assert!(
        matches!(&other[..], [Problem::UnknownKey { .. }]),
        "{other:?}"
    );
}
