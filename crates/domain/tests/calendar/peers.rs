//! What another help desk answers, row by row; where we differ, by intent, it is said here.

use domain::calendar::Calendar;
use serde_json::Value;

use crate::{at, calendar, weekdays};

fn of(name: &str) -> Calendar {
    match name {
        "default" => calendar(weekdays("Etc/UTC", "08:00-20:00")),
        _ => calendar(weekdays("Etc/UTC", "00:00-24:00")),
    }
}

fn moment(row: &Value, key: &str) -> i64 {
    at(&format!("{}Z", row[key].as_str().unwrap()))
}

#[test]
fn s2_the_peers_table() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/business-time/helpdesk-peer-table.json"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("NOT TESTED: the peer's table is absent ({path})");
        return;
    };
    let table: Value = serde_json::from_str(&text).unwrap();
    let rows = |key: &str| table[key].as_array().unwrap().clone();
    let mut seen = 0;
    for row in rows("add_working_days") {
        let calendar = of(row["calendar"].as_str().unwrap());
        let days = row["working_days"].as_i64().unwrap();
        let mut due = calendar.after_days(moment(&row, "start"), days).unwrap();
        if row["end_of_day"] == true {
            due = calendar.closing_of_day(due).unwrap();
        }
        assert_eq!(due, moment(&row, "expected"), "{row}");
        seen += 1;
    }
    for row in rows("active_seconds_between") {
        let calendar = of(row["calendar"].as_str().unwrap());
        let (start, end) = (moment(&row, "start"), moment(&row, "end"));
        let open = calendar.elapsed(start, end);
        // The peer says nothing lies between an end and an earlier beginning; ours is additive, so it is negative.
        let expected = row["expected"].as_i64().unwrap();
        assert_eq!(open.max(0), expected, "{row}");
        assert_eq!(open, -calendar.elapsed(end, start));
        seen += 1;
    }
    let calendar = of("default");
    for row in rows("is_working_day") {
        let noon = at(&format!("{}T12:00:00Z", row["date"].as_str().unwrap()));
        assert_eq!(
            calendar.closing_of_day(noon).is_some(),
            row["expected"],
            "{row}"
        );
        seen += 1;
    }
    for row in rows("is_working_hour") {
        assert_eq!(
            calendar.is_open(moment(&row, "at")),
            row["expected"],
            "{row}"
        );
        seen += 1;
    }
    assert_eq!(seen, 24);
}
