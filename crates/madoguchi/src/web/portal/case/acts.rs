//! What a customer does with a case on its page: a command is carried out and the page comes back; what was refused comes back with
//! what was typed.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::case::{Command, Refused};

use super::{
    super::super::{
        answering,
        handed_in::{self, Filled},
        posted::Posted,
        shown,
        visitor::{Contact, Me, Visitor},
    },
    Arrived, CLOSE_COMMENT, CLOSE_REASON, Typed, show,
};
use crate::app::{Fail, answers::Form};

/// Carries a command out and comes back to the case; a refusal comes back with what was typed.
pub(in crate::web::portal) async fn act(
    contact: Contact,
    number: String,
    command: Command,
    typed: Typed,
) -> Result<Response, Fail> {
    act_on(contact, number, command, typed, None).await
}

/// The same of what is said about the case as its sender saw it: where others have written since, they look once more (K1).
async fn act_on(
    contact: Contact,
    number: String,
    command: Command,
    mut typed: Typed,
    base: Option<i64>,
) -> Result<Response, Fail> {
    let Contact(visitor, me) = contact;
    let app = &visitor.web.app;
    let parsed = shown::parse_number(&number).ok_or(Fail::NotFound)?;
    let refused = match app
        .change_unless_newer(&me.actor, parsed, command, base)
        .await
    {
        Ok(Err(newer)) => {
            let troubles = vec![answering::stopped(&visitor.texts, &newer)];
            typed.newer = newer;
            let (arrived, status) = (Arrived::default(), StatusCode::CONFLICT);
            return show(&visitor, &me, &number, &arrived, troubles, typed, status).await;
        }
        Ok(Ok(after)) => {
            app.store.forget_forms(me.person.id, after.id).await?;
            let desk = app.desks.of(after.case.desk_version);
            let written = shown::number(desk, after.number);
            let place = match after.case.survey_asked(desk, app.now()) {
                Some(_) => "survey",
                None => "now",
            };
            let to = format!("/cases/{written}?posted=1#{place}");
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Fail::Refused(Refused::NotAllowed)) => return Err(Refused::NotAllowed.into()),
        Err(Fail::Refused(refused)) => refused,
        Err(fail) => return Err(fail),
    };
    not_taken(&visitor, &me, &number, refused, typed).await
}

/// The page again, with what was typed and why it was refused.
async fn not_taken(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    refused: Refused,
    typed: Typed,
) -> Result<Response, Fail> {
    let names = typed.names;
    let (mut troubles, status) = handed_in::not_taken(visitor, &refused);
    for trouble in &mut troubles {
        if let Some((_, here)) = names.iter().find(|(field, _)| *field == trouble.field) {
            trouble.field = (*here).to_owned();
        }
    }
    show(
        visitor,
        me,
        number,
        &Arrived::default(),
        troubles,
        typed,
        status,
    )
    .await
}

pub async fn message(
    contact: Contact,
    Path(number): Path<String>,
    filled: Filled,
) -> Result<Response, Fail> {
    let Contact(visitor, me) = contact;
    let refused = filled.troubles(&visitor.texts);
    let posted = filled.posted;
    let form = Form::of(posted.entries());
    if !refused.is_empty() {
        let typed = Typed {
            form,
            ..Typed::default()
        };
        let (arrived, status) = (Arrived::default(), StatusCode::UNPROCESSABLE_ENTITY);
        return show(&visitor, &me, &number, &arrived, refused, typed, status).await;
    }
    let said = answering::say(&visitor, &me, &number, &form, &posted).await;
    let mut typed = Typed {
        text: form.get("text").to_owned(),
        form,
        ..Typed::default()
    };
    match said {
        Ok(Ok(gone)) => Ok(gone),
        Ok(Err(newer)) => {
            let troubles = vec![answering::stopped(&visitor.texts, &newer)];
            typed.newer = newer;
            let (arrived, status) = (Arrived::default(), StatusCode::CONFLICT);
            show(&visitor, &me, &number, &arrived, troubles, typed, status).await
        }
        Err(Fail::Refused(Refused::NotAllowed)) => Err(Refused::NotAllowed.into()),
        Err(Fail::Refused(refused)) => not_taken(&visitor, &me, &number, refused, typed).await,
        Err(fail) => Err(fail),
    }
}

pub async fn closure(
    contact: Contact,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (reason, comment) = (
        posted.get("reason").to_owned(),
        posted.get("comment").to_owned(),
    );
    let typed = Typed {
        comment: comment.clone(),
        reason: reason.clone(),
        closing: true,
        names: &[("reason", CLOSE_REASON), ("text", CLOSE_COMMENT)],
        ..Typed::default()
    };
    act_on(
        contact,
        number,
        Command::Close {
            reason,
            comment: Some(comment),
        },
        typed,
        answering::base(&posted),
    )
    .await
}

pub async fn solution_answer(
    contact: Contact,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    if posted.get("worked") == "yes" {
        let command = Command::SolutionWorked { comment: None };
        let base = answering::base(&posted);
        return act_on(contact, number, command, Typed::default(), base).await;
    }
    let [tried, happened] = ["tried", "happened"].map(|name| posted.get(name).to_owned());
    let typed = Typed {
        more_help: true,
        text: happened.clone(),
        comment: tried.clone(),
        ..Typed::default()
    };
    act_on(
        contact,
        number,
        Command::NeedMoreHelp { tried, happened },
        typed,
        answering::base(&posted),
    )
    .await
}

pub async fn reopening(
    contact: Contact,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let reason = posted.get("reason").to_owned();
    let typed = Typed {
        text: reason.clone(),
        names: &[("text", "reason")],
        ..Typed::default()
    };
    act(contact, number, Command::RequestReopening { reason }, typed).await
}
