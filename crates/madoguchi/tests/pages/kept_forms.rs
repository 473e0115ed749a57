//! What somebody had written when their sign-in was over comes back with them, as their browser sends it (U10).

use axum::http::StatusCode;
use testkit::cast::*;

use crate::{
    browser::{Answer, House, Reader},
    closings::Both,
};

const PASSWORD: &str = "three quiet rivers";

/// A house whose people have a password; a new one ends the sign-ins that there were.
async fn open() -> House {
    let house = House::open().await;
    for email in [AOKIS, "mori@vendor.example", "eva@kitano.example"] {
        house.app.set_password(email, PASSWORD).await.unwrap();
    }
    house
}

/// Sends a form without a sign-in, as the page does, and signs in on the page that answers; where it goes on.
async fn through(
    house: &House,
    email: &str,
    to: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> (Answer, String) {
    let nobody = Reader {
        headers: vec![("accept-language", "ja".into())],
        ..Reader::default()
    };
    let page = house.post_files(&nobody, to, fields, files).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{to}");
    assert!(page.text.contains("入力した内容は保管しています"), "{to}");
    let value = |name: &str| {
        let (_, value) = page
            .text
            .split_once(&format!("name=\"{name}\" value=\""))
            .unwrap();
        let value = value.split("\">").next().unwrap();
        [
            ("&#34;", "\""),
            ("&#60;", "<"),
            ("&#62;", ">"),
            ("&#38;", "&"),
        ]
        .iter()
        .fold(value.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let (next, kept) = (value("next"), value("kept"));
    let fields = [
        ("email", email),
        ("password", PASSWORD),
        ("next", next.as_str()),
        ("kept", kept.as_str()),
    ];
    let entered = house.post(&nobody, "/sign-in", &fields).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    (page, entered.header("location").to_owned())
}

const AOKIS: &str = "aoki@hinode.example";

#[tokio::test]
async fn u10_a_case_that_was_being_filed_with_files_comes_back_and_the_files_are_told() {
    let house = open().await;
    for to in ["/cases/new/support-case", "/cases/new/support-case/draft"] {
        let fields = [("subject", "録音 <b>が</b> \"止まる\""), ("_draft", "77")];
        let files: [(&str, &[u8]); 1] = [("log.txt", b"CANARY")];
        let (page, at) = through(&house, AOKIS, to, &fields, &files).await;
        assert!(page.text.contains("選択したファイルは保管していません"));
        assert_eq!(at, "/cases/new/support-case?draft=77");
        let form = house.get(&house.reader(AOKI).await, &at).await.text;
        let value = "value=\"録音 &#60;b&#62;が&#60;/b&#62; &#34;止まる&#34;\"";
        assert!(form.contains(value), "{form}");
    }
    let (page, _) = through(
        &house,
        AOKIS,
        "/cases/new/support-case",
        &[("subject", "x")],
        &[("", b"")],
    )
    .await;
    assert!(
        !page.text.contains("選択したファイルは保管していません"),
        "none was chosen"
    );
}

#[tokio::test]
async fn u10_replies_and_notes_come_back_where_they_were_written() {
    let house = open().await;
    let number = house.open_case(&AS_AOKI, "録音").await;
    let own = format!("/cases/{number:08}");
    let fields = [("text", "CANARY reply"), ("base", "1")];
    for form in ["messages", "draft"] {
        let to = format!("{own}/{form}");
        let (_, at) = through(&house, AOKIS, &to, &fields, &[]).await;
        assert_eq!(at, format!("{own}?kept=1#text"));
    }
    let page = house
        .get(&house.reader(AOKI).await, &format!("{own}?kept=1"))
        .await;
    assert!(
        page.text.contains("CANARY reply</textarea>"),
        "{}",
        page.text
    );
    assert!(page.text.contains("下書きを保存しました。"));

    let mori = house.reader(MORI).await;
    for (form, sort, text) in [
        ("replies?view=mine", "reply", "CANARY to them"),
        ("notes?view=mine", "note", "CANARY inside"),
        ("draft?view=mine", "note", "CANARY kept"),
    ] {
        let to = format!("/staff{own}/{form}");
        let fields = [("sort", sort), ("text", text)];
        let (_, at) = through(&house, "mori@vendor.example", &to, &fields, &[]).await;
        let at = match at.split_once("next=") {
            None => at,
            // The second factor stands between.
            Some((_, next)) => form_urlencoded::parse(format!("n={next}").as_bytes())
                .next()
                .unwrap()
                .1
                .into_owned(),
        };
        let place = format!("/staff{own}?view=mine&compose={sort}&kept=1#text");
        assert_eq!(at, place);
        let page = house.get(&mori, at.split('#').next().unwrap()).await;
        assert!(
            page.text.contains(&format!("{text}</textarea>")),
            "{}",
            page.text
        );
    }
    assert!(house.faults().await.is_empty());
}

#[tokio::test]
async fn u10_forms_of_the_cases_page_come_back_filled_in_until_they_are_sent() {
    let b = Both::on(open().await).await;
    b.moves("solution-proposed/proposed").await;
    let at = |rest: &str| format!("/cases/{:08}{rest}", b.number());
    let fields = [
        ("worked", "no"),
        ("happened", "CANARY again"),
        ("tried", "CANARY did"),
    ];
    let (_, to) = through(&b.house, AOKIS, &at("/solution-answer"), &fields, &[]).await;
    assert_eq!(to, at("?kept=more-help#now"));
    let page = b.page("?kept=more-help").await.text;
    for wanted in [
        "<details class=\"more-help\" open>",
        "CANARY again</textarea>",
        "CANARY did</textarea>",
        "まだ送信していません",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    let fields = [("reason", "self-solved"), ("comment", "CANARY close")];
    let (_, to) = through(&b.house, AOKIS, &at("/closure"), &fields, &[]).await;
    assert_eq!(to, at("?kept=closure#now"));
    let page = b.page("?kept=closure").await.text;
    assert!(
        page.contains("<details class=\"disclosure closing\" open>"),
        "{page}"
    );
    assert!(page.contains("CANARY close</textarea>"), "{page}");
    // Sent, nothing of it is kept any more.
    let done = b.customer("/solution-answer", &[("worked", "yes")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    for kept in ["closure", "more-help"] {
        let page = b.page(&format!("?kept={kept}")).await.text;
        assert!(!page.contains("CANARY"), "{page}");
    }
    let fields = [("answer", "3"), ("comment", "CANARY <i>survey")];
    let (_, to) = through(&b.house, AOKIS, &at("/survey"), &fields, &[]).await;
    assert_eq!(to, at("/survey?kept=1"));
    let page = b.page("/survey?kept=1").await.text;
    assert!(
        page.contains("CANARY &#60;i&#62;survey</textarea>"),
        "{page}"
    );
}

#[tokio::test]
async fn u10_what_somebody_may_not_write_leads_to_its_page_and_is_not_kept() {
    let house = open().await;
    let number = house.open_case(&AS_AOKI, "録音").await;
    let own = format!("/cases/{number:08}");
    let fields = [("text", "CANARY")];
    let to = format!("{own}/messages");
    let (_, at) = through(&house, "eva@kitano.example", &to, &fields, &[]).await;
    assert_eq!(at, own);
    let page = house.get(&house.reader(LINDNER).await, &at).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    // A script that keeps in silence learns that nothing was kept.
    let quiet = [("text", "CANARY"), ("_quiet", "1")];
    let to = format!("{own}/draft");
    let answer = house.post(&Reader::default(), &to, &quiet).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.text.is_empty());
    // Who only comes to sign in goes where they wanted to go.
    let survey = format!("{own}/survey?overall=4");
    let fields = [
        ("email", AOKIS),
        ("password", PASSWORD),
        ("next", survey.as_str()),
    ];
    let entered = house.post(&Reader::default(), "/sign-in", &fields).await;
    assert_eq!(entered.header("location"), survey);
}
