//! Cases that may be about the same matter as one that is about to be opened (C5): a hint, never a refusal.

use domain::{
    Actor,
    case::{
        NewCase,
        likeness::{ALIKE, likeness},
    },
};
use jiff::SignedDuration;
use store::cases::{CaseRow, Direction, Filter, Holder, Query, Sort, Span, View};

use super::{App, Fail};

/// So many are looked at, the latest first, open ones and closed ones each.
const LOOKED_AT: usize = 100;
/// So many are shown.
const SHOWN: usize = 3;
/// What was closed is too old to matter after so long.
const FRESH: SignedDuration = SignedDuration::from_hours(14 * 24);

impl App {
    /// Of the company's cases that the actor can see: those with a subject like this one, open or of the last 14 days, the
    /// most alike first.
    pub async fn alike(&self, actor: &Actor, new: &NewCase) -> Result<Vec<CaseRow>, Fail> {
        let (desk, _) = self.desks.current();
        let list = desk.kind(&new.kind).map(|kind| kind.list);
        let mut query = Query {
            list,
            holder: Holder::All,
            view: View::NotClosed,
            filter: Filter::default(),
            sort: Sort::Modified,
            direction: Direction::Descending,
            cursor: None,
            limit: LOOKED_AT,
        };
        let scope = actor.scope();
        let mut rows = self.store.cases(&scope, &query).await?.rows;
        query.view = View::Closed;
        query.filter.modified = Span {
            from: Some(self.now() - FRESH),
            before: None,
        };
        rows.extend(self.store.cases(&scope, &query).await?.rows);
        let measured = rows.into_iter();
        let measured = measured.map(|row| (likeness(row.subject(), &new.subject), row));
        let mut alike: Vec<_> = measured.filter(|(how, _)| *how >= ALIKE).collect();
        alike.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(y.number.cmp(&x.number)));
        Ok(alike.into_iter().take(SHOWN).map(|(_, row)| row).collect())
    }
}
