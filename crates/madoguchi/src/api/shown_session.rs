//! Live sessions as the wire says them, as far as their reader may know.

use domain::{
    event::Recorded,
    session::{self, Deed, FileEnd, Presence, Role, SessionEvent, State},
};
use store::sessions::{SessionRow, StoredSession, recordings::Recording};

use super::{
    caller::Caller,
    shown::{instant, prose},
    wire,
};
use crate::{
    app::{App, Fail},
    texts,
};

/// A session with what happened in it.
pub struct Seen {
    pub stored: StoredSession,
    pub events: Vec<Recorded<SessionEvent>>,
}

/// Which session it is; the case that it is about, where the caller sees that.
pub async fn summary(
    app: &App,
    caller: &Caller,
    stored: &StoredSession,
) -> Result<wire::SessionSummary, Fail> {
    let session = &stored.session;
    let (ended, ended_at) = match session.state {
        State::Ended { why, at } => (Some(why.as_str().to_owned()), Some(instant(at))),
        _ => (None, None),
    };
    let case = match session.case {
        Some(case) => app.store.case_by_id(case).await?,
        None => None,
    };
    let case = case.filter(|case| caller.actor.scope().sees(&case.case));
    let case = case.map(|case| texts::number(app.desks.of(case.case.desk_version), case.number));
    Ok(wire::SessionSummary {
        id: stored.id.to_string(),
        number: format!("{:09}", session.number),
        case,
        state: session.state.as_str().to_owned(),
        started_at: instant(session.started_at),
        ended_at,
        ended,
    })
}

/// One about the case of this number, as its row and the end of it say.
pub fn summary_of(row: &SessionRow, why: &Option<String>, case: &str) -> wire::SessionSummary {
    wire::SessionSummary {
        id: row.id.to_string(),
        number: format!("{:09}", row.number),
        case: Some(case.to_owned()),
        state: row.state.clone(),
        started_at: instant(row.started_at),
        ended_at: row.ended_at.map(instant),
        ended: why.clone(),
    }
}

/// A session in full; how one gets in is for its host alone.
pub async fn session(app: &App, caller: &Caller, seen: &Seen) -> Result<wire::Session, Fail> {
    let (stored, session) = (&seen.stored, &seen.stored.session);
    let leads = app
        .seat_in(&caller.actor, session)
        .is_some_and(|(_, role)| role == Role::Host);
    let participant = |p: &session::Participant| wire::SessionParticipant {
        seat: p.seat.0,
        name: p.name.as_str().to_owned(),
        role: session.role(p.seat).map_or("", Role::as_str).to_owned(),
        presence: match p.presence {
            Presence::Here if !p.let_in => "waiting",
            Presence::Here => "here",
            Presence::Away(_) => "away",
            Presence::Left => "left",
        }
        .to_owned(),
        joined_at: instant(p.joined_at),
        agreed: (leads && p.is_customer()).then(|| {
            let own = session.consents.iter().filter(|(seat, _)| *seat == p.seat);
            own.map(|(_, thing)| thing.as_str().to_owned()).collect()
        }),
        asked: (leads && p.is_customer()).then(|| {
            let own = session.asks.keys().filter(|(seat, _)| *seat == p.seat);
            own.map(|(_, thing)| thing.as_str().to_owned()).collect()
        }),
    };
    let deed = |span: session::Span| wire::SessionDeed {
        what: span.deed.as_str().to_owned(),
        seat: span.deed.seat().map(|seat| seat.0),
        surface: match span.deed {
            Deed::Shared(_, surface) => Some(surface.as_str().to_owned()),
            _ => None,
        },
        from: instant(span.from),
        until: span.until.map(instant),
    };
    let recorded = app.recordings(stored.id).await?;
    let recording = |one: Recording| wire::SessionRecording {
        id: one.id.to_string(),
        stretch: one.stretch,
        seat: one.seat.0,
        kind: one.kind.as_str().to_owned(),
        state: one.state.as_str().to_owned(),
        started_at: instant(one.started_at),
        lasts_ms: one.lasts,
        bytes: one.bytes,
        sha256: one.sha256.unwrap_or_default(),
        erased_at: one.erase_at.map(instant),
    };
    Ok(wire::Session {
        recordings: recorded.into_iter().map(recording).collect(),
        summary: summary(app, caller, stored).await?,
        passcode: app.passcode(stored).filter(|_| leads),
        participants: session.participants.values().map(participant).collect(),
        deeds: session::chronicle(&seen.events)
            .into_iter()
            .map(deed)
            .collect(),
        files: session::sent_files(&seen.events)
            .into_iter()
            .map(sent)
            .collect(),
    })
}

/// A file as it was offered, and what came of it.
pub fn sent(sent: session::SentFile) -> wire::SessionSentFile {
    let (state, sha256) = match sent.end {
        FileEnd::Open => ("open", None),
        FileEnd::Arrived { digest } => ("arrived", Some(digest)),
        FileEnd::Stopped => ("stopped", None),
    };
    wire::SessionSentFile {
        number: sent.file,
        name: sent.name.as_str().to_owned(),
        bytes: sent.bytes,
        from: sent.from.0,
        to: sent.to.0,
        at: instant(sent.at),
        state: state.to_owned(),
        sha256,
    }
}

pub fn chat(seen: &Seen) -> wire::SessionChat {
    let session = &seen.stored.session;
    let said = seen.events.iter().filter_map(|one| match &one.event {
        SessionEvent::Said { seat, text } => Some(wire::SessionSaid {
            seat: seat.0,
            name: session
                .participants
                .get(seat)
                .map_or(String::new(), |p| p.name.as_str().to_owned()),
            text: prose(text),
            at: instant(one.at),
        }),
        _ => None,
    });
    wire::SessionChat {
        open: session.chat,
        items: said.collect(),
    }
}
