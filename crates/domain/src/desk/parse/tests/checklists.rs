//! What is wrong with a way in, and where that is told.

use super::{SMALL, expected::*};
use crate::desk::{
    Entry, check,
    parse::{Problem, What},
};

/// A way in to the small desk's kind; the mark stands where the finding is wanted.
fn list(facts: &str, step: &str) -> String {
    format!(
        "[[checklist]]\nid = \"before\"\nlabel = {{ ja = \"前\", en = \"Before\" }}\nkind = \"case\"\nsub_type = \"problem\"\n\
         facts = {facts}\nskip = [\"low\"]\n\n[[checklist.answer]]\nid = \"no\"\nlabel = {{ ja = \"未\", en = \"No\" }}\n\n\
         [[checklist.step]]\n{step}\ntext = {{ ja = \"試す\", en = \"Try\" }}\n\n[[status]]\nid = \"open\""
    )
}

const OPEN: &str = "[[status]]\nid = \"open\"";
const FORM: &str = ", \"area\", \"part\", \"count\"]";

#[test]
fn b2_a_step_that_is_answered_is_a_field_of_its_own() {
    let source = SMALL.replace(FORM, "]").replace(
        OPEN,
        &list(
            "[\"area\", \"part\", \"count\"]",
            "id = \"again\"\nproducts = [\"two\"]",
        ),
    );
    let desk = check(&source).unwrap();
    let step = desk.field("again").unwrap();
    assert!(matches!(&step.entry, Entry::Choice { options, depends: None } if options.len() == 1));
    assert!(!step.required && step.applies(None, Some("two")) && !step.applies(None, Some("one")));
    let asked = |sub_type| {
        let asked = desk.asked_before("case", sub_type);
        asked.iter().map(|f| f.id.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(asked(Some("problem")), ["again", "area", "part", "count"]);
    assert_eq!(asked(None).len(), 4);
    assert!(asked(Some("question")).is_empty());
}

#[test]
fn b2_a_way_in_is_judged() {
    let field = |f: &str| f.to_owned();
    tells(
        OPEN,
        &list("«[\"count\"]", "id = \"again\""),
        Problem::AskedTwice {
            kind: "case".into(),
            field: field("count"),
        },
    );
    tells(
        "min = 1\n",
        "required = true\nmin = 1\n",
        Problem::FactRequired {
            field: field("count"),
        },
    )
    .marked(OPEN, &list("«[\"count\"]", "id = \"again\""))
    .or_more();
    tells(
        OPEN,
        &list("[]", "id = «\"count\""),
        twice(What::Field, "count"),
    );
    for link in [
        "http://docs.example",
        "javascript:alert(1)",
        "//evil.example",
        "https://a b",
    ] {
        tells(
            OPEN,
            &list("[]", &format!("id = \"again\"\nlink = «\"{link}\"")),
            Problem::BadLink { given: link.into() },
        );
    }
    tells(
        OPEN,
        &list("[«\"colour\"]", "id = \"again\""),
        unknown(
            What::Field,
            "colour",
            &[
                "deployment",
                "product",
                "sub-type",
                "subject",
                "description",
                "area",
                "part",
                "count",
            ],
        ),
    );
}
