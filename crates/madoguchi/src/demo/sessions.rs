//! A live session that the demo has behind it, about a case that goes on: what was said, a screen that was recorded, and what its
//! customer said of it (L8, C16).

use std::{io::Write, time::Duration};

use domain::{
    Instant, SessionId,
    access::Scope,
    desk::session::{Recording, SessionRules},
    event::By,
    session::{
        self, Actor, Arrival, Command, Facts, Seat, Start, Surface, Thing, Way, give_survey,
    },
};
use jiff::SignedDuration;
use serde::Deserialize;
use store::{
    cases::StoredCase,
    sessions::{
        Besides, StoredSession, happen,
        recordings::{RecordingState, TrackKind},
    },
};

use crate::app::{App, Fail, recordings::Written};

/// A customer's screen as our own recorder wrote it, from pictures of our own.
const SCREEN: &[u8] = include_bytes!("world/session.webm");
/// How long it plays.
const PLAYS: Duration = Duration::from_millis(20_000);

#[derive(Deserialize)]
struct Lines {
    line: Vec<Line>,
    comment: Line,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    customer: bool,
    /// It is said while the screen is recorded.
    #[serde(default)]
    recorded: bool,
    ja: String,
    en: String,
}

/// From the case's opening to the session, and from one step of it to the next.
const AFTER: SignedDuration = SignedDuration::from_mins(15);
const STEP: SignedDuration = SignedDuration::from_mins(3);
/// The same while it is recorded.
const SOON: SignedDuration = SignedDuration::from_secs(7);
/// Cases that are looked at.
const MOST: i64 = 1_000;

/// The first open case that somebody has and that is old enough.
async fn about(app: &App, lasts: SignedDuration) -> Result<Option<StoredCase>, Fail> {
    let latest = app.now() - lasts;
    for number in 1..MOST {
        let Some(stored) = app.store.case(&Scope::System, number).await? else {
            return Ok(None);
        };
        let case = &stored.case;
        if !case.is_closed() && !case.private && case.owner.is_some() && case.opened_at < latest {
            return Ok(Some(stored));
        }
    }
    Ok(None)
}

pub async fn all(app: &App) -> Result<(), Fail> {
    let Some(rules) = app.session_rules() else {
        return Ok(());
    };
    // Whether this desk records or not, there is something to see.
    let records = app.records();
    let rules = &SessionRules {
        recording: match records {
            true => Recording::Ask,
            false => rules.recording,
        },
        ..rules.clone()
    };
    let lines: Lines = toml::from_str(include_str!("world/session.toml")).map_err(Fail::broken)?;
    let steps = i32::try_from(lines.line.len()).unwrap_or(0) + 3;
    let Some(stored) = about(app, AFTER + STEP * steps).await? else {
        return Ok(());
    };
    let (Some(owner), contact) = (stored.case.owner, stored.case.contact) else {
        return Ok(());
    };
    let (owner, contact) = (
        app.store.person(owner).await?,
        app.store.person(contact).await?,
    );
    let (Some(owner), Some(contact)) = (owner, contact) else {
        return Ok(());
    };
    let Some(domain::Actor::Agent { person, role, .. }) = owner.agent() else {
        return Ok(());
    };
    let host = Actor::Agent { person, role };
    let japanese = contact.profile.language.as_str() == "ja";
    let says = |line: &Line| match japanese {
        true => line.ja.clone(),
        false => line.en.clone(),
    };
    let customer = Actor::Customer(Seat(2));
    let mut commands = vec![(
        STEP,
        Actor::Arriving,
        Command::Join(Arrival {
            name: contact.profile.name(),
            person: Some(contact.id),
            way: Way::OwnMail,
            voice: false,
            consents: Vec::new(),
        }),
    )];
    let (now, soon) = (SignedDuration::ZERO, SOON);
    if rules.lobby {
        commands.push((soon, host, Command::Admit(Seat(2))));
    }
    let said = |line: &Line, after| {
        let by = if line.customer { customer } else { host };
        (after, by, Command::Say(says(line)))
    };
    let plain = |line: &&Line| !line.recorded || !records;
    let before = lines.line.iter().take_while(plain);
    commands.extend(before.map(|line| said(line, STEP)));
    if records {
        commands.extend([
            (STEP, customer, Command::Grant(Thing::Screen)),
            (soon, customer, Command::Grant(Thing::Recording)),
            (now, customer, Command::StartShare(Surface::Window)),
            (soon, host, Command::StartRecording),
        ]);
        let during = lines.line.iter().filter(|line| line.recorded);
        commands.extend(during.map(|line| said(line, soon)));
        commands.extend([
            (soon, host, Command::StopRecording),
            (now, customer, Command::StopShare),
        ]);
        let after = lines.line.iter().skip_while(plain).filter(plain);
        commands.extend(after.map(|line| said(line, STEP)));
    }
    commands.push((STEP, host, Command::End));

    let mut at: Instant = stored.case.opened_at + AFTER;
    let facts = |now| Facts {
        now,
        queues: &[],
        agents: &[],
    };
    let start = Start {
        name: owner.profile.name(),
        number: 204_815_377,
        case: Some(stored.id),
        voice: false,
        several: false,
        leads: 0,
    };
    let refused = |refused: session::Refused| Fail::broken(format!("{refused:?}"));
    let begun = session::start(&start, owner.id, rules, &facts(at)).map_err(refused)?;
    let (id, besides) = (SessionId(1), Besides::default());
    let list = happen(id, None, &begun, By::Person(owner.id), at, &besides)?;
    app.store.add(list).await?;
    let mut recorded_at = None;
    for (after, by, command) in commands {
        at += after;
        let Some(stored) = app.store.session(id).await? else {
            return Ok(());
        };
        if command == Command::StartRecording {
            recorded_at = Some(at);
        }
        let events = session::decide(&stored.session, command, by, &facts(at)).map_err(refused)?;
        let who = match by {
            Actor::Agent { person, .. } => By::Person(person),
            _ => By::Person(contact.id),
        };
        let list = happen(id, Some(&stored), &events, who, at, &besides)?;
        app.store.add(list).await?;
    }
    let Some(stored) = app.store.session(id).await? else {
        return Ok(());
    };
    if let Some(began) = recorded_at {
        recording(app, &stored, began).await?;
    }
    answer(app, &stored, at, &says(&lines.comment)).await
}

/// Puts the recording where recordings lie, as of that moment.
async fn recording(app: &App, stored: &StoredSession, began: Instant) -> Result<(), Fail> {
    let tape = app.begin_tape(stored.id, 1, Seat(2), TrackKind::Screen);
    let mut tape = tape.await?;
    tape.file.write_all(SCREEN).map_err(Fail::broken)?;
    tape.recording.started_at = began;
    let id = tape.recording.id;
    app.store.time_recording(id, began).await?;
    let written = Written {
        lasts: PLAYS,
        ..Written::default()
    };
    let state = RecordingState::Ready;
    app.shelve_tape(tape.recording, &stored.session, state, &written)
        .await
}

/// What the customer said afterwards, where the desk asks: content, with one thing less than the rest.
async fn answer(app: &App, stored: &StoredSession, left: Instant, words: &str) -> Result<(), Fail> {
    let (desk, _) = app.desks.current();
    let Some(asked) = &desk.survey else {
        return Ok(());
    };
    let best = u8::try_from(asked.points.len()).unwrap_or(1);
    let point = |(place, question): (usize, &domain::desk::Choice)| {
        let point = if place == 1 { best - 1 } else { best };
        (question.id.clone(), point.max(1))
    };
    let points = asked.questions.iter().enumerate().map(point).collect();
    let at = left + STEP;
    let given = give_survey(&stored.session, Seat(2), left, points, words, desk, at);
    match given {
        Ok(event) => Ok(app.store.say_of_session(stored, &event, at).await?),
        Err(_) => Ok(()),
    }
}
