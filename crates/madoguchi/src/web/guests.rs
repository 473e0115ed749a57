//! Coming without an account (C20): an address, a link in a mail, then the address of what one uses. Only where a centre of the
//! desk takes such cases; elsewhere there is no such page.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Language,
    audit::SignInWay,
    case::intake::{self, is_address},
};

use super::{
    Web,
    field::{Asks, Field, missing},
    frame::{Frame, Here, judged},
    posted::Posted,
    proving::{self, Way},
    shown::Trouble,
    sign_in,
    visitor::Visitor,
};
use crate::app::{
    Fail,
    guests::{Entered, Entering},
};

/// How it begins.
const WAY: Way = Way {
    action: "/guest",
    title: "guest-title",
    label: "field-email",
    hint: "",
};

/// Longest that is taken for a field, in characters.
const LINE: usize = 100;

/// There is such a page only where a centre takes people without an account, over a line that keeps secrets.
fn open(visitor: &Visitor) -> Result<(), Fail> {
    visitor.web.line.keeps_secrets()?;
    match visitor.web.app.desks.current().0.takes_guests() {
        true => Ok(()),
        false => Err(Fail::NotFound),
    }
}

pub async fn page(visitor: Visitor) -> Result<Response, Fail> {
    open(&visitor)?;
    if visitor.me.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    let lead = visitor.texts.say("guest-lead");
    proving::asking(&visitor, &WAY, lead, "", Vec::new()).await
}

/// The answer is the same whoever has the address, and comes as quickly.
pub async fn ask(
    State(web): State<Web>,
    visitor: Visitor,
    posted: Posted,
) -> Result<Response, Fail> {
    open(&visitor)?;
    let t = &visitor.texts;
    let email = posted.get("email").trim().to_owned();
    web.app.count_try(visitor.address, &email).await?;
    if !is_address(&email) {
        let (lead, wrong) = (t.say("guest-lead"), "join-wrong-address");
        return proving::wrong_address(&visitor, &WAY, lead, &email, wrong).await;
    }
    let (app, language) = (web.app.clone(), Language::new(t.lang()));
    tokio::spawn(async move {
        if let Err(error) = app.send_guest_link(&email, &language).await {
            tracing::warn!(%error, "a link for a guest was not sent");
        }
    });
    proving::sent(&visitor, &WAY).await
}

#[derive(Template)]
#[template(path = "guest_form.html")]
struct Form {
    f: Frame,
    action: String,
    lead: String,
    /// Nothing for who was here before.
    fields: Vec<Field>,
    troubles: Vec<Trouble>,
}

const FIELDS: [Asks; 3] = [
    ("family", "field-family", "text", "family-name", true),
    ("given", "field-given", "text", "given-name", false),
    ("identifier", "guest-site", "text", "off", true),
];

async fn form_page(
    visitor: &Visitor,
    secret: &str,
    posted: &Posted,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let t = &visitor.texts;
    let Some((email, known)) = visitor.web.app.guest_address(secret).await? else {
        return proving::over(visitor).await;
    };
    let is_wrong = !troubles.is_empty();
    let field = |asks: &Asks| {
        let field = Field::of(t, asks, posted.get(asks.0), &troubles);
        match asks.0 {
            "identifier" => field.hinted(t.say("guest-site-hint")),
            _ => field,
        }
    };
    let page = Form {
        action: format!("/guest/{secret}"),
        lead: match &known {
            Some(person) => t.one("guest-again", "name", person.profile.name()),
            None => t.one("join-form-lead", "email", email),
        },
        fields: match known {
            Some(_) => Vec::new(),
            None => FIELDS.iter().map(field).collect(),
        },
        f: Frame::new(visitor, Here::Elsewhere, t.say("guest-title"))
            .await?
            .troubled(is_wrong),
        troubles,
    };
    judged(&page, is_wrong)
}

pub async fn form(visitor: Visitor, Path(secret): Path<String>) -> Result<Response, Fail> {
    open(&visitor)?;
    form_page(&visitor, &secret, &Posted::default(), Vec::new()).await
}

pub async fn enter(
    State(web): State<Web>,
    visitor: Visitor,
    Path(secret): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    open(&visitor)?;
    let (app, t) = (&web.app, &visitor.texts);
    web.app.count_try(visitor.address, "guest").await?;
    let Some((_, known)) = app.guest_address(&secret).await? else {
        return proving::over(&visitor).await;
    };
    let troubles = match known {
        Some(_) => Vec::new(),
        None => missing(t, &FIELDS, &posted, LINE),
    };
    if !troubles.is_empty() {
        return form_page(&visitor, &secret, &posted, troubles).await;
    }
    let line = |name: &str| intake::cleaned(posted.get(name)).replace('\n', " ");
    let entering = Entering {
        family: line("family"),
        given: line("given"),
        identifier: line("identifier"),
        language: Language::new(t.lang()),
    };
    match app
        .enter_as_guest(&secret, entering, &visitor.whence())
        .await?
    {
        Entered::In { person, secret } => {
            sign_in::signed_in(&visitor, person, SignInWay::Link).await?;
            sign_in::enter(&web, &secret, "/")
        }
        Entered::LinkOver => proving::over(&visitor).await,
        Entered::UnknownSite => {
            let trouble = Trouble {
                field: "identifier".into(),
                text: t.say("guest-wrong-site").to_owned(),
            };
            form_page(&visitor, &secret, &posted, vec![trouble]).await
        }
    }
}
