//! Markup in every field of every form and of every body of the API: what pages make of it afterwards, and what they say
//! while refusing it, holds none of it unescaped (V-14); and no statement to the database is made of it (V-34).

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use html5ever::tokenizer::{Tag, TagKind};
use madoguchi::{api, web};
use serde_json::{Map, Value, json};

use crate::{
    browser::{Answer, House, Reader},
    hostile::{MARKUP, around, attribute, found, tags},
    matrix::{Of, Side, World, body},
    statements::Statements,
};

/// Forms that are not filled in here: they end the reader's own sign-in, or hold nothing that somebody types.
const LEFT_OUT: [&str; 10] = [
    "/sign-out",
    "/sign-ins",
    "/proxy-login/leave",
    "/preferences",
    "/setup",
    "/demo/sign-in",
    "/access/acting",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/second-factor",
];

/// Routes of the API whose bodies are bytes, not fields.
const BYTES: [&str; 2] = ["/api/v1/uploads", "/api/v1/articles/images"];

/// Pages of one reader that are looked at, at most.
const PAGES: usize = 70;

/// A form as a page has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    action: String,
    /// Name, sort and value, as it stands on the page.
    fields: Vec<(String, String, String)>,
    /// Names and values of its buttons.
    buttons: Vec<(String, String)>,
}

fn forms(page: &str, at: &str) -> Vec<Form> {
    let mut all: Vec<Form> = Vec::new();
    let (mut open, mut select) = (false, None::<String>);
    let of = |tag: &Tag, name: &str| attribute(tag, name).unwrap_or_default();
    for tag in tags(page) {
        let (name, starts) = (tag.name.to_string(), tag.kind == TagKind::StartTag);
        if name == "form" {
            open = starts && of(&tag, "method") == "post";
            if open {
                let action = attribute(&tag, "action").unwrap_or_else(|| at.to_owned());
                all.push(Form {
                    action,
                    ..Form::default()
                });
            }
        }
        let Some(form) = all.last_mut().filter(|_| open && starts) else {
            continue;
        };
        let (field, value) = (of(&tag, "name"), of(&tag, "value"));
        match name.as_str() {
            "option" if let Some(select) = &select => {
                let chosen = form.fields.iter_mut().find(|f| f.0 == *select);
                if let Some(chosen) = chosen.filter(|chosen| chosen.2.is_empty()) {
                    chosen.2 = value;
                }
            }
            "select" => {
                select = Some(field.clone());
                form.fields.push((field, "select".into(), String::new()));
            }
            "textarea" => form.fields.push((field, "text".into(), String::new())),
            "input" if field == "_token" => {}
            "input" => {
                let sort = attribute(&tag, "type").unwrap_or_else(|| "text".into());
                if sort != "radio" || form.fields.iter().all(|f| f.0 != field) {
                    form.fields.push((field, sort, value));
                }
            }
            "button" if !field.is_empty() => form.buttons.push((field, value)),
            _ => {}
        }
    }
    all
}

/// How a form is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Markup wherever somebody types.
    Typed,
    /// What fits its sort, and markup where words are free: more of it is taken.
    Fitting,
    /// Markup in what is chosen and hidden, too.
    All,
}

fn filled(form: &Form, way: Way) -> Vec<(String, String)> {
    let value = |(name, sort, value): &(String, String, String)| {
        let text = around(&format!("in {name}"));
        let given = match (sort.as_str(), way) {
            (_, Way::All) => text,
            ("hidden" | "select" | "radio" | "checkbox", _) => value.clone(),
            ("date", Way::Fitting) => "2026-12-01".into(),
            ("number", Way::Fitting) => "3".into(),
            ("tel", Way::Fitting) => "03-1234-5678".into(),
            ("email", Way::Fitting) => {
                format!("\"<img/src=x/onerror=alert(1)>\"{}@x.example", name.len())
            }
            ("text", Way::Fitting) if name == "time_zone" => "Asia/Tokyo".into(),
            _ => text,
        };
        (name.clone(), given)
    };
    form.fields.iter().map(value).collect()
}

/// What was looked at, and what was found wrong.
#[derive(Default)]
struct Seen {
    pages: usize,
    /// Places where the markup stands as text.
    escaped: usize,
    wrong: BTreeSet<String>,
}

impl Seen {
    fn look(&mut self, what: &str, answer: &Answer) {
        self.pages += 1;
        self.escaped += answer.text.matches("&lt;img src=x").count();
        self.escaped += answer.text.matches("&#60;img src=x").count();
        assert!(
            !answer.status.is_server_error(),
            "{what}: {}",
            answer.status
        );
        for acting in found(answer) {
            self.wrong.insert(format!("{what}: {acting}"));
        }
    }
}

/// The pages that this reader comes to from the addresses that there are, and from link to link.
async fn walk(
    house: &House,
    who: &str,
    reader: &Reader,
    starts: &[String],
    seen: &mut Seen,
) -> Vec<(String, Form)> {
    let mut waiting: Vec<String> = starts.iter().rev().cloned().collect();
    let (mut known, mut all) = (BTreeSet::new(), BTreeMap::new());
    while let Some(path) = waiting.pop().filter(|_| known.len() < PAGES) {
        if !known.insert(path.clone()) {
            continue;
        }
        let answer = house.get(reader, &path).await;
        seen.look(&format!("get {path} by {who}"), &answer);
        if answer.status != StatusCode::OK {
            continue;
        }
        for form in forms(&answer.text, &path) {
            let names: Vec<String> = form.fields.iter().map(|f| f.0.clone()).collect();
            all.entry((form.action.clone(), names))
                .or_insert((path.clone(), form));
        }
        for tag in tags(&answer.text) {
            let href = attribute(&tag, "href")
                .filter(|_| &*tag.name == "a")
                .unwrap_or_default();
            // Lists in every order show nothing new.
            if href.starts_with('/') && !href.contains("sort=") && !href.contains("direction=") {
                let path = href.split('#').next().unwrap_or_default().to_owned();
                waiting.insert(0, path);
            }
        }
    }
    all.into_values().collect()
}

/// The route of the table that an address belongs to.
fn route_of(path: &str) -> Option<&'static str> {
    let path = path.split('?').next().unwrap_or_default();
    let fits = |route: &str| {
        let (own, given) = (route.split('/'), path.split('/'));
        own.clone().count() == given.clone().count()
            && own
                .zip(given)
                .all(|(own, given)| own.starts_with('{') || own == given)
    };
    let posts = web::printed()
        .into_iter()
        .filter(|route| route.method == "post");
    posts
        .map(|route| route.path)
        .filter(|route| fits(route))
        .min_by_key(|route| route.matches('{').count())
}

fn starts(world: &World) -> Vec<String> {
    let mut all = Vec::new();
    for route in web::printed()
        .into_iter()
        // Files are come to from their cases.
        .filter(|r| r.method == "get" && !r.demo && !r.path.contains("/files/"))
    {
        for of in [Of::Hinode, Of::Asked, Of::Closed] {
            let path = route
                .path
                .replace("{number}", &format!("{:08}", world.numbers[&of]));
            let path = path.replace("{kind}", "support-case").replace("{id}", "1");
            let path = path
                .replace("{occasion}", "answered")
                .replace("{language}", "ja");
            if !path.contains('{') && !all.contains(&path) {
                if route.path == "/staff/cases/{number}" {
                    all.extend(["reply", "note"].map(|mode| format!("{path}?compose={mode}")));
                }
                all.push(path);
            }
        }
    }
    all
}

#[tokio::test]
async fn v14_markup_in_every_field_of_every_form_and_body_acts_nowhere() {
    let world = World::build().await;
    let statements = Statements::hear();
    let (house, starts) = (&world.house, starts(&world));
    let mut seen = Seen::default();
    let mut reached: BTreeSet<&'static str> = BTreeSet::new();
    let (mut sent, mut names) = (0, BTreeSet::new());
    let who = [
        "anonymous",
        "read-write",
        "account admin",
        "a guest",
        "a partner, acting",
        "agent of its team",
        "administrator",
    ];
    let readers: Vec<_> = world
        .readers
        .iter()
        .filter(|(p, ..)| who.contains(&p.name))
        .collect();
    assert_eq!(readers.len(), who.len());
    for (p, reader, _) in &readers {
        for (from, form) in walk(house, p.name, reader, &starts, &mut seen).await {
            let Some(route) = route_of(&form.action).filter(|route| !LEFT_OUT.contains(route))
            else {
                continue;
            };
            reached.insert(route);
            names.extend(form.fields.iter().map(|field| field.0.clone()));
            // Where what was typed shows again with what is wrong, and once with each button.
            let plain = vec![(String::new(), String::new())];
            let buttons = if form.buttons.is_empty() {
                &plain
            } else {
                &form.buttons
            };
            for (button, way) in buttons
                .iter()
                .flat_map(|b| [Way::Typed, Way::All, Way::Fitting].map(|way| (b, way)))
            {
                let mut fields = filled(&form, way);
                if !button.0.is_empty() {
                    fields.push(button.clone());
                }
                let fields: Vec<(&str, &str)> = fields
                    .iter()
                    .map(|(n, v)| (n.as_str(), v.as_str()))
                    .collect();
                let answer = house.post(reader, &form.action, &fields).await;
                sent += 1;
                seen.look(
                    &format!("{way:?} to {} from {from} by {}", form.action, p.name),
                    &answer,
                );
            }
        }
    }
    // What no form leads to from here (links in mails, what is only there for a while) takes every name that was met.
    let met = reached.len();
    let fields: Vec<(String, String)> = names
        .iter()
        .map(|name: &String| (name.clone(), around(name)))
        .collect();
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    for route in web::printed()
        .into_iter()
        .filter(|r| r.method == "post" && !r.demo)
    {
        if LEFT_OUT.contains(&route.path) || !reached.insert(route.path) {
            continue;
        }
        for (p, reader, _) in &readers {
            let number = format!("{:08}", world.numbers[&Of::Hinode]);
            let path = route.path.replace("{number}", &number).replace("{id}", "1");
            let path = path
                .replace("{secret}", "nonsense")
                .replace("{what}", "give");
            let answer = house.post(reader, &path, &fields).await;
            sent += 1;
            seen.look(&format!("every field to {path} by {}", p.name), &answer);
        }
    }
    println!("{met} of {} routes by their forms", reached.len());
    assert!(met > 30, "{met}");
    sent += bodies(&world, &mut seen).await;
    // What all of it has come to, for everybody.
    for (p, reader, _) in &world.readers {
        for path in &starts {
            let answer = house.get(reader, path).await;
            seen.look(&format!("afterwards {path} by {}", p.name), &answer);
        }
    }
    println!(
        "{sent} forms and bodies, {} answers, the markup as text {} times",
        seen.pages, seen.escaped
    );
    let wrong: Vec<String> = seen.wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(
        seen.escaped > 1_000,
        "{}: what was sent is to be seen",
        seen.escaped
    );
    assert_eq!(house.faults().await, []);
    // Each text began with a quotation mark: as a part of a statement it would end what stands before it.
    statements.hold_none_of("hostile-tag");
}

/// Every body that the description of the API has, with markup in each of its texts.
async fn bodies(world: &World, seen: &mut Seen) -> usize {
    let document = serde_json::to_value(api::openapi::document()).unwrap();
    let mut sent = 0;
    for route in api::printed()
        .into_iter()
        // What arrives by bytes has no texts.
        .filter(|route| route.method == "post" && !BYTES.contains(&route.path))
    {
        let schema = document["paths"][route.path]["post"]["requestBody"]["content"]["application/json"]["schema"].clone();
        assert!(
            schema.is_object()
                || [
                    "-release",
                    "-dismissal",
                    "-withdrawal",
                    "/taking",
                    "/review-request",
                    "/publication",
                    "/solved",
                    "/waking",
                    "{session}/end",
                    "/control-return",
                    "/recording-start",
                    "/recording-end",
                    "{session}/passcode",
                    "{session}/presence",
                    "/offer-refusal",
                    "/departure",
                    "/acceptance",
                    "{id}/withdrawal"
                ]
                .iter()
                .any(|bare| route.path.ends_with(bare)),
            "{} takes a body",
            route.path
        );
        for name in ["read-write", "agent of its team", "administrator"] {
            let (p, _, bearer) = world.readers.iter().find(|(p, ..)| p.name == name).unwrap();
            let right: Value =
                serde_json::from_str(body(route.path, p.side == Side::Staff, Of::Hinode)).unwrap();
            let right = match route.path {
                "/api/v1/cases" => problem(),
                _ => right,
            };
            let every = hostile_value(&document, &schema, 0);
            let texts: Vec<String> = every
                .as_object()
                .into_iter()
                .flat_map(Map::keys)
                .cloned()
                .collect();
            let mut all = vec![every.clone(), worded(&right)];
            all.extend(texts.iter().map(|text| {
                let mut one = right.clone();
                one[text] = every[text].clone();
                one
            }));
            for body in all {
                for of in [Of::Hinode, Of::Asked, Of::Closed] {
                    let path = route
                        .path
                        .replace("{number}", &format!("{:08}", world.numbers[&of]));
                    let headers = [
                        ("authorization", bearer.as_str()),
                        ("content-type", "application/json"),
                    ];
                    let nobody = Reader::default();
                    let answer = world
                        .house
                        .send(&nobody, "POST", &path, Some(body.to_string()), &headers)
                        .await;
                    sent += 1;
                    seen.look(&format!("post {path} by {name}: {body}"), &answer);
                    if !route.path.contains("{number}") {
                        break;
                    }
                }
            }
        }
    }
    sent
}

/// A body that is right but for its words.
fn worded(right: &Value) -> Value {
    let mut all = right.clone();
    for name in [
        "text",
        "reason",
        "note",
        "name",
        "comment",
        "subject",
        "description",
    ] {
        if all.get(name).is_some_and(Value::is_string) {
            all[name] = Value::String(around(name));
        }
    }
    all
}

fn problem() -> Value {
    json!({
        "kind": "support-case", "deployment": "11", "product": "contact-cloud", "environment": "production",
        "sub_type": "problem", "severity": "S2", "subject": "x", "description": "x",
        "answers": { "issue": "recording", "sub-issue": "not-recorded", "affected-count": 12, "error-message": around("error") },
    })
}

/// A value of this schema, with markup for every text.
fn hostile_value(document: &Value, schema: &Value, depth: usize) -> Value {
    if depth > 6 {
        return Value::Null;
    }
    let next = |schema: &Value| hostile_value(document, schema, depth + 1);
    if let Some(reference) = schema["$ref"].as_str() {
        return next(document.pointer(reference.trim_start_matches('#')).unwrap());
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        let one = schema[several]
            .as_array()
            .and_then(|all| all.iter().find(|one| one["type"] != "null"));
        if let Some(one) = one {
            return next(one);
        }
    }
    let sort = match &schema["type"] {
        Value::Array(all) => all
            .iter()
            .find(|one| *one != "null")
            .and_then(Value::as_str),
        one => one.as_str(),
    };
    match sort {
        Some("object") => {
            let properties = schema["properties"].as_object();
            let mut all: Map<String, Value> = properties
                .into_iter()
                .flatten()
                .map(|(name, of)| (name.clone(), next(of)))
                .collect();
            if schema["additionalProperties"].is_object() {
                all.insert(MARKUP.to_owned(), next(&schema["additionalProperties"]));
            }
            Value::Object(all)
        }
        Some("array") => Value::Array(vec![next(&schema["items"])]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        _ => Value::String(around("body")),
    }
}
