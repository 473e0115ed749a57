//! Who may do what in which account, as rows: grants, partners, and what a request asks of them (A2, A9).

use domain::{
    AccountId, DeploymentId, Level, PersonId,
    access::{Grant, Membership, Partner},
    directory::{Account, Person},
};
use jiff::civil::Date;

use crate::{
    Statement, Store,
    db::{Columns, DbError, Row, Value},
    directory::insert,
    sql,
};

/// What an account looks like to one of its contacts.
#[derive(Clone, Debug, PartialEq)]
pub struct Front {
    /// As written and in English.
    pub name: [String; 2],
    pub membership: Membership,
}

fn maybe_day(day: Option<Date>) -> Value {
    day.map(|day| day.to_string()).into()
}

fn read_day(c: &mut Columns) -> Result<Option<Date>, DbError> {
    let day = |text: String| {
        let bad = |_| DbError::Shape(format!("{text} is no day"));
        text.parse().map_err(bad)
    };
    c.maybe_text()?.map(day).transpose()
}

/// The statements that bring both tables to what an account has now, where that changed.
pub(crate) fn statements(before: &Account, now: &Account) -> Vec<Statement> {
    const NO_GRANTS: &str = "DELETE FROM grants WHERE account_id = $1";
    const NO_PARTNERS: &str = "DELETE FROM partners WHERE account_id = $1";
    let id: Value = now.id.into();
    let mut list = Vec::new();
    if before.grants != now.grants {
        list.push(Statement::new(NO_GRANTS, vec![id.clone()]));
        let grants = now.grants.iter().enumerate();
        list.extend(grants.map(|(place, grant)| {
            let columns = vec![
                ("account_id", id.clone()),
                ("place", (place as i64).into()),
                ("contact_id", grant.contact.into()),
                ("deployment_id", grant.deployment.into()),
                ("level", grant.level.as_str().into()),
                ("from_day", maybe_day(grant.from)),
                ("until_day", maybe_day(grant.until)),
                ("by_person", grant.by.into()),
            ];
            insert("grants", columns)
        }));
    }
    if before.partners != now.partners {
        list.push(Statement::new(NO_PARTNERS, vec![id.clone()]));
        let partners = now.partners.iter().enumerate();
        list.extend(partners.map(|(place, partner)| {
            let columns = vec![
                ("account_id", id.clone()),
                ("place", (place as i64).into()),
                ("partner_id", partner.account.into()),
                ("until_day", maybe_day(partner.until)),
                ("contract", partner.contract.clone().into()),
            ];
            insert("partners", columns)
        }));
    }
    list
}

const GRANT: &str = "g.contact_id, g.deployment_id, g.level, g.from_day, g.until_day, g.by_person";

/// Reads [`GRANT`]; nothing where a join found none.
fn maybe_grant(c: &mut Columns) -> Result<Option<Grant>, DbError> {
    let contact = c.maybe_int()?.map(PersonId);
    let deployment = c.maybe_int()?.map(DeploymentId);
    let level = c.maybe_text()?;
    let (from, until) = (read_day(c)?, read_day(c)?);
    let by = c.maybe_int()?.map(PersonId);
    let (Some(contact), Some(level)) = (contact, level) else {
        return Ok(None);
    };
    let level =
        Level::parse(&level).ok_or_else(|| DbError::Shape(format!("no such level: {level}")))?;
    Ok(Some(Grant {
        contact,
        deployment,
        level,
        from,
        until,
        by,
    }))
}

fn grant(row: Row) -> Result<Grant, DbError> {
    let nothing = || DbError::Shape("a grant without a contact".into());
    maybe_grant(&mut row.columns())?.ok_or_else(nothing)
}

fn partner(row: Row) -> Result<Partner, DbError> {
    let mut c = row.columns();
    Ok(Partner {
        account: AccountId(c.int()?),
        until: read_day(&mut c)?,
        contract: c.maybe_text()?,
    })
}

impl Store {
    /// An account as it looks to this person; nothing where there is no such account. One statement, as every page of a
    /// company's asks it.
    pub async fn front(
        &self,
        person: &Person,
        account: AccountId,
    ) -> Result<Option<Front>, DbError> {
        let sql = sql!(
            "SELECT a.name, a.name_en, a.admin_id, a.restricted, x.partner_id, x.until_day, x.contract, {GRANT} FROM accounts a
             LEFT JOIN partners x ON x.account_id = a.id AND x.partner_id = $3
             LEFT JOIN grants g ON g.account_id = a.id AND g.contact_id = $2
             WHERE a.id = $1 ORDER BY g.place"
        );
        let args = [account.into(), person.id.into(), person.home().into()];
        let mut front: Option<Front> = None;
        for row in self.db.read(&sql, &args).await? {
            let mut c = row.columns();
            let name = [c.text()?, c.text()?];
            let admin = c.maybe_int()?.map(PersonId);
            let restricted = c.bool()?;
            let (partner, until) = (c.maybe_int()?.map(AccountId), read_day(&mut c)?);
            let contract = c.maybe_text()?;
            let grant = maybe_grant(&mut c)?;
            let front = front.get_or_insert_with(|| Front {
                name,
                membership: Membership {
                    standing: person.standing_in(account),
                    grants: Vec::new(),
                    partner: partner.map(|account| Partner {
                        account,
                        until,
                        contract,
                    }),
                    admin: admin == Some(person.id),
                    restricted,
                    guest: person.guest_in(account),
                },
            });
            front.membership.grants.extend(grant);
        }
        Ok(front)
    }

    /// Whether nobody of an account may read a case (A8).
    pub async fn is_restricted(&self, account: AccountId) -> Result<bool, DbError> {
        const OF: &str = "SELECT restricted FROM accounts WHERE id = $1";
        match self.db.read_one(OF, &[account.into()]).await? {
            Some(row) => row.columns().bool(),
            None => Ok(false),
        }
    }

    /// Access that was given in an account, in its order.
    pub async fn grants(&self, account: AccountId) -> Result<Vec<Grant>, DbError> {
        let sql = sql!("SELECT {GRANT} FROM grants g WHERE g.account_id = $1 ORDER BY g.place");
        let rows = self.db.read(&sql, &[account.into()]).await?;
        rows.into_iter().map(grant).collect()
    }

    /// Companies whose people may act for an account.
    pub async fn partners(&self, account: AccountId) -> Result<Vec<Partner>, DbError> {
        const OF: &str = "SELECT partner_id, until_day, contract FROM partners WHERE account_id = $1 ORDER BY place";
        let rows = self.db.read(OF, &[account.into()]).await?;
        rows.into_iter().map(partner).collect()
    }

    /// Other accounts in which this person was given something, with their names; whether it counts is the domain's to say.
    pub async fn elsewhere(
        &self,
        person: &Person,
    ) -> Result<Vec<(AccountId, [String; 2])>, DbError> {
        const IN: &str = "SELECT DISTINCT a.id, a.name, a.name_en FROM grants g JOIN accounts a ON a.id = g.account_id
            WHERE g.contact_id = $1 ORDER BY a.name, a.id";
        let rows = self.db.read(IN, &[person.id.into()]).await?;
        let named = |row: Row| {
            let mut c = row.columns();
            Ok((AccountId(c.int()?), [c.text()?, c.text()?]))
        };
        let all: Result<Vec<_>, DbError> = rows.into_iter().map(named).collect();
        let home = person.home();
        Ok(all?
            .into_iter()
            .filter(|(id, _)| Some(*id) != home)
            .collect())
    }

    /// What the tables hold of an account's access, against what its events say.
    pub(crate) async fn access_is(&self, account: &Account) -> Result<bool, DbError> {
        Ok(self.grants(account.id).await? == account.grants
            && self.partners(account.id).await? == account.partners)
    }
}
