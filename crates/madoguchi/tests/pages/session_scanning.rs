//! Files of sessions are had by nobody before they were looked through, like those of cases (L3, C13).

use axum::http::StatusCode;
use madoguchi::{files::scan::Scanner, serve, web::Line, work};

use crate::{
    browser::{House, Reader},
    scanning::{Clamd, eicar, scanned},
    session_files::{offer, piece},
    sessions::Played,
};

/// A house whose files this scanner looks through.
async fn house(scanner: Scanner) -> House {
    let mut house = House::open().await;
    house.app = scanned(&house, scanner);
    house.router = serve::router(house.app.clone(), Line::Loopback, true);
    house
}

/// The customer sends a file, and the host takes it.
async fn taken(played: &Played, tanaka: &Reader, room: &str, name: &str, bytes: &[u8], file: &str) {
    let (house, to) = (&played.house, format!("{room}/files"));
    let begun = offer(house, tanaka, &to, name, bytes.len()).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text);
    let at = begun.header("location").to_owned();
    let sent = piece(house, tanaka, &at, 0, bytes).await;
    assert_eq!(sent, StatusCode::NO_CONTENT);
    let accepted = played.host_does("accept-file", &[("file", file)]).await;
    assert_eq!(accepted, StatusCode::SEE_OTHER);
}

async fn looked_through(house: &House) {
    let put_off = &mut Default::default();
    work::files::scan(&house.app, put_off).await.unwrap();
    house.app.tend_sessions().await.unwrap();
}

async fn had(played: &Played, file: &str) -> StatusCode {
    let at = format!("{}/files/{file}", played.page);
    played.house.get(&played.host, &at).await.status
}

#[tokio::test]
async fn l3_c13_a_file_of_a_session_waits_while_nobody_can_look_through_it() {
    let nowhere = tempfile::tempdir().unwrap().path().join("none.sock");
    let played = Played::begin_in(house(Scanner::Unix(nowhere)).await).await;
    let (tanaka, room) = played.join("田中").await;
    taken(&played, &tanaka, &room, "a.txt", b"words", "1").await;
    looked_through(&played.house).await;
    assert_eq!(had(&played, "1").await, StatusCode::NOT_FOUND);
    for (reader, page) in [(&played.host, &played.page), (&tanaka, &room)] {
        let shown = played.house.get(reader, page).await;
        assert!(shown.text.contains("検査中"), "{}", shown.text);
    }
    assert_eq!(played.house.faults().await, []);
}

#[tokio::test]
async fn l3_c13_what_a_real_scanner_finds_in_a_session_reaches_nobody_and_the_rest_does() {
    let Some(clamd) = Clamd::start() else {
        eprintln!(
            "SKIPPED: no clamd (Debian's clamav-daemon); what it would say is tried nowhere else"
        );
        return;
    };
    let played = Played::begin_in(house(clamd.scanner().await).await).await;
    let (tanaka, room) = played.join("田中").await;
    taken(&played, &tanaka, &room, "clean.txt", b"words", "1").await;
    taken(&played, &tanaka, &room, "bad.txt", &eicar(), "2").await;
    for file in ["1", "2"] {
        assert_eq!(
            had(&played, file).await,
            StatusCode::NOT_FOUND,
            "not before it was looked through"
        );
    }
    looked_through(&played.house).await;
    assert_eq!(had(&played, "1").await, StatusCode::OK);
    assert_eq!(had(&played, "2").await, StatusCode::NOT_FOUND);
    let theirs = played.house.get(&tanaka, &format!("{room}/files/2")).await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND, "nor by its sender");
    let shown = played.house.get(&played.host, &played.page).await;
    assert!(shown.text.contains("送られませんでした"), "{}", shown.text);
    assert_eq!(played.house.faults().await, []);
}
