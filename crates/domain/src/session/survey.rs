//! How a customer was served in a session: asked once they have left or it is over, by the rules of the desk's survey (C16).

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{LeaveWhy, Presence, Seat, Session, SessionEvent};
use crate::{
    Instant, Prose,
    case::intake::cleaned,
    desk::{self, Desk},
};

/// Most characters of what is said besides.
const COMMENT_MAX: usize = 20_000;

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionSurvey {
    /// Points by question, from 1; the highest is the best.
    pub points: BTreeMap<String, u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Prose>,
}

/// Why an answer was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotGiven {
    /// Nothing is asked of them, or not any more.
    NotAsked,
    /// Said once, it is said.
    Given,
    /// A question without an answer, by id.
    Missing(String),
    /// What was not offered.
    NotOffered(String),
    TooLong {
        most: usize,
    },
}

impl LeaveWhy {
    /// Whether somebody who went so was served, and is asked how.
    pub fn is_asked_after(self) -> bool {
        match self {
            LeaveWhy::Left | LeaveWhy::Lost | LeaveWhy::SessionEnded => true,
            LeaveWhy::Removed | LeaveWhy::TurnedAway | LeaveWhy::Transferred => false,
        }
    }

    /// Whether the host sent them away: the way by which they came is not theirs any more.
    pub fn is_sent_away(self) -> bool {
        matches!(self, LeaveWhy::Removed | LeaveWhy::TurnedAway)
    }
}

/// The desk's questions, for a customer who left then: for so many days, once.
pub fn survey_asked<'d>(
    session: &Session,
    seat: Seat,
    left_at: Instant,
    desk: &'d Desk,
    now: Instant,
) -> Option<&'d desk::Survey> {
    let survey = desk.survey.as_ref()?;
    let ends = left_at + SignedDuration::from_hours(i64::from(survey.days) * 24);
    let customer = session.participants.get(&seat).is_some_and(|p| {
        let served = p.is_customer() && p.let_in && p.presence == Presence::Left;
        served && !session.surveyed.contains(&seat)
    });
    (customer && now <= ends).then_some(survey)
}

/// The answer of a customer who left then, as an event; the session may be over.
pub fn give_survey(
    session: &Session,
    seat: Seat,
    left_at: Instant,
    points: BTreeMap<String, u8>,
    comment: &str,
    desk: &Desk,
    now: Instant,
) -> Result<SessionEvent, NotGiven> {
    if session.surveyed.contains(&seat) {
        return Err(NotGiven::Given);
    }
    let asked = survey_asked(session, seat, left_at, desk, now).ok_or(NotGiven::NotAsked)?;
    let best = u8::try_from(asked.points.len()).unwrap_or(u8::MAX);
    for question in &asked.questions {
        match points.get(&question.id) {
            None => return Err(NotGiven::Missing(question.id.clone())),
            Some(point) if !(1..=best).contains(point) => {
                return Err(NotGiven::NotOffered(question.id.clone()));
            }
            Some(_) => {}
        }
    }
    let of_desk = |id: &str| asked.questions.iter().any(|question| question.id == id);
    if let Some(id) = points.keys().find(|id| !of_desk(id)) {
        return Err(NotGiven::NotOffered(id.clone()));
    }
    let comment = cleaned(comment);
    if super::characters(&comment) > COMMENT_MAX {
        return Err(NotGiven::TooLong { most: COMMENT_MAX });
    }
    let answers = SessionSurvey {
        points,
        comment: (!comment.is_empty()).then(|| Prose::new(comment)),
    };
    Ok(SessionEvent::SurveyGiven { seat, answers })
}
