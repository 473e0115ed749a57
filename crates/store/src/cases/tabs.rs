//! Cases that one of staff has open beside each other (K1): what their tabs say, in one query.

use domain::{PersonId, access::Scope};

use super::gate;
use crate::{
    Store,
    db::{DbError, Sql, Value},
    sql,
};

/// What a tab says of its case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    pub number: i64,
    pub desk_version: i64,
    pub subject: String,
    /// Somebody else did something since the reader last looked.
    pub unread: bool,
}

/// Tabs that a person has at most. Always as many are asked for, so that the text of the query is one.
pub const TABS: usize = 8;

impl Store {
    /// The tabs of these cases for one of staff, in the order of `numbers`, of those that the scope sees. Of more than [`TABS`] the
    /// first ones.
    pub async fn tabs(
        &self,
        scope: &Scope,
        person: PersonId,
        numbers: &[i64],
    ) -> Result<Vec<Tab>, DbError> {
        let (Some(first), Some((gate, more))) = (numbers.first(), gate(scope, TABS + 2)) else {
            return Ok(Vec::new());
        };
        let places = Sql::places(2, TABS);
        let sql = sql!(
            "SELECT c.number, c.desk_version, c.subject,
                EXISTS (SELECT 1 FROM events e WHERE e.stream = 'case' AND e.stream_id = c.id
                    AND e.version > s.version AND (e.by_person <> $1 OR e.kind = 'woken'))
             FROM cases c LEFT JOIN seen s ON s.person_id = $1 AND s.case_id = c.id
             WHERE c.number IN ({}) AND {gate}",
            places
        );
        let mut args: Vec<Value> = vec![person.into()];
        args.extend(numbers.iter().take(TABS).map(|number| Value::from(*number)));
        args.resize(TABS + 1, (*first).into());
        args.extend(more);
        let mut found = Vec::with_capacity(TABS);
        for row in self.db.read(&sql, &args).await? {
            let mut c = row.columns();
            found.push(Tab {
                number: c.int()?,
                desk_version: c.int()?,
                subject: c.text()?,
                unread: c.bool()?,
            });
        }
        found.sort_by_key(|tab| numbers.iter().position(|number| *number == tab.number));
        Ok(found)
    }
}
