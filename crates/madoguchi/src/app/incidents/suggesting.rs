//! Companies that an incident may concern as a whole, for staff who are about to declare it (E3).

use domain::AccountId;
use store::cases::StoredCase;

use super::Suggested;
use crate::app::{App, Fail};

/// So many are shown.
const SHOWN: usize = 12;

/// A company that may be concerned.
pub struct SuggestedAccount {
    pub id: AccountId,
    /// As written, and in English.
    pub name: [String; 2],
    /// A case of theirs is the one at hand, or may belong to the same incident.
    pub has_case: bool,
}

impl App {
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
