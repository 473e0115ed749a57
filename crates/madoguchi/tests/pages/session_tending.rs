//! What is due in sessions, among many: one that cannot be read and files that nobody takes hold up no other.

use domain::{
    FileId, SessionId,
    session::{Presence, Seat},
};
use jiff::SignedDuration;
use store::{
    Statement,
    files::{File, State},
    sessions::begins,
};
use testkit::cast::*;

use crate::{
    session_files::{offer, piece},
    sessions::Played,
};

/// A session of another host's.
async fn another(played: &Played) -> SessionId {
    let ishikawa = played.house.reader(ISHIKAWA).await;
    let begun = played.house.post(&ishikawa, "/staff/sessions", &[]).await;
    let id = begun.header("location").rsplit('/').next().unwrap();
    SessionId(id.parse().unwrap())
}

#[tokio::test]
async fn s4_one_session_that_cannot_be_tended_holds_up_no_other() {
    let played = Played::begin().await;
    let house = &played.house;
    let other = another(&played).await;
    // The log of the first is damaged.
    let sql = "UPDATE events SET body = '{' WHERE stream = 'session' AND stream_id = $1";
    let damage = Statement::new(sql, vec![played.id().0.into()]);
    house.app.store.db().write(vec![damage]).await.unwrap();
    assert!(house.app.store.session(played.id()).await.is_err());
    played.later(15).await;
    let stored = house.app.store.session(other).await.unwrap().unwrap();
    let presence = stored.session.participants[&Seat(1)].presence;
    assert!(matches!(presence, Presence::Away(_)), "{presence:?}");
}

#[tokio::test]
async fn l3_files_that_nobody_takes_hold_up_none_that_was_taken() {
    let played = Played::begin().await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    let other = another(&played).await;
    // More than are looked at in one go, all there and not taken, and older than the one that is.
    let mut waiting = Vec::new();
    for number in 100..200_i64 {
        let file = File {
            id: FileId(number),
            place: format!("place-{number}"),
            person: AOKI,
            name: "a.txt".into(),
            kind: "txt".into(),
            bytes: 1,
            received: 1,
            sha256: Some("00".into()),
            state: State::Ready,
            created_at: noon() - SignedDuration::from_hours(1),
            case: None,
            internal: false,
            attached_at: None,
            fetched_at: None,
            removed_at: None,
            not_scanned: None,
            scanned_at: None,
            locked: false,
        };
        waiting.push(begins(other, u32::try_from(number).unwrap(), &file));
    }
    house.app.store.db().write(waiting).await.unwrap();
    let due = house.app.store.session_files_due(50).await.unwrap();
    assert_eq!(due, []);
    let sent = offer(house, &tanaka, &format!("{room}/files"), "b.log", 3).await;
    let at = sent.header("location").to_owned();
    let number = at.rsplit('/').next().unwrap().to_owned();
    let taken = played.host_does("accept-file", &[("file", &number)]).await;
    assert_eq!(taken, axum::http::StatusCode::SEE_OTHER);
    piece(house, &tanaka, &at, 0, b"abc").await;
    house.app.tend_sessions().await.unwrap();
    let had = format!("{}/files/{number}", played.page);
    let had = house.get(&played.host, &had).await;
    assert_eq!(had.bytes, b"abc");
}
