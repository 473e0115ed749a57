//! Further milestones and what targets promise of them.

use super::{SMALL, expected::*};
use crate::{
    contract::{Amount, MilestoneId},
    desk::{
        StatusId, check,
        parse::{Problem, What},
    },
};

const PLAN: &str = "[[plan]]\nid = \"basic\"";
const TARGET: &str = "severity = \"low\"\ncentre = \"here\"";

fn milestone(rest: &str) -> String {
    format!(
        "[[milestone]]\nid = \"done\"\nlabel = {{ ja = \"済み\", en = \"Done\" }}\n{rest}\n\n{PLAN}"
    )
}

#[test]
fn s1_a_target_promises_what_the_desk_has_as_milestones() {
    let source = SMALL
        .replace(PLAN, &milestone("reached = [\"closed/*\"]"))
        .replace(
            TARGET,
            &format!("{TARGET}\nmilestones = {{ done = \"4h\" }}"),
        );
    let desk = check(&source).expect("a whole desk");
    let done = MilestoneId::new("done").expect("an id");
    assert_eq!(desk.milestones[0].reached, [StatusId::new("closed/done")]);
    assert!(desk.milestones[0].pauses, "unless it says otherwise");
    let targets = desk.targets_for("here", "basic", "low");
    assert_eq!(targets.milestones[0].amount, Some(Amount::Open(14_400)));
    assert_eq!(targets.milestones[0].id, done);
    assert_eq!(desk.targets[0].milestone(done), Some(Amount::Open(14_400)));
}

#[test]
fn a_milestone_that_cannot_be_is_told() {
    tells(
        PLAN,
        &milestone("reached = «[]"),
        Problem::EmptyList {
            key: "reached".into(),
        },
    );
    tells(
        PLAN,
        &milestone("reached = [\"closed/*\", «\"open/new\"]"),
        Problem::ReachedAtOnce {
            status: "open/new".into(),
        },
    );
    tells(
        PLAN,
        &milestone("starts = [\"open/proposed\"]\nreached = [«\"open/proposed\"]"),
        Problem::ReachedAtOnce {
            status: "open/proposed".into(),
        },
    );
    tells(
        PLAN,
        &milestone("reached = [\"closed/*\"]").replace("id = \"done\"", "id = «\"next-update\""),
        Problem::Duplicate {
            what: What::Milestone,
            id: "next-update".into(),
        },
    );
}

#[test]
fn a_target_of_no_milestone_is_told() {
    tells(
        TARGET,
        &format!("{TARGET}\nmilestones = {{ «done = \"4h\" }}"),
        Problem::UnknownKey {
            key: "done".into(),
            expected: Vec::new(),
        },
    );
}
