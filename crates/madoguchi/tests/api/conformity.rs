//! Holds what was answered against what is described: the part of JSON Schema that our description uses.

use std::{collections::BTreeSet, sync::OnceLock};

use madoguchi::api;
use serde_json::Value;

fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_json::to_value(api::openapi::document()).unwrap())
}

/// Panics unless the answer to this request is one that the description has.
#[track_caller]
pub fn check(method: &str, path: &str, status: u16, kind: &str, body: &str) {
    let path = path.split('?').next().unwrap_or_default();
    let paths = document()["paths"].as_object().unwrap();
    let segments: Vec<_> = path.split('/').collect();
    let item = paths.iter().find(|(template, _)| {
        let parts: Vec<_> = template.split('/').collect();
        parts.len() == segments.len()
            && parts
                .iter()
                .zip(&segments)
                .all(|(p, s)| p == s || p.starts_with('{'))
    });
    let Some(operation) = item.and_then(|(_, item)| item.get(method.to_lowercase())) else {
        assert!(
            matches!(status, 404 | 405),
            "{method} {path} answered {status} and is not described"
        );
        return;
    };
    let responses = &operation["responses"];
    let response = responses
        .get(status.to_string())
        .or_else(|| responses.get("default"))
        .expect("a described status");
    let Some(content) = response.get("content") else {
        assert!(body.is_empty(), "{method} {path}: {body}");
        return;
    };
    let schema = &content
        .get(kind)
        .unwrap_or_else(|| panic!("{method} {path} answered {kind}"))["schema"];
    if kind.ends_with("json") {
        let value = serde_json::from_str(body).unwrap();
        if let Err(why) = conforms(schema, &value, "") {
            panic!("{method} {path} {status}: {why}\n{body}");
        }
        let mut unknown = BTreeSet::new();
        undescribed(schema, &value, "", &mut unknown);
        assert!(
            unknown.is_empty(),
            "{method} {path} {status} says more than is described: {unknown:?}"
        );
    }
}

fn resolved(schema: &Value) -> &Value {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => document()
            .pointer(reference.trim_start_matches('#'))
            .expect("a schema"),
        None => schema,
    }
}

fn list<'a>(schema: &'a Value, key: &str) -> &'a [Value] {
    schema
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn conforms(schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let schema = resolved(schema);
    for part in list(schema, "allOf") {
        conforms(part, value, at)?;
    }
    let options = list(schema, "oneOf");
    if !options.is_empty() {
        let fitting = options
            .iter()
            .filter(|option| conforms(option, value, at).is_ok())
            .count();
        if fitting != 1 {
            return Err(format!("{at}: {fitting} of oneOf fit {value}"));
        }
    }
    if let Some(types) = schema.get("type") {
        let types: Vec<_> = types
            .as_array()
            .map_or(vec![types], |all| all.iter().collect());
        if !types.iter().any(|t| is(value, t.as_str().unwrap())) {
            return Err(format!("{at}: {value} is not {types:?}"));
        }
    }
    if schema.get("enum").is_some() && !list(schema, "enum").contains(value) {
        return Err(format!("{at}: {value} is not among {}", schema["enum"]));
    }
    if let Value::Object(members) = value {
        for name in list(schema, "required") {
            if !members.contains_key(name.as_str().unwrap()) {
                return Err(format!("{at}: {name} is missing"));
            }
        }
        for (name, value) in members {
            let described = schema.pointer("/properties").and_then(|p| p.get(name));
            if let Some(schema) =
                described.or_else(|| schema.get("additionalProperties").filter(|s| s.is_object()))
            {
                conforms(schema, value, &format!("{at}/{name}"))?;
            }
        }
    }
    if let (Value::Array(items), Some(schema)) = (value, schema.get("items")) {
        for (place, item) in items.iter().enumerate() {
            conforms(schema, item, &format!("{at}/{place}"))?;
        }
    }
    Ok(())
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("a type that is not known here: {other}"),
    }
}

/// Every schema that has a say about this value.
fn parts<'a>(schema: &'a Value, value: &Value, all: &mut Vec<&'a Value>) {
    let schema: &'a Value = match schema.get("$ref") {
        Some(_) => resolved(schema),
        None => schema,
    };
    for part in list(schema, "allOf") {
        parts(part, value, all);
    }
    for option in list(schema, "oneOf")
        .iter()
        .filter(|option| conforms(option, value, "").is_ok())
    {
        parts(option, value, all);
    }
    all.push(schema);
}

/// Members that no schema speaks of.
fn undescribed(schema: &Value, value: &Value, at: &str, found: &mut BTreeSet<String>) {
    let mut all = Vec::new();
    parts(schema, value, &mut all);
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let described = all.iter().find_map(|schema| {
                    let additional =
                        || schema.get("additionalProperties").filter(|s| s.is_object());
                    schema
                        .pointer("/properties")
                        .and_then(|p| p.get(name))
                        .or_else(additional)
                });
                match described {
                    Some(schema) => undescribed(schema, value, &format!("{at}/{name}"), found),
                    None if all.iter().any(|s| {
                        s.get("type") == Some(&"object".into()) && s.get("properties").is_none()
                    }) => {}
                    None => drop(found.insert(format!("{at}/{name}"))),
                }
            }
        }
        Value::Array(items) => {
            if let Some(schema) = all.iter().find_map(|schema| schema.get("items")) {
                items
                    .iter()
                    .for_each(|item| undescribed(schema, item, &format!("{at}/*"), found));
            }
        }
        _ => {}
    }
}
