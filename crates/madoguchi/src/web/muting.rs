//! Mail about one case, turned off and on again by each reader for themselves (H7): what its page says of it, and the press.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use store::cases::StoredCase;

use super::{
    posted::Posted,
    shown,
    staff::walk::Walk,
    visitor::{Contact, Me, Staff, Visitor},
};
use crate::app::Fail;

/// Where on a case's page it stands, and where mails lead.
const ANCHOR: &str = "#mute";

/// The block on a case's page.
pub struct Part {
    /// Where it is turned; empty for who looks at the portal as somebody else, whose mail is not theirs.
    pub action: String,
    pub muted: bool,
}

impl Part {
    pub async fn of(
        visitor: &Visitor,
        me: &Me,
        stored: &StoredCase,
        page: &str,
    ) -> Result<Self, Fail> {
        if me.proxy.is_some() {
            return Ok(Self {
                action: String::new(),
                muted: false,
            });
        }
        let store = &visitor.web.app.store;
        Ok(Self {
            action: format!("{page}/mute"),
            muted: store.is_muted(me.person.id, stored.id).await?,
        })
    }
}

pub async fn turn(
    Contact(visitor, me): Contact,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let written = set(&visitor, &me, &number, &posted).await?;
    Ok(Redirect::to(&format!("/cases/{written}{ANCHOR}")).into_response())
}

pub async fn turn_as_staff(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let written = set(&visitor, &me, &number, &posted).await?;
    let way = Walk::of(&visitor).query();
    Ok(Redirect::to(&format!("/staff/cases/{written}{way}{ANCHOR}")).into_response())
}

/// Turns mail about a case that its reader sees off or on; gives its number as written.
async fn set(visitor: &Visitor, me: &Me, number: &str, posted: &Posted) -> Result<String, Fail> {
    let app = &visitor.web.app;
    let number = shown::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    match posted.get("muted") {
        "yes" => app.store.mute(me.person.id, stored.id, app.now()).await?,
        "no" => app.store.unmute(me.person.id, stored.id).await?,
        // A press that says neither changes nothing.
        _ => {}
    }
    let desk = app.desks.of(stored.case.desk_version);
    Ok(shown::number(desk, stored.number))
}
