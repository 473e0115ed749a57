//! A page that stands in a session hears that something happened there, and says by listening that somebody is there (L7). It names
//! no content: the page fetches itself again. Each look asks anew whether whoever listens still may.

use std::time::Duration;

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response, sse::Event},
};
use domain::{Instant, SessionId};
use jiff::SignedDuration;
use tokio::{sync::watch, time::Interval};

use super::{
    super::{
        guard, live,
        streaming::{Tells, stream_of},
        visitor::{Staff, Visitor, cookie},
    },
    holder::{Agent, Holder, Who},
    named, room,
};
use crate::app::Fail;

/// How often it is asked in silence whether the listener is still let, and the seat is seen.
const ASK: Duration = Duration::from_millis(1500);
/// So long after it was noted as seen the seat is noted again.
const NOTED: SignedDuration = SignedDuration::from_millis(2500);
const TOGETHER: Duration = Duration::from_millis(60);

struct Listener {
    holder: Holder,
    bell: watch::Receiver<u64>,
    closed: watch::Receiver<bool>,
    ask: Interval,
    told: i64,
    /// How the reader's other sessions stood.
    others: Vec<(SessionId, i64)>,
    /// When the seat was last noted as seen.
    noted_at: Instant,
    over: bool,
}

pub async fn of_customer(visitor: Visitor, Path(id): Path<String>) -> Result<Response, Fail> {
    let found = room::seated(&visitor, &id).await?;
    let (stored, seat) = found.ok_or(Fail::NotFound)?;
    let secret = cookie(visitor.headers(), visitor.web.line.seat_cookie());
    let who = Who::Customer(secret.unwrap_or_default().to_owned());
    let stored = visitor.web.app.be_there(stored, seat).await?;
    begin(
        &visitor,
        stored.id,
        who,
        &format!("/sessions/{}", stored.id),
    )
    .await
}

pub async fn of_staff(Staff(visitor, me): Staff, Path(id): Path<String>) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let stored = app.session_of(&me.actor, named(&id)?).await?;
    let seat = app.seat_in(&me.actor, &stored.session);
    app.be_about(me.person.id).await?;
    let page = format!("/staff/sessions/{}", stored.id);
    let who = Who::Agent(Agent {
        secret: me.secret.clone(),
        person: me.person.id,
        seat: seat.map(|(seat, _)| seat),
    });
    begin(&visitor, stored.id, who, &page).await
}

async fn begin(visitor: &Visitor, id: SessionId, who: Who, page: &str) -> Result<Response, Fail> {
    if guard::is_foreign(visitor.headers()) {
        return Err(Fail::Foreign);
    }
    if !live::is_wanted(visitor.headers()) {
        // Somebody has followed the address by hand.
        return Ok(Redirect::to(page).into_response());
    }
    let app = visitor.web.app.clone();
    let mut ask = tokio::time::interval(ASK);
    ask.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let listener = Listener {
        bell: app.live.sessions(),
        closed: app.live.closed(),
        ask,
        // The page may be older than what happened since: it hears at once, and asks.
        told: 0,
        others: Vec::new(),
        noted_at: app.now(),
        over: false,
        holder: Holder { app, id, who },
    };
    Ok(stream_of(listener))
}

impl Tells for Listener {
    /// The next event; nothing where the listener has no part in it any more, which is told once.
    async fn next(&mut self) -> Result<Option<Event>, Fail> {
        loop {
            if self.over {
                return Ok(None);
            }
            tokio::select! {
                rung = self.bell.changed() => {
                    if rung.is_err() {
                        return Ok(None);
                    }
                    tokio::time::sleep(TOGETHER).await;
                }
                _ = self.ask.tick() => {}
                _ = self.closed.changed() => return Ok(None),
            }
            let Some(seat) = self.holder.still().await? else {
                self.over = true;
                return Ok(Some(Event::default().event("over").data("session")));
            };
            let now = self.holder.app.now();
            let noted = now.duration_since(self.noted_at) >= NOTED;
            if noted {
                self.noted_at = now;
                self.holder.see(seat).await?;
            }
            let Some(version) = self.holder.version().await? else {
                return Ok(None);
            };
            let others = self.holder.others().await?;
            if version != self.told || others != self.others {
                self.told = version;
                self.others = others;
                let event = Event::default().event("changed").id(version.to_string());
                return Ok(Some(event.data("session")));
            }
            if noted {
                return Ok(Some(Event::default().comment("")));
            }
        }
    }
}
