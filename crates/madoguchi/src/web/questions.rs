//! Questions to the customer as pages show them: a checklist to answer, or to withdraw (C9, C12).

use axum::{extract::Path, response::Response};
use domain::{
    Desk, Prose,
    case::{Case, Command, asking},
};

use super::{posted::Posted, staff, visitor::Staff};
use crate::{
    app::{
        Fail,
        answers::{Form, LINES},
    },
    rich,
    texts::Texts,
};

/// The open questions of a case, with what is answered so far.
pub struct Checklist {
    pub open: Vec<Line>,
    /// How many, in words.
    pub title: String,
    /// Sending gives the turn back to support.
    pub turns: bool,
    /// More is to follow, by the tick.
    pub more: bool,
}

pub struct Line {
    pub id: u32,
    pub field: String,
    pub text: String,
    pub answer: String,
}

impl Checklist {
    pub fn of(t: &Texts, desk: &Desk, case: &Case, form: &Form) -> Self {
        let line = |question: &asking::Question| {
            let field = asking::field(question.id);
            Line {
                id: question.id,
                text: said(t, &question.text).to_owned(),
                answer: form.get(&field).to_owned(),
                field,
            }
        };
        let open: Vec<Line> = case.questions.open.iter().map(line).collect();
        Self {
            title: t.count("questions-open", i64::try_from(open.len()).unwrap_or(0)),
            turns: asking::update_turns(case, desk),
            more: !form.get("more").is_empty(),
            open,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }
}

/// Lines for new questions in the form of a reply, each with what is typed so far.
pub fn lines(form: &Form) -> Vec<(String, String)> {
    let line = |n: usize| {
        let name = format!("question-{n}");
        let text = form.get(&name).to_owned();
        (name, text)
    };
    (1..=LINES).map(line).collect()
}

fn said<'a>(t: &Texts, text: &'a Prose) -> &'a str {
    match text.is_erased() {
        true => t.say("text-erased"),
        false => text.as_str(),
    }
}

/// What was asked, as a list.
pub fn asked_html(t: &Texts, questions: &[asking::Question]) -> String {
    let items = questions.iter().map(|question| {
        let text = rich::html(said(t, &question.text));
        format!("<li value=\"{}\">{text}</li>", question.id)
    });
    format!("<ol class=\"asked\">{}</ol>", items.collect::<String>())
}

/// What was answered, each under its question.
pub fn answered_html<'a>(
    t: &Texts,
    answers: &[asking::Answered],
    question: impl Fn(u32) -> Option<&'a Prose>,
) -> String {
    let items = answers.iter().map(|answer| {
        let asked = question(answer.id).map_or(String::new(), |text| rich::html(said(t, text)));
        let text = rich::html(said(t, &answer.text));
        let id = answer.id;
        format!("<li value=\"{id}\"><div class=\"asked-question\">{asked}</div>{text}</li>")
    });
    format!("<ol class=\"asked\">{}</ol>", items.collect::<String>())
}

/// Staff no longer need to know it.
pub async fn withdraw(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let id = posted.get("question").parse().unwrap_or(0);
    let command = Command::WithdrawQuestion { id };
    staff::case::act(staff, number, command, "", "").await
}
