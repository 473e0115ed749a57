//! Asking for an account (A1): an address, a link in a mail, then who one is. For those who decide, what waits.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    AccountId, Language, Level, RequestId,
    case::intake,
    joining::{self, Command, Refused},
};
use store::requests::StoredRequest;

use super::{
    Web,
    field::{Asks, Field, missing},
    frame::{Frame, Here, judged},
    holding::level_name,
    listing::{Pick, ViewLink, pick},
    posted::Posted,
    proving::{self, Way},
    shown::Trouble,
    staff,
    visitor::{Contact, Me, Staff, Visitor},
};
use crate::{
    app::{
        App, Fail,
        joining::{Asked, Asking, fresh_contact},
    },
    texts::Texts,
};

/// How it begins.
const WAY: Way = Way {
    action: "/join",
    title: "join-title",
    label: "join-email",
    hint: "join-email-hint",
};

/// What the desk says of it, or we do.
fn lead(visitor: &Visitor) -> &str {
    let (desk, _) = visitor.web.app.desks.current();
    let own = desk.text("account-request");
    own.map_or(visitor.texts.say("join-lead"), |words| {
        visitor.texts.desk(words)
    })
}

pub async fn page(visitor: Visitor) -> Result<Response, Fail> {
    visitor.web.line.keeps_secrets()?;
    if visitor.me.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    proving::asking(&visitor, &WAY, lead(&visitor), "", Vec::new()).await
}

/// Sends the link behind the answer's back: neither what it says nor when it comes tells whether there is an account. What it
/// refuses hangs on the address alone.
pub async fn ask(
    State(web): State<Web>,
    visitor: Visitor,
    posted: Posted,
) -> Result<Response, Fail> {
    web.line.keeps_secrets()?;
    let t = &visitor.texts;
    let email = posted.get("email").trim().to_owned();
    web.app.count_try(visitor.address, &email).await?;
    let wrong = match joining::domain_of(&email) {
        None => Some("join-wrong-address"),
        Some(domain) if joining::is_free(&domain) => Some("join-wrong-free"),
        Some(_) => None,
    };
    if let Some(wrong) = wrong {
        return proving::wrong_address(&visitor, &WAY, lead(&visitor), &email, wrong).await;
    }
    let (app, language) = (web.app.clone(), Language::new(t.lang()));
    tokio::spawn(async move {
        if let Err(error) = app.send_join_link(&email, &language).await {
            tracing::warn!(%error, "a link to join was not sent");
        }
    });
    proving::sent(&visitor, &WAY).await
}

#[derive(Template)]
#[template(path = "join_form.html")]
struct Form {
    f: Frame,
    action: String,
    email: String,
    fields: Vec<Field>,
    note: String,
    levels: Vec<Pick>,
    /// What is accepted with it, in the desk's words or ours.
    terms: String,
    accepted: bool,
    troubles: Vec<Trouble>,
}

const FIELDS: [Asks; 5] = [
    ("family", "field-family", "text", "family-name", true),
    ("given", "field-given", "text", "given-name", false),
    ("family_kana", "register-family-kana", "text", "off", false),
    ("given_kana", "register-given-kana", "text", "off", false),
    ("company", "join-company", "text", "organization", true),
];

/// Longest that is taken for a field of one line, and for a note, in characters.
const LINE: usize = 100;
const NOTE: usize = 1_000;

/// The terms that go with access: the desk's words, or ours.
pub fn terms(app: &App, t: &Texts) -> String {
    let (desk, _) = app.desks.current();
    let own = desk.text("terms").map(|words| t.desk(words));
    own.unwrap_or(t.say("join-terms-text")).to_owned()
}

/// Levels that can be wished for, each in plain words.
pub fn wishes(t: &Texts, chosen: &str) -> Vec<Pick> {
    let one = |level: Level| {
        let what = t.with(
            "level-means",
            [
                ("level", level_name(t, Some(level)).into()),
                ("means", t.say(&format!("means-{}", level.as_str())).into()),
            ],
        );
        pick(level.as_str(), &what, chosen)
    };
    Level::ALL.map(one).into()
}

async fn form_page(
    visitor: &Visitor,
    secret: &str,
    posted: &Posted,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    visitor.web.line.keeps_secrets()?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let Some(email) = app.join_address(secret).await? else {
        return proving::over(visitor).await;
    };
    let is_wrong = !troubles.is_empty();
    let field = |asks: &Asks| Field::of(t, asks, posted.get(asks.0), &troubles);
    let level = posted.given("level").unwrap_or(Level::ReadOnly.as_str());
    let page = Form {
        action: format!("/join/{secret}"),
        email,
        fields: FIELDS.iter().map(field).collect(),
        note: posted.get("note").to_owned(),
        levels: wishes(t, level),
        terms: terms(app, t),
        accepted: posted.has("terms"),
        f: Frame::new(visitor, Here::Elsewhere, t.say("join-title"))
            .await?
            .troubled(is_wrong),
        troubles,
    };
    judged(&page, is_wrong)
}

pub async fn form(visitor: Visitor, Path(secret): Path<String>) -> Result<Response, Fail> {
    form_page(&visitor, &secret, &Posted::default(), Vec::new()).await
}

pub async fn submit(
    visitor: Visitor,
    Path(secret): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    visitor.web.line.keeps_secrets()?;
    visitor.web.app.count_try(visitor.address, "join").await?;
    let mut troubles = missing(t, &FIELDS, &posted, LINE);
    if posted.get("note").chars().count() > NOTE {
        let (field, max) = (t.say("join-note").into(), NOTE.to_string());
        troubles.push(Trouble {
            field: "note".into(),
            text: t.with("wrong-too-long", [("field", field), ("max", max.into())]),
        });
    }
    let level = Level::parse(posted.get("level"));
    if level.is_none() {
        let field = t.say("join-level").into();
        troubles.push(Trouble {
            field: "level".into(),
            text: t.with("wrong-missing", [("field", field)]),
        });
    }
    if !posted.has("terms") {
        troubles.push(Trouble {
            field: "terms".into(),
            text: t.say("join-wrong-terms").to_owned(),
        });
    }
    let (true, Some(level)) = (troubles.is_empty(), level) else {
        return form_page(&visitor, &secret, &posted, troubles).await;
    };
    let line = |name: &str| intake::cleaned(posted.get(name)).replace('\n', " ");
    let asking = Asking {
        family: line("family"),
        given: line("given"),
        family_kana: line("family_kana"),
        given_kana: line("given_kana"),
        company: line("company"),
        note: intake::cleaned(posted.get("note")),
        level,
        language: Language::new(t.lang()),
    };
    match app.ask_to_join(&secret, asking).await? {
        Asked::Waits => proving::said(&visitor, "join-waits-title", "join-waits").await,
        Asked::LinkOver => proving::over(&visitor).await,
    }
}

/// A request as those who decide see it.
pub struct Row {
    pub id: String,
    pub name: String,
    pub kana: String,
    pub email: String,
    pub company: String,
    pub note: String,
    pub level: &'static str,
    pub at: String,
    /// The account that has the address's domain, or all with that one chosen.
    pub accounts: Vec<Pick>,
}

impl Row {
    fn of(t: &Texts, stored: &StoredRequest, accounts: &[(AccountId, [String; 2])]) -> Self {
        let request = &stored.request;
        let profile = &request.profile;
        let kana = [&profile.family_kana, &profile.given_kana].map(|kana| kana.as_str());
        let proposed = request.proposed.map(|id| id.to_string());
        let proposed = proposed.unwrap_or_default();
        let account = |(id, name): &(AccountId, [String; 2])| {
            pick(&id.to_string(), t.either(name), &proposed)
        };
        Self {
            id: request.id.to_string(),
            name: profile.name(),
            kana: kana.join(" ").trim().to_owned(),
            email: profile.email.as_str().to_owned(),
            company: request.company.as_str().to_owned(),
            note: request.note.as_str().to_owned(),
            level: level_name(t, Some(request.level)),
            at: t.long_time(stored.asked_at),
            accounts: accounts.iter().map(account).collect(),
        }
    }
}

/// Requests that wait for this reader's word; nothing for those who decide about none.
pub async fn waiting(app: &App, t: &Texts, me: &Me) -> Result<Vec<Row>, Fail> {
    if me.proxy.is_some() {
        return Ok(Vec::new());
    }
    let waiting = app.requests_for(&me.actor).await?;
    let accounts = match waiting.is_empty() || !me.actor.administers() {
        true => Vec::new(),
        false => app.store.accounts().await?,
    };
    Ok(waiting
        .iter()
        .map(|one| Row::of(t, one, &accounts))
        .collect())
}

/// What can be granted with it: places come by ticking, once somebody has signed in (A3).
pub fn levels(t: &Texts) -> Vec<Pick> {
    [Level::ReadOnly, Level::Basic]
        .map(|level| pick(level.as_str(), level_name(t, Some(level)), ""))
        .into()
}

#[derive(Template)]
#[template(path = "staff/requests.html")]
struct Requests {
    f: Frame,
    views: Vec<ViewLink>,
    requests: Vec<Row>,
    levels: Vec<Pick>,
    troubles: Vec<Trouble>,
    done: &'static str,
    action: &'static str,
}

async fn staff_page(
    visitor: &Visitor,
    me: &Me,
    troubles: Vec<Trouble>,
    done: &'static str,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let is_wrong = !troubles.is_empty();
    let page = Requests {
        views: staff::rail_for(visitor, me).await?,
        requests: waiting(app, t, me).await?,
        levels: levels(t),
        done,
        action: "/staff/requests",
        f: Frame::new(visitor, Here::Requests, t.say("requests-title"))
            .await?
            .troubled(is_wrong),
        troubles,
    };
    judged(&page, is_wrong)
}

pub async fn of_staff(Staff(visitor, me): Staff) -> Result<Response, Fail> {
    staff_page(&visitor, &me, Vec::new(), "").await
}

/// What was decided; nothing where it cannot be read.
fn command(app: &App, posted: &Posted, own: Option<AccountId>) -> Option<Command> {
    match posted.get("do") {
        "grant" => Some(Command::Grant {
            account: match own {
                Some(own) => own,
                None => AccountId(posted.get("account").parse().ok()?),
            },
            level: Level::parse(posted.get("level"))?,
            contact: fresh_contact(app),
        }),
        "decline" => Some(Command::Decline {
            reason: posted.get("reason").to_owned(),
        }),
        _ => None,
    }
}

/// A refusal in words.
fn refused(t: &Texts, id: RequestId, refused: &Refused) -> Result<Trouble, Fail> {
    let key = match refused {
        Refused::NotAllowed => return Err(Fail::NotFound),
        Refused::Settled => "request-settled",
        Refused::Level => "refused-not-by-grant",
        Refused::NoReason => "request-no-reason",
    };
    Ok(Trouble {
        field: format!("request-{id}"),
        text: t.say(key).to_owned(),
    })
}

pub async fn settle_by_staff(
    Staff(visitor, me): Staff,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let id = RequestId(id.parse().map_err(|_| Fail::NotFound)?);
    let command = command(app, &posted, None).ok_or(Fail::NotFound)?;
    match app.settle_request(&me.actor, id, command).await? {
        Ok(()) => staff_page(&visitor, &me, Vec::new(), t.say("request-done")).await,
        Err(no) => staff_page(&visitor, &me, vec![refused(t, id, &no)?], "").await,
    }
}

pub async fn settle_by_admin(
    Contact(visitor, me): Contact,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let id = RequestId(id.parse().map_err(|_| Fail::NotFound)?);
    let own = match &me.actor {
        domain::Actor::Contact { account, .. } => Some(*account),
        _ => None,
    };
    let command = command(app, &posted, own).ok_or(Fail::NotFound)?;
    match app.settle_request(&me.actor, id, command).await? {
        Ok(()) => Ok(Redirect::to("/access").into_response()),
        Err(no) => super::portal::access::again(&visitor, &me, refused(t, id, &no)?).await,
    }
}
