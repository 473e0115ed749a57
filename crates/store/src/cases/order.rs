//! What of a list is looked at, and in which order (C10).

use domain::desk::Turn;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    NotClosed,
    Support,
    Customer,
    Closed,
}

impl View {
    pub const ALL: [View; 4] = [View::NotClosed, View::Support, View::Customer, View::Closed];

    pub fn as_str(self) -> &'static str {
        match self {
            View::NotClosed => "not-closed",
            View::Support => "support",
            View::Customer => "customer",
            View::Closed => "closed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.as_str() == text)
    }

    pub(super) fn turn(self) -> Option<Turn> {
        match self {
            View::NotClosed => None,
            View::Support => Some(Turn::Support),
            View::Customer => Some(Turn::Customer),
            View::Closed => Some(Turn::Nobody),
        }
    }
}

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The customer's turn first, then the latest change.
    Attention,
    Number,
    Kind,
    Channel,
    Subject,
    Deployment,
    Status,
    Severity,
    Product,
    Opened,
    Modified,
    Contact,
    /// When it was closed; what is not, behind.
    Closed,
    /// By who opened it.
    Submitter,
    /// By who last changed what its customer sees.
    ChangedBy,
    /// How long the turn has been where it is.
    Waiting,
    /// What is due first of what was promised; paused clocks behind, and cases without a promise behind these.
    Due,
    /// The higher plan first, and within a plan what is due first (S6).
    Served,
    Environment,
    Centre,
    /// What the case is called elsewhere: by the customer, else where it came from.
    Reference,
    Tier,
    /// By how far an escalation is; those asked for behind, then what has ended, and cases without one (E4).
    Escalation,
    /// What engineering has finished first, first. Of what is to be confirmed alone, and so none that is asked for by name.
    Confirm,
}

impl Sort {
    pub const ALL: [Sort; 23] = [
        Sort::Attention,
        Sort::Number,
        Sort::Kind,
        Sort::Channel,
        Sort::Subject,
        Sort::Deployment,
        Sort::Status,
        Sort::Severity,
        Sort::Product,
        Sort::Opened,
        Sort::Modified,
        Sort::Contact,
        Sort::Closed,
        Sort::Submitter,
        Sort::ChangedBy,
        Sort::Waiting,
        Sort::Due,
        Sort::Served,
        Sort::Environment,
        Sort::Centre,
        Sort::Reference,
        Sort::Tier,
        Sort::Escalation,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Sort::Attention => "attention",
            Sort::Number => "number",
            Sort::Kind => "kind",
            Sort::Channel => "channel",
            Sort::Subject => "subject",
            Sort::Deployment => "deployment",
            Sort::Status => "status",
            Sort::Severity => "severity",
            Sort::Product => "product",
            Sort::Opened => "opened",
            Sort::Modified => "modified",
            Sort::Contact => "contact",
            Sort::Closed => "closed",
            Sort::Submitter => "submitter",
            Sort::ChangedBy => "changed-by",
            Sort::Waiting => "waiting",
            Sort::Due => "due",
            Sort::Served => "served",
            Sort::Environment => "environment",
            Sort::Centre => "centre",
            Sort::Reference => "reference",
            Sort::Tier => "tier",
            Sort::Escalation => "escalation",
            Sort::Confirm => "confirm",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text)
    }

    /// Has an index behind the turn.
    pub(super) fn runs_along_the_turn(self) -> bool {
        use Sort::{Due, Escalation, Modified, Served, Severity, Waiting};
        matches!(
            self,
            Waiting | Due | Served | Severity | Modified | Escalation
        )
    }

    /// Tells what only staff may know (S6: precedence).
    pub fn is_for_staff(self) -> bool {
        matches!(self, Sort::Waiting | Sort::Served | Sort::Confirm)
    }

    pub(super) fn column(self) -> &'static str {
        match self {
            Sort::Attention => "c.attention",
            Sort::Number => "c.number",
            Sort::Kind => "c.kind_rank",
            Sort::Channel => "c.channel_rank",
            Sort::Subject => "c.subject_key",
            Sort::Deployment => "c.deployment_key",
            Sort::Status => "c.status_rank",
            Sort::Severity => "c.severity_rank",
            Sort::Product => "c.product_rank",
            Sort::Opened => "c.opened_at",
            Sort::Modified => "c.modified_at",
            Sort::Contact => "c.contact_key",
            Sort::Closed => "c.closed_order",
            Sort::Submitter => "c.submitter_key",
            Sort::ChangedBy => "c.changer_key",
            Sort::Waiting => "c.turn_since",
            Sort::Due => "c.due_order",
            Sort::Served => "c.served_order",
            Sort::Environment => "c.environment_key",
            Sort::Centre => "c.centre_key",
            Sort::Reference => "c.reference_key",
            Sort::Tier => "c.tier",
            Sort::Escalation => "c.escalation_order",
            Sort::Confirm => "c.confirm_order",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

impl Direction {
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ascending => "asc",
            Direction::Descending => "desc",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Direction::Ascending, Direction::Descending]
            .into_iter()
            .find(|d| d.as_str() == text)
    }

    pub fn other(self) -> Self {
        match self {
            Direction::Ascending => Direction::Descending,
            Direction::Descending => Direction::Ascending,
        }
    }
}
