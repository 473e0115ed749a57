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
