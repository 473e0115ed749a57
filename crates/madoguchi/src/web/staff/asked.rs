//! Which list of staff's an address asks for: the view, and the order in it (K1).

use axum::{extract::Query as UrlQuery, http::Uri};
use serde::Deserialize;
use store::cases::{Cursor, Direction, Filter, Holder, Query, Sort, View};

use super::{
    super::{
        listing::ROWS,
        visitor::{Me, Visitor},
    },
    StaffView,
    words::{Chip, Narrowed},
};
use crate::app::Fail;

/// What an address asks for. What cannot be understood is as if it were not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub view: String,
    pub order: String,
    /// Words that narrow it.
    pub q: String,
    /// Columns, where they are other than the reader's own (C10).
    pub columns: String,
}

/// An order that can be chosen: in the address, and what it is called.
pub type Order = (&'static str, &'static str, Sort);

/// The list that is meant.
pub struct Listed {
    pub all: Vec<StaffView>,
    /// Place of the view among all.
    pub current: usize,
    pub orders: Vec<Order>,
    /// Begins at the first row.
    pub query: Query,
    /// The conditions in use, and the words that mean nothing.
    pub chips: Vec<Chip>,
    pub troubles: Vec<String>,
}

impl Asked {
    /// What an address asks for, by what stands behind its question mark.
    pub fn of(address: &str) -> Self {
        let uri: Option<Uri> = format!("/?{address}").parse().ok();
        let parsed = uri.and_then(|uri| UrlQuery::<Self>::try_from_uri(&uri).ok());
        parsed.map(|asked| asked.0).unwrap_or_default()
    }

    /// The address of this list, with what else is to stand in it.
    pub fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        let mut parts = form_urlencoded::Serializer::new(String::new());
        let own = [
            ("view", self.view.as_str()),
            ("order", self.order.as_str()),
            ("q", self.q.as_str()),
            ("columns", self.columns.as_str()),
        ];
        for (name, value) in own.iter().chain(more) {
            if !value.is_empty() {
                parts.append_pair(name, value);
            }
        }
        let parts = parts.finish();
        match parts.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{parts}"),
        }
    }
}

impl Listed {
    pub async fn of(visitor: &Visitor, me: &Me, asked: &Asked) -> Result<Self, Fail> {
        let app = &visitor.web.app;
        let promises = app.promises();
        let narrowed = Narrowed::of(visitor, me, &asked.q).await?;
        let all = super::views(&me.actor, promises);
        let fallback = all.iter().position(|v| v.name == "support").unwrap_or(0);
        let current = all
            .iter()
            .position(|v| v.name == asked.view)
            .unwrap_or(fallback);
        let StaffView {
            holder,
            view,
            alert,
            escalation_asked,
            suggested,
            reopening_asked,
            asked_of,
            snoozed,
            escalated,
            queue,
            to_confirm,
            ..
        } = all[current];
        let is_apart = all[current].is_apart();
        let mut narrow = narrowed.narrow;
        narrow.snoozed = snoozed;

        // In a queue that nobody looks after the higher plan; else what is due first; where nothing is promised, what waits
        // longest; of what is closed, the latest.
        let is_queue = matches!(holder, Holder::Unowned | Holder::All) && view == View::Support;
        let by_plan = is_queue && !is_apart && app.ranks_plans();
        let (sort, direction) = match (asked.order.as_str(), view) {
            _ if escalated || queue.is_some() => (Sort::Escalation, Direction::Ascending),
            _ if to_confirm => (Sort::Confirm, Direction::Ascending),
            // Who has asked first is served first.
            _ if reopening_asked => (Sort::Modified, Direction::Ascending),
            _ if is_apart => (Sort::Due, Direction::Ascending),
            ("served", _) if by_plan => (Sort::Served, Direction::Ascending),
            ("", _) if by_plan && holder == Holder::Unowned => (Sort::Served, Direction::Ascending),
            ("due", View::Support | View::NotClosed) => (Sort::Due, Direction::Ascending),
            ("", View::Support | View::NotClosed) if promises => (Sort::Due, Direction::Ascending),
            ("severity", _) => (Sort::Severity, Direction::Ascending),
            ("modified", _) => (Sort::Modified, Direction::Descending),
            ("escalation", _) => (Sort::Escalation, Direction::Ascending),
            (_, View::Closed) => (Sort::Waiting, Direction::Descending),
            _ => (Sort::Waiting, Direction::Ascending),
        };
        let by_steps = escalated || queue.is_some();
        let has_own = by_steps || to_confirm || reopening_asked;
        let by_due = promises && (view == View::Support || is_apart) && !has_own;
        let waiting = match view {
            View::Closed => "order-closed",
            _ => "order-waiting",
        };
        let others = [
            ("waiting", waiting, Sort::Waiting),
            ("severity", "order-severity", Sort::Severity),
            ("modified", "order-modified", Sort::Modified),
            ("escalation", "order-escalation", Sort::Escalation),
        ];
        // What stands apart has one order.
        let others = others.into_iter().filter(|(_, _, sort)| match by_steps {
            true => *sort == Sort::Escalation,
            false => !is_apart,
        });
        let served = by_plan.then_some(("served", "order-served", Sort::Served));
        let due = by_due.then_some(("due", "order-due", Sort::Due));
        Ok(Self {
            orders: served.into_iter().chain(due).chain(others).collect(),
            query: Query {
                list: None,
                holder,
                view,
                filter: Filter {
                    alert,
                    severity: narrowed.severity,
                    narrow,
                    escalation_asked,
                    suggested,
                    reopening_asked,
                    asked_of,
                    escalated,
                    queue,
                    to_confirm,
                    ..Filter::default()
                },
                sort,
                direction,
                cursor: None,
                limit: ROWS,
            },
            all,
            current,
            chips: narrowed.chips,
            troubles: narrowed.troubles,
        })
    }

    pub fn view(&self) -> StaffView {
        self.all[self.current]
    }

    /// From this place on.
    pub fn from(&self, cursor: &str) -> Query {
        Query {
            cursor: Cursor::decode(cursor),
            ..self.query.clone()
        }
    }
}
