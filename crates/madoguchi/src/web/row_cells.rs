//! The cells of a list's row as markup, in the columns that the reader chose. Where the table is narrow, rows become cards
//! and each label stands before its cell.

use std::{fmt, rc::Rc};

use askama::FastWritable;
use domain::Words;

use super::listing::Row;
use crate::{escape::escaped, lists::columns::Column, texts::Texts};

/// A column as its cells begin and end.
pub struct Shown {
    column: Column,
    begin: String,
    end: &'static str,
}

/// The columns of a table.
pub fn columns(t: &Texts, columns: &[Column]) -> Vec<Shown> {
    let shown = |column: &Column| {
        let label = escaped(t.say(column.label()));
        let begin = match column {
            Column::Number => {
                format!("<th scope=\"row\" class=\"fix number\" data-label=\"{label}\">")
            }
            Column::Subject => "<td class=\"subject\">".to_owned(),
            Column::Kind => "<td class=\"type\">".to_owned(),
            Column::Status => "<td class=\"turn-cell\">".to_owned(),
            Column::Severity | Column::Deployment | Column::Account => "<td>".to_owned(),
            Column::Contact => "<td class=\"fix\">".to_owned(),
            Column::Opened | Column::Modified | Column::Closed | Column::Waiting => {
                format!("<td class=\"date\" data-label=\"{label}\">")
            }
            Column::Product | Column::Due => format!("<td data-label=\"{label}\">"),
            _ => format!("<td class=\"fix\" data-label=\"{label}\">"),
        };
        Shown {
            column: *column,
            begin,
            end: match column {
                Column::Number => "</th>",
                _ => "</td>",
            },
        }
    };
    columns.iter().map(shown).collect()
}

/// All cells of one row.
pub struct Cells<'a> {
    pub row: &'a Row<'a>,
    pub columns: &'a [Shown],
    /// Under which the cases of this list lie.
    pub cases: &'static str,
    /// Due times have a column of their own, and need not stand beside the status.
    pub due_apart: bool,
}

impl FastWritable for Cells<'_> {
    fn write_into(
        &self,
        dest: &mut dyn fmt::Write,
        values: &dyn askama::Values,
    ) -> askama::Result<()> {
        for shown in self.columns {
            dest.write_str(&shown.begin)?;
            self.cell(shown.column, dest, values)?;
            dest.write_str(shown.end)?;
        }
        Ok(())
    }
}

impl Cells<'_> {
    fn cell(
        &self,
        column: Column,
        dest: &mut dyn fmt::Write,
        values: &dyn askama::Values,
    ) -> askama::Result<()> {
        let row = self.row;
        let (sayings, case, desk) = row.parts();
        let t = sayings.t;
        let markup: Rc<str> = match column {
            Column::Number => return Ok(dest.write_str(&row.number)?),
            Column::Subject => {
                dest.write_str("<a class=\"row-link\" href=\"")?;
                dest.write_str(self.cases)?;
                dest.write_str(&row.number)?;
                dest.write_str("\">")?;
                dest.write_str(&escaped(row.subject))?;
                return Ok(dest.write_str("</a>")?);
            }
            Column::Status => {
                dest.write_str(&row.state())?;
                if self.due_apart {
                    return Ok(());
                }
                return row.due().write_into(dest, values);
            }
            Column::Due => return row.due().write_into(dest, values),
            Column::Opened => return row.opened().write_into(dest, values),
            Column::Modified => return row.modified().write_into(dest, values),
            Column::Waiting => return sayings.moment(case.turn_since).write_into(dest, values),
            Column::Closed => {
                return match row.extra.and_then(|extra| extra.closed_at) {
                    Some(at) => sayings.moment(at).write_into(dest, values),
                    None => Ok(()),
                };
            }
            Column::Escalation => sayings.escalation(desk, case),
            Column::Kind => row.kind(),
            Column::Severity => row.severity(),
            Column::Product => row.product(),
            Column::Channel => row.channel(),
            Column::Owner => row.owner().unwrap_or_default(),
            Column::Deployment => return text(dest, row.deployment),
            Column::Account => return text(dest, row.account),
            Column::Contact => return text(dest, &row.contact.to_string()),
            _ => {
                let Some(extra) = row.extra else {
                    return Ok(());
                };
                let label = |found: Option<&'_ Words>, id: &str| match found {
                    Some(words) => escaped(t.desk(words)),
                    None => escaped(id),
                };
                let said = match column {
                    Column::Environment => extra
                        .environment
                        .as_deref()
                        .map(|id| label(desk.environment(id).map(|e| &e.label), id)),
                    Column::Centre => extra
                        .centre
                        .as_deref()
                        .map(|id| label(desk.centre(id).map(|c| &c.label), id)),
                    Column::Tier => Some(escaped(&t.count("tier-name", extra.tier))),
                    Column::Cause => extra
                        .cause
                        .as_deref()
                        .map(|id| label(desk.cause(id).map(|c| &c.label), id)),
                    Column::Plan => extra
                        .plan
                        .as_deref()
                        .map(|id| label(desk.plan(id).map(|p| &p.label), id)),
                    Column::Team => extra.team.as_ref().map(|team| escaped(t.either(team))),
                    Column::Submitter => extra.submitter.as_deref().map(escaped),
                    Column::ChangedBy => extra.changed_by.as_deref().map(escaped),
                    Column::Tags => Some(escaped(&sayings.tags(&extra.tags))),
                    Column::Reference => extra.reference.as_deref().map(escaped),
                    _ => None,
                };
                said.unwrap_or_default().into()
            }
        };
        Ok(dest.write_str(&markup)?)
    }
}

fn text(dest: &mut dyn fmt::Write, text: &str) -> askama::Result<()> {
    Ok(dest.write_str(&escaped(text))?)
}
