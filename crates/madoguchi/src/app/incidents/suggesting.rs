//! What an incident may concern besides what it gathers already: companies for staff who are about to declare it, cases while it runs
//! (E3).

use domain::{AccountId, Actor, Instant, case::likeness::likeness, incident::Incident};
use store::cases::{CaseRow, Direction, Filter, Holder, Query, Sort, Span, StoredCase, View};

use super::{HOURS, SIMILAR, Suggested};
use crate::app::{App, Fail};

/// So many are shown.
const SHOWN: usize = 12;
/// Cases of a product are looked through up to here.
const LOOKED_AT: usize = 200;

/// A company that may be concerned.
pub struct SuggestedAccount {
    pub id: AccountId,
    /// As written, and in English.
    pub name: [String; 2],
    /// A case of theirs is the one at hand, or may belong to the same incident.
    pub has_case: bool,
}

impl App {
    /// Cases of a product that were opened since, are not closed and no incident's yet, the latest first.
    pub(super) async fn opened_since(
        &self,
        actor: &Actor,
        product: &str,
        from: Instant,
    ) -> Result<Vec<CaseRow>, Fail> {
        let query = Query {
            list: None,
            holder: Holder::All,
            view: View::NotClosed,
            filter: Filter {
                product: Some(product.to_owned()),
                opened: Span {
                    from: Some(from),
                    before: None,
                },
                ..Filter::default()
            },
            sort: Sort::Opened,
            direction: Direction::Descending,
            cursor: None,
            limit: LOOKED_AT,
        };
        let mut rows = self.store.cases(&actor.scope(), &query).await?.rows;
        rows.retain(|row| row.incident.is_none());
        Ok(rows)
    }

    /// Cases that may belong to an incident that runs: of a product that it affects, opened since two hours before it began. Those
    /// whose subjects say what its title says come first, then the latest.
    pub async fn cases_to_gather(
        &self,
        actor: &Actor,
        incident: &Incident,
    ) -> Result<Vec<Suggested>, Fail> {
        if !incident.is_running() {
            return Ok(Vec::new());
        }
        let began = incident.affected.started_at;
        let began = began.map_or(incident.declared_at, |at| at.min(incident.declared_at));
        let from = began - jiff::SignedDuration::from_hours(HOURS);
        let mut all = Vec::new();
        for product in &incident.affected.products {
            for row in self.opened_since(actor, product, from).await? {
                let titles = incident.title.values();
                let how = titles.map(|title| likeness(row.subject(), title.as_str()));
                all.push((how.fold(0.0, f64::max), row));
            }
        }
        all.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(y.number.cmp(&x.number)));
        all.truncate(SHOWN);
        let suggested = all.into_iter().map(|(how, row)| Suggested {
            row,
            alike: how >= SIMILAR,
        });
        Ok(suggested.collect())
    }

    /// Companies that have reported what may be the same as this case, and then those that have its product by now.
    pub async fn suggested_accounts(
        &self,
        stored: &StoredCase,
        cases: &[Suggested],
    ) -> Result<Vec<SuggestedAccount>, Fail> {
        let mut all: Vec<SuggestedAccount> = Vec::new();
        let mut reporting = vec![stored.case.account];
        reporting.extend(cases.iter().map(|one| one.row.account));
        for id in reporting {
            if all.iter().any(|one| one.id == id) {
                continue;
            }
            if let Some(name) = self.store.account_name(id).await? {
                let has_case = true;
                all.push(SuggestedAccount { id, name, has_case });
            }
        }
        // As many more as there is room for, whichever of them are there already.
        let most = SHOWN + all.len();
        let product = stored.case.product.as_str();
        let having = self.store.accounts_having(product, self.today(), most);
        for (id, name) in having.await? {
            if all.iter().all(|one| one.id != id) {
                let has_case = false;
                all.push(SuggestedAccount { id, name, has_case });
            }
        }
        all.truncate(SHOWN);
        Ok(all)
    }
}
