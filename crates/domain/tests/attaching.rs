//! Files in a case: with words, alone, among staff, and taken away (C13).

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;

use std::sync::LazyLock;

use domain::{
    AccountId, Actor, Desk, FileId, Instant, Level, PersonId, Role,
    case::{self, Case, CaseEvent, Command, Facts, Refused, attaching::Standing},
    desk::{StatusId, Turn, check},
    file::{NotTaken, Ready},
};
use opening::{OURS, bought, new_case};

const CUSTOMER: Actor = contact(1, OURS);
const STRANGER: Actor = contact(1, AccountId(99));
const AGENT: Actor = Actor::Agent {
    person: PersonId(50),
    role: Role::Tier1,
    team: None,
};

const fn contact(person: i64, account: AccountId) -> Actor {
    Actor::Contact {
        person: PersonId(person),
        account,
        access: domain::access::Access::all(Level::ReadWrite),
    }
}

fn desk() -> &'static Desk {
    static READ: LazyLock<Desk> =
        LazyLock::new(|| check(include_str!("../../../desks/default.toml")).unwrap());
    &READ
}

fn facts(actor: &Actor) -> Facts<'_> {
    Facts {
        now: Instant::from_second(1_700_000_000).unwrap(),
        actor,
        desk: desk(),
    }
}

fn does(case: &mut Case, actor: &Actor, command: Command) -> Result<Vec<CaseEvent>, Refused> {
    let events = case::decide(case, command, &facts(actor))?;
    for event in &events {
        case.apply(facts(actor).now, event);
    }
    Ok(events)
}

fn opened() -> Case {
    let events = case::open(new_case(desk()), &bought(desk(), None), &facts(&CUSTOMER)).unwrap();
    Case::opened(facts(&CUSTOMER).now, &events[0]).unwrap()
}

fn files(names: &[&str]) -> Vec<Ready> {
    let file = |(id, name): (i64, &&str)| Ready {
        id: FileId(id),
        name: (*name).to_owned(),
        bytes: 10,
        kind: domain::file::extension(name),
        sha256: "00".into(),
    };
    (1..).zip(names).map(file).collect()
}

fn update(text: &str) -> Command {
    Command::PostUpdate { text: text.into() }
}

/// The kinds of events, in short.
fn kinds(events: &[CaseEvent]) -> Vec<&'static str> {
    let kind = |event: &CaseEvent| match event {
        CaseEvent::MessagePosted { .. } => "message",
        CaseEvent::NotePosted { .. } => "note",
        CaseEvent::QuestionsAsked { .. } => "asked",
        CaseEvent::FilesAttached { internal: true, .. } => "internal files",
        CaseEvent::FilesAttached { alone: true, .. } => "files alone",
        CaseEvent::FilesAttached { .. } => "files",
        CaseEvent::StatusChanged { .. } => "status",
        CaseEvent::Assigned { .. } => "assigned",
        CaseEvent::MoreToFollow => "more",
        _ => "other",
    };
    events.iter().map(kind).collect()
}

#[test]
fn c13_files_stand_behind_the_words_they_came_with() {
    let mut case = opened();
    let done = does(
        &mut case,
        &CUSTOMER,
        update("a").with_files(files(&["a.png"])),
    )
    .unwrap();
    assert_eq!(kinds(&done), ["message", "files"]);
    let note = Command::AddNote { text: "n".into() }.with_files(files(&["a.log"]));
    let done = does(&mut case, &AGENT, note).unwrap();
    assert_eq!(kinds(&done), ["note", "internal files"]);
    assert!(!done[1].is_public());
    let ask = Command::Ask {
        text: "q".into(),
        then: None,
        questions: vec!["いつですか。".into()],
    };
    let done = does(
        &mut case,
        &AGENT,
        ask.with_files(files(&["a.png", "b.png"])),
    )
    .unwrap();
    let (message, file) = (kinds(&done), "files");
    let said = message.iter().position(|kind| *kind == "message").unwrap();
    assert_eq!(message[said + 1], file, "{message:?}");
    // They are told of with the words, and not once more.
    let told = |event: &CaseEvent| {
        let by = domain::event::By::Person(PersonId(50));
        domain::notice::notices(event, by, &case, desk())
    };
    assert!(
        done.iter()
            .filter(|event| matches!(event, CaseEvent::FilesAttached { .. }))
            .all(|event| told(event).is_empty())
    );
}

#[test]
fn c13_a_file_alone_is_an_update_like_any_other() {
    let mut case = opened();
    does(
        &mut case,
        &AGENT,
        Command::Reply {
            text: "a".into(),
            then: Some(StatusId::new("awaiting-information/information-required")),
        },
    )
    .unwrap();
    assert_eq!(case.turn, Turn::Customer);
    let more = Command::Answer {
        text: " ".into(),
        answers: Vec::new(),
        more: true,
    };
    let done = does(&mut case, &CUSTOMER, more.with_files(files(&["a.png"]))).unwrap();
    assert_eq!(kinds(&done), ["files alone", "more"]);
    assert_eq!(case.turn, Turn::Customer);
    let done = does(
        &mut case,
        &CUSTOMER,
        update("").with_files(files(&["b.png"])),
    )
    .unwrap();
    assert_eq!(kinds(&done), ["files alone", "status"]);
    assert_eq!(case.turn, Turn::Support);
    // Support says something with what it sends.
    let silent = Command::Reply {
        text: " ".into(),
        then: None,
    }
    .with_files(files(&["a.png"]));
    assert!(matches!(
        does(&mut case, &AGENT, silent),
        Err(Refused::Fields(_))
    ));
    // Without a file, words are needed as ever.
    assert!(matches!(
        does(&mut case, &CUSTOMER, update(" ").with_files(Vec::new())),
        Err(Refused::Fields(_))
    ));
}

#[test]
fn c13_what_may_not_be_said_may_not_be_attached() {
    let mut case = opened();
    let alone = update("").with_files(files(&["a.png"]));
    assert_eq!(
        does(&mut case, &STRANGER, alone.clone()),
        Err(Refused::NotAllowed)
    );
    assert_eq!(
        does(&mut case, &AGENT, alone.clone()),
        Err(Refused::NotAllowed)
    );
    let too_many = files(&["a.png"; 11]);
    let refused = does(&mut case, &CUSTOMER, update("a").with_files(too_many));
    let why = NotTaken::TooMany { most: 10 };
    assert_eq!(
        refused,
        Err(Refused::File {
            name: String::new(),
            why
        })
    );
    let refused = does(
        &mut case,
        &CUSTOMER,
        update("a").with_files(files(&["a.exe"])),
    );
    assert!(matches!(refused, Err(Refused::File { name, .. }) if name == "a.exe"));
    // A change that says nothing takes no file.
    let silent = Command::ChangeStatus {
        to: StatusId::new("open/investigating"),
    };
    assert!(matches!(
        does(&mut case, &AGENT, silent.with_files(files(&["a.png"]))),
        Err(Refused::Fields(_))
    ));
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    does(&mut case, &CUSTOMER, close).unwrap();
    assert_eq!(does(&mut case, &CUSTOMER, alone), Err(Refused::Closed));
}

#[test]
fn c13_a_file_is_taken_away_by_staff_or_by_its_sender_while_nobody_had_it() {
    let mut case = opened();
    let file = |by, internal, fetched| {
        Command::RemoveFile(Standing {
            id: FileId(1),
            name: "a.png".into(),
            internal,
            by: PersonId(by),
            fetched,
        })
    };
    let colleague = contact(2, OURS);
    for (actor, command, may) in [
        (&CUSTOMER, file(1, false, false), true),
        (&CUSTOMER, file(1, false, true), false),
        (&colleague, file(1, false, false), false),
        (&STRANGER, file(1, false, false), false),
        (&CUSTOMER, file(1, true, false), false),
        (&AGENT, file(1, false, true), true),
        (&AGENT, file(50, true, false), true),
    ] {
        let done = does(&mut case, actor, command.clone());
        assert_eq!(done.is_ok(), may, "{command:?} {done:?}");
    }
}
