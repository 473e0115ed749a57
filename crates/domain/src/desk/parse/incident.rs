//! How incidents go (E3).

use super::{
    problem::{Problem, What},
    read::{Reader, Table},
};
use crate::{
    desk::{IncidentSeverity, IncidentTexts, Incidents, PhaseWords, StatusId, Surge},
    incident::Phase,
};

/// Longest time between two updates: a week.
const WEEK: i64 = 7 * 24 * 60;

impl Reader {
    /// Nothing where support declares no incidents.
    pub fn incident(&mut self, root: &Table) -> Option<Incidents> {
        let value = root.value("incident")?;
        let keys = [
            "prefix",
            "label",
            "severity",
            "region",
            "warn_minutes",
            "cause_days",
            "solution",
            "phase",
            "surge",
            "texts",
        ];
        let table = self.table("incident", value, "incident", &keys)?;
        let prefix = self.prefix(&table);
        let label = self.label(&table, "label");
        let mut number = |key: &str, usual: u16, least: i64, most: i64| {
            let given = self.maybe_number(&table, key, least, most);
            given.and_then(|n| u16::try_from(n).ok()).unwrap_or(usual)
        };
        let warn_minutes = number("warn_minutes", 5, 0, WEEK);
        let cause_days = number("cause_days", 10, 1, 365);
        let solution = match table.value("solution") {
            Some(_) => self.maybe_reference(&table, "solution", What::SubStatus),
            None => self.missing(&table, "solution"),
        };
        let regions = self.tables(&table, "region", "incident.region", &["id", "label"]);
        let regions = self.choices(regions, What::Region);
        let severities = self.incident_severities(&table);
        let phases = self.phases(&table);
        let surge = self.surge(&table);
        let texts = self.incident_texts(&table);
        Some(Incidents {
            prefix: prefix?,
            label,
            severities,
            regions,
            warn_minutes,
            cause_days,
            solution: StatusId::new(solution?),
            phases: phases?,
            surge,
            texts,
        })
    }

    /// What staff begin with; a desk may have any of these texts, or none.
    fn incident_texts(&mut self, table: &Table) -> IncidentTexts {
        let keys = ["title", "declared", "update", "ended"];
        let found = table
            .value("texts")
            .and_then(|value| self.table("texts", value, "incident.texts", &keys));
        let Some(table) = found else {
            return IncidentTexts::default();
        };
        let mut text = |key, one_line| self.maybe_template(&table, key, one_line, "{product}");
        IncidentTexts {
            title: text("title", true),
            declared: text("declared", false),
            update: text("update", false),
            ended: text("ended", false),
        }
    }

    /// Staff are told of many with the same trouble unless the desk says `companies = 0`.
    fn surge(&mut self, table: &Table) -> Option<Surge> {
        let mut surge = Surge {
            companies: 3,
            minutes: 120,
            alike: 50,
            kinds: Vec::new(),
        };
        let Some(value) = table.value("surge") else {
            return Some(surge);
        };
        let keys = ["companies", "minutes", "alike", "kinds"];
        let table = self.table("surge", value, "incident.surge", &keys)?;
        let mut number = |key: &str, usual: u16, least: i64, most: i64| {
            let given = self.maybe_number(&table, key, least, most);
            given.and_then(|n| u16::try_from(n).ok()).unwrap_or(usual)
        };
        surge.companies = number("companies", surge.companies, 0, 1000);
        surge.minutes = number("minutes", surge.minutes, 5, 24 * 60);
        surge.alike = number("alike", surge.alike, 10, 100);
        surge.kinds = self.references(&table, "kinds", What::Kind);
        (surge.companies > 0).then(|| Surge {
            companies: surge.companies.max(2),
            ..surge
        })
    }

    fn incident_severities(&mut self, table: &Table) -> Vec<IncidentSeverity> {
        let (mut ids, mut severities) = (Vec::new(), Vec::new());
        let keys = ["id", "label", "update_minutes"];
        for table in self.some_tables(table, "severity", "incident.severity", &keys) {
            let id = self.id(&table, What::IncidentSeverity);
            let label = self.label(&table, "label");
            let minutes = self.number(&table, "update_minutes", 1, WEEK);
            let minutes = minutes.and_then(|n| u16::try_from(n).ok());
            if let (Some(id), Some(update_minutes)) = (id, minutes) {
                severities.push(IncidentSeverity {
                    id: id.it.clone(),
                    label,
                    update_minutes,
                });
                ids.push(id);
            }
        }
        self.distinct(What::IncidentSeverity, &ids);
        severities
    }

    fn phases(&mut self, table: &Table) -> Option<[PhaseWords; 5]> {
        let (mut ids, mut phases) = (Vec::new(), Vec::new());
        let keys = ["id", "label", "next"];
        for table in self.some_tables(table, "phase", "incident.phase", &keys) {
            let id = self.text(&table, "id");
            let known = Phase::ALL.map(Phase::as_str);
            let known = id.filter(|id| self.one_of(id, "id", &known));
            let (label, next) = (self.label(&table, "label"), self.words(&table, "next"));
            if let Some((phase, id)) = known.and_then(|id| Some((Phase::parse(&id.it)?, id))) {
                ids.push(id);
                phases.push((phase, PhaseWords { label, next }));
            }
        }
        self.distinct(What::Phase, &ids);
        let mut all = Phase::ALL.iter();
        if let Some(phase) = all.find(|phase| phases.iter().all(|(p, _)| p != *phase)) {
            let (key, within) = (phase.as_str().to_owned(), "incident.phase".to_owned());
            self.wrong(table.at, Problem::Missing { key, within });
        }
        phases.sort_by_key(|(phase, _)| *phase);
        let words: Vec<_> = phases.into_iter().map(|(_, words)| words).collect();
        words.try_into().ok()
    }
}
