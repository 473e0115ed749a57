//! Files that are sent in a session (L3): in pieces, to one, held until taken, and ended with what ends them.

use axum::http::StatusCode;
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use testkit::cast::*;

use crate::{
    browser::{Answer, House, Reader},
    sessions::{Played, between, stranger},
};

const PIECE: (&str, &str) = ("content-type", "application/offset+octet-stream");

pub(crate) async fn offer(
    house: &House,
    reader: &Reader,
    to: &str,
    name: &str,
    bytes: usize,
) -> Answer {
    let (length, name) = (bytes.to_string(), BASE64_STANDARD.encode(name));
    let named = format!("filename {name}");
    let headers = [
        ("upload-length", length.as_str()),
        ("upload-metadata", named.as_str()),
        ("sec-fetch-site", "same-origin"),
    ];
    house.send(reader, "POST", to, None, &headers).await
}

pub(crate) async fn piece(
    house: &House,
    reader: &Reader,
    at: &str,
    from: usize,
    bytes: &[u8],
) -> StatusCode {
    let from = from.to_string();
    let headers = [
        PIECE,
        ("upload-offset", from.as_str()),
        ("sec-fetch-site", "same-origin"),
    ];
    let sent = house.send_bytes(reader, "PATCH", at, bytes.to_vec(), &headers);
    sent.await.status
}

#[tokio::test]
async fn l3_a_file_goes_on_after_a_break_to_the_one_it_is_for_and_into_the_case() {
    let played = Played::begin_about_a_case().await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    let (suzuki, _) = played.join("鈴木").await;
    let text = "ログの中身\n".repeat(500);
    let (first, second) = text.as_bytes().split_at(1000);
    let begun = offer(
        house,
        &tanaka,
        &format!("{room}/files"),
        "記録.log",
        text.len(),
    )
    .await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text);
    let at = begun.header("location").to_owned();
    assert_eq!(at, format!("{room}/files/1"));
    assert_eq!(
        piece(house, &tanaka, &at, 0, first).await,
        StatusCode::NO_CONTENT
    );
    // The line was cut; where it stopped is asked, and it goes on there.
    let stands = house.send(&tanaka, "HEAD", &at, None, &[]).await;
    assert_eq!(stands.header("upload-offset"), "1000");
    // Nobody else goes on with it, asks for it, or has it before it was taken.
    for reader in [&suzuki, &stranger()] {
        let stands = house.send(reader, "HEAD", &at, None, &[]).await;
        assert_eq!(stands.status, StatusCode::NOT_FOUND);
        let status = piece(house, reader, &at, 1000, second).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
    assert_eq!(
        piece(house, &tanaka, &at, 1000, second).await,
        StatusCode::NO_CONTENT
    );
    let host_at = format!("{}/files/1", played.page);
    let early = house.get(&played.host, &host_at).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND);
    let seen = house.get(&played.host, &played.page).await;
    assert!(seen.text.contains("記録.log") && seen.text.contains("受け取りを待っています"));
    let other = house.get(&suzuki, &room).await;
    assert!(!other.text.contains("記録.log"), "it is between the two");
    let taken = played.host_does("accept-file", &[("file", "1")]).await;
    assert_eq!(taken, StatusCode::SEE_OTHER);
    let had = house.get(&played.host, &host_at).await;
    assert!(had.bytes == text.as_bytes(), "{}", had.status);
    let digest = Sha256::digest(text.as_bytes());
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(had.header("etag"), format!("\"{digest}\""));
    assert!(had.header("content-disposition").starts_with("attachment"));
    assert_eq!(house.get(&suzuki, &at).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get(&tanaka, &at).await.status, StatusCode::OK);
    // It lies in the case like any other file of it.
    house.app.tend_sessions().await.unwrap();
    let aoki = house.reader(AOKI).await;
    let case = house.get(&aoki, &format!("/cases/{}", played.case)).await;
    let link = between(&case.text, &format!("/cases/{}/files/", played.case), "\"");
    let link = link.split('/').next().unwrap();
    let in_case = house
        .get(&aoki, &format!("/cases/{}/files/{link}", played.case))
        .await;
    assert!(in_case.bytes == text.as_bytes(), "{}", in_case.status);
    assert!(case.text.contains("にファイル 記録.log"), "{}", case.text);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l3_l5_what_is_on_its_way_ends_with_control_and_leaves_nothing() {
    let played = Played::begin().await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    played.assist(ISHIKAWA).await;
    let begun = offer(house, &tanaka, &format!("{room}/files"), "a.log", 2000).await;
    let at = begun.header("location").to_owned();
    piece(house, &tanaka, &at, 0, &[b'a'; 1000]).await;
    let passed = played.host_does("pass", &[("seat", "3")]).await;
    assert_eq!(passed, StatusCode::SEE_OTHER);
    let status = piece(house, &tanaka, &at, 1000, &[b'a'; 1000]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(house.app.store.files_to_clear(10).await.unwrap().len(), 1);
    // What is too large, or no kind that the desk takes, is not offered at all.
    let exe = offer(house, &tanaka, &format!("{room}/files"), "a.exe", 10).await;
    assert_eq!(exe.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let large = offer(
        house,
        &tanaka,
        &format!("{room}/files"),
        "a.log",
        usize::MAX >> 8,
    )
    .await;
    assert_eq!(
        large.status,
        StatusCode::PAYLOAD_TOO_LARGE,
        "{}",
        large.text
    );
    let shown = house.get(&tanaka, &room).await;
    assert!(!shown.text.contains("a.exe"));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l3_a_form_without_script_sends_a_file_and_a_declined_one_is_gone() {
    let played = Played::begin().await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    let to = format!("{}/files", played.page);
    let files = [("手順.txt", "一、再起動する".as_bytes())];
    let sent = house.post_files(&played.host, &to, &[], &files).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let shown = house.get(&tanaka, &room).await;
    assert!(shown.text.contains("手順.txt") && shown.text.contains("受け取らない"));
    let no = house
        .post(&tanaka, &format!("{room}/stop-file"), &[("file", "1")])
        .await;
    assert_eq!(no.status, StatusCode::SEE_OTHER);
    assert_eq!(house.app.store.files_to_clear(10).await.unwrap().len(), 1);
    let sent = house.post_files(&played.host, &to, &[], &files).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let yes = house
        .post(&tanaka, &format!("{room}/accept-file"), &[("file", "2")])
        .await;
    assert_eq!(yes.status, StatusCode::SEE_OTHER);
    let had = house.get(&tanaka, &format!("{room}/files/2")).await;
    assert_eq!(had.bytes, "一、再起動する".as_bytes());
    // The sender does not take it for the other.
    let own = house
        .post(
            &played.host,
            &format!("{}/accept-file", played.page),
            &[("file", "2")],
        )
        .await;
    assert_ne!(own.status, StatusCode::SEE_OTHER);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l3_a_file_of_a_session_about_no_case_is_kept_for_the_desks_days() {
    let week = DESK.replace("recording_days = 365", "recording_days = 7");
    for (desk, days) in [(DESK, 365), (week.as_str(), 7)] {
        is_kept_for(Played::begin_in(House::on_desk(desk).await).await, days).await;
    }
}

async fn is_kept_for(played: Played, desks: i64) {
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    let to = format!("{}/files", played.page);
    let files = [("手順.txt", "一、再起動する".as_bytes())];
    house.post_files(&played.host, &to, &[], &files).await;
    house
        .post(&tanaka, &format!("{room}/accept-file"), &[("file", "1")])
        .await;
    assert_eq!(played.host_does("end", &[]).await, StatusCode::SEE_OTHER);
    let at = format!("{}/files/1", played.page);
    for (days, status) in [(desks - 1, StatusCode::OK), (2, StatusCode::NOT_FOUND)] {
        let later = jiff::SignedDuration::from_hours(24 * days);
        house.app.clock().advance(later);
        madoguchi::work::files::clear(&house.app).await.unwrap();
        let lead = house.reader(MORI).await;
        let had = house.get(&lead, &at).await;
        assert_eq!(had.status, status, "{days} days later: {}", had.text);
    }
}

/// Calls the API under this session's address, as a program of the person's would.
async fn call(
    played: &Played,
    bearer: &str,
    (method, below): (&str, &str),
    body: Option<&serde_json::Value>,
    key: &str,
) -> Answer {
    let at = format!("/api/v1/sessions/{}/files{below}", played.id());
    let mut headers = vec![("authorization", bearer)];
    if body.is_some() {
        headers.extend([
            ("content-type", "application/json"),
            ("idempotency-key", key),
        ]);
    }
    let body = body.map(ToString::to_string);
    let nobody = Reader::default();
    played
        .house
        .send(&nobody, method, &at, body, &headers)
        .await
}

#[tokio::test]
async fn l3_o2_files_are_sent_taken_and_had_by_programs_within_the_same_rules() {
    let played = Played::begin_about_a_case().await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    let mori = house.bearer("mori@vendor.example").await;
    let ishikawa = house.bearer("ishikawa@vendor.example").await;
    let aoki = house.bearer("aoki@hinode.example").await;
    let lindner = house.bearer("eva@kitano.example").await;
    // Sent once for a key; what was handed in is used up by it.
    let file = house.hand_in(&AS_MORI, "手順.txt", b"one").await;
    let new = serde_json::json!({"file": file.to_string()});
    for _ in 0..2 {
        let sent = call(&played, &mori, ("POST", ""), Some(&new), "a").await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
    }
    let again = call(&played, &mori, ("POST", ""), Some(&new), "b").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Another's upload, somebody who does not take part, and a customer's token send nothing.
    let theirs = house.hand_in(&AS_ISHIKAWA, "a.txt", b"two").await;
    let theirs = serde_json::json!({"file": theirs.to_string()});
    for (bearer, status) in [
        (&mori, StatusCode::UNPROCESSABLE_ENTITY),
        (&ishikawa, StatusCode::NOT_FOUND),
        (&aoki, StatusCode::FORBIDDEN),
    ] {
        let sent = call(&played, bearer, ("POST", ""), Some(&theirs), "c").await;
        assert_eq!(sent.status, status, "{}", sent.text);
    }
    // Nobody has it before it was taken, and the sender does not take it.
    let nothing = serde_json::json!({});
    let early = call(&played, &mori, ("GET", "/1"), None, "").await;
    assert_eq!(early.status, StatusCode::NOT_FOUND);
    let own = call(
        &played,
        &mori,
        ("POST", "/1/acceptance"),
        Some(&nothing),
        "d",
    )
    .await;
    assert!(own.status.is_client_error(), "{}", own.text);
    let to = format!("{room}/accept-file");
    let yes = house.post(&tanaka, &to, &[("file", "1")]).await;
    assert_eq!(yes.status, StatusCode::SEE_OTHER);
    let had = call(&played, &mori, ("GET", "/1"), None, "").await;
    assert_eq!(had.bytes, b"one");
    // What the customer sends is taken by the program, and another one declined.
    for name in ["記録.log", "b.log"] {
        let to = format!("{room}/files");
        let files = [(name, b"three".as_slice())];
        let sent = house.post_files(&tanaka, &to, &[], &files).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    }
    for (below, key) in [("/2/acceptance", "e"), ("/3/withdrawal", "f")] {
        let done = call(&played, &mori, ("POST", below), Some(&nothing), key).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    }
    assert_eq!(
        call(&played, &mori, ("GET", "/2"), None, "").await.bytes,
        b"three"
    );
    for below in ["/3", "/4", "/4294967296", "/-1", "/x"] {
        let none = call(&played, &mori, ("GET", below), None, "").await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "{below}");
    }
    // Who sees the case knows of the files, and nobody else.
    for (bearer, status) in [(&aoki, StatusCode::OK), (&lindner, StatusCode::NOT_FOUND)] {
        let list = call(&played, bearer, ("GET", ""), None, "").await;
        assert_eq!(list.status, status);
        if status == StatusCode::OK {
            let list: serde_json::Value = serde_json::from_str(&list.text).unwrap();
            let states: Vec<&str> = list["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["state"].as_str().unwrap())
                .collect();
            assert_eq!(states, ["arrived", "arrived", "stopped"]);
        }
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l3_l5_a_file_goes_to_who_leads_now_and_the_form_stays_as_it_is() {
    let played = Played::begin().await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    // Beside the form and not in it, so that the name follows while a file is being chosen.
    let named = |page: &str| {
        let part = between(page, "data-live=\"send\">", "<form class=\"session-send\"");
        between(part, "data-live=\"send-to\"", "</label>").to_owned()
    };
    let form = |page: &str| between(page, "<form class=\"session-send\"", "</form>").to_owned();
    let before = house.get(&tanaka, &room).await.text;
    assert!(named(&before).ends_with("にファイルを送る"), "{before}");
    assert!(!named(&before).contains("石川"));
    let ishikawa = played.assist(ISHIKAWA).await;
    let passed = played.host_does("pass", &[("seat", "3")]).await;
    assert_eq!(passed, StatusCode::SEE_OTHER);
    let after = house.get(&tanaka, &room).await.text;
    assert!(named(&after).contains("石川"), "{}", named(&after));
    assert_eq!(form(&before), form(&after));
    // While nobody leads there is nobody to send one to.
    let transfer = format!("{}/transfer", played.page);
    let to = [("queue", "tier1")];
    let handed = house.post(&ishikawa, &transfer, &to).await;
    assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.text);
    let waits = house.get(&tanaka, &room).await.text;
    assert!(!waits.contains("class=\"session-send\""));
    assert!(waits.contains("data-live=\"sending\""));
}
