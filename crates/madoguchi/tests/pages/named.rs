//! What a request names besides (V-18): in an address of two things, each is swapped alone for another company's, and in forms
//! and bodies each id. It comes to what a thing that never was comes to, and changes nothing.

use axum::http::StatusCode;
use domain::{FileId, access::Command};
use madoguchi::{api, policy::Printed, web};
use testkit::cast::*;

use crate::{
    browser::{Answer, House, Reader},
    matrix::{Of, Side, World, body},
};

/// What is asked, with what it names taken out.
fn face(answer: &Answer, path: &str, names: &[&str]) -> (StatusCode, String) {
    let place: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
    let mut text = answer.text.replace(path, "PATH").replace(&place, "PATH");
    for name in names {
        text = text.replace(name, "NAME");
    }
    // What was filled in is kept as a draft, under a number of its own each time.
    if let Some((before, rest)) = text.split_once("name=\"_draft\" value=\"") {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        text = format!("{before}{rest}");
    }
    (answer.status, text)
}

/// Names of things in addresses that stand behind a case.
const INNER: [&str; 6] = [
    "{id}",
    "{incident}",
    "{entry}",
    "{session}",
    "{file}",
    "{recording}",
];

#[tokio::test]
async fn v18_of_two_things_in_an_address_each_is_judged_by_itself() {
    let world = World::build().await;
    let house = &world.house;
    let routes: Vec<Printed> = web::printed().into_iter().chain(api::printed()).collect();
    let two = routes.iter().filter(|route| {
        route.path.contains("{number}") && INNER.iter().any(|name| route.path.contains(name))
    });
    let (mut asked, mut wrong) = (0, Vec::new());
    for route in two {
        for name in ["read-write", "account admin", "another company's"] {
            let reader = world.readers.iter().find(|(p, ..)| p.name == name);
            let (p, cookies, bearer) = reader.unwrap();
            let (own, other) = match name {
                "another company's" => (Of::Kitano, Of::Hinode),
                _ => (Of::Hinode, Of::Kitano),
            };
            // Their own case with another's thing, another's case with their own thing, and a case with nobody's.
            let inner = |of: Of| {
                let file = world.files.get(&of).copied().unwrap_or(FileId(999));
                world.address(&route.path.replace("{number}", "NUMBER"), of, file)
            };
            let number = |of: Of| format!("{:08}", world.numbers[&of]);
            let at = |case: Of, thing: Of| inner(thing).replace("NUMBER", &number(case));
            let never = at(own, Of::Nobody);
            let before = world.changes().await;
            let mut faces = Vec::new();
            for path in [&never, &at(own, other), &at(other, own), &at(other, other)] {
                let answer = match path.starts_with("/api/") {
                    true => {
                        let sent = (route.method == "post")
                            .then(|| body(route.path, p.side == Side::Staff, own).to_owned());
                        let mut headers = vec![("authorization", bearer.as_str())];
                        if sent.is_some() {
                            headers.push(("content-type", "application/json"));
                        }
                        let method = route.method.to_uppercase();
                        house
                            .send(&Reader::default(), &method, path, sent, &headers)
                            .await
                    }
                    false if route.method == "get" => house.get(cookies, path).await,
                    false => house.post(cookies, path, &[("text", "x")]).await,
                };
                asked += 1;
                let what = format!("{} {path} by {name}", route.method);
                if answer.status.is_success() || answer.status.is_server_error() {
                    wrong.push(format!("{what}: {}", answer.status));
                }
                let names = [number(own), number(other)];
                let names = names.each_ref().map(String::as_str);
                faces.push((what, face(&answer, path, &names)));
            }
            for (what, face) in &faces[1..] {
                if *face != faces[0].1 {
                    wrong.push(format!("{what}: another face than for what never was"));
                }
            }
            if world.changes().await != before {
                wrong.push(format!("{} by {name}: something changed", route.path));
            }
        }
    }
    println!("{asked} addresses of two things");
    assert!(asked > 150, "{asked}");
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// A form of a page, with the field in whose name or value an id stands as `{}`: another's, and one that never was.
struct Named {
    path: &'static str,
    field: (&'static str, &'static str),
    foreign: String,
    never: String,
    besides: Vec<(&'static str, String)>,
}

fn named(path: &'static str, field: (&'static str, &'static str), foreign: impl ToString) -> Named {
    Named {
        path,
        field,
        foreign: foreign.to_string(),
        never: "99999".to_owned(),
        besides: Vec::new(),
    }
}

impl Named {
    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.besides.push((name, value.to_string()));
        self
    }

    fn or(mut self, never: impl ToString) -> Self {
        self.never = never.to_string();
        self
    }

    async fn post(&self, house: &House, reader: &Reader, id: &str) -> Answer {
        let (name, value) = (
            self.field.0.replace("{}", id),
            self.field.1.replace("{}", id),
        );
        let mut fields: Vec<(&str, &str)> = vec![(&name, &value)];
        let besides = self.besides.iter();
        fields.extend(besides.map(|(name, value)| (*name, value.as_str())));
        house.post(reader, self.path, &fields).await
    }
}

#[tokio::test]
async fn v18_an_id_in_a_form_that_is_anothers_is_one_that_never_was() {
    let world = World::build().await;
    let house = &world.house;
    let of = |name: &str| {
        let reader = world.readers.iter().find(|(p, ..)| p.name == name);
        &reader.unwrap().1
    };
    let (kept, kitanos) = (world.numbers[&Of::Kept], world.numbers[&Of::Kitano]);
    let tokens = house.app.store.tokens_of(BABA).await.unwrap();
    let token = madoguchi::app::passwords::hex(&tokens[0].digest);
    let opening = || {
        named("/cases/new/support-case", ("deployment", "{}"), BERLIN)
            .with("product", "contact-cloud")
            .with("sub-type", "problem")
            .with("environment", "production")
            .with("severity", "S3")
            .with("subject", "x")
            .with("description", "x")
            .with("business-impact", "x")
            .with("_checked", "1")
    };
    let table = [
        ("read-write", opening()),
        (
            "read-write",
            named("/access/acting", ("account", "{}"), KITANO),
        ),
        (
            "account admin",
            named("/access/seats", ("seat-{}", "1"), 301),
        ),
        (
            "account admin",
            named("/access/take", ("contact", "{}"), 301),
        ),
        (
            "account admin",
            named("/access/give", ("contact", "{}"), 301)
                .with("deployment", TOKYO)
                .with("level", "read-write"),
        ),
        (
            "account admin",
            named("/access/give", ("deployment", "{}"), BERLIN)
                .with("contact", BABA)
                .with("level", "read-only"),
        ),
        ("account admin", named("/access/offer", ("to", "{}"), 301)),
        (
            "account admin",
            named("/access/partner-end", ("partner", "{}"), 3),
        ),
        (
            "read-write",
            named("/profile/tokens", ("take", "{}"), token).or("00".repeat(32)),
        ),
        (
            "agent of no team",
            named(
                "/staff/cases/00000001/links",
                ("other", "{}"),
                format!("{kept:08}"),
            )
            .or("00099999")
            .with("relation", "related"),
        ),
        (
            "agent of no team",
            named(
                "/staff/cases/00000001/merging",
                ("other", "{}"),
                format!("{kept:08}"),
            )
            .or("00099999"),
        ),
        (
            "agent of no team",
            named("/staff/bulk", ("pick-{}", "1"), format!("{kept:08}"))
                .or("00099999")
                .with("owner", ISHIKAWA)
                .with("do", "take"),
        ),
    ];
    assert_ne!(kept, kitanos);
    for (who, named) in table {
        let what = format!(
            "{} {:?} {} by {who}",
            named.path, named.field, named.foreign
        );
        let before = world.changes().await;
        let foreign = named.post(house, of(who), &named.foreign).await;
        assert_eq!(world.changes().await, before, "{what} changed something");
        let never = named.post(house, of(who), &named.never).await;
        assert_eq!(
            world.changes().await,
            before,
            "{what}: what never was changed something"
        );
        let ids = [named.foreign.as_str(), named.never.as_str()];
        // Ids that are a part of other words are left as they are.
        let ids: Vec<&str> = ids.into_iter().filter(|id| id.len() > 4).collect();
        let faces = [&foreign, &never].map(|answer| {
            let (status, text) = face(answer, named.path, &ids);
            let there = answer.header("location").to_owned();
            (status, there, text)
        });
        assert_eq!(faces[0].0, faces[1].0, "{what}");
        assert_eq!(faces[0].1, faces[1].1, "{what}");
        assert_eq!(faces[0].2, faces[1].2, "{what}");
        assert!(
            !foreign.text.contains("姓301") && !foreign.text.contains("ORG-31"),
            "{what}"
        );
    }
}

#[tokio::test]
async fn v18_an_id_in_a_body_that_is_anothers_is_one_that_never_was() {
    let world = World::build().await;
    let house = &world.house;
    let bearer = |name: &str| {
        let reader = world.readers.iter().find(|(p, ..)| p.name == name);
        reader.unwrap().2.as_str()
    };
    let kept = world.numbers[&Of::Kept];
    let case = |deployment: &str| {
        format!(
            r#"{{"kind":"support-case","deployment":"{deployment}","product":"contact-cloud","environment":"production","sub_type":"problem","severity":"S3","subject":"x","description":"x","answers":{{}}}}"#
        )
    };
    let berlin = BERLIN.to_string();
    let table = [
        ("read-write", "/api/v1/cases", case(&berlin), case("99999")),
        (
            "agent of no team",
            "/api/v1/cases/1/links",
            format!(r#"{{"relation":"related","other":"{kept}"}}"#),
            r#"{"relation":"related","other":"99999"}"#.to_owned(),
        ),
        (
            "agent of no team",
            "/api/v1/cases/1/merging",
            format!(r#"{{"other":"{kept}"}}"#),
            r#"{"other":"99999"}"#.to_owned(),
        ),
        (
            "agent of no team",
            "/api/v1/incidents/1/gathering",
            format!(r#"{{"cases":["{kept:08}"]}}"#),
            r#"{"cases":["00099999"]}"#.to_owned(),
        ),
        (
            "account admin",
            "/api/v1/access",
            r#"{"change":"tick","on":["301"]}"#.to_owned(),
            r#"{"change":"tick","on":["99999"]}"#.to_owned(),
        ),
        (
            "read-write",
            "/api/v1/cases/1/files",
            format!(r#"{{"file":"{}"}}"#, world.files[&Of::Kitano].0),
            r#"{"file":"99999"}"#.to_owned(),
        ),
    ];
    for (who, path, foreign, never) in table {
        let before = world.changes().await;
        let mut faces = Vec::new();
        for sent in [&foreign, &never] {
            let headers = [
                ("authorization", bearer(who)),
                ("content-type", "application/json"),
            ];
            let answer = house
                .send(
                    &Reader::default(),
                    "POST",
                    path,
                    Some(sent.clone()),
                    &headers,
                )
                .await;
            assert!(
                answer.status.is_client_error(),
                "{path} {sent}: {}",
                answer.text
            );
            let ids = [format!("{kept:08}"), "00099999".to_owned()];
            let ids = ids.each_ref().map(String::as_str);
            faces.push(face(&answer, path, &ids));
        }
        assert_eq!(faces[0], faces[1], "{path} {foreign} by {who}");
        assert_eq!(world.changes().await, before, "{path} {foreign} by {who}");
    }
    // The rules of the house are those that the forms go by, too.
    let administrator = domain::Actor::Agent {
        person: domain::PersonId(904),
        role: domain::Role::Administrator,
        team: None,
    };
    let tick = Command::Tick {
        on: vec![domain::PersonId(301)],
        off: Vec::new(),
    };
    let done = house.app.change_access(&administrator, HINODE, &tick).await;
    assert!(!matches!(done, Ok(Ok(()))), "{done:?}");
}
