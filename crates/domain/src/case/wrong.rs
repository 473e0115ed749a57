//! What is wrong with a field, as data.

use crate::desk::Door;

/// A field that cannot be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    pub field: String,
    pub wrong: Wrong,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    Missing,
    TooLong {
        max: usize,
    },
    /// Not among what is offered here, now, to this person.
    NotOffered,
    NotANumber {
        min: i64,
        max: i64,
    },
    NotADate,
    /// A moment that does not lie ahead, or further than so many days.
    NotAhead {
        days: i64,
    },
    /// A day or moment that lies behind.
    Past,
    /// A moment that comes sooner than so many minutes from now.
    TooSoon {
        minutes: i64,
    },
    /// A window of time with less than so many minutes in it.
    TooShort {
        minutes: i64,
    },
    /// No address of a page that can be followed safely.
    NotALink,
    /// A moment that has not come yet.
    NotYet,
    NotAnAddress {
        given: String,
        /// What it probably should be.
        meant: Option<String>,
    },
    /// An address that looks mistyped; its sender may be sure of it (see [`SURE_OF`]).
    Slip {
        given: String,
        meant: String,
    },
    /// Addresses that are none of the company's; the same.
    Foreign {
        given: Vec<String>,
    },
    TooMany {
        most: usize,
    },
    /// None of it stands in the text that is meant.
    NotThere,
    /// No case of this number, for this person.
    NoSuchCase,
    /// The company's plan leaves it out (C2): it goes with these, and this is whom to ask.
    NotInPlan {
        plans: Vec<String>,
        ask: Option<Door>,
    },
    /// The form has no such field.
    Unknown,
}
