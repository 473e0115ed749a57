//! Who may do what with a case (A2, C18), as a table that stands in the repository: a change of it is seen in review.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;

use std::fmt::Write;

use domain::{
    AccountId, Actor, Desk, Instant, Level, PersonId, Role, TeamId,
    access::{Only, Scope},
    case::{
        self, Addressee, Case, Command, Facts, GivenSurvey, Lanes, Refused, escalation::Step,
        reads_draft,
    },
    desk::{StatusId, check},
};
use opening::{OURS, bought, new_case};

fn desk() -> Desk {
    check(include_str!("../../../desks/default.toml")).unwrap()
}

fn at(minute: i64) -> Instant {
    Instant::from_second(1_700_000_000 + minute * 60).unwrap()
}

fn contact(person: i64, account: AccountId, level: Level) -> Actor {
    Actor::Contact {
        person: PersonId(person),
        account,
        access: domain::access::Access::all(level),
    }
}

fn actors() -> Vec<(String, Actor)> {
    let mut all = Vec::new();
    for level in Level::ALL {
        all.push((
            format!("contact, {}", level.as_str()),
            contact(1, OURS, level),
        ));
    }
    all.push((
        "colleague, read-write".into(),
        contact(2, OURS, Level::ReadWrite),
    ));
    all.push((
        "stranger, read-write".into(),
        contact(3, AccountId(99), Level::ReadWrite),
    ));
    for role in Role::ALL {
        let agent = Actor::Agent {
            person: PersonId(50),
            role,
            team: Some(TeamId(5)),
        };
        all.push((format!("agent, {}", role.as_str()), agent));
    }
    all.push(("the product itself".into(), Actor::System));
    all
}

/// A case of ours in this status, or as it was opened.
fn case_in(desk: &Desk, status: Option<&str>) -> Case {
    let facts = |actor| Facts {
        now: at(0),
        actor,
        desk,
    };
    let ours = contact(1, OURS, Level::ReadWrite);
    let events = case::open(new_case(desk), &bought(desk, None), &facts(&ours)).unwrap();
    let mut case = Case::opened(at(0), &events[0]).unwrap();
    if let Some(status) = status {
        let staff = Actor::Agent {
            person: PersonId(50),
            role: Role::Tier1,
            team: None,
        };
        let to = StatusId::new(status);
        let moved = case::decide(&case, Command::ChangeStatus { to }, &facts(&staff)).unwrap();
        for event in moved {
            case.apply(at(0), &event);
        }
    }
    case
}

type Make = fn() -> Command;

/// Each command, and the status in which it has a sense.
fn commands() -> Vec<(&'static str, Option<&'static str>, Make)> {
    vec![
        ("post an update", None, || Command::PostUpdate {
            text: "x".into(),
        }),
        ("reply", None, || Command::Reply {
            text: "x".into(),
            then: None,
        }),
        ("add a note", None, || Command::AddNote { text: "x".into() }),
        ("change the status", None, || Command::ChangeStatus {
            to: StatusId::new("open/investigating"),
        }),
        ("assign", None, || Command::Assign {
            owner: Some(PersonId(50)),
            team: None,
        }),
        ("close", None, || Command::Close {
            reason: "resolved".into(),
            comment: None,
        }),
        (
            "answer a solution",
            Some("solution-proposed/proposed"),
            || Command::SolutionWorked { comment: None },
        ),
        ("need more help", Some("solution-proposed/proposed"), || {
            Command::NeedMoreHelp {
                tried: String::new(),
                happened: "x".into(),
            }
        }),
        ("redirect", None, || Command::Redirect {
            matter: "own-programs".into(),
            text: String::new(),
        }),
        ("ask to reopen", Some("closed/resolved"), || {
            Command::RequestReopening { reason: "x".into() }
        }),
        ("decline to reopen", Some("closed/resolved"), || {
            Command::DeclineReopening { reason: "x".into() }
        }),
        ("reopen", Some("closed/resolved"), || Command::Reopen),
        ("ask to escalate", None, || Command::AskEscalation {
            to: Addressee::SupportManager,
            reason: "x".into(),
        }),
        ("escalate", None, || Command::OpenEscalation {
            summary: "x".into(),
            lanes: Lanes {
                defect: "x".into(),
                ..Lanes::default()
            },
        }),
        ("move an escalation", None, || Command::MoveEscalation {
            to: Step::Evaluation,
            text: "x".into(),
        }),
        (
            "set the lanes",
            None,
            || Command::SetLanes(Lanes::default()),
        ),
        ("expect a solution", None, || Command::ExpectSolution {
            on: None,
            reason: "x".into(),
        }),
        ("call back", None, || Command::CallBack { text: "x".into() }),
        ("dismiss a suggestion", None, || Command::DismissEscalation),
        ("answer an escalation", None, || Command::AnswerEscalation {
            text: "x".into(),
        }),
        ("give a survey", Some("closed/resolved"), || {
            Command::GiveSurvey(GivenSurvey::default())
        }),
        ("set a kind's state", None, || Command::SetKindState {
            to: "planned".into(),
            text: String::new(),
        }),
        ("change the severity", None, || Command::ChangeSeverity {
            to: "S1".into(),
            reason: "x".into(),
        }),
        ("answer a severity", None, || Command::AnswerSeverity {
            to: None,
            accept: true,
            reason: String::new(),
        }),
        ("record a call", None, || Command::RecordCall {
            note: "x".into(),
        }),
        ("raise the tier", None, || Command::RaiseTier {
            reason: "x".into(),
        }),
        ("involve another vendor", None, || {
            Command::InvolveThirdParty {
                name: "x".into(),
                reference: String::new(),
                then: None,
            }
        }),
        ("answer questions", None, || Command::Answer {
            text: "x".into(),
            answers: vec![(1, "x".into())],
            more: false,
        }),
        ("ask something", None, || Command::Ask {
            text: "x".into(),
            then: None,
            questions: vec!["x".into()],
        }),
        ("withdraw a question", None, || Command::WithdrawQuestion {
            id: 1,
        }),
        ("tell of clocks", None, || Command::TellClocks),
    ]
}

fn table() -> String {
    let desk = desk();
    let mut rows: Vec<Vec<String>> =
        vec![vec![String::new(), "sees".into(), "opens a case".into()]];
    rows[0].extend(commands().iter().map(|(name, ..)| (*name).to_owned()));
    for (name, actor) in actors() {
        let facts = Facts {
            now: at(1),
            actor: &actor,
            desk: &desk,
        };
        let sees = match actor.scope() {
            Scope::Nothing => "nothing",
            Scope::Account {
                only: Only::All, ..
            } => "own company",
            Scope::Account { .. } => "own requests",
            Scope::Staff { .. } | Scope::System => "all",
        };
        let yes = |refused: bool| if refused { "–" } else { "yes" }.to_owned();
        let opened = case::open(new_case(&desk), &bought(&desk, None), &facts);
        let mut row = vec![
            name,
            sees.to_owned(),
            yes(opened == Err(Refused::NotAllowed)),
        ];
        for (_, status, command) in commands() {
            let decided = case::decide(&case_in(&desk, status), command(), &facts);
            row.push(yes(decided == Err(Refused::NotAllowed)));
        }
        rows.push(row);
    }
    let width = |column: usize| {
        rows.iter()
            .map(|r| r[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let mut out = String::new();
    for row in &rows {
        let cells = row.iter().enumerate();
        let cells = cells.map(|(column, cell)| {
            let fill = width(column) - cell.chars().count();
            format!("{cell}{}", " ".repeat(fill))
        });
        let _ = writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    out
}

/// Refresh with `REFRESH=1 cargo test -p domain --test permissions`.
#[test]
fn a2_who_may_do_what_is_as_committed() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/snapshots/permissions.txt"
    );
    let table = table();
    if std::env::var_os("REFRESH").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        table, committed,
        "if it is meant so: REFRESH=1 cargo test -p domain --test permissions"
    );
}

/// An agent of this team who is neither owner of a case nor leads.
fn of_team(team: Option<TeamId>) -> Actor {
    Actor::Agent {
        person: PersonId(51),
        role: Role::Tier1,
        team,
    }
}

fn leads() -> Actor {
    Actor::Agent {
        person: PersonId(52),
        role: Role::Supervisor,
        team: None,
    }
}

#[test]
fn k1_a_shared_draft_is_for_its_teams_the_owner_and_those_who_lead() {
    let (one, two) = (Some(TeamId(5)), Some(TeamId(6)));
    let mut case = case_in(&desk(), None);
    for (cases, writers, readers, reads) in [
        (one, one, one, true),
        (one, two, one, true),
        (two, one, one, true),
        (None, one, one, true),
        (one, None, one, true),
        (two, two, one, false),
        (two, None, one, false),
        (one, one, None, false),
        (None, one, None, false),
        (None, None, one, true),
        (None, None, None, true),
    ] {
        case.team = cases;
        let told = format!("{cases:?} {writers:?} {readers:?}");
        let reader = of_team(readers);
        assert_eq!(reads_draft(&case, writers, &reader), reads, "{told}");
        assert!(reads_draft(&case, writers, &leads()), "{told}");
        for nobody in [contact(1, OURS, Level::ReadWrite), Actor::System] {
            assert!(!reads_draft(&case, writers, &nobody), "{told}");
        }
        // Whoever has the case reads it, wherever they are.
        case.owner = reader.person();
        assert!(reads_draft(&case, writers, &reader), "{told}");
        case.owner = None;
    }
}

#[test]
fn k1_a_shared_draft_of_a_case_that_is_out_of_sight_is_out_of_sight_as_well() {
    let (one, two) = (Some(TeamId(5)), Some(TeamId(6)));
    let mut case = case_in(&desk(), None);
    (case.private, case.team) = (true, two);
    // The writer is of the reader's team, and the case is kept to another.
    assert!(!reads_draft(&case, one, &of_team(one)));
    assert!(reads_draft(&case, one, &of_team(two)));
    assert!(reads_draft(&case, one, &leads()));
}
