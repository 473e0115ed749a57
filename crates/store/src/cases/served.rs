//! How much a contact asks of support and how they were served, for who looks at a case of theirs (S11, C16): few rows, each by an index
//! of its own.

use domain::{AccountId, Instant, PersonId, access::Scope, case::Survey};

use super::{from_json, gate};
use crate::{
    Store,
    db::{DbError, Value},
    sql,
};

/// What is known of a contact at one account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Served {
    /// How many cases they have opened from a moment on.
    pub lately: i64,
    /// What they said of closed cases, the latest first.
    pub surveys: Vec<Survey>,
}

impl Store {
    /// What a contact opened for an account from `since` on and what they said there last, so many answers at most, of what the scope
    /// sees.
    pub async fn served(
        &self,
        scope: &Scope,
        (contact, account): (PersonId, AccountId),
        since: Instant,
        most: usize,
    ) -> Result<Served, DbError> {
        let Some((gate, more)) = gate(scope, 4) else {
            return Ok(Served::default());
        };
        let args = |third: Value| {
            let mut args: Vec<Value> = vec![contact.into(), account.into(), third];
            args.extend(more.iter().cloned());
            args
        };
        // The plus keeps the planner from walking through the whole account.
        let lately = sql!(
            "SELECT count(*) FROM cases c WHERE c.contact_id = $1 AND +c.account_id = $2 AND c.opened_at >= $3 AND {gate}"
        );
        let row = self.db.read_one(&lately, &args(since.into())).await?;
        let surveys = sql!(
            "SELECT c.survey FROM cases c WHERE c.contact_id = $1 AND +c.account_id = $2
             AND c.surveyed_at IS NOT NULL AND {gate} ORDER BY c.surveyed_at DESC LIMIT $3"
        );
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let said = self.db.read(&surveys, &args(most.into())).await?;
        let said = said.into_iter();
        let said = said.map(|row| from_json(row.columns().maybe_text()?));
        let said = said.collect::<Result<Vec<Option<Survey>>, DbError>>()?;
        Ok(Served {
            lately: match row {
                Some(row) => row.columns().int()?,
                None => 0,
            },
            surveys: said.into_iter().flatten().collect(),
        })
    }
}
