//! Reading the file: CSV, packed with gzip or not, once from the front to the end. Whatever is wrong is told by line.

use std::{
    collections::HashMap,
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

use csv::{ByteRecord, ErrorKind, StringRecord};
use domain::Instant;
use flate2::bufread::MultiGzDecoder;
use jiff::tz::TimeZone;

use super::{
    error::ImportError,
    log::{Incident, Log, Name, Names, Row, Told},
    times,
};

/// Columns of the log that the import reads. The rest it leaves alone: impact and urgency are in the priority, and
/// `closed_*` tells the same as the row of the closing.
const COLUMNS: [&str; 20] = [
    "number",
    "incident_state",
    "reassignment_count",
    "reopen_count",
    "sys_mod_count",
    "caller_id",
    "opened_by",
    "opened_at",
    "sys_updated_by",
    "sys_updated_at",
    "contact_type",
    "location",
    "category",
    "subcategory",
    "u_symptom",
    "priority",
    "assignment_group",
    "assigned_to",
    "resolved_by",
    "resolved_at",
];

/// Rows between two reports of progress.
const STEP: u64 = 4096;

/// Reads the log; `progress` hears of rows read.
pub fn log(
    path: &Path,
    zone: &TimeZone,
    progress: &mut dyn FnMut(u64),
) -> Result<Log, ImportError> {
    let open = |error| ImportError::Open(path.to_owned(), error);
    let mut file = BufReader::with_capacity(1 << 16, File::open(path).map_err(open)?);
    let beginning = file.fill_buf().map_err(open)?;
    if beginning.is_empty() {
        return Err(ImportError::Empty(path.to_owned()));
    }
    let packed = beginning.starts_with(&[0x1f, 0x8b]);
    let text: Box<dyn Read> = if packed {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    rows(text, zone, progress)
}

/// Reads the log from its text.
pub fn rows(
    text: impl Read,
    zone: &TimeZone,
    progress: &mut dyn FnMut(u64),
) -> Result<Log, ImportError> {
    let mut csv = csv::ReaderBuilder::new()
        .buffer_capacity(1 << 16)
        .from_reader(text);
    let heading = csv.byte_headers().map_err(|error| unread(error, 0))?;
    let places = places(heading)?;
    let mut log = Log::default();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut bytes = ByteRecord::new();
    let mut line = 1;
    while csv
        .read_byte_record(&mut bytes)
        .map_err(|error| unread(error, line))?
    {
        line = bytes.position().map_or(line, csv::Position::line);
        let record =
            StringRecord::from_byte_record(bytes).map_err(|_| ImportError::Utf8 { line })?;
        log.rows += 1;
        let cells = Cells {
            record: &record,
            places: &places,
            line,
        };
        let number = cells.get(NUMBER);
        if matches!(number, "" | "?") {
            log.nameless += 1;
        } else if let Some(row) = cells.row(&mut log.names, zone)? {
            let place = match known.get(number) {
                Some(place) => *place,
                None => {
                    known.insert(number.to_owned(), log.incidents.len());
                    log.incidents.push(Incident {
                        id: number.to_owned(),
                        opened_at: cells.time(OPENED_AT, zone)?,
                        opened_by: log.names.of(cells.get(OPENED_BY)),
                        rows: Vec::new(),
                    });
                    log.incidents.len() - 1
                }
            };
            log.incidents[place].rows.push(row);
        } else {
            log.timeless += 1;
        }
        if log.rows.is_multiple_of(STEP) {
            progress(log.rows);
        }
        bytes = record.into_byte_record();
    }
    for incident in &mut log.incidents {
        log.doubled += incident.settle();
    }
    log.incidents
        .sort_by(|a, b| (a.begun_at(), &a.id).cmp(&(b.begun_at(), &b.id)));
    progress(log.rows);
    Ok(log)
}

const NUMBER: usize = 0;
const STATE: usize = 1;
const REASSIGNED: usize = 2;
const REOPENED: usize = 3;
const MODS: usize = 4;
const CALLER: usize = 5;
const OPENED_BY: usize = 6;
const OPENED_AT: usize = 7;
const UPDATED_BY: usize = 8;
const UPDATED_AT: usize = 9;
const CHANNEL: usize = 10;
const LOCATION: usize = 11;
const CATEGORY: usize = 12;
const SUBCATEGORY: usize = 13;
const SYMPTOM: usize = 14;
const PRIORITY: usize = 15;
const GROUP: usize = 16;
const ASSIGNEE: usize = 17;
const RESOLVED_BY: usize = 18;
const RESOLVED_AT: usize = 19;

/// Where each of [`COLUMNS`] stands in the file.
fn places(heading: &ByteRecord) -> Result<[usize; COLUMNS.len()], ImportError> {
    let mut places = [0; COLUMNS.len()];
    let mut missing = Vec::new();
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        let is = |found: &[u8]| {
            found
                .strip_prefix(b"\xef\xbb\xbf")
                .unwrap_or(found)
                .trim_ascii()
                == column.as_bytes()
        };
        match heading.iter().position(is) {
            Some(found) => *place = found,
            None => missing.push(column),
        }
    }
    if missing.is_empty() {
        Ok(places)
    } else {
        Err(ImportError::MissingColumns(missing))
    }
}

/// One row of the file.
struct Cells<'a> {
    record: &'a StringRecord,
    places: &'a [usize; COLUMNS.len()],
    line: u64,
}

impl<'a> Cells<'a> {
    fn get(&self, column: usize) -> &'a str {
        self.record.get(self.places[column]).unwrap_or("").trim()
    }

    fn faulty(&self, column: usize, wanted: &'static str) -> ImportError {
        ImportError::Cell {
            line: self.line,
            column: COLUMNS[column],
            value: self.get(column).to_owned(),
            wanted,
        }
    }

    fn time(&self, column: usize, zone: &TimeZone) -> Result<Option<Instant>, ImportError> {
        match self.get(column) {
            "" | "?" => Ok(None),
            text => times::instant(text, zone)
                .map(Some)
                .ok_or_else(|| self.faulty(column, times::WANTED)),
        }
    }

    fn count(&self, column: usize) -> Result<u32, ImportError> {
        match self.get(column) {
            "" | "?" => Ok(0),
            text => text.parse().map_err(|_| self.faulty(column, "a count")),
        }
    }

    /// Nothing when the row has no time.
    fn row(&self, names: &mut Names, zone: &TimeZone) -> Result<Option<Row>, ImportError> {
        let Some(at) = self.time(UPDATED_AT, zone)? else {
            return Ok(None);
        };
        let resolved_now = self.time(RESOLVED_AT, zone)? == Some(at);
        let mut name = |column| names.of(self.get(column));
        Ok(Some(Row {
            at,
            mods: self.count(MODS)?,
            by: name(UPDATED_BY),
            state: name(STATE),
            group: name(GROUP),
            assignee: name(ASSIGNEE),
            reassignments: self.count(REASSIGNED)?,
            reopenings: self.count(REOPENED)?,
            resolver: if resolved_now {
                name(RESOLVED_BY)
            } else {
                Name::UNKNOWN
            },
            told: Told {
                caller: name(CALLER),
                location: name(LOCATION),
                category: name(CATEGORY),
                subcategory: name(SUBCATEGORY),
                symptom: name(SYMPTOM),
                channel: name(CHANNEL),
                priority: name(PRIORITY),
            },
        }))
    }
}

/// What the reader's error means to who gave the file; `line` is the last that was whole.
fn unread(error: csv::Error, line: u64) -> ImportError {
    let at = error.position().map(csv::Position::line);
    match error.into_kind() {
        ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => ImportError::Cells {
            line: at.unwrap_or(line + 1),
            wanted: expected_len,
            found: len,
        },
        ErrorKind::Utf8 { .. } => ImportError::Utf8 {
            line: at.unwrap_or(line + 1),
        },
        ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            ImportError::CutOff { line }
        }
        ErrorKind::Io(error) => ImportError::Read {
            line,
            why: error.to_string(),
        },
        other => ImportError::Read {
            line,
            why: format!("{other:?}"),
        },
    }
}
