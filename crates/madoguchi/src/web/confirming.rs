//! Showing anew who one is, before what a stranger at an open browser must not do: another second factor, rows that leave the
//! house, looking at the portal as somebody else (C-39). It takes the password, and a code where there is a second factor.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{Uri, header},
    response::Response,
};
use domain::audit::{AuditEvent, SignInWay};
use jiff::SignedDuration;
use serde::Deserialize;

use super::{
    Web,
    frame::{Frame, Here, judged},
    posted::Posted,
    sign_in,
    visitor::{Me, Visitor},
};
use crate::app::{Fail, passwords};

/// For so long after signing in nobody is asked again.
const FRESH: SignedDuration = SignedDuration::from_mins(15);

/// They showed who they are a moment ago.
pub(super) fn is_fresh(visitor: &Visitor, me: &Me) -> bool {
    visitor.web.app.now().duration_since(me.since) <= FRESH
}

/// Where it is asked for, on the way to a page; after a press, on the way back to where it was pressed.
pub(super) fn address(visitor: &Visitor, reads: bool) -> String {
    let from = visitor.headers().get(header::REFERER);
    let from = from.and_then(|from| from.to_str().ok()?.parse::<Uri>().ok());
    let from = from.and_then(|from| Some(from.path_and_query()?.to_string()));
    let next = match reads {
        true => visitor.path.clone(),
        false => from.unwrap_or_else(|| "/".into()),
    };
    to(&next)
}

/// The same on the way to this page.
pub(super) fn to(next: &str) -> String {
    let next = sign_in::safe_path(next).as_bytes();
    let next: String = form_urlencoded::byte_serialize(next).collect();
    format!("/sign-ins/confirmation?next={next}")
}

#[derive(Template)]
#[template(path = "confirmation.html")]
struct Page {
    f: Frame,
    next: String,
    /// They have a password; they have a second factor. Without either one signs in anew.
    password: bool,
    factor: bool,
    wrong: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    next: String,
}

fn me(visitor: &Visitor) -> Result<&Me, Fail> {
    visitor.me.as_deref().ok_or(Fail::Unauthenticated)
}

async fn show(visitor: &Visitor, next: &str, wrong: bool) -> Result<Response, Fail> {
    let (me, app) = (me(visitor)?, &visitor.web.app);
    let title = visitor.texts.say("confirm-title");
    let page = Page {
        next: sign_in::safe_path(next).to_owned(),
        password: app.store.has_password(me.person.id).await?,
        factor: app.store.factor(me.person.id).await?.secret.is_some(),
        wrong,
        f: Frame::new(visitor, Here::Elsewhere, title)
            .await?
            .troubled(wrong),
    };
    judged(&page, wrong)
}

pub async fn page(visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    show(&visitor, &asked.next, false).await
}

/// From now on the sign-in counts as a fresh one, under another secret.
pub async fn take(
    State(web): State<Web>,
    visitor: Visitor,
    posted: Posted,
) -> Result<Response, Fail> {
    let (me, app) = (me(&visitor)?, &web.app);
    app.count_for(&format!("confirm {}", me.person.id)).await?;
    let email = &me.person.profile.email;
    let password = app.store.has_password(me.person.id).await?;
    let factor = app.store.factor(me.person.id).await?.secret.is_some();
    let shown = (password || factor)
        && (!password
            || app
                .knows_password(email.as_str(), posted.get("password"))
                .await?)
        && (!factor || app.proves(me.person.id, posted.get("code")).await?);
    if !shown {
        let refused = AuditEvent::SignInRefused {
            email: email.clone(),
            from: visitor.from(),
        };
        visitor.note(refused).await?;
        return show(&visitor, posted.get("next"), true).await;
    }
    let secret = passwords::fresh_secret();
    app.store
        .renew_sign_in(&me.secret, &secret, app.now())
        .await?;
    let way = match factor {
        true => SignInWay::SecondFactor,
        false => SignInWay::Password,
    };
    sign_in::signed_in(&visitor, me.person.id, way).await?;
    sign_in::enter(&web, &secret, sign_in::safe_path(posted.get("next")))
}
