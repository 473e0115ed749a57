//! What customers may like to read or learn with.

use super::{SMALL, expected::*};
use crate::desk::parse::{Problem, check};

fn with(more: &str) -> String {
    SMALL.replace("[rules]", &format!("[[resource]]\n{more}\n[rules]"))
}

#[test]
fn b1_resources_have_a_label_and_lead_to_the_web_or_a_page_of_the_portal() {
    let label = "label = { ja = \"手引\", en = \"Guide\" }";
    for link in ["https://learn.example/a?b=c", "/knowledge"] {
        let desk = check(&with(&format!("{label}\nlink = \"{link}\"")));
        assert_eq!(desk.expect("it is whole").resources[0].link, link);
    }
    for link in [
        "http://learn.example",
        "javascript:alert(1)",
        "//elsewhere.example",
        "",
    ] {
        let found = findings(&with(&format!("{label}\nlink = \"{link}\"")));
        let given = link.to_owned();
        let bad = Problem::BadLink { given };
        assert!(found.iter().any(|f| f.problem == bad), "{link}: {found:?}");
    }
    let missing = Problem::Missing {
        key: "link".into(),
        within: "resource".into(),
    };
    let found = findings(&with(label));
    assert!(found.iter().any(|f| f.problem == missing), "{found:?}");
}
