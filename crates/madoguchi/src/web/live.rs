//! Pages that follow by themselves (K1): a stream of server-sent events says that something changed, never what, and the page
//! fetches itself again. Before each event the sign-in and the scope are asked anew, and twice in three seconds without one, so
//! that a stream ends soon after its reader's right to it (A-10, V-23). What a client sends is compared as a number and goes
//! nowhere else.

use std::time::Duration;

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response, sse::Event},
};
use domain::{Actor, CaseId, PersonId};
use store::cases::StoredCase;
use tokio::{sync::watch, time::Interval};

use super::{
    frame::shown,
    guard,
    shown::parse_number,
    streaming::{Tells, stream_of},
    visitor::{Staff, Visitor},
};
use crate::{
    app::{
        App, Fail,
        cases::seen,
        live::{Doing, Follows},
    },
    texts::Texts,
};

/// How often a silent stream asks whether its reader may still have it.
const ASK: Duration = Duration::from_millis(1500);
/// Asked so often in silence, a stream says that it is alive.
const SILENCE: u32 = 10;
/// What happens at once is told at once.
const TOGETHER: Duration = Duration::from_millis(100);

/// What a stream follows.
enum Of {
    Case {
        number: i64,
        id: CaseId,
    },
    /// All that its reader sees; the number of the first change not told yet.
    Cases {
        next: u64,
    },
}

struct Follower {
    app: App,
    secret: String,
    person: PersonId,
    of: Of,
    bell: watch::Receiver<u64>,
    closed: watch::Receiver<bool>,
    ask: Interval,
    /// What was told last: a version of the case as its reader knows it, or the latest change.
    told: i64,
    /// Who else was there.
    others: Vec<(String, Doing)>,
    silent: u32,
    _follows: Follows,
}

/// How much its reader can know of a case by now: changes with it, and with what its incident tells.
async fn told_by(app: &App, actor: &Actor, stored: &StoredCase) -> Result<i64, Fail> {
    Ok(seen(actor, stored).0 + app.store.told_by_incident(stored.id).await?)
}

/// The stream of one case.
pub async fn of_case(visitor: Visitor, Path(number): Path<String>) -> Result<Response, Fail> {
    let me = visitor.me.clone().ok_or(Fail::Unauthenticated)?;
    let number = parse_number(&number).ok_or(Fail::NotFound)?;
    let app = &visitor.web.app;
    let stored = app.case(&me.actor, number).await?;
    let page = match visitor.path.strip_suffix("/events") {
        Some(page) => page.to_owned(),
        None => "/".to_owned(),
    };
    let now = told_by(app, &me.actor, &stored).await?;
    let of = Of::Case {
        number,
        id: stored.id,
    };
    let told = held(visitor.headers()).unwrap_or(now);
    begin(&visitor, of, app.live.of(stored.id), told, &page)
}

/// The stream of a list: something in it has changed.
pub async fn of_cases(visitor: Visitor) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let next = app.live.next();
    let of = Of::Cases { next };
    let now = app.now().as_millisecond();
    // Where its reader was away, the list may be another one.
    let told = held(visitor.headers()).unwrap_or(now);
    begin(&visitor, of, app.live.any(), told, "/")
}

fn begin(
    visitor: &Visitor,
    of: Of,
    bell: watch::Receiver<u64>,
    told: i64,
    page: &str,
) -> Result<Response, Fail> {
    let me = visitor.me.clone().ok_or(Fail::Unauthenticated)?;
    if guard::is_foreign(visitor.headers()) {
        return Err(Fail::Foreign);
    }
    if !is_wanted(visitor.headers()) {
        // Somebody has followed the address by hand.
        return Ok(Redirect::to(page).into_response());
    }
    let app = visitor.web.app.clone();
    let follows = app.live.enter(me.behind());
    let follows = follows.ok_or(Fail::TooMany { wait: 30 })?;
    let mut ask = tokio::time::interval(ASK);
    ask.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let follower = Follower {
        secret: me.secret.clone(),
        person: me.person.id,
        of,
        bell,
        closed: app.live.closed(),
        ask,
        told,
        others: Vec::new(),
        silent: 0,
        _follows: follows,
        app,
    };
    Ok(stream_of(follower))
}

const STREAM: &str = "text/event-stream";

/// A stream is asked for, and no page.
pub fn is_wanted(headers: &HeaderMap) -> bool {
    let wanted = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok());
    wanted.is_some_and(|wanted| wanted.contains(STREAM))
}

/// What a page that comes back was told last.
fn held(headers: &HeaderMap) -> Option<i64> {
    headers.get("last-event-id")?.to_str().ok()?.parse().ok()
}

impl Tells for Follower {
    /// The next event; nothing where the reader may have no more.
    async fn next(&mut self) -> Result<Option<Event>, Fail> {
        loop {
            tokio::select! {
                rung = self.bell.changed() => {
                    if rung.is_err() {
                        return Ok(None);
                    }
                    tokio::time::sleep(TOGETHER).await;
                }
                _ = self.ask.tick() => self.silent += 1,
                _ = self.closed.changed() => return Ok(None),
            }
            let Some(signed) = self.app.still_signed_in(&self.secret).await? else {
                return Ok(None);
            };
            if signed.person.id != self.person {
                return Ok(None);
            }
            let actor = signed.acting.actor;
            let event = match self.of {
                Of::Case { number, id } => {
                    let Some(stored) = self.app.store.case(&actor.scope(), number).await? else {
                        return Ok(None);
                    };
                    let now = told_by(&self.app, &actor, &stored).await?;
                    match now == self.told {
                        true => self.presence(&actor, id, &signed.person.profile.name()),
                        false => {
                            self.told = now;
                            Some(
                                Event::default()
                                    .event("changed")
                                    .id(now.to_string())
                                    .data("case"),
                            )
                        }
                    }
                }
                Of::Cases { next } => self.listed(&actor, next).await?,
            };
            if let Some(event) = event {
                self.silent = 0;
                return Ok(Some(event));
            }
            if self.silent >= SILENCE {
                self.silent = 0;
                return Ok(Some(Event::default().comment("")));
            }
        }
    }
}

impl Follower {
    /// Among staff: whoever follows is there; news where others came or went.
    fn presence(&mut self, actor: &Actor, case: CaseId, name: &str) -> Option<Event> {
        if !actor.is_staff() {
            return None;
        }
        let (live, now) = (&self.app.live, self.app.now());
        live.note(case, self.person, name, Doing::Looks, now);
        let others = live.others(case, self.person, now);
        if others == self.others {
            return None;
        }
        self.others = others;
        Some(Event::default().event("presence").data("case"))
    }

    /// Whether one of the cases that changed is in the reader's scope, and changed in what they may see.
    async fn listed(&mut self, actor: &Actor, since: u64) -> Result<Option<Event>, Fail> {
        let next = self.app.live.next();
        if next == since {
            return Ok(None);
        }
        self.of = Of::Cases { next };
        let latest = match self.app.live.since(since) {
            Some(cases) => self.app.store.latest_of(&actor.scope(), &cases).await?,
            None => Some(self.app.now()),
        };
        let latest = latest.map(|at| at.as_millisecond());
        let Some(latest) = latest.filter(|at| actor.is_staff() || *at > self.told) else {
            return Ok(None);
        };
        self.told = latest;
        Ok(Some(
            Event::default()
                .event("changed")
                .id(latest.to_string())
                .data("cases"),
        ))
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        if let Of::Case { id, .. } = self.of {
            self.app.live.leave(id, self.person);
        }
    }
}

/// Who else of staff is there, as pages show it.
#[derive(Template)]
#[template(path = "staff/presence.html")]
pub struct Presence {
    pub others: Vec<(String, bool)>,
}

impl Presence {
    pub fn of(app: &App, t: &Texts, case: CaseId, me: PersonId) -> Self {
        let others = app.live.others(case, me, app.now());
        let say = |(name, doing): (String, Doing)| match doing {
            Doing::Looks => (t.one("presence-looks", "name", &name), false),
            Doing::Types => (t.one("presence-types", "name", &name), true),
        };
        Self {
            others: others.into_iter().map(say).collect(),
        }
    }
}

/// The part of a case's page that says who else is there.
pub async fn presence(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let number = parse_number(&number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    shown(&Presence::of(app, &visitor.texts, stored.id, me.person.id))
}
