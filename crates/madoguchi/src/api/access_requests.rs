//! Asking for more access than one has: it becomes an admin case, from which it is granted (A4).

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Actor, Level, Prose,
    access::Scope,
    case::{
        AccessWish, Refused,
        intake::{self, Entries},
    },
};

use super::{
    answered::answered,
    opening::{form_of, placed},
    posted::Posted,
    problem::{Problem, What},
    wire::{self, NewAccessRequest},
    wrong::{Place, Why, WrongField},
};
use crate::{
    app::{
        App, Fail,
        access_wish::{self, NAMES},
        cases::{WEB, Wanted},
    },
    texts::{self, Texts},
};

fn names(field: &str, given: Option<&String>) -> Result<Option<Prose>, Problem> {
    let text = intake::cleaned(given.map_or("", String::as_str));
    if text.chars().count() > NAMES {
        return Err(Problem::of_field(field, Why::TooLong { max: NAMES }));
    }
    Ok((!text.is_empty()).then(|| Prose::new(text)))
}

#[utoipa::path(post, path = "/api/v1/access-requests", operation_id = "ask_for_access", tag = "people", request_body = NewAccessRequest,
    responses((status = 201, body = wire::Case), (status = 202, description = "Taken, for a caller who reads no case", body = wire::Taken)))]
/// Asks for other access than the caller has, with the terms accepted.
///
/// It becomes an admin case; what the desk asks besides stands in `answers`, as when a case is opened.
pub async fn ask(State(app): State<App>, posted: Posted) -> Result<Response, Problem> {
    let caller = &posted.caller;
    if !matches!(caller.actor, Actor::Contact { .. }) {
        return Err(What::NotAllowed.into());
    }
    let asked: NewAccessRequest = posted.read()?;
    let (desk, version) = app.desks.current();
    let kept = access_wish::kept_as(desk).ok_or(What::NotFound)?;
    let kind = kept.0;
    let level = Level::parse(&asked.level);
    let level = level.ok_or_else(|| Problem::of_field("level", Why::NotOffered))?;
    if !asked.accept_terms {
        return Err(Problem::of_field("accept_terms", Why::Missing));
    }
    let offered = intake::products_of(desk, kind);
    if asked
        .products
        .iter()
        .any(|id| !offered.contains(&id.as_str()))
    {
        return Err(Problem::of_field("products", Why::NotOffered));
    }
    let given: Entries = form_of(desk, &posted).map_err(|wrong| What::InvalidFields.with(wrong))?;
    let t = Texts::new(texts::load(), &caller.language, desk.time_zone.clone());
    let wished = t.say(&format!("access-{}", level.as_str()));
    let subject = t.one("access-request-subject", "level", wished);
    let mut form = access_wish::filled(desk, kept, given, &subject, &asked.products);
    form.insert("description".to_owned(), asked.reason.clone());
    let wish = AccessWish {
        level,
        accounts: names("accounts", asked.accounts.as_ref())?,
        contacts: names("contacts", asked.contacts.as_ref())?,
        products: asked.products,
        terms: version,
        granted: None,
    };
    let wanted = Wanted {
        files: &[],
        kind: &kind.id,
        entries: &form,
        channel: WEB,
        language: &caller.language,
        continues: None,
    };
    let once = posted.once(StatusCode::CREATED);
    let done = app.ask_for_access(&caller.actor, &wanted, wish, once.as_ref());
    let done = match done.await {
        Err(Fail::Refused(Refused::Fields(problems))) => {
            let reason = |wrong: WrongField| match wrong.field.as_str() {
                "description" => WrongField {
                    place: Place::Body(vec!["reason".to_owned()]),
                    ..wrong
                },
                _ => wrong,
            };
            let errors = problems
                .into_iter()
                .map(|problem| reason(placed(desk, problem)));
            return Err(What::InvalidFields.with(errors.collect()));
        }
        done => done?,
    };
    // Who reads no case has the number, and no more (A8).
    if caller.actor.scope() == Scope::Nothing {
        let case = done.case();
        let number = texts::number(app.desks.of(case.case.desk_version), case.number);
        return Ok((StatusCode::ACCEPTED, Json(wire::Taken { number })).into_response());
    }
    answered(&app, caller, StatusCode::CREATED, once.as_ref(), done).await
}
