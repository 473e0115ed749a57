//! What other sites send, or show in a frame, for every route there is: taken from the tables that the router is built from.

use axum::http::StatusCode;
use domain::FileId;
use madoguchi::{api, app::passwords, policy::Printed, web};

use crate::matrix::{Of, Side, Token, World, body};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const EVIL: (&str, &str) = ("origin", "https://evil.example");

/// How a page of another site may send something in its visitor's name, and whether that can carry the token of a form.
const WAYS: [(&[(&str, &str)], bool); 7] = [
    (&[FORM], false),
    (&[("content-type", "text/plain")], false),
    (&[FORM, EVIL], true),
    (&[FORM, ("origin", "null")], true),
    (&[FORM, ("sec-fetch-site", "cross-site")], true),
    (&[FORM, ("sec-fetch-site", "same-site")], true),
    // Bodies that a form cannot have, as text.
    (&[("content-type", "text/plain"), EVIL], true),
];

fn reads(route: &Printed) -> bool {
    ["get", "head", "options"].contains(&route.method)
}

#[tokio::test]
async fn v31_a18_no_route_takes_what_another_site_sends() {
    let world = World::build().await;
    let (house, before) = (&world.house, world.changes().await);
    let names = ["read-write", "account admin", "administrator"];
    let writers = world
        .readers
        .iter()
        .filter(|(p, ..)| names.contains(&p.name));
    let writers: Vec<_> = writers.collect();
    assert_eq!(writers.len(), 3);
    let (mut sent, mut wrong) = (0, Vec::new());
    for route in web::printed()
        .iter()
        .chain(&api::printed())
        .filter(|route| !reads(route))
    {
        let file = world.files.get(&Of::Hinode).copied().unwrap_or(FileId(1));
        let path = world.address(route.path, Of::Hinode, file);
        for (p, reader, _) in &writers {
            let token = passwords::form_token(house.app.secret(), &reader.cookies["sign-in"]);
            for (headers, with_token) in WAYS {
                let method = route.method.to_uppercase();
                let text = match (path.starts_with("/api/"), with_token) {
                    (true, _) => body(route.path, p.side == Side::Staff, Of::Hinode).to_owned(),
                    (false, true) => format!("text=x&comment=x&_token={token}"),
                    (false, false) => "text=x&comment=x&_token=AAAA".to_owned(),
                };
                let answer = house
                    .send(reader, &method, &path, Some(text), headers)
                    .await;
                sent += 1;
                // A cookie never speaks to the API; and a page that is not for this side is not there for it.
                let refused = match path.starts_with("/api/") {
                    true => [StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED],
                    false => [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND],
                };
                if !refused.contains(&answer.status) {
                    wrong.push(format!(
                        "{method} {path} by {}, {headers:?}: {}",
                        p.name, answer.status
                    ));
                }
                if answer.headers.contains_key("set-cookie") {
                    wrong.push(format!("{method} {path} by {}: a cookie is set", p.name));
                }
            }
        }
    }
    println!("{sent} requests of another site");
    assert!(sent > 1_000, "{sent}");
    assert!(
        wrong.is_empty(),
        "{} of {sent}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(world.changes().await, before, "nothing has happened");
}

#[tokio::test]
async fn v31_a18_no_page_writes_when_it_is_looked_at_or_stands_in_a_frame() {
    let world = World::build().await;
    let (mut asked, mut wrong) = (0, Vec::new());
    let routes: Vec<Printed> = web::printed().into_iter().chain(api::printed()).collect();
    for reader in &world.readers {
        if reader.0.token != Token::Full || reader.0.proxy {
            continue;
        }
        for route in &routes {
            // What stands behind a method that writes has no page that reads, or one that changes nothing.
            let looked = Printed {
                method: "get",
                ..*route
            };
            let before = world.changes().await;
            let file = world.files.get(&Of::Hinode).copied().unwrap_or(FileId(1));
            let path = world.address(looked.path, Of::Hinode, file);
            let caller = [("authorization", reader.2.as_str())];
            let headers: &[(&str, &str)] = match path.starts_with("/api/") {
                true => &caller,
                false => &[],
            };
            let answer = world
                .house
                .send(&reader.1, "GET", &path, None, headers)
                .await;
            asked += 1;
            let what = format!("GET {path} by {}", reader.0.name);
            if world.changes().await != before {
                wrong.push(format!("{what}: something has happened"));
            }
            let policy = answer.header("content-security-policy");
            let framed = answer.header("x-frame-options") != "DENY"
                || !policy.contains("frame-ancestors 'none'") && !policy.contains("sandbox");
            if framed {
                wrong.push(format!("{what}: can be framed ({policy})"));
            }
            if answer.status.is_server_error() {
                wrong.push(format!("{what}: {}", answer.status));
            }
        }
    }
    assert!(asked > 1_000, "{asked}");
    assert!(
        wrong.is_empty(),
        "{} of {asked}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
