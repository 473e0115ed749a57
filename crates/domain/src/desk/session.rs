//! How live sessions go at a desk (D1, L1–L9), and the queues that one can be handed to (L6).

use serde::{Deserialize, Serialize};

use super::Desk;
use crate::{Role, words::Words};

/// How many sessions an agent leads at a time (L1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// One, with all of its customers in it.
    Single,
    /// Several, each in a tab of its own.
    Multi,
}

impl Mode {
    pub const ALL: [Mode; 2] = [Mode::Single, Mode::Multi];

    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Single => "single",
            Mode::Multi => "multi",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == text)
    }
}

/// What becomes of a session whose host does not come back to the seat (L7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HostGone {
    /// It goes on: under an assistant, or waiting for one.
    Keep,
    /// It ends, as in the source.
    End,
}

/// Whether sessions are recorded (L8, L9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recording {
    Off,
    /// When the host says so, once a customer has agreed.
    Ask,
    /// From the start; of customers what they have agreed to.
    Always,
}

/// The rules of a session. They go with it from its start, so that a change of desk never changes one that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRules {
    /// What an agent has who chose nothing.
    pub mode: Mode,
    /// Agents choose between the modes.
    pub mode_chosen: bool,
    /// Customers in one session at the most (L4).
    pub customers: u16,
    /// Customers wait until the host lets them in.
    pub lobby: bool,
    pub host_gone: HostGone,
    /// How long the place of somebody who was cut off is kept.
    pub seat_seconds: u16,
    /// How long a session waits for an agent, or for a customer after the last has left.
    pub wait_minutes: u16,
    /// How long an offer waits for an answer.
    pub offer_seconds: u16,
    pub recording: Recording,
    /// Days for which a recording is kept, and a file that was sent in a session about no case; then they are erased (L3, L8).
    #[serde(
        default = "SessionRules::usual_days",
        skip_serializing_if = "SessionRules::is_usual"
    )]
    pub recording_days: u16,
    /// The queue to which an unanswered transfer goes.
    pub fallback: Option<String>,
    /// Invitations open in the agent's own mail program unless they choose otherwise (L2).
    pub own_mail: bool,
}

impl SessionRules {
    /// A year, where a desk says nothing.
    pub fn usual_days() -> u16 {
        365
    }

    fn is_usual(days: &u16) -> bool {
        *days == Self::usual_days()
    }
}

/// Agents to whom sessions can be handed (L6): those with one of the roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    pub id: String,
    pub label: Words,
    pub roles: Vec<Role>,
}

impl Desk {
    pub fn queue(&self, id: &str) -> Option<&Queue> {
        self.queues.iter().find(|queue| queue.id == id)
    }

    /// Whether offers reach an agent of this role: they serve a queue (L6).
    pub fn takes_offers(&self, role: Role) -> bool {
        self.queues.iter().any(|queue| queue.roles.contains(&role))
    }
}
