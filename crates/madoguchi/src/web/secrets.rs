//! One's PIN and tokens (A5): shown, or made, after a fresh sign-in, or with the password.

use axum::response::Response;
use domain::{
    audit::{AuditEvent, Sensitive},
    network::Network,
};
use jiff::SignedDuration;
use store::sign_ins::NewToken;

use super::{
    confirming::is_fresh,
    posted::Posted,
    profile::{LINE, Told, line, me, show, wrong},
    visitor::{Me, Visitor},
};
use crate::app::{Fail, passwords};

/// Most days that a token lasts which is made here.
const DAYS: i64 = 366;

/// Whether what is sensitive may be done now: after a fresh sign-in, or with the password.
pub(super) async fn confirmed(visitor: &Visitor, me: &Me, posted: &Posted) -> Result<bool, Fail> {
    if is_fresh(visitor, me) {
        return Ok(true);
    }
    let who = format!("confirm {}", me.person.id);
    visitor.web.app.count_for(&who).await?;
    let email = me.person.profile.email.as_str();
    visitor
        .web
        .app
        .knows_password(email, posted.get("password"))
        .await
}

pub(super) async fn unconfirmed(visitor: &Visitor, field: &str) -> Result<Response, Fail> {
    let text = visitor.texts.say("profile-wrong-password").to_owned();
    let told = Told {
        troubles: vec![wrong(field, text)],
        ..Told::default()
    };
    show(visitor, told).await
}

/// Shows one's PIN, or makes another one.
pub async fn pin(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let me = me(&visitor)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    if me.actor.is_staff() || me.actor.is_guest() {
        return Err(Fail::NotFound);
    }
    if !confirmed(&visitor, me, &posted).await? {
        return unconfirmed(&visitor, "pin-password").await;
    }
    let looked = AuditEvent::Looked {
        what: Sensitive::OwnPin,
        account: me.person.home(),
        from: visitor.from(),
    };
    let (pin, done) = match posted.get("do") {
        "renew" => (app.renew_pin(me.person.id).await?, t.say("pin-renewed")),
        "show" => match app.own_pin(me.person.id).await?.1 {
            Some(pin) => (pin, ""),
            None => (String::new(), t.say("pin-unreadable")),
        },
        _ => return Err(Fail::NotFound),
    };
    visitor.note(looked).await?;
    let told = Told {
        pin,
        done,
        ..Told::default()
    };
    show(&visitor, told).await
}

/// Networks as somebody types them, with blanks, commas or lines between; nothing where one of them is none, or there are too
/// many.
fn networks(typed: &str) -> Option<Vec<Network>> {
    const MOST: usize = 20;
    let parts = typed.split(|c: char| c.is_whitespace() || ",、，;".contains(c));
    let all: Option<Vec<Network>> = parts
        .filter(|part| !part.is_empty())
        .map(Network::parse)
        .collect();
    all.filter(|all| all.len() <= MOST)
}

/// Makes a token, or takes one away.
pub async fn tokens(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let me = me(&visitor)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let by = domain::event::By::Person(me.person.id);
    if let Some(digest) = posted.given("take") {
        let digest = passwords::unhex(digest).ok_or(Fail::NotFound)?;
        let now = app.now();
        app.store.take_token(me.person.id, &digest, by, now).await?;
        let told = Told {
            done: t.say("token-taken"),
            ..Told::default()
        };
        return show(&visitor, told).await;
    }
    if me.actor.is_guest() {
        return Err(Fail::NotFound);
    }
    if !confirmed(&visitor, me, &posted).await? {
        return unconfirmed(&visitor, "token-password").await;
    }
    let label = line(&posted, "label");
    let days = posted.get("days").trim().parse().unwrap_or(0);
    let mut troubles = Vec::new();
    if label.as_str().is_empty() || label.as_str().chars().count() > LINE {
        let field = [("field", t.say("token-label").into())];
        troubles.push(wrong("label", t.with("wrong-missing", field)));
    }
    if !(1..=DAYS).contains(&days) {
        troubles.push(wrong("days", t.count("token-wrong-days", DAYS)));
    }
    let networks = networks(posted.get("networks"));
    if networks.is_none() {
        troubles.push(wrong("networks", t.say("token-wrong-networks").to_owned()));
    }
    if !troubles.is_empty() {
        let told = Told {
            troubles,
            ..Told::default()
        };
        return show(&visitor, told).await;
    }
    let new = NewToken {
        label: label.as_str().to_owned(),
        reads_only: posted.has("reads_only"),
        until: Some(app.now() + SignedDuration::from_hours(24 * days)),
        networks: networks.unwrap_or_default(),
    };
    let told = Told {
        made: app.make_own_token(me.person.id, &new, by).await?,
        ..Told::default()
    };
    show(&visitor, told).await
}
