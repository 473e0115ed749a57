//! Several companies that report the same trouble (E3): who counts, what belongs together, and when staff are told.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AccountId, CaseId, Instant, SurgeId,
    desk::Surge,
    surge::{Known, Near, Noticed, Report, notice},
};
use jiff::SignedDuration;
use proptest::prelude::*;

fn rule() -> Surge {
    Surge {
        companies: 3,
        minutes: 120,
        alike: 50,
        kinds: Vec::new(),
    }
}

fn at(minutes: i64) -> Instant {
    let noon: Instant = "2026-11-20T03:00:00Z".parse().expect("a moment");
    noon + SignedDuration::from_mins(minutes)
}

/// A case of a company, opened so many minutes after noon.
fn report(case: i64, account: i64, minutes: i64) -> Report {
    Report {
        case: CaseId(case),
        account: AccountId(account),
        product: "cloud".to_owned(),
        facts: BTreeMap::new(),
        codes: BTreeSet::new(),
        opened_at: at(minutes),
        known: None,
        surge: None,
    }
}

fn near(report: Report, alike: u16) -> Near {
    Near { report, alike }
}

fn cases(ids: &[i64]) -> BTreeSet<CaseId> {
    ids.iter().map(|id| CaseId(*id)).collect()
}

fn begins(ids: &[i64]) -> Option<Noticed> {
    Some(Noticed::Begins { cases: cases(ids) })
}

/// What the third company's case makes of two before it, one of which is changed.
fn third(change: impl Fn(&mut Near)) -> Option<Noticed> {
    let mut second = near(report(2, 20, 30), 60);
    change(&mut second);
    let all = [near(report(1, 10, 0), 60), second];
    notice(&rule(), &report(3, 30, 60), &all)
}

#[test]
fn e3_three_companies_with_the_same_trouble_are_told_of() {
    assert_eq!(third(|_| {}), begins(&[1, 2, 3]));
}

#[test]
fn e3_what_says_nothing_new_does_not_count() {
    for known in [
        Known::Gathered,
        Known::Closed,
        Known::Linked,
        Known::Private,
        Known::Aside,
        Known::Dismissed,
    ] {
        assert_eq!(
            third(|second| second.report.known = Some(known)),
            None,
            "{known:?}"
        );
        let all = [near(report(1, 10, 0), 90), near(report(2, 20, 0), 90)];
        let mut new = report(3, 30, 60);
        new.known = Some(known);
        assert_eq!(notice(&rule(), &new, &all), None, "the new one {known:?}");
    }
}

#[test]
fn e3_another_product_another_day_or_the_same_company_is_no_third() {
    assert_eq!(
        third(|second| second.report.product = "phones".to_owned()),
        None
    );
    assert_eq!(third(|second| second.report.opened_at = at(-61)), None);
    assert_eq!(
        third(|second| second.report.opened_at = at(-60)),
        begins(&[1, 2, 3])
    );
    assert_eq!(third(|second| second.report.account = AccountId(10)), None);
    // Of two that were opened at once, the one looked at last sees the other, whichever clock was ahead.
    assert_eq!(
        third(|second| second.report.opened_at = at(61)),
        begins(&[1, 2, 3])
    );
}

#[test]
fn e3_a_company_counts_once_and_all_of_its_cases_come_along() {
    let all = [
        near(report(1, 10, 0), 60),
        near(report(2, 20, 10), 60),
        near(report(4, 20, 20), 60),
        near(report(5, 30, 30), 60),
    ];
    assert_eq!(
        notice(&rule(), &report(3, 30, 60), &all),
        begins(&[1, 2, 3, 4, 5])
    );
}

#[test]
fn e3_facts_and_codes_that_both_have_make_them_more_alike_and_others_less() {
    let told = |alike: u16, change: &dyn Fn(&mut Report, &mut Report)| {
        let (mut second, mut new) = (report(2, 20, 30), report(3, 30, 60));
        change(&mut second, &mut new);
        let all = [near(report(1, 10, 0), 95), near(second, alike)];
        notice(&rule(), &new, &all).is_some()
    };
    let fact = |report: &mut Report, chosen: &str| {
        report.facts.insert("issue".to_owned(), chosen.to_owned());
    };
    let code = |report: &mut Report, code: &str| {
        report.codes.insert(code.to_owned());
    };
    assert!(!told(49, &|_, _| {}));
    assert!(told(50, &|_, _| {}));
    assert!(told(45, &|a, b| {
        fact(a, "calls");
        fact(b, "calls");
    }));
    assert!(!told(59, &|a, b| {
        fact(a, "calls");
        fact(b, "billing");
    }));
    // Who left it open contradicts nobody.
    assert!(told(50, &|a, _| fact(a, "calls")));
    assert!(told(30, &|a, b| {
        code(a, "E-204");
        code(b, "E-204");
    }));
    assert!(!told(30, &|a, b| {
        code(a, "E-204");
        code(b, "E-999");
    }));
}

#[test]
fn e3_one_more_joins_those_that_were_told_of() {
    let mut told = near(report(1, 10, 0), 60);
    told.report.surge = Some(SurgeId(7));
    let joined = notice(&rule(), &report(3, 10, 60), &[told.clone()]);
    assert_eq!(
        joined,
        Some(Noticed::Joins {
            surge: SurgeId(7),
            cases: cases(&[3])
        })
    );
    // It brings those that waited for company.
    let all = [told.clone(), near(report(2, 20, 50), 60)];
    assert_eq!(
        notice(&rule(), &report(3, 30, 60), &all),
        Some(Noticed::Joins {
            surge: SurgeId(7),
            cases: cases(&[2, 3])
        })
    );
    // Looked at twice, it is where it is.
    let mut again = report(3, 30, 60);
    again.surge = Some(SurgeId(7));
    assert_eq!(notice(&rule(), &again, &all), None);
}

prop_compose! {
    fn any_near()(
        case in 2..40_i64,
        account in 1..6_i64,
        minutes in -200..10_i64,
        alike in 0..=100_u16,
        product in prop::bool::weighted(0.8),
        known in prop::bool::weighted(0.2),
        surge in prop::option::weighted(0.1, 1..3_i64),
        issue in prop::option::of(0..2_i32),
    ) -> Near {
        let mut one = report(case, account, minutes);
        if !product {
            one.product = "phones".to_owned();
        }
        one.known = known.then_some(Known::Linked);
        one.surge = surge.map(SurgeId).filter(|_| !known);
        if let Some(issue) = issue {
            one.facts.insert("issue".to_owned(), issue.to_string());
        }
        near(one, alike)
    }
}

proptest! {
    #[test]
    fn e3_no_order_of_cases_tells_of_few_or_of_what_is_known(
        mut all in prop::collection::vec(any_near(), 0..25),
        companies in 2..5_u16,
    ) {
        all.sort_by_key(|near| near.report.case);
        all.dedup_by_key(|near| near.report.case);
        let rule = Surge { companies, ..rule() };
        let mut new = report(1, 1, 0);
        new.facts.insert("issue".to_owned(), "0".to_owned());
        let noticed = notice(&rule, &new, &all);
        let mut turned = all.clone();
        turned.reverse();
        prop_assert_eq!(&noticed, &notice(&rule, &new, &turned));
        let (told, begins) = match &noticed {
            None => return Ok(()),
            Some(Noticed::Begins { cases }) => (cases, true),
            Some(Noticed::Joins { surge, cases }) => {
                prop_assert!(all.iter().any(|near| near.report.surge == Some(*surge)));
                (cases, false)
            }
        };
        prop_assert!(told.contains(&new.case));
        let those = all.iter().map(|near| &near.report).filter(|report| told.contains(&report.case));
        let mut accounts = BTreeSet::from([new.account]);
        for report in those {
            prop_assert_eq!(report.known, None);
            prop_assert_eq!(report.surge, None);
            prop_assert_eq!(&report.product, &new.product);
            prop_assert!(new.opened_at.duration_since(report.opened_at).abs() <= SignedDuration::from_mins(120));
            accounts.insert(report.account);
        }
        prop_assert!(!begins || accounts.len() >= usize::from(companies));
    }
}
