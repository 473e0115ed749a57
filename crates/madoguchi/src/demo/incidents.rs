//! What affected the service of the demo's vendor (E3): one incident that runs, and one that has ended with its cause reported.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Actor, CaseId, IncidentId, Instant, Language, PersonId, Role,
    access::Scope,
    incident::{Affected, Command, Declaration, Facts, IncidentEvent, Phase, Typed, decide},
};
use jiff::SignedDuration;
use serde::Deserialize;
use store::{
    cases::{CaseRow, Direction, Filter, Holder, Query, Sort, Span, View},
    incidents::Change,
};

use super::Cast;
use crate::app::{App, Fail};

/// Cases that one gathers.
const CASES: usize = 3;
/// Cases looked through for it.
const LOOKED_AT: usize = 300;

#[derive(Deserialize)]
struct Incidents {
    incident: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    product: String,
    words: Vec<String>,
    /// It gathers cases that are closed by now.
    closed: bool,
    severity: usize,
    region: String,
    started: i64,
    ja: String,
    en: String,
    note: String,
    told: Vec<Told>,
    #[serde(default)]
    solution_ja: String,
    #[serde(default)]
    solution_en: String,
    #[serde(default)]
    cause_ja: String,
    #[serde(default)]
    cause_en: String,
    #[serde(default)]
    cause_ago: i64,
    /// In so many days the cause is to be reported; by the desk's days where nothing is said.
    cause_due: Option<i64>,
}

#[derive(Deserialize)]
struct Told {
    phase: String,
    ago: i64,
    next: i64,
    ja: String,
    en: String,
}

fn both(ja: &str, en: &str) -> Typed {
    let text = |tag: &str, text: &str| (Language::new(tag), text.trim().to_owned());
    vec![text("ja", ja), text("en", en)]
}

/// Declares them and tells of them, each at its time; none where the desk has none.
pub async fn all(app: &App, cast: &Cast) -> Result<(), Fail> {
    if app.desks.current().0.incident.is_none() {
        return Ok(());
    }
    let written: Incidents =
        toml::from_str(include_str!("world/incidents.toml")).map_err(Fail::broken)?;
    // The one that has ended was first.
    for (place, one) in (1..).zip(written.incident.iter().rev()) {
        let playing = Playing {
            app,
            id: IncidentId(place),
            actor: &agent(cast),
            now: app.now(),
        };
        playing.all(one).await?;
    }
    Ok(())
}

/// Who coordinates incidents.
fn agent(cast: &Cast) -> Actor {
    let lead = cast.agents.get("sato").or(cast.agents.values().next());
    let (person, team) = lead.copied().unwrap_or((PersonId(0), None));
    Actor::Agent {
        person,
        role: Role::Tier2,
        team,
    }
}

struct Playing<'a> {
    app: &'a App,
    id: IncidentId,
    actor: &'a Actor,
    now: Instant,
}

impl Playing<'_> {
    fn ago(&self, minutes: i64) -> Instant {
        self.now - SignedDuration::from_mins(minutes)
    }

    async fn all(&self, one: &Written) -> Result<(), Fail> {
        let (desk, _) = self.app.desks.current();
        let Some(rule) = &desk.incident else {
            return Ok(());
        };
        let product = desk.product(&one.product).or(desk.products.first());
        let product = product.map_or(String::new(), |product| product.id.clone());
        let cases = self.gathered(one, &product).await?;
        let (Some(first), [declared, later @ ..]) = (cases.first(), one.told.as_slice()) else {
            return Ok(());
        };
        let region = rule.region(&one.region).map(|region| region.id.clone());
        let severity = rule.severities.get(one.severity);
        let severity = severity.or(rule.severities.first());
        let declaration = Declaration {
            from: Some(*first),
            title: both(&one.ja, &one.en),
            affected: Affected {
                severity: severity.map_or(String::new(), |severity| severity.id.clone()),
                products: [product].into(),
                regions: region.into_iter().collect(),
                started_at: Some(self.ago(one.started)),
                ..Affected::default()
            },
            texts: both(&declared.ja, &declared.en),
            next_at: Some(self.ago(declared.ago - declared.next)),
            cases: cases.into_iter().collect(),
            ..Declaration::default()
        };
        let at = self.ago(declared.ago);
        self.does(at, Command::Declare(Box::new(declaration)))
            .await?;
        let note = Command::AddNote {
            text: one.note.clone(),
        };
        self.does(self.ago(declared.ago - 7), note).await?;
        for told in later {
            let texts = both(&told.ja, &told.en);
            let command = match Phase::parse(&told.phase) {
                Some(Phase::Restored) | None => Command::End {
                    texts,
                    solution: both(&one.solution_ja, &one.solution_en),
                    cause_due_on: one.cause_due.map(|days| {
                        let today = self.now.to_zoned(desk.time_zone.clone()).date();
                        today.saturating_add(jiff::Span::new().days(days))
                    }),
                },
                Some(phase) => Command::Update {
                    phase,
                    texts,
                    next_at: Some(self.ago(told.ago - told.next)),
                },
            };
            self.does(self.ago(told.ago), command).await?;
        }
        if one.cause_ago > 0 {
            let texts = both(&one.cause_ja, &one.cause_en);
            let report = Command::ReportCause { texts };
            self.does(self.ago(one.cause_ago), report).await?;
        }
        Ok(())
    }

    /// The latest cases of the product whose subjects fit, of two companies where there are.
    async fn gathered(&self, one: &Written, product: &str) -> Result<Vec<CaseId>, Fail> {
        let query = Query {
            list: None,
            holder: Holder::All,
            view: match one.closed {
                true => View::Closed,
                false => View::NotClosed,
            },
            filter: Filter {
                product: Some(product.to_owned()),
                // What is over had been opened before that.
                opened: Span {
                    from: None,
                    before: one
                        .told
                        .last()
                        .filter(|_| one.closed)
                        .map(|t| self.ago(t.ago)),
                },
                ..Filter::default()
            },
            sort: Sort::Number,
            direction: Direction::Descending,
            cursor: None,
            limit: LOOKED_AT,
        };
        let rows = self.app.store.cases(&Scope::System, &query).await?.rows;
        // A case belongs to one incident.
        let rows: Vec<CaseRow> = rows.into_iter().filter(|r| r.incident.is_none()).collect();
        let fits = |row: &&CaseRow| one.words.iter().any(|word| row.subject().contains(word));
        let mut chosen: Vec<&CaseRow> = rows.iter().filter(fits).collect();
        if chosen.is_empty() {
            chosen = rows.iter().collect();
        }
        // Two of the first company at the most: another one is affected, too.
        let mut all: Vec<&CaseRow> = Vec::new();
        for row in chosen {
            let own = all.iter().filter(|one| one.account == row.account).count();
            let companies: BTreeSet<_> = all.iter().map(|one| one.account).collect();
            if all.len() < CASES && own < 2 && (companies.len() < 2 || own > 0) {
                all.push(row);
            }
        }
        Ok(all.into_iter().map(|row| row.id).collect())
    }

    async fn does(&self, at: Instant, command: Command) -> Result<(), Fail> {
        let (desk, desk_version) = self.app.desks.current();
        let owners: BTreeSet<PersonId> = self.actor.person().into_iter().collect();
        let before = self.app.store.incident_by_id(self.id).await?;
        let facts = Facts {
            desk,
            desk_version,
            now: at,
            actor: self.actor,
            owners: &owners,
            elsewhere: &BTreeMap::new(),
        };
        let incident = before.as_ref().map(|stored| &stored.incident);
        let decided = decide(incident, command, &facts);
        let mut happened = decided.map_err(|why| Fail::broken(format!("{why:?}")))?;
        for event in &mut happened {
            if let IncidentEvent::Declared { number, .. } = event {
                *number = self.app.store.next_incident_number().await?;
            }
        }
        let change = Change {
            id: self.id,
            before: before.as_ref(),
            desk,
            happened: &happened,
            by: self.actor.by(),
            at,
        };
        Ok(self.app.store.add(change.statements()?).await?)
    }
}
