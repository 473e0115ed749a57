//! How the customer was served: asked once after a closing (C16).

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{
    Case, CaseEvent, Facts, Refused,
    decide::{Decision, customer, maybe_written, missing, wrong},
    intake::Wrong,
};
use crate::{
    Actor, Instant, PersonId, Prose,
    desk::{self, Desk},
};

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    pub by: PersonId,
    /// Points by question, from 1; the highest is the best.
    pub points: BTreeMap<String, u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Prose>,
    /// Support may come back to them about it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub contact: bool,
}

impl Survey {
    /// How many of its points are of the better half, and how many there are. A middle one is of neither half.
    pub fn content(&self, desk: &Desk) -> [usize; 2] {
        let best = desk.survey.as_ref().map_or(0, |asked| asked.points.len());
        let worse = best - best / 2;
        let points = self.points.values();
        let content = points.filter(|point| usize::from(**point) > worse).count();
        [content, self.points.len()]
    }
}

/// A survey as it was filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GivenSurvey {
    /// Points by question.
    pub points: BTreeMap<String, u8>,
    pub comment: String,
    /// Support may come back to them about it.
    pub contact: bool,
}

impl Case {
    /// The desk's questions, while they can be answered: once after each closing, for so many days.
    pub fn survey_asked<'d>(&self, desk: &'d Desk, now: Instant) -> Option<&'d desk::Survey> {
        let survey = desk.survey.as_ref()?;
        // What goes on elsewhere is not over.
        let closed_at = self.closed_at.filter(|_| self.merged.is_none())?;
        let ends = closed_at + SignedDuration::from_hours(i64::from(survey.days) * 24);
        let open = survey.after.contains(&self.status) && now <= ends;
        (open && !self.survey_is_given()).then_some(survey)
    }

    /// The latest closing has its answer.
    pub fn survey_is_given(&self) -> bool {
        let given = self.survey.as_ref();
        given.is_some_and(|(at, _)| self.closed_at.is_some_and(|closed_at| *at >= closed_at))
    }
}

/// One of the answers is of the worse half.
pub(crate) fn discontent(given: &Survey, desk: &Desk) -> bool {
    let best = desk.survey.as_ref().map_or(0, |asked| asked.points.len());
    let mut points = given.points.values();
    points.any(|point| usize::from(*point) * 2 <= best)
}

/// Whoever may close the case may say how it went.
pub(super) fn give(case: &Case, given: GivenSurvey, facts: &Facts) -> Decision {
    customer(case, facts)?;
    let Actor::Contact { person, .. } = facts.actor else {
        return Err(Refused::NotAllowed);
    };
    let Some(asked) = case.survey_asked(facts.desk, facts.now) else {
        return Err(match case.survey_is_given() {
            true => Refused::SurveyGiven,
            false => Refused::NoSurvey,
        });
    };
    let best = u8::try_from(asked.points.len()).unwrap_or(u8::MAX);
    for question in &asked.questions {
        match given.points.get(&question.id) {
            None => return Err(missing(&question.id)),
            Some(point) if !(1..=best).contains(point) => {
                return Err(wrong(&question.id, Wrong::NotOffered));
            }
            Some(_) => {}
        }
    }
    let of_desk = |id: &str| asked.questions.iter().any(|question| question.id == id);
    if let Some(id) = given.points.keys().find(|id| !of_desk(id)) {
        return Err(wrong(id, Wrong::NotOffered));
    }
    Ok(vec![CaseEvent::SurveyGiven(Survey {
        by: *person,
        points: given.points,
        comment: maybe_written("comment", given.comment)?,
        contact: given.contact,
    })])
}
