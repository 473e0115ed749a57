//! What staff's hands do with a case (K3): texts that were written once, words that are covered, and the case that goes on with a closed
//! one, opened for its contact.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use domain::{
    case::{Command, Refused, Side},
    macros::Writes,
};
use serde_json::Value;

use super::{
    answered::answered,
    caller::Staff,
    cases,
    changes::{Answer, change},
    opening::{form_of, placed},
    posted::Posted,
    problem::{Problem, What},
    wire::{self, NewFollowUp, NewMacroUse, NewRedaction},
};
use crate::{
    app::{App, Fail, answers::Form, macros::Kept},
    policy::{
        Object::{Case, Cases},
        Policy, Route,
        Who::{self},
        route,
    },
};

type Number = Path<String>;

/// The routes of all this.
pub fn routes() -> Vec<Route<App>> {
    vec![
        route(
            "get",
            "/api/v1/macros",
            get(list),
            Policy::of(Who::Staff, "read", Cases),
        ),
        route(
            "get",
            "/api/v1/macros/{id}",
            get(read),
            Policy::of(Who::Staff, "read", Cases),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/macro",
            post(apply),
            Policy::of(Who::Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/redactions",
            post(redact),
            Policy::of(Who::Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/follow-up",
            post(follow_up),
            Policy::of(Who::Staff, "change", Case),
        ),
    ]
}

fn shown(one: &Kept) -> wire::Macro {
    let body = &one.body;
    let [ja, en] = body.texts.clone();
    wire::Macro {
        id: one.id.to_string(),
        name: body.name.clone(),
        writes: match body.writes {
            Writes::Answer => "answer",
            Writes::Note => "note",
        }
        .to_owned(),
        text_ja: ja,
        text_en: en,
        then: body.then.as_ref().map(|to| to.as_str().to_owned()),
        takes: body.take,
        to_team: body.team.map(|team| team.to_string()),
        tags: body.tags.iter().map(ToString::to_string).collect(),
        team: one.team.map(|team| team.to_string()),
    }
}

#[utoipa::path(get, path = "/api/v1/macros", operation_id = "list_macros", tag = "staff", responses((status = 200, body = wire::Macros)))]
/// The macros of the caller and of their team, by name.
pub async fn list(
    State(app): State<App>,
    Staff(caller): Staff,
) -> Result<Json<wire::Macros>, Problem> {
    let all = app.macros(&caller.actor).await?;
    let items = all.iter().map(shown).collect();
    Ok(Json(wire::Macros { items }))
}

#[utoipa::path(get, path = "/api/v1/macros/{id}", operation_id = "read_macro", tag = "staff", params(("id" = String, Path)),
    responses((status = 200, body = wire::Macro)))]
/// A macro of the caller's or of their team's.
pub async fn read(
    State(app): State<App>,
    Staff(caller): Staff,
    Path(id): Path<String>,
) -> Result<Json<wire::Macro>, Problem> {
    let id = id.parse().map_err(|_| What::NotFound)?;
    Ok(Json(shown(&app.macro_of(&caller.actor, id).await?)))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/macro", operation_id = "use_macro", tag = "staff", params(("number" = String, Path)),
    request_body = NewMacroUse, responses((status = 201, body = wire::Case)))]
/// Writes a macro into a case, as an answer or a note, with what it does beside: status, owner, team and tags, in one write.
///
/// Without a text of the caller's it says what the macro says, for an answer in the language of the case's contact.
pub async fn apply(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewMacroUse { r#macro, text } = posted.read()?;
    let caller = &posted.caller;
    let stored = app.case(&caller.actor, cases::number(&number)?).await?;
    let not_offered = || Problem::of_field("macro", super::wrong::Why::NotOffered);
    let id = r#macro.parse().map_err(|_| not_offered())?;
    let one = match app.macro_of(&caller.actor, id).await {
        Err(Fail::NotFound) => return Err(not_offered()),
        found => found?.body,
    };
    let text = match text {
        Some(text) => text,
        None => {
            let said = app.macro_text(&caller.actor, &caller.language, &one, &stored);
            said.await?
        }
    };
    let mut form = Form::default();
    form.take_in(&text, &one);
    let command = match one.writes {
        Writes::Answer => form.command(Side::Support),
        Writes::Note => form.with_acts(Command::AddNote { text }),
    };
    change(&app, &number, &posted, command, StatusCode::CREATED).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/redactions", operation_id = "cover_words", tag = "staff",
    params(("number" = String, Path)), request_body = NewRedaction, responses((status = 200, body = wire::Case)))]
/// Covers words in every text of an event (a message, a subject, an answer, the name of a file, …), for everybody and for good: what
/// stood there is erased from the log.
pub async fn redact(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewRedaction { place, words } = posted.read()?;
    let parsed = cases::number(&number)?;
    let once = posted.once(StatusCode::OK);
    let on = posted.on.seen(&app, &posted.caller, parsed).await?;
    let actor = &posted.caller.actor;
    let covered = (place, words.as_slice());
    let done = app.redact_once(actor, parsed, covered, on, once.as_ref());
    let done = done
        .await
        .map_err(|fail| Problem::from(fail).renamed("event", "place"))?;
    answered(&app, &posted.caller, StatusCode::OK, once.as_ref(), done).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/follow-up", operation_id = "open_follow_up", tag = "staff",
    params(("number" = String, Path)), request_body = NewFollowUp, responses((status = 201, body = wire::Case)))]
/// Opens the case that goes on with a closed one, for its contact, under their contract and access. They are told of it.
pub async fn follow_up(
    State(app): State<App>,
    _: Staff,
    number: Number,
    posted: Posted,
) -> Result<Response, Problem> {
    let caller = &posted.caller;
    let before = app.case(&caller.actor, cases::number(&number)?).await?;
    if !before.case.is_closed() {
        return Err(Fail::from(Refused::NotAllowed).into());
    }
    let NewFollowUp { .. } = posted.read()?;
    let desk = app.desks.current().0;
    let form = form_of(desk, &posted).map_err(|errors| What::InvalidFields.with(errors))?;
    let kind = posted.members.get("kind").and_then(Value::as_str);
    let once = posted.once(StatusCode::CREATED);
    let opening = app.open_follow_up(
        &caller.actor,
        &before,
        kind.unwrap_or(&before.case.kind),
        &form,
        once.as_ref(),
    );
    let done = match opening.await {
        Err(Fail::Refused(Refused::Fields(problems))) => {
            let errors = problems.into_iter().map(|problem| placed(desk, problem));
            return Err(What::InvalidFields.with(errors.collect()));
        }
        done => done?,
    };
    answered(&app, caller, StatusCode::CREATED, once.as_ref(), done).await
}
