//! The trade itself: desks, cases, people and who may do what, as plain functions over data.
//! No I/O, no clock, no async, no randomness, no sentence in any language: time, identity and chance come in as
//! values, decisions go out as data.

pub mod access;
pub mod audit;
pub mod calendar;
pub mod case;
pub mod contract;
pub mod desk;
pub mod directory;
pub mod event;
pub mod file;
pub mod ids;
pub mod incident;
pub mod joining;
pub mod knowledge;
pub mod limit;
pub mod macros;
pub mod mention;
pub mod network;
pub mod notice;
pub mod prose;
pub mod release;
pub mod session;
pub mod surge;
pub mod volume;
pub mod words;

pub use access::{Actor, Level, Role};
pub use desk::Desk;
pub use event::Event;
pub use ids::{
    AccountId, ArticleId, CaseId, DeploymentId, FileId, ImageId, IncidentId, PersonId, ReleaseId,
    RequestId, SessionId, SurgeId, TagId, TeamId,
};
pub use prose::Prose;
pub use words::{Language, Words};

/// An instant; stored to the millisecond.
pub type Instant = jiff::Timestamp;
