//! The line between a page in a session and its media (L3): what browser and forwarding unit say to each other, what the page may
//! send, and marks on what is shared. Whose line it is shows the cookie, as everywhere; it is opened by our own pages alone, takes
//! so much and so often, and ends with the right to it (V-23, V-24). What goes to whom is not decided here.

use std::{num::NonZeroU32, time::Duration};

use axum::{
    extract::{
        Path, Query, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket, close_code, rejection::WebSocketUpgradeRejection},
    },
    response::{IntoResponse, Redirect, Response},
};
use domain::session::Seat;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use media::{FromBrowser, Kind};
use serde::{Deserialize, Serialize};
use store::sessions::StoredSession;
use tokio::sync::watch;

use super::{
    super::{
        guard,
        visitor::{Staff, Visitor, cookie},
    },
    holder::{Agent, Holder, Who},
    named, room,
};
use crate::app::{
    Fail,
    live_media::{Entered, IceServer, Mark, ToPage},
};

/// Longest message that is taken, in bytes: descriptions of connections are the longest.
const LONGEST: usize = 128 * 1024;
/// Messages that are taken at once, and each second from then on: somebody who points sends twenty a second.
const BURST: NonZeroU32 = NonZeroU32::new(200).expect("more than none");
const EACH_SECOND: NonZeroU32 = NonZeroU32::new(50).expect("more than none");
/// How often it is asked whether the line may go on, and the seat is seen.
const ASK: Duration = Duration::from_millis(1500);
/// Nothing heard, no answer to a ping either, for so many looks: nobody is there.
const SILENT: u32 = 8;
/// How long what a page sends goes on while its line is broken.
const KEPT: Duration = Duration::from_secs(8);
/// Width and height of what is shared, in the parts that marks are told in.
const WHOLE: u16 = 10_000;

#[derive(Deserialize)]
pub struct Asked {
    /// What the page calls itself, so that it is known again when its line comes back.
    page: Option<String>,
}

/// What a page says besides what media are about.
#[derive(Deserialize)]
#[serde(tag = "t", rename_all = "snake_case", deny_unknown_fields)]
enum Own {
    Mark { x: u16, y: u16, draws: bool },
}

/// What a page is told besides.
#[derive(Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
enum Told {
    Welcome {
        seat: u32,
        resumed: bool,
        servers: Vec<IceServer>,
    },
    May {
        version: i64,
        kinds: Vec<Kind>,
    },
    Mark {
        from: u32,
        #[serde(flatten)]
        mark: Mark,
    },
    Elsewhere,
    Over,
}

type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

pub async fn of_customer(
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    upgrade: Upgrade,
) -> Result<Response, Fail> {
    let found = room::seated(&visitor, &id).await?;
    let (stored, seat) = found.ok_or(Fail::NotFound)?;
    let secret = cookie(visitor.headers(), visitor.web.line.seat_cookie());
    let who = Who::Customer(secret.unwrap_or_default().to_owned());
    let page = format!("/sessions/{}", stored.id);
    begin(&visitor, stored, seat, who, asked, upgrade, &page).await
}

pub async fn of_staff(
    Staff(visitor, me): Staff,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    upgrade: Upgrade,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let stored = app.session_of(&me.actor, named(&id)?).await?;
    let seat = app.seat_in(&me.actor, &stored.session);
    let (seat, _) = seat.ok_or(Fail::NotFound)?;
    let who = Who::Agent(Agent {
        secret: me.secret.clone(),
        person: me.person.id,
        seat: Some(seat),
    });
    let page = format!("/staff/sessions/{}", stored.id);
    begin(&visitor, stored, seat, who, asked, upgrade, &page).await
}

async fn begin(
    visitor: &Visitor,
    stored: StoredSession,
    seat: Seat,
    who: Who,
    asked: Asked,
    upgrade: Upgrade,
    page: &str,
) -> Result<Response, Fail> {
    let app = visitor.web.app.clone();
    let Some(media) = app.live_media.clone() else {
        return Err(Fail::NotFound);
    };
    let Ok(upgrade) = upgrade else {
        // Somebody has followed the address by hand.
        return Ok(Redirect::to(page).into_response());
    };
    // A line carries cookies from wherever it is opened, and no answer of ours stops that: its beginning has to be our own page.
    if !guard::is_own(visitor.headers()) {
        return Err(Fail::Foreign);
    }
    let called = asked.page.unwrap_or_default();
    let stored = match &who {
        Who::Agent(agent) => match app.be_about(agent.person).await? {
            true => app.store.session(stored.id).await?.ok_or(Fail::NotFound)?,
            false => stored,
        },
        Who::Customer(_) => app.be_there(stored, seat).await?,
    };
    let id = stored.id;
    let entered = media.enter(id, &stored.session, seat, &called).await;
    let entered = match entered {
        Ok(entered) => entered,
        Err(media::Refused::UnknownPeer) => return Err(Fail::NotFound),
        Err(error) => return Err(Fail::broken(error)),
    };
    let closed = app.live.closed();
    let line = Line {
        holder: Holder { app, id, who },
        seat,
        closed,
    };
    let upgrade = upgrade
        .max_message_size(LONGEST)
        .max_frame_size(LONGEST)
        .max_write_buffer_size(1024 * 1024);
    Ok(upgrade.on_upgrade(move |socket| line.run(socket, entered)))
}

struct Line {
    holder: Holder,
    seat: Seat,
    closed: watch::Receiver<bool>,
}

/// How a line ended.
enum Ended {
    /// The page went away, or has no right to it any more.
    Left,
    /// It broke; the page may come back.
    Broke,
}

fn frame(told: &impl Serialize) -> Option<Message> {
    let text = serde_json::to_string(told).ok()?;
    Some(Message::Text(text.into()))
}

fn of(told: ToPage) -> Option<Message> {
    match told {
        ToPage::Media(message) => frame(&message),
        ToPage::May { version, kinds } => frame(&Told::May { version, kinds }),
        ToPage::Marked { from, mark } => frame(&Told::Mark { from: from.0, mark }),
        ToPage::Elsewhere => frame(&Told::Elsewhere),
        ToPage::Over => frame(&Told::Over),
    }
}

fn refused() -> Message {
    Message::Close(Some(CloseFrame {
        code: close_code::POLICY,
        reason: "".into(),
    }))
}

impl Line {
    async fn run(mut self, mut socket: WebSocket, mut entered: Entered) {
        let ended = self.talk(&mut socket, &mut entered).await;
        let Some(media) = self.holder.app.live_media.clone() else {
            return;
        };
        drop(socket);
        if matches!(ended, Ended::Broke) {
            tokio::time::sleep(KEPT).await;
        }
        media
            .forget(self.holder.id, self.seat, entered.number)
            .await;
    }

    async fn talk(&mut self, socket: &mut WebSocket, entered: &mut Entered) -> Ended {
        let app = &self.holder.app;
        let servers = app.live_media.as_ref();
        let servers = servers.map(|m| m.servers(self.holder.id, self.seat, app.now()));
        let welcome = Told::Welcome {
            seat: self.seat.0,
            resumed: entered.resumed,
            servers: servers.unwrap_or_default(),
        };
        if send(socket, frame(&welcome)).await.is_err() {
            return Ended::Broke;
        }
        let quota = Quota::per_second(EACH_SECOND).allow_burst(BURST);
        let often: DefaultDirectRateLimiter = RateLimiter::direct(quota);
        let mut ask = tokio::time::interval(ASK);
        ask.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut silent = 0;
        loop {
            tokio::select! {
                told = entered.told.recv() => match told {
                    // It took nothing any more, or another page has its place.
                    None => return Ended::Broke,
                    Some(told) => {
                        let last = matches!(told, ToPage::Elsewhere | ToPage::Over);
                        let sent = send(socket, of(told)).await;
                        if last {
                            let _ = socket.send(Message::Close(None)).await;
                            return Ended::Left;
                        }
                        if sent.is_err() {
                            return Ended::Broke;
                        }
                    }
                },
                said = socket.recv() => { silent = 0; match said {
                    None | Some(Err(_)) => return Ended::Broke,
                    Some(Ok(Message::Close(_))) => return Ended::Left,
                    Some(Ok(Message::Text(text))) if often.check().is_ok() => {
                        match self.hear(&text).await {
                            Some(answer) => {
                                if send(socket, answer).await.is_err() {
                                    return Ended::Broke;
                                }
                            }
                            None => {
                                let _ = socket.send(refused()).await;
                                return Ended::Left;
                            }
                        }
                    }
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) if often.check().is_ok() => {}
                    Some(Ok(_)) => {
                        let _ = socket.send(refused()).await;
                        return Ended::Left;
                    }
                } },
                _ = ask.tick() => match self.holder.still().await {
                    Ok(Some(Some(seat))) if seat == self.seat => {
                        silent += 1;
                        let ping = Message::Ping(Vec::new().into());
                        if silent > SILENT || socket.send(ping).await.is_err() {
                            return Ended::Broke;
                        }
                        // A browser that says nothing may be gone: only one that answered is seen.
                        if silent > 1 {
                            continue;
                        }
                        if let Err(error) = self.holder.see(Some(seat)).await {
                            tracing::warn!(%error, "a seat was not noted as seen");
                        }
                    }
                    Ok(_) => {
                        let _ = send(socket, frame(&Told::Over)).await;
                        let _ = socket.send(Message::Close(None)).await;
                        return Ended::Left;
                    }
                    Err(error) => {
                        tracing::warn!(%error, "a line ended; its page comes back");
                        return Ended::Broke;
                    }
                },
                _ = self.closed.changed() => return Ended::Left,
            }
        }
    }

    /// Does what the page says; within, what it is answered, if anything. Nothing where it is not understood.
    async fn hear(&self, text: &str) -> Option<Option<Message>> {
        let media = self.holder.app.live_media.as_ref()?;
        let (id, seat) = (self.holder.id, self.seat);
        if let Ok(Own::Mark { x, y, draws }) = serde_json::from_str(text) {
            if x > WHOLE || y > WHOLE {
                return None;
            }
            media.mark(id, seat, Mark { x, y, draws }).await;
            return Some(None);
        }
        let said: FromBrowser = serde_json::from_str(text).ok()?;
        let answer = media.hear(id, seat, said).await;
        Some(answer.and_then(|answer| frame(&answer)))
    }
}

async fn send(socket: &mut WebSocket, message: Option<Message>) -> Result<(), axum::Error> {
    match message {
        Some(message) => socket.send(message).await,
        None => Ok(()),
    }
}
