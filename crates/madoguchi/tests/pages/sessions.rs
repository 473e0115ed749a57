//! Live sessions on pages: ways in, the room, passing control, handing on, and the end (L1–L9).

use axum::http::StatusCode;
use domain::PersonId;
use jiff::SignedDuration;
use testkit::cast::*;

use crate::browser::{House, Reader};

pub(crate) fn stranger() -> Reader {
    let mut reader = Reader::default();
    reader.headers.push(("accept-language", "ja".into()));
    reader
}

/// What stands between two texts.
pub fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = page.split_once(before).expect(before);
    rest.split_once(after).expect(after).0
}

pub(crate) struct Played {
    pub(crate) house: House,
    pub(crate) host: Reader,
    /// The host's page.
    pub(crate) page: String,
    pub(crate) number: String,
    pub(crate) passcode: String,
    /// Number of the case that it is about; empty where it is about none.
    pub(crate) case: String,
}

impl Played {
    pub(crate) async fn begin() -> Self {
        Self::begin_in(House::open().await).await
    }

    pub(crate) async fn begin_in(house: House) -> Self {
        Self::begun(house, String::new()).await
    }

    /// One that is about a case.
    pub(crate) async fn begin_about_a_case() -> Self {
        Self::begin_about_a_case_in(House::open().await).await
    }

    pub(crate) async fn begin_about_a_case_in(house: House) -> Self {
        let case = format!("{:08}", house.open_case(&AS_AOKI, "画面が白い").await);
        Self::begun(house, case).await
    }

    async fn begun(house: House, case: String) -> Self {
        let host = house.reader(MORI).await;
        let fields = [("mode", "single"), ("voice", "1"), ("case", case.as_str())];
        let begun = house.post(&host, "/staff/sessions", &fields).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
        let page = begun.header("location").to_owned();
        let mut played = Self {
            house,
            host,
            page,
            number: String::new(),
            passcode: String::new(),
            case,
        };
        played.read_codes().await;
        played
    }

    async fn read_codes(&mut self) {
        let shown = self.house.get(&self.host, &self.page).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
        let codes = between(&shown.text, "session-code", "</dl>");
        let mut codes = codes.split("<dd>").skip(1);
        let code = |part: Option<&str>| part.unwrap().split("</dd>").next().unwrap().to_owned();
        self.number = code(codes.next());
        self.passcode = code(codes.next());
    }

    pub(crate) async fn join(&self, name: &str) -> (Reader, String) {
        let mut reader = stranger();
        let fields = [
            ("number", self.number.as_str()),
            ("passcode", self.passcode.as_str()),
            ("name", name),
            ("voice", "1"),
        ];
        let joined = self.house.post(&reader, "/sessions/join", &fields).await;
        assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text);
        reader.take_cookies(&joined);
        (reader, joined.header("location").to_owned())
    }

    pub(crate) async fn assist(&self, person: PersonId) -> Reader {
        let reader = self.house.reader(person).await;
        let fields = [("number", self.number.as_str()), ("voice", "1")];
        let done = self
            .house
            .post(&reader, "/staff/sessions/assist", &fields)
            .await;
        assert_eq!(done.header("location"), self.page, "{}", done.text);
        reader
    }

    pub(crate) async fn host_does(&self, act: &str, fields: &[(&str, &str)]) -> StatusCode {
        let to = format!("{}/{act}", self.page);
        self.house.post(&self.host, &to, fields).await.status
    }

    /// So much later, with what is due by then.
    pub async fn later(&self, seconds: i64) {
        self.house
            .app
            .clock()
            .advance(SignedDuration::from_secs(seconds));
        self.house.app.tend_sessions().await.unwrap();
    }
}

#[tokio::test]
async fn l1_l2_a_session_is_joined_by_number_and_passcode_without_an_account() {
    let played = Played::begin().await;
    assert_eq!(played.number.replace(' ', "").len(), 9);
    assert_eq!(played.passcode.len(), 6);
    let (tanaka, room) = played.join("田中 花子").await;
    let shown = played.house.get(&tanaka, &room).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text.contains("田中 花子") && shown.text.contains("対応しています"));
    assert!(!shown.text.contains(&played.passcode), "that is the host's");
    // Who has no seat in it learns nothing of it.
    let foreign = played.house.get(&stranger(), &room).await;
    assert_eq!(foreign.header("location"), "/sessions/over");
    let never = played.house.get(&stranger(), "/sessions/12345").await;
    assert_eq!(never.header("location"), foreign.header("location"));
}

/// A list that is also a log is neither to a screen reader.
#[tokio::test]
async fn u6_what_is_said_is_a_list_within_a_log_and_within_a_region_of_its_case() {
    let played = Played::begin_about_a_case().await;
    let (tanaka, room) = played.join("田中").await;
    let say = [("text", "見えています")];
    let said = played.host_does("say", &say).await;
    assert_eq!(said, StatusCode::SEE_OTHER);
    let case = format!("/staff/cases/{}", played.case);
    for (reader, path, role) in [
        (&played.host, &played.page, "role=\"log\""),
        (&tanaka, &room, "role=\"log\""),
        (&played.host, &case, "role=\"region\""),
    ] {
        let page = played.house.get(reader, path).await.text;
        let (head, list) = between(&page, "<div class=\"session-told\"", "</ol></div>")
            .split_once("><ol>")
            .expect("a plain list within");
        assert!(
            head.contains(role) && head.contains("tabindex=\"0\""),
            "{head}"
        );
        assert!(list.contains("見えています"), "{list}");
    }
}

#[tokio::test]
async fn l2_v44_a_number_alone_opens_nothing_and_ten_misses_close_it_until_a_new_passcode() {
    let mut played = Played::begin().await;
    let typed = async |number: &str, passcode: &str, from: &Reader| {
        let fields = [("number", number), ("passcode", passcode), ("name", "x")];
        played.house.post(from, "/sessions/join", &fields).await
    };
    let wrong = if played.passcode == "000000" {
        "000001"
    } else {
        "000000"
    };
    let unknown = typed("100 000 000", wrong, &stranger()).await;
    let missed = typed(&played.number, wrong, &stranger()).await;
    assert_eq!(missed.status, StatusCode::UNPROCESSABLE_ENTITY);
    let same = |text: &str, number: &str| text.replace(number, "N");
    assert_eq!(
        same(&missed.text, &played.number),
        same(&unknown.text, "100 000 000"),
        "a wrong passcode and a number that does not live look alike"
    );
    for _ in 1..9 {
        typed(&played.number, wrong, &stranger()).await;
    }
    // Past the pace of guesses, as another page would have it.
    let arrival = || domain::session::Arrival {
        name: "x".into(),
        person: None,
        way: domain::session::Way::Number,
        voice: false,
        consents: Vec::new(),
    };
    let app = &played.house.app;
    let tenth = app
        .join_by_number(&played.number, wrong, arrival())
        .await
        .unwrap();
    assert!(tenth.is_err());
    let right = app
        .join_by_number(&played.number, &played.passcode, arrival())
        .await
        .unwrap();
    assert!(right.is_err(), "even the right one");
    let host = played.house.get(&played.host, &played.page).await;
    assert!(host.text.contains("番号での参加を止めています"));
    // Links go on.
    assert_eq!(
        played.host_does("invite", &[("way", "link")]).await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        played.host_does("passcode", &[]).await,
        StatusCode::SEE_OTHER
    );
    played.read_codes().await;
    let app = &played.house.app;
    let open = app
        .join_by_number(&played.number, &played.passcode, arrival())
        .await
        .unwrap();
    assert!(open.is_ok());
}

#[tokio::test]
async fn l2_a_link_holds_one_seat_and_lets_its_customer_come_back() {
    let played = Played::begin().await;
    let to = format!("{}/invite", played.page);
    let fields = [("way", "own-mail"), ("email", "tanaka@example.co.jp")];
    let made = played.house.post(&played.host, &to, &fields).await;
    let back = made
        .header("location")
        .split('#')
        .next()
        .unwrap()
        .to_owned();
    let shown = played.house.get(&played.host, &back).await;
    let mailto = between(&shown.text, "href=\"mailto:", "\"");
    assert!(
        mailto.starts_with("tanaka@example.co.jp?subject=%E"),
        "{mailto}"
    );
    assert!(mailto.contains("%0D%0A") && !mailto.contains("%0A%0A"));
    assert!(mailto.len() < 1_800, "{}", mailto.len());
    let link = between(&shown.text, "/sessions/join/", "\"").to_owned();
    let link = format!("/sessions/join/{link}");
    // Nobody else sees it again.
    let mut first = stranger();
    let joined = played.house.post(&first, &link, &[("name", "田中")]).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text);
    first.take_cookies(&joined);
    let room = joined.header("location").to_owned();
    let second = played
        .house
        .post(&stranger(), &link, &[("name", "別人")])
        .await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.text.contains("使用中"));
    // Cut off, they come back by it in another browser, in the same seat.
    played.later(15).await;
    let mut other = stranger();
    let again = played.house.post(&other, &link, &[("name", "田中")]).await;
    assert_eq!(again.header("location"), room);
    other.take_cookies(&again);
    let page = played.house.get(&other, &room).await;
    assert_eq!(page.text.matches("（あなた）").count(), 1);
    let old = played.house.get(&first, &room).await;
    assert_eq!(old.header("location"), "/sessions/over");
    let unknown = played
        .house
        .post(&stranger(), "/sessions/join/nonsense", &[("name", "x")])
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn l3_l5_talk_and_control_go_round_and_the_former_host_does_not_end_it() {
    let played = Played::begin().await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    let say = format!("{room}/say");
    house
        .post(&tanaka, &say, &[("text", "<b>画面が真っ白です</b>")])
        .await;
    let seen = house.get(&played.host, &played.page).await;
    assert!(
        seen.text.contains("&#60;b&#62;画面が真っ白です")
            || seen.text.contains("&lt;b&gt;画面が真っ白です")
    );
    let ishikawa = played.assist(ISHIKAWA).await;
    let no_rights = house
        .post(&ishikawa, &format!("{}/end", played.page), &[])
        .await;
    assert_eq!(no_rights.status, StatusCode::CONFLICT);
    assert!(no_rights.text.contains("主担当だけ"));
    // What will end is said before.
    let asked = house
        .get(&played.host, &format!("{}/steps/pass", played.page))
        .await;
    assert!(asked.text.contains("チャットは終了します") && asked.text.contains("石川"));
    let seat = between(&asked.text, "name=\"seat\" value=\"", "\"").to_owned();
    assert_eq!(
        played.host_does("pass", &[("seat", &seat)]).await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(played.host_does("end", &[]).await, StatusCode::CONFLICT);
    let former = house.get(&played.host, &played.page).await;
    assert!(former.text.contains("前の主担当") && !former.text.contains("/steps/end"));
    assert!(!former.text.contains(&played.passcode));
    let closed = house.post(&tanaka, &say, &[("text", "x")]).await;
    assert_eq!(closed.status, StatusCode::CONFLICT);
    house
        .post(
            &ishikawa,
            &format!("{}/say", played.page),
            &[("text", "続けます")],
        )
        .await;
    let open = house.post(&tanaka, &say, &[("text", "はい")]).await;
    assert_eq!(open.status, StatusCode::SEE_OTHER);
    let back = house
        .post(&ishikawa, &format!("{}/return", played.page), &[])
        .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert_eq!(played.host_does("end", &[]).await, StatusCode::SEE_OTHER);
    let over = house.get(&tanaka, &room).await;
    assert_eq!(over.header("location"), "/sessions/over");
    // What was said is kept for those who were in it.
    let kept = house.get(&ishikawa, &played.page).await;
    assert!(
        kept.text.contains("続けます") && kept.text.contains("主担当がセッションを終了しました")
    );
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l4_the_host_picks_the_customer_and_removes_one() {
    let played = Played::begin().await;
    let (first, room) = played.join("田中").await;
    let (second, _) = played.join("鈴木").await;
    let page = played.house.get(&second, &room).await;
    assert!(page.text.contains("別のお客様に対応しています"));
    assert_eq!(
        played.host_does("select", &[("seat", "3")]).await,
        StatusCode::SEE_OTHER
    );
    let page = played.house.get(&second, &room).await;
    assert!(!page.text.contains("別のお客様に対応しています"));
    assert_eq!(
        played.host_does("remove", &[("seat", "2")]).await,
        StatusCode::SEE_OTHER
    );
    let gone = played.house.get(&first, &room).await;
    assert_eq!(
        gone.header("location"),
        "/sessions/over",
        "their seat is nobody's"
    );
    let say = played
        .house
        .post(&first, &format!("{room}/say"), &[("text", "x")])
        .await;
    assert_eq!(say.header("location"), "/sessions/over");
}

#[tokio::test]
async fn l6_a_session_is_handed_to_a_queue_and_the_first_who_takes_it_has_it() {
    let played = Played::begin().await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    let both = [("queue", "tier2"), ("agent-902", "1")];
    let long = "あ".repeat(346);
    let too_long = [("queue", "tier2"), ("message", long.as_str())];
    for refused in [&both[..], &[], &too_long] {
        let status = played.host_does("transfer", refused).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let message = "あ".repeat(345);
    let fields = [("queue", "tier2"), ("message", message.as_str())];
    assert_eq!(
        played.host_does("transfer", &fields).await,
        StatusCode::SEE_OTHER
    );
    let waits = house.get(&tanaka, &room).await;
    assert!(waits.text.contains("別の担当者に引き継いでいます"));
    assert!(!waits.text.contains(&message), "that is for staff");
    // Away, nobody is asked; available, they are.
    let ishikawa = house.reader(ISHIKAWA).await;
    let none = house.get(&ishikawa, "/staff/sessions").await;
    assert!(!none.text.contains(&played.number));
    house
        .post(
            &ishikawa,
            "/staff/sessions/state",
            &[("state", "available")],
        )
        .await;
    let offered = house.get(&ishikawa, "/staff/sessions").await;
    assert!(offered.text.contains(&message) && offered.text.contains("引き継ぐ"));
    let took = house
        .post(&ishikawa, &format!("{}/accept", played.page), &[])
        .await;
    assert_eq!(took.header("location"), played.page);
    let served = house.get(&tanaka, &room).await;
    assert!(served.text.contains("石川"), "{}", served.text);
    // The sender has left, and it is not theirs any more.
    assert_eq!(played.host_does("end", &[]).await, StatusCode::NOT_FOUND);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l7_a_seat_is_kept_and_a_lost_hosts_session_is_the_assistants() {
    let played = Played::begin().await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    let ishikawa = played.assist(ISHIKAWA).await;
    played.later(15).await;
    // Whoever looks is there again, in the same seat.
    assert!(house.get(&tanaka, &room).await.text.contains("（あなた）"));
    house.get(&ishikawa, &played.page).await;
    let seen = house.get(&ishikawa, &played.page).await;
    assert!(seen.text.contains("接続が切れています"));
    for _ in 0..11 {
        played.later(8).await;
        house.get(&tanaka, &room).await;
        house.get(&ishikawa, &played.page).await;
    }
    played.later(8).await;
    let leads = house.get(&ishikawa, &played.page).await;
    assert!(
        leads.text.contains("あなたの役割：主担当"),
        "{}",
        leads.text
    );
    assert!(house.get(&tanaka, &room).await.text.contains("石川"));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l1_one_session_at_a_time_or_several_and_each_has_its_tab() {
    let played = Played::begin().await;
    let house = &played.house;
    let again = house
        .post(&played.host, "/staff/sessions", &[("mode", "single")])
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("進行中のセッションがあります"));
    let several = house
        .post(&played.host, "/staff/sessions", &[("mode", "multi")])
        .await;
    assert_eq!(several.status, StatusCode::SEE_OTHER);
    let page = house.get(&played.host, several.header("location")).await;
    assert!(page.text.contains("class=\"tabs\"") && page.text.contains(&played.number));
}

#[tokio::test]
async fn l8_what_happened_is_with_the_case_for_those_who_see_it() {
    let house = House::open().await;
    let case = house.open_case(&AS_AOKI, "画面が白い").await;
    let host = house.reader(MORI).await;
    let number = format!("{case:08}");
    let begun = house
        .post(&host, "/staff/sessions", &[("case", &number)])
        .await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let page = begun.header("location").to_owned();
    house
        .post(
            &host,
            &format!("{page}/say"),
            &[("text", "設定を一緒に見ました")],
        )
        .await;
    house.post(&host, &format!("{page}/end"), &[]).await;
    let (aoki, lindner) = (house.reader(AOKI).await, house.reader(LINDNER).await);
    for (reader, path) in [(&aoki, "/cases"), (&host, "/staff/cases")] {
        let shown = house.get(reader, &format!("{path}/{number}")).await;
        assert!(shown.text.contains("設定を一緒に見ました"), "{path}");
    }
    let foreign = house.get(&lindner, &format!("/cases/{number}")).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let unknown = house
        .post(&host, "/staff/sessions", &[("case", "99999")])
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
}
