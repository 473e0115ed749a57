//! Everything of an installation as files: whole, of one moment, without secrets, and good for playing it again.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use domain::{
    Instant, PersonId,
    case::{self, Case, CaseEvent},
    event::{By, Recorded},
};
use madoguchi::{app::Clock, cli::export};
use serde_json::Value as Json;
use store::{
    Store,
    export::{LEFT, LEFT_COLUMNS, LOG, NOUNS},
};
use testkit::{Cast, cast::*};

use crate::browser::House;

fn lines(folder: &Path, file: &str) -> Vec<Json> {
    let text = fs::read_to_string(folder.join(format!("{file}.jsonl"))).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A body with its texts where their digests stand, in order.
fn filled(body: &mut Json, texts: &mut impl Iterator<Item = Json>) {
    match body {
        Json::Object(object) if object.len() == 1 && object.contains_key("digest") => {
            let text = texts.next().expect("a text for each digest")["text"].clone();
            *body = serde_json::json!({ "prose": text });
        }
        Json::Object(object) => object.values_mut().for_each(|value| filled(value, texts)),
        Json::Array(list) => list.iter_mut().for_each(|value| filled(value, texts)),
        _ => {}
    }
}

fn replayed(folder: &Path) -> BTreeMap<i64, Case> {
    let mut streams: BTreeMap<i64, Vec<Recorded<CaseEvent>>> = BTreeMap::new();
    for mut line in lines(folder, LOG) {
        if line["stream"] != "case" {
            continue;
        }
        let texts = line["texts"].as_array().unwrap().clone();
        filled(&mut line["body"], &mut texts.into_iter());
        let event = serde_json::json!({ "kind": line["kind"], "body": line["body"] });
        streams
            .entry(line["stream_id"].as_i64().unwrap())
            .or_default()
            .push(Recorded {
                version: line["version"].as_i64().unwrap(),
                at: Instant::from_millisecond(line["at"].as_i64().unwrap()).unwrap(),
                by: line["by_person"]
                    .as_i64()
                    .map_or(By::System, |id| By::Person(PersonId(id))),
                event: serde_json::from_value(event).unwrap(),
            });
    }
    let case = |(id, events): (i64, Vec<_>)| (id, Case::replay(&events).unwrap());
    streams.into_iter().map(case).collect()
}

async fn filled_store(store: &Store) -> Vec<i64> {
    let cast = Cast::enter(store).await;
    let mut numbers = Vec::new();
    for n in 0..7 {
        let subject = format!("録音 {n} \"&\n<");
        numbers.push(
            cast.open(store, &AS_AOKI, TOKYO, &subject, noon())
                .await
                .unwrap(),
        );
    }
    numbers
}

#[tokio::test]
async fn o3_an_export_is_whole_and_its_events_give_the_same_states() {
    for database in testkit::databases::databases().await {
        let store = &database.store;
        let numbers = filled_store(store).await;
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("out");
        export::write(store, None, &to, &Clock::set_to(noon()))
            .await
            .unwrap();
        assert_eq!(
            export::verify(&to).unwrap(),
            Vec::<String>::new(),
            "{}",
            database.name
        );
        let states = replayed(&to);
        assert_eq!(states.len(), numbers.len());
        for number in numbers {
            let stored = store
                .case(&domain::access::Scope::System, number)
                .await
                .unwrap()
                .unwrap();
            assert_eq!(states[&stored.id.0], stored.case);
            let told = lines(&to, "cases");
            let told = told.iter().find(|case| case["number"] == number).unwrap();
            assert_eq!(told["subject"], stored.case.subject.as_str());
            assert_eq!(told["opened_at"], stored.case.opened_at.to_string());
        }
        // Never over what is there.
        assert!(
            export::write(store, None, &to, &Clock::set_to(noon()))
                .await
                .is_err()
        );
    }
}

#[tokio::test]
async fn o5_an_export_of_everything_stands_in_the_audit_and_not_in_itself() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "x").await;
    house.promote(MORI).await;
    let store = &house.app.store;
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("out");
    let clock = Clock::set_to(noon());
    let manifest = export::write(store, None, &to, &clock).await.unwrap();
    let exported = |line: &Json| line["stream"] == "audit" && line["kind"] == "exported";
    let admin = house.reader(MORI).await;
    let told = "すべてのデータ";
    let before = house.get(&admin, "/staff/audit").await;
    assert!(!before.text.contains(told), "{}", before.text);
    export::note(store, &manifest, noon()).await.unwrap();
    let after = house.get(&admin, "/staff/audit").await;
    assert!(after.text.contains(told), "{}", after.text);
    // The next one has it, as what was done before.
    let (first, to) = (lines(&to, LOG), folder.path().join("next"));
    assert!(!first.iter().any(exported));
    export::write(store, None, &to, &clock).await.unwrap();
    assert!(lines(&to, LOG).iter().any(exported));
    assert_eq!(export::verify(&to).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn o3_a_moment_shows_nothing_of_what_comes_later() {
    for database in testkit::databases::databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let first = cast
            .open(store, &AS_AOKI, TOKYO, "first", noon())
            .await
            .unwrap();
        let moment = store.at_one_moment().await.unwrap();
        let later = cast
            .open(store, &AS_AOKI, TOKYO, "later", noon())
            .await
            .unwrap();
        let system = domain::access::Scope::System;
        assert!(moment.case(&system, first).await.unwrap().is_some());
        assert!(
            moment.case(&system, later).await.unwrap().is_none(),
            "{}",
            database.name
        );
        assert!(store.case(&system, later).await.unwrap().is_some());
        // It reads and does not write.
        assert!(moment.set_list_settings(AOKI, 0, "{}").await.is_err());
    }
}

#[tokio::test]
async fn o3_whatever_was_changed_in_a_folder_is_found() {
    let database = testkit::databases::sqlite().await;
    filled_store(&database.store).await;
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path();
    export::write(&database.store, None, to, &Clock::set_to(noon()))
        .await
        .unwrap();
    let log = to.join("events.jsonl");
    let good = fs::read_to_string(&log).unwrap();
    for (from, into, told) in [
        ("録音 3", "録画 3", "a text was altered"),
        ("\"kind\":\"opened\"", "\"kind\":\"opaned\"", "does not fit"),
    ] {
        assert!(good.contains(from), "{from}");
        fs::write(&log, good.replacen(from, into, 1)).unwrap();
        let faults = export::verify(to).unwrap();
        assert!(
            faults.iter().any(|fault| fault.contains(told)),
            "{faults:?}"
        );
        assert!(
            faults.iter().any(|fault| fault.contains("checksum")),
            "{faults:?}"
        );
    }
    fs::write(&log, &good).unwrap();
    assert_eq!(export::verify(to).unwrap(), Vec::<String>::new());
    fs::remove_file(to.join("people.jsonl")).unwrap();
    assert_eq!(export::verify(to).unwrap().len(), 1);
    fs::remove_file(to.join("manifest.json")).unwrap();
    assert!(export::verify(to).unwrap()[0].contains("did not come to its end"));
}

/// A new table or column is either exported or left here on purpose: `store/export.rs` and `docs/export.md` say which.
#[tokio::test]
async fn o3_every_table_and_column_is_exported_or_left_on_purpose() {
    let database = testkit::databases::sqlite().await;
    let db = database.store.db();
    const TABLES: &str =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut forgotten = Vec::new();
    for row in db.read(TABLES, &[]).await.unwrap() {
        let table = row.columns().text().unwrap();
        if LEFT.contains(&table.as_str()) || ["events", "prose"].contains(&table.as_str()) {
            continue;
        }
        let nouns = NOUNS.iter().filter(|noun| noun.table == table);
        let told = nouns
            .flat_map(|noun| noun.columns)
            .map(|name| name.trim_start_matches('*'));
        let left = LEFT_COLUMNS.iter().filter(|(of, _)| *of == table);
        let known: BTreeSet<&str> = told
            .chain(left.flat_map(|(_, names)| names.iter().copied()))
            .collect();
        const COLUMNS: &str = "SELECT name FROM pragma_table_info($1)";
        for row in db.read(COLUMNS, &[table.as_str().into()]).await.unwrap() {
            let column = row.columns().text().unwrap();
            if !known.contains(column.as_str()) {
                forgotten.push(format!("{table}.{column}"));
            }
        }
    }
    assert!(
        forgotten.is_empty(),
        "neither exported nor left: {forgotten:?}"
    );
}

#[tokio::test]
async fn o3_no_secret_is_exported() {
    let house = crate::browser::House::open().await;
    let app = &house.app;
    app.sign_in_as(AOKI, &Default::default()).await.unwrap();
    let new = store::sign_ins::NewToken::default();
    app.make_token_of("mori@vendor.example", &new)
        .await
        .unwrap();
    house.open_case(&AS_AOKI, "one").await;
    app.change_case(
        &AS_MORI,
        1,
        case::Command::AddNote {
            text: "a note".into(),
        },
        None,
        None,
    )
    .await
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    export::write(&app.store, None, folder.path(), app.clock())
        .await
        .unwrap();
    let mut secrets = vec![madoguchi::app::passwords::hex(app.secret())];
    for sql in ["SELECT digest FROM sign_ins", "SELECT digest FROM tokens"] {
        for row in app.store.db().read(sql, &[]).await.unwrap() {
            secrets.push(madoguchi::app::passwords::hex(
                &row.columns().bytes().unwrap(),
            ));
        }
    }
    assert_eq!(secrets.len(), 3);
    let mut whole = String::new();
    for file in fs::read_dir(folder.path()).unwrap() {
        whole.push_str(&fs::read_to_string(file.unwrap().path()).unwrap());
    }
    assert!(whole.contains("a note"));
    for secret in &secrets {
        assert!(!whole.contains(secret.as_str()));
    }
}

#[tokio::test]
async fn o3_files_go_out_as_they_were_handed_in_and_are_held_against_their_checksums() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    for (name, bytes) in [("kept.txt", &b"kept"[..]), ("taken.txt", b"taken")] {
        let ids = [house.hand_in(&AS_AOKI, name, bytes).await];
        let update = domain::case::Command::PostUpdate { text: "x".into() };
        house
            .app
            .change_case_with(&AS_AOKI, number, update, &ids, None, None)
            .await
            .unwrap();
        if name == "taken.txt" {
            house
                .app
                .remove_file(&AS_MORI, number, ids[0])
                .await
                .unwrap();
        }
    }
    house.hand_in(&AS_AOKI, "never-sent.txt", b"never").await;
    let folder = tempfile::tempdir().unwrap();
    let shelf = house.app.files.clone().unwrap().shelf;
    export::write(
        &house.app.store,
        Some(&shelf),
        folder.path(),
        house.app.clock(),
    )
    .await
    .unwrap();
    let files: Vec<_> = fs::read_dir(folder.path().join("files"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(files.len(), 1);
    assert_eq!(fs::read(&files[0]).unwrap(), b"kept");
    assert_eq!(export::verify(folder.path()).unwrap(), [""; 0]);
    fs::write(&files[0], "kepT").unwrap();
    assert_eq!(export::verify(folder.path()).unwrap().len(), 1);
    fs::remove_file(&files[0]).unwrap();
    assert_eq!(export::verify(folder.path()).unwrap().len(), 1);
}

#[tokio::test]
async fn o3_what_was_recorded_and_sent_in_sessions_goes_out_and_is_held_against_its_checksum() {
    let played = crate::session_recordings::recorded().await;
    let (house, id) = (&played.house, played.id());
    let (suzuki, room) = played.join("鈴木").await;
    played.host_does("select", &[("seat", "3")]).await;
    let to = format!("{}/files", played.page);
    for name in ["taken.txt", "not-taken.txt"] {
        let files = [(name, &b"words"[..])];
        house.post_files(&played.host, &to, &[], &files).await;
    }
    let accept = format!("{room}/accept-file");
    let accepted = house.post(&suzuki, &accept, &[("file", "1")]).await;
    assert_eq!(accepted.status, axum::http::StatusCode::SEE_OTHER);
    let one = house.app.recordings(id).await.unwrap().remove(0);
    let folder = tempfile::tempdir().unwrap();
    let shelf = house.app.files.clone().unwrap().shelf;
    let (store, clock) = (&house.app.store, house.app.clock());
    export::write(store, Some(&shelf), folder.path(), clock)
        .await
        .unwrap();
    assert_eq!(export::verify(folder.path()).unwrap(), [""; 0]);
    let files = fs::read_dir(folder.path().join("files"));
    assert_eq!(files.unwrap().count(), 1, "what nobody took is not had");
    let file = folder.path().join(format!("recordings/{}", one.id));
    let mut bytes = fs::read(&file).unwrap();
    bytes[100] ^= 1;
    fs::write(&file, bytes).unwrap();
    assert_eq!(export::verify(folder.path()).unwrap().len(), 1);
    fs::remove_file(&file).unwrap();
    assert_eq!(export::verify(folder.path()).unwrap().len(), 1);
}
