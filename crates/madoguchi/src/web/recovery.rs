//! A forgotten password: a code by mail, then a new password. Whatever address is entered, the answer is the same, and comes
//! as quickly.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};

use domain::audit::SignInWay;

use super::{
    Web, first_phone,
    frame::{Frame, Here, judged, shown},
    posted::Posted,
    sign_in,
    visitor::Visitor,
};
use crate::app::{
    Fail,
    recovery::{MINUTES, Reset},
};

#[derive(Template)]
#[template(path = "forgotten.html")]
struct Forgotten {
    f: Frame,
    /// This installation sends mail.
    on: bool,
}

pub async fn page(visitor: Visitor) -> Result<Response, Fail> {
    visitor.web.line.keeps_secrets()?;
    if visitor.me.is_some() {
        return Ok(Redirect::to("/sign-ins").into_response());
    }
    let title = visitor.texts.say("forgotten-title");
    shown(&Forgotten {
        on: visitor.web.app.mailing.is_some(),
        f: Frame::new(&visitor, Here::Elsewhere, title).await?,
    })
}

#[derive(Template)]
#[template(path = "code.html")]
struct Code {
    f: Frame,
    email: String,
    sent: String,
    /// What is wrong with what was entered.
    wrong: String,
}

async fn code(visitor: &Visitor, email: &str, wrong: String) -> Result<Response, Fail> {
    let t = &visitor.texts;
    let f = Frame::new(visitor, Here::Elsewhere, t.say("code-title")).await?;
    let is_wrong = !wrong.is_empty();
    let page = Code {
        email: email.to_owned(),
        sent: t.count("code-sent", MINUTES),
        wrong,
        f: f.troubled(is_wrong),
    };
    judged(&page, is_wrong)
}

/// Sends the code behind the answer's back: neither what it says nor when it comes tells whether there is such an address.
pub async fn ask(
    State(web): State<Web>,
    visitor: Visitor,
    posted: Posted,
) -> Result<Response, Fail> {
    web.line.keeps_secrets()?;
    let email = posted.get("email").trim().to_owned();
    let known = sign_in::is_known(&visitor, &email);
    web.app
        .count_reset(visitor.address, "forgotten", &email, known)
        .await?;
    let (app, to) = (web.app.clone(), email.clone());
    tokio::spawn(async move {
        if let Err(error) = app.send_code(&to).await {
            tracing::warn!(%error, "a code was not sent");
        }
    });
    code(&visitor, &email, String::new()).await
}

pub async fn reset(
    State(web): State<Web>,
    visitor: Visitor,
    posted: Posted,
) -> Result<Response, Fail> {
    web.line.keeps_secrets()?;
    let email = posted.get("email").trim();
    let known = sign_in::is_known(&visitor, email);
    web.app
        .count_reset(visitor.address, "code", email, known)
        .await?;
    let (given, password) = (posted.get("code"), posted.get("password"));
    let from = visitor.whence();
    let reset = web.app.reset_password(email, given, password, &from);
    let t = &visitor.texts;
    match reset.await? {
        Reset::Done { person, secret } => {
            if web.app.awaited(&secret).await?.is_some() {
                return sign_in::enter(&web, &secret, "/sign-in/second-factor");
            }
            sign_in::signed_in(&visitor, person, SignInWay::Code).await?;
            let mut response = sign_in::enter(&web, &secret, "/")?;
            first_phone::at_sign_in(&web, person, &mut response).await?;
            Ok(response)
        }
        Reset::Wrong => code(&visitor, email, t.say("code-wrong").to_owned()).await,
        Reset::Weak(weak) => code(&visitor, email, t.say(weak.key()).to_owned()).await,
    }
}
