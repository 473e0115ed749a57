//! Calls and conferences on both databases (H2, H3): what is owed, what is to come, whose calendars they stand in, and that all of it
//! follows from the cases; passcodes and addresses of calendars, and of news.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::collections::BTreeMap;

use domain::{
    Actor, Language, PersonId, Prose,
    access::Scope,
    case::{Command, Facts, calling::NewCallWish, conference::Guest, conferring::NewDate, decide},
};
use jiff::SignedDuration;
use store::{
    Statement, Store,
    appointments::passcode,
    cases::{Change, StoredCase},
};
use testkit::{cast::*, databases};

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

async fn does(
    store: &Store,
    cast: &Cast,
    before: &StoredCase,
    actor: &Actor,
    command: Command,
    more: Vec<Statement>,
) -> StoredCase {
    let facts = Facts {
        now: noon(),
        actor,
        desk: &cast.desk,
    };
    let events = decide(&before.case, command, &facts).unwrap().into_iter();
    let events: Vec<_> = events.map(|event| (noon(), actor.by(), event)).collect();
    let change = Change {
        before,
        desk: &cast.desk,
        moved: None,
        events: &events,
    };
    store.change_case(&change, more).await.unwrap()
}

fn date(people: &[(&str, Option<PersonId>)], ahead: i64) -> Command {
    let guest = |(email, person): &(&str, Option<PersonId>)| Guest {
        email: Prose::new(*email),
        person: *person,
    };
    Command::SetConference(NewDate {
        id: None,
        language: Language::new("ja"),
        name: "青木 真理".into(),
        subject: String::new(),
        reason: "x".into(),
        at: noon() + hours(ahead),
        minutes: Some(60),
        link: String::new(),
        passcode: true,
        renewed: false,
        people: people.iter().map(guest).collect(),
        text: String::new(),
    })
}

#[tokio::test]
async fn h3_calendars_hold_what_follows_from_cases_and_what_their_owners_see() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let opened = async |actor: &Actor, site| {
            let number = cast.open(store, actor, site, "x", noon()).await.unwrap();
            store.case(&Scope::System, number).await.unwrap().unwrap()
        };
        let ours = opened(&AS_AOKI, TOKYO).await;
        let theirs = opened(&AS_LINDNER, BERLIN).await;
        let wish = Command::AskCall(NewCallWish {
            from: None,
            until: noon() + hours(3),
            phone: String::new(),
            reason: "x".into(),
        });
        let ours = does(store, &cast, &ours, &AS_AOKI, wish, Vec::new()).await;
        let people = [
            ("aoki@hinode.example", Some(AOKI)),
            ("x@elsewhere.example", None),
        ];
        let sealed = passcode(ours.id, 1, Some(b"sealed".to_vec()));
        let ours = does(
            store,
            &cast,
            &ours,
            &AS_MORI,
            date(&people, 24),
            vec![sealed],
        )
        .await;
        let people = [("aoki@hinode.example", Some(AOKI))];
        // Somebody else's case, to which 青木 is invited by mistake.
        let theirs = does(
            store,
            &cast,
            &theirs,
            &AS_MORI,
            date(&people, 12),
            Vec::new(),
        )
        .await;

        // What is far ahead is left out first.
        let whole = AS_MORI.scope();
        let first = store.in_calendar_of(&whole, MORI, noon(), 1);
        assert_eq!(first.await.unwrap()[0].number, theirs.number);
        let calendar = async |scope: &Scope, person, since| {
            let found = store
                .in_calendar_of(scope, person, since, 10)
                .await
                .unwrap();
            found
                .into_iter()
                .map(|case| case.number)
                .collect::<Vec<_>>()
        };
        let (ours_n, theirs_n) = (ours.number, theirs.number);
        assert_eq!(calendar(&AS_AOKI.scope(), AOKI, noon()).await, [ours_n]);
        assert_eq!(
            calendar(&AS_MORI.scope(), MORI, noon()).await,
            [theirs_n, ours_n],
            "what comes first"
        );
        assert_eq!(calendar(&AS_BABA.scope(), BABA, noon()).await, [0_i64; 0]);
        let over = noon() + hours(26);
        assert_eq!(calendar(&AS_AOKI.scope(), AOKI, over).await, [0_i64; 0]);

        let owed = store.calls_owed(&AS_MORI.scope(), 10).await.unwrap();
        assert_eq!(owed.len(), 1);
        assert_eq!(store.calls_owed(&AS_LINDNER.scope(), 10).await.unwrap(), []);
        let ahead =
            async |scope: &Scope, now| store.conferring(scope, now, 10).await.unwrap().len();
        assert_eq!(ahead(&AS_MORI.scope(), noon()).await, 2);
        assert_eq!(ahead(&AS_LINDNER.scope(), noon()).await, 1);
        assert_eq!(ahead(&AS_MORI.scope(), noon() + hours(25)).await, 0);

        let counted = async |scope: &Scope, now| {
            let counted = store.calls_and_conferences(scope, now, 10).await;
            counted.unwrap()
        };
        assert_eq!(counted(&AS_MORI.scope(), noon()).await, [1, 2]);
        assert_eq!(counted(&AS_LINDNER.scope(), noon()).await, [0, 1]);
        let later = noon() + hours(25);
        assert_eq!(counted(&AS_MORI.scope(), later).await, [1, 0]);

        let kept = store.sealed_passcode(&ours, 1).await.unwrap();
        assert_eq!(kept.as_deref(), Some(&b"sealed"[..]));
        assert_eq!(store.sealed_passcode(&theirs, 1).await.unwrap(), None);

        let cancel = Command::CancelConference {
            id: 1,
            text: String::new(),
        };
        let gone = passcode(ours.id, 1, None);
        let ours = does(store, &cast, &ours, &AS_AOKI, cancel, vec![gone]).await;
        assert_eq!(store.sealed_passcode(&ours, 1).await.unwrap(), None);
        assert_eq!(ahead(&AS_MORI.scope(), noon()).await, 1);

        // All of it follows from the cases; what does not is found.
        let desks = BTreeMap::from([(cast.version, cast.desk.clone())]);
        let report = store.verify(&desks, &mut |_| {}).await.unwrap();
        assert_eq!(report.faults, []);
        let lost = Statement::new(
            "DELETE FROM appointments WHERE person_id = $1",
            vec![MORI.into()],
        );
        store.add(vec![lost]).await.unwrap();
        let report = store.verify(&desks, &mut |_| {}).await.unwrap();
        assert!(!report.faults.is_empty());
    }
}

#[tokio::test]
async fn h3_a_calendar_has_one_address_at_a_time() {
    for database in databases().await {
        let store = &database.store;
        Cast::enter(store).await;
        let of = async |secret: &str| store.calendar_of(secret).await.unwrap();
        assert_eq!(of("first").await, None);
        store
            .set_calendar_address(AOKI, "first", noon())
            .await
            .unwrap();
        store
            .set_calendar_address(BABA, "other", noon())
            .await
            .unwrap();
        assert_eq!(
            (of("first").await, of("other").await),
            (Some(AOKI), Some(BABA))
        );
        let later = noon() + hours(1);
        store
            .set_calendar_address(AOKI, "second", later)
            .await
            .unwrap();
        assert_eq!((of("first").await, of("second").await), (None, Some(AOKI)));
        let since = store.calendar_address_since(AOKI).await.unwrap();
        assert_eq!(since, Some(later));
        store.end_calendar_address(AOKI).await.unwrap();
        assert_eq!((of("second").await, of("other").await), (None, Some(BABA)));
    }
}

#[tokio::test]
async fn h2_callers_are_found_by_all_of_their_words_and_signs_stand_for_themselves() {
    for database in databases().await {
        let store = &database.store;
        Cast::enter(store).await;
        let found = async |words: &[&str]| {
            let found = store.contacts_like(words, 10).await.unwrap();
            found
                .into_iter()
                .map(|(person, _)| person.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(found(&["青木"]).await, [AOKI]);
        assert_eq!(found(&["アオキ", "hinode"]).await, [AOKI]);
        assert_eq!(found(&["AOKI@"]).await, [AOKI]);
        assert_eq!(found(&["日の出物流", "馬場"]).await, [BABA]);
        for nobody in ["%", "_", "!", "青木馬場"] {
            assert_eq!(found(&[nobody]).await, [PersonId(0); 0], "{nobody}");
        }
    }
}

#[tokio::test]
async fn b1_news_have_one_address_at_a_time() {
    for database in databases().await {
        let store = &database.store;
        Cast::enter(store).await;
        let of = async |secret: &str| store.news_reader(secret).await.unwrap();
        assert_eq!(of("first").await, None);
        let first = store.set_news_address(AOKI, "first", noon());
        first.await.unwrap();
        let other = store.set_news_address(BABA, "other", noon());
        other.await.unwrap();
        let later = noon() + hours(1);
        let second = store.set_news_address(AOKI, "second", later);
        second.await.unwrap();
        assert_eq!((of("first").await, of("second").await), (None, Some(AOKI)));
        // A calendar's is another.
        assert_eq!(store.calendar_of("second").await.unwrap(), None);
        let since = store.news_address_since(AOKI).await.unwrap();
        assert_eq!(since, Some(later));
        store.end_news_address(AOKI).await.unwrap();
        assert_eq!((of("second").await, of("other").await), (None, Some(BABA)));
    }
}
