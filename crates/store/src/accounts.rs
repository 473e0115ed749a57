//! Changing accounts: what they run and what they have bought, as events with the rows that follow from them.

use domain::{
    AccountId, DeploymentId, Instant,
    contract::entitlement::Entitlement,
    directory::{Account, AccountEvent, IdentifierSort},
    event::By,
};
use jiff::civil::Date;

use crate::{
    Statement, Store, WriteError, access,
    db::{DbError, Row, Sql, Value},
    directory::{deployment_columns, insert},
    events::{self, Head, Stream, StreamKind},
    identifiers, sql,
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
    let before = account.clone();
    for event in happened {
        list.extend(events::append(stream, head, at, by, event)?);
        account.apply(event);
    }
    for (place, deployment) in account.deployments.iter().enumerate() {
        let columns = deployment_columns(account.id, place, deployment);
        match before.deployments.get(place) {
            None => list.push(insert("deployments", columns)),
            Some(known) if known != deployment => {
                list.push(update("deployments", columns));
                // Lists sort by its name.
                if known.label != deployment.label {
                    const KEY: &str =
                        "UPDATE cases SET deployment_key = $2 WHERE deployment_id = $1";
                    let key = deployment.label.as_str().into();
                    list.push(Statement::new(KEY, vec![deployment.id.into(), key]));
                }
            }
            Some(_) => {}
        }
    }
    if account.identifiers != before.identifiers {
        list.extend(identifiers::statements(account.id, &account.identifiers));
    }
    list.extend(access::statements(&before, account));
    if account.entitlements != before.entitlements {
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

/// An account with what is about to happen to it.
pub struct AccountBook {
    pub account: Account,
    head: Head,
    before: i64,
    log: Vec<Statement>,
}

impl AccountBook {
    /// A new account.
    pub fn begin(
        id: AccountId,
        name: &str,
        name_en: &str,
        by: By,
        at: Instant,
    ) -> Result<Self, DbError> {
        let added = AccountEvent::Added {
            name: name.to_owned(),
            name_en: name_en.to_owned(),
        };
        let account = Account::replay(id, [&added]);
        let account =
            account.ok_or_else(|| DbError::Shape("an account begins with its adding".into()))?;
        let stream = Stream {
            kind: StreamKind::Account,
            id: id.0,
        };
        let mut head = Head::beginning();
        let log = events::append(stream, &mut head, at, by, &added)?;
        Ok(Self {
            account,
            head,
            before: 0,
            log,
        })
    }

    pub fn happen(
        &mut self,
        happened: &[AccountEvent],
        by: By,
        at: Instant,
    ) -> Result<(), DbError> {
        let more = happen(&mut self.account, &mut self.head, happened, by, at)?;
        self.log.extend(more);
        Ok(())
    }

    /// All of it as statements of one write, for an admin who is there already.
    pub fn statements_with_admin(self) -> Vec<Statement> {
        let (id, admin) = (self.account.id, self.account.admin);
        let mut all = self.statements();
        // The version is looked at before anything else is touched.
        if !all.is_empty() {
            all.push(crate::people::admin_statement(id, admin));
        }
        all
    }

    /// All of it as statements of one write; none where nothing happened. The admin is put into the row apart, by
    /// [`crate::people::admin_statement`], since the contact may come with the same write.
    pub fn statements(self) -> Vec<Statement> {
        const MOVE: &str =
            "UPDATE accounts SET version = $2, head = $3, name = $4, name_en = $5, restricted = $7,
            handover_id = $8, success_manager_id = $9 WHERE id = $1 AND version = $6";
        let Self {
            account,
            head,
            before,
            log,
        } = self;
        if head.version == before {
            return Vec::new();
        }
        let first = match before {
            0 => insert(
                "accounts",
                vec![
                    ("id", account.id.into()),
                    ("version", head.version.into()),
                    ("head", head.hash.into()),
                    ("name", account.name.as_str().into()),
                    ("name_en", account.name_en.as_str().into()),
                    ("restricted", account.restricted.into()),
                    ("handover_id", account.handover.into()),
                    ("success_manager_id", account.success_manager.into()),
                ],
            ),
            _ => Statement::new(
                MOVE,
                vec![
                    account.id.into(),
                    head.version.into(),
                    head.hash.into(),
                    account.name.as_str().into(),
                    account.name_en.as_str().into(),
                    before.into(),
                    account.restricted.into(),
                    account.handover.into(),
                    account.success_manager.into(),
                ],
            )
            .guarded(),
        };
        std::iter::once(first).chain(log).collect()
    }
}

/// An `UPDATE` of the row whose id comes first.
fn update(table: &'static str, columns: Vec<(&'static str, Value)>) -> Statement {
    let sets: Vec<Sql> = columns
        .iter()
        .enumerate()
        .skip(1)
        .map(|(place, &(name, _))| sql!("{name} = ${}", place + 1))
        .collect();
    let sql = sql!(
        "UPDATE {table} SET {} WHERE id = $1",
        Sql::join(&sets, ", ")
    );
    Statement::new(sql, columns.into_iter().map(|(_, value)| value).collect())
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

    /// An account open for changes.
    pub async fn account_book(&self, id: AccountId) -> Result<Option<AccountBook>, DbError> {
        const HEAD: &str = "SELECT version, head FROM accounts WHERE id = $1";
        const LOOKS: usize = 5;
        for _ in 0..LOOKS {
            let row = self.db.read_one(HEAD, &[id.into()]).await?;
            let (Some(row), Some(account)) = (row, self.account(id).await?) else {
                return Ok(None);
            };
            let mut columns = row.columns();
            let head = Head {
                version: columns.int()?,
                hash: columns.bytes()?,
            };
            // What happened between the two looks is looked at again: what is decided on an older state is overwritten.
            if account.version == head.version {
                return Ok(Some(AccountBook {
                    before: head.version,
                    account,
                    head,
                    log: Vec::new(),
                }));
            }
        }
        Err(DbError::Shape(format!(
            "the row of account {id} does not stand where its events do"
        )))
    }

    /// The account of this name, as written or in English.
    pub async fn account_by_name(&self, name: &str) -> Result<Option<AccountId>, DbError> {
        const NAMED: &str =
            "SELECT id FROM accounts WHERE name = $1 OR name_en = $1 ORDER BY id LIMIT 1";
        let row = self.db.read_one(NAMED, &[name.into()]).await?;
        row.map(|row| Ok(AccountId(row.columns().int()?)))
            .transpose()
    }

    /// The account that is known by this: site URL, organization id, contract number, user id, serial number, a contact's
    /// address, its name (C6).
    pub async fn account_known_by(&self, text: &str) -> Result<Option<AccountId>, DbError> {
        const KNOWN: [&str; 3] = [
            "SELECT account_id FROM deployments WHERE identifier = $1 ORDER BY id LIMIT 1",
            "SELECT account_id FROM entitlements WHERE contract = $1 ORDER BY account_id LIMIT 1",
            "SELECT id FROM accounts WHERE name = $1 OR name_en = $1 ORDER BY id LIMIT 1",
        ];
        for sql in KNOWN {
            if let Some(row) = self.db.read_one(sql, &[text.into()]).await? {
                return Ok(Some(AccountId(row.columns().int()?)));
            }
        }
        // A PIN is no name to be searched by: it is looked up apart, and never in an address.
        for sort in [IdentifierSort::UserId, IdentifierSort::SerialNumber] {
            if let Some(account) = self.account_with(sort, text).await? {
                return Ok(Some(account));
            }
        }
        let person = self.person_by_email(text).await?;
        Ok(person.and_then(|person| person.home()))
    }

    /// The deployment that is known by this, with its account; nothing where none is, or more than one (C6).
    pub async fn site_known_by(
        &self,
        identifier: &str,
    ) -> Result<Option<(AccountId, DeploymentId)>, DbError> {
        const KNOWN: &str =
            "SELECT account_id, id FROM deployments WHERE identifier = $1 ORDER BY id LIMIT 2";
        match self.db.read(KNOWN, &[identifier.into()]).await?.as_slice() {
            [only] => {
                let mut c = only.clone().columns();
                Ok(Some((AccountId(c.int()?), DeploymentId(c.int()?))))
            }
            _ => Ok(None),
        }
    }

    /// Lets events happen to an account; a conflict where somebody else was faster.
    pub async fn change_account(
        &self,
        id: AccountId,
        happened: &[AccountEvent],
        by: By,
        at: Instant,
    ) -> Result<(), WriteError> {
        let gone = || DbError::Shape(format!("there is no account {id}"));
        let mut book = self.account_book(id).await?.ok_or_else(gone)?;
        book.happen(happened, by, at)?;
        self.db
            .write(book.statements_with_admin())
            .await
            .map(|_| ())
    }

    /// What the table holds of this account's identifiers, against what its events say.
    pub(crate) async fn identifiers_are(&self, account: &Account) -> Result<bool, DbError> {
        Ok(self.identifiers(account.id).await? == account.identifiers)
    }

    /// The same of its entitlements.
    pub(crate) async fn entitlements_are(&self, account: &Account) -> Result<bool, DbError> {
        Ok(self.entitlements(account.id).await? == account.entitlements)
    }
}
