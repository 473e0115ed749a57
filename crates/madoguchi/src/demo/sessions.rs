//! A live session that the demo has behind it, about a case that goes on (L8).

use domain::{
    Instant, SessionId,
    access::Scope,
    event::By,
    session::{self, Actor, Arrival, Command, Facts, Seat, Start, Way},
};
use jiff::SignedDuration;
use serde::Deserialize;
use store::{
    cases::StoredCase,
    sessions::{Besides, happen},
};

use crate::app::{App, Fail};

#[derive(Deserialize)]
struct Lines {
    line: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    customer: bool,
    ja: String,
    en: String,
}

/// From the case's opening to the session, and from one step of it to the next.
const AFTER: SignedDuration = SignedDuration::from_mins(15);
const STEP: SignedDuration = SignedDuration::from_mins(3);
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
    let mut commands = vec![(
        Actor::Arriving,
        Command::Join(Arrival {
            name: contact.profile.name(),
            person: Some(contact.id),
            way: Way::OwnMail,
            voice: false,
            consents: Vec::new(),
        }),
    )];
    commands.extend(lines.line.iter().map(|line| {
        let by = if line.customer {
            Actor::Customer(Seat(2))
        } else {
            host
        };
        (by, Command::Say(says(line)))
    }));
    commands.push((host, Command::End));

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
    for (by, command) in commands {
        at += STEP;
        let Some(stored) = app.store.session(id).await? else {
            return Ok(());
        };
        let events = session::decide(&stored.session, command, by, &facts(at)).map_err(refused)?;
        let who = match by {
            Actor::Agent { person, .. } => By::Person(person),
            _ => By::Person(contact.id),
        };
        let list = happen(id, Some(&stored), &events, who, at, &besides)?;
        app.store.add(list).await?;
    }
    Ok(())
}
