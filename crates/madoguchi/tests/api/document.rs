//! The description is committed, complete, and what is served.

use std::{collections::BTreeSet, path::Path};

use axum::{body::Body, http::Request};
use madoguchi::api;
use serde_json::Value;

use crate::world::World;

#[test]
fn o2_every_route_is_described_and_everything_described_is_a_route() {
    let document = serde_json::to_value(api::openapi::document()).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .keys()
                .map(|method| (method.clone(), path.clone()))
        })
        .collect();
    let routed: BTreeSet<_> = api::printed()
        .into_iter()
        .map(|route| (route.method.to_owned(), route.path.to_owned()))
        .collect();
    assert_eq!(described, routed);
    let ids: Vec<_> = operations(&document)
        .map(|o| o["operationId"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        ids.iter().collect::<BTreeSet<_>>().len(),
        ids.len(),
        "an operation's id is its own: {ids:?}"
    );
    for operation in operations(&document) {
        assert!(operation["summary"].is_string(), "{operation}");
    }
}

fn operations(document: &Value) -> impl Iterator<Item = &Value> {
    document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values())
}

#[test]
fn every_reference_in_the_description_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                found.extend(
                    members
                        .get("$ref")
                        .and_then(Value::as_str)
                        .map(str::to_owned),
                );
                members.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = serde_json::to_value(api::openapi::document()).unwrap();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    for reference in found {
        assert!(
            document
                .pointer(reference.trim_start_matches('#'))
                .is_some(),
            "{reference}"
        );
    }
}

/// Refresh with `REFRESH=1 cargo test -p madoguchi --test api openapi`.
#[test]
fn the_committed_openapi_is_what_the_code_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/openapi.json");
    let now = format!("{}\n", api::openapi::document().to_pretty_json().unwrap());
    if std::env::var_os("REFRESH").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == now,
        "the API's description has changed; see whether that is meant, then refresh it with\n\
         REFRESH=1 cargo test -p madoguchi --test api openapi"
    );
}

#[tokio::test]
async fn it_is_served_without_a_token() {
    let w = World::new().await;
    let served = w
        .raw(
            Request::get("/api/openapi.json")
                .body(Body::empty())
                .unwrap(),
        )
        .await;
    assert_eq!(
        served.is(200),
        serde_json::to_value(api::openapi::document()).unwrap()
    );
}
