//! Who of a company can see a case, and why: for its account's admin, and for staff (A4).

use askama::Template;
use axum::{extract::Path, response::Response};
use domain::audit::{AuditEvent, Sensitive};

use super::{
    access::{Reader, readers},
    frame::{Frame, Here, shown},
    listing::ViewLink,
    shown, staff,
    visitor::{Contact, Me, Staff, Visitor},
};
use crate::app::Fail;

#[derive(Template)]
#[template(path = "portal/readers.html")]
struct Portal {
    f: Frame,
    number: String,
    readers: Vec<Reader>,
    back: String,
}

#[derive(Template)]
#[template(path = "staff/readers.html")]
struct Desk {
    f: Frame,
    views: Vec<ViewLink>,
    number: String,
    readers: Vec<Reader>,
    back: String,
}

/// The number as written, and who can see the case.
async fn found(visitor: &Visitor, me: &Me, number: &str) -> Result<(String, Vec<Reader>), Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let parsed = shown::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, parsed).await?;
    let account = app.store.account(stored.case.account).await?;
    let account = account.ok_or(Fail::NotFound)?;
    let looked = AuditEvent::Looked {
        what: Sensitive::Readers,
        account: Some(account.id),
        from: visitor.from(),
    };
    visitor.note(looked).await?;
    let number = shown::number(app.desks.of(stored.case.desk_version), stored.number);
    Ok((number, readers(app, t, &account, &stored.case).await?))
}

fn title(visitor: &Visitor, number: &str) -> String {
    visitor.texts.one("readers-title", "number", number)
}

/// For the one who decides for the account; to everybody else there is no such page.
pub async fn of_company(
    Contact(visitor, me): Contact,
    Path(number): Path<String>,
) -> Result<Response, Fail> {
    if !me.actor.decides() {
        return Err(Fail::NotFound);
    }
    let (number, readers) = found(&visitor, &me, &number).await?;
    shown(&Portal {
        f: Frame::new(&visitor, Here::Cases, title(&visitor, &number)).await?,
        back: format!("/cases/{number}"),
        number,
        readers,
    })
}

pub async fn of_staff(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
) -> Result<Response, Fail> {
    let (number, readers) = found(&visitor, &me, &number).await?;
    shown(&Desk {
        views: staff::rail_for(&visitor, &me).await?,
        f: Frame::new(&visitor, Here::Inbox, title(&visitor, &number)).await?,
        back: format!("/staff/cases/{number}"),
        number,
        readers,
    })
}
