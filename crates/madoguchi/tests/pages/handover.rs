//! Who decides for an account is handed over by both sides, and each hears by mail of what the other one does (A3).

use axum::http::StatusCode;
use domain::access::Command;
use testkit::cast::*;

use crate::{
    access::ADMINISTRATOR,
    browser::{House, Reader},
};

const OF_AOKI: &str = "aoki@hinode.example";
const OF_BABA: &str = "baba@hinode.example";

struct Handing {
    house: House,
    admin: Reader,
    asked: Reader,
    letters: usize,
}

impl Handing {
    async fn begin() -> Self {
        let house = House::open().await;
        let name = Command::NameAdmin { contact: AOKI };
        house.changes(&ADMINISTRATOR, HINODE, name).await;
        Self {
            admin: house.reader(AOKI).await,
            asked: house.reader(BABA).await,
            letters: 0,
            house,
        }
    }

    async fn offers(&mut self) {
        let to = [("to", "102")];
        let offer = self.house.post(&self.admin, "/access/offer", &to).await;
        assert_eq!(offer.status, StatusCode::SEE_OTHER, "{}", offer.text);
        self.hears(
            OF_BABA,
            "青木 真理さんから、カスタマーアドミンを引き継ぐよう",
        )
        .await;
    }

    /// The same while somebody else is asked, who hears of it as well.
    async fn asks_anew(&mut self) {
        let to = [("to", "102")];
        let offer = self.house.post(&self.admin, "/access/offer", &to).await;
        assert_eq!(offer.status, StatusCode::SEE_OTHER, "{}", offer.text);
        self.letters += 2;
        let letters = self.house.letters(self.letters).await;
        assert_eq!(letters.len(), self.letters);
    }

    async fn answers(&self, reader: &Reader, accept: &str) {
        let fields = [("accept", accept)];
        let answer = self.house.post(reader, "/access/answer", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }

    /// One more letter went out, to this address, and says this.
    async fn hears(&mut self, address: &str, text: &str) {
        self.letters += 1;
        let letters = self.house.letters(self.letters).await;
        assert_eq!(letters.len(), self.letters);
        assert_eq!(letters[0].to.email, address);
        assert!(letters[0].said.contains(text), "{}", letters[0].said);
        assert!(letters[0].said.contains("https://desk.example/access"));
    }

    async fn admin_is(&self, person: domain::PersonId) {
        let account = self.house.app.store.account(HINODE).await.unwrap().unwrap();
        assert_eq!((account.admin, account.handover), (Some(person), None));
    }
}

#[tokio::test]
async fn a3_both_sides_of_a_handover_hear_of_each_other_and_an_offer_is_taken_back() {
    let mut w = Handing::begin().await;
    // The admin takes it back by a button of their page; nobody is left with a question.
    w.offers().await;
    let page = w.house.get(&w.admin, "/access").await.text;
    assert!(
        page.contains("馬場 蓮さんに引き継ぎを依頼しています") && page.contains("依頼を取り消す")
    );
    let (admin, asked) = (w.admin.clone(), w.asked.clone());
    w.answers(&admin, "no").await;
    w.hears(OF_BABA, "依頼を取り消しました").await;
    w.admin_is(AOKI).await;
    let page = w.house.get(&asked, "/access").await.text;
    assert!(!page.contains("引き継ぐよう依頼されています"));
    let late = [("accept", "yes")];
    let late = w.house.post(&asked, "/access/answer", &late).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND, "{}", late.text);
    // Who is asked declines.
    w.offers().await;
    w.answers(&asked, "no").await;
    w.hears(
        OF_AOKI,
        "馬場 蓮さんが、カスタマーアドミンの引き継ぎを辞退しました",
    )
    .await;
    w.admin_is(AOKI).await;
    // Of two who are asked it is the last one's to answer, and the first one hears so.
    w.offers().await;
    let other = [("to", "103")];
    let other = w.house.post(&admin, "/access/offer", &other).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER, "{}", other.text);
    w.letters += 2;
    let letters = w.house.letters(w.letters).await;
    let mut told: Vec<&str> = letters[..2]
        .iter()
        .map(|one| one.to.email.as_str())
        .collect();
    told.sort_unstable();
    assert_eq!(told, [OF_BABA, "chiba@hinode.example"]);
    let to_baba = letters[..2].iter().find(|one| one.to.email == OF_BABA);
    assert!(to_baba.unwrap().said.contains("依頼を取り消しました"));
    // Who is asked takes over.
    w.asks_anew().await;
    w.answers(&asked, "yes").await;
    w.hears(OF_AOKI, "馬場 蓮さんが引き継ぎを承諾し").await;
    w.admin_is(BABA).await;
    // What the admin does for themselves is told to nobody.
    assert_eq!(w.house.mailed().await.len(), w.letters);
    assert_eq!(w.house.faults().await, []);
}
