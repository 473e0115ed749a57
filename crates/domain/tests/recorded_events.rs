//! Bodies of events as every release wrote them: they are read for ever, and written the same.
#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::{fs, path::Path};

use domain::{
    case::CaseEvent,
    directory::{AccountEvent, PersonEvent, TeamEvent},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

fn same<E: DeserializeOwned + Serialize>(line: &str) {
    let recorded: Value = serde_json::from_str(line).unwrap();
    let event: E =
        serde_json::from_value(recorded.clone()).unwrap_or_else(|error| panic!("{line}: {error}"));
    assert_eq!(serde_json::to_value(event).unwrap(), recorded);
}

#[test]
fn every_recorded_body_is_read_and_written_as_it_was() {
    let mut read = 0;
    for release in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded")).unwrap()
    {
        for file in fs::read_dir(release.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let check = match path.file_stem().unwrap().to_str().unwrap() {
                "case" => same::<CaseEvent>,
                "account" => same::<AccountEvent>,
                "person" => same::<PersonEvent>,
                "team" => same::<TeamEvent>,
                other => panic!("no such stream: {other}"),
            };
            for line in fs::read_to_string(&path).unwrap().lines() {
                check(line);
                read += 1;
            }
        }
    }
    assert!(read >= 17, "one of each at least");
}
