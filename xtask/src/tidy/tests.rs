//! The rules on small inputs: what must be found, and what must not.

use super::*;

const ROOT: &str = "[workspace.dependencies]\ndomain = { path = \"x\" }\naxum = \"0.8\"\nserde = \"1\"\njiff = \"0.2\"\ntokio-postgres = \"0.7\"\n";

fn file(path: &str, text: &str) -> File {
    File {
        path: path.into(),
        text: text.into(),
    }
}

/// What is found in one file, as `line rule what`.
fn found(path: &str, text: &str) -> Vec<String> {
    let files = [file("Cargo.toml", ROOT), file(path, text)];
    let findings = check(&files, "");
    findings
        .iter()
        .map(|it| format!("{} {} {}", it.line, it.rule.name(), it.what))
        .collect()
}

#[track_caller]
fn clean(path: &str, text: &str) {
    assert_eq!(found(path, text), Vec::<String>::new(), "{text}");
}

#[track_caller]
fn dirty(path: &str, text: &str, what: &str) {
    let found = found(path, text);
    assert!(found.len() == 1 && found[0].contains(what), "{found:?}");
}

#[test]
fn the_domain_knows_only_its_few() {
    let path = "crates/domain/src/case/mod.rs";
    clean(
        path,
        "use std::fmt;\nuse serde::Serialize;\nuse crate::ids::CaseId;\nuse Severity::*;\nuse jiff::Timestamp;",
    );
    dirty(
        path,
        "use std::fmt;\n\nuse axum::Router;",
        "3 room axum::Router",
    );
    dirty(
        path,
        "fn f(x: tokio_postgres::Row) {}",
        "must not know tokio_postgres",
    );
    dirty(path, "use {std::{fmt, io}, axum::{routing as r}};", "axum");
    dirty(
        "crates/domain/Cargo.toml",
        "[dependencies]\njiff.workspace = true\naxum.workspace = true\n[dev-dependencies]\nproptest = \"1\"",
        "3 room",
    );
    dirty(
        "crates/domain/Cargo.toml",
        "[dependencies.axum]\nversion = \"1\"",
        "axum",
    );
}

#[test]
fn rooms_of_the_shell_keep_apart() {
    dirty(
        "crates/madoguchi/src/app/cases.rs",
        "use axum::extract::State;",
        "axum",
    );
    dirty(
        "crates/madoguchi/src/work/mod.rs",
        "use crate::web::urls;",
        "crate::web",
    );
    dirty(
        "crates/madoguchi/src/web/mod.rs",
        "use crate::{app, api::wire};",
        "crate::api",
    );
    dirty(
        "crates/madoguchi/src/web.rs",
        "use crate::api::wire;",
        "crate::api",
    );
    dirty(
        "crates/madoguchi/src/api/cases.rs",
        "fn f() { super::super::web::x() }",
        "crate::web",
    );
    dirty(
        "crates/madoguchi/src/api/cases.rs",
        "use tokio_postgres::Row;",
        "tokio_postgres",
    );
    dirty("crates/store/src/lib.rs", "use axum::Json;", "axum");
    clean(
        "crates/madoguchi/src/web/mod.rs",
        "use crate::app; use axum::Router; use super::texts; mod api_keys;",
    );
    clean(
        "crates/madoguchi/src/api/mod.rs",
        "use self::web_hooks::x; pub(crate) fn f() -> impl Fn() + use<> {}",
    );
}

#[test]
fn words_in_comments_strings_and_tests_are_no_use() {
    let path = "crates/domain/src/a.rs";
    clean(
        path,
        "// use axum::x;\n/* use axum::x; /* */ use axum::y; */\nconst S: &str = \"axum::x \\\" axum::y\";\nconst R: &str = r#\"\" axum::x\"#;\nconst Q: char = '\"'; const P: char = '\\'';\nfn f<'a>(x: &'a str) {}",
    );
    clean(
        path,
        "#[cfg(test)]\nmod tests {\n    use axum::Router;\n    fn f() { if true { } }\n}\n",
    );
    clean("crates/domain/src/a/tests.rs", "use axum::Router;");
    dirty(
        path,
        "#[cfg(test)]\nmod tests;\nuse axum::Router;",
        "3 room",
    );
}

#[test]
fn long_files_are_told_without_their_tests() {
    let code = "fn f() {}\n".repeat(500);
    let tests = format!("#[cfg(test)]\nmod tests {{\n{code}}}\n");
    clean("crates/store/src/a.rs", &format!("{code}{tests}"));
    dirty(
        "crates/store/src/a.rs",
        &format!("{code}fn g() {{}}\n{tests}"),
        "501 lines",
    );
    let short = "x\n".repeat(120);
    clean("crates/madoguchi/templates/a/b.html", &short);
    dirty(
        "crates/madoguchi/templates/a/b.html",
        &format!("{short}x"),
        "121 lines",
    );
    clean("crates/madoguchi/assets/a.js", &"x\n".repeat(150));
    dirty(
        "crates/madoguchi/assets/a.js",
        &"x\n".repeat(151),
        "at most 150",
    );
}

#[test]
fn unfinished_code_is_found_wherever_it_stands() {
    dirty(
        "crates/domain/src/a.rs",
        "fn f() {\n    todo!(\"later\")\n}",
        "2 unfinished todo!",
    );
    dirty("e2e/tests/a.rs", "fn f() { dbg!(1); }", "dbg!");
    dirty(
        "crates/store/tests/a.rs",
        "fn f() { unimplemented!() }",
        "unimplemented!",
    );
    clean(
        "crates/domain/src/a.rs",
        "// todo!(later)\nfn f() { my_todo!(); let todo = !(x); }",
    );
}

#[test]
fn sql_stands_in_the_store_only() {
    let sql = "const Q: &str = \"\n  SELECT id\n  FROM cases\";";
    dirty(
        "crates/madoguchi/src/app/a.rs",
        sql,
        "1 sql SQL outside the store: SELECT id",
    );
    dirty(
        "crates/testkit/src/lib.rs",
        "f(\"delete from cases\")",
        "sql",
    );
    clean("crates/store/src/cases.rs", sql);
    clean(
        "crates/madoguchi/src/app/a.rs",
        "const Q: &str = \"Select a file, please\"; // SELECT a FROM b",
    );
}

#[test]
fn the_test_kit_is_not_delivered() {
    dirty(
        "crates/store/Cargo.toml",
        "[dependencies]\ntestkit.workspace = true",
        "2 testkit",
    );
    clean(
        "crates/store/Cargo.toml",
        "[dev-dependencies]\ntestkit.workspace = true",
    );
    clean(
        "benches/Cargo.toml",
        "[dependencies]\ntestkit.workspace = true",
    );
}

#[test]
fn an_exception_needs_a_reason_and_a_use() {
    let files = [
        file("Cargo.toml", ROOT),
        file("crates/store/src/lib.rs", "use axum::Json;"),
    ];
    let line = "room crates/store/src/lib.rs";
    assert_eq!(check(&files, "").len(), 1);
    assert_eq!(
        check(&files, &format!("# why\n\n{line} until the move is done")),
        []
    );
    let bare = check(&files, line);
    assert!(bare[0].what.contains("needs a reason"), "{bare:?}");
    let stale = check(&files[..1], &format!("{line} because"));
    assert!(stale[0].what.contains("excepts nothing"), "{stale:?}");
}

#[test]
fn v09_v17_what_starts_a_process_or_makes_a_connection_is_known() {
    let path = "crates/madoguchi/src/app/a.rs";
    dirty(
        path,
        "use std::{io, process::{Command, Stdio}};",
        "1 outgoing a process is started",
    );
    dirty(
        path,
        "use std::process;\nfn f(x: process::Command) {}",
        "2 outgoing a process is started",
    );
    dirty(
        path,
        "use tokio::net::TcpStream;\nfn f() { TcpStream::connect(x) }",
        "2 outgoing a connection is made",
    );
    dirty(
        "crates/madoguchi/Cargo.toml",
        "[dependencies]\nreqwest = \"0.13\"",
        "2 outgoing reqwest",
    );
    clean(path, "use domain::case::Command; // TcpStream::connect");
    clean("crates/store/tests/a.rs", "use std::process::Command;");
    // Here it is in these places, with their reasons.
    let root = shell::root();
    let listed = std::fs::read_to_string(root.join(exceptions::LIST)).unwrap();
    let found = check(&read(&root).unwrap(), &listed);
    let outgoing = found.iter().filter(|it| it.rule == Rule::Outgoing);
    assert_eq!(outgoing.collect::<Vec<_>>(), Vec::<&Finding>::new());
    let excepted = listed.lines().filter(|line| line.starts_with("outgoing "));
    assert_eq!(
        excepted.count(),
        3,
        "clamd, the database, and the reader of PDF files"
    );
}

#[test]
fn this_repository_reads_without_an_error() {
    assert!(read(&shell::root()).unwrap().len() > 1);
}
