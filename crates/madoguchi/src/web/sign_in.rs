//! Signing in and out (A6: password first).

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    PersonId, Prose,
    audit::{AuditEvent, SignInWay},
    event::By,
};
use serde::Deserialize;
use store::directory::fold_email;

use super::{
    Web, first_phone,
    frame::{Frame, Here, judged},
    kept_forms,
    posted::Posted,
    second_factor,
    visitor::{Visitor, cookie},
};
use crate::app::{Fail, passwords};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    f: Frame,
    email: String,
    next: String,
    /// The address and password did not match.
    failed: bool,
    welcome: String,
    hours: String,
    phone: String,
    /// A centre takes cases without an account, too (C20).
    guests: bool,
    /// They have read unusually many cases, and show who they are anew (V-38).
    many: bool,
    /// What they had filled in when their sign-in ended; empty where they had nothing.
    kept: String,
    /// Files were chosen in it, and have to be chosen again.
    files: bool,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    next: String,
    /// Why it is asked for again.
    #[serde(default)]
    why: String,
}

/// Where somebody signs in again who has read unusually many cases.
pub fn again(next: &str) -> String {
    let next: String = form_urlencoded::byte_serialize(safe_path(next).as_bytes()).collect();
    format!("/sign-in?why=many&next={next}")
}

pub async fn page(visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    if visitor.me.is_some() {
        return Ok(Redirect::to(safe_path(&asked.next)).into_response());
    }
    let shown = Shown {
        next: &asked.next,
        many: asked.why == "many",
        ..Shown::default()
    };
    form(&visitor, &shown).await
}

/// The page with a form that its sender sent when their sign-in was over; it goes on at this address.
pub async fn with_form(visitor: &Visitor, next: &str, kept: &str) -> Result<Response, Fail> {
    let shown = Shown {
        next,
        kept,
        ..Shown::default()
    };
    form(visitor, &shown).await
}

/// What the page shows besides what the desk says.
#[derive(Default)]
struct Shown<'a> {
    email: &'a str,
    next: &'a str,
    failed: bool,
    many: bool,
    kept: &'a str,
}

async fn form(visitor: &Visitor, shown: &Shown<'_>) -> Result<Response, Fail> {
    let Shown {
        email,
        next,
        failed,
        many,
        kept,
    } = *shown;
    visitor.web.line.keeps_secrets()?;
    let f = Frame::new(visitor, Here::Elsewhere, visitor.texts.say("sign-in-title"))
        .await?
        .troubled(failed);
    let (desk, _) = visitor.web.app.desks.current();
    let text = |key: &str| {
        desk.text(key)
            .map(|words| f.t.desk(words).to_owned())
            .unwrap_or_default()
    };
    let (welcome, hours, phone) = (text("welcome"), text("hours"), text("phone"));
    let page = Page {
        email: email.to_owned(),
        next: safe_path(next).to_owned(),
        failed,
        welcome,
        hours,
        phone,
        guests: desk.takes_guests(),
        many,
        files: kept_forms::had_files(kept),
        kept: kept.to_owned(),
        f,
    };
    judged(&page, failed)
}

/// What a browser is given by which it is known that this person has signed in there.
fn known(web: &Web, email: &str) -> String {
    passwords::keyed(web.app.secret(), "known", &fold_email(email))
}

/// Whether this person has signed in before in this browser.
pub(super) fn is_known(visitor: &Visitor, email: &str) -> bool {
    cookie(visitor.headers(), visitor.web.line.known_cookie())
        .is_some_and(|given| passwords::same(given, &known(&visitor.web, email)))
}

pub async fn submit(
    State(web): State<Web>,
    visitor: Visitor,
    posted: Posted,
) -> Result<Response, Fail> {
    web.line.keeps_secrets()?;
    let email = posted.get("email");
    let known = known(&web, email);
    match is_known(&visitor, email) {
        true => web.app.count_known(visitor.address, email).await?,
        false => web.app.count_try(visitor.address, email).await?,
    }
    let from = visitor.whence();
    match web
        .app
        .sign_in(email, posted.get("password"), &from)
        .await?
    {
        Some((person, secret)) => {
            let awaited = web.app.awaited(&secret).await?.is_some();
            if !awaited {
                signed_in(&visitor, person, SignInWay::Password).await?;
            }
            // A sign-in that this browser had before is over: nobody goes on in it (A6).
            if let Some(me) = &visitor.me {
                web.app.store.end_sign_in(&me.secret).await?;
            }
            let next = kept_forms::restored(&web, person, &secret, &posted).await?;
            let next = next.unwrap_or_else(|| posted.get("next").to_owned());
            let to = match awaited {
                true => second_factor::address(&next),
                false => safe_path(&next).to_owned(),
            };
            let mut response = enter(&web, &secret, &to)?;
            // Guesses made elsewhere do not keep the owner of this browser out from now on (A6).
            give(&mut response, &web, web.line.known_cookie(), &known, YEAR)?;
            if !awaited {
                first_phone::at_sign_in(&web, person, &mut response).await?;
            }
            Ok(response)
        }
        None => {
            let refused = AuditEvent::SignInRefused {
                email: Prose::new(email.chars().take(ADDRESS).collect::<String>()),
                from: visitor.from(),
            };
            web.app.note(By::System, refused).await?;
            let shown = Shown {
                email,
                next: posted.get("next"),
                failed: true,
                kept: posted.get("kept"),
                ..Shown::default()
            };
            form(&visitor, &shown).await
        }
    }
}

/// Of an address that was tried, so many characters are kept.
const ADDRESS: usize = 254;

/// Keeps in the audit that somebody has signed in.
pub async fn signed_in(visitor: &Visitor, person: PersonId, way: SignInWay) -> Result<(), Fail> {
    visitor.web.app.shown_anew(person).await?;
    let event = AuditEvent::SignedIn {
        way,
        from: visitor.from(),
    };
    visitor.web.app.note(By::Person(person), event).await
}

/// Sends a new sign-in to its page, with its cookie.
pub fn enter(web: &Web, secret: &str, to: &str) -> Result<Response, Fail> {
    let mut response = Redirect::to(to).into_response();
    give(&mut response, web, web.line.cookie(), secret, "")?;
    Ok(response)
}

/// For a year; of a browser that is known.
const YEAR: &str = "; Max-Age=31536000";

/// A cookie that no script reads; `lasts` is empty for one that goes with the browser.
pub(super) fn give(
    response: &mut Response,
    web: &Web,
    name: &str,
    value: &str,
    lasts: &str,
) -> Result<(), Fail> {
    let secure = if web.line.is_secure() { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/{lasts}; HttpOnly; SameSite=Lax{secure}");
    let cookie = HeaderValue::from_str(&cookie).map_err(Fail::broken)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(())
}

pub async fn leave(State(web): State<Web>, visitor: Visitor, _: Posted) -> Result<Response, Fail> {
    if let Some(me) = &visitor.me {
        let from = visitor.from();
        visitor.note(AuditEvent::SignedOut { from }).await?;
        let secret = match &me.proxy {
            Some(proxy) => super::proxy_login::left(&visitor, me, proxy).await?,
            None => me.secret.clone(),
        };
        web.app.store.end_sign_in(&secret).await?;
        if me.actor.is_staff() {
            web.app.goes_away(me.person.id).await?;
        }
    }
    let to = if web.demo { "/demo" } else { "/sign-in" };
    let mut response = Redirect::to(to).into_response();
    give(&mut response, &web, web.line.cookie(), "", "; Max-Age=0")?;
    let headers = response.headers_mut();
    headers.insert(
        "clear-site-data",
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(response)
}

/// A path of ours, or home: never another site (V-48).
pub fn safe_path(path: &str) -> &str {
    let odd = |c: char| c.is_control() || c == '\\';
    let ours = path.starts_with('/') && !path.starts_with("//") && !path.contains(odd);
    if ours { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::safe_path;

    #[test]
    fn v48_only_paths_of_ours_are_gone_back_to() {
        assert_eq!(safe_path("/cases?view=closed"), "/cases?view=closed");
        for foreign in [
            "//evil.example",
            "/\\evil.example",
            "https:evil",
            "https://evil.example",
            "",
            "evil",
            "/\t/evil",
        ] {
            assert_eq!(safe_path(foreign), "/");
        }
    }
}
