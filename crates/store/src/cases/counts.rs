//! Counters kept with every event: a badge costs the same with a thousand cases as with a million.

use std::{borrow::Cow, collections::BTreeMap};

use domain::{
    AccountId, DeploymentId, PersonId, TeamId,
    access::Scope,
    case::Case,
    contract::Alert,
    desk::{Desk, List, Turn},
};

use super::{View, gate, ranks::turn_rank};
use crate::{
    Statement, Store,
    db::{DbError, Sql, Value},
    sql,
};

/// Whose cases are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tally {
    Account(AccountId),
    Deployment(DeploymentId),
    /// Submitted by this contact for this account.
    Contact(PersonId, AccountId),
    Owner(PersonId),
    Unowned,
    Team(TeamId),
    Desk,
    /// In the hands of this agent, who was warned of a promise (S4).
    Warned(PersonId),
    /// Of which the supervisor was warned.
    Alarmed,
    /// Whose customer asks for somebody above the owner (E2).
    EscalationAsked,
    /// Of which those who lead are to think of an escalation (E2).
    Suggested,
    /// Closed, and its customer asks for it back (C15).
    ReopeningAsked,
    /// In the hands of this agent, who has put it to sleep (K1).
    Snoozed(PersonId),
    /// The same of the success manager, of accounts that this person looks after; counted when it is asked for.
    AskedOf(PersonId),
    /// With an escalation that runs (E1).
    Escalated,
    /// Whose escalation waits in the queue of this team.
    Queued(TeamId),
    /// In the hands of this agent, who is to have confirmed what engineering has finished.
    ToConfirm(PersonId),
}

/// Beside the dimensions that are kept: what is counted when it is asked for.
const ASKED_OF: &str = "asked of";

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

    /// Without those that are counted there.
    pub fn take_out(&mut self, others: &Counts) {
        self.customer -= others.customer;
        self.support -= others.support;
        self.closed -= others.closed;
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

type Key = (Cow<'static, str>, i64, &'static str, i64);

/// A case with the desk that it goes by.
pub(crate) type Counted<'a> = (&'a Case, &'a Desk);

/// What contacts submit for an account: one person may submit for several.
pub(crate) fn of_contact(account: AccountId) -> Cow<'static, str> {
    format!("contact {account}").into()
}

fn keys((case, desk): Counted) -> impl Iterator<Item = Key> {
    let (list, turn) = (case.list.as_str(), turn_rank(case.turn));
    let alert = case.alert(desk);
    let owner = case.owner.map_or(0, |p| p.0);
    let key = |dimension: Cow<'static, str>, id| (dimension, id, list, turn);
    let warned = (alert >= Alert::Agent).then(|| key("warned".into(), owner));
    let alarmed = (alert >= Alert::Supervisor).then(|| key("alarmed".into(), 0));
    let always = [
        key("account".into(), case.account.0),
        key(of_contact(case.account), case.contact.0),
        key("deployment".into(), case.deployment.0),
        key("desk".into(), 0),
        key("owner".into(), owner),
        key("team".into(), case.team.map_or(0, |t| t.0)),
    ];
    let asked = case.escalation_asked.is_some();
    let asked = asked.then(|| key("escalation asked".into(), 0));
    let suggested = case.suggestion();
    let suggested = suggested.map(|_| key("escalation suggested".into(), 0));
    let back = case.reopening_asked;
    let back = back.then(|| key("reopening asked".into(), 0));
    let snoozed = case.snoozed.as_ref().map(|_| key("snoozed".into(), owner));
    let open = case.escalated.open().is_some();
    let open = open.then(|| key("escalated".into(), 0));
    let running = case.escalated.open();
    let queued = running.and_then(domain::case::escalation::Escalation::waits_for);
    let queued = queued.map(|team| key("queue".into(), team.0));
    let finished = running.and_then(|one| one.finished.as_ref());
    let finished = finished.map(|_| key("confirm".into(), owner));
    let always = always.into_iter().chain(warned).chain(alarmed);
    always
        .chain(asked)
        .chain(suggested)
        .chain(back)
        .chain(snoozed)
        .chain(open)
        .chain(queued)
        .chain(finished)
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
                    dimension.as_ref().into(),
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
    fn key(self) -> (Cow<'static, str>, i64) {
        match self {
            Tally::Account(id) => ("account".into(), id.0),
            Tally::Deployment(id) => ("deployment".into(), id.0),
            Tally::Contact(id, account) => (of_contact(account), id.0),
            Tally::Owner(id) => ("owner".into(), id.0),
            Tally::Unowned => ("owner".into(), 0),
            Tally::Team(id) => ("team".into(), id.0),
            Tally::Desk => ("desk".into(), 0),
            Tally::Warned(id) => ("warned".into(), id.0),
            Tally::Alarmed => ("alarmed".into(), 0),
            Tally::EscalationAsked => ("escalation asked".into(), 0),
            Tally::Suggested => ("escalation suggested".into(), 0),
            Tally::ReopeningAsked => ("reopening asked".into(), 0),
            Tally::AskedOf(id) => (ASKED_OF.into(), id.0),
            Tally::Snoozed(id) => ("snoozed".into(), id.0),
            Tally::Escalated => ("escalated".into(), 0),
            Tally::Queued(id) => ("queue".into(), id.0),
            Tally::ToConfirm(id) => ("confirm".into(), id.0),
        }
    }

    /// Whether what is counted lies inside the scope as a whole.
    fn within(self, scope: &Scope) -> bool {
        match (scope, self) {
            (Scope::Staff { .. } | Scope::System, _) => true,
            (Scope::Account { .. }, _) => scope.is_whole() && self.is_of(scope),
            (Scope::Nothing, _) => false,
        }
    }

    /// Whether it is about the account of the scope, and for a contact about them.
    fn is_of(self, scope: &Scope) -> bool {
        match (scope, self) {
            (Scope::Account { account, .. }, Tally::Account(id)) => *account == id,
            (
                Scope::Account {
                    person, account, ..
                },
                Tally::Contact(id, of),
            ) => (*person, *account) == (id, of),
            _ => false,
        }
    }
}

impl Counts {
    pub(super) fn add(&mut self, turn: i64, cases: i64) {
        match turn {
            t if t == turn_rank(Turn::Customer) => self.customer += cases,
            t if t == turn_rank(Turn::Support) => self.support += cases,
            _ => self.closed += cases,
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
        let (mut wanted, mut args): (Vec<Sql>, Vec<Value>) = (Vec::new(), Vec::new());
        for tally in tallies.iter().filter(|tally| tally.within(scope)) {
            let (dimension, id) = tally.key();
            args.extend([dimension.as_ref().into(), id.into()]);
            wanted.push(sql!(
                "(dimension = ${} AND id = ${})",
                args.len() - 1,
                args.len()
            ));
        }
        for (counts, tally) in all.iter_mut().zip(tallies) {
            if !scope.is_whole() && tally.is_of(scope) {
                *counts = self.counted(scope, list, *tally).await?;
            }
        }
        if wanted.is_empty() {
            return Ok(all);
        }
        let mut sql = sql!(
            "SELECT dimension, id, turn, cases FROM counts WHERE ({})",
            Sql::join(&wanted, " OR ")
        );
        if let Some(list) = list {
            args.push(list.as_str().into());
            sql.push(sql!(" AND list = ${}", args.len()));
        }
        let asked_of = tallies.iter().find_map(|tally| match tally {
            Tally::AskedOf(person) => Some(*person),
            _ => None,
        });
        if let Some(person) = asked_of
            && let Some((gate, more)) = gate(scope, args.len() + 1)
        {
            args.extend(more);
            args.push(person.into());
            sql.push(sql!(
                " UNION ALL SELECT '{ASKED_OF}', a.success_manager_id, c.turn, count(*) FROM cases c
                JOIN accounts a ON a.id = c.account_id
                WHERE c.escalation_asked IS NOT NULL AND c.escalation_asked = 'success-manager' AND {gate}
                AND a.success_manager_id = ${} GROUP BY a.success_manager_id, c.turn",
                args.len()
            ));
        }
        for row in self.db.read(&sql, &args).await? {
            let mut c = row.columns();
            let (dimension, id, turn, cases) = (c.text()?, c.int()?, c.int()?, c.int()?);
            for (counts, tally) in all.iter_mut().zip(tallies) {
                let (this_dimension, this_id) = tally.key();
                if tally.within(scope) && this_dimension == dimension && this_id == id {
                    counts.add(turn, cases);
                }
            }
        }
        self.leave_out_private(scope, list, tallies, &mut all)
            .await?;
        Ok(all)
    }

    /// Takes out what is kept from these staff: few cases, with an index of their own, so that no counter is needed.
    async fn leave_out_private(
        &self,
        scope: &Scope,
        list: Option<List>,
        tallies: &[Tally],
        all: &mut [Counts],
    ) -> Result<(), DbError> {
        const KEPT: &str =
            "SELECT list, turn, alert, coalesce(owner_id, 0), coalesce(team_id, 0), account_id,
            contact_id, deployment_id, CASE WHEN escalation_asked IS NULL THEN 0 ELSE 1 END,
            CASE WHEN snooze IS NULL THEN 0 ELSE 1 END, CASE WHEN escalation_order < 5 THEN 1 ELSE 0 END,
            coalesce(escalation_team, 0), reopening_asked, suggested, count(*) FROM cases WHERE private = 1
            AND coalesce(owner_id, 0) <> $1 AND coalesce(team_id, 0) <> $2
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14";
        let Scope::Staff {
            person,
            team,
            leads: false,
        } = scope
        else {
            return Ok(());
        };
        // Nobody is in team -1, and no case is.
        let args = [(*person).into(), team.map_or(-1, |team| team.0).into()];
        for row in self.db.read(KEPT, &args).await? {
            let mut c = row.columns();
            let (of, turn, alert) = (c.text()?, c.int()?, c.int()?);
            let (owner, team, account) = (c.int()?, c.int()?, c.int()?);
            let (contact, deployment) = (c.int()?, c.int()?);
            let (asked, snoozed, open) = (c.int()?, c.int()?, c.int()?);
            let (queue, back) = (c.int()?, c.int()?);
            let (suggested, cases) = (c.int()?, c.int()?);
            if list.is_some_and(|list| list.as_str() != of) {
                continue;
            }
            for (counts, tally) in all.iter_mut().zip(tallies) {
                let counted = match tally {
                    Tally::Desk => true,
                    Tally::Account(id) => id.0 == account,
                    Tally::Deployment(id) => id.0 == deployment,
                    Tally::Contact(id, of) => (id.0, of.0) == (contact, account),
                    Tally::Owner(id) => id.0 == owner,
                    Tally::Unowned => owner == 0,
                    Tally::Team(id) => id.0 == team,
                    Tally::Warned(id) => alert >= 1 && id.0 == owner,
                    Tally::Alarmed => alert >= 2,
                    Tally::EscalationAsked => asked == 1,
                    Tally::Suggested => suggested == 1,
                    Tally::ReopeningAsked => back == 1,
                    Tally::Snoozed(id) => snoozed == 1 && id.0 == owner,
                    Tally::Escalated => open == 1,
                    Tally::Queued(id) => id.0 == queue,
                    // What is in their own hands is never kept from them.
                    Tally::ToConfirm(_) => false,
                    // Was counted through the gate.
                    Tally::AskedOf(_) => false,
                };
                if counted {
                    counts.add(turn, -cases);
                }
            }
        }
        Ok(())
    }

    /// Counts of a scope that sees a part of an account: no counter is kept of it, so its cases are counted.
    async fn counted(
        &self,
        scope: &Scope,
        list: Option<List>,
        tally: Tally,
    ) -> Result<Counts, DbError> {
        let mut counts = Counts::default();
        let Some((gate, mut args)) = gate(scope, 1) else {
            return Ok(counts);
        };
        let mut conditions = vec![gate];
        if let Tally::Contact(person, _) = tally {
            args.push(person.into());
            conditions.push(sql!("c.contact_id = ${}", args.len()));
        }
        if let Some(list) = list {
            args.push(list.as_str().into());
            conditions.push(sql!("c.list = ${}", args.len()));
        }
        let sql = sql!(
            "SELECT c.turn, count(*) FROM cases c WHERE {} GROUP BY c.turn",
            Sql::join(&conditions, " AND ")
        );
        for row in self.db.read(&sql, &args).await? {
            let mut c = row.columns();
            counts.add(c.int()?, c.int()?);
        }
        Ok(counts)
    }
}
