//! What these tests have in common.

use std::path::Path;

use domain::{
    Instant,
    access::Scope,
    case::{Case, CaseEvent},
    event::Recorded,
};
use madoguchi::{
    app::Desks,
    import::incident_log::{self, ImportError, Note, Options, Report, States},
};
use store::Store;

pub const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/import/small.csv");

pub fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub fn options(file: impl AsRef<Path>) -> Options {
    Options {
        file: file.as_ref().to_owned(),
        zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
        states: States::default(),
        dry_run: false,
        now: at("2026-01-05T00:00:00Z"),
    }
}

pub async fn desks(store: &Store) -> Desks {
    Desks::serve(store, "default", at("2026-01-01T00:00:00Z"))
        .await
        .unwrap()
}

pub async fn import(
    store: &Store,
    desks: &Desks,
    options: &Options,
) -> Result<Report, ImportError> {
    incident_log::run(store, desks, options, &mut |_| {}).await
}

/// The case of this number with its history.
pub async fn case(store: &Store, number: i64) -> (Case, Vec<Recorded<CaseEvent>>) {
    let stored = store.case(&Scope::System, number).await.unwrap().unwrap();
    let history = store.history(&stored).await.unwrap();
    (stored.case, history)
}

pub async fn nothing_is_wrong(store: &Store, desks: &Desks) {
    let report = store.verify(&desks.all(), &mut |_| {}).await.unwrap();
    assert_eq!(report.faults, []);
}

/// The small log without rows that `keep` refuses, in a file of its own.
pub fn part_of_small(keep: impl Fn(&str) -> bool) -> tempfile::NamedTempFile {
    let whole = std::fs::read_to_string(SMALL).unwrap();
    let mut lines = whole.lines();
    let heading = lines.next().unwrap();
    file(
        lines
            .filter(|line| keep(line))
            .fold(heading.to_owned(), |text, line| text + "\n" + line),
    )
}

pub fn file(text: impl AsRef<[u8]>) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

pub fn note(what: &str, count: u64) -> Note {
    Note {
        what: what.into(),
        count,
    }
}
