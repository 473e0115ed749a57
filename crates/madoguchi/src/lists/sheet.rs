//! A list as a file: a real workbook, or comma-separated values. Rows come in as they are read and go out as they come, so
//! that a hundred thousand take no more memory than a hundred (C11). No text becomes a formula (V-36).

use std::{
    fs::File,
    io::{BufWriter, Seek, Write},
};

use rust_xlsxwriter::{ExcelDateTime, Format as Face, FormatAlign, Workbook, XlsxError};

use super::cells::Cell;

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Excel,
    Csv,
}

impl Format {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "xlsx" => Some(Format::Excel),
            "csv" => Some(Format::Csv),
            _ => None,
        }
    }

    pub fn ending(self) -> &'static str {
        match self {
            Format::Excel => "xlsx",
            Format::Csv => "csv",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Format::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Csv => "text/csv; charset=utf-8",
        }
    }

    /// Rows that such a file holds beside its head.
    pub fn most(self) -> i64 {
        match self {
            Format::Excel => 1_048_575,
            Format::Csv => i64::MAX,
        }
    }
}

/// What stands around the rows.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Name of the sheet.
    pub title: String,
    /// Heads, each with the width of its column in signs.
    pub heads: Vec<(String, f64)>,
}

/// Characters that one cell of a workbook holds.
const LONGEST: usize = 32_767;

/// Writes all rows into a file that has no name and is gone when it is closed; it stands at its beginning.
pub fn write(
    format: Format,
    layout: &Layout,
    rows: impl Iterator<Item = Vec<Cell>>,
) -> std::io::Result<File> {
    let mut file = tempfile::tempfile()?;
    match format {
        Format::Excel => workbook(layout, rows, &mut file).map_err(std::io::Error::other)?,
        Format::Csv => values(layout, rows, &mut file)?,
    }
    file.rewind()?;
    Ok(file)
}

fn workbook(
    layout: &Layout,
    rows: impl Iterator<Item = Vec<Cell>>,
    file: &mut File,
) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    // A sheet's name takes 31 signs, and not these.
    let named = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let title: String = layout.title.chars().filter(named).take(31).collect();
    if !title.is_empty() {
        sheet.set_name(title)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let head = Face::new().set_bold().set_align(FormatAlign::Top);
    let moment = Face::new().set_num_format("yyyy-mm-dd hh:mm");
    let mut numbers: Vec<(usize, Face)> = Vec::new();
    for (column, (text, width)) in (0..).zip(&layout.heads) {
        sheet.set_column_width(column, *width)?;
        sheet.write_string_with_format(0, column, text, &head)?;
    }
    let mut last = 0;
    for (place, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => {}
                // Always a typed string: nothing in it is taken for a formula, a link or a number.
                Cell::Text(text) => {
                    let text = match text.chars().count() > LONGEST {
                        true => text.chars().take(LONGEST).collect(),
                        false => text,
                    };
                    sheet.write_string(place, column, text)?;
                }
                Cell::Number(number) => {
                    sheet.write_number(place, column, number as f64)?;
                }
                Cell::Case(number, width) => {
                    if !numbers.iter().any(|(known, _)| *known == width) {
                        let face = Face::new().set_num_format("0".repeat(width.max(1)));
                        numbers.push((width, face));
                    }
                    if let Some((_, face)) = numbers.iter().find(|(known, _)| *known == width) {
                        sheet.write_number_with_format(place, column, number as f64, face)?;
                    }
                }
                Cell::Moment(at) => {
                    let year = u16::try_from(at.year()).unwrap_or(1900);
                    let (month, day) = (at.month().unsigned_abs(), at.day().unsigned_abs());
                    let (hour, minute) = (at.hour().unsigned_abs(), at.minute().unsigned_abs());
                    let at = ExcelDateTime::from_ymd(year, month, day)?.and_hms(
                        hour.into(),
                        minute,
                        f64::from(at.second()),
                    )?;
                    sheet.write_datetime_with_format(place, column, &at, &moment)?;
                }
            }
        }
        last = place;
    }
    let columns = u16::try_from(layout.heads.len()).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last, columns.saturating_sub(1))?;
    book.save_to_writer(BufWriter::new(file))
}

/// A mark by which spreadsheets know the encoding.
const BOM: &[u8] = b"\xef\xbb\xbf";

fn values(
    layout: &Layout,
    rows: impl Iterator<Item = Vec<Cell>>,
    file: &mut File,
) -> std::io::Result<()> {
    let mut out = BufWriter::new(file);
    out.write_all(BOM)?;
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    out.write_record(layout.heads.iter().map(|(head, _)| neutral(head)))?;
    for cells in rows {
        out.write_record(cells.into_iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => neutral(&text),
            Cell::Number(number) => number.to_string(),
            Cell::Case(number, width) => format!("{number:0width$}"),
            Cell::Moment(at) => at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        }))?;
    }
    out.flush()
}

/// A cell of values that no spreadsheet takes for a formula (V-36).
pub fn neutral(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠') => {
            format!("'{text}")
        }
        _ => text.to_owned(),
    }
}
