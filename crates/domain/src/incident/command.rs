//! What can be asked of an incident, and why it can be refused.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Affected, Phase};
use crate::{
    AccountId, Actor, CaseId, Desk, Instant, Language, PersonId, case::intake::FieldProblem,
};

/// A text in each language, as it was typed.
pub type Typed = Vec<(Language, String)>;

/// An incident about to be declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declaration {
    /// The case it is declared from, which it gathers.
    pub from: Option<CaseId>,
    pub title: Typed,
    pub affected: Affected,
    /// What customers see.
    pub texts: Typed,
    /// When they hear more; by the desk's rhythm where nothing is said.
    pub next_at: Option<Instant>,
    /// Who declares it, where nobody is named.
    pub lead: Option<PersonId>,
    /// The lead, where nobody is named.
    pub communications: Option<PersonId>,
    /// Further cases that it gathers.
    pub cases: BTreeSet<CaseId>,
}

/// What somebody wants of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Declare(Box<Declaration>),
    /// Customers are told how it stands, and when they hear more.
    Update {
        phase: Phase,
        texts: Typed,
        next_at: Option<Instant>,
    },
    AddNote {
        text: String,
    },
    Gather {
        cases: BTreeSet<CaseId>,
    },
    Release {
        cases: BTreeSet<CaseId>,
    },
    Describe {
        title: Typed,
        affected: Box<Affected>,
    },
    SetOwners {
        lead: PersonId,
        communications: PersonId,
    },
    /// A company is told nothing of it any more, or is again.
    SetHearing {
        account: AccountId,
        hears: bool,
    },
    /// The service works again.
    End {
        texts: Typed,
        solution: Typed,
        /// By when the cause is reported; by the desk's days where nothing is said.
        cause_due_on: Option<Date>,
    },
    ReportCause {
        texts: Typed,
    },
    /// It was declared by mistake.
    Cancel {
        reason: String,
    },
    /// The product itself tells of the update that was promised, or of the report on the cause (S7).
    TellUpdate,
}

/// What is known besides.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub desk: &'a Desk,
    /// Number of that version of the desk.
    pub desk_version: i64,
    pub now: Instant,
    pub actor: &'a Actor,
    /// Agents who can have an incident.
    pub owners: &'a BTreeSet<PersonId>,
    /// Cases that other incidents have gathered, with the numbers of these.
    pub elsewhere: &'a BTreeMap<CaseId, i64>,
}

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is not theirs to say, or not there for them.
    NotAllowed,
    /// This desk declares no incidents.
    NoIncidents,
    /// It has ended, or was declared by mistake.
    Over,
    /// It runs still.
    Running,
    /// A phase that an update does not lead to from here.
    NoSuchPhase { from: Phase, to: Phase },
    /// A case belongs to one incident at a time, and this one to the incident of this number.
    GatheredElsewhere { case: CaseId, number: i64 },
    /// The cause was reported already.
    ReportedAlready,
    /// Something is missing or cannot be taken.
    Fields(Vec<FieldProblem>),
}
