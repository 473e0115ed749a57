//! Incidents (E3, S7): declared once, told of in every language with the next update promised, ended with a solution.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use domain::{
    AccountId, Actor, CaseId, DeploymentId, Desk, IncidentId, Instant, Language, Level, PersonId,
    Role,
    access::{Access, Scope},
    case::{
        self,
        intake::{FieldProblem, Wrong},
    },
    desk::check,
    event::Recorded,
    incident::{
        Affected, Command, Concerned, Declaration, End, Facts, Incident, IncidentEvent, Phase,
        Reader, Refused, Told, Typed, decide, suggested,
    },
};
use jiff::{SignedDuration, civil::date};
use proptest::prelude::*;

const SATO: PersonId = PersonId(901);
const MIURA: PersonId = PersonId(902);
const BLUE: AccountId = AccountId(1);

fn at(minutes: i64) -> Instant {
    let noon: Instant = "2026-11-20T03:00:00Z".parse().unwrap();
    noon + SignedDuration::from_mins(minutes)
}

fn desk() -> Desk {
    static DESK: LazyLock<Desk> =
        LazyLock::new(|| check(include_str!("../../../desks/default.toml")).unwrap());
    DESK.clone()
}

fn agent() -> Actor {
    Actor::Agent {
        person: SATO,
        role: Role::Tier2,
        team: None,
    }
}

fn contact() -> Actor {
    Actor::Contact {
        person: PersonId(1),
        account: BLUE,
        access: Access::all(Level::ReadWrite),
    }
}

fn both(ja: &str, en: &str) -> Typed {
    let text = |tag: &str, text: &str| (Language::new(tag), text.to_owned());
    vec![text("ja", ja), text("en", en)]
}

fn declaration() -> Declaration {
    Declaration {
        from: Some(CaseId(7)),
        title: both("通話が切れる", "Calls drop"),
        affected: Affected {
            severity: "S1".into(),
            products: ["contact-cloud".to_owned()].into(),
            ..Affected::default()
        },
        texts: both("調べています。", "We are looking into it."),
        ..Declaration::default()
    }
}

/// An incident that is played command by command.
struct Played {
    desk: Desk,
    incident: Option<Incident>,
    log: Vec<Recorded<IncidentEvent>>,
    elsewhere: BTreeMap<CaseId, i64>,
}

impl Played {
    fn new() -> Self {
        Self {
            desk: desk(),
            incident: None,
            log: Vec::new(),
            elsewhere: BTreeMap::new(),
        }
    }

    fn declared() -> Self {
        let mut played = Self::new();
        played
            .does(0, &agent(), Command::Declare(Box::new(declaration())))
            .unwrap();
        played
    }

    fn does(
        &mut self,
        minute: i64,
        actor: &Actor,
        command: Command,
    ) -> Result<Vec<IncidentEvent>, Refused> {
        let owners = BTreeSet::from([SATO, MIURA]);
        let facts = Facts {
            desk: &self.desk,
            desk_version: 1,
            now: at(minute),
            actor,
            owners: &owners,
            elsewhere: &self.elsewhere,
        };
        let events = decide(self.incident.as_ref(), command, &facts)?;
        for event in &events {
            let recorded = Recorded {
                version: self.log.len() as i64 + 1,
                at: at(minute),
                by: actor.by(),
                event: event.clone(),
            };
            self.log.push(recorded);
            match &mut self.incident {
                Some(incident) => incident.apply(self.log.last().unwrap()),
                none => *none = Incident::replay(IncidentId(1), &self.log),
            }
        }
        Ok(events)
    }

    fn is(&self) -> &Incident {
        self.incident.as_ref().unwrap()
    }
}

fn update(phase: Phase, next: Option<i64>) -> Command {
    Command::Update {
        phase,
        texts: both("続報です。", "More news."),
        next_at: next.map(at),
    }
}

fn end() -> Command {
    Command::End {
        texts: both("復旧しました。", "Service is back."),
        solution: both("画面を開き直してください。", "Open the page again."),
        cause_due_on: None,
    }
}

fn wrong(field: &str, wrong: Wrong) -> Refused {
    let field = field.to_owned();
    Refused::Fields(vec![FieldProblem { field, wrong }])
}

#[test]
fn e3_staff_declare_from_a_case_and_the_desks_rhythm_promises_the_first_update() {
    let played = Played::declared();
    let incident = played.is();
    assert_eq!(incident.phase, Phase::Investigating);
    assert_eq!((incident.lead, incident.communications), (SATO, SATO));
    assert_eq!(incident.cases, BTreeSet::from([CaseId(7)]));
    assert_eq!(incident.promised.unwrap().at, at(30));
    assert_eq!(incident.affected.started_at, Some(at(0)));
    assert_eq!(incident.updates.len(), 1);
    // The rhythm hangs on the severity.
    let mut slower = declaration();
    slower.affected.severity = "S2".into();
    let mut played = Played::new();
    played
        .does(0, &agent(), Command::Declare(Box::new(slower)))
        .unwrap();
    assert_eq!(played.is().promised.unwrap().at, at(60));
}

#[test]
fn e3_nobody_of_a_customers_declares_or_writes() {
    let mut played = Played::new();
    let declare = || Command::Declare(Box::new(declaration()));
    assert_eq!(
        played.does(0, &contact(), declare()),
        Err(Refused::NotAllowed)
    );
    played.does(0, &agent(), declare()).unwrap();
    let note = Command::AddNote { text: "x".into() };
    assert_eq!(played.does(1, &contact(), note), Err(Refused::NotAllowed));
    // A desk that has none declares none.
    let mut none = Played::new();
    none.desk.incident = None;
    assert_eq!(none.does(0, &agent(), declare()), Err(Refused::NoIncidents));
}

#[test]
fn e3_everything_for_customers_is_said_in_each_language_of_the_desk() {
    let mut half = declaration();
    half.title = both("通話が切れる", " ");
    half.texts = vec![(Language::new("en"), "We are looking into it.".into())];
    half.affected.severity = "S9".into();
    half.lead = Some(PersonId(5));
    let mut played = Played::new();
    let Err(Refused::Fields(problems)) = played.does(0, &agent(), Command::Declare(Box::new(half)))
    else {
        panic!("it is refused");
    };
    let fields: Vec<&str> = problems.iter().map(|p| p.field.as_str()).collect();
    // Who communicates is the lead where nobody is named.
    assert_eq!(
        fields,
        ["title-en", "severity", "lead", "communications", "text-ja"]
    );
}

#[test]
fn s7_an_update_promises_the_next_one_within_a_week() {
    let mut played = Played::declared();
    for (next, refused) in [
        (None, Wrong::Missing),
        (Some(5), Wrong::NotAhead { days: 7 }),
        (Some(8 * 24 * 60), Wrong::NotAhead { days: 7 }),
    ] {
        let update = update(Phase::Identified, next);
        assert_eq!(
            played.does(10, &agent(), update),
            Err(wrong("next-at", refused))
        );
    }
    played
        .does(10, &agent(), update(Phase::Identified, Some(40)))
        .unwrap();
    assert_eq!(played.is().promised.unwrap().at, at(40));
}

#[test]
fn e3_a_phase_goes_on_or_one_back_and_ends_by_the_end_alone() {
    let table = [
        (Phase::Investigating, [true, true, true, false, false]),
        (Phase::Identified, [true, true, true, false, false]),
        (Phase::Monitoring, [false, true, true, false, false]),
    ];
    for (from, leads) in table {
        for (to, leads) in Phase::ALL.into_iter().zip(leads) {
            assert_eq!(from.leads_to(to), leads, "{from:?} to {to:?}");
        }
    }
    let mut played = Played::declared();
    played
        .does(1, &agent(), update(Phase::Monitoring, Some(40)))
        .unwrap();
    assert_eq!(
        played.does(2, &agent(), update(Phase::Investigating, Some(40))),
        Err(Refused::NoSuchPhase {
            from: Phase::Monitoring,
            to: Phase::Investigating
        })
    );
    played.does(3, &agent(), end()).unwrap();
    assert_eq!(played.is().phase, Phase::Restored);
    assert_eq!(played.is().promised, None);
    assert_eq!(
        played.does(4, &agent(), update(Phase::Monitoring, Some(40))),
        Err(Refused::Over)
    );
}

#[test]
fn e3_a_case_belongs_to_one_incident_at_a_time() {
    let mut played = Played::declared();
    played.elsewhere.insert(CaseId(8), 3);
    let gather = |cases: &[i64]| Command::Gather {
        cases: cases.iter().map(|id| CaseId(*id)).collect(),
    };
    assert_eq!(
        played.does(1, &agent(), gather(&[8, 9])),
        Err(Refused::GatheredElsewhere {
            case: CaseId(8),
            number: 3
        })
    );
    played.does(1, &agent(), gather(&[9])).unwrap();
    // What it has already is no news.
    assert_eq!(played.does(2, &agent(), gather(&[7, 9])), Ok(Vec::new()));
    let release = Command::Release {
        cases: [CaseId(7), CaseId(50)].into(),
    };
    played.does(3, &agent(), release).unwrap();
    assert_eq!(played.is().cases, BTreeSet::from([CaseId(9)]));
}

#[test]
fn e3_the_cause_is_reported_once_after_the_end_and_has_a_due_day() {
    let mut played = Played::declared();
    let report = || Command::ReportCause {
        texts: both("原因です。", "The cause."),
    };
    assert_eq!(played.does(1, &agent(), report()), Err(Refused::Running));
    played.does(2, &agent(), end()).unwrap();
    let cause = played.is().cause.clone().unwrap();
    assert_eq!(cause.due_on, date(2026, 11, 30));
    assert!(!played.is().is_cause_overdue(date(2026, 11, 30)));
    assert!(played.is().is_cause_overdue(date(2026, 12, 1)));
    played.does(3, &agent(), report()).unwrap();
    assert_eq!(played.is().phase, Phase::Reported);
    assert!(!played.is().is_cause_overdue(date(2026, 12, 1)));
    assert_eq!(
        played.does(4, &agent(), report()),
        Err(Refused::ReportedAlready)
    );
}

#[test]
fn e3_what_was_declared_by_mistake_is_cancelled_and_lets_its_cases_go() {
    let mut played = Played::declared();
    let cancel = |reason: &str| Command::Cancel {
        reason: reason.into(),
    };
    assert_eq!(
        played.does(1, &agent(), cancel(" ")),
        Err(wrong("reason", Wrong::Missing))
    );
    played.does(1, &agent(), cancel("誤検知")).unwrap();
    assert!(played.is().is_cancelled());
    assert!(played.is().cases.is_empty());
    let gather = Command::Gather {
        cases: [CaseId(9)].into(),
    };
    assert_eq!(played.does(2, &agent(), gather), Err(Refused::Over));
    let everybody = Reader::Contact {
        scope: Scope::System,
        concerned: Some(blue()),
    };
    assert!(!everybody.may_read(played.is(), []));
}

#[test]
fn s7_a_promised_update_is_told_of_once_before_and_once_after() {
    let mut played = Played::declared();
    let desk = played.desk.clone();
    let mut told = |minute: i64| {
        let events = played
            .does(minute, &Actor::System, Command::TellUpdate)
            .unwrap();
        let told = events.first().map(|event| match event {
            IncidentEvent::UpdateTold { notice, .. } => *notice,
            other => panic!("{other:?}"),
        });
        (told, played.is().tell_at(&desk))
    };
    assert_eq!(told(24), (None, Some(at(25))));
    assert_eq!(told(25), (Some(Told::Soon), Some(at(30))));
    assert_eq!(told(26), (None, Some(at(30))));
    assert_eq!(told(30), (Some(Told::Overdue), None));
    assert_eq!(told(99), (None, None));
    // After an outage of ours only the worse is told.
    let mut late = Played::declared();
    let events = late.does(45, &Actor::System, Command::TellUpdate).unwrap();
    assert!(matches!(
        events[..],
        [IncidentEvent::UpdateTold {
            notice: Told::Overdue,
            ..
        }]
    ));
    assert!(late.is().is_overdue(at(45)));
    late.does(46, &agent(), update(Phase::Investigating, Some(70)))
        .unwrap();
    assert!(!late.is().is_overdue(at(46)));
}

#[test]
fn s7_a_report_on_the_cause_is_told_of_on_its_day_and_once_more_when_it_is_late() {
    let end = |due_on| Command::End {
        texts: both("復旧しました", "Restored"),
        solution: both("再起動してください", "Restart"),
        cause_due_on: Some(due_on),
    };
    let mut played = Played::declared();
    let desk = played.desk.clone();
    let zone = desk.time_zone.clone();
    let due_on = at(0).to_zoned(zone.clone()).date() + jiff::Span::new().days(3);
    let morning = |days: i64| {
        let day = due_on + jiff::Span::new().days(days);
        day.at(9, 0, 0, 0)
            .to_zoned(zone.clone())
            .unwrap()
            .timestamp()
    };
    let minute = |instant: Instant| instant.duration_since(at(0)).as_secs() / 60;
    played.does(5, &agent(), end(due_on)).unwrap();
    assert_eq!(played.is().tell_at(&desk), Some(morning(0)));
    let tell = |played: &mut Played, at: Instant| {
        let told = played.does(minute(at), &Actor::System, Command::TellUpdate);
        told.unwrap().first().map(|event| match event {
            IncidentEvent::CauseTold { notice, due_on: on } if *on == due_on => *notice,
            other => panic!("{other:?}"),
        })
    };
    let before = morning(0) - jiff::SignedDuration::from_mins(1);
    assert_eq!(tell(&mut played, before), None);
    assert_eq!(tell(&mut played, morning(0)), Some(Told::Soon));
    assert_eq!(tell(&mut played, morning(0)), None);
    assert_eq!(played.is().tell_at(&desk), Some(morning(1)));
    assert_eq!(tell(&mut played, morning(1)), Some(Told::Overdue));
    assert_eq!(played.is().tell_at(&desk), None);
    assert_eq!(tell(&mut played, morning(9)), None);
    // One that came is told of no more.
    let mut came = Played::declared();
    came.does(5, &agent(), end(due_on)).unwrap();
    let texts = both("証明書の期限切れです", "A certificate had expired");
    came.does(6, &agent(), Command::ReportCause { texts })
        .unwrap();
    assert_eq!(came.is().tell_at(&desk), None);
    assert_eq!(tell(&mut came, morning(5)), None);
    // After an outage of ours only the worse is told.
    let mut late = Played::declared();
    late.does(5, &agent(), end(due_on)).unwrap();
    assert_eq!(tell(&mut late, morning(2)), Some(Told::Overdue));
    assert_eq!(late.is().tell_at(&desk), None);
}

fn blue() -> Concerned {
    Concerned {
        account: BLUE,
        sites: [DeploymentId(11)].into(),
        products: ["contact-cloud".to_owned()].into(),
        since: None,
    }
}

#[test]
fn e3_who_reads_it_without_a_case_is_who_is_affected_and_wants_to_hear() {
    let read = |change: &dyn Fn(&mut Affected), concerned: Concerned, hears: bool| {
        let mut declaration = declaration();
        change(&mut declaration.affected);
        let mut played = Played::new();
        played
            .does(0, &agent(), Command::Declare(Box::new(declaration)))
            .unwrap();
        if !hears {
            let account = BLUE;
            let out = Command::SetHearing { account, hears };
            played.does(1, &agent(), out).unwrap();
        }
        let reader = Reader::Contact {
            scope: Scope::Nothing,
            concerned: Some(concerned),
        };
        reader.may_read(played.is(), [])
    };
    let wide = |affected: &mut Affected| affected.wide = true;
    let picked = |affected: &mut Affected| affected.accounts = [BLUE].into();
    let site = |affected: &mut Affected| affected.deployments = [DeploymentId(11)].into();
    let other = |affected: &mut Affected| affected.deployments = [DeploymentId(21)].into();
    // That its product is named tells nobody of it: staff say so.
    assert!(!read(&|_| {}, blue(), true));
    assert!(read(&wide, blue(), true));
    assert!(read(&picked, blue(), true));
    assert!(read(&site, blue(), true));
    assert!(!read(&other, blue(), true));
    for affected in [&wide as &dyn Fn(&mut Affected), &picked, &site] {
        assert!(!read(affected, blue(), false));
        let since = Some(at(1));
        assert!(!read(affected, Concerned { since, ..blue() }, true));
    }
    let another = Concerned {
        products: ["meetings".to_owned()].into(),
        ..blue()
    };
    assert!(!read(&wide, another, true));
}

fn any_command() -> impl Strategy<Value = Command> {
    let phase = prop::sample::select(Phase::ALL.to_vec());
    let cases = || prop::collection::btree_set((1..9_i64).prop_map(CaseId), 0..4);
    prop_oneof![
        (phase, prop::option::of(-5..400_i64)).prop_map(|(phase, next)| update(phase, next)),
        cases().prop_map(|cases| Command::Gather { cases }),
        cases().prop_map(|cases| Command::Release { cases }),
        any::<bool>().prop_map(|hears| Command::SetHearing {
            account: BLUE,
            hears
        }),
        prop::sample::select(vec![SATO, MIURA, PersonId(5)]).prop_map(|lead| {
            Command::SetOwners {
                lead,
                communications: SATO,
            }
        }),
        Just(Command::AddNote { text: "x".into() }),
        Just(Command::TellUpdate),
        Just(end()),
        Just(Command::ReportCause {
            texts: both("原因", "Cause")
        }),
        Just(Command::Cancel {
            reason: "誤り".into()
        }),
    ]
}

proptest! {
    #[test]
    fn e3_what_is_kept_is_the_replay_and_no_phase_goes_two_back(
        steps in prop::collection::vec((0..60_i64, any_command()), 0..40)
    ) {
        let mut played = Played::declared();
        let mut minute = 0;
        let mut told: BTreeSet<(Instant, Told)> = BTreeSet::new();
        for (later, command) in steps {
            minute += later;
            let before = played.is().clone();
            let actor = if command == Command::TellUpdate { Actor::System } else { agent() };
            let Ok(events) = played.does(minute, &actor, command) else {
                prop_assert_eq!(played.is(), &before);
                continue;
            };
            let after = played.is();
            prop_assert!(after.phase.place() + 1 >= before.phase.place());
            if before.ended.is_some() {
                prop_assert_eq!(&after.ended, &before.ended);
                prop_assert!(after.phase >= before.phase);
            }
            // While it runs an update is promised; afterwards none is.
            prop_assert_eq!(after.promised.is_some(), after.ended.is_none());
            if let Some((_, End::Restored { solution })) = &after.ended {
                prop_assert_eq!(solution.len(), 2);
            }
            for update in &after.updates {
                prop_assert_eq!(update.texts.len(), 2);
            }
            for event in &events {
                if let IncidentEvent::UpdateTold { notice, at } = event {
                    prop_assert!(told.insert((*at, *notice)), "told twice: {:?} {:?}", at, notice);
                }
            }
            let replayed = Incident::replay(IncidentId(1), &played.log);
            prop_assert_eq!(replayed.as_ref(), Some(after));
        }
    }
}

#[test]
fn s7_the_plans_that_have_it_are_told_to_think_of_an_incident() {
    let desk = desk();
    let case = |severity: &str, plan: &str| {
        let actor = contact();
        let facts = case::Facts {
            now: at(0),
            actor: &actor,
            desk: &desk,
        };
        let mut new = opening::new_case(&desk);
        new.account = BLUE;
        new.severity = severity.into();
        let events = case::open(new, &opening::bought(&desk, Some(plan)), &facts).unwrap();
        case::Case::opened(at(0), &events[0]).unwrap()
    };
    let managed = desk.plans.iter().find(|plan| plan.incident_management);
    let managed = managed.unwrap().id.as_str();
    let other = desk.plans.iter().find(|plan| !plan.incident_management);
    let other = other.unwrap().id.as_str();
    assert!(suggested(&case("S1", managed), &desk));
    assert!(!suggested(&case("S2", managed), &desk));
    assert!(!suggested(&case("S1", other), &desk));
    let mut none = desk.clone();
    none.incident = None;
    assert!(!suggested(&case("S1", managed), &none));
}
