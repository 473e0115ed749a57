//! Another mail address by which a contact is known (A5): shown by the new mailbox, told to the old one, which has a day to stop it.

use axum::http::StatusCode;
use domain::{Actor, Role, access::Command};
use jiff::SignedDuration;
use madoguchi::{app::register::Row, mail::Letter};
use testkit::cast::*;

use crate::browser::{House, Reader};

const NEW: &str = "baba@hinode-group.example";
const OLD: &str = "baba@hinode.example";

const ADMINISTRATOR: Actor = Actor::Agent {
    person: ISHIKAWA,
    role: Role::Administrator,
    team: None,
};

/// 日の出物流 with its mail domain, and 青木 who decides for it.
async fn house() -> House {
    let house = House::open().await;
    let row = Row {
        account: "日の出物流株式会社".into(),
        mail_domains: "Hinode.example".into(),
        ..Row::default()
    };
    let done = house.app.register(&ADMINISTRATOR, &[row], false).await;
    assert!(done.unwrap().iter().all(|outcome| outcome.wrong.is_empty()));
    let name = Command::NameAdmin { contact: AOKI };
    let done = house.app.change_access(&ADMINISTRATOR, HINODE, &name).await;
    assert_eq!(done.unwrap(), Ok(()));
    house
}

/// The path of the link in a letter.
fn link(letter: &Letter) -> String {
    let at = letter.said.find("https://desk.example/").expect("a link");
    let rest = letter.said[at..].trim_start_matches("https://desk.example");
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn wish(house: &House, reader: &Reader, email: &str) {
    let fields = [("new_email", email)];
    let asked = house.post(reader, "/profile/address", &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    assert_eq!(asked.header("location"), "/profile?saved=address#saved");
}

/// A wish of 馬場's up to the letter to the old address: the link by which it is stopped.
async fn shown(house: &House, reader: &Reader) -> String {
    wish(house, reader, NEW).await;
    let letter = house.letters(1).await.remove(0);
    assert_eq!(letter.to.email, NEW);
    let done = house.post(reader, &link(&letter), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let told = house.letters(2).await.remove(0);
    assert_eq!(told.to.email, OLD);
    link(&told)
}

async fn email_of_baba(house: &House) -> String {
    let person = house.app.store.person(BABA).await.unwrap().unwrap();
    person.profile.email.as_str().to_owned()
}

#[tokio::test]
async fn a5_an_address_changes_once_the_new_one_is_shown_and_the_old_one_had_its_day() {
    let house = house().await;
    let (aoki, baba) = (house.reader(AOKI).await, house.reader(BABA).await);
    assert_eq!(email_of_baba(&house).await, OLD);
    wish(&house, &baba, NEW).await;
    let letter = house.letters(1).await.remove(0);
    let path = link(&letter);
    assert!(path.starts_with("/profile/address/"), "{path}");
    // The link is theirs alone, and looking at it does nothing.
    assert_eq!(house.get(&aoki, &path).await.status, StatusCode::GONE);
    let others = house.post(&aoki, &path, &[]).await;
    assert_eq!(others.status, StatusCode::GONE);
    let stranger = house.get(&Reader::default(), &path).await;
    assert!(stranger.header("location").starts_with("/sign-in?"));
    let page = house.get(&baba, &path).await;
    assert!(page.text.contains(NEW), "{}", page.text);
    let waits = house.get(&baba, "/profile").await.text;
    assert!(waits.contains("確認を待っています"), "{waits}");
    let done = house.post(&baba, &path, &[]).await;
    assert_eq!(done.header("location"), "/profile#address-h");
    let again = house.post(&baba, &path, &[]).await;
    assert_eq!(again.status, StatusCode::GONE, "once");
    // The old address is told, and nothing has changed yet.
    let told = house.letters(2).await.remove(0);
    assert_eq!(told.to.email, OLD);
    assert!(!told.said.contains(NEW), "{}", told.said);
    let due = house.get(&baba, "/profile").await.text;
    assert!(
        due.contains(&format!("アドレスを{NEW}に変更します")),
        "{due}"
    );
    assert_eq!(house.app.change_addresses().await.unwrap(), 0);
    let before = house.app.store.person(BABA).await.unwrap().unwrap();
    assert_eq!(before.profile.email.as_str(), OLD);

    house.app.clock().advance(SignedDuration::from_hours(24));
    let baba = house.reader(BABA).await;
    assert_eq!(house.get(&baba, "/profile").await.status, StatusCode::OK);
    assert_eq!(house.app.change_addresses().await.unwrap(), 1);
    let after = house.app.store.person(BABA).await.unwrap().unwrap();
    assert_eq!(after.profile.email.as_str(), NEW);
    assert_eq!(after.standing, before.standing, "what they may stays");
    let gone = house.app.store.person_by_email(OLD).await.unwrap();
    assert_eq!(gone, None);
    let out = house.get(&baba, "/profile").await;
    assert!(out.header("location").starts_with("/sign-in?"));
    // Both addresses are told; and, as the new one is not the company's, who decides for it.
    let letters = house.letters(5).await;
    let mut to: Vec<&str> = letters[..3].iter().map(|l| l.to.email.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["aoki@hinode.example", NEW, OLD]);
    let admin = letters.iter().find(|l| l.to.email.starts_with("aoki"));
    let admin = admin.unwrap();
    assert!(admin.said.contains(NEW) && link(admin) == "/access");
    assert_eq!(house.app.change_addresses().await.unwrap(), 0);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a5_the_link_to_the_old_address_stops_it_and_ends_every_sign_in() {
    let house = house().await;
    let baba = house.reader(BABA).await;
    let stop = shown(&house, &baba).await;
    assert!(stop.starts_with("/address-change/"), "{stop}");
    let nobody = Reader::default();
    let page = house.get(&nobody, &stop).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(house.get(&baba, "/profile").await.status, StatusCode::OK);
    let done = house.post(&nobody, &stop, &[]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    let again = house.post(&nobody, &stop, &[]).await;
    assert_eq!(again.status, StatusCode::GONE);
    let out = house.get(&baba, "/profile").await;
    assert!(out.header("location").starts_with("/sign-in?"));
    house.app.clock().advance(SignedDuration::from_hours(48));
    assert_eq!(house.app.change_addresses().await.unwrap(), 0);
    assert_eq!(email_of_baba(&house).await, OLD);
    let told = house.letters(3).await.remove(0);
    assert_eq!(told.to.email, OLD);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a5_one_stops_it_oneself_a_later_wish_takes_the_place_of_an_earlier_one_and_links_end() {
    let house = house().await;
    let baba = house.reader(BABA).await;
    let stop = shown(&house, &baba).await;
    // Another wish: what was under way is not any more, and neither is its link.
    wish(&house, &baba, "m.baba@hinode.example").await;
    let letter = house.letters(3).await.remove(0);
    let gone = house.get(&Reader::default(), &stop).await;
    assert_eq!(gone.status, StatusCode::GONE);
    let kept = [("do", "stop")];
    let stopped = house.post(&baba, "/profile/address", &kept).await;
    let there = stopped.header("location");
    assert!(there.starts_with("/profile?saved=address-kept"), "{there}");
    let page = house.get(&baba, "/profile").await;
    assert_eq!(page.status, StatusCode::OK, "they stay signed in");
    assert!(!page.text.contains("m.baba@"), "{}", page.text);
    let over = house.get(&baba, &link(&letter)).await;
    assert_eq!(over.status, StatusCode::GONE);
    // What is not gone on with ends with its link.
    wish(&house, &baba, "late@hinode.example").await;
    let letters = house.letters(5).await;
    let late = letters.iter().find(|l| l.to.email.starts_with("late@"));
    let late = link(late.unwrap());
    house.app.clock().advance(SignedDuration::from_hours(25));
    let baba = house.reader(BABA).await;
    assert_eq!(house.get(&baba, &late).await.status, StatusCode::GONE);
    assert!(!house.get(&baba, "/profile").await.text.contains("late@"));
    house.app.forget_address_wishes().await.unwrap();
    assert_eq!(house.app.store.address_wish(BABA).await.unwrap(), None);
    assert_eq!(house.app.change_addresses().await.unwrap(), 0);
    assert_eq!(email_of_baba(&house).await, OLD);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn v26_a_new_password_takes_a_wish_for_another_address_away() {
    let house = house().await;
    let baba = house.reader(BABA).await;
    let stop = shown(&house, &baba).await;
    // Whoever wished it may have known the old one.
    let set = house.app.set_password(OLD, "three quiet rivers").await;
    set.unwrap();
    let gone = house.get(&Reader::default(), &stop).await;
    assert_eq!(gone.status, StatusCode::GONE);
    house.app.clock().advance(SignedDuration::from_hours(24));
    assert_eq!(house.app.change_addresses().await.unwrap(), 0);
    assert_eq!(email_of_baba(&house).await, OLD);
}

#[tokio::test]
async fn a5_who_is_suspended_comes_back_with_the_address_they_had() {
    let house = house().await;
    let baba = house.reader(BABA).await;
    let stop = shown(&house, &baba).await;
    for suspended in [true, false] {
        let done = house.app.suspend(&ADMINISTRATOR, HINODE, BABA, suspended);
        done.await.unwrap();
    }
    let gone = house.get(&Reader::default(), &stop).await;
    assert_eq!(gone.status, StatusCode::GONE);
    house.app.clock().advance(SignedDuration::from_hours(24));
    assert_eq!(house.app.change_addresses().await.unwrap(), 0);
    assert_eq!(email_of_baba(&house).await, OLD);
}

#[tokio::test]
async fn v33_no_answer_tells_whether_somebody_has_the_address_one_would_like() {
    let house = house().await;
    let baba = house.reader(BABA).await;
    let mut faces = Vec::new();
    for email in ["nobody@hinode.example", "aoki@hinode.example"] {
        wish(&house, &baba, email).await;
        let page = house.get(&baba, "/profile?saved=address").await;
        assert!(page.text.contains("新しいアドレスにメールを送りました"));
        faces.push(page.text.replace(email, "EMAIL"));
    }
    assert_eq!(faces[0], faces[1]);
    // Her mailbox alone is told.
    let letters = house.letters(2).await;
    let known = letters.iter().find(|l| l.to.email.starts_with("aoki@"));
    let known = known.unwrap();
    assert_eq!(link(known), "/sign-in");
    assert!(!known.said.contains("/profile/address/"), "{}", known.said);
}

#[tokio::test]
async fn a5_who_comes_to_the_address_first_has_it_and_the_other_is_told() {
    let house = house().await;
    let baba = house.reader(BABA).await;
    shown(&house, &baba).await;
    let taken = domain::directory::Profile {
        email: domain::Prose::new(NEW),
        ..house.app.store.person(AOKI).await.unwrap().unwrap().profile
    };
    let standing = domain::directory::Standing::Contact {
        account: KITANO,
        level: domain::Level::Basic,
    };
    let by = domain::event::By::System;
    let person = domain::PersonId(777);
    let list = store::directory::add_person(person, standing, taken, by, noon());
    house.app.store.add(list.unwrap()).await.unwrap();
    house.app.clock().advance(SignedDuration::from_hours(24));
    assert_eq!(house.app.change_addresses().await.unwrap(), 1);
    assert_eq!(email_of_baba(&house).await, OLD);
    let told = house.letters(3).await.remove(0);
    assert_eq!(told.to.email, OLD);
    assert_eq!(house.app.change_addresses().await.unwrap(), 0);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a5_c39_an_address_is_a_companys_another_one_and_asked_for_by_who_has_just_signed_in() {
    let house = house().await;
    let (baba, mori) = (house.reader(BABA).await, house.reader(MORI).await);
    for wrong in ["", "nobody", OLD, "Baba@Hinode.example", "baba@gmail.com"] {
        let fields = [("new_email", wrong)];
        let told = house.post(&baba, "/profile/address", &fields).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(told.text.contains("id=\"new_email-error\""), "{wrong}");
    }
    // Addresses of staff are given by those who administer them.
    let fields = [("new_email", NEW)];
    let staffs = house.post(&mori, "/profile/address", &fields).await;
    assert_eq!(staffs.status, StatusCode::NOT_FOUND);
    assert!(
        !house
            .get(&mori, "/profile")
            .await
            .text
            .contains("address-h")
    );
    // At a browser that was left open nobody takes an account over.
    house.app.clock().advance(SignedDuration::from_mins(16));
    let late = house.post(&baba, "/profile/address", &fields).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("href=\"#address-password\""));
    assert_eq!(house.app.store.address_wish(BABA).await.unwrap(), None);
    assert!(house.mailed().await.is_empty());
}

#[tokio::test]
async fn a5_pressed_again_the_link_that_was_sent_stays_good() {
    let house = house().await;
    let baba = house.reader(BABA).await;
    wish(&house, &baba, NEW).await;
    let path = link(&house.letters(1).await.remove(0));
    // Too soon for another letter: what is answered is the same.
    wish(&house, &baba, NEW).await;
    let page = house.get(&baba, &path).await;
    assert!(page.text.contains(NEW), "{}", page.text);
    let done = house.post(&baba, &path, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(house.letters(2).await.len(), 2);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a5_one_letter_goes_however_often_it_is_pressed_and_its_link_stops_whatever_is_under_way() {
    let house = house().await;
    let baba = house.reader(BABA).await;
    wish(&house, &baba, NEW).await;
    let path = link(&house.letters(1).await.remove(0));
    let (one, other) = tokio::join!(house.post(&baba, &path, &[]), house.post(&baba, &path, &[]));
    let mut answers = [one.status, other.status];
    answers.sort();
    assert_eq!(answers, [StatusCode::SEE_OTHER, StatusCode::GONE]);
    let mut letters = house.letters(2).await;
    assert_eq!(letters.len(), 2);
    let first = link(&letters.remove(0));
    // Wished and shown anew, the first letter still stops it.
    wish(&house, &baba, "m.baba@hinode.example").await;
    let path = link(&house.letters(3).await.remove(0));
    let done = house.post(&baba, &path, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let told = house.letters(4).await.remove(0);
    assert_eq!((told.to.email.as_str(), link(&told)), (OLD, first.clone()));
    let stopped = house.post(&Reader::default(), &first, &[]).await;
    assert_eq!(stopped.status, StatusCode::OK, "{}", stopped.text);
    assert_eq!(house.app.store.address_wish(BABA).await.unwrap(), None);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a5_a_change_that_fails_keeps_no_later_one_waiting() {
    let house = house().await;
    let baba = house.reader(BABA).await;
    shown(&house, &baba).await;
    // Somebody who cannot be read is due before.
    let store = &house.app.store;
    let email = "lindner@kitano-group.example";
    let kept = store::address_wishes::keep(LINDNER, email, "shows", noon());
    store.add(vec![kept]).await.unwrap();
    let wish = store.address_wish(LINDNER).await.unwrap().unwrap();
    const BROKEN: &str = "UPDATE people SET level = 'broken' WHERE id = $1";
    let due = vec![
        store::address_wishes::set_due(&wish, "stops", noon()),
        store::Statement::new(BROKEN, vec![LINDNER.into()]),
    ];
    store.add(due).await.unwrap();
    house.app.clock().advance(SignedDuration::from_hours(24));
    assert_eq!(house.app.change_addresses().await.unwrap(), 1);
    assert_eq!(email_of_baba(&house).await, NEW);
    let waits = house.app.store.address_wish(LINDNER).await.unwrap();
    assert!(waits.is_some(), "it is tried again");
}
