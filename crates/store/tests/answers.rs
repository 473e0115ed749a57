//! What is written and what waits to go out, on both databases (K1).

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{access::Scope, case::CaseEvent};
use jiff::SignedDuration;
use store::{
    WriteError,
    answers::{Held, Sort, take},
    cases::Change,
};
use testkit::{cast::*, databases};

#[tokio::test]
async fn k1_a_held_answer_is_taken_once_with_what_it_becomes() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let number = cast
            .open(store, &AS_AOKI, TOKYO, "x", noon())
            .await
            .unwrap();
        let case = store.case(&Scope::System, number).await.unwrap().unwrap();
        let held = Held {
            id: 1,
            person: MORI,
            case: case.id,
            form: "{}".into(),
            due_at: noon() + SignedDuration::from_secs(10),
            refused: false,
        };
        store
            .keep_draft(MORI, case.id, Sort::Reply, "{}", noon())
            .await
            .unwrap();
        store.hold(&held).await.unwrap();
        assert_eq!(store.draft(MORI, case.id, Sort::Reply).await.unwrap(), None);
        let second = Held {
            id: 2,
            ..held.clone()
        };
        let twice = store.hold(&second).await;
        assert!(matches!(twice, Err(WriteError::Conflict)));
        assert!(store.held_until(noon(), 9).await.unwrap().is_empty());
        assert_eq!(
            store.held_until(held.due_at, 9).await.unwrap(),
            std::slice::from_ref(&held)
        );
        // Two let it go at once: one write comes through, whole; the other leaves nothing behind.
        let text = domain::Prose::new("once");
        let side = domain::case::Side::Support;
        let events = [(
            held.due_at,
            AS_MORI.by(),
            CaseEvent::MessagePosted { side, text },
        )];
        let change = Change {
            before: &case,
            desk: &cast.desk,
            moved: None,
            events: &events,
        };
        let go = || store.change_case(&change, vec![take(held.id)]);
        let (one, two) = tokio::join!(go(), go());
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
        assert_eq!(store.history(&case).await.unwrap().len(), 2);
        let late = store.recall(&held, noon()).await;
        assert!(matches!(late, Err(WriteError::Conflict)));
        assert_eq!(store.draft(MORI, case.id, Sort::Reply).await.unwrap(), None);
        // The other way round: what was taken back does not go.
        store.hold(&second).await.unwrap();
        store.recall(&second, noon()).await.unwrap();
        let now = store.case(&Scope::System, number).await.unwrap().unwrap();
        let change = Change {
            before: &now,
            ..change
        };
        let gone = store.change_case(&change, vec![take(second.id)]).await;
        assert!(matches!(gone, Err(WriteError::Conflict)));
        assert_eq!(store.history(&case).await.unwrap().len(), 2);
        let draft = async |person| store.draft(person, case.id, Sort::Reply).await.unwrap();
        assert!(draft(MORI).await.is_some());
        assert_eq!(draft(AOKI).await, None);
    }
}

#[tokio::test]
async fn h7_a_case_is_muted_by_each_for_themselves_and_stays_so_until_they_say_otherwise() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let mut cases = Vec::new();
        for subject in ["one", "two"] {
            let number = cast.open(store, &AS_AOKI, TOKYO, subject, noon()).await;
            let case = store.case(&Scope::System, number.unwrap()).await;
            cases.push(case.unwrap().unwrap().id);
        }
        let [one, two] = cases[..] else {
            panic!("there are two");
        };
        let muted = async |person, case| store.is_muted(person, case).await.unwrap();
        assert!(!muted(AOKI, one).await);
        // Twice is once.
        store.mute(AOKI, one, noon()).await.unwrap();
        let later = noon() + SignedDuration::from_mins(5);
        store.mute(AOKI, one, later).await.unwrap();
        assert!(muted(AOKI, one).await);
        assert!(!muted(AOKI, two).await && !muted(MORI, one).await);
        store.mute(MORI, one, noon()).await.unwrap();
        store.unmute(AOKI, one).await.unwrap();
        store.unmute(AOKI, one).await.unwrap();
        assert!(!muted(AOKI, one).await && muted(MORI, one).await);
    }
}

#[tokio::test]
async fn k1_a_reply_is_shared_by_its_writer_until_they_stop_or_it_is_sent() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let number = cast
            .open(store, &AS_AOKI, TOKYO, "x", noon())
            .await
            .unwrap();
        let case = store.case(&Scope::System, number).await.unwrap().unwrap();
        let keep = async |person, sort, form: &str| {
            let kept = store.keep_draft(person, case.id, sort, form, noon());
            kept.await.unwrap();
        };
        let share = async |person, shared| {
            let done = store.share_draft(person, case.id, shared).await;
            done.unwrap();
        };
        // Whose drafts a reader finds, what they are and whether they are shared.
        let found = async |reader| {
            let found = store.drafts_for(reader, case.id).await.unwrap();
            let found = found.into_iter();
            found
                .map(|draft| (draft.person, draft.sort, draft.form, draft.shared))
                .collect::<Vec<_>>()
        };
        // Nothing is written: there is nothing to share, and nothing comes of it later.
        share(MORI, true).await;
        keep(MORI, Sort::Note, "note").await;
        keep(MORI, Sort::Reply, "one").await;
        assert!(found(ISHIKAWA).await.is_empty());
        share(MORI, true).await;
        let shared = |form: &str| (MORI, Sort::Reply, form.to_owned(), true);
        let note = (MORI, Sort::Note, "note".to_owned(), false);
        assert_eq!(found(ISHIKAWA).await, [shared("one")]);
        assert_eq!(found(MORI).await, [note.clone(), shared("one")]);
        // It stays so while they write on, and no word of a form that came through a sign-in is in it.
        keep(MORI, Sort::Reply, "two").await;
        keep(MORI, Sort::Closure, "closure").await;
        assert_eq!(found(ISHIKAWA).await, [shared("two")]);
        share(ISHIKAWA, false).await;
        assert_eq!(found(ISHIKAWA).await, [shared("two")]);
        share(MORI, false).await;
        assert!(found(ISHIKAWA).await.is_empty());
        // Sent, and taken back: it is theirs alone again.
        share(MORI, true).await;
        let held = Held {
            id: 1,
            person: MORI,
            case: case.id,
            form: "two".into(),
            due_at: noon(),
            refused: false,
        };
        store.hold(&held).await.unwrap();
        assert!(found(ISHIKAWA).await.is_empty());
        store.recall(&held, noon()).await.unwrap();
        assert!(found(ISHIKAWA).await.is_empty());
        let own = (MORI, Sort::Reply, "two".to_owned(), false);
        assert_eq!(found(MORI).await, [note, own]);
    }
}
