//! Sending files in a session (L3): by script in pieces that go on after a break, by form without one; had by the two whom it
//! concerns, once whoever it is for has taken it and it was looked through.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Path, Request},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::session::{self, Actor, Command, FileEnd, Role, Seat};
use futures_util::stream::try_unfold;
use store::{files::State, sessions::StoredSession};

use super::{
    super::{
        guard,
        posted::Posted,
        visitor::{Staff, Visitor},
    },
    named, room, said_no,
};
use crate::{
    app::{
        Fail,
        session_files::{NotOffered, Offered},
        sessions::agent,
    },
    downloads,
    texts::Texts,
    uploads::{self, Outcome, text},
};

/// The field of a form that carries a file.
const FILES: &str = "files";

/// Who is at it: their place, who they are in the session, and where its page is.
struct At {
    stored: StoredSession,
    seat: Seat,
    actor: Actor,
    page: String,
}

impl At {
    async fn customer(visitor: &Visitor, id: &str) -> Result<Self, Fail> {
        let (stored, seat) = room::seated(visitor, id).await?.ok_or(Fail::NotFound)?;
        let page = format!("/sessions/{}", stored.id);
        let actor = Actor::Customer(seat);
        Ok(Self {
            stored,
            seat,
            actor,
            page,
        })
    }

    async fn staff(staff: &Staff, id: &str) -> Result<Self, Fail> {
        let Staff(visitor, me) = staff;
        let app = &visitor.web.app;
        let stored = app.session_of(&me.actor, named(id)?).await?;
        let seat = app.seat_in(&me.actor, &stored.session);
        let (seat, _) = seat.ok_or(Fail::NotFound)?;
        let page = format!("/staff/sessions/{}", stored.id);
        let (_, actor) = agent(&me.actor)?;
        Ok(Self {
            stored,
            seat,
            actor,
            page,
        })
    }

    /// For whom what they send is: the host, or of a host the customer who is served.
    fn to(&self) -> Option<Seat> {
        let session = &self.stored.session;
        match self.actor {
            Actor::Customer(_) => session.host(),
            _ => {
                let first = || session.customers().next().map(|p| p.seat);
                session.selected.or_else(first)
            }
        }
    }
}

/// That our own page asks: by the token of a sign-in where there is one, or as the browser says.
fn vouched(visitor: &Visitor) -> Result<(), Fail> {
    if guard::is_foreign(visitor.headers()) {
        return Err(Fail::Foreign);
    }
    let token = text(visitor.headers(), "x-token").unwrap_or_default();
    match &visitor.me {
        Some(me) if !crate::app::passwords::same(token, &me.token) => {
            match guard::is_own(visitor.headers()) {
                true => Ok(()),
                false => Err(Fail::Foreign),
            }
        }
        _ => Ok(()),
    }
}

fn words(status: StatusCode, text: String) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    uploads::resumable((status, kind, text).into_response())
}

fn not_offered(visitor: &Visitor, why: NotOffered) -> Result<Response, Fail> {
    match why {
        NotOffered::NotTaken(name, why) => Ok(words(
            uploads::status(&why),
            visitor.texts.not_taken(&name, &why),
        )),
        NotOffered::Refused(refused) => match said_no(visitor, &refused) {
            Fail::Told(text) => Ok(words(StatusCode::UNPROCESSABLE_ENTITY, text)),
            fail => Err(fail),
        },
    }
}

pub async fn send_by_customer(
    visitor: Visitor,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Fail> {
    let at = At::customer(&visitor, &id).await?;
    send(&visitor, &at, request).await
}

pub async fn send_by_staff(
    staff: Staff,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Fail> {
    let at = At::staff(&staff, &id).await?;
    send(&staff.0, &at, request).await
}

async fn send(visitor: &Visitor, at: &At, request: Request) -> Result<Response, Fail> {
    let kind = text(request.headers(), "content-type").unwrap_or_default();
    match kind.starts_with("multipart/form-data") {
        true => send_form(visitor, at, request).await,
        false => begin(visitor, at, request.into_body()).await,
    }
}

/// By script: the offer, and the first piece.
async fn begin(visitor: &Visitor, at: &At, body: Body) -> Result<Response, Fail> {
    vouched(visitor)?;
    let (app, headers) = (&visitor.web.app, visitor.headers());
    let given = (
        uploads::number(headers, "upload-length"),
        uploads::name_of(headers),
    );
    let (Some(bytes), Some(name)) = given else {
        return Ok(uploads::resumable(StatusCode::BAD_REQUEST.into_response()));
    };
    let to = at.to().ok_or_else(|| nobody(visitor))?;
    let (id, by) = (at.stored.id, (at.actor, at.seat));
    let offered = app.offer_session_file(id, by, to, &name, Some(bytes));
    let Offered { number, file } = match offered.await? {
        Ok(offered) => offered,
        Err(why) => return not_offered(visitor, why),
    };
    let place = format!("{}/files/{number}", at.page);
    let begun = uploads::begun(app, file, &place, headers, body).await?;
    let mut response = taken(visitor, at, number, begun).await?;
    response
        .headers_mut()
        .insert(uploads::named("x-field"), HeaderValue::from_static("sent"));
    Ok(response)
}

fn nobody(visitor: &Visitor) -> Fail {
    Fail::Told(visitor.texts.say("session-no-host").to_owned())
}

/// What came of a piece: what is not taken ends the offer, what is whole goes on at once.
async fn taken(
    visitor: &Visitor,
    at: &At,
    number: u32,
    outcome: Outcome,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    match outcome {
        Outcome::Answer(response) => {
            app.settle_session_files().await?;
            Ok(response)
        }
        Outcome::NotTaken(name, why) => {
            stop(visitor, at, number).await?;
            not_offered(visitor, NotOffered::NotTaken(name, why))
        }
    }
}

async fn stop(visitor: &Visitor, at: &At, number: u32) -> Result<(), Fail> {
    let app = &visitor.web.app;
    let (stop, besides) = (Command::StopFile(number), Default::default());
    let done = app.change_session(at.stored.id, at.actor, &stop, &besides);
    // It may be over already.
    done.await.map(|_| ())
}

/// By form: all of it lies there before it is offered, so that its size is known.
async fn send_form(visitor: &Visitor, at: &At, request: Request) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let broken = |_| Fail::broken("the form could not be read");
    let form = Multipart::from_request(request, &visitor.web).await;
    let mut form = form.map_err(|_| Fail::Foreign)?;
    let mut fields = BTreeMap::new();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != FILES {
            fields.insert(name, field.text().await.map_err(broken)?);
            continue;
        }
        if guard::is_foreign(visitor.headers()) || !Posted::is_vouched(&fields, visitor) {
            return Err(Fail::Foreign);
        }
        let given = field.file_name().unwrap_or_default().to_owned();
        if given.is_empty() {
            continue;
        }
        let to = at.to().ok_or_else(|| nobody(visitor))?;
        let bytes = try_unfold(field, async |mut field| {
            Ok::<_, axum::extract::multipart::MultipartError>(
                field.chunk().await?.map(|piece| (piece, field)),
            )
        });
        let (id, by) = (at.stored.id, (at.actor, at.seat));
        let offered = app.offer_whole_session_file(id, by, to, &given, bytes, Vec::new());
        if let Err(why) = offered.await? {
            let text = match why {
                NotOffered::NotTaken(name, why) => visitor.texts.not_taken(&name, &why),
                NotOffered::Refused(refused) => return Err(said_no(visitor, &refused)),
            };
            return Err(Fail::Told(text));
        }
    }
    app.settle_session_files().await?;
    Ok(Redirect::to(&format!("{}#files", at.page)).into_response())
}

pub async fn head_by_customer(
    visitor: Visitor,
    Path((id, number)): Path<(String, u32)>,
) -> Result<Response, Fail> {
    let at = At::customer(&visitor, &id).await?;
    stands(&visitor, &at, number).await
}

pub async fn head_by_staff(
    staff: Staff,
    Path((id, number)): Path<(String, u32)>,
) -> Result<Response, Fail> {
    let at = At::staff(&staff, &id).await?;
    stands(&staff.0, &at, number).await
}

async fn stands(visitor: &Visitor, at: &At, number: u32) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let file = app.sending_file(&at.stored, at.seat, number).await?;
    if !file.is_unfinished() {
        return Ok(uploads::standing(StatusCode::OK, &file));
    }
    let stands = uploads::stands_with(app, file).await?;
    taken(visitor, at, number, stands).await
}

pub async fn patch_by_customer(
    visitor: Visitor,
    Path((id, number)): Path<(String, u32)>,
    body: Body,
) -> Result<Response, Fail> {
    let at = At::customer(&visitor, &id).await?;
    go_on(&visitor, &at, number, body).await
}

pub async fn patch_by_staff(
    staff: Staff,
    Path((id, number)): Path<(String, u32)>,
    body: Body,
) -> Result<Response, Fail> {
    let at = At::staff(&staff, &id).await?;
    go_on(&staff.0, &at, number, body).await
}

async fn go_on(visitor: &Visitor, at: &At, number: u32, body: Body) -> Result<Response, Fail> {
    vouched(visitor)?;
    let app = &visitor.web.app;
    let file = app.sending_file(&at.stored, at.seat, number).await?;
    let gone = uploads::go_on_with(app, file, visitor.headers(), body).await?;
    taken(visitor, at, number, gone).await
}

pub async fn end_by_customer(
    visitor: Visitor,
    Path((id, number)): Path<(String, u32)>,
) -> Result<Response, Fail> {
    let at = At::customer(&visitor, &id).await?;
    end(&visitor, &at, number).await
}

pub async fn end_by_staff(
    staff: Staff,
    Path((id, number)): Path<(String, u32)>,
) -> Result<Response, Fail> {
    let at = At::staff(&staff, &id).await?;
    end(&staff.0, &at, number).await
}

async fn end(visitor: &Visitor, at: &At, number: u32) -> Result<Response, Fail> {
    vouched(visitor)?;
    visitor
        .web
        .app
        .sending_file(&at.stored, at.seat, number)
        .await?;
    stop(visitor, at, number).await?;
    Ok(uploads::resumable(StatusCode::NO_CONTENT.into_response()))
}

pub async fn read_by_customer(
    visitor: Visitor,
    Path((id, number)): Path<(String, u32)>,
) -> Result<Response, Fail> {
    let at = At::customer(&visitor, &id).await?;
    let app = &visitor.web.app;
    let had = app.session_file(&at.stored, Some(at.seat), number).await?;
    downloads::sent(app, had, visitor.headers(), None)
}

pub async fn read_by_staff(
    Staff(visitor, me): Staff,
    Path((id, number)): Path<(String, u32)>,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let stored = app.session_of(&me.actor, named(&id)?).await?;
    let had = app.session_file(&stored, None, number).await?;
    downloads::sent(app, had, visitor.headers(), None)
}

/// What somebody does about a file: takes it, or stops it.
pub fn act(act: &str, posted: &Posted) -> Option<Command> {
    let number = posted.get("file").parse().ok()?;
    match act {
        "accept-file" => Some(Command::AcceptFile(number)),
        "stop-file" => Some(Command::StopFile(number)),
        _ => None,
    }
}

#[derive(Template)]
#[template(path = "parts/session_files.html")]
struct Part {
    t: Texts,
    token: String,
    action: String,
    /// Who would get what is sent; empty where nothing can be.
    to: String,
    limits: String,
    files: Vec<Line>,
}

struct Line {
    number: u32,
    name: String,
    size: String,
    who: String,
    state: &'static str,
    had: bool,
    accept: bool,
    stop: bool,
}

/// The files of a session as whoever sits there finds them; empty where nothing was sent and nothing can be.
pub async fn part(
    visitor: &Visitor,
    stored: &StoredSession,
    seat: Option<Seat>,
) -> Result<String, Fail> {
    let (app, t, session) = (&visitor.web.app, &visitor.texts, &stored.session);
    let role = seat.and_then(|seat| session.role(seat));
    let customer = matches!(role, Some(Role::Customer | Role::Selected | Role::Waiting));
    let name = |seat: Seat| {
        let found = session.participants.get(&seat);
        found.map_or(String::new(), |p| p.name.as_str().to_owned())
    };
    let to = match role {
        _ if session.is_ended() => None,
        Some(Role::Customer | Role::Selected) => session.host(),
        Some(Role::Host) => {
            let first = || session.customers().next().map(|p| p.seat);
            session.selected.or_else(first)
        }
        _ => None,
    };
    let limits = app.attachments();
    let events = app.store.session_events(stored.id).await?;
    let kept = app.store.session_files(stored.id).await?;
    let mut files = Vec::new();
    for sent in session::sent_files(&events) {
        let own = seat == Some(sent.from);
        let theirs = seat == Some(sent.to);
        // Customers see what concerns them; agents what was sent at all.
        if customer && !own && !theirs {
            continue;
        }
        let file = kept.iter().find(|one| one.number == sent.file);
        let file = file.map(|one| &one.file);
        let accepted = session.files.get(&sent.file).is_some_and(|f| f.accepted);
        let open = sent.end == FileEnd::Open;
        let (state, had) = match (&sent.end, file.map(|file| file.state)) {
            (FileEnd::Arrived { .. }, Some(State::Ready)) => ("", true),
            (FileEnd::Arrived { .. }, _) => ("file-state-removed", false),
            (FileEnd::Stopped, _) => ("session-file-stopped", false),
            (FileEnd::Open, Some(State::Arriving)) if accepted => ("session-file-arriving", false),
            (FileEnd::Open, Some(State::Held)) if accepted => ("file-state-held", false),
            (FileEnd::Open, _) if accepted => ("session-file-arriving", false),
            (FileEnd::Open, _) if theirs => ("session-file-yours", false),
            (FileEnd::Open, _) => ("session-file-waits", false),
        };
        let said = [
            ("from", name(sent.from).into()),
            ("to", name(sent.to).into()),
        ];
        files.push(Line {
            number: sent.file,
            name: sent.name.as_str().to_owned(),
            size: t.size(sent.bytes),
            who: t.with("session-file-who", said),
            state: if state.is_empty() { "" } else { t.say(state) },
            had,
            accept: open && theirs && !accepted,
            stop: open && (own || theirs),
        });
    }
    let to = to.filter(|_| limits.is_some()).map_or(String::new(), name);
    if files.is_empty() && to.is_empty() {
        return Ok(String::new());
    }
    let part = Part {
        token: visitor
            .me
            .as_ref()
            .map_or(String::new(), |me| me.token.clone()),
        action: match customer {
            true => format!("/sessions/{}", stored.id),
            false => format!("/staff/sessions/{}", stored.id),
        },
        limits: limits.map_or(String::new(), |limits| {
            t.one("session-file-limit", "size", t.size(limits.largest()))
        }),
        t: t.clone(),
        to,
        files,
    };
    part.render().map_err(Fail::broken)
}
