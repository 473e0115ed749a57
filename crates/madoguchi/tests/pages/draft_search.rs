//! Articles that are worked on, among what staff find (B4): by nobody else, in no count, and without a word in what words weigh.

use domain::{Actor, ArticleId, Language};
use madoguchi::app::finding::{Asked, Looked, Results, Sort, What};
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    knowledge::{fields, published},
};

async fn find(house: &House, actor: Option<&Actor>, words: &str) -> Results {
    let asked = Asked {
        words: words.to_owned(),
        most: 20,
        ..Asked::default()
    };
    let found = house.app.search(actor, &asked, &Language::new("ja")).await;
    found.unwrap()
}

/// Which of the articles that were found are drafts.
fn drafts(results: &Results) -> Vec<ArticleId> {
    let each = results.hits.iter().filter_map(|hit| match &hit.what {
        What::Draft(draft) => Some(draft.id),
        _ => None,
    });
    each.collect()
}

/// An article as it is written by somebody; gives where its page is.
async fn written(house: &House, reader: &Reader, title: &str) -> String {
    let fields = [
        ("sort", "faq"),
        ("audience", "everybody"),
        ("title-0", title),
        ("body-0", "珊瑚色のランプが点いたときの手順です。"),
        ("title-1", ""),
        ("body-1", ""),
    ];
    let begun = house.post(reader, "/staff/knowledge", &fields).await;
    begun.header("location").to_owned()
}

#[tokio::test]
async fn b4_drafts_are_found_by_staff_alone_and_say_so() {
    let house = House::open().await;
    let (mori, ishikawa, aoki) = (
        house.reader(MORI).await,
        house.reader(ISHIKAWA).await,
        house.reader(AOKI).await,
    );
    let at = written(&house, &mori, "ランプの見かた").await;
    for staff in [&AS_MORI, &AS_ISHIKAWA] {
        let found = find(&house, Some(staff), "珊瑚色のランプ").await;
        assert_eq!(drafts(&found).len(), 1);
        assert_eq!(found.counts.get(&Sort::Article), Some(&1));
        assert!(found.hits[0].excerpt.text.contains("珊瑚色"));
    }
    let shown = "/staff/search?q=%E7%8F%8A%E7%91%9A%E8%89%B2";
    let page = house.get(&mori, shown).await.text;
    assert!(
        page.contains("data-people>下書き") && page.contains(&format!("href=\"{at}\"")),
        "{page}"
    );
    // Nobody else finds it, whatever they type; nor is it suggested to anybody, staff among them.
    for other in [Some(&AS_AOKI), None] {
        for words in ["珊瑚色のランプ", "珊瑚色 is:draft", "is:draft"] {
            let found = find(&house, other, words).await;
            assert!(
                found.hits.is_empty() && found.counts.is_empty(),
                "{other:?} {words}"
            );
        }
    }
    let (asked, language) = (store::knowledge::Asked::default(), Language::new("ja"));
    for anybody in [Some(&AS_MORI), Some(&AS_AOKI), None] {
        let looked = Looked::Subject("珊瑚色のランプ");
        let suggested = house
            .app
            .find_articles(anybody, &asked, looked, &language, 5);
        assert!(suggested.await.unwrap().is_empty());
    }
    // Published it is what everybody reads, and no draft.
    house.post(&ishikawa, &format!("{at}/publish"), &[]).await;
    let found = find(&house, Some(&AS_MORI), "珊瑚色のランプ").await;
    assert_eq!((found.hits.len(), drafts(&found).len()), (1, 0));
    assert_eq!(find(&house, Some(&AS_AOKI), "珊瑚色").await.hits.len(), 1);
    let page = house
        .get(&aoki, "/search?q=%E7%8F%8A%E7%91%9A%E8%89%B2")
        .await;
    assert!(!page.text.contains("下書き"));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn b4_staff_narrow_what_they_find_to_drafts_or_leave_them_out() {
    let house = House::open().await;
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let published = written(&house, &mori, "ランプの一覧").await;
    house
        .post(&ishikawa, &format!("{published}/publish"), &[])
        .await;
    written(&house, &mori, "ランプの下書き").await;
    let both = find(&house, Some(&AS_MORI), "珊瑚色").await;
    assert_eq!((both.hits.len(), drafts(&both).len()), (2, 1));
    for words in ["珊瑚色 is:draft", "珊瑚色 区分：下書き", "is:draft"] {
        let only = find(&house, Some(&AS_MORI), words).await;
        assert_eq!((only.hits.len(), drafts(&only).len()), (1, 1), "{words}");
        assert_eq!(only.counts.get(&Sort::Article), Some(&1));
    }
    let without = find(&house, Some(&AS_MORI), "珊瑚色 -is:draft").await;
    assert_eq!((without.hits.len(), drafts(&without).len()), (1, 0));
    // Who does not know the words for it has a tab.
    let shown = "/staff/search?q=%E7%8F%8A%E7%91%9A%E8%89%B2";
    let narrowed = "/staff/search?q=is%3Adraft+%E7%8F%8A%E7%91%9A%E8%89%B2";
    let page = house.get(&mori, shown).await.text;
    assert!(
        page.contains(&format!("href=\"{narrowed}\">下書き</a>")),
        "{page}"
    );
    let page = house.get(&mori, narrowed).await.text;
    let tab = "aria-current=\"page\">下書き <span class=\"badge\">1</span>";
    let back = format!("href=\"{shown}\">すべて</a>");
    assert!(page.contains(tab) && page.contains(&back), "{page}");
    assert_eq!(page.matches("aria-current=\"page\">下書き").count(), 1);
    let nothing = find(&house, Some(&AS_MORI), "珊瑚色 is:finished").await;
    assert_eq!(nothing.unknown, ["is:finished"]);
}

#[tokio::test]
async fn b4_what_words_weigh_is_the_same_whatever_is_in_drafts() {
    let house = House::open().await;
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    for title in ["ランプの一覧", "ランプの手順"] {
        let published = written(&house, &mori, title).await;
        house
            .post(&ishikawa, &format!("{published}/publish"), &[])
            .await;
    }
    // Of one of two the place behind it says how well it answers.
    let score = async || {
        let asked = Asked {
            words: "珊瑚色のランプ".into(),
            most: 1,
            ..Asked::default()
        };
        let language = Language::new("ja");
        let found = house.app.search(Some(&AS_AOKI), &asked, &language).await;
        found.unwrap().next.unwrap().score
    };
    let before = score().await;
    let mut last = String::new();
    for number in 0..12 {
        last = written(&house, &mori, &format!("珊瑚色のランプ {number}")).await;
    }
    assert_eq!(score().await.to_bits(), before.to_bits());
    house.post(&ishikawa, &format!("{last}/publish"), &[]).await;
    assert_ne!(
        score().await.to_bits(),
        before.to_bits(),
        "published it counts"
    );
}

#[tokio::test]
async fn b4_an_article_that_is_worked_on_again_stands_once_in_a_list_without_words() {
    let house = House::open().await;
    let mori = house.reader(MORI).await;
    let minute = jiff::SignedDuration::from_mins(1);
    let mut all = Vec::new();
    for title in ["ランプの一覧", "ランプの手順", "ランプの交換"] {
        all.push(published(&house, &fields("everybody", title, "本文です。")).await);
        house.app.clock().advance(minute);
    }
    // The oldest is written on: the draft lies beside what readers see.
    let again = fields("everybody", "ランプの一覧", "書き直した本文です。");
    let at = format!("/staff/knowledge/{}", all[0]);
    house.post(&mori, &at, &again).await;
    let only = find(&house, Some(&AS_MORI), "is:draft").await;
    assert_eq!(drafts(&only).len(), 1);
    // Of one sort of article, without a word, one after the other.
    for most in 1..=4 {
        let (mut listed, mut behind) = (Vec::new(), None);
        loop {
            let asked = Asked {
                words: "type:faq".into(),
                behind,
                most,
                ..Asked::default()
            };
            let language = Language::new("ja");
            let found = house.app.search(Some(&AS_MORI), &asked, &language).await;
            let found = found.unwrap();
            assert_eq!(found.counts.get(&Sort::Article), Some(&3), "{most}");
            listed.extend(found.hits.iter().map(|hit| match &hit.what {
                What::Article { title, .. } => title.id.to_string(),
                What::Draft(draft) => draft.id.to_string(),
                other => panic!("{other:?}"),
            }));
            behind = found.next;
            if behind.is_none() {
                break;
            }
        }
        let latest: Vec<_> = all.iter().rev().cloned().collect();
        assert_eq!(listed, latest, "{most} at a time");
    }
}
