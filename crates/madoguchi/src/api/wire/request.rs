//! What can be sent. Members that are not named here are refused.

use std::collections::BTreeMap;

use crate::app::register::Row;

use serde::Deserialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, SchemaType, Type},
    },
};

/// A case to open. Which members a kind takes, and where each field of its form goes, `GET /desk` says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "its schema is what a body is held against; the form reads the members"
)]
pub struct NewCase {
    #[schema(example = "support-case")]
    pub kind: String,
    /// May be left out by those who have only one.
    pub deployment: Option<String>,
    /// May be left out where the kind is for one product only.
    pub product: Option<String>,
    pub sub_type: Option<String>,
    pub environment: Option<String>,
    pub severity: Option<String>,
    /// The centre that is to answer, of those that `GET /promise` names; else one is found by language and hours.
    pub centre: Option<String>,
    pub subject: String,
    pub description: String,
    /// Number of the closed case that it goes on with.
    pub continues: Option<String>,
    /// The desk's own fields, by id.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Answer>)]
    pub answers: BTreeMap<String, serde_json::Value>,
    /// Addresses that get the answers although they look mistyped (`probably-mistyped`) or are none of the company's
    /// (`outside-the-company`).
    #[serde(default)]
    pub sure_of: Vec<String>,
    /// Ids of uploaded files that go with it.
    #[serde(default)]
    pub files: Vec<String>,
}

/// An answer to one of the desk's own fields, for the description alone: what it may be depends on the field.
pub struct Answer;

impl ToSchema for Answer {}

impl PartialSchema for Answer {
    fn schema() -> RefOr<Schema> {
        let of = |one: Type| ObjectBuilder::new().schema_type(one);
        let texts = ArrayBuilder::new()
            .items(of(Type::String).schema_type(SchemaType::from_iter([Type::String, Type::Null])));
        OneOfBuilder::new()
            .item(of(Type::String))
            .item(of(Type::Integer))
            .item(of(Type::Boolean))
            .item(texts)
            .item(of(Type::Null))
            .description(Some(
                "An answer to one of the desk's own fields: text, a choice's id or a day (`YYYY-MM-DD`); a whole \
                 number; yes or no; e-mail addresses. `null` is no answer, or one that was erased.",
            ))
            .into()
    }
}

/// A public message: the customer's update, or the answer of staff.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    pub text: String,
    /// For staff: the status to which the case moves with it.
    #[schema(example = "solution-proposed/proposed")]
    pub then: Option<String>,
    /// For staff: where `then` closes the case, why: an id of the desk's `causes`.
    pub cause: Option<String>,
    /// For staff: what the customer is asked; the case waits for them then, unless `then` says otherwise.
    pub questions: Option<Vec<String>>,
    /// For contacts: answers by the ids of the questions; the text may be empty then.
    pub answers: Option<BTreeMap<String, String>>,
    /// For contacts: more will come, and the turn stays where it is.
    pub more_to_follow: Option<bool>,
    /// Ids of uploaded files that go with it; the text of a contact may be empty then.
    pub files: Option<Vec<String>>,
}

/// A question that needs no answer any more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuestionWithdrawal {
    pub question: u32,
}

/// What was asked before the case, told later.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFacts {
    /// By the ids of the steps and fields.
    #[schema(value_type = BTreeMap<String, Answer>)]
    #[allow(dead_code, reason = "the form reads the members")]
    pub answers: BTreeMap<String, serde_json::Value>,
}

/// People who come into copy, or out of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCopies {
    /// E-mail addresses.
    #[serde(default)]
    pub add: Vec<String>,
    #[serde(default)]
    pub remove: Vec<String>,
    /// Those that were looked at and are meant, whatever is doubted of them.
    #[serde(default)]
    pub sure_of: Vec<String>,
}

/// The customer's own number of a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReference {
    /// `null` takes it away.
    pub reference: Option<String>,
}

/// What staff write among themselves.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    pub text: String,
    /// Ids of uploaded files that go with it.
    pub files: Option<Vec<String>>,
}

/// A case that its owner does not want to see for a while.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSnooze {
    /// A moment ahead, as RFC 3339 writes it; left out, until the customer answers.
    #[schema(format = DateTime)]
    pub until: Option<String>,
}

/// How a case stands to another one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLink {
    /// `related`, `duplicate-of`, `duplicated-by`, `caused-by`, `cause-of`, `follow-up-of` or `followed-by`.
    pub relation: String,
    /// Number of the other case.
    pub other: String,
}

/// Another case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherCase {
    /// Its number.
    pub other: String,
}

/// Words to put on a case, as they are called, and some to take off, by id.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTags {
    #[serde(default)]
    pub add: Vec<String>,
    #[serde(default)]
    pub remove: Vec<String>,
}

/// Whether a case is kept to its owner and team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPrivacy {
    pub private: bool,
}

/// The vendor's own product was used as a contact.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProxyUse {
    /// Id of the contact.
    pub contact: String,
    /// What for, in words that the contact will read.
    pub note: String,
}

/// The customer ends the case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClosure {
    /// Id of one of the desk's `close_reasons`.
    pub reason: String,
    pub comment: Option<String>,
}

/// Whether the proposed solution worked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSolutionAnswer {
    /// False: more help is needed.
    pub worked: bool,
    /// Where it worked: anything to say about it.
    pub comment: Option<String>,
    /// Where it did not: which steps were tried.
    pub tried: Option<String>,
    /// Where it did not: what happened then. Required.
    pub happened: Option<String>,
}

/// Support does not cover it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRedirection {
    /// Id of what is not covered, of those that `GET /desk` names.
    pub matter: String,
    /// A public message with it.
    pub text: Option<String>,
}

/// Staff do not bring a closed case back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReopeningDecline {
    pub reason: String,
}

/// What the product makes of a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKindState {
    /// Id of one of the kind's states.
    pub to: String,
    /// A public message with it.
    pub text: Option<String>,
}

/// The customer asks for somebody above the owner.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEscalation {
    /// `support-manager` or `success-manager`.
    pub to: String,
    pub reason: String,
}

/// Support answers that.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEscalationAnswer {
    pub text: String,
}

/// An escalation of its own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOpenEscalation {
    /// The problem, as the customer reads it.
    pub summary: String,
    pub lanes: NewLanes,
}

/// What is done in an escalation; at least one of `outcome` and `defect` at its beginning.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLanes {
    /// What an unhappy customer wants to have at the end; the customer reads it.
    pub outcome: Option<String>,
    /// Id of the agent who calls back; the caller where it is left out.
    pub caller: Option<String>,
    /// By when; within the desk's hours where it is left out.
    #[schema(format = DateTime)]
    pub by: Option<String>,
    /// What is wrong in the product, for staff.
    pub defect: Option<String>,
    /// Its number where engineering keeps defects, for staff.
    pub tracker: Option<String>,
    /// Id of the team in whose queue it goes; it stays where it is where this is left out.
    pub queue: Option<String>,
}

/// What was found, or why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEscalationText {
    pub text: String,
}

/// Another step of an escalation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStep {
    /// `submitted`, `evaluation`, `engineering`, `confirmation` or `resolved`.
    pub to: String,
    /// What the customer is told with it.
    pub text: Option<String>,
}

/// The day on which a solution is expected.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExpectation {
    /// Left out where no day can be told any more.
    #[schema(format = Date)]
    pub on: Option<String>,
    pub reason: Option<String>,
}

/// The customer was called back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCallback {
    /// What was agreed; the customer reads it.
    pub text: String,
}

/// How the customer was served.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSurvey {
    /// Points by question, from 1; the highest is the best.
    pub points: BTreeMap<String, u8>,
    pub comment: Option<String>,
    /// Support may come back to them about it.
    #[serde(default)]
    pub contact: bool,
}

/// A closed case comes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReopening {
    /// Required of customers; staff reopen without one.
    pub reason: Option<String>,
}

/// Who takes care of the case. A member that is left out stays as it is; `null` takes it away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAssignment {
    /// Id of an agent.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, nullable)]
    pub owner: Option<Option<String>>,
    /// Id of a team.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, nullable)]
    pub team: Option<Option<String>>,
}

/// Staff move the case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStatus {
    #[schema(example = "awaiting-information/information-required")]
    pub to: String,
    /// Where that closes the case: why, an id of the desk's `causes`.
    pub cause: Option<String>,
}

/// Why a closed case was closed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCause {
    /// An id of the desk's `causes`.
    pub cause: String,
}

/// Another severity; by the desk's rule it counts at once, or when the other side agrees.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSeverity {
    /// Id of one of the desk's severities.
    pub severity: String,
    pub reason: String,
}

/// The answer to a severity that the other side wants.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSeverityAnswer {
    pub accept: bool,
    /// Required where it is not accepted.
    pub reason: Option<String>,
    /// The id of the severity that is answered, as `severity_wish` said it.
    pub severity: Option<String>,
}

/// The phone call that was owed has taken place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCall {
    pub note: String,
}

/// The case goes on at the next tier.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTier {
    pub reason: String,
}

/// Another vendor is asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewThirdParty {
    pub name: String,
    /// Its own number for the matter, once known.
    #[serde(default)]
    pub reference: Option<String>,
    /// Where the case goes with it.
    #[serde(default)]
    pub status: Option<String>,
}

/// Rows of the register.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRows {
    pub rows: Vec<Row>,
    /// Only say what would come of them.
    #[serde(default)]
    pub dry_run: bool,
}

/// Tells `null` from nothing said.
fn said<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}

/// A macro that is written into a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMacroUse {
    /// Its id, as `GET /macros` has it.
    pub r#macro: String,
    /// What it is to say instead of its own text.
    pub text: Option<String>,
}

/// Words that are to be read no more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRedaction {
    /// Place of the event in the timeline that the caller reads.
    pub place: i64,
    pub words: Vec<String>,
}

/// A case that goes on with a closed one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "its schema is what a body is held against; the form reads the members"
)]
pub struct NewFollowUp {
    /// That of the closed case where it is left out.
    pub kind: Option<String>,
    pub deployment: Option<String>,
    pub product: Option<String>,
    pub sub_type: Option<String>,
    pub environment: Option<String>,
    pub severity: Option<String>,
    pub centre: Option<String>,
    pub subject: String,
    pub description: String,
    /// The desk's own fields, by id.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Answer>)]
    pub answers: BTreeMap<String, serde_json::Value>,
    /// Addresses that get the answers although they look mistyped or are none of the company's.
    #[serde(default)]
    pub sure_of: Vec<String>,
}
