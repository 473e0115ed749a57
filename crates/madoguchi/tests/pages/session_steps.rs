//! Steps that end something, asked about before (L5–L7): whoever fills in such a form is there meanwhile, and loses nothing of it.

use axum::http::StatusCode;
use domain::Role;
use jiff::SignedDuration;
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    going::agent,
    live::open,
    sessions::{Played, between, stranger},
};

/// Sentences of a dialog, the last of them where another host comes.
static ENDS: [&str; 4] = [
    "田中の画面共有が終了します",
    "送信中のファイル1件の送信を中止します",
    "カメラの映像が終了します",
    "お客様の許可は無効になります",
];

fn strict() -> String {
    let desk = DESK.replace("host_gone = \"keep\"", "host_gone = \"end\"");
    desk.replace("seat_seconds = 90", "seat_seconds = 0")
}

#[tokio::test]
async fn l6_l7_whoever_fills_in_a_step_is_there_meanwhile_under_the_strictest_rules_too() {
    let played = Played::begin_in(House::on_desk(&strict()).await).await;
    let house = &played.house;
    let step = format!("{}/steps/transfer", played.page);
    assert_eq!(house.get(&played.host, &step).await.status, StatusCode::OK);
    // A long message, on a page without script that says nothing meanwhile.
    for _ in 0..29 {
        played.later(10).await;
    }
    let fields = [("queue", "tier2"), ("message", "長い引き継ぎの説明")];
    let handed = played.host_does("transfer", &fields).await;
    assert_eq!(handed, StatusCode::SEE_OTHER);

    // With script the room asks for the form, and goes on saying so itself: when it stops, the seat is lost as always.
    let played = Played::begin_in(House::on_desk(&strict()).await).await;
    let step = format!("{}/steps/transfer", played.page);
    let live = [("x-live", "1")];
    let asked = played.house.send(&played.host, "GET", &step, None, &live);
    assert!(asked.await.text.contains("data-step"));
    played.later(13).await;
    let ended = played.house.get(&played.host, &played.page).await.text;
    assert!(ended.contains("主担当の接続が切れたため"), "{ended}");
}

#[tokio::test]
async fn l5_l6_a_dialog_says_each_thing_that_will_end_and_nothing_that_does_not_go_on() {
    let played = Played::begin().await;
    let house = &played.house;
    let says = async |reader: &Reader, step: &str| {
        let at = format!("{}/steps/{step}", played.page);
        let page = house.get(reader, &at).await;
        assert_eq!(page.status, StatusCode::OK, "{step}");
        between(&page.text, "class=\"prose\"", "</ul>").to_owned()
    };
    let ishikawa = played.assist(ISHIKAWA).await;
    let (tanaka, room) = played.join("田中").await;
    for step in ["pass", "transfer", "end"] {
        let quiet = says(&played.host, step).await;
        for ends in ENDS.iter().chain(&["通話", "録画"]) {
            assert!(!quiet.contains(ends), "{step}: {quiet}");
        }
    }
    let shares = house.post(&tanaka, &format!("{room}/share"), &[]).await;
    assert_eq!(shares.status, StatusCode::SEE_OTHER);
    for act in ["camera", "call"] {
        assert_eq!(played.host_does(act, &[]).await, StatusCode::SEE_OTHER);
    }
    let bearer = house.bearer("mori@vendor.example").await;
    let file = house.hand_in(&AS_MORI, "手順.txt", b"one").await;
    let to = format!("/api/v1/sessions/{}/files", played.id());
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let body = Some(serde_json::json!({"file": file.to_string()}).to_string());
    let nobody = Reader::default();
    let sent = house.send(&nobody, "POST", &to, body, &headers).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
    // The assistant's device carries voice: the call goes on with them, and with nobody else.
    for (step, ends, call) in [
        ("pass", &ENDS[..], "通話は続きます"),
        ("transfer", &ENDS[..], "通話が終了します"),
        ("end", &ENDS[..3], "通話が終了します"),
    ] {
        let told = says(&played.host, step).await;
        for ends in ends.iter().chain(&[call]) {
            assert!(told.contains(ends), "{step}: {ends}: {told}");
        }
    }
    let ends = says(&played.host, "end").await;
    assert!(!ends.contains(ENDS[3]), "{ends}");
    // What has ended with it is not said to end once more, and the call that goes on goes back with control.
    let passed = played.host_does("pass", &[("seat", "2")]).await;
    assert_eq!(passed, StatusCode::SEE_OTHER);
    let back = says(&ishikawa, "return").await;
    assert!(back.contains("通話は続きます"), "{back}");
    for ended in ENDS {
        assert!(!back.contains(ended), "{back}");
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l5_r17_a_dialog_says_that_the_call_ends_where_no_assistant_carries_voice() {
    let played = Played::begin().await;
    let house = &played.house;
    let ishikawa = house.reader(ISHIKAWA).await;
    let number = [("number", played.number.as_str())];
    let came = house
        .post(&ishikawa, "/staff/sessions/assist", &number)
        .await;
    assert_eq!(came.header("location"), played.page, "{}", came.text);
    assert_eq!(played.host_does("call", &[]).await, StatusCode::SEE_OTHER);
    let step = format!("{}/steps/pass", played.page);
    let page = house.get(&played.host, &step).await;
    let told = between(&page.text, "class=\"prose\"", "</ul>");
    assert!(told.contains("通話が終了します"), "{told}");
}

#[tokio::test]
async fn l5_r17_a_dialog_leaves_the_call_open_where_one_assistant_carries_voice_and_another_does_not()
 {
    let played = Played::begin().await;
    let house = &played.house;
    played.assist(ISHIKAWA).await;
    let silent = agent(house, 990, Role::Tier2, None).await;
    let number = [("number", played.number.as_str())];
    let came = house.post(&silent, "/staff/sessions/assist", &number).await;
    assert_eq!(came.header("location"), played.page, "{}", came.text);
    assert_eq!(played.host_does("call", &[]).await, StatusCode::SEE_OTHER);
    let step = format!("{}/steps/pass", played.page);
    let says = async || {
        let page = house.get(&played.host, &step).await;
        between(&page.text, "class=\"prose\"", "</ul>").to_owned()
    };
    let told = says().await;
    assert!(
        told.contains("音声を使えるときは、通話が続きます"),
        "{told}"
    );
    assert!(told.contains("使えないときは終了します"), "{told}");
    // Once the other has left, it is certain.
    let leave = format!("{}/leave", played.page);
    let left = house.post(&silent, &leave, &[]).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.text);
    let told = says().await;
    assert!(told.contains("通話は続きます"), "{told}");
    assert!(!told.contains("使えないときは"), "{told}");
}

/// A room that is open says itself that somebody is there, whatever is asked over it meanwhile.
#[tokio::test]
async fn l6_l7_a_room_with_a_step_over_it_holds_its_seat_by_its_own_stream() {
    let played = Played::begin_in(House::on_desk(&strict()).await).await;
    let (house, app) = (&played.house, &played.house.app);
    let stream = format!("{}/events", played.page);
    let mut room = open(house, &played.host, &stream, &[]).await;
    assert!(room.hears().await.contains("event: changed"));
    let step = format!("{}/steps/transfer", played.page);
    let live = [("x-live", "1")];
    let asked = house.send(&played.host, "GET", &step, None, &live).await;
    assert!(asked.text.contains("data-step"));
    for _ in 0..9 {
        app.clock().advance(SignedDuration::from_secs(10));
        app.live.ring_sessions();
        room.lives().await;
        app.tend_sessions().await.unwrap();
    }
    drop(room);
    let still = house.get(&played.host, &played.page).await.text;
    assert!(still.contains("あなたの役割：主担当"), "{still}");
    // With the stream it is over.
    played.later(13).await;
    let ended = house.get(&played.host, &played.page).await.text;
    assert!(ended.contains("主担当の接続が切れたため"), "{ended}");
}

#[tokio::test]
async fn l6_a_refused_transfer_keeps_all_that_was_typed() {
    let played = Played::begin().await;
    let house = &played.house;
    let ishikawa = house.reader(ISHIKAWA).await;
    let state = [("state", "available")];
    house.post(&ishikawa, "/staff/sessions/state", &state).await;
    let to = format!("{}/transfer", played.page);
    let agent = format!("agent-{ISHIKAWA}");
    let long = "あ".repeat(346);
    for (fields, wrong) in [
        (
            vec![("queue", "tier2"), ("message", long.as_str())],
            "文字数（346）が上限の345を超えています",
        ),
        (
            vec![
                ("queue", "tier2"),
                (agent.as_str(), "1"),
                ("message", "急ぎです"),
            ],
            "両方は選択できません",
        ),
        (
            vec![("queue", ""), ("message", "急ぎです")],
            "キューを1つ選択するか",
        ),
    ] {
        let refused = house.post(&played.host, &to, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = &refused.text;
        assert!(
            page.contains(wrong) && page.contains("error-summary"),
            "{page}"
        );
        for (name, value) in fields {
            match name {
                "message" => assert!(page.contains(&format!(">{value}</textarea>"))),
                name => {
                    let field = format!("name=\"{name}\" value=\"{value}\" checked");
                    let first = format!("name=\"{name}\" id=\"queue\" value=\"{value}\" checked");
                    assert!(
                        page.contains(&field) || page.contains(&first),
                        "{field}: {page}"
                    );
                }
            }
        }
        assert!(page.contains("<text-count data-most=\"345\""));
    }
    // Nothing has happened meanwhile.
    let still = house.get(&played.host, &played.page).await.text;
    assert!(still.contains("あなたの役割：主担当"));
}

#[tokio::test]
async fn l2_whoever_was_sent_away_does_not_come_back_by_the_same_link() {
    let played = Played::begin().await;
    let house = &played.house;
    let to = format!("{}/invite", played.page);
    let made = house.post(&played.host, &to, &[("way", "link")]).await;
    let at = made.header("location").split('#').next().unwrap();
    let shown = house.get(&played.host, at).await.text;
    let link = between(&shown, "/sessions/join/", "\"").to_owned();
    let link = format!("/sessions/join/{link}");
    let name = [("name", "田中")];
    let joined = house.post(&stranger(), &link, &name).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER);
    let known = "この番号とパスコードでまた参加できます";
    let removed = played.host_does("remove", &[("seat", "2")]).await;
    assert_eq!(removed, StatusCode::SEE_OTHER);
    let again = house.post(&stranger(), &link, &name).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("このリンクは使えません"));
    // Who came by a link knows no number; for one who does, a new passcode is offered.
    let page = house.get(&played.host, &played.page).await.text;
    assert!(!page.contains(known));
    played.join("鈴木").await;
    played.host_does("remove", &[("seat", "3")]).await;
    let page = house.get(&played.host, &played.page).await.text;
    assert!(page.contains(known), "{page}");
    played.host_does("passcode", &[]).await;
    let page = house.get(&played.host, &played.page).await.text;
    assert!(!page.contains(known));
}

#[tokio::test]
async fn l2_c16_who_waits_at_the_door_keeps_their_place_and_is_asked_nothing_unless_let_in() {
    let desk = DESK.replace("lobby = false", "lobby = true");
    let played = Played::begin_in(House::on_desk(&desk).await).await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    let (suzuki, _) = played.join("鈴木").await;
    // Cut off at the door, they come back to the same place.
    for _ in 0..3 {
        played.later(15).await;
        house.get(&played.host, &played.page).await;
    }
    for reader in [&tanaka, &suzuki] {
        let page = house.get(reader, &room).await;
        assert!(page.text.contains("参加を許可するまで"), "{}", page.text);
    }
    let let_in = played.host_does("admit", &[("seat", "2")]).await;
    assert_eq!(let_in, StatusCode::SEE_OTHER);
    assert_eq!(played.host_does("end", &[]).await, StatusCode::SEE_OTHER);
    for (reader, asked) in [(&tanaka, true), (&suzuki, false)] {
        let over = house.get(reader, "/sessions/over").await.text;
        assert_eq!(over.contains("class=\"survey"), asked, "{over}");
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn l7_a_host_is_warned_before_an_empty_session_ends() {
    let played = Played::begin().await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    let warned = "までに参加がない場合は、セッションを終了します";
    let before = house.get(&played.host, &played.page).await.text;
    assert!(!before.contains(warned));
    house.post(&tanaka, &format!("{room}/leave"), &[]).await;
    let page = house.get(&played.host, &played.page).await.text;
    assert!(page.contains(warned), "{page}");
    played.join("鈴木").await;
    let after = house.get(&played.host, &played.page).await.text;
    assert!(!after.contains(warned));
}

#[tokio::test]
async fn l7_without_script_a_page_asks_again_before_its_seat_is_gone() {
    for (desk, least, most) in [(DESK.to_owned(), 10, 60), (strict(), 1, 11)] {
        let played = Played::begin_in(House::on_desk(&desk).await).await;
        let (tanaka, room) = played.join("田中").await;
        for (reader, page) in [(&tanaka, &room), (&played.host, &played.page)] {
            let shown = played.house.get(reader, page).await.text;
            let again = between(
                &shown,
                "<noscript><meta http-equiv=\"refresh\" content=\"",
                "\"",
            );
            let seconds: u32 = again.parse().unwrap();
            assert!((least..=most).contains(&seconds), "{seconds}");
            assert!(shown.contains(&format!("この画面は{seconds}秒ごとに更新されます")));
        }
        assert_eq!(played.host_does("end", &[]).await, StatusCode::SEE_OTHER);
        let over = played.house.get(&played.host, &played.page).await.text;
        assert!(!over.contains("http-equiv=\"refresh\""));
    }
}

/// Each form that has something to type or to choose is one that is not there on a page that asks for itself again.
#[tokio::test]
async fn l3_l7_without_script_nothing_is_typed_on_a_page_that_asks_for_itself_again() {
    let played = Played::begin_in(House::on_desk(&strict()).await).await;
    let house = &played.house;
    let (tanaka, room) = played.join("田中").await;
    for (reader, at) in [(&tanaka, &room), (&played.host, &played.page)] {
        let follows = house.get(reader, at).await.text;
        let head = follows.split_once("</head>").unwrap().0;
        assert!(head.contains("/plain.css\"></noscript>"), "{head}");
        let main = between(&follows, "<session-room", "</session-room>");
        let mut typed = 0;
        for field in [
            "type=\"text\"",
            "type=\"email\"",
            "type=\"file\"",
            "<select",
        ] {
            for (at, _) in main.match_indices(field) {
                let before = &main[..at];
                // What it stands in says so, behind the form before.
                let own = before.rfind("</form>").map_or(before, |end| &before[end..]);
                assert!(own.contains("data-typed"), "{field}: {own}");
                typed += 1;
            }
        }
        assert!(typed >= 1);
        let writes = format!("{at}?write=1");
        assert!(follows.contains(&format!("href=\"{writes}\"")));
        let page = house.get(reader, &writes).await.text;
        assert!(!page.contains("http-equiv=\"refresh\"") && !page.contains("/plain.css"));
        assert!(page.contains("data-say"));
        assert!(page.contains("この画面は更新されません"));
    }
    // Whoever writes says nothing meanwhile, and is there under the strictest rules too.
    for _ in 0..29 {
        played.later(10).await;
    }
    let say = [("text", "長い説明の続きです")];
    let said = house.post(&tanaka, &format!("{room}/say"), &say).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
    assert_eq!(played.host_does("say", &say).await, StatusCode::SEE_OTHER);
    // Back on the page that follows they are there as long as it asks, and no longer.
    house.get(&tanaka, &room).await;
    played.later(13).await;
    let gone = house.get(&tanaka, &room).await;
    assert_eq!(gone.header("location"), "/sessions/over");
    assert_eq!(house.faults().await, []);
}
