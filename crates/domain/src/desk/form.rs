//! The fields of a case's form as the desk describes them (C1–C5, D1). Checking answers is [`crate::case::intake`]'s part.

use super::Choice;
use crate::{
    case::{Answer, Answers},
    words::Words,
};

/// One field of a form.
#[derive(Clone, Debug)]
pub struct Field {
    pub id: String,
    pub label: Words,
    /// What to write, under the label.
    pub hint: Words,
    pub entry: Entry,
    pub required: bool,
    /// Waits behind "add details" until asked for; never a required one.
    pub folded: bool,
    pub only: Only,
    /// What the form holds at first.
    pub preset: Option<String>,
}

/// When a field is shown; an empty list is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Only {
    pub sub_types: Vec<String>,
    pub products: Vec<String>,
}

/// What a field takes. The first seven are facts that every desk has; the others are the desk's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Deployment,
    Product,
    SubType,
    Environment,
    Severity,
    Subject,
    Description,
    /// One line of so many characters at most.
    Line {
        max: usize,
    },
    /// Several lines of so many characters at most.
    Lines {
        max: usize,
    },
    Number {
        min: i64,
        max: i64,
    },
    /// A calendar day.
    Date,
    /// Yes or no.
    Flag,
    Choice {
        options: Vec<Choice>,
        depends: Option<Depends>,
    },
    /// E-mail addresses, one a line.
    Emails {
        most: usize,
    },
}

/// A dependent picklist: what the other field says decides which options stand here (C5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Depends {
    /// Id of the field that decides.
    pub on: String,
    /// (value of that field, ids of the options offered then); a value that is missing offers none.
    pub offers: Vec<(String, Vec<String>)>,
}

impl Depends {
    /// Ids of the options offered when the deciding field says `value`.
    pub fn offered(&self, value: &str) -> &[String] {
        self.offers
            .iter()
            .find(|(v, _)| v == value)
            .map_or(&[], |(_, ids)| ids.as_slice())
    }
}

impl Field {
    /// Whether the field belongs on the form for this sub type and product.
    pub fn applies(&self, sub_type: Option<&str>, product: Option<&str>) -> bool {
        let holds = |list: &[String], value: Option<&str>| {
            list.is_empty() || value.is_some_and(|v| list.iter().any(|item| item == v))
        };
        holds(&self.only.sub_types, sub_type) && holds(&self.only.products, product)
    }
}

/// The field of a form that asks whether support may sign in as who asks (A11), and the option that allows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteAccess {
    pub field: String,
    pub allowed: String,
}

/// The field in which a customer keeps their own number of a case, and who may change it once the case is open (C1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnReference {
    /// A field of one line.
    pub field: String,
    /// Whoever may act on the case for the customer.
    pub customer: bool,
    pub support: bool,
}

impl RemoteAccess {
    /// What was answered; nothing where the form did not ask.
    pub fn answered(&self, answers: &Answers) -> Option<bool> {
        match answers.get(&self.field)? {
            Answer::Choice(chosen) => Some(*chosen == self.allowed),
            _ => None,
        }
    }
}
