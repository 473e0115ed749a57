//! Changing a case: each route turns what was sent into one command of the domain, and answers with the case as it is
//! then. Knows no rule of its own.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    FileId, PersonId, TeamId,
    case::{Command, CopiesChange, Refused},
    desk::StatusId,
};

use super::{
    answered::answered,
    caller::Staff,
    cases,
    conditional::On,
    opening,
    posted::Posted,
    problem::{Problem, What},
    wire::{
        self, NewAssignment, NewClosure, NewCopies, NewFacts, NewMessage, NewNote, NewReference,
        NewReopening, NewSolutionAnswer, NewStatus,
    },
    wrong::{Why, WrongField},
};
use crate::app::{App, Fail, TRIES, cases::seen};

type Number = Path<String>;
pub type Answer = Result<Response, Problem>;

#[utoipa::path(post, path = "/api/v1/cases/{number}/messages", operation_id = "post_message", tag = "cases", params(("number" = String, Path)),
    request_body = NewMessage, responses((status = 201, body = wire::Case)))]
/// A public message: an update of a contact, or a reply of an agent.
///
/// An update brings a case that waits for the customer back to support; a reply may move the case. Notes among staff
/// have a route of their own.
///
/// It stands in the case at once. The seconds in which pages let a writer take an answer back do not apply: who posts by
/// program has made up their mind, and what was answered with 201 has happened.
pub async fn message(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let new: NewMessage = posted.read()?;
    let files = ids(new.files.as_deref())?;
    let command = super::asking::message(new, posted.caller.actor.is_staff())?;
    change_with(&app, &number, &posted, command, &files, StatusCode::CREATED).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/facts", operation_id = "tell_facts", tag = "cases", params(("number" = String, Path)),
    request_body = NewFacts, responses((status = 200, body = wire::Case)))]
/// What is asked before a case, told later.
///
/// `GET /desk` has the questions under `before` of the case's kind. What is not named stays as it is.
pub async fn facts(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let NewFacts { .. } = posted.read()?;
    let parsed = cases::number(&number)?;
    let before = app.case(&posted.caller.actor, parsed).await?;
    let desk = app.desks.of(before.case.desk_version);
    let entries =
        opening::answers(desk, &posted).map_err(|errors| What::InvalidFields.with(errors))?;
    let command = Command::TellFacts { entries };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.within_answers())
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/copies", operation_id = "change_copies", tag = "cases", params(("number" = String, Path)),
    request_body = NewCopies, responses((status = 200, body = wire::Case)))]
/// Who gets every answer in copy.
///
/// What looks mistyped, or stands outside the company, is refused as at the opening until `sure_of` names it too. Who was
/// taken out hears nothing further.
pub async fn copies(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let NewCopies {
        add,
        remove,
        sure_of,
    } = posted.read()?;
    let change = CopiesChange {
        add: add.join("\n"),
        remove,
        sure: sure_of.join("\n"),
        domains: Vec::new(),
    };
    let parsed = cases::number(&number)?;
    let before = app.case(&posted.caller.actor, parsed).await?;
    let guest = posted.caller.actor.is_guest();
    let domains = app
        .domains_of(before.case.account, before.case.contact, guest)
        .await?;
    let command = Command::ChangeCopies(CopiesChange { domains, ..change });
    let desk = app.desks.of(before.case.desk_version);
    let field = before.case.copies_field(desk).map(|(field, _)| &field.id);
    change_of(&app, &number, &posted, command, (field, "add")).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/reference", operation_id = "set_reference", tag = "cases", params(("number" = String, Path)),
    request_body = NewReference, responses((status = 200, body = wire::Case)))]
/// The customer's own number of a case becomes another, or none.
///
/// Whether customers, staff or both change it once the case is open is the desk's rule.
pub async fn reference(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let NewReference { reference } = posted.read()?;
    let parsed = cases::number(&number)?;
    let before = app.case(&posted.caller.actor, parsed).await?;
    let desk = app.desks.of(before.case.desk_version);
    let field = before.case.reference_field(desk).map(|field| &field.id);
    let text = reference.unwrap_or_default();
    let command = Command::SetReference { text };
    change_of(&app, &number, &posted, command, (field, "reference")).await
}

/// A change of a field that the body calls otherwise.
async fn change_of(
    app: &App,
    number: &str,
    posted: &Posted,
    command: Command,
    (field, called): (Option<&String>, &'static str),
) -> Answer {
    let done = change(app, number, posted, command, StatusCode::OK).await;
    done.map_err(|problem| match field {
        Some(field) => problem.renamed(field, called),
        None => problem,
    })
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/notes", operation_id = "add_note", tag = "staff", params(("number" = String, Path)),
    request_body = NewNote, responses((status = 201, body = wire::Case)))]
/// A note among staff, which no customer ever sees.
pub async fn note(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewNote { text, files } = posted.read()?;
    let files = ids(files.as_deref())?;
    let command = Command::AddNote { text };
    change_with(&app, &number, &posted, command, &files, StatusCode::CREATED).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/closure", operation_id = "close_case", tag = "cases", params(("number" = String, Path)),
    request_body = NewClosure, responses((status = 200, body = wire::Case)))]
/// The customer ends the case.
///
/// Staff close by status.
pub async fn closure(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let NewClosure { reason, comment } = posted.read()?;
    let command = Command::Close { reason, comment };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("text", "comment"))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/solution-answer", operation_id = "answer_solution", tag = "cases",
    params(("number" = String, Path)), request_body = NewSolutionAnswer, responses((status = 200, body = wire::Case)))]
/// The customer says whether the proposed solution worked.
///
/// The case closes, or goes back to support with what was tried and what happened.
pub async fn solution_answer(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let sent: NewSolutionAnswer = posted.read()?;
    // It would be lost without a word.
    let idle: &[(&str, bool)] = match sent.worked {
        true => &[
            ("tried", sent.tried.is_some()),
            ("happened", sent.happened.is_some()),
        ],
        false => &[("comment", sent.comment.is_some())],
    };
    if let Some((member, _)) = idle.iter().find(|(_, sent)| *sent) {
        return unknown(member);
    }
    let command = match sent.worked {
        true => Command::SolutionWorked {
            comment: sent.comment,
        },
        false => Command::NeedMoreHelp {
            tried: sent.tried.unwrap_or_default(),
            happened: sent.happened.unwrap_or_default(),
        },
    };
    change(&app, &number, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("text", "comment"))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/reopening", operation_id = "reopen_case", tag = "cases", params(("number" = String, Path)),
    request_body = NewReopening, responses((status = 200, body = wire::Case)))]
/// A closed case comes back.
///
/// For the customer as the desk's rule has it, for staff at once.
pub async fn reopening(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let NewReopening { reason } = posted.read()?;
    let command = match (posted.caller.actor.is_staff(), reason) {
        (true, None) => Command::Reopen,
        // It would be lost without a word.
        (true, Some(_)) => return unknown("reason"),
        (false, reason) => Command::RequestReopening {
            reason: reason.unwrap_or_default(),
        },
    };
    change(&app, &number, &posted, command, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/status", operation_id = "move_case", tag = "staff", params(("number" = String, Path)),
    request_body = NewStatus, responses((status = 200, body = wire::Case)))]
/// Staff move the case, along the desk's transitions.
pub async fn status(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let NewStatus { to, cause } = posted.read()?;
    change(
        &app,
        &number,
        &posted,
        Command::ChangeStatus {
            to: StatusId::new(to),
        }
        .closed_for(cause.as_deref().unwrap_or_default()),
        StatusCode::OK,
    )
    .await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/assignment", operation_id = "assign_case", tag = "staff", params(("number" = String, Path)),
    request_body = NewAssignment, responses((status = 200, body = wire::Case)))]
/// Who takes care of the case, and which team.
pub async fn assignment(State(app): State<App>, _: Staff, text: Number, posted: Posted) -> Answer {
    let NewAssignment { owner, team } = posted.read()?;
    let (owner, team) = (
        id(owner, "owner")?.map(|id| id.map(PersonId)),
        id(team, "team")?.map(|id| id.map(TeamId)),
    );
    let number = cases::number(&text)?;
    let actor = &posted.caller.actor;
    let once = posted.once(StatusCode::OK);
    let held = posted.on.seen(&app, &posted.caller, number).await?;
    for _ in 0..TRIES {
        let before = app.case(actor, number).await?;
        let command = Command::Assign {
            owner: owner.unwrap_or(before.case.owner),
            team: team.unwrap_or(before.case.team),
        };
        // What was left out is filled from this copy, so it has to be this copy still.
        let on = held.unwrap_or_else(|| seen(actor, &before));
        match app
            .change_case(actor, number, command, Some(on), once.as_ref())
            .await
        {
            Err(Fail::Stale) if posted.on == On::Any => continue,
            done => {
                return answered(&app, &posted.caller, StatusCode::OK, once.as_ref(), done?).await;
            }
        }
    }
    Err(What::Conflict.into())
}

/// What a command needs to be carried out for a request.
pub async fn change(
    app: &App,
    number: &str,
    posted: &Posted,
    command: Command,
    status: StatusCode,
) -> Answer {
    change_with(app, number, posted, command, &[], status).await
}

/// The same with files that were handed in before.
async fn change_with(
    app: &App,
    number: &str,
    posted: &Posted,
    command: Command,
    files: &[FileId],
    status: StatusCode,
) -> Answer {
    let number = cases::number(number)?;
    let once = posted.once(status);
    let on = posted.on.seen(app, &posted.caller, number).await?;
    let done = match app
        .change_case_with(
            &posted.caller.actor,
            number,
            command,
            files,
            on,
            once.as_ref(),
        )
        .await
    {
        // Not a status that one could move to from elsewhere either: a slip of the sender's.
        Err(Fail::Refused(Refused::NoSuchMove { to, .. })) if !known(app, &to) => {
            return Err(What::InvalidFields
                .with(vec![WrongField::at(&[to_member(posted)], Why::NotOffered)]));
        }
        done => done?,
    };
    answered(app, &posted.caller, status, once.as_ref(), done).await
}

fn known(app: &App, status: &StatusId) -> bool {
    let (_, latest) = app.desks.current();
    (1..=latest)
        .rev()
        .any(|version| app.desks.of(version).status(status).is_some())
}

/// The member that names a status in what was posted.
fn to_member(posted: &Posted) -> &'static str {
    if posted.members.contains_key("then") {
        "then"
    } else {
        "to"
    }
}

/// Ids of files as they were sent.
pub fn ids(sent: Option<&[String]>) -> Result<Vec<FileId>, Problem> {
    let each = sent
        .unwrap_or_default()
        .iter()
        .map(|id| id.parse().map(FileId));
    let all: Result<Vec<_>, _> = each.collect();
    all.map_err(|_| Problem::of_field("files", Why::NotOffered))
}

/// An id as it was sent: not at all, `null`, or text.
fn id(sent: Option<Option<String>>, field: &'static str) -> Result<Option<Option<i64>>, Problem> {
    let wrong = || Problem::of_field(field, Why::NotOffered);
    sent.map(|id| id.map(|id| id.parse().map_err(|_| wrong())).transpose())
        .transpose()
}

/// A member that is there for the other side only.
pub fn unknown(member: &str) -> Answer {
    Err(Problem::of_field(member, Why::Unknown))
}
