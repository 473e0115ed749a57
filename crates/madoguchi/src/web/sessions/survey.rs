//! Left, or over: the page says so, and asks once how it went, by the rules of the desk's survey (C16). Looking answers nothing.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    event::Recorded,
    session::{NotGiven, Session, SessionEvent},
};

use super::super::{
    closings::point_name,
    frame::{Frame, Here, shown},
    posted::Posted,
    shown::Trouble,
    visitor::{Visitor, cookie},
};
use crate::app::Fail;

#[derive(Template)]
#[template(path = "session_over.html")]
struct Page {
    f: Frame,
    questions: Vec<Question>,
    comment: String,
    thanked: bool,
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

/// They left, or it is over; for whoever never was in it the same.
pub async fn page(visitor: Visitor) -> Result<Response, Fail> {
    show(&visitor, &Posted::default(), None, StatusCode::OK).await
}

fn secret(visitor: &Visitor) -> Option<&str> {
    cookie(visitor.headers(), visitor.web.line.seat_cookie())
}

async fn show(
    visitor: &Visitor,
    posted: &Posted,
    refused: Option<NotGiven>,
    status: StatusCode,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let left = match secret(visitor) {
        Some(secret) => app.left_session(secret).await?,
        None => None,
    };
    let asked = left.as_ref().and_then(|left| app.asked_of(left));
    let thanked = left
        .as_ref()
        .is_some_and(|left| left.stored.session.surveyed.contains(&left.said.seat));
    let label = |id: &str| {
        let mut all = asked.into_iter().flat_map(|asked| &asked.questions);
        let found = all.find(|question| question.id == id);
        found
            .map_or(id, |question| t.desk(&question.label))
            .to_owned()
    };
    let trouble = refused.map(|why| match why {
        NotGiven::Missing(id) | NotGiven::NotOffered(id) => Trouble {
            text: t.one("survey-missing", "question", label(&id)),
            field: id,
        },
        NotGiven::TooLong { most } => Trouble {
            field: COMMENT.to_owned(),
            text: t.count("session-survey-too-long", i64::try_from(most).unwrap_or(0)),
        },
        NotGiven::Given | NotGiven::NotAsked => Trouble {
            field: "main".to_owned(),
            text: t.say("session-survey-not-asked").to_owned(),
        },
    });
    let question = |question: &domain::desk::Choice| {
        let chosen = posted.get(&question.id);
        let points = asked.into_iter().flat_map(|asked| asked.scale());
        let wrong = trouble.as_ref().filter(|one| one.field == question.id);
        Question {
            label: t.desk(&question.label).to_owned(),
            points: points
                .map(|(value, words)| Point {
                    value,
                    label: t.desk(words).to_owned(),
                    chosen: chosen == value.to_string(),
                })
                .collect(),
            trouble: wrong.map(|one| one.text.clone()),
            id: question.id.clone(),
        }
    };
    let questions = asked.into_iter().flat_map(|asked| &asked.questions);
    let page = Page {
        questions: questions.map(question).collect(),
        comment: posted.get(COMMENT).to_owned(),
        thanked,
        f: Frame::new(visitor, Here::Elsewhere, t.say("session-over-title"))
            .await?
            .troubled(trouble.is_some()),
        troubles: trouble.into_iter().collect(),
    };
    let mut response = shown(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// Takes the answer of whoever held a seat.
pub async fn give(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let over = || Redirect::to("/sessions/over").into_response();
    let Some(secret) = secret(&visitor) else {
        return Ok(over());
    };
    if app.left_session(secret).await?.is_none() {
        return Ok(over());
    }
    let entered = posted.entries();
    let of_question = |(id, value): (&String, &String)| {
        let point = value.parse().ok().filter(|_| id != COMMENT)?;
        Some((id.clone(), point))
    };
    let points: BTreeMap<String, u8> = entered.iter().filter_map(of_question).collect();
    let given = app.give_session_survey(secret, &points, posted.get(COMMENT));
    match given.await? {
        // Said twice is said.
        Ok(()) | Err(NotGiven::Given) => Ok(over()),
        Err(why) => {
            let status = match why {
                NotGiven::NotAsked => StatusCode::CONFLICT,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            show(&visitor, &posted, Some(why), status).await
        }
    }
}

/// What a customer said, for staff.
pub struct GivenIn {
    pub name: String,
    pub points: Vec<(String, String)>,
    pub comment: String,
}

/// All that customers said of a session.
pub fn given(
    visitor: &Visitor,
    session: &Session,
    events: &[Recorded<SessionEvent>],
) -> Vec<GivenIn> {
    let t = &visitor.texts;
    let (desk, _) = visitor.web.app.desks.current();
    let label = |id: &String| {
        let mut all = desk.survey.iter().flat_map(|asked| &asked.questions);
        let found = all.find(|question| question.id == *id);
        found
            .map_or(id.as_str(), |question| t.desk(&question.label))
            .to_owned()
    };
    let one = |event: &SessionEvent| match event {
        SessionEvent::SurveyGiven { seat, answers } => {
            let by = session.participants.get(seat);
            let points = answers.points.iter();
            let comment = answers.comment.as_ref();
            Some(GivenIn {
                name: by.map_or(String::new(), |p| p.name.as_str().to_owned()),
                points: points
                    .map(|(id, point)| (label(id), point_name(t, desk, *point)))
                    .collect(),
                comment: comment.map_or(String::new(), |text| text.as_str().to_owned()),
            })
        }
        _ => None,
    };
    events
        .iter()
        .filter_map(|recorded| one(&recorded.event))
        .collect()
}
