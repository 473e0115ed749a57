//! How many cases the views of a narrowed list have, from one look at what is open and one at what is closed (C10).

use domain::{PersonId, access::Scope};

use super::{Counts, Holder, Query, Sort, Total, View, conditions::Conditions, list::COUNTED};
use crate::{
    Store,
    db::{DbError, Sql},
    sql,
};

impl Store {
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
