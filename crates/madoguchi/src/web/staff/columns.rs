//! The columns of staff's list: those that everybody has, or those that its reader chose (C10, K1).

use store::cases::{CaseRow, Direction, Sort, View};

use super::super::{
    listing::{Pick, pick},
    row_cells::{self, Shown},
};
use crate::{
    lists::columns::{Column, Side},
    texts::Texts,
};

/// A column with what its head says.
pub struct Head {
    pub column: Column,
    pub label: &'static str,
    pub shown: Shown,
    /// The same list in the order of this column; empty where there is none.
    pub address: String,
    /// `ascending`, `descending`, or nothing.
    pub sorted: &'static str,
}

impl Head {
    pub fn icon(&self) -> &'static str {
        match self.sorted {
            "ascending" => "sort-up",
            "descending" => "sort-down",
            _ => "sort",
        }
    }
}

/// What staff's list is ordered by through a column.
fn order_of(column: Column) -> Option<Sort> {
    match column {
        Column::Waiting => Some(Sort::Waiting),
        other => other.sort(),
    }
}

/// The columns of one page.
pub struct Columns {
    all: Vec<Column>,
    /// Rows show how long they wait, and not since when they are closed.
    waiting: bool,
    promises: bool,
}

impl Columns {
    /// The chosen ones; where nothing is chosen, those that serve best in this view.
    pub fn of(chosen: Option<Vec<Column>>, view: View, promises: bool) -> Self {
        let waiting = view != View::Closed;
        let usual = || {
            let due = (promises && waiting).then_some(Column::Due);
            let since = match waiting {
                true => Column::Waiting,
                false => Column::Modified,
            };
            let first = [
                Column::Severity,
                Column::Number,
                Column::Subject,
                Column::Status,
            ];
            let last = [since, Column::Owner];
            first.into_iter().chain(due).chain(last).collect()
        };
        Self {
            all: chosen.unwrap_or_else(usual),
            waiting,
            promises,
        }
    }

    /// Some of them take a look beside the list.
    pub fn need_more(&self) -> bool {
        self.all.iter().any(|column| column.is_extra())
    }

    /// The heads; each whose order is among these leads to it. `now` is the order that the list has.
    pub fn heads(&self, t: &Texts, orders: &[(String, Sort)], now: (Sort, Direction)) -> Vec<Head> {
        let shown = row_cells::columns(t, &self.all);
        let with_customer = !self.all.contains(&Column::Account);
        let label = |column: Column| match column {
            Column::Subject if with_customer => "column-subject-customer",
            Column::Due => "column-due",
            Column::Waiting if self.waiting => "column-waiting",
            other => other.label(),
        };
        let heads = self.all.iter().zip(shown).map(|(column, shown)| Head {
            column: *column,
            label: t.say(label(*column)),
            shown,
            address: {
                let order = order_of(*column);
                let found = orders.iter().find(|(_, sort)| Some(*sort) == order);
                found.map_or(String::new(), |(address, _)| address.clone())
            },
            sorted: match now {
                (sort, _) if order_of(*column) != Some(sort) => "",
                (_, Direction::Ascending) => "ascending",
                (_, Direction::Descending) => "descending",
            },
        });
        heads.collect()
    }

    /// What stands under a subject: of whom the case is, as far as no column says that.
    pub fn under_subject(&self, t: &Texts, row: &CaseRow, plan: &str) -> String {
        let contact = row.contact_name();
        let parts = [
            (Column::Account, t.either_of(row.account_name())),
            (Column::Plan, plan),
            (Column::Contact, contact.as_str()),
        ];
        let said = parts
            .into_iter()
            .filter(|(column, text)| !text.is_empty() && !self.all.contains(column));
        let said: Vec<&str> = said.map(|(_, text)| text).collect();
        said.join(t.say("list-separator"))
    }

    /// What can be chosen.
    pub fn choices(&self, t: &Texts) -> Vec<Pick> {
        let all = Column::all_for(Side::Staff).into_iter();
        let all = all.filter(|column| self.promises || *column != Column::Due);
        all.map(|column| Pick {
            chosen: self.all.contains(&column),
            ..pick(column.id(), t.say(column.label()), "")
        })
        .collect()
    }
}
