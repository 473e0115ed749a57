//! Changing the mail address by which one is known (A5): asked for on the profile page, shown by the link to the new address, stopped by
//! the link to the old one. Looking at a link does nothing; a press does.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{directory::Person, joining};
use store::directory::fold_email;

use super::{
    Web,
    field::{Asks, Field},
    frame::{Frame, Here, shown},
    posted::Posted,
    profile::{LINE, Told, me, wrong},
    proving,
    secrets::{confirmed, unconfirmed},
    visitor::{Me, Visitor},
};
use crate::app::{
    Fail,
    new_address::{Shown, StoppedBy},
};

/// The part of the profile page.
pub(super) struct Part {
    pub field: Field,
    /// What was asked for and how far it is; empty where nothing was.
    pub waits: String,
}

const ASKS: Asks = ("new_email", "address-new", "email", "email", true);

/// Nothing for those whose address others change.
pub(super) async fn part(
    visitor: &Visitor,
    person: &Person,
    told: &Told<'_>,
) -> Result<Option<Part>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    if !app.changes_address(person) {
        return Ok(None);
    }
    let typed = match told.typed {
        Some(("address", posted)) => posted.get(ASKS.0),
        _ => "",
    };
    let waits = match app.address_wish(person).await? {
        None => String::new(),
        Some(wish) => match wish.due_at {
            None => t.one("address-waits", "email", wish.email.as_str()),
            Some(at) => t.with(
                "address-due",
                [
                    ("email", wish.email.as_str().into()),
                    ("time", t.long_time(at).into()),
                ],
            ),
        },
    };
    let field = Field::of(t, &ASKS, typed, &told.troubles);
    Ok(Some(Part {
        field: field.hinted(t.say("address-hint")),
        waits,
    }))
}

/// Whoever changes their address themselves; for others there is no such page.
fn contact(visitor: &Visitor) -> Result<&Me, Fail> {
    let me = me(visitor)?;
    match visitor.web.app.changes_address(&me.person) {
        true => Ok(me),
        false => Err(Fail::NotFound),
    }
}

/// What is wrong with an address, whoever has it.
fn wrong_address(me: &Me, email: &str) -> Option<&'static str> {
    match joining::domain_of(email) {
        None => Some("join-wrong-address"),
        Some(_) if email.chars().count() > LINE => Some("join-wrong-address"),
        Some(domain) if joining::is_free(&domain) => Some("join-wrong-free"),
        Some(_) => {
            let own = fold_email(me.person.profile.email.as_str());
            (fold_email(email) == own).then_some("address-wrong-same")
        }
    }
}

/// Asks for it, or takes back what was asked for. The link goes behind the answer's back: neither what it says nor when it comes tells
/// whether somebody has the address.
pub async fn wish(
    State(web): State<Web>,
    visitor: Visitor,
    posted: Posted,
) -> Result<Response, Fail> {
    let me = contact(&visitor)?;
    let (app, t) = (&web.app, &visitor.texts);
    if posted.get("do") == "stop" {
        app.stop_address(&me.person, StoppedBy::Themselves).await?;
        return Ok(Redirect::to("/profile?saved=address-kept#saved").into_response());
    }
    web.line.keeps_secrets()?;
    if !confirmed(&visitor, me, &posted).await? {
        return unconfirmed(&visitor, "address-password").await;
    }
    let email = posted.get(ASKS.0).trim().to_owned();
    if let Some(key) = wrong_address(me, &email) {
        let told = Told {
            typed: Some(("address", &posted)),
            troubles: vec![wrong(ASKS.0, t.say(key).to_owned())],
            ..Told::default()
        };
        return super::profile::show(&visitor, told).await;
    }
    app.count_for(&format!("address {}", me.person.id)).await?;
    if let Some(secret) = app.wish_for_address(&me.person, &email).await? {
        let (app, person) = (app.clone(), me.person.clone());
        tokio::spawn(async move {
            if let Err(error) = app.send_address_link(&person, &email, &secret).await {
                tracing::warn!(%error, "a link to a new address was not sent");
            }
        });
    }
    Ok(Redirect::to("/profile?saved=address#saved").into_response())
}

/// One thing to press.
#[derive(Template)]
#[template(path = "press.html")]
struct Press {
    f: Frame,
    lead: String,
    action: String,
    button: &'static str,
}

pub async fn shown_page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(secret): Path<String>,
) -> Result<Response, Fail> {
    let me = contact(&visitor)?;
    web.line.keeps_secrets()?;
    let t = &visitor.texts;
    let Some(wish) = web.app.address_of_link(&me.person, &secret).await? else {
        return proving::over(&visitor).await;
    };
    shown(&Press {
        lead: t.one("address-show-lead", "email", wish.email.as_str()),
        action: format!("/profile/address/{secret}"),
        button: t.say("address-show"),
        f: Frame::new(&visitor, Here::Elsewhere, t.say("address-title")).await?,
    })
}

pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Path(secret): Path<String>,
    _posted: Posted,
) -> Result<Response, Fail> {
    let me = contact(&visitor)?;
    web.line.keeps_secrets()?;
    match web.app.show_address(&me.person, &secret).await? {
        Shown::Waits(_) => Ok(Redirect::to("/profile#address-h").into_response()),
        Shown::NotTold => proving::said(&visitor, "address-title", "address-not-told").await,
        Shown::LinkOver => proving::over(&visitor).await,
    }
}

pub async fn stop_page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(secret): Path<String>,
) -> Result<Response, Fail> {
    web.line.keeps_secrets()?;
    let t = &visitor.texts;
    if !web.app.stops_address(&secret).await? {
        return proving::over(&visitor).await;
    }
    shown(&Press {
        lead: t.say("address-stop-lead").to_owned(),
        action: format!("/address-change/{secret}"),
        button: t.say("address-stop"),
        f: Frame::new(&visitor, Here::Elsewhere, t.say("address-title")).await?,
    })
}

pub async fn stop(
    State(web): State<Web>,
    visitor: Visitor,
    Path(secret): Path<String>,
    _posted: Posted,
) -> Result<Response, Fail> {
    web.line.keeps_secrets()?;
    web.app.count_address(visitor.address).await?;
    match web.app.stop_address_by(&secret).await? {
        true => {
            // Whoever was signed in here is not any more.
            let nobody = visitor.as_nobody();
            proving::said(&nobody, "address-title", "address-stopped-by-mail").await
        }
        false => proving::over(&visitor).await,
    }
}
