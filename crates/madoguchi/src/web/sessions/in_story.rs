//! A session in the timeline of its case: when, how long, with whom, what went on in it, and what came of it (L8). Both sides read
//! the same but for the way into the session's own page.

use askama::Template;
use domain::{
    Instant,
    event::Recorded,
    session::{self, Deed, FileEnd, Seat, Session, SessionEvent, Span, State},
};
use store::sessions::StoredSession;

use super::super::{
    story_days::place,
    story_items::{Day, Look, Said},
};
use crate::{
    app::Fail,
    texts::{Texts, span},
};

/// What went on, one line each.
pub struct Done {
    /// When, from and to; the length stands in words.
    pub at: String,
    pub text: String,
}

#[derive(Template)]
#[template(path = "parts/session_in_story.html")]
struct Part<'a> {
    t: &'a Texts,
    line: String,
    done: Vec<Done>,
    ended: String,
    /// The part of the page that tells what was said.
    said: String,
    watch: String,
}

/// What there is of one to say elsewhere on the page.
pub struct Told<'a> {
    pub stored: &'a StoredSession,
    pub events: &'a [Recorded<SessionEvent>],
    /// Where its recording plays; empty where there is none.
    pub watch: String,
}

/// Sets a session among the days of the story.
pub fn set(t: &Texts, told: &Told<'_>, days: &mut Vec<Day>) -> Result<(), Fail> {
    let session = &told.stored.session;
    let (at, id) = (session.started_at, told.stored.id);
    let part = Part {
        t,
        line: line(t, session),
        done: done(t, session, told.events),
        ended: match session.state {
            State::Ended { why, .. } => t.say(super::ended_key(why)).to_owned(),
            _ => String::new(),
        },
        said: format!("#session-{id}"),
        watch: told.watch.clone(),
    };
    let html = part.render().map_err(Fail::broken)?;
    let sentence = match session.is_ended() {
        true => t.say("did-hold-session"),
        false => t.say("does-hold-session"),
    };
    let item = Said {
        who: name(session, Seat(1)),
        role: t.say("role-support"),
        sentence: sentence.to_owned(),
        lang: match t.lang() {
            "ja" => "ja",
            "en" => "en",
            _ => "",
        },
        html,
        ..Said::plain(t, at, format!("s{id}"), Look::Support)
    };
    place(days, t.day(at), item.into());
    Ok(())
}

fn name(session: &Session, seat: Seat) -> String {
    let found = session.participants.get(&seat);
    found.map_or(String::new(), |p| p.name.as_str().to_owned())
}

/// From when, how long, and who was there.
pub fn line(t: &Texts, session: &Session) -> String {
    let here = session.participants.values();
    let here = here.filter(|p| p.let_in);
    let who: Vec<&str> = here.map(|p| p.name.as_str()).collect();
    let who = who.join(t.say("list-separator"));
    let at = t.long_time(session.started_at);
    match session.state {
        State::Ended { at: end, .. } => {
            let lasted = lasted(t, session.started_at, end);
            let said = [
                ("at", at.as_str().into()),
                ("span", lasted.as_str().into()),
                ("who", who.as_str().into()),
            ];
            t.with("session-case-line", said)
        }
        _ => t.with(
            "session-case-running",
            [("at", at.as_str().into()), ("who", who.as_str().into())],
        ),
    }
}

fn lasted(t: &Texts, from: Instant, until: Instant) -> String {
    t.span(span(until.duration_since(from))).into_owned()
}

/// What went on, in the order in which it began; who was there is told in the line above.
pub fn done(t: &Texts, session: &Session, events: &[Recorded<SessionEvent>]) -> Vec<Done> {
    let mut all: Vec<(Instant, Done)> = Vec::new();
    for Span { deed, from, until } in session::chronicle(events) {
        let key = match deed {
            Deed::Present(_) => continue,
            Deed::Led(seat) if seat == Seat(1) && from == session.started_at => continue,
            Deed::Led(_) => "session-deed-led".to_owned(),
            Deed::Shared(_, surface) => format!("session-deed-shared-{}", surface.as_str()),
            Deed::Pointed(_) => "session-deed-pointed".to_owned(),
            Deed::Camera(_) => "session-deed-camera".to_owned(),
            Deed::Spoke(_) => "session-deed-spoke".to_owned(),
            Deed::Recorded(_) => "session-deed-recorded".to_owned(),
        };
        let text = match deed.seat() {
            Some(seat) => t.one(&key, "name", name(session, seat)),
            None => t.say(&key).to_owned(),
        };
        all.push((
            from,
            Done {
                at: during(t, from, until),
                text,
            },
        ));
    }
    for sent in session::sent_files(events) {
        let key = match sent.end {
            FileEnd::Arrived { .. } => "session-deed-file",
            FileEnd::Open => "session-deed-file-open",
            FileEnd::Stopped => "session-deed-file-stopped",
        };
        let said = [
            ("name", name(session, sent.from).into()),
            ("to", name(session, sent.to).into()),
            ("file", sent.name.as_str().to_owned().into()),
            ("size", t.size(sent.bytes).into()),
        ];
        let text = t.with(key, said);
        all.push((
            sent.at,
            Done {
                at: t.clock(sent.at),
                text,
            },
        ));
    }
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, done)| done).collect()
}

fn during(t: &Texts, from: Instant, until: Option<Instant>) -> String {
    match until {
        Some(until) => t.with(
            "session-during",
            [
                ("from", t.clock(from).into()),
                ("until", t.clock(until).into()),
            ],
        ),
        None => t.one("session-during-open", "from", t.clock(from)),
    }
}
