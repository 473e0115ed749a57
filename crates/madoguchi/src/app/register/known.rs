//! What accounts are known by beside their sites and contracts: user ids, serial numbers, PINs (C6).

use domain::{
    DeploymentId,
    directory::{AccountEvent, Identifier, IdentifierSort},
    joining,
};

use super::{Did, Row, Step, Why, writing::Writing, wrong};
use crate::app::{App, passwords};

/// Longest that is taken.
const LONGEST: usize = 100;

/// One value of a row: given or taken, from which column.
struct Said {
    column: &'static str,
    takes: bool,
    sort: IdentifierSort,
    value: String,
}

impl App {
    /// A PIN as it is kept: a digest that nobody can make without this installation's secret.
    pub fn pin(&self, typed: &str) -> String {
        passwords::keyed(self.secret(), "pin", typed)
    }

    /// The account whose PIN somebody says on the phone.
    pub async fn account_by_pin(
        &self,
        typed: &str,
    ) -> Result<Option<domain::AccountId>, crate::app::Fail> {
        let pin = self.pin(typed.trim());
        Ok(self.store.account_with(IdentifierSort::Pin, &pin).await?)
    }
}

impl Writing<'_> {
    /// Gives and takes what the row says.
    pub async fn known(
        &mut self,
        row: &Row,
        site: Option<DeploymentId>,
        did: &mut Vec<Did>,
    ) -> Step {
        for (column, sort, values) in [
            ("user_ids", IdentifierSort::UserId, &row.user_ids),
            (
                "serial_numbers",
                IdentifierSort::SerialNumber,
                &row.serial_numbers,
            ),
            ("pins", IdentifierSort::Pin, &row.pins),
            (
                "mail_domains",
                IdentifierSort::MailDomain,
                &row.mail_domains,
            ),
        ] {
            for value in values.split_whitespace() {
                let (takes, value) = match value.strip_prefix('-') {
                    Some(value) => (true, value),
                    None => (false, value),
                };
                if value.is_empty() || value.chars().count() > LONGEST {
                    return wrong(column, Why::NotOffered);
                }
                let value = match sort {
                    IdentifierSort::Pin => self.app.pin(value),
                    IdentifierSort::MailDomain => match joining::company_domain(value) {
                        Some(domain) => domain,
                        None => return wrong(column, Why::NotOffered),
                    },
                    _ => value.to_owned(),
                };
                let said = Said {
                    column,
                    takes,
                    sort,
                    value,
                };
                self.one(row, said, site, did).await?;
            }
        }
        Ok(())
    }

    async fn one(
        &mut self,
        row: &Row,
        said: Said,
        site: Option<DeploymentId>,
        did: &mut Vec<Did>,
    ) -> Step {
        let Said {
            column,
            takes,
            sort,
            value,
        } = said;
        let (by, now) = (self.actor.by(), self.app.now());
        let elsewhere = self.app.store.account_with(sort, &value).await?;
        let in_this_call = |name: &String, book: &store::accounts::AccountBook| {
            *name != row.account
                && book
                    .account
                    .identifiers
                    .iter()
                    .any(|i| (i.sort, &i.value) == (sort, &value))
        };
        let taken = self.accounts.iter().any(|(n, b)| in_this_call(n, b));
        let Some(book) = self.accounts.get_mut(&row.account) else {
            return wrong("account", Why::Missing);
        };
        if taken || elsewhere.is_some_and(|account| account != book.account.id) {
            return wrong(column, Why::Taken);
        }
        let known = &book.account.identifiers;
        let known = known.iter().find(|i| (i.sort, &i.value) == (sort, &value));
        let event = match (known.cloned(), takes) {
            (Some(identifier), true) => {
                did.push(Did::IdentifierTaken);
                AccountEvent::IdentifierTaken { identifier }
            }
            (None, false) => {
                did.push(Did::IdentifierGiven);
                let deployment = site;
                AccountEvent::IdentifierGiven {
                    identifier: Identifier {
                        sort,
                        value,
                        deployment,
                    },
                }
            }
            (Some(_), false) | (None, true) => return Ok(()),
        };
        book.happen(&[event], by, now)?;
        Ok(())
    }
}
