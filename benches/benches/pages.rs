//! Pages of long lists through the whole product, against the same SQL alone behind a bare handler that answers the same
//! bytes; and against themselves with fewer cases.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, http::header, routing::get};
use benches::{
    bare::{self, ListQuery},
    client::{self, CLIENTS, Client, Rate},
    median, places, seed,
    served::listen,
    sizes,
    table::{Goal, Table, percent, times},
};
use domain::{PersonId, desk::List};
use madoguchi::{
    app::{App, Clock, Desks},
    serve,
    web::Line,
};
use rusqlite::Connection;
use store::{
    Db, Store,
    cases::{Cursor, Direction, Filter, Holder, Query, Sort, View},
};
use testkit::cast::{AOKI, AS_AOKI, AS_MORI, HINODE, MORI, TIER1, noon};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 21;
const DURING: Duration = Duration::from_millis(300);
/// Least share of the bare throughput.
const SHARE: f64 = 0.6;
/// Most time that a page may take with many cases, in times of that with a thousand.
const GROWTH: f64 = 1.3;

/// Counters of the company's list, and of the inbox's views.
const OURS: [(&str, i64); 2] = [("contact 1", AOKI.0), ("account", HINODE.0)];
const INBOX: [(&str, i64); 6] = [
    ("owner", MORI.0),
    ("owner", 0),
    ("team", TIER1.0),
    ("desk", 0),
    ("desk", 0),
    ("desk", 0),
];

/// One page, with two servers that answer it.
struct Page {
    what: &'static str,
    cases: usize,
    request: Vec<u8>,
    bytes: usize,
    ours: SocketAddr,
    bare: SocketAddr,
    /// Ours and bare, of each round.
    rounds: Vec<(Rate, Rate)>,
}

#[tokio::main]
async fn main() {
    let mut pages = Vec::new();
    for cases in sizes() {
        let folder = seed::installation(cases).await;
        pages.extend(pages_of(&folder, cases).await);
    }
    // All take their turns in every round: what disturbs the machine disturbs them alike.
    for _ in 0..ROUNDS {
        for page in &mut pages {
            let (ours, bare, request) = (page.ours, page.bare, page.request.clone());
            let round = tokio::task::spawn_blocking(move || {
                (
                    client::rate(ours, &request, DURING),
                    client::rate(bare, &request, DURING),
                )
            });
            page.rounds.push(round.await.expect("a round ends"));
        }
    }
    report(&pages);
}

fn report(pages: &[Page]) {
    let mut table = Table::new();
    for page in pages {
        let what = format!("{}, {} cases", page.what, page.cases);
        let share = page.middle(|ours, bare| ours.answers / bare.answers);
        let more = format!(
            "{:.0} of {:.0} pages/s; by processor time {} ({:.0} and {:.0} µs a page); {} bytes",
            page.middle(|ours, _| ours.answers),
            page.middle(|_, bare| bare.answers),
            percent(page.middle(|ours, bare| bare.cpu / ours.cpu)),
            page.middle(|ours, _| ours.cpu * 1e6),
            page.middle(|_, bare| bare.cpu * 1e6),
            page.bytes
        );
        if page.cases >= 100_000 {
            table.goal(what, share, Goal::AtLeast(SHARE), percent, more);
        } else {
            table.note(what, percent(share), more);
        }
    }
    for page in pages.iter().filter(|page| page.cases > 1_000) {
        let Some(small) = pages
            .iter()
            .find(|small| small.cases == 1_000 && small.what == page.what)
        else {
            continue;
        };
        let growth = |of: fn(&Rate) -> f64| {
            median(
                small
                    .rounds
                    .iter()
                    .zip(&page.rounds)
                    .map(|((few, _), (many, _))| of(many) / of(few))
                    .collect(),
            )
        };
        let what = format!(
            "{}, {} against {} cases",
            page.what, page.cases, small.cases
        );
        let more = format!("by processor time {}", times(growth(|rate| rate.cpu)));
        table.goal(
            what,
            growth(|rate| 1.0 / rate.answers),
            Goal::Under(GROWTH),
            times,
            more,
        );
    }
    table.print(&format!(
        "Pages of lists, {CLIENTS} connections, median of {ROUNDS} rounds: share of the bare throughput, time against fewer cases"
    ));
}

impl Page {
    fn middle(&self, of: impl Fn(&Rate, &Rate) -> f64) -> f64 {
        median(
            self.rounds
                .iter()
                .map(|(ours, bare)| of(ours, bare))
                .collect(),
        )
    }
}

/// The four pages of an installation, each answered by us and by the bare limit.
async fn pages_of(folder: &Path, cases: usize) -> Vec<Page> {
    let path = places::database(folder);
    let store = Store::open(Db::sqlite(&path).expect("SQLite opens"))
        .await
        .expect("the schema fits");
    let company = list(Some(List::Cases), Sort::Attention, View::NotClosed);
    let inbox = list(None, Sort::Waiting, View::Support);
    let (company_middle, company_first, company_then) =
        look(&store, &AS_AOKI.scope(), &company).await;
    let (inbox_middle, inbox_first, inbox_then) = look(&store, &AS_MORI.scope(), &inbox).await;
    let limit = company.limit as i64;
    let of = |what, person, path: String, query, numbers| Wanted {
        what,
        person,
        path,
        query,
        counters: if person == AOKI { &OURS } else { &INBOX },
        account: (person == AOKI).then_some(HINODE.0),
        numbers,
    };
    let wanted = [
        of(
            "company, first page",
            AOKI,
            "/cases".into(),
            ListQuery::company(HINODE.0, None, limit),
            company_first,
        ),
        of(
            "company, by key",
            AOKI,
            format!("/cases?cursor={}", company_middle.encode()),
            ListQuery::company(HINODE.0, Some(&company_middle), limit),
            company_then,
        ),
        of(
            "inbox, first page",
            MORI,
            "/staff".into(),
            ListQuery::inbox(None, limit),
            inbox_first,
        ),
        of(
            "inbox, by key",
            MORI,
            format!("/staff?cursor={}", inbox_middle.encode()),
            ListQuery::inbox(Some(&inbox_middle), limit),
            inbox_then,
        ),
    ];

    // The hour stands still: every answer has the same bytes.
    let desks = Desks::stored(&store).await.expect("a desk serves");
    let app = App::new(store, desks, Clock::set_to(noon()))
        .await
        .expect("the installation is whole");
    let ours = listen(serve::router(app.clone(), Line::Loopback, false)).await;
    let mut pages = Vec::new();
    for one in wanted {
        let secret = app
            .sign_in_as(one.person, &Default::default())
            .await
            .expect("a sign-in")
            .expect("somebody who may sign in");
        let request = client::request(&one.path, &format!("{}={secret}", Line::Loopback.cookie()));
        let answer = {
            let request = request.clone();
            tokio::task::spawn_blocking(move || {
                Client::connect(ours).and_then(|mut c| c.get(&request))
            })
        };
        let answer = answer
            .await
            .expect("the client comes back")
            .expect("an answer");
        assert_eq!(answer.status, 200, "{}: {}", one.path, answer.head);
        let bytes = answer.body.len();
        let query = one
            .query
            .clone()
            .on_a_page(&secret, one.counters, one.account);
        let bare = listen(bare_router(&path, &one, query, answer.body)).await;
        pages.push(Page {
            what: one.what,
            cases,
            request,
            bytes,
            ours,
            bare,
            rounds: Vec::new(),
        });
    }
    pages
}

/// A page to be measured: who asks for it where, and its query.
struct Wanted {
    what: &'static str,
    person: PersonId,
    path: String,
    query: ListQuery,
    /// The counters that the page shows.
    counters: &'static [(&'static str, i64)],
    /// Whose deployments can be chosen.
    account: Option<i64>,
    numbers: Vec<i64>,
}

fn list(list: Option<List>, sort: Sort, view: View) -> Query {
    Query {
        list,
        holder: Holder::All,
        view,
        filter: Filter::default(),
        sort,
        direction: Direction::Ascending,
        cursor: None,
        limit: madoguchi::web::listing::ROWS,
    }
}

/// A cursor in the middle of a list, the numbers of its first page and of the page behind the cursor.
async fn look(
    store: &Store,
    scope: &domain::access::Scope,
    query: &Query,
) -> (Cursor, Vec<i64>, Vec<i64>) {
    let store::cases::Total::Exactly(total) = store.total(scope, query).await.expect("a total")
    else {
        unreachable!("an unfiltered list is counted")
    };
    let half = Query {
        limit: (total / 2) as usize,
        ..query.clone()
    };
    let middle = store
        .cases(scope, &half)
        .await
        .expect("half of the list")
        .next
        .expect("the other half");
    let numbers = async |query: &Query| -> Vec<i64> {
        let page = store.cases(scope, query).await.expect("a page");
        page.rows.iter().map(|row| row.number).collect()
    };
    let (first, then) = (
        numbers(query).await,
        numbers(&Query {
            cursor: Some(middle.clone()),
            ..query.clone()
        })
        .await,
    );
    (middle, first, then)
}

/// The limit: the query through the driver, and the bytes as they are.
fn bare_router(path: &Path, wanted: &Wanted, query: ListQuery, body: Vec<u8>) -> Router {
    let check = query.run(&bare::connect(path)).expect("the query runs");
    // One more row than shown tells whether there is a next page.
    assert_eq!(
        check[..wanted.numbers.len()],
        wanted.numbers,
        "{}: not the store's query any more",
        wanted.what
    );
    let (path, query) = (path.to_owned(), Arc::new(query));
    let idle: Arc<Mutex<Vec<Connection>>> = Arc::default();
    let body = axum::body::Bytes::from(body);
    let answer = async move || {
        let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = kept.unwrap_or_else(|| bare::connect(&path));
        std::hint::black_box(query.run(&connection).expect("the query runs"));
        idle.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection);
        ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body)
    };
    Router::new().fallback(get(move || answer.clone()()))
}
