//! What live sessions want of an agent (L2, L6, L7), told on every page of staff's: a count in the rail, and a sentence that comes by
//! itself. What stands in it was looked for with the reader's own rights. The list of sessions follows by the same stream.

use std::time::Duration;

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response, sse::Event},
};
use domain::PersonId;
use serde::Deserialize;
use store::sessions::{SessionRow, Unanswered};
use tokio::{sync::watch, time::Interval};

use super::{
    super::{
        frame::{Frame, Here, shown},
        guard, live,
        streaming::{Tells, stream_of},
        visitor::{Staff, Visitor},
    },
    staff_list::{MOST, UNANSWERED},
};
use crate::{
    app::{
        App, Fail,
        live::Follows,
        session_calls::{Call, Wanted},
    },
    texts::Texts,
};

/// How often it is asked in silence whether the listener is still let.
const ASK: Duration = Duration::from_millis(1500);
/// Every so many looks the reader is noted as seen, and the stream says that it is alive.
const NOTED: u32 = 2;
const TOGETHER: Duration = Duration::from_millis(60);

/// What is told of it on a page.
#[derive(Clone, Default)]
pub struct Told {
    /// How many; empty where nothing is wanted.
    pub count: String,
    /// In a sentence.
    pub text: String,
    /// Which they are, for a page that comes back.
    pub which: String,
}

/// Which they are, as an address can say it.
fn which(calls: &[Call]) -> String {
    let one = |call: &Call| {
        let wanted = match call.wanted {
            Wanted::Offered => 'o',
            Wanted::Waits => 'w',
            Wanted::Asked => 'a',
        };
        format!("{}{wanted}", call.session)
    };
    calls.iter().map(one).collect::<Vec<_>>().join(".")
}

impl Told {
    pub fn of(t: &Texts, calls: &[Call]) -> Self {
        if calls.is_empty() {
            return Self::default();
        }
        let count = i64::try_from(calls.len()).unwrap_or(i64::MAX);
        Self {
            count: t.number(count),
            text: t.count("session-calls", count),
            which: which(calls),
        }
    }
}

#[derive(Template)]
#[template(path = "parts/session_calls.html")]
struct Part {
    f: Frame,
}

/// The sentence alone.
pub async fn part(Staff(visitor, _): Staff) -> Result<Response, Fail> {
    let title = visitor.texts.say("sessions-title");
    let f = Frame::new(&visitor, Here::Sessions, title).await?;
    shown(&Part { f })
}

#[derive(Deserialize)]
pub struct Asked {
    /// Which the page has told of.
    told: Option<String>,
    /// It is the list of sessions, where an agent is there for all of theirs.
    here: Option<String>,
}

/// What a reader was told of.
#[derive(PartialEq, Eq)]
enum Seen {
    Calls(String),
    List(String, Vec<SessionRow>, Vec<Unanswered>),
}

struct Listener {
    app: App,
    secret: String,
    person: PersonId,
    list: bool,
    seen: Option<Seen>,
    bell: watch::Receiver<u64>,
    closed: watch::Receiver<bool>,
    ask: Interval,
    looks: u32,
    over: bool,
    _follows: Follows,
}

pub async fn events(
    Staff(visitor, me): Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    let app = visitor.web.app.clone();
    app.session_rules().ok_or(Fail::NotFound)?;
    if guard::is_foreign(visitor.headers()) {
        return Err(Fail::Foreign);
    }
    if !live::is_wanted(visitor.headers()) {
        // Somebody has followed the address by hand.
        return Ok(Redirect::to("/staff/sessions").into_response());
    }
    let follows = app.live.enter(me.behind());
    let follows = follows.ok_or(Fail::TooMany { wait: 30 })?;
    let list = asked.here.is_some();
    if list {
        app.be_about(me.person.id).await?;
    }
    let mut ask = tokio::time::interval(ASK);
    ask.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let listener = Listener {
        secret: me.secret.clone(),
        person: me.person.id,
        list,
        seen: match list {
            true => None,
            false => Some(Seen::Calls(asked.told.unwrap_or_default())),
        },
        bell: app.live.sessions(),
        closed: app.live.closed(),
        ask,
        // What happened since the page was made is told at once.
        looks: NOTED - 1,
        over: false,
        _follows: follows,
        app,
    };
    Ok(stream_of(listener))
}

impl Tells for Listener {
    /// The next event; nothing where the reader may have no more, which is told once.
    async fn next(&mut self) -> Result<Option<Event>, Fail> {
        loop {
            if self.over {
                return Ok(None);
            }
            let rung = tokio::select! {
                rung = self.bell.changed() => {
                    if rung.is_err() {
                        return Ok(None);
                    }
                    tokio::time::sleep(TOGETHER).await;
                    true
                }
                _ = self.ask.tick() => { self.looks += 1; false }
                _ = self.closed.changed() => return Ok(None),
            };
            let signed = self.app.still_signed_in(&self.secret).await?;
            let Some(signed) = signed.filter(|signed| signed.person.id == self.person) else {
                self.over = true;
                return Ok(Some(Event::default().event("over").data("sessions")));
            };
            let noted = self.looks >= NOTED;
            if noted {
                self.looks = 0;
                if self.list {
                    self.app.be_about(self.person).await?;
                }
            }
            if !rung && !noted {
                continue;
            }
            let calls = self.app.session_calls(&signed.acting.actor).await?;
            let calls = which(&calls);
            let now = match self.list {
                false => Seen::Calls(calls),
                true => {
                    let store = &self.app.store;
                    let rows = store.live_sessions(MOST).await?;
                    let unanswered = store.unanswered_sessions(self.person, UNANSWERED).await?;
                    Seen::List(calls, rows, unanswered)
                }
            };
            if self.seen.as_ref() != Some(&now) {
                self.seen = Some(now);
                return Ok(Some(Event::default().event("changed").data("sessions")));
            }
            if noted {
                return Ok(Some(Event::default().comment("")));
            }
        }
    }
}

/// What a page tells its reader; nothing where that cannot be looked up, which the page itself will say.
pub async fn told(visitor: &Visitor) -> Told {
    let staff = visitor.me.as_ref().filter(|me| me.actor.is_staff());
    let Some(me) = staff else {
        return Told::default();
    };
    match visitor.web.app.session_calls(&me.actor).await {
        Ok(calls) => Told::of(&visitor.texts, &calls),
        Err(error) => {
            tracing::warn!(%error, "what sessions want was not looked up");
            Told::default()
        }
    }
}
