//! What is kept from a reader is not to be had by asking around it (V-20, V-21): not by what a list is filtered or sorted by, not by
//! the number of what is found, not by trying beginnings of it one after the other.

use axum::http::StatusCode;
use domain::case::Command;
use serde_json::Value;
use store::sign_ins::NewToken;
use testkit::cast::*;

use crate::browser::{House, Reader};

/// What staff say among themselves about the customer's own case.
const NOTE: &str = "zq7canary hides words of staff";

struct Asking {
    house: House,
    aoki: Reader,
    bearer: String,
    number: i64,
}

impl Asking {
    async fn begin() -> Self {
        let house = House::open().await;
        let number = house.open_case(&AS_AOKI, "録音が再生できない").await;
        for n in 0..4 {
            house.open_case(&AS_AOKI, &format!("別件 {n}")).await;
        }
        let (cast, store) = (&house.cast, &house.app.store);
        cast.open(store, &AS_LINDNER, BERLIN, "zq8foreign subject", noon())
            .await
            .unwrap();
        for command in [
            Command::AddNote { text: NOTE.into() },
            Command::Assign {
                owner: Some(MORI),
                team: Some(TIER1),
            },
        ] {
            let done = house.app.change_case(&AS_MORI, number, command, None, None);
            done.await.unwrap();
        }
        let (new, system) = (NewToken::default(), domain::event::By::System);
        let token = house.app.make_own_token(AOKI, &new, system);
        let bearer = format!("Bearer {}", token.await.unwrap());
        let aoki = house.reader(AOKI).await;
        Self {
            house,
            aoki,
            bearer,
            number,
        }
    }

    async fn api(&self, path: &str) -> (StatusCode, Value) {
        let asks = [("authorization", self.bearer.as_str())];
        let answer = self
            .house
            .send(&Reader::default(), "GET", path, None, &asks)
            .await;
        let told = serde_json::from_str(&answer.text).unwrap_or_default();
        (answer.status, told)
    }

    /// The numbers that a page of cases shows, in their order.
    async fn rows(&self, query: &str) -> Vec<String> {
        let page = self.house.get(&self.aoki, &format!("/cases?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        let rows = page.text.split("href=\"/cases/0000").skip(1);
        let mut all: Vec<String> = Vec::new();
        for row in rows {
            let number: String = row.chars().take_while(char::is_ascii_digit).collect();
            if !all.contains(&number) {
                all.push(number);
            }
        }
        all
    }
}

fn value(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[tokio::test]
async fn v21_a_list_is_neither_filtered_nor_sorted_by_what_its_reader_does_not_see() {
    let asking = Asking::begin().await;
    let all = asking.rows("sort=number").await;
    assert_eq!(all.len(), 5, "{all:?}");
    let usual = asking.rows("").await;
    for order in [
        "waiting",
        "served",
        "confirm",
        "owner",
        "team",
        "cause",
        "note",
        "email",
        "c.owner_id",
    ] {
        let sorted = asking.rows(&format!("sort={order}")).await;
        assert_eq!(sorted, usual, "by {order}");
        let (status, told) = asking.api(&format!("/api/v1/cases?sort={order}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{order}: {told}");
        assert_eq!(told["errors"][0]["field"], "sort", "{told}");
    }
    for (name, held) in [
        ("owner", "901"),
        ("owner", "me"),
        ("team", "91"),
        ("tier", "1"),
        ("cause", "usage"),
        ("tag", "x"),
        ("plan", "advanced"),
        ("words", "owner:me"),
        ("note", "zq7"),
        ("email>", "a"),
        ("account", "2"),
        ("turn", "support"),
        ("private", "yes"),
    ] {
        let asked = format!("sort=number&{}={}", value(name), value(held));
        assert_eq!(asking.rows(&asked).await, all, "{name}={held}");
        let (status, told) = asking
            .api(&format!("/api/v1/cases?{}={}", value(name), value(held)))
            .await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{name}: {told}");
        assert_eq!(told["errors"][0]["code"], "unknown", "{told}");
    }
    // Columns that are staff's are no columns.
    let plain = asking
        .house
        .get(&asking.aoki, "/cases?columns=number,subject")
        .await
        .text;
    let more = asking
        .house
        .get(
            &asking.aoki,
            "/cases?columns=number,subject,owner,team,cause,plan,tags,account",
        )
        .await
        .text;
    for hidden in ["森 佳奈", "一次窓口", "advanced"] {
        assert_eq!(
            more.matches(hidden).count(),
            plain.matches(hidden).count(),
            "{hidden}"
        );
    }
}

#[tokio::test]
async fn v20_v21_beginnings_of_what_is_hidden_find_as_much_as_what_is_nowhere() {
    let asking = Asking::begin().await;
    while asking.house.app.take_up().await.unwrap() {}
    let found = async |words: &str| {
        let query = value(words);
        let mut told = Vec::new();
        told.push(
            asking
                .rows(&format!("text={query}"))
                .await
                .len()
                .to_string(),
        );
        for path in [
            format!("/search?q={query}"),
            format!("/knowledge/suggestions?subject={query}&q={query}"),
        ] {
            let page = asking.house.get(&asking.aoki, &path).await;
            told.push(page.text.replace(words, "WORDS").replace(&query, "WORDS"));
        }
        for path in [
            format!("/api/v1/cases?text={query}"),
            format!("/api/v1/search?q={query}"),
        ] {
            let (status, answer) = asking.api(&path).await;
            told.push(
                format!("{status} {answer}")
                    .replace(words, "WORDS")
                    .replace(&query, "WORDS"),
            );
        }
        told
    };
    // Each beginning, from three letters on, of a word of the note, and of a subject of another company's, against letters that nobody has written.
    for hidden in ["zq7canary", "zq8foreign"] {
        for end in 3..=hidden.len() {
            let nowhere: String = "qj6unwritten".chars().take(end).collect();
            let (given, never) = (found(&hidden[..end]).await, found(&nowhere).await);
            assert_eq!(given, never, "{}", &hidden[..end]);
        }
    }
    // The number of another company's case leads nowhere, as one that was never given does.
    let foreign = asking.number + 5;
    for path in ["/find?number=", "/search?q="] {
        let given = asking
            .house
            .get(&asking.aoki, &format!("{path}{foreign:08}"))
            .await;
        let never = asking
            .house
            .get(&asking.aoki, &format!("{path}00099999"))
            .await;
        let bare = |text: &str, number: &str| text.replace(number, "N");
        assert_eq!(given.status, never.status, "{path}");
        assert_eq!(
            bare(&given.text, &format!("{foreign:08}")),
            bare(&never.text, "00099999"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a04_a_place_in_somebodys_list_gives_another_reader_nothing_of_it() {
    let house = House::open().await;
    for n in 0..60 {
        house.open_case(&AS_AOKI, &format!("canary-{n}")).await;
    }
    house
        .cast
        .open(&house.app.store, &AS_LINDNER, BERLIN, "own", noon())
        .await
        .unwrap();
    let (aoki, lindner) = (house.reader(AOKI).await, house.reader(LINDNER).await);
    for sort in ["attention", "number", "subject", "modified"] {
        let page = house.get(&aoki, &format!("/cases?sort={sort}")).await;
        let next = page.text.split("rel=\"next\" href=\"").nth(1);
        let next = next.and_then(|rest| rest.split('"').next()).unwrap();
        let next = next.replace("&amp;", "&").replace("&#38;", "&");
        let own = house.get(&aoki, &next).await;
        assert!(own.text.contains("canary-"), "{next}");
        let other = house.get(&lindner, &next).await;
        assert_eq!(other.status, StatusCode::OK);
        assert!(!other.text.contains("canary-"), "{next}");
    }
}
