//! Questions and answers on the pages of both sides (C9, C12, C17, K1).

use axum::http::StatusCode;
use testkit::cast::*;

use crate::browser::{House, Reader};

struct Both {
    house: House,
    number: i64,
    aoki: Reader,
    mori: Reader,
}

impl Both {
    async fn begin() -> Self {
        let house = House::open().await;
        let number = house.open_case(&AS_AOKI, "録音").await;
        let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
        Self {
            house,
            number,
            aoki,
            mori,
        }
    }

    fn at(&self, side: &str, rest: &str) -> String {
        format!("{side}/cases/{:08}{rest}", self.number)
    }

    async fn staff_says(&self, fields: &[(&str, &str)]) -> crate::browser::Answer {
        let to = self.at("/staff", "/replies");
        self.house.post(&self.mori, &to, fields).await
    }

    async fn customer_says(&self, fields: &[(&str, &str)]) -> crate::browser::Answer {
        let to = self.at("", "/messages");
        self.house.post(&self.aoki, &to, fields).await
    }

    async fn customers_page(&self) -> String {
        self.house.get(&self.aoki, &self.at("", "")).await.text
    }

    async fn staffs_page(&self) -> String {
        self.house
            .get(&self.mori, &self.at("/staff", ""))
            .await
            .text
    }
}

#[tokio::test]
async fn c9_questions_stand_as_a_checklist_until_they_are_answered() {
    let b = Both::begin().await;
    let done = b
        .staff_says(&[
            ("text", "お尋ねします。"),
            ("question-1", "通話ID"),
            ("question-3", "時刻 <b>"),
        ])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = b.customers_page().await;
    for wanted in [
        "2件の質問にご回答ください。",
        "サポートからの質問（2件）",
        "name=\"answer-1\"",
        "name=\"answer-2\"",
        "送信すると、このケースは「サポート対応中」になります。",
        "name=\"more\"",
        "時刻 &#60;b&#62;",
        "data-turn=\"customer\"",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    // Part of it, with more to follow: the turn stays.
    let part = [("answer-1", "C-1001"), ("more", "yes"), ("text", "")];
    assert_eq!(b.customer_says(&part).await.status, StatusCode::SEE_OTHER);
    let page = b.customers_page().await;
    assert!(page.contains("1件の質問にご回答ください。"), "{page}");
    assert!(page.contains("C-1001") && !page.contains("name=\"answer-1\""));
    // The rest: it goes back to support.
    assert_eq!(
        b.customer_says(&[("answer-2", "10時")]).await.status,
        StatusCode::SEE_OTHER
    );
    let page = b.customers_page().await;
    assert!(page.contains("data-turn=\"support\"") && !page.contains("name=\"more\""));
    assert!(b.staffs_page().await.contains("質問に回答しました"));
    assert!(b.house.faults().await.is_empty());
}

#[tokio::test]
async fn c9_staff_withdraw_a_question_and_an_answer_to_it_is_not_lost() {
    let b = Both::begin().await;
    b.staff_says(&[("text", "お尋ねします。"), ("question-1", "通話ID")])
        .await;
    let to = b.at("/staff", "/question-withdrawal");
    let done = b.house.post(&b.mori, &to, &[("question", "1")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(
        b.staffs_page()
            .await
            .contains("質問「通話ID」を取り下げました。")
    );
    let again = b.house.post(&b.mori, &to, &[("question", "1")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let late = b
        .customer_says(&[("answer-1", "C-1001"), ("text", "ほかに")])
        .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        late.text.contains("C-1001") && late.text.contains("ほかに"),
        "{}",
        late.text
    );
}

#[tokio::test]
async fn c9_a_refused_reply_keeps_its_questions_and_its_status() {
    let b = Both::begin().await;
    let moved = "solution-proposed/proposed";
    let refused = b
        .staff_says(&[("text", " "), ("question-2", "通話ID"), ("then", moved)])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("value=\"通話ID\""),
        "{}",
        refused.text
    );
    assert!(
        refused
            .text
            .contains(&format!("value=\"{moved}\" selected"))
    );
}

/// The version that the form on a page says its reader has before them.
fn base(page: &str) -> String {
    let (_, from) = page.split_once("name=\"base\" value=\"").unwrap();
    from.split('"').next().unwrap().to_owned()
}

fn text_of(page: &str) -> String {
    let (_, from) = page.split_once("name=\"text\"").unwrap();
    let (_, from) = from.split_once('>').unwrap();
    from.split("</textarea>").next().unwrap().to_owned()
}

#[tokio::test]
async fn k1_an_answer_is_stopped_when_a_newer_message_came() {
    let b = Both::begin().await;
    let compose = b.at("/staff", "?compose=reply");
    let seen = base(&b.house.get(&b.mori, &compose).await.text);
    let customers = base(&b.customers_page().await);
    b.customer_says(&[("text", "先に書きます。"), ("base", &customers)])
        .await;
    // The agent has not seen that.
    let late = [
        ("text", "遅れた返信"),
        ("question-1", "何か"),
        ("base", seen.as_str()),
    ];
    let stopped = b.staff_says(&late).await;
    assert_eq!(stopped.status, StatusCode::CONFLICT);
    assert!(
        stopped.text.contains("新しいメッセージが1件"),
        "{}",
        stopped.text
    );
    assert!(stopped.text.contains("data-fresh") && stopped.text.contains("value=\"何か\""));
    assert_eq!(text_of(&stopped.text), "遅れた返信");
    assert!(!b.customers_page().await.contains("遅れた返信"));
    // The second press is deliberate.
    let again = base(&stopped.text);
    let sent = b
        .staff_says(&[("text", "遅れた返信"), ("base", again.as_str())])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    // And the other way round; what one writes oneself stops nobody.
    let stopped = b
        .customer_says(&[("text", "もう一つ"), ("base", &customers)])
        .await;
    assert_eq!(stopped.status, StatusCode::CONFLICT);
    assert!(stopped.text.contains("data-fresh") && stopped.text.contains("もう一つ"));
    let again = base(&stopped.text);
    for _ in 0..2 {
        let sent = b
            .customer_says(&[("text", "もう一つ"), ("base", &again)])
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
    }
    // Notes are nothing that a customer could have to take up.
    let seen = base(&b.customers_page().await);
    let note = b.at("/staff", "/notes");
    b.house.post(&b.mori, &note, &[("text", "社内")]).await;
    let sent = b.customer_says(&[("text", "続き"), ("base", &seen)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn k1_drafts_are_kept_on_the_server_for_their_writer_alone() {
    let b = Both::begin().await;
    let (to, compose) = (b.at("/staff", "/draft"), b.at("/staff", "?compose=reply"));
    let draft = [
        ("text", "書きかけ"),
        ("question-2", "版は？"),
        ("then", "open/investigating"),
        ("sort", "reply"),
    ];
    let quiet = [draft.as_slice(), &[("_quiet", "1")]].concat();
    assert_eq!(
        b.house.post(&b.mori, &to, &quiet).await.status,
        StatusCode::NO_CONTENT
    );
    let kept = b.house.post(&b.mori, &to, &draft).await;
    assert!(kept.header("location").contains("compose=reply&kept=1"));
    let page = b.house.get(&b.mori, &compose).await.text;
    assert_eq!(text_of(&page), "書きかけ");
    assert!(
        page.contains("value=\"版は？\"") && page.contains("value=\"open/investigating\" selected")
    );
    assert!(b.staffs_page().await.contains("下書きあり"));
    // Neither in the note, nor for anybody else.
    let note = b
        .house
        .get(&b.mori, &b.at("/staff", "?compose=note"))
        .await
        .text;
    assert_eq!(text_of(&note), "");
    let other = b.house.reader(ISHIKAWA).await;
    assert!(
        !b.house
            .get(&other, &compose)
            .await
            .text
            .contains("書きかけ")
    );
    assert!(!b.customers_page().await.contains("書きかけ"));
    // Sent, it is gone; blank, too.
    b.staff_says(&[("text", "書きかけ")]).await;
    let page = b.house.get(&b.mori, &compose).await.text;
    assert_eq!(text_of(&page), "");
    let notes = [("text", "メモの途中"), ("sort", "note")];
    b.house.post(&b.mori, &to, &notes).await;
    b.house
        .post(
            &b.mori,
            &b.at("/staff", "/notes"),
            &[("text", "メモの途中")],
        )
        .await;
    assert!(!b.staffs_page().await.contains("下書きあり"));
    let customers = b.at("", "/draft");
    b.house
        .post(
            &b.aoki,
            &customers,
            &[("text", "途中"), ("answer-1", "半分")],
        )
        .await;
    assert_eq!(text_of(&b.customers_page().await), "途中");
    b.house.post(&b.aoki, &customers, &[("text", " ")]).await;
    assert_eq!(text_of(&b.customers_page().await), "");
}

#[tokio::test]
async fn k1_who_may_not_write_keeps_no_draft_and_has_nothing_to_take_back() {
    let b = Both::begin().await;
    let stranger = b.house.reader(LINDNER).await;
    let reader = b.house.reader(READER).await;
    for rest in ["/draft", "/answer-on-its-way"] {
        let to = b.at("", rest);
        assert_eq!(
            b.house.post(&stranger, &to, &[("text", "x")]).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            b.house.post(&reader, &to, &[("text", "x")]).await.status,
            StatusCode::FORBIDDEN
        );
    }
}

/// Everybody's answers are held for ten seconds.
async fn held() -> Both {
    let b = Both::begin().await;
    for person in [AOKI, MORI] {
        b.house.app.store.set_recall_time(person, 10).await.unwrap();
    }
    b
}

async fn due(b: &Both) -> usize {
    madoguchi::work::answers::run(&b.house.app).await.unwrap()
}

fn pass(b: &Both, seconds: i64) {
    let by = jiff::SignedDuration::from_secs(seconds);
    b.house.app.clock().advance(by);
}

#[tokio::test]
async fn k1_an_answer_waits_ten_seconds_and_goes_out_once() {
    let b = held().await;
    let sent = b
        .staff_says(&[("text", "こう返信します。"), ("question-1", "版は？")])
        .await;
    assert!(
        sent.header("location").ends_with("#waiting"),
        "{}",
        sent.header("location")
    );
    assert!(b.staffs_page().await.contains("こう返信します。"));
    assert!(!b.customers_page().await.contains("こう返信します。"));
    let other = b.house.reader(ISHIKAWA).await;
    assert!(
        !b.house
            .get(&other, &b.at("/staff", ""))
            .await
            .text
            .contains("こう返信します。")
    );
    pass(&b, 9);
    assert_eq!(due(&b).await, 0);
    pass(&b, 1);
    // However many look at once.
    let (one, two) = tokio::join!(due(&b), due(&b));
    assert_eq!(one + two, 1);
    assert_eq!(due(&b).await, 0);
    let page = b.customers_page().await;
    assert_eq!(page.matches("こう返信します。").count(), 1);
    assert!(page.contains("1件の質問にご回答ください。"));
    // It counts from when it became public.
    let stored = b.house.app.case(&AS_MORI, b.number).await.unwrap();
    assert_eq!(stored.case.modified_at, b.house.app.now());
    assert!(b.house.faults().await.is_empty());
}

#[tokio::test]
async fn k1_taking_an_answer_back_gives_the_very_draft() {
    let b = held().await;
    let to = b.at("/staff", "/answer-on-its-way");
    let then = "open/investigating";
    b.staff_says(&[("text", "間違い"), ("question-3", "版は？"), ("then", then)])
        .await;
    let back = b.house.post(&b.mori, &to, &[("do", "undo")]).await;
    assert!(back.header("location").contains("compose=reply&taken=1"));
    let page = b
        .house
        .get(&b.mori, &b.at("/staff", "?compose=reply"))
        .await
        .text;
    assert_eq!(text_of(&page), "間違い");
    assert!(
        page.contains("name=\"question-3\" value=\"版は？\"")
            && page.contains(&format!("value=\"{then}\" selected"))
    );
    pass(&b, 60);
    assert_eq!(due(&b).await, 0);
    assert!(!b.customers_page().await.contains("間違い"));
    // Once it is out, it is out.
    b.staff_says(&[("text", "正しい")]).await;
    b.house.post(&b.mori, &to, &[("do", "now")]).await;
    assert!(b.customers_page().await.contains("正しい"));
    let late = b.house.post(&b.mori, &to, &[("do", "undo")]).await;
    assert!(late.header("location").contains("late=1"));
}

#[tokio::test]
async fn k1_a_second_answer_lets_the_first_go_before_it() {
    let b = held().await;
    b.customer_says(&[("text", "一つ目")]).await;
    b.customer_says(&[("text", "二つ目")]).await;
    let page = b.staffs_page().await;
    assert!(page.contains("一つ目") && !page.contains("二つ目"));
    pass(&b, 10);
    assert_eq!(due(&b).await, 1);
    let page = b.staffs_page().await;
    assert!(page.find("一つ目").unwrap() < page.find("二つ目").unwrap());
}

#[tokio::test]
async fn k1_what_cannot_go_out_any_more_waits_for_its_writer() {
    let b = held().await;
    b.customer_says(&[("text", "まだ動きません。")]).await;
    let number = b.number;
    let command = domain::case::Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    b.house
        .app
        .change_case(&AS_BABA, number, command, None, None)
        .await
        .unwrap();
    pass(&b, 10);
    assert_eq!((due(&b).await, due(&b).await), (0, 0));
    let page = b.customers_page().await;
    assert!(
        page.contains("送信できませんでした") && page.contains("まだ動きません。"),
        "{page}"
    );
    assert!(!b.staffs_page().await.contains("まだ動きません。"));
    let to = b.at("", "/answer-on-its-way");
    b.house.post(&b.aoki, &to, &[("do", "undo")]).await;
    assert!(!b.customers_page().await.contains("送信できませんでした"));
}

#[tokio::test]
async fn k1_everybody_chooses_how_long_their_answers_wait() {
    let b = Both::begin().await;
    let done = b
        .house
        .post(&b.aoki, "/profile/recall", &[("seconds", "600")])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(b.house.app.recall_seconds(AOKI).await.unwrap(), 60);
    assert_eq!(b.house.app.recall_seconds(MORI).await.unwrap(), 0);
}

#[tokio::test]
async fn k1_what_a_stopped_program_held_goes_out_once_after_the_next_start() {
    let b = held().await;
    b.staff_says(&[("text", "停止の前に書きました。")]).await;
    // Two processes start at once, when its moment is long over.
    let later = noon() + jiff::SignedDuration::from_secs(600);
    let mut gone = 0;
    for _ in 0..2 {
        let store = b.house.app.store.clone();
        let desks = madoguchi::app::Desks::stored(&store).await.unwrap();
        let clock = madoguchi::app::Clock::set_to(later);
        let app = madoguchi::app::App::new(store, desks, clock).await.unwrap();
        gone += madoguchi::work::answers::run(&app).await.unwrap();
    }
    assert_eq!(gone, 1);
    let page = b.customers_page().await;
    assert_eq!(page.matches("停止の前に書きました。").count(), 1);
}
