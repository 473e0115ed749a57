//! Writing what the log brings: people and accounts, new cases in the order of their opening, then what is new about
//! cases of before. Joins the replay with the store.

use std::collections::HashMap;

use domain::{CaseId, Desk};
use futures_util::{StreamExt, TryStreamExt, stream};
use store::{
    Store, WriteError,
    cases::{Change, Opening, StoredCase},
    db::Dialect,
    imports::{self, Taken},
};

use super::{
    Options, Progress, SYSTEM,
    directory::{Directory, Setting},
    error::ImportError,
    log::{Incident, Log},
    mapping::Statuses,
    replay::{Happened, Replay, Standing},
};
use crate::app::Desks;

/// People, teams or accounts in one write.
const PEOPLE: usize = 250;
/// Cases in one write.
const CASES: usize = 200;
/// Times a change is made anew when somebody else was faster.
const TRIES: usize = 5;

/// All that the writing needs.
pub struct Work<'a> {
    pub store: &'a Store,
    pub desks: &'a Desks,
    pub desk: &'a Desk,
    pub desk_version: i64,
    pub log: &'a Log,
    pub statuses: &'a Statuses<'a>,
    pub directory: &'a Directory<'a>,
    pub options: &'a Options,
}

/// Which incidents are new, and which go on.
pub struct Plan<'a> {
    pub fresh: Vec<&'a Incident>,
    pub grown: Vec<(&'a Incident, Taken)>,
    pub unchanged: u64,
}

impl<'a> Work<'a> {
    pub fn plan(&self, taken: HashMap<String, Taken>) -> Plan<'a> {
        let mut plan = Plan {
            fresh: Vec::new(),
            grown: Vec::new(),
            unchanged: 0,
        };
        for incident in &self.log.incidents {
            match taken.get(&incident.id) {
                None => plan.fresh.push(incident),
                Some(taken) if taken.records < incident.rows.len() as i64 => {
                    plan.grown.push((incident, *taken))
                }
                Some(_) => plan.unchanged += 1,
            }
        }
        plan
    }

    fn replay(&self, desk: &'a Desk) -> Replay<'a, Directory<'a>> {
        Replay {
            names: &self.log.names,
            desk,
            desk_version: self.desk_version,
            statuses: self.statuses,
            people: self.directory,
            system: SYSTEM,
        }
    }

    fn history(&self, incident: &Incident) -> Result<Vec<Happened>, ImportError> {
        self.replay(self.desk)
            .case(incident)
            .ok_or(ImportError::Desk("place for it"))
    }

    /// Events that a run would add.
    pub async fn foresee(&self, plan: &Plan<'a>) -> Result<u64, ImportError> {
        let mut events = 0;
        for incident in &plan.fresh {
            events += self.history(incident)?.len() as u64;
        }
        for (incident, taken) in &plan.grown {
            events += self.news(incident, *taken).await?.1.len() as u64;
        }
        Ok(events)
    }

    /// Writes all of it; gives the number of events added to cases.
    pub async fn write(
        &self,
        plan: &Plan<'a>,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<u64, ImportError> {
        self.write_people(progress).await?;
        let (mut done, mut events) = (0, 0);
        let of = (plan.fresh.len() + plan.grown.len()) as u64;
        let base = store::fresh_id(self.options.now);
        // SQLite keeps the order in which writes are given to it: while one is written, the next is made ready.
        // PostgreSQL does not, and numbers are to follow the order of opening.
        let in_flight = match self.store.db().dialect() {
            Dialect::Sqlite => 3,
            Dialect::Postgres => 1,
        };
        let batches = plan.fresh.chunks(CASES).enumerate();
        let mut writes = stream::iter(batches)
            .map(|(place, batch)| self.open(batch, base + (place * CASES) as i64))
            .buffered(in_flight);
        while let Some((cases, added)) = writes.try_next().await? {
            (done, events) = (done + cases, events + added);
            progress(Progress::Cases { done, of, events });
        }
        for (incident, taken) in &plan.grown {
            events += self.go_on(incident, *taken).await?;
            done += 1;
            progress(Progress::Cases { done, of, events });
        }
        Ok(events)
    }

    async fn write_people(
        &self,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<(), ImportError> {
        let setting = Setting {
            desk: self.desk,
            time_zone: self.options.zone.iana_name().unwrap_or("UTC"),
            now: self.options.now,
        };
        let mut additions = self.directory.additions(&setting)?;
        let (mut done, of) = (0, additions.len() as u64);
        while !additions.is_empty() {
            let rest = additions.split_off(additions.len().min(PEOPLE));
            let some = std::mem::replace(&mut additions, rest);
            done += some.len() as u64;
            self.store
                .add(some.into_iter().flatten().collect())
                .await
                .map_err(|error| match error {
                    WriteError::Taken(_) => ImportError::AddressTaken,
                    other => other.into(),
                })?;
            progress(Progress::People { done, of });
        }
        Ok(())
    }

    /// Opens one batch of cases, with the notes of how far each has come, in one write. Ids are in the order of
    /// opening from `first` on.
    async fn open(&self, batch: &[&Incident], first: i64) -> Result<(u64, u64), ImportError> {
        let histories = batch
            .iter()
            .map(|incident| self.history(incident))
            .collect::<Result<Vec<_>, _>>()?;
        let mut openings = Vec::with_capacity(batch.len());
        let mut notes = Vec::with_capacity(batch.len());
        for (n, (incident, events)) in (0..).zip(batch.iter().zip(&histories)) {
            let id = CaseId(first + n);
            let told = incident.told();
            let keys = self.directory.keys(told.caller, told.location);
            openings.push(Opening {
                id,
                desk: self.desk,
                keys,
                events,
            });
            notes.push(imports::taken(
                SYSTEM,
                &incident.id,
                Taken {
                    case: id,
                    records: incident.rows.len() as i64,
                },
            ));
        }
        let events = histories.iter().map(|events| events.len() as u64).sum();
        self.store.open_cases(&openings, notes).await?;
        Ok((batch.len() as u64, events))
    }

    /// The case of an incident, and what the log knows that it does not.
    async fn news(
        &self,
        incident: &Incident,
        taken: Taken,
    ) -> Result<(StoredCase, Vec<Happened>), ImportError> {
        let lost = || ImportError::Lost(incident.id.clone());
        let stored = self.store.case_by_id(taken.case).await?.ok_or_else(lost)?;
        let last = self
            .store
            .history(&stored)
            .await?
            .last()
            .map(|event| event.at);
        let standing = Standing {
            status: stored.case.status.clone(),
            last_at: last.ok_or_else(lost)?,
        };
        let desk = self.desks.of(stored.case.desk_version);
        let rows = usize::try_from(taken.records).unwrap_or(0);
        let events = self.replay(desk).rows(incident, rows, standing);
        Ok((stored, events))
    }

    /// Adds the new rows of an incident to its case; gives how many events that were.
    async fn go_on(&self, incident: &Incident, taken: Taken) -> Result<u64, ImportError> {
        let note = || {
            let records = incident.rows.len() as i64;
            imports::taken(
                SYSTEM,
                &incident.id,
                Taken {
                    case: taken.case,
                    records,
                },
            )
        };
        for _ in 0..TRIES {
            let (stored, events) = self.news(incident, taken).await?;
            if events.is_empty() {
                self.store.add(vec![note()]).await?;
                return Ok(0);
            }
            let desk = self.desks.of(stored.case.desk_version);
            match self
                .store
                .change_case(
                    &Change {
                        before: &stored,
                        desk,
                        moved: None,
                        events: &events,
                    },
                    vec![note()],
                )
                .await
            {
                Ok(_) => return Ok(events.len() as u64),
                Err(WriteError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(WriteError::Conflict.into())
    }
}
