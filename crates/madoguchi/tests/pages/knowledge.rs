//! Knowledge (B4): written, looked at by somebody else, published, read by those it is meant for, judged.

use axum::http::StatusCode;
use testkit::cast::*;

use crate::browser::{House, Reader};

const NEW: &str = "/staff/knowledge";

pub(crate) fn fields<'a>(
    audience: &'a str,
    title: &'a str,
    body: &'a str,
) -> Vec<(&'a str, &'a str)> {
    vec![
        ("sort", "faq"),
        ("audience", audience),
        ("title-0", title),
        ("body-0", body),
        ("title-1", ""),
        ("body-1", ""),
    ]
}

/// Writes an article as one agent and publishes it as another; gives its id.
pub(crate) async fn published(house: &House, fields: &[(&str, &str)]) -> String {
    let (writer, other) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let begun = house.post(&writer, NEW, fields).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let at = begun.header("location").to_owned();
    let done = house.post(&other, &format!("{at}/publish"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    at.rsplit('/').next().unwrap().to_owned()
}

async fn reads(house: &House, reader: &Reader, id: &str, text: &str) -> bool {
    let page = house.get(reader, &format!("/knowledge/{id}")).await;
    let list = house.get(reader, "/knowledge").await;
    assert_eq!(list.status, StatusCode::OK);
    assert_eq!(page.text.contains(text), list.text.contains(text));
    match page.status {
        StatusCode::OK => true,
        StatusCode::NOT_FOUND => false,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn b4_an_article_goes_from_draft_to_those_it_is_meant_for() {
    let house = House::open().await;
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let empty = house
        .post(&mori, NEW, &fields("everybody", "", "本文"))
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        empty.text.contains("本文</textarea>"),
        "what was typed stays"
    );
    let begun = house
        .post(
            &mori,
            NEW,
            &fields("everybody", "録音の手順", "# 手順\n<script>x</script>"),
        )
        .await;
    let at = begun.header("location").to_owned();
    let id = at.rsplit('/').next().unwrap().to_owned();
    let stranger = Reader::default();
    assert!(
        !reads(&house, &stranger, &id, "録音の手順").await,
        "a draft"
    );
    let own = house.post(&mori, &format!("{at}/publish"), &[]).await;
    assert!(own.text.contains("自分が最後に書いた記事"), "{}", own.text);
    house.post(&mori, &format!("{at}/ask-review"), &[]).await;
    let waiting = house.get(&ishikawa, "/staff/knowledge?view=review").await;
    assert!(waiting.text.contains("録音の手順"));
    let silent = house.post(&ishikawa, &format!("{at}/send-back"), &[]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    house.post(&ishikawa, &format!("{at}/publish"), &[]).await;
    assert!(reads(&house, &stranger, &id, "録音の手順").await);
    let page = house.get(&stranger, &format!("/knowledge/{id}")).await.text;
    assert!(
        page.contains("<h2>手順</h2>"),
        "below the page's own heading"
    );
    assert!(!page.contains("<script>x"), "{page}");
    // The next version is read once it is published.
    let version = house
        .app
        .store
        .article(domain::ArticleId(id.parse().unwrap()))
        .await;
    let version = version.unwrap().unwrap().article.version.to_string();
    let mut next = fields("everybody", "録音の新手順", "改訂");
    next.push(("version", &version));
    house.post(&mori, &at, &next).await;
    assert!(reads(&house, &stranger, &id, "録音の手順").await);
    let stale = house.post(&ishikawa, &at, &next).await;
    assert_eq!(
        stale.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "somebody was faster"
    );
    assert!(stale.text.contains("ほかの人が保存しました"));
    house.post(&ishikawa, &format!("{at}/publish"), &[]).await;
    assert!(reads(&house, &stranger, &id, "録音の新手順").await);
    let gone = house
        .post(&mori, &format!("{at}/withdraw"), &[("reason", "古い")])
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(!reads(&house, &stranger, &id, "録音").await);
    let history = house.get(&mori, &at).await.text;
    for said in ["取り下げ", "公開", "確認を依頼", "本文を編集", "古い"] {
        assert!(history.contains(said), "{said}");
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn b4_each_audience_and_nobody_else_reads_it() {
    let house = House::open().await;
    let (aoki, lindner) = (house.reader(AOKI).await, house.reader(LINDNER).await);
    let readers = [
        &Reader::default(),
        &aoki,
        &lindner,
        &house.reader(MORI).await,
    ];
    let mut of_hinode = fields("accounts", "日の出だけの記事", "x");
    of_hinode.push(("accounts", "日の出物流株式会社"));
    for (form, wanted) in [
        (
            fields("everybody", "みなの記事", "x"),
            [true, true, true, true],
        ),
        (
            fields("signed-in", "お客様の記事", "x"),
            [false, true, true, true],
        ),
        (of_hinode, [false, true, false, true]),
        (
            fields("staff", "内輪の記事", "x"),
            [false, false, false, true],
        ),
    ] {
        let title = form.iter().find(|(name, _)| *name == "title-0").unwrap().1;
        let id = published(&house, &form).await;
        for (reader, wanted) in readers.iter().zip(wanted) {
            assert_eq!(reads(&house, reader, &id, title).await, wanted, "{title}");
        }
    }
    let mut nobody = fields("accounts", "誰の記事", "x");
    nobody.push(("accounts", "ない会社"));
    let refused = house.post(&house.reader(MORI).await, NEW, &nobody).await;
    assert!(
        refused.text.contains("見つかりません：ない会社"),
        "{}",
        refused.text
    );
}

#[tokio::test]
async fn b1_b4_news_stand_on_the_first_page_and_readers_say_whether_an_article_helped() {
    let house = House::open().await;
    let mut news = fields("signed-in", "年末のお知らせ", "休みます");
    news[0] = ("sort", "announcement");
    let id = published(&house, &news).await;
    let aoki = house.reader(AOKI).await;
    assert!(house.get(&aoki, "/").await.text.contains("年末のお知らせ"));
    let outside = house.get(&Reader::default(), "/").await;
    assert!(!outside.text.contains("年末のお知らせ"));
    let to = format!("/knowledge/{id}/judgement");
    let said = [("helpful", "no"), ("why", "日付がない")];
    let judged = house.post(&aoki, &to, &said).await;
    assert_eq!(judged.status, StatusCode::SEE_OTHER, "{}", judged.text);
    let thanks = house.get(&aoki, judged.header("location")).await.text;
    assert!(thanks.contains("ご回答ありがとうございます"));
    // Looking answers nothing, and staff do not judge.
    house.get(&aoki, &to).await;
    let mori = house.reader(MORI).await;
    let staff = house.post(&mori, &to, &said).await;
    assert_eq!(staff.status, StatusCode::NOT_FOUND);
    let page = house
        .get(&mori, &format!("/staff/knowledge/{id}"))
        .await
        .text;
    assert!(page.contains("日付がない"));
    let list = house.get(&mori, "/staff/knowledge").await.text;
    assert!(list.contains("1人中0人"), "{list}");
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn b3_b4_a_question_finds_what_was_written_for_whoever_asks_and_for_nobody_else() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    published(
        &house,
        &fields(
            "everybody",
            "パスワードの再発行",
            "リンクから**再設定**できます。",
        ),
    )
    .await;
    published(
        &house,
        &fields("signed-in", "サーバーの再起動", "管理画面から行います。"),
    )
    .await;
    published(&house, &fields("staff", "再起動の裏話", "内輪の話")).await;
    let finds = async |reader: &Reader, path: &str| house.get(reader, path).await.text;
    let found = finds(&aoki, "/knowledge?q=リブートするには").await;
    assert!(
        found.contains("の<mark>再起動</mark>"),
        "by what it means: {found}"
    );
    assert!(
        !found.contains("裏話") && !found.contains("再発行"),
        "{found}"
    );
    let found = finds(&aoki, "/knowledge?q=ﾊﾟｽﾜｰﾄﾞ").await;
    assert!(found.contains("<mark>パスワード</mark>の再発行"), "{found}");
    assert!(
        found.contains("リンクから再設定"),
        "an excerpt without marks: {found}"
    );
    let outside = finds(&Reader::default(), "/knowledge?q=再起動").await;
    assert!(!outside.contains("サーバーの"), "{outside}");
    let none = finds(&aoki, "/knowledge?q=%3Cscript%3E&sort=defect").await;
    assert!(none.contains("当てはまる記事はありません"), "{none}");
    // While a case is opened, as a part of its form; and once more before it is sent.
    let hints = finds(&aoki, "/knowledge/suggestions?q=サーバーを再起動したい").await;
    assert!(hints.contains("関連する記事（1件）"), "{hints}");
    assert!(!hints.contains("<html"), "a part of a page");
    assert_eq!(finds(&aoki, "/knowledge/suggestions?q=").await.trim(), "");
    // What is withdrawn is not found any more, and what is published is at once.
    let mori = house.reader(MORI).await;
    let id = published(&house, &fields("signed-in", "再起動の注意", "保存してから")).await;
    assert!(finds(&aoki, "/knowledge?q=再起動").await.contains("の注意"));
    let to = format!("/staff/knowledge/{id}/withdraw");
    house.post(&mori, &to, &[("reason", "古い")]).await;
    assert!(!finds(&aoki, "/knowledge?q=再起動").await.contains("の注意"));
}
