//! A hundred live sessions in which nothing happens, each with its host and a customer whose pages stay connected as pages do, by a
//! stream and a line for media, in a media room of its own: what one takes of memory, before anything was shared and after.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    time::Duration,
};

use benches::{
    places,
    room_page::{Browsers, RoomPage},
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
    app::{
        App, Clock, Desks,
        live_media::{LiveMedia, MediaPlace},
        sessions::Starting,
    },
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
/// What they ask while nothing happens is part of what they cost.
const IDLE: Duration = Duration::from_secs(10);

/// Both ends of what the pages of one session hold open.
struct Open {
    streams: [TcpStream; 2],
    pages: [RoomPage; 2],
}

#[tokio::main]
async fn main() {
    let db = Db::sqlite(&places::database(&folder())).expect("SQLite opens");
    let store = Store::open(db).await.expect("the schema is made");
    Cast::enter(&store).await;
    let desks = Desks::stored(&store).await.expect("a desk serves");
    let app = App::new(store, desks, Clock::set_to(noon()));
    let app = app.await.expect("the installation is whole");
    let place = MediaPlace {
        bind: SocketAddr::from(([127, 0, 0, 1], 0)),
        public: Vec::new(),
        relay: None,
    };
    let app = app.with_live_media(LiveMedia::open(&place).expect("a port for media"));
    tokio::spawn(work::live::run(app.clone()));
    tokio::spawn(work::media::run(app.clone()));
    tokio::spawn(work::sessions::run(app.clone()));
    let ours = listen(serve::router(app.clone(), Line::Loopback, false)).await;
    // The first of all is no part of it: what every session shares is there then.
    let browsers = Browsers::begin();
    let first = opened(&app, ours, 0, &browsers).await;
    let _first = shared(first).await;
    let before = memory("VmRSS");
    let each = || (memory("VmRSS") - before) / SESSIONS as f64 / 1024.0;
    let mut all = Vec::new();
    for n in 1..=SESSIONS {
        all.push(opened(&app, ours, n, &browsers).await);
    }
    tokio::time::sleep(IDLE).await;
    let unshared = each();
    stand(&app, &browsers).await;
    let mut streams = Vec::new();
    for open in all {
        streams.push(shared(open).await);
    }
    tokio::time::sleep(IDLE).await;
    let after = each();
    stand(&app, &browsers).await;
    drop(streams);
    let mut table = Table::new();
    let megabytes = |mb: f64| format!("{mb:.2} MB");
    let more = "growth of the whole program, the other ends of the connections included";
    table.goal(
        format!("memory of one of {SESSIONS} idle sessions"),
        unshared,
        Goal::Under(MOST),
        megabytes,
        format!("with both pages' streams and lines, and a media room; {more}"),
    );
    table.goal(
        "the same after both have shared something",
        after,
        Goal::Under(MOST),
        megabytes,
        format!("with a connection of each page that carries nothing any more; {more}"),
    );
    table.print("Live sessions");
}

/// All of them run, and nobody's line or connection was lost.
async fn stand(app: &App, browsers: &Browsers) {
    let live = app.store.live_sessions(2 * SESSIONS).await;
    assert_eq!(live.expect("they are read").len(), SESSIONS + 1);
    assert_eq!(browsers.lost(), 0, "a line or a connection was lost");
}

/// Both pages have a connection from then on.
async fn shared(open: Open) -> [TcpStream; 2] {
    for page in open.pages {
        page.connects().await;
    }
    open.streams
}

fn folder() -> PathBuf {
    let folder = places::target().join("bench-data").join("sessions");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the database");
    folder
}

/// A session of an agent of its own, with the pages of both open.
async fn opened(app: &App, ours: SocketAddr, n: usize, browsers: &Browsers) -> Open {
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
    let rooms = [
        (format!("/staff/sessions/{id}"), host),
        (format!("/sessions/{id}"), customer),
    ];
    let asked = rooms.clone();
    let open = move |(room, cookie): (String, String)| {
        let mut stream = TcpStream::connect(ours).expect("a connection");
        let request = format!(
            "GET {room}/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nCookie: {cookie}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).expect("it asks");
        let mut head = [0; 1024];
        let read = stream.read(&mut head).expect("an answer");
        assert!(head[..read].starts_with(b"HTTP/1.1 200"));
        stream
    };
    let opening = tokio::task::spawn_blocking(move || asked.map(open));
    let streams = opening.await.expect("both are open");
    let [staffs, customers] = &rooms;
    Open {
        streams,
        pages: [
            RoomPage::open(ours, &staffs.0, &staffs.1, browsers).await,
            RoomPage::open(ours, &customers.0, &customers.1, browsers).await,
        ],
    }
}
