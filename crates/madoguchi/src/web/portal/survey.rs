//! How the customer was served (C16). A link of a mail chooses a point, and no more: only a press sends the answer.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::case::{self, Command, GivenSurvey, Refused};
use store::answers::Sort;

use super::super::{
    closings::Given,
    frame::{Frame, Here, shown},
    posted::Posted,
    shown::{self, Trouble},
    visitor::{Contact, Me, Visitor},
};
use crate::app::{Fail, answers::Form};

#[derive(Template)]
#[template(path = "portal/survey.html")]
struct Page {
    f: Frame,
    number: String,
    subject: String,
    questions: Vec<Question>,
    comment: String,
    contact: bool,
    /// It can be answered now, by this reader.
    asked: bool,
    thanked: bool,
    given: Option<Given>,
    troubles: Vec<Trouble>,
}

struct Question {
    id: String,
    label: String,
    points: Vec<Point>,
    trouble: Option<String>,
}

struct Point {
    value: u8,
    label: String,
    chosen: bool,
}

/// The words besides the points, in the form.
const COMMENT: &str = "comment";

pub async fn page(
    Contact(visitor, me): Contact,
    Path(number): Path<String>,
    Query(mut chosen): Query<BTreeMap<String, String>>,
) -> Result<Response, Fail> {
    // What was filled in when the sign-in ended stands there again.
    if chosen.remove("kept").is_some() && me.proxy.is_none() {
        let app = &visitor.web.app;
        let parsed = shown::parse_number(&number).ok_or(Fail::NotFound)?;
        let case = app.case(&me.actor, parsed).await?.id;
        let kept = app.store.draft(me.person.id, case, Sort::Survey).await?;
        chosen = kept.map_or(chosen, |kept| Form::from_json(&kept).into_entries());
    }
    show(&visitor, &me, &number, &chosen, None, StatusCode::OK).await
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    entered: &BTreeMap<String, String>,
    refused: Option<Refused>,
    status: StatusCode,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let parsed = shown::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, parsed).await?;
    let (case, desk) = (&stored.case, app.desks.of(stored.case.desk_version));
    let acts = me.proxy.is_none() && case::as_customer(case, &me.actor, desk).is_ok();
    let asked = case.survey_asked(desk, app.now()).filter(|_| acts);
    let mut troubles = Vec::new();
    match refused {
        Some(Refused::Fields(problems)) => {
            for problem in &problems {
                let question = asked.and_then(|asked| {
                    let mut all = asked.questions.iter();
                    all.find(|question| question.id == problem.field)
                });
                troubles.push(match question {
                    Some(question) => Trouble {
                        field: question.id.clone(),
                        text: t.one("survey-missing", "question", t.desk(&question.label)),
                    },
                    None => shown::troubles(t, desk, std::slice::from_ref(problem)).remove(0),
                });
            }
        }
        Some(other) => troubles.push(Trouble {
            field: "main".into(),
            text: shown::refusal(t, &other),
        }),
        None => {}
    }
    let questions = asked.map_or(Vec::new(), |asked| {
        let question = |question: &domain::desk::Choice| {
            let chosen = entered.get(&question.id).map_or("", String::as_str);
            let trouble = troubles.iter().find(|trouble| trouble.field == question.id);
            Question {
                label: t.desk(&question.label).to_owned(),
                points: asked
                    .scale()
                    .map(|(value, words)| Point {
                        value,
                        label: t.desk(words).to_owned(),
                        chosen: chosen == value.to_string(),
                    })
                    .collect(),
                trouble: trouble.map(|trouble| trouble.text.clone()),
                id: question.id.clone(),
            }
        };
        asked.questions.iter().map(question).collect()
    });
    let given = case.survey.as_ref();
    let given = given.filter(|(_, survey)| survey.by == me.person.id);
    let written = shown::number(desk, stored.number);
    let page = Page {
        f: Frame::new(visitor, Here::Cases, t.say("survey-title"))
            .await?
            .troubled(!troubles.is_empty()),
        subject: shown::subject(t, case).to_owned(),
        comment: entered.get(COMMENT).cloned().unwrap_or_default(),
        contact: entered.contains_key("contact"),
        asked: asked.is_some(),
        thanked: case.survey_is_given(),
        given: given.map(|(at, survey)| Given::of(t, desk, *at, survey)),
        number: written,
        questions,
        troubles,
    };
    let mut response = shown(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

pub async fn give(
    Contact(visitor, me): Contact,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let entered = posted.entries();
    let of_question = |(id, value): (&String, &String)| {
        let own = [COMMENT, "contact"].contains(&id.as_str());
        let point = value.parse().ok().filter(|_| !own)?;
        Some((id.clone(), point))
    };
    let given = GivenSurvey {
        points: entered.iter().filter_map(of_question).collect(),
        comment: posted.get(COMMENT).to_owned(),
        contact: posted.has("contact"),
    };
    let parsed = shown::parse_number(&number).ok_or(Fail::NotFound)?;
    let command = Command::GiveSurvey(given);
    match app
        .change_case(&me.actor, parsed, command, None, None)
        .await
    {
        Ok(done) => {
            let after = done.case();
            app.store.forget_forms(me.person.id, after.id).await?;
            let written = shown::number(app.desks.of(after.case.desk_version), after.number);
            Ok(Redirect::to(&format!("/cases/{written}/survey")).into_response())
        }
        Err(Fail::Refused(Refused::NotAllowed)) => Err(Refused::NotAllowed.into()),
        Err(Fail::Refused(refused)) => {
            let status = match refused {
                Refused::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::CONFLICT,
            };
            show(&visitor, &me, &number, &entered, Some(refused), status).await
        }
        Err(fail) => Err(fail),
    }
}
