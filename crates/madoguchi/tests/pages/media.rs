//! Media of live sessions as pages have them: the line, what may be sent, what is asked and taken back (L3, L4, L9, V-23, V-24).

use std::{net::SocketAddr, time::Duration};

use axum::http::StatusCode;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use testkit::cast::*;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Error, Message, client::IntoClientRequest},
};

use crate::{
    browser::{House, RELAY_SECRET, Reader},
    sessions::{Played, stranger},
};

/// A line as a browser has it.
pub(crate) struct Line(WebSocketStream<TcpStream>);

/// The program on an address, for what needs a connection.
pub(crate) async fn served(house: &House) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = house.router.clone();
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}

/// Opens a line from a page of this origin.
async fn opened(
    at: SocketAddr,
    reader: &Reader,
    room: &str,
    origin: Option<&str>,
) -> Result<Line, StatusCode> {
    let mut request = format!("ws://{at}{room}/line?page=p")
        .into_client_request()
        .unwrap();
    let cookies = reader.cookies.iter().map(|(n, v)| format!("{n}={v}"));
    let cookies = cookies.collect::<Vec<_>>().join("; ");
    let headers = request.headers_mut();
    headers.insert("cookie", cookies.parse().unwrap());
    if let Some(origin) = origin {
        headers.insert("origin", origin.parse().unwrap());
    }
    let stream = TcpStream::connect(at).await.unwrap();
    match tokio_tungstenite::client_async(request, stream).await {
        Ok((socket, _)) => Ok(Line(socket)),
        Err(Error::Http(answer)) => Err(StatusCode::from_u16(answer.status().as_u16()).unwrap()),
        Err(error) => panic!("{error}"),
    }
}

pub(crate) async fn own(at: SocketAddr, reader: &Reader, room: &str) -> Line {
    let origin = format!("http://{at}");
    opened(at, reader, room, Some(&origin))
        .await
        .unwrap_or_else(|no| panic!("{no}"))
}

impl Line {
    /// The next message; nothing once it is closed.
    async fn next(&mut self) -> Option<Value> {
        loop {
            let next = tokio::time::timeout(Duration::from_secs(30), self.0.next());
            match next.await.expect("something comes")? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).unwrap()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// What it may send, as soon as that is this.
    pub(crate) async fn may(&mut self, kinds: &[&str]) {
        loop {
            let told = self.next().await.expect("the line goes on");
            if told["t"] == "may" && told["kinds"] == json!(kinds) {
                return;
            }
        }
    }

    /// The next message of this name.
    pub(crate) async fn hears(&mut self, name: &str) -> Value {
        loop {
            let told = self.next().await.expect("the line goes on");
            if told["t"] == name {
                return told;
            }
        }
    }

    pub(crate) async fn say(&mut self, what: &str) {
        self.0.send(Message::Text(what.into())).await.unwrap();
    }

    /// Once all is done that was said before.
    async fn is_heard(&mut self) {
        self.say(r#"{"t":"answer","sdp":"v=0"}"#).await;
        self.hears("refused").await;
    }

    async fn is_closed(&mut self) {
        while self.next().await.is_some() {}
    }
}

async fn begun() -> (Played, SocketAddr) {
    let played = Played::begin_in(House::open().await.with_media().await).await;
    let at = served(&played.house).await;
    (played, at)
}

#[tokio::test]
async fn l3_v23_a_line_is_opened_by_our_own_page_alone_and_by_who_has_a_seat() {
    let (played, at) = begun().await;
    let (tanaka, room) = played.join("田中").await;
    let own = format!("http://{at}");
    for (reader, room, origin, answer) in [
        (&tanaka, &room, None, StatusCode::FORBIDDEN),
        (
            &tanaka,
            &room,
            Some("https://evil.example"),
            StatusCode::FORBIDDEN,
        ),
        (&tanaka, &room, Some("null"), StatusCode::FORBIDDEN),
        (&stranger(), &room, Some(&*own), StatusCode::NOT_FOUND),
        (&tanaka, &played.page, Some(&*own), StatusCode::SEE_OTHER),
        // An agent who only looks has no seat, and no line.
        (
            &played.house.reader(ISHIKAWA).await,
            &played.page,
            Some(&*own),
            StatusCode::NOT_FOUND,
        ),
    ] {
        let no = opened(at, reader, room, origin).await.err();
        assert_eq!(no, Some(answer), "{room} {origin:?}");
    }
    let mut line = opened(at, &tanaka, &room, Some(&own)).await.ok().unwrap();
    let welcome = line.next().await.unwrap();
    assert_eq!(
        (&welcome["t"], &welcome["seat"]),
        (&json!("welcome"), &json!(2))
    );
    // The relay is opened for this seat for a while; its secret stays here.
    let server = &welcome["servers"][0];
    assert_eq!(server["urls"], json!(["turn:relay.example"]));
    assert!(server["username"].as_str().unwrap().ends_with("-2"));
    assert!(!welcome.to_string().contains(RELAY_SECRET));
    // Followed by hand it leads to the page.
    let by_hand = played.house.get(&tanaka, &format!("{room}/line")).await;
    assert_eq!(by_hand.header("location"), room);
}

#[tokio::test]
async fn l9_a_page_sends_what_was_agreed_to_and_nothing_once_that_is_over() {
    let (played, at) = begun().await;
    let (tanaka, room) = played.join("田中").await;
    let (suzuki, _) = played.join("鈴木").await;
    let mut line = own(at, &tanaka, &room).await;
    line.may(&[]).await;
    let house = &played.house;
    let does = async |reader: &Reader, act: &str, fields: &[(&str, &str)]| {
        house
            .post(reader, &format!("{room}/{act}"), fields)
            .await
            .status
    };
    let done = StatusCode::SEE_OTHER;
    assert_eq!(does(&tanaka, "share", &[("surface", "window")]).await, done);
    line.may(&["screen", "screen_sound"]).await;
    // Who is not served shows nothing, whatever is posted.
    assert_eq!(does(&suzuki, "share", &[]).await, StatusCode::CONFLICT);
    assert_eq!(does(&tanaka, "camera", &[]).await, done);
    line.may(&["screen", "screen_sound", "camera"]).await;
    assert_eq!(
        does(&tanaka, "withdraw", &[("thing", "camera")]).await,
        done
    );
    line.may(&["screen", "screen_sound"]).await;
    // Another is served: what was shared ends.
    assert_eq!(played.host_does("select", &[("seat", "3")]).await, done);
    line.may(&[]).await;
    // There is no call yet, and no word is given for nothing.
    assert_eq!(does(&tanaka, "call", &[]).await, StatusCode::CONFLICT);
    let page = house.get(&tanaka, &room).await;
    assert!(
        !page.text.contains("withdraw-voice"),
        "nothing was agreed to"
    );
    assert_eq!(played.host_does("call", &[]).await, done);
    assert_eq!(does(&tanaka, "call", &[]).await, done);
    line.may(&["microphone"]).await;
    // Out is out, at once.
    assert_eq!(played.host_does("remove", &[("seat", "2")]).await, done);
    line.hears("over").await;
    line.is_closed().await;
}

#[tokio::test]
async fn l9_each_thing_is_asked_with_its_purpose_and_taken_back_in_one_press() {
    let (played, _at) = begun().await;
    let (tanaka, room) = played.join("田中").await;
    let house = &played.house;
    let ask = |thing: &'static str| {
        [
            ("seat", "2"),
            ("thing", thing),
            ("purpose", "<i>白い画面を見る</i>"),
        ]
    };
    assert_eq!(
        played.host_does("ask", &ask("screen")).await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        played.host_does("ask", &ask("camera")).await,
        StatusCode::SEE_OTHER
    );
    let asked = house.get(&tanaka, &room).await;
    assert!(
        asked.text.contains("画面を見ることを許可しますか？") && asked.text.contains("yes-camera")
    );
    assert!(asked.text.contains("白い画面を見る") && !asked.text.contains("<i>"));
    assert!(
        asked
            .header("permissions-policy")
            .contains("display-capture=(self)")
    );
    let waits = house.get(&played.host, &played.page).await;
    assert!(waits.text.contains("田中の返答を待っています：画面の表示"));
    // Each apart, and without script as well.
    house
        .post(&tanaka, &format!("{room}/grant"), &[("thing", "screen")])
        .await;
    house
        .post(&tanaka, &format!("{room}/deny"), &[("thing", "camera")])
        .await;
    let agreed = house.get(&tanaka, &room).await;
    assert!(agreed.text.contains("withdraw-screen") && !agreed.text.contains("withdraw-camera"));
    assert!(agreed.text.contains("田中は許可しませんでした：カメラ"));
    house
        .post(&tanaka, &format!("{room}/withdraw"), &[("thing", "screen")])
        .await;
    let none = house.get(&tanaka, &room).await;
    assert!(!none.text.contains("withdraw-screen"));
    // Pages that carry no media can ask for no device.
    let elsewhere = house.get(&stranger(), "/help").await;
    assert!(elsewhere.header("permissions-policy").contains("camera=()"));
}

#[tokio::test]
async fn l3_marks_reach_those_who_see_the_screen_and_only_with_a_word() {
    let (played, at) = begun().await;
    let (tanaka, room) = played.join("田中").await;
    let house = &played.house;
    let (mut host, mut line) = (
        own(at, &played.host, &played.page).await,
        own(at, &tanaka, &room).await,
    );
    let mark = r#"{"t":"mark","x":2500,"y":10000,"draws":true}"#;
    host.say(mark).await;
    host.is_heard().await;
    house.post(&tanaka, &format!("{room}/share"), &[]).await;
    assert_eq!(played.host_does("pointer", &[]).await, StatusCode::CONFLICT);
    host.say(mark).await;
    host.is_heard().await;
    house
        .post(&tanaka, &format!("{room}/grant"), &[("thing", "pointer")])
        .await;
    assert_eq!(
        played.host_does("pointer", &[]).await,
        StatusCode::SEE_OTHER
    );
    host.say(r#"{"t":"mark","x":7,"y":8,"draws":false}"#).await;
    let told = line.hears("mark").await;
    assert_eq!(
        told,
        json!({"t": "mark", "from": 1, "x": 7, "y": 8, "draws": false})
    );
}

#[tokio::test]
async fn v24_a_line_takes_what_it_understands_so_long_and_so_often() {
    let (played, at) = begun().await;
    let (tanaka, room) = played.join("田中").await;
    let many = r#"{"t":"mark","x":1,"y":1,"draws":false}"#;
    for said in [
        "nonsense".to_owned(),
        r#"{"t":"mark","x":10001,"y":0,"draws":false}"#.to_owned(),
        r#"{"t":"mark","x":1,"y":0,"draws":false,"to":3}"#.to_owned(),
        r#"{"t":"answer","sdp":"v=0","room":1}"#.to_owned(),
        format!(r#"{{"t":"answer","sdp":"{}"}}"#, "x".repeat(200 * 1024)),
        many.repeat(2),
    ] {
        let mut line = own(at, &tanaka, &room).await;
        line.hears("welcome").await;
        line.say(&said).await;
        line.is_closed().await;
    }
    let mut line = own(at, &tanaka, &room).await;
    for _ in 0..2_000 {
        if line.0.send(Message::Text(many.into())).await.is_err() {
            break;
        }
    }
    line.is_closed().await;
    // What stops one stops nobody else, and nothing of ours.
    let mut line = own(at, &tanaka, &room).await;
    line.hears("welcome").await;
    assert_eq!(played.house.faults().await, []);
}

#[tokio::test]
async fn l3_the_same_seat_in_another_page_takes_the_place_of_the_first() {
    let (played, at) = begun().await;
    let (tanaka, room) = played.join("田中").await;
    let mut first = own(at, &tanaka, &room).await;
    first.hears("welcome").await;
    let mut second = own(at, &tanaka, &room).await;
    assert_eq!(
        second.hears("welcome").await["resumed"],
        json!(true),
        "by the same name"
    );
    first.hears("elsewhere").await;
    first.is_closed().await;
    // It ends with the session.
    assert_eq!(played.host_does("end", &[]).await, StatusCode::SEE_OTHER);
    second.hears("over").await;
    second.is_closed().await;
}

#[tokio::test]
async fn l9_where_all_is_recorded_it_is_asked_before_joining() {
    let desk = DESK.replace("recording = \"off\"", "recording = \"always\"");
    assert_ne!(desk, DESK, "the cast's desk has sessions");
    let house = House::on_desk(&desk).await.with_media().await;
    let asked = house.get(&stranger(), "/sessions/join").await;
    assert!(asked.text.contains("このセッションは録画されます"));
    let box_ = asked.text.split_once("name=\"recording\"").unwrap().1;
    let (box_, _) = box_.split_once('>').unwrap();
    assert!(!box_.contains("checked"), "off until they say so");
    let played = Played::begin_in(house).await;
    let (tanaka, room) = played.join("田中").await;
    let without = played.house.get(&tanaka, &room).await;
    assert!(!without.text.contains("withdraw-recording"));
}

#[tokio::test]
async fn v44_who_is_removed_is_cut_off_and_whoever_is_there_is_on_the_list() {
    let (played, at) = begun().await;
    let (tanaka, room) = played.join("田中").await;
    let (suzuki, _) = played.join("鈴木").await;
    let mut cut = own(at, &tanaka, &room).await;
    cut.hears("welcome").await;
    let mut stays = own(at, &suzuki, &room).await;
    stays.hears("welcome").await;
    // Nobody has a line without a name that all see.
    for (reader, page) in [(&suzuki, &room), (&played.host, &played.page)] {
        let shown = played.house.get(reader, page).await.text;
        assert!(shown.contains("田中") && shown.contains("鈴木"), "{shown}");
    }
    let removed = played.host_does("remove", &[("seat", "2")]).await;
    assert_eq!(removed, StatusCode::SEE_OTHER);
    cut.is_closed().await;
    let again = opened(at, &tanaka, &room, Some(&format!("http://{at}"))).await;
    assert_eq!(again.err(), Some(StatusCode::NOT_FOUND));
    stays.is_heard().await;
}
