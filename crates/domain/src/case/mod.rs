//! A case: its state, what can be asked of it, what happened to it (C1–C3, C8–C10, C12, C14, C15).
//! [`decide`] answers a command with events or a refusal; [`Case::apply`] folds an event into the state. Neither knows
//! where cases are kept.

mod acting;
mod agree;
mod apply;
pub mod asking;
mod assigning;
pub mod attaching;
pub mod calling;
mod cause;
mod closing;
mod command;
pub mod conference;
pub mod conferring;
pub mod copies;
mod copying;
mod decide;
mod ending;
pub mod escalating;
pub mod escalation;
mod event;
mod event_words;
pub mod evidence;
mod going;
pub mod intake;
pub mod likeness;
pub mod linking;
pub mod merging;
mod moving;
pub mod offering;
mod opened;
pub mod proxy;
mod public;
pub mod redacting;
mod referring;
mod said;
mod sharing;
pub mod snoozing;
mod suggesting;
pub mod survey;
pub mod tagging;
mod telling;
mod texts;
mod wrong;

/// The longest that an answer can be taken back before it goes out, in seconds (K1).
pub const RECALL_MAX: i64 = 60;

pub use acting::{OnlyReads, as_customer};
pub use asking::{Answered, Question, Questions};
pub use attaching::{AttachedFile, attached};
pub use cause::{Cause, Side};
pub use closing::Closing;
pub use command::{Command, NewCase, Refused};
pub use copying::CopiesChange;
pub use decide::{ask_for_access, decide, open, privacy};
pub use ending::{Ahead, Silence};
pub use escalating::{Addressee, Lanes};
pub use escalation::Escalated;
pub use event::CaseEvent;
pub use going::{Hands, given_to};
pub use linking::{Both, Link, Relation, Subject};
pub use merging::{Merged, NotMerged};
pub use moving::move_to;
pub use opened::{Opened, Source};
pub use proxy::ProxyLogin;
pub use referring::refers_for;
pub use sharing::reads_draft;
pub use snoozing::{Snooze, Waker};
pub use survey::{GivenSurvey, Survey};
pub use tagging::Acts;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    AccountId, CaseId, DeploymentId, Instant, PersonId, Prose, TagId, TeamId, Words,
    access::{Actor, Level},
    calendar::Calendar,
    contract::{Alert, Clocks, Due, Promise, Timer},
    desk::{Desk, KindState, List, Reopening, StatusId, Turn},
};

/// Longest subject, in characters.
pub const SUBJECT_MAX: usize = 200;
/// Longest message, note or description, in characters.
pub const TEXT_MAX: usize = 20_000;

/// The highest tier (S6).
const HIGHEST_TIER: u8 = 2;

/// What the desk's own fields were answered, by field id.
pub type Answers = BTreeMap<String, Answer>;

/// One answer; text is kept apart from the log like any other text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Text(Prose),
    Number(i64),
    /// A calendar day, `YYYY-MM-DD`.
    Date(String),
    Flag(bool),
    /// Id of the option.
    Choice(String),
    Emails(Vec<Prose>),
}

/// The state of a case, a fold of its events.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Number of events folded so far.
    pub version: i64,
    /// Of these, how many a customer can see; a customer's copy is stale when this has moved.
    pub public_version: i64,
    /// Version of the desk it was opened under.
    pub desk_version: i64,
    pub account: AccountId,
    pub deployment: DeploymentId,
    pub contact: PersonId,
    pub list: List,
    pub kind: String,
    pub sub_type: Option<String>,
    pub product: String,
    pub environment: Option<String>,
    pub severity: String,
    pub channel: String,
    pub subject: Prose,
    pub answers: Answers,
    pub status: StatusId,
    pub turn: Turn,
    pub owner: Option<PersonId>,
    pub team: Option<TeamId>,
    pub reopening_asked: bool,
    /// Times it was handed from one team or owner to another.
    pub handovers: u32,
    pub reopenings: u32,
    pub opened_at: Instant,
    /// Last change that a customer can see.
    pub modified_at: Instant,
    /// Since when the turn is where it is.
    pub turn_since: Instant,
    pub closed_at: Option<Instant>,
    /// Where it came from, when it was imported.
    pub source: Option<Source>,
    /// What was promised at opening.
    pub promise: Option<Promise>,
    /// They run where something is promised (S3).
    pub clocks: Option<Clocks>,
    /// A severity that one side wants and the other has not answered yet (C7).
    pub severity_wish: Option<SeverityWish>,
    /// Contact by phone is still owed (C7).
    pub call_owed: bool,
    /// Since when; nothing where it is not, or where that was before anybody kept it.
    pub call_owed_since: Option<Instant>,
    /// The tier that has it (S6).
    pub tier: u8,
    /// Another vendor that was asked (S11).
    pub third_party: Option<ThirdParty>,
    /// Who lets support sign in as them because of it, and who does just now (A10).
    pub proxy_login: ProxyLogin,
    /// What the contact would like to be let do (A4).
    pub access_wish: Option<AccessWish>,
    /// What support has asked and waits for (C9).
    pub questions: Questions,
    /// Among staff, seen by its owner, its team and those who lead, and by nobody else (A2).
    pub private: bool,
    /// The customer was reminded of it, and has said nothing since (C14).
    pub silence: Option<Silence>,
    /// What belongs to the latest closing (B7, C15).
    pub closing: Closing,
    /// What was answered after a closing, and when (C16).
    pub survey: Option<(Instant, Survey)>,
    /// The closed case that it goes on with (C15).
    pub continues: Option<CaseId>,
    /// What the product makes of it, an id of its kind's states (C4).
    pub kind_state: Option<String>,
    /// The customer asks for somebody above the owner, and was not answered yet (E2).
    pub escalation_asked: Option<Addressee>,
    /// Its owner does not want to see it for a while (K1).
    pub snoozed: Option<Snooze>,
    /// Its escalations (E1).
    pub escalated: Escalated,
    /// The customer waits for a call (H2).
    pub call_wish: Option<calling::CallWish>,
    /// Its conferences, oldest first (H3).
    pub conferences: Vec<conference::Conference>,
    /// How it stands to other cases (K3).
    pub links: BTreeSet<Link>,
    /// It goes on within another case (K3).
    pub merged: Option<Merged>,
    /// Cases that go on within this one.
    pub carries: BTreeSet<CaseId>,
    /// Words that staff have put on it (K3).
    pub tags: BTreeSet<TagId>,
}

/// Access that somebody asks for, with the terms they accepted (A4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessWish {
    pub level: Level,
    /// Product lines, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<String>,
    /// Other accounts, companies or partners, as they are named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accounts: Option<Prose>,
    /// People there who are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts: Option<Prose>,
    /// Version of the desk whose terms were accepted; when, the event says.
    pub terms: i64,
    /// What was given in the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted: Option<Level>,
}

/// A vendor besides ours whose part is waited for; the turn stays with support, who chase it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThirdParty {
    pub name: Prose,
    /// Its own number for the matter, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Prose>,
}

/// A severity that one side proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeverityWish {
    pub side: Side,
    pub to: String,
}

/// What a decision may know besides the state.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub now: Instant,
    pub actor: &'a Actor,
    /// The desk the case was opened under.
    pub desk: &'a Desk,
}

impl Case {
    pub fn is_closed(&self) -> bool {
        self.closed_at.is_some()
    }

    /// What happens next, for the customer or for staff; whom to ask, where support does not cover it (B7).
    pub fn next<'d>(&self, desk: &'d Desk, staff: bool) -> Option<&'d Words> {
        let sent_on = self.closing.redirected.as_deref();
        let sent_on = sent_on
            .filter(|_| !staff)
            .and_then(|id| desk.not_covered(id));
        let status = desk.status(&self.status).map(|status| match staff {
            true => &status.next_for_staff,
            false => &status.next,
        });
        sent_on.map(|one| &one.ask).or(status)
    }

    /// What the product makes of it, in the desk's words (C4).
    pub fn kind_state<'d>(&self, desk: &'d Desk) -> Option<&'d KindState> {
        desk.kind(&self.kind)?.state(self.kind_state.as_deref()?)
    }

    /// It is closed and asks nothing more: a proposed solution may count as closed in lists, and be answered (C14).
    pub fn is_over(&self, desk: &Desk) -> bool {
        self.is_closed() && (self.merged.is_some() || !self.asks_solution(desk))
    }

    /// A customer who asks for it now would not be told that it is too late (C15).
    pub fn may_reopen(&self, desk: &Desk, now: Instant) -> bool {
        if self.merged.is_some() {
            return false;
        }
        match (&desk.rules.reopening, self.closed_at) {
            (_, None) | (Reopening::Never, _) => false,
            (Reopening::Request { .. }, Some(_)) => !self.closing.declined,
            (Reopening::WithinDays { days, .. }, Some(closed_at)) => {
                // Days are spans of 24 hours from the closing.
                now.duration_since(closed_at)
                    <= jiff::SignedDuration::from_hours(i64::from(*days) * 24)
            }
        }
    }

    /// The latest moment that anything of it hangs on; what happens next is no earlier.
    pub fn latest_at(&self) -> Instant {
        let clocks = self.clocks.as_ref().map(Clocks::latest);
        let latest = clocks.and_then(|latest| Instant::from_second(latest).ok());
        latest.map_or(self.modified_at, |latest| latest.max(self.modified_at))
    }

    /// The calendar of the centre that answers, as it was when the case was opened.
    pub fn calendar<'d>(&self, desk: &'d Desk) -> Option<&'d Calendar> {
        let centre = self.promise.as_ref()?.centre.as_deref()?;
        desk.centre(centre).map(|centre| &*centre.calendar)
    }

    /// What is due next.
    pub fn due(&self, desk: &Desk) -> Due {
        match (&self.clocks, self.calendar(desk)) {
            (Some(clocks), Some(calendar)) => clocks.due(calendar),
            _ => Due::Nothing,
        }
    }

    /// The moments at which something is to be told of this case (S4).
    pub fn timers(&self, desk: &Desk) -> Vec<Timer> {
        match (&self.clocks, self.calendar(desk)) {
            (Some(clocks), Some(calendar)) => clocks.timers(&desk.warnings, calendar),
            _ => Vec::new(),
        }
    }

    /// Who has been told that its promise is in danger.
    pub fn alert(&self, desk: &Desk) -> Alert {
        let clocks = self.clocks.as_ref();
        clocks.map_or(Alert::None, |clocks| clocks.alert(&desk.warnings))
    }

    /// There is no further tier to hand it to (S6).
    pub fn is_at_highest_tier(&self) -> bool {
        self.tier >= HIGHEST_TIER
    }

    /// Whether its plan includes other vendors (S11); where the desk has no plans, there is nothing to hold against it.
    pub fn may_involve(&self, desk: &Desk) -> bool {
        let plan = self.promise.as_ref().and_then(|p| p.plan.as_deref());
        let plan = plan.and_then(|id| desk.plan(id));
        desk.plans.is_empty() || plan.is_some_and(|plan| plan.third_parties)
    }

    /// The customer is asked whether the solution worked.
    pub fn asks_solution(&self, desk: &Desk) -> bool {
        desk.status(&self.status).is_some_and(|s| s.asks_solution)
    }
}
