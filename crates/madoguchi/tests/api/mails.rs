//! Mail that goes out: who gets one, about what, how often; and what becomes of those that do not get through (H7, S4).

use std::sync::Arc;

use domain::{PersonId, Role, directory::Standing, notice::Occasion};
use jiff::SignedDuration;
use madoguchi::{
    app::App,
    mail::{Address, Caught, Letter, Mailing, Post},
    work,
};
use serde_json::json;
use store::mails::{Draft, MailText, Reader, State};

use crate::world::World;

/// A world whose mails are caught.
struct Desk {
    w: World,
    app: App,
    mailing: Arc<Mailing>,
    caught: Arc<Caught>,
}

impl Desk {
    async fn new() -> Self {
        let w = World::new().await;
        let caught = Arc::new(Caught::default());
        let mailing = Mailing {
            base: "https://desk.example".into(),
            from: Address::parse("窓口 <desk@desk.example>").unwrap(),
            post: Post::Caught(caught.clone()),
            calm: SignedDuration::from_secs(60),
        };
        let app = w.app.clone().with_mailing(mailing);
        let mailing = app.mailing.clone().unwrap();
        work::notify::begin(&app).await.unwrap();
        Self {
            w,
            app,
            mailing,
            caught,
        }
    }

    /// One round of the worker; gives the letters that went since the last one, by address.
    async fn round(&self) -> Vec<Letter> {
        let before = self.caught.all().len();
        work::mail(&self.app, &self.mailing).await.unwrap();
        let mut all = self.caught.all();
        all.truncate(all.len() - before);
        let mut letters: Vec<Letter> = all.into_iter().map(|(_, letter)| letter).collect();
        letters.sort_by(|a, b| a.to.email.cmp(&b.to.email));
        letters
    }

    async fn after(&self, minutes: i64) -> Vec<Letter> {
        self.w.pass(minutes);
        self.round().await
    }

    async fn says(&self, who: &str, number: &str, body: serde_json::Value) {
        let path = format!("/cases/{number}/messages");
        self.w.post(who, &path, body).await.is(201);
    }

    /// Sato takes the case, which is told to nobody else.
    async fn taken(&self, number: &str) {
        let path = format!("/cases/{number}/assignment");
        self.w
            .post("sato", &path, json!({"owner": "5"}))
            .await
            .is(200);
    }
}

fn to(letters: &[Letter]) -> Vec<&str> {
    letters.iter().map(|l| l.to.email.as_str()).collect()
}

#[tokio::test]
async fn h7_a_case_that_arrives_and_each_answer_are_told_to_contact_and_copies() {
    let desk = Desk::new().await;
    let number = desk.w.open().await;
    let received = desk.round().await;
    assert_eq!(to(&received), ["hanako@mail.example", "ops@mail.example"]);
    let first = &received[0];
    assert!(first.subject.starts_with("【受付】"), "{}", first.subject);
    assert!(first.subject.contains(&number));
    assert!(
        first.text().starts_with("青木 花子様\n"),
        "{}",
        first.text()
    );
    for part in [
        "朝から録音が残りません。",
        "初回回答 ",
        &format!("https://desk.example/cases/{number}\n"),
    ] {
        assert!(first.text().contains(part), "{part}: {}", first.text());
    }
    desk.says("sato", &number, json!({"text": "確認します。"}))
        .await;
    assert_eq!(to(&desk.round().await), [""; 0], "it waits a minute");
    let answered = desk.after(1).await;
    assert_eq!(to(&answered), ["hanako@mail.example", "ops@mail.example"]);
    assert!(answered[0].text().contains("佐藤 健（サポート）"));
    assert!(answered[0].text().contains("確認します。"));
    assert!(
        !answered[0].text().contains("朝から録音"),
        "that was told before"
    );
    // An address without an account is sent to no page.
    let [own, copied] = &answered[..] else {
        panic!("two of them");
    };
    assert!(own.text().contains("https://desk.example/cases/"));
    assert!(own.text().contains("ケースのページからご連絡ください"));
    assert!(!copied.text().contains("https://"), "{}", copied.text());
    assert!(
        !copied.text().contains("ケースのページ"),
        "{}",
        copied.text()
    );
    assert!(
        copied.text().contains("のご担当者を通じて"),
        "{}",
        copied.text()
    );
    // What belongs together is held together, and each mail is one of its own.
    assert_eq!(answered[0].thread, first.thread);
    assert_ne!(answered[0].message_id, first.message_id);
    assert_eq!(to(&desk.after(60).await), [""; 0], "nothing twice");
}

#[tokio::test]
async fn u15_a_reader_gets_one_mail_for_a_case_and_minute() {
    let desk = Desk::new().await;
    let number = desk.w.open().await;
    desk.round().await;
    desk.w.pass(5);
    for text in ["一つ目。", "二つ目。"] {
        desk.says("sato", &number, json!({ "text": text })).await;
        desk.round().await;
    }
    let asks = json!({"text": "三つ目。ログをください。", "then": "awaiting-information/information-required"});
    desk.says("sato", &number, asks).await;
    let told = desk.after(1).await;
    assert_eq!(to(&told), ["hanako@mail.example", "ops@mail.example"]);
    for text in ["一つ目。", "二つ目。", "三つ目。"] {
        assert!(told[0].text().contains(text), "{}", told[0].text());
    }
    // It is named after what matters most of it.
    assert!(
        told[0].subject.starts_with("【ご確認ください】"),
        "{}",
        told[0].subject
    );
    assert!(
        told[1].subject.starts_with("【回答】"),
        "{}",
        told[1].subject
    );
    // What comes right behind it waits for its minute.
    desk.says("sato", &number, json!({"text": "四つ目。"}))
        .await;
    desk.w.clock.advance(SignedDuration::from_secs(30));
    assert_eq!(to(&desk.round().await), [""; 0]);
    assert_eq!(desk.after(1).await.len(), 2);
}

#[tokio::test]
async fn h7_staff_hear_of_the_customer_and_nobody_of_their_own_doing() {
    let desk = Desk::new().await;
    let number = desk.w.open().await;
    desk.taken(&number).await;
    desk.after(2).await;
    desk.says("hanako", &number, json!({"text": "再起動しても同じです。"}))
        .await;
    let told = desk.after(2).await;
    assert_eq!(to(&told), ["sato@mail.example"]);
    assert!(told[0].text().contains("再起動しても同じです。"));
    assert!(
        told[0]
            .text()
            .contains(&format!("https://desk.example/staff/cases/{number}\n"))
    );
    // A note is nobody's mail.
    let path = format!("/cases/{number}/notes");
    desk.w
        .post("kimura", &path, json!({"text": "秘密のメモ"}))
        .await;
    assert_eq!(to(&desk.after(2).await), [""; 0]);
}

#[tokio::test]
async fn s4_warnings_go_to_the_agent_and_a_breach_too() {
    let desk = Desk::new().await;
    let number = desk.w.open().await;
    desk.taken(&number).await;
    desk.after(2).await;
    // Half an hour is promised; three quarters of it pass.
    desk.w.pass(21);
    work::clocks::run(&desk.app).await;
    let warned = desk.round().await;
    assert_eq!(to(&warned), ["sato@mail.example"]);
    assert!(
        warned[0].subject.starts_with("【期限間近】"),
        "{}",
        warned[0].subject
    );
    desk.w.pass(8);
    work::clocks::run(&desk.app).await;
    let broken = desk.round().await;
    assert_eq!(to(&broken), ["sato@mail.example"]);
    assert!(
        broken[0].subject.starts_with("【期限超過】"),
        "{}",
        broken[0].subject
    );
}

#[tokio::test]
async fn h7_a_mail_is_in_its_readers_language_and_in_the_operators_words() {
    let desk = Desk::new().await;
    let text = MailText {
        subject: "Neu: {{ case.number }}".into(),
        body: "{{ company }} / {{ case.subject }}\n{% include \"foot\" %}".into(),
    };
    let (store, now) = (&desk.app.store, desk.app.now());
    store
        .set_mail_text(Occasion::Received, "ja", Some(&text), PersonId(5), now)
        .await
        .unwrap();
    let number = desk.w.open().await;
    let told = desk.round().await;
    assert_eq!(told[0].subject, format!("Neu: {number}"));
    assert!(told[0].text().starts_with("青社 / 録音できない\n"));
    // One that cannot be filled in any more holds no mail up.
    let broken = MailText {
        body: "{{ nothing.of.this }}".into(),
        ..text
    };
    store
        .set_mail_text(Occasion::Answered, "ja", Some(&broken), PersonId(5), now)
        .await
        .unwrap();
    desk.says("sato", &number, json!({"text": "確認します。"}))
        .await;
    let told = desk.after(2).await;
    assert!(
        told[0].subject.starts_with("【回答】"),
        "{}",
        told[0].subject
    );
}

#[tokio::test]
async fn a2_who_may_not_see_the_case_gets_no_mail_of_it() {
    let desk = Desk::new().await;
    let number = desk.w.open().await;
    desk.round().await;
    let (app, now) = (&desk.app, desk.app.now());
    let staff = domain::access::Scope::System;
    let stored = app
        .store
        .case(&staff, number.parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    // As if the contact had moved to another company since the mail was made.
    let foreign = Draft {
        about: store::mails::About::Case(stored.id),
        reader: Reader::Person(PersonId(4)),
        address: "foreign@mail.example".into(),
        occasions: vec![(1, Occasion::Received)],
        due_at: now,
        message_id: "x@desk.example".into(),
    };
    let place = app.store.position(work::notify::NAME).await.unwrap();
    app.store
        .draft_mails(work::notify::NAME, place, place, vec![foreign], now)
        .await
        .unwrap();
    let [waiting, _] = app.store.unsent_mails(10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(to(&desk.round().await), [""; 0]);
    let mail = app.store.mail(waiting[0].id).await.unwrap().unwrap();
    assert_eq!(mail.state, State::LetGo);
}

#[tokio::test]
async fn r24_a_server_that_is_away_is_tried_again_and_given_up_in_the_end() {
    let desk = Desk::new().await;
    // Nobody listens there.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let away = Mailing {
        base: "https://desk.example".into(),
        from: Address::parse("desk@desk.example").unwrap(),
        post: Post::smtp(&format!("smtp://127.0.0.1:{port}")).unwrap(),
        calm: SignedDuration::ZERO,
    };
    desk.w.open().await;
    work::mail(&desk.app, &away).await.unwrap();
    let [waiting, _] = desk.app.store.unsent_mails(10).await.unwrap();
    assert_eq!(waiting.len(), 2);
    assert!(
        waiting
            .iter()
            .all(|mail| mail.attempts == 1 && mail.error.is_some())
    );
    let ids: Vec<String> = waiting.iter().map(|mail| mail.message_id.clone()).collect();
    for _ in 0..work::send::TRIES {
        desk.w.pass(8 * 60);
        work::mail(&desk.app, &away).await.unwrap();
    }
    let [waiting, given_up] = desk.app.store.unsent_mails(10).await.unwrap();
    assert_eq!((waiting.len(), given_up.len()), (0, 2));
    // Somebody looks after it: it goes out under the name that it always had.
    for mail in &given_up {
        assert!(
            desk.app
                .store
                .revive_mail(mail.id, desk.app.now())
                .await
                .unwrap()
        );
    }
    let told = desk.round().await;
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|letter| ids.contains(&letter.message_id)));
}

#[tokio::test]
async fn r10_a_mail_is_made_once_however_often_the_follower_stops() {
    let desk = Desk::new().await;
    let before = desk.app.store.position(work::notify::NAME).await.unwrap();
    desk.w.open().await;
    work::notify::run(&desk.app, &desk.mailing).await.unwrap();
    let now = desk.app.now();
    // A second node that had read the same events finds the place taken.
    let late = desk
        .app
        .store
        .draft_mails(work::notify::NAME, before, before, Vec::new(), now);
    assert!(late.await.is_err());
    assert_eq!(desk.round().await.len(), 2);
    let mail = {
        let [waiting, given_up] = desk.app.store.unsent_mails(10).await.unwrap();
        (waiting.len(), given_up.len())
    };
    assert_eq!(mail, (0, 0));
    // Two nodes that send at once: one has it.
    desk.w.pass(5);
    let number = desk.w.open().await;
    assert!(!number.is_empty());
    work::notify::run(&desk.app, &desk.mailing).await.unwrap();
    let due = desk.app.store.due_mails(desk.app.now(), 10).await.unwrap();
    let until = desk.app.now() + SignedDuration::from_mins(5);
    assert!(desk.app.store.claim_mail(&due[0], until).await.is_ok());
    assert!(desk.app.store.claim_mail(&due[0], until).await.is_err());
}

#[tokio::test]
async fn what_lies_days_back_is_told_to_nobody() {
    let desk = Desk::new().await;
    desk.w.open().await;
    desk.w.pass(73 * 60);
    assert_eq!(to(&desk.round().await), [""; 0]);
}

#[tokio::test]
async fn e1_an_escalation_is_told_to_both_sides_and_a_call_to_whoever_makes_it() {
    let desk = Desk::new().await;
    let number = desk.w.open().await;
    desk.taken(&number).await;
    desk.after(5).await;
    let post = async |what: &str, body| {
        let path = format!("/cases/{number}/{what}");
        desk.w.post("sato", &path, body).await.is(200);
    };
    let caller = desk.w.get("sato", "/agents").await.is(200);
    let agents = caller["items"].as_array().unwrap().iter();
    let other = agents.into_iter().find(|a| a["name"] != "佐藤 健").unwrap();
    let new = json!({
        "summary": "録音が再生できません",
        "lanes": {"outcome": "今日中に方針を知りたい", "caller": other["id"], "defect": "内部のメモ"},
    });
    post("escalations", new).await;
    let told = desk.after(1).await;
    let by = |subject: &str| {
        told.iter()
            .filter(|l| l.subject.starts_with(subject))
            .count()
    };
    assert_eq!(by("【エスカレーション】"), 2, "contact and copy: {told:?}");
    assert_eq!(by("【お電話の依頼】"), 1, "{told:?}");
    for letter in &told {
        assert!(
            letter.text().contains("ESC-00001 提出済み"),
            "{}",
            letter.text()
        );
        assert!(!letter.text().contains("内部のメモ"), "{}", letter.text());
    }
    let theirs = told.iter().find(|l| l.to.email == "hanako@mail.example");
    assert!(theirs.unwrap().text().contains("録音が再生できません"));
    post("escalation-expected", json!({"on": "2099-11-28"})).await;
    let told = desk.after(1).await;
    assert!(
        told[0].subject.starts_with("【エスカレーションの進展】"),
        "{told:?}"
    );
    assert!(
        told[0].text().contains("（保証ではありません）"),
        "{}",
        told[0].text()
    );
    // Nobody has called within the desk's four hours.
    desk.w.pass(4 * 60);
    work::clocks::run(&desk.app).await;
    let told = desk.round().await;
    let missed = |l: &&Letter| l.subject.starts_with("【お電話の期限超過】");
    assert_eq!(told.iter().filter(missed).count(), 1, "{told:?}");
}

#[tokio::test]
async fn e2_what_suggests_itself_is_written_to_those_who_lead_and_to_no_customer() {
    let mut desk = Desk::new().await;
    let leads = Standing::Agent {
        role: Role::Supervisor,
        team: None,
    };
    desk.w.joins(7, "mori", leads).await;
    let number = desk.w.open().await;
    desk.taken(&number).await;
    desk.after(5).await;
    desk.w.pass(3 * 24 * 60);
    work::clocks::run(&desk.app).await;
    let told = desk.after(5).await;
    let suggested = |l: &&Letter| {
        l.text()
            .contains("サポート責任者にエスカレーションの検討を依頼しました")
    };
    let leads = told.iter().filter(suggested);
    let leads: Vec<&str> = leads.map(|l| l.to.email.as_str()).collect();
    assert_eq!(leads, ["mori@mail.example"], "{told:?}");
}

#[tokio::test]
async fn k1_whoever_a_note_calls_hears_of_it_and_the_customer_does_not() {
    let desk = Desk::new().await;
    let number = desk.w.open().await;
    desk.taken(&number).await;
    desk.after(2).await;
    let path = format!("/cases/{number}/notes");
    let note = json!({"text": "＠木村さん、@佐藤 健 の見立てを見てください。"});
    desk.w.post("sato", &path, note).await.is(201);
    let told = desk.after(2).await;
    assert_eq!(to(&told), ["kimura@mail.example"], "not who wrote it");
    let mail = &told[0];
    assert!(
        mail.subject.starts_with("【社内】呼びかけ"),
        "{}",
        mail.subject
    );
    assert!(mail.text().contains("/staff/cases/"), "{}", mail.text());
    assert!(!mail.text().contains("見立て"), "no mail has a note");
    // A note that calls nobody is told to nobody, and an answer that names somebody to its customer alone.
    let quiet = json!({"text": "mori@木村.example に確認しました。"});
    desk.w.post("sato", &path, quiet).await.is(201);
    assert_eq!(to(&desk.after(2).await), [""; 0]);
}
