//! A case that its owner has put to sleep (K1).
#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;
mod playing;

use domain::{
    Actor, Desk, Instant, Level, PersonId, Role,
    access::Access,
    case::{
        self, Addressee, Case, CaseEvent, Command, Facts, Refused, Waker, intake::Wrong,
        snoozing::LONGEST,
    },
    desk::{StatusId, check},
};
use jiff::tz::TimeZone;
use opening::{OURS, bought, new_case};

const HOUR: i64 = 3_600;

/// A Monday at noon in Tokyo, and so many seconds later.
fn at(seconds: i64) -> Instant {
    "2026-06-01T03:00:00Z".parse::<Instant>().unwrap() + jiff::SignedDuration::from_secs(seconds)
}

fn customer() -> Actor {
    Actor::Contact {
        person: PersonId(1),
        account: OURS,
        access: Access::all(Level::ReadWrite),
    }
}

fn agent(id: i64) -> Actor {
    Actor::Agent {
        person: PersonId(id),
        role: Role::Tier1,
        team: None,
    }
}

#[derive(Clone)]
struct Kept {
    desk: Desk,
    case: Case,
}

impl Kept {
    /// Opened, and answered by the agent 50 after a minute.
    fn answered() -> Self {
        let desk = check(include_str!("../../../desks/default.toml")).unwrap();
        let facts = Facts {
            now: at(0),
            actor: &customer(),
            desk: &desk,
        };
        let events = case::open(new_case(&desk), &bought(&desk, None), &facts).unwrap();
        let case = Case::opened(at(0), &events[0]).unwrap();
        let mut kept = Self { desk, case };
        let text = "確認します。".into();
        let reply = Command::Reply { text, then: None };
        kept.does(60, &agent(50), reply).unwrap();
        kept
    }

    fn does(
        &mut self,
        after: i64,
        actor: &Actor,
        command: Command,
    ) -> Result<Vec<CaseEvent>, Refused> {
        playing::does(&self.desk, &mut self.case, at(after), actor, command)
    }

    fn sleeps(&mut self, after: i64, until: Option<i64>) {
        let until = until.map(at);
        let events = self.does(after, &agent(50), Command::Snooze { until });
        assert_eq!(events.unwrap(), [CaseEvent::Snoozed { until }]);
    }

    fn told(&mut self, after: i64) -> Vec<CaseEvent> {
        self.does(after, &Actor::System, Command::TellClocks)
            .unwrap()
    }
}

fn woken(because: Waker) -> CaseEvent {
    CaseEvent::Woken { because }
}

#[test]
fn k1_a_case_that_sleeps_comes_back_at_its_moment_once() {
    let mut case = Kept::answered();
    case.sleeps(120, Some(2 * HOUR));
    assert_eq!(
        case.case.tell_at(&case.desk),
        Some(at(2 * HOUR).as_second())
    );
    assert_eq!(case.told(2 * HOUR - 1), []);
    assert_eq!(case.told(2 * HOUR), [woken(Waker::Time)]);
    assert_eq!(case.told(2 * HOUR), []);
    assert_eq!(case.case.snoozed, None);
    // The same moment again is nothing new, another one is.
    case.sleeps(2 * HOUR + 1, Some(3 * HOUR));
    let until = Some(at(3 * HOUR));
    let again = case.does(2 * HOUR + 2, &agent(50), Command::Snooze { until });
    assert_eq!(again.unwrap(), []);
    case.sleeps(2 * HOUR + 2, None);
    assert_eq!(case.told(4 * HOUR), []);
    let wakes = case.does(4 * HOUR, &agent(51), Command::Wake).unwrap();
    assert_eq!(wakes, [woken(Waker::Staff)]);
    assert_eq!(case.does(4 * HOUR, &agent(51), Command::Wake), Ok(vec![]));
}

#[test]
fn k1_whatever_the_customer_does_wakes_it_and_what_staff_do_does_not() {
    let text = || "続報です。".to_owned();
    let customers = [
        Command::PostUpdate { text: text() },
        Command::Answer {
            text: text(),
            answers: Vec::new(),
            more: true,
        },
        Command::AskEscalation {
            to: Addressee::SupportManager,
            reason: text(),
        },
        Command::ChangeSeverity {
            to: "S2".into(),
            reason: text(),
        },
        Command::SetProxyLogin { allowed: true },
    ];
    for command in customers {
        for until in [None, Some(2 * HOUR)] {
            let mut case = Kept::answered();
            case.sleeps(120, until);
            let events = case.does(180, &customer(), command.clone()).unwrap();
            let last = events.last().unwrap();
            assert_eq!(*last, woken(Waker::Customer), "{command:?}");
            assert_eq!(case.case.snoozed, None);
        }
    }
    let staffs = [
        Command::AddNote { text: text() },
        Command::Reply {
            text: text(),
            then: None,
        },
        Command::ChangeStatus {
            to: StatusId::new("awaiting-information/information-required"),
        },
    ];
    let mut case = Kept::answered();
    case.sleeps(120, None);
    for command in staffs {
        case.does(180, &agent(51), command).unwrap();
        assert!(case.case.snoozed.is_some());
    }
}

#[test]
fn k1_a_clock_wakes_it_before_it_runs_out_and_none_stands_still() {
    let mut awake = Kept::answered();
    let mut asleep = awake.clone();
    asleep.sleeps(120, None);
    assert_eq!(asleep.case.clocks, awake.case.clocks);
    let timers = awake.case.timers(&awake.desk);
    assert_eq!(asleep.case.timers(&asleep.desk), timers);
    let first = timers.first().unwrap().at - at(0).as_second();
    assert_eq!(asleep.told(first - 1), []);
    let events = asleep.told(first);
    assert!(matches!(events[0], CaseEvent::ClockTold { .. }));
    assert_eq!(*events.last().unwrap(), woken(Waker::Clock));
    awake.told(first);
    assert_eq!(asleep.case.clocks, awake.case.clocks);
    // What is in danger is not put to sleep, until it was answered.
    let refused = asleep.does(first + 1, &agent(50), Command::Snooze { until: None });
    assert_eq!(refused, Err(Refused::DueSoon));
    let text = "調査中です。".into();
    let reply = Command::Reply { text, then: None };
    asleep.does(first + 2, &agent(50), reply).unwrap();
    asleep.sleeps(first + 3, None);
}

#[test]
fn k1_only_its_owner_puts_it_to_sleep_and_nobodys_case_is_taken_with_it() {
    let mut case = Kept::answered();
    let snooze = Command::Snooze { until: None };
    assert_eq!(
        case.does(120, &agent(51), snooze.clone()),
        Err(Refused::NotOwner)
    );
    let denied = Err(Refused::NotAllowed);
    assert_eq!(case.does(120, &customer(), snooze.clone()), denied);
    assert_eq!(case.does(120, &customer(), Command::Wake), denied);
    let nobody = Command::Assign {
        owner: None,
        team: None,
    };
    case.does(120, &agent(50), nobody).unwrap();
    let events = case.does(121, &agent(51), snooze).unwrap();
    assert!(matches!(events[0], CaseEvent::Assigned { owner, .. } if owner == Some(PersonId(51))));
    // In other hands it is awake.
    let other = Command::Assign {
        owner: Some(PersonId(50)),
        team: None,
    };
    let events = case.does(122, &agent(51), other).unwrap();
    assert!(!events.iter().any(|e| matches!(e, CaseEvent::Woken { .. })));
    assert_eq!(case.case.snoozed, None);
    case.sleeps(123, None);
    let close = Command::Close {
        reason: case.desk.rules.close_reasons[0].id.clone(),
        comment: None,
    };
    case.does(124, &customer(), close).unwrap();
    assert_eq!(case.case.snoozed, None);
    let closed = case.does(125, &agent(50), Command::Snooze { until: None });
    assert_eq!(closed, Err(Refused::Closed));
}

#[test]
fn k1_a_moment_lies_ahead_and_not_too_far() {
    let mut case = Kept::answered();
    for after in [-1, 120, 120 + (LONGEST * 24) * HOUR + 1] {
        let until = Some(at(after));
        let refused = case.does(120, &agent(50), Command::Snooze { until });
        let Err(Refused::Fields(wrong)) = refused else {
            panic!("{after}: {refused:?}")
        };
        assert_eq!(wrong[0].field, "until");
        assert_eq!(wrong[0].wrong, Wrong::NotAhead { days: LONGEST });
    }
}

#[test]
fn k1_no_customer_learns_of_it() {
    let mut case = Kept::answered();
    let before = case.case.clone();
    case.sleeps(120, Some(HOUR));
    case.told(HOUR);
    assert_eq!(case.case.public_version, before.public_version);
    assert_eq!(case.case.modified_at, before.modified_at);
    assert_eq!(case.case.version, before.version + 2);
}

#[test]
fn k1_moments_that_are_offered_are_working_time_in_the_agents_zone() {
    let case = Kept::answered();
    let offered = |zone: &str, now: &str| -> Vec<(&str, String)> {
        let zone = TimeZone::get(zone).unwrap();
        let all = case.case.presets(&case.desk, &zone, now.parse().unwrap());
        let said = |at: Instant| {
            at.to_zoned(zone.clone())
                .strftime("%a %d %H:%M")
                .to_string()
        };
        all.into_iter()
            .map(|(preset, at)| (preset.as_str(), said(at)))
            .collect()
    };
    let tokyo = |now| offered("Asia/Tokyo", now);
    let all = |later: &str, tomorrow: &str, next: &str| {
        let all = [
            ("later-today", later),
            ("tomorrow", tomorrow),
            ("next-week", next),
        ];
        let some = all.into_iter().filter(|(_, at)| !at.is_empty());
        some.map(|(id, at)| (id, at.to_owned())).collect::<Vec<_>>()
    };
    // A Monday morning; late in its afternoon; a Friday; a Saturday; a Sunday.
    let monday = tokyo("2026-06-01T10:20:00+09:00");
    assert_eq!(monday, all("Mon 01 14:00", "Tue 02 09:00", "Mon 08 09:00"));
    let at_the_end = tokyo("2026-06-01T14:00:00+09:00");
    assert_eq!(at_the_end[0].1, "Mon 01 17:00", "up to the closing");
    let late = tokyo("2026-06-01T15:01:00+09:00");
    assert_eq!(late, all("", "Tue 02 09:00", "Mon 08 09:00"));
    let friday = tokyo("2026-06-05T16:00:00+09:00");
    assert_eq!(friday, all("", "", "Mon 08 09:00"));
    let sunday = tokyo("2026-06-07T16:00:00+09:00");
    assert_eq!(sunday, all("", "Mon 08 09:00", ""), "none twice");
    // A Monday that is a holiday, and the days around the turn of the year.
    let holiday = tokyo("2026-07-16T10:00:00+09:00");
    assert_eq!(holiday, all("Thu 16 13:00", "Fri 17 09:00", "Tue 21 09:00"));
    let year = tokyo("2026-12-28T16:00:00+09:00");
    assert_eq!(year, all("", "", "Mon 04 09:00"));
    // Tokyo has worked all night when an agent in Berlin wakes up.
    let berlin = offered("Europe/Berlin", "2026-06-01T08:00:00+02:00");
    assert_eq!(berlin, all("", "Tue 02 09:00", "Mon 08 09:00"));
}
