//! Answers that must not tell by their time what they do not tell in words: whether somebody has an account (V-33), whether a
//! case exists that one may not see, how much of a token was right (V-42).

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use benches::{
    median,
    table::{Goal, Table},
};
use domain::{
    Language, Level, PersonId, Prose,
    directory::{Profile, Standing},
    event::By,
};
use madoguchi::{
    app::{App, Clock, Desks, passwords},
    mail::{Address, Mailing, Post},
    serve,
    web::Line,
};
use store::{Store, directory, sign_ins::NewToken};
use testkit::{
    Cast,
    cast::{AOKI, AS_LINDNER, BERLIN, DESK, HINODE, noon, unhurried},
};
use tower::ServiceExt;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often each of two is asked.
const TIMES: usize = 200;
/// The same for what is quick.
const OFTEN: usize = 10_000;
/// What two medians may differ by, whichever is more.
const SHARE: f64 = 0.05;
const LEAST: Duration = Duration::from_millis(2);

/// Two requests that are to look alike, by the number of the attempt.
struct Pair {
    what: &'static str,
    times: usize,
    one: Box<dyn Fn(usize) -> Ask>,
    other: Box<dyn Fn(usize) -> Ask>,
}

/// A request.
struct Ask {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let kept = testkit::databases::sqlite().await;
    let store: Store = kept.store.clone();
    // Nobody is slowed down for asking so often.
    let cast = Cast::enter_on(&store, &unhurried(DESK)).await;
    enter_crowd(&store).await;
    let hidden = cast.open(&store, &AS_LINDNER, BERLIN, "x", noon()).await;
    let hidden = hidden.expect("a case of another company");
    let app = open(store).await;
    let cookie = app.sign_in_as(AOKI, &Default::default()).await;
    let cookie = cookie.expect("a sign-in").expect("a contact");
    let wanted = NewToken::default();
    let token = app.make_token_of("aoki@hinode.example", &wanted).await;
    let token = token.expect("a token");
    let router = serve::router(app.clone(), Line::Loopback, false);
    let mut table = Table::new();
    let form_token = passwords::form_token(app.secret(), &cookie);
    for pair in pairs(hidden, &cookie, &form_token, &token) {
        measure(&router, pair, &mut table).await;
    }
    table.print("Answers that are to look alike: medians of both, by turns");
}

/// As many contacts as attempts: nobody's account is slowed down.
async fn enter_crowd(store: &Store) {
    let mut list = Vec::new();
    for number in 0..TIMES {
        let word = |text: &str| Prose::new(text);
        let profile = Profile {
            family: word("群"),
            given: word("衆"),
            family_kana: word(""),
            given_kana: word(""),
            email: word(&address(number, true)),
            language: Language::new("ja"),
            time_zone: "Asia/Tokyo".into(),
        };
        let standing = Standing::Contact {
            account: HINODE,
            level: Level::Basic,
        };
        let id = PersonId(10_000 + number as i64);
        let added = directory::add_person(id, standing, profile, By::System, noon());
        list.extend(added.expect("a person"));
    }
    store.add(list).await.expect("the crowd enters");
}

/// An address that is known, or looks like one that is.
fn address(number: usize, known: bool) -> String {
    let house = if known { "hinode" } else { "nobody" };
    format!("crowd-{number:05}@{house}.example")
}

async fn open(store: Store) -> App {
    let desks = Desks::stored(&store).await.expect("a desk");
    let mailing = Mailing {
        base: "https://desk.example".into(),
        from: Address::parse("desk@desk.example").expect("an address"),
        post: Post::Caught(Arc::default()),
        calm: jiff::SignedDuration::ZERO,
    };
    let app = App::new(store, desks, Clock::set_to(noon())).await;
    app.expect("an app").with_mailing(mailing)
}

fn form(path: &str, body: String, cookie: Option<&str>) -> Ask {
    let mut headers = vec![(
        "content-type",
        "application/x-www-form-urlencoded".to_owned(),
    )];
    headers.extend(cookie.map(|cookie| ("cookie", format!("sign-in={cookie}"))));
    Ask {
        method: "POST",
        path: path.to_owned(),
        headers,
        body,
    }
}

fn read(path: String, header: (&'static str, String)) -> Ask {
    Ask {
        method: "GET",
        path,
        headers: vec![header],
        body: String::new(),
    }
}

fn pairs(hidden: i64, cookie: &str, form_token: &str, token: &str) -> Vec<Pair> {
    let never = 99_999_990;
    let sign_in = |known| {
        move |number| {
            let email = address(number, known);
            form(
                "/sign-in",
                format!("email={email}&password=not-the-right-one"),
                None,
            )
        }
    };
    let forgotten = |known| {
        move |number| {
            let email = address(number, known);
            form("/sign-in/forgotten", format!("email={email}"), None)
        }
    };
    let page = |case: i64| {
        let cookie = format!("sign-in={cookie}");
        move |_| read(format!("/cases/{case:08}"), ("cookie", cookie.clone()))
    };
    let update = |case: i64| {
        let (cookie, form_token) = (cookie.to_owned(), form_token.to_owned());
        move |_| {
            let path = format!("/cases/{case:08}/messages");
            form(&path, format!("text=x&_token={form_token}"), Some(&cookie))
        }
    };
    let bearer = |token: String, path: String| {
        move |_| read(path.clone(), ("authorization", format!("Bearer {token}")))
    };
    let api = |case: i64| bearer(token.to_owned(), format!("/api/v1/cases/{case:08}"));
    // Right but for its last sign, and wrong from the first after its mark on.
    let nearly = format!("{}{}", &token[..token.len() - 1], other_than(token));
    let mark = token.find('_').map_or(0, |at| at + 1);
    let wrong = format!(
        "{}{}",
        &token[..mark],
        token[mark..].chars().rev().collect::<String>()
    );
    let list = || "/api/v1/cases".to_owned();
    vec![
        Pair {
            what: "sign-in: address known, unknown",
            times: TIMES,
            one: Box::new(sign_in(true)),
            other: Box::new(sign_in(false)),
        },
        Pair {
            what: "forgotten: address known, unknown",
            times: TIMES,
            one: Box::new(forgotten(true)),
            other: Box::new(forgotten(false)),
        },
        Pair {
            what: "page of a case: another's, none",
            times: TIMES,
            one: Box::new(page(hidden)),
            other: Box::new(page(never)),
        },
        Pair {
            what: "update of a case: another's, none",
            times: TIMES,
            one: Box::new(update(hidden)),
            other: Box::new(update(never)),
        },
        Pair {
            what: "API, a case: another's, none",
            times: TIMES,
            one: Box::new(api(hidden)),
            other: Box::new(api(never)),
        },
        Pair {
            what: "token: nearly right, all wrong",
            times: OFTEN,
            one: Box::new(bearer(nearly, list())),
            other: Box::new(bearer(wrong, list())),
        },
    ]
}

fn other_than(token: &str) -> char {
    if token.ends_with('A') { 'B' } else { 'A' }
}

async fn measure(router: &Router, pair: Pair, table: &mut Table) {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    let mut status: Option<StatusCode> = None;
    let mut place = 0_u32;
    for number in 0..pair.times {
        // Neither is always the first.
        for first in [number % 2 == 0, number % 2 != 0] {
            let ask = if first {
                (pair.one)(number)
            } else {
                (pair.other)(number)
            };
            place += 1;
            let (answered, took) = asked(router, ask, place).await;
            let expected = *status.get_or_insert(answered);
            assert_eq!(answered, expected, "{}, attempt {number}", pair.what);
            if first { &mut one } else { &mut other }.push(took);
        }
    }
    let ahead = share_of_longer(&one, &other);
    let (one, other) = (median(one), median(other));
    let allowed = (SHARE * other).max(LEAST.as_secs_f64());
    table.goal(
        pair.what,
        (one - other).abs() / allowed,
        Goal::Under(1.0),
        |figure| format!("{figure:.3} of what is allowed"),
        format!(
            "{:.3} and {:.3} ms, {} attempts each, {}; the first takes longer in {:.1} % of all pairs",
            one * 1e3,
            other * 1e3,
            pair.times,
            status.map_or(String::new(), |status| status.to_string()),
            ahead * 100.0
        ),
    );
}

/// Answers from an address of its own, so that nothing but the account could slow it down.
async fn asked(router: &Router, ask: Ask, place: u32) -> (StatusCode, f64) {
    let mut request = Request::builder().method(ask.method).uri(&ask.path);
    request = request.header("host", "127.0.0.1:8080");
    for (name, value) in &ask.headers {
        request = request.header(*name, value);
    }
    let mut request = request.body(Body::from(ask.body)).expect("a request");
    let [_, high, middle, low] = place.to_be_bytes();
    let from = SocketAddr::from(([127, high, middle, low], 50_000));
    request.extensions_mut().insert(ConnectInfo(from));
    let router = router.clone();
    let begun = Instant::now();
    let response = router.oneshot(request).await.expect("an answer");
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await;
    body.expect("a body");
    (status, begun.elapsed().as_secs_f64())
}

/// How many of all pairs have the first longer than the second: a half tells nothing.
fn share_of_longer(one: &[f64], other: &[f64]) -> f64 {
    let mut sorted = other.to_vec();
    sorted.sort_by(f64::total_cmp);
    let shorter: usize = one
        .iter()
        .map(|took| sorted.partition_point(|than| than < took))
        .sum();
    shorter as f64 / (one.len() * other.len()) as f64
}
