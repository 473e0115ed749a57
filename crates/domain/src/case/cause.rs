//! Who of both sides did something, and why a status changed.

use serde::{Deserialize, Serialize};

/// Which side wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    Customer,
    Support,
}

/// Why a status changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Staff chose it.
    Staff,
    /// An owner arrived.
    Taken,
    /// That was taken back.
    Undone,
    /// The customer's update brought it back (C12).
    CustomerUpdate,
    SolutionWorked,
    SolutionFailed,
    ClosedByCustomer {
        reason: String,
    },
    /// Support does not cover it (B7).
    Redirected {
        matter: String,
    },
    Reopened,
    /// It goes on within another case (K3).
    Merged,
    /// That was taken back.
    Unmerged,
    /// Nobody answered for so many days, of the calendar or of business (C14).
    Unanswered {
        days: u16,
        business: bool,
    },
    /// It happened so elsewhere; with the times it was reopened there by this.
    Imported {
        reopenings: u32,
    },
}
