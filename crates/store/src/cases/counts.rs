//! Counters kept with every event: a badge costs the same with a thousand cases as with a million.

use std::collections::BTreeMap;

use domain::{
    AccountId, DeploymentId, PersonId, TeamId,
    access::Scope,
    case::Case,
    contract::Alert,
    desk::{Desk, List, Turn},
};

use super::{View, ranks::turn_rank};
use crate::{
    Statement, Store,
    db::{DbError, Value},
};

/// Whose cases are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tally {
    Account(AccountId),
    Deployment(DeploymentId),
    Contact(PersonId),
    Owner(PersonId),
    Unowned,
    Team(TeamId),
    Desk,
    /// In the hands of this agent, who was warned of a promise (S4).
    Warned(PersonId),
    /// Of which the supervisor was warned.
    Alarmed,
}

/// How many cases stand with whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub customer: i64,
    pub support: i64,
    pub closed: i64,
}

impl Counts {
    pub fn not_closed(&self) -> i64 {
        self.customer + self.support
    }

    pub fn of(&self, view: View) -> i64 {
        match view {
            View::NotClosed => self.not_closed(),
            View::Support => self.support,
            View::Customer => self.customer,
            View::Closed => self.closed,
        }
    }
}

type Key = (&'static str, i64, &'static str, i64);

/// A case with the desk that it goes by.
pub(crate) type Counted<'a> = (&'a Case, &'a Desk);

fn keys((case, desk): Counted) -> impl Iterator<Item = Key> {
    let (list, turn) = (case.list.as_str(), turn_rank(case.turn));
    let alert = case.alert(desk);
    let owner = case.owner.map_or(0, |p| p.0);
    let warned = (alert >= Alert::Agent).then_some(("warned", owner, list, turn));
    let alarmed = (alert >= Alert::Supervisor).then_some(("alarmed", 0, list, turn));
    let always = [
        ("account", case.account.0, list, turn),
        ("contact", case.contact.0, list, turn),
        ("deployment", case.deployment.0, list, turn),
        ("desk", 0, list, turn),
        ("owner", owner, list, turn),
        ("team", case.team.map_or(0, |t| t.0), list, turn),
    ];
    always.into_iter().chain(warned).chain(alarmed)
}

const ADD: &str =
    "INSERT INTO counts (dimension, id, list, turn, cases) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (dimension, id, list, turn) DO UPDATE SET cases = counts.cases + excluded.cases";

/// The statements that move a case from where it was counted to where it is, always in the same order: two writers
/// never wait for each other in a ring.
pub(crate) fn moves<'a>(
    changes: impl IntoIterator<Item = (Option<Counted<'a>>, Counted<'a>)>,
) -> Vec<Statement> {
    let mut deltas: BTreeMap<Key, i64> = BTreeMap::new();
    for (before, after) in changes {
        for key in before.into_iter().flat_map(keys) {
            *deltas.entry(key).or_default() -= 1;
        }
        for key in keys(after) {
            *deltas.entry(key).or_default() += 1;
        }
    }
    deltas
        .into_iter()
        .filter(|(_, delta)| *delta != 0)
        .map(|((dimension, id, list, turn), delta)| {
            Statement::new(
                ADD,
                vec![
                    dimension.into(),
                    id.into(),
                    list.into(),
                    turn.into(),
                    delta.into(),
                ],
            )
        })
        .collect()
}

impl Tally {
    fn key(self) -> (&'static str, i64) {
        match self {
            Tally::Account(id) => ("account", id.0),
            Tally::Deployment(id) => ("deployment", id.0),
            Tally::Contact(id) => ("contact", id.0),
            Tally::Owner(id) => ("owner", id.0),
            Tally::Unowned => ("owner", 0),
            Tally::Team(id) => ("team", id.0),
            Tally::Desk => ("desk", 0),
            Tally::Warned(id) => ("warned", id.0),
            Tally::Alarmed => ("alarmed", 0),
        }
    }

    /// Whether what is counted lies inside the scope as a whole.
    fn within(self, scope: &Scope) -> bool {
        match (scope, self) {
            (Scope::Staff { .. } | Scope::System, _) => true,
            (Scope::Account { account, .. }, Tally::Account(id)) => *account == id,
            (Scope::Account { person, .. }, Tally::Contact(id)) => *person == id,
            _ => false,
        }
    }
}

impl Store {
    /// Counts for each tally, in their order, of one list or of all; nothing for what lies outside the scope.
    pub async fn counts(
        &self,
        scope: &Scope,
        list: Option<List>,
        tallies: &[Tally],
    ) -> Result<Vec<Counts>, DbError> {
        let mut all = vec![Counts::default(); tallies.len()];
        let (mut wanted, mut args): (Vec<String>, Vec<Value>) = (Vec::new(), Vec::new());
        for tally in tallies.iter().filter(|tally| tally.within(scope)) {
            let (dimension, id) = tally.key();
            args.extend([dimension.into(), id.into()]);
            wanted.push(format!(
                "(dimension = ${} AND id = ${})",
                args.len() - 1,
                args.len()
            ));
        }
        if wanted.is_empty() {
            return Ok(all);
        }
        let mut sql = format!(
            "SELECT dimension, id, turn, cases FROM counts WHERE ({})",
            wanted.join(" OR ")
        );
        if let Some(list) = list {
            args.push(list.as_str().into());
            sql.push_str(&format!(" AND list = ${}", args.len()));
        }
        for row in self.db.read(&sql, &args).await? {
            let mut c = row.columns();
            let (dimension, id, turn, cases) = (c.text()?, c.int()?, c.int()?, c.int()?);
            for (counts, tally) in all.iter_mut().zip(tallies) {
                let (this_dimension, this_id) = tally.key();
                if tally.within(scope) && this_dimension == dimension && this_id == id {
                    match turn {
                        t if t == turn_rank(Turn::Customer) => counts.customer += cases,
                        t if t == turn_rank(Turn::Support) => counts.support += cases,
                        _ => counts.closed += cases,
                    }
                }
            }
        }
        Ok(all)
    }
}
