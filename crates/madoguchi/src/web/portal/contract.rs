//! What the own company has, for the one who decides for it (S9).

use askama::Template;
use axum::response::Response;

use super::super::{
    frame::{Frame, Here, shown},
    holding::{self, Holding},
    promises::{self, Inclusion},
    visitor::Contact,
};
use crate::app::Fail;

#[derive(Template)]
#[template(path = "portal/contract.html")]
struct Page {
    f: Frame,
    holding: Holding,
    plans: Vec<String>,
    inclusions: Vec<Inclusion>,
}

pub async fn page(contact: Contact) -> Result<Response, Fail> {
    let Contact(visitor, me) = contact;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    // To everybody else of the company there is no such page.
    let account = match me.actor {
        domain::Actor::Contact { account, .. } if me.actor.decides() => account,
        _ => return Err(Fail::NotFound),
    };
    let holding = holding::of(app, t, account).await?.ok_or(Fail::NotFound)?;
    let (desk, _) = app.desks.current();
    shown(&Page {
        f: Frame::new(&visitor, Here::Contract, t.say("contract-title")).await?,
        holding,
        plans: promises::plans(t, desk),
        inclusions: promises::inclusions(t, desk),
    })
}
