//! Forms of cases that are being filled in: kept while somebody writes, gone when the case is opened or after a month (C5).

use std::collections::BTreeMap;

use domain::{
    AccountId, Actor, Desk, PersonId,
    case::{Refused, intake},
    desk::Entry,
};
use jiff::SignedDuration;
use store::opening_drafts::OpeningDraft;

use super::{App, Fail};

/// A form that nobody has touched for so long is forgotten.
pub const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What was entered, as it is kept.
fn written(entries: &intake::Entries) -> String {
    serde_json::to_string(entries).unwrap_or_default()
}

/// What [`written`] wrote.
pub fn entries_of(draft: &OpeningDraft) -> intake::Entries {
    serde_json::from_str(&draft.form).unwrap_or_default()
}

/// Nothing is written in it: choices alone are quickly made again.
fn is_blank(desk: &Desk, entries: &BTreeMap<String, String>) -> bool {
    let is_text = |id: &String| {
        let entry = desk.field(id).map(|field| &field.entry);
        matches!(
            entry,
            Some(
                Entry::Subject
                    | Entry::Description
                    | Entry::Line { .. }
                    | Entry::Lines { .. }
                    | Entry::Emails { .. }
            )
        )
    };
    let mut texts = entries.iter().filter(|(id, _)| is_text(id));
    texts.all(|(_, text)| text.trim().is_empty())
}

fn opener(actor: &Actor) -> Option<(PersonId, AccountId)> {
    match actor {
        Actor::Contact {
            person, account, ..
        } => Some((*person, *account)),
        _ => None,
    }
}

impl App {
    /// A name for a form that begins.
    pub fn fresh_opening(&self) -> i64 {
        store::fresh_id(self.now())
    }

    /// What the actor is filling in, the latest first.
    pub async fn openings(&self, actor: &Actor) -> Result<Vec<OpeningDraft>, Fail> {
        let Some((person, account)) = opener(actor).filter(|_| actor.may_write()) else {
            return Ok(Vec::new());
        };
        let since = self.now() - KEPT;
        Ok(self.store.opening_drafts(person, account, since).await?)
    }

    /// One of them.
    pub async fn opening(
        &self,
        actor: &Actor,
        kind: &str,
        id: i64,
    ) -> Result<Option<OpeningDraft>, Fail> {
        let Some((person, account)) = opener(actor) else {
            return Ok(None);
        };
        let found = self.store.opening_draft(person, account, id).await?;
        Ok(found.filter(|draft| draft.kind == kind))
    }

    /// Keeps a form as it stands; what is blank is not worth keeping.
    pub async fn keep_opening(
        &self,
        actor: &Actor,
        kind: &str,
        id: i64,
        entries: &intake::Entries,
    ) -> Result<(), Fail> {
        let Some((person, account)) = opener(actor).filter(|_| actor.may_write()) else {
            return Err(Refused::NotAllowed.into());
        };
        let (desk, _) = self.desks.current();
        if desk.kind(kind).is_none() {
            return Err(Fail::NotFound);
        }
        if is_blank(desk, entries) {
            return Ok(self.store.forget_opening_draft(person, id).await?);
        }
        let draft = OpeningDraft {
            id,
            person,
            account,
            kind: kind.to_owned(),
            form: written(entries),
            kept_at: self.now(),
        };
        Ok(self.store.keep_opening_draft(&draft).await?)
    }

    /// It was sent, or is given up.
    pub async fn forget_opening(&self, actor: &Actor, id: i64) -> Result<(), Fail> {
        let Some((person, _)) = opener(actor) else {
            return Ok(());
        };
        Ok(self.store.forget_opening_draft(person, id).await?)
    }
}
