//! What a form of an incident holds, as it was typed, and what it asks for.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AccountId, DeploymentId, Desk, Instant, PersonId,
    case::intake::{FieldProblem, Wrong},
    incident::{self, Affected},
};
use jiff::civil::Date;

use super::super::super::posted::Posted;
use crate::{
    app::{App, Fail},
    texts::Texts,
};

/// Fields by name, as they were typed or as they stand.
#[derive(Clone, Debug, Default)]
pub struct Typed(pub BTreeMap<String, String>);

/// What was read, or the field that cannot be.
pub type Read<T> = Result<T, FieldProblem>;

fn wrong<T>(field: &str, wrong: Wrong) -> Read<T> {
    let field = field.to_owned();
    Err(FieldProblem { field, wrong })
}

impl Typed {
    pub fn of(posted: &Posted) -> Self {
        Self(posted.entries())
    }

    pub fn put(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into());
    }

    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// What is ticked of these, by what stands behind the prefix.
    pub fn ticked(&self, prefix: &str) -> BTreeSet<String> {
        let names = self.0.keys();
        let ids = names.filter_map(|name| name.strip_prefix(prefix));
        ids.map(str::to_owned).collect()
    }

    /// The same where these are numbers.
    pub fn numbers(&self, prefix: &str) -> BTreeSet<i64> {
        let ticked = self.ticked(prefix).into_iter();
        ticked.filter_map(|id| id.parse().ok()).collect()
    }

    /// Numbers of cases as they were typed, parted by anything else than digits.
    pub fn case_numbers(&self, name: &str) -> BTreeSet<i64> {
        let parts = self.get(name).split(|c: char| !c.is_ascii_digit());
        parts.filter_map(|digits| digits.parse().ok()).collect()
    }

    /// The text of this field in each language of the desk.
    pub fn texts(&self, desk: &Desk, base: &str) -> incident::Typed {
        let text = |language: &domain::Language| {
            let typed = self.get(&format!("{base}-{}", language.as_str()));
            (language.clone(), typed.to_owned())
        };
        desk.languages.iter().map(text).collect()
    }

    pub fn moment(&self, t: &Texts, name: &str) -> Read<Option<Instant>> {
        match self.get(name).trim() {
            "" => Ok(None),
            typed => match t.moment_at(typed) {
                Some(at) => Ok(Some(at)),
                None => wrong(name, Wrong::NotADate),
            },
        }
    }

    pub fn day(&self, name: &str) -> Read<Option<Date>> {
        match self.get(name).trim() {
            "" => Ok(None),
            typed => match typed.parse() {
                Ok(day) => Ok(Some(day)),
                Err(_) => wrong(name, Wrong::NotADate),
            },
        }
    }

    pub fn person(&self, name: &str) -> Read<Option<PersonId>> {
        match self.get(name).trim() {
            "" => Ok(None),
            typed => match typed.parse() {
                Ok(id) => Ok(Some(PersonId(id))),
                Err(_) => wrong(name, Wrong::NotOffered),
            },
        }
    }

    /// What the incident affects.
    pub async fn affected(&self, app: &App, t: &Texts) -> Result<Read<Affected>, Fail> {
        let mut accounts = BTreeSet::new();
        let names = self.get("accounts").lines().map(str::trim);
        for name in names.filter(|name| !name.is_empty()) {
            match app.store.account_by_name(name).await? {
                Some(id) => accounts.insert(id),
                None => return Ok(wrong("accounts", Wrong::NotOffered)),
            };
        }
        // Those that were suggested, and ticked.
        accounts.extend(self.numbers("account-").into_iter().map(AccountId));
        let started_at = match self.moment(t, "started-at") {
            Ok(at) => at,
            Err(problem) => return Ok(Err(problem)),
        };
        Ok(Ok(Affected {
            severity: self.get("severity").to_owned(),
            products: self.ticked("product-"),
            wide: self.has("wide"),
            deployments: self
                .numbers("site-")
                .into_iter()
                .map(DeploymentId)
                .collect(),
            regions: self.ticked("region-"),
            accounts,
            started_at,
        }))
    }
}
