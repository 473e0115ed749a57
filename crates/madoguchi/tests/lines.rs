//! `madoguchi sla` and `madoguchi calendar`: a JSON object a line in, one a line out.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

/// Runs the program in another folder than the repository's, as anybody would.
fn run(args: &[&str], input: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_madoguchi"))
        .args(args)
        .current_dir(folder.path())
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn answers(output: &Output) -> Vec<Value> {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn sla(cases: &[Value]) -> Vec<Value> {
    let input: String = cases.iter().map(|case| format!("{case}\n")).collect();
    answers(&run(
        &["sla", "--desk", "collaboration", "--no-receipt"],
        &input,
    ))
}

fn japan(day: &str) -> String {
    format!("2024-{day}:00+09:00")
}

#[test]
fn s1_sla_gives_the_worked_answers() {
    let event = |day: &str, event: &str| json!({ "at": japan(day), "event": event });
    let (none, opened) = (Value::Null, |day: &str| Value::from(japan(day)));
    let rows = [
        (
            "japan",
            "enhanced",
            "S3",
            opened("02-09T16:50"),
            json!([]),
            opened("02-13T10:20"),
            opened("02-13T09:00"),
        ),
        (
            "japan",
            "enhanced",
            "S2",
            opened("02-06T16:30"),
            json!([]),
            opened("02-06T17:00"),
            opened("02-07T16:30"),
        ),
        (
            "japan",
            "enhanced",
            "S2",
            opened("02-06T17:00"),
            none.clone(),
            opened("02-07T09:30"),
            opened("02-08T09:00"),
        ),
        (
            "japan",
            "basic",
            "S3",
            json!("2024-02-08T16:59:59+09:00"),
            none.clone(),
            opened("02-09T17:00"),
            none.clone(),
        ),
        (
            "japan",
            "basic",
            "S3",
            opened("02-08T17:00"),
            none.clone(),
            opened("02-13T17:00"),
            none.clone(),
        ),
        (
            "japan",
            "basic",
            "S3",
            opened("02-10T12:00"),
            none.clone(),
            opened("02-14T17:00"),
            none.clone(),
        ),
        (
            "global",
            "basic",
            "S3",
            json!("2024-02-10T12:00:00Z"),
            none.clone(),
            json!("2024-02-12T00:00:00Z"),
            none.clone(),
        ),
        // Another offset is the same instant.
        (
            "japan",
            "enhanced",
            "S2",
            json!("2024-02-06T08:00:00Z"),
            none.clone(),
            opened("02-07T09:30"),
            opened("02-08T09:00"),
        ),
        (
            "japan",
            "enhanced",
            "S2",
            opened("02-06T10:00"),
            json!([
                event("02-07T15:00", "awaiting-customer"),
                event("02-07T16:00", "customer-responded")
            ]),
            opened("02-06T10:30"),
            opened("02-07T11:00"),
        ),
        (
            "japan",
            "enhanced",
            "S2",
            opened("02-06T10:00"),
            json!([
                event("02-07T10:00", "awaiting-customer"),
                event("02-08T10:00", "support-replied"),
                event("02-08T12:00", "customer-responded"),
            ]),
            opened("02-06T10:30"),
            opened("02-09T12:00"),
        ),
        (
            "japan-onsite",
            "premium",
            "S1",
            opened("02-06T10:00"),
            json!([
                event("02-06T10:05", "support-replied"),
                event("02-06T10:05", "awaiting-customer")
            ]),
            opened("02-06T10:15"),
            json!("paused"),
        ),
    ];
    let cases: Vec<Value> = rows
        .iter()
        .enumerate()
        .map(|(id, (centre, plan, severity, opened, history, _, _))| {
            let mut case = json!({
                "id": id, "centre": centre, "plan": plan, "severity": severity, "opened": opened,
            });
            if !history.is_null() {
                case["history"] = history.clone();
            }
            case
        })
        .collect();
    for (answer, (id, row)) in sla(&cases).iter().zip(rows.iter().enumerate()) {
        assert_eq!(
            *answer,
            json!({ "id": id, "first-response": row.5, "next-update": row.6 })
        );
    }
}

#[test]
fn s1_a_bad_line_is_told_and_the_rest_goes_on() {
    let good = json!({
        "id": 7, "centre": "japan", "plan": "premium", "severity": "S1", "opened": japan("02-06T10:00"),
    });
    let with = |key: &str, value: Value| {
        let mut case = good.clone();
        case[key] = value;
        case.to_string()
    };
    let history = |entries: Value| with("history", entries);
    let at = |day: &str, event: &str| json!({ "at": japan(day), "event": event });
    let lines = [
        with("centre", json!("mars")),
        with("plan", json!("gold")),
        with("severity", json!("S9")),
        with("opened", json!("yesterday")),
        with("opened", json!("2024-02-06T10:00:00")),
        with("opened", json!("2024-02-06T10:00:00+09:00[Asia/Tokyo]")),
        with("opened", json!(17)),
        history(json!([at("02-06T11:00", "slept")])),
        history(json!([at("02-06T09:00", "support-replied")])),
        history(json!([
            at("02-06T12:00", "support-replied"),
            at("02-06T11:00", "awaiting-customer")
        ])),
        with("history", json!("long")),
    ];
    let mut input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    input.push_str("no JSON at all\n\n[1, 2]\n{\"id\": \"a\\\"b\"}\n");
    input.push_str(&good.to_string());
    let output = run(&["sla", "--desk", "collaboration"], &input);
    let told = answers(&output);
    assert_eq!(told.len(), lines.len() + 4, "an empty line is passed over");
    for (line, answer) in lines.iter().zip(&told) {
        assert_eq!(answer["id"], 7, "{line}");
        assert!(
            answer["error"].as_str().is_some_and(|e| !e.is_empty()),
            "{line}"
        );
        assert!(answer.get("first-response").is_none());
    }
    assert_eq!(told[lines.len()]["id"], Value::Null);
    assert_eq!(told[lines.len() + 1]["id"], Value::Null);
    assert_eq!(told[lines.len() + 2]["id"], "a\"b");
    assert_eq!(told.last().unwrap()["first-response"], japan("02-06T10:15"));
}

#[test]
fn s3_the_receipt_of_a_line_adds_up() {
    let case = json!({
        "id": "r", "centre": "japan", "plan": "enhanced", "severity": "S3", "opened": japan("02-09T16:50"),
    });
    let output = run(&["sla", "--desk", "collaboration"], &case.to_string());
    let answer = &answers(&output)[0];
    let seconds = |line: &Value| {
        let at = |key: &str| {
            line[key]
                .as_str()
                .unwrap()
                .parse::<jiff::Timestamp>()
                .unwrap()
                .as_second()
        };
        at("to") - at("from")
    };
    for (clock, target) in [("first-response", 5_400), ("next-update", 172_800)] {
        let lines: Vec<&Value> = answer["receipt"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|l| l["clock"] == clock)
            .collect();
        let counted: i64 = lines
            .iter()
            .filter(|l| l["counted"] == true)
            .map(|l| seconds(l))
            .sum();
        assert_eq!(counted, target);
        assert_eq!(lines.last().unwrap()["to"], answer[clock]);
        assert!(
            lines
                .iter()
                .all(|l| l["why"].as_str().is_some_and(|why| !why.is_empty()))
        );
        assert!(
            lines
                .iter()
                .any(|l| l["why"] == "Public holiday: Substitute holiday")
        );
    }
}

#[test]
fn s1_a_desk_that_is_not_there_ends_badly() {
    let output = run(&["sla", "--desk", "nowhere"], "");
    assert!(!output.status.success());
    assert!(!output.stderr.is_empty());
    let output = run(
        &["sla", "--desk", "collaboration", "/nowhere/cases.jsonl"],
        "",
    );
    assert!(!output.status.success());
}

const CALENDARS: &str = r#"[{"id": "office", "time_zone": "Asia/Tokyo",
    "hours": {"mon": [["09:00", "12:00"], ["13:00", "18:00"]], "tue": [["09:00", "18:00"]]},
    "holidays": ["2024-02-12"], "breaks": {"2024-02-13": [["10:00", "11:00"]]},
    "shifts": {"2024-02-17": [["10:00", "12:00"]]}}]"#;

#[test]
fn s2_calendar_answers_each_kind_of_question() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calendars.json");
    std::fs::write(&path, CALENDARS).unwrap();
    let rows = [
        (
            json!({"op": "after", "at": "2024-02-13T00:30:00Z", "seconds": 3600}),
            json!("2024-02-13T02:30:00Z"),
        ),
        (
            json!({"op": "before", "at": "2024-02-13T02:30:00Z", "seconds": 3600}),
            json!("2024-02-13T00:30:00Z"),
        ),
        (
            json!({"op": "within", "at": "2024-02-10T00:00:00Z", "until": "2024-02-18T00:00:00Z"}),
            json!(36_000),
        ),
        (
            json!({"op": "in_hours", "at": "2024-02-12T01:00:00Z"}),
            json!(false),
        ),
        (
            json!({"op": "in_hours", "at": "2024-02-17T01:00:00Z"}),
            json!(true),
        ),
        (
            json!({"op": "after_days", "at": "2024-02-06T01:30:00Z", "days": 1}),
            json!("2024-02-13T02:00:00Z"),
        ),
        (
            json!({"op": "after", "at": "2024-02-13T00:30:00Z", "seconds": 9_000_000_000_000_i64}),
            Value::Null,
        ),
    ];
    let question = |(id, (question, _)): (usize, &(Value, Value))| {
        let mut question = question.clone();
        question["id"] = json!(id);
        question["calendar"] = json!("office");
        format!("{question}\n")
    };
    let mut input: String = rows.iter().enumerate().map(question).collect();
    input.push_str(
        r#"{"id": "x", "calendar": "none", "op": "in_hours", "at": "2024-02-12T01:00:00Z"}"#,
    );
    let output = run(&["calendar", "--calendars", path.to_str().unwrap()], &input);
    let told = answers(&output);
    for ((_, expected), (id, answer)) in rows.iter().zip(told.iter().enumerate()) {
        assert_eq!(*answer, json!({ "id": id, "answer": expected }));
    }
    assert_eq!(told.last().unwrap()["error"], "unknown calendar: none");
}

/// Six hundred answers of another implementation, with zones and shifts of every kind.
#[test]
fn s2_calendar_agrees_with_the_known_answers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/business-time");
    let Ok(cases) = std::fs::read_to_string(folder.join("cases.jsonl")) else {
        eprintln!(
            "NOT TESTED: the known answers are absent ({})",
            folder.display()
        );
        return;
    };
    let calendars = folder.join("calendars.json");
    let output = run(
        &["calendar", "--calendars", calendars.to_str().unwrap()],
        &cases,
    );
    let told = answers(&output);
    assert_eq!(told.len(), 600);
    for (line, answer) in cases.lines().zip(told) {
        let case: Value = serde_json::from_str(line).unwrap();
        assert_eq!(answer["id"], case["id"]);
        let accept = case["accept"].as_array().unwrap();
        assert!(accept.contains(&answer["answer"]), "{case}\n{answer}");
    }
}
