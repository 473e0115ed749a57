//! Closed cases that are like one, with what solved them: for staff, within what each of them sees (K1).

use ::search::{Answer, Question, Wanted, Within};
use domain::{Actor, CaseId, desk::StatusId};
use store::cases::StoredCase;

use super::{
    super::{App, Fail},
    Sort, scope,
};
use crate::rich;

/// So many are shown.
const MOST: usize = 5;
/// Of a case's own words so many letters are looked for.
const ASKED: usize = 120;
/// Of what solved a case, so many letters are shown.
const SOLUTION: usize = 160;

/// A closed case, and what support said last before it was closed.
#[derive(Clone, Debug)]
pub struct Similar {
    pub stored: StoredCase,
    pub account: [String; 2],
    /// Empty where support said nothing.
    pub solution: String,
}

impl App {
    /// Cases like this one, the most alike first.
    pub async fn similar_cases(
        &self,
        actor: &Actor,
        case: &StoredCase,
    ) -> Result<Vec<Similar>, Fail> {
        if !actor.is_staff() {
            return Ok(Vec::new());
        }
        let own = Within::tag("case", case.id);
        let within = Within::All(vec![
            scope::cases(&actor.scope()),
            Within::Tag("is:closed".into()),
            Within::outside(own),
        ]);
        let subject = case.case.subject.as_str();
        let answer = self.like_subject(subject, within, MOST).await?;
        let ids: Vec<CaseId> = answer.found.iter().map(|one| CaseId(one.id)).collect();
        let mut seen = self.cases_among(Some(actor), ids.clone()).await?;
        let stored: Vec<&StoredCase> = seen.values().map(|one| &one.stored).collect();
        let asks = |id: CaseId, to: &StatusId| {
            let case = stored.iter().find(|one| one.id == id);
            let desk = case.map(|one| self.desks.of(one.case.desk_version));
            let status = desk.and_then(|desk| desk.status(to));
            status.is_some_and(|status| status.asks_solution)
        };
        let mut said = self.store.last_answers(&stored, asks).await?;
        let all = ids
            .iter()
            .filter_map(|id| seen.remove(id))
            .map(|one| Similar {
                solution: short(&rich::plain(
                    &said.remove(&one.stored.id).unwrap_or_default(),
                )),
                stored: one.stored,
                account: one.account,
            });
        Ok(all.collect())
    }
}

impl App {
    /// Cases that answer to the words of a subject, the most alike first.
    pub(super) async fn like_subject(
        &self,
        subject: &str,
        within: Within,
        most: usize,
    ) -> Result<Answer, Fail> {
        let asked: String = subject.chars().take(ASKED).collect();
        let app = self.clone();
        self.look(move |shelf| {
            let question = Question::plain(&asked, &app.glossary());
            let wanted = Wanted {
                sort: Some(Sort::Case as u8),
                most,
                ..Wanted::default()
            };
            match question.asks_nothing() {
                true => Ok(Answer::default()),
                false => shelf.find(&question, &within, &wanted),
            }
        })
        .await
    }
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SOLUTION) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
