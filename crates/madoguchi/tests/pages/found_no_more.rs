//! What was taken away is found no more (B4, A-07) where an index follows the log beside those who search: not by hits, counts,
//! excerpts or suggestions, for customers or staff, after one round of what follows.

use std::time::Duration;

use domain::{Actor, ArticleId, FileId, Language, access::Scope, case::Command};
use madoguchi::app::{
    App,
    finding::{Asked, Looked, Results},
};
use store::{
    events::{Stream, StreamKind},
    knowledge::Asked as Articles,
};
use testkit::cast::*;

use crate::{
    browser::House,
    knowledge::{fields, published},
};

/// A word of each thing that is taken away.
const ERASED: &str = "persimmon";
const OF_FILE: &str = "E-4711";
const OF_ARTICLE: &str = "ORA-12154";

/// A house with something to find, and the app with an index of its own that nobody brings up to date by searching.
struct World {
    house: House,
    app: App,
    case: Stream,
    with_file: (i64, FileId),
    article: String,
    _folder: tempfile::TempDir,
}

async fn world() -> World {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "接続できない").await;
    let update = |text: &str| Command::PostUpdate { text: text.into() };
    let said = update("合言葉は persimmon です");
    let sent = house
        .app
        .change_case(&AS_AOKI, number, said, None, None)
        .await;
    sent.unwrap();
    let case = house.app.store.case(&Scope::System, number).await;
    let case = Stream {
        kind: StreamKind::Case,
        id: case.unwrap().unwrap().id.0,
    };
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let log = "10:01 給紙トレイの異常 E-4711\n".as_bytes();
    let file = house.hand_in(&AS_AOKI, "printer.log", log).await;
    let sent = house
        .app
        .change_case_with(&AS_AOKI, number, update("記録です"), &[file], None, None)
        .await;
    sent.unwrap();
    let text = "一覧に ORA-12154 と出たら、設定を見直します。";
    let article = published(&house, &fields("signed-in", "ORA-12154 の直し方", text)).await;
    let folder = tempfile::tempdir().unwrap();
    let app = house.app.clone();
    let app = app.with_index(folder.path().to_owned()).await.unwrap();
    World {
        house,
        app,
        case,
        with_file: (number, file),
        article,
        _folder: folder,
    }
}

async fn find(app: &App, actor: &Actor, words: &str) -> Results {
    let asked = Asked {
        words: words.to_owned(),
        most: 50,
        ..Asked::default()
    };
    let found = app.search(Some(actor), &asked, &Language::new("ja")).await;
    found.unwrap()
}

async fn suggested(app: &App) -> Vec<ArticleId> {
    let (asked, own) = (Articles::default(), Language::new("ja"));
    let looked = Looked::Subject(OF_ARTICLE);
    let found = app
        .find_articles(Some(&AS_AOKI), &asked, looked, &own, 9)
        .await;
    let found = found.unwrap().into_iter();
    found.map(|one| one.article.id).collect()
}

/// Who finds what before it is taken away.
const FINDS: [(&Actor, &str); 5] = [
    (&AS_AOKI, ERASED),
    (&AS_MORI, ERASED),
    (&AS_AOKI, OF_FILE),
    (&AS_MORI, OF_FILE),
    (&AS_AOKI, OF_ARTICLE),
];

impl World {
    async fn finds_all(&self) {
        for (actor, words) in FINDS {
            let found = find(&self.app, actor, words).await;
            assert_eq!(found.counts.values().sum::<usize>(), 1, "{words}");
            let excerpt = &found.hits[0].excerpt;
            assert!(excerpt.text.contains(words), "{excerpt:?}");
        }
        assert_eq!(suggested(&self.app).await.len(), 1);
    }

    /// By whoever may, in each way in which something goes.
    async fn take_away(&self) {
        let (number, file) = self.with_file;
        let app = &self.house.app;
        app.store.erase_text(self.case, 2, 0).await.unwrap();
        app.remove_file(&AS_AOKI, number, file).await.unwrap();
        let mori = self.house.reader(MORI).await;
        let to = format!("/staff/knowledge/{}/withdraw", self.article);
        let done = self.house.post(&mori, &to, &[("reason", "古い")]).await;
        assert!(done.status.is_redirection(), "{}", done.text);
    }

    /// How many of them are still found, counted, shown or suggested.
    async fn left(&self) -> usize {
        let mut left = suggested(&self.app).await.len();
        for (actor, words) in FINDS {
            let found = find(&self.app, actor, words).await;
            left += found.hits.len() + found.counts.values().sum::<usize>();
        }
        left
    }

    async fn has_the_rest(&self) {
        for (actor, words) in [(&AS_AOKI, "接続できない"), (&AS_MORI, "印刷できない")] {
            let found = find(&self.app, actor, words).await;
            assert_eq!(found.hits.len(), 1, "{words}");
        }
    }
}

#[tokio::test]
async fn b4_a07_what_is_taken_away_is_found_no_more_after_one_round() {
    let world = world().await;
    while world.app.take_up().await.unwrap() {}
    world.finds_all().await;
    world.take_away().await;
    assert!(world.left().await > 0, "nothing has followed so far");
    assert!(world.app.take_up().await.unwrap());
    assert_eq!(world.left().await, 0);
    world.has_the_rest().await;
}

#[tokio::test]
async fn b4_a07_what_follows_the_log_takes_it_away_by_itself() {
    let world = world().await;
    while world.app.take_up().await.unwrap() {}
    let following = tokio::spawn(madoguchi::work::index::run(world.app.clone()));
    world.take_away().await;
    let gone = async {
        while world.left().await > 0 {
            tokio::task::yield_now().await;
        }
    };
    let gone = tokio::time::timeout(Duration::from_secs(30), gone).await;
    following.abort();
    gone.expect("it goes without anybody asking");
    world.has_the_rest().await;
}
