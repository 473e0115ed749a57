//! Staff's lists from row to row, on both databases (K1).

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{access::Scope, case::CaseEvent, event::By};
use store::{
    Store,
    answers::Sort as Draft,
    cases::{Change, Cursor, Direction, Filter, Holder, Marks, Query, Sort, View},
};
use testkit::{cast::*, databases};

fn waiting() -> Query {
    Query {
        list: None,
        holder: Holder::All,
        view: View::Support,
        filter: Filter::default(),
        sort: Sort::Waiting,
        direction: Direction::Ascending,
        cursor: None,
        limit: 50,
    }
}

async fn three(store: &Store, cast: &Cast) -> [i64; 3] {
    let mut numbers = [0; 3];
    for number in &mut numbers {
        *number = cast
            .open(store, &AS_AOKI, TOKYO, "x", noon())
            .await
            .unwrap();
    }
    numbers
}

async fn happens(store: &Store, cast: &Cast, number: i64, by: By, event: CaseEvent) {
    let before = store.case(&Scope::System, number).await.unwrap().unwrap();
    let events = [(noon(), by, event)];
    let change = Change {
        before: &before,
        desk: &cast.desk,
        moved: None,
        events: &events,
    };
    store.change_case(&change, Vec::new()).await.unwrap();
}

fn owned(owner: domain::PersonId) -> CaseEvent {
    CaseEvent::Assigned {
        owner: Some(owner),
        team: None,
        handovers: 0,
    }
}

#[tokio::test]
async fn k1_neighbours_and_what_is_served_first() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let numbers = three(store, &cast).await;
        let scope = Scope::System;
        let beside = async |number: i64| {
            let place = store.place_of(&scope, number, Sort::Waiting).await;
            let place = place.unwrap().unwrap();
            // As it comes back from an address.
            let place = Cursor::decode(&place.encode()).unwrap();
            let both = store.beside(&scope, &waiting(), &place).await.unwrap();
            both.map(|row| row.map(|row| row.number))
        };
        assert_eq!(beside(numbers[0]).await, [None, Some(numbers[1])]);
        assert_eq!(
            beside(numbers[1]).await,
            [Some(numbers[0]), Some(numbers[2])]
        );
        assert_eq!(beside(numbers[2]).await, [Some(numbers[1]), None]);
        let unknown = store.place_of(&scope, 999, Sort::Due).await.unwrap();
        assert_eq!(unknown, None);
        let unseen = store.place_of(&Scope::Nothing, numbers[0], Sort::Due);
        assert_eq!(unseen.await.unwrap(), None);

        happens(store, &cast, numbers[0], AS_MORI.by(), owned(ISHIKAWA)).await;
        happens(store, &cast, numbers[1], AS_MORI.by(), owned(MORI)).await;
        let first = store.served_first(&scope, MORI, 9).await.unwrap();
        let first: Vec<_> = first.iter().map(|w| (w.number, w.is_owned)).collect();
        assert_eq!(first, [(numbers[1], true), (numbers[2], false)]);
        let one = store.served_first(&scope, MORI, 1).await.unwrap();
        assert_eq!(one.len(), 1);
        let none = store.served_first(&Scope::Nothing, MORI, 9).await.unwrap();
        assert!(none.is_empty());
    }
}

#[tokio::test]
async fn k1_what_is_new_is_what_others_did_since_one_looked() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let numbers = three(store, &cast).await;
        let page = store.cases(&Scope::System, &waiting()).await.unwrap();
        let id = page.rows[0].id;
        let marks = async || {
            let all = store.marks(MORI, &page.rows).await.unwrap();
            assert_eq!(all.len(), 3);
            all[&id].clone()
        };
        assert!(marks().await.unread, "never looked at");
        store.note_seen(MORI, id, 1).await.unwrap();
        assert!(!marks().await.unread);
        let note = || CaseEvent::NotePosted {
            text: domain::Prose::new("note"),
        };
        happens(store, &cast, numbers[0], AS_MORI.by(), note()).await;
        assert!(!marks().await.unread, "one's own is no news");
        happens(store, &cast, numbers[0], By::System, note()).await;
        assert!(!marks().await.unread, "nobody did it");
        happens(store, &cast, numbers[0], AS_ISHIKAWA.by(), note()).await;
        assert!(marks().await.unread);
        store.note_seen(MORI, id, 4).await.unwrap();
        let mut quiet = marks().await;
        let plan = quiet.plan.take();
        assert_eq!(plan, cast_plan(store, numbers[0]).await);
        assert_eq!(quiet, Marks::default());
        store
            .keep_draft(MORI, id, Draft::Note, "{}", noon())
            .await
            .unwrap();
        assert!(marks().await.drafted);
        let others = store.marks(ISHIKAWA, &page.rows).await.unwrap();
        assert!(!others[&id].drafted && others[&id].unread);
    }
}

#[tokio::test]
async fn k1_tabs_say_what_their_reader_may_see_in_the_order_they_are_asked_for() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let [one, two, three] = three(store, &cast).await;
        let scope = AS_MORI.scope();
        let tabs = async |numbers: &[i64]| {
            let tabs = store.tabs(&scope, MORI, numbers).await.unwrap();
            let said = tabs.into_iter().map(|tab| (tab.number, tab.unread));
            said.collect::<Vec<_>>()
        };
        assert!(tabs(&[]).await.is_empty());
        let asked = tabs(&[three, one, 999, two]).await;
        assert_eq!(asked, [(three, false), (one, false), (two, false)]);
        let all = store.tabs(&scope, MORI, &[one]).await.unwrap();
        assert_eq!(all[0].subject, "x");
        let page = store.cases(&Scope::System, &waiting()).await.unwrap();
        let row = page.rows.iter().find(|row| row.number == one).unwrap();
        store.note_seen(MORI, row.id, 1).await.unwrap();
        let note = CaseEvent::NotePosted {
            text: domain::Prose::new("note"),
        };
        happens(store, &cast, one, AS_ISHIKAWA.by(), note).await;
        assert_eq!(tabs(&[two, one]).await, [(two, false), (one, true)]);
        // More than there can be: the first ones.
        let many: Vec<i64> = (1000..1007).chain([one, two]).collect();
        assert_eq!(tabs(&many).await, [(one, true)]);
        // Unknown and forbidden are the same.
        let none = store.tabs(&Scope::Nothing, MORI, &[one, two]).await;
        assert_eq!(none.unwrap(), []);
        let berlin = store.tabs(&AS_LINDNER.scope(), LINDNER, &[one, two]).await;
        assert_eq!(berlin.unwrap(), []);
    }
}

#[tokio::test]
async fn k1_what_sleeps_is_counted_and_listed_apart_and_not_served() {
    use store::cases::{Narrow, Tally};
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let numbers = three(store, &cast).await;
        for number in &numbers {
            happens(store, &cast, *number, AS_MORI.by(), owned(MORI)).await;
        }
        let until = Some(noon());
        let slept = CaseEvent::Snoozed { until };
        happens(store, &cast, numbers[1], AS_MORI.by(), slept).await;
        let counts = async || {
            let tallies = [Tally::Owner(MORI), Tally::Snoozed(MORI)];
            let counts = store.counts(&Scope::System, None, &tallies).await.unwrap();
            counts.iter().map(|c| c.not_closed()).collect::<Vec<_>>()
        };
        assert_eq!(counts().await, [3, 1]);
        let found = async |snoozed| {
            let filter = Filter {
                narrow: Narrow {
                    snoozed,
                    ..Narrow::default()
                },
                ..Filter::default()
            };
            let query = Query {
                holder: Holder::Owner(MORI),
                filter,
                ..waiting()
            };
            let page = store.cases(&Scope::System, &query).await.unwrap();
            let marks = store.marks(MORI, &page.rows).await.unwrap();
            let asleep = marks.values().filter(|m| m.snoozed.is_some()).count();
            let found = page.rows.iter().map(|row| row.number);
            (found.collect::<Vec<_>>(), asleep)
        };
        assert_eq!(found(Some(true)).await, (vec![numbers[1]], 1));
        assert_eq!(found(Some(false)).await, (vec![numbers[0], numbers[2]], 0));
        assert_eq!(found(None).await, (numbers.to_vec(), 1));
        let first = store.served_first(&Scope::System, MORI, 9).await.unwrap();
        let first: Vec<_> = first.iter().map(|w| w.number).collect();
        assert_eq!(first, [numbers[0], numbers[2]]);
        // What has come back is news, although nobody did it.
        let page = store.cases(&Scope::System, &waiting()).await.unwrap();
        let id = page.rows.iter().find(|row| row.number == numbers[1]);
        let id = id.unwrap().id;
        store.note_seen(MORI, id, 3).await.unwrap();
        let because = domain::case::Waker::Time;
        let woken = CaseEvent::Woken { because };
        happens(store, &cast, numbers[1], By::System, woken).await;
        let marks = store.marks(MORI, &page.rows).await.unwrap();
        assert!(marks[&id].unread && marks[&id].snoozed.is_none());
        assert_eq!(counts().await, [3, 0]);
        let desks = [(1, cast.desk.clone())].into();
        let report = store.verify(&desks, &mut |_| {}).await.unwrap();
        assert!(report.faults.is_empty(), "{:?}", report.faults);
    }
}

async fn cast_plan(store: &Store, number: i64) -> Option<String> {
    let stored = store.case(&Scope::System, number).await.unwrap().unwrap();
    stored.case.promise.and_then(|promise| promise.plan)
}

#[tokio::test]
async fn k1_staff_narrow_by_owner_turn_plan_company_and_words() {
    use store::cases::{Hands, Narrow, Total};
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let mut numbers = Vec::new();
        for (actor, site, subject) in [
            (&AS_AOKI, TOKYO, "録音が 聞けない"),
            (&AS_AOKI, OSAKA, "録音の設定"),
            (&AS_LINDNER, BERLIN, "100% _recording"),
        ] {
            let opened = cast.open(store, actor, site, subject, noon()).await;
            numbers.push(opened.unwrap());
        }
        happens(store, &cast, numbers[0], AS_MORI.by(), owned(MORI)).await;
        let found = async |narrow: Narrow| {
            let filter = Filter {
                narrow,
                ..Filter::default()
            };
            let query = Query {
                filter,
                ..waiting()
            };
            let page = store.cases(&Scope::System, &query).await.unwrap();
            let total = store.total(&Scope::System, &query).await.unwrap();
            assert_eq!(total, Total::Exactly(page.rows.len() as i64));
            let found = page.rows.iter().map(|row| row.number);
            found.collect::<Vec<_>>()
        };
        let words = |words: &[&str]| Narrow {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            ..Narrow::default()
        };
        assert_eq!(found(words(&["録音"])).await, numbers[..2]);
        assert_eq!(found(words(&["設定", "録音"])).await, numbers[1..2]);
        assert_eq!(found(words(&["0% _REC"])).await, numbers[2..]);
        assert_eq!(found(words(&["0%rec"])).await, Vec::<i64>::new());
        let hands = |hands| Narrow {
            hands: Some(hands),
            ..Narrow::default()
        };
        assert_eq!(found(hands(Hands::Nobody)).await, numbers[1..]);
        let of = Hands::Of(vec![ISHIKAWA, MORI]);
        assert_eq!(found(hands(of)).await, numbers[..1]);
        assert_eq!(found(hands(Hands::Of(Vec::new()))).await, Vec::<i64>::new());
        let turn = |turn| Narrow {
            turn: Some(turn),
            ..Narrow::default()
        };
        assert_eq!(found(turn(domain::desk::Turn::Support)).await, numbers);
        assert_eq!(
            found(turn(domain::desk::Turn::Customer)).await,
            Vec::<i64>::new()
        );
        let company = Narrow {
            accounts: vec![HINODE],
            ..Narrow::default()
        };
        assert_eq!(found(company).await, numbers[..2]);
        let plan = |plan: &str| Narrow {
            plan: Some(plan.to_owned()),
            ..Narrow::default()
        };
        let of = cast_plan(store, numbers[0]).await.unwrap();
        assert!(found(plan(&of)).await.contains(&numbers[0]));
        assert_eq!(found(plan("%")).await, Vec::<i64>::new());
    }
}

#[tokio::test]
async fn s11_what_a_contact_asked_lately_is_counted_for_who_sees_it() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let numbers = three(store, &cast).await;
        cast.open(store, &AS_BABA, TOKYO, "x", noon())
            .await
            .unwrap();
        let served = async |scope: &Scope, since| {
            let of = (AOKI, HINODE);
            store.served(scope, of, since, 2).await.unwrap()
        };
        let all = served(&Scope::System, noon()).await;
        assert_eq!((all.lately, all.surveys.len()), (3, 0));
        let later = noon() + jiff::SignedDuration::from_secs(1);
        assert_eq!(served(&Scope::System, later).await.lately, 0);
        assert_eq!(served(&Scope::Nothing, noon()).await.lately, 0);
        // What is kept to a team counts for it and for those who lead.
        let owner = owned(MORI);
        happens(store, &cast, numbers[0], AS_MORI.by(), owner).await;
        let private = CaseEvent::PrivacySet { private: true };
        happens(store, &cast, numbers[0], AS_MORI.by(), private).await;
        assert_eq!(served(&AS_MORI.scope(), noon()).await.lately, 3);
        assert_eq!(served(&AS_ISHIKAWA.scope(), noon()).await.lately, 2);
        // The latest answers, and no more of them than were asked for.
        for (number, point) in numbers.into_iter().zip([1, 2, 3]) {
            let said = CaseEvent::SurveyGiven(domain::case::Survey {
                by: AOKI,
                points: [("overall".to_owned(), point)].into(),
                comment: None,
                contact: false,
            });
            happens(store, &cast, number, AS_AOKI.by(), said).await;
        }
        assert_eq!(served(&Scope::System, noon()).await.surveys.len(), 2);
        assert_eq!(served(&AS_ISHIKAWA.scope(), noon()).await.surveys.len(), 2);
    }
}
