//! Whom a note can call by an `@` and their name (K1): offered beside the note by a script, typed without one.

use domain::Prose;

use super::super::visitor::Me;
use crate::app::{App, Fail};

/// Somebody who can be called.
pub struct Colleague {
    pub name: String,
    /// How the name is read, as far as it is known.
    pub kana: String,
}

/// Everybody else of staff, in the order of their names, where a note is being written; nobody elsewhere.
pub async fn colleagues(app: &App, me: &Me, compose: &str) -> Result<Vec<Colleague>, Fail> {
    if compose != "note" {
        return Ok(Vec::new());
    }
    let mut all = app.colleagues().await?;
    all.retain(|person| person.id != me.person.id);
    all.sort_by_cached_key(|person| person.profile.sort_key());
    let of = |person: &domain::directory::Person| {
        let profile = &person.profile;
        let kana = [&profile.family_kana, &profile.given_kana].map(Prose::as_str);
        Colleague {
            name: profile.name(),
            kana: kana.join(" ").trim().to_owned(),
        }
    };
    Ok(all.iter().map(of).collect())
}
