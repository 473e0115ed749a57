//! The second factor on pages: the step behind the password, and setting it up for one's own sign-ins (A6).

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    audit::{AuditEvent, SignInWay},
    directory::Person,
    event::By,
};
use qrcode::{QrCode, render::svg};
use serde::Deserialize;
use store::sign_ins::Strength;

use super::{
    Web,
    confirming::{self, is_fresh},
    first_phone,
    frame::{Frame, Here, judged},
    posted::Posted,
    sign_in,
    visitor::{Me, Visitor, cookie},
};
use crate::app::{Fail, second_factor::Offer};

#[derive(Template)]
#[template(path = "second_factor_step.html")]
struct Step {
    f: Frame,
    next: String,
    wrong: bool,
}

async fn show_step(visitor: &Visitor, next: &str, wrong: bool) -> Result<Response, Fail> {
    let t = &visitor.texts;
    let f = Frame::new(visitor, Here::Elsewhere, t.say("factor-title")).await?;
    let page = Step {
        next: sign_in::safe_path(next).to_owned(),
        wrong,
        f: f.troubled(wrong),
    };
    judged(&page, wrong)
}

/// The secret of a sign-in that awaits its second factor, and whose it is.
async fn awaiting(visitor: &Visitor) -> Result<Option<(String, Person)>, Fail> {
    let web = &visitor.web;
    let Some(secret) = cookie(visitor.headers(), web.line.cookie()) else {
        return Ok(None);
    };
    let awaited = web.app.awaited(secret).await?;
    Ok(awaited.map(|person| (secret.to_owned(), person)))
}

/// Where it is asked for, on the way to a page.
pub fn address(next: &str) -> String {
    match sign_in::safe_path(next) {
        "/" => "/sign-in/second-factor".to_owned(),
        next => {
            let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
            format!("/sign-in/second-factor?next={next}")
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    next: String,
}

/// Asks for the second factor; whoever awaits none begins anew.
pub async fn step(visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    match awaiting(&visitor).await? {
        Some(_) => show_step(&visitor, &asked.next, false).await,
        None => Ok(Redirect::to("/sign-in").into_response()),
    }
}

pub async fn take(
    State(web): State<Web>,
    visitor: Visitor,
    posted: Posted,
) -> Result<Response, Fail> {
    web.line.keeps_secrets()?;
    let Some((secret, person)) = awaiting(&visitor).await? else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    // Only who knows the password comes here: nobody else can use these tries up.
    web.app.count_for(&format!("factor {}", person.id)).await?;
    let from = visitor.whence();
    let taken = web.app.second_factor(&secret, posted.get("code"), &from);
    match taken.await? {
        Some((person, secret)) => {
            sign_in::signed_in(&visitor, person, SignInWay::SecondFactor).await?;
            let next = sign_in::safe_path(posted.get("next"));
            let mut response = sign_in::enter(&web, &secret, next)?;
            first_phone::at_sign_in(&web, person, &mut response).await?;
            Ok(response)
        }
        None => {
            let refused = AuditEvent::SignInRefused {
                email: person.profile.email,
                from: visitor.from(),
            };
            web.app.note(By::System, refused).await?;
            show_step(&visitor, posted.get("next"), true).await
        }
    }
}

#[derive(Template)]
#[template(path = "second_factor.html")]
struct Page {
    f: Frame,
    /// It counts.
    set: bool,
    /// Staff, who need one.
    needed: bool,
    /// This sign-in still has to show it.
    weak: bool,
    offer: Option<Offer>,
    picture: String,
    /// Recovery codes, shown once.
    codes: Vec<String>,
    left: String,
    wrong: bool,
    done: &'static str,
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    codes: Vec<String>,
    wrong: bool,
    done: &'static str,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let offer = match is_fresh(visitor, me) {
        true => app.offered_factor(&me.person, t.desk(&desk.name)).await?,
        false => None,
    };
    let picture = match &offer {
        Some(offer) => picture(&offer.address)?,
        None => String::new(),
    };
    let f = Frame::new(visitor, Here::Elsewhere, t.say("factor-set-title")).await?;
    let left = app.store.recovery_codes_left(me.person.id).await?;
    let page = Page {
        set: app.store.factor(me.person.id).await?.secret.is_some(),
        needed: me.actor.is_staff(),
        weak: me.strength < Strength::Full && codes.is_empty(),
        offer,
        picture,
        codes,
        left: t.count("factor-codes-left", left),
        wrong,
        done,
        f: f.troubled(wrong),
    };
    judged(&page, wrong)
}

/// A picture that devices read, without the head that stands before a document.
fn picture(address: &str) -> Result<String, Fail> {
    let code = QrCode::new(address).map_err(Fail::broken)?;
    let drawn = code
        .render::<svg::Color>()
        .min_dimensions(200, 200)
        .quiet_zone(true)
        .build();
    let at = drawn.find("<svg").unwrap_or(0);
    Ok(drawn.get(at..).unwrap_or_default().to_owned())
}

fn me(visitor: &Visitor) -> Result<&Me, Fail> {
    visitor.me.as_deref().ok_or(Fail::Unauthenticated)
}

pub async fn page(visitor: Visitor) -> Result<Response, Fail> {
    show(&visitor, me(&visitor)?, Vec::new(), false, "").await
}

pub async fn change(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let me = me(&visitor)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let tries = format!("factor {}", me.person.id);
    match posted.get("do") {
        // Whoever finds an open browser sets up no device of theirs (C-39).
        "offer" | "confirm" if !is_fresh(&visitor, me) => {
            Ok(Redirect::to(&confirming::to("/sign-ins/second-factor")).into_response())
        }
        "offer" => {
            app.offer_factor(me.person.id).await?;
            Ok(Redirect::to("/sign-ins/second-factor").into_response())
        }
        "confirm" => {
            visitor.web.app.count_for(&tries).await?;
            let code = posted.get("code");
            match app.confirm_factor(&me.person, code, &me.secret).await? {
                Some(codes) => show(&visitor, me, codes, false, t.say("factor-done")).await,
                None => show(&visitor, me, Vec::new(), true, "").await,
            }
        }
        // Staff replace it; they are never without one.
        "remove" if !me.actor.is_staff() => {
            visitor.web.app.count_for(&tries).await?;
            if !app.proves(me.person.id, posted.get("code")).await? {
                return show(&visitor, me, Vec::new(), true, "").await;
            }
            app.remove_factor(me.person.id, By::Person(me.person.id))
                .await?;
            show(&visitor, me, Vec::new(), false, t.say("factor-removed")).await
        }
        _ => Err(Fail::NotFound),
    }
}
