//! Cases that go on with closed ones (C15), each as far as its reader sees it.

use domain::{
    AccountId, Actor, CaseId,
    case::{Refused, intake},
};
use store::cases::StoredCase;

use super::{App, Fail, cases::Wanted};

/// Cases before and behind a case, as far as a reader sees them (C15).
#[derive(Debug, Default)]
pub struct Links {
    /// The closed case that it goes on with.
    pub continues: Option<StoredCase>,
    /// Cases that go on with it.
    pub continued_in: Vec<StoredCase>,
}

impl App {
    /// What it goes on with, and what goes on with it.
    pub async fn links(&self, actor: &Actor, case: &StoredCase) -> Result<Links, Fail> {
        let scope = actor.scope();
        let before = match case.case.continues {
            Some(id) => self.store.case_by_id(id).await?,
            None => None,
        };
        let continued_in = match case.case.is_closed() || case.case.reopenings > 0 {
            true => self.store.following(&scope, case.id).await?,
            false => Vec::new(),
        };
        Ok(Links {
            continues: before.filter(|before| scope.sees(&before.case)),
            continued_in,
        })
    }

    /// The closed case that a new one goes on with, which its opener has to see.
    pub(super) async fn continued(
        &self,
        actor: &Actor,
        wanted: &Wanted<'_>,
        account: AccountId,
    ) -> Result<Option<CaseId>, Fail> {
        let Some(number) = wanted.continues else {
            return Ok(None);
        };
        let before = self.store.case(&actor.scope(), number).await?;
        let before = before.filter(|b| b.case.account == account && b.case.is_closed());
        match before {
            Some(before) => Ok(Some(before.id)),
            None => Err(Refused::Fields(vec![intake::FieldProblem {
                field: "continues".into(),
                wrong: intake::Wrong::NotOffered,
            }])
            .into()),
        }
    }
}
