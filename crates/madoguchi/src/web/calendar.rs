//! One's own calendar for other programs (H3): its private address is made, shown once, made anew, or ended.

use askama::Template;
use axum::response::Response;

use super::{
    frame::{Frame, Here, shown},
    posted::Posted,
    visitor::Visitor,
};
use crate::app::Fail;

#[derive(Template)]
#[template(path = "calendar.html")]
struct Page {
    f: Frame,
    /// Since when it has an address; empty where it has none.
    since: String,
    /// The address, shown this once.
    address: String,
    done: &'static str,
}

pub async fn page(visitor: Visitor) -> Result<Response, Fail> {
    show(&visitor, String::new(), "").await
}

/// Made or ended; the address before leads nowhere from then on.
pub async fn change(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let me = visitor.me.as_ref().ok_or(Fail::Unauthenticated)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    match posted.get("do") {
        "make" => {
            let secret = app.renew_calendar_address(me.person.id).await?;
            let base = app.mailing.as_ref().map_or("", |mailing| &mailing.base);
            let address = format!("{base}/calendar/{secret}.ics");
            show(&visitor, address, t.say("calendar-made")).await
        }
        "end" => {
            app.store.end_calendar_address(me.person.id).await?;
            show(&visitor, String::new(), t.say("calendar-ended")).await
        }
        _ => Err(Fail::NotFound),
    }
}

async fn show(visitor: &Visitor, address: String, done: &'static str) -> Result<Response, Fail> {
    let me = visitor.me.as_ref().ok_or(Fail::Unauthenticated)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let since = app.store.calendar_address_since(me.person.id).await?;
    shown(&Page {
        since: since.map_or(String::new(), |at| t.long_time(at)),
        address,
        done,
        f: Frame::new(visitor, Here::Elsewhere, t.say("calendar-title")).await?,
    })
}
