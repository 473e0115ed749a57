//! Questions to the customer (C9, C12): staff ask them with a reply, they stand on the customer's page until they are answered
//! or withdrawn. An update gives the turn back to support whatever is still open, unless the customer says that more follows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Case, CaseEvent, Cause, Command, Facts, Refused, Side,
    decide::{Decision, customer, message, reply, staff, step, still_open, written},
    intake::{FieldProblem, Wrong},
};
use crate::{
    Prose,
    desk::{Desk, StatusId, Turn},
};

/// As many questions stand open on a case at once.
pub const QUESTIONS_MAX: usize = 20;

/// What support would like to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// 1 for the first of a case, then one more each.
    pub id: u32,
    pub text: Prose,
}

/// The customer's answer to one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub id: u32,
    pub text: Prose,
}

/// The questions of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questions {
    /// Number of all that were ever asked.
    pub asked: u32,
    /// Those that wait for an answer.
    pub open: Vec<Question>,
}

impl Questions {
    /// None was ever asked.
    pub fn is_empty(&self) -> bool {
        self.asked == 0
    }

    pub(super) fn ask(&mut self, questions: &[Question]) {
        for question in questions {
            self.asked = self.asked.max(question.id);
            self.open.push(question.clone());
        }
    }

    pub(super) fn settle(&mut self, id: u32) {
        self.open.retain(|question| question.id != id);
    }
}

/// Where a case goes when support asks something: to the first status in reach in which the customer is to say something
/// and no solution stands. Nothing where it waits for the customer already, or the desk has no such status.
pub fn waiting(case: &Case, desk: &Desk) -> Option<StatusId> {
    if case.turn == Turn::Customer {
        return None;
    }
    let from = desk.status(&case.status)?;
    let mut reach = from.to.iter().filter_map(|id| desk.status(id));
    let to = reach.find(|status| status.turn == Turn::Customer && !status.asks_solution);
    to.map(|status| status.id.clone())
}

/// A reply with questions. It leaves the turn with the customer, where the desk has a status for that.
pub(super) fn ask(
    case: &Case,
    text: String,
    then: Option<StatusId>,
    questions: Vec<String>,
    facts: &Facts,
) -> Decision {
    staff(facts)?;
    still_open(case, facts)?;
    let given = questions.into_iter().filter(|text| !text.trim().is_empty());
    let given = given.collect::<Vec<_>>();
    if given.is_empty() {
        return reply(case, text, then, facts);
    }
    if case.questions.open.len() + given.len() > QUESTIONS_MAX {
        let most = QUESTIONS_MAX;
        let wrong = Wrong::TooMany { most };
        return Err(wrong_field("questions", wrong));
    }
    let texts = given.into_iter().map(|text| written("questions", text));
    let texts = texts.collect::<Result<Vec<_>, _>>()?;
    let questions = (case.questions.asked + 1..).zip(texts);
    let questions = questions.map(|(id, text)| Question { id, text }).collect();
    let then = then.or_else(|| waiting(case, facts.desk));
    let mut events = reply(case, text, then, facts)?;
    let behind = events
        .iter()
        .position(|event| matches!(event, CaseEvent::MessagePosted { .. }))
        .map_or(events.len(), |place| place + 1);
    events.insert(behind, CaseEvent::QuestionsAsked { questions });
    Ok(events)
}

/// An update that answers questions. The turn goes back to support as with any update, and stays only where the customer
/// says that more follows.
pub(super) fn answer(
    case: &Case,
    text: String,
    answers: Vec<(u32, String)>,
    more: bool,
    facts: &Facts,
) -> Decision {
    customer(case, facts)?;
    still_open(case, facts)?;
    let mut events = Vec::new();
    let mut given: Vec<Answered> = Vec::new();
    for (id, text) in answers {
        if text.trim().is_empty() {
            continue;
        }
        // Answered or withdrawn meanwhile, or never asked: the words are not to be lost without a notice.
        let open = case.questions.open.iter().any(|question| question.id == id);
        if !open || given.iter().any(|other| other.id == id) {
            return Err(wrong_field(&field(id), Wrong::NotOffered));
        }
        let text = written(&field(id), text)?;
        given.push(Answered { id, text });
    }
    if !given.is_empty() {
        events.push(CaseEvent::QuestionsAnswered { answers: given });
    }
    if !text.trim().is_empty() || events.is_empty() {
        events.push(message(Side::Customer, text)?);
    }
    events.extend(spoken(case, more, facts.desk));
    Ok(events)
}

/// The customer has spoken, and more follows or not: the turn goes back to support unless more does.
pub(super) fn spoken(case: &Case, more: bool, desk: &Desk) -> Option<CaseEvent> {
    match more && case.turn == Turn::Customer {
        true => Some(CaseEvent::MoreToFollow),
        false => turned(case, desk),
    }
}

/// The customer has spoken: whose turn it is then.
pub(super) fn turned(case: &Case, desk: &Desk) -> Option<CaseEvent> {
    let mut rules = desk.rules.customer_update.iter();
    let (_, to) = rules.find(|(from, _)| *from == case.status)?;
    step(case, to, Cause::CustomerUpdate, desk)
}

/// Whether an update of the customer's gives the turn back to support.
pub fn update_turns(case: &Case, desk: &Desk) -> bool {
    turned(case, desk).is_some()
}

pub(super) fn withdraw(case: &Case, id: u32, facts: &Facts) -> Decision {
    staff(facts)?;
    still_open(case, facts)?;
    match case.questions.open.iter().any(|question| question.id == id) {
        true => Ok(vec![CaseEvent::QuestionWithdrawn { id }]),
        false => Err(Refused::NoSuchQuestion),
    }
}

/// The field of a question's answer, in forms and refusals.
pub fn field(id: u32) -> String {
    format!("answer-{id}")
}

impl Command {
    /// What an update of the customer's says, with or without answers.
    pub fn update(text: String, answers: Vec<(u32, String)>, more: bool) -> Command {
        match answers.is_empty() && !more {
            true => Command::PostUpdate { text },
            false => Command::Answer {
                text,
                answers,
                more,
            },
        }
    }

    /// What a reply of support's says, with or without questions.
    pub fn reply(text: String, then: Option<StatusId>, questions: Vec<String>) -> Command {
        match questions.is_empty() {
            true => Command::Reply { text, then },
            false => Command::Ask {
                text,
                then,
                questions,
            },
        }
    }
}

fn wrong_field(field: &str, wrong: Wrong) -> Refused {
    Refused::Fields(vec![FieldProblem {
        field: field.into(),
        wrong,
    }])
}

/// What was asked in a history, by the ids of the questions.
pub fn texts<'a>(history: impl IntoIterator<Item = &'a CaseEvent>) -> BTreeMap<u32, &'a Prose> {
    let mut all = BTreeMap::new();
    for event in history {
        if let CaseEvent::QuestionsAsked { questions } = event {
            all.extend(
                questions
                    .iter()
                    .map(|question| (question.id, &question.text)),
            );
        }
    }
    all
}
