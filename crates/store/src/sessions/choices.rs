//! How an agent works in sessions (L1): one at a time or several, as they chose it last. Each start is decided on what was read here,
//! and is a conflict where they have started another meanwhile: of two at once the second is decided with the first in view.

use domain::{Instant, PersonId, desk::session::Mode};

use crate::{
    Statement, Store,
    db::{DbError, Value},
};

/// What an agent chose, and how many sessions they have started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Nothing where they never chose.
    pub mode: Option<Mode>,
    pub starts: i64,
}

/// The statement that goes with a start which was decided on this choice; `mode` is what they chose with it.
pub fn starts(person: PersonId, on: Choice, mode: Option<Mode>, at: Instant) -> Statement {
    const STARTS: &str =
        "INSERT INTO session_choices (person_id, mode, starts, changed_at) VALUES ($1, $2, 1, $3)
        ON CONFLICT (person_id) DO UPDATE SET mode = coalesce(excluded.mode, session_choices.mode),
            starts = session_choices.starts + 1, changed_at = excluded.changed_at
        WHERE session_choices.starts = $4";
    let mode = mode.map(|mode| mode.as_str().to_owned());
    let args: Vec<Value> = vec![person.into(), mode.into(), at.into(), on.starts.into()];
    Statement::new(STARTS, args).guarded()
}

impl Store {
    /// How somebody works, as of now.
    pub async fn session_choice(&self, person: PersonId) -> Result<Choice, DbError> {
        const OF: &str = "SELECT mode, starts FROM session_choices WHERE person_id = $1";
        let Some(row) = self.db.read_one(OF, &[person.into()]).await? else {
            return Ok(Choice::default());
        };
        let mut c = row.columns();
        let mode = c.maybe_text()?;
        Ok(Choice {
            mode: mode.as_deref().and_then(Mode::parse),
            starts: c.int()?,
        })
    }
}
