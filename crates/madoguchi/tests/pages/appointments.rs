//! Calls, conferences and calendars on the pages of both sides, in mails and in calendar programs (H2, H3).

use axum::http::StatusCode;
use calcard::{Entry, Parser};
use domain::{
    audit::AuditFilter,
    case::{Command, calling::NewCallWish},
};
use madoguchi::mail::Letter;
use testkit::cast::*;

use crate::{
    access::ADMINISTRATOR,
    browser::{House, Reader},
    closings::Both,
};

const PASSCODE: &str = "canary 481 623";
const LINK: &str = "https://meet.example/j/204815377";

/// One calendar, as a program of others' making reads it, with its lines whole again.
fn read(source: &str) -> String {
    let mut parser = Parser::new(source);
    let entry = parser.entry();
    assert!(matches!(entry, Entry::ICalendar(_)), "{entry:?}: {source}");
    assert!(
        source.split("\r\n").all(|line| line.len() <= 75),
        "{source}"
    );
    source.replace("\r\n ", "")
}

/// The letter to this address that came last.
fn to<'a>(letters: &'a [Letter], email: &str) -> &'a Letter {
    let found = letters.iter().find(|letter| letter.to.email == email);
    found.unwrap_or_else(|| panic!("nothing to {email}"))
}

fn line<'a>(calendar: &'a str, key: &str) -> &'a str {
    let found = calendar.lines().find(|line| line.starts_with(key));
    found.unwrap_or_else(|| panic!("no {key} in {calendar}"))
}

/// All letters so far, the latest first; a reader gets no two about one case within a minute.
async fn mailed(b: &Both) -> Vec<Letter> {
    b.house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_mins(2));
    b.house.mailed().await
}

const PEOPLE: &str = "aoki@hinode.example\npartner@elsewhere.example";

async fn set(b: &Both, id: &str, at: &str, more: &[(&str, &str)]) {
    let mut fields = vec![
        ("do", "set"),
        ("id", id),
        ("conference-reason", "構成の確認"),
        ("conference-at", at),
        ("conference-minutes", "30"),
        ("conference-link", LINK),
        ("conference-people", PEOPLE),
    ];
    fields.extend(more);
    let done = b.staff("/appointments", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
}

#[tokio::test]
async fn h3_a_conference_goes_from_the_wish_to_the_end_on_pages_in_mails_and_in_calendars() {
    let b = Both::in_status("open/investigating").await;
    mailed(&b).await;
    let page = b.page("").await.text;
    assert!(page.contains("電話・会議を依頼"), "{page}");
    let wish = [
        ("do", "ask-conference"),
        ("conference-reason", "構成を<b>一緒に</b>確認したい"),
        ("conference-wished-1", "2026-11-24T10:00"),
        ("conference-minutes", "30"),
        ("conference-people", "aoki@hinode.example"),
    ];
    let soon = [("conference-wished-1", "2026-11-20T12:30")];
    let slip: Vec<_> = wish[..2]
        .iter()
        .chain(&soon)
        .chain(&wish[3..])
        .copied()
        .collect();
    let refused = b.customer("/appointments", &slip).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("href=\"#conference-wished\"")
            && refused.text.contains("今から240分後以降")
            && refused.text.contains("構成を&#60;b&#62;"),
        "{}",
        refused.text
    );
    let asked = b.customer("/appointments", &wish).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    let page = b.page("/appointments").await.text;
    assert!(page.contains("電話会議 – 青木 真理") && page.contains("日時の調整中"));
    assert!(!page.contains("<b>一緒に</b>"));

    set(
        &b,
        "1",
        "2026-11-24T10:00",
        &[("conference-passcode", PASSCODE)],
    )
    .await;
    let letters = mailed(&b).await;
    let invited = to(&letters, "aoki@hinode.example");
    assert!(
        invited
            .subject
            .starts_with("【ご招待】電話会議 – 青木 真理")
    );
    assert!(
        invited.text().contains("2026年11月24日(火) 10:00〜10:30"),
        "{}",
        invited.text()
    );
    assert!(invited.text().contains(LINK));
    let [first] = &invited.calendars[..] else {
        panic!("{:?}", invited.calendars);
    };
    let first = read(&first.source);
    for wanted in [
        "METHOD:REQUEST",
        "SEQUENCE:0",
        "DTSTART:20261124T010000Z",
        "DTEND:20261124T013000Z",
        "STATUS:TENTATIVE",
    ] {
        assert!(
            first.lines().any(|line| line == wanted),
            "{wanted}: {first}"
        );
    }
    assert!(line(&first, "ORGANIZER").ends_with("mailto:desk@desk.example"));
    assert_eq!(first.matches("PARTSTAT=NEEDS-ACTION").count(), 2);
    // Whoever has no account reads the same, in the language of the case's contact.
    let stranger = to(&letters, "partner@elsewhere.example");
    assert!(stranger.text().contains(LINK) && stranger.calendars.len() == 1);
    for letter in &letters {
        let all = format!("{letter:?}");
        assert!(!all.contains(PASSCODE), "{all}");
    }

    // The page shows when, and that it is not accepted yet; the way in and the passcode when they are asked for.
    let page = b.page("/appointments").await.text;
    for wanted in [
        "出欠の確認中",
        "10:00〜10:30",
        "開始の10分前に表示します",
        "••••••",
    ] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
    assert!(!page.contains(LINK) && !page.contains(PASSCODE), "{page}");
    let shown = b
        .customer("/appointments", &[("do", "passcode"), ("id", "1")])
        .await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text.contains(PASSCODE), "{}", shown.text);
    assert!(!b.page("/appointments").await.text.contains(PASSCODE));
    let filter = AuditFilter {
        kind: Some("looked".into()),
        ..AuditFilter::default()
    };
    let acts = b.house.app.store.audit(&filter, None, 20).await.unwrap();
    assert!(
        acts.iter()
            .any(|act| act.body.to_string().contains("passcode")),
        "asking is an act"
    );

    let yes = b
        .customer("/appointments", &[("do", "accept"), ("id", "1")])
        .await;
    assert_eq!(yes.status, StatusCode::SEE_OTHER);
    let partner = [
        ("do", "accept"),
        ("id", "1"),
        ("email", "partner@elsewhere.example"),
    ];
    assert_eq!(
        b.customer("/appointments", &partner).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        b.staff("/appointments", &partner).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(b.page("/appointments").await.text.contains("確定"));

    // Moved: the same in the calendar, one further.
    set(&b, "1", "2026-11-25T15:00", &[]).await;
    let letters = mailed(&b).await;
    let moved = read(&to(&letters, "aoki@hinode.example").calendars[0].source);
    assert_eq!(line(&moved, "UID"), line(&first, "UID"));
    assert_eq!(line(&moved, "SEQUENCE"), "SEQUENCE:1");
    assert_eq!(line(&moved, "DTSTART"), "DTSTART:20261125T060000Z");
    let kept = b
        .customer("/appointments", &[("do", "passcode"), ("id", "1")])
        .await;
    assert!(kept.text.contains(PASSCODE), "it stays where none is typed");

    let cancel = [
        ("do", "cancel"),
        ("id", "1"),
        ("conference-text", "延期します"),
    ];
    assert_eq!(
        b.staff("/appointments", &cancel).await.status,
        StatusCode::SEE_OTHER
    );
    let letters = mailed(&b).await;
    let gone = to(&letters, "partner@elsewhere.example");
    assert_eq!(gone.calendars[0].method, "CANCEL");
    let gone = read(&gone.calendars[0].source);
    assert_eq!(line(&gone, "UID"), line(&first, "UID"));
    assert_eq!(line(&gone, "SEQUENCE"), "SEQUENCE:2");
    assert_eq!(line(&gone, "STATUS"), "STATUS:CANCELLED");
    let page = b.page("").await.text;
    for wanted in [
        "会議「電話会議 – 青木 真理」の日時を",
        "中止しました",
        "延期します",
    ] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
    assert_eq!(b.house.faults().await, []);
}

#[tokio::test]
async fn h3_the_way_in_appears_shortly_before_and_what_is_over_says_so() {
    let b = Both::in_status("open/investigating").await;
    set(&b, "", "2026-11-20T12:08", &[]).await;
    for rest in ["", "/appointments"] {
        let page = b.page(rest).await.text;
        assert!(page.contains("あと8分で始まります"), "{page}");
        assert!(page.contains(&format!("href=\"{LINK}\"")), "{page}");
    }
    b.house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_mins(20));
    assert!(b.page("").await.text.contains("会議中です"));
    b.house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_mins(20));
    let page = b.page("/appointments").await.text;
    assert!(
        page.contains("この会議は終了しました") && !page.contains(LINK),
        "{page}"
    );
    assert!(b.page("").await.text.contains("終了・中止した会議（1件）"));
}

#[tokio::test]
async fn h3_somebody_who_is_not_invited_any_more_is_told_so() {
    let b = Both::in_status("open/investigating").await;
    set(&b, "", "2026-11-24T10:00", &[]).await;
    mailed(&b).await;
    let alone = [("conference-people", "aoki@hinode.example")];
    let mut fields = vec![
        ("do", "set"),
        ("id", "1"),
        ("conference-at", "2026-11-24T10:00"),
        ("conference-minutes", "30"),
        ("conference-link", LINK),
    ];
    fields.extend(alone);
    let done = b.staff("/appointments", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let letters = mailed(&b).await;
    let methods = |email: &str| to(&letters, email).calendars[0].method;
    assert_eq!(methods("partner@elsewhere.example"), "CANCEL");
    assert_eq!(methods("aoki@hinode.example"), "REQUEST");
    // It names them alone, and gives no way in.
    let source = &to(&letters, "partner@elsewhere.example").calendars[0].source;
    let source = source.replace("\r\n ", "");
    assert_eq!(source.matches("ATTENDEE").count(), 1, "{source}");
    assert!(
        source.contains("mailto:partner@elsewhere.example"),
        "{source}"
    );
    assert!(
        !source.contains("aoki@hinode.example") && !source.contains(LINK),
        "{source}"
    );
    assert!(
        !to(&letters, "partner@elsewhere.example")
            .text()
            .contains(LINK)
    );
}

#[tokio::test]
async fn h2_a_call_is_asked_for_stands_on_staffs_first_page_and_is_made() {
    let b = Both::in_status("open/investigating").await;
    let wish = [
        ("do", "ask-call"),
        ("call-from", "2026-11-20T14:00"),
        ("call-until", "2026-11-20T16:00"),
        ("call-reason", "録音の件で相談したい"),
    ];
    let asked = b.customer("/appointments", &wish).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    let again = b.customer("/appointments", &wish).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(
        b.page("")
            .await
            .text
            .contains("14:00〜2026年11月20日(金) 16:00の間の電話を希望しています")
    );
    let home = b.house.get(&b.mori, "/staff?view=support").await.text;
    assert!(home.contains("お電話の約束 1件"), "{home}");
    let list = b.house.get(&b.mori, "/staff/calls").await.text;
    for wanted in ["お客様の依頼", "2026年11月20日(金) 16:00まで", "青木 真理"] {
        assert!(list.contains(wanted), "{wanted}: {list}");
    }
    let call = |text: &'static str| {
        vec![
            ("do", "keep-call"),
            ("call-way", "out"),
            ("call-reached", "yes"),
            ("call-with", "青木 真理"),
            ("call-began", "2026-11-20T11:40"),
            ("call-minutes", "12"),
            ("call-summary", text),
            ("call-note", "内部だけのメモ"),
        ]
    };
    let mut late = call("x");
    late[4] = ("call-began", "2026-11-20T12:40");
    let refused = b.staff("/appointments", &late).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("内部だけのメモ"),
        "what was typed is kept"
    );
    let by_customer = b.customer("/appointments", &call("x")).await;
    assert_eq!(by_customer.status, StatusCode::FORBIDDEN);
    let made = b.staff("/appointments", &call("設定を直しました")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let page = b.page("").await.text;
    assert!(
        page.contains("電話 – 青木 真理：青木 真理さんにお電話しました"),
        "{page}"
    );
    assert!(page.contains("11:40、12分") && page.contains("設定を直しました"));
    assert!(!page.contains("内部だけのメモ"), "{page}");
    assert!(b.staffs_page().await.contains("内部だけのメモ"));
    // It had begun before the customer asked for one: that one is owed still.
    let home = b.house.get(&b.mori, "/staff?view=support").await.text;
    assert!(home.contains("お電話の約束 1件"), "{home}");
    b.house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_hours(1));
    let mut then = call("折り返しました");
    then[4] = ("call-began", "2026-11-20T12:30");
    let made = b.staff("/appointments", &then).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let home = b.house.get(&b.mori, "/staff?view=support").await.text;
    assert!(!home.contains("お電話の約束"), "{home}");
    let letters = mailed(&b).await;
    assert!(
        to(&letters, "aoki@hinode.example")
            .text()
            .contains("設定を直しました")
    );
    assert_eq!(b.house.faults().await, []);
}

#[tokio::test]
async fn h2_a_case_is_opened_by_phone_under_the_callers_own_contract_and_access() {
    let house = House::open().await;
    let mori = house.reader(MORI).await;
    let found = house
        .get(&mori, "/staff/calls?q=%E9%9D%92%E6%9C%A8+hinode")
        .await;
    assert!(
        found.text.contains("/staff/calls/new?contact=101"),
        "{}",
        found.text
    );
    let nobody = house.get(&mori, "/staff/calls?q=%25").await.text;
    assert!(
        nobody.contains("見つかりません"),
        "signs stand for themselves"
    );
    let form = house.get(&mori, "/staff/calls/new?contact=101").await.text;
    assert!(
        form.contains("value=\"電話 – 青木 真理\"") && form.contains("東京本社"),
        "{form}"
    );
    let fields = |contact: &'static str| {
        [
            ("contact", contact),
            ("kind", "support-case"),
            ("deployment", "11"),
            ("sub-type", "problem"),
            ("product", "contact-cloud"),
            ("environment", "production"),
            ("severity", "S3"),
            ("subject", "電話 – 青木 真理"),
            ("description", "録音が再生できないとのこと"),
        ]
    };
    let opened = house.post(&mori, "/staff/calls/new", &fields("101")).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let case = house.app.case(&AS_AOKI, 1).await.unwrap();
    let case = &case.case;
    assert_eq!((case.channel.as_str(), case.contact), ("phone", AOKI));
    assert!(!case.call_owed && case.promise.is_some());
    let aoki = house.reader(AOKI).await;
    let page = house.get(&aoki, "/cases/00000001").await.text;
    assert!(
        page.contains("電話で受け付けて、ケースを開きました"),
        "{page}"
    );
    // Who may only read opens none, whoever writes it down; what is none of theirs is not offered.
    let reads = house.post(&mori, "/staff/calls/new", &fields("103")).await;
    assert_eq!(reads.status, StatusCode::FORBIDDEN);
    let mut foreign = fields("101");
    foreign[2] = ("deployment", "21");
    let refused = house.post(&mori, "/staff/calls/new", &foreign).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("録音が再生できないとのこと"));
    let by_customer = house.post(&aoki, "/staff/calls/new", &fields("101")).await;
    assert_eq!(by_customer.status, StatusCode::NOT_FOUND);
    assert_eq!(house.faults().await, []);
}

/// The private address that this reader has made, without what stands before.
async fn address(house: &House, reader: &Reader) -> String {
    let made = house
        .post(reader, "/profile/calendar", &[("do", "make")])
        .await;
    assert_eq!(made.status, StatusCode::OK);
    let (_, rest) = made.text.split_once("https://desk.example").unwrap();
    rest[..rest.find(".ics").unwrap() + 4].to_owned()
}

#[tokio::test]
async fn h3_a_calendar_is_read_under_its_own_address_until_another_is_made() {
    let b = Both::in_status("open/investigating").await;
    set(
        &b,
        "",
        "2026-11-24T10:00",
        &[("conference-passcode", PASSCODE)],
    )
    .await;
    let wish = Command::AskCall(NewCallWish {
        from: None,
        until: "2026-11-20T07:00:00Z".parse().unwrap(),
        phone: String::new(),
        reason: "相談".into(),
    });
    let aoki = AS_AOKI;
    let done = b.house.app.change_case(&aoki, 1, wish, None, None);
    done.await.unwrap();
    let nobody = Reader::default();
    let feed = async |at: &str| b.house.get(&nobody, at).await;
    let first = address(&b.house, &b.aoki).await;
    let answer = feed(&first).await;
    assert_eq!(answer.status, StatusCode::OK, "without signing in");
    assert_eq!(
        answer.header("content-type"),
        "text/calendar; charset=utf-8"
    );
    let calendar = read(&answer.text);
    assert!(calendar.contains("METHOD:PUBLISH") && calendar.contains("DTSTART:20261124T010000Z"));
    assert!(
        calendar.contains("SUMMARY:サポートからの電話（00000001）"),
        "{calendar}"
    );
    assert!(
        !calendar.contains(PASSCODE) && !calendar.contains("ATTENDEE"),
        "{calendar}"
    );
    // The host has theirs; a colleague who is not invited has nothing in it.
    let mori = address(&b.house, &b.mori).await;
    assert!(feed(&mori).await.text.contains("DTSTART:20261124T010000Z"));
    let baba = b.house.reader(BABA).await;
    let baba = address(&b.house, &baba).await;
    assert!(!feed(&baba).await.text.contains("VEVENT"));
    // Shown once, kept as a digest; made anew, the old one is over, and looks as one that never was.
    let page = b.house.get(&b.aoki, "/profile/calendar").await.text;
    assert!(!page.contains("https://desk.example/calendar/"), "{page}");
    let second = address(&b.house, &b.aoki).await;
    let (old, never) = (feed(&first).await, feed("/calendar/nonsense.ics").await);
    assert_eq!(
        (old.status, never.status),
        (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
    );
    assert_eq!(
        old.text.replace(&first, ""),
        never.text.replace("/calendar/nonsense.ics", "")
    );
    assert_eq!(feed(&second).await.status, StatusCode::OK);
    let ended = b
        .house
        .post(&b.aoki, "/profile/calendar", &[("do", "end")])
        .await;
    assert_eq!(ended.status, StatusCode::OK);
    assert_eq!(feed(&second).await.status, StatusCode::NOT_FOUND);
    // Guessing is slowed.
    let mut slowed = false;
    for n in 0..40 {
        let guess = feed(&format!("/calendar/guess{n}.ics")).await;
        slowed |= guess.status == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(slowed);
}

#[tokio::test]
async fn h3_a_calendar_holds_what_its_owner_may_still_see() {
    let b = Both::in_status("open/investigating").await;
    set(&b, "", "2026-11-24T10:00", &[]).await;
    let nobody = Reader::default();
    let mine = address(&b.house, &b.aoki).await;
    assert!(b.house.get(&nobody, &mine).await.text.contains("VEVENT"));
    let by = &ADMINISTRATOR;
    let suspended = b.house.app.suspend(by, HINODE, AOKI, true);
    suspended.await.unwrap();
    let gone = b.house.get(&nobody, &mine).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    // What is kept to a team is in nobody else's.
    let ishikawa = b.house.reader(ISHIKAWA).await;
    let others = address(&b.house, &ishikawa).await;
    let reply = [(
        "conference-people",
        "aoki@hinode.example\nishikawa@vendor.example",
    )];
    let mut fields = vec![
        ("do", "set"),
        ("id", "1"),
        ("conference-at", "2026-11-24T11:00"),
    ];
    fields.extend(reply);
    assert_eq!(
        b.staff("/appointments", &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let email = b.house.app.store.person(ISHIKAWA).await.unwrap().unwrap();
    assert_eq!(email.profile.email.as_str(), "ishikawa@vendor.example");
    assert!(b.house.get(&nobody, &others).await.text.contains("VEVENT"));
    let assigned = Command::Assign {
        owner: Some(MORI),
        team: Some(TIER1),
    };
    for command in [assigned, Command::SetPrivacy { private: true }] {
        let done = b.house.app.change_case(&AS_MORI, 1, command, None, None);
        done.await.unwrap();
    }
    assert!(!b.house.get(&nobody, &others).await.text.contains("VEVENT"));
}
