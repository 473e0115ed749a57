//! Knowledge on both databases (B4): what is stored is the replay, and what is found is what the rule lets one read.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{
    AccountId, ArticleId, Language, Prose,
    event::By,
    knowledge::{About, ArticleEvent, Audience, Reader, Sort},
};
use jiff::{SignedDuration, civil::Date};
use store::{Store, WriteError, knowledge::*};
use testkit::{cast::*, databases};

fn text(title: &str) -> ArticleEvent {
    ArticleEvent::TextSet {
        language: Language::new("ja"),
        title: Prose::new(title),
        body: Prose::new("100%再現する_手順"),
    }
}

fn about(audience: Audience, products: &[&str], until: Option<Date>) -> ArticleEvent {
    of_sort(Sort::Faq, audience, products, until)
}

fn of_sort(sort: Sort, audience: Audience, products: &[&str], until: Option<Date>) -> ArticleEvent {
    ArticleEvent::AboutSet {
        about: Box::new(About {
            sort,
            products: products.iter().map(|id| (*id).to_owned()).collect(),
            audience,
            until,
        }),
        waits: false,
    }
}

async fn add(store: &Store, id: i64, events: &[ArticleEvent]) {
    let at = noon() + SignedDuration::from_mins(id);
    let list = happen(ArticleId(id), None, events, By::Person(MORI), at).unwrap();
    store.add(list).await.unwrap();
}

#[tokio::test]
async fn b4_what_is_found_is_what_the_rule_lets_one_read() {
    for db in databases().await {
        let store = &db.store;
        let cast = Cast::enter(store).await;
        let today: Date = "2026-11-24".parse().unwrap();
        let audiences = [
            Audience::Everybody,
            Audience::SignedIn,
            Audience::Plans(vec!["standard".into(), "premium".into()]),
            Audience::Plans(vec!["trial".into()]),
            Audience::Accounts(vec![HINODE, AccountId(77)]),
            Audience::Staff,
        ];
        let mut id = 0;
        for audience in audiences {
            for until in [None, Some(today), Some(today.yesterday().unwrap())] {
                for (published, sort) in [
                    (true, Sort::Faq),
                    (true, Sort::Document),
                    (false, Sort::Faq),
                ] {
                    id += 1;
                    let about = of_sort(sort, audience.clone(), &[], until);
                    let mut events = vec![about, text("録音")];
                    if published {
                        events.push(ArticleEvent::Published);
                    }
                    add(store, id, &events).await;
                }
            }
        }
        let asked = Asked {
            limit: 100,
            ..Asked::default()
        };
        let contact = |account, plans: &[&str]| Reader::Contact {
            account,
            plans: plans.iter().map(|plan| (*plan).to_owned()).collect(),
            basic: false,
        };
        let basic = Reader::Contact {
            account: HINODE,
            plans: vec!["standard".into()],
            basic: true,
        };
        for reader in [
            Reader::Anybody,
            Reader::Staff,
            basic,
            contact(HINODE, &[]),
            contact(HINODE, &["premium", "other"]),
            contact(KITANO, &["trial"]),
        ] {
            let found = store.shown_articles(&reader, today, &asked).await.unwrap();
            let found: Vec<i64> = found.iter().rev().map(|title| title.id.0).collect();
            let ids: Vec<ArticleId> = (1..=id + 1).map(ArticleId).collect();
            let texts = store.shown_texts(&reader, today, &ids).await.unwrap();
            let mut wanted = Vec::new();
            for id in 1..=id {
                let id = ArticleId(id);
                let stored = store.article(id).await.unwrap().unwrap();
                let one = store.shown_article(&reader, today, id).await.unwrap();
                let may = reader.may_read(&stored.article, today);
                assert_eq!(one.is_some(), may, "{reader:?} {:?}", stored.article.about);
                assert_eq!(texts.get(&id), one.as_ref().map(|one| &one.texts));
                wanted.extend(may.then_some(id.0));
            }
            assert_eq!(found, wanted, "{reader:?}");
            let none = store.shown_texts(&reader, today, &[]).await.unwrap();
            assert!(none.is_empty() && texts.len() == wanted.len());
        }
        let desks = [(cast.version, cast.desk.clone())].into();
        let report = store.verify(&desks, &mut |_| {}).await.unwrap();
        assert_eq!(report.faults, []);
    }
}

#[tokio::test]
async fn b4_articles_are_narrowed_paged_and_changed_under_their_version() {
    for db in databases().await {
        let store = &db.store;
        Cast::enter(store).await;
        let today: Date = "2026-11-24".parse().unwrap();
        for id in 1..=5 {
            let products: &[&str] = if id % 2 == 0 { &["meeting"] } else { &[] };
            let title = text(&format!("録音 {id}"));
            let events = [
                about(Audience::Everybody, products, None),
                title,
                ArticleEvent::Published,
            ];
            add(store, id, &events).await;
        }
        let ids = async |asked: Asked| -> Vec<i64> {
            let found = store.shown_articles(&Reader::Anybody, today, &asked).await;
            found.unwrap().iter().map(|title| title.id.0).collect()
        };
        let all = Asked {
            limit: 2,
            ..Asked::default()
        };
        assert_eq!(ids(all.clone()).await, [5, 4]);
        let after = Some((noon() + SignedDuration::from_mins(4), ArticleId(4)));
        assert_eq!(
            ids(Asked {
                after,
                ..all.clone()
            })
            .await,
            [3, 2]
        );
        let all = Asked { limit: 9, ..all };
        let of = Asked {
            product: Some("phone".into()),
            ..all.clone()
        };
        assert_eq!(
            ids(of).await,
            [5, 3, 1],
            "what names no product is about all"
        );
        let among = Some(vec![ArticleId(2), ArticleId(3), ArticleId(77)]);
        assert_eq!(
            ids(Asked {
                among,
                ..all.clone()
            })
            .await,
            [3, 2]
        );
        let none = Some(Vec::new());
        assert!(
            ids(Asked {
                among: none,
                ..all.clone()
            })
            .await
            .is_empty()
        );
        let readable = store.readable_articles(&Reader::Anybody, today, &all).await;
        assert_eq!(readable.unwrap().len(), 5);
        assert_eq!(store.published_texts().await.unwrap().len(), 5);
        let defects = Asked {
            sorts: vec![Sort::Defect],
            ..all.clone()
        };
        assert!(ids(defects).await.is_empty());
        // Two change it at once: one is told so.
        let stored = store.article(ArticleId(1)).await.unwrap().unwrap();
        let change = |title: &str| {
            let list = happen(
                ArticleId(1),
                Some(&stored),
                &[text(title)],
                By::Person(MORI),
                noon(),
            );
            store.add(list.unwrap())
        };
        change("録音 一").await.unwrap();
        assert!(matches!(change("録音 壱").await, Err(WriteError::Conflict)));
        let shown = store
            .shown_article(&Reader::Anybody, today, ArticleId(1))
            .await;
        let shown = shown.unwrap().unwrap();
        assert_eq!(
            shown.texts[&Language::new("ja")][0],
            "録音 1",
            "what was published"
        );
        let of = WrittenOf {
            limit: 9,
            ..WrittenOf::default()
        };
        let written = store.written_articles(&of).await.unwrap();
        let first = written.iter().find(|one| one.id.0 == 1).unwrap();
        assert!(first.ahead);
        assert_eq!(first.titles[&Language::new("ja")], "録音 一");
    }
}

#[tokio::test]
async fn b3_b4_readers_count_once_and_words_of_a_few_are_not_kept() {
    for kept in databases().await {
        let store = &kept.store;
        Cast::enter(store).await;
        add(
            store,
            1,
            &[
                about(Audience::SignedIn, &[], None),
                text("録音"),
                ArticleEvent::Published,
            ],
        )
        .await;
        let id = ArticleId(1);
        let later = |minutes| noon() + SignedDuration::from_mins(minutes);
        let one = |person, account, shown, opened| Use {
            article: id,
            person,
            account,
            shown,
            opened,
        };
        let first = [
            one(AOKI, HINODE, Some(later(1)), None),
            one(LINDNER, KITANO, Some(later(1)), Some(later(2))),
        ];
        store.keep_uses(&first, &[]).await.unwrap();
        let again = [one(AOKI, HINODE, Some(later(5)), Some(later(6)))];
        let followed = [(LINDNER, later(0), later(9)), (AOKI, later(7), later(9))];
        store.keep_uses(&again, &followed).await.unwrap();
        for _ in 0..2 {
            store
                .article_solved(id, AOKI, HINODE, &[], later(8))
                .await
                .unwrap();
        }
        store
            .article_solved(id, BABA, HINODE, &[], later(8))
            .await
            .unwrap();
        assert_eq!(
            store.accounts_solved(id).await.unwrap(),
            1,
            "two of one account"
        );
        let uses = store.uses_of(&[id]).await.unwrap();
        let wanted = Uses {
            shown: 2,
            opened: 2,
            solved: 2,
            followed: 1,
        };
        assert_eq!(uses[&id], wanted);
        // Who was shown it long ago, and once more just before they opened a case.
        let shown = [one(BABA, HINODE, Some(later(0)), None)];
        store.keep_uses(&shown, &[]).await.unwrap();
        add(
            store,
            2,
            &[
                about(Audience::SignedIn, &[], None),
                text("録画"),
                ArticleEvent::Published,
            ],
        )
        .await;
        let other = ArticleId(2);
        for minutes in [1, 90] {
            let shown = Use {
                article: other,
                ..one(BABA, HINODE, Some(later(minutes)), None)
            };
            store.keep_uses(&[shown], &[]).await.unwrap();
        }
        let followed = [(BABA, later(80), later(95))];
        store.keep_uses(&[], &followed).await.unwrap();
        let uses = store.uses_of(&[other]).await.unwrap();
        assert_eq!((uses[&other].shown, uses[&other].followed), (1, 1));

        // Words in which one account asked are nobody's to see; those of five are.
        let words = ["w1".to_owned(), "w2".to_owned()];
        for account in 11..16 {
            let names = ["社", "Co"];
            let made = store::directory::add_account(
                AccountId(account),
                names,
                &[],
                &[],
                By::System,
                noon(),
            );
            store.add(made.unwrap()).await.unwrap();
            assert_eq!(store.words_solved(other).await.unwrap(), [""; 0]);
            let said = if account < 15 {
                &words[..]
            } else {
                &words[..1]
            };
            // Whoever says so twice for one account counts once.
            let person = [AOKI, BABA, READER, LINDNER, MORI][account as usize - 11];
            for _ in 0..2 {
                store
                    .article_solved(other, person, AccountId(account), said, later(99))
                    .await
                    .unwrap();
            }
        }
        assert_eq!(store.words_solved(other).await.unwrap(), ["w1"]);

        let missed = |account, minutes| Missed {
            digest: "d".into(),
            words: "秘密の言葉".into(),
            account,
            unopened: minutes > 10,
            at: later(minutes),
        };
        store
            .keep_missed(&[missed(HINODE, 1), missed(HINODE, 2), missed(KITANO, 11)])
            .await
            .unwrap();
        assert_eq!(store.missed_words(9).await.unwrap(), [], "two accounts");
        let third =
            store::directory::add_account(AccountId(3), ["三", "3"], &[], &[], By::System, noon());
        store.add(third.unwrap()).await.unwrap();
        store
            .keep_missed(&[missed(AccountId(3), 12)])
            .await
            .unwrap();
        let found = store.missed_words(9).await.unwrap();
        let wanted = MissedWords {
            digest: "d".into(),
            words: "秘密の言葉".into(),
            accounts: 3,
            times: 4,
            unopened: 2,
            last: later(12),
        };
        assert_eq!(found, [wanted]);
        store.settle_missed("d", later(20)).await.unwrap();
        store.keep_missed(&[missed(HINODE, 21)]).await.unwrap();
        assert_eq!(store.missed_words(9).await.unwrap(), [], "of one since");
        store.forget_missed(later(30)).await.unwrap();
        store
            .keep_missed(&[missed(HINODE, 31), missed(KITANO, 31)])
            .await
            .unwrap();
        assert_eq!(
            store.missed_words(9).await.unwrap(),
            [],
            "what is forgotten counts no more"
        );
    }
}

#[tokio::test]
async fn b1_what_one_may_not_read_keeps_nothing_from_what_most_have_opened() {
    for db in databases().await {
        let store = &db.store;
        Cast::enter(store).await;
        let opened_by = |id, person, account| Use {
            article: ArticleId(id),
            person,
            account,
            shown: None,
            opened: Some(noon()),
        };
        let mut uses = Vec::new();
        for id in 1..=62 {
            let (sort, audience) = match id {
                61 | 62 => (Sort::Faq, Audience::Everybody),
                id if id % 2 == 0 => (Sort::Faq, Audience::Staff),
                _ => (Sort::Announcement, Audience::Everybody),
            };
            let about = of_sort(sort, audience, &[], None);
            add(store, id, &[about, text("録音"), ArticleEvent::Published]).await;
            uses.push(opened_by(id, AOKI, HINODE));
            if id != 61 {
                uses.push(opened_by(id, BABA, HINODE));
            }
        }
        store.keep_uses(&uses, &[]).await.unwrap();
        let today: Date = "2026-11-24".parse().unwrap();
        let reader = Reader::Contact {
            account: HINODE,
            plans: Vec::new(),
            basic: false,
        };
        let asked = Asked {
            sorts: vec![Sort::Faq],
            limit: 5,
            ..Asked::default()
        };
        let found = async |since| {
            let found = store.most_opened(&reader, today, &asked, since);
            found.await.unwrap()
        };
        let wanted = [ArticleId(62), ArticleId(61)];
        assert_eq!(found(noon()).await, wanted, "{}", db.name);
        let later = noon() + SignedDuration::from_mins(1);
        assert_eq!(found(later).await, []);
    }
}
