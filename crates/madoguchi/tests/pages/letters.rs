//! What goes out by mail, and what calendar programs fetch, is held against who may see what as pages are: nothing of it holds a text
//! that its reader may not see, and an address that is only in copy gets no link to anything (A2, C5, H3, H7).

use axum::http::StatusCode;
use domain::{
    AccountId, Actor, Level, PersonId,
    access::Access,
    case::{Command, calling::NewCallWish},
};
use jiff::SignedDuration;
use madoguchi::mail::Letter;
use testkit::cast::*;

use crate::{
    browser::Reader,
    heard::sees,
    matrix::{Of, Principal, RELATIONS, Side, World, canaries, canary, may_see},
};

/// The company whose case an address without an account is in copy of.
fn copied_of(address: &str) -> Option<Of> {
    RELATIONS
        .into_iter()
        .find(|of| address == format!("{}@x.example", canary(*of, "copy")))
}

#[tokio::test]
async fn a2_c5_no_letter_holds_what_its_reader_may_not_see() {
    let world = World::build().await;
    let house = &world.house;
    let letters = house.mailed().await;
    let texts = canaries();
    let (mut held, mut to_copies, mut wrong) = (0, 0, Vec::new());
    for letter in &letters {
        let address = letter.to.email.as_str();
        let person = house.app.store.person_by_email(address).await.unwrap();
        let person = person.map(|person| person.id);
        let all = [letter.subject.as_str(), letter.said.as_str()];
        let calendars = letter.calendars.iter().map(|one| one.source.as_str());
        let all: Vec<&str> = all.into_iter().chain(calendars).collect();
        let all = all.join("\n");
        let copied = copied_of(address);
        if copied.is_some() {
            to_copies += 1;
            // There is no page for them.
            if all.contains("https://desk.example/") {
                wrong.push(format!("{address} gets a link: {all}"));
            }
        }
        for (of, text) in texts.iter().filter(|(_, text)| all.contains(text.as_str())) {
            held += 1;
            let may = match (person, copied) {
                // Whoever put them in copy gave them this case, and what staff say among themselves to nobody.
                (None, Some(given)) if text.starts_with("canary-") => *of == Some(given),
                (None, Some(given)) => of.is_some_and(|of| of.company() == given.company()),
                (None, None) => false,
                // Of several ways in which somebody comes, the one for which it was written.
                (Some(person), _) => world
                    .readers
                    .iter()
                    .filter(|(p, ..)| p.person == Some(person) && !p.proxy)
                    .any(|(p, ..)| may_see(p, *of, text)),
            };
            if !may {
                wrong.push(format!("{address} gets {text}"));
            }
        }
    }
    // The test sees what it looks for: contacts and addresses in copy are written to of their own.
    println!("{} letters with {held} texts", letters.len());
    assert!(held > 20, "{held}");
    assert!(to_copies > 0, "nobody in copy was written to");
    let aoki = house.app.store.person(AOKI).await.unwrap().unwrap();
    let subject = canary(Of::Hinode, "subject");
    let holds =
        |letter: &Letter, text: &str| letter.subject.contains(text) || letter.said.contains(text);
    assert!(letters.iter().any(|letter| {
        letter.to.email == aoki.profile.email.as_str() && holds(letter, &subject)
    }));
    // A contact who may read no case hears of none, though they are in copy; of a restricted account nothing is passed on.
    let unheard = ["n108@people.example", "canary-minami-copy@x.example"];
    for letter in &letters {
        let of_case = holds(letter, "canary-");
        let to = letter.to.email.as_str();
        assert!(!of_case || !unheard.contains(&to), "{to}: {}", letter.said);
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn a2_h3_no_calendar_holds_a_case_that_its_owner_may_not_see() {
    let world = World::build().await;
    let (house, texts) = (&world.house, canaries());
    // Somebody of each company wants to be called.
    for (of, person, account) in [
        (Of::Hinode, AOKI, HINODE),
        (Of::Kitano, PersonId(202), KITANO),
        (Of::Minami, PersonId(301), AccountId(3)),
    ] {
        let actor = Actor::Contact {
            person,
            account,
            access: Access::all(Level::ReadWrite),
        };
        let wish = Command::AskCall(NewCallWish {
            from: None,
            until: noon() + SignedDuration::from_hours(4),
            phone: String::new(),
            reason: canary(of, "message"),
        });
        let number = world.numbers[&of];
        let done = house.app.change_case(&actor, number, wish, None, None);
        done.await.unwrap();
    }
    let (nobody, mut held, mut wrong) = (Reader::default(), 0, Vec::new());
    for (p, ..) in &world.readers {
        let Some(person) = p.person.filter(|_| !p.proxy && p.side != Side::Outside) else {
            continue;
        };
        let secret = house.app.renew_calendar_address(person).await.unwrap();
        let feed = house.get(&nobody, &format!("/calendar/{secret}.ics")).await;
        assert_eq!(feed.status, StatusCode::OK, "{}", p.name);
        let text = feed.text.replace("\r\n ", "");
        // Of several ways in which somebody comes, any.
        let may = |seen: &dyn Fn(&Principal) -> bool| {
            let ways = world.readers.iter();
            let mut ways = ways.filter(|(way, ..)| way.person == Some(person) && !way.proxy);
            ways.any(|(way, ..)| seen(way))
        };
        for (of, canary) in texts.iter().filter(|(_, one)| text.contains(one.as_str())) {
            held += 1;
            if !may(&|way| may_see(way, *of, canary)) {
                wrong.push(format!("{} has {canary}", p.name));
            }
        }
        for (of, number) in &world.numbers {
            let number = format!("{number:08}");
            if text.contains(&number) {
                held += 1;
                if !may(&|way| sees(way, *of)) {
                    wrong.push(format!("{} has {number} of {of:?}", p.name));
                }
            }
        }
    }
    assert!(held > 0, "who is to be called has it in their calendar");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
