//! Lists of cases: the eight views and the staff's, sorted by any column, paged by key, with their totals (C10).
//! Each order is an index, so a page costs the same wherever it lies and however long the list is.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use domain::{
    AccountId, DeploymentId, Instant, PersonId, TeamId,
    access::Scope,
    contract::Alert,
    desk::{List, Turn},
};
use serde_json::{Value as Json, json};

use super::{
    Direction, Narrow, Sort, View,
    conditions::Conditions,
    gate, ranks,
    row::{self, CaseRow},
};
use crate::{
    Store,
    db::{DbError, Sql, Value},
    sql,
};

/// Whose cases, within what the scope can see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// All of the company (for staff: of every company).
    All,
    /// Of one company, for staff.
    Account(AccountId),
    /// Opened for this contact.
    Contact(PersonId),
    /// In the hands of this agent.
    Owner(PersonId),
    Unowned,
    Team(TeamId),
}

/// As a kind to narrow by: cases that an incident has gathered (E3). No desk has a kind of this name.
pub const INCIDENT: &str = "incident:";

/// Narrowing a list further.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub deployment: Option<DeploymentId>,
    pub product: Option<String>,
    pub severity: Option<String>,
    pub kind: Option<String>,
    pub channel: Option<String>,
    /// A status, or the group of statuses of this name.
    pub status: Option<String>,
    pub contact: Option<PersonId>,
    /// From this moment on, and before that one.
    pub opened: Span,
    pub modified: Span,
    /// What the subject or the own number holds, or the number of a case.
    pub text: Option<String>,
    /// Those whose promise is in danger, from this alert on (S4).
    pub alert: Option<Alert>,
    /// What staff alone narrow by.
    pub narrow: Narrow,
    /// Those whose customer asks for somebody above the owner (E2).
    pub escalation_asked: bool,
    /// Those of which those who lead are to think of an escalation (E2).
    pub suggested: bool,
    /// Closed ones whose customer asks for them back (C15).
    pub reopening_asked: bool,
    /// Of these, those that ask for the success manager of accounts that this person looks after.
    pub asked_of: Option<PersonId>,
    /// Those with an escalation that runs (E1).
    pub escalated: bool,
    /// Those whose escalation waits in the queue of this team.
    pub queue: Option<TeamId>,
    /// Those that engineering has finished, and that their owner is to have confirmed.
    pub to_confirm: bool,
}

/// A stretch of time, open where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub from: Option<Instant>,
    pub before: Option<Instant>,
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A place between two rows of a list; only good for the list it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Value of the sorted column, and the number that breaks ties.
    key: Value,
    number: i64,
    /// Go back from here instead of on.
    back: bool,
    /// Place in the list of the first row behind the cursor, from 0, as it was then.
    place: i64,
}

impl Cursor {
    /// Behind the row of this key and number; of its place nothing is known.
    pub(super) fn behind(key: Value, number: i64) -> Self {
        Self {
            key,
            number,
            back: false,
            place: 0,
        }
    }

    /// The same place, going this way from it.
    pub(super) fn going(&self, back: bool) -> Self {
        Self {
            back,
            ..self.clone()
        }
    }

    /// Opaque text for an address.
    pub fn encode(&self) -> String {
        let key = match &self.key {
            Value::Int(v) => v.to_string(),
            Value::Text(v) => json!(v).to_string(),
            Value::Bytes(_) | Value::Null => Json::Null.to_string(),
        };
        let Self {
            number,
            back,
            place,
            ..
        } = self;
        BASE64.encode(format!("[{key},{number},{back},{place}]"))
    }

    pub fn decode(text: &str) -> Option<Self> {
        let parts: (Json, i64, bool, i64) =
            serde_json::from_slice(&BASE64.decode(text).ok()?).ok()?;
        let key = match parts.0 {
            Json::Number(n) => Value::Int(n.as_i64()?),
            Json::String(s) => Value::Text(s),
            _ => return None,
        };
        Some(Self {
            key,
            number: parts.1,
            back: parts.2,
            place: parts.3.max(0),
        })
    }
}

/// What a list is asked for.
#[derive(Clone, Debug)]
pub struct Query {
    /// Nothing for all lists at once, as staff's inbox is.
    pub list: Option<List>,
    pub holder: Holder,
    pub view: View,
    pub filter: Filter,
    pub sort: Sort,
    pub direction: Direction,
    pub cursor: Option<Cursor>,
    pub limit: usize,
}

/// One page of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    pub rows: Vec<CaseRow>,
    /// Place of the first row in the whole list, from 0.
    pub place: i64,
    pub previous: Option<Cursor>,
    pub next: Option<Cursor>,
}

/// How many a list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    Exactly(i64),
    /// A filtered list is counted no further than this.
    MoreThan(i64),
}

/// A filtered list is counted exactly up to this.
pub const COUNTED: i64 = 10_000;

impl Conditions {
    pub(super) fn of(scope: &Scope, query: &Query) -> Option<Self> {
        let (gate, args) = gate(scope, 1)?;
        let mut all = Self {
            parts: vec![gate],
            args,
        };
        match query.holder {
            Holder::All => {}
            Holder::Account(id) => all.add("c.account_id = #", id),
            Holder::Contact(id) => all.add("c.contact_id = #", id),
            Holder::Owner(id) => all.add("c.owner_id = #", id),
            Holder::Unowned => all.parts.push("c.owner_id IS NULL".into()),
            Holder::Team(id) => all.add("c.team_id = #", id),
        }
        let list = query.list;
        match query.sort {
            Sort::Attention => {
                let (from, to) = match query.view.turn() {
                    Some(turn) => (turn, turn),
                    None => (Turn::Customer, Turn::Support),
                };
                if let Some(list) = list {
                    all.add("c.list = #", list.as_str());
                }
                // The cursor's own bound must be the one that the search begins at: the plus takes the other out.
                let ascending = query.direction == Direction::Ascending;
                let (lower, upper) = match &query.cursor {
                    None => ("c.attention >= #", "c.attention < #"),
                    Some(cursor) if cursor.back == ascending => {
                        ("c.attention >= #", "+c.attention < #")
                    }
                    Some(_) => ("+c.attention >= #", "c.attention < #"),
                };
                all.add(lower, ranks::attention_from(from));
                all.add(
                    upper,
                    ranks::attention_from(to) + ranks::attention_from(Turn::Support),
                );
            }
            // What is in danger, asked for, escalated, or asleep has indices of its own: the plus keeps the planner on them.
            _ if query.filter.alert.is_some()
                || query.filter.escalation_asked
                || query.filter.suggested
                || query.filter.reopening_asked
                || query.filter.escalated
                || query.filter.queue.is_some()
                || query.filter.to_confirm
                || query.filter.narrow.snoozed == Some(true) =>
            {
                match query.view.turn() {
                    Some(turn) => all.add("+c.turn = #", ranks::turn_rank(turn)),
                    // Who was not content in the end is called back although it is closed.
                    None if query.filter.suggested => {}
                    None => all.add("+c.turn < #", ranks::turn_rank(Turn::Nobody)),
                }
            }
            // Staff's orders run along the turn, over all lists.
            sort if sort == Sort::Served || (list.is_none() && sort.runs_along_the_turn()) => {
                match query.view.turn() {
                    Some(turn) => all.add("c.turn = #", ranks::turn_rank(turn)),
                    None => all.add("c.turn < #", ranks::turn_rank(Turn::Nobody)),
                }
                if let Some(list) = list {
                    all.add("c.list = #", list.as_str());
                }
            }
            _ => {
                match list {
                    Some(list) => all.add(
                        "c.shelf = #",
                        ranks::shelf(list, query.view == View::Closed),
                    ),
                    None => all.add("c.shelf % 2 = #", i64::from(query.view == View::Closed)),
                }
                // The plus keeps the planner on the index of the order.
                if let Some(turn) = query.view.turn().filter(|turn| *turn != Turn::Nobody) {
                    all.add("+c.turn = #", ranks::turn_rank(turn));
                }
            }
        }
        let filter = &query.filter;
        if let Some(alert) = filter.alert {
            // As the indices say it, word for word.
            let rank = ranks::alert_rank(alert.clamp(Alert::Agent, Alert::Supervisor));
            all.parts.push(sql!("c.alert >= {rank}"));
        }
        if filter.escalation_asked {
            all.parts.push("c.escalation_asked IS NOT NULL".into());
        }
        if filter.suggested {
            all.parts.push("c.suggested = 1".into());
        }
        if filter.reopening_asked {
            all.parts.push("c.reopening_asked = 1".into());
        }
        if let Some(person) = filter.asked_of {
            all.parts
                .push("c.escalation_asked = 'success-manager'".into());
            all.add(
                "c.account_id IN (SELECT a.id FROM accounts a WHERE a.success_manager_id = #)",
                person,
            );
        }
        if filter.escalated {
            all.parts.push("c.escalation_order < 5".into());
        }
        if let Some(team) = filter.queue {
            all.add("c.escalation_team = #", team);
        }
        if filter.to_confirm {
            all.parts.push("c.confirm_order IS NOT NULL".into());
        }
        if let Some(id) = filter.deployment {
            all.add("c.deployment_id = #", id);
        }
        for (column, value) in [
            ("c.product = #", &filter.product),
            ("c.severity = #", &filter.severity),
            ("c.channel = #", &filter.channel),
        ] {
            if let Some(value) = value {
                all.add(column, value.as_str());
            }
        }
        match filter.kind.as_deref() {
            None => {}
            // What an incident has gathered is of its type in every list (E3).
            Some(INCIDENT) => all
                .parts
                .push("c.id IN (SELECT n.case_id FROM incident_cases n)".into()),
            Some(kind) => all.add("c.kind = #", kind),
        }
        if let Some(status) = &filter.status {
            // `0` is what comes behind `/`.
            all.args.extend([
                status.as_str().into(),
                format!("{status}/").into(),
                format!("{status}0").into(),
            ]);
            let n = all.args.len();
            all.parts.push(sql!(
                "(c.status = ${} OR (c.status >= ${} AND c.status < ${n}))",
                n - 2,
                n - 1
            ));
        }
        if let Some(id) = filter.contact {
            all.add("c.contact_id = #", id);
        }
        for (condition, bound) in [
            ("c.opened_at >= #", filter.opened.from),
            ("c.opened_at < #", filter.opened.before),
            ("c.modified_at >= #", filter.modified.from),
            ("c.modified_at < #", filter.modified.before),
        ] {
            if let Some(at) = bound {
                all.add(condition, at);
            }
        }
        if let Some(text) = &filter.text {
            all.add_word(text);
        }
        filter.narrow.add_to(&mut all);
        Some(all)
    }
}

impl Store {
    /// One page of a list, of what the scope can see.
    pub async fn cases(&self, scope: &Scope, query: &Query) -> Result<Page, DbError> {
        let Some(mut all) = Conditions::of(scope, query) else {
            return Ok(Page::default());
        };
        let back = query.cursor.as_ref().is_some_and(|c| c.back);
        let direction = if back {
            query.direction.other()
        } else {
            query.direction
        };
        let (column, order) = (query.sort.column(), direction.as_str());
        let beyond = if direction == Direction::Ascending {
            ">"
        } else {
            "<"
        };
        if let Some(cursor) = &query.cursor {
            if query.sort == Sort::Number {
                all.add(sql!("c.number {beyond} #"), cursor.number);
            } else {
                all.args.extend([cursor.key.clone(), cursor.number.into()]);
                let n = all.args.len();
                all.parts
                    .push(sql!("({column}, c.number) {beyond} (${}, ${n})", n - 1));
            }
        }
        all.args.push((query.limit as i64 + 1).into());
        let orders = if query.sort == Sort::Number {
            sql!("c.number {order}")
        } else {
            sql!("{column} {order}, c.number {order}")
        };
        // The page is cut first; names are looked up for its rows alone.
        let sql = sql!(
            "SELECT c.sorted_by, {}, {} FROM (SELECT {column} AS sorted_by, {} FROM cases c WHERE {} ORDER BY {orders} LIMIT ${}) c {}
             ORDER BY c.sorted_by {order}, c.number {order}",
            row::LIST_COLUMNS,
            row::NAMES,
            row::LIST_COLUMNS,
            Sql::join(&all.parts, " AND "),
            all.args.len(),
            row::JOINS,
        );
        let found = self.db.read(&sql, &all.args).await?;
        page(query, back, found)
    }
}

fn page(query: &Query, back: bool, found: Vec<crate::db::Row>) -> Result<Page, DbError> {
    let more = found.len() > query.limit;
    let mut rows = Vec::with_capacity(found.len());
    // What the ends of the page are sorted by.
    let mut ends: Option<(Value, Value)> = None;
    let last = found.len().min(query.limit).saturating_sub(1);
    for (place, row) in found.into_iter().take(query.limit).enumerate() {
        let mut columns = row.columns();
        if place == 0 {
            let key = columns.value()?;
            ends = Some((key.clone(), key));
        } else if let Some(ends) = ends.as_mut().filter(|_| place == last) {
            ends.1 = columns.value()?;
        } else {
            columns.skip();
        }
        rows.push(row::list_row(&mut columns)?);
    }
    if back {
        rows.reverse();
        ends = ends.map(|(first, last)| (last, first));
    }
    let started = query.cursor.as_ref().map_or(0, |c| c.place);
    let count = rows.len() as i64;
    let place = if back {
        (started - count).max(0)
    } else {
        started
    };
    let cursor = |key: Value, at: Option<&CaseRow>, back: bool, place: i64| {
        at.map(|row| Cursor {
            key,
            number: row.number,
            back,
            place,
        })
    };
    let (first, last) = ends.unwrap_or((Value::Null, Value::Null));
    let has_previous = if back { more } else { query.cursor.is_some() };
    let has_next = if back { query.cursor.is_some() } else { more };
    // Back at the beginning the place is known for certain.
    let place = if has_previous { place } else { 0 };
    Ok(Page {
        previous: has_previous
            .then(|| cursor(first, rows.first(), true, place))
            .flatten(),
        next: has_next
            .then(|| cursor(last, rows.last(), false, place + count))
            .flatten(),
        rows,
        place,
    })
}
