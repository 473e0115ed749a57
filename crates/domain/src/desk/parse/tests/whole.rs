//! Whole files: many mistakes at once, no TOML, nothing at all.

use super::{SMALL, expected::findings};
use crate::desk::parse::Problem;

#[test]
fn all_is_told_at_once_in_the_order_of_the_file() {
    let source = SMALL
        .replace("Asia/Tokyo", "Tokyo")
        .replace("id = \"two\"", "id = \"two words\"")
        .replace("turn = \"customer\"", "turn = \"client\"")
        .replace("\"30m\"", "\"30 min\"");
    let found = findings(&source);
    let lines: Vec<_> = found.iter().map(|f| f.line).collect();
    assert!(lines.is_sorted(), "{lines:?}");
    assert!(found.len() >= 4, "{found:?}");
    for wanted in [
        |p: &Problem| matches!(p, Problem::UnknownTimeZone { .. }),
        |p: &Problem| matches!(p, Problem::BadId { .. }),
        |p: &Problem| matches!(p, Problem::NotOneOf { .. }),
        |p: &Problem| matches!(p, Problem::BadDuration { .. }),
    ] {
        assert_eq!(found.iter().filter(|f| wanted(&f.problem)).count(), 1);
    }
}

#[test]
fn columns_count_characters() {
    // The number stands in byte 39 of its line: the five characters before it take three bytes each.
    let source =
        "id = \"x\"\nname = { ja = \"小さな窓口\", en = 5 }\nlanguages = [\"ja\", \"en\"]\n";
    let found = findings(source);
    let wrong = found
        .iter()
        .find(|f| matches!(f.problem, Problem::WrongType { .. }))
        .expect("the number is told");
    assert_eq!((wrong.line, wrong.column), (2, 29));
}

#[test]
fn what_is_no_toml_is_told_by_place() {
    for (source, line, column) in [
        ("id = \"x\"\nname = \n", 2, 8),
        ("id = \"x\"\nid = \"y\"\n", 2, 1),
        ("[texts\n", 1, 7),
    ] {
        let found = findings(source);
        let first = found.first().expect("something is wrong");
        assert!(matches!(first.problem, Problem::Syntax { .. }), "{found:?}");
        assert_eq!(
            (first.line, first.column),
            (line, column),
            "{source:?}: {found:?}"
        );
    }
}

#[test]
fn an_empty_file_lacks_everything() {
    let found = findings("");
    assert!(
        found
            .iter()
            .all(|f| (f.line, f.column) == (1, 1) && matches!(f.problem, Problem::Missing { .. }))
    );
    assert!(found.len() >= 15, "{found:?}");
}
