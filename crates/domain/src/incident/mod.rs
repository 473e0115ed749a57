//! Incidents: events that affect the service, declared by staff from a case, told of once for everybody whom they concern (E3, S7).

mod apply;
mod command;
mod decide;
mod event;
mod heard;
mod promised;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    AccountId, CaseId, DeploymentId, IncidentId, Instant, Language, PersonId, Prose,
    access::Scope,
    case::Case,
    desk::Desk,
    event::{By, Recorded},
};

pub use command::{Command, Declaration, Facts, Refused, Typed};
pub use decide::{AHEAD_DAYS, CASES_MAX, TEXT_MAX, TITLE_MAX, decide};
pub use event::IncidentEvent;
pub use heard::{Hears, heard};
pub use promised::{Promised, Told};

/// One text in several languages.
pub type Texts = BTreeMap<Language, Prose>;

/// How far an incident is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    Investigating,
    Identified,
    Monitoring,
    /// The service works again: the incident has ended.
    Restored,
    /// Why it came to it has been told.
    Reported,
}

impl Phase {
    pub const ALL: [Phase; 5] = [
        Phase::Investigating,
        Phase::Identified,
        Phase::Monitoring,
        Phase::Restored,
        Phase::Reported,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Investigating => "investigating",
            Phase::Identified => "identified",
            Phase::Monitoring => "monitoring",
            Phase::Restored => "restored",
            Phase::Reported => "reported",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.as_str() == text)
    }

    /// Its place among all, from 0.
    pub fn place(self) -> usize {
        self as usize
    }

    /// An update can take a running incident there: on, or one phase back where a remedy did not hold.
    pub fn leads_to(self, to: Phase) -> bool {
        to < Phase::Restored && to.place() + 1 >= self.place()
    }
}

/// What an incident affects, and so whom it concerns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    /// An id of the desk's severities of incidents.
    pub severity: String,
    /// Ids of the desk's products.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub products: BTreeSet<String>,
    /// It is shown to every company that has one of these products.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wide: bool,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub deployments: BTreeSet<DeploymentId>,
    /// Ids of the desk's regions.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub regions: BTreeSet<String>,
    /// Companies that staff have picked by hand.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub accounts: BTreeSet<AccountId>,
    pub started_at: Option<Instant>,
}

/// What customers were told, and when they hear more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// Of the event that brought it.
    pub version: i64,
    pub at: Instant,
    pub by: By,
    pub phase: Phase,
    pub texts: Texts,
    /// The next one was promised for this moment; nothing at the end.
    pub next_at: Option<Instant>,
}

/// How it came to an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The service works again, and this is what customers are offered.
    Restored { solution: Texts },
    /// It was declared by mistake.
    Cancelled { reason: Prose },
}

/// The report on the cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    pub due_on: Date,
    /// What staff were told of it.
    pub told: Option<Told>,
    pub reported_at: Option<Instant>,
}

/// An incident, a fold of its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    pub id: IncidentId,
    pub version: i64,
    /// Version of the last event that changed what customers can see.
    pub public_version: i64,
    /// What people call it by, behind the desk's prefix.
    pub number: i64,
    /// The desk under which it was declared.
    pub desk_version: i64,
    /// The case it was declared from.
    pub from: Option<CaseId>,
    pub title: Texts,
    pub affected: Affected,
    /// Who coordinates it: one owner (S7).
    pub lead: PersonId,
    /// Who writes to customers.
    pub communications: PersonId,
    pub phase: Phase,
    /// What customers were told, the first of it first.
    pub updates: Vec<Update>,
    pub promised: Option<Promised>,
    pub cases: BTreeSet<CaseId>,
    /// Companies that do not want to hear of it.
    pub opted_out: BTreeSet<AccountId>,
    pub declared_at: Instant,
    pub changed_at: Instant,
    pub ended: Option<(Instant, End)>,
    pub cause: Option<Cause>,
}

impl Incident {
    /// Of all its events; nothing where there are none, or they do not begin with the declaration.
    pub fn replay<'a>(
        id: IncidentId,
        events: impl IntoIterator<Item = &'a Recorded<IncidentEvent>>,
    ) -> Option<Self> {
        let mut events = events.into_iter();
        let mut incident = Self::declared(id, events.next()?)?;
        for recorded in events {
            incident.apply(recorded);
        }
        Some(incident)
    }

    pub fn is_running(&self) -> bool {
        self.ended.is_none()
    }

    pub fn is_cancelled(&self) -> bool {
        matches!(self.ended, Some((_, End::Cancelled { .. })))
    }

    pub fn ended_at(&self) -> Option<Instant> {
        self.ended.as_ref().map(|(at, _)| *at)
    }

    /// The update that was promised has not come.
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.promised.is_some_and(|promised| promised.at <= now)
    }

    /// The report on the cause should have come by this day.
    pub fn is_cause_overdue(&self, today: Date) -> bool {
        let cause = self.cause.as_ref();
        cause.is_some_and(|cause| cause.reported_at.is_none() && cause.due_on < today)
    }

    /// What customers are offered at the end.
    pub fn solution(&self) -> Option<&Texts> {
        match &self.ended {
            Some((_, End::Restored { solution })) => Some(solution),
            _ => None,
        }
    }
}

/// A company as an incident may concern it, by what of it its reader has to do with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concerned {
    pub account: AccountId,
    /// Deployments of the company.
    pub sites: BTreeSet<DeploymentId>,
    /// Products that the company has bought, for one of these deployments.
    pub products: BTreeSet<String>,
    /// Nothing that was declared before.
    pub since: Option<Instant>,
}

/// Who reads, as far as incidents go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reader {
    Staff,
    /// A contact, with the cases that they see and what their company has.
    Contact {
        scope: Scope,
        concerned: Option<Concerned>,
    },
}

impl Reader {
    /// Whether an incident is there for this reader: the one rule, which the store's condition repeats. `gathered` are its
    /// cases.
    pub fn may_read<'a>(
        &self,
        incident: &Incident,
        gathered: impl IntoIterator<Item = &'a Case>,
    ) -> bool {
        let (scope, concerned) = match self {
            Reader::Staff => return true,
            Reader::Contact { scope, concerned } => (scope, concerned),
        };
        if incident.is_cancelled() {
            return false;
        }
        let mut gathered = gathered.into_iter();
        gathered.any(|case| scope.sees(case))
            || concerned.as_ref().is_some_and(|one| one.by(incident))
    }
}

impl Concerned {
    /// Whether the incident concerns them without any case of theirs.
    fn by(&self, incident: &Incident) -> bool {
        let affected = &incident.affected;
        let named = affected.accounts.contains(&self.account)
            || !affected.deployments.is_disjoint(&self.sites)
            || (affected.wide && !affected.products.is_disjoint(&self.products));
        named
            && !incident.opted_out.contains(&self.account)
            && self.since.is_none_or(|since| incident.declared_at >= since)
    }
}

/// Staff are told to think of an incident: the company's plan has its gravest cases managed (S7).
pub fn suggested(case: &Case, desk: &Desk) -> bool {
    let gravest = desk.severities.first();
    let managed = |plan: &str| desk.plan(plan).is_some_and(|p| p.incident_management);
    desk.incident.is_some()
        && !case.is_over(desk)
        && gravest.is_some_and(|severity| severity.id == case.severity)
        && case
            .promise
            .as_ref()
            .and_then(|promise| promise.plan.as_deref())
            .is_some_and(managed)
}
