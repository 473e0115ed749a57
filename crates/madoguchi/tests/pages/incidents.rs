//! Incidents on the pages of both sides, in lists, mails and open pages (E3, S7).

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::{access::Scope, case::Command, desk::StatusId};
use madoguchi::work;
use store::incidents::StoredIncident;
use testkit::cast::*;

use crate::browser::{Answer, House, Reader};

/// What staff write among themselves.
const INTERNAL: &str = "社内だけのメモ";

struct Site {
    house: House,
    mori: Reader,
    aoki: Reader,
    lindner: Reader,
    /// Number of a case of each company.
    hinodes: i64,
    kitanos: i64,
}

impl Site {
    async fn new() -> Self {
        let house = House::open().await;
        let hinodes = house.open_case(&AS_AOKI, "通話が切れる").await;
        let store = &house.app.store;
        let kitanos = house
            .cast
            .open(store, &AS_LINDNER, BERLIN, "Calls drop", noon())
            .await
            .unwrap();
        Self {
            mori: house.reader(MORI).await,
            aoki: house.reader(AOKI).await,
            lindner: house.reader(LINDNER).await,
            hinodes,
            kitanos,
            house,
        }
    }

    async fn staff(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("/staff/incidents{path}");
        self.house.post(&self.mori, &path, fields).await
    }

    async fn does(&self, what: &str, fields: &[(&str, &str)]) {
        let done = self.staff(&format!("/1/{what}"), fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{what} {}", done.text);
    }

    /// Declared from the first company's case, with `more` fields.
    async fn declared(&self, more: &[(&str, &str)]) -> Answer {
        let case = format!("{:08}", self.hinodes);
        let next = self.moment(30);
        let mut fields = vec![
            ("case", case.as_str()),
            ("title-ja", "通話が切れる事象 <b>"),
            ("title-en", "Calls drop"),
            ("severity", "S1"),
            ("product-contact-cloud", "1"),
            ("text-ja", "調べています。<script>"),
            ("text-en", "We are looking into it."),
            ("next-at", next.as_str()),
        ];
        fields.extend(more);
        self.staff("", &fields).await
    }

    /// So many minutes from now, as a field of a form holds it in Tokyo.
    fn moment(&self, minutes: i64) -> String {
        let at = self.house.app.now() + jiff::SignedDuration::from_mins(minutes);
        let zone = jiff::tz::TimeZone::get("Asia/Tokyo").unwrap();
        at.to_zoned(zone).strftime("%Y-%m-%dT%H:%M").to_string()
    }

    async fn updated(&self, ja: &str, en: &str) {
        let next = self.moment(60);
        let fields = [
            ("phase", "identified"),
            ("text-ja", ja),
            ("text-en", en),
            ("next-at", next.as_str()),
        ];
        self.does("updates", &fields).await;
    }

    async fn incident(&self) -> StoredIncident {
        let found = self.house.app.incident(&AS_MORI, 1).await;
        found.unwrap()
    }

    async fn case_page(&self, reader: &Reader, number: i64) -> String {
        let page = self.house.get(reader, &format!("/cases/{number:08}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        page.text
    }
}

#[tokio::test]
async fn e3_an_incident_is_declared_from_a_case_and_stands_on_its_page_by_reference() {
    let site = Site::new().await;
    let at = format!("/staff/incidents/new?case={:08}", site.hinodes);
    let page = site.house.get(&site.mori, &at).await.text;
    // Prefilled: the subject in its language, the product, the first words, the rhythm.
    for wanted in [
        "value=\"通話が切れる\" lang=\"ja\"",
        "name=\"product-contact-cloud\" value=\"1\" checked",
        "コンタクトクラウドで障害が発生しており",
        "Contact Cloud has a problem",
        &format!("value=\"{}\"", site.moment(30)),
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    // The other company's case of the same product is suggested, and nobody ticks it but staff.
    let name = format!("name=\"case-{}\" value=\"1\">", site.kitanos);
    assert!(page.contains(&name), "{page}");
    let done = site.declared(&[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(done.header("location"), "/staff/incidents/1");
    let before = site.house.app.case(&AS_AOKI, site.hinodes).await.unwrap();
    let page = site.case_page(&site.aoki, site.hinodes).await;
    for wanted in [
        "INC-00001",
        "調べています。",
        "障害情報INC-00001を更新（調査中）",
        "href=\"/incidents/1\"",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    assert!(
        !page.contains("<script>") && !page.contains("事象 <b>"),
        "{page}"
    );
    // Lists find it by its type.
    let list = site.house.get(&site.aoki, "/cases?kind=incident%3A").await;
    assert!(
        list.text.contains(&format!("/cases/{:08}", site.hinodes)),
        "{}",
        list.text
    );
    let others = site
        .house
        .get(&site.lindner, "/cases?kind=incident%3A")
        .await;
    assert!(
        !others.text.contains(&format!("/cases/{:08}", site.kitanos)),
        "{}",
        others.text
    );
    // By reference: nothing was written to the case.
    let after = site.house.app.case(&AS_AOKI, site.hinodes).await.unwrap();
    assert_eq!(before.case.version, after.case.version);
    assert_eq!(site.house.faults().await, []);
    // The case's address leads to it, instead of declaring a second one.
    let again = site.house.get(&site.mori, &at).await;
    assert_eq!(again.header("location"), "/staff/incidents/1");
}

#[tokio::test]
async fn e3_what_lacks_a_language_or_a_next_update_is_refused_with_the_words_kept() {
    let site = Site::new().await;
    let refused = site.declared(&[]).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER);
    let fields = [
        ("phase", "identified"),
        ("text-ja", "原因が分かりました。"),
        ("text-en", " "),
        ("next-at", ""),
    ];
    let refused = site.staff("/1/updates", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for wanted in [
        "href=\"#updates-text-en\"",
        "href=\"#updates-next-at\"",
        "お客様へのお知らせ（英語）",
        "原因が分かりました。</textarea>",
    ] {
        assert!(refused.text.contains(wanted), "{wanted}\n{}", refused.text);
    }
    assert_eq!(site.incident().await.incident.updates.len(), 1);
    // Somebody else was faster: the words stay, and are sent again on what is known now.
    let next = site.moment(60);
    let fields = [
        ("version", "1"),
        ("phase", "identified"),
        ("text-ja", "原因が分かりました。"),
        ("text-en", "We know the cause."),
        ("next-at", next.as_str()),
    ];
    let stale = site.staff("/1/updates", &fields).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.text.contains("We know the cause.</textarea>"));
    assert_eq!(site.incident().await.incident.updates.len(), 1);
}

#[tokio::test]
async fn e3_who_joins_late_reads_all_of_it_and_others_learn_of_no_other_company() {
    let site = Site::new().await;
    site.declared(&[]).await;
    site.updated("原因が分かりました。", "We know the cause.")
        .await;
    site.does("notes", &[("note", INTERNAL)]).await;
    // The second company is no part of it: unknown and foreign look the same.
    for path in ["/incidents/1", "/incidents/99"] {
        let page = site.house.get(&site.lindner, path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    let home = site.house.get(&site.lindner, "/").await.text;
    assert!(!home.contains("INC-00001"), "{home}");
    let numbers = format!("{}", site.kitanos);
    site.does("gathering", &[("cases", &numbers)]).await;
    let page = site.case_page(&site.lindner, site.kitanos).await;
    let (first, second) = ("We are looking into it.", "We know the cause.");
    assert!(page.contains(first) && page.contains(second), "{page}");
    let page = site.house.get(&site.lindner, "/incidents/1").await;
    assert_eq!(page.status, StatusCode::OK);
    let first = page.text.find(first).unwrap();
    let second = page.text.find(second).unwrap();
    assert!(second < first, "the latest stands first");
    // No name, no case and no count of the other company's; nothing that staff wrote for themselves.
    let foreign = format!("{:08}", site.hinodes);
    for kept in ["日の出", "Hinode", &foreign, INTERNAL, "青木"] {
        assert!(!page.text.contains(kept), "{kept}\n{}", page.text);
    }
    // Both lists call such a case an incident.
    for (reader, kind) in [(&site.lindner, "Incident"), (&site.aoki, "インシデント")] {
        let list = site.house.get(reader, "/cases?scope=company").await.text;
        let kind = format!("<td class=\"type\">{kind}</td>");
        assert!(list.contains(&kind), "{list}");
    }
    // Let go, it is what it was.
    let ticked = format!("case-{}", site.kitanos);
    site.does("release", &[(ticked.as_str(), "1")]).await;
    let page = site.house.get(&site.lindner, "/incidents/1").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert_eq!(site.house.faults().await, []);
}

#[tokio::test]
async fn e3_a_case_in_another_incident_is_refused_with_its_number() {
    let site = Site::new().await;
    site.declared(&[]).await;
    let second = format!("{:08}", site.kitanos);
    let next = site.moment(30);
    let ticked = format!("case-{}", site.hinodes);
    let mut fields = vec![
        ("case", second.as_str()),
        ("title-ja", "別の事象"),
        ("title-en", "Another"),
        ("severity", "S2"),
        ("text-ja", "調べています。"),
        ("text-en", "We are looking into it."),
        ("next-at", next.as_str()),
        (ticked.as_str(), "1"),
    ];
    let refused = site.staff("", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("INC-00001に追加されています"),
        "{}",
        refused.text
    );
    fields.pop();
    let done = site.staff("", &fields).await;
    assert_eq!(done.header("location"), "/staff/incidents/2");
}

#[tokio::test]
async fn e3_the_banner_is_for_those_concerned_and_not_for_who_wants_to_hear_nothing() {
    let site = Site::new().await;
    site.declared(&[("wide", "1")]).await;
    // Each in their language.
    for (reader, next) in [
        (&site.aoki, "次回の更新："),
        (&site.lindner, "Next update:"),
    ] {
        let home = site.house.get(reader, "/").await.text;
        assert!(home.contains("INC-00001") && home.contains(next), "{home}");
    }
    // Basic access reads no case, and of what concerns the company everything that is told.
    let basic = site.house.basic_contact().await;
    let home = site.house.get(&basic, "/").await.text;
    assert!(home.contains("INC-00001"), "{home}");
    let kitano = KITANO.to_string();
    let fields = [("account", kitano.as_str()), ("hears", "no")];
    site.does("hearing", &fields).await;
    let home = site.house.get(&site.lindner, "/").await.text;
    assert!(!home.contains("INC-00001"), "{home}");
    let reason = [("reason", "誤検知")];
    site.does("cancellation", &reason).await;
    let home = site.house.get(&site.aoki, "/").await.text;
    assert!(!home.contains("INC-00001"), "{home}");
    let page = site.house.get(&site.aoki, "/incidents/1").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn e3_the_preview_says_whom_it_reaches_and_keeps_nothing() {
    let site = Site::new().await;
    let next = site.moment(30);
    let case = format!("{:08}", site.hinodes);
    let fields = [
        ("case", case.as_str()),
        ("title-ja", "通話が切れる事象"),
        ("title-en", "Calls drop"),
        ("severity", "S1"),
        ("product-contact-cloud", "1"),
        ("wide", "1"),
        ("text-ja", "調べています。"),
        ("text-en", "We are looking into it."),
        ("next-at", next.as_str()),
    ];
    let page = site.staff("/preview", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for wanted in [
        "公開の範囲：2社、メールの宛先3名",
        "日の出物流",
        "Calls drop</b>",
    ] {
        assert!(page.text.contains(wanted), "{wanted}\n{}", page.text);
    }
    let none = site.house.get(&site.mori, "/staff/incidents/1").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn e3_cases_and_companies_are_suggested_or_named_by_hand_when_it_is_declared() {
    let site = Site::new().await;
    let another = site.house.open_case(&AS_BABA, "録音が聞けない").await;
    let at = format!("/staff/incidents/new?case={:08}", site.hinodes);
    let page = site.house.get(&site.mori, &at).await.text;
    // Both companies have such a case; nobody ticks them but staff.
    for account in [HINODE, KITANO] {
        let tick = format!("name=\"account-{account}\" value=\"1\">");
        assert!(page.contains(&tick), "{tick}\n{page}");
    }
    assert!(page.contains("ケースあり"), "{page}");
    // A number that is none is refused, and everything stays as it was typed.
    let wrong = [("cases", "99"), ("account-2", "1")];
    let refused = site.declared(&wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in [
        "name=\"cases\" value=\"99\"",
        "name=\"account-2\" value=\"1\" checked",
    ] {
        assert!(refused.text.contains(kept), "{kept}\n{}", refused.text);
    }
    let number = format!("{another:08}");
    let named = [("cases", number.as_str()), ("account-2", "1")];
    let done = site.declared(&named).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let incident = site.incident().await.incident;
    let id = async |number: i64| site.house.app.case(&AS_MORI, number).await.unwrap().id;
    let cases = [id(site.hinodes).await, id(another).await];
    assert_eq!(incident.cases, BTreeSet::from(cases));
    assert_eq!(incident.affected.accounts, BTreeSet::from([KITANO]));
    // All of the company that was ticked reads it; of the case that was left out nothing was said.
    let page = site.house.get(&site.lindner, "/incidents/1").await;
    assert_eq!(page.status, StatusCode::OK);
    let page = site.case_page(&site.lindner, site.kitanos).await;
    assert!(
        !page.contains("障害情報INC-00001を更新") && !page.contains("Incident INC-00001 updated")
    );
    // While it runs, what may belong to it is suggested on, until it does.
    let told = "id=\"gathering-suggested\"";
    let at = "/staff/incidents/1";
    let page = site.house.get(&site.mori, at).await.text;
    let tick = format!("name=\"case-{}\" value=\"1\">", site.kitanos);
    let part = page.split(told).nth(1).unwrap();
    let part = part.split("</fieldset>").next().unwrap();
    assert!(part.contains(&tick), "{part}");
    assert_eq!(part.matches("type=\"checkbox\"").count(), 1, "{part}");
    let ticked = format!("case-{}", site.kitanos);
    site.does("gathering", &[(ticked.as_str(), "1")]).await;
    let gathered = site.incident().await.incident.cases;
    assert!(gathered.contains(&id(site.kitanos).await) && gathered.len() == 3);
    assert!(!site.house.get(&site.mori, at).await.text.contains(told));
    assert_eq!(site.house.faults().await, []);
}

#[tokio::test]
async fn e3_the_end_offers_each_ticked_case_the_solution_and_leaves_closed_ones_alone() {
    let site = Site::new().await;
    let closed = site.house.open_case(&AS_BABA, "録音").await;
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    let app = &site.house.app;
    let done = app.change_case(&AS_BABA, closed, close, None, None).await;
    done.unwrap();
    site.declared(&[]).await;
    let more = format!("{} {closed}", site.kitanos);
    site.does("gathering", &[("cases", &more)]).await;
    let ticks = [site.hinodes, closed].map(|number| format!("case-{number}"));
    let fields = [
        ("text-ja", "復旧しました。"),
        ("text-en", "Service is back."),
        ("solution-ja", "画面を開き直してください。"),
        ("solution-en", "Open the page again."),
        ("cause-due-on", "2026-12-01"),
        (ticks[0].as_str(), "1"),
        (ticks[1].as_str(), "1"),
    ];
    let done = site.staff("/1/end", &fields).await;
    assert_eq!(
        done.header("location"),
        "/staff/incidents/1?told=offered&given=1&left=1"
    );
    let status = async |number: i64| {
        let stored = app.store.case(&Scope::System, number).await.unwrap();
        stored.unwrap().case.status
    };
    let offered = StatusId::new("solution-proposed/proposed");
    assert_eq!(status(site.hinodes).await, offered);
    // Not ticked, and closed.
    assert_eq!(status(site.kitanos).await, StatusId::new("open/new"));
    assert!(status(closed).await.as_str().starts_with("closed/"));
    let page = site.case_page(&site.aoki, site.hinodes).await;
    assert!(page.contains("画面を開き直してください。") && page.contains("復旧しました。"));
    // The customer confirms it as any solution.
    let to = format!("/cases/{:08}/solution-answer", site.hinodes);
    let done = site.house.post(&site.aoki, &to, &[("worked", "yes")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    // Others are offered it later, once.
    let page = site.house.get(&site.mori, "/staff/incidents/1").await.text;
    let tick = format!("name=\"case-{}\" value=\"1\">", site.kitanos);
    assert!(
        page.contains("id=\"offers\"") && page.contains(&tick),
        "{page}"
    );
    let tick = format!("case-{}", site.kitanos);
    site.does("offers", &[(tick.as_str(), "1")]).await;
    assert_eq!(status(site.kitanos).await, offered);
    // In the language of its contact.
    let contact = app.store.person(LINDNER).await.unwrap().unwrap();
    let wanted = match contact.profile.language.as_str() {
        "ja" => "画面を開き直してください。",
        _ => "Open the page again.",
    };
    let page = site.case_page(&site.lindner, site.kitanos).await;
    assert!(page.contains(wanted), "{page}");
    // The cause is reported once, and told to all.
    let cause = [
        ("cause-ja", "設定の誤りです。"),
        ("cause-en", "A wrong setting."),
    ];
    site.does("cause", &cause).await;
    let page = site.house.get(&site.aoki, "/incidents/1").await.text;
    assert!(
        page.contains("設定の誤りです。") && page.contains("原因報告"),
        "{page}"
    );
    let again = site.staff("/1/cause", &cause).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.house.faults().await, []);
}

#[tokio::test]
async fn e3_an_update_is_one_mail_for_each_reader_in_their_language() {
    let site = Site::new().await;
    // A second case of the same contact's makes no second mail.
    let second = site.house.open_case(&AS_AOKI, "録音").await;
    site.house.mailed().await;
    site.declared(&[]).await;
    let numbers = format!("{second} {}", site.kitanos);
    site.does("gathering", &[("cases", &numbers)]).await;
    let before = site.house.mailed().await.len();
    site.house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_mins(5));
    site.updated("原因が分かりました。", "We know the cause.")
        .await;
    let all = site.house.mailed().await;
    let new = &all[..all.len() - before];
    let to: Vec<&str> = new.iter().map(|letter| letter.to.email.as_str()).collect();
    assert_eq!(to.len(), 2, "{to:?}");
    for letter in new {
        let wanted = match letter.language.as_str() {
            "ja" => "原因が分かりました。",
            _ => "We know the cause.",
        };
        assert!(letter.said.contains(wanted), "{}", letter.said);
        assert!(letter.said.contains("/incidents/1"), "{}", letter.said);
        assert!(letter.subject.contains("INC-00001"), "{}", letter.subject);
        assert!(!letter.said.contains("Hinode") || letter.to.email.contains("hinode"));
    }
}

#[tokio::test]
async fn s7_a_promised_update_that_does_not_come_is_told_to_its_lead_and_then_to_those_who_lead() {
    let site = Site::new().await;
    crate::closings::supervisor(&site.house).await;
    let supervisor = "hori@desk.example".to_owned();
    site.declared(&[]).await;
    site.house.mailed().await;
    let app = &site.house.app;
    let told = async |minutes: i64| {
        let before = site.house.letters(0).await.len();
        app.clock()
            .advance(jiff::SignedDuration::from_mins(minutes));
        work::incidents::run(app).await;
        // Again: once is enough.
        work::incidents::run(app).await;
        let all = site.house.mailed().await;
        let new = all[..all.len() - before].iter();
        let mut to: Vec<String> = new.map(|letter| letter.to.email.clone()).collect();
        to.sort();
        to
    };
    let mori = app.store.person(MORI).await.unwrap().unwrap();
    let lead = mori.profile.email.as_str().to_owned();
    assert_eq!(told(24).await, [""; 0]);
    assert_eq!(told(1).await, std::slice::from_ref(&lead));
    let mut both = [lead, supervisor];
    both.sort();
    assert_eq!(told(5).await, both);
    assert_eq!(told(60).await, [""; 0]);
    let list = site.house.get(&site.mori, "/staff/incidents").await.text;
    assert!(
        list.contains("<tr data-overdue>") && list.contains("更新が遅れています"),
        "{list}"
    );
    let page = site.house.get(&site.mori, "/staff/incidents/1").await.text;
    assert!(page.contains("data-overdue"), "{page}");
    assert_eq!(site.house.faults().await, []);
}

#[tokio::test]
async fn k1_an_update_rings_on_the_pages_of_all_its_cases() {
    let site = Site::new().await;
    site.declared(&[]).await;
    let numbers = format!("{}", site.kitanos);
    site.does("gathering", &[("cases", &numbers)]).await;
    let app = &site.house.app;
    let place = work::live::step(app, None).await.unwrap();
    let mut rung = Vec::new();
    for number in [site.hinodes, site.kitanos] {
        let stored = app.store.case(&Scope::System, number).await.unwrap();
        rung.push(app.live.of(stored.unwrap().id));
    }
    site.updated("原因が分かりました。", "We know the cause.")
        .await;
    work::live::step(app, Some(place)).await.unwrap();
    for bell in rung {
        assert!(bell.has_changed().unwrap());
    }
}

#[tokio::test]
async fn e3_who_comes_later_gets_how_it_stands_and_who_was_told_hears_that_it_was_none() {
    let site = Site::new().await;
    let later = || {
        let clock = site.house.app.clock();
        clock.advance(jiff::SignedDuration::from_mins(5));
    };
    site.declared(&[]).await;
    site.house.mailed().await;
    later();
    site.updated("原因が分かりました。", "We know why.").await;
    let before = site.house.mailed().await.len();
    later();
    let kitanos = site.kitanos.to_string();
    site.does("gathering", &[("cases", &kitanos)]).await;
    let all = site.house.mailed().await;
    let new = &all[..all.len() - before];
    assert_eq!(new.len(), 1, "nobody else hears of it once more");
    let text = new[0].text();
    assert!(
        text.contains("原因が分かりました。") || text.contains("We know why."),
        "{text}"
    );
    let before = all.len();
    later();
    // A company that is told nothing of it hears how it stands once it is again.
    let account = KITANO.to_string();
    for (hears, letters) in [("no", 0), ("yes", 0)] {
        site.does("hearing", &[("account", &account), ("hears", hears)])
            .await;
        assert_eq!(
            site.house.mailed().await.len(),
            before + letters,
            "they know it"
        );
    }
    later();
    site.does("cancellation", &[("reason", INTERNAL)]).await;
    let all = site.house.mailed().await;
    let new = &all[..all.len() - before];
    let told: std::collections::BTreeSet<&str> =
        new.iter().map(|letter| letter.to.email.as_str()).collect();
    assert_eq!(told.len(), 2, "each of both companies once");
    for letter in new {
        let text = letter.text();
        assert!(letter.subject.contains("取り消し") || letter.subject.contains("Taken back"));
        assert!(
            !text.contains(INTERNAL) && !text.contains("/incidents/1"),
            "{text}"
        );
    }
    assert_eq!(site.house.faults().await, []);
}

#[tokio::test]
async fn e3_what_is_long_over_is_found_among_past_incidents() {
    let site = Site::new().await;
    site.declared(&[]).await;
    let end = [
        ("text-ja", "復旧しました。"),
        ("text-en", "Service is back."),
        ("solution-ja", "画面を開き直してください。"),
        ("solution-en", "Open the page again."),
    ];
    site.does("end", &end).await;
    let list = async |reader: &Reader, path: &str| site.house.get(reader, path).await.text;
    assert!(list(&site.aoki, "/incidents").await.contains("INC-00001"));
    let clock = site.house.app.clock();
    clock.advance(jiff::SignedDuration::from_hours(24 * 20));
    let aoki = site.house.reader(AOKI).await;
    let lindner = site.house.reader(LINDNER).await;
    let now = list(&aoki, "/incidents").await;
    assert!(
        !now.contains("INC-00001") && now.contains("/incidents?past="),
        "{now}"
    );
    let past = list(&aoki, "/incidents?past=").await;
    assert!(
        past.contains("INC-00001") && past.contains("href=\"/incidents/1\""),
        "{past}"
    );
    // Whom it never concerned has none, and an odd address does no harm.
    for path in ["/incidents?past=", "/incidents?past=x.y"] {
        assert!(!list(&lindner, path).await.contains("INC-00001"), "{path}");
    }
}

#[tokio::test]
async fn e3_an_incident_over_very_many_cases_shows_so_many_at_a_time() {
    let site = Site::new().await;
    site.declared(&[]).await;
    let mut numbers = Vec::new();
    for _ in 0..205 {
        let number = site.house.open_case(&AS_AOKI, "録音").await;
        numbers.push(number.to_string());
    }
    site.does("gathering", &[("cases", &numbers.join(" "))])
        .await;
    let page = site.house.get(&site.mori, "/staff/incidents/1").await.text;
    let last = format!("/staff/cases/{:08}\"", numbers[204].parse::<i64>().unwrap());
    assert!(!page.contains(&last), "{page}");
    let further = page.split("?behind=").nth(1).unwrap();
    let behind = further.split(['#', '"']).next().unwrap();
    let to = format!("/staff/incidents/1?behind={behind}");
    let page = site.house.get(&site.mori, &to).await.text;
    let further = "href=\"/staff/incidents/1?behind=";
    assert!(page.contains(&last) && !page.contains(further), "{page}");
}
