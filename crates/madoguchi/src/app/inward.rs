//! What of an answer looks as if it were meant for colleagues alone: somebody of staff who is called by name, a file that only
//! notes have carried. Whoever writes it is asked before it goes out (K1).

use domain::{Actor, directory::Person, mention};

use super::{App, Fail, answers::Form};

/// What looks as if it were for colleagues, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inward {
    /// An agent who is called.
    Colleague(String),
    /// A file with the same bytes as one that stands with notes, and with nothing that the customer sees.
    File(String),
}

impl App {
    /// Everybody of staff whom a text can call.
    pub async fn colleagues(&self) -> Result<Vec<Person>, Fail> {
        let mut agents = self.store.agents().await?;
        agents.retain(|person| !person.suspended);
        Ok(agents)
    }

    /// The colleagues whom a text calls.
    pub async fn called(&self, text: &str) -> Result<Vec<Person>, Fail> {
        if !text.contains(['@', '＠']) {
            return Ok(Vec::new());
        }
        let mut agents = self.colleagues().await?;
        let known = agents.iter().map(|person| (person.id, &person.profile));
        let called = mention::called(text, known);
        agents.retain(|person| called.contains(&person.id));
        Ok(agents)
    }

    /// What an answer of staff's holds that looks as if it were for colleagues. Nothing where others have written since `base`:
    /// of that its writer hears first.
    pub async fn inward(
        &self,
        actor: &Actor,
        number: i64,
        form: &Form,
        base: Option<i64>,
    ) -> Result<Vec<Inward>, Fail> {
        let person = actor.person().ok_or(Fail::NotFound)?;
        let case = self.case(actor, number).await?;
        if !self.newer(actor, &case, base).await?.is_empty() {
            return Ok(Vec::new());
        }
        let called = self.called(&form.said()).await?;
        let called = called.iter().map(|one| one.profile.name());
        let mut all: Vec<Inward> = called.map(Inward::Colleague).collect();
        let ids = form.files();
        if ids.is_empty() {
            return Ok(all);
        }
        let mut known = self.store.files_of_case(case.id, true).await?;
        known.retain(|file| file.removed_at.is_none() && file.sha256.is_some());
        for id in ids {
            let Some(file) = self.store.waiting_file(person, id).await? else {
                continue;
            };
            let same = known.iter().filter(|one| one.sha256 == file.sha256);
            let shown: Vec<bool> = same.map(|one| !one.internal).collect();
            if !shown.is_empty() && !shown.contains(&true) {
                all.push(Inward::File(file.name));
            }
        }
        Ok(all)
    }
}
