//! The rules of a desk: what happens by itself, and who may do what.

use super::{
    AccessRequest, CloseReason, CustomerActs, Goes, NeedOfContract, OwnReference, RemoteAccess,
    Reopening, SeverityChange, StatusId, Unanswered,
};
use crate::{limit::ApiLimits, volume::Reading};

/// What happens by itself, and who may do what (C12, C14, C15).
#[derive(Clone, Debug)]
pub struct Rules {
    /// Status of a new case.
    pub opened: StatusId,
    /// Where an owner's arrival moves a case that still has the opening status.
    pub taken: Option<StatusId>,
    /// (from, to): where a customer's update moves a case (C12).
    pub customer_update: Vec<(StatusId, StatusId)>,
    /// Where *solution worked* leads.
    pub solution_worked: StatusId,
    /// Where *need more help* leads.
    pub solution_failed: StatusId,
    /// Reasons to close that a customer is offered, with where each leads.
    pub close_reasons: Vec<CloseReason>,
    /// What closes by itself (C14).
    pub unanswered: Vec<Unanswered>,
    /// Staff close no case without a cause.
    pub cause_required: bool,
    /// Where what support does not cover ends (B7).
    pub redirected: Option<StatusId>,
    /// Where a case ends that goes on within another one (K3); nothing where none does.
    pub merged: Option<StatusId>,
    pub reopening: Reopening,
    /// Whether a contract must cover what is opened (C6).
    pub contract: NeedOfContract,
    /// Changes of severity that count without the other side's word (C7).
    pub severity_at_once: Vec<SeverityChange>,
    /// Who of a company may reply, close and ask to reopen (C18).
    pub customer_acts: CustomerActs,
    /// Only users of a deployment with this environment can be designated contacts (A3).
    pub designated_in: Option<String>,
    /// Customers see no case that was opened before this day begins, in the desk's zone (C19).
    pub shown_since: Option<jiff::civil::Date>,
    /// Whoever names a partner gives the number of a contract of the account (A9).
    pub partner_contract: bool,
    /// The way by which contacts of restricted accounts get their answers (A8).
    pub restricted_answers: Option<String>,
    /// Somebody other than the writer publishes what staff write for many (B4).
    pub knowledge_review: bool,
    /// Which answer of the form lets support sign in as who asks (A11).
    pub remote_access: Option<RemoteAccess>,
    /// Where customers keep their own numbers (C1); nothing where none is changed once a case is open.
    pub own_reference: Option<OwnReference>,
    /// Where new cases go by themselves (C1, C2); the first that fits.
    pub goes: Vec<Goes>,
    /// What a request for more access is kept as (A4); nothing where none is taken.
    pub access_request: Option<AccessRequest>,
    /// How many different cases somebody may read within an hour before something is said (V-38).
    pub reading: Reading,
    /// How many requests the API takes in a minute.
    pub api: ApiLimits,
}
