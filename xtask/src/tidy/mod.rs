//! Rules of the house that the compiler does not know.
//!
//! Which room may use what, how long a file may be, what may not be left
//! lying about, that SQL stays in the store, and that processes are started
//! and connections made where it is known. An exception is a line in
//! `xtask/tidy-exceptions.txt`, with its reason.

mod exceptions;
mod names;
mod rooms;
mod rules;
mod source;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::Done;
use crate::shell;

/// What a rule is called, here and in the list of exceptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A room uses what it must not know.
    Room,
    /// A file is too long.
    Size,
    /// Something was left unfinished.
    Unfinished,
    /// SQL outside the store.
    Sql,
    /// The test kit in what is delivered.
    Testkit,
    /// A process is started, or a connection made, where none is expected.
    Outgoing,
    /// An exception that is none.
    Exception,
}

impl Rule {
    fn name(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Size => "size",
            Self::Unfinished => "unfinished",
            Self::Sql => "sql",
            Self::Testkit => "testkit",
            Self::Outgoing => "outgoing",
            Self::Exception => "exception",
        }
    }
}

/// A breach, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub rule: Rule,
    pub file: String,
    pub line: usize,
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            rule,
            file,
            line,
            what,
        } = self;
        write!(f, "{file}:{line}: {}: {what}", rule.name())
    }
}

/// A file of the repository, by its path from the root.
pub struct File {
    pub path: String,
    pub text: String,
}

/// Checks the repository and prints what it finds.
pub fn run() -> Done {
    let root = shell::root();
    let files = read(&root)?;
    let listed = std::fs::read_to_string(root.join(exceptions::LIST)).unwrap_or_default();
    let findings = check(&files, &listed);
    for finding in &findings {
        println!("{finding}");
    }
    println!("tidy: {} files, {} findings", files.len(), findings.len());
    if findings.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the repository is not tidy; an exception is a line in {}",
        exceptions::LIST
    ))
}

/// What breaks a rule and is not excepted.
pub fn check(files: &[File], exceptions: &str) -> Vec<Finding> {
    let known = rooms::known_crates(files);
    let mut findings: Vec<Finding> = files
        .iter()
        .flat_map(|file| rules::of_file(file, &known))
        .collect();
    exceptions::apply(exceptions, &mut findings);
    findings
}

/// Every file below a folder whose name ends so, in order.
pub fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if path.is_dir() {
                if !name.starts_with('.') && name != "target" && name != "node_modules" {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|kind| kind == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(root: &Path) -> Done<Vec<File>> {
    let folders = ["crates", "xtask", "e2e", "benches"];
    let mut paths = vec![root.join("Cargo.toml")];
    for folder in folders {
        for ending in ["rs", "js", "html", "toml"] {
            paths.extend(files_below(&root.join(folder), ending));
        }
    }
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            let path = path.strip_prefix(root).unwrap_or(&path);
            Ok(File {
                path: path.to_string_lossy().into_owned(),
                text,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
