//! Answers of a form against the desk's fields: a table of what is taken and what is told.
#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::sync::LazyLock;

use domain::{
    AccountId, DeploymentId, Desk, Language, PersonId,
    case::{
        Answer, NewCase,
        intake::{self, Entries, FieldProblem, Opener, Site, Wrong},
    },
    desk::{Entry, check},
};
use proptest::prelude::*;

fn desk() -> Desk {
    static READ: LazyLock<Desk> =
        LazyLock::new(|| check(include_str!("../../../desks/default.toml")).unwrap());
    READ.clone()
}

fn contact_center() -> Desk {
    static READ: LazyLock<Desk> =
        LazyLock::new(|| check(include_str!("../../../desks/contact-center.toml")).unwrap());
    READ.clone()
}

fn sites() -> Vec<Site> {
    let site = |id, environments: &[&str]| Site {
        id: DeploymentId(id),
        account: AccountId(1),
        environments: environments.iter().map(|e| (*e).to_owned()).collect(),
    };
    vec![site(11, &["production", "uat"]), site(12, &["production"])]
}

fn ask(
    desk: &Desk,
    kind: &str,
    entries: &Entries,
    sites: &[Site],
) -> Result<NewCase, Vec<FieldProblem>> {
    let opener = Opener {
        desk_version: 1,
        contact: PersonId(101),
        channel: "web",
        language: &Language::new("ja"),
        sites,
        domains: Some(&["example.com".to_owned()]),
    };
    intake::check(desk, kind, entries, &opener)
}

/// A support case that is taken.
fn good() -> Entries {
    [
        ("deployment", "11"),
        ("product", "contact-cloud"),
        ("sub-type", "problem"),
        ("environment", "production"),
        ("severity", "S2"),
        ("subject", "通話が切れる"),
        ("description", "10分ごとに切れます"),
    ]
    .iter()
    .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
    .collect()
}

/// The same with some of it changed; an empty value takes the field away.
fn with(changes: &[(&str, &str)]) -> Entries {
    let mut entries = good();
    for (name, value) in changes {
        if value.is_empty() {
            entries.remove(*name);
        } else {
            entries.insert((*name).to_owned(), (*value).to_owned());
        }
    }
    entries
}

#[test]
fn c1_what_is_wrong_is_named_field_by_field() {
    let desk = desk();
    type Row<'a> = (&'a [(&'a str, &'a str)], &'a str, Wrong);
    let rows: [Row; 14] = [
        (&[("subject", "")], "subject", Wrong::Missing),
        (&[("subject", " \u{3000} ")], "subject", Wrong::Missing),
        (&[("description", "")], "description", Wrong::Missing),
        (&[("deployment", "")], "deployment", Wrong::Missing),
        (&[("deployment", "99")], "deployment", Wrong::NotOffered),
        (&[("product", "no-such")], "product", Wrong::NotOffered),
        (&[("sub-type", "no-such")], "sub-type", Wrong::NotOffered),
        (
            &[("environment", "sandbox")],
            "environment",
            Wrong::NotOffered,
        ),
        (&[("severity", "S9")], "severity", Wrong::NotOffered),
        (
            &[("affected-count", "many")],
            "affected-count",
            Wrong::NotANumber { min: 0, max: 0 },
        ),
        (
            &[("copy-to", "a@example.com\nnot an address")],
            "copy-to",
            Wrong::NotAnAddress {
                given: String::new(),
                meant: None,
            },
        ),
        (
            &[("copy-to", "a@exmaple.com")],
            "copy-to",
            Wrong::Slip {
                given: String::new(),
                meant: String::new(),
            },
        ),
        (
            &[("copy-to", "a@example.com\nb@elsewhere.example")],
            "copy-to",
            Wrong::Foreign { given: Vec::new() },
        ),
        (&[("owner", "901")], "owner", Wrong::Unknown),
    ];
    for (changes, field, wrong) in rows {
        let problems = ask(&desk, "support-case", &with(changes), &sites()).unwrap_err();
        let told = problems.iter().find(|p| p.field == field);
        let same_kind =
            |p: &FieldProblem| std::mem::discriminant(&p.wrong) == std::mem::discriminant(&wrong);
        assert!(told.is_some_and(same_kind), "{changes:?}: {problems:?}");
    }
}

#[test]
fn c5_a_sender_can_be_sure_of_what_is_doubted_and_width_is_no_mistake() {
    let desk = desk();
    let copies = |text: &str, sure: &str| {
        let entries = with(&[("copy-to", text), (intake::SURE_OF, sure)]);
        ask(&desk, "support-case", &entries, &sites()).map(|new| match &new.answers["copy-to"] {
            domain::case::Answer::Emails(all) => {
                let all = all.iter().map(|a| a.as_str().to_owned());
                all.collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        })
    };
    assert_eq!(
        copies(
            "ａ＠ｅｘａｍｐｌｅ．ｃｏｍ、b@Example.com　a@example.com",
            ""
        )
        .unwrap(),
        ["a@example.com", "b@example.com"]
    );
    let doubted = "a@exmaple.com\nb@elsewhere.example";
    assert_eq!(copies(doubted, "").unwrap_err().len(), 2);
    let half = copies(doubted, "a@exmaple.com").unwrap_err();
    let given = vec!["b@elsewhere.example".to_owned()];
    assert_eq!(half[0].wrong, Wrong::Foreign { given });
    assert_eq!(copies(doubted, doubted).unwrap().len(), 2);
    // What is no address is none, however sure somebody is.
    let wrong = copies("a@examplecom", "a@examplecom").unwrap_err();
    let meant = Some("a@example.com".to_owned());
    let given = "a@examplecom".to_owned();
    assert_eq!(wrong[0].wrong, Wrong::NotAnAddress { given, meant });
}

#[test]
fn several_mistakes_are_told_at_once_in_the_order_of_the_form() {
    let desk = desk();
    let problems = ask(
        &desk,
        "support-case",
        &with(&[("subject", ""), ("description", ""), ("product", "x")]),
        &sites(),
    );
    let fields: Vec<String> = problems.unwrap_err().into_iter().map(|p| p.field).collect();
    let form = &desk.kind("support-case").unwrap().form;
    let places: Vec<_> = fields
        .iter()
        .map(|f| form.iter().position(|id| id == f))
        .collect();
    assert!(fields.len() == 3 && places.is_sorted(), "{fields:?}");
}

#[test]
fn c5_a_dependent_choice_holds_whoever_sends_it() {
    let desk = desk();
    let sub_issue = desk.field("sub-issue").unwrap();
    let Entry::Choice {
        depends: Some(depends),
        options,
    } = &sub_issue.entry
    else {
        panic!("it depends on the issue")
    };
    let (issue, offered) = depends
        .offers
        .iter()
        .find(|(_, ids)| !ids.is_empty())
        .unwrap();
    let foreign = options.iter().find(|o| !offered.contains(&o.id)).unwrap();
    let right = with(&[("issue", issue), ("sub-issue", &offered[0])]);
    let taken = ask(&desk, "support-case", &right, &sites()).unwrap();
    assert_eq!(
        taken.answers["sub-issue"],
        Answer::Choice(offered[0].clone())
    );
    let wrong = with(&[("issue", issue), ("sub-issue", &foreign.id)]);
    assert!(ask(&desk, "support-case", &wrong, &sites()).is_err());
    let alone = with(&[("sub-issue", &offered[0])]);
    assert!(
        ask(&desk, "support-case", &alone, &sites()).is_err(),
        "without its issue it is offered to nobody"
    );
}

#[test]
fn c1_the_only_deployment_and_product_need_not_be_chosen() {
    let (desk, one) = (desk(), &sites()[1..]);
    let entries = with(&[
        ("deployment", ""),
        ("environment", ""),
        ("severity", ""),
        ("sub-type", "problem"),
    ]);
    let taken = ask(&desk, "support-case", &entries, one).unwrap();
    assert_eq!(
        (taken.deployment, taken.environment.as_deref()),
        (DeploymentId(12), Some("production"))
    );
    assert_eq!(taken.severity, desk.preset_severity);
    let mut narrow = desk.clone();
    narrow.products.truncate(1);
    let taken = ask(
        &narrow,
        "support-case",
        &with(&[("product", ""), ("deployment", "12")]),
        one,
    )
    .unwrap();
    assert_eq!(taken.product, narrow.products[0].id);
}

#[test]
fn c2_what_a_products_customers_may_not_use_is_not_taken() {
    let desk = contact_center();
    let kind = desk.kind("service-request").unwrap();
    let (narrow, sub_type) = desk
        .products
        .iter()
        .find_map(|p| {
            let offered: Vec<&str> = intake::sub_types_of(kind, Some(&p.id))
                .map(|s| s.id.as_str())
                .collect();
            kind.sub_types
                .iter()
                .find(|s| !offered.contains(&s.id.as_str()))
                .map(|s| (p.id.clone(), s.id.clone()))
        })
        .expect("some product is offered less");
    let entries: Entries = [
        ("deployment", "11"),
        ("product", &narrow),
        ("sub-type", &sub_type),
        ("subject", "x"),
        ("description", "x"),
    ]
    .iter()
    .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
    .collect();
    let problems = ask(&desk, "service-request", &entries, &sites()).unwrap_err();
    assert!(
        problems
            .iter()
            .any(|p| p.field == "sub-type" && p.wrong == Wrong::NotOffered),
        "{problems:?}"
    );
}

#[test]
fn numbers_are_taken_as_people_type_them() {
    let desk = desk();
    for (typed, number) in [("120", 120), ("１２０", 120), ("1,200", 1200), (" 7 ", 7)] {
        let taken = ask(
            &desk,
            "support-case",
            &with(&[("affected-count", typed)]),
            &sites(),
        )
        .unwrap();
        assert_eq!(
            taken.answers["affected-count"],
            Answer::Number(number),
            "{typed}"
        );
    }
}

#[test]
fn a_subject_is_one_line_and_text_stays_as_typed() {
    let desk = desk();
    let taken = ask(
        &desk,
        "support-case",
        &with(&[("subject", "一行\r\n二行 ①㈱髙﨑")]),
        &sites(),
    )
    .unwrap();
    assert_eq!(taken.subject, "一行 二行 ①㈱髙﨑");
}

proptest! {
    #[test]
    fn whatever_is_sent_is_answered(entries in proptest::collection::btree_map("[a-z-]{1,16}|subject|product|deployment|sub-type|copy-to|affected-count", ".{0,40}", 0..12)) {
        for kind in ["support-case", "service-request", "admin-case", "feature-request", "nothing"] {
            let _ = ask(&desk(), kind, &entries, &sites());
        }
    }

    #[test]
    fn an_address_taken_has_one_at_and_no_space(text in "\\PC{0,30}@?\\PC{0,30}") {
        if intake::is_address(&text) {
            prop_assert_eq!(text.matches('@').count(), 1);
            prop_assert!(!text.contains(char::is_whitespace));
        }
    }
}

#[test]
fn b2_what_is_told_before_comes_with_the_case_and_only_for_its_product_and_sub_type() {
    let desk = desk();
    let told = [
        ("step-restart", "not-solved"),
        ("step-token", "not-yet"),
        ("reproducible", "always"),
        ("error-text", "E-204"),
    ];
    let new = ask(&desk, "support-case", &with(&told), &sites()).unwrap();
    let choice = |id: &str| Answer::Choice(id.into());
    assert_eq!(new.answers.get("step-restart"), Some(&choice("not-solved")));
    assert_eq!(new.answers.get("reproducible"), Some(&choice("always")));
    assert!(
        matches!(new.answers.get("error-text"), Some(Answer::Text(text)) if text.as_str() == "E-204")
    );
    // Another product's step is as good as absent, and so is all of it for a question.
    assert!(!new.answers.contains_key("step-token"));
    let question = [&told[..], &[("sub-type", "question")]].concat();
    let new = ask(&desk, "support-case", &with(&question), &sites()).unwrap();
    assert!(new.answers.is_empty(), "{:?}", new.answers);
    // Nothing of it is required, an answer that is not offered is told, and no other kind knows it.
    assert!(ask(&desk, "support-case", &good(), &sites()).is_ok());
    let wrong = ask(
        &desk,
        "support-case",
        &with(&[("step-restart", "maybe")]),
        &sites(),
    );
    assert_eq!(wrong.unwrap_err()[0].wrong, Wrong::NotOffered);
    let other = with(&[("sub-type", "change-request"), ("reproducible", "always")]);
    let other = ask(&desk, "service-request", &other, &sites()).unwrap_err();
    assert!(other.contains(&FieldProblem {
        field: "reproducible".into(),
        wrong: Wrong::Unknown
    }));
}

proptest! {
    /// Whatever is told before, for whatever product: what is taken is offered there, and asked of that product.
    #[test]
    fn b2_no_answer_of_another_product_is_ever_kept(product in 0usize..4, answers in proptest::collection::btree_map(0usize..40, 0usize..4, 0..12)) {
        let desk = desk();
        let asked = desk.asked_before("support-case", None);
        let product = desk.products[product].id.clone();
        let mut entries = with(&[("product", &product)]);
        for (field, option) in answers {
            let field = asked[field % asked.len()];
            let text = match &field.entry {
                Entry::Choice { options, .. } => options.get(option).map_or("else", |o| o.id.as_str()),
                _ => "x",
            };
            entries.insert(field.id.clone(), text.to_owned());
        }
        match ask(&desk, "support-case", &entries, &sites()) {
            Ok(new) => for id in new.answers.keys() {
                prop_assert!(desk.field(id).unwrap().applies(Some("problem"), Some(&product)));
            },
            Err(problems) => for problem in problems {
                prop_assert_eq!(problem.wrong, Wrong::NotOffered);
            },
        }
    }
}
