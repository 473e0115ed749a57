//! What goes out by mail is held against who may see what as pages are: no letter holds a text that its reader may not see, and an
//! address that is only in copy gets no link to anything (A2, C5, H7).

use madoguchi::mail::Letter;
use testkit::cast::*;

use crate::matrix::{Of, RELATIONS, World, canaries, canary, may_see};

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
