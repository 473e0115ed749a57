//! Who may do what in an account, for staff; administrators change it (A2, A3, A8, A9).

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{AccountId, PersonId};

use super::super::{
    access::{Part, command, refused, unreadable},
    frame::{Frame, Here, judged},
    listing::{Pick, ViewLink, pick},
    posted::Posted,
    shown::Trouble,
    visitor::{Me, Staff, Visitor},
};
use crate::app::Fail;

#[derive(Template)]
#[template(path = "staff/access.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    id: String,
    company: String,
    /// Companies that could be its partners.
    accounts: Vec<Pick>,
    part: Part,
    /// Who came without an account, for administrators.
    guests: Vec<Guest>,
    troubles: Vec<Trouble>,
}

/// Somebody who came without an account (C20).
struct Guest {
    id: String,
    name: String,
    email: String,
    suspended: bool,
}

/// Of those who came without an account, so many are listed.
const GUESTS: i64 = 200;

fn account_id(id: &str) -> Result<AccountId, Fail> {
    id.parse().map(AccountId).map_err(|_| Fail::NotFound)
}

pub async fn page(Staff(visitor, me): Staff, Path(id): Path<String>) -> Result<Response, Fail> {
    show(&visitor, &me, account_id(&id)?, Vec::new()).await
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    id: AccountId,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let account = app.store.account(id).await?.ok_or(Fail::NotFound)?;
    let administers = me.actor.administers();
    let accounts = match administers {
        true => app.store.accounts().await?,
        false => Vec::new(),
    };
    let accounts = accounts.iter().filter(|(other, _)| *other != id);
    let guests = match administers {
        true => app.store.guests(id, GUESTS).await?,
        false => Vec::new(),
    };
    let guests = guests.into_iter().map(|person| Guest {
        id: person.id.to_string(),
        name: person.profile.name(),
        email: person.profile.email.as_str().to_owned(),
        suspended: person.suspended,
    });
    let action = format!("/staff/accounts/{id}/access");
    let is_wrong = !troubles.is_empty();
    let page = Page {
        views: super::rail_for(visitor, me).await?,
        id: id.to_string(),
        company: t.either(&[&account.name, &account.name_en]).to_owned(),
        accounts: accounts
            .map(|(id, name)| pick(&id.to_string(), t.either(name), ""))
            .collect(),
        part: Part::of(app, t, &account, action, [administers, administers]).await?,
        guests: guests.collect(),
        f: Frame::new(visitor, Here::Accounts, t.say("access-title-staff"))
            .await?
            .troubled(is_wrong),
        troubles,
    };
    judged(&page, is_wrong)
}

pub async fn change(
    Staff(visitor, me): Staff,
    Path((id, what)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let account = account_id(&id)?;
    let back = || Redirect::to(&format!("/staff/accounts/{account}/access")).into_response();
    if let Some(suspended) = match what.as_str() {
        "suspend" => Some(true),
        "resume" => Some(false),
        _ => None,
    } {
        let contact = posted.get("contact").parse().ok().map(PersonId);
        let contact = contact.ok_or(Fail::NotFound)?;
        app.suspend(&me.actor, account, contact, suspended).await?;
        return Ok(back());
    }
    if what == "move" {
        let read = |name: &str| posted.get(name).parse::<i64>().map_err(|_| Fail::NotFound);
        let (contact, to) = (PersonId(read("contact")?), AccountId(read("to-account")?));
        app.move_contact(&me.actor, account, contact, to).await?;
        return Ok(back());
    }
    let Some(command) = command(&what, &posted) else {
        let trouble = unreadable(t);
        return show(&visitor, &me, account, vec![trouble]).await;
    };
    match app.change_access(&me.actor, account, &command).await? {
        Ok(()) => Ok(back()),
        Err(why) => {
            let trouble = refused(app, t, &why).await?;
            show(&visitor, &me, account, vec![trouble]).await
        }
    }
}
