//! What words come to when something is looked for (B3, B4): signs, words that ask nothing, what the desk says stands for what,
//! codes, and what solved those who asked alike.

use domain::{AccountId, Actor, ArticleId, Language, event::By, knowledge::Reader as Reads};
use jiff::civil::date;
use madoguchi::app::finding::{Asked, Results, What};
use store::knowledge::Asked as Articles;
use testkit::cast::*;

use crate::{
    browser::House,
    knowledge::{fields, published},
};

async fn find(house: &House, actor: &Actor, words: &str) -> Results {
    let asked = Asked {
        words: words.to_owned(),
        most: 50,
        ..Asked::default()
    };
    let own = Language::new("ja");
    let found = house.app.search(Some(actor), &asked, &own).await;
    found.unwrap()
}

async fn cases(house: &House, words: &str) -> Vec<i64> {
    let results = find(house, &AS_AOKI, words).await;
    let mut numbers: Vec<i64> = results
        .hits
        .iter()
        .filter_map(|hit| match &hit.what {
            What::Case(case) => Some(case.stored.number),
            _ => None,
        })
        .collect();
    numbers.sort_unstable();
    numbers
}

#[tokio::test]
async fn b4_a_minus_alone_leaves_out_and_words_that_ask_nothing_find_nothing() {
    let house = House::open().await;
    let printing = house.open_case(&AS_AOKI, "印刷できない").await;
    let recording = house.open_case(&AS_AOKI, "録音の障害").await;
    assert_eq!(cases(&house, "-印刷").await, [recording]);
    assert_eq!(cases(&house, "status:open -印刷").await, [recording]);
    assert_eq!(cases(&house, "status:open").await, [printing, recording]);
    assert_eq!(cases(&house, "\"録音\" 障害").await, [recording]);
    for nothing in ["の", "する", "?", "※", "status:open の"] {
        let results = find(&house, &AS_AOKI, nothing).await;
        assert!(results.hits.is_empty(), "{nothing}");
        assert_eq!(results.counts.values().sum::<usize>(), 0, "{nothing}");
    }
}

#[tokio::test]
async fn b4_numbers_that_a_deployment_is_known_by_find_its_cases() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "印刷の障害").await;
    house.open_case(&AS_LINDNER, "録音の障害").await;
    assert_eq!(cases(&house, "ORG-11").await, [number]);
    assert_eq!(cases(&house, "\"ORG-11\"").await, [number]);
    assert_eq!(cases(&house, "\"ORG-12\"").await, [0; 0]);
}

#[tokio::test]
async fn b4_what_the_desk_says_stands_for_a_word_is_found_by_it() {
    let desk = format!("synonyms = [\"共有番号 = シェアアイディー\"]\n{DESK}");
    let house = House::on_desk(&desk).await;
    let number = house.open_case(&AS_AOKI, "シェアアイディーの再発行").await;
    assert_eq!(cases(&house, "共有番号").await, [number]);
    let without = House::open().await;
    without
        .open_case(&AS_AOKI, "シェアアイディーの再発行")
        .await;
    assert_eq!(cases(&without, "共有番号").await, [0; 0]);
}

#[tokio::test]
async fn b4_what_cannot_be_read_stops_nothing_and_is_found_once_it_can() {
    let house = House::open().await;
    let broken = house.open_case(&AS_AOKI, "印刷の障害").await;
    let whole = house.open_case(&AS_AOKI, "録音の障害").await;
    assert_eq!(cases(&house, "障害").await, [broken, whole]);
    let first = house.app.case(&AS_MORI, broken).await.unwrap().id;
    let write = async |sql: &'static str| {
        let statement = store::Statement::new(sql, vec![first.into()]);
        house.app.store.add(vec![statement]).await.unwrap();
    };
    write("UPDATE events SET body = 'x' || body WHERE stream = 'case' AND stream_id = $1").await;
    house.app.take_up_all().await.unwrap();
    assert!(!house.app.finds_everything());
    assert_eq!(cases(&house, "障害").await, [whole]);
    let later = house.open_case(&AS_AOKI, "障害の続き").await;
    assert_eq!(cases(&house, "障害").await, [whole, later]);
    write("UPDATE events SET body = substr(body, 2) WHERE stream = 'case' AND stream_id = $1")
        .await;
    house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_mins(10));
    assert_eq!(cases(&house, "障害").await, [broken, whole, later]);
    assert!(house.app.finds_everything());
}

#[tokio::test]
async fn b3_a_code_is_answered_by_the_article_that_says_it_in_its_text_alone() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let text = "一覧に ORA-12154 と出たら、設定を見直します。";
    published(&house, &fields("signed-in", "接続の設定", text)).await;
    let text = "手順に従って設定を見直します。";
    published(&house, &fields("signed-in", "印刷の設定", text)).await;
    let suggested = async |subject: &str| {
        let words: String = form_urlencoded::byte_serialize(subject.as_bytes()).collect();
        let address = format!("/knowledge/suggestions?q={words}");
        house.get(&aoki, &address).await.text
    };
    let shown = suggested("ORA-12154 が出ます").await;
    assert!(
        shown.contains("接続の設定") && !shown.contains("印刷の設定"),
        "{shown}"
    );
    // A word that merely stands in a text is not what it is about.
    let shown = suggested("手順が分からない").await;
    assert!(!shown.contains("印刷の設定"), "{shown}");
}

#[tokio::test]
async fn b3_what_solved_those_who_asked_alike_stands_first_and_a_few_accounts_move_nothing() {
    let house = House::open().await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let id = published(
            &house,
            &fields("signed-in", "接続の設定", "接続を設定します。"),
        )
        .await;
        ids.push(ArticleId(id.parse().unwrap()));
    }
    let order = async |subject: &str| {
        let looked = madoguchi::app::finding::Looked::Subject(subject);
        let (asked, own) = (Articles::default(), Language::new("ja"));
        let app = &house.app;
        let found = app
            .find_articles(Some(&AS_AOKI), &asked, looked, &own, 9)
            .await;
        let found = found.unwrap().into_iter().map(|one| one.article.id);
        found.collect::<Vec<_>>()
    };
    let subjects = ["VPN の接続が切れる", "印刷の接続が切れる"];
    let before = order(subjects[0]).await;
    assert_eq!(before.len(), 2);
    assert_eq!(order(subjects[1]).await, before, "both say the same");
    let people = [AOKI, BABA, READER, LINDNER, MORI];
    for (at, person) in people.into_iter().enumerate() {
        let account = AccountId(50 + at as i64);
        let names = ["社", "Co"];
        let made = store::directory::add_account(account, names, &[], &[], By::System, noon());
        house.app.store.add(made.unwrap()).await.unwrap();
        for (id, subject) in ids.iter().zip(subjects) {
            let actor = Actor::Contact {
                person,
                account,
                access: domain::access::Access::all(domain::Level::ReadWrite),
            };
            house.app.articles_shown(Some(&actor), &[*id], subject);
            house.app.article_solved(&actor, *id).await.unwrap();
        }
        let told: Vec<_> = [order(subjects[0]).await, order(subjects[1]).await].into();
        match at < people.len() - 1 {
            true => assert_eq!(
                told,
                [before.clone(), before.clone()],
                "{} accounts",
                at + 1
            ),
            false => assert_eq!(told, [[ids[0], ids[1]], [ids[1], ids[0]]]),
        }
    }
    let reader = Reads::Anybody;
    let today = date(2026, 11, 20);
    let all = Articles::default();
    let none = house.app.store.readable_articles(&reader, today, &all);
    assert!(none.await.unwrap().is_empty(), "for nobody but customers");
}
