//! The solution of an incident that has ended, offered to each of its cases (E3).

use std::collections::BTreeSet;

use domain::{Actor, Language, case};
use store::{cases::StoredCase, incidents::StoredIncident};

use super::in_language;
use crate::app::{App, Fail};

/// What became of offering the solution to cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offered {
    pub given: usize,
    /// Closed ones, and those that could not be moved.
    pub left: usize,
}

impl App {
    /// Offers the solution of an incident that has ended to these of its cases, as an ordinary answer of the actor's in the
    /// language of each case's contact. Closed ones stay as they are.
    pub async fn offer_solution(
        &self,
        actor: &Actor,
        stored: &StoredIncident,
        cases: &BTreeSet<i64>,
    ) -> Result<Offered, Fail> {
        let incident = &stored.incident;
        let Some(solution) = incident.solution() else {
            return Ok(Offered::default());
        };
        let mut offered = Offered::default();
        for one in self
            .store
            .gathered_cases(&actor.scope(), incident.id)
            .await?
        {
            if !cases.contains(&one.number) {
                continue;
            }
            let contact = self.store.person(one.case.contact).await?;
            let language = contact.map(|contact| contact.profile.language);
            let language = language.unwrap_or_else(|| Language::new("ja"));
            let text = in_language(&language, solution).map_or("", |(_, text)| text);
            match self.offered_to(actor, &one, text).await? {
                true => offered.given += 1,
                false => offered.left += 1,
            }
        }
        Ok(offered)
    }

    async fn offered_to(
        &self,
        actor: &Actor,
        stored: &StoredCase,
        text: &str,
    ) -> Result<bool, Fail> {
        let desk = self.desks.of(stored.case.desk_version);
        let Some(rule) = &desk.incident else {
            return Ok(false);
        };
        if stored.case.is_over(desk) || stored.case.asks_solution(desk) {
            return Ok(false);
        }
        let command = case::Command::Reply {
            text: text.to_owned(),
            then: Some(rule.solution.clone()),
        };
        match self
            .change_case(actor, stored.number, command, None, None)
            .await
        {
            Ok(_) => Ok(true),
            Err(Fail::Refused(_)) => Ok(false),
            Err(fail) => Err(fail),
        }
    }
}
