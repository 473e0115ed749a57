//! What somebody sends beside what was asked (V-32): a body of the API that has a column more is refused by its name, and a form
//! that has one is as if it had none.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::case::Command;
use madoguchi::api;
use serde_json::{Value, json};
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    matrix::{Of, Side, World, body},
};

/// What rows have that nobody says of themselves.
const COLUMNS: [&str; 22] = [
    "id",
    "account",
    "account_id",
    "person_id",
    "by",
    "role",
    "owner_id",
    "team_id",
    "state",
    "version",
    "opened_at",
    "modified_at",
    "due_order",
    "tell_at",
    "is_private",
    "internal",
    "deleted",
    "precedence",
    "seq",
    "hash",
    "__proto__",
    "$set",
];

#[tokio::test]
async fn v32_a_body_with_a_member_more_is_refused_by_its_name() {
    let world = World::build().await;
    let document = serde_json::to_value(api::openapi::document()).unwrap();
    let (mut sent, mut named, mut wrong) = (0, BTreeSet::new(), Vec::new());
    let mut bodied = BTreeSet::new();
    for route in api::printed().iter().filter(|route| route.method == "post") {
        let schema = document["paths"][route.path]["post"]["requestBody"]["content"]["application/json"]["schema"].clone();
        if !schema.is_object() {
            continue;
        }
        bodied.insert(route.path);
        let members = match schema["$ref"].as_str() {
            Some(at) => &document.pointer(at.trim_start_matches('#')).unwrap()["properties"],
            None => &schema["properties"],
        };
        for name in [
            "read-write",
            "account admin",
            "agent of its team",
            "administrator",
        ] {
            let (p, _, bearer) = world.readers.iter().find(|(p, ..)| p.name == name).unwrap();
            for of in [Of::Hinode, Of::Asked, Of::Closed] {
                let file = world.files[&Of::Hinode];
                let path = world.address(route.path, of, file);
                let right: Value =
                    serde_json::from_str(body(route.path, p.side == Side::Staff, of)).unwrap();
                for column in COLUMNS {
                    if members.get(column).is_some() {
                        continue;
                    }
                    let mut more = right.clone();
                    more[column] = json!("1");
                    let headers = [
                        ("authorization", bearer.as_str()),
                        ("content-type", "application/json"),
                    ];
                    let before = world.changes().await;
                    let answer = world
                        .house
                        .send(
                            &Reader::default(),
                            "POST",
                            &path,
                            Some(more.to_string()),
                            &headers,
                        )
                        .await;
                    sent += 1;
                    let what = format!("{path} by {name} with {column}");
                    if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
                        let told: Value = serde_json::from_str(&answer.text).unwrap_or_default();
                        let errors = told["errors"].as_array().cloned().unwrap_or_default();
                        let at = format!("/{column}");
                        if errors.iter().any(|error| error["pointer"] == *at) {
                            named.insert(route.path);
                        } else {
                            wrong
                                .push(format!("{what}: refused without its name: {}", answer.text));
                        }
                    }
                    if answer.status.is_success() || answer.status.is_server_error() {
                        wrong.push(format!("{what}: {}", answer.status));
                    }
                    if world.changes().await != before {
                        wrong.push(format!("{what}: something changed"));
                    }
                }
                if !route.path.contains("{number}") {
                    break;
                }
            }
        }
    }
    let never: Vec<_> = bodied.difference(&named).collect();
    println!(
        "{sent} bodies, {} of {} routes name it",
        named.len(),
        bodied.len()
    );
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    // A session that is not there is told before its body is looked at; what goes on with a file or an incident as well.
    assert!(
        never
            .iter()
            .all(|path| path.contains("{session}") || path.contains("{id}")),
        "no member of these is ever named: {never:?}"
    );
}

/// Fields of rows, as somebody might guess their names.
fn guessed() -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<(&str, &str)> = COLUMNS.iter().map(|name| (*name, "2")).collect();
    all.extend([
        ("owner", "901"),
        ("team", "91"),
        ("assignee", "901"),
        ("status", "closed/resolved"),
        ("number", "77"),
        ("tier", "3"),
        ("private", "yes"),
        ("contact", "201"),
        ("person", "201"),
        ("level", "read-write"),
        ("standing", "agent"),
        ("email", "evil@evil.example"),
        ("then", "closed/resolved"),
        ("audience", "internal"),
        ("cause", "usage"),
        ("tags", "x"),
        ("tag", "x"),
        ("macro", "1"),
    ]);
    all
}

/// The state of a case, without the moment of its latest change.
async fn state(house: &House, number: i64) -> String {
    let case = house.app.case(&AS_MORI, number).await.unwrap().case;
    format!(
        "{:?} {:?} {:?} {:?} {:?}",
        case.status,
        case.owner,
        case.team,
        case.is_closed(),
        case.version
    )
}

#[tokio::test]
async fn v32_a_form_with_a_field_more_does_what_it_does_without() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let open = async |more: bool| {
        let tokyo = TOKYO.to_string();
        let mut fields = vec![
            ("deployment", tokyo.as_str()),
            ("product", "contact-cloud"),
            ("sub-type", "problem"),
            ("environment", "production"),
            ("severity", "S3"),
            ("subject", "録音が再生できない"),
            ("description", "昨日からです。"),
            ("business-impact", "x"),
            ("_checked", "1"),
        ];
        if more {
            fields.extend(guessed());
        }
        let opened = house.post(&aoki, "/cases/new/support-case", &fields).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
        let number: i64 = opened
            .header("location")
            .split('/')
            .nth(2)
            .unwrap()
            .parse()
            .unwrap();
        number
    };
    let (bare, more) = (open(false).await, open(true).await);
    assert_eq!(more, bare + 1, "its number is the next one");
    assert_eq!(state(&house, bare).await, state(&house, more).await);
    let events = async |number: i64| {
        let case = house.app.case(&AS_MORI, number).await.unwrap();
        let history = house.app.history(&AS_MORI, &case).await.unwrap();
        let all = history
            .iter()
            .map(|one| format!("{:?} {:?}", one.by, one.event));
        all.collect::<Vec<_>>()
    };
    assert_eq!(events(bare).await, events(more).await);
    // What is written to it moves it as it does without.
    for number in [bare, more] {
        let mut fields = vec![("text", "続きです。")];
        if number == more {
            fields.extend(guessed());
        }
        let path = format!("/cases/{number:08}/messages");
        let said = house.post(&aoki, &path, &fields).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
    }
    assert_eq!(state(&house, bare).await, state(&house, more).await);
    assert_eq!(events(bare).await, events(more).await);
    let note = Command::AddNote { text: "x".into() };
    house
        .app
        .change_case(&AS_MORI, more, note, None, None)
        .await
        .unwrap();
    // Nobody becomes another, or more than they are, by saying so.
    let before = house.app.store.person(AOKI).await.unwrap().unwrap();
    for path in [
        "/profile/names",
        "/profile/phone",
        "/profile/reach",
        "/profile/recall",
        "/preferences",
    ] {
        let mut fields = vec![("family", "青木"), ("given", "真理"), ("language", "ja")];
        fields.extend(guessed());
        house.post(&aoki, path, &fields).await;
    }
    let after = house.app.store.person(AOKI).await.unwrap().unwrap();
    assert_eq!(before.standing, after.standing);
    assert_eq!(before.profile.email, after.profile.email);
    assert_eq!(before.suspended, after.suspended);
    let access = house.get(&aoki, "/staff").await;
    assert_eq!(access.status, StatusCode::NOT_FOUND);
    assert_eq!(house.faults().await, []);
}
