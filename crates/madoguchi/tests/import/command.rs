//! `madoguchi import incident-log` as it is called: what it prints, how it ends, and what it leaves behind.

use std::{path::Path, process::Command};

use crate::kit::SMALL;

/// Exit code, standard output, standard error.
fn import(data: &Path, more: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_madoguchi"))
        .args(["import", "incident-log", SMALL, "--data"])
        .arg(data)
        .args(more)
        .env_remove("MADOGUCHI_DATABASE_URL")
        .env("LANG", "en_GB.UTF-8")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap_or(-1),
        text(output.stdout),
        text(output.stderr),
    )
}

const BERLIN: [&str; 2] = ["--time-zone", "Europe/Berlin"];

#[test]
fn it_makes_an_installation_and_reports() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new");
    let (code, dry, _) = import(&data, &[&BERLIN[..], &["--dry-run"]].concat());
    assert_eq!(code, 0);
    assert!(
        dry.contains("Would be added") && !data.exists(),
        "a dry run leaves nothing: {dry}"
    );

    let (code, out, err) = import(&data, &BERLIN);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(
        out.contains("\n  reassigned at least once   2\n  reopened at least once     1\n"),
        "{out}"
    );
    assert!(out.contains("\n  New → open/new "), "{out}");

    let (code, out, _) = import(&data, &[&BERLIN[..], &["--json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, &report["unchanged"], &report["added"]["events"]),
        (0, &8.into(), &0.into())
    );

    let (code, _, err) = import(&data, &[&BERLIN[..], &["--desk", "no-such-desk"]].concat());
    assert_ne!(code, 0, "{err}");
}

#[test]
fn what_does_not_fit_is_refused_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, err) = import(
        folder.path(),
        &[&BERLIN[..], &["--states", "New=open/new"]].concat(),
    );
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(
        err.contains("\"Closed\" of the log (4 rows) is given no status"),
        "{err}"
    );
    let (code, _, err) = import(folder.path(), &["--time-zone", "Mars/Base"]);
    assert_eq!(code, 2);
    assert!(err.contains("no such time zone"), "{err}");
    let (code, _, err) = import(folder.path(), &[&BERLIN[..], &["--states", "New"]].concat());
    assert_eq!(code, 2, "{err}");
}
