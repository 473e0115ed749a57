//! What stands in the cells of a list as values and not as markup: in the reader's language and zone, dates as dates.

use domain::{Instant, contract::Due, directory::full_name};
use jiff::Zoned;
use store::cases::{CaseRow, Extra};

use super::columns::Column;
use crate::{app::Desks, texts::Texts};

/// One cell of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(i64),
    /// The number of a case, at least this wide.
    Case(i64, usize),
    /// A moment in the reader's zone.
    Moment(Zoned),
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Some(text.into())
            .filter(|text| !text.is_empty())
            .map_or(Cell::Empty, Cell::Text)
    }

    fn moment(t: &Texts, at: Instant) -> Self {
        Cell::Moment(at.to_zoned(t.zone.clone()))
    }
}

/// The heads of these columns. What a page shows in one cell of a status are two facts.
pub fn heads(t: &Texts, columns: &[Column]) -> Vec<(String, f64)> {
    let zone = t.zone.iana_name().unwrap_or("UTC");
    let mut all = Vec::new();
    for column in columns {
        let label = t.say(column.label());
        let dated = || {
            let said = [("column", label.into()), ("zone", zone.into())];
            t.with("column-with-zone", said)
        };
        let (head, width) = match column {
            Column::Status => {
                all.push((t.say("column-turn").to_owned(), 16.0));
                (label.to_owned(), 26.0)
            }
            Column::Opened | Column::Modified | Column::Closed | Column::Waiting => (dated(), 22.0),
            Column::Due => {
                all.push((dated(), 22.0));
                (t.say("column-due-state").to_owned(), 22.0)
            }
            Column::Subject => (label.to_owned(), 48.0),
            Column::Number | Column::Tier => (label.to_owned(), 12.0),
            Column::Account | Column::Deployment => (label.to_owned(), 24.0),
            _ => (label.to_owned(), 18.0),
        };
        all.push((head, width));
    }
    all
}

/// The cells of one row, in the order of [`heads`].
pub fn of(
    t: &Texts,
    desks: &Desks,
    columns: &[Column],
    case: &CaseRow,
    extra: Option<&Extra>,
) -> Vec<Cell> {
    let desk = desks.of(case.desk_version);
    let name = |[family, given]: [&str; 2]| Cell::text(full_name(family, given));
    let label = |found: Option<&domain::Words>, id: &str| {
        Cell::text(found.map_or(id, |words| t.desk(words)))
    };
    let given = |of: fn(&Extra) -> Option<&str>| extra.and_then(of);
    let mut cells = Vec::with_capacity(columns.len() + 2);
    for column in columns {
        let cell = match column {
            Column::Number => Cell::Case(case.number, crate::texts::number(desk, 0).len()),
            Column::Kind if case.incident.is_some() => Cell::text(t.incident_kind(desk)),
            Column::Kind => label(desk.kind(case.kind()).map(|k| &k.label), case.kind()),
            Column::Subject => Cell::text(case.subject()),
            Column::Account => Cell::text(t.either_of(case.account_name())),
            Column::Deployment => Cell::text(t.either_of(case.deployment_label())),
            Column::Status => {
                cells.push(Cell::text(t.turn_name(case.turn)));
                Cell::text(t.status_name(desk, &case.status))
            }
            Column::Due => {
                let (at, state) = match &case.due {
                    Due::At(clock, at) => (
                        Instant::from_second(*at).map_or(Cell::Empty, |at| Cell::moment(t, at)),
                        Cell::text(t.clock_name(desk, *clock)),
                    ),
                    Due::Paused => (Cell::Empty, Cell::text(t.say("due-paused"))),
                    Due::Met => (Cell::Empty, Cell::text(t.say("due-met"))),
                    Due::Nothing => (Cell::Empty, Cell::Empty),
                };
                cells.push(at);
                state
            }
            Column::Severity => label(
                desk.severity(case.severity()).map(|s| &s.label),
                case.severity(),
            ),
            Column::Product => label(
                desk.product(case.product()).map(|p| &p.label),
                case.product(),
            ),
            Column::Channel => label(
                desk.channel(case.channel()).map(|c| &c.label),
                case.channel(),
            ),
            Column::Environment => given(|e| e.environment.as_deref()).map_or(Cell::Empty, |id| {
                label(desk.environment(id).map(|e| &e.label), id)
            }),
            Column::Centre => given(|e| e.centre.as_deref()).map_or(Cell::Empty, |id| {
                label(desk.centre(id).map(|c| &c.label), id)
            }),
            Column::Tier => extra.map_or(Cell::Empty, |e| Cell::Number(e.tier)),
            Column::Owner => Cell::text(case.owner_name().unwrap_or_default()),
            Column::Team => extra
                .and_then(|e| e.team.as_ref())
                .map_or(Cell::Empty, |team| Cell::text(t.either(team))),
            Column::Opened => Cell::moment(t, case.opened_at),
            Column::Modified => Cell::moment(t, case.modified_at),
            Column::Waiting => Cell::moment(t, case.turn_since),
            Column::Closed => extra
                .and_then(|e| e.closed_at)
                .map_or(Cell::Empty, |at| Cell::moment(t, at)),
            Column::Cause => given(|e| e.cause.as_deref()).map_or(Cell::Empty, |id| {
                label(desk.cause(id).map(|c| &c.label), id)
            }),
            Column::Plan => given(|e| e.plan.as_deref())
                .map_or(Cell::Empty, |id| label(desk.plan(id).map(|p| &p.label), id)),
            Column::Tags => {
                let all = extra.map(|e| e.tags.as_slice()).unwrap_or_default();
                let all = all.iter().map(|tag| tag_name(t, desks, tag));
                Cell::text(all.collect::<Vec<_>>().join(t.say("list-separator")))
            }
            Column::Contact => name(case.contact_names()),
            Column::Submitter => Cell::text(given(|e| e.submitter.as_deref()).unwrap_or_default()),
            Column::ChangedBy => Cell::text(given(|e| e.changed_by.as_deref()).unwrap_or_default()),
            Column::Escalation => Cell::text(t.escalation_in_list(desk, case).unwrap_or_default()),
            Column::Reference => Cell::text(given(|e| e.reference.as_deref()).unwrap_or_default()),
        };
        cells.push(cell);
    }
    cells
}

/// What a word on a case is called; what the desk names goes by the desk that serves.
pub fn tag_name(t: &Texts, desks: &Desks, (word, of_desk): &(String, Option<String>)) -> String {
    let named = of_desk.as_ref().and_then(|id| {
        let all = &desks.current().0.tags.all;
        all.iter().find(|one| one.id == *id)
    });
    named.map_or_else(|| word.clone(), |one| t.desk(&one.label).to_owned())
}
