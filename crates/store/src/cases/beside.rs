//! Walking through a list case by case: which come before and behind one, and which is to be served first (K1).

use domain::{CaseId, PersonId, access::Scope, desk::Turn};

use super::{CaseRow, Cursor, Query, Sort, View, gate, ranks};
use crate::{
    Store,
    db::{DbError, Sql},
    sql,
};

/// A case that waits to be taken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    pub id: CaseId,
    pub number: i64,
    /// Somebody has it already.
    pub is_owned: bool,
}

impl Store {
    /// Where a case stands in an order: just behind it. Nothing where the scope does not see it.
    pub async fn place_of(
        &self,
        scope: &Scope,
        number: i64,
        sort: Sort,
    ) -> Result<Option<Cursor>, DbError> {
        let Some((gate, mut args)) = gate(scope, 2) else {
            return Ok(None);
        };
        args.insert(0, number.into());
        let column = sort.column();
        let sql = sql!("SELECT {column} FROM cases c WHERE c.number = $1 AND {gate}");
        let Some(row) = self.db.read_one(&sql, &args).await? else {
            return Ok(None);
        };
        let key = row.columns().value()?;
        Ok(Some(Cursor::behind(key, number)))
    }

    /// The cases of a list on both sides of a place in it.
    pub async fn beside(
        &self,
        scope: &Scope,
        query: &Query,
        place: &Cursor,
    ) -> Result<[Option<CaseRow>; 2], DbError> {
        let one = async |back: bool| {
            let query = Query {
                cursor: Some(place.going(back)),
                limit: 1,
                ..query.clone()
            };
            let page = self.cases(scope, &query).await?;
            Ok::<_, DbError>(page.rows.into_iter().next())
        };
        Ok([one(true).await?, one(false).await?])
    }

    /// What is served first of an agent's own cases that are awake and of those that nobody has, while it is support's turn.
    pub async fn served_first(
        &self,
        scope: &Scope,
        me: PersonId,
        most: usize,
    ) -> Result<Vec<Waits>, DbError> {
        let Some((gate, mut args)) = gate(scope, 1) else {
            return Ok(Vec::new());
        };
        args.extend([me.into(), (most as i64).into()]);
        let (who, limit) = (args.len() - 1, args.len());
        let turn = ranks::turn_rank(View::Support.turn().unwrap_or(Turn::Support));
        // Each half has an index of its own.
        let half = |holder: Sql| {
            sql!(
                "SELECT * FROM (SELECT c.id, c.number, c.owner_id, c.served_order FROM cases c
                 WHERE {gate} AND c.turn = {turn} AND {holder}
                 ORDER BY c.served_order, c.number LIMIT ${limit}) half"
            )
        };
        let sql = sql!(
            "SELECT w.id, w.number, w.owner_id FROM ({} UNION ALL {}) w ORDER BY w.served_order, w.number LIMIT ${limit}",
            half(sql!("c.owner_id = ${who} AND c.snooze IS NULL")),
            half("c.owner_id IS NULL".into()),
        );
        let rows = self.db.read(&sql, &args).await?;
        let waits = rows.into_iter().map(|row| {
            let mut c = row.columns();
            Ok(Waits {
                id: CaseId(c.int()?),
                number: c.int()?,
                is_owned: c.maybe_int()?.is_some(),
            })
        });
        waits.collect()
    }
}
