//! What staff do with an incident: each act is a form of its page.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    AccountId, Desk,
    case::intake::{FieldProblem, Wrong},
    incident::{Command, Phase, Refused},
};
use store::incidents::StoredIncident;

use super::{
    super::super::{
        incidents::parse_number,
        posted::Posted,
        shown::Trouble,
        visitor::{Me, Staff, Visitor},
    },
    address,
    page::{Arrived, show},
    refused,
    typed::{Read, Typed},
};
use crate::app::{Fail, incidents::Offered};

/// What a form asks for, or the field that cannot be read.
async fn read(
    visitor: &Visitor,
    me: &Me,
    desk: &Desk,
    form: &str,
    typed: &Typed,
) -> Result<Read<Command>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let wrong = |field: &str, wrong: Wrong| {
        let field = field.to_owned();
        Ok(Err(FieldProblem { field, wrong }))
    };
    let command = match form {
        "updates" => {
            let next_at = match typed.moment(t, "next-at") {
                Ok(at) => at,
                Err(problem) => return Ok(Err(problem)),
            };
            match Phase::parse(typed.get("phase")) {
                Some(phase) => Command::Update {
                    phase,
                    texts: typed.texts(desk, "text"),
                    next_at,
                },
                None => return wrong("phase", Wrong::NotOffered),
            }
        }
        "notes" => Command::AddNote {
            text: typed.get("note").to_owned(),
        },
        "gathering" => {
            let mut numbers = typed.case_numbers("cases");
            numbers.extend(typed.numbers("case-"));
            if numbers.is_empty() {
                return wrong("cases", Wrong::Missing);
            }
            match app.cases_named(&me.actor, &numbers).await? {
                Ok(cases) => Command::Gather { cases },
                Err(problem) => return Ok(Err(problem)),
            }
        }
        "release" => match app.cases_named(&me.actor, &typed.numbers("case-")).await? {
            Ok(cases) => Command::Release { cases },
            Err(problem) => return Ok(Err(problem)),
        },
        "owners" => match (typed.person("lead"), typed.person("communications")) {
            (Ok(Some(lead)), Ok(Some(communications))) => Command::SetOwners {
                lead,
                communications,
            },
            _ => return wrong("lead", Wrong::NotOffered),
        },
        "description" => match typed.affected(app, t).await? {
            Ok(affected) => Command::Describe {
                title: typed.texts(desk, "title"),
                affected: Box::new(affected),
            },
            Err(problem) => return Ok(Err(problem)),
        },
        "hearing" => match typed.get("account").parse() {
            Ok(id) => Command::SetHearing {
                account: AccountId(id),
                hears: typed.get("hears") == "yes",
            },
            Err(_) => return wrong("accounts", Wrong::NotOffered),
        },
        "end" => match typed.day("cause-due-on") {
            Ok(cause_due_on) => Command::End {
                texts: typed.texts(desk, "text"),
                solution: typed.texts(desk, "solution"),
                cause_due_on,
            },
            Err(problem) => return Ok(Err(problem)),
        },
        "cause" => Command::ReportCause {
            texts: typed.texts(desk, "cause"),
        },
        "cancellation" => Command::Cancel {
            reason: typed.get("reason").to_owned(),
        },
        _ => return Err(Fail::NotFound),
    };
    Ok(Ok(command))
}

/// Words for customers are written on what was read: somebody else's in between are shown first.
fn on_version(form: &str, typed: &Typed) -> Option<i64> {
    let told = matches!(form, "updates" | "end" | "cause" | "description");
    let version = typed.get("version").parse().ok();
    version.filter(|_| told)
}

pub async fn act(
    Staff(visitor, me): Staff,
    Path((number, form)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let number = parse_number(&number).ok_or(Fail::NotFound)?;
    let stored = app.incident(&me.actor, number).await?;
    let typed = Typed::of(&posted);
    if form == "offers" {
        let cases = typed.numbers("case-");
        let offered = app.offer_solution(&me.actor, &stored, &cases).await?;
        return Ok(offered_to(&stored, offered));
    }
    let desk = app.desk_of(Some(&stored.incident));
    let command = match read(&visitor, &me, desk, &form, &typed).await? {
        Ok(command) => command,
        Err(problem) => {
            let why = Refused::Fields(vec![problem]);
            return not_taken(&visitor, &me, &stored, &form, &typed, &why).await;
        }
    };
    let ends = matches!(command, Command::End { .. });
    let seen = on_version(&form, &typed);
    match app
        .change_incident(&me.actor, Some(number), seen, command)
        .await
    {
        Ok(Ok(after)) if ends => {
            let cases = typed.numbers("case-");
            let offered = app.offer_solution(&me.actor, &after, &cases).await?;
            Ok(offered_to(&after, offered))
        }
        Ok(Ok(after)) => {
            let told = match form.as_str() {
                "updates" => "updates",
                _ => "saved",
            };
            let to = format!("{}?told={told}", address(after.incident.number));
            Ok(Redirect::to(&to).into_response())
        }
        Ok(Err(why)) => not_taken(&visitor, &me, &stored, &form, &typed, &why).await,
        // Nothing of what was typed is lost, and sending it again takes it.
        Err(Fail::Stale) => {
            let stored = app.incident(&me.actor, number).await?;
            let trouble = Trouble {
                field: form.clone(),
                text: visitor.texts.say("incident-changed-meanwhile").to_owned(),
            };
            let (typed, arrived) = (Some(&typed), Arrived::default());
            show(
                &visitor,
                &me,
                &stored,
                &arrived,
                &form,
                typed,
                vec![trouble],
            )
            .await
        }
        Err(fail) => Err(fail),
    }
}

fn offered_to(stored: &StoredIncident, offered: Offered) -> Response {
    let to = format!(
        "{}?told=offered&given={}&left={}",
        address(stored.incident.number),
        offered.given,
        offered.left
    );
    Redirect::to(&to).into_response()
}

async fn not_taken(
    visitor: &Visitor,
    me: &Me,
    stored: &StoredIncident,
    form: &str,
    typed: &Typed,
    why: &Refused,
) -> Result<Response, Fail> {
    let desk = visitor.web.app.desk_of(Some(&stored.incident));
    let troubles = refused(visitor, desk, form, why);
    let arrived = Arrived::default();
    show(visitor, me, stored, &arrived, form, Some(typed), troubles).await
}
