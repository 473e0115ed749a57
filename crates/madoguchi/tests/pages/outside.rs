//! What somebody tries from outside: addresses that lead elsewhere (V-35), headers in which one says who one is (V-27), set-up once
//! it is over (V-25), parameters of pages that are everybody's (V-22); and what a browser keeps of what it was shown (V-41).

use axum::http::StatusCode;
use madoguchi::{
    api,
    policy::{Printed, Who},
    web,
};
use serde_json::Value;
use testkit::cast::*;

use crate::{
    browser::{Answer, House, Reader},
    matrix::{Of, Token, World, canaries},
};

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

/// Ways out of a folder, as they are typed, escaped and escaped twice; with those of a list where it is there.
fn ways_out() -> Vec<String> {
    let mut all: Vec<String> = [
        "../../Cargo.toml",
        "..\\..\\Cargo.toml",
        "../../../../../../../../etc/passwd",
        "....//....//etc/passwd",
        "..;/..;/etc/passwd",
        "::/::/etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "..\u{c0}\u{af}etc",
        "js/../../Cargo.toml",
        "../Cargo.toml\0.js",
        "../../src/main.rs\0.svg",
        "C:\\windows\\win.ini",
        "/proc/self/environ",
    ]
    .map(str::to_owned)
    .into();
    let list = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/security-payloads/path-traversal.jsonl");
    match std::fs::read_to_string(&list) {
        Ok(text) => all.extend(text.lines().filter_map(|line| {
            let row: Value = serde_json::from_str(line).ok()?;
            Some(row["payload"].as_str()?.to_owned())
        })),
        Err(_) => eprintln!(
            "NOT TESTED: {} is absent, ways of our own alone",
            list.display()
        ),
    }
    let twice: Vec<String> = all.iter().take(14).map(|way| encoded(way)).collect();
    all.extend(twice);
    all
}

/// What stands in files that no address leads to.
const INSIDE: [&str; 6] = [
    "[package]",
    "root:x:",
    "[fonts]",
    "fn main",
    "PATH=",
    "BEGIN PRIVATE KEY",
];

#[tokio::test]
async fn v35_no_address_leads_out_of_what_is_served() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "x").await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let ways = ways_out();
    let mut paths = Vec::new();
    for way in &ways {
        let way = encoded(way);
        paths.push((&aoki, format!("/assets/x/{way}")));
        paths.push((&aoki, format!("/assets/{way}/app.js")));
        paths.push((&aoki, format!("/assets/x/{way}.svg")));
    }
    // Of every other address that names something, each name is such a way.
    let routes: Vec<Printed> = web::printed().into_iter().chain(api::printed()).collect();
    let named = routes
        .iter()
        .filter(|route| route.method == "get" && !route.demo && route.path.contains('{'));
    for route in named {
        for way in &ways[..14] {
            let way = encoded(way);
            let path: Vec<&str> = route.path.split('/').collect();
            let path: Vec<&str> = path
                .into_iter()
                .map(|part| {
                    if part.starts_with('{') {
                        way.as_str()
                    } else {
                        part
                    }
                })
                .collect();
            for reader in [&aoki, &mori] {
                paths.push((reader, path.join("/")));
            }
        }
    }
    for (reader, path) in &paths {
        let answer = house.get(reader, path).await;
        assert!(
            !answer.status.is_server_error(),
            "{path}: {}",
            answer.status
        );
        for inside in INSIDE {
            assert!(!answer.text.contains(inside), "{path} shows {inside}");
        }
        let served = answer.status == StatusCode::OK;
        assert!(
            !served || !path.starts_with("/assets/x/"),
            "{path} is served"
        );
    }
    println!("{} addresses", paths.len());
    assert!(paths.len() > 1_000);
}

#[tokio::test]
async fn v27_nobody_is_who_a_header_says_and_none_is_elsewhere_by_it() {
    let house = House::open().await;
    let claims = [
        ("remote-user", "mori@vendor.example"),
        ("x-remote-user", "mori@vendor.example"),
        ("x-forwarded-user", "mori@vendor.example"),
        ("x-forwarded-email", "mori@vendor.example"),
        ("x-auth-request-email", "mori@vendor.example"),
        ("x-webauth-user", "901"),
        ("x-user", "901"),
        ("x-original-url", "/staff"),
        ("x-rewrite-url", "/staff"),
        ("x-http-method-override", "DELETE"),
        ("ssl-client-verify", "SUCCESS"),
        ("x-forwarded-for", "127.0.0.1"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "for=127.0.0.1;host=evil.example;proto=https"),
        ("x-real-ip", "127.0.0.1"),
        ("client-ip", "127.0.0.1"),
    ];
    let nobody = Reader::default();
    for (path, status) in [
        ("/staff", StatusCode::SEE_OTHER),
        ("/cases", StatusCode::SEE_OTHER),
        ("/api/v1/me", StatusCode::UNAUTHORIZED),
    ] {
        let bare = house.get(&nobody, path).await;
        let claimed = house.send(&nobody, "GET", path, None, &claims).await;
        assert_eq!(bare.status, status, "{path}");
        assert_eq!(claimed.status, status, "{path}");
        assert_eq!(claimed.text, bare.text, "{path}");
        assert!(!format!("{:?}", claimed.headers).contains("evil"), "{path}");
    }
    let aoki = house.reader(AOKI).await;
    let claimed = house.send(&aoki, "GET", "/staff", None, &claims).await;
    assert_eq!(claimed.status, StatusCode::NOT_FOUND);
    // Who guesses from another place each time, as they say, is counted where they are.
    let mut last = StatusCode::OK;
    for n in 0..40 {
        let elsewhere = format!("198.51.100.{n}");
        let body = format!("email=n{n}%40guess.example&password=x");
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("x-forwarded-for", elsewhere.as_str()),
            ("x-real-ip", elsewhere.as_str()),
            ("forwarded", elsewhere.as_str()),
        ];
        let answer = house.send(&nobody, "POST", "/sign-in", Some(body), &headers);
        last = answer.await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let rows = house.app.store.db();
    let rows = rows.read("SELECT body FROM events", &[]).await.unwrap();
    assert!(
        !format!("{rows:?}").contains("198.51.100"),
        "nothing of it is kept"
    );
}

#[tokio::test]
async fn v25_set_up_is_over_however_its_address_is_written() {
    let house = House::open().await;
    let promote = "UPDATE people SET role = 'administrator' WHERE id = $1";
    let promote = store::Statement::new(promote, vec![ISHIKAWA.into()]);
    house.app.store.add(vec![promote]).await.unwrap();
    let (nobody, mori) = (Reader::default(), house.reader(MORI).await);
    let fields = [
        ("secret", ""),
        ("family", "x"),
        ("email", "x@vendor.example"),
        ("password", "a long enough password"),
        ("password-again", "a long enough password"),
    ];
    for path in [
        "/setup",
        "/setup/",
        "//setup",
        "/setup//",
        "/SETUP",
        "/Setup",
        "/%73etup",
        "/setup%2f",
        "/setup%20",
        "/setup;x",
        "/setup.html",
        "/./setup",
        "/x/../setup",
        "/setup?secret=x",
        "/install",
        "/wizard",
        "/first-run",
        "/admin/setup",
        "/api/setup",
        "/debug",
        "/metrics",
        "/.env",
        "/.git/config",
    ] {
        for reader in [&nobody, &mori] {
            let shown = house.get(reader, path).await;
            assert_eq!(shown.status, StatusCode::NOT_FOUND, "{path}");
            let posted = house.post(reader, path, &fields).await;
            assert!(
                [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&posted.status),
                "{path}: {}",
                posted.status
            );
        }
    }
    let made = house.app.store.person_by_email("x@vendor.example").await;
    assert!(made.unwrap().is_none());
}

/// What a page that is everybody's might be asked for.
const PARAMETERS: [&str; 18] = [
    "q",
    "number",
    "id",
    "case",
    "account",
    "deployment",
    "contact",
    "person",
    "scope",
    "view",
    "sort",
    "text",
    "product",
    "next",
    "table",
    "fields",
    "limit",
    "kind",
];

#[tokio::test]
async fn v22_what_is_everybodys_shows_nobodys_whatever_is_asked() {
    let world = World::build().await;
    let (nobody, mut asked, mut wrong) = (Reader::default(), 0, Vec::new());
    let own = canaries();
    let routes: Vec<Printed> = web::printed().into_iter().chain(api::printed()).collect();
    let open = routes.iter().filter(|route| {
        // Mails that were caught are there where none are sent.
        let in_demo = route.demo || route.path.starts_with("/caught-mail");
        route.method == "get" && route.policy.who == Who::Anybody && !in_demo
    });
    for route in open {
        let path = world.address(route.path, Of::Hinode, world.files[&Of::Hinode]);
        for parameter in PARAMETERS {
            for value in ["1", "00000001", "canary", "article-of-hinode"] {
                let path = format!("{path}?{parameter}={}", encoded(value));
                let answer = world.house.get(&nobody, &path).await;
                asked += 1;
                if answer.status.is_server_error() {
                    wrong.push(format!("{path}: {}", answer.status));
                }
                // What was typed may come back as it was typed.
                let text = answer.text.replace(value, "").replace(&encoded(value), "");
                wrong.extend(
                    own.iter()
                        .filter(|(_, canary)| text.contains(canary.as_str()))
                        .map(|(_, canary)| format!("{path} shows {canary}")),
                );
            }
        }
    }
    println!("{asked} addresses that are everybody's");
    assert!(asked > 1_000, "{asked}");
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether a browser or anything on the way may show it again to somebody else.
fn is_kept(path: &str, answer: &Answer) -> bool {
    let told = answer.header("cache-control");
    match path.starts_with("/api/") {
        // A program asks again each time, and says who asks.
        true => {
            let asks = answer.header("vary").contains("Authorization");
            !told.contains("no-store") && (told != "private, no-cache" || !asks)
        }
        false => !told.contains("no-store"),
    }
}

#[tokio::test]
async fn v41_nothing_that_is_somebodys_stays_in_a_browser() {
    let world = World::build().await;
    let (mut asked, mut wrong) = (0, Vec::new());
    let routes: Vec<Printed> = web::printed().into_iter().chain(api::printed()).collect();
    for reader in world
        .readers
        .iter()
        .filter(|(p, ..)| p.token == Token::Full)
    {
        for route in routes.iter().filter(|route| route.method == "get") {
            for of in [Of::Hinode, Of::Nobody] {
                let (path, answer) = world.ask(reader, route, of).await;
                asked += 1;
                if is_kept(&path, &answer) {
                    wrong.push(format!(
                        "{path} by {}: {:?}",
                        reader.0.name,
                        answer.header("cache-control")
                    ));
                }
            }
        }
    }
    println!("{asked} answers");
    assert!(asked > 2_000, "{asked}");
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    // What opens a door is kept by nobody at all, and neither is a file.
    let house = &world.house;
    let (_, aoki, bearer) = world
        .readers
        .iter()
        .find(|(p, ..)| p.name == "read-write")
        .unwrap();
    let file = world.files[&Of::Hinode];
    let asks = [("authorization", bearer.as_str())];
    let path = format!("/api/v1/cases/00000001/files/{file}");
    let nobody = Reader::default();
    let had = house.send(&nobody, "GET", &path, None, &asks).await;
    assert_eq!(had.status, StatusCode::OK, "{path}: {}", had.text);
    assert!(had.header("cache-control").contains("no-store"), "{path}");
    let out = house.post(aoki, "/sign-out", &[]).await;
    let cleared = out.header("clear-site-data");
    assert!(
        cleared.contains("cache") && cleared.contains("storage"),
        "{cleared}"
    );
}
