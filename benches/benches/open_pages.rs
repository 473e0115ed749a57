//! A case with a long story against the bare limit of its queries and bytes, and a thousand pages that follow it: what each
//! takes of memory, and how soon all of them hear of an update.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{Router, http::header, routing::get};
use benches::{
    bare,
    client::{self, Client, Rate},
    median, places,
    served::{cookie, listen, memory, readers},
    table::{Goal, Table, percent, times},
};
use domain::case::Command;
use madoguchi::{
    app::{App, Clock, Desks},
    serve,
    web::Line,
    work,
};
use rusqlite::Connection;
use store::{Db, Store};
use testkit::cast::{AOKI, AS_AOKI, AS_MORI, Cast, TOKYO, noon};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ITEMS: usize = 500;
const PAGES: usize = 1_000;
/// Pages of one person.
const EACH: usize = 20;
const ROUNDS: usize = 11;
const DURING: Duration = Duration::from_millis(300);
/// Most time that a page may take, in times of the bare limit's.
const SLOWER: f64 = 1.5;

#[tokio::main]
async fn main() {
    let folder = folder();
    let db = Db::sqlite(&places::database(&folder)).expect("SQLite opens");
    let store = Store::open(db).await.expect("the schema is made");
    let cast = Cast::enter(&store).await;
    let number = cast
        .open(&store, &AS_AOKI, TOKYO, "長い経緯", noon())
        .await
        .expect("a case");
    let desks = Desks::stored(&store).await.expect("a desk serves");
    let app = App::new(store, desks, Clock::set_to(noon()));
    let app = app.await.expect("the installation is whole");
    for n in 0..ITEMS {
        let text = format!("{n}件目のメッセージです。**録音**が再生できません。");
        let (actor, command) = match n % 2 {
            0 => (&AS_MORI, Command::Reply { text, then: None }),
            _ => (&AS_AOKI, Command::PostUpdate { text }),
        };
        let done = app.change_case(actor, number, command, None, None);
        done.await.expect("a message");
    }
    let ours = listen(serve::router(app.clone(), Line::Loopback, false)).await;
    let mut table = Table::new();
    story(&app, &folder, ours, number, &mut table).await;
    follow(&app, ours, number, &mut table).await;
    table.print("Open pages");
}

fn folder() -> PathBuf {
    let folder = places::target().join("bench-data").join("open-pages");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the database");
    folder
}

async fn story(app: &App, folder: &Path, ours: SocketAddr, number: i64, table: &mut Table) {
    let request = client::request(&format!("/cases/{number:08}"), &cookie(app, AOKI).await);
    let asked = request.clone();
    let answer = tokio::task::spawn_blocking(move || Client::connect(ours)?.get(&asked));
    let answer = answer.await.expect("it comes back").expect("an answer");
    assert_eq!(answer.status, 200, "{}", answer.head);
    let bytes = answer.body.len();
    let limit = listen(bare_router(&places::database(folder), answer.body)).await;
    let rounds = tokio::task::spawn_blocking(move || {
        let round = |_| {
            (
                client::rate(ours, &request, DURING),
                client::rate(limit, &request, DURING),
            )
        };
        (0..ROUNDS).map(round).collect::<Vec<(Rate, Rate)>>()
    });
    let rounds = rounds.await.expect("the rounds end");
    let middle =
        |of: fn(&Rate, &Rate) -> f64| median(rounds.iter().map(|(a, b)| of(a, b)).collect());
    let more = format!(
        "{:.0} of {:.0} pages/s; {:.0} and {:.0} µs of processor time; by it {}; {bytes} bytes",
        middle(|ours, _| ours.answers),
        middle(|_, bare| bare.answers),
        middle(|ours, _| ours.cpu * 1e6),
        middle(|_, bare| bare.cpu * 1e6),
        percent(middle(|ours, bare| bare.cpu / ours.cpu)),
    );
    let slower = middle(|ours, bare| bare.answers / ours.answers);
    table.goal(
        format!("case of {ITEMS} messages"),
        slower,
        Goal::Under(SLOWER),
        times,
        more,
    );
}

/// The limit: the rows of the story through the driver, and the bytes as they are.
fn bare_router(path: &Path, body: Vec<u8>) -> Router {
    const QUERIES: [&str; 2] = [
        "SELECT version, at, by_person, kind, body FROM events WHERE stream = 'case' AND stream_id =
            (SELECT id FROM cases LIMIT 1) ORDER BY version",
        "SELECT version, ordinal, salt, body FROM prose WHERE stream = 'case' AND stream_id =
            (SELECT id FROM cases LIMIT 1) ORDER BY version, ordinal",
    ];
    let path = path.to_owned();
    let idle: Arc<Mutex<Vec<Connection>>> = Arc::default();
    let body = axum::body::Bytes::from(body);
    let answer = async move || {
        let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = kept.unwrap_or_else(|| bare::connect(&path));
        for query in QUERIES {
            let mut statement = connection.prepare_cached(query).expect("a statement");
            let mut rows = statement.query([]).expect("rows");
            while let Some(row) = rows.next().expect("a row") {
                let text: Option<String> = row
                    .get(if query == QUERIES[0] { 4 } else { 3 })
                    .expect("a text");
                std::hint::black_box(text);
            }
        }
        idle.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection);
        ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body)
    };
    Router::new().fallback(get(move || answer.clone()()))
}

async fn follow(app: &App, ours: SocketAddr, number: i64, table: &mut Table) {
    tokio::spawn(work::live::run(app.clone()));
    let cookies = readers(app, PAGES / EACH).await;
    let requests: Vec<_> = cookies
        .iter()
        .map(|cookie| client::stream(number, cookie))
        .collect();
    let before = memory("VmRSS");
    let opened = tokio::task::spawn_blocking(move || {
        let open = |n: usize| {
            let mut stream = TcpStream::connect(ours).expect("a connection");
            stream.write_all(&requests[n / EACH]).expect("it asks");
            let mut head = [0; 1024];
            let read = stream.read(&mut head).expect("an answer");
            assert!(head[..read].starts_with(b"HTTP/1.1 200"));
            stream
        };
        (0..PAGES).map(open).collect::<Vec<_>>()
    });
    let mut streams = opened.await.expect("all are open");
    // What they ask while nothing happens is part of what they cost.
    tokio::time::sleep(Duration::from_secs(4)).await;
    let each = (memory("VmRSS") - before) / PAGES as f64;
    let mut slowest = Vec::new();
    for round in 0..5 {
        let text = format!("全員への更新{round}");
        let command = Command::Reply { text, then: None };
        let begun = Instant::now();
        let done = app.change_case(&AS_MORI, number, command, None, None);
        done.await.expect("an update");
        let heard = tokio::task::spawn_blocking(move || {
            let mut buffer = [0; 4096];
            for stream in &mut streams {
                let mut heard = String::new();
                while !heard.contains("event: changed") {
                    let read = stream.read(&mut buffer).expect("it goes on");
                    assert!(read > 0, "a stream ended");
                    heard.push_str(&String::from_utf8_lossy(&buffer[..read]));
                }
            }
            streams
        });
        streams = heard.await.expect("all hear");
        slowest.push(begun.elapsed().as_secs_f64());
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let most = slowest.iter().copied().fold(0.0, f64::max);
    let kilobytes = |kb: f64| format!("{kb:.1} KB");
    let more = "growth of the whole program, the other ends of the connections included".to_owned();
    table.goal(
        format!("memory of one of {PAGES} open pages"),
        each,
        Goal::Under(50.0),
        kilobytes,
        more,
    );
    let seconds = |s: f64| format!("{s:.2} s");
    let more = format!(
        "until the last of {PAGES} has heard; median {:.2} s",
        median(slowest)
    );
    table.goal(
        "an update on all open pages",
        most,
        Goal::Under(1.0),
        seconds,
        more,
    );
}
