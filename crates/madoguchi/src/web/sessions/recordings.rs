//! The recording of a session, for whoever may see its case: all stretches on one clock, with who shared what and what was said;
//! single files and all of it in one archive (L8). Who looked is in the audit.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Actor, Instant, SessionId, access::Scope, desk::session::Recording as Rule, event::Recorded,
    session::SessionEvent,
};
use store::sessions::{
    StoredSession,
    recordings::{Recording, RecordingState, TrackKind},
};

use super::{
    super::{
        frame::{Frame, Here, shown},
        listing::ViewLink,
        proxy_login::number_of,
        shown as said,
        staff::rail_for,
        visitor::{Contact, Me, Staff, Visitor},
    },
    grouped, in_story, named, transcript,
};
use crate::{
    app::Fail,
    downloads::{self, Lying},
    texts::Texts,
};

/// The recording as both sides' pages show it.
struct Player {
    /// Where its parts lie.
    at: String,
    line: String,
    /// Milliseconds from the first frame to the last.
    length: u64,
    tracks: Vec<Track>,
    marks: Vec<Mark>,
    /// The day until which it is kept.
    kept_until: String,
    /// The reader may take it away.
    erases: bool,
}

struct Track {
    id: i64,
    /// Milliseconds from the first frame of all.
    from: u64,
    lasts: u64,
    picture: bool,
    screen: bool,
    label: String,
    size: String,
    /// It broke off.
    damaged: bool,
}

struct Mark {
    at: u64,
    time: String,
    who: String,
    text: String,
}

#[derive(Template)]
#[template(path = "staff/recording.html")]
struct OfStaff {
    f: Frame,
    views: Vec<ViewLink>,
    back: String,
    back_label: String,
    player: Player,
}

#[derive(Template)]
#[template(path = "portal/recording.html")]
struct OfCustomer {
    f: Frame,
    back: String,
    back_label: String,
    player: Player,
}

/// Of those who lead, each may take a recording away.
fn leads(actor: &Actor) -> bool {
    matches!(actor.scope(), Scope::Staff { leads: true, .. })
}

fn offset(zero: Instant, at: Instant) -> u64 {
    u64::try_from(at.duration_since(zero).as_millis()).unwrap_or(0)
}

async fn player(
    visitor: &Visitor,
    me: &Me,
    stored: &StoredSession,
    at: String,
) -> Result<Player, Fail> {
    let (app, t, session) = (&visitor.web.app, &visitor.texts, &stored.session);
    let all = app.recordings(stored.id).await?;
    let Some(zero) = all.iter().map(|one| one.started_at).min() else {
        return Err(Fail::NotFound);
    };
    let events = app.store.session_events(stored.id).await?;
    let end = |one: &Recording| offset(zero, one.started_at) + one.lasts;
    let kept_until = all.iter().filter_map(|one| one.erase_at).max();
    Ok(Player {
        at,
        line: in_story::line(t, session),
        length: all.iter().map(end).max().unwrap_or(0),
        marks: marks(visitor, &events, zero),
        kept_until: kept_until.map_or(String::new(), |at| t.day(at)),
        erases: me.proxy.is_none() && leads(&me.actor),
        tracks: all
            .iter()
            .map(|one| {
                let whose = session.participants.get(&one.seat);
                let key = format!("recording-track-{}", one.kind.as_str());
                let said = [
                    (
                        "name",
                        whose
                            .map_or(String::new(), |p| p.name.as_str().to_owned())
                            .into(),
                    ),
                    ("at", t.clock(one.started_at).into()),
                ];
                Track {
                    id: one.id,
                    from: offset(zero, one.started_at),
                    lasts: one.lasts,
                    picture: one.kind.is_picture(),
                    screen: one.kind == TrackKind::Screen,
                    label: t.with(&key, said),
                    size: t.size(one.bytes),
                    damaged: one.state == RecordingState::Damaged,
                }
            })
            .collect(),
    })
}

/// What was said and what happened, on the recording's clock.
fn marks(visitor: &Visitor, events: &[Recorded<SessionEvent>], zero: Instant) -> Vec<Mark> {
    let when: BTreeMap<String, Instant> = events
        .iter()
        .map(|one| (format!("said-{}", one.version), one.at))
        .collect();
    let told = transcript(&visitor.texts, events, None).into_iter();
    told.filter_map(|one| {
        let at = when.get(&one.anchor)?;
        Some(Mark {
            at: offset(zero, *at),
            time: one.at,
            who: one.who,
            text: one.text,
        })
    })
    .collect()
}

/// Whether there is anything to watch; where it lies under the page of its session or case.
pub async fn watch(visitor: &Visitor, id: SessionId, at: &str) -> Result<String, Fail> {
    match visitor.web.app.recordings(id).await?.is_empty() {
        true => Ok(String::new()),
        false => Ok(format!("{at}/recording")),
    }
}

pub async fn page_of_staff(
    Staff(visitor, me): Staff,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let stored = app.session_of(&me.actor, named(&id)?).await?;
    app.be_about(me.person.id).await?;
    let back = format!("/staff/sessions/{}", stored.id);
    let player = player(&visitor, &me, &stored, back.clone()).await?;
    app.note_recording_read(&me.actor, stored.id, visitor.from())
        .await?;
    shown(&OfStaff {
        views: rail_for(&visitor, &me).await?,
        back_label: t.one(
            "session-of-number",
            "number",
            grouped(stored.session.number),
        ),
        back,
        player,
        f: Frame::new(&visitor, Here::Sessions, t.say("recording-title")).await?,
    })
}

/// A session about this case, as a customer sees it.
async fn of_case(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    id: &str,
) -> Result<(String, StoredSession), Fail> {
    let app = &visitor.web.app;
    let number = said::parse_number(number).ok_or(Fail::NotFound)?;
    let case = app.case(&me.actor, number).await?;
    let stored = app.session_seen(&me.actor, named(id)?).await?;
    match stored.session.case == Some(case.id) {
        true => Ok((number_of(app, &case), stored)),
        false => Err(Fail::NotFound),
    }
}

pub async fn page_of_customer(
    Contact(visitor, me): Contact,
    Path((number, id)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (case, stored) = of_case(&visitor, &me, &number, &id).await?;
    let at = format!("/cases/{case}/sessions/{}", stored.id);
    let player = player(&visitor, &me, &stored, at).await?;
    app.note_recording_read(&me.actor, stored.id, visitor.from())
        .await?;
    shown(&OfCustomer {
        back: format!("/cases/{case}"),
        back_label: case,
        player,
        f: Frame::new(&visitor, Here::Cases, t.say("recording-title")).await?,
    })
}

pub async fn file_of_staff(
    Staff(visitor, me): Staff,
    Path((id, recording)): Path<(String, i64)>,
) -> Result<Response, Fail> {
    let stored = visitor.web.app.session_of(&me.actor, named(&id)?).await?;
    file(&visitor, &me, stored.id, recording).await
}

pub async fn file_of_customer(
    Contact(visitor, me): Contact,
    Path((number, id, recording)): Path<(String, String, i64)>,
) -> Result<Response, Fail> {
    let (_, stored) = of_case(&visitor, &me, &number, &id).await?;
    file(&visitor, &me, stored.id, recording).await
}

/// One file, all of it or the stretch that a player asks for.
async fn file(visitor: &Visitor, me: &Me, id: SessionId, recording: i64) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let (one, parts) = app.recording(id, recording).await?;
    app.note_recording_read(&me.actor, id, visitor.from())
        .await?;
    let lying = Lying::of_recording(&one, parts);
    downloads::sent_lying(app, lying, visitor.headers(), Some(media_type(&one)))
}

pub async fn archive_of_staff(
    Staff(visitor, me): Staff,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    let stored = visitor.web.app.session_of(&me.actor, named(&id)?).await?;
    whole(&visitor, &me, &stored).await
}

pub async fn archive_of_customer(
    Contact(visitor, me): Contact,
    Path((number, id)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let (_, stored) = of_case(&visitor, &me, &number, &id).await?;
    whole(&visitor, &me, &stored).await
}

/// As browsers know it.
fn media_type(one: &Recording) -> &'static str {
    match one.kind.is_picture() {
        true => "video/webm",
        false => "audio/webm",
    }
}

/// All files, with the session's timeline.
async fn whole(visitor: &Visitor, me: &Me, stored: &StoredSession) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let archive = downloads::archive(app, stored).await?;
    app.note_recording_read(&me.actor, stored.id, visitor.from())
        .await?;
    Ok(archive)
}

#[derive(Template)]
#[template(path = "parts/session_record.html")]
struct Telling {
    t: Texts,
    token: String,
    action: String,
    /// It is being recorded.
    on: bool,
    /// The latest stretch broke off; its host is told.
    failed: bool,
    /// The host can begin, or end it.
    starts: bool,
    stops: bool,
    /// The reader leads it.
    leads: bool,
}

/// That a session is being recorded, for everybody in it; for its host, how that begins and ends (L9).
pub fn mark(visitor: &Visitor, stored: &StoredSession, host: bool) -> Result<String, Fail> {
    let (app, session) = (&visitor.web.app, &stored.session);
    let rule = session.rules.recording;
    let on = session.recording.is_some();
    let can = host && app.can_record();
    let part = Telling {
        t: visitor.texts.clone(),
        token: visitor
            .me
            .as_ref()
            .map_or(String::new(), |me| me.token.clone()),
        action: format!("/staff/sessions/{}", stored.id),
        on,
        failed: host && session.recording_failed,
        starts: can && !on && rule != Rule::Off,
        stops: host && on && rule == Rule::Ask,
        leads: host,
    };
    part.render().map_err(Fail::broken)
}

/// Takes it away before its days are over; those who lead.
pub async fn erase(visitor: &Visitor, me: &Me, stored: &StoredSession) -> Result<Response, Fail> {
    if !leads(&me.actor) {
        return Err(Fail::NotFound);
    }
    let app = &visitor.web.app;
    app.erase_recordings(me.person.id, stored.id, visitor.from())
        .await?;
    Ok(Redirect::to(&format!("/staff/sessions/{}", stored.id)).into_response())
}
