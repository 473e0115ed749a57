//! Changing accounts: what they run and what they have bought, as events with the rows that follow from them.

use domain::{
    AccountId, DeploymentId, Instant,
    contract::entitlement::Entitlement,
    directory::{Account, AccountEvent},
    event::By,
};
use jiff::civil::Date;

use crate::{
    Statement, Store, WriteError,
    db::{DbError, Row, Value},
    directory::{deployment_columns, insert},
    events::{self, Head, Stream, StreamKind},
};

const BOUGHT: &str =
    "SELECT contract, plan, trial, options, deployment_id, product, from_day, to_day
    FROM entitlements WHERE account_id = $1 ORDER BY place";

/// Statements that let `events` happen to an account that stands at `head`, which moves on.
pub(crate) fn happen(
    account: &mut Account,
    head: &mut Head,
    happened: &[AccountEvent],
    by: By,
    at: Instant,
) -> Result<Vec<Statement>, DbError> {
    let stream = Stream {
        kind: StreamKind::Account,
        id: account.id.0,
    };
    let mut list = Vec::new();
    let (sites, bought) = (account.deployments.len(), account.entitlements.clone());
    for event in happened {
        list.extend(events::append(stream, head, at, by, event)?);
        account.apply(event);
    }
    for (place, deployment) in account.deployments.iter().enumerate().skip(sites) {
        let columns = deployment_columns(account.id, place, deployment);
        list.push(insert("deployments", columns));
    }
    if account.entitlements != bought {
        let id = account.id.into();
        list.push(Statement::new(
            "DELETE FROM entitlements WHERE account_id = $1",
            vec![id],
        ));
        for (place, entitlement) in account.entitlements.iter().enumerate() {
            let columns = entitlement_columns(account.id, place, entitlement);
            list.push(insert("entitlements", columns));
        }
    }
    Ok(list)
}

fn entitlement_columns(
    account: AccountId,
    place: usize,
    e: &Entitlement,
) -> Vec<(&'static str, Value)> {
    vec![
        ("account_id", account.into()),
        ("place", (place as i64).into()),
        ("contract", e.contract.as_str().into()),
        ("plan", e.plan.as_str().into()),
        ("trial", e.trial.into()),
        ("options", e.options.join(" ").into()),
        ("deployment_id", e.deployment.into()),
        ("product", e.product.clone().into()),
        ("from_day", e.from.to_string().into()),
        ("to_day", e.to.to_string().into()),
    ]
}

fn entitlement(row: Row) -> Result<Entitlement, DbError> {
    let mut c = row.columns();
    let day = |text: String| -> Result<Date, DbError> {
        text.parse()
            .map_err(|_| DbError::Shape(format!("{text} is no day")))
    };
    Ok(Entitlement {
        contract: c.text()?,
        plan: c.text()?,
        trial: c.bool()?,
        options: c.text()?.split_whitespace().map(str::to_owned).collect(),
        deployment: c.maybe_int()?.map(DeploymentId),
        product: c.maybe_text()?,
        from: day(c.text()?)?,
        to: day(c.text()?)?,
    })
}

impl Store {
    /// What an account has bought, in the order in which it was granted.
    pub async fn entitlements(&self, account: AccountId) -> Result<Vec<Entitlement>, DbError> {
        let rows = self.db.read(BOUGHT, &[account.into()]).await?;
        rows.into_iter().map(entitlement).collect()
    }

    /// The account as its events give it.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>, DbError> {
        let stream = Stream {
            kind: StreamKind::Account,
            id: id.0,
        };
        let happened = self.stream::<AccountEvent>(stream).await?;
        Ok(Account::replay(id, happened.iter().map(|r| &r.event)))
    }

    /// Lets events happen to an account; a conflict where somebody else was faster.
    pub async fn change_account(
        &self,
        id: AccountId,
        happened: &[AccountEvent],
        by: By,
        at: Instant,
    ) -> Result<(), WriteError> {
        const HEAD: &str = "SELECT version, head FROM accounts WHERE id = $1";
        const MOVE: &str =
            "UPDATE accounts SET version = $2, head = $3 WHERE id = $1 AND version = $4";
        let gone = || DbError::Shape(format!("there is no account {id}"));
        let row = self.db.read_one(HEAD, &[id.into()]).await?;
        let mut columns = row.ok_or_else(gone)?.columns();
        let mut head = Head {
            version: columns.int()?,
            hash: columns.bytes()?,
        };
        let before = head.version;
        let mut account = self.account(id).await?.ok_or_else(gone)?;
        if account.version != before {
            return Err(WriteError::Conflict);
        }
        let log = happen(&mut account, &mut head, happened, by, at)?;
        let args = vec![
            id.into(),
            head.version.into(),
            head.hash.into(),
            before.into(),
        ];
        let mut list = vec![Statement::new(MOVE, args).guarded()];
        list.extend(log);
        self.db.write(list).await.map(|_| ())
    }

    /// What the table holds of this account's entitlements, against what its events say.
    pub(crate) async fn entitlements_are(&self, account: &Account) -> Result<bool, DbError> {
        Ok(self.entitlements(account.id).await? == account.entitlements)
    }
}
