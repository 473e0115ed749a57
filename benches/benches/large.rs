//! What is large: a file of a gigabyte that is cut off ten times, and an incident over a thousand cases whose pages are open. How
//! much memory the one takes, and how soon everybody has read the other.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    time::{Duration, Instant},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use benches::{
    client::{self, CLIENTS, Client},
    places,
    served::{cookie, listen, memory, readers},
    table::{Goal, Table, megabytes},
};
use domain::{
    CaseId, Desk, FileId,
    incident::{self, Affected, Declaration, Phase, Typed},
};
use madoguchi::{
    app::{App, Clock, Desks, files::Files},
    files::Shelf,
    serve,
    web::Line,
    work,
};
use sha2::{Digest, Sha256};
use store::{Db, Store};
use testkit::cast::{AOKI, AS_AOKI, AS_MORI, Cast, TOKYO, noon};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const GIGABYTE: usize = 1 << 30;
const CUTS: usize = 10;
/// Bytes that the client has at once.
const PIECE: usize = 1 << 20;
const CASES: usize = 1_000;
/// Pages of one person.
const EACH: usize = 20;
const UPDATES: u32 = 5;

#[tokio::main]
async fn main() {
    let folder = folder();
    let db = Db::sqlite(&places::database(&folder)).expect("SQLite opens");
    let store = Store::open(db).await.expect("the schema is made");
    let cast = Cast::enter(&store).await;
    let desks = Desks::stored(&store).await.expect("a desk serves");
    let app = App::new(store.clone(), desks, Clock::set_to(noon()));
    let app = app.await.expect("the installation is whole");
    let app = app.with_files(Files {
        shelf: Shelf::folder(&folder.join("files")).expect("a folder for files"),
        scanner: None,
    });
    let ours = listen(serve::router(app.clone(), Line::Loopback, false)).await;
    let mut table = Table::new();
    file(&app, ours, &mut table).await;
    incident(&app, &store, &cast, ours, &mut table).await;
    table.print("Large");
    let _ = std::fs::remove_dir_all(folder);
}

fn folder() -> PathBuf {
    let folder = places::target().join("bench-data").join("large");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The bytes of the file from here on, as many as fit: lines with their numbers.
fn fill(piece: &mut [u8], from: usize) {
    const LINE: usize = 32;
    for (at, byte) in piece.iter_mut().enumerate() {
        let (line, column) = ((from + at) / LINE, (from + at) % LINE);
        *byte = match column {
            31 => b'\n',
            0..10 => b'0' + (line / 10_usize.pow(9 - column as u32) % 10) as u8,
            _ => b'a' + (column as u8) % 26,
        };
    }
}

/// A request about an upload, by a script of our own page.
fn about(method: &str, path: &str, cookie: &str, more: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\nTus-Resumable: 1.0.0\r\n{more}\r\n"
    )
}

/// The head of an answer, and the connection behind it.
fn asked(to: SocketAddr, request: impl AsRef<[u8]>) -> (String, TcpStream) {
    let mut stream = TcpStream::connect(to).expect("a connection");
    stream.write_all(request.as_ref()).expect("it asks");
    (head(&mut stream), stream)
}

fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        let read = stream.read(&mut byte).expect("an answer");
        assert!(read > 0, "{}", String::from_utf8_lossy(&head));
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).to_ascii_lowercase()
}

fn header(head: &str, name: &str) -> String {
    let value = head.lines().find_map(|line| line.strip_prefix(name));
    value
        .unwrap_or_else(|| panic!("{name} {head}"))
        .trim()
        .to_owned()
}

async fn file(app: &App, ours: SocketAddr, table: &mut Table) {
    let cookie = cookie(app, AOKI).await;
    // What is measured is what a file costs, not what a program has after its start.
    std::fs::write("/proc/self/clear_refs", "5").expect("the peak is counted from here");
    let (before, begun) = (memory("VmRSS"), Instant::now());
    let sent = tokio::task::spawn_blocking(move || send(ours, &cookie));
    let (id, digest) = sent.await.expect("it arrives");
    let took = begun.elapsed().as_secs_f64();
    let grown = (memory("VmHWM") - before) / 1024.0;
    let arrived = app.waiting_file(&AS_AOKI, id).await.expect("it is there");
    assert_eq!(
        arrived.sha256.as_deref(),
        Some(digest.as_str()),
        "it arrives whole"
    );
    let more =
        format!("cut off {CUTS} times, whole at the end; {took:.1} s, the client's side included");
    let goal = Goal::Under(64.0);
    table.goal(
        "memory of a file of 1 GB".to_owned(),
        grown,
        goal,
        megabytes,
        more,
    );
}

/// Sends the file, and hangs up in the middle of a piece each time.
fn send(to: SocketAddr, cookie: &str) -> (FileId, String) {
    let name = BASE64_STANDARD.encode("長い記録.log");
    let new = format!(
        "Upload-Length: {GIGABYTE}\r\nUpload-Metadata: filename {name}\r\nContent-Length: 0\r\n"
    );
    let (answer, _) = asked(to, about("POST", "/uploads", cookie, &new));
    assert!(answer.starts_with("http/1.1 201"), "{answer}");
    let at = header(&answer, "location:");
    let id = at.rsplit('/').next().and_then(|id| id.parse().ok());
    let mut piece = vec![0; PIECE];
    for cut in 0..=CUTS {
        let until = (GIGABYTE / (CUTS + 1) * (cut + 1) + 12_345).min(GIGABYTE);
        let until = if cut == CUTS { GIGABYTE } else { until };
        while !go_on(to, &at, cookie, &mut piece, until) {}
    }
    let mut whole = Sha256::new();
    for from in (0..GIGABYTE).step_by(PIECE) {
        fill(&mut piece, from);
        whole.update(&piece);
    }
    let digest = whole.finalize();
    let digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    (FileId(id.expect("a number")), digest)
}

/// Asks where it stopped and sends from there until this byte; false where what was on its way when the last connection ended has
/// arrived since, so that it is to be asked anew.
fn go_on(to: SocketAddr, at: &str, cookie: &str, piece: &mut [u8], until: usize) -> bool {
    let (answer, _) = asked(to, about("HEAD", at, cookie, ""));
    let mut from: usize = header(&answer, "upload-offset:").parse().expect("a number");
    let left = GIGABYTE - from;
    let more = format!(
        "Content-Type: application/offset+octet-stream\r\nUpload-Offset: {from}\r\nContent-Length: {left}\r\n"
    );
    let mut stream = TcpStream::connect(to).expect("a connection");
    stream
        .write_all(about("PATCH", at, cookie, &more).as_bytes())
        .expect("it asks");
    while from < until {
        let now = &mut piece[..PIECE.min(until - from)];
        fill(now, from);
        if stream.write_all(now).is_err() {
            return false;
        }
        from += now.len();
    }
    if until == GIGABYTE {
        let answer = head(&mut stream);
        assert!(answer.starts_with("http/1.1 204"), "{answer}");
    }
    true
}

fn both(ja: &str, en: &str) -> Typed {
    let of = |language: &str, text: &str| (domain::Language::new(language), text.to_owned());
    vec![of("ja", ja), of("en", en)]
}

async fn incident(app: &App, store: &Store, cast: &Cast, ours: SocketAddr, table: &mut Table) {
    let mut numbers = Vec::new();
    let mut cases = Vec::new();
    for n in 0..CASES {
        let subject = format!("通話が切れる {n}");
        let number = cast.open(store, &AS_AOKI, TOKYO, &subject, noon()).await;
        let number = number.expect("a case");
        numbers.push(number);
        cases.push(app.case(&AS_MORI, number).await.expect("the case").id);
    }
    let declared = declare(app, &cast.desk, &cases).await;
    tokio::spawn(work::live::run(app.clone()));
    let cookies = readers(app, CASES / EACH).await;
    let asking: Vec<_> = numbers
        .iter()
        .zip((0..).map(|n| &cookies[n / EACH]))
        .map(|(number, cookie)| client::stream(*number, cookie))
        .collect();
    let opened = tokio::task::spawn_blocking(move || {
        let open = |request: &Vec<u8>| {
            let (answer, stream) = asked(ours, request);
            assert!(answer.starts_with("http/1.1 200"), "{answer}");
            stream
        };
        asking.iter().map(open).collect::<Vec<_>>()
    });
    let mut streams = opened.await.expect("all pages are open");
    let (mut slowest, mut read): (f64, f64) = (0.0, 0.0);
    for round in 0..UPDATES {
        let text = format!("{round}番目のお知らせです。");
        let update = incident::Command::Update {
            phase: Phase::Investigating,
            texts: both(&text, "We go on."),
            next_at: Some("2026-11-20T04:00:00Z".parse().expect("an instant")),
        };
        let begun = Instant::now();
        let done = app
            .change_incident(&AS_MORI, Some(declared), None, update)
            .await;
        done.expect("it is written").expect("it may be");
        let heard = tokio::task::spawn_blocking(move || {
            for stream in &mut streams {
                hears(stream);
            }
            streams
        });
        streams = heard.await.expect("all hear");
        slowest = slowest.max(begun.elapsed().as_secs_f64());
        let each: Vec<_> = numbers
            .iter()
            .zip((0..).map(|n| &cookies[n / EACH]))
            .map(|(number, cookie)| client::request(&format!("/cases/{number:08}"), cookie))
            .collect();
        let all = tokio::task::spawn_blocking(move || everybody_reads(ours, &each, &text));
        all.await.expect("all pages have it");
        read = read.max(begun.elapsed().as_secs_f64());
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let seconds = |s: f64| format!("{s:.2} s");
    let more = format!(
        "until each page was read anew and has it, {CLIENTS} at a time; by {slowest:.2} s the last of them had heard"
    );
    let name = format!("an update of an incident on {CASES} cases");
    table.goal(name, read, Goal::Under(2.0), seconds, more);
}

/// Reads these pages; each has to have this text.
fn everybody_reads(from: SocketAddr, pages: &[Vec<u8>], text: &str) {
    std::thread::scope(|scope| {
        for part in pages.chunks(pages.len().div_ceil(CLIENTS)) {
            scope.spawn(move || {
                let mut client = Client::connect(from).expect("a connection");
                for request in part {
                    let page = client.get(request).expect("a page");
                    let page = String::from_utf8_lossy(&page.body);
                    assert!(page.contains(text), "one has not got it");
                }
            });
        }
    });
}

/// Reads on until the page is told that something has changed.
fn hears(stream: &mut TcpStream) {
    let mut heard = String::new();
    let mut buffer = [0; 4096];
    while !heard.contains("event: changed") {
        let read = stream.read(&mut buffer).expect("it goes on");
        assert!(read > 0, "a stream ended");
        heard.push_str(&String::from_utf8_lossy(&buffer[..read]));
    }
}

/// An incident that gathers them all, declared from the first.
async fn declare(app: &App, desk: &Desk, cases: &[CaseId]) -> i64 {
    let severity = desk
        .incident
        .as_ref()
        .and_then(|rule| rule.severities.first());
    let severity = severity.map(|one| one.id.clone());
    let declaration = Declaration {
        from: cases.first().copied(),
        title: both("通話が切れる事象", "Calls drop"),
        affected: Affected {
            severity: severity.unwrap_or_default(),
            products: ["contact-cloud".to_owned()].into(),
            ..Affected::default()
        },
        texts: both("調べています。", "We are looking into it."),
        cases: cases.iter().copied().collect(),
        ..Declaration::default()
    };
    let declare = incident::Command::Declare(Box::new(declaration));
    let done = app.change_incident(&AS_MORI, None, None, declare).await;
    done.expect("it is written")
        .expect("it may be")
        .incident
        .number
}
