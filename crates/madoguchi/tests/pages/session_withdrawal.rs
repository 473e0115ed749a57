//! A word that is taken back counts from that very moment (L9): of what arrives after it nothing is seen, and nothing is in a file.
//! With the whole program, its unit and its recorder, and a sender who goes on whatever it is told.

#[path = "../../../media/tests/client/mod.rs"]
mod client;

use std::time::Duration;

use axum::http::StatusCode;
use client::{Client, picture};
use domain::{
    SessionId,
    event::{By, Recorded},
    session::{Seat, SessionEvent, Thing},
};
use futures_util::TryStreamExt;
use madoguchi::app::live_media::LiveMedia;
use serde_json::json;
use str0m::media::MediaKind;
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    media::{Line, own, served},
    sessions::Played,
};

const PATIENCE: Duration = Duration::from_secs(30);
const BYTES: usize = 200;

/// A customer whose screen is seen by the host, and recorded.
struct Shown {
    played: Played,
    tanaka: Reader,
    room: String,
    sender: Client,
    mid: String,
    number: u32,
    host: Client,
    _lines: [Line; 2],
}

impl Shown {
    async fn begin() -> Self {
        let desk = DESK.replace("recording = \"off\"", "recording = \"ask\"");
        let house = House::on_desk(&desk).await.with_media().await;
        tokio::spawn(madoguchi::work::run(house.app.clone(), Default::default()));
        let at = served(&house).await;
        let played = Played::begin_in(house).await;
        let (tanaka, room) = played.join("田中").await;
        for (act, fields) in [
            ("grant", &[("thing", "recording")]),
            ("share", &[("surface", "window")]),
        ] {
            let to = format!("{room}/{act}");
            let done = played.house.post(&tanaka, &to, fields).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
        }
        assert_eq!(played.host_does("record", &[]).await, StatusCode::SEE_OTHER);
        let media = played.house.app.live_media.clone().unwrap();
        let server = media.address();
        let mut theirs = own(at, &tanaka, &room).await;
        theirs.may(&["screen", "screen_sound"]).await;
        let mut sender = Client::udp(server);
        let (sdp, mids) = sender.offer(&[MediaKind::Video]);
        let track = json!({"mid": mids[0], "kind": "screen", "label": "screen"});
        let publish = json!({"t": "publish", "sdp": sdp, "tracks": [track]});
        theirs.say(&publish.to_string()).await;
        let published = theirs.hears("published").await;
        sender.answered(published["sdp"].as_str().unwrap());
        sender.connected();
        // One frame, from which on there is a track for others.
        sender.write(&mids[0], picture(true, 1, BYTES));
        let mut seeing = own(at, &played.host, &played.page).await;
        let mut host = Client::udp(server);
        let offer = loop {
            let offer = seeing.hears("offer").await;
            if offer["tracks"]
                .as_array()
                .is_some_and(|all| !all.is_empty())
            {
                break offer;
            }
            let answer = host.answer(offer["sdp"].as_str().unwrap());
            let answer = json!({"t": "answer", "sdp": answer});
            seeing.say(&answer.to_string()).await;
        };
        let answer = host.answer(offer["sdp"].as_str().unwrap());
        seeing
            .say(&json!({"t": "answer", "sdp": answer}).to_string())
            .await;
        host.connected();
        Self {
            played,
            tanaka,
            room,
            sender,
            mid: mids[0].clone(),
            number: 1,
            host,
            _lines: [theirs, seeing],
        }
    }

    fn id(&self) -> SessionId {
        self.played.id()
    }

    fn media(&self) -> std::sync::Arc<LiveMedia> {
        self.played.house.app.live_media.clone().unwrap()
    }

    /// Sends a frame, whatever became of it.
    fn send(&mut self) -> u32 {
        self.number += 1;
        let frame = picture(true, self.number, BYTES);
        self.sender.write(&self.mid, frame);
        self.number
    }

    /// Sends frames until the host has got one, and so many are in the recording.
    async fn is_seen_and_recorded(&mut self, files: usize) {
        self.is_recorded(files).await;
        self.is_seen();
        for _ in 0..10 {
            self.send();
        }
    }

    async fn is_recorded(&mut self, files: usize) {
        let begun = tokio::time::timeout(PATIENCE, async {
            loop {
                let store = &self.played.house.app.store;
                let all = store.recordings(self.id()).await.unwrap();
                let room = self.media().room(self.id()).await.unwrap();
                if all.len() == files && room.stats().await.unwrap().recordings == 1 {
                    return;
                }
                self.send();
                tokio::task::yield_now().await;
            }
        });
        begun.await.expect("a recording begins");
    }

    fn is_seen(&mut self) {
        for _ in 0..400 {
            let sent = self.send();
            while let Some(frame) = self.host.frame_within(Duration::from_millis(20)) {
                if client::number(&frame) == sent {
                    return;
                }
            }
        }
        panic!("the host sees nothing");
    }

    /// What the host has got by now.
    fn seen(&mut self) -> Vec<u32> {
        // What was sent is taken in before this is answered.
        self.host.inside(|_| ());
        let mut all = Vec::new();
        while let Some(frame) = self.host.frame_within(Duration::from_millis(200)) {
            all.push(client::number(&frame));
        }
        all
    }

    /// Sends so many frames that each is on its way for long.
    fn goes_on(&mut self) {
        for _ in 0..60 {
            self.send();
        }
    }

    /// The bytes of the files that are whole, once there are so many.
    async fn files(&self, count: usize) -> Vec<Vec<u8>> {
        let app = &self.played.house.app;
        let whole = tokio::time::timeout(PATIENCE, async {
            loop {
                let all = app.recordings(self.id()).await.unwrap();
                if all.len() >= count {
                    return all;
                }
                tokio::task::yield_now().await;
            }
        });
        let mut bytes = Vec::new();
        for one in whole.await.expect("the files are kept") {
            let (one, parts) = app.recording(self.id(), one.id).await.unwrap();
            let read = app.bytes_at(&one.place, parts, 0, u64::MAX).unwrap();
            let read: Vec<bytes::Bytes> = read.try_collect().await.unwrap();
            bytes.push(read.concat());
        }
        bytes
    }
}

/// The numbers of the frames in a file.
fn in_file(bytes: &[u8], up_to: u32) -> Vec<u32> {
    let holds = |number: &u32| {
        let frame = picture(true, *number, BYTES);
        bytes.windows(frame.len()).any(|part| part == frame)
    };
    (1..=up_to).filter(holds).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn l9_nothing_that_arrives_after_a_word_was_taken_back_is_seen_or_in_the_file() {
    for act in ["withdraw-recording", "withdraw-screen", "end"] {
        let mut shown = Shown::begin().await;
        shown.is_seen_and_recorded(1).await;
        let (tanaka, room) = (shown.tanaka.clone(), shown.room.clone());
        match act.split_once('-') {
            Some((act, thing)) => {
                let to = format!("{room}/{act}");
                let fields = [("thing", thing)];
                let done = shown.played.house.post(&tanaka, &to, &fields).await;
                assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
            }
            None => {
                let done = shown.played.host_does("stop-recording", &[]).await;
                assert_eq!(done, StatusCode::SEE_OTHER);
            }
        }
        let last = shown.number;
        shown.goes_on();
        let seen = shown.seen();
        if act == "withdraw-screen" {
            assert!(seen.iter().all(|number| *number <= last), "{act}: {seen:?}");
        }
        let files = shown.files(1).await;
        let frames = in_file(&files[0], shown.number);
        assert!(!frames.is_empty(), "{act}: something was recorded");
        assert!(*frames.last().unwrap() <= last, "{act}: {frames:?}");
        let room = shown.media().room(shown.id()).await.unwrap();
        assert_eq!(room.stats().await.unwrap().recordings, 0);
    }
}

/// What ends is held before it is written, so that the moment in the log is never before the last frame; and goes on where it was
/// not written after all.
#[tokio::test(flavor = "multi_thread")]
async fn l9_what_a_change_ends_stops_before_it_is_written_and_goes_on_where_it_was_not() {
    let mut shown = Shown::begin().await;
    shown.is_seen_and_recorded(1).await;
    let (app, id, media) = (shown.played.house.app.clone(), shown.id(), shown.media());
    let stored = app.store.session(id).await.unwrap().unwrap();
    let mut next = stored.session.clone();
    let (seat, thing) = (Seat(2), Thing::Screen);
    for event in [
        SessionEvent::Withdrawn { seat, thing },
        SessionEvent::Withdrawn {
            seat,
            thing: Thing::Recording,
        },
    ] {
        next.apply(&Recorded {
            version: next.version + 1,
            at: app.now(),
            by: By::System,
            event,
        });
    }
    let held = media
        .hold(&app, id, &next)
        .await
        .expect("it ends something");
    let last = shown.number;
    shown.goes_on();
    // Whatever is applied meanwhile, and however often it is looked at.
    media.apply(id, &stored.session).await;
    media.refresh(&app, id).await;
    shown.goes_on();
    let seen = shown.seen();
    assert!(seen.iter().all(|number| *number <= last), "{seen:?}");
    let first = shown.files(1).await.remove(0);
    let frames = in_file(&first, shown.number);
    assert!(*frames.last().unwrap() <= last, "{frames:?}");
    // Nothing came of it: it goes on, as another file.
    let nothing = media.hold(&app, id, &stored.session).await;
    assert!(nothing.is_none(), "what ends nothing holds nothing");
    drop(held);
    shown.is_recorded(2).await;
    shown.goes_on();
    assert_eq!(
        shown.played.host_does("stop-recording", &[]).await,
        StatusCode::SEE_OTHER
    );
    // The clock stands still here: which is the second, its bytes say.
    let mut files = shown.files(2).await;
    files.retain(|file| *file != first);
    assert_eq!(files.len(), 1);
    let frames = in_file(&files[0], shown.number);
    assert!(!frames.iter().any(|number| *number <= last), "{frames:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn l8_a_recording_that_cannot_go_on_is_not_told_as_running_and_its_host_is_warned() {
    let mut shown = Shown::begin().await;
    shown.is_seen_and_recorded(1).await;
    let played = &shown.played;
    let stopped = played.host_does("stop-recording", &[]).await;
    assert_eq!(stopped, StatusCode::SEE_OTHER);
    // What was recorded is kept; from now on there is no place to write to.
    shown.files(1).await;
    played.house.lose_tapes();
    assert_eq!(played.host_does("record", &[]).await, StatusCode::SEE_OTHER);
    let failed = tokio::time::timeout(PATIENCE, async {
        loop {
            let stored = played.house.app.store.session(played.id()).await;
            if stored.unwrap().unwrap().session.recording_failed {
                return;
            }
            tokio::task::yield_now().await;
        }
    });
    failed.await.expect("it is over");
    let warned = "録画を続けられなくなり、停止しました";
    let host = played.house.get(&played.host, &played.page).await.text;
    assert!(host.contains(&format!("{warned}。")), "{host}");
    assert!(host.contains("録画を開始"), "it can be tried again");
    let customer = played.house.get(&shown.tanaka, &shown.room).await.text;
    for page in [&host, &customer] {
        assert!(!page.contains("このセッションは録画中です"));
        assert!(page.contains(warned), "it is in what happened");
    }
}
