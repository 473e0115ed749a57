//! A list of cases as a page shows it: views with counts, columns that sort, filters, and the way to the next page, all
//! as addresses (C10).

use std::{borrow::Cow, fmt, rc::Rc};

use askama::FastWritable;
use domain::{Actor, Desk, PersonId, desk::Turn, directory::name_parts};
use store::cases::{CaseRow, Cursor, Direction, Extra, Query, Sort, Tally, Total, View};

pub use super::asked::Asked;
use super::{
    sayings::{Chip, Column, Sayings},
    shown,
};
use crate::{
    app::{App, Fail},
    lists::columns as lists,
    texts::{Moment, Texts},
};

/// A wait that is marked as long.
const LONG: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// Rows on a page.
pub const ROWS: usize = 50;

/// A view as a link with its count.
pub struct ViewLink {
    pub label: Cow<'static, str>,
    pub address: String,
    pub count: String,
    pub current: bool,
    pub icon: &'static str,
    /// What a key does that goes there.
    pub act: &'static str,
    /// Asks for attention.
    pub loud: bool,
}

/// A column's head.
pub struct Head {
    pub label: &'static str,
    /// Empty where nothing is sorted by it.
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

/// One case in a list. It borrows what the result, the desk and [`Sayings`] hold.
pub struct Row<'a> {
    sayings: &'a Sayings<'a>,
    case: &'a CaseRow,
    desk: &'a Desk,
    me: Option<PersonId>,
    pub(super) extra: Option<&'a Extra>,
    pub number: String,
    pub subject: &'a str,
    pub deployment: &'a str,
    pub account: &'a str,
    pub contact: Name<'a>,
    pub turn: Turn,
}

/// A full name, said in its parts.
pub struct Name<'a>([&'a str; 2]);

impl FastWritable for Name<'_> {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        let [family, given] = self.0;
        for part in name_parts(family, given) {
            dest.write_str(part)?;
        }
        Ok(())
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [family, given] = self.0;
        f.write_str(&name_parts(family, given).concat())
    }
}

impl<'a> Row<'a> {
    /// As markup, like all labels of a row.
    pub fn kind(&self) -> Rc<str> {
        self.label(Column::Kind)
    }

    pub fn channel(&self) -> Rc<str> {
        self.label(Column::Channel)
    }

    pub fn product(&self) -> Rc<str> {
        self.label(Column::Product)
    }

    pub fn severity(&self) -> Rc<str> {
        self.label(Column::Severity)
    }

    fn label(&self, column: Column) -> Rc<str> {
        self.sayings.label(column, self.desk, self.case)
    }

    /// Turn and status, as markup.
    pub fn state(&self) -> Rc<str> {
        self.sayings.state(self.desk, self.case)
    }

    /// What is due and how far off that is, as markup.
    pub fn due(&self) -> Chip<'a> {
        self.sayings.due(self.desk, self.case)
    }

    /// Contact by phone is still owed.
    pub fn call_owed(&self) -> bool {
        self.case.call_owed && self.turn != Turn::Nobody
    }

    pub(super) fn parts(&self) -> (&'a Sayings<'a>, &'a CaseRow, &'a Desk) {
        (self.sayings, self.case, self.desk)
    }

    /// What happens next.
    pub fn next(&self) -> &'a str {
        let status = self.desk.status(&self.case.status);
        status.map_or("", |status| self.sayings.t.desk(&status.next))
    }

    pub fn turn_text(&self) -> &'static str {
        self.sayings.t.turn_name(self.turn)
    }

    pub fn turn_icon(&self) -> &'static str {
        shown::turn_icon(self.turn)
    }

    /// Who has it, as markup.
    pub fn owner(&self) -> Option<Rc<str>> {
        self.sayings.owner(self.case, self.me)
    }

    /// As markup.
    pub fn opened(&self) -> Moment<'_> {
        self.sayings.moment(self.case.opened_at)
    }

    /// As markup.
    pub fn modified(&self) -> Moment<'_> {
        self.sayings.moment(self.case.modified_at)
    }

    /// How long the turn has been where it is.
    pub fn waiting(&self) -> Cow<'static, str> {
        self.sayings.since(self.case.turn_since)
    }

    pub fn turn_since(&self) -> String {
        self.sayings.t.machine_time(self.case.turn_since)
    }

    pub fn waits_long(&self) -> bool {
        self.sayings.now.duration_since(self.case.turn_since) > LONG
    }
}

/// Where in the list this page lies.
pub struct Pager {
    pub from: String,
    pub to: String,
    pub total: String,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// Something to choose in a filter.
pub struct Pick {
    pub id: String,
    pub label: String,
    pub chosen: bool,
}

pub fn pick(id: &str, label: &str, chosen: &str) -> Pick {
    Pick {
        id: id.to_owned(),
        label: label.to_owned(),
        chosen: id == chosen,
    }
}

/// The rows as shown to this reader.
pub fn rows<'a>(
    app: &'a App,
    sayings: &'a Sayings<'a>,
    me: Option<PersonId>,
    rows: &'a [CaseRow],
) -> Vec<Row<'a>> {
    let t = sayings.t;
    // Nearly all rows of a page go by one version.
    let mut latest = None;
    let row = |case: &'a CaseRow| {
        let desk = match latest {
            Some((version, desk)) if version == case.desk_version => desk,
            _ => app.desks.of(case.desk_version),
        };
        latest = Some((case.desk_version, desk));
        Row {
            number: shown::number(desk, case.number),
            subject: case.subject(),
            deployment: t.either_of(case.deployment_label()),
            account: t.either_of(case.account_name()),
            contact: Name(case.contact_names()),
            me,
            extra: None,
            turn: case.turn,
            sayings,
            case,
            desk,
        }
    };
    rows.iter().map(row).collect()
}

/// The key of what a view is called.
pub fn view_label(view: View) -> &'static str {
    match view {
        View::NotClosed => "view-not-closed",
        View::Support => "view-support",
        View::Customer => "view-customer",
        View::Closed => "view-closed",
    }
}

/// How many a view has, beside its name.
pub fn badge(t: &Texts, total: Total) -> String {
    match total {
        Total::Exactly(n) => t.number(n),
        Total::MoreThan(n) => t.one("saved-view-more-than", "count", t.number(n)),
    }
}

/// The eight views: {own, company} × {not closed, support's turn, customer's turn, closed}, with their counts, and the total of the
/// one that `query` asks for. Where the list is narrowed they count what is left of them, as the links lead to.
pub async fn views(
    app: &App,
    t: &Texts,
    actor: &Actor,
    path: &str,
    asked: &Asked,
    query: &Query,
) -> Result<([Vec<ViewLink>; 2], Total), Fail> {
    let &Actor::Contact {
        person, account, ..
    } = actor
    else {
        return Ok((Default::default(), Total::Exactly(0)));
    };
    let scope = actor.scope();
    let totals = match query.filter.is_empty() {
        true => {
            let tallies = [Tally::Contact(person, account), Tally::Account(account)];
            let counts = app.store.counts(&scope, query.list, &tallies).await?;
            let of = |place: usize| counts.get(place).copied().unwrap_or_default();
            [0, 1].map(|place| View::ALL.map(|view| Total::Exactly(of(place).of(view))))
        }
        false => app.store.totals(&scope, query, person).await?,
    };
    let (mut links, mut here) = ([Vec::new(), Vec::new()], Total::Exactly(0));
    for (place, totals) in totals.into_iter().enumerate() {
        let own = place == 0;
        for (view, total) in View::ALL.into_iter().zip(totals) {
            let current = view == query.view && own == asked.own();
            if current {
                here = total;
            }
            let scope = if own { "own" } else { "" };
            let view_name = match view {
                View::NotClosed => "",
                view => view.as_str(),
            };
            links[place].push(ViewLink {
                label: t.say(view_label(view)).into(),
                address: asked.address(path, &[("scope", scope), ("view", view_name)]),
                count: badge(t, total),
                current,
                icon: "case",
                act: "",
                loud: false,
            });
        }
    }
    Ok((links, here))
}

/// The heads of these columns; each that has an order is a link that sorts by it.
pub fn columns(
    t: &Texts,
    path: &str,
    asked: &Asked,
    query: &Query,
    columns: &[lists::Column],
) -> Vec<Head> {
    let head = |column: &lists::Column| {
        let sort = column.sort();
        let is_sorted = sort == Some(query.sort);
        // Times are wanted latest first, everything else from its beginning.
        let first = match sort {
            Some(Sort::Opened | Sort::Modified | Sort::Closed | Sort::Number) => {
                Direction::Descending
            }
            _ => Direction::Ascending,
        };
        let next = if is_sorted {
            query.direction.other()
        } else {
            first
        };
        Head {
            label: t.say(column.label()),
            address: sort.map_or(String::new(), |sort| {
                let sorted = [("sort", sort.as_str()), ("direction", next.as_str())];
                asked.address(path, &sorted)
            }),
            sorted: match (is_sorted, query.direction) {
                (false, _) => "",
                (true, Direction::Ascending) => "ascending",
                (true, Direction::Descending) => "descending",
            },
        }
    };
    columns.iter().map(head).collect()
}

/// Where this page lies, and the ways on and back.
pub fn pager(
    t: &Texts,
    path: &str,
    asked: &Asked,
    page: &store::cases::Page,
    total: Total,
) -> Pager {
    let to = |cursor: &Option<Cursor>| {
        cursor
            .as_ref()
            .map(|c| asked.address(path, &[("cursor", &c.encode())]))
    };
    let count = i64::try_from(page.rows.len()).unwrap_or(0);
    Pager {
        from: t.number(if count == 0 { 0 } else { page.place + 1 }),
        to: t.number(page.place + count),
        total: match total {
            Total::Exactly(n) => t.count("total-exactly", n),
            Total::MoreThan(n) => t.count("total-more-than", n),
        },
        previous: to(&page.previous),
        next: to(&page.next),
    }
}

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::Name;

    #[derive(Template)]
    #[template(source = "{{ name }}", ext = "html")]
    struct One<'a> {
        name: Name<'a>,
    }

    #[test]
    fn a_name_can_do_nothing_on_a_page() {
        let said = |family, given| {
            One {
                name: Name([family, given]),
            }
            .render()
            .unwrap()
        };
        assert_eq!(said("森", "恵子"), "森 恵子");
        assert_eq!(said("Mori", "Keiko"), "Keiko Mori");
        let hostile = said("<script>", "\"&'");
        assert!(!hostile.contains(['<', '>', '"', '\'']), "{hostile}");
    }
}
