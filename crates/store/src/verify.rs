//! Holding what is stored against what happened: chains unbroken, every state equal to the replay of its events, column
//! by column, counters equal to a fresh count, numbers without gap, seals whole.

mod counts;

use std::collections::BTreeMap;

use domain::{
    AccountId, ArticleId, Desk, IncidentId, PersonId, RequestId, SessionId,
    audit::AuditEvent,
    case::{Case, CaseEvent},
    directory::{Account, AccountEvent, Person, PersonEvent},
    incident::{Incident, IncidentEvent},
    joining::{Request, RequestEvent},
    knowledge::{Article, ArticleEvent},
    session::{Session, SessionEvent},
};
use serde::de::DeserializeOwned;

use crate::{
    Store, cases, chain,
    db::{DbError, Sql, Value},
    directory,
    events::{self, Raw, Stream, StreamKind},
    incidents, knowledge, requests, sessions, sql,
};

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An event does not fit the one before it.
    BrokenChain {
        stream: &'static str,
        id: i64,
        version: i64,
    },
    /// A text is not the one that was written.
    AlteredText {
        stream: &'static str,
        id: i64,
        version: i64,
    },
    /// An event cannot be read.
    Unreadable {
        stream: &'static str,
        id: i64,
        what: String,
    },
    /// A stream has no state, or a state no stream.
    Missing { stream: &'static str, id: i64 },
    /// A column differs from the replay.
    Differs {
        stream: &'static str,
        id: i64,
        column: &'static str,
    },
    /// A counter is wrong.
    Count {
        dimension: String,
        id: i64,
        stored: i64,
        counted: i64,
    },
    /// Case numbers have a gap, or the next one is taken.
    Numbering { cases: i64, next: i64 },
    /// The same of the numbers of escalations.
    EscalationNumbering { opened: i64, next: i64 },
    /// The same of the numbers of incidents.
    IncidentNumbering { declared: i64, next: i64 },
    /// Events under a seal are not those that were sealed.
    Seal { number: i64 },
    /// Of a stream that was sealed, this event and what came after it is missing.
    Cut {
        stream: &'static str,
        id: i64,
        version: i64,
    },
    /// A seal bears no code, or one that was made without the key.
    SealCode { number: i64 },
    /// Seals that there were are missing.
    SealsCut { from: i64, to: i64 },
    /// Which seal is the latest was altered.
    LatestSeal,
    /// The log says that seals bear codes since one of them, and this is the first that bears none: codes were taken away.
    CodesTaken { since: i64, number: i64 },
}

/// What was looked at, and what was wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub events: u64,
    pub cases: u64,
    pub people: u64,
    pub accounts: u64,
    pub seals: u64,
    /// Seals with a code that takes a key to make.
    pub keyed_seals: u64,
    /// The first seal that bears one.
    pub first_keyed: Option<i64>,
    pub faults: Vec<Fault>,
}

/// Faults told at the most; beyond that the first ones say enough.
const TOLD: usize = 1000;
/// Streams read at a time.
const STEP: i64 = 500;

impl Store {
    /// Looks at everything. `desks` are the versions that cases name, by number; `progress` hears of events done.
    pub async fn verify(
        &self,
        desks: &BTreeMap<i64, Desk>,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<Report, DbError> {
        let mut report = Report::default();
        for kind in StreamKind::ALL {
            let mut after = i64::MIN;
            loop {
                const IDS: &str =
                    "SELECT DISTINCT stream_id FROM events WHERE stream = $1 AND stream_id > $2
                    ORDER BY stream_id LIMIT $3";
                let rows = self
                    .db
                    .read(IDS, &[kind.as_str().into(), after.into(), STEP.into()])
                    .await?;
                for row in &rows {
                    let id = row.clone().columns().int()?;
                    after = id;
                    self.verify_stream(Stream { kind, id }, desks, &mut report)
                        .await?;
                }
                progress(report.events);
                if rows.is_empty() || report.faults.len() > TOLD {
                    break;
                }
            }
        }
        self.verify_orphans(&mut report).await?;
        self.verify_counts(&mut report).await?;
        self.verify_numbering(&mut report).await?;
        self.verify_seals(&mut report).await?;
        report.faults.truncate(TOLD);
        Ok(report)
    }

    async fn verify_stream(
        &self,
        stream: Stream,
        desks: &BTreeMap<i64, Desk>,
        report: &mut Report,
    ) -> Result<(), DbError> {
        let (raws, texts) = self.raw_stream(stream).await?;
        let (name, id) = (stream.kind.as_str(), stream.id);
        report.events += raws.len() as u64;
        let mut before = chain::BEGINNING.to_vec();
        for (raw, version) in raws.iter().zip(1..) {
            if raw.version != version || chain::hash(&before, &raw.link()).as_slice() != raw.hash {
                report.faults.push(Fault::BrokenChain {
                    stream: name,
                    id,
                    version,
                });
            }
            before.clone_from(&raw.hash);
        }
        match stream.kind {
            StreamKind::Case => {
                report.cases += 1;
                let Some(happened) = decoded::<CaseEvent>(stream, &raws, &texts, report) else {
                    return Ok(());
                };
                let (Some(case), Some(stored)) = (
                    Case::replay(&happened),
                    self.case_by_id(domain::CaseId(id)).await?,
                ) else {
                    report.faults.push(Fault::Missing { stream: name, id });
                    return Ok(());
                };
                let mut wanted = cases::state(&case)?;
                if let Some(desk) = desks.get(&case.desk_version) {
                    wanted.extend(cases::projection(&case, desk, &stored.keys));
                }
                let changed = happened.iter().rev().find(|one| one.event.is_public());
                let opener = happened.first().and_then(|one| cases::who(one.by));
                wanted.push(("submitter_id", opener.into()));
                wanted.push((
                    "changer_id",
                    changed.and_then(|one| cases::who(one.by)).into(),
                ));
                wanted.push(("head", before.into()));
                self.compare("cases", stream, wanted, report).await?;
                if !self.appointments_are(stored.id, &case).await? {
                    report.faults.push(Fault::Differs {
                        stream: name,
                        id,
                        column: "appointments",
                    });
                }
                if !self.tags_are(domain::CaseId(id), &case.tags).await? {
                    report.faults.push(Fault::Differs {
                        stream: name,
                        id,
                        column: "tags",
                    });
                }
            }
            StreamKind::Person => {
                report.people += 1;
                let Some(happened) = decoded::<PersonEvent>(stream, &raws, &texts, report) else {
                    return Ok(());
                };
                let Some(person) = Person::replay(PersonId(id), happened.iter().map(|r| &r.event))
                else {
                    report.faults.push(Fault::Missing { stream: name, id });
                    return Ok(());
                };
                let mut wanted = directory::person_columns(&person);
                wanted.push(("head", before.into()));
                self.compare("people", stream, wanted, report).await?;
                let said = happened.iter().rev().find_map(|r| match &r.event {
                    PersonEvent::DetailsSet { details } => Some((**details).clone()),
                    _ => None,
                });
                if said.unwrap_or_default() != self.details(PersonId(id)).await? {
                    report.faults.push(Fault::Differs {
                        stream: name,
                        id,
                        column: "details",
                    });
                }
            }
            StreamKind::Account => {
                report.accounts += 1;
                let Some(happened) = decoded::<AccountEvent>(stream, &raws, &texts, report) else {
                    return Ok(());
                };
                let Some(account) =
                    Account::replay(AccountId(id), happened.iter().map(|r| &r.event))
                else {
                    report.faults.push(Fault::Missing { stream: name, id });
                    return Ok(());
                };
                let wanted = vec![
                    ("version", account.version.into()),
                    ("name", account.name.as_str().into()),
                    ("name_en", account.name_en.as_str().into()),
                    ("admin_id", account.admin.into()),
                    ("restricted", account.restricted.into()),
                    ("success_manager_id", account.success_manager.into()),
                    ("handover_id", account.handover.into()),
                    ("head", before.into()),
                ];
                self.compare("accounts", stream, wanted, report).await?;
                if !self.entitlements_are(&account).await? {
                    report.faults.push(Fault::Differs {
                        stream: name,
                        id,
                        column: "entitlements",
                    });
                }
                if !self.access_is(&account).await? {
                    report.faults.push(Fault::Differs {
                        stream: name,
                        id,
                        column: "access",
                    });
                }
                if !self.identifiers_are(&account).await? {
                    report.faults.push(Fault::Differs {
                        stream: name,
                        id,
                        column: "identifiers",
                    });
                }
                for (place, deployment) in account.deployments.iter().enumerate() {
                    let wanted = directory::deployment_columns(account.id, place, deployment);
                    let stream = Stream {
                        kind: StreamKind::Account,
                        id: deployment.id.0,
                    };
                    self.compare("deployments", stream, wanted, report).await?;
                }
            }
            StreamKind::Request => {
                let Some(happened) = decoded::<RequestEvent>(stream, &raws, &texts, report) else {
                    return Ok(());
                };
                let events = happened.iter().map(|r| &r.event);
                let Some(request) = Request::replay(RequestId(id), events) else {
                    report.faults.push(Fault::Missing { stream: name, id });
                    return Ok(());
                };
                let mut wanted = requests::columns(&request);
                wanted.push(("head", before.into()));
                self.compare("requests", stream, wanted, report).await?;
            }
            StreamKind::Article => {
                let Some(happened) = decoded::<ArticleEvent>(stream, &raws, &texts, report) else {
                    return Ok(());
                };
                let Some(article) = Article::replay(ArticleId(id), &happened) else {
                    report.faults.push(Fault::Missing { stream: name, id });
                    return Ok(());
                };
                let mut wanted = knowledge::columns(&article);
                wanted.push(("head", before.into()));
                self.compare("articles", stream, wanted, report).await?;
                if !self.article_texts_are(&article).await? {
                    report.faults.push(Fault::Differs {
                        stream: name,
                        id,
                        column: "texts",
                    });
                }
                if !self.article_images_are(&article).await? {
                    report.faults.push(Fault::Differs {
                        stream: name,
                        id,
                        column: "images",
                    });
                }
            }
            StreamKind::Session => {
                let Some(happened) = decoded::<SessionEvent>(stream, &raws, &texts, report) else {
                    return Ok(());
                };
                let Some(session) = Session::replay(&happened) else {
                    report.faults.push(Fault::Missing { stream: name, id });
                    return Ok(());
                };
                let mut wanted = sessions::columns(&session);
                wanted.push(("head", before.into()));
                self.compare("sessions", stream, wanted, report).await?;
                if !self.seats_are(SessionId(id), &session).await? {
                    report.faults.push(Fault::Differs {
                        stream: name,
                        id,
                        column: "seats",
                    });
                }
                if !self.answers_are(SessionId(id), &happened).await? {
                    report.faults.push(Fault::Differs {
                        stream: name,
                        id,
                        column: "answers",
                    });
                }
            }
            StreamKind::Incident => {
                let Some(happened) = decoded::<IncidentEvent>(stream, &raws, &texts, report) else {
                    return Ok(());
                };
                let Some(incident) = Incident::replay(IncidentId(id), &happened) else {
                    report.faults.push(Fault::Missing { stream: name, id });
                    return Ok(());
                };
                let desk = desks.get(&incident.desk_version);
                let mut wanted = incidents::columns(&incident, desk);
                wanted.retain(|(column, _)| desk.is_some() || *column != "tell_at");
                wanted.push(("head", before.into()));
                self.compare("incidents", stream, wanted, report).await?;
                if !self.incident_is_whole(&incident).await? {
                    report.faults.push(Fault::Differs {
                        stream: name,
                        id,
                        column: "gathered",
                    });
                }
            }
            StreamKind::Audit => {
                decoded::<AuditEvent>(stream, &raws, &texts, report);
            }
            StreamKind::Team => {
                let wanted = vec![
                    ("version", (raws.len() as i64).into()),
                    ("head", before.into()),
                ];
                self.compare("teams", stream, wanted, report).await?;
            }
        }
        Ok(())
    }

    /// Each column of one row against what the events say, byte for byte.
    async fn compare(
        &self,
        table: &'static str,
        stream: Stream,
        wanted: Vec<(&'static str, Value)>,
        report: &mut Report,
    ) -> Result<(), DbError> {
        let (name, id) = (stream.kind.as_str(), stream.id);
        let columns = Sql::join(wanted.iter().map(|(column, _)| *column), ", ");
        let sql = sql!("SELECT {columns} FROM {table} WHERE id = $1");
        let Some(row) = self.db.read_one(&sql, &[id.into()]).await? else {
            report.faults.push(Fault::Missing { stream: name, id });
            return Ok(());
        };
        for ((column, wanted), found) in wanted.into_iter().zip(row.values()) {
            // Marked by a migration: reckoned anew as soon as the product runs.
            let waits = column == "tell_at" && found == Value::from(0_i64);
            if wanted != found && !waits {
                report.faults.push(Fault::Differs {
                    stream: name,
                    id,
                    column,
                });
            }
        }
        Ok(())
    }

    /// States without a stream: something was added past the log.
    async fn verify_orphans(&self, report: &mut Report) -> Result<(), DbError> {
        for (table, stream) in [
            ("cases", "case"),
            ("people", "person"),
            ("accounts", "account"),
            ("teams", "team"),
            ("requests", "request"),
            ("articles", "article"),
            ("sessions", "session"),
            ("incidents", "incident"),
        ] {
            let sql = sql!(
                "SELECT s.id FROM {table} s WHERE NOT EXISTS
                 (SELECT 1 FROM events e WHERE e.stream = $1 AND e.stream_id = s.id) LIMIT 100"
            );
            for row in self.db.read(&sql, &[stream.into()]).await? {
                report.faults.push(Fault::Missing {
                    stream,
                    id: row.columns().int()?,
                });
            }
        }
        Ok(())
    }
}

/// The events with their texts, or the fault that they cannot be read.
fn decoded<E: DeserializeOwned>(
    stream: Stream,
    raws: &[Raw],
    texts: &[events::Text],
    report: &mut Report,
) -> Option<Vec<domain::event::Recorded<E>>> {
    let (name, id) = (stream.kind.as_str(), stream.id);
    let mut all = Vec::with_capacity(raws.len());
    for raw in raws {
        match raw.decode(texts) {
            Ok(recorded) => all.push(recorded),
            Err(error) => {
                let what = error.to_string();
                report.faults.push(if what.contains("was altered") {
                    Fault::AlteredText {
                        stream: name,
                        id,
                        version: raw.version,
                    }
                } else {
                    Fault::Unreadable {
                        stream: name,
                        id,
                        what,
                    }
                });
                return None;
            }
        }
    }
    Some(all)
}
