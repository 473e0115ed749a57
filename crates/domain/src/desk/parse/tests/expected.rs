//! How a broken desk is said: what is replaced in the small one, the mark `«` where the finding must stand.

use super::SMALL;
use crate::desk::parse::{Finding, Problem, Shape, What, check};

/// Without its mark `«`, and where that stood: line and column from one.
pub(super) fn place_of_mark(marked: &str) -> (String, Option<(usize, usize)>) {
    let place = |(n, line): (usize, &str)| Some((n + 1, line.chars().position(|c| c == '«')? + 1));
    (
        marked.replace('«', ""),
        marked.split('\n').enumerate().find_map(place),
    )
}

pub(super) fn findings(source: &str) -> Vec<Finding> {
    check(source).err().unwrap_or_default()
}

/// What is expected of a broken desk; judged when dropped, after the test has said all it expects.
pub(super) struct Expected {
    source: String,
    at: Option<(usize, usize)>,
    problem: Problem,
    never_used: Option<&'static str>,
    alone: bool,
}

/// Breaking `from` into `to` is told as `problem`, at the mark, and nothing else is told.
pub(super) fn tells(from: &str, to: &str, problem: Problem) -> Expected {
    assert_eq!(
        SMALL.matches(from).count(),
        1,
        "must stand once in the small desk: {from}"
    );
    let marked = SMALL.replace(from, to);
    let (source, at) = place_of_mark(&marked);
    Expected {
        source,
        at,
        problem,
        never_used: None,
        alone: true,
    }
}

impl Expected {
    /// The mark stands elsewhere than in what was broken.
    pub fn marked(mut self, from: &str, to: &str) -> Self {
        assert_eq!(
            self.source.matches(from).count(),
            1,
            "must stand once: {from}"
        );
        (self.source, self.at) = place_of_mark(&self.source.replace(from, to));
        self
    }

    /// A field is on no form any more, as well.
    pub fn and_never_used(mut self, field: &'static str) -> Self {
        self.never_used = Some(field);
        self
    }

    /// Other findings follow from the mistake.
    pub fn or_more(mut self) -> Self {
        self.alone = false;
        self
    }
}

impl Drop for Expected {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let (line, column) = self.at.expect("a mark in the broken desk");
        let wanted = Finding {
            line,
            column,
            problem: self.problem.clone(),
        };
        let mut found = findings(&self.source);
        if let Some(field) = self.never_used {
            let unused = Problem::FieldNeverUsed {
                field: field.into(),
            };
            assert!(
                found.iter().any(|f| f.problem == unused),
                "{field} is used: {found:#?}"
            );
            found.retain(|f| f.problem != unused);
        }
        assert!(
            found.contains(&wanted),
            "wanted {wanted:#?}, found {found:#?}"
        );
        assert!(
            !self.alone || found.len() == 1,
            "more than {wanted:#?}: {found:#?}"
        );
    }
}

pub(super) fn missing(key: &str, within: &str) -> Problem {
    Problem::Missing {
        key: key.into(),
        within: within.into(),
    }
}

pub(super) fn mistyped(key: &str, expected: Shape, found: Shape) -> Problem {
    Problem::WrongType {
        key: key.into(),
        expected,
        found,
    }
}

pub(super) fn unknown(what: What, id: &str, known: &[&str]) -> Problem {
    Problem::UnknownReference {
        what,
        id: id.into(),
        known: known.iter().map(|k| (*k).into()).collect(),
    }
}

pub(super) fn twice(what: What, id: &str) -> Problem {
    Problem::Duplicate {
        what,
        id: id.into(),
    }
}
