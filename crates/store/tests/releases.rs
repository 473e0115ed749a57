//! Software that is given out, on both databases (B6).

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{FileId, PersonId, ReleaseId, release::Version};
use store::{
    WriteError,
    files::{File, State},
};
use testkit::{cast::*, databases};

fn file(id: i64, person: PersonId) -> File {
    File {
        id: FileId(id),
        place: format!("place{id}"),
        person,
        name: "app.zip".into(),
        kind: "zip".into(),
        bytes: 3,
        received: 0,
        sha256: Some("00".into()),
        state: State::Arriving,
        created_at: noon(),
        case: None,
        internal: false,
        attached_at: None,
        fetched_at: None,
        removed_at: None,
        not_scanned: None,
        scanned_at: None,
        locked: false,
    }
}

#[tokio::test]
async fn b6_a_file_goes_to_one_release_and_a_version_is_given_out_once_at_a_time() {
    for database in databases().await {
        let store = &database.store;
        Cast::enter(store).await;
        for id in [1, 2] {
            let mut begun = file(id, MORI);
            store.begin_file(&begun).await.unwrap();
            begun.state = State::Ready;
            store.complete_file(&begun, None).await.unwrap();
        }
        let version = Version {
            product: "meetings".into(),
            name: "アプリ".into(),
            version: "1.0".into(),
            note: String::new(),
        };
        let publish = async |id: i64, file: i64, by: PersonId| {
            let (id, file) = (ReleaseId(id), FileId(file));
            store.publish_release(id, &version, file, by, noon()).await
        };
        // Nobody gives out what somebody else handed in.
        let foreign = publish(9, 1, AOKI).await;
        assert!(matches!(foreign, Err(WriteError::Conflict)), "{foreign:?}");
        publish(10, 1, MORI).await.unwrap();
        let same = publish(11, 2, MORI).await;
        assert!(matches!(same, Err(WriteError::Taken(_))), "{same:?}");
        // What was refused took no file along, and what lies in a release is waiting no more.
        assert!(store.waiting_file(MORI, FileId(2)).await.unwrap().is_some());
        assert_eq!(store.waiting_file(MORI, FileId(1)).await.unwrap(), None);
        assert!(!store.let_file_go(FileId(1), noon()).await.unwrap());
        let there = store.releases(false).await.unwrap();
        assert_eq!(there.len(), 1);
        assert_eq!((there[0].id, there[0].file.id), (ReleaseId(10), FileId(1)));
        assert_eq!(there[0].version, version);

        store
            .withdraw_release(ReleaseId(10), MORI, noon())
            .await
            .unwrap();
        let twice = store.withdraw_release(ReleaseId(10), MORI, noon()).await;
        assert!(matches!(twice, Err(WriteError::Conflict)));
        assert!(store.releases(false).await.unwrap().is_empty());
        assert_eq!(store.releases(true).await.unwrap().len(), 1);
        // The version can be given out anew; the old file's bytes are to go, and its row stays.
        publish(12, 2, MORI).await.unwrap();
        let old = store.files_to_clear(9).await.unwrap();
        assert_eq!(old.len(), 1);
        store.clear_file(&old[0]).await.unwrap();
        assert!(store.files_to_clear(9).await.unwrap().is_empty());
        assert!(store.release(ReleaseId(10)).await.unwrap().is_some());
    }
}
