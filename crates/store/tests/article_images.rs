//! Images of articles on both databases (B4): had by whom the article is for and nobody else, kept by versions, gone when nothing
//! names them.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{
    AccountId, ArticleId, ImageId, Language, Prose,
    event::By,
    knowledge::{About, ArticleEvent, Audience, Reader, Sort, images::Format},
};
use jiff::{SignedDuration, civil::Date};
use std::collections::BTreeMap;
use store::{Store, WriteError, files::State, knowledge::*};
use testkit::{cast::*, databases};

const TODAY: Date = jiff::civil::date(2026, 11, 24);

fn image(id: i64) -> Image {
    Image {
        id: ImageId(id),
        place: format!("place-{id}"),
        part: "0-x".into(),
        person: MORI,
        name: "図.png".into(),
        format: Format::Png,
        bytes: 70,
        sha256: "00".into(),
        width: 640,
        height: 480,
        state: State::Ready,
        created_at: noon(),
        used_at: None,
    }
}

fn text(body: &str) -> ArticleEvent {
    ArticleEvent::TextSet {
        language: Language::new("ja"),
        title: Prose::new("図の記事"),
        body: Prose::new(body),
    }
}

fn about(audience: Audience, until: Option<Date>) -> ArticleEvent {
    ArticleEvent::AboutSet {
        about: Box::new(About {
            sort: Sort::Faq,
            products: Vec::new(),
            audience,
            until,
        }),
        waits: false,
    }
}

async fn happens(store: &Store, id: i64, events: &[ArticleEvent]) {
    let stored = store.article(ArticleId(id)).await.unwrap();
    let at = noon() + SignedDuration::from_mins(id);
    let list = happen(ArticleId(id), stored.as_ref(), events, By::Person(MORI), at).unwrap();
    store.add(list).await.unwrap();
}

async fn had(store: &Store, reader: &Reader, article: i64, id: i64) -> bool {
    let found = store.shown_image(reader, TODAY, ArticleId(article), ImageId(id));
    found.await.unwrap().is_some()
}

async fn faults(store: &Store) -> Vec<store::verify::Fault> {
    let report = store.verify(&BTreeMap::new(), &mut |_| {}).await.unwrap();
    report.faults
}

#[tokio::test]
async fn b4_an_image_is_had_by_whom_the_article_is_for() {
    for db in databases().await {
        let store = &db.store;
        Cast::enter(store).await;
        store.keep_image(&image(1)).await.unwrap();
        let contact = |account, plans: &[&str], basic| Reader::Contact {
            account,
            plans: plans.iter().map(|plan| (*plan).to_owned()).collect(),
            basic,
        };
        let readers = [
            Reader::Anybody,
            contact(HINODE, &["standard"], false),
            contact(HINODE, &["standard"], true),
            contact(KITANO, &["trial"], false),
            contact(AccountId(9), &[], false),
            Reader::Staff,
        ];
        let mut id = 0;
        for audience in [
            Audience::Everybody,
            Audience::SignedIn,
            Audience::Plans(vec!["trial".into()]),
            Audience::Accounts(vec![HINODE, AccountId(77)]),
            Audience::Staff,
        ] {
            for until in [None, Some(TODAY), Some(TODAY.yesterday().unwrap())] {
                for published in [true, false] {
                    id += 1;
                    let mut events = vec![about(audience.clone(), until), text("![図](image:1)")];
                    if published {
                        events.push(ArticleEvent::Published);
                    }
                    happens(store, id, &events).await;
                    let article = store.article(ArticleId(id)).await.unwrap().unwrap().article;
                    for reader in &readers {
                        let may = reader.may_read(&article, TODAY);
                        assert_eq!(
                            had(store, reader, id, 1).await,
                            may,
                            "{reader:?} {article:?}"
                        );
                    }
                }
            }
        }
        // Everybody's is told apart: it may lie in caches that are not one reader's own.
        for (article, open) in [(1, true), (7, false)] {
            let found = store.shown_image(&Reader::Staff, TODAY, ArticleId(article), ImageId(1));
            let (found, opened) = found.await.unwrap().unwrap();
            assert_eq!(
                (found.name.as_str(), found.width, found.format, opened),
                ("図.png", 640, Format::Png, open)
            );
        }
        assert!(!had(store, &Reader::Staff, 1, 2).await, "it never was");
        assert!(!had(store, &Reader::Staff, 99, 1).await);
        assert_eq!(faults(store).await, []);
    }
}

#[tokio::test]
async fn b4_versions_keep_their_images_and_what_nothing_names_goes() {
    for db in databases().await {
        let store = &db.store;
        Cast::enter(store).await;
        for id in 1..=4 {
            store.keep_image(&image(id)).await.unwrap();
        }
        let twice = store.keep_image(&image(1)).await;
        let refused = matches!(twice, Err(WriteError::Taken(_) | WriteError::Conflict));
        assert!(refused, "{twice:?}");
        let first = [
            about(Audience::Everybody, None),
            text("![a](image:1) ![b](image:2)"),
        ];
        happens(store, 1, &first).await;
        assert!(
            !had(store, &Reader::Staff, 1, 1).await,
            "a draft is in no version that is read"
        );
        happens(store, 1, &[ArticleEvent::Published]).await;
        happens(store, 1, &[text("![a](image:1) ![c](image:3)")]).await;
        for (id, wanted) in [(1, true), (2, true), (3, false), (4, false)] {
            assert_eq!(had(store, &Reader::Anybody, 1, id).await, wanted, "{id}");
        }
        happens(store, 1, &[ArticleEvent::Published]).await;
        for (id, wanted) in [(1, true), (2, false), (3, true), (4, false)] {
            assert_eq!(had(store, &Reader::Anybody, 1, id).await, wanted, "{id}");
        }
        let ids = |all: Vec<Image>| all.iter().map(|one| one.id.0).collect::<Vec<_>>();
        let writing = store.images_for_writing(Some(ArticleId(1)), MORI).await;
        assert_eq!(ids(writing.unwrap()), [1, 2, 3, 4]);
        let others = store.images_for_writing(Some(ArticleId(1)), ISHIKAWA).await;
        assert_eq!(
            ids(others.unwrap()),
            [1, 2, 3],
            "what waits is its writer's"
        );
        let new = store.images_for_writing(None, MORI).await.unwrap();
        assert_eq!(ids(new), [4]);
        assert_eq!(store.waiting_images(MORI).await.unwrap(), 1);

        // Not yet looked through, it is had by no reader, and there for its writer.
        let held = Image {
            state: State::Held,
            ..image(5)
        };
        store.keep_image(&held).await.unwrap();
        happens(
            store,
            2,
            &[
                about(Audience::Everybody, None),
                text("![e](image:5)"),
                ArticleEvent::Published,
            ],
        )
        .await;
        assert!(!had(store, &Reader::Staff, 2, 5).await);
        let waiting = store.held_images(ImageId(0), 10).await.unwrap();
        assert_eq!(ids(waiting), [5]);
        store.judge_image(ImageId(5), State::Ready).await.unwrap();
        assert!(had(store, &Reader::Anybody, 2, 5).await);
        store.judge_image(ImageId(5), State::Threat).await.unwrap();
        assert!(
            had(store, &Reader::Anybody, 2, 5).await,
            "it is judged once"
        );

        // What a version names stays; what nothing names goes, by its writer's hand or in time.
        let late = noon() + SignedDuration::from_hours(24);
        for id in [1, 2, 3] {
            assert!(!store.let_image_go(ImageId(id), None, late).await.unwrap());
        }
        assert!(
            !store
                .let_image_go(ImageId(4), Some(ISHIKAWA), late)
                .await
                .unwrap()
        );
        assert_eq!(store.stale_images(noon(), 9).await.unwrap(), []);
        assert_eq!(store.stale_images(late, 9).await.unwrap(), [ImageId(4)]);
        assert!(
            store
                .let_image_go(ImageId(4), Some(MORI), late)
                .await
                .unwrap()
        );
        assert_eq!(store.image(ImageId(4)).await.unwrap(), None);
        let gone = store.images_to_clear(9).await.unwrap();
        assert_eq!(gone, [(ImageId(4), "place-4".to_owned())]);
        store.clear_image(ImageId(4)).await.unwrap();
        store.clear_image(ImageId(1)).await.unwrap();
        assert_eq!(store.images_to_clear(9).await.unwrap(), []);
        assert_eq!(
            ids(store.images_after(ImageId(0), 9).await.unwrap()),
            [1, 2, 3, 5]
        );
        // What a text named before it came here stays as well.
        happens(
            store,
            3,
            &[about(Audience::Everybody, None), text("![z](image:9)")],
        )
        .await;
        store.keep_image(&image(9)).await.unwrap();
        assert_eq!(store.stale_images(late, 9).await.unwrap(), []);
        assert_eq!(faults(store).await, []);
    }
}
