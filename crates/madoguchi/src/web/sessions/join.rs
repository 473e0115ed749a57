//! The customers' ways in (L2): a page that asks for number and passcode, and one behind a link. No account is needed.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    audit::AuditEvent,
    desk::session::Recording,
    session::{Arrival, Thing, Way},
};

use super::{
    super::{
        Web,
        field::{Asks, Field, missing},
        frame::{Frame, Here, judged},
        posted::Posted,
        shown::Trouble,
        sign_in::give,
        visitor::Visitor,
    },
    with_devices,
};
use crate::app::{
    Fail,
    session_doors::{In, Shut, digits},
};

#[derive(Template)]
#[template(path = "session_join.html")]
struct Page {
    f: Frame,
    action: String,
    /// The door asks for number and passcode.
    by_number: bool,
    lead: String,
    fields: Vec<Field>,
    /// All is recorded, and whether they agree is asked.
    recorded: bool,
    agreed: bool,
    /// Media go here, and devices can be tried.
    media: bool,
    troubles: Vec<Trouble>,
}

const NUMBER: [Asks; 2] = [
    ("number", "session-number", "text", "off", true),
    ("passcode", "session-passcode", "text", "off", true),
];
/// Longest that is taken for a field, in characters.
const LINE: usize = 80;
const NAME: Asks = ("name", "session-your-name", "text", "name", true);

/// Where the desk has no sessions there is no door.
fn has_sessions(visitor: &Visitor) -> Result<(), Fail> {
    let rules = visitor.web.app.session_rules();
    rules.map(|_| ()).ok_or(Fail::NotFound)
}

/// How the session behind a link records, which began under other rules perhaps than those of today; else how the desk does.
async fn recording(visitor: &Visitor, link: Option<&str>) -> Result<Option<Recording>, Fail> {
    let app = &visitor.web.app;
    let found = match link {
        Some(link) => app.store.session_link(link).await?,
        None => None,
    };
    let stored = match found {
        Some((id, _)) => app.store.session(id).await?,
        None => None,
    };
    let own = stored.map(|stored| stored.session.rules.recording);
    Ok(own.or(app.session_rules().map(|rules| rules.recording)))
}

async fn form(
    visitor: &Visitor,
    link: Option<&str>,
    posted: &Posted,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let t = &visitor.texts;
    let asked = NUMBER.iter().filter(|_| link.is_none());
    let own = visitor.me.as_ref().map(|me| me.person.profile.name());
    let fields = asked.chain([&NAME]).map(|asks| {
        let typed = match (asks.0, posted.given("name")) {
            ("name", None) => own.as_deref().unwrap_or_default(),
            (name, _) => posted.get(name),
        };
        let field = Field::of(t, asks, typed, &troubles);
        match asks.0 {
            "number" => field.hinted(t.say("session-number-hint")),
            "passcode" => field.hinted(t.say("session-passcode-hint")),
            _ => field.hinted(t.say("session-your-name-hint")),
        }
    });
    let is_wrong = !troubles.is_empty();
    let page = Page {
        action: match link {
            Some(link) => format!("/sessions/join/{link}"),
            None => "/sessions/join".to_owned(),
        },
        by_number: link.is_none(),
        lead: t
            .say(match link {
                Some(_) => "session-join-link-lead",
                None => "session-join-lead",
            })
            .to_owned(),
        fields: fields.collect(),
        recorded: recording(visitor, link).await? == Some(Recording::Always),
        agreed: posted.has("recording"),
        media: visitor.web.app.live_media.is_some(),
        f: Frame::new(visitor, Here::Elsewhere, t.say("session-join-title"))
            .await?
            .troubled(is_wrong),
        troubles,
    };
    judged(&page, is_wrong).map(with_devices)
}

pub async fn page(visitor: Visitor) -> Result<Response, Fail> {
    has_sessions(&visitor)?;
    form(&visitor, None, &Posted::default(), Vec::new()).await
}

pub async fn link_page(visitor: Visitor, Path(link): Path<String>) -> Result<Response, Fail> {
    has_sessions(&visitor)?;
    // Whether it leads anywhere is told with the answer: looking guesses nothing.
    form(&visitor, Some(&link), &Posted::default(), Vec::new()).await
}

fn arrival(visitor: &Visitor, posted: &Posted, way: Way) -> Arrival {
    let contact = visitor
        .me
        .as_ref()
        .filter(|me| !me.actor.is_staff() && me.proxy.is_none());
    // Where all is recorded it is asked here, before anything is (L9).
    let recorded = posted.has("recording").then_some(Thing::Recording);
    Arrival {
        name: posted.get("name").to_owned(),
        person: contact.map(|me| me.person.id),
        way,
        voice: posted.has("voice"),
        consents: recorded.into_iter().collect(),
    }
}

pub async fn by_number(
    State(web): State<Web>,
    visitor: Visitor,
    posted: Posted,
) -> Result<Response, Fail> {
    has_sessions(&visitor)?;
    let t = &visitor.texts;
    let mut asked = NUMBER.to_vec();
    asked.push(NAME);
    let lacks = missing(t, &asked, &posted, LINE);
    if !lacks.is_empty() {
        return form(&visitor, None, &posted, lacks).await;
    }
    // Guesses are slowed as all others are, by where they come from and by what is guessed.
    let number = digits(posted.get("number"));
    web.app
        .count_try(visitor.address, &format!("session {number}"))
        .await?;
    let arrival = arrival(&visitor, &posted, Way::Number);
    let passcode = posted.get("passcode");
    let done = web.app.join_by_number(&number, passcode, arrival).await?;
    enter(&web, &visitor, &posted, None, done).await
}

pub async fn by_link(
    State(web): State<Web>,
    visitor: Visitor,
    Path(link): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    has_sessions(&visitor)?;
    let lacks = missing(&visitor.texts, &[NAME], &posted, LINE);
    if !lacks.is_empty() {
        return form(&visitor, Some(&link), &posted, lacks).await;
    }
    web.app
        .count_try(visitor.address, &format!("session link {link}"))
        .await?;
    let arrival = arrival(&visitor, &posted, Way::Link);
    let done = web.app.join_by_link(&link, arrival).await?;
    enter(&web, &visitor, &posted, Some(&link), done).await
}

/// Into the room with the secret of the seat, or back to the form with why not.
async fn enter(
    web: &Web,
    visitor: &Visitor,
    posted: &Posted,
    link: Option<&str>,
    done: Result<In, Shut>,
) -> Result<Response, Fail> {
    let t = &visitor.texts;
    if matches!(done, Err(Shut::Wrong)) {
        let from = visitor.from();
        visitor.note(AuditEvent::SessionMissed { from }).await?;
    }
    let (field, text) = match done {
        Ok(entered) => {
            let (session, from) = (entered.id, visitor.from());
            visitor
                .note(AuditEvent::SessionEntered { session, from })
                .await?;
            let mut response = Redirect::to(&format!("/sessions/{}", entered.id)).into_response();
            give(
                &mut response,
                web,
                web.line.seat_cookie(),
                &entered.secret,
                "",
            )?;
            return Ok(response);
        }
        Err(Shut::Wrong) if link.is_some() => ("name", t.say("session-wrong-link").to_owned()),
        Err(Shut::Wrong) => ("number", t.say("session-wrong-number").to_owned()),
        Err(Shut::InUse) => ("name", t.say("session-link-in-use").to_owned()),
        Err(Shut::Refused(refused)) => ("name", super::no(t, &refused)),
    };
    let trouble = Trouble {
        field: field.to_owned(),
        text,
    };
    form(visitor, link, posted, vec![trouble]).await
}
