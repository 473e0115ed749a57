//! Recordings of sessions (L8): who plays them, what is in the archive, how long they are kept, and what of it is in the audit.

use std::{io::Write, time::Duration};

use axum::http::StatusCode;
use domain::{Role, SessionId, audit::AuditFilter, session::Seat};
use jiff::SignedDuration;
use store::sessions::recordings::{RecordingState, TrackKind};
use testkit::cast::*;

use madoguchi::app::{App, Desks, recordings::Written};

use crate::{
    browser::{House, Reader},
    going::agent,
    sessions::{Played, between},
};

const SCREEN: &[u8] = include_bytes!("../data/session/screen.webm");
const VOICE: &[u8] = include_bytes!("../data/session/voice.webm");

const PLAYS: Written = Written {
    lasts: Duration::from_secs(4),
    late: Duration::ZERO,
    ended_at: None,
};

/// Twenty seconds as our own recorder wrote them.
const OURS: &[u8] = include_bytes!("../../src/demo/world/session.webm");

/// A session about a case with a screen and a voice that were recorded.
pub(crate) async fn recorded() -> Played {
    recorded_in(House::open().await).await
}

async fn recorded_in(house: House) -> Played {
    let played = Played::begin_about_a_case_in(house).await;
    played.join("田中 花子").await;
    let id = played.id();
    for (kind, seat, bytes) in [(TrackKind::Screen, 2, SCREEN), (TrackKind::Voice, 1, VOICE)] {
        let app = &played.house.app;
        let mut tape = app.begin_tape(id, 1, Seat(seat), kind).await.unwrap();
        tape.file.write_all(bytes).unwrap();
        let stored = app.store.session(id).await.unwrap().unwrap();
        let state = RecordingState::Ready;
        let kept = app.shelve_tape(tape.recording, &stored.session, state, &PLAYS);
        kept.await.unwrap();
    }
    played.host_does("say", &[("text", "設定を開きます")]).await;
    played
}

impl Played {
    pub(crate) fn id(&self) -> SessionId {
        SessionId(self.page.rsplit('/').next().unwrap().parse().unwrap())
    }
}

#[tokio::test]
async fn l8_who_sees_the_case_plays_its_recording_with_ranges_and_nobody_else_does() {
    let played = recorded().await;
    let house = &played.house;
    let aoki = house.reader(AOKI).await;
    let case = house.get(&aoki, &format!("/cases/{}", played.case)).await;
    let link = between(&case.text, "録画を見る", "</p>");
    assert!(link.is_empty() || link.starts_with("</a>"));
    let at = format!("/cases/{}/sessions/{}", played.case, played.id());
    for (reader, at) in [(&aoki, &at), (&played.host, &played.page)] {
        let page = house.get(reader, &format!("{at}/recording")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert_eq!(page.text.matches("<video").count(), 1);
        assert_eq!(page.text.matches("<audio").count(), 1);
        assert!(page.text.contains("田中 花子の画面") && page.text.contains("設定を開きます"));
        let track = between(
            &page.text,
            "<video controls playsinline preload=\"metadata\" src=\"",
            "\"",
        );
        let whole = house.get(reader, track).await;
        assert_eq!(whole.bytes, SCREEN);
        assert_eq!(whole.header("content-type"), "video/webm");
        let range = [("range", "bytes=10-19")];
        let part = house.send(reader, "GET", track, None, &range).await;
        assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
        assert_eq!(part.bytes, &SCREEN[10..20]);
    }
    // Another company, a colleague of nobody's, and whoever tries it through another case.
    let lindner = house.reader(LINDNER).await;
    let foreign = house.get(&lindner, &format!("{at}/recording")).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let other = house.open_case(&AS_AOKI, "x").await;
    let other = format!("/cases/{other:08}/sessions/{}/recording", played.id());
    assert_eq!(house.get(&aoki, &other).await.status, StatusCode::NOT_FOUND);
    let staff = house
        .get(&aoki, &format!("{}/recording", played.page))
        .await;
    assert_eq!(staff.status, StatusCode::NOT_FOUND);
    // Each look is one line, however many parts were asked for.
    let every = AuditFilter::default();
    let lines = house.app.store.audit(&every, None, 200);
    let lines = lines.await.unwrap();
    let read = lines.iter().filter(|line| line.kind == "recording-read");
    assert_eq!(read.count(), 2);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l8_the_archive_has_every_file_and_the_timeline() {
    let played = recorded().await;
    let answer = played
        .house
        .get(&played.host, &format!("{}/archive", played.page))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.header("content-length"),
        answer.bytes.len().to_string()
    );
    let mut archive = tar::Archive::new(answer.bytes.as_slice());
    let mut found = Vec::new();
    let mut timeline = serde_json::Value::Null;
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        match name.as_str() {
            "timeline.json" => timeline = serde_json::from_slice(&bytes).unwrap(),
            _ => found.push((name, bytes)),
        }
    }
    assert_eq!(found.len(), 2);
    assert!(
        found
            .iter()
            .any(|(name, bytes)| name.starts_with("1-screen-2-") && bytes == SCREEN)
    );
    assert!(
        found
            .iter()
            .any(|(name, bytes)| name.starts_with("1-voice-1-") && bytes == VOICE)
    );
    assert_eq!(timeline["said"][0]["text"], "設定を開きます");
    assert_eq!(timeline["recordings"][0]["file"], found[0].0.as_str());
    assert_eq!(timeline["participants"][1]["name"], "田中 花子");
    // A program has the same, whichever side it is on; another company's has nothing.
    let at = format!("/api/v1/sessions/{}/archive", played.id());
    let nobody = Reader::default();
    for (who, status) in [
        ("mori@vendor.example", StatusCode::OK),
        ("aoki@hinode.example", StatusCode::OK),
        ("eva@kitano.example", StatusCode::NOT_FOUND),
    ] {
        let bearer = played.house.bearer(who).await;
        let asks = [("authorization", bearer.as_str())];
        let had = played.house.send(&nobody, "GET", &at, None, &asks).await;
        assert_eq!(had.status, status, "{who}");
        assert_eq!(had.bytes == answer.bytes, status == StatusCode::OK, "{who}");
    }
}

#[tokio::test]
async fn l8_a_recording_goes_after_the_desks_days_or_when_one_who_leads_erases_it() {
    // Each desk has days of its own.
    let week = DESK.replace("recording_days = 365", "recording_days = 7");
    let played = recorded_in(House::on_desk(&week).await).await;
    let (app, id) = (&played.house.app, played.id());
    for (hours, left) in [(24 * 7 - 1, 2), (1, 0)] {
        app.clock().advance(SignedDuration::from_hours(hours));
        app.clear_recordings().await.unwrap();
        assert_eq!(app.recordings(id).await.unwrap().len(), left);
    }

    let played = recorded().await;
    let (house, id) = (&played.house, played.id());
    let app = &house.app;
    let page = format!("{}/recording", played.page);
    // An agent who does not lead cannot.
    let erased = played.host_does("erase-recording", &[]).await;
    assert_eq!(erased, StatusCode::NOT_FOUND);
    app.clock()
        .advance(SignedDuration::from_hours(24 * 365 - 1));
    app.clear_recordings().await.unwrap();
    assert_eq!(app.recordings(id).await.unwrap().len(), 2);
    app.clock().advance(SignedDuration::from_hours(1));
    app.clear_recordings().await.unwrap();
    assert!(app.recordings(id).await.unwrap().is_empty());
    let kept = app.store.recordings(id).await.unwrap();
    assert!(
        kept.iter()
            .all(|one| one.erased_at.is_some() && one.bytes == 0)
    );
    let gone = house.get(&played.host, &page).await;
    assert_ne!(gone.status, StatusCode::OK);

    let played = recorded().await;
    let app = &played.house.app;
    let from = Some("192.0.2.7".to_owned());
    app.erase_recordings(MORI, played.id(), from).await.unwrap();
    assert!(app.recordings(played.id()).await.unwrap().is_empty());
    let lines = app.store.audit(&AuditFilter::default(), None, 20).await;
    assert!(
        lines
            .unwrap()
            .iter()
            .any(|line| line.kind == "recording-erased")
    );
}

#[tokio::test]
async fn l8_whoever_leads_erases_a_recording_over_the_api_too_and_nobody_else_does() {
    let played = recorded().await;
    let (house, app) = (&played.house, &played.house.app);
    agent(house, 990, Role::Administrator, None).await;
    let at = format!("/api/v1/sessions/{}/recordings", played.id());
    let nobody = Reader::default();
    let erases = async |email: &str| {
        let bearer = house.bearer(email).await;
        let headers = [("authorization", bearer.as_str())];
        let done = house.send(&nobody, "DELETE", &at, None, &headers).await;
        done.status
    };
    assert_eq!(erases("mori@vendor.example").await, StatusCode::NOT_FOUND);
    assert_eq!(erases("aoki@hinode.example").await, StatusCode::FORBIDDEN);
    assert_eq!(app.recordings(played.id()).await.unwrap().len(), 2);
    // Once more there is nothing left to erase, and nothing wrong with that.
    for _ in 0..2 {
        let done = erases("agent990@vendor.example").await;
        assert_eq!(done, StatusCode::NO_CONTENT);
    }
    assert!(app.recordings(played.id()).await.unwrap().is_empty());
    let lines = app.store.audit(&AuditFilter::default(), None, 20).await;
    assert!(
        lines
            .unwrap()
            .iter()
            .any(|line| line.kind == "recording-erased")
    );
}

#[tokio::test]
async fn l8_what_a_stopped_program_left_is_kept_or_dropped_at_the_next_start() {
    let played = Played::begin().await;
    let (app, id) = (&played.house.app, played.id());
    // Nothing was written before it stopped: there is nothing to keep.
    let tape = app
        .begin_tape(id, 1, Seat(1), TrackKind::Voice)
        .await
        .unwrap();
    drop(tape);
    assert_eq!(app.mend_tapes().await.unwrap(), 1);
    assert!(app.store.recordings(id).await.unwrap().is_empty());
    assert_eq!(app.mend_tapes().await.unwrap(), 0);
}

/// Another node hears of a withdrawal a moment later: what it recorded meanwhile is not kept.
#[tokio::test]
async fn l9_what_another_node_recorded_after_the_moment_is_cut_off() {
    let desk = DESK.replace("recording = \"off\"", "recording = \"ask\"");
    let house = House::on_desk(&desk).await.with_media().await;
    let played = Played::begin_in(house).await;
    let (tanaka, room) = played.join("田中").await;
    let (house, app, id) = (&played.house, &played.house.app, played.id());
    for (act, fields) in [
        ("grant", &[("thing", "recording")]),
        ("grant", &[("thing", "screen")]),
    ] {
        let done = house.post(&tanaka, &format!("{room}/{act}"), fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
    }
    house.post(&tanaka, &format!("{room}/share"), &[]).await;
    assert_eq!(played.host_does("record", &[]).await, StatusCode::SEE_OTHER);
    let mut tape = app
        .begin_tape(id, 1, Seat(2), TrackKind::Screen)
        .await
        .unwrap();
    tape.file.write_all(OURS).unwrap();
    app.clock().advance(SignedDuration::from_millis(1_500));
    let withdraw = [("thing", "recording")];
    house
        .post(&tanaka, &format!("{room}/withdraw"), &withdraw)
        .await;
    app.clock().advance(SignedDuration::from_millis(2_500));
    let stored = app.store.session(id).await.unwrap().unwrap();
    let all = Written {
        lasts: Duration::from_secs(20),
        ..PLAYS
    };
    let kept = app.shelve_tape(tape.recording, &stored.session, RecordingState::Ready, &all);
    kept.await.unwrap();
    let all = app.recordings(id).await.unwrap();
    assert_eq!(all.len(), 1);
    assert!(
        all[0].lasts <= 1_500 && all[0].lasts > 0,
        "{}",
        all[0].lasts
    );
    assert!(all[0].bytes < OURS.len() as u64);
}

#[tokio::test]
async fn l8_where_nothing_can_be_recorded_nothing_is_told_as_recorded() {
    let desk = DESK.replace("recording = \"off\"", "recording = \"always\"");
    let played = Played::begin_in(House::on_desk(&desk).await).await;
    let (tanaka, room) = played.join("田中").await;
    let host = played.house.get(&played.host, &played.page).await.text;
    assert!(
        host.contains("録画を続けられなくなり、停止しました。"),
        "{host}"
    );
    let customer = played.house.get(&tanaka, &room).await.text;
    for page in [&host, &customer] {
        assert!(!page.contains("このセッションは録画中です"));
    }
    assert_eq!(played.house.faults().await, []);
}

/// What one node records is no concern of another that cannot, as long as it lives.
#[tokio::test]
async fn l8_a_node_that_cannot_record_ends_nothing_that_another_one_records() {
    let desk = DESK.replace("recording = \"off\"", "recording = \"ask\"");
    let house = House::on_desk(&desk).await.with_media().await;
    let played = Played::begin_in(house).await;
    let (tanaka, room) = played.join("田中").await;
    let (app, id) = (&played.house.app, played.id());
    let agrees = [("thing", "recording")];
    let grant = format!("{room}/grant");
    let agreed = played.house.post(&tanaka, &grant, &agrees).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER);
    assert_eq!(played.host_does("record", &[]).await, StatusCode::SEE_OTHER);
    app.says_it_records().await.unwrap();
    let desks = Desks::stored(&app.store).await.unwrap();
    let other = App::new(app.store.clone(), desks, app.clock().clone());
    let other = other.await.unwrap();
    let recording = async || {
        let stored = app.store.session(id).await.unwrap();
        stored.unwrap().session.recording
    };
    for _ in 0..3 {
        other.fail_recordings().await.unwrap();
        assert_eq!(recording().await, Some(1));
        app.clock().advance(SignedDuration::from_secs(50));
        app.says_it_records().await.unwrap();
    }
    // It says nothing any more: nobody keeps what is told as recorded.
    app.clock().advance(SignedDuration::from_secs(61));
    other.fail_recordings().await.unwrap();
    assert_eq!(recording().await, None);
    let stored = app.store.session(id).await.unwrap().unwrap();
    assert!(stored.session.recording_failed);
    let host = played.house.get(&played.host, &played.page).await.text;
    assert!(host.contains("録画を続けられなくなり、停止しました。"));
    assert_eq!(played.house.faults().await, []);
}
