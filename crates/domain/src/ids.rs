//! Names of things inside the system. Random or in order of making, they tell nothing and open nothing.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A customer company.
    AccountId,
    /// What an account runs.
    DeploymentId,
    /// A contact or an agent.
    PersonId,
    /// A team of agents.
    TeamId,
    /// A case; people call it by its number.
    CaseId,
    /// A request for an account.
    RequestId,
    /// An event that affects the service (E3).
    IncidentId,
    /// The same trouble, reported by several companies at once (E3).
    SurgeId,
    /// A piece of knowledge (B4).
    ArticleId,
    /// An image of articles (B4).
    ImageId,
    /// A file that somebody handed in.
    FileId,
    /// A version of software that is given out.
    ReleaseId,
    /// A word that staff put on cases.
    TagId,
    /// A live session; people call it by its number while it lives.
    SessionId,
}
