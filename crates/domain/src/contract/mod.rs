//! The contract that computes: what is promised for a case, when it is due, and why. Clocks are a fold over what happened;
//! the same happenings, targets and calendar give the same answer for ever (S3). Knows no case, no database, no sentence.

mod clock;
mod count;
mod due;
pub mod entitlement;
mod kind;
mod milestone;
mod promise;
mod receipt;

use serde::{Deserialize, Serialize};

pub use clock::{Clocks, Mark, NextUpdate, Notice, OutOfOrder, Targets};
pub use due::{Alert, Due, Timer, Warnings};
pub use kind::{ClockKind, MilestoneId};
pub use milestone::{MilestoneState, MilestoneTarget};
pub use promise::Promise;
pub use receipt::{Line, Reason};

/// How long something may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Amount {
    /// So many seconds while the centre is open.
    Open(i64),
    /// So many seconds, whatever the hour.
    Elapsed(i64),
    /// By the closing of the first business day after the one of reception.
    NextBusinessDay,
}
