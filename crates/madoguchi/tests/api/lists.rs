//! Lists: views, filters, orders and pages agree with each other (C10).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::world::{BRANCH, FOREIGN_SITE, KIMURA, SATO, World, problem};

const CASES: usize = 120;

/// A hundred and twenty cases in every state; each eighth of another company.
async fn crowd() -> World {
    let w = World::new().await;
    for i in 0..CASES {
        w.pass(1);
        let foreign = i % 8 == 7;
        let mut body = problem(&format!("件 {:03}", (i * 37) % CASES));
        body["product"] = json!(["contact-cloud", "meetings", "insight"][i % 3]);
        body["severity"] = json!(["S1", "S2", "S3", "S4"][i % 4]);
        body["deployment"] = json!(if foreign {
            FOREIGN_SITE
        } else if i % 2 == 0 {
            BRANCH
        } else {
            "101"
        });
        let who = if foreign { "foreign" } else { "hanako" };
        let opened = w.post(who, "/cases", body).await.is(201);
        let at = format!("/cases/{}", opened["number"].as_str().unwrap());
        match i % 5 {
            0 => {}
            1 => drop(
                w.post("sato", &format!("{at}/assignment"), json!({"owner": SATO}))
                    .await
                    .is(200),
            ),
            2 => {
                let ask = json!({"text": "?", "then": "awaiting-information/information-required"});
                w.post("sato", &format!("{at}/messages"), ask).await.is(201);
            }
            3 => drop(
                w.post(
                    "kimura",
                    &format!("{at}/assignment"),
                    json!({"owner": KIMURA, "team": "2"}),
                )
                .await
                .is(200),
            ),
            _ => drop(
                w.post(who, &format!("{at}/closure"), json!({"reason": "resolved"}))
                    .await
                    .is(200),
            ),
        }
    }
    w
}

fn numbers(page: &Value) -> Vec<String> {
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["number"].as_str().unwrap().to_owned())
        .collect()
}

/// The whole list, page by page, on by cursor and back again.
async fn walk(w: &World, who: &str, query: &str, limit: usize) -> (Vec<String>, i64) {
    let base = format!("/cases?{query}&limit={limit}");
    let (mut all, mut pages) = (Vec::new(), Vec::new());
    let mut path = base.clone();
    let total = loop {
        let answer = w.get(who, &path).await;
        let page = answer.is(200);
        all.extend(numbers(&page));
        pages.push(numbers(&page));
        match page["next"].as_str() {
            Some(next) => {
                let link =
                    format!("</api/v1/cases?{query}&limit={limit}&cursor={next}>; rel=\"next\"");
                assert!(
                    answer.header("link").contains(&link),
                    "{}",
                    answer.header("link")
                );
                path = format!("{base}&cursor={next}");
            }
            None => {
                let mut previous = page["previous"].as_str().map(str::to_owned);
                for expected in pages.iter().rev().skip(1) {
                    let cursor = previous.expect("a page before");
                    let page = w.get(who, &format!("{base}&cursor={cursor}")).await.is(200);
                    assert_eq!(&numbers(&page), expected, "{query} backwards");
                    previous = page["previous"].as_str().map(str::to_owned);
                }
                assert_eq!(previous, None);
                break page["total"]["count"].as_i64().unwrap();
            }
        }
    };
    (all, total)
}

#[tokio::test]
async fn c10_every_order_and_page_size_shows_the_same_cases_once() {
    let w = crowd().await;
    let sorts = [
        "attention",
        "number",
        "kind",
        "channel",
        "subject",
        "deployment",
        "status",
        "severity",
        "product",
        "opened",
        "modified",
        "contact",
    ];
    for who in ["hanako", "sato"] {
        let mut views = Vec::new();
        for view in ["support", "customer", "closed", "not-closed"] {
            let (reference, total) = walk(&w, who, &format!("view={view}&sort=number"), 200).await;
            assert_eq!(reference.len() as i64, total);
            let set: BTreeSet<_> = reference.iter().cloned().collect();
            for sort in sorts {
                let limit = if sort == "severity" { 7 } else { 17 };
                let (ascending, counted) = walk(
                    &w,
                    who,
                    &format!("view={view}&sort={sort}&direction=asc"),
                    limit,
                )
                .await;
                assert_eq!(ascending.len(), set.len(), "{who} {view} {sort}");
                assert_eq!(
                    ascending.iter().cloned().collect::<BTreeSet<_>>(),
                    set,
                    "{who} {view} {sort}"
                );
                assert_eq!(counted, total);
                let (mut descending, _) = walk(
                    &w,
                    who,
                    &format!("view={view}&sort={sort}&direction=desc"),
                    limit,
                )
                .await;
                descending.reverse();
                assert_eq!(ascending, descending, "{who} {view} {sort}");
            }
            views.push(total);
        }
        assert_eq!(views[0] + views[1], views[3]);
        let counts = &w.get(who, "/cases").await.is(200)["counts"];
        let told = json!({"support": views[0], "customer": views[1], "closed": views[2], "not_closed": views[3]});
        assert_eq!(*counts, told);
    }
}

#[tokio::test]
async fn c10_filters_and_holders_narrow_what_there_is() {
    let w = crowd().await;
    let all = w
        .get("sato", "/cases?view=not-closed&limit=200")
        .await
        .is(200);
    let all = all["items"].as_array().unwrap();
    type Test = fn(&Value) -> bool;
    let table: &[(&str, Test)] = &[
        ("product=insight", |c| c["product"]["id"] == "insight"),
        ("severity=S1&product=meetings", |c| {
            c["severity"]["id"] == "S1" && c["product"]["id"] == "meetings"
        }),
        ("deployment=102", |c| c["deployment"]["id"] == "102"),
        ("kind=support-case", |_| true),
        ("kind=admin-case", |_| false),
        ("holder=mine", |c| c["owner"]["id"] == SATO),
        ("holder=unowned", |c| c["owner"].is_null()),
        ("holder=team:2", |c| c["team"]["id"] == "2"),
        ("holder=account:2", |c| c["account"]["id"] == "2"),
        ("holder=account:2&severity=S4", |c| {
            c["account"]["id"] == "2" && c["severity"]["id"] == "S4"
        }),
    ];
    for (query, test) in table {
        let expected: BTreeSet<String> = all
            .iter()
            .filter(|c| test(c))
            .map(|c| c["number"].as_str().unwrap().to_owned())
            .collect();
        let (found, total) = walk(&w, "sato", &format!("sort=modified&{query}"), 9).await;
        assert_eq!(found.len() as i64, total, "{query}");
        assert_eq!(
            found.into_iter().collect::<BTreeSet<_>>(),
            expected,
            "{query}"
        );
    }
    let (own, _) = walk(&w, "taro", "scope=own", 50).await;
    let (company, _) = walk(&w, "taro", "scope=company", 50).await;
    assert!(own.is_empty() && company.len() > 50);
    assert_eq!(
        walk(&w, "hanako", "scope=own&sort=number", 50).await,
        walk(&w, "taro", "sort=number", 50).await
    );
    w.get("sato", "/cases?sort=waiting&view=support")
        .await
        .is(200);
    assert_eq!(
        w.get("hanako", "/cases?list=admin").await.is(200)["items"],
        json!([])
    );
}

#[tokio::test]
async fn a_parameter_that_is_wrong_is_named() {
    let w = World::new().await;
    w.open().await;
    w.post("hanako", "/cases", problem("二")).await.is(201);
    let cursor = w.get("hanako", "/cases?limit=1").await.is(200)["next"]
        .as_str()
        .unwrap()
        .to_owned();
    let other_sort = format!("sort=subject&cursor={cursor}");
    let bent = format!("cursor={}x", &cursor[..cursor.len() - 1]);
    type Wrong<'a> = &'a [(&'a str, &'a str)];
    let table: &[(&str, &str, Wrong)] = &[
        (
            "hanako",
            "nonsense=1&x=2",
            &[("nonsense", "unknown"), ("x", "unknown")],
        ),
        (
            "hanako",
            "view=x&sort=y&direction=z",
            &[
                ("view", "not-offered"),
                ("sort", "not-offered"),
                ("direction", "not-offered"),
            ],
        ),
        (
            "hanako",
            "list=x&scope=all",
            &[("scope", "not-offered"), ("list", "not-offered")],
        ),
        ("hanako", "limit=0", &[("limit", "not-a-number")]),
        ("hanako", "limit=201", &[("limit", "not-a-number")]),
        ("hanako", "limit=1e2", &[("limit", "not-a-number")]),
        ("hanako", "limit=1&limit=2", &[("limit", "given-twice")]),
        (
            "hanako",
            "product=x&severity=x&kind=x",
            &[
                ("product", "not-offered"),
                ("severity", "not-offered"),
                ("kind", "not-offered"),
            ],
        ),
        ("hanako", "deployment=201", &[("deployment", "not-offered")]),
        ("hanako", "deployment=999", &[("deployment", "not-offered")]),
        ("hanako", "deployment=%00", &[("deployment", "not-offered")]),
        ("hanako", "holder=mine", &[("holder", "unknown")]),
        ("hanako", "sort=waiting", &[("sort", "not-offered")]),
        ("hanako", "sort=served", &[("sort", "not-offered")]),
        ("hanako", "cursor=x", &[("cursor", "malformed")]),
        ("hanako", "cursor=", &[("cursor", "malformed")]),
        ("hanako", &other_sort, &[("cursor", "malformed")]),
        ("hanako", &bent, &[("cursor", "malformed")]),
        ("sato", "scope=own", &[("scope", "unknown")]),
        ("sato", "holder=team:99", &[("holder", "not-offered")]),
        ("sato", "holder=account:x", &[("holder", "not-offered")]),
        ("sato", "holder=", &[("holder", "not-offered")]),
    ];
    for (who, query, expected) in table {
        let errors = w
            .get(who, &format!("/cases?{query}"))
            .await
            .problem(400, "wrong-parameters");
        let errors: Vec<_> = errors
            .iter()
            .map(|(p, c)| (p.as_str(), c.as_str()))
            .collect();
        assert_eq!(errors, *expected, "{query}");
    }
}

/// The plan's place in queues goes before what is due; and only staff can tell it.
#[tokio::test]
async fn s6_the_higher_plan_is_served_first() {
    let w = World::new().await;
    let red = w.app.store.account_book(domain::AccountId(2)).await;
    let mut book = red.unwrap().unwrap();
    let [mut lower] = <[_; 1]>::try_from(testkit::cast::bought()).unwrap();
    lower.contract = "C-2002".into();
    lower.plan = "standard".into();
    let ended = domain::directory::AccountEvent::ContractEnded {
        contract: "C-1001".into(),
        on: lower.from.yesterday().unwrap(),
    };
    let granted = domain::directory::AccountEvent::EntitlementGranted { entitlement: lower };
    let system = domain::event::By::System;
    book.happen(&[ended, granted], system, w.app.now()).unwrap();
    w.app.store.add(book.statements()).await.unwrap();

    let open = async |who: &str, site: &str, severity: &str| {
        w.pass(1);
        let mut body = problem(severity);
        body["deployment"] = json!(site);
        body["severity"] = json!(severity);
        let opened = w.post(who, "/cases", body).await.is(201);
        opened["number"].as_str().unwrap().to_owned()
    };
    let standard_urgent = open("foreign", FOREIGN_SITE, "S2").await;
    let advanced_calm = open("hanako", BRANCH, "S4").await;
    let standard_calm = open("foreign", FOREIGN_SITE, "S4").await;
    let advanced_urgent = open("hanako", BRANCH, "S2").await;
    let order = async |sort: &str| {
        let list = w
            .get("sato", &format!("/cases?view=support&sort={sort}"))
            .await;
        numbers(&list.is(200))
    };
    let served = [
        &advanced_urgent,
        &advanced_calm,
        &standard_urgent,
        &standard_calm,
    ];
    assert_eq!(order("served").await, served.map(String::clone));
    let due = order("due").await;
    assert!(
        due.iter().position(|n| *n == standard_urgent)
            < due.iter().position(|n| *n == advanced_calm)
    );
    let (all, total) = walk(&w, "sato", "view=support&sort=served", 1).await;
    assert_eq!((all.len(), total), (4, 4));
    let told = w.get("hanako", &format!("/cases/{advanced_urgent}")).await;
    assert!(!told.text.contains("precedence"), "{}", told.text);
}
