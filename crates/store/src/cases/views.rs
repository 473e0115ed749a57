//! How many cases a list has, and how many the views of a narrowed one, from one look at what is open and one at what is closed (C10).

use domain::{PersonId, access::Scope};

use super::{
    Counts, Holder, Query, Sort, Tally, Total, View, conditions::Conditions, list::COUNTED,
};
use crate::{
    Store,
    db::{DbError, Sql},
    sql,
};

impl Store {
    /// How many rows a list has: from the counters where nothing is filtered, else counted up to [`COUNTED`].
    pub async fn total(&self, scope: &Scope, query: &Query) -> Result<Total, DbError> {
        if query.filter.is_empty()
            && let Some(tally) = tally(scope, query.holder)
        {
            let counts = self.counts(scope, query.list, &[tally]).await?;
            let total = counts.first().map_or(0, |counts| counts.of(query.view));
            return Ok(Total::Exactly(total));
        }
        let Some(mut all) = Conditions::of(scope, query) else {
            return Ok(Total::Exactly(0));
        };
        all.args.push((COUNTED + 1).into());
        let sql = sql!(
            "SELECT count(*) FROM (SELECT 1 FROM cases c WHERE {} LIMIT ${}) AS counted",
            Sql::join(&all.parts, " AND "),
            all.args.len()
        );
        let counted = match self.db.read_one(&sql, &all.args).await? {
            Some(row) => row.columns().int()?,
            None => 0,
        };
        Ok(if counted > COUNTED {
            Total::MoreThan(COUNTED)
        } else {
            Total::Exactly(counted)
        })
    }

    /// Of this person's cases and of all that the scope has, by view in the order of [`View::ALL`]. What counts more than is
    /// counted of a list is counted view by view.
    pub async fn totals(
        &self,
        scope: &Scope,
        query: &Query,
        person: PersonId,
    ) -> Result<[[Total; 4]; 2], DbError> {
        let mut counts = [Counts::default(); 2];
        for view in [View::NotClosed, View::Closed] {
            let of_view = Query {
                view,
                holder: Holder::All,
                sort: Sort::Number,
                cursor: None,
                ..query.clone()
            };
            let Some(mut all) = Conditions::of(scope, &of_view) else {
                continue;
            };
            all.args.extend([person.into(), (COUNTED + 1).into()]);
            let n = all.args.len();
            let sql = sql!(
                "SELECT turn, own, count(*) FROM (SELECT c.turn AS turn, CASE WHEN c.contact_id = ${} THEN 1 ELSE 0 END AS own
                    FROM cases c WHERE {} LIMIT ${n}) AS counted GROUP BY turn, own",
                n - 1,
                Sql::join(&all.parts, " AND ")
            );
            let mut seen = 0;
            for row in self.db.read(&sql, &all.args).await? {
                let mut c = row.columns();
                let (turn, own, cases) = (c.int()?, c.int()?, c.int()?);
                if own == 1 {
                    counts[0].add(turn, cases);
                }
                counts[1].add(turn, cases);
                seen += cases;
            }
            if seen > COUNTED {
                return self.each_total(scope, query, person).await;
            }
        }
        Ok(counts.map(|counts| View::ALL.map(|view| Total::Exactly(counts.of(view)))))
    }

    async fn each_total(
        &self,
        scope: &Scope,
        query: &Query,
        person: PersonId,
    ) -> Result<[[Total; 4]; 2], DbError> {
        let mut all = [[Total::Exactly(0); 4]; 2];
        let holders = [Holder::Contact(person), Holder::All];
        for (totals, holder) in all.iter_mut().zip(holders) {
            for (total, view) in totals.iter_mut().zip(View::ALL) {
                let of_view = Query {
                    view,
                    holder,
                    cursor: None,
                    ..query.clone()
                };
                *total = self.total(scope, &of_view).await?;
            }
        }
        Ok(all)
    }
}

/// The counter that stands for a whole list.
fn tally(scope: &Scope, holder: Holder) -> Option<Tally> {
    match (holder, scope) {
        (Holder::All, Scope::Account { account, .. }) => Some(Tally::Account(*account)),
        (
            Holder::Contact(id),
            Scope::Account {
                person, account, ..
            },
        ) if id == *person => Some(Tally::Contact(id, *account)),
        // Counters of the whole desk say nothing about one company's part.
        (_, Scope::Account { .. } | Scope::Nothing) => None,
        (Holder::All, _) => Some(Tally::Desk),
        (Holder::Account(id), _) => Some(Tally::Account(id)),
        // Somebody may submit for several accounts.
        (Holder::Contact(_), _) => None,
        (Holder::Owner(id), _) => Some(Tally::Owner(id)),
        (Holder::Unowned, _) => Some(Tally::Unowned),
        (Holder::Team(id), _) => Some(Tally::Team(id)),
    }
}
