//! The one enum of what happened. Timeline, audit, mail, search and live pages follow it: a new variant breaks every
//! `match` that must speak of it. Bodies once written are never rewritten.

use crate::{
    Instant, PersonId,
    audit::AuditEvent,
    case::CaseEvent,
    directory::{AccountEvent, PersonEvent, TeamEvent},
    incident::IncidentEvent,
    joining::RequestEvent,
    knowledge::ArticleEvent,
    session::SessionEvent,
};

/// What happened, by the stream it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Case(CaseEvent),
    Account(AccountEvent),
    Person(PersonEvent),
    Team(TeamEvent),
    Request(RequestEvent),
    Article(ArticleEvent),
    Session(SessionEvent),
    Incident(IncidentEvent),
    Audit(AuditEvent),
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Person(PersonId),
    /// The product itself: set-up, rules, imports without a name.
    System,
}

/// An event with its circumstances, as a state is folded from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded<E> {
    /// 1 for the first event of a stream, then one more each.
    pub version: i64,
    pub at: Instant,
    pub by: By,
    pub event: E,
}
