//! Choices that hang on others: the form and the API refuse the same fields for every combination that a form can post, at
//! every desk that ships (C1, C5).

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::{
    Desk,
    desk::{Entry, Field, Kind},
};
use madoguchi::app::desks;
use serde_json::{Value, json};
use testkit::cast::*;

use crate::browser::{House, Reader};

/// One way to fill a form in, by field.
type Filled = Vec<(String, String)>;

/// Every product with every sub type, and every value of a deciding field with every option that hangs on it, offered or not.
fn combinations(desk: &Desk, kind: &Kind) -> Vec<Filled> {
    let besides = desk.asked_before(&kind.id, None);
    let besides: Vec<&str> = besides.iter().map(|field| field.id.as_str()).collect();
    let pair = |a: (&str, &str), b: (&str, &str)| -> Filled {
        // The form posts what stands on it, and no more.
        let stands = |name: &str| besides.contains(&name) || kind.form.iter().any(|id| id == name);
        let both = [a, b]
            .into_iter()
            .filter(|(name, value)| !value.is_empty() && stands(name));
        both.map(|(n, v)| (n.to_owned(), v.to_owned())).collect()
    };
    let mut all = Vec::new();
    let sub_types: BTreeSet<&str> = desk
        .kinds
        .iter()
        .flat_map(|kind| kind.sub_types.iter().map(|s| s.id.as_str()))
        .chain([""])
        .collect();
    let products = desk.products.iter().map(|p| p.id.as_str()).chain([""]);
    for product in products {
        for sub_type in &sub_types {
            all.push(pair(("product", product), ("sub-type", sub_type)));
        }
    }
    let asked = kind.form.iter().filter_map(|id| desk.field(id));
    for field in asked.chain(desk.asked_before(&kind.id, None)) {
        let Entry::Choice {
            options,
            depends: Some(depends),
        } = &field.entry
        else {
            continue;
        };
        for deciding in values(desk, kind, &depends.on) {
            for option in options.iter().map(|o| o.id.as_str()).chain(["", "no-such"]) {
                all.push(pair((&depends.on, &deciding), (&field.id, option)));
            }
        }
    }
    all
}

/// What a deciding field can say, and nothing.
fn values(desk: &Desk, kind: &Kind, id: &str) -> Vec<String> {
    let of = |field: &Field| match &field.entry {
        Entry::Choice { options, .. } => options.iter().map(|o| o.id.clone()).collect(),
        Entry::Product => desk.products.iter().map(|p| p.id.clone()).collect(),
        Entry::SubType => kind.sub_types.iter().map(|s| s.id.clone()).collect(),
        Entry::Severity => desk.severities.iter().map(|s| s.id.clone()).collect(),
        _ => Vec::new(),
    };
    let mut all: Vec<String> = desk.field(id).map(of).unwrap_or_default();
    all.push(String::new());
    all
}

/// The fields that the page refuses.
async fn by_form(house: &House, reader: &Reader, kind: &str, filled: &Filled) -> BTreeSet<String> {
    let fields: Vec<(&str, &str)> = filled
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    let page = house
        .post(reader, &format!("/cases/new/{kind}"), &fields)
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{filled:?}");
    let (_, summary) = page.text.split_once("class=\"error-summary\"").unwrap();
    let summary = summary.split("</section>").next().unwrap();
    let links = summary.split("href=\"#").skip(1);
    links
        .map(|link| link.split('"').next().unwrap().to_owned())
        .collect()
}

/// The fields that the API refuses.
async fn by_api(house: &House, bearer: &str, kind: &str, filled: &Filled) -> BTreeSet<String> {
    let mut body = json!({"kind": kind, "subject": "x", "description": "", "answers": {}});
    for (name, value) in filled {
        let own = ["deployment", "product", "environment", "severity"];
        let value = Value::from(value.as_str());
        match name.as_str() {
            "sub-type" => body["sub_type"] = value,
            "subject" | "description" => {}
            name if own.contains(&name) => body[name] = value,
            name => body["answers"][name] = value,
        }
    }
    let headers = [
        ("authorization", bearer),
        ("content-type", "application/json"),
    ];
    let nobody = Reader::default();
    let sent = house.send(
        &nobody,
        "POST",
        "/api/v1/cases",
        Some(body.to_string()),
        &headers,
    );
    let answer = sent.await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{filled:?}"
    );
    let told: Value = serde_json::from_str(&answer.text).unwrap();
    let errors = told["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| error["field"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn c5_form_and_api_judge_every_combination_alike_at_every_desk() {
    let mut judged = 0;
    for name in [
        "default",
        "contact-center",
        "collaboration",
        "marketing",
        "experience-hub",
        "remote-support",
    ] {
        let house = House::on_desk(&desks::source(name).unwrap()).await;
        let (reader, bearer) = (
            house.reader(AOKI).await,
            house.bearer("aoki@hinode.example").await,
        );
        let desk = house.cast.desk.clone();
        for kind in &desk.kinds {
            for mut filled in combinations(&desk, kind) {
                // Without a description nothing is opened, and all that is wrong besides is told.
                let rest = [("deployment", "11"), ("subject", "x"), ("description", "")];
                filled.extend(rest.map(|(n, v)| (n.to_owned(), v.to_owned())));
                let form = by_form(&house, &reader, &kind.id, &filled).await;
                let api = by_api(&house, &bearer, &kind.id, &filled).await;
                assert_eq!(form, api, "{name} {} {filled:?}", kind.id);
                assert!(form.contains("description"));
                judged += 1;
            }
        }
    }
    assert!(judged > 500, "{judged}");
}
