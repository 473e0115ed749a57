//! What was told before a case was opened, on the case's page for both sides, and the form that completes it later (B2).

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Actor, Desk,
    case::{self, Answer, Case, Command, Refused, intake},
    desk::Field,
};

use super::{
    frame::{Frame, Here, shown},
    portal::control::{Control, Doubts, Draw, Drawing, correct},
    posted::Posted,
    shown::{self as words, Fact, Trouble},
    visitor::{Inside, Me, Visitor},
};
use crate::{app::Fail, texts::Texts};

/// The block on a case's page.
pub struct Known {
    pub facts: Vec<Fact>,
    /// How much of what is asked is told.
    pub count: String,
    /// Where the rest can be told; empty where the reader cannot, or nothing is left.
    pub complete: String,
}

fn asked<'d>(desk: &'d Desk, case: &Case) -> Vec<&'d Field> {
    let mut asked = desk.asked_before(&case.kind, case.sub_type.as_deref());
    asked.retain(|field| field.applies(case.sub_type.as_deref(), Some(&case.product)));
    asked
}

/// The facts that are asked for before such a case and not told yet, by name; steps that were not tried are none.
pub fn untold(t: &Texts, desk: &Desk, case: &Case) -> Vec<String> {
    let is_fact = |id: &String| desk.checklists.iter().any(|list| list.facts.contains(id));
    let asked = asked(desk, case).into_iter();
    let left = asked.filter(|field| is_fact(&field.id) && !case.answers.contains_key(&field.id));
    left.map(|field| t.desk(&field.label).to_owned()).collect()
}

pub fn may_tell(case: &Case, actor: &Actor, desk: &Desk) -> bool {
    !case.is_closed() && (actor.is_staff() || case::as_customer(case, actor, desk).is_ok())
}

impl Known {
    /// Nothing where nothing is asked before such a case.
    pub fn of(t: &Texts, desk: &Desk, case: &Case, me: &Me, at: &str) -> Option<Self> {
        let asked = asked(desk, case);
        let all = i64::try_from(asked.len()).unwrap_or_default();
        if all == 0 {
            return None;
        }
        let facts: Vec<Fact> = asked
            .into_iter()
            .filter_map(|field| words::told(t, field, case.answers.get(&field.id)?))
            .collect();
        let told = i64::try_from(facts.len()).unwrap_or_default();
        let may = me.proxy.is_none() && may_tell(case, &me.actor, desk);
        if told == 0 && !may {
            return None;
        }
        let args = [
            ("told", t.number(told).into()),
            ("all", t.number(all).into()),
        ];
        Some(Self {
            count: t.with("told-count", args),
            complete: if may {
                format!("{at}/facts")
            } else {
                String::new()
            },
            facts,
        })
    }
}

#[derive(Template)]
#[template(path = "portal/facts.html")]
struct OfPortal {
    f: Frame,
    number: String,
    action: String,
    back: String,
    controls: Vec<Control>,
    troubles: Vec<Trouble>,
}

#[derive(Template)]
#[template(path = "staff/facts.html")]
struct OfStaff {
    f: Frame,
    views: Vec<super::listing::ViewLink>,
    number: String,
    action: String,
    back: String,
    controls: Vec<Control>,
    troubles: Vec<Trouble>,
}

pub async fn page<S: Inside>(side: S, Path(number): Path<String>) -> Result<Response, Fail> {
    let (visitor, me) = side.who();
    show(&visitor, &me, &number, None).await
}

pub async fn tell<S: Inside>(
    side: S,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (visitor, me) = side.who();
    change(&visitor, &me, &number, &posted).await
}

async fn change(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    posted: &Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let parsed = words::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, parsed).await?;
    let desk = app.desks.of(stored.case.desk_version);
    let mut entries = posted.entries();
    let asked = asked(desk, &stored.case);
    entries.retain(|id, _| id == intake::SURE_OF || asked.iter().any(|f| f.id == *id));
    correct(&mut entries, posted.get("_correct"));
    let command = Command::TellFacts {
        entries: entries.clone(),
    };
    match app
        .change_case(&me.actor, parsed, command, None, None)
        .await
    {
        Ok(_) => {
            let written = words::number(desk, stored.number);
            let page = words::page_of(&me.actor, &written);
            Ok(Redirect::to(&format!("{page}#told")).into_response())
        }
        Err(Fail::Refused(Refused::Fields(problems))) => {
            let troubles = words::troubles(&visitor.texts, desk, &problems);
            show(visitor, me, number, Some((entries, troubles, problems))).await
        }
        Err(fail) => Err(fail),
    }
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    wrong: Option<(intake::Entries, Vec<Trouble>, Vec<intake::FieldProblem>)>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let parsed = words::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, parsed).await?;
    let (case, desk) = (&stored.case, app.desks.of(stored.case.desk_version));
    let written = words::number(desk, stored.number);
    let back = words::page_of(&me.actor, &written);
    let kind = desk.kind(&case.kind);
    let (Some(kind), true) = (kind, me.proxy.is_none() && may_tell(case, &me.actor, desk)) else {
        return Ok(Redirect::to(&back).into_response());
    };
    let status = match wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let mut entries: BTreeMap<String, String> = case
        .answers
        .iter()
        .filter_map(|(id, answer)| Some((id.clone(), as_entered(answer)?)))
        .collect();
    let (typed, troubles, problems) = wrong.unwrap_or_default();
    entries.extend(typed);
    entries.insert("product".into(), case.product.clone());
    entries.extend(case.sub_type.clone().map(|id| ("sub-type".into(), id)));
    let drawing = Drawing {
        t,
        desk,
        kind,
        entries: &entries,
        deployments: &[],
        bought: None,
    };
    let control = |field: &Field| {
        let trouble = troubles.iter().find(|trouble| trouble.field == field.id);
        let mut control = drawing.control(field, trouble.map(|trouble| trouble.text.clone()))?;
        control.doubts = Doubts::of(t, &field.id, &problems);
        // What decides over it is settled.
        control.only_sub_types = String::new();
        control.only_products = String::new();
        Some(control)
    };
    let controls = asked(desk, case).into_iter().filter_map(control).collect();
    let here = if me.actor.is_staff() {
        Here::Inbox
    } else {
        Here::Cases
    };
    let f = Frame::new(visitor, here, t.say("told-complete")).await?;
    let f = f.troubled(!troubles.is_empty());
    let action = format!("{back}/facts");
    let mut response = match me.actor.is_staff() {
        true => shown(&OfStaff {
            views: super::staff::rail_for(visitor, me).await?,
            number: written,
            action,
            back,
            controls,
            troubles,
            f,
        })?,
        false => shown(&OfPortal {
            number: written,
            action,
            back,
            controls,
            troubles,
            f,
        })?,
    };
    *response.status_mut() = status;
    Ok(response)
}

/// An answer as a form holds it; nothing where its text was erased.
fn as_entered(answer: &Answer) -> Option<String> {
    Some(match answer {
        Answer::Text(text) if text.is_erased() => return None,
        Answer::Text(text) => text.as_str().to_owned(),
        Answer::Number(n) => n.to_string(),
        Answer::Date(day) => day.clone(),
        Answer::Flag(yes) => yes.to_string(),
        Answer::Choice(id) => id.clone(),
        Answer::Emails(all) => {
            let all: Vec<&str> = all.iter().map(|a| a.as_str()).collect();
            all.join("\n")
        }
    })
}
