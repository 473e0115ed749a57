//! The desk: everything that differs from one support organisation to another, as data (D1).
//! A desk file is parsed and checked in [`parse`]; nothing here knows a file, a page or a database.

pub mod appointment;
mod attachments;
mod checklist;
mod ending;
mod escalation;
mod form;
mod going;
mod incident;
mod need;
pub mod parse;
mod promise;
mod rules;
pub mod session;
mod strand;

pub use attachments::{Attachments, Transfer};
pub use checklist::{Checklist, Step};
pub use ending::{NotCovered, Survey, Unanswered};
pub use escalation::{Escalations, StepWords};
pub use form::{Depends, Entry, Field, Only, OwnReference, RemoteAccess};
pub use going::{Destination, Goes, Team, WrongDoor};
pub use incident::{IncidentSeverity, IncidentTexts, Incidents, PhaseWords, Surge};
pub use need::{CONTACTS, Door, Need};
pub use parse::{Finding, Problem, check};
use promise::among;
pub use promise::{
    Advisory, Centre, Coverage, Covered, ForPlans, Milestone, NotTaken, Plan, Reviews, Target,
    Which,
};
pub use rules::Rules;
pub use strand::{InUse, Lost, Stranded, Uses, stranded};

use crate::{
    contract::{MilestoneId, MilestoneTarget, Targets, Warnings},
    words::{Language, Words},
};

/// Whose move it is on a case (C9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    Customer,
    Support,
    /// The case is closed.
    Nobody,
}

impl Turn {
    pub const ALL: [Turn; 3] = [Turn::Customer, Turn::Support, Turn::Nobody];

    pub fn as_str(self) -> &'static str {
        match self {
            Turn::Customer => "customer",
            Turn::Support => "support",
            Turn::Nobody => "nobody",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|turn| turn.as_str() == text)
    }
}

/// A status and its sub status, written `status/sub-status` (C9).
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct StatusId(String);

impl StatusId {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the slash.
    pub fn main(&self) -> &str {
        self.0.split('/').next().unwrap_or("")
    }
}

impl std::fmt::Display for StatusId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The desk of one installation, checked: whatever names something names something that exists.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Short name of the desk, as in `--desk NAME`.
    pub id: String,
    pub name: Words,
    /// Languages served; the first is the desk's own.
    pub languages: Vec<Language>,
    /// Zone of the desk, for those who have set none.
    pub time_zone: jiff::tz::TimeZone,
    /// Digits of a case number (C8).
    pub number_width: usize,
    pub products: Vec<Choice>,
    /// Stages of a deployment: production, UAT, sandbox.
    pub environments: Vec<Choice>,
    /// Ways in which a case arrives: web, mail, phone, chat, conference (C10).
    pub channels: Vec<Choice>,
    /// Most severe first (C7).
    pub severities: Vec<Severity>,
    /// The severity that a form offers first.
    pub preset_severity: String,
    pub fields: Vec<Field>,
    pub kinds: Vec<Kind>,
    /// Ways in before a case (B2).
    pub checklists: Vec<Checklist>,
    /// Which door for which need (B5).
    pub needs: Vec<Need>,
    /// Words by which a case looks as if it belonged behind another door (C3).
    pub wrong_doors: Vec<WrongDoor>,
    /// Teams that rules name.
    pub teams: Vec<Team>,
    /// How long answers can be taken back where their writer chose nothing, in seconds; by the product where absent (K1).
    pub recall: Option<i64>,
    pub statuses: Vec<Status>,
    pub rules: Rules,
    /// What support does not cover, and whom to ask (B7).
    pub not_covered: Vec<NotCovered>,
    /// Why support closed a case; staff choose one of these (ux-A2).
    pub causes: Vec<Choice>,
    /// Asked after closing (C16).
    pub survey: Option<Survey>,
    /// How cases are handed on with an object of their own (E1); nothing where they are not.
    pub escalation: Option<Escalations>,
    /// How live sessions go (L1–L9); nothing where there are none.
    pub session: Option<session::SessionRules>,
    /// To whom sessions can be handed (L6).
    pub queues: Vec<session::Queue>,
    /// How incidents are declared and told of (E3); nothing where they are not.
    pub incident: Option<Incidents>,
    /// How calls are kept and asked for (H2); nothing where they are not.
    pub phone: Option<appointment::Phone>,
    /// How conferences are asked for and held (H3); nothing where there are none.
    pub conference: Option<appointment::Conferences>,
    /// Words that staff put on cases (K3).
    pub tags: Tags,
    /// What customers may like to read or learn with, beside their cases (B1).
    pub resources: Vec<Resource>,
    /// Words that stand for others when something is looked for, a line each, as glossaries have them (B4).
    pub synonyms: Vec<String>,
    pub attachments: Attachments,
    /// What software that is given out is held to (B6); to what attachments are, where nothing is said.
    pub downloads: Option<Attachments>,
    pub centres: Vec<Centre>,
    pub plans: Vec<Plan>,
    /// Besides first response and next update (S1).
    pub milestones: Vec<Milestone>,
    pub targets: Vec<Target>,
    pub warnings: Warnings,
    /// Cases that need a phone call as well (C7).
    pub calls: Vec<Which>,
    pub not_taken: Vec<NotTaken>,
    /// What a contract can add to its plan.
    pub contract_options: Vec<Choice>,
    /// The first that fits counts; full where none does.
    pub coverage: Vec<Coverage>,
    /// The desk's own texts: welcome, support hours, phone, and so on, by key.
    pub texts: Vec<(String, Words)>,
}

/// A page of the web or of the portal that helps customers on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    pub label: Words,
    pub link: String,
}

/// Something with an id and a label.
/// Words that staff put on cases (K3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// Staff may find words of their own.
    pub free: bool,
    pub all: Vec<Choice>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: String,
    pub label: Words,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Severity {
    pub id: String,
    pub label: Words,
    /// What the level means, in the desk's words.
    pub definition: Words,
}

/// Which list a kind of case stands in (C10: admin cases stand in their own).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    Cases,
    Admin,
}

impl List {
    pub fn as_str(self) -> &'static str {
        match self {
            List::Cases => "cases",
            List::Admin => "admin",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [List::Cases, List::Admin]
            .into_iter()
            .find(|list| list.as_str() == text)
    }
}

/// A kind of case: support case, service request, admin case, feature request (C1–C4).
#[derive(Clone, Debug)]
pub struct Kind {
    pub id: String,
    pub label: Words,
    /// One sentence on what it is for.
    pub description: Words,
    pub list: List,
    pub sub_types: Vec<SubType>,
    /// What the product can make of it, the first at opening (C4); empty where it is told by the status alone.
    pub states: Vec<KindState>,
    /// Ids of [`Desk::fields`], in the order of the form.
    pub form: Vec<String>,
    /// Products it is offered for; all when empty.
    pub products: Vec<String>,
    /// Plans that it goes with (C2).
    pub with: ForPlans,
    /// Fixed environment, where the kind has only one.
    pub environment: Option<String>,
    /// Taken from customers without a contract too, and promises nothing: questions of access, not of support (C3).
    pub without_contract: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubType {
    pub id: String,
    pub label: Words,
    pub description: Words,
    /// Products it is offered for; all when empty.
    pub products: Vec<String>,
    /// Plans that it goes with (C2).
    pub with: ForPlans,
}

/// What the product makes of a case: asked for, planned, there (C4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindState {
    pub id: String,
    pub label: Words,
    /// What it means for the customer, one sentence.
    pub next: Words,
}

#[derive(Clone, Debug)]
pub struct Status {
    pub id: String,
    pub label: Words,
    pub subs: Vec<SubStatus>,
}

#[derive(Clone, Debug)]
pub struct SubStatus {
    /// The whole id, `status/sub-status`.
    pub id: StatusId,
    pub label: Words,
    pub turn: Turn,
    /// What happens next, one sentence for the customer (C9).
    pub next: Words,
    /// The same for staff.
    pub next_for_staff: Words,
    pub closed: bool,
    /// The customer is asked whether the solution worked (C14).
    pub asks_solution: bool,
    /// Where staff may move the case from here.
    pub to: Vec<StatusId>,
}

/// The kind of case, and its sub type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRequest {
    pub kind: String,
    pub sub_type: Option<String>,
}

/// Who of a company may reply to a case, close it and ask to reopen it (C18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomerActs {
    /// Every contact with read/write access to the deployment.
    Writers,
    /// Who submitted it, and the account's admin.
    SubmitterAndAdmin,
}

/// Who changes a severity, and which way (C7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeverityChange {
    CustomerRaises,
    CustomerLowers,
    StaffRaises,
    StaffLowers,
}

/// Whether a case can be opened without a contract (C6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeedOfContract {
    /// Without one it is refused, with what to do instead.
    Required,
    /// It is taken; a contract that covers it gives it a promise.
    Welcome,
}

#[derive(Clone, Debug)]
pub struct CloseReason {
    pub id: String,
    pub label: Words,
    pub to: StatusId,
}

/// How a closed case comes back (C15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reopening {
    /// A request that staff grant.
    Request { to: StatusId },
    /// By itself within so many days of the closing.
    WithinDays { days: u16, to: StatusId },
    /// Never: a new case is opened instead.
    Never,
}

impl Desk {
    /// Whether people without an account can open cases at all (C20).
    pub fn takes_guests(&self) -> bool {
        self.centres.iter().any(|centre| centre.guests)
    }

    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|k| k.id == id)
    }

    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.id == id)
    }

    pub fn product(&self, id: &str) -> Option<&Choice> {
        self.products.iter().find(|p| p.id == id)
    }

    pub fn environment(&self, id: &str) -> Option<&Choice> {
        self.environments.iter().find(|e| e.id == id)
    }

    pub fn channel(&self, id: &str) -> Option<&Choice> {
        self.channels.iter().find(|c| c.id == id)
    }

    pub fn severity(&self, id: &str) -> Option<&Severity> {
        self.severities.iter().find(|s| s.id == id)
    }

    pub fn centre(&self, id: &str) -> Option<&Centre> {
        self.centres.iter().find(|c| c.id == id)
    }

    pub fn team(&self, id: &str) -> Option<&Team> {
        self.teams.iter().find(|team| team.id == id)
    }

    pub fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans.iter().find(|p| p.id == id)
    }

    /// What a plan promises for a severity at a centre: what is said of the centre goes before what is said of all.
    pub fn target(&self, centre: &str, plan: &str, severity: &str) -> Option<&Target> {
        let fits = |t: &&Target| t.plan == plan && t.severity == severity;
        let mut fitting = self.targets.iter().filter(fits);
        let here = fitting
            .clone()
            .find(|t| t.centre.as_deref() == Some(centre));
        here.or_else(|| fitting.find(|t| t.centre.is_none()))
    }

    /// The targets of a plan for a severity at a centre; none where nothing is promised.
    pub fn targets_for(&self, centre: &str, plan: &str, severity: &str) -> Targets {
        let Some(target) = self.target(centre, plan, severity) else {
            return Targets::default();
        };
        let milestone = |milestone: &Milestone| MilestoneTarget {
            id: milestone.id,
            amount: target.milestone(milestone.id),
            starts: milestone.starts.clone(),
            reached: milestone.reached.clone(),
            pauses: milestone.pauses,
        };
        Targets {
            first_response: target.first_response,
            next_update: target.next_update,
            milestones: self.milestones.iter().map(milestone).collect(),
        }
    }

    pub fn milestone(&self, id: MilestoneId) -> Option<&Milestone> {
        self.milestones.iter().find(|m| m.id == id)
    }

    /// Such a case needs a phone call as well (C7).
    pub fn needs_call(
        &self,
        severity: &str,
        centre: Option<&str>,
        plan: Option<&str>,
        product: &str,
    ) -> bool {
        let fits = |which: &Which| which.fits(severity, centre, plan, product);
        self.calls.iter().any(fits)
    }

    /// How far a language is covered (S5).
    pub fn covered(
        &self,
        language: &Language,
        product: &str,
        plan: Option<&str>,
        options: &[String],
    ) -> Covered {
        let fits = |c: &&Coverage| {
            c.language == *language
                && among(&c.products, Some(product))
                && among(&c.plans, plan)
                && (c.options.is_empty() || c.options.iter().any(|o| options.contains(o)))
        };
        self.coverage
            .iter()
            .find(fits)
            .map_or(Covered::Fully, |c| c.covered)
    }

    /// Place of a severity on the scale, 0 the most severe; behind all others when unknown.
    pub fn severity_rank(&self, id: &str) -> i64 {
        rank(self.severities.iter().position(|s| s.id == id))
    }

    pub fn status(&self, id: &StatusId) -> Option<&SubStatus> {
        self.sub_statuses().find(|s| s.id == *id)
    }

    /// The status that a sub status belongs to.
    pub fn main_status(&self, id: &StatusId) -> Option<&Status> {
        self.statuses.iter().find(|s| s.id == id.main())
    }

    pub fn sub_statuses(&self) -> impl Iterator<Item = &SubStatus> {
        self.statuses.iter().flat_map(|s| s.subs.iter())
    }

    /// Place of a status in the desk's order; behind all others when unknown.
    pub fn status_rank(&self, id: &StatusId) -> i64 {
        rank(self.sub_statuses().position(|s| s.id == *id))
    }

    pub fn text(&self, key: &str) -> Option<&Words> {
        self.texts.iter().find(|(k, _)| k == key).map(|(_, w)| w)
    }
}

impl Kind {
    pub fn sub_type(&self, id: &str) -> Option<&SubType> {
        self.sub_types.iter().find(|s| s.id == id)
    }

    pub fn state(&self, id: &str) -> Option<&KindState> {
        self.states.iter().find(|state| state.id == id)
    }
}

fn rank(position: Option<usize>) -> i64 {
    position
        .and_then(|p| i64::try_from(p).ok())
        .unwrap_or(i64::from(i32::MAX))
}
