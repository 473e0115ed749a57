//! A hundred live sessions in which nothing happens, each with its host and a customer who stay connected: what one takes of memory.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    time::Duration,
};

use benches::{
    places,
    served::{cookie, listen, memory},
    table::{Goal, Table},
};
use domain::{
    Actor, Language, PersonId, Prose, Role,
    directory::{Profile, Standing},
    event::By,
    session::{Arrival, Way},
};
use madoguchi::{
    app::{App, Clock, Desks, sessions::Starting},
    serve,
    web::Line,
    work,
};
use store::{Db, Store, directory};
use testkit::cast::{Cast, noon};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SESSIONS: usize = 100;
/// Most that one may take, in megabytes (L3).
const MOST: f64 = 2.0;

#[tokio::main]
async fn main() {
    let db = Db::sqlite(&places::database(&folder())).expect("SQLite opens");
    let store = Store::open(db).await.expect("the schema is made");
    Cast::enter(&store).await;
    let desks = Desks::stored(&store).await.expect("a desk serves");
    let app = App::new(store, desks, Clock::set_to(noon()));
    let app = app.await.expect("the installation is whole");
    tokio::spawn(work::live::run(app.clone()));
    tokio::spawn(work::sessions::run(app.clone()));
    let ours = listen(serve::router(app.clone(), Line::Loopback, false)).await;
    // The first of all is no part of it: what every session shares is there then.
    let first = opened(&app, ours, 0).await;
    let before = memory("VmRSS");
    let mut streams = Vec::new();
    for n in 1..=SESSIONS {
        streams.push(opened(&app, ours, n).await);
    }
    // What they ask while nothing happens is part of what they cost.
    tokio::time::sleep(Duration::from_secs(10)).await;
    let each = (memory("VmRSS") - before) / SESSIONS as f64 / 1024.0;
    let live = app.store.live_sessions(2 * SESSIONS).await;
    assert_eq!(live.expect("they are read").len(), SESSIONS + 1);
    drop((first, streams));
    let mut table = Table::new();
    let megabytes = |mb: f64| format!("{mb:.2} MB");
    let more = "with both streams; growth of the whole program, the other ends of the connections included";
    table.goal(
        format!("memory of one of {SESSIONS} idle sessions"),
        each,
        Goal::Under(MOST),
        megabytes,
        more,
    );
    table.print("Live sessions");
}

fn folder() -> PathBuf {
    let folder = places::target().join("bench-data").join("sessions");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the database");
    folder
}

/// A session of an agent of its own, with both streams open.
async fn opened(app: &App, ours: SocketAddr, n: usize) -> [TcpStream; 2] {
    let person = PersonId(6_000 + n as i64);
    let role = Role::Tier1;
    let profile = Profile {
        family: Prose::new("担当"),
        given: Prose::new(n.to_string()),
        family_kana: Prose::new(""),
        given_kana: Prose::new(""),
        email: Prose::new(format!("a{n}@vendor.example")),
        language: Language::new("ja"),
        time_zone: "Asia/Tokyo".into(),
    };
    let standing = Standing::Agent { role, team: None };
    let list = directory::add_person(person, standing, profile, By::System, noon());
    let list = list.expect("a person");
    app.store.add(list).await.expect("they enter");
    let actor = Actor::Agent {
        person,
        role,
        team: None,
    };
    let starting = Starting::default();
    let begun = app.start_session(&actor, "担当", &starting);
    let id = begun.await.expect("it is written").expect("it begins");
    let stored = app.store.session(id).await.expect("it is read");
    let stored = stored.expect("it is there");
    let number = stored.session.number.to_string();
    let passcode = app.passcode(&stored).expect("a passcode");
    let arrival = Arrival {
        name: "田中".to_owned(),
        person: None,
        way: Way::Number,
        voice: false,
        consents: Vec::new(),
    };
    let joined = app.join_by_number(&number, &passcode, arrival).await;
    let joined = joined.expect("it is written");
    let Ok(seat) = joined else {
        panic!("the customer is let in");
    };
    let customer = format!("{}={}", Line::Loopback.seat_cookie(), seat.secret);
    let host = cookie(app, person).await;
    let asked = [
        (format!("/staff/sessions/{id}/events"), host),
        (format!("/sessions/{id}/events"), customer),
    ];
    let open = move |(path, cookie): (String, String)| {
        let mut stream = TcpStream::connect(ours).expect("a connection");
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nCookie: {cookie}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).expect("it asks");
        let mut head = [0; 1024];
        let read = stream.read(&mut head).expect("an answer");
        assert!(head[..read].starts_with(b"HTTP/1.1 200"));
        stream
    };
    let opening = tokio::task::spawn_blocking(move || asked.map(open));
    opening.await.expect("both are open")
}
