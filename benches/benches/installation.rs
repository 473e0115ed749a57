//! An installation at work: opening cases durably against the driver's own limit, how soon nothing finds what was erased, and the
//! program's start and memory.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use benches::{
    bare::{self, Statements},
    client::{self, CLIENTS, Client},
    median, places, seed,
    table::{Goal, Table, megabytes, millis, percent},
};
use domain::{CaseId, Language, PersonId, access::Scope, case::Command as Act};
use madoguchi::{
    app::{App, Clock, Desks, finding::Asked},
    web::Line,
};
use store::{
    Db, Store,
    cases::Opening,
    events::{Stream, StreamKind},
};
use testkit::cast::{AOKI, AS_AOKI, Cast, MORI, TOKYO, noon};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 5;
const WRITERS: usize = 16;
/// Cases that each writer opens in a round.
const EACH: usize = 100;
/// Cases that are there before.
const BEFORE: usize = 1_000;
/// Texts that are erased, one after the other.
const ERASED: usize = 9;
const STARTS: usize = 7;
const LISTS: usize = 200;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut table = Table::new();
    runtime.block_on(creation(&mut table));
    runtime.block_on(erasing(&mut table));
    runtime.block_on(program(&mut table));
    table.print("An installation at work");
}

/// Durable opening of single cases by many at once, against the same statements in transactions of as many.
async fn creation(table: &mut Table) {
    let template = seed::installation(BEFORE).await;
    let (mut ours, mut limit, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let copy = places::copy(&template, "creation-ours");
        ours.push(through_the_store(&copy).await);
        // The same cases once more, without us.
        let written = bare::connect(&places::database(&copy));
        let (statements, cases) =
            Statements::of(&written, BEFORE as i64).expect("what was written is read back");
        assert_eq!(cases.len(), WRITERS * EACH);
        for (group, rates) in [(WRITERS, &mut limit), (1, &mut alone)] {
            let copy = places::copy(&template, "creation-bare");
            let connection = bare::connect(&places::database(&copy));
            let cases = if group == 1 {
                &cases[..cases.len() / 4]
            } else {
                &cases[..]
            };
            let begun = Instant::now();
            statements
                .run(&connection, cases, group)
                .expect("the statements run");
            rates.push(cases.len() as f64 / begun.elapsed().as_secs_f64());
        }
    }
    let share = median(
        ours.iter()
            .zip(&limit)
            .map(|(ours, limit)| ours / limit)
            .collect(),
    );
    let more = format!(
        "{:.0} of {:.0} cases/s durably; one by one the driver makes {:.0}",
        median(ours),
        median(limit),
        median(alone)
    );
    table.goal(
        format!("opening cases, {WRITERS} writers"),
        share,
        Goal::AtLeast(0.5),
        percent,
        more,
    );
}

/// Cases a second through the store.
async fn through_the_store(folder: &Path) -> f64 {
    let store = Store::open(Db::sqlite(&places::database(folder)).expect("SQLite opens"))
        .await
        .expect("the schema fits");
    let desk = domain::desk::check(testkit::cast::DESK).expect("the default desk is whole");
    let cast = Arc::new(Cast { desk, version: 1 });
    let begun = Instant::now();
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let (store, cast) = (store.clone(), cast.clone());
        writers.push(tokio::spawn(async move {
            for n in 0..EACH {
                let new = cast.new_case(&AS_AOKI, TOKYO, "着信が途中で切れます（東京本社）");
                let events = cast.opening(&AS_AOKI, new, noon());
                let keys = store::cases::Keys {
                    contact: "アオキ マリ".into(),
                    deployment: "東京本社".into(),
                };
                let id = CaseId(9_000_000 + (writer * EACH + n) as i64);
                let opening = Opening {
                    id,
                    desk: &cast.desk,
                    keys,
                    events: &events,
                };
                store
                    .open_cases(&[opening], Vec::new())
                    .await
                    .expect("a case is opened");
            }
        }));
    }
    for writer in writers {
        writer.await.expect("a writer comes back");
    }
    (WRITERS * EACH) as f64 / begun.elapsed().as_secs_f64()
}

/// From the erasure of a text to the moment at which nothing counts it any more, by what follows the log beside those who search (B4).
async fn erasing(table: &mut Table) {
    let folder = places::copy(&seed::installation(BEFORE).await, "erasing");
    let store = Store::open(Db::sqlite(&places::database(&folder)).expect("SQLite opens"))
        .await
        .expect("the schema fits");
    let desks = Desks::stored(&store).await.expect("a desk serves");
    let app = App::new(store, desks, Clock::set_to(noon()))
        .await
        .expect("the installation is whole");
    let app = app
        .with_index(folder.join("index"))
        .await
        .expect("an index is begun");
    while app.take_up().await.expect("the log is followed") {}
    let following = tokio::spawn(madoguchi::work::index::run(app.clone()));
    let desk = domain::desk::check(testkit::cast::DESK).expect("the default desk is whole");
    let cast = Cast { desk, version: 1 };
    let mut took = Vec::new();
    for _ in 0..ERASED {
        let number = cast
            .open(&app.store, &AS_AOKI, TOKYO, "着信が途中で切れます", noon())
            .await
            .expect("a case is opened");
        let text = "合言葉は persimmon です".into();
        let update = Act::PostUpdate { text };
        app.change_case(&AS_AOKI, number, update, None, None)
            .await
            .expect("an update is posted");
        while counted(&app).await == 0 {}
        let case = app
            .store
            .case(&Scope::System, number)
            .await
            .expect("the database answers")
            .expect("the case is there");
        let stream = Stream {
            kind: StreamKind::Case,
            id: case.id.0,
        };
        let begun = Instant::now();
        app.store
            .erase_text(stream, 2, 0)
            .await
            .expect("a text is erased");
        while counted(&app).await > 0 {}
        took.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    following.abort();
    let most = took.iter().copied().fold(0.0, f64::max);
    table.goal(
        "erased text is found no more, slowest",
        most,
        Goal::Under(2000.0),
        millis,
        format!("median {:.0} ms of {ERASED}", median(took)),
    );
}

/// How many things the word that is erased finds.
async fn counted(app: &App) -> usize {
    let asked = Asked {
        words: "persimmon".into(),
        most: 1,
        ..Asked::default()
    };
    let found = app
        .search(Some(&AS_AOKI), &asked, &Language::new("ja"))
        .await
        .expect("an answer");
    found.counts.values().sum()
}

/// The program on an installation of 100,000 cases: from its start to the first page, and what it keeps in memory.
async fn program(table: &mut Table) {
    let Some(program) = places::program() else {
        table.note(
            "start",
            "not measured".into(),
            "the program could not be built",
        );
        return;
    };
    let folder = seed::installation(100_000).await;
    let requests = list_requests(&folder).await;
    // The first start after seeding may have housekeeping to do; it is not an existing installation's.
    Running::start(&program, &folder).stop();
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let running = Running::start(&program, &folder);
        starts.push(running.took.as_secs_f64() * 1e3);
        running.stop();
    }
    let running = Running::start(&program, &folder);
    let at_first = running.memory();
    let address = running.address;
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let requests = &requests;
            scope.spawn(move || {
                let mut connection = Client::connect(address).expect("a connection");
                for n in 0..LISTS / CLIENTS {
                    let answer = connection
                        .get(&requests[(client + n) % requests.len()])
                        .expect("an answer");
                    assert_eq!(answer.status, 200, "{}", answer.head);
                }
            });
        }
    });
    let after = running.memory();
    running.stop();
    let least = starts.iter().copied().fold(f64::INFINITY, f64::min);
    table.goal(
        "start to first page, 100000 cases",
        median(starts),
        Goal::Under(300.0),
        millis,
        format!("quickest {least:.0} ms, median of {STARTS}"),
    );
    for (what, memory) in [
        ("memory after the start".to_owned(), at_first),
        (format!("memory after {LISTS} lists"), after),
    ] {
        let more = format!(
            "of it {:.1} MB not backed by files; highest {:.1} MB",
            memory.own, memory.highest
        );
        table.goal(what, memory.resident, Goal::Under(100.0), megabytes, more);
    }
}

/// Requests for lists of all sorts, first pages and later ones, signed in by the hour of this machine.
async fn list_requests(folder: &Path) -> Vec<Vec<u8>> {
    let store = Store::open(Db::sqlite(&places::database(folder)).expect("SQLite opens"))
        .await
        .expect("the schema fits");
    let desks = Desks::stored(&store).await.expect("a desk serves");
    let app = App::new(store, desks, Clock::Machine)
        .await
        .expect("the installation is whole");
    let cookie = async |person: PersonId| {
        let secret = app
            .sign_in_as(person, &Default::default())
            .await
            .expect("a sign-in")
            .expect("somebody who may sign in");
        format!("{}={secret}", Line::Loopback.cookie())
    };
    let (contact, agent) = (cookie(AOKI).await, cookie(MORI).await);
    let sorts = [
        "attention",
        "number",
        "subject",
        "severity",
        "modified",
        "opened",
        "status",
        "deployment",
    ];
    let mut requests: Vec<_> = sorts
        .iter()
        .flat_map(|sort| {
            ["", "&scope=own", "&view=closed"].map(|more| format!("/cases?sort={sort}{more}"))
        })
        .map(|path| client::request(&path, &contact))
        .collect();
    for view in ["mine", "unowned", "team", "support", "customer", "closed"] {
        requests
            .extend(["waiting", "severity", "modified"].map(|order| {
                client::request(&format!("/staff?view={view}&order={order}"), &agent)
            }));
    }
    requests
}

/// The program, running.
struct Running {
    process: Child,
    address: SocketAddr,
    took: Duration,
}

/// Megabytes.
struct Memory {
    resident: f64,
    own: f64,
    highest: f64,
}

impl Running {
    /// Starts it and waits for its first page.
    fn start(program: &PathBuf, folder: &Path) -> Self {
        let begun = Instant::now();
        let mut process = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let out = process.stdout.take().expect("its output is ours");
        BufReader::new(out)
            .read_line(&mut line)
            .expect("it says where it listens");
        let address = line
            .trim()
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .and_then(|a| a.parse().ok());
        let Some(address) = address else {
            let _ = process.kill();
            panic!("it does not listen: {line}");
        };
        let answer = Client::connect(address)
            .and_then(|mut client| client.get(&client::request("/sign-in", "none=1")));
        let took = begun.elapsed();
        assert_eq!(answer.expect("an answer").status, 200);
        Self {
            process,
            address,
            took,
        }
    }

    fn memory(&self) -> Memory {
        let path = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let of = |name: &str| {
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok())
                .map_or(f64::NAN, |kb| kb / 1024.0)
        };
        Memory {
            resident: of("VmRSS"),
            own: of("RssAnon"),
            highest: of("VmHWM"),
        }
    }

    /// Tells it to end as an operator would.
    fn stop(mut self) {
        let told = Command::new("kill")
            .arg("-TERM")
            .arg(self.process.id().to_string())
            .status();
        if !told.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}
