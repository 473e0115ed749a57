//! The columns of a list: what each is called, what it sorts by, and for whom it is (C10).

use store::cases::Sort;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Number,
    Kind,
    Subject,
    Account,
    Deployment,
    Status,
    Due,
    Severity,
    Product,
    Channel,
    Environment,
    Centre,
    Tier,
    Owner,
    Team,
    Opened,
    Modified,
    ChangedBy,
    Waiting,
    Closed,
    Cause,
    Contact,
    Submitter,
    Reference,
    Escalation,
    Plan,
    Tags,
}

/// Who looks at a list: some columns are for staff alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Customer,
    Staff,
}

use Column::{
    Account, Cause, Centre, ChangedBy, Channel, Closed, Contact, Deployment, Due, Environment,
    Escalation, Kind, Modified, Number, Opened, Owner, Plan, Product, Reference, Severity, Status,
    Subject, Submitter, Tags, Team, Tier, Waiting,
};

impl Column {
    pub const ALL: [Column; 27] = [
        Number,
        Kind,
        Subject,
        Account,
        Plan,
        Deployment,
        Status,
        Due,
        Severity,
        Product,
        Channel,
        Environment,
        Centre,
        Tier,
        Owner,
        Team,
        Opened,
        Modified,
        ChangedBy,
        Waiting,
        Closed,
        Cause,
        Contact,
        Submitter,
        Reference,
        Escalation,
        Tags,
    ];

    /// What a list shows as long as nobody chooses.
    pub const OF_CUSTOMERS: [Column; 11] = [
        Number, Kind, Subject, Deployment, Status, Severity, Product, Channel, Opened, Modified,
        Contact,
    ];
    /// What a file of staff's list holds as long as nobody chooses: what stands in the rows of the page, and whatever else is
    /// asked of such a file (K1).
    pub const OF_STAFFS_FILE: [Column; 18] = [
        Severity, Number, Subject, Account, Plan, Contact, Status, Due, Waiting, Owner, Team,
        Product, Opened, Modified, Closed, Cause, Escalation, Tags,
    ];

    /// Its name in addresses and on the page.
    pub fn id(self) -> &'static str {
        match self {
            Number => "number",
            Kind => "kind",
            Subject => "subject",
            Account => "account",
            Deployment => "deployment",
            Status => "status",
            Due => "due",
            Severity => "severity",
            Product => "product",
            Channel => "channel",
            Environment => "environment",
            Centre => "centre",
            Tier => "tier",
            Owner => "owner",
            Team => "team",
            Opened => "opened",
            Modified => "modified",
            ChangedBy => "changed-by",
            Waiting => "waiting",
            Closed => "closed",
            Cause => "cause",
            Contact => "contact",
            Submitter => "submitter",
            Reference => "reference",
            Escalation => "escalation",
            Plan => "plan",
            Tags => "tags",
        }
    }

    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.id() == id)
    }

    /// The key of its label.
    pub fn label(self) -> &'static str {
        match self {
            Number => "column-number",
            Kind => "column-kind",
            Subject => "column-subject",
            Account => "column-account",
            Deployment => "column-deployment",
            Status => "column-status",
            Due => "column-next-due",
            Severity => "column-severity",
            Product => "column-product",
            Channel => "column-channel",
            Environment => "column-environment",
            Centre => "column-centre",
            Tier => "column-tier",
            Owner => "column-owner",
            Team => "column-team",
            Opened => "column-opened",
            Modified => "column-modified",
            ChangedBy => "column-changed-by",
            Waiting => "column-turn-since",
            Closed => "column-closed",
            Cause => "column-cause",
            Contact => "column-contact",
            Submitter => "column-submitter",
            Reference => "column-reference",
            Escalation => "column-escalation",
            Plan => "column-plan",
            Tags => "column-tags",
        }
    }

    /// What a company's list is sorted by through this column; nothing where there is no order of its own.
    pub fn sort(self) -> Option<Sort> {
        Some(match self {
            Number => Sort::Number,
            Kind => Sort::Kind,
            Subject => Sort::Subject,
            Deployment => Sort::Deployment,
            Status => Sort::Status,
            Due => Sort::Due,
            Severity => Sort::Severity,
            Product => Sort::Product,
            Channel => Sort::Channel,
            Environment => Sort::Environment,
            Centre => Sort::Centre,
            Tier => Sort::Tier,
            Opened => Sort::Opened,
            Modified => Sort::Modified,
            Contact => Sort::Contact,
            ChangedBy => Sort::ChangedBy,
            Closed => Sort::Closed,
            Submitter => Sort::Submitter,
            Reference => Sort::Reference,
            Escalation => Sort::Escalation,
            Account | Owner | Team | Waiting | Cause | Plan | Tags => return None,
        })
    }

    pub fn is_for(self, side: Side) -> bool {
        side == Side::Staff
            || !matches!(self, Account | Owner | Team | Waiting | Cause | Plan | Tags)
    }

    /// All columns for this side, in the order in which they stand where they are chosen.
    pub fn all_for(side: Side) -> Vec<Self> {
        let first: &[Self] = match side {
            Side::Customer => &[],
            Side::Staff => &Self::OF_STAFFS_FILE,
        };
        let rest = Self::ALL.into_iter();
        let rest = rest.filter(|column| column.is_for(side) && !first.contains(column));
        first.iter().copied().chain(rest).collect()
    }

    /// It takes a look beside the list itself.
    pub fn is_extra(self) -> bool {
        matches!(
            self,
            Environment
                | Centre
                | Tier
                | Team
                | ChangedBy
                | Closed
                | Cause
                | Submitter
                | Reference
                | Plan
                | Tags
        )
    }

    /// The columns of a text of ids, for this side. The subject leads to the case, and is never left out.
    pub fn chosen(ids: &str, side: Side) -> Option<Vec<Self>> {
        let mut all: Vec<Self> = Vec::new();
        for column in ids.split(',').filter_map(Self::parse) {
            if column.is_for(side) && !all.contains(&column) {
                all.push(column);
            }
        }
        if all.is_empty() {
            return None;
        }
        if !all.contains(&Subject) {
            all.insert(0, Subject);
        }
        Some(all)
    }

    /// These columns as one text.
    pub fn ids(all: &[Self]) -> String {
        all.iter().map(|c| c.id()).collect::<Vec<_>>().join(",")
    }
}
