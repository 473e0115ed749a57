//! How often somebody may try, and how many requests the API takes, over several nodes and through a restart.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode},
};
use domain::{PersonId, audit::AuditFilter, event::By};
use jiff::SignedDuration;
use madoguchi::{
    app::{App, Fail, clock::Clock, desks::Desks, volume::Reads},
    serve,
    web::Line,
};
use store::sign_ins::NewToken;
use testkit::{Cast, Database, cast::*, databases};
use tower::ServiceExt;

fn address(n: u8) -> IpAddr {
    IpAddr::from([203, 0, 113, n])
}

/// A node over this store, with a clock of its own that shows the same.
async fn node(store: &store::Store, clock: &Clock) -> App {
    let desks = Desks::stored(store).await.unwrap();
    App::new(store.clone(), desks, clock.clone()).await.unwrap()
}

/// Two nodes over one database.
struct Pair {
    database: Database,
    clock: Clock,
    nodes: [App; 2],
}

/// A pair on each kind of database.
async fn pairs(desk: &str) -> Vec<Pair> {
    let mut all = Vec::new();
    for database in databases().await {
        Cast::enter_on(&database.store, desk).await;
        let clock = Clock::set_to(noon());
        let nodes = [
            node(&database.store, &clock).await,
            node(&database.store, &clock).await,
        ];
        all.push(Pair {
            database,
            clock,
            nodes,
        });
    }
    all
}

fn wait(counted: Result<(), Fail>) -> Option<u64> {
    match counted {
        Ok(()) => None,
        Err(Fail::TooMany { wait }) => Some(wait),
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn a19_two_nodes_together_allow_no_more_than_one_and_neither_does_a_restart() {
    for pair in pairs(DESK).await {
        let (nodes, clock) = (&pair.nodes, &pair.clock);
        let mut through = 0;
        for n in 0..20 {
            let tried = nodes[usize::from(n) % 2].count_try(address(n), "a@example.com");
            through += i32::from(wait(tried.await).is_none());
        }
        assert_eq!(through, 10, "by the name that is tried");
        // However the name is typed, from wherever, on a node that has just begun.
        let anew = node(&pair.database.store, clock).await;
        let refused = anew.count_try(address(99), "A@EXAMPLE.com ").await;
        assert_eq!(wait(refused), Some(21));
        clock.advance(SignedDuration::from_secs(20));
        assert_eq!(wait(anew.count_for("a@example.com").await), None);
        assert!(wait(nodes[0].count_for("a@example.com").await).is_some());
    }
}

#[tokio::test]
async fn a19_an_address_has_one_count_on_all_nodes_and_a_64_is_one_address() {
    for Pair { nodes, .. } in pairs(DESK).await {
        let mut through = 0;
        for n in 0..60_u16 {
            let from = IpAddr::from([0x2001, 0xdb8, 0, 7, 0, 0, n, 1]);
            let name = format!("{n}@example.com");
            let tried = nodes[usize::from(n) % 2].count_try(from, &name).await;
            through += i32::from(wait(tried).is_none());
        }
        assert_eq!(through, 30);
        let beside = IpAddr::from([0x2001, 0xdb8, 0, 8, 0, 0, 0, 1]);
        assert_eq!(wait(nodes[0].count_address(beside).await), None);
    }
}

#[tokio::test]
async fn a19_a_flood_of_refused_tries_writes_nothing_and_no_address_lies_in_the_database() {
    let database = databases::sqlite().await;
    let store = &database.store;
    Cast::enter(store).await;
    let app = node(store, &Clock::set_to(noon())).await;
    let from = address(7);
    while wait(app.count_address(from).await).is_none() {}
    let before = store.db().reads();
    for _ in 0..1_000 {
        assert!(wait(app.count_address(from).await).is_some());
    }
    assert_eq!(store.db().reads(), before, "memory says it");
    let rows = store.db().read("SELECT key, full_at FROM limits", &[]);
    let rows = rows.await.unwrap();
    assert_eq!(rows.len(), 1);
    assert!(!format!("{rows:?}").contains("203.0.113"), "{rows:?}");
}

/// The desk of the tests with these limits on the API.
fn with_api(limits: &str) -> String {
    let usual = "api = { token = 600, account = 3000, address = 6000, wrong = 30 }";
    assert!(DESK.contains(usual));
    DESK.replace(usual, &format!("api = {{ {limits} }}"))
}

async fn token(app: &App, person: PersonId) -> String {
    let new = NewToken::default();
    let made = app.make_own_token(person, &new, By::System).await;
    format!("Bearer {}", made.unwrap())
}

fn routers(pair: &Pair) -> [Router; 2] {
    let router = |app: &App| serve::router(app.clone(), Line::Loopback, false);
    [router(&pair.nodes[0]), router(&pair.nodes[1])]
}

struct Told {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Told {
    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

async fn asks(router: &Router, path: &str, bearer: &str, from: IpAddr, says: &str) -> Told {
    let mut request = Request::get(path).header("host", "127.0.0.1:8080");
    for (name, value) in [
        ("authorization", bearer),
        // Where one says that one is.
        ("x-forwarded-for", says),
        ("forwarded", says),
        ("x-real-ip", says),
    ] {
        request = request.header(name, value);
    }
    let mut request = request.body(Body::empty()).unwrap();
    let peer = SocketAddr::new(from, 50_000);
    request.extensions_mut().insert(ConnectInfo(peer));
    let answer = router.clone().oneshot(request).await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    Told {
        status,
        headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

const ME: &str = "/api/v1/me";

/// How many of so many requests, by turns on both nodes, get through.
async fn through(routers: &[Router; 2], bearers: &[String], times: usize) -> usize {
    let mut through = 0;
    for n in 0..times {
        let bearer = &bearers[n / 2 % bearers.len()];
        let told = asks(&routers[n % 2], ME, bearer, address(1), "").await;
        through += usize::from(told.status == StatusCode::OK);
    }
    through
}

#[tokio::test]
async fn a19_the_api_takes_so_many_a_minute_over_all_nodes_by_token_account_and_address() {
    let desk = with_api("token = 40, account = 60, address = 100, wrong = 10");
    for pair in pairs(&desk).await {
        let (routers, clock) = (routers(&pair), &pair.clock);
        let app = &pair.nodes[0];
        let own = [token(app, AOKI).await];
        let once = through(&routers, &own, 120).await;
        assert!((30..=40).contains(&once), "{once} of 40 by one token");
        // As many as a minute gives back, and never more than the limit says.
        clock.advance(SignedDuration::from_mins(1));
        let again = through(&routers, &own, 120).await;
        assert!((30..=40).contains(&again), "{again} a minute later");
        clock.advance(SignedDuration::from_mins(10));
        // Several tokens of one company have one count together; another company's is another.
        let all = [
            token(app, AOKI).await,
            token(app, AOKI).await,
            token(app, BABA).await,
        ];
        let company = through(&routers, &all, 300).await;
        assert!(
            (45..=60).contains(&company),
            "{company} of 60 by one account"
        );
        let other = through(&routers, &[token(app, LINDNER).await], 120).await;
        assert!((30..=40).contains(&other), "{other} of another account");
        // So have several of one person among staff.
        clock.advance(SignedDuration::from_mins(10));
        let staff = [token(app, MORI).await, token(app, MORI).await];
        let person = through(&routers, &staff, 300).await;
        assert!(
            (45..=60).contains(&person),
            "{person} of 60 by one of staff"
        );
        // And all together from one address.
        let other = through(&routers, &[token(app, LINDNER).await], 120).await;
        assert!(
            (20..=55).contains(&other),
            "{other}: {person} and these are 100 at most"
        );
        assert!(person + other <= 100, "{person} + {other} from one address");
        // Pages go on as ever.
        for _ in 0..150 {
            let page = asks(&routers[0], "/help", "", address(1), "").await;
            assert_eq!(page.status, StatusCode::OK);
        }
    }
}

#[tokio::test]
async fn a19_what_is_left_is_told_and_what_is_too_much_says_when_to_come_again() {
    let desk = with_api("token = 40, account = 600, address = 600, wrong = 10");
    let pair = pairs(&desk).await.remove(0);
    let (routers, clock) = (routers(&pair), &pair.clock);
    let bearer = token(&pair.nodes[0], AOKI).await;
    let first = asks(&routers[0], ME, &bearer, address(1), "").await;
    assert_eq!(
        first.header("ratelimit-policy"),
        "\"token\";q=40;w=60, \"account\";q=600;w=60, \"address\";q=600;w=60"
    );
    let left = |told: &Told| -> i64 {
        let text = told.header("ratelimit").to_owned();
        let rest = text.strip_prefix("\"token\";r=").expect("the token first");
        rest.split(';').next().unwrap().parse().unwrap()
    };
    let mut before = left(&first);
    assert!((30..40).contains(&before), "{before}");
    let refused = loop {
        let told = asks(&routers[0], ME, &bearer, address(1), "").await;
        if told.status != StatusCode::OK {
            break told;
        }
        assert!(left(&told) < before, "{} after {before}", left(&told));
        before = left(&told);
    };
    assert_eq!(before, 0);
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert_eq!(left(&refused), 0);
    assert!(
        refused.text.contains("/problems/too-many"),
        "{}",
        refused.text
    );
    let wait: i64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=3).contains(&wait), "{wait}");
    clock.advance(SignedDuration::from_secs(wait));
    let told = asks(&routers[0], ME, &bearer, address(1), "").await;
    assert_eq!(told.status, StatusCode::OK, "when it was said");
}

#[tokio::test]
async fn a19_wrong_tokens_are_slowed_by_address_and_those_that_are_known_go_on() {
    let desk = with_api("token = 600, account = 3000, address = 6000, wrong = 10");
    for pair in pairs(&desk).await {
        let routers = routers(&pair);
        let bearer = token(&pair.nodes[0], AOKI).await;
        let known = asks(&routers[0], ME, &bearer, address(1), "").await;
        assert_eq!(known.status, StatusCode::OK);
        let mut refused = 0;
        for n in 0..40_u8 {
            let guess = format!("Bearer mdg_guess-{n}");
            let says = format!("198.51.100.{n}");
            let told = asks(&routers[usize::from(n) % 2], ME, &guess, address(1), &says).await;
            match told.status {
                StatusCode::UNAUTHORIZED => {}
                StatusCode::TOO_MANY_REQUESTS => refused += 1,
                other => panic!("{other}"),
            }
        }
        assert_eq!(refused, 30, "ten of forty, wherever they say that they are");
        let known = asks(&routers[0], ME, &bearer, address(1), "").await;
        assert_eq!(known.status, StatusCode::OK, "who is known goes on");
        let elsewhere = asks(&routers[0], ME, "Bearer mdg_x", address(2), "").await;
        assert_eq!(elsewhere.status, StatusCode::UNAUTHORIZED);
        pair.clock.advance(SignedDuration::from_secs(7));
        let later = asks(&routers[0], ME, "Bearer mdg_x", address(1), "").await;
        assert_eq!(later.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a19_an_ordinary_request_writes_nothing() {
    let pair = pairs(DESK).await.remove(0);
    let (routers, store) = (routers(&pair), &pair.database.store);
    let bearer = token(&pair.nodes[0], AOKI).await;
    let rows = async || {
        let rows = store
            .db()
            .read("SELECT key, full_at FROM limits ORDER BY key", &[]);
        format!("{:?}", rows.await.unwrap())
    };
    let (mut before, mut moved) = (rows().await, 0);
    for _ in 0..200 {
        // Five a second.
        pair.clock.advance(SignedDuration::from_millis(200));
        let told = asks(&routers[0], ME, &bearer, address(1), "").await;
        assert_eq!(told.status, StatusCode::OK);
        let after = rows().await;
        moved += i32::from(after != before);
        before = after;
    }
    assert!((1..=30).contains(&moved), "{moved} of 200 requests wrote");
    assert!(!before.contains("203.0.113"), "{before}");
}

/// Somebody on a page reads a case; the seconds to wait, where it was one too many.
async fn reads(node: &App, number: i64) -> Option<u64> {
    let by = Reads::Person(MORI);
    node.reads_case(by, MORI, number, None).await.unwrap()
}

#[tokio::test]
async fn v38_what_somebody_reads_is_one_count_over_nodes_and_through_a_restart() {
    let rule = "reading = { alarm = 100, step_up = 300 }";
    assert!(DESK.contains(rule));
    let desk = DESK.replace(rule, "reading = { alarm = 3, step_up = 5 }");
    for pair in pairs(&desk).await {
        let (nodes, store) = (&pair.nodes, &pair.database.store);
        for number in 0..5_i64 {
            let turn = &nodes[usize::try_from(number).unwrap() % 2];
            assert_eq!(reads(turn, number).await, None, "{number}");
        }
        let anew = node(store, &pair.clock).await;
        for one in [&nodes[0], &nodes[1], &anew] {
            assert!(reads(one, 5).await.is_some());
            assert_eq!(reads(one, 0).await, None, "what was read is read again");
        }
        // It is told once, by whichever node sees it first.
        let filter = AuditFilter {
            kind: Some("read-many".to_owned()),
            ..AuditFilter::default()
        };
        let lines = store.audit(&filter, None, 100).await.unwrap();
        let told = lines.iter().map(|line| line.body.to_string());
        let told = told.filter(|body| body.contains("\"stopped\":false"));
        assert_eq!(told.count(), 1);
        // Who shows who they are on one node has done so on all of them.
        pair.clock.advance(SignedDuration::from_mins(1));
        nodes[0].shown_anew(MORI).await.unwrap();
        assert_eq!(reads(&nodes[1], 5).await, None);
        assert_eq!(reads(&anew, 6).await, None);
        // Nobody is named by it, and after an hour nothing of it is left.
        let all = async |sql: &'static str| {
            let rows = store.db().read(sql, &[]).await.unwrap();
            format!("{rows:?}")
        };
        let held = all("SELECT reader, number FROM readings ORDER BY number").await;
        assert!(!held.contains(&format!("person {MORI}")), "{held}");
        pair.clock.advance(SignedDuration::from_hours(2));
        nodes[0].keep_readings().await.unwrap();
        assert_eq!(all("SELECT reader FROM readings").await, "[]");
        assert_eq!(all("SELECT reader FROM reading_marks").await, "[]");
    }
}

#[tokio::test]
async fn v38_reading_case_after_case_writes_seldom_and_the_same_case_never() {
    let pair = pairs(DESK).await.remove(0);
    let (here, store) = (&pair.nodes[0], &pair.database.store);
    let rows = async || {
        const COUNT: &str = "SELECT count(*) FROM readings";
        let row = store.db().read_one(COUNT, &[]).await.unwrap();
        row.unwrap().columns().int().unwrap()
    };
    let (mut before, mut wrote) = (0, 0);
    for number in 0..95 {
        for _ in 0..3 {
            assert_eq!(reads(here, number).await, None);
        }
        let after = rows().await;
        wrote += i32::from(after != before);
        before = after;
    }
    assert!((1..=10).contains(&wrote), "{wrote} of 285 looks wrote");
    // What waits is written before long.
    here.keep_readings().await.unwrap();
    assert_eq!(rows().await, 95);
}
