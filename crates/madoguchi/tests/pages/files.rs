//! Files handed in by forms and by pieces, had by those who may, and by nobody else (C13).

use std::io::Read;

use axum::http::StatusCode;
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{
    Actor,
    case::{CaseEvent, Command},
    directory::PersonEvent,
    event::By,
};
use sha1::Digest;
use testkit::cast::*;

use crate::browser::{Answer, House, Reader};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

/// What the story of a case says of files: names, and whether they are internal.
async fn attached(house: &House, number: i64) -> Vec<(String, bool)> {
    let case = house.app.case(&AS_MORI, number).await.unwrap();
    let history = house.app.history(&AS_MORI, &case).await.unwrap();
    let files = history
        .iter()
        .cloned()
        .flat_map(|recorded| match recorded.event {
            CaseEvent::FilesAttached {
                files, internal, ..
            } => files
                .into_iter()
                .map(|f| (f.name.as_str().to_owned(), internal))
                .collect(),
            _ => Vec::new(),
        });
    files.collect()
}

/// The address behind a name on a page.
pub(crate) fn link<'a>(page: &'a Answer, name: &str) -> Option<&'a str> {
    let before = page.text.split(&format!(">{name}</a>")).next()?;
    let href = before.rsplit("href=\"").next()?.split('"').next()?;
    page.text.contains(&format!(">{name}</a>")).then_some(href)
}

#[tokio::test]
async fn c13_a_form_carries_its_files_without_script() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let path = format!("/cases/{number:08}/messages");
    let sent = house
        .post_files(
            &aoki,
            &path,
            &[("text", "画面です。")],
            &[("画面 1.PNG", PNG), ("app.log", b"10:00 error\n")],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let mut found = attached(&house, number).await;
    found.sort();
    assert_eq!(
        found,
        [("app.log".into(), false), ("画面 1.png".into(), false)]
    );
    // Who glances at it sees them, too.
    let glance = house
        .get(&mori, &format!("/staff/cases/{number:08}/peek"))
        .await;
    assert!(glance.text.contains("画面 1.png"), "{}", glance.text);
    // An empty field for files is no file.
    let sent = house
        .post_files(&aoki, &path, &[("text", "続き")], &[("", b"")])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    // Both sides find it, under its name, and as the bytes that it was.
    for (reader, page) in [
        (&aoki, format!("/cases/{number:08}")),
        (&mori, format!("/staff/cases/{number:08}")),
    ] {
        let shown = house.get(reader, &page).await;
        let look = link(&shown, "画面 1.png").expect("it is linked");
        let file = house.get(reader, look.trim_end_matches("/look")).await;
        assert_eq!(file.bytes, PNG);
        assert_eq!(file.header("content-type"), "application/octet-stream");
        assert_eq!(
            file.header("content-disposition"),
            "attachment; filename*=UTF-8''%E7%94%BB%E9%9D%A2%201.png"
        );
        assert_eq!(
            file.header("content-security-policy"),
            "default-src 'none'; sandbox"
        );
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        let picture = house.get(reader, &look.replace("/look", "/picture")).await;
        assert_eq!(
            (picture.header("content-type"), picture.bytes.as_slice()),
            ("image/png", PNG)
        );
        let log = link(&shown, "app.log").unwrap();
        let page = house.get(reader, log).await;
        assert!(page.text.contains("10:00 error"), "{}", page.text);
        assert_eq!(
            house
                .get(reader, &log.replace("/look", "/picture"))
                .await
                .status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn c13_what_is_not_taken_is_told_per_file_and_the_rest_stays() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let aoki = house.reader(AOKI).await;
    let path = format!("/cases/{number:08}/messages");
    let files: &[(&str, &[u8])] = &[
        ("good.png", PNG),
        ("bad.exe", b"MZ"),
        ("empty.txt", b""),
        ("fake.png", b"<html><script>alert(1)</script>"),
        ("locked.zip", b"PK\x03\x04\x14\0\x01\0\0\0locked"),
    ];
    let sent = house
        .post_files(&aoki, &path, &[("text", "大事な文章")], files)
        .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in [
        "「bad.exe」の形式は添付できません",
        "「empty.txt」は空",
        "「fake.png」の中身",
        "「locked.zip」にはパスワード",
        "大事な文章",
        "good.png",
    ] {
        assert!(sent.text.contains(told), "{told}");
    }
    assert_eq!(attached(&house, number).await, []);
    // What was taken is sent with the next try; what is unticked is not.
    let field = sent
        .text
        .split("name=\"file-")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let field = format!("file-{field}");
    let again = house
        .post(&aoki, &path, &[("text", "大事な文章"), (&field, "yes")])
        .await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    assert_eq!(attached(&house, number).await, [("good.png".into(), false)]);
    // Once it is sent it cannot be sent anew.
    let again = house
        .post(&aoki, &path, &[("text", "もう一度"), (&field, "yes")])
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    // One too many at a time.
    let many: Vec<(&str, &[u8])> = vec![("a.png", PNG); 11];
    let sent = house
        .post_files(&aoki, &path, &[("text", "多い")], &many)
        .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.text.contains("10件まで"), "{}", sent.text);
}

#[tokio::test]
async fn c13_the_limit_of_size_holds_to_the_byte_and_nothing_larger_is_kept() {
    let desk = DESK.replace("size_each = \"25 MB\"", "size_each = \"1 KB\"");
    let desk = desk.replace("transfer = \"2 GB\"\n", "");
    let house = House::on_desk(&desk).await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let aoki = house.reader(AOKI).await;
    let path = format!("/cases/{number:08}/messages");
    let (fits, over) = ([b'a'; 1024], [b'a'; 1025]);
    let sent = house
        .post_files(&aoki, &path, &[("text", "x")], &[("a.txt", &fits)])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let sent = house
        .post_files(&aoki, &path, &[("text", "x")], &[("b.txt", &over)])
        .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.text.contains("1 KBまで"), "{}", sent.text);
    let (waiting, _) = house.app.store.waiting_files(AOKI).await.unwrap();
    assert_eq!(waiting, 0);
}

#[tokio::test]
async fn c13_files_wait_with_a_draft_and_go_with_an_answer_that_is_held() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let aoki = house.reader(AOKI).await;
    let (case, draft) = (
        format!("/cases/{number:08}"),
        format!("/cases/{number:08}/draft"),
    );
    let kept = house
        .post_files(&aoki, &draft, &[("text", "書きかけ")], &[("a.png", PNG)])
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let page = house.get(&aoki, &case).await;
    assert!(page.text.contains("書きかけ") && page.text.contains("a.png"));
    let field = page
        .text
        .split("name=\"file-")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let field = format!("file-{field}");
    house.app.store.set_recall_time(AOKI, 30).await.unwrap();
    let sent = house
        .post(
            &aoki,
            &format!("{case}/messages"),
            &[("text", "書いた"), (&field, "yes")],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert_eq!(attached(&house, number).await, []);
    assert!(house.app.send_now(&AS_AOKI, number, None).await.unwrap());
    assert_eq!(attached(&house, number).await, [("a.png".into(), false)]);
}

#[tokio::test]
async fn c13_a_case_is_opened_with_files_that_are_read_once_more_first() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let tokyo = TOKYO.to_string();
    let fields = [
        ("deployment", tokyo.as_str()),
        ("product", "contact-cloud"),
        ("sub-type", "problem"),
        ("environment", "production"),
        ("severity", "S3"),
        ("subject", "録音が再生できない"),
        ("description", "昨日からです。"),
        ("business-impact", "x"),
    ];
    let path = "/cases/new/support-case";
    let check = house
        .post_files(&aoki, path, &fields, &[("画面.png", PNG)])
        .await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.text);
    assert!(check.text.contains("画面.png"));
    let field = check
        .text
        .split("name=\"file-")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let field = format!("file-{field}");
    let mut fields = fields.to_vec();
    fields.extend([("_checked", "1"), (field.as_str(), "yes")]);
    let opened = house.post(&aoki, path, &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let number = opened
        .header("location")
        .split('/')
        .nth(2)
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(attached(&house, number).await, [("画面.png".into(), false)]);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn v12_a_file_is_had_by_those_who_see_the_case_and_by_nobody_else() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let (aoki, mori, lindner) = (
        house.reader(AOKI).await,
        house.reader(MORI).await,
        house.reader(LINDNER).await,
    );
    for (by, name, command) in [
        (
            &AS_AOKI,
            "ours.txt",
            Command::PostUpdate { text: "x".into() },
        ),
        (
            &AS_MORI,
            "internal.txt",
            Command::AddNote { text: "x".into() },
        ),
    ] {
        let ids = [house.hand_in(by, name, b"words").await];
        house
            .app
            .change_case_with(by, number, command, &ids, None, None)
            .await
            .unwrap();
    }
    let staff = house.get(&mori, &format!("/staff/cases/{number:08}")).await;
    let (ours, internal) = (
        link(&staff, "ours.txt").unwrap(),
        link(&staff, "internal.txt").unwrap(),
    );
    let theirs = |staffs: &str| staffs.replace("/staff", "");
    assert_eq!(house.get(&aoki, &theirs(ours)).await.status, StatusCode::OK);
    // Whoever may not, and what never was, are told the same.
    let unknown = house
        .get(&aoki, &format!("/cases/{number:08}/files/1/look"))
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(
        house.get(&aoki, &theirs(internal)).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        house.get(&lindner, &theirs(ours)).await.status,
        StatusCode::NOT_FOUND
    );
    let nobody = house.get(&Reader::default(), &theirs(ours)).await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
    let page = house.get(&aoki, &format!("/cases/{number:08}")).await;
    assert!(!page.text.contains("internal.txt"));
    // Another case's address does not lead to it.
    let other = house.open_case(&AS_AOKI, "別件").await;
    let moved = theirs(ours).replace(&format!("{number:08}"), &format!("{other:08}"));
    assert_eq!(house.get(&aoki, &moved).await.status, StatusCode::NOT_FOUND);
    // Whoever loses their access has it no more from the next request on, in pages and over the API: it is what never was.
    let baba = house.reader(BABA).await;
    let (path, never) = (theirs(ours), format!("/cases/{number:08}/files/1/look"));
    assert_eq!(house.get(&baba, &path).await.status, StatusCode::OK);
    let token = house
        .app
        .make_own_token(BABA, &Default::default(), By::System)
        .await;
    let bearer = format!("Bearer {}", token.unwrap());
    let asks = [("authorization", bearer.as_str())];
    let api = format!("/api/v1{}", path.trim_end_matches("/look"));
    let none = Reader::default();
    let had = house.send(&none, "GET", &api, None, &asks).await;
    assert_eq!(had.status, StatusCode::OK, "{}", had.text);
    let stored = house.app.store.stored_person_of(BABA).await.unwrap();
    let basic = [PersonEvent::LevelSet {
        level: "basic".into(),
    }];
    let list = store::people::change_person(&stored.unwrap(), &basic, By::System, noon());
    house.app.store.add(list.unwrap()).await.unwrap();
    let mut faces = Vec::new();
    for path in [&path, &never] {
        let answer = house.get(&baba, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        faces.push(answer.text.replace(path.as_str(), "PATH"));
    }
    assert_eq!(faces[0], faces[1]);
    let gone = house.send(&none, "GET", &api, None, &asks).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "{}", gone.text);
    // Staff take it away: from then on it is nowhere, and the story says so.
    let removal = ours.replace("/look", "/removal");
    assert_eq!(
        house.post(&mori, &removal, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        house.get(&aoki, &theirs(ours)).await.status,
        StatusCode::NOT_FOUND
    );
    let page = house.get(&aoki, &format!("/cases/{number:08}")).await;
    assert!(page.text.contains("添付ファイル「ours.txt」を削除"));
    // Its bytes go with the next round, and nothing else does.
    madoguchi::work::files::clear(&house.app).await.unwrap();
    assert_eq!(house.app.store.files_to_clear(10).await.unwrap().len(), 0);
    let file = house.get(&mori, internal.trim_end_matches("/look")).await;
    assert_eq!(file.text, "words");
    assert_eq!(house.faults().await, []);
}

/// A request of the tus protocol by our own page's script.
pub(crate) async fn tus(
    house: &House,
    reader: &Reader,
    method: &str,
    path: &str,
    body: &[u8],
    headers: &[(&str, &str)],
) -> Answer {
    let mut all = vec![
        ("sec-fetch-site", "same-origin"),
        ("tus-resumable", "1.0.0"),
    ];
    all.extend(headers);
    house
        .send_bytes(reader, method, path, body.to_vec(), &all)
        .await
}

pub(crate) const PIECE: (&str, &str) = ("content-type", "application/offset+octet-stream");

pub(crate) async fn begun(house: &House, reader: &Reader, name: &str, bytes: usize) -> Answer {
    let (length, name) = (
        bytes.to_string(),
        format!("filename {}", BASE64_STANDARD.encode(name)),
    );
    tus(
        house,
        reader,
        "POST",
        "/uploads",
        b"",
        &[("upload-length", &length), ("upload-metadata", &name)],
    )
    .await
}

#[tokio::test]
async fn c13_a_file_arrives_in_pieces_and_goes_on_after_a_break() {
    let house = House::open().await;
    let (aoki, baba) = (house.reader(AOKI).await, house.reader(BABA).await);
    let whole = "行\n".repeat(3_000).into_bytes();
    let answer = begun(&house, &aoki, "長いログ.log", whole.len()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    let (at, field) = (
        answer.header("location").to_owned(),
        answer.header("x-field").to_owned(),
    );
    let first = tus(
        &house,
        &aoki,
        "PATCH",
        &at,
        &whole[..4_000],
        &[PIECE, ("upload-offset", "0")],
    )
    .await;
    assert_eq!(
        (first.status, first.header("upload-offset")),
        (StatusCode::NO_CONTENT, "4000")
    );
    // What was lost in between is not guessed at, and nobody else goes on with it.
    let wrong = tus(
        &house,
        &aoki,
        "PATCH",
        &at,
        &whole[5_000..],
        &[PIECE, ("upload-offset", "5000")],
    )
    .await;
    assert_eq!(
        (wrong.status, wrong.header("upload-offset")),
        (StatusCode::CONFLICT, "4000")
    );
    for method in ["HEAD", "PATCH", "DELETE"] {
        let other = tus(
            &house,
            &baba,
            method,
            &at,
            b"",
            &[PIECE, ("upload-offset", "4000")],
        )
        .await;
        assert_eq!(other.status, StatusCode::NOT_FOUND, "{method}");
    }
    let foreign = house
        .send_bytes(
            &aoki,
            "PATCH",
            &at,
            vec![0],
            &[
                PIECE,
                ("upload-offset", "4000"),
                ("sec-fetch-site", "cross-site"),
            ],
        )
        .await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    // A piece that was damaged leaves nothing behind.
    let digest = BASE64_STANDARD.encode(sha1::Sha1::digest(&whole[4_000..9_000]));
    let checksum = format!("sha1 {digest}");
    let damaged = tus(
        &house,
        &aoki,
        "PATCH",
        &at,
        &whole[4_001..9_001],
        &[
            PIECE,
            ("upload-offset", "4000"),
            ("upload-checksum", &checksum),
        ],
    )
    .await;
    assert_eq!(damaged.status.as_u16(), 460);
    let sound = tus(
        &house,
        &aoki,
        "PATCH",
        &at,
        &whole[4_000..9_000],
        &[
            PIECE,
            ("upload-offset", "4000"),
            ("upload-checksum", &checksum),
        ],
    )
    .await;
    assert_eq!(
        (sound.status, sound.header("upload-offset")),
        (StatusCode::NO_CONTENT, "9000")
    );
    let stands = tus(&house, &aoki, "HEAD", &at, b"", &[]).await;
    assert_eq!(stands.header("upload-offset"), "9000");
    let last = tus(
        &house,
        &aoki,
        "PATCH",
        &at,
        &whole[9_000..],
        &[PIECE, ("upload-offset", "9000")],
    )
    .await;
    assert_eq!(last.status, StatusCode::NO_CONTENT, "{}", last.text);
    // More than was announced is not taken.
    let more = tus(
        &house,
        &aoki,
        "PATCH",
        &at,
        b"x",
        &[PIECE, ("upload-offset", &whole.len().to_string())],
    )
    .await;
    assert_eq!(more.status, StatusCode::CONFLICT);
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let sent = house
        .post(
            &aoki,
            &format!("/cases/{number:08}/messages"),
            &[("text", ""), (&field, "yes")],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let page = house.get(&aoki, &format!("/cases/{number:08}")).await;
    let look = link(&page, "長いログ.log")
        .unwrap()
        .trim_end_matches("/look")
        .to_owned();
    assert_eq!(house.get(&aoki, &look).await.bytes, whole);
    // A stretch across the pieces.
    let part = house
        .send(&aoki, "GET", &look, None, &[("range", "bytes=3998-9003")])
        .await;
    assert_eq!(
        (part.status, part.header("content-range")),
        (
            StatusCode::PARTIAL_CONTENT,
            format!("bytes 3998-9003/{}", whole.len()).as_str()
        )
    );
    assert_eq!(part.bytes, whole[3_998..9_004]);
}

#[tokio::test]
async fn c13_what_an_upload_may_not_be_is_told_before_its_bytes() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    for (name, bytes, status) in [
        ("a.exe", 10, StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("a.png", 0, StatusCode::UNPROCESSABLE_ENTITY),
        (
            "a.png",
            3 * 1024 * 1024 * 1024,
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
    ] {
        let answer = begun(&house, &aoki, name, bytes).await;
        assert_eq!(answer.status, status, "{name}");
        assert!(
            answer.text.contains(&format!("「{name}」")),
            "{}",
            answer.text
        );
    }
    // A hundred wait at most.
    for _ in 0..100 {
        assert_eq!(
            begun(&house, &aoki, "a.png", 10).await.status,
            StatusCode::CREATED
        );
    }
    assert_eq!(
        begun(&house, &aoki, "a.png", 10).await.status,
        StatusCode::INSUFFICIENT_STORAGE
    );
    let nobody = begun(&house, &Reader::default(), "a.png", 10).await;
    assert_ne!(nobody.status, StatusCode::CREATED);
}

#[tokio::test]
async fn v37_a_recording_is_kept_without_its_secrets() {
    let house = House::open().await;
    let har = br#"{"log":{"entries":[{"request":{"url":"https://x.example/?token=CANARY","headers":[{"name":"Cookie","value":"CANARY"}]},"response":{"status":500}}]}}"#;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let ids = [house.hand_in(&AS_AOKI, "a.har", har).await];
    let update = Command::PostUpdate { text: "x".into() };
    house
        .app
        .change_case_with(&AS_AOKI, number, update, &ids, None, None)
        .await
        .unwrap();
    let had = house.app.file(&AS_MORI, number, ids[0]).await.unwrap();
    let kept = house
        .app
        .files
        .as_ref()
        .unwrap()
        .shelf
        .whole(&had.file.place, had.parts)
        .await
        .unwrap();
    let text = String::from_utf8(kept).unwrap();
    assert!(
        !text.contains("CANARY") && text.contains("\"status\":500"),
        "{text}"
    );
    assert_eq!(had.file.bytes, text.len() as u64);
    // What is no recording is not taken for one.
    let begun = house
        .app
        .begin_file(&AS_AOKI, "b.har", Some(9))
        .await
        .unwrap()
        .unwrap();
    let pieces = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(
        bytes::Bytes::from_static(b"plainword"),
    )]);
    let arrived = house.app.append_file(begun, pieces, true).await.unwrap();
    assert!(
        matches!(arrived, madoguchi::app::files::Arrived::Not(_)),
        "{arrived:?}"
    );
}

#[tokio::test]
async fn v10_hostile_names_and_bodies_come_to_nothing() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/security-payloads");
    let mut names = Vec::new();
    for file in [
        "file-names.jsonl",
        "path-traversal.jsonl",
        "naughty-strings.jsonl",
        "xss.jsonl",
    ] {
        let Ok(text) = std::fs::read_to_string(folder.join(file)) else {
            eprintln!(
                "NOT TESTED: {} is absent, names that we made ourselves alone",
                folder.join(file).display()
            );
            continue;
        };
        for line in text.lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let texts = row
                .as_object()
                .into_iter()
                .flat_map(|row| row.values())
                .filter_map(|value| value.as_str());
            names.extend(texts.map(str::to_owned));
        }
    }
    names.extend(
        [
            "../../x.png",
            "\u{202e}gnp.exe",
            "a\0.png",
            "con.png",
            ".png",
            "a.png/../../b",
        ]
        .map(String::from),
    );
    let house = House::open().await;
    let actor: &Actor = &AS_AOKI;
    let (mut taken, mut told) = (0, 0);
    for name in names
        .iter()
        .flat_map(|name| [name.clone(), format!("{name}.txt")])
    {
        match house.app.begin_file(actor, &name, Some(5)).await.unwrap() {
            Err(_) => told += 1,
            Ok(file) => {
                taken += 1;
                assert!(
                    !file.name.contains(['/', '\\', '\0', '\n', '\r', '"', '<'])
                        && !file.name.starts_with('.'),
                    "{:?}",
                    file.name
                );
                assert!(
                    file.place.bytes().all(|b| b.is_ascii_hexdigit()),
                    "{}",
                    file.place
                );
                house.app.discard_file(actor, file.id).await.unwrap();
            }
        }
    }
    println!("{taken} names taken, {told} refused");
    assert!(taken >= 5 && told >= 1);
}

#[tokio::test]
async fn c13_types_are_told_by_their_bytes_in_samples_of_many() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/upload-file-types/files.tar.gz");
    let Ok(file) = std::fs::File::open(&path) else {
        eprintln!("SKIPPED: {} is not there", path.display());
        return;
    };
    let house = House::open().await;
    let limits = house.app.attachments().unwrap().clone();
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(file));
    let (mut taken, mut as_png) = (Vec::new(), Vec::new());
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry
            .path()
            .unwrap()
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if bytes.is_empty() {
            continue;
        }
        let content = madoguchi::files::seen(&bytes[..bytes.len().min(madoguchi::files::HEAD)]);
        let size = bytes.len() as u64;
        if limits.take(&name, size, &content).is_ok() {
            taken.push(name.clone());
        }
        // Whatever it is, it is no picture because it is called one.
        if !name.ends_with(".png") && limits.take("a.png", size, &content).is_ok() {
            as_png.push(name);
        }
    }
    println!("taken as what they are called: {taken:?}");
    assert!(taken.len() >= 8, "{taken:?}");
    assert!(
        as_png.iter().all(|name| name.ends_with(".apng")),
        "{as_png:?}"
    );
}

#[tokio::test]
async fn h7_mails_name_the_files_that_came_and_never_those_of_notes() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let take = Command::Assign {
        owner: Some(MORI),
        team: None,
    };
    house
        .app
        .change_case(&AS_MORI, number, take, None, None)
        .await
        .unwrap();
    house.mailed().await;
    house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_mins(2));
    for (by, name, command) in [
        (
            &AS_MORI,
            "internal.txt",
            Command::AddNote { text: "x".into() },
        ),
        (
            &AS_MORI,
            "手順.txt",
            Command::Reply {
                text: "お試しください。".into(),
                then: None,
            },
        ),
        (
            &AS_AOKI,
            "結果.txt",
            Command::PostUpdate {
                text: String::new(),
            },
        ),
    ] {
        let ids = [house.hand_in(by, name, b"words").await];
        house
            .app
            .change_case_with(by, number, command, &ids, None, None)
            .await
            .unwrap();
    }
    let letters = house.mailed().await;
    let all: String = letters.iter().map(|letter| letter.text()).collect();
    assert!(
        all.contains("お試しください。\n\n添付ファイル：手順.txt"),
        "{all}"
    );
    assert!(all.contains("添付ファイル：結果.txt"), "{all}");
    assert!(!all.contains("internal.txt"), "{all}");
}

#[tokio::test]
async fn c13_what_begins_with_a_damaged_piece_goes_on_where_it_lies() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let whole = "行\n".repeat(300).into_bytes();
    let (length, name) = (
        whole.len().to_string(),
        format!("filename {}", BASE64_STANDARD.encode("a.log")),
    );
    let digest = BASE64_STANDARD.encode(sha1::Sha1::digest(&whole));
    let checksum = format!("sha1 {digest}");
    let headers = [
        PIECE,
        ("upload-length", length.as_str()),
        ("upload-metadata", name.as_str()),
        ("upload-checksum", checksum.as_str()),
    ];
    let damaged = tus(&house, &aoki, "POST", "/uploads", &whole[1..], &headers).await;
    assert_eq!(damaged.status.as_u16(), 460);
    assert!(!damaged.header("x-field").is_empty());
    let at = damaged.header("location").to_owned();
    let stands = tus(&house, &aoki, "HEAD", &at, b"", &[]).await;
    assert_eq!(stands.header("upload-offset"), "0");
    let headers = [
        PIECE,
        ("upload-offset", "0"),
        ("upload-checksum", checksum.as_str()),
    ];
    let sound = tus(&house, &aoki, "PATCH", &at, &whole, &headers).await;
    assert_eq!(
        (sound.status, sound.header("upload-offset")),
        (StatusCode::NO_CONTENT, length.as_str())
    );
}
