//! Software to download (B6): given out by administrators, had by those who open cases, each time recorded.

use axum::http::StatusCode;
use domain::{
    Actor, FileId, PersonId, Prose, Role,
    case::{Command, Refused},
    directory::{Profile, Standing},
    event::By,
};
use madoguchi::{app::Fail, files::scan::Scanner};
use store::files::{State, Unscanned};
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    scanning,
};

const ADMINISTRATOR: PersonId = PersonId(950);

async fn administrator(house: &House) -> Reader {
    let word = Prose::new;
    let profile = Profile {
        family: word("三浦"),
        given: word("由紀"),
        family_kana: word(""),
        given_kana: word(""),
        email: word("miura@vendor.example"),
        language: domain::Language::new("ja"),
        time_zone: "Asia/Tokyo".into(),
    };
    let standing = Standing::Agent {
        role: Role::Administrator,
        team: None,
    };
    let list = store::directory::add_person(ADMINISTRATOR, standing, profile, By::System, noon());
    house.app.store.add(list.unwrap()).await.unwrap();
    house.reader(ADMINISTRATOR).await
}

const AS_ADMINISTRATOR: Actor = Actor::Agent {
    person: ADMINISTRATOR,
    role: Role::Administrator,
    team: None,
};

const FIELDS: [(&str, &str); 4] = [
    ("product", "meetings"),
    ("software", "デスクトップアプリ"),
    ("version", "44.2"),
    ("note", "録画の不具合を直しました"),
];
/// An archive with nothing in it.
const ARCHIVE: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

#[tokio::test]
async fn b6_software_is_given_out_had_by_those_who_open_cases_and_recorded() {
    let house = House::open().await;
    let miura = administrator(&house).await;
    let to = "/staff/downloads";
    let empty = house.post(&miura, to, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in ["サービス", "ソフトウェアの名前", "バージョン"] {
        assert!(empty.text.contains(part), "{part}: {}", empty.text);
    }
    let files = [("app.zip", ARCHIVE)];
    let given = house.post_files(&miura, to, &FIELDS, &files).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    // The same version once more is told, and what was typed stays.
    let again = house.post_files(&miura, to, &FIELDS, &files).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.text.contains("録画の不具合を直しました"),
        "{}",
        again.text
    );

    let aoki = house.reader(AOKI).await;
    let page = house.get(&aoki, "/downloads").await;
    assert_eq!(page.status, StatusCode::OK);
    let digest = {
        use sha2::Digest;
        let digest = sha2::Sha256::digest(ARCHIVE);
        digest
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    for part in [
        "ミーティング",
        "デスクトップアプリ",
        "44.2",
        "app.zip",
        &digest,
    ] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    let (_, id) = page.text.split_once("href=\"/downloads/").unwrap();
    let id = id.split('"').next().unwrap();
    let path = format!("/downloads/{id}");
    let had = house.get(&aoki, &path).await;
    assert_eq!(had.status, StatusCode::OK);
    assert_eq!(had.bytes, ARCHIVE);
    assert!(had.header("content-disposition").starts_with("attachment"));
    // By the API as well, with what it says of it.
    let token = house.app.make_token("aoki@hinode.example", "x").await;
    let bearer = format!("Bearer {}", token.unwrap());
    let headers = [("authorization", bearer.as_str())];
    let nobody = Reader::default();
    let list = house
        .send(&nobody, "GET", "/api/v1/downloads", None, &headers)
        .await;
    assert!(list.text.contains(&digest), "{}", list.text);
    let api = format!("/api/v1{path}");
    let by_api = house.send(&nobody, "GET", &api, None, &headers).await;
    assert_eq!(by_api.bytes, ARCHIVE);
    // Each time stands in the audit, with who and which.
    let audit = house
        .get(&miura, "/staff/audit?kind=audit+release-fetched")
        .await;
    assert_eq!(
        audit.text.matches("デスクトップアプリ 44.2").count(),
        2,
        "{}",
        audit.text
    );
    assert!(audit.text.contains("青木 真理"));

    // Who only reads has none.
    let reader = house.reader(READER).await;
    for path in ["/downloads", &path] {
        let refused = house.get(&reader, path).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
        assert!(!refused.text.contains("app.zip"));
    }
    // What is withdrawn nobody has any more, and the version can be given out anew.
    let withdrawn = house
        .post(&miura, &format!("{to}/{id}/withdrawal"), &[])
        .await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER);
    for path in [&path, &api] {
        let gone = house.send(&aoki, "GET", path, None, &headers).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(
        !house
            .get(&aoki, "/downloads")
            .await
            .text
            .contains("app.zip")
    );
    assert!(
        house
            .get(&miura, to)
            .await
            .text
            .contains("に取り下げました")
    );
    let anew = house.post_files(&miura, to, &FIELDS, &files).await;
    assert_eq!(anew.status, StatusCode::SEE_OTHER, "{}", anew.text);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn b6_a_file_of_software_goes_to_no_case_and_is_not_cleared_away() {
    let house = House::open().await;
    administrator(&house).await;
    let file = house.hand_in(&AS_ADMINISTRATOR, "app.zip", ARCHIVE).await;
    let version = domain::release::Version {
        product: "meetings".into(),
        name: "アプリ".into(),
        version: "1".into(),
        note: String::new(),
    };
    let (by, files) = ((AS_ADMINISTRATOR.by(), None), [file]);
    let given = house
        .app
        .publish(&AS_ADMINISTRATOR, &version, &files, by.clone());
    let given = given.await.unwrap();
    let store = &house.app.store;
    assert_eq!(store.waiting_file(ADMINISTRATOR, file).await.unwrap(), None);
    let later = noon() + jiff::SignedDuration::from_hours(24 * 400);
    assert_eq!(
        store.stale_files(later, 10).await.unwrap(),
        Vec::<FileId>::new()
    );
    let twice = house.app.publish(&AS_ADMINISTRATOR, &version, &files, by);
    assert!(twice.await.is_err(), "the file lies ready no more");
    assert_eq!(store.release(given.id).await.unwrap(), Some(given));
}

#[tokio::test]
async fn b6_software_is_given_out_and_withdrawn_over_the_api() {
    let house = House::open().await;
    administrator(&house).await;
    let bearer = async |email: &str| {
        let token = house.app.make_token(email, "test").await.unwrap();
        format!("Bearer {token}")
    };
    let (miura, mori) = (
        bearer("miura@vendor.example").await,
        bearer("mori@vendor.example").await,
    );
    let call = async |method: &str, path: &str, auth: &str, body: String| {
        let headers = [
            ("authorization", auth),
            ("content-type", "application/json"),
        ];
        let nobody = Reader::default();
        house
            .send(&nobody, method, path, Some(body), &headers)
            .await
    };
    let file = house.hand_in(&AS_ADMINISTRATOR, "app.zip", ARCHIVE).await;
    let body = |file: &str| {
        serde_json::json!({"product": "meetings", "name": "アプリ", "version": "44.2", "file": file})
            .to_string()
    };
    let to = "/api/v1/downloads";
    let ours = body(&file.to_string());
    let refused = call("POST", to, &mori, ours.clone()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    let none = call("POST", to, &miura, body("1")).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = call("POST", to, &miura, ours.clone()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let made: serde_json::Value = serde_json::from_str(&made.text).unwrap();
    assert_eq!(made["version"], "44.2");
    let again = call("POST", to, &miura, ours).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let aoki = house.reader(AOKI).await;
    assert!(house.get(&aoki, "/downloads").await.text.contains("44.2"));
    let one = format!("{to}/{}", made["id"].as_str().unwrap());
    for (auth, status) in [
        (&mori, StatusCode::FORBIDDEN),
        (&miura, StatusCode::NO_CONTENT),
        (&miura, StatusCode::NOT_FOUND),
    ] {
        let done = call("DELETE", &one, auth, String::new()).await;
        assert_eq!(done.status, status, "{}", done.text);
    }
    assert!(!house.get(&aoki, "/downloads").await.text.contains("44.2"));
}

#[tokio::test]
async fn b6_software_is_held_to_limits_of_its_own_and_gets_into_no_case() {
    let house = House::open().await;
    let miura = administrator(&house).await;
    let program: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0";
    let to = "/staff/downloads";
    let page = house.get(&miura, to).await.text;
    assert!(page.contains(".exe") && page.contains("msi"), "{page}");
    assert!(page.contains("1件のみ、2 GBまで"), "{page}");
    let given = house
        .post_files(&miura, to, &FIELDS, &[("setup.exe", program)])
        .await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    // What attachments may be is not what software may be.
    let picture = [("a.csv", &b"a,b\n"[..])];
    let refused = house.post_files(&miura, to, &FIELDS, &picture).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("a.csv"), "{}", refused.text);

    // Nobody else brings such a file, and it goes to no case.
    let by_agent = house.app.begin_file(&AS_MORI, "setup.exe", Some(16)).await;
    assert!(by_agent.unwrap().is_err());
    let app = &house.app;
    let begun = app.begin_file(&AS_ADMINISTRATOR, "setup.exe", Some(16));
    let begun = begun.await.unwrap().unwrap();
    let piece = bytes::Bytes::from_static(program);
    let pieces = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(piece)]);
    app.append_file(begun.clone(), pieces, true).await.unwrap();
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let note = Command::AddNote { text: "x".into() };
    let files = [begun.id];
    let done = app.change_case_with(&AS_ADMINISTRATOR, number, note, &files, None, None);
    assert!(matches!(
        done.await,
        Err(Fail::Refused(Refused::File { .. }))
    ));
}

#[tokio::test]
async fn b6_software_waits_until_it_was_looked_through_and_is_offered_no_more_once_harm_was_found()
{
    let house = House::open().await;
    let miura = administrator(&house).await;
    let nowhere = tempfile::tempdir().unwrap().path().join("none.sock");
    let app = scanning::scanned(&house, Scanner::Unix(nowhere));
    let begun = app.begin_file(&AS_ADMINISTRATOR, "app.zip", Some(ARCHIVE.len() as u64));
    let begun = begun.await.unwrap().unwrap();
    let piece = bytes::Bytes::from_static(ARCHIVE);
    let pieces = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(piece)]);
    app.append_file(begun.clone(), pieces, true).await.unwrap();
    let version = domain::release::Version {
        product: "meetings".into(),
        name: "アプリ".into(),
        version: "1".into(),
        note: String::new(),
    };
    let by = (AS_ADMINISTRATOR.by(), None);
    let files = [begun.id];
    let given = app.publish(&AS_ADMINISTRATOR, &version, &files, by).await;
    let path = format!("/downloads/{}", given.unwrap().id);

    let aoki = house.reader(AOKI).await;
    let nobody = Reader::default();
    let listed = async |email: &str| {
        let token = house.app.make_token(email, "test").await.unwrap();
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str())];
        let to = "/api/v1/downloads";
        let list = house.send(&nobody, "GET", to, None, &headers).await;
        let list: serde_json::Value = serde_json::from_str(&list.text).unwrap();
        list["items"].clone()
    };
    let (customer, admin) = ("aoki@hinode.example", "miura@vendor.example");
    // Both are told that it waits; whoever can do something about it is told why.
    let store = &house.app.store;
    store
        .note_unscanned(begun.id, &Unscanned::TooLarge)
        .await
        .unwrap();
    let page = house.get(&aoki, "/downloads").await.text;
    assert!(
        page.contains("検査できないため") && !page.contains(&path),
        "{page}"
    );
    let page = house.get(&miura, "/staff/downloads").await.text;
    assert!(page.contains("StreamMaxLength"), "{page}");
    let list = listed(customer).await;
    assert_eq!(list[0]["state"], "held");
    assert!(list[0]["unscanned"].is_null(), "{list}");
    assert_eq!(listed(admin).await[0]["unscanned"], "too-large");
    assert_eq!(house.get(&aoki, &path).await.status, StatusCode::NOT_FOUND);
    // Where harm was found it is not offered any more; those who are to withdraw it see it.
    store
        .judge_file(begun.id, State::Threat, Some(noon()))
        .await
        .unwrap();
    let page = house.get(&aoki, "/downloads").await.text;
    assert!(!page.contains("app.zip"), "{page}");
    let page = house.get(&miura, "/staff/downloads").await.text;
    assert!(page.contains("脅威を検出したため隔離"), "{page}");
    assert_eq!(listed(customer).await, serde_json::json!([]));
    assert_eq!(listed(admin).await[0]["state"], "threat");
    assert_eq!(house.get(&aoki, &path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.faults().await, []);
}
