//! What somebody sends to keep us busy (V-43): it is answered within a bound that nothing of the sort comes near, and others are
//! answered all the while.

use std::{net::SocketAddr, time::Duration};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use domain::event::By;
use store::sign_ins::NewToken;
use testkit::cast::*;
use tower::ServiceExt;

use crate::browser::{House, Reader};

/// What grows with the square of what was sent, or without end, takes longer than this; everything else far less.
const PATIENCE: Duration = Duration::from_secs(60);

/// A request as it stands, so that it can be carried out beside another.
struct Sent {
    what: String,
    request: Request<Body>,
}

impl Sent {
    fn new(what: &str, request: axum::http::request::Builder, body: impl Into<Body>) -> Self {
        let mut request = request
            .header("host", "127.0.0.1:8080")
            .body(body.into())
            .unwrap();
        let from = SocketAddr::from(([127, 0, 0, 1], 50_000));
        request.extensions_mut().insert(ConnectInfo(from));
        Self {
            what: what.to_owned(),
            request,
        }
    }
}

/// The status of each, one after the other, while another reader goes on reading.
async fn answered(house: &House, all: Vec<Sent>) -> Vec<(String, StatusCode)> {
    let router = house.router.clone();
    let mut told = Vec::new();
    for Sent { what, request } in all {
        let costly = tokio::spawn(router.clone().oneshot(request));
        let beside = async {
            let bare = Sent::new("", Request::get("/livez"), "");
            router.clone().oneshot(bare.request).await.unwrap().status()
        };
        let beside = tokio::time::timeout(PATIENCE, beside).await;
        assert_eq!(beside, Ok(StatusCode::OK), "beside {what}");
        let answer = tokio::time::timeout(PATIENCE, costly).await;
        let answer = answer.unwrap_or_else(|_| panic!("{what} takes too long"));
        let answer = answer.expect("no panic").unwrap();
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), 8 * 1024 * 1024);
        let body = tokio::time::timeout(PATIENCE, body).await;
        assert!(matches!(body, Ok(Ok(_))), "{what} answers without end");
        assert!(!status.is_server_error(), "{what}: {status}");
        told.push((what, status));
    }
    told
}

/// Texts on which a careless reader of marks takes the square of their length, or worse, as long as a message may be.
fn marks() -> Vec<String> {
    let most = domain::case::TEXT_MAX;
    let upto = |piece: &str| piece.repeat(most / piece.chars().count());
    vec![
        upto("["),
        upto("[a]("),
        upto("*a_ "),
        upto("> "),
        upto(">"),
        upto("`"),
        upto("- "),
        upto("|a"),
        format!("a|a\n-|-\n{}", "|x\n".repeat(most / 4)),
        upto("<a "),
        upto("![a]["),
        upto("&amp;"),
        upto("http://a.b/ "),
        upto("a@b.c "),
        (0..most / 12).map(|n| format!("[{n}]: /x\n")).collect(),
        upto("\u{202e}あ"),
        upto("e\u{301}"),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v43_nothing_that_is_sent_keeps_us_busy() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "x").await;
    let aoki = house.reader(AOKI).await;
    let secret = &aoki.cookies["sign-in"];
    let cookie = format!("sign-in={secret}");
    let form = madoguchi::app::passwords::form_token(house.app.secret(), secret);
    let token = house
        .app
        .make_own_token(AOKI, &NewToken::default(), By::System)
        .await
        .unwrap();
    let bearer = format!("Bearer {token}");
    let get = |path: String| {
        let asked = Request::get(path.clone());
        match path.starts_with("/api/") {
            true => asked.header("authorization", &bearer),
            false => asked.header("cookie", &cookie),
        }
    };
    let json = |path: &str| {
        Request::post(path.to_owned())
            .header("authorization", &bearer)
            .header("content-type", "application/json")
    };
    let posted = |path: &str| {
        Request::post(path.to_owned())
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded")
    };
    // As long as an address may be.
    let words = |piece: &str| piece.repeat(60_000 / piece.len());
    let mut all = Vec::new();
    for (list, name) in [
        ("/search", "q"),
        ("/api/v1/search", "q"),
        ("/cases", "text"),
        ("/cases", "columns"),
        ("/api/v1/cases", "text"),
        ("/knowledge", "q"),
        ("/knowledge/suggestions", "q"),
        ("/find", "number"),
    ] {
        for piece in [
            "a",
            "a+OR+",
            "%28",
            "%22a%22+",
            "-a+",
            "a%2A+",
            "number%3A",
            "%E3%81%82",
            "%E6%9D%B1%E4%BA%AC",
        ] {
            let path = format!("{list}?{name}={}", words(piece));
            all.push(Sent::new(&format!("{list} {piece}"), get(path), ""));
        }
    }
    for list in ["/cases", "/api/v1/cases", "/search"] {
        let path = format!("{list}?{}", words("product=x&"));
        all.push(Sent::new(&format!("{list} of many filters"), get(path), ""));
    }
    let megabyte = 1024 * 1024 - 200;
    let messages = format!("/api/v1/cases/{number:08}/messages");
    let many: String = (0..megabyte / 16).map(|n| format!("\"k{n}\":1,")).collect();
    for (what, body) in [
        ("brackets", "[".repeat(megabyte)),
        ("braces", "{\"text\":".repeat(megabyte / 8)),
        ("many members", format!("{{{many}\"text\":\"x\"}}")),
        (
            "a long text",
            format!("{{\"text\":\"{}\"}}", "x".repeat(megabyte - 20)),
        ),
        (
            "a long number",
            format!("{{\"text\":1{}}}", "0".repeat(megabyte - 20)),
        ),
        (
            "escapes",
            format!("{{\"text\":\"{}\"}}", "\\u0041".repeat(megabyte / 6 - 4)),
        ),
    ] {
        all.push(Sent::new(what, json(&messages), body));
    }
    let at = format!("/api/v1/cases/{number:08}/call-wish");
    for date in [
        "0".repeat(900_000),
        "2026-11-20T03:00:00.".to_owned() + &"0".repeat(900_000),
        "P".repeat(900_000),
    ] {
        let body = format!("{{\"until\":\"{date}\",\"reason\":\"x\"}}");
        all.push(Sent::new("a long moment", json(&at), body));
    }
    // Fifty times as much as is taken.
    let large = vec![b'x'; 50 * 1024 * 1024];
    all.push(Sent::new("50 MB of JSON", json(&messages), large.clone()));
    let message = format!("/cases/{number:08}/messages");
    all.push(Sent::new("50 MB of a form", posted(&message), large));
    let fields: String = (0..megabyte / 8).map(|n| format!("a{n}=1&")).collect();
    let fields: String = fields.chars().take(megabyte - 100).collect();
    all.push(Sent::new(
        "many fields",
        posted(&message),
        format!("{fields}&_token={form}"),
    ));
    for text in marks() {
        let text: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let what = format!("marks {}", text.chars().take(20).collect::<String>());
        let body = format!("text={text}&_token={form}");
        all.push(Sent::new(&what, posted("/text-preview"), body));
    }
    let count = all.len();
    let told = answered(&house, all).await;
    assert_eq!(told.len(), count);
    let of = |what: &str| {
        let found = told.iter().find(|(name, _)| name == what);
        found.unwrap().1
    };
    assert_eq!(of("50 MB of JSON"), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(of("brackets"), StatusCode::BAD_REQUEST);
    assert_eq!(of("a long text"), StatusCode::UNPROCESSABLE_ENTITY);
    let previews = told.iter().filter(|(what, _)| what.starts_with("marks "));
    for (what, status) in previews {
        assert_eq!(*status, StatusCode::OK, "{what}");
    }
    // And it goes on.
    let page = house.get(&aoki, &format!("/cases/{number:08}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(
        house.get(&Reader::default(), "/readyz").await.status,
        StatusCode::OK
    );
}
