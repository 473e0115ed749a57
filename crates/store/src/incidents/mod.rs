//! Incidents (E3, S7): the log holds what happened, rows find them and say whom they concern. An update is one write of the
//! incident's stream, however many cases it has gathered: these read it by reference.

mod gathered;
mod once;
mod read;

use std::collections::BTreeSet;

use domain::{
    AccountId, Desk, IncidentId, Instant, PersonId,
    event::{By, Recorded},
    incident::{End, Incident, IncidentEvent},
};

use crate::{
    Statement, Store,
    db::{DbError, Value},
    directory::{insert, moved},
    events::{self, Head, Stream, StreamKind},
};

pub use once::{DONE, once};
pub use read::{Asked, Owed, State};

/// An incident with where its stream stands.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredIncident {
    pub incident: Incident,
    head: Head,
}

fn stream(id: IncidentId) -> Stream {
    Stream {
        kind: StreamKind::Incident,
        id: id.0,
    }
}

/// How it stands, as a word of the table.
fn state(incident: &Incident) -> State {
    match &incident.ended {
        None => State::Running,
        Some((_, End::Restored { .. })) => State::Restored,
        Some((_, End::Cancelled { .. })) => State::Cancelled,
    }
}

/// The columns that follow from its events.
pub(crate) fn columns(incident: &Incident, desk: Option<&Desk>) -> Vec<(&'static str, Value)> {
    let affected = &incident.affected;
    let cause = incident.cause.as_ref();
    vec![
        ("number", incident.number.into()),
        ("version", incident.version.into()),
        ("desk_version", incident.desk_version.into()),
        ("state", state(incident).as_str().into()),
        ("phase", incident.phase.as_str().into()),
        ("severity", affected.severity.as_str().into()),
        ("wide", affected.wide.into()),
        ("lead_id", incident.lead.into()),
        ("communications_id", incident.communications.into()),
        (
            "started_at",
            affected.started_at.unwrap_or(incident.declared_at).into(),
        ),
        ("declared_at", incident.declared_at.into()),
        ("changed_at", incident.changed_at.into()),
        ("promised_at", incident.promised.map(|p| p.at).into()),
        (
            "tell_at",
            desk.and_then(|desk| incident.tell_at(desk)).into(),
        ),
        ("ended_at", incident.ended_at().into()),
        (
            "cause_due_on",
            cause.map(|cause| cause.due_on.to_string()).into(),
        ),
        (
            "cause_reported_at",
            cause.and_then(|cause| cause.reported_at).into(),
        ),
    ]
}

/// The companies that staff have picked or that hear nothing: account, picked, hears.
fn accounts(incident: &Incident) -> Vec<(AccountId, bool, bool)> {
    let picked = &incident.affected.accounts;
    let all: BTreeSet<AccountId> = picked.union(&incident.opted_out).copied().collect();
    let row = |id: AccountId| {
        let hears = !incident.opted_out.contains(&id);
        (id, picked.contains(&id), hears)
    };
    all.into_iter().map(row).collect()
}

/// A change of an incident; `before` is nothing where it is declared.
pub struct Change<'a> {
    pub id: IncidentId,
    pub before: Option<&'a StoredIncident>,
    /// The desk by which it goes.
    pub desk: &'a Desk,
    pub happened: &'a [IncidentEvent],
    pub by: By,
    pub at: Instant,
}

impl Change<'_> {
    /// The statements of the change, which are one write.
    pub fn statements(&self) -> Result<Vec<Statement>, DbError> {
        let (id, before) = (self.id, self.before);
        let mut head = before.map_or(Head::beginning(), |stored| stored.head.clone());
        let version = head.version;
        let mut log = Vec::new();
        let mut recorded = Vec::with_capacity(self.happened.len());
        for event in self.happened {
            log.extend(events::append(
                stream(id),
                &mut head,
                self.at,
                self.by,
                event,
            )?);
            recorded.push(Recorded {
                version: head.version,
                at: self.at,
                by: self.by,
                event: event.clone(),
            });
        }
        let after = match before {
            None => Incident::replay(id, &recorded),
            Some(stored) => {
                let mut incident = stored.incident.clone();
                recorded.iter().for_each(|one| incident.apply(one));
                Some(incident)
            }
        };
        let after = after
            .ok_or_else(|| DbError::Shape("an incident begins with its declaration".into()))?;
        let mut row = vec![("id", Value::from(id.0)), ("head", head.hash.into())];
        row.extend(columns(&after, Some(self.desk)));
        let mut list = match before {
            None => vec![take_number(after.number), insert("incidents", row)],
            Some(_) => vec![moved("incidents", row, version)],
        };
        list.extend(beside(&after, before.map(|stored| &stored.incident)));
        list.extend(log);
        Ok(list)
    }
}

/// Takes the number that was read as the next one; where another incident has it meanwhile, the write is a conflict.
fn take_number(number: i64) -> Statement {
    let take = Statement::new(
        "UPDATE numbering SET next = $1 WHERE name = 'incident' AND next = $2",
        vec![(number + 1).into(), number.into()],
    );
    take.guarded()
}

/// What it gathers and affects, where that changed. An update changes none of it.
fn beside(after: &Incident, before: Option<&Incident>) -> Vec<Statement> {
    const LET_GO: &str = "DELETE FROM incident_cases WHERE case_id = $1 AND incident_id = $2";
    const NO_PRODUCTS: &str = "DELETE FROM incident_products WHERE incident_id = $1";
    const NO_DEPLOYMENTS: &str = "DELETE FROM incident_deployments WHERE incident_id = $1";
    const NO_ACCOUNTS: &str = "DELETE FROM incident_accounts WHERE incident_id = $1";
    let id = Value::from(after.id.0);
    let none = BTreeSet::new();
    let had = before.map_or(&none, |before| &before.cases);
    let mut list = Vec::new();
    list.extend(had.difference(&after.cases).map(|case| {
        let args = vec![(*case).into(), id.clone()];
        Statement::new(LET_GO, args).guarded()
    }));
    list.extend(after.cases.difference(had).map(|case| {
        let row = vec![("case_id", (*case).into()), ("incident_id", id.clone())];
        insert("incident_cases", row)
    }));
    let affected = &after.affected;
    let was = before.map(|before| &before.affected);
    if was.is_none_or(|was| was.products != affected.products) {
        list.push(Statement::new(NO_PRODUCTS, vec![id.clone()]));
        list.extend(affected.products.iter().map(|product| {
            let product = Value::from(product.as_str());
            let row = vec![("incident_id", id.clone()), ("product", product)];
            insert("incident_products", row)
        }));
    }
    if was.is_none_or(|was| was.deployments != affected.deployments) {
        list.push(Statement::new(NO_DEPLOYMENTS, vec![id.clone()]));
        list.extend(affected.deployments.iter().map(|site| {
            let row = vec![
                ("incident_id", id.clone()),
                ("deployment_id", (*site).into()),
            ];
            insert("incident_deployments", row)
        }));
    }
    if before.map(accounts).unwrap_or_default() != accounts(after) {
        list.push(Statement::new(NO_ACCOUNTS, vec![id.clone()]));
        list.extend(accounts(after).into_iter().map(|(account, picked, hears)| {
            let row = vec![
                ("incident_id", id.clone()),
                ("account_id", account.into()),
                ("picked", picked.into()),
                ("hears", hears.into()),
            ];
            insert("incident_accounts", row)
        }));
    }
    list
}

impl Store {
    /// The number that the next incident gets, unless another one is faster.
    pub async fn next_incident_number(&self) -> Result<i64, DbError> {
        const NEXT: &str = "SELECT next FROM numbering WHERE name = 'incident'";
        let row = self.db.read_one(NEXT, &[]).await?;
        let row = row.ok_or_else(|| DbError::Shape("incidents are not numbered".into()))?;
        row.columns().int()
    }

    /// What happened to an incident, in order; for staff, and for who was shown that they may read it.
    pub async fn incident_events(
        &self,
        id: IncidentId,
    ) -> Result<Vec<Recorded<IncidentEvent>>, DbError> {
        self.stream(stream(id)).await
    }

    /// The incident as its events have it, by its row.
    async fn folded(&self, id: IncidentId, head: Head) -> Result<StoredIncident, DbError> {
        // What comes between the two looks is refused by the version at the write.
        let mut happened = self.incident_events(id).await?;
        happened.retain(|one| one.version <= head.version);
        let incident = Incident::replay(id, &happened);
        let incident = incident
            .ok_or_else(|| DbError::Shape("an incident begins with its declaration".into()))?;
        Ok(StoredIncident { incident, head })
    }

    /// What lies beside an incident is what its events say.
    pub(crate) async fn incident_is_whole(&self, incident: &Incident) -> Result<bool, DbError> {
        let of = async |sql: &'static str| {
            let rows = self.db.read(sql, &[incident.id.0.into()]).await?;
            Ok::<_, DbError>(rows.iter().map(crate::db::Row::values).collect::<Vec<_>>())
        };
        const CASES: &str =
            "SELECT case_id FROM incident_cases WHERE incident_id = $1 ORDER BY case_id";
        const PRODUCTS: &str =
            "SELECT product FROM incident_products WHERE incident_id = $1 ORDER BY product";
        const DEPLOYMENTS: &str = "SELECT deployment_id FROM incident_deployments WHERE incident_id = $1 ORDER BY deployment_id";
        const ACCOUNTS: &str = "SELECT account_id, picked, hears FROM incident_accounts WHERE incident_id = $1 ORDER BY account_id";
        let affected = &incident.affected;
        let cases: Vec<Vec<Value>> = incident.cases.iter().map(|id| vec![(*id).into()]).collect();
        let products = affected.products.iter();
        let products: Vec<Vec<Value>> = products.map(|id| vec![id.as_str().into()]).collect();
        let sites = affected.deployments.iter();
        let sites: Vec<Vec<Value>> = sites.map(|id| vec![(*id).into()]).collect();
        let picked = accounts(incident).into_iter();
        let picked: Vec<Vec<Value>> = picked
            .map(|(id, picked, hears)| vec![id.into(), picked.into(), hears.into()])
            .collect();
        Ok(of(CASES).await? == cases
            && of(PRODUCTS).await? == products
            && of(DEPLOYMENTS).await? == sites
            && of(ACCOUNTS).await? == picked)
    }

    /// The people who write about an incident, and whose it is.
    pub async fn incident_people(
        &self,
        incident: &Incident,
        events: &[Recorded<IncidentEvent>],
    ) -> Result<std::collections::HashMap<PersonId, domain::directory::Person>, DbError> {
        let mut ids = vec![incident.lead, incident.communications];
        ids.extend(events.iter().filter_map(|one| match one.by {
            By::Person(id) => Some(id),
            By::System => None,
        }));
        ids.sort_unstable();
        ids.dedup();
        self.people(ids).await
    }
}
