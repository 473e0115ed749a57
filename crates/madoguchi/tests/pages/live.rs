//! Pages that follow: who hears of what, and for how long (K1, A-10, V-23, V-24).

use std::{net::SocketAddr, time::Duration};

use axum::{
    body::{Body, BodyDataStream},
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode},
};
use domain::{PersonId, case::Command};
use futures_util::StreamExt;
use madoguchi::{
    app::{App, Clock, Desks},
    work,
};
use store::followers::Place;
use testkit::cast::*;
use tower::ServiceExt;

use crate::browser::{House, Reader};

pub(crate) struct Stream {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    body: BodyDataStream,
}

pub(crate) async fn open(
    house: &House,
    reader: &Reader,
    path: &str,
    more: &[(&str, &str)],
) -> Stream {
    let cookies: Vec<String> = reader
        .cookies
        .iter()
        .map(|(n, v)| format!("{n}={v}"))
        .collect();
    let mut request = Request::builder()
        .uri(path)
        .header("host", "127.0.0.1:8080")
        .header("accept", "text/event-stream")
        .header("cookie", cookies.join("; "));
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    let mut request = request.body(Body::empty()).unwrap();
    let from = SocketAddr::from(([127, 0, 0, 1], 50_000));
    request.extensions_mut().insert(ConnectInfo(from));
    let response = house.router.clone().oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let body = response.into_body().into_data_stream();
    Stream {
        status,
        headers,
        body,
    }
}

impl Stream {
    /// The next event within this time; `None` where the stream has ended, or nothing came.
    async fn within(&mut self, time: Duration) -> Result<Option<String>, ()> {
        loop {
            match tokio::time::timeout(time, self.body.next()).await {
                Err(_) => return Err(()),
                Ok(None) => return Ok(None),
                Ok(Some(bytes)) => {
                    let text = String::from_utf8(bytes.unwrap().to_vec()).unwrap();
                    // What says no more than that it lives.
                    if !text.starts_with(':') {
                        return Ok(Some(text));
                    }
                }
            }
        }
    }

    /// What comes next says no more than that it lives.
    pub(crate) async fn lives(&mut self) {
        let next = tokio::time::timeout(Duration::from_secs(5), self.body.next()).await;
        let bytes = next.expect("something comes").expect("it goes on").unwrap();
        assert!(bytes.starts_with(b":"), "{bytes:?}");
    }

    pub(crate) async fn hears(&mut self) -> String {
        let heard = self.within(Duration::from_secs(5)).await;
        heard.expect("something comes").expect("it goes on")
    }

    pub(crate) async fn hears_nothing(&mut self) {
        let heard = self.within(Duration::from_millis(600)).await;
        assert_eq!(heard, Err(()), "nothing comes");
    }

    pub(crate) async fn ends(&mut self) {
        loop {
            match self.within(Duration::from_secs(2)).await {
                Ok(None) => return,
                Ok(Some(_)) => {}
                Err(()) => panic!("it is still open after two seconds"),
            }
        }
    }
}

struct World {
    house: House,
    number: i64,
    place: Option<Place>,
}

impl World {
    async fn begin() -> Self {
        let house = House::open().await;
        let number = house.open_case(&AS_AOKI, "録音").await;
        let place = Some(work::live::step(&house.app, None).await.unwrap());
        Self {
            house,
            number,
            place,
        }
    }

    fn at(&self, side: &str) -> String {
        format!("{side}/cases/{:08}/events", self.number)
    }

    async fn does(&mut self, actor: &domain::Actor, command: Command) {
        let app = &self.house.app;
        app.change_case(actor, self.number, command, None, None)
            .await
            .unwrap();
        self.follow().await;
    }

    async fn follow(&mut self) {
        self.place = Some(work::live::step(&self.house.app, self.place).await.unwrap());
    }

    async fn reader(&self, person: PersonId) -> Reader {
        self.house.reader(person).await
    }
}

fn says(text: &str) -> Command {
    Command::Reply {
        text: text.into(),
        then: None,
    }
}

#[tokio::test]
async fn k1_a_page_hears_that_something_changed_and_never_what() {
    let mut w = World::begin().await;
    let mut customer = open(&w.house, &w.reader(AOKI).await, &w.at(""), &[]).await;
    let mut agent = open(&w.house, &w.reader(ISHIKAWA).await, &w.at("/staff"), &[]).await;
    assert_eq!(customer.headers["content-type"], "text/event-stream");
    let note = Command::AddNote {
        text: "canary-note".into(),
    };
    w.does(&AS_MORI, note).await;
    let heard = agent.hears().await;
    assert!(
        heard.contains("event: changed") && !heard.contains("canary"),
        "{heard}"
    );
    customer.hears_nothing().await;
    w.does(&AS_MORI, says("canary-reply")).await;
    for stream in [&mut customer, &mut agent] {
        let heard = stream.hears().await;
        assert!(
            heard.contains("event: changed") && !heard.contains("canary"),
            "{heard}"
        );
    }
}

#[tokio::test]
async fn v23_no_name_and_no_number_opens_the_stream_of_anothers_case() {
    let w = World::begin().await;
    let stranger = w.reader(LINDNER).await;
    let foreign = open(&w.house, &stranger, &w.at(""), &[("last-event-id", "1")]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    for number in ["%25", "*", "_", "99999", "%2e%2e", "0", "-1"] {
        let path = format!("/cases/{number}/events");
        let nothing = open(&w.house, &stranger, &path, &[]).await;
        assert_eq!(nothing.status, StatusCode::NOT_FOUND, "{path}");
    }
    // Another side's, and nobody's.
    let crossed = open(&w.house, &w.reader(AOKI).await, &w.at("/staff"), &[]).await;
    assert_eq!(crossed.status, StatusCode::NOT_FOUND);
    let outside = open(&w.house, &Reader::default(), &w.at(""), &[]).await;
    assert_ne!(outside.status, StatusCode::OK);
    // From another site's page.
    let aoki = w.reader(AOKI).await;
    for header in [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
    ] {
        let foreign = open(&w.house, &aoki, &w.at(""), &[header]).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{header:?}");
    }
}

#[tokio::test]
async fn a10_a_stream_ends_with_the_sign_in_and_with_the_access() {
    let mut w = World::begin().await;
    let aoki = w.reader(AOKI).await;
    let mut stream = open(&w.house, &aoki, &w.at(""), &[]).await;
    w.house.post(&aoki, "/sign-out", &[]).await;
    stream.ends().await;
    // Kept to a team: the next thing that happens is not heard any more.
    let mut other = open(&w.house, &w.reader(ISHIKAWA).await, &w.at("/staff"), &[]).await;
    let (owner, team) = (Some(MORI), Some(TIER1));
    w.does(&AS_MORI, Command::Assign { owner, team }).await;
    assert!(other.hears().await.contains("changed"));
    w.does(&AS_MORI, Command::SetPrivacy { private: true })
        .await;
    other.ends().await;
}

#[tokio::test]
async fn a10_who_comes_back_hears_what_they_missed_whatever_they_claim() {
    let mut w = World::begin().await;
    w.does(&AS_MORI, says("x")).await;
    let aoki = w.reader(AOKI).await;
    let mut missed = open(&w.house, &aoki, &w.at(""), &[("last-event-id", "1")]).await;
    assert!(missed.hears().await.contains("event: changed"));
    for odd in ["999999999999999999999", "evil\u{7f}", "", "0x1"] {
        let Ok(odd) = axum::http::HeaderValue::from_str(odd) else {
            continue;
        };
        let odd = odd.to_str().unwrap_or_default().to_owned();
        let mut stream = open(&w.house, &aoki, &w.at(""), &[("last-event-id", &odd)]).await;
        assert_eq!(stream.status, StatusCode::OK);
        stream.hears_nothing().await;
    }
}

#[tokio::test]
async fn a10_one_person_holds_so_many_streams_and_their_errors_are_small() {
    let w = World::begin().await;
    let aoki = w.reader(AOKI).await;
    let mut held = Vec::new();
    for _ in 0..madoguchi::app::live::PAGES {
        let stream = open(&w.house, &aoki, &w.at(""), &[]).await;
        assert_eq!(stream.status, StatusCode::OK);
        held.push(stream);
    }
    let too_many = open(&w.house, &aoki, &w.at(""), &[]).await;
    assert_eq!(too_many.status, StatusCode::TOO_MANY_REQUESTS);
    drop(held);
    let again = open(&w.house, &aoki, &w.at(""), &[]).await;
    assert_eq!(again.status, StatusCode::OK);
    // V-24: what is wrong is said shortly, and nothing of what was sent comes back.
    let paths = [
        "/cases/canary/events".to_owned(),
        "/staff/cases/1/events?canary".to_owned(),
    ];
    for path in paths.iter().chain([&w.at("/staff")]) {
        let mut wrong = open(&w.house, &aoki, path, &[("last-event-id", "canary")]).await;
        let mut text = Vec::new();
        while let Some(bytes) = wrong.body.next().await {
            text.extend_from_slice(&bytes.unwrap());
        }
        let text = String::from_utf8(text).unwrap();
        assert!(
            text.len() <= 200 && !text.contains("canary"),
            "{path}: {text}"
        );
    }
}

#[tokio::test]
async fn k1_a_list_hears_of_cases_that_its_reader_sees() {
    let mut w = World::begin().await;
    let mut own = open(&w.house, &w.reader(AOKI).await, "/events", &[]).await;
    let mut foreign = open(&w.house, &w.reader(LINDNER).await, "/events", &[]).await;
    w.house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_secs(5));
    let note = Command::AddNote { text: "x".into() };
    w.does(&AS_MORI, note).await;
    own.hears_nothing().await;
    w.house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_secs(5));
    w.does(&AS_MORI, says("x")).await;
    assert!(own.hears().await.contains("event: changed"));
    foreign.hears_nothing().await;
}

#[tokio::test]
async fn k1_what_another_process_writes_is_heard_too() {
    let mut w = World::begin().await;
    let mut stream = open(&w.house, &w.reader(AOKI).await, &w.at(""), &[]).await;
    let store = w.house.app.store.clone();
    let desks = Desks::stored(&store).await.unwrap();
    let other = App::new(store, desks, Clock::set_to(noon())).await.unwrap();
    other
        .change_case(&AS_MORI, w.number, says("x"), None, None)
        .await
        .unwrap();
    w.follow().await;
    assert!(stream.hears().await.contains("event: changed"));
}

#[tokio::test]
async fn k1_staff_see_who_else_is_there_and_customers_see_nothing_of_it() {
    let w = World::begin().await;
    let (mori, aoki) = (w.reader(MORI).await, w.reader(AOKI).await);
    let mut mine = open(&w.house, &mori, &w.at("/staff"), &[]).await;
    let mut customer = open(&w.house, &aoki, &w.at(""), &[]).await;
    let _theirs = open(&w.house, &w.reader(ISHIKAWA).await, &w.at("/staff"), &[]).await;
    // A stream lives while somebody reads it.
    let mut theirs = _theirs;
    let _ = theirs.within(Duration::from_millis(100)).await;
    assert!(mine.hears().await.contains("event: presence"));
    let part = w.at("/staff").replace("/events", "/presence");
    let shown = w.house.get(&mori, &part).await.text;
    assert!(shown.contains("石川 拓さんが見ています"), "{shown}");
    assert!(
        w.house
            .get(&mori, "/staff")
            .await
            .text
            .contains("石川 拓さんが見ています")
    );
    let page = w
        .house
        .get(&aoki, &w.at("").replace("/events", ""))
        .await
        .text;
    assert!(!page.contains("見ています"));
    customer.hears_nothing().await;
    let draft = w.at("/staff").replace("/events", "/draft");
    let fields = [("text", "途中"), ("_quiet", "1")];
    w.house
        .post(&w.reader(ISHIKAWA).await, &draft, &fields)
        .await;
    let shown = w.house.get(&mori, &part).await.text;
    assert!(shown.contains("石川 拓さんが入力中です"), "{shown}");
    assert_eq!(
        w.house.get(&aoki, &part).await.status,
        StatusCode::NOT_FOUND
    );
}
