//! A case as a row: its state, and beside it what lists order by. Both are a function of the events (and of the names
//! they point to), which `verify` holds against the table.

use domain::{
    AccountId, CaseId, DeploymentId, PersonId, Prose, TeamId,
    case::{Addressee, Case, Source, escalation::Step},
    contract::{Alert, Due},
    desk::{Desk, List, StatusId, Turn},
    directory::full_name,
};

use super::{
    StoredCase,
    ranks::{escalation_rank, turn_rank},
    values::{alert, due_of, from_json, json, list, tier, turn},
};
use crate::{
    db::{Columns, DbError, Row, Texts, Value},
    events::Head,
};

/// The state's columns, in the order of [`state`] and [`stored`].
pub(crate) const COLUMNS: &str = "c.id, c.number, c.head, c.contact_key, c.deployment_key,
    c.version, c.public_version, c.desk_version, c.account_id, c.deployment_id, c.contact_id, c.list, c.kind, c.sub_type,
    c.product, c.environment, c.severity, c.channel, c.subject, c.answers, c.status, c.turn, c.owner_id, c.team_id,
    c.reopening_asked, c.handovers, c.reopenings, c.opened_at, c.modified_at, c.turn_since, c.closed_at,
    c.source_system, c.source_id, c.promise, c.clocks, c.severity_wish, c.call_owed, c.call_owed_since, c.tier, c.third_party,
    c.proxy_login, c.access_wish, c.private, c.questions,
    c.silence, c.closing, c.survey, c.surveyed_at, c.continues, c.kind_state, c.escalation_asked, c.snooze, c.escalated,
    c.call_wish, c.conferences, c.links, c.merged, c.carries, c.tags";

/// Names that lists sort by and that do not stand in the case itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    pub contact: String,
    pub deployment: String,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    pub id: CaseId,
    pub number: i64,
    pub account: AccountId,
    pub deployment: DeploymentId,
    pub contact: PersonId,
    pub list: List,
    pub status: StatusId,
    pub turn: Turn,
    pub owner: Option<PersonId>,
    pub team: Option<TeamId>,
    pub opened_at: domain::Instant,
    pub modified_at: domain::Instant,
    pub turn_since: domain::Instant,
    pub desk_version: i64,
    pub reopening_asked: bool,
    pub due: Due,
    pub alert: Alert,
    pub call_owed: bool,
    pub escalation: Escalation,
    /// The day that is expected of it is over (E1).
    pub expected_passed: bool,
    /// Number of the incident that has gathered it (E3).
    pub incident: Option<i64>,
    texts: Texts<{ Said::COUNT }>,
}

/// What a list says of a case's escalations (E4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escalation {
    None,
    /// The customer asks for one.
    Asked,
    /// It runs, at this step and under this number.
    Open(Step, i64),
    /// It has ended.
    Ended(i64),
}

impl Escalation {
    pub fn of(case: &Case) -> Self {
        let (open, latest) = (case.escalated.open(), case.escalated.latest.as_ref());
        match (open, case.escalation_asked, latest) {
            (Some(one), ..) => Escalation::Open(one.step, one.number),
            (None, Some(_), _) => Escalation::Asked,
            (None, None, Some(one)) => Escalation::Ended(one.number),
            (None, None, None) => Escalation::None,
        }
    }

    fn read(order: i64, number: Option<i64>) -> Result<Self, DbError> {
        let wrong = || DbError::Shape(format!("no order of escalations: {order}, {number:?}"));
        Ok(match (order, number) {
            (9, _) => Escalation::None,
            (5, _) => Escalation::Asked,
            (8, Some(number)) => Escalation::Ended(number),
            (order, Some(number)) => {
                let mut steps = Step::ALL.into_iter();
                let step = steps.find(|step| escalation_rank(*step) == order);
                Escalation::Open(step.ok_or_else(wrong)?, number)
            }
            _ => return Err(wrong()),
        })
    }
}

/// What the texts of a row are.
enum Said {
    Kind,
    Product,
    Severity,
    Channel,
    Subject,
    ContactFamily,
    ContactGiven,
    Deployment,
    DeploymentEnglish,
    Account,
    AccountEnglish,
    OwnerFamily,
    OwnerGiven,
}

impl Said {
    const COUNT: usize = Said::OwnerGiven as usize + 1;
}

/// Names that stand beside a case in a list.
pub struct Beside<'a> {
    pub contact: &'a str,
    pub owner: Option<&'a str>,
    /// In the account's language and in English; the second may be empty.
    pub deployment: [&'a str; 2],
    pub account: [&'a str; 2],
    /// Number of the incident that has gathered it.
    pub incident: Option<i64>,
}

impl CaseRow {
    /// A case as a list would show it.
    pub fn of(id: CaseId, number: i64, case: &Case, desk: &Desk, beside: &Beside) -> Self {
        let mut texts = [None; Said::COUNT];
        for (place, text) in [
            (Said::Kind, case.kind.as_str()),
            (Said::Product, &case.product),
            (Said::Severity, &case.severity),
            (Said::Channel, &case.channel),
            (Said::Subject, case.subject.as_str()),
            (Said::ContactGiven, beside.contact),
            (Said::Deployment, beside.deployment[0]),
            (Said::DeploymentEnglish, beside.deployment[1]),
            (Said::Account, beside.account[0]),
            (Said::AccountEnglish, beside.account[1]),
        ] {
            texts[place as usize] = Some(text);
        }
        texts[Said::OwnerGiven as usize] = beside.owner;
        Self {
            id,
            number,
            account: case.account,
            deployment: case.deployment,
            contact: case.contact,
            list: case.list,
            status: case.status.clone(),
            turn: case.turn,
            owner: case.owner,
            team: case.team,
            opened_at: case.opened_at,
            modified_at: case.modified_at,
            turn_since: case.turn_since,
            desk_version: case.desk_version,
            reopening_asked: case.reopening_asked,
            due: case.due(desk),
            alert: case.alert(desk),
            call_owed: case.call_owed,
            escalation: Escalation::of(case),
            expected_passed: case.expected_day_is_over(),
            incident: beside.incident,
            texts: Texts::of(texts),
        }
    }

    fn said(&self, what: Said) -> &str {
        self.texts.at(what as usize)
    }

    pub fn kind(&self) -> &str {
        self.said(Said::Kind)
    }

    pub fn product(&self) -> &str {
        self.said(Said::Product)
    }

    pub fn severity(&self) -> &str {
        self.said(Said::Severity)
    }

    pub fn channel(&self) -> &str {
        self.said(Said::Channel)
    }

    pub fn subject(&self) -> &str {
        self.said(Said::Subject)
    }

    pub fn contact_name(&self) -> String {
        let [family, given] = self.contact_names();
        full_name(family, given)
    }

    /// Family and given name of the contact, either of which may be empty.
    pub fn contact_names(&self) -> [&str; 2] {
        [Said::ContactFamily, Said::ContactGiven].map(|what| self.said(what))
    }

    pub fn owner_name(&self) -> Option<String> {
        let given = self.texts.maybe_at(Said::OwnerGiven as usize)?;
        Some(full_name(self.said(Said::OwnerFamily), given))
    }

    /// In the account's language and in English; the second may be empty.
    pub fn deployment_label(&self) -> [&str; 2] {
        [Said::Deployment, Said::DeploymentEnglish].map(|what| self.said(what))
    }

    /// The same of the account.
    pub fn account_name(&self) -> [&str; 2] {
        [Said::Account, Said::AccountEnglish].map(|what| self.said(what))
    }
}

/// Names for the rows of a list, and where they come from.
pub(crate) const NAMES: &str =
    "p.family, p.given, d.label, d.label_en, a.name, a.name_en, o.family, o.given, i.number";
pub(crate) const JOINS: &str = "JOIN people p ON p.id = c.contact_id
    JOIN deployments d ON d.id = c.deployment_id
    JOIN accounts a ON a.id = c.account_id
    LEFT JOIN people o ON o.id = c.owner_id
    LEFT JOIN incident_cases g ON g.case_id = c.id
    LEFT JOIN incidents i ON i.id = g.incident_id";

pub(crate) const LIST_COLUMNS: &str = "c.id, c.number, c.account_id, c.deployment_id, c.contact_id, c.list, c.kind,
    c.product, c.severity, c.channel, c.subject, c.status, c.turn, c.owner_id, c.team_id, c.opened_at, c.modified_at,
    c.turn_since, c.desk_version, c.reopening_asked, c.standing, c.due_order, c.due_clock, c.alert, c.call_owed,
    c.escalation_order, c.escalation_number, c.expected_passed";

/// Reads [`LIST_COLUMNS`] and [`NAMES`].
pub(crate) fn list_row(c: &mut Columns) -> Result<CaseRow, DbError> {
    let texts = c.texts();
    let mut row = CaseRow {
        id: CaseId(c.int()?),
        number: c.int()?,
        account: AccountId(c.int()?),
        deployment: DeploymentId(c.int()?),
        contact: PersonId(c.int()?),
        list: c.seen(list)??,
        texts: said(c, texts, OWN)?,
        status: StatusId::new(c.text()?),
        turn: turn(c.int()?)?,
        owner: c.maybe_int()?.map(PersonId),
        team: c.maybe_int()?.map(TeamId),
        opened_at: c.instant()?,
        modified_at: c.instant()?,
        turn_since: c.instant()?,
        desk_version: c.int()?,
        reopening_asked: c.bool()?,
        due: due_of(c.int()?, c.int()?, c.maybe_text()?)?,
        alert: alert(c.int()?)?,
        call_owed: c.bool()?,
        escalation: Escalation::read(c.int()?, c.maybe_int()?)?,
        expected_passed: c.bool()?,
        incident: None,
    };
    row.texts = said(c, row.texts, BESIDE)?;
    row.incident = c.maybe_int()?;
    Ok(row)
}

/// The texts that stand in a row among [`LIST_COLUMNS`], and those of [`NAMES`].
const OWN: [Said; 5] = [
    Said::Kind,
    Said::Product,
    Said::Severity,
    Said::Channel,
    Said::Subject,
];
const BESIDE: [Said; 8] = [
    Said::ContactFamily,
    Said::ContactGiven,
    Said::Deployment,
    Said::DeploymentEnglish,
    Said::Account,
    Said::AccountEnglish,
    Said::OwnerFamily,
    Said::OwnerGiven,
];

fn said<const N: usize>(
    c: &mut Columns,
    mut texts: Texts<{ Said::COUNT }>,
    all: [Said; N],
) -> Result<Texts<{ Said::COUNT }>, DbError> {
    for what in all {
        c.put(&mut texts, what as usize)?;
    }
    Ok(texts)
}

/// The state as columns (name, value), without id, number and head.
pub(crate) fn state(case: &Case) -> Result<Vec<(&'static str, Value)>, DbError> {
    let answers =
        serde_json::to_string(&case.answers).map_err(|error| DbError::Shape(error.to_string()))?;
    let (source, survey) = (case.source.as_ref(), case.survey.as_ref());
    Ok(vec![
        ("version", case.version.into()),
        ("public_version", case.public_version.into()),
        ("desk_version", case.desk_version.into()),
        ("account_id", case.account.into()),
        ("deployment_id", case.deployment.into()),
        ("contact_id", case.contact.into()),
        ("list", case.list.as_str().into()),
        ("kind", case.kind.as_str().into()),
        ("sub_type", case.sub_type.clone().into()),
        ("product", case.product.as_str().into()),
        ("environment", case.environment.clone().into()),
        ("severity", case.severity.as_str().into()),
        ("channel", case.channel.as_str().into()),
        ("subject", case.subject.as_str().into()),
        ("answers", answers.into()),
        ("status", case.status.as_str().into()),
        ("turn", turn_rank(case.turn).into()),
        ("owner_id", case.owner.into()),
        ("team_id", case.team.into()),
        ("reopening_asked", case.reopening_asked.into()),
        ("handovers", i64::from(case.handovers).into()),
        ("reopenings", i64::from(case.reopenings).into()),
        ("opened_at", case.opened_at.into()),
        ("modified_at", case.modified_at.into()),
        ("turn_since", case.turn_since.into()),
        ("closed_at", case.closed_at.into()),
        ("source_system", source.map(|s| s.system.clone()).into()),
        ("source_id", source.map(|s| s.id.clone()).into()),
        ("promise", json(case.promise.as_ref())?),
        ("clocks", json(case.clocks.as_ref())?),
        ("severity_wish", json(case.severity_wish.as_ref())?),
        ("call_owed", case.call_owed.into()),
        ("call_owed_since", case.call_owed_since.into()),
        ("tier", i64::from(case.tier).into()),
        ("third_party", json(case.third_party.as_ref())?),
        (
            "proxy_login",
            json(Some(&case.proxy_login).filter(|p| !p.is_empty()))?,
        ),
        ("access_wish", json(case.access_wish.as_ref())?),
        ("private", case.private.into()),
        (
            "questions",
            json(Some(&case.questions).filter(|q| !q.is_empty()))?,
        ),
        ("silence", json(case.silence.as_ref())?),
        (
            "closing",
            json(Some(&case.closing).filter(|closing| !closing.is_plain()))?,
        ),
        ("survey", json(survey.map(|(_, survey)| survey))?),
        ("surveyed_at", survey.map(|(at, _)| *at).into()),
        ("continues", case.continues.into()),
        ("kind_state", case.kind_state.clone().into()),
        (
            "escalation_asked",
            case.escalation_asked
                .map(|to| to.as_str().to_owned())
                .into(),
        ),
        ("snooze", json(case.snoozed.as_ref())?),
        (
            "escalated",
            json(Some(&case.escalated).filter(|escalated| !escalated.is_nothing()))?,
        ),
        ("call_wish", json(case.call_wish.as_ref())?),
        (
            "conferences",
            json(Some(&case.conferences).filter(|all| !all.is_empty()))?,
        ),
        ("links", json(Some(&case.links).filter(|l| !l.is_empty()))?),
        ("merged", json(case.merged.as_ref())?),
        (
            "carries",
            json(Some(&case.carries).filter(|c| !c.is_empty()))?,
        ),
        ("tags", json(Some(&case.tags).filter(|t| !t.is_empty()))?),
    ])
}

/// Reads a row of [`COLUMNS`].
pub(crate) fn stored(row: Row) -> Result<StoredCase, DbError> {
    let mut c = row.columns();
    let (id, number, hash) = (CaseId(c.int()?), c.int()?, c.bytes()?);
    let keys = Keys {
        contact: c.text()?,
        deployment: c.text()?,
    };
    let count = |n: i64| u32::try_from(n).map_err(|_| DbError::Shape(format!("{n} is no count")));
    let case = Case {
        version: c.int()?,
        public_version: c.int()?,
        desk_version: c.int()?,
        account: AccountId(c.int()?),
        deployment: DeploymentId(c.int()?),
        contact: PersonId(c.int()?),
        list: list(&c.text()?)?,
        kind: c.text()?,
        sub_type: c.maybe_text()?,
        product: c.text()?,
        environment: c.maybe_text()?,
        severity: c.text()?,
        channel: c.text()?,
        subject: Prose::new(c.text()?),
        answers: serde_json::from_str(&c.text()?)
            .map_err(|error| DbError::Shape(error.to_string()))?,
        status: StatusId::new(c.text()?),
        turn: turn(c.int()?)?,
        owner: c.maybe_int()?.map(PersonId),
        team: c.maybe_int()?.map(TeamId),
        reopening_asked: c.bool()?,
        handovers: count(c.int()?)?,
        reopenings: count(c.int()?)?,
        opened_at: c.instant()?,
        modified_at: c.instant()?,
        turn_since: c.instant()?,
        closed_at: c.maybe_instant()?,
        source: match (c.maybe_text()?, c.maybe_text()?) {
            (Some(system), Some(id)) => Some(Source { system, id }),
            _ => None,
        },
        promise: from_json(c.maybe_text()?)?,
        clocks: from_json(c.maybe_text()?)?,
        severity_wish: from_json(c.maybe_text()?)?,
        call_owed: c.bool()?,
        call_owed_since: c.maybe_instant()?,
        tier: tier(c.int()?)?,
        third_party: from_json(c.maybe_text()?)?,
        proxy_login: from_json(c.maybe_text()?)?.unwrap_or_default(),
        access_wish: from_json(c.maybe_text()?)?,
        private: c.bool()?,
        questions: from_json(c.maybe_text()?)?.unwrap_or_default(),
        silence: from_json(c.maybe_text()?)?,
        closing: from_json(c.maybe_text()?)?.unwrap_or_default(),
        survey: match (from_json(c.maybe_text()?)?, c.maybe_instant()?) {
            (Some(survey), Some(at)) => Some((at, survey)),
            _ => None,
        },
        continues: c.maybe_int()?.map(CaseId),
        kind_state: c.maybe_text()?,
        escalation_asked: c.maybe_text()?.and_then(|to| Addressee::parse(&to)),
        snoozed: from_json(c.maybe_text()?)?,
        escalated: from_json(c.maybe_text()?)?.unwrap_or_default(),
        call_wish: from_json(c.maybe_text()?)?,
        conferences: from_json(c.maybe_text()?)?.unwrap_or_default(),
        links: from_json(c.maybe_text()?)?.unwrap_or_default(),
        merged: from_json(c.maybe_text()?)?,
        carries: from_json(c.maybe_text()?)?.unwrap_or_default(),
        tags: from_json(c.maybe_text()?)?.unwrap_or_default(),
    };
    Ok(StoredCase {
        id,
        number,
        head: Head {
            version: case.version,
            hash,
        },
        case,
        keys,
    })
}
