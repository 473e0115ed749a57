//! The desk: what there is to choose from, in the reader's language.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{Labelled, NotCovered};

/// The desk that serves now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Desk {
    pub id: String,
    pub name: String,
    pub languages: Vec<String>,
    pub time_zone: String,
    /// Digits of a case number.
    pub number_width: usize,
    pub products: Vec<Labelled>,
    pub environments: Vec<Labelled>,
    pub channels: Vec<Labelled>,
    /// Most severe first.
    pub severities: Vec<Severity>,
    /// The severity of a case that names none.
    pub preset_severity: String,
    pub kinds: Vec<Kind>,
    pub statuses: Vec<TopStatus>,
    /// Reasons for which a customer can close a case.
    pub close_reasons: Vec<Labelled>,
    pub reopening: Reopening,
    /// What support does not cover, and whom to ask.
    pub not_covered: Vec<NotCovered>,
    /// For staff: why they close cases.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Labelled>,
    /// What is asked after a closing.
    #[schema(required)]
    pub survey: Option<SurveyAsked>,
    pub attachments: Attachments,
    /// What software that is given out is held to.
    pub downloads: Downloads,
    /// The desk's own texts: welcome, hours and so on.
    pub texts: BTreeMap<String, String>,
}

/// What is asked after a closing.
#[derive(Debug, Serialize, ToSchema)]
pub struct SurveyAsked {
    /// Ids of closed statuses after which it is asked.
    pub after: Vec<String>,
    /// For so many days.
    pub days: u16,
    pub questions: Vec<Labelled>,
    /// Points in words, the best first: of five, the first is sent as 5.
    pub points: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Severity {
    pub id: String,
    pub label: String,
    pub definition: String,
}

/// A kind of case with its form.
#[derive(Debug, Serialize, ToSchema)]
pub struct Kind {
    pub id: String,
    pub label: String,
    pub description: String,
    /// The list its cases stand in: `cases` or `admin`.
    pub list: String,
    /// Ids of the products it is offered for.
    pub products: Vec<String>,
    /// Ids of the plans that it goes with; all, and none at all, when empty.
    pub plans: Vec<String>,
    /// The environment that all its cases have.
    #[schema(required)]
    pub environment: Option<String>,
    pub sub_types: Vec<SubType>,
    /// What the product can make of such a case.
    pub states: Vec<Labelled>,
    /// The fields in their order.
    pub form: Vec<Field>,
    /// What to look at and to tell before; the answers go with the form's.
    pub before: Vec<Checklist>,
}

/// A way in to a kind of case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Checklist {
    pub id: String,
    pub label: String,
    pub description: String,
    /// The sub type that it leads to.
    #[schema(required)]
    pub sub_type: Option<String>,
    pub steps: Vec<Step>,
    /// What is asked: the steps first where they are answered. Nothing of it is required.
    pub asks: Vec<Field>,
    /// Severities that go on at once.
    pub skip: Vec<String>,
}

/// Something to try, or to look at.
#[derive(Debug, Serialize, ToSchema)]
pub struct Step {
    pub id: String,
    pub text: String,
    #[schema(required)]
    pub link: Option<String>,
    /// Ids of the products it is for; all when empty.
    pub products: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SubType {
    pub id: String,
    pub label: String,
    pub description: String,
    /// Ids of the products it is offered for; all when empty.
    pub products: Vec<String>,
    /// Ids of the plans that it goes with; all, and none at all, when empty.
    pub plans: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Field {
    pub id: String,
    /// Where the answer goes in `POST /cases`.
    #[schema(example = "/answers/sub-issue")]
    pub pointer: String,
    pub label: String,
    pub hint: String,
    pub required: bool,
    #[schema(required)]
    pub preset: Option<String>,
    pub only: Only,
    pub entry: FieldEntry,
}

/// When a field is asked; an empty list is no condition.
#[derive(Debug, Serialize, ToSchema)]
pub struct Only {
    pub sub_types: Vec<String>,
    pub products: Vec<String>,
}

/// What a field takes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum FieldEntry {
    Deployment,
    Product,
    SubType,
    Environment,
    Severity,
    /// One line of text.
    Line {
        max: usize,
    },
    /// Several lines of text.
    Lines {
        max: usize,
    },
    Number {
        min: i64,
        max: i64,
    },
    /// `YYYY-MM-DD`.
    Date,
    Flag,
    Choice {
        options: Vec<Labelled>,
        #[schema(required)]
        depends: Option<Depends>,
    },
    Emails {
        most: usize,
    },
}

/// The answer to another field decides which options stand here.
#[derive(Debug, Serialize, ToSchema)]
pub struct Depends {
    /// Id of the field that decides.
    pub on: String,
    /// Its value → ids of the options offered then; a value that is missing offers none.
    pub offers: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TopStatus {
    pub id: String,
    pub label: String,
    pub subs: Vec<SubStatus>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SubStatus {
    #[schema(example = "open/new")]
    pub id: String,
    pub label: String,
    pub turn: String,
    pub closed: bool,
    /// What happens next, in one sentence for this reader.
    pub next: String,
    pub asks_solution: bool,
    /// For staff: where a case can be moved from here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Vec<String>>,
}

/// How a closed case comes back.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "way", rename_all = "kebab-case")]
pub enum Reopening {
    /// Staff decide on the request.
    Request,
    /// By itself within so many days.
    WithinDays {
        days: u16,
    },
    Never,
}

/// Limits of attachments to one message.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attachments {
    pub per_message: u16,
    pub bytes_each: u64,
    /// The most of a file that goes in pieces, which goes on after a break; nothing where none may be larger than `bytes_each`.
    #[schema(required)]
    pub transfer_bytes_each: Option<u64>,
    /// The most that lies in the cases of one account; nothing where that has no end.
    #[schema(required)]
    pub bytes_per_account: Option<u64>,
    /// Extensions without the dot, lower case.
    pub types: Vec<String>,
    /// What opens with a password only is taken.
    pub keeps_locked: bool,
}

/// Limits of software that is given out.
#[derive(Debug, Serialize, ToSchema)]
pub struct Downloads {
    /// How many files a version has: one.
    pub per_version: u16,
    pub bytes_each: u64,
    /// Extensions without the dot, lower case.
    pub types: Vec<String>,
    /// What opens with a password only is taken.
    pub keeps_locked: bool,
}
