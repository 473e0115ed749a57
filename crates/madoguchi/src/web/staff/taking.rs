//! Whoever begins to write to the customer in a case that nobody has, takes it with the first stroke (ux-A2), and can give it back
//! as long as nothing else has happened. Of two at once one has it, and the other is told who. Without script a case is taken with
//! its answer.

use askama::Template;
use axum::{extract::Path, response::Response};
use domain::case::Command;

use super::{
    super::{
        frame::{Frame, Here, shown},
        posted::Posted,
        shown as said,
        visitor::Staff,
    },
    bulk::Before,
};
use crate::app::{
    Fail,
    cases::{Seen, seen},
};

/// What is told beside the answer that is being written.
#[derive(Template)]
#[template(path = "staff/taken.html")]
struct Taken {
    f: Frame,
    said: String,
    /// For the way back; empty where there is none.
    undo: String,
}

/// Takes it, or gives it back; says whose it is now.
pub async fn taking(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let parsed = said::parse_number(&number).ok_or(Fail::NotFound)?;
    let before = app.case(&me.actor, parsed).await?;
    let (mut undo, mut told) = (String::new(), String::new());
    match posted.given("undo").map(Before::read) {
        Some(was) => {
            let was = was.ok_or(Fail::NotFound)?;
            let on = Some(Seen(was.version));
            let done = app.change_case(&me.actor, parsed, was.command(), on, None);
            told = match done.await {
                Ok(_) => t.say("taken-back").to_owned(),
                Err(Fail::Stale) => t.say("taken-changed-since").to_owned(),
                Err(fail) => return Err(fail),
            };
        }
        None => {
            let on = Some(seen(&me.actor, &before));
            let done = app.change_case(&me.actor, parsed, Command::TakeUp, on, None);
            let after = match done.await {
                Ok(done) => done.case(),
                // Somebody was faster, with this or with something else.
                Err(Fail::Stale) => {
                    let done = app.change_case(&me.actor, parsed, Command::TakeUp, None, None);
                    done.await?.case()
                }
                Err(fail) => return Err(fail),
            };
            let owner = after.case.owner;
            if owner == Some(me.person.id) && before.case.owner.is_none() {
                told = t.say("taken-now").to_owned();
                undo = Before::of(&before.case, &after.case).written();
            } else if let Some(other) = owner.filter(|owner| *owner != me.person.id) {
                let person = app.store.person(other).await?;
                let name = person.map(|person| person.profile.name());
                told = t.one("taken-by-other", "name", name.unwrap_or_default());
            }
        }
    }
    shown(&Taken {
        f: Frame::new(&visitor, Here::Inbox, "").await?,
        said: told,
        undo,
    })
}
