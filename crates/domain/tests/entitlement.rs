//! Who may open what, where and how (C6), on the desk `collaboration`.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::sync::LazyLock;

use domain::{
    DeploymentId, Desk, Language,
    contract::entitlement::{Answer, Because, Entitlement, Verdict, Wish, verdict},
    desk::check,
};
use jiff::civil::Date;

static DESK: LazyLock<Desk> =
    LazyLock::new(|| check(include_str!("../../../desks/collaboration.toml")).unwrap());

fn day(text: &str) -> Date {
    format!("2026-{text}").parse().unwrap()
}

fn bought(contract: &str, plan: &str, from: &str, to: &str) -> Entitlement {
    Entitlement {
        contract: contract.into(),
        plan: plan.into(),
        trial: false,
        deployment: None,
        product: None,
        options: Vec::new(),
        from: day(from),
        to: day(to),
    }
}

/// Wednesday, 1 July 2026 at this time in Tokyo; a Japanese reader on the portal.
fn wish<'a>(language: &'a Language, severity: &'a str, time: &str) -> Wish<'a> {
    Wish {
        deployment: DeploymentId(1),
        product: "meetings",
        severity,
        channel: "web",
        centre: None,
        language,
        at: format!("2026-07-01T{time}:00+09:00").parse().unwrap(),
    }
}

fn decide(all: &[Entitlement], severity: &str) -> Verdict {
    verdict(&DESK, all, &wish(&Language::new("ja"), severity, "10:00"))
}

#[test]
fn c6_whoever_has_a_valid_contract_is_taken() {
    let all = [bought("A-1", "basic", "01-01", "12-31")];
    let told = decide(&all, "S3");
    assert_eq!((told.answer, told.for_sales), (Answer::Allow, false));
    assert_eq!(told.centre.as_deref(), Some("japan"));
    assert_eq!(
        told.reasons,
        [Because::Covered {
            contract: "A-1".into(),
            to: day("12-31")
        }]
    );
    // The last day counts, and the first.
    for (from, to) in [("01-01", "07-01"), ("07-01", "12-31")] {
        let told = decide(&[bought("A-1", "basic", from, to)], "S3");
        assert_ne!(told.answer, Answer::Refuse, "{from} {to}");
    }
}

#[test]
fn c6_of_several_the_highest_plan_counts_and_of_these_the_longest() {
    let all = [
        bought("A-1", "premium", "01-01", "08-31"),
        bought("A-2", "basic", "01-01", "12-31"),
        bought("A-3", "premium", "01-01", "10-31"),
    ];
    assert_eq!(decide(&all, "S3").entitlement.unwrap().contract, "A-3");
}

#[test]
fn c6_what_ends_soon_is_said_unless_it_is_renewed() {
    let ending = bought("A-1", "basic", "01-01", "07-20");
    let told = decide(std::slice::from_ref(&ending), "S3");
    assert_eq!(told.answer, Answer::Warn);
    assert!(matches!(told.reasons[0], Because::EndsSoon { .. }));
    let renewed = [ending, bought("A-2", "basic", "07-21", "12-31")];
    assert_eq!(decide(&renewed, "S3").answer, Answer::Allow);
}

#[test]
fn c6_none_expired_or_trial_is_refused_with_the_reason() {
    let expired = bought("A-1", "basic", "01-01", "06-30");
    let trial = Entitlement {
        trial: true,
        ..bought("T-1", "basic", "06-15", "07-15")
    };
    let elsewhere = Entitlement {
        product: Some("calling".into()),
        ..bought("A-2", "basic", "01-01", "12-31")
    };
    let other_site = Entitlement {
        deployment: Some(DeploymentId(2)),
        ..bought("A-3", "basic", "01-01", "12-31")
    };
    let coming = bought("A-4", "basic", "08-01", "12-31");
    let of = |contract: &str| contract.to_owned();
    let rows: [(&[Entitlement], Because); 6] = [
        (&[], Because::NoContract),
        (
            std::slice::from_ref(&expired),
            Because::Expired {
                contract: of("A-1"),
                on: day("06-30"),
            },
        ),
        (&[trial], Because::Trial { to: day("07-15") }),
        (
            &[elsewhere],
            Because::NotCovered {
                contract: of("A-2"),
            },
        ),
        (
            &[other_site],
            Because::NotCovered {
                contract: of("A-3"),
            },
        ),
        (
            &[coming],
            Because::NotYet {
                contract: of("A-4"),
                from: day("08-01"),
            },
        ),
    ];
    for (all, reason) in rows {
        let told = decide(all, "S2");
        assert_eq!(told.answer, Answer::Refuse, "{reason:?}");
        assert_eq!(told.reasons, [reason]);
        assert_eq!((told.entitlement, told.centre), (None, None));
    }
}

#[test]
fn c6_an_emergency_after_the_end_is_taken_and_shown_to_sales() {
    let all = [
        bought("A-0", "premium", "01-01", "03-31"),
        bought("A-1", "basic", "04-01", "06-30"),
    ];
    let told = decide(&all, "S1");
    assert_eq!((told.answer, told.for_sales), (Answer::Warn, true));
    assert_eq!(
        told.entitlement.as_ref().unwrap().contract,
        "A-1",
        "the last one it had"
    );
    assert!(told.reasons.contains(&Because::Emergency));
    assert_eq!(told.centre.as_deref(), Some("japan"));
    // Who never bought anything has nothing to go on.
    assert_eq!(decide(&[], "S1").answer, Answer::Refuse);
}

#[test]
fn s5_outside_the_hours_the_open_centre_is_offered_and_the_customer_chooses() {
    let all = [bought("A-1", "basic", "01-01", "12-31")];
    let japanese = Language::new("ja");
    let late = wish(&japanese, "S3", "20:00");
    let told = verdict(&DESK, &all, &late);
    let opens = Some("2026-07-02T09:00:00+09:00".parse().unwrap());
    assert_eq!(
        (told.answer, told.centre.as_deref()),
        (Answer::Route, Some("global"))
    );
    assert!(told.reasons.contains(&Because::ClosedUntil {
        centre: "japan".into(),
        opens,
        other: "global".into(),
    }));
    let chosen = Wish {
        centre: Some("japan"),
        ..late
    };
    let told = verdict(&DESK, &all, &chosen);
    assert_eq!(
        (told.answer, told.centre.as_deref()),
        (Answer::Warn, Some("japan"))
    );
    let english = Language::new("en");
    let told = verdict(&DESK, &all, &wish(&english, "S3", "20:00"));
    assert_eq!(
        (told.answer, told.centre.as_deref()),
        (Answer::Allow, Some("global"))
    );
}

#[test]
fn h6_a_way_that_a_centre_does_not_take_is_refused_with_those_it_takes() {
    let all = [bought("A-1", "basic", "01-01", "12-31")];
    let japanese = Language::new("ja");
    let by_mail = |centre| Wish {
        channel: "mail",
        centre,
        ..wish(&japanese, "S3", "10:00")
    };
    let told = verdict(&DESK, &all, &by_mail(Some("japan")));
    assert_eq!(told.answer, Answer::Refuse);
    assert!(told.reasons.contains(&Because::ChannelNotTaken {
        centre: "japan".into(),
        ways: vec!["web".into(), "phone".into()],
    }));
    let told = verdict(&DESK, &all, &by_mail(None));
    assert_eq!(
        (told.answer, told.centre.as_deref()),
        (Answer::Allow, Some("japan-onsite"))
    );
    let nobody = Wish {
        channel: "conference",
        ..wish(&japanese, "S3", "10:00")
    };
    assert_eq!(verdict(&DESK, &all, &nobody).answer, Answer::Refuse);
}
