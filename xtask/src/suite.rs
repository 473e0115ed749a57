//! The whole test run: tools, tidiness, the program, both databases, browser.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Done;
use crate::postgres::Postgres;
use crate::{debian, shell, tidy};

/// Runs everything; `fast` leaves out PostgreSQL and the browser.
pub fn run(fast: bool) -> Done {
    if !fast {
        debian::install_missing()?;
    }
    tidy::run()?;
    if fast {
        return tests(None, None);
    }
    shell::run(&mut cargo(&[
        "build",
        "--package",
        "madoguchi",
        "--bin",
        "madoguchi",
    ]))?;
    let postgres = Postgres::start()?;
    println!("PostgreSQL: {}", postgres.address());
    let done = tests(Some(&postgres), Some(&profile()?.join("madoguchi")));
    drop(postgres);
    done
}

/// Runs the benchmarks.
pub fn bench(arguments: &[String]) -> Done {
    shell::run(cargo(&["bench", "--package", "benches", "--"]).args(arguments))
}

/// Measures what forwarding media costs.
pub fn forwarding(arguments: &[String]) -> Done {
    let mut bench = cargo(&["bench", "--package", "media", "--bench", "forwarding", "--"]);
    shell::run(bench.args(arguments))
}

/// Runs the large simulation of timers.
pub fn simulate(seed: Option<u64>) -> Done {
    let mut month = cargo(&[
        "test",
        "--release",
        "--package",
        "madoguchi",
        "--test",
        "simulation",
    ]);
    month.args(["--", "--ignored", "--nocapture"]);
    if let Some(seed) = seed {
        month.env("SEED", seed.to_string());
    }
    shell::run(&mut month)
}

/// Doc tests first: the runner's own closing line is to be the last.
fn tests(postgres: Option<&Postgres>, program: Option<&Path>) -> Done {
    let nextest = shell::succeeds(Command::new("cargo-nextest").args(["nextest", "--version"]));
    let mut documented = Ok(());
    if nextest {
        let packages = packages_with_doc_tests(&shell::root());
        if !packages.is_empty() {
            let mut doc = cargo(&["test", "--doc", "--no-fail-fast"]);
            for package in &packages {
                doc.args(["--package", package]);
            }
            documented = shell::run(surroundings(&mut doc, postgres, program));
        }
    }
    let mut all = if nextest {
        cargo(&[
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--no-tests=warn",
        ])
    } else {
        cargo(&["test", "--workspace", "--no-fail-fast"])
    };
    if program.is_none() {
        all.args(["--exclude", "e2e"]);
    }
    shell::run(surroundings(&mut all, postgres, program)).and(documented)
}

fn surroundings<'a>(
    command: &'a mut Command,
    postgres: Option<&Postgres>,
    program: Option<&Path>,
) -> &'a mut Command {
    if let Some(postgres) = postgres {
        command.env("MADOGUCHI_TEST_POSTGRES", postgres.address());
    }
    if let Some(program) = program {
        command.env("MADOGUCHI_BIN", program);
    }
    // A failure says what it expected: its way through the runtime only hides that.
    command.env("RUST_BACKTRACE", "0")
}

/// A cargo command; where nobody is watching it may not touch the lock file.
fn cargo(words: &[&str]) -> Command {
    let mut command = shell::cargo();
    command.args(words);
    if shell::on_ci() {
        command.arg("--locked");
    }
    command
}

/// Where cargo put us, and so puts the program.
fn profile() -> Done<PathBuf> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let folder = own.parent().ok_or("xtask lies nowhere")?;
    Ok(folder.to_path_buf())
}

/// nextest runs no doc tests, and cargo builds each library to look for them:
/// ask only where there are any.
fn packages_with_doc_tests(root: &Path) -> Vec<String> {
    let crates = std::fs::read_dir(root.join("crates"));
    let mut found: Vec<String> = crates
        .into_iter()
        .flatten()
        .flatten()
        .filter(|package| package.path().join("src/lib.rs").is_file())
        .filter(|package| {
            let sources = tidy::files_below(&package.path().join("src"), "rs");
            sources
                .iter()
                .any(|file| std::fs::read_to_string(file).is_ok_and(|text| has_doc_test(&text)))
        })
        .map(|package| package.file_name().to_string_lossy().into_owned())
        .collect();
    found.sort();
    found
}

/// A fence without a word, or with `rust`, opens code that cargo runs.
fn has_doc_test(source: &str) -> bool {
    let mut open = false;
    for line in source.lines().map(str::trim) {
        let Some(text) = line.strip_prefix("///").or(line.strip_prefix("//!")) else {
            open = false;
            continue;
        };
        if let Some(kind) = text.trim().strip_prefix("```") {
            let runs = ["", "rust", "no_run", "should_panic", "compile_fail"];
            if !open && runs.contains(&kind) {
                return true;
            }
            open = !open;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::has_doc_test;

    #[test]
    fn only_fences_that_cargo_runs_count() {
        assert!(has_doc_test(
            "/// Adds.\n/// ```\n/// add(1);\n/// ```\nfn add() {}"
        ));
        assert!(has_doc_test("//! ```no_run\n//! x\n//! ```"));
        assert!(!has_doc_test(
            "/// ```text\n/// a picture\n/// ```\nfn f() {}"
        ));
        assert!(!has_doc_test("// ```\n// no\n// ```"));
    }
}
