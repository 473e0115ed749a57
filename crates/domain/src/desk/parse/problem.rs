//! What can be wrong in a desk file, as data: the shell turns each into a sentence with its cause and its remedy.
//! Knows no language and no position; a position is [`super::Finding`]'s part.

use crate::desk::Turn;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Problem {
    /// Not TOML; `message` is the TOML library's own, in English.
    Syntax {
        message: String,
    },

    // Keys and values.
    UnknownKey {
        key: String,
        expected: Vec<String>,
    },
    /// `within` is the table's name as written in its header, empty for the top of the file.
    Missing {
        key: String,
        within: String,
    },
    WrongType {
        key: String,
        expected: Shape,
        found: Shape,
    },
    OutOfRange {
        key: String,
        given: i64,
        min: i64,
        max: i64,
    },
    NotOneOf {
        key: String,
        given: String,
        known: Vec<String>,
    },
    /// Ids are ASCII letters, digits and inner hyphens, 40 at most.
    BadId {
        what: What,
        id: String,
    },
    Duplicate {
        what: What,
        id: String,
    },
    UnknownReference {
        what: What,
        id: String,
        known: Vec<String>,
    },
    BadLanguage {
        tag: String,
    },
    UnknownTimeZone {
        given: String,
    },
    BadDuration {
        key: String,
        given: String,
    },
    BadSize {
        key: String,
        given: String,
    },
    /// Opening hours that cannot be read.
    BadHours {
        given: String,
    },
    /// Hours of a day that begin before others have ended.
    HoursOverlap {
        key: String,
    },
    /// A day, or days, that cannot be read.
    BadDays {
        given: String,
    },
    /// A line that does not say which word stands for which.
    BadSynonym {
        given: String,
    },
    /// A file with closed days that was not read along with the desk file.
    FileNotRead {
        file: String,
    },
    /// A calendar without any hours.
    NeverOpen,
    /// A rhythm of updates given as a day.
    UpdateByDay,
    /// A milestone that is reached by the status that begins it.
    ReachedAtOnce {
        status: String,
    },
    BadExtension {
        given: String,
    },
    /// A list that must hold something.
    EmptyList {
        key: String,
    },

    // Texts.
    /// A text that is missing or empty in one of the desk's languages.
    NoText {
        language: String,
    },
    /// A label of several lines.
    LineBreak {
        language: String,
    },
    /// Braces: a desk's texts are shown as they are, nothing is put in.
    Placeholder {
        language: String,
    },

    // Fields and forms.
    EmptyOptions {
        field: String,
    },
    /// A built-in field that every case has an answer to, marked as one that may stay empty.
    AlwaysRequired {
        field: String,
    },
    /// A required field cannot wait behind a fold.
    RequiredButFolded {
        field: String,
    },
    MinAboveMax {
        min: i64,
        max: i64,
    },
    BadPreset {
        field: String,
        given: String,
    },
    /// The deciding field is none whose values are known.
    DependsOnNoChoice {
        field: String,
        on: String,
    },
    /// Fields that decide over each other in a ring.
    DependentCycle {
        fields: Vec<String>,
    },
    /// No value of the deciding field offers the option.
    OptionNeverOffered {
        field: String,
        option: String,
    },
    /// The deciding field is not on a form on which the dependent one stands.
    DecidingFieldMissing {
        kind: String,
        field: String,
        on: String,
    },
    /// The deciding field stands behind the dependent one.
    DecidingFieldLater {
        kind: String,
        field: String,
        on: String,
    },
    /// No form shows the field.
    FieldNeverUsed {
        field: String,
    },
    /// The form lists a field whose conditions hold for none of the kind's sub types and products.
    FieldNeverOffered {
        kind: String,
        field: String,
    },
    /// The same of a required field, which nobody could ever fill in.
    RequiredFieldNeverOffered {
        kind: String,
        field: String,
    },
    /// A form lacks a field that every case of this kind needs.
    MissingBuiltIn {
        kind: String,
        field: String,
    },
    /// A form asks for what the kind has not: a sub type among none.
    NothingToAsk {
        kind: String,
        field: String,
    },
    /// A sub type for a product that its kind is not offered for.
    ProductNotOfKind {
        kind: String,
        product: String,
    },
    /// For this product the kind has no sub type left to choose.
    NoSubTypeForProduct {
        kind: String,
        product: String,
    },
    /// What is asked before a case can always be left out.
    FactRequired {
        field: String,
    },
    /// A fact that the form of its kind asks for as well.
    AskedTwice {
        kind: String,
        field: String,
    },
    /// Neither an https address nor a page of the portal.
    BadLink {
        given: String,
    },
    /// No kind of case is offered for the product.
    ProductWithoutKind {
        product: String,
    },
    /// Cases from the portal arrive by the channel `web`.
    NoWebChannel,

    // Statuses and rules.
    /// No rule and no move of staff ever leads there.
    StatusUnreachable {
        status: String,
    },
    /// An open status that staff cannot move on from.
    NoWayOut {
        status: String,
    },
    /// An open status from which no way, by staff or by rule, leads to a closed one.
    NeverCloses {
        status: String,
    },
    /// A closed status with moves: only reopening leads out of it.
    ClosedMovesOn {
        status: String,
    },
    MovesToItself {
        status: String,
    },
    /// Closed needs the turn `nobody`, and the turn `nobody` needs closed.
    TurnMismatch {
        status: String,
        turn: Turn,
        closed: bool,
    },
    /// Who is asked whether the solution worked must have the turn.
    AskedOutOfTurn {
        status: String,
        turn: Turn,
    },
    /// Only what waits for the customer closes without an answer.
    WaitsOutOfTurn {
        status: String,
    },
    /// The step in which the customer is to act names no status that asks them (E1).
    AsksNothing {
        status: String,
    },
    RuleTargetNotClosed {
        rule: String,
        to: String,
    },
    RuleTargetClosed {
        rule: String,
        to: String,
    },
    /// A rule for updates on a closed case, which takes none.
    RuleFromClosed {
        rule: String,
        from: String,
    },
}

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Desk,
    Language,
    Product,
    Environment,
    Channel,
    Severity,
    Field,
    Option,
    Kind,
    SubType,
    Status,
    SubStatus,
    CustomerUpdate,
    CloseReason,
    Extension,
    Calendar,
    Centre,
    Plan,
    Milestone,
    Target,
    ContractOption,
    Door,
    Unanswered,
    Checklist,
    Step,
    /// How grave an incident can be.
    IncidentSeverity,
    /// Where an incident can be.
    Region,
    Phase,
    KindState,
    NotCovered,
    Question,
    Team,
    Cause,
    Queue,
    /// A word that staff put on cases.
    Tag,
    /// A line that says which word stands for which.
    Synonym,
}

impl What {
    /// A name for catalogues of sentences.
    pub fn as_str(self) -> &'static str {
        match self {
            What::Desk => "desk",
            What::Language => "language",
            What::Product => "product",
            What::Environment => "environment",
            What::Channel => "channel",
            What::Severity => "severity",
            What::Field => "field",
            What::Option => "option",
            What::Kind => "kind",
            What::SubType => "sub-type",
            What::Status => "status",
            What::SubStatus => "sub-status",
            What::CustomerUpdate => "customer-update",
            What::CloseReason => "close-reason",
            What::Extension => "extension",
            What::Calendar => "calendar",
            What::Centre => "centre",
            What::Plan => "plan",
            What::Milestone => "milestone",
            What::Target => "target",
            What::ContractOption => "contract-option",
            What::Door => "door",
            What::Unanswered => "unanswered",
            What::Checklist => "checklist",
            What::Step => "step",
            What::IncidentSeverity => "incident-severity",
            What::Region => "region",
            What::Phase => "phase",
            What::KindState => "kind-state",
            What::NotCovered => "not-covered",
            What::Question => "question",
            What::Team => "team",
            What::Cause => "cause",
            What::Queue => "queue",
            What::Tag => "tag",
            What::Synonym => "synonym",
        }
    }
}

/// The shape of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    Text,
    Integer,
    Float,
    Flag,
    Date,
    List,
    Table,
    /// Tables under a `[[header]]`.
    Tables,
    /// A text in each language, `{ ja = "…", en = "…" }`.
    Words,
}

impl Shape {
    /// A name for catalogues of sentences.
    pub fn as_str(self) -> &'static str {
        match self {
            Shape::Text => "text",
            Shape::Integer => "integer",
            Shape::Float => "float",
            Shape::Flag => "flag",
            Shape::Date => "date",
            Shape::List => "list",
            Shape::Table => "table",
            Shape::Tables => "tables",
            Shape::Words => "words",
        }
    }
}
