//! Lays out what `madoguchi check` says: each finding with its place, its line of the file and its remedy.

use domain::{
    Desk,
    desk::{Finding, Stranded, Uses},
};

use super::{
    excerpt::excerpt,
    sentence::{Told, list, number, of_lost, of_problem, text},
};
use crate::{
    app::{day_files::DayProblem, desks::shipped, glossary_file::GlossaryProblem},
    texts::Texts,
};

/// Nothing is wrong, what the desk holds, and what files and software are held to: in the words of the pages that take them.
pub fn good(texts: &Texts, name: &str, desk: &Desk) -> String {
    let languages = desk.languages.iter().map(|l| l.as_str());
    let held = texts.with(
        "desk-check-good",
        [
            ("name", text(name)),
            ("products", number(desk.products.len())),
            ("kinds", number(desk.kinds.len())),
            ("statuses", number(desk.sub_statuses().count())),
            ("languages", number(desk.languages.len())),
            ("tags", list(texts, languages)),
        ],
    );
    let attached = texts.limits(&desk.attachments);
    let attached = texts.one("desk-check-attachments", "limits", attached);
    let software = texts.limits(&desk.given_out());
    let software = texts.one("desk-check-software", "limits", software);
    [held, attached, software].join("\n")
}

/// Every finding, and how many there are.
pub fn findings(texts: &Texts, name: &str, source: &str, found: &[Finding]) -> String {
    let mut out = String::new();
    for finding in found {
        let Finding {
            line,
            column,
            problem,
        } = finding;
        let (what, remedy) = told(texts, "desk-problem", of_problem(texts, problem));
        let (text, mark) = excerpt(source, *line, *column);
        out.push_str(&format!("{name}:{line}:{column}: {what}\n"));
        out.push_str(&format!("    {text}\n    {mark}\n    {remedy}\n\n"));
    }
    out + &counted(texts, "desk-check-count", name, found.len())
}

/// The same, as why a desk does not serve.
pub fn faulty(texts: &Texts, name: &str, source: &str, found: &[Finding]) -> String {
    let heading = texts.one("desk-faulty", "name", name);
    format!("{heading}\n\n{}", findings(texts, name, source, found))
}

pub fn no_such_desk(texts: &Texts, name: &str) -> String {
    let shipped = shipped();
    let known = list(texts, shipped.iter().map(String::as_str));
    texts.with("desk-none", [("name", text(name)), ("known", known)])
}

/// What is wrong with a file of closed days, and what to do.
pub fn day_file(texts: &Texts, file: &str, problem: &DayProblem) -> String {
    let (key, args) = match problem {
        DayProblem::Unreadable => ("unreadable", vec![]),
        DayProblem::Form => ("form", vec![]),
        DayProblem::Broken => ("broken", vec![]),
        DayProblem::BadDay { line, given } => (
            "bad-day",
            vec![("line", number(*line)), ("given", text(given))],
        ),
        DayProblem::Timed { name } => ("timed", vec![("name", text(name))]),
        DayProblem::Repeats { name, rule } => {
            ("repeats", vec![("name", text(name)), ("rule", text(rule))])
        }
        DayProblem::Empty => ("empty", vec![]),
    };
    let mut args = args;
    args.push(("file", text(file)));
    let (what, remedy) = told(texts, "day-file", Told { key, args });
    format!("{what} {remedy}")
}

/// Everything that is wrong with a glossary, in which lines, and what to do, a line for each.
pub fn glossary(texts: &Texts, file: &str, problems: &[GlossaryProblem]) -> String {
    let each = problems.iter().map(|one| of_glossary(texts, file, one));
    each.collect::<Vec<_>>().join("\n")
}

fn of_glossary(texts: &Texts, file: &str, problem: &GlossaryProblem) -> String {
    let (key, mut args) = match problem {
        GlossaryProblem::Unreadable => ("unreadable", vec![]),
        GlossaryProblem::Large => ("large", vec![]),
        GlossaryProblem::BadLine { line, given } => (
            "bad-line",
            vec![("line", number(*line)), ("given", text(given))],
        ),
        GlossaryProblem::Twice { line, first } => (
            "twice",
            vec![("line", number(*line)), ("first", number(*first))],
        ),
        GlossaryProblem::Empty => ("empty", vec![]),
    };
    args.push(("file", text(file)));
    let (what, remedy) = told(texts, "glossary-file", Told { key, args });
    format!("{what} {remedy}")
}

/// What open cases would lose, with their numbers.
pub fn stranded(texts: &Texts, stranded: &[Stranded]) -> String {
    let mut out = texts.say("desk-stranded").to_owned();
    out.push_str("\n\n");
    for Stranded { lost, cases } in stranded {
        let mut lost = of_lost(lost);
        lost.args.extend([
            ("n", number(cases.total)),
            ("cases", text(&numbers(texts, cases))),
        ]);
        let (what, remedy) = told(texts, "desk-stranded", lost);
        out.push_str(&format!("{what}\n    {remedy}\n\n"));
    }
    out + texts.say("desk-stranded-end")
}

/// Cause and remedy.
pub fn told(texts: &Texts, family: &str, told: Told) -> (String, String) {
    let say = |part| {
        texts.with(
            &format!("{family}-{}-{part}", told.key),
            told.args.iter().cloned(),
        )
    };
    (say("what"), say("remedy"))
}

fn counted(texts: &Texts, key: &str, name: &str, n: usize) -> String {
    texts.with(key, [("name", text(name)), ("n", number(n))])
}

/// Some of the case numbers, and how many more there are.
fn numbers(texts: &Texts, cases: &Uses) -> String {
    let shown = cases.numbers.len();
    let more = cases
        .total
        .saturating_sub(u64::try_from(shown).unwrap_or(u64::MAX));
    let numbers = list(texts, cases.numbers.iter().map(String::as_str));
    texts.with(
        "desk-stranded-cases",
        [("numbers", numbers), ("more", number(more))],
    )
}
