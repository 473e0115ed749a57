//! Files whose arrival breaks at its very end, what of secrets stays of them, and what is left where a process was stopped (C13).

use axum::http::StatusCode;
use domain::{FileId, Instant, case::Command};
use futures_util::StreamExt;
use madoguchi::{app::files::Arrived, files::Shelf, work};
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    files::{PIECE, begun, link, tus},
};

fn shelf(house: &House) -> Shelf {
    house.app.files.clone().unwrap().shelf
}

/// All bytes that lie anywhere on the shelf.
async fn lying(house: &House) -> Vec<u8> {
    let shelf = shelf(house);
    let all = shelf.lying(Instant::MAX).collect::<Vec<_>>().await;
    let mut bytes = Vec::new();
    for one in all {
        let (place, piece) = one.unwrap();
        let part = store::files::Part {
            start: 0,
            bytes: 1 << 30,
            place: piece,
        };
        let read = shelf.whole(&place, vec![part]).await;
        bytes.extend(read.unwrap());
    }
    bytes
}

/// A file whose bytes have all arrived, and whose process was stopped before it looked at them.
async fn stopped(house: &House, name: &str, bytes: &[u8]) -> FileId {
    let file = house
        .app
        .begin_file(&AS_AOKI, name, Some(bytes.len() as u64))
        .await
        .unwrap()
        .unwrap();
    let piece = bytes::Bytes::copy_from_slice(bytes);
    let part = shelf(house).keep(&file.place, 0, piece).await.unwrap();
    house
        .app
        .store
        .keep_file_part(file.id, &part)
        .await
        .unwrap();
    file.id
}

async fn head(house: &House, reader: &Reader, id: FileId) -> (StatusCode, String, String) {
    let at = format!("/uploads/{id}");
    let stands = tus(house, reader, "HEAD", &at, b"", &[]).await;
    let header = |name| stands.header(name).to_owned();
    (
        stands.status,
        header("upload-offset"),
        header("upload-length"),
    )
}

#[tokio::test]
async fn c13_a_file_whose_line_broke_at_its_very_end_is_whole() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let at = begun(&house, &aoki, "a.log", 6).await;
    let at = at.header("location").to_owned();
    let sent = tus(
        &house,
        &aoki,
        "PATCH",
        &at,
        b"words\n",
        &[PIECE, ("upload-offset", "0")],
    )
    .await;
    assert_eq!(sent.status, StatusCode::NO_CONTENT);
    // Whoever did not hear so asks once more, by what they have.
    let end = [PIECE, ("upload-offset", "6")];
    let again = tus(&house, &aoki, "PATCH", &at, b"", &end).await;
    assert_eq!(
        (again.status, again.header("upload-offset")),
        (StatusCode::NO_CONTENT, "6")
    );
    let more = tus(&house, &aoki, "PATCH", &at, b"x", &end).await;
    assert_eq!(more.status, StatusCode::CONFLICT);
    // Of a recording less is kept than was sent, and its sender is not told to go on.
    let har = br#"{"log":{"entries":[{"request":{"url":"https://x.example/?token=CANARY-that-is-long"}}]}}"#;
    let id = house.hand_in(&AS_AOKI, "a.har", har).await;
    let length = har.len().to_string();
    let stands = head(&house, &aoki, id).await;
    assert_eq!(stands, (StatusCode::OK, length.clone(), length.clone()));
    let end = [PIECE, ("upload-offset", length.as_str())];
    let again = tus(&house, &aoki, "PATCH", &format!("/uploads/{id}"), b"", &end).await;
    assert_eq!(again.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn c13_a_file_that_was_whole_when_the_process_died_is_finished_by_who_asks() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    // By the question where it stands, by going on at its end, and by being sent.
    let asked = stopped(&house, "asked.txt", b"words").await;
    let stands = head(&house, &aoki, asked).await;
    assert_eq!(stands, (StatusCode::OK, "5".into(), "5".into()));
    let gone_on = stopped(&house, "on.txt", b"words").await;
    let end = [PIECE, ("upload-offset", "5")];
    let at = format!("/uploads/{gone_on}");
    let on = tus(&house, &aoki, "PATCH", &at, b"", &end).await;
    assert_eq!(on.status, StatusCode::NO_CONTENT, "{}", on.text);
    let sent = stopped(&house, "sent.txt", b"words").await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let update = Command::PostUpdate { text: "x".into() };
    let ids = [asked, gone_on, sent];
    house
        .app
        .change_case_with(&AS_AOKI, number, update, &ids, None, None)
        .await
        .unwrap();
    for id in ids {
        let had = house.app.file(&AS_MORI, number, id).await.unwrap();
        assert_eq!(had.file.bytes, 5);
    }
    // What it turns out to be is judged like everything else.
    let fake = stopped(&house, "fake.png", b"<html>").await;
    let (status, ..) = head(&house, &aoki, fake).await;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(
        head(&house, &aoki, fake).await.0,
        StatusCode::NOT_FOUND,
        "it is gone"
    );
    assert_eq!(house.faults().await, []);
}

/// A recording with secrets of every sort.
const HAR: &str = r#"{ "log": {"version":"1.2","pages":[{"title":"https://x.example/cb?code=CANARY-1"}],"entries":[
    {"_initiator":{"url":"https://x.example/a.js?access_token=CANARY-2"},
     "request":{"url":"https://x.example/?token=CANARY-3","headers":[{"name":"Cookie","value":"CANARY-4"}],
       "postData":{"text":"--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nCANARY-5\r\n--b--"}},
     "response":{"status":500,"content":{"text":"<input name=\"SAMLResponse\" value=\"CANARY-6\">"}}}]}}"#;

#[tokio::test]
async fn v37_no_byte_of_a_recordings_secrets_stays_whatever_it_is_called() {
    let house = House::open().await;
    for name in ["a.har", "a.json", "a.txt", "trace.log"] {
        house.hand_in(&AS_AOKI, name, HAR.as_bytes()).await;
        let kept = String::from_utf8(lying(&house).await).unwrap();
        assert!(!kept.contains("CANARY"), "{name}: {kept}");
        assert!(kept.contains("500"), "{name}: {kept}");
    }
    // What was stopped before it was masked is masked by whoever goes on.
    let aoki = house.reader(AOKI).await;
    let id = stopped(&house, "b.har", HAR.as_bytes()).await;
    assert_eq!(head(&house, &aoki, id).await.0, StatusCode::OK);
    let kept = String::from_utf8(lying(&house).await).unwrap();
    assert!(!kept.contains("CANARY"), "{kept}");
    // Other files of the same form stay as they are.
    let plain = br#"{"log": "started", "entries": 3, "password": "kept"}"#;
    house.hand_in(&AS_AOKI, "c.json", plain).await;
    let kept = String::from_utf8(lying(&house).await).unwrap();
    assert!(kept.contains(str::from_utf8(plain).unwrap()), "{kept}");
}

#[tokio::test]
async fn v37_what_a_stopped_process_left_behind_is_swept() {
    let house = House::open().await;
    let id = stopped(&house, "a.har", HAR.as_bytes()).await;
    let file = house.app.store.file(id).await.unwrap().unwrap();
    // It was masked and noted; then the process died, with the first bytes still there.
    let shelf = shelf(&house);
    let masked = madoguchi::files::masked(HAR.as_bytes()).unwrap();
    let elsewhere = shelf.keep("00elsewhere", 0, masked.into()).await.unwrap();
    let completed = store::files::File {
        state: store::files::State::Ready,
        sha256: Some("00".into()),
        ..file.clone()
    };
    house
        .app
        .store
        .complete_file(&completed, Some(("00elsewhere", &elsewhere)))
        .await
        .unwrap();
    // Another piece was kept and never noted; and something lies where nothing of ours does.
    let lost = bytes::Bytes::from_static(b"LOST");
    shelf.keep("00elsewhere", 99, lost).await.unwrap();
    let others = bytes::Bytes::from_static(b"ANOTHER INSTALLATION'S");
    shelf.keep("11others", 0, others).await.unwrap();
    let before = String::from_utf8(lying(&house).await).unwrap();
    assert!(before.contains("CANARY") && before.contains("LOST"));
    work::files::clear(&house.app).await.unwrap();
    let swept = work::sweeping::sweep(&house.app, Instant::MIN).await;
    assert_eq!(swept.unwrap(), 0, "what is young may be noted still");
    let swept = work::sweeping::sweep(&house.app, Instant::MAX).await;
    assert_eq!(swept.unwrap(), 1);
    let after = String::from_utf8(lying(&house).await).unwrap();
    assert!(
        !after.contains("CANARY") && !after.contains("LOST"),
        "{after}"
    );
    assert!(
        after.contains("ANOTHER") && after.contains("500"),
        "{after}"
    );
}

#[tokio::test]
async fn v37_a_look_hides_secrets_and_shows_them_by_an_act_that_is_kept() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let log = "10:00 start\nAuthorization: Bearer CANARY-1\nGET /?password=CANARY-2 200\nCookie: sid=CANARY-3\n10:01 end\n";
    let id = house.hand_in(&AS_AOKI, "app.log", log.as_bytes()).await;
    let update = Command::PostUpdate { text: "x".into() };
    house
        .app
        .change_case_with(&AS_AOKI, number, update, &[id], None, None)
        .await
        .unwrap();
    for (person, side) in [(MORI, "/staff"), (BABA, "")] {
        let reader = house.reader(person).await;
        let case = format!("{side}/cases/{number:08}");
        let page = house.get(&reader, &case).await;
        let look = link(&page, "app.log").unwrap().to_owned();
        let shown = house.get(&reader, &look).await;
        assert!(!shown.text.contains("CANARY"), "{}", shown.text);
        assert!(shown.text.contains("10:01 end") && shown.text.contains("3か所"));
        let secrets = look.replace("/look", "/secrets");
        assert!(shown.text.contains(&secrets), "{}", shown.text);
        let all = house.post(&reader, &secrets, &[]).await;
        assert_eq!(all.status, StatusCode::OK);
        assert!(all.text.contains("CANARY-1") && all.text.contains("CANARY-3"));
        assert!(!all.text.contains("か所"));
    }
    let filter = domain::audit::AuditFilter {
        kind: Some("secrets-shown".into()),
        ..Default::default()
    };
    let kept = house.app.store.audit(&filter, None, 10).await.unwrap();
    let by: Vec<_> = kept.iter().map(|line| line.by).collect();
    assert_eq!(by.len(), 2, "{by:?}");
    // Where nothing is hidden, nothing is offered.
    let plain = house.hand_in(&AS_AOKI, "b.log", b"10:00 start\n").await;
    let update = Command::PostUpdate { text: "y".into() };
    house
        .app
        .change_case_with(&AS_AOKI, number, update, &[plain], None, None)
        .await
        .unwrap();
    let mori = house.reader(MORI).await;
    let look = format!("/staff/cases/{number:08}/files/{plain}/look");
    let shown = house.get(&mori, &look).await;
    assert!(!shown.text.contains("/secrets"), "{}", shown.text);
}

#[tokio::test]
async fn c13_what_was_cut_before_its_end_stands_where_it_stopped() {
    let house = House::open().await;
    let file = house
        .app
        .begin_file(&AS_AOKI, "a.log", Some(10))
        .await
        .unwrap()
        .unwrap();
    let id = file.id;
    let broken = futures_util::stream::iter([
        Ok(bytes::Bytes::from_static(b"words")),
        Err(std::io::Error::other("the line broke")),
    ]);
    let arrived = house.app.append_file(file, broken, false).await.unwrap();
    assert!(matches!(arrived, Arrived::More(_)), "{arrived:?}");
    let aoki = house.reader(AOKI).await;
    let stands = head(&house, &aoki, id).await;
    assert_eq!(stands, (StatusCode::OK, "5".into(), "10".into()));
}

#[tokio::test]
async fn c13_no_account_holds_more_than_it_may_whoever_sends() {
    let desk = DESK.replace("per_account = \"50 GB\"", "per_account = \"1 KB\"");
    let house = House::on_desk(&desk).await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let content = [b'a'; 600];
    // Each of them would fit, and was begun while it did; together they do not.
    let mut sent = Vec::new();
    let everybody = [AS_AOKI, AS_BABA, AS_MORI];
    for actor in &everybody {
        sent.push((actor, house.hand_in(actor, "a.txt", &content).await));
    }
    let refused = domain::case::Refused::File {
        name: "a.txt".into(),
        why: domain::file::NotTaken::NoRoom,
    };
    for (place, (actor, id)) in sent.into_iter().enumerate() {
        let command = match actor.is_staff() {
            true => Command::Reply {
                text: "x".into(),
                then: None,
            },
            false => Command::PostUpdate { text: "x".into() },
        };
        let done = house
            .app
            .change_case_with(actor, number, command, &[id], None, None)
            .await;
        match (place, done) {
            (0, Ok(_)) => {}
            (1 | 2, Err(madoguchi::app::Fail::Refused(why))) => assert_eq!(why, refused),
            (_, other) => panic!("{place} {other:?}"),
        }
    }
    // A form says so, and keeps what was written.
    let baba = house.reader(BABA).await;
    let path = format!("/cases/{number:08}/messages");
    let told = house
        .post_files(
            &baba,
            &path,
            &[("text", "大事な文章")],
            &[("b.txt", &content)],
        )
        .await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.text.contains("容量が残っていません"), "{}", told.text);
    assert!(told.text.contains("大事な文章"));
    // What is taken away makes room.
    let mori = house.reader(MORI).await;
    let page = house.get(&mori, &format!("/staff/cases/{number:08}")).await;
    let look = link(&page, "a.txt").unwrap().replace("/look", "/removal");
    assert_eq!(
        house.post(&mori, &look, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let sent = house
        .post_files(
            &baba,
            &path,
            &[("text", "y")],
            &[("b.txt", &content[..300])],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let (_, kept) = house.app.store.files_of_account(HINODE).await.unwrap();
    assert_eq!(kept, 300);
    // The write itself holds it, whatever was seen before.
    let over = store::Store::within_room(HINODE, 299);
    let over = house.app.store.db().write(over.into()).await;
    assert!(matches!(over, Err(store::WriteError::Conflict)), "{over:?}");
    let within = store::Store::within_room(HINODE, 300);
    house.app.store.db().write(within.into()).await.unwrap();
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn c13_a_file_does_not_come_in_crumbs() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let at = begun(&house, &aoki, "a.log", 10_000).await;
    let at = at.header("location").to_owned();
    let piece = async |offset: usize| {
        let offset = offset.to_string();
        let headers = [PIECE, ("upload-offset", offset.as_str())];
        tus(&house, &aoki, "PATCH", &at, b"x", &headers).await
    };
    for offset in 0..500 {
        assert_eq!(piece(offset).await.status, StatusCode::NO_CONTENT);
    }
    let told = piece(500).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.text.contains("小さすぎる単位"), "{}", told.text);
}
