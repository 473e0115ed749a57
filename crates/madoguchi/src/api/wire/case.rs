//! A case and lists of cases.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, CallWish, Conference, Due, Labelled, Named, Promise};

/// What every case shows, in lists too.
#[derive(Debug, Serialize, ToSchema)]
pub struct Summary {
    /// As people write it, in the desk's width.
    #[schema(example = "00001234")]
    pub number: String,
    pub subject: String,
    /// `cases` or `admin`.
    pub list: String,
    pub kind: Labelled,
    pub product: Labelled,
    pub severity: Labelled,
    /// How it arrived.
    pub channel: Labelled,
    pub status: Status,
    /// Whose move it is: `customer`, `support`, or `nobody` when it is closed.
    #[schema(example = "customer")]
    pub turn: String,
    #[schema(format = DateTime)]
    pub turn_since: String,
    /// What happens next, in one sentence for this reader.
    pub next: String,
    /// For staff: what the customer is told happens next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_for_customer: Option<String>,
    #[schema(format = DateTime)]
    pub opened_at: String,
    /// Last change that the customer can see.
    #[schema(format = DateTime)]
    pub modified_at: String,
    /// Who opened it.
    pub contact: Named,
    pub account: Named,
    pub deployment: Labelled,
    /// The agent who takes care of it.
    #[schema(required)]
    pub owner: Option<Named>,
    /// For staff: the team it stands with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Labelled>)]
    pub team: Option<Option<Labelled>>,
    /// The customer has asked for it to be reopened.
    pub reopening_asked: bool,
    /// What of the promises is due next; nothing where none is made.
    #[schema(required)]
    pub due: Option<Due>,
    /// Contact by phone is still owed.
    pub call_owed: bool,
    /// Its escalation, the latest where there were several.
    #[schema(required)]
    pub escalation: Option<EscalationMark>,
    /// The incident that has gathered it; such a case is of the type incident in lists.
    #[schema(example = "INC-00012", required)]
    pub incident: Option<String>,
}

/// What every list says of an escalation.
#[derive(Debug, Serialize, ToSchema)]
pub struct EscalationMark {
    /// As people write it.
    #[schema(example = "CP-00012")]
    pub number: String,
    /// `submitted`, `evaluation`, `engineering`, `confirmation`, or `ended`.
    pub state: String,
    /// The day on which a solution was expected is over, and none has come yet.
    pub expected_passed: bool,
}

/// An escalation in full.
#[derive(Debug, Serialize, ToSchema)]
pub struct Escalation {
    /// As people write it.
    #[schema(example = "CP-00012")]
    pub number: String,
    /// The problem, for the customer.
    #[schema(required)]
    pub summary: Option<String>,
    /// The five steps in their order, in the desk's words.
    pub steps: Vec<EscalationStep>,
    /// Id of the step it stands at.
    pub step: String,
    /// The day on which a solution is expected. It is no promise.
    #[schema(required, format = Date)]
    pub expected_on: Option<String>,
    /// All days that were expected, the latest last.
    pub expected: Vec<ExpectedDay>,
    /// The lane of an unhappy customer.
    #[schema(required)]
    pub callback: Option<Callback>,
    /// For staff: what is wrong in the product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defect: Option<String>,
    /// For staff: its number where engineering keeps defects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracker: Option<String>,
    /// For staff: id of the team in whose queue it was put.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// For staff: when engineering finished, and the owner is to have it confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub finished_at: Option<String>,
    #[schema(required, format = DateTime)]
    pub ended_at: Option<String>,
    /// `confirmed`, `resolved`, `returned` or `closed`.
    #[schema(required)]
    pub ended: Option<String>,
    /// Why it went back to support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned: Option<String>,
}

/// What goes with an escalation, for staff.
#[derive(Debug, Serialize, ToSchema)]
pub struct EscalationEvidence {
    /// Ids of the questions asked before such a case that were answered.
    pub told: Vec<String>,
    /// Ids of the files that show what went on.
    pub records: Vec<String>,
    /// Clocks whose promise was broken.
    pub broken: Vec<String>,
    /// Ids of questions without an answer, `environment`, and `record` where no file shows what went on.
    pub missing: Vec<String>,
    /// The teams it can go to.
    pub queues: Vec<EscalationQueue>,
}

/// What a team has to do.
#[derive(Debug, Serialize, ToSchema)]
pub struct EscalationQueue {
    /// Id of the team.
    pub team: String,
    /// Escalations that wait in its queue.
    pub waiting: i64,
    /// Cases that it looks after and that are not closed.
    pub open: i64,
}

/// A step of an escalation.
#[derive(Debug, Serialize, ToSchema)]
pub struct EscalationStep {
    pub id: String,
    pub label: String,
    /// What happens in it.
    pub next: String,
    #[schema(required, format = DateTime)]
    pub reached_at: Option<String>,
}

/// A day on which a solution was expected.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExpectedDay {
    #[schema(required, format = Date)]
    pub on: Option<String>,
    /// Why it is another day than before.
    #[schema(required)]
    pub reason: Option<String>,
    /// When that was told.
    #[schema(format = DateTime)]
    pub at: String,
}

/// Who calls an unhappy customer back, and by when.
#[derive(Debug, Serialize, ToSchema)]
pub struct Callback {
    /// What the customer wants to have at the end.
    #[schema(required)]
    pub outcome: Option<String>,
    /// Id of whoever calls.
    pub caller: String,
    #[schema(format = DateTime)]
    pub by: String,
    #[schema(required, format = DateTime)]
    pub called_at: Option<String>,
}

/// A case that was taken, to somebody who reads none (A8).
#[derive(Debug, Serialize, ToSchema)]
pub struct Taken {
    /// The case's number.
    pub number: String,
}

/// A case in full.
#[derive(Debug, Serialize, ToSchema)]
pub struct Case {
    #[serde(flatten)]
    pub summary: Summary,
    #[schema(required)]
    pub sub_type: Option<Labelled>,
    #[schema(required)]
    pub environment: Option<Labelled>,
    #[schema(value_type = BTreeMap<String, Answer>)]
    pub answers: Answers,
    #[schema(required, format = DateTime)]
    pub closed_at: Option<String>,
    /// When it closes by itself, unless the customer answers.
    #[schema(required, format = DateTime)]
    pub closes_at: Option<String>,
    /// The customer is asked whether the solution worked.
    pub asks_solution: bool,
    /// For staff: where the case can be moved from here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moves: Option<Vec<Labelled>>,
    /// For staff: times it was handed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handovers: Option<u32>,
    pub reopenings: u32,
    /// Nothing for a case that was opened without a contract.
    #[schema(required)]
    pub promise: Option<Promise>,
    /// A severity that one side wants and the other has not answered yet.
    #[schema(required)]
    pub severity_wish: Option<SeverityWish>,
    /// For staff: the tier that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<u8>,
    /// Another vendor that was asked.
    #[schema(required)]
    pub third_party: Option<ThirdParty>,
    /// What support has asked of the customer and waits for.
    pub questions: Vec<Question>,
    /// What support does not cover, where it was closed for that.
    #[schema(required)]
    pub redirected: Option<NotCovered>,
    /// What the product makes of it.
    #[schema(required)]
    pub kind_state: Option<Labelled>,
    /// Number of the closed case that it goes on with, if the reader sees it.
    #[schema(required)]
    pub continues: Option<String>,
    /// Numbers of cases that go on with it, of those that the reader sees.
    pub continued_in: Vec<String>,
    /// Whom the customer asks for, `support-manager` or `success-manager`, until that is answered.
    #[schema(required)]
    pub escalation_asked: Option<String>,
    /// The latest escalation in full.
    #[schema(required)]
    pub escalation_details: Option<Escalation>,
    /// A call that the customer waits for.
    #[schema(required)]
    pub call_wish: Option<CallWish>,
    /// Its conferences, oldest first.
    pub conferences: Vec<Conference>,
    /// For staff: why an escalation is suggested, `breaches`, `reopenings`, `silent` or `survey`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalation_suggested: Option<String>,
    /// The customer is asked how they were served.
    pub survey_asked: bool,
    /// What was answered: for staff, and for who answered.
    #[schema(required)]
    pub survey: Option<Survey>,
    /// For staff: why it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Labelled>)]
    pub cause: Option<Option<Labelled>>,
    /// For staff: its owner has put it to sleep.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Snooze>)]
    pub snooze: Option<Option<Snooze>>,
    /// It goes on within another case; `GET …/links` names it to whom sees it.
    pub merged: bool,
    /// For staff: words that were put on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Labelled>>,
}

/// The cases around a case, of those that the reader sees.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseLinks {
    pub items: Vec<CaseLink>,
    /// The case within which it goes on.
    #[schema(required)]
    pub merged_into: Option<LinkedCase>,
    /// Those that go on within it.
    pub carries: Vec<LinkedCase>,
}

/// How a case stands to another one.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseLink {
    /// `related`, `duplicate-of`, `duplicated-by`, `caused-by`, `cause-of`, `follow-up-of` or `followed-by`.
    pub relation: String,
    pub case: LinkedCase,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LinkedCase {
    pub number: String,
    /// `null` where the text was erased.
    #[schema(required)]
    pub subject: Option<String>,
}

/// Words that staff put on cases.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tags {
    pub items: Vec<Labelled>,
}

/// Sleep that lasts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Snooze {
    /// `null` for until the customer answers.
    #[schema(required, format = DateTime)]
    pub until: Option<String>,
}

/// Something that support does not cover, and whom to ask.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotCovered {
    pub id: String,
    pub label: String,
    pub ask: String,
}

/// How the customer was served.
#[derive(Debug, Serialize, ToSchema)]
pub struct Survey {
    #[schema(format = DateTime)]
    pub at: String,
    /// Points by question, from 1; the highest is the best.
    pub points: BTreeMap<String, u8>,
    /// `null` where there is none, or it was erased.
    #[schema(required)]
    pub comment: Option<String>,
    /// Support may come back to them about it.
    pub contact: bool,
}

/// What support would like to know of the customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Question {
    /// 1 for the first of a case, then one more each.
    pub id: u32,
    /// `null` where the text was erased.
    #[schema(required)]
    pub text: Option<String>,
}

/// A vendor besides ours whose part is waited for.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThirdParty {
    /// `null` where the text was erased.
    #[schema(required)]
    pub name: Option<String>,
    /// Its own number for the matter, once known.
    #[schema(required)]
    pub reference: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SeverityWish {
    /// `customer` or `support`.
    pub side: String,
    pub severity: Labelled,
}

/// What the desk's own fields were answered, by field id, as they were sent; `null` where the text was erased.
pub type Answers = BTreeMap<String, serde_json::Value>;

#[derive(Debug, Serialize, ToSchema)]
pub struct Status {
    #[schema(example = "open/investigating")]
    pub id: String,
    pub label: String,
    pub sub_label: String,
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseList {
    pub items: Vec<Summary>,
    pub total: Total,
    pub counts: Counts,
    /// Send it as `cursor` for the page behind this one.
    #[schema(required)]
    pub next: Option<String>,
    /// The same for the page before this one.
    #[schema(required)]
    pub previous: Option<String>,
}

/// How many cases the list has with its filters.
#[derive(Debug, Serialize, ToSchema)]
pub struct Total {
    pub count: i64,
    /// False when there are more than could be counted in passing.
    pub exact: bool,
}

/// How many cases stand in each view, before filters.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counts {
    pub not_closed: i64,
    pub support: i64,
    pub customer: i64,
    pub closed: i64,
}

/// A text that staff write once.
#[derive(Debug, Serialize, ToSchema)]
pub struct Macro {
    pub id: String,
    pub name: String,
    /// `answer` or `note`.
    pub writes: String,
    /// Either may be empty, and the other one is taken.
    pub text_ja: String,
    pub text_en: String,
    /// The status that the case goes to with an answer.
    #[schema(required)]
    pub then: Option<String>,
    /// The case becomes whoever's uses it.
    pub takes: bool,
    /// Id of the team that the case goes to.
    #[schema(required)]
    pub to_team: Option<String>,
    /// Ids of the tags that it gets.
    pub tags: Vec<String>,
    /// Id of the team whose it is; `null` for one's own.
    #[schema(required)]
    pub team: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Macros {
    pub items: Vec<Macro>,
}
