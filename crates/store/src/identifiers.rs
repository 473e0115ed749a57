//! What accounts are known by beside their sites, contracts, contacts and name (C6).

use domain::{
    AccountId, DeploymentId,
    directory::{Identifier, IdentifierSort},
};

use crate::{
    Statement, Store,
    db::{DbError, Row},
    directory::insert,
};

/// The statements that bring the table to what an account has now.
pub(crate) fn statements(account: AccountId, all: &[Identifier]) -> Vec<Statement> {
    const CLEAR: &str = "DELETE FROM identifiers WHERE account_id = $1";
    let row = |(place, identifier): (usize, &Identifier)| {
        let columns = vec![
            ("sort", identifier.sort.as_str().into()),
            ("value", identifier.value.as_str().into()),
            ("account_id", account.into()),
            ("place", (place as i64).into()),
            ("deployment_id", identifier.deployment.into()),
        ];
        insert("identifiers", columns)
    };
    let clear = Statement::new(CLEAR, vec![account.into()]);
    std::iter::once(clear)
        .chain(all.iter().enumerate().map(row))
        .collect()
}

fn identifier(row: Row) -> Result<Identifier, DbError> {
    let mut c = row.columns();
    let sort = c.text()?;
    Ok(Identifier {
        sort: IdentifierSort::parse(&sort)
            .ok_or_else(|| DbError::Shape(format!("no such identifier: {sort}")))?,
        value: c.text()?,
        deployment: c.maybe_int()?.map(DeploymentId),
    })
}

impl Store {
    /// What an account is known by besides, in the order in which it was given.
    pub async fn identifiers(&self, account: AccountId) -> Result<Vec<Identifier>, DbError> {
        const OF: &str = "SELECT sort, value, deployment_id FROM identifiers
            WHERE account_id = $1 ORDER BY place";
        let rows = self.db.read(OF, &[account.into()]).await?;
        rows.into_iter().map(identifier).collect()
    }

    /// The account that has this identifier; nothing where none has it, or more than one.
    pub async fn account_with(
        &self,
        sort: IdentifierSort,
        value: &str,
    ) -> Result<Option<AccountId>, DbError> {
        const WITH: &str =
            "SELECT DISTINCT account_id FROM identifiers WHERE value = $1 AND sort = $2 LIMIT 2";
        let args = [value.into(), sort.as_str().into()];
        match self.db.read(WITH, &args).await?.as_slice() {
            [only] => Ok(Some(AccountId(only.clone().columns().int()?))),
            _ => Ok(None),
        }
    }
}
