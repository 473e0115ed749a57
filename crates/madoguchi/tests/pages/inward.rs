//! What looks as if it were for colleagues is asked about before it goes to the customer (K1).

use axum::http::StatusCode;
use domain::event::By;
use testkit::cast::*;

use crate::browser::House;

const LOG: &[u8] = b"10:00 the vendor's own trace\n";
const OTHER: &[u8] = b"10:00 what the customer sent\n";

#[tokio::test]
async fn k1_a_reply_that_calls_a_colleague_is_asked_about_before_it_goes_out() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音").await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let to = format!("/staff/cases/{number:08}/replies");
    let text = ("text", "＠石川さん、見てもらえますか。");
    let before = house.app.case(&AS_MORI, number).await.unwrap();
    let asked = house.post(&mori, &to, &[text]).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    for wanted in [
        "石川 拓さんへの呼びかけ",
        "href=\"#outward\"",
        "id=\"outward\" name=\"outward\"",
        "＠石川さん、見てもらえますか。</textarea>",
    ] {
        assert!(asked.text.contains(wanted), "{wanted}\n{}", asked.text);
    }
    // What is asked of support's questions counts, too.
    let question = [("text", "お尋ねします。"), ("question-1", "@石川 通話ID")];
    let asked = house.post(&mori, &to, &question).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    let after = house.app.case(&AS_MORI, number).await.unwrap();
    assert_eq!(after.case.version, before.case.version, "nothing went out");
    // It is for the customer, its writer says.
    let meant = house.post(&mori, &to, &[text, ("outward", "yes")]).await;
    assert_eq!(meant.status, StatusCode::SEE_OTHER, "{}", meant.text);
    // An address calls nobody, and of an answer without any of that nothing is asked.
    for plain in ["ishikawa@石川.example へどうぞ。", "石川が伺います。"] {
        let sent = house.post(&mori, &to, &[("text", plain)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{plain}");
    }
    // Customers call whom they like.
    let to = format!("/cases/{number:08}/messages");
    let sent = house
        .post(&aoki, &to, &[("text", "@石川さん、お願いします。")])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn k1_a_file_that_only_notes_have_carried_is_asked_about_before_it_goes_out() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音").await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let at = |rest: &str| format!("/staff/cases/{number:08}/{rest}");
    let noted = house
        .post_files(&mori, &at("notes"), &[("text", "社内")], &[("a.log", LOG)])
        .await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.text);
    let reply = [("text", "ご覧ください。")];
    let asked = house
        .post_files(&mori, &at("replies"), &reply, &[("b.log", LOG)])
        .await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    let told = "社内メモだけに添付されているファイル「b.log」";
    assert!(asked.text.contains(told), "{}", asked.text);
    // What the customer has seen already is asked about by nobody.
    let to = format!("/cases/{number:08}/messages");
    let sent = house
        .post_files(&aoki, &to, &[("text", "記録です。")], &[("c.log", OTHER)])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let again = house
        .post_files(&mori, &at("replies"), &reply, &[("d.log", OTHER)])
        .await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    // On purpose it goes.
    let meant = [reply[0], ("outward", "yes")];
    let sent = house
        .post_files(&mori, &at("replies"), &meant, &[("e.log", LOG)])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
}

#[tokio::test]
async fn k1_what_others_said_meanwhile_is_told_before_anything_is_asked() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音").await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let seen = house.app.case(&AS_MORI, number).await.unwrap();
    let seen = seen.case.version.to_string();
    let update = format!("/cases/{number:08}/messages");
    house.post(&aoki, &update, &[("text", "続きです。")]).await;
    let to = format!("/staff/cases/{number:08}/replies");
    let fields = [
        ("text", "@石川さん、確認をお願いします。"),
        ("base", seen.as_str()),
    ];
    let stopped = house.post(&mori, &to, &fields).await;
    assert_eq!(stopped.status, StatusCode::CONFLICT);
    assert!(
        stopped.text.contains("新しいメッセージが1件届いたため"),
        "{}",
        stopped.text
    );
    assert!(!stopped.text.contains("name=\"outward\""));
}

#[tokio::test]
async fn k1_a_note_offers_the_colleagues_whom_it_can_call() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音").await;
    let mori = house.reader(MORI).await;
    let at = |compose: &str| format!("/staff/cases/{number:08}?compose={compose}");
    let note = house.get(&mori, &at("note")).await.text;
    let offered: Vec<&str> = note.split("data-name=\"").skip(1).collect();
    assert_eq!(offered.len(), 1, "everybody but oneself: {note}");
    assert!(offered[0].starts_with("石川 拓\" data-by=\"イシカワ タク\""));
    // What is written so is what calls them.
    let called = house.app.called("＠石川 拓 見てください").await.unwrap();
    assert_eq!(called[0].id, ISHIKAWA);
    for elsewhere in ["reply", ""] {
        let page = house.get(&mori, &at(elsewhere)).await.text;
        assert!(!page.contains("colleague-names"), "{elsewhere}: {page}");
    }
    let gone = house.app.suspend_agent(By::System, ISHIKAWA, true).await;
    assert!(gone.unwrap().is_ok());
    let note = house.get(&mori, &at("note")).await.text;
    assert!(!note.contains("石川 拓\" data-by"), "{note}");
}
