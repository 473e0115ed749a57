//! Whoever is kept from reading a case reads it by no way that there is: each is held against itself with a case that they see, so that
//! none passes for shut that would show nothing to anybody (A8, C19).

use axum::http::StatusCode;
use domain::{
    FileId, Prose,
    access::Command,
    case::{self, Answer as Given},
};
use jiff::SignedDuration;
use testkit::cast::*;

use crate::{
    access::ADMINISTRATOR,
    browser::{Answer, House, Reader},
    live,
};

const OF_AOKI: &str = "aoki@hinode.example";

/// 青木, with all by which she reads.
struct Contact {
    house: House,
    reader: Reader,
    bearer: String,
}

/// A case of hers, with the one word that only it holds.
struct Told {
    number: i64,
    word: &'static str,
    file: FileId,
}

impl Contact {
    async fn of(house: House) -> Self {
        Self {
            reader: house.reader(AOKI).await,
            bearer: house.bearer(OF_AOKI).await,
            house,
        }
    }

    async fn told(&self, number: i64, word: &'static str) -> Told {
        let file = self.house.hand_in(&AS_AOKI, "log.txt", b"x").await;
        let with = case::Command::PostUpdate { text: "x".into() };
        let app = &self.house.app;
        app.change_case_with(&AS_AOKI, number, with, &[file], None, None)
            .await
            .unwrap();
        while app.take_up().await.unwrap() {}
        Told { number, word, file }
    }

    async fn get(&self, path: &str) -> Answer {
        self.house.get(&self.reader, path).await
    }

    async fn call(&self, path: &str) -> Answer {
        let headers = [("authorization", self.bearer.as_str())];
        let nobody = Reader::default();
        self.house.send(&nobody, "GET", path, None, &headers).await
    }

    /// Every way to a case, and whether it shows this one now.
    async fn ways(&self, told: &Told) -> Vec<(&'static str, bool)> {
        let Told { number, word, file } = told;
        let number = format!("{number:08}");
        let (page, api) = (
            format!("/cases/{number}"),
            format!("/api/v1/cases/{number}"),
        );
        let export = [
            ("list", "cases"),
            ("list-address", "scope=own&view=not-closed&columns=subject"),
            ("as", "csv"),
        ];
        let exported = self.house.post(&self.reader, "/list-files", &export).await;
        let events = format!("{page}/events");
        let stream = live::open(&self.house, &self.reader, &events, &[]).await;
        let found = self.get(&format!("/find?number={number}")).await;
        let seen = self.get(&page).await;
        vec![
            (
                "the list",
                self.get("/cases?scope=own&view=not-closed")
                    .await
                    .text
                    .contains(word),
            ),
            (
                "the page",
                seen.status == StatusCode::OK && seen.text.contains(word),
            ),
            ("its number", found.status != StatusCode::NOT_FOUND),
            (
                "search",
                self.get(&format!("/search?q={word}"))
                    .await
                    .text
                    .contains(&page),
            ),
            ("a file of the list", exported.text.contains(word)),
            (
                "a file of the case",
                self.get(&format!("{page}/files/{file}")).await.status == StatusCode::OK,
            ),
            ("its stream", stream.status == StatusCode::OK),
            (
                "the API's list",
                self.call("/api/v1/cases").await.text.contains(word),
            ),
            (
                "the API's case",
                self.call(&api).await.status == StatusCode::OK,
            ),
            (
                "the API's history",
                self.call(&format!("{api}/timeline")).await.status == StatusCode::OK,
            ),
            (
                "the API's search",
                self.call(&format!("/api/v1/search?q={word}"))
                    .await
                    .text
                    .contains(&number),
            ),
            (
                "the API's file",
                self.call(&format!("{api}/files/{file}")).await.status == StatusCode::OK,
            ),
        ]
    }

    /// Whether what staff answer on this case reaches her by mail.
    async fn is_mailed(&self, told: &Told, text: &'static str) -> bool {
        let reply = case::Command::Reply {
            text: text.into(),
            then: None,
        };
        let app = &self.house.app;
        let done = app.change_case(&AS_MORI, told.number, reply, None, None);
        done.await.unwrap();
        // One reader gets no two mails of a case within a minute.
        app.clock().advance(SignedDuration::from_mins(2));
        self.house.mailed().await;
        let letters = self.house.mailed().await;
        let hers = |letter: &&madoguchi::mail::Letter| letter.to.email == OF_AOKI;
        letters.iter().filter(hers).any(|l| l.said.contains(text))
    }
}

fn otherwise(ways: &[(&'static str, bool)], wanted: bool) -> Vec<&'static str> {
    let other = ways.iter().filter(|(_, shows)| *shows != wanted);
    other.map(|(way, _)| *way).collect()
}

#[tokio::test]
async fn a8_each_way_to_a_case_is_shut_once_the_account_is_restricted() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "zq8restricted").await;
    let contact = Contact::of(house).await;
    let told = contact.told(number, "zq8restricted").await;
    let nothing: [&str; 0] = [];
    assert_eq!(
        otherwise(&contact.ways(&told).await, true),
        nothing,
        "do not show it"
    );
    assert!(contact.is_mailed(&told, "zq8before").await);
    for (restricted, shown) in [(true, false), (false, true)] {
        let command = Command::Restrict { restricted };
        contact.house.changes(&ADMINISTRATOR, HINODE, command).await;
        let ways = contact.ways(&told).await;
        assert_eq!(otherwise(&ways, shown), nothing, "restricted: {restricted}");
        let text = if restricted { "zq8during" } else { "zq8after" };
        assert_eq!(contact.is_mailed(&told, text).await, shown, "{text}");
    }
    assert_eq!(contact.house.faults().await, []);
}

#[tokio::test]
async fn c19_each_way_to_a_case_from_before_the_desks_day_is_shut() {
    let house = House::with_rules("shown_since = \"2026-11-20\"").await;
    let before = noon() - SignedDuration::from_hours(24);
    let (cast, store) = (&house.cast, &house.app.store);
    let old = cast.open(store, &AS_AOKI, TOKYO, "zq8old", before).await;
    let old = old.unwrap();
    let new = house.open_case(&AS_AOKI, "zq8new").await;
    let contact = Contact::of(house).await;
    let nothing: [&str; 0] = [];
    let new = contact.told(new, "zq8new").await;
    assert_eq!(
        otherwise(&contact.ways(&new).await, true),
        nothing,
        "do not show it"
    );
    // What was handed in while it was shown goes with it.
    let file = new.file;
    let word = "zq8old";
    let old = Told {
        number: old,
        word,
        file,
    };
    assert_eq!(
        otherwise(&contact.ways(&old).await, false),
        nothing,
        "show it"
    );
    assert!(!contact.is_mailed(&old, "zq8answer").await);
    assert!(contact.is_mailed(&new, "zq8told").await);
}

#[tokio::test]
async fn a8_an_address_in_copy_of_anothers_case_is_not_written_to_while_its_account_is_restricted()
{
    let house = House::open().await;
    let mut new = house.cast.new_case(&AS_LINDNER, BERLIN, "x");
    let copied = Given::Emails(vec![Prose::new(OF_AOKI)]);
    new.answers.insert("copy-to".into(), copied);
    let events = house.cast.opening(&AS_LINDNER, new, noon());
    let opening = store::cases::Opening {
        id: domain::CaseId(7100),
        desk: &house.cast.desk,
        keys: store::cases::Keys::default(),
        events: &events,
    };
    let opened = house.app.store.open_cases(&[opening], Vec::new()).await;
    let number = opened.unwrap()[0];
    let contact = Contact::of(house).await;
    let word = "x";
    let file = FileId(999);
    let told = Told { number, word, file };
    assert!(contact.is_mailed(&told, "zq8copied").await);
    let command = Command::Restrict { restricted: true };
    contact.house.changes(&ADMINISTRATOR, HINODE, command).await;
    assert!(!contact.is_mailed(&told, "zq8kept").await);
}
