//! Which door for which need (B5): what somebody may want, and the ways to it.

use crate::words::Words;

/// What somebody may want, in their own words, with the doors that lead to it, the best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub label: Words,
    pub doors: Vec<Door>,
    /// What to know beside it; empty where there is nothing.
    pub note: Words,
}

/// A way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// A case of this kind.
    Kind(String),
    /// Somebody to turn to, told in the desk's text of this name.
    Contact(String),
}

/// Names of the texts that tell whom to turn to.
pub const CONTACTS: [&str; 6] = [
    "phone",
    "mail",
    "success-manager",
    "sales",
    "billing",
    "sign-in-help",
];
