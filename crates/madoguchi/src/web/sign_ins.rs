//! One's own sign-ins: where one is signed in, ending them, and another password (A6).

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::audit::{AuditEvent, SignInWay};
use store::sign_ins::{Standing, Which};

use super::{
    Web,
    frame::{Frame, Here, judged},
    posted::Posted,
    sign_in,
    visitor::{Me, Visitor},
};
use crate::{
    app::{Fail, passwords, recovery::Reset},
    texts::Texts,
};

#[derive(Template)]
#[template(path = "sign_ins.html")]
struct Page {
    f: Frame,
    rows: Vec<Row>,
    has_password: bool,
    done: &'static str,
    wrong: String,
}

struct Row {
    /// Names it in forms.
    id: String,
    browser: String,
    address: String,
    made: String,
    seen: String,
    /// The one that looks.
    here: bool,
}

/// A browser in a few words, as it says of itself.
fn browser(t: &Texts, agent: Option<&str>) -> String {
    let agent = agent.unwrap_or_default();
    let first = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(sign, _)| agent.contains(sign));
        found.map(|(_, name)| *name)
    };
    let program = first(&[
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iPadOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => t.with(
            "sign-ins-browser",
            [("program", program.into()), ("system", system.into())],
        ),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => t.say("sign-ins-unknown").to_owned(),
    }
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    done: &'static str,
    wrong: String,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let own = store::sign_ins::digest(&me.secret);
    let row = |standing: Standing| Row {
        id: passwords::hex(&standing.digest),
        browser: browser(t, standing.from.agent.as_deref()),
        address: standing.from.address.unwrap_or_default(),
        made: t.long_time(standing.made_at),
        seen: t.long_time(standing.seen_at),
        here: standing.digest == own,
    };
    let standing = app.store.sign_ins_of(me.person.id).await?;
    let is_wrong = !wrong.is_empty();
    let f = Frame::new(visitor, Here::Elsewhere, t.say("sign-ins-title")).await?;
    let page = Page {
        rows: standing.into_iter().map(row).collect(),
        has_password: app.store.has_password(me.person.id).await?,
        done,
        wrong,
        f: f.troubled(is_wrong),
    };
    judged(&page, is_wrong)
}

fn me(visitor: &Visitor) -> Result<&Me, Fail> {
    visitor.me.as_deref().ok_or(Fail::Unauthenticated)
}

pub async fn page(visitor: Visitor) -> Result<Response, Fail> {
    show(&visitor, me(&visitor)?, "", String::new()).await
}

/// Ends one, or all others.
pub async fn end(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let me = me(&visitor)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let others = posted.has("others");
    let from = visitor.from();
    visitor
        .note(AuditEvent::SignInsEnded { others, from })
        .await?;
    if others {
        app.end_sign_ins(me.person.id, Which::AllBut(&me.secret))
            .await?;
        return show(&visitor, me, t.say("sign-ins-others-ended"), String::new()).await;
    }
    let digest = passwords::unhex(posted.get("one")).ok_or(Fail::NotFound)?;
    app.end_sign_ins(me.person.id, Which::One(&digest)).await?;
    if digest.as_slice() == store::sign_ins::digest(&me.secret) {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    show(&visitor, me, t.say("sign-ins-ended"), String::new()).await
}

/// Another password; all other sign-ins end with it.
pub async fn password(
    State(web): State<Web>,
    visitor: Visitor,
    posted: Posted,
) -> Result<Response, Fail> {
    let me = me(&visitor)?;
    let t = &visitor.texts;
    web.app
        .count_for(&format!("password {}", me.person.id))
        .await?;
    let (old, new) = (posted.get("old"), posted.get("password"));
    let from = visitor.whence();
    let replaced = web
        .app
        .replace_password(&me.person, old, new, &from, me.strength);
    match replaced.await? {
        Reset::Done { person, secret } => {
            sign_in::signed_in(&visitor, person, SignInWay::Password).await?;
            sign_in::enter(&web, &secret, "/sign-ins")
        }
        Reset::Wrong => show(&visitor, me, "", t.say("sign-ins-wrong-old").to_owned()).await,
        Reset::Weak(weak) => show(&visitor, me, "", t.say(weak.key()).to_owned()).await,
    }
}
