//! Going through a view case by case, without anything but addresses (K1).

use axum::http::StatusCode;
use testkit::cast::*;

use crate::browser::{House, Reader};

async fn three(house: &House) -> [i64; 3] {
    let mut numbers = [0; 3];
    for (place, subject) in ["一件目", "二件目", "三件目"].into_iter().enumerate() {
        numbers[place] = house.open_case(&AS_AOKI, subject).await;
    }
    numbers
}

fn attribute<'a>(page: &'a str, around: &str, name: &str) -> &'a str {
    let tag = page
        .split('<')
        .find(|tag| tag.contains(around))
        .unwrap_or_else(|| panic!("no {around} in {page}"));
    let value = tag.split(&format!("{name}=\"")).nth(1).unwrap();
    value.split('"').next().unwrap()
}

async fn page(house: &House, reader: &Reader, path: &str) -> String {
    let path = path.replace("&#38;", "&").replace("&amp;", "&");
    let answer = house.get(reader, &path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.text
}

#[tokio::test]
async fn k1_a_case_opened_from_a_view_knows_its_neighbours_there() {
    let house = House::open().await;
    let numbers = three(&house).await;
    let mori = house.reader(MORI).await;
    let list = page(&house, &mori, "/staff?view=unowned&order=waiting").await;
    let links: Vec<&str> = list
        .split("data-row href=\"")
        .skip(1)
        .map(|link| link.split('"').next().unwrap())
        .collect();
    assert_eq!(links.len(), 3, "{list}");
    assert!(
        links[0].ends_with("view=unowned&amp;order=waiting") || links[0].contains("view=unowned")
    );
    let first = page(&house, &mori, links[0]).await;
    assert!(!first.contains("data-act=\"previous-case\""));
    let second = attribute(&first, "data-act=\"next-case\"", "href");
    assert!(
        second.starts_with(&format!("/staff/cases/{:08}?", numbers[1])),
        "{second}"
    );
    let second = page(&house, &mori, second).await;
    let back = attribute(&second, "data-act=\"previous-case\"", "href");
    assert!(
        back.starts_with(&format!("/staff/cases/{:08}?", numbers[0])),
        "{back}"
    );
    let third = attribute(&second, "data-act=\"next-case\"", "href");
    let third = page(&house, &mori, third).await;
    assert!(!third.contains("data-act=\"next-case\""));
    assert!(third.contains("この一覧の最後です"));
    // Opened by itself, it stands in no view.
    let alone = format!("/staff/cases/{:08}", numbers[1]);
    let alone = page(&house, &mori, &alone).await;
    assert!(!alone.contains("-case\" title"), "{alone}");
    assert!(!alone.contains("data-next"));
    // Nonsense in the address harms nobody.
    for nonsense in [
        "view=nothing&at=%00",
        "view=unowned&at=e30",
        "sent=99999",
        "sent=x",
    ] {
        let path = format!("/staff/cases/{:08}?{nonsense}", numbers[1]);
        page(&house, &mori, &path).await;
    }
}

#[tokio::test]
async fn k1_the_place_in_a_view_outlives_what_takes_the_case_out_of_it() {
    let house = House::open().await;
    let numbers = three(&house).await;
    let mori = house.reader(MORI).await;
    let at = |number: i64| format!("/staff/cases/{number:08}");
    let path = format!("{}?view=unowned&order=waiting", at(numbers[0]));
    let first = page(&house, &mori, &path).await;
    let form = attribute(&first, "/assignment", "action").replace("&#38;", "&");
    let taken = house.post(&mori, &form, &[("owner", "901")]).await;
    let to = taken.header("location").to_owned();
    assert!(to.contains("view=unowned"), "{to}");
    let after = page(&house, &mori, to.split('#').next().unwrap()).await;
    assert!(after.contains("owner\""), "{after}");
    let next = attribute(&after, "data-act=\"next-case\"", "href");
    assert!(next.starts_with(&at(numbers[1])), "{next}");
    // A refusal stays in the view, too.
    let form = attribute(&after, "/third-party?", "action").replace("&#38;", "&");
    let refused = house.post(&mori, &form, &[("third-party", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let next = attribute(&refused.text, "data-act=\"next-case\"", "href");
    assert!(next.starts_with(&at(numbers[1])), "{next}");
}

#[tokio::test]
async fn k1_send_and_next_goes_on_and_lets_the_answer_be_had_back() {
    let house = House::open().await;
    let numbers = three(&house).await;
    let mori = house.reader(MORI).await;
    house
        .post(&mori, "/profile/recall", &[("seconds", "30")])
        .await;
    let at = |number: i64| format!("/staff/cases/{number:08}");
    let send = async |number: i64| {
        let path = format!("{}?view=support&order=waiting&compose=reply", at(number));
        let shown = page(&house, &mori, &path).await;
        assert!(shown.contains("name=\"_next\""), "{shown}");
        let form = attribute(&shown, "/replies", "action").replace("&#38;", "&");
        let fields = [("text", "確認します。"), ("_next", "1"), ("base", "99")];
        let sent = house.post(&mori, &form, &fields).await;
        sent.header("location").to_owned()
    };
    let to = send(numbers[0]).await;
    assert!(to.starts_with(&at(numbers[1])), "{to}");
    let next = page(&house, &mori, &to).await;
    let undo = attribute(&next, "/answer-on-its-way", "action").replace("&#38;", "&");
    assert!(undo.starts_with(&at(numbers[0])), "{undo}");
    let back = house.post(&mori, &undo, &[("do", "undo")]).await;
    let to = back.header("location").to_owned();
    assert!(
        to.starts_with(&at(numbers[0])) && to.contains("view=support"),
        "{to}"
    );
    let draft = page(&house, &mori, to.split('#').next().unwrap()).await;
    assert!(draft.contains("確認します。"));
    // Behind the last one is the list.
    let to = send(numbers[2]).await;
    assert!(to.starts_with("/staff?view=support"), "{to}");
    let list = page(&house, &mori, &to).await;
    assert!(list.contains("/answer-on-its-way"), "{list}");
    // What was sent is told to its writer only as long as they may see it.
    let aoki = house.reader(AOKI).await;
    let shown = house
        .get(
            &aoki,
            &format!("/cases/{:08}?sent={}", numbers[1], numbers[2]),
        )
        .await;
    assert!(!shown.text.contains("answer-on-its-way"));
}

#[tokio::test]
async fn k1_what_is_served_next_is_ones_own_or_nobodys_and_nobody_is_at_it() {
    let house = House::open().await;
    let numbers = three(&house).await;
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let assign = async |number: i64, owner: &str| {
        let form = format!("/staff/cases/{number:08}/assignment");
        house.post(&mori, &form, &[("owner", owner)]).await;
    };
    assign(numbers[0], "902").await;
    assign(numbers[2], "901").await;
    let next = async |reader: &Reader, after: &str| {
        let answer = house.get(reader, &format!("/staff/next{after}")).await;
        answer.header("location").to_owned()
    };
    assert_eq!(
        next(&mori, "").await,
        format!("/staff/cases/{:08}?view=unowned", numbers[1])
    );
    let after = format!("?after={}", numbers[1]);
    assert_eq!(
        next(&mori, &after).await,
        format!("/staff/cases/{:08}?view=mine", numbers[2])
    );
    assert_eq!(
        next(&ishikawa, "").await,
        format!("/staff/cases/{:08}?view=mine", numbers[0])
    );
    // Where a colleague is at it, the one behind.
    let form = format!("/staff/cases/{:08}/draft", numbers[1]);
    let fields = [("sort", "reply"), ("text", "…"), ("_quiet", "1")];
    house.post(&ishikawa, &form, &fields).await;
    assert_eq!(
        next(&mori, "").await,
        format!("/staff/cases/{:08}?view=mine", numbers[2])
    );
    for number in numbers {
        let form = format!("/staff/cases/{number:08}/status");
        let to = "awaiting-information/information-required";
        house.post(&mori, &form, &[("to", to)]).await;
    }
    assert_eq!(next(&mori, "").await, "/staff?view=mine&none=1");
    let list = page(&house, &mori, "/staff?view=mine&none=1").await;
    assert!(list.contains("いま対応が必要な"), "{list}");
}

#[tokio::test]
async fn k1_the_palette_finds_what_its_reader_sees() {
    let house = House::open().await;
    let [one, two, _] = three(&house).await;
    let (mori, aoki) = (house.reader(MORI).await, house.reader(AOKI).await);
    let page = page(&house, &mori, "/staff").await;
    for offered in [
        "data-run=\"reply\"",
        "data-run=\"serve-next\"",
        "data-href=\"/staff?view=unowned\"",
    ] {
        assert!(page.contains(offered), "{offered}");
    }
    assert!(!page.contains("data-run=\"next-row\""));
    let headers = [("x-part", "palette")];
    let look = async |q: &str| {
        let path = format!("/staff/palette?q={q}");
        let part = house.send(&mori, "GET", &path, None, &headers).await;
        assert_eq!(part.status, StatusCode::OK);
        part.text
    };
    let at = |number: i64| format!("data-href=\"/staff/cases/{number:08}\"");
    let part = look("%E4%BA%8C").await;
    assert!(
        part.contains(&at(two)) && !part.contains(&at(one)),
        "{part}"
    );
    assert!(!part.contains("<html"));
    assert!(look(&format!("{one:08}")).await.contains(&at(one)));
    assert!(look(&one.to_string()).await.contains(&at(one)));
    assert_eq!(look("").await.trim(), "");
    // What no subject holds may stand elsewhere.
    let part = look("nonsense").await;
    assert!(
        part.contains("data-href=\"/staff/search?q=nonsense\""),
        "{part}"
    );
    assert!(!part.contains("palette-case-"), "{part}");
    let whole = house.get(&mori, "/staff/palette?q=%E4%BB%B6").await.text;
    assert!(
        whole.contains(&format!("href=\"/staff/cases/{one:08}\"")),
        "{whole}"
    );
    let whole = house.get(&mori, "/staff/palette?q=nonsense").await.text;
    assert!(whole.contains("別の言葉を試してください"));
    let foreign = house.get(&aoki, "/staff/palette?q=x").await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn k1_b4_the_palette_points_an_answer_to_articles_that_its_reader_may_read() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音が聞けない").await;
    let body = "再生の権限を確認します。";
    let open = crate::knowledge::fields("signed-in", "録音の[再生]手順", body);
    let open = crate::knowledge::published(&house, &open).await;
    let inner = crate::knowledge::fields("staff", "録音の社内手順", body);
    let inner = crate::knowledge::published(&house, &inner).await;
    let mori = house.reader(MORI).await;
    let case = format!("/staff/cases/{number:08}");
    let headers = [("x-part", "palette")];
    let asked = async |at: &str| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", "録音 手順").append_pair("at", at);
        let path = format!("/staff/palette?{}", query.finish());
        house.send(&mori, "GET", &path, None, &headers).await.text
    };
    let part = asked(&case).await;
    assert!(part.contains(&format!("palette-article-{open}")), "{part}");
    assert!(part.contains(&format!("compose=reply&#38;article={open}#text")));
    assert!(!part.contains("社内手順"), "{part}");
    for elsewhere in ["/staff", "/staff/cases/99999999"] {
        let part = asked(elsewhere).await;
        assert!(!part.contains("palette-article-"), "{elsewhere}: {part}");
    }
    // Chosen, it stands in the reply as a link for its reader; what they may not read does not, whoever asks.
    let chosen = format!("{case}?compose=reply&article={open}");
    let page = house.get(&mori, &chosen).await.text;
    let link = format!("[録音の\\[再生\\]手順](https://desk.example/knowledge/{open})</textarea>");
    assert!(page.contains(&link), "{page}");
    for other in [inner.as_str(), "x"] {
        let address = format!("{case}?compose=reply&article={other}");
        let page = house.get(&mori, &address).await;
        assert_eq!(page.status, axum::http::StatusCode::OK);
        assert!(!page.text.contains("desk.example/knowledge"), "{other}");
    }
    assert_eq!(house.faults().await, []);
}
