//! Opening a case: the members of a request as the entries of a form, and a form's findings back as members.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Actor, Desk,
    access::Scope,
    case::{
        Refused,
        intake::{self, Entries, FieldProblem, Opener},
    },
    desk::Entry,
};
use serde_json::Value;

use super::{
    answered::answered,
    posted::Posted,
    problem::{Problem, What},
    schema,
    wire::{self, NewCase},
    wrong::{Place, Why, WrongField},
};
use crate::{
    app::{
        App, Fail,
        cases::{WEB, Wanted},
    },
    texts,
};

#[utoipa::path(post, path = "/api/v1/cases", operation_id = "open_case", tag = "cases", request_body = NewCase,
    responses((status = 201, body = wire::Case), (status = 202, description = "Taken, for a caller who reads no case", body = wire::Taken)))]
/// Opens a case.
///
/// Every field that is missing or cannot be taken is named at once. `GET /api/v1/desk` has the forms.
pub async fn open(State(app): State<App>, posted: Posted) -> Result<Response, Problem> {
    let caller = &posted.caller;
    let contact = match caller.actor {
        Actor::Contact { person, .. } if caller.actor.may_write() => person,
        _ => return Err(What::NotAllowed.into()),
    };
    let (desk, desk_version) = app.desks.current();
    let mut errors = schema::check::<NewCase>(&posted.members);
    let form = entries(desk, &posted, &mut errors);
    let kind = posted
        .members
        .get("kind")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !errors.is_empty() {
        // What the form says besides, so that nothing has to be found out one by one.
        let sites = app.sites(&caller.actor).await?;
        let domains = app.own_domains(&caller.actor).await?;
        let opener = Opener {
            desk_version,
            contact,
            channel: WEB,
            language: &caller.language,
            sites: &sites,
            domains: Some(&domains),
        };
        if let Err(more) = intake::check(desk, kind, &form, &opener) {
            let more = more.into_iter().map(|problem| placed(desk, problem));
            for error in more.filter(|m| m.field != "kind" || !kind.is_empty()) {
                if errors.iter().all(|e| e.place != error.place) {
                    errors.push(error);
                }
            }
        }
        return Err(What::InvalidFields.with(errors));
    }
    let once = posted.once(StatusCode::CREATED);
    let continues = posted.members.get("continues").and_then(Value::as_str);
    let continues = continues.map(|number| number.parse().unwrap_or(-1));
    let sent: Vec<String> = match posted.members.get("files") {
        Some(files) => serde_json::from_value(files.clone()).unwrap_or_default(),
        None => Vec::new(),
    };
    let files = super::changes::ids(Some(&sent))?;
    let wanted = Wanted {
        files: &files,
        kind,
        entries: &form,
        channel: WEB,
        language: &caller.language,
        continues,
    };
    let done = match app.open_case(&caller.actor, &wanted, once.as_ref()).await {
        Err(Fail::Refused(Refused::Fields(problems))) => {
            let errors = problems
                .into_iter()
                .map(|problem| placed(desk, problem))
                .collect();
            return Err(What::InvalidFields.with(errors));
        }
        done => done?,
    };
    // Nobody of a restricted account reads a case: the number is all there is (A8).
    if caller.actor.scope() == Scope::Nothing {
        let case = done.case();
        let number = texts::number(app.desks.of(case.case.desk_version), case.number);
        return Ok((StatusCode::ACCEPTED, Json(wire::Taken { number })).into_response());
    }
    answered(&app, caller, StatusCode::CREATED, once.as_ref(), done).await
}

/// The members that every case has, with the field of the form that each stands for.
pub const MEMBERS: [(&str, &str); 8] = [
    ("deployment", "deployment"),
    ("product", "product"),
    ("sub_type", "sub-type"),
    ("environment", "environment"),
    ("severity", "severity"),
    ("centre", "centre"),
    ("subject", "subject"),
    ("description", "description"),
];

/// Where a field's answer stands in the body, by its names from the top.
pub fn path_of(desk: &Desk, field: &str) -> Vec<String> {
    if ["kind", "continues"].contains(&field) {
        return vec![field.to_owned()];
    }
    let own = desk
        .field(field)
        .is_none_or(|field| !is_built_in(&field.entry));
    match MEMBERS.iter().find(|(_, id)| *id == field) {
        Some((member, _)) => vec![(*member).to_owned()],
        None if own => vec!["answers".to_owned(), field.to_owned()],
        None => vec![field.to_owned()],
    }
}

fn is_built_in(entry: &Entry) -> bool {
    matches!(
        entry,
        Entry::Deployment
            | Entry::Product
            | Entry::SubType
            | Entry::Environment
            | Entry::Severity
            | Entry::Subject
            | Entry::Description
    )
}

pub fn placed(desk: &Desk, problem: FieldProblem) -> WrongField {
    WrongField {
        place: Place::Body(path_of(desk, &problem.field)),
        field: problem.field,
        wrong: problem.wrong.into(),
    }
}

/// What was sent as a form's entries; an answer of another type than its field takes is wrong.
fn entries(desk: &Desk, posted: &Posted, errors: &mut Vec<WrongField>) -> Entries {
    let mut form = Entries::new();
    for (member, field) in MEMBERS {
        if let Some(text) = posted.members.get(member).and_then(Value::as_str) {
            form.insert(field.to_owned(), text.to_owned());
        }
    }
    if let Some(Value::Array(sure)) = posted.members.get("sure_of") {
        let sure: Vec<&str> = sure.iter().filter_map(Value::as_str).collect();
        form.insert(intake::SURE_OF.to_owned(), sure.join("\n"));
    }
    let Some(Value::Object(answers)) = posted.members.get("answers") else {
        return form;
    };
    for (id, answer) in answers {
        let entry = desk.field(id).map(|field| &field.entry);
        if entry.is_some_and(is_built_in) {
            errors.push(WrongField::at(&["answers", id], Why::Unknown));
            continue;
        }
        match text_of(entry, answer) {
            Ok(text) => drop(form.insert(id.clone(), text)),
            Err(taken) => errors.push(WrongField::at(&["answers", id], Why::WrongType { taken })),
        }
    }
    form
}

/// What was sent of a case as a form's entries, or what of it is of another type than its field takes.
pub fn form_of(desk: &Desk, posted: &Posted) -> Result<Entries, Vec<WrongField>> {
    let mut errors = Vec::new();
    let form = entries(desk, posted, &mut errors);
    match errors.is_empty() {
        true => Ok(form),
        false => Err(errors),
    }
}

/// The answers that were sent to a case's questions, as a form's entries.
pub fn answers(desk: &Desk, posted: &Posted) -> Result<Entries, Vec<WrongField>> {
    let mut errors = Vec::new();
    let mut form = entries(desk, posted, &mut errors);
    form.retain(|id, _| MEMBERS.iter().all(|(_, field)| field != id));
    match errors.is_empty() {
        true => Ok(form),
        false => Err(errors),
    }
}

/// An answer as the form would hold it, or the JSON type that the field takes.
fn text_of(entry: Option<&Entry>, answer: &Value) -> Result<String, &'static str> {
    match (entry, answer) {
        // The form itself tells about a field that it does not have.
        (None, _) | (_, Value::Null) => Ok(String::new()),
        (Some(Entry::Number { .. }), Value::Number(n)) => Ok(n.to_string()),
        (Some(Entry::Number { .. }), _) => Err("integer"),
        (Some(Entry::Flag), Value::Bool(yes)) => Ok(if *yes { "true" } else { "" }.to_owned()),
        (Some(Entry::Flag), _) => Err("boolean"),
        (Some(Entry::Emails { .. }), Value::Array(all)) => {
            let texts: Option<Vec<&str>> = all.iter().map(Value::as_str).collect();
            texts
                .map(|texts| texts.join("\n"))
                .ok_or("array of strings")
        }
        (Some(Entry::Emails { .. }), _) => Err("array of strings"),
        (Some(_), Value::String(text)) => Ok(text.clone()),
        (Some(_), _) => Err("string"),
    }
}
