//! Incidents: what somebody may read, staff's work on them, and the solution that each gathered case is offered (E3, S7).

mod letters;
mod offering;
mod reach;
mod suggesting;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Actor, CaseId, DeploymentId, IncidentId, Language, PersonId,
    access::seats,
    case::{
        intake::{FieldProblem, Wrong},
        likeness::likeness,
    },
    event::Recorded,
    incident::{Affected, Command, Concerned, Facts, Incident, Reader, Refused, decide},
};
use store::{
    WriteError,
    cases::{CaseRow, StoredCase},
    idempotency::Key,
    incidents::{Asked, Change, State, StoredIncident},
};

use super::{App, Fail, TRIES};

pub use offering::Offered;
pub use reach::Reach;
pub use suggesting::SuggestedAccount;

/// Cases opened so long before may belong to the same incident.
const HOURS: i64 = 2;
/// Subjects that are alike by so much say similar things.
const SIMILAR: f64 = 0.2;
/// Cases that may belong to one are shown up to here.
const SUGGESTED: usize = 12;
/// Incidents that have ended are told of for so many days.
const RECENT_DAYS: i64 = 14;

/// A case that may belong to an incident, and whether its subject says something similar.
pub struct Suggested {
    pub row: CaseRow,
    pub alike: bool,
}

/// Of a text in several languages the reader's own, else the first.
pub fn in_language<'a>(
    own: &Language,
    texts: &'a domain::incident::Texts,
) -> Option<(&'a Language, &'a str)> {
    super::knowledge::in_language(own, texts).map(|(language, text)| (language, text.as_str()))
}

impl App {
    /// Who somebody is to incidents: what their company has, and which cases they see.
    pub async fn incident_reader(&self, actor: &Actor) -> Result<Reader, Fail> {
        let (account, access) = match actor {
            Actor::Agent { .. } | Actor::System => return Ok(Reader::Staff),
            Actor::Contact {
                account, access, ..
            } => (*account, access),
        };
        let scope = actor.scope();
        if access.guest || access.level().is_none() {
            let concerned = None;
            return Ok(Reader::Contact { scope, concerned });
        }
        let sites = self.store.deployments(account).await?.into_iter();
        let sites: BTreeSet<DeploymentId> = sites
            .map(|site| site.id)
            .filter(|site| access.on(*site).is_some())
            .collect();
        let (desk, _) = self.desks.current();
        let today = seats::today(desk, self.now());
        let bought = self.store.entitlements(account).await?;
        let mut products = BTreeSet::new();
        for one in bought.into_iter().filter(|one| one.counts_on(today)) {
            match (one.deployment, one.product) {
                (Some(site), _) if !sites.contains(&site) => {}
                (_, Some(product)) => {
                    products.insert(product);
                }
                (_, None) => products.extend(desk.products.iter().map(|p| p.id.clone())),
            }
        }
        Ok(Reader::Contact {
            scope,
            concerned: Some(Concerned {
                account,
                sites,
                products,
                since: access.since,
            }),
        })
    }

    /// One incident; what is not for them is not there.
    pub async fn incident(&self, actor: &Actor, number: i64) -> Result<StoredIncident, Fail> {
        let reader = self.incident_reader(actor).await?;
        let found = self.store.incident(&reader, number).await?;
        found.ok_or(Fail::NotFound)
    }

    /// Incidents that are there for somebody.
    pub async fn incidents(
        &self,
        actor: &Actor,
        asked: &Asked,
    ) -> Result<Vec<StoredIncident>, Fail> {
        let reader = self.incident_reader(actor).await?;
        Ok(self.store.incidents(&reader, asked).await?)
    }

    /// Those that run, and those that have ended a short while ago.
    pub async fn current_incidents(
        &self,
        actor: &Actor,
        limit: i64,
    ) -> Result<[Vec<StoredIncident>; 2], Fail> {
        let reader = self.incident_reader(actor).await?;
        let since = self.now() - jiff::SignedDuration::from_hours(24 * RECENT_DAYS);
        let of = async |state: State| {
            let asked = Asked {
                states: vec![state],
                ended_since: Some(since),
                limit,
                ..Asked::default()
            };
            self.store.incidents(&reader, &asked).await
        };
        Ok([of(State::Running).await?, of(State::Restored).await?])
    }

    /// The incident that has gathered a case which its reader sees.
    pub async fn incident_of(&self, case: &StoredCase) -> Result<Option<StoredIncident>, Fail> {
        Ok(self.store.incident_of(case.id).await?)
    }

    /// Carries a command out on an incident; `None` declares one. With `seen`, only if it is still as the actor saw it.
    pub async fn change_incident(
        &self,
        actor: &Actor,
        number: Option<i64>,
        seen: Option<i64>,
        command: Command,
    ) -> Result<Result<StoredIncident, Refused>, Fail> {
        self.change_incident_once(actor, number, seen, command, None)
            .await
    }

    /// Today, where the desk is.
    pub fn today(&self) -> jiff::civil::Date {
        seats::today(self.desks.current().0, self.now())
    }

    /// The same, once under this key.
    pub async fn change_incident_once(
        &self,
        actor: &Actor,
        number: Option<i64>,
        seen: Option<i64>,
        command: Command,
        key: Option<&Key>,
    ) -> Result<Result<StoredIncident, Refused>, Fail> {
        if matches!(actor, Actor::Contact { .. }) {
            return Err(Fail::NotFound);
        }
        if let Some(problem) = self.unknown_in(actor, &command).await? {
            return Ok(Err(Refused::Fields(vec![problem])));
        }
        let owners = self.owners().await?.into_iter().map(|agent| agent.id);
        let owners: BTreeSet<PersonId> = owners.collect();
        for _ in 0..TRIES {
            let before = match number {
                Some(number) => Some(self.incident(actor, number).await?),
                None => None,
            };
            let incident = before.as_ref().map(|stored| &stored.incident);
            if let (Some(seen), Some(incident)) = (seen, incident)
                && incident.version != seen
            {
                return Err(Fail::Stale);
            }
            let named = named_cases(&command);
            let but = incident.map(|incident| incident.id);
            let elsewhere = self.store.gathered_elsewhere(&named, but).await?;
            let decided = self.decided(actor, incident, command.clone(), &owners, &elsewhere);
            let mut happened = match decided {
                Ok(happened) => happened,
                // What is not for them is not there.
                Err(Refused::NotAllowed) => return Err(Fail::NotFound),
                Err(refused) => return Ok(Err(refused)),
            };
            if happened.is_empty() {
                return match before {
                    Some(before) => Ok(Ok(before)),
                    None => Err(Fail::NotFound),
                };
            }
            if number.is_none() {
                self.numbered(&mut happened).await?;
            }
            let now = self.now();
            let at = incident.map_or(now, |incident| now.max(incident.changed_at));
            let id =
                incident.map_or_else(|| IncidentId(store::fresh_id(now)), |incident| incident.id);
            let change = Change {
                id,
                before: before.as_ref(),
                desk: self.desk_of(incident),
                happened: &happened,
                by: actor.by(),
                at,
            };
            let mut list = change.statements()?;
            list.extend(key.map(|key| store::incidents::once(key, id, now)));
            match self.store.add(list).await {
                Ok(()) => {
                    self.bell.notify_waiters();
                    let after = self.store.incident_by_id(id).await?;
                    return Ok(Ok(after.ok_or(Fail::NotFound)?));
                }
                Err(WriteError::Conflict) => continue,
                // The same request was faster by another way: it answers for both.
                Err(WriteError::Taken(index)) if index == store::incidents::DONE => {
                    let done = match key {
                        Some(key) => self.store.incident_done(key).await?,
                        None => None,
                    };
                    let same =
                        done.filter(|(_, request)| key.is_some_and(|k| k.request == *request));
                    let (id, _) = same.ok_or(Fail::Conflict)?;
                    let stored = self.store.incident_by_id(id).await?;
                    return Ok(Ok(stored.ok_or(Fail::NotFound)?));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// What somebody is about to declare, as it would stand; nothing of it is kept.
    pub async fn imagined_incident(
        &self,
        actor: &Actor,
        declaration: domain::incident::Declaration,
    ) -> Result<Result<Incident, Refused>, Fail> {
        let command = Command::Declare(Box::new(declaration));
        if let Some(problem) = self.unknown_in(actor, &command).await? {
            return Ok(Err(Refused::Fields(vec![problem])));
        }
        let owners = self.owners().await?.into_iter().map(|agent| agent.id);
        let elsewhere = self
            .store
            .gathered_elsewhere(&named_cases(&command), None)
            .await?;
        let happened = match self.decided(actor, None, command, &owners.collect(), &elsewhere) {
            Ok(happened) => happened,
            Err(refused) => return Ok(Err(refused)),
        };
        let recorded: Vec<_> = (1..)
            .zip(happened)
            .map(|(version, event)| Recorded {
                version,
                at: self.now(),
                by: actor.by(),
                event,
            })
            .collect();
        let incident = Incident::replay(IncidentId(0), &recorded);
        Ok(Ok(incident.ok_or(Fail::NotFound)?))
    }

    /// The desk by which an incident goes; the one that serves, before it is declared.
    pub fn desk_of(&self, incident: Option<&Incident>) -> &domain::Desk {
        match incident {
            Some(incident) => self.desks.of(incident.desk_version),
            None => self.desks.current().0,
        }
    }

    fn decided(
        &self,
        actor: &Actor,
        incident: Option<&Incident>,
        command: Command,
        owners: &BTreeSet<PersonId>,
        elsewhere: &BTreeMap<CaseId, i64>,
    ) -> Result<Vec<domain::incident::IncidentEvent>, Refused> {
        let now = self.now();
        let facts = Facts {
            desk: self.desk_of(incident),
            desk_version: self.desks.current().1,
            now: incident.map_or(now, |incident| now.max(incident.changed_at)),
            actor,
            owners,
            elsewhere,
        };
        decide(incident, command, &facts)
    }

    async fn numbered(&self, happened: &mut [domain::incident::IncidentEvent]) -> Result<(), Fail> {
        let next = self.store.next_incident_number().await?;
        for event in happened {
            if let domain::incident::IncidentEvent::Declared { number, .. } = event {
                *number = next;
            }
        }
        Ok(())
    }

    /// A company, deployment or case that a command names and that is not there.
    async fn unknown_in(
        &self,
        actor: &Actor,
        command: &Command,
    ) -> Result<Option<FieldProblem>, Fail> {
        let wrong = |field: &str| {
            Some(FieldProblem {
                field: field.to_owned(),
                wrong: Wrong::NotOffered,
            })
        };
        let affected: Option<&Affected> = match command {
            Command::Declare(declaration) => Some(&declaration.affected),
            Command::Describe { affected, .. } => Some(affected),
            _ => None,
        };
        if let Some(affected) = affected {
            for account in &affected.accounts {
                if self.store.account_name(*account).await?.is_none() {
                    return Ok(wrong("accounts"));
                }
            }
            let sites: Vec<DeploymentId> = affected.deployments.iter().copied().collect();
            if !self.store.deployments_exist(&sites).await? {
                return Ok(wrong("deployments"));
            }
        }
        if let Command::SetHearing { account, .. } = command
            && self.store.account_name(*account).await?.is_none()
        {
            return Ok(wrong("accounts"));
        }
        // What is kept from them is not there for them.
        for case in named_cases(command) {
            let stored = self.store.case_by_id(case).await?;
            if !stored.is_some_and(|stored| actor.scope().sees(&stored.case)) {
                return Ok(wrong("cases"));
            }
        }
        Ok(None)
    }

    /// Cases by their numbers, as staff name them; those that they do not see are told.
    pub async fn cases_named(
        &self,
        actor: &Actor,
        numbers: &BTreeSet<i64>,
    ) -> Result<Result<BTreeSet<CaseId>, FieldProblem>, Fail> {
        let mut all = BTreeSet::new();
        for number in numbers {
            match self.store.case(&actor.scope(), *number).await? {
                Some(stored) => all.insert(stored.id),
                None => {
                    return Ok(Err(FieldProblem {
                        field: "cases".to_owned(),
                        wrong: Wrong::NotOffered,
                    }));
                }
            };
        }
        Ok(Ok(all))
    }

    /// Cases that may belong to the same incident as one: of the same product, opened within two hours, and no incident's
    /// yet. Those that were noticed as reports of the same come first, then those whose subjects are alike.
    pub async fn suggested_cases(
        &self,
        actor: &Actor,
        stored: &StoredCase,
    ) -> Result<Vec<Suggested>, Fail> {
        let span = jiff::SignedDuration::from_hours(HOURS);
        let surge = self.surge_of(actor, stored.id).await?;
        let first = surge.map_or(stored.case.opened_at, |surge| surge.since);
        let together = self.alike_numbers(actor, stored).await?;
        let from = self.now().min(stored.case.opened_at - span).min(first);
        let product = stored.case.product.as_str();
        let others = self.opened_since(actor, product, from).await?.into_iter();
        let others = others.filter(|row| row.id != stored.id);
        let subject = stored.case.subject.as_str();
        let mut all: Vec<_> = others
            .map(|row| (likeness(row.subject(), subject), row))
            .collect();
        all.sort_by(|(a, x), (b, y)| {
            let is_with = |row: &CaseRow| together.contains(&row.number);
            let by_likeness = b.total_cmp(a).then(y.number.cmp(&x.number));
            is_with(y).cmp(&is_with(x)).then(by_likeness)
        });
        let most = SUGGESTED.max(together.len());
        let suggested = all.into_iter().take(most).map(|(how, row)| Suggested {
            row,
            alike: how >= SIMILAR,
        });
        Ok(suggested.collect())
    }
}

/// The cases that a command names.
fn named_cases(command: &Command) -> BTreeSet<CaseId> {
    match command {
        Command::Declare(declaration) => {
            let cases = declaration.cases.iter().copied();
            cases.chain(declaration.from).collect()
        }
        Command::Gather { cases } => cases.clone(),
        _ => BTreeSet::new(),
    }
}
