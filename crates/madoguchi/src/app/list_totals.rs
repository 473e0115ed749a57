//! Totals of saved views, which are counted rather than kept: what was counted is said again for a few seconds.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{Instant, access::Scope};
use jiff::SignedDuration;
use store::cases::{Query, Total};

use super::{App, Fail};

/// How long a total is said again.
const FRESH: SignedDuration = SignedDuration::from_secs(5);
/// Totals kept at most.
const MOST: usize = 4096;

/// Totals by rights and list.
pub type Kept = Arc<Mutex<HashMap<String, (Instant, Total)>>>;

impl App {
    /// How many cases this list has, as it was at most five seconds ago.
    pub async fn recent_total(&self, scope: &Scope, query: &Query) -> Result<Total, Fail> {
        let Query {
            list,
            holder,
            view,
            filter,
            ..
        } = query;
        // Rights are part of the name: nobody is told what another one may see.
        let key = format!("{scope:?} {list:?} {holder:?} {view:?} {filter:?}");
        let now = self.now();
        let known = self
            .list_totals
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
            .copied();
        if let Some((at, total)) = known
            && now.duration_since(at).abs() < FRESH
        {
            return Ok(total);
        }
        let total = self.store.total(scope, query).await?;
        let mut kept = self
            .list_totals
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key, (now, total));
        Ok(total)
    }
}
