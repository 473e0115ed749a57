//! The first administrator: once, with the secret that the program printed; afterwards this page is not there (V-25).

use askama::Template;
use axum::{extract::State, response::Response};
use domain::{Language, audit::SignInWay, case::intake};

use super::{
    Web,
    frame::{Frame, Here, judged},
    posted::Posted,
    shown::Trouble,
    sign_in,
    visitor::Visitor,
};
use crate::app::{Fail, people::NewAdministrator};

#[derive(Template)]
#[template(path = "setup.html")]
struct Page {
    f: Frame,
    typed: Typed,
    troubles: Vec<Trouble>,
}

#[derive(Default)]
struct Typed {
    secret: String,
    family: String,
    given: String,
    email: String,
}

/// A field of this page.
struct Field<'a> {
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    /// What browsers may fill in.
    complete: &'static str,
    value: &'a str,
}

impl Field<'_> {
    fn is(&self, name: &str) -> bool {
        self.name == name
    }

    fn has_hint(&self) -> bool {
        self.is("secret") || self.is("password")
    }
}

impl Page {
    fn fields(&self) -> [Field<'_>; 6] {
        let field = |name, label, kind, complete, value| Field {
            name,
            label,
            kind,
            complete,
            value,
        };
        [
            field("secret", "setup-secret", "text", "off", &self.typed.secret),
            field(
                "family",
                "field-family",
                "text",
                "family-name",
                &self.typed.family,
            ),
            field(
                "given",
                "field-given",
                "text",
                "given-name",
                &self.typed.given,
            ),
            field("email", "field-email", "email", "email", &self.typed.email),
            field("password", "field-password", "password", "new-password", ""),
            field(
                "password-again",
                "field-password-again",
                "password",
                "new-password",
                "",
            ),
        ]
    }

    fn trouble(&self, field: &str) -> Option<&str> {
        self.troubles
            .iter()
            .find(|t| t.field == field)
            .map(|t| t.text.as_str())
    }
}

pub async fn page(visitor: Visitor) -> Result<Response, Fail> {
    show(&visitor, Typed::default(), Vec::new()).await
}

async fn show(visitor: &Visitor, typed: Typed, troubles: Vec<Trouble>) -> Result<Response, Fail> {
    if !visitor.web.app.awaits_setup().await? {
        return Err(Fail::NotFound);
    }
    visitor.web.line.keeps_secrets()?;
    let f = Frame::new(visitor, Here::Elsewhere, visitor.texts.say("setup-title"))
        .await?
        .troubled(!troubles.is_empty());
    let wrong = !troubles.is_empty();
    let page = Page { f, typed, troubles };
    judged(&page, wrong)
}

pub async fn submit(
    State(web): State<Web>,
    visitor: Visitor,
    posted: Posted,
) -> Result<Response, Fail> {
    if !web.app.awaits_setup().await? {
        return Err(Fail::NotFound);
    }
    web.app.count_try(visitor.address, "setup").await?;
    let t = &visitor.texts;
    let mut troubles = Vec::new();
    let mut wrong = |field: &str, key: &str| {
        troubles.push(Trouble {
            field: field.to_owned(),
            text: t.say(key).to_owned(),
        });
    };
    if posted.given("secret").is_none() {
        wrong("secret", "setup-wrong-secret");
    }
    if posted.given("family").is_none() {
        wrong("family", "setup-wrong-family");
    }
    if !intake::is_address(posted.get("email").trim()) {
        wrong("email", "setup-wrong-email");
    }
    let password = posted.get("password");
    let about = ["email", "family", "given"].map(|name| posted.get(name));
    if let Err(weak) = web.app.judged(password, &about).await {
        wrong("password", weak.key());
    } else if password != posted.get("password-again") {
        wrong("password-again", "setup-wrong-again");
    }
    let typed = || Typed {
        secret: posted.get("secret").to_owned(),
        family: posted.get("family").to_owned(),
        given: posted.get("given").to_owned(),
        email: posted.get("email").to_owned(),
    };
    if !troubles.is_empty() {
        return show(&visitor, typed(), troubles).await;
    }
    let (desk, _) = web.app.desks.current();
    let new = NewAdministrator {
        family: posted.get("family").trim().to_owned(),
        given: posted.get("given").trim().to_owned(),
        email: posted.get("email").trim().to_owned(),
        password: password.to_owned(),
        language: Language::new(visitor.texts.lang()),
        time_zone: desk.time_zone.iana_name().unwrap_or("UTC").to_owned(),
    };
    match web.app.set_up(posted.get("secret").trim(), new).await {
        Ok(person) => {
            let secret = web.app.sign_in_as(person, &visitor.whence()).await?;
            sign_in::signed_in(&visitor, person, SignInWay::Setup).await?;
            sign_in::enter(&web, &secret.ok_or(Fail::NotFound)?, "/staff")
        }
        Err(Fail::NotFound) if web.app.awaits_setup().await? => {
            let text = t.say("setup-wrong-secret").to_owned();
            show(
                &visitor,
                typed(),
                vec![Trouble {
                    field: "secret".into(),
                    text,
                }],
            )
            .await
        }
        Err(fail) => Err(fail),
    }
}
