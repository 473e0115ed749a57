//! The same suite on both databases: numbers, conflicts, scopes, lists, counts, the chain, followers.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Actor, CaseId, Desk,
    access::Scope,
    audit::AuditEvent,
    case::{self, Command, Facts},
    desk::{List, StatusId},
    event::By,
};
use jiff::SignedDuration;
use store::{
    Statement, Store, WriteError,
    audit::Act,
    cases::{
        Change, Cursor, Direction, Filter, Holder, Keys, Opening, Query, Sort, StoredCase, Tally,
        Total, View,
    },
    db::{Dialect, Value},
    events::{Stream, StreamKind},
    followers::Place,
    origin::Origin,
    verify::Fault,
};
use testkit::{cast::*, databases};

fn desks(cast: &Cast) -> BTreeMap<i64, Desk> {
    [(cast.version, cast.desk.clone())].into()
}

async fn faults(store: &Store, cast: &Cast) -> Vec<Fault> {
    store
        .verify(&desks(cast), &mut |_| {})
        .await
        .unwrap()
        .faults
}

/// Carries out a command on a case as it was read.
async fn change(
    store: &Store,
    cast: &Cast,
    before: &StoredCase,
    actor: &Actor,
    command: Command,
    minute: i64,
) -> Result<StoredCase, WriteError> {
    let now = noon() + SignedDuration::from_mins(minute);
    let facts = Facts {
        now,
        actor,
        desk: &cast.desk,
    };
    let Ok(events) = case::decide(&before.case, command, &facts) else {
        return Ok(before.clone());
    };
    if events.is_empty() {
        return Ok(before.clone());
    }
    let events: Vec<_> = events
        .into_iter()
        .map(|event| (now, actor.by(), event))
        .collect();
    store
        .change_case(
            &Change {
                before,
                desk: &cast.desk,
                moved: None,
                events: &events,
            },
            Vec::new(),
        )
        .await
}

fn query(view: View, sort: Sort, direction: Direction) -> Query {
    let filter = Filter::default();
    Query {
        list: Some(List::Cases),
        holder: Holder::All,
        view,
        filter,
        sort,
        direction,
        cursor: None,
        limit: 7,
    }
}

/// Every number of a list, read page by page on, and the same read backwards.
async fn walk(store: &Store, scope: &Scope, query: &Query) -> Vec<i64> {
    let (mut numbers, mut query, mut pages) = (Vec::new(), query.clone(), Vec::new());
    loop {
        let page = store.cases(scope, &query).await.unwrap();
        assert_eq!(page.place, numbers.len() as i64);
        numbers.extend(page.rows.iter().map(|r| r.number));
        pages.push(page.rows.iter().map(|r| r.number).collect::<Vec<_>>());
        match page.next {
            Some(next) => query.cursor = Cursor::decode(&next.encode()),
            None => {
                let mut back = page.previous;
                for expected in pages.iter().rev().skip(1) {
                    query.cursor = back.as_ref().and_then(|c| Cursor::decode(&c.encode()));
                    let page = store.cases(scope, &query).await.unwrap();
                    assert_eq!(
                        page.rows.iter().map(|r| r.number).collect::<Vec<_>>(),
                        *expected
                    );
                    back = page.previous;
                }
                assert!(back.is_none(), "the first page has nothing before it");
                return numbers;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c8_numbers_are_in_order_without_gaps_or_doubles_under_concurrency() {
    for database in databases().await {
        let cast = Arc::new(Cast::enter(&database.store).await);
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..64 {
            let (store, cast) = (database.store.clone(), cast.clone());
            tasks.spawn(async move {
                let mut taken = Vec::new();
                for i in 0..4 {
                    // Some writes fail on their way: their numbers must not be lost.
                    if (n + i) % 5 == 0 {
                        let events =
                            cast.opening(&AS_AOKI, cast.new_case(&AS_AOKI, TOKYO, "fails"), noon());
                        let opening = Opening {
                            id: CaseId(store::fresh_id(noon())),
                            desk: &cast.desk,
                            keys: Keys::default(),
                            events: &events,
                        };
                        let never = Statement::new(
                            "UPDATE followers SET position = 0 WHERE name = 'nobody'",
                            vec![],
                        )
                        .guarded();
                        assert!(matches!(
                            store.open_cases(&[opening], vec![never]).await,
                            Err(WriteError::Conflict)
                        ));
                    }
                    taken.push(
                        cast.open(&store, &AS_AOKI, TOKYO, &format!("case {n}-{i}"), noon())
                            .await
                            .unwrap(),
                    );
                }
                taken
            });
        }
        let mut numbers = Vec::new();
        while let Some(taken) = tasks.join_next().await {
            numbers.extend(taken.unwrap());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=256).collect::<Vec<_>>(), "{}", database.name);
        assert_eq!(
            faults(&database.store, &cast).await,
            [],
            "{}",
            database.name
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_changes_of_one_copy_make_one_change_and_one_conflict() {
    for database in databases().await {
        let (store, cast) = (&database.store, Cast::enter(&database.store).await);
        let number = cast
            .open(store, &AS_AOKI, TOKYO, "race", noon())
            .await
            .unwrap();
        for round in 0..20 {
            let before = store.case(&Scope::System, number).await.unwrap().unwrap();
            let one = change(
                store,
                &cast,
                &before,
                &AS_MORI,
                Command::AddNote { text: "one".into() },
                round,
            );
            let two = change(
                store,
                &cast,
                &before,
                &AS_ISHIKAWA,
                Command::AddNote { text: "two".into() },
                round,
            );
            let (one, two) = tokio::join!(one, two);
            let conflicts = [&one, &two]
                .iter()
                .filter(|r| matches!(r, Err(WriteError::Conflict)))
                .count();
            assert_eq!(conflicts, 1, "{}: {one:?} {two:?}", database.name);
        }
        assert_eq!(faults(store, &cast).await, []);
    }
}

#[tokio::test]
async fn unknown_and_foreign_cases_are_the_same_nothing() {
    for database in databases().await {
        let (store, cast) = (&database.store, Cast::enter(&database.store).await);
        let number = cast
            .open(store, &AS_AOKI, TOKYO, "ours", noon())
            .await
            .unwrap();
        assert!(
            store
                .case(&AS_BABA.scope(), number)
                .await
                .unwrap()
                .is_some()
        );
        assert!(
            store
                .case(&AS_MORI.scope(), number)
                .await
                .unwrap()
                .is_some()
        );
        assert!(
            store
                .case(&AS_LINDNER.scope(), number)
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            store
                .case(&AS_LINDNER.scope(), number + 1000)
                .await
                .unwrap()
                .is_none()
        );
        assert!(store.case(&Scope::Nothing, number).await.unwrap().is_none());
        let all = query(View::NotClosed, Sort::Attention, Direction::Ascending);
        assert!(
            store
                .cases(&AS_LINDNER.scope(), &all)
                .await
                .unwrap()
                .rows
                .is_empty()
        );
        assert_eq!(
            store.total(&AS_LINDNER.scope(), &all).await.unwrap(),
            Total::Exactly(0)
        );
        // Naming another company does not widen a scope.
        let foreign = Query {
            holder: Holder::Account(HINODE),
            ..all.clone()
        };
        assert!(
            store
                .cases(&AS_LINDNER.scope(), &foreign)
                .await
                .unwrap()
                .rows
                .is_empty()
        );
        let counts = store
            .counts(
                &AS_LINDNER.scope(),
                Some(List::Cases),
                &[Tally::Account(HINODE), Tally::Desk],
            )
            .await
            .unwrap();
        assert!(counts.iter().all(|c| c.not_closed() == 0 && c.closed == 0));
    }
}

#[tokio::test]
async fn c10_every_view_sorts_by_every_column_and_pages_both_ways_alike_on_both_databases() {
    let mut answers: Vec<Vec<Vec<i64>>> = Vec::new();
    for database in databases().await {
        let (store, cast) = (&database.store, Cast::enter(&database.store).await);
        let subjects = [
            "録音",
            "ろくおん",
            "Recording",
            "recording",
            "ｻｰﾊﾞｰ",
            "サーバー",
            "あ",
            "a",
            "Ａ",
            "漢字",
        ];
        for n in 0..60usize {
            let (actor, site) = match n % 4 {
                0 => (AS_BABA, OSAKA),
                3 => (AS_LINDNER, BERLIN),
                _ => (AS_AOKI, TOKYO),
            };
            let mut new = cast.new_case(&actor, site, subjects[n % subjects.len()]);
            new.severity = cast.desk.severities[n % cast.desk.severities.len()]
                .id
                .clone();
            new.product = cast.desk.products[n % cast.desk.products.len()].id.clone();
            let at = noon() + SignedDuration::from_mins((n as i64 * 37) % 500);
            let events = cast.opening(&actor, new, at);
            let keys = Keys {
                contact: format!("{}", n % 5),
                deployment: format!("{}", n % 3),
            };
            let opening = Opening {
                id: CaseId(5000 + n as i64),
                desk: &cast.desk,
                keys,
                events: &events,
            };
            let number = store.open_cases(&[opening], Vec::new()).await.unwrap()[0];
            let opened = store.case(&Scope::System, number).await.unwrap().unwrap();
            let status = [
                "awaiting-information/information-required",
                "solution-proposed/proposed",
                "closed/redirected",
            ];
            if let Some(to) = status.get(n % 5) {
                let then = Some(StatusId::new(*to));
                change(
                    store,
                    &cast,
                    &opened,
                    &AS_MORI,
                    Command::Reply {
                        text: "x".into(),
                        then,
                    },
                    600 + n as i64,
                )
                .await
                .unwrap();
            }
        }
        let mut answer = Vec::new();
        for scope in [AS_AOKI.scope(), AS_MORI.scope()] {
            for holder in [
                Holder::All,
                Holder::Contact(AOKI),
                Holder::Owner(MORI),
                Holder::Unowned,
            ] {
                for view in View::ALL {
                    for sort in Sort::ALL {
                        for direction in [Direction::Ascending, Direction::Descending] {
                            let query = Query {
                                holder,
                                ..query(view, sort, direction)
                            };
                            let numbers = walk(store, &scope, &query).await;
                            let mut once = numbers.clone();
                            once.sort_unstable();
                            once.dedup();
                            assert_eq!(once.len(), numbers.len(), "no row twice: {query:?}");
                            assert_eq!(
                                store.total(&scope, &query).await.unwrap(),
                                Total::Exactly(numbers.len() as i64),
                                "{query:?}"
                            );
                            answer.push(numbers);
                        }
                    }
                }
            }
        }
        // Filters narrow, and are counted exactly.
        let filter = Filter {
            deployment: Some(OSAKA),
            severity: Some("S1".into()),
            ..Filter::default()
        };
        let narrowed = Query {
            filter,
            ..query(View::NotClosed, Sort::Opened, Direction::Descending)
        };
        let numbers = walk(store, &AS_AOKI.scope(), &narrowed).await;
        assert!(!numbers.is_empty());
        assert_eq!(
            store.total(&AS_AOKI.scope(), &narrowed).await.unwrap(),
            Total::Exactly(numbers.len() as i64)
        );
        answer.push(numbers);
        assert_eq!(faults(store, &cast).await, [], "{}", database.name);
        answers.push(answer);
    }
    assert!(
        answers.windows(2).all(|pair| pair[0] == pair[1]),
        "both databases give the same lists"
    );
}

#[tokio::test]
async fn any_sequence_of_commands_gives_the_same_state_on_both_databases() {
    let mut ends: Vec<Vec<(String, i64, i64)>> = Vec::new();
    for database in databases().await {
        let (store, cast) = (&database.store, Cast::enter(&database.store).await);
        let mut seed = 7u64;
        let mut below = |n: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % n
        };
        let statuses: Vec<StatusId> = cast.desk.sub_statuses().map(|s| s.id.clone()).collect();
        for n in 0..6 {
            cast.open(store, &AS_AOKI, TOKYO, &format!("{n}"), noon())
                .await
                .unwrap();
        }
        for minute in 1..300 {
            let number = 1 + below(6) as i64;
            let before = store.case(&Scope::System, number).await.unwrap().unwrap();
            let to = statuses[below(statuses.len() as u64) as usize].clone();
            let (actor, command) = match below(7) {
                0 => (
                    AS_AOKI,
                    Command::PostUpdate {
                        text: "更新".into(),
                    },
                ),
                1 => (
                    AS_MORI,
                    Command::Reply {
                        text: "回答".into(),
                        then: Some(to),
                    },
                ),
                2 => (
                    AS_MORI,
                    Command::AddNote {
                        text: "メモ".into(),
                    },
                ),
                3 => (AS_MORI, Command::ChangeStatus { to }),
                4 => (
                    AS_MORI,
                    Command::Assign {
                        owner: Some(if below(2) == 0 { MORI } else { ISHIKAWA }),
                        team: None,
                    },
                ),
                5 => (
                    AS_AOKI,
                    match below(2) == 0 {
                        true => Command::SolutionWorked { comment: None },
                        false => Command::NeedMoreHelp {
                            tried: String::new(),
                            happened: "E-204".into(),
                        },
                    },
                ),
                _ => (
                    AS_AOKI,
                    Command::RequestReopening {
                        reason: "また".into(),
                    },
                ),
            };
            change(store, &cast, &before, &actor, command, minute)
                .await
                .unwrap();
        }
        assert_eq!(faults(store, &cast).await, [], "{}", database.name);
        let mut end = Vec::new();
        for number in 1..=6 {
            let stored = store.case(&Scope::System, number).await.unwrap().unwrap();
            let history = store.history(&stored).await.unwrap();
            assert_eq!(
                case::Case::replay(&history).unwrap(),
                stored.case,
                "replay equals the stored state"
            );
            end.push((
                stored.case.status.to_string(),
                stored.case.version,
                stored.case.public_version,
            ));
        }
        ends.push(end);
    }
    assert!(ends.windows(2).all(|pair| pair[0] == pair[1]));
}

/// Does something past the log, as a hand in the database would.
async fn tamper(store: &Store, sql: &'static str, args: Vec<Value>) {
    store
        .db()
        .write(vec![Statement::new(sql, args)])
        .await
        .unwrap();
}

/// Seals all that there is, however long it takes: a write to another database of the same server holds back what came after it.
async fn seal_all(store: &Store) -> i64 {
    const LEFT: &str = "SELECT (SELECT count(*) FROM events) - CAST(coalesce((SELECT sum(events) FROM seals), 0) AS BIGINT)";
    let all = async {
        let mut sealed = 0;
        loop {
            sealed += store.seal(noon()).await.unwrap();
            let left = store.db().read_one(LEFT, &[]).await.unwrap().unwrap();
            match left.columns().int().unwrap() {
                0 => return sealed,
                _ => tokio::task::yield_now().await,
            }
        }
    };
    let patience = std::time::Duration::from_secs(60);
    tokio::time::timeout(patience, all).await.expect("settled")
}

#[tokio::test]
async fn verify_names_what_was_tampered_with() {
    type Hand = (&'static str, fn(&Fault) -> bool);
    let hands: [Hand; 7] = [
        (
            "UPDATE events SET at = at + 1 WHERE stream = 'case' AND version = 2",
            |f| matches!(f, Fault::BrokenChain { version: 2, .. }),
        ),
        (
            "UPDATE prose SET body = 'other' WHERE stream = 'case' AND version = 3",
            |f| matches!(f, Fault::AlteredText { .. }),
        ),
        ("UPDATE cases SET status = 'closed/resolved'", |f| {
            matches!(
                f,
                Fault::Differs {
                    column: "status",
                    ..
                }
            )
        }),
        (
            "UPDATE counts SET cases = cases + 1 WHERE dimension = 'account' AND turn = 1",
            |f| matches!(f, Fault::Count { .. }),
        ),
        ("UPDATE numbering SET next = next + 1", |f| {
            matches!(f, Fault::Numbering { .. })
        }),
        (
            "DELETE FROM events WHERE stream = 'case' AND version = 4",
            |f| matches!(f, Fault::Seal { number: 1 }),
        ),
        (
            "UPDATE people SET email = 'other@example.com' WHERE id = 101",
            |f| {
                matches!(
                    f,
                    Fault::Differs {
                        column: "email",
                        ..
                    }
                )
            },
        ),
    ];
    for (sql, tells) in hands {
        for database in databases().await {
            let (store, cast) = (&database.store, Cast::enter(&database.store).await);
            let number = cast
                .open(store, &AS_AOKI, TOKYO, "watched", noon())
                .await
                .unwrap();
            let opened = store.case(&Scope::System, number).await.unwrap().unwrap();
            let then = Some(StatusId::new("solution-proposed/proposed"));
            change(
                store,
                &cast,
                &opened,
                &AS_MORI,
                Command::Reply {
                    text: "try".into(),
                    then,
                },
                1,
            )
            .await
            .unwrap();
            assert!(seal_all(store).await > 0);
            assert_eq!(
                store.seal(noon()).await.unwrap(),
                0,
                "nothing new, nothing sealed"
            );
            assert_eq!(faults(store, &cast).await, [], "{} before", database.name);
            tamper(store, sql, vec![]).await;
            let found = faults(store, &cast).await;
            assert!(
                found.iter().any(tells),
                "{}: {sql}: {found:?}",
                database.name
            );
        }
    }
}

/// Acts of nobody in particular.
async fn acts(store: &Store, count: usize) {
    let act = || Act {
        at: noon(),
        by: By::System,
        event: AuditEvent::SignedOut { from: None },
        origin: Origin::default(),
    };
    let acts: Vec<Act> = std::iter::repeat_with(act).take(count).collect();
    store.append_acts(&acts).await.unwrap();
}

#[tokio::test]
async fn o5_a_log_that_was_cut_together_with_its_seals_shows_by_name() {
    for database in databases().await {
        let plain = &database.store;
        let cast = Cast::enter(plain).await;
        // What was sealed before there was a key stays good.
        assert!(seal_all(plain).await > 0);
        let store = plain.clone().with_seal_key(b"a secret that lies elsewhere");
        acts(&store, 2).await;
        seal_all(&store).await;
        acts(&store, 1).await;
        seal_all(&store).await;
        assert_eq!(faults(&store, &cast).await, [], "{}", database.name);
        assert_eq!(faults(plain, &cast).await, [], "without the key, too");
        let other = plain.clone().with_seal_key(b"another secret");
        let found = faults(&other, &cast).await;
        assert!(found.iter().any(|f| matches!(f, Fault::SealCode { .. })));

        let told = async |sql: &'static str, tells: fn(&Fault) -> bool| {
            tamper(&store, sql, vec![]).await;
            let found = faults(&store, &cast).await;
            assert!(
                found.iter().any(tells),
                "{}: {sql}: {found:?}",
                database.name
            );
        };
        let third = |f: &Fault| {
            matches!(
                f,
                Fault::Cut {
                    stream: "audit",
                    version: 3,
                    ..
                }
            )
        };
        told(
            "DELETE FROM events WHERE stream = 'audit' AND version = 3",
            third,
        )
        .await;
        const LAST: &str = "DELETE FROM seals WHERE number = (SELECT max(number) FROM seals)";
        told(LAST, third).await;
        told("DELETE FROM sealed_streams", |f| {
            matches!(f, Fault::SealsCut { .. })
        })
        .await;
        told(
            "UPDATE settings SET value = (SELECT max(number) FROM seals) || ' 00' WHERE name = 'latest-seal'",
            |f| matches!(f, Fault::LatestSeal),
        )
        .await;
        told("DELETE FROM settings WHERE name = 'latest-seal'", |f| {
            matches!(f, Fault::LatestSeal)
        })
        .await;
        told(
            "UPDATE seals SET mac = NULL WHERE number = (SELECT max(number) FROM seals)",
            |f| matches!(f, Fault::LatestSeal | Fault::SealCode { .. }),
        )
        .await;
    }
}

#[tokio::test]
async fn o5_codes_that_were_all_taken_away_show_by_name_though_the_log_was_sealed_anew() {
    for database in databases().await {
        let plain = &database.store;
        let cast = Cast::enter(plain).await;
        assert!(seal_all(plain).await > 0);
        assert_eq!(plain.codes_begin().await.unwrap(), None, "without a key");
        let store = plain.clone().with_seal_key(b"a secret that lies elsewhere");
        assert_eq!(store.codes_begin().await.unwrap(), None, "no seal has one");
        // Another node, without the key, seals what comes next.
        acts(plain, 1).await;
        seal_all(plain).await;
        assert_eq!(store.codes_begin().await.unwrap(), None, "no seal has one");
        acts(&store, 1).await;
        seal_all(&store).await;
        let since = store.codes_begin().await.unwrap().unwrap();
        assert!(since > 2, "those before have none: {since}");
        let said = Act {
            at: noon(),
            by: By::System,
            event: AuditEvent::SealsKeyed { since },
            origin: Origin::default(),
        };
        store.append_acts(&[said]).await.unwrap();
        seal_all(&store).await;
        acts(&store, 1).await;
        seal_all(&store).await;
        assert_eq!(store.codes_begin().await.unwrap(), None, "it is said");
        assert_eq!(faults(&store, &cast).await, [], "{}", database.name);
        // All codes go, and the note with them; then the log is sealed further, with the key.
        for sql in [
            "UPDATE seals SET mac = NULL",
            "DELETE FROM settings WHERE name = 'latest-seal'",
        ] {
            tamper(&store, sql, vec![]).await;
        }
        acts(&store, 1).await;
        seal_all(&store).await;
        let found = faults(&store, &cast).await;
        let number = since;
        assert_eq!(
            found,
            [Fault::CodesTaken { since, number }],
            "{}",
            database.name
        );
        // Who looks without the key sees it as well.
        assert_eq!(faults(plain, &cast).await, found);
    }
}

#[tokio::test]
async fn erasing_a_text_leaves_the_chain_whole() {
    for database in databases().await {
        let (store, cast) = (&database.store, Cast::enter(&database.store).await);
        let number = cast
            .open(store, &AS_AOKI, TOKYO, "secret inside", noon())
            .await
            .unwrap();
        let opened = store.case(&Scope::System, number).await.unwrap().unwrap();
        let after = change(
            store,
            &cast,
            &opened,
            &AS_AOKI,
            Command::PostUpdate {
                text: "the password is 1234".into(),
            },
            1,
        )
        .await
        .unwrap();
        let stream = Stream {
            kind: StreamKind::Case,
            id: after.id.0,
        };
        store.erase_text(stream, 2, 0).await.unwrap();
        assert_eq!(faults(store, &cast).await, [], "{}", database.name);
        let history = format!("{:?}", store.history(&after).await.unwrap());
        assert!(!history.contains("1234"));
    }
}

#[tokio::test]
async fn a_long_story_that_was_read_before_is_told_as_it_is_now() {
    for database in databases().await {
        let (store, cast) = (&database.store, Cast::enter(&database.store).await);
        let number = cast.open(store, &AS_AOKI, TOKYO, "long", noon()).await;
        let opened = store.case(&Scope::System, number.unwrap()).await;
        let mut case = opened.unwrap().unwrap();
        for n in 1..50 {
            let text = format!("message {n}.");
            let update = Command::PostUpdate { text };
            let after = change(store, &cast, &case, &AS_AOKI, update, n).await;
            case = after.unwrap();
        }
        let told = async |case: &store::cases::StoredCase| {
            let history = store.history(case).await.unwrap();
            (history.len(), format!("{history:?}"))
        };
        let before = told(&case).await;
        assert!(before.1.contains("message 7."));
        assert_eq!(told(&case).await, before, "{}", database.name);

        let stream = Stream {
            kind: StreamKind::Case,
            id: case.id.0,
        };
        store.erase_text(stream, 8, 0).await.unwrap();
        assert!(!told(&case).await.1.contains("message 7."));

        let text = "and one more".to_owned();
        let update = Command::PostUpdate { text };
        let after = change(store, &cast, &case, &AS_AOKI, update, 60).await;
        let (length, text) = told(&after.unwrap()).await;
        assert_eq!(length, before.0 + 1, "{}", database.name);
        assert!(text.contains("and one more") && !text.contains("message 7."));
    }
}

#[tokio::test]
async fn a_follower_sees_every_event_once_and_keeps_its_place() {
    for database in databases().await {
        let (store, cast) = (&database.store, Cast::enter(&database.store).await);
        for n in 0..5 {
            cast.open(store, &AS_AOKI, TOKYO, &format!("{n}"), noon())
                .await
                .unwrap();
        }
        let (mut seen, mut place) = (Vec::new(), store.position("test").await.unwrap());
        assert_eq!(place, Place::default());
        let all = store
            .verify(&desks(&cast), &mut |_| {})
            .await
            .unwrap()
            .events;
        while (seen.len() as u64) < all {
            // Another database of the same server may hold the horizon back for a moment.
            let events = store.settled_after(place, 3).await.unwrap();
            let Some(last) = events.last().map(|e| e.place()) else {
                tokio::task::yield_now().await;
                continue;
            };
            seen.extend(events.iter().map(|e| e.seq));
            store
                .advance("test", place, last, Vec::new())
                .await
                .unwrap();
            // Another of the same name that stands where this one stood does nothing twice.
            assert!(matches!(
                store.advance("test", place, last, Vec::new()).await,
                Err(WriteError::Conflict)
            ));
            place = store.position("test").await.unwrap();
            assert_eq!(place, last);
        }
        let mut sorted = seen.clone();
        sorted.dedup();
        assert!(sorted.is_sorted() && sorted.len() == seen.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_never_passes_a_write_that_is_still_on_its_way() {
    let Ok(server) = std::env::var("MADOGUCHI_TEST_POSTGRES") else {
        eprintln!(
            "MADOGUCHI_TEST_POSTGRES is not set: what only PostgreSQL can do wrong is not tested"
        );
        return;
    };
    let _ = server;
    for database in databases()
        .await
        .into_iter()
        .filter(|d| d.store.db().dialect() == Dialect::Postgres)
    {
        let (store, cast) = (
            &database.store,
            Arc::new(Cast::enter(&database.store).await),
        );
        let begun = store
            .settled_after(Place::default(), 10_000)
            .await
            .unwrap()
            .last()
            .map_or(Place::default(), |e| e.place());
        let mut writers = tokio::task::JoinSet::new();
        for n in 0..8 {
            let (store, cast) = (store.clone(), cast.clone());
            writers.spawn(async move {
                for i in 0..25 {
                    cast.open(&store, &AS_AOKI, TOKYO, &format!("{n}-{i}"), noon())
                        .await
                        .unwrap();
                }
            });
        }
        let (mut place, mut seen) = (begun, Vec::new());
        // What is passed over never comes: then this ends by its time limit.
        let follow = async {
            while seen.len() < 200 {
                let events = store.settled_after(place, 1000).await.unwrap();
                if let Some(last) = events.last() {
                    place = last.place();
                    seen.extend(events.iter().map(|e| e.seq));
                }
                while writers.try_join_next().is_some() {}
                tokio::task::yield_now().await;
            }
        };
        let followed = tokio::time::timeout(std::time::Duration::from_secs(60), follow).await;
        assert!(
            followed.is_ok(),
            "only {} of 200 openings were seen",
            seen.len()
        );
    }
}

#[tokio::test]
async fn names_are_unique_where_they_must_be() {
    for database in databases().await {
        let (store, _) = (&database.store, Cast::enter(&database.store).await);
        let aoki = store.person(AOKI).await.unwrap().unwrap();
        let twin = store::directory::add_person(
            domain::PersonId(777),
            aoki.standing,
            aoki.profile,
            By::System,
            noon(),
        )
        .unwrap();
        let refused = store.add(twin).await;
        assert!(
            matches!(&refused, Err(WriteError::Taken(index)) if index == "people_email_folded_key"),
            "{}: {refused:?}",
            database.name
        );
    }
}

#[tokio::test]
async fn a_desk_keeps_its_versions_and_tells_what_is_in_use() {
    for database in databases().await {
        let (store, cast) = (&database.store, Cast::enter(&database.store).await);
        assert_eq!(
            store.serve_desk("default", DESK, noon()).await.unwrap(),
            1,
            "the same text keeps its number"
        );
        assert_eq!(
            store
                .serve_desk("default", "# newer", noon())
                .await
                .unwrap(),
            2
        );
        assert_eq!(store.desk_versions().await.unwrap().len(), 2);
        cast.open(store, &AS_AOKI, TOKYO, "one", noon())
            .await
            .unwrap();
        let used = store.in_use().await.unwrap();
        assert_eq!(used.kinds["support-case"].total, 1);
        let mut poorer = cast.desk.clone();
        poorer.kinds.retain(|k| k.id != "support-case");
        assert!(!domain::desk::stranded(&poorer, &used).is_empty());
        assert!(domain::desk::stranded(&cast.desk, &used).is_empty());
    }
}
