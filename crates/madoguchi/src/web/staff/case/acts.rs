//! What staff do with a case on its page: a command is carried out and the page comes back; what was refused comes back with what
//! was typed.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::case::{Command, Refused};

use super::{
    super::{
        super::{
            answering, handed_in,
            handed_in::Filled,
            posted::Posted,
            shown::{self, Trouble},
            visitor::{Me, Staff, Visitor},
        },
        walk::Walk,
    },
    Asked, show,
};
use crate::{
    app::{Fail, answers::Form, inward::Inward},
    texts::Texts,
};

/// The field that says that what looks as if it were for colleagues may go out.
pub(super) const OUTWARD: &str = "outward";

/// Carries a command out and comes back to the case; a refusal comes back with what was typed.
pub(in crate::web) async fn act(
    staff: Staff,
    number: String,
    command: Command,
    compose: &str,
    typed: &str,
) -> Result<Response, Fail> {
    let asked = Asked {
        compose: compose.to_owned(),
        ..Asked::default()
    };
    acted(staff, number, command, asked, typed).await
}

/// The same of a form whose fields come back as they were filled in.
pub(in crate::web::staff) async fn act_with(
    staff: Staff,
    number: String,
    command: Result<Command, Refused>,
    posted: &Posted,
) -> Result<Response, Fail> {
    let asked = Asked {
        form: Form::filled(posted.entries()),
        ..Asked::default()
    };
    match command {
        Ok(command) => acted(staff, number, command, asked, "").await,
        Err(refused) => {
            let Staff(visitor, me) = staff;
            not_taken(&visitor, &me, &number, refused, &asked, "").await
        }
    }
}

/// The same with files that go with it, of which some may not have been taken.
pub(in crate::web::staff) async fn note(
    staff: Staff,
    number: String,
    filled: Filled,
) -> Result<Response, Fail> {
    let refused = filled.troubles(&staff.0.texts);
    let form = Form::of(filled.posted.entries());
    let text = form.get("text").to_owned();
    let asked = Asked {
        compose: "note".to_owned(),
        form,
        ..Asked::default()
    };
    if !refused.is_empty() {
        let Staff(visitor, me) = staff;
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(&visitor, &me, &number, &asked, refused, &text, status).await;
    }
    let command = form_command(&asked.form, &text);
    acted(staff, number, command, asked, &text).await
}

/// A note, with what a macro does beside it.
fn form_command(form: &Form, text: &str) -> Command {
    form.with_acts(Command::AddNote {
        text: text.to_owned(),
    })
}

async fn acted(
    staff: Staff,
    number: String,
    command: Command,
    asked: Asked,
    typed: &str,
) -> Result<Response, Fail> {
    let compose = &asked.compose;
    let Staff(visitor, me) = staff;
    let app = &visitor.web.app;
    let parsed = shown::parse_number(&number).ok_or(Fail::NotFound)?;
    let refused = match app
        .change_case_with(&me.actor, parsed, command, &asked.form.files(), None, None)
        .await
    {
        Ok(done) => {
            let after = done.case();
            // What went to a closed team is out of sight for others.
            if !me.actor.scope().sees(&after.case) {
                return Ok(Redirect::to("/staff").into_response());
            }
            let written = shown::number(app.desks.of(after.case.desk_version), after.number);
            let page = format!("/staff/cases/{written}");
            let back = Walk::of(&visitor).back(&page, &format!("posted={compose}#now"));
            return Ok(Redirect::to(&back).into_response());
        }
        Err(Fail::Refused(refused)) => refused,
        Err(fail) => return Err(fail),
    };
    not_taken(&visitor, &me, &number, refused, &asked, typed).await
}

/// The page again, with what was typed and why it was refused.
async fn not_taken(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    refused: Refused,
    asked: &Asked,
    typed: &str,
) -> Result<Response, Fail> {
    let (troubles, status) = handed_in::not_taken(visitor, &refused);
    show(visitor, me, number, asked, troubles, typed, status).await
}

/// What in a reply looks as if it were for colleagues, with the way to what says that it is not.
fn looks_inward(t: &Texts, inward: &[Inward]) -> Trouble {
    let each = inward.iter().map(|one| match one {
        Inward::Colleague(name) => t.one("outward-colleague", "name", name.as_str()),
        Inward::File(name) => t.one("outward-file", "name", name.as_str()),
    });
    let what = each.collect::<Vec<_>>().join(t.say("list-separator"));
    Trouble {
        field: OUTWARD.into(),
        text: t.one("outward-asked", "what", what),
    }
}

pub async fn reply(
    staff: Staff,
    Path(number): Path<String>,
    filled: Filled,
) -> Result<Response, Fail> {
    let Staff(visitor, me) = staff;
    let refused = filled.troubles(&visitor.texts);
    let posted = filled.posted;
    let form = Form::of(posted.entries());
    if !refused.is_empty() {
        let asked = Asked {
            compose: "reply".to_owned(),
            form,
            ..Asked::default()
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(&visitor, &me, &number, &asked, refused, "", status).await;
    }
    let parsed = shown::parse_number(&number).ok_or(Fail::NotFound)?;
    if !posted.has(OUTWARD) {
        let app = &visitor.web.app;
        let base = answering::base(&posted);
        let inward = app.inward(&me.actor, parsed, &form, base).await?;
        if !inward.is_empty() {
            let troubles = vec![looks_inward(&visitor.texts, &inward)];
            let asked = Asked {
                compose: "reply".to_owned(),
                form,
                ..Asked::default()
            };
            let status = StatusCode::CONFLICT;
            return show(&visitor, &me, &number, &asked, troubles, "", status).await;
        }
    }
    let said = answering::say(&visitor, &me, &number, &form, &posted).await;
    let mut asked = Asked {
        compose: "reply".to_owned(),
        form,
        ..Asked::default()
    };
    match said {
        Ok(Ok(gone)) => Ok(gone),
        Ok(Err(newer)) => {
            let troubles = vec![answering::stopped(&visitor.texts, &newer)];
            asked.newer = newer;
            let status = StatusCode::CONFLICT;
            show(&visitor, &me, &number, &asked, troubles, "", status).await
        }
        Err(Fail::Refused(refused)) => not_taken(&visitor, &me, &number, refused, &asked, "").await,
        Err(fail) => Err(fail),
    }
}
