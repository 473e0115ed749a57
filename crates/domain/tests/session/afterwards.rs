//! What is told of a session afterwards: what went on and how long (L8), and how it went (C16).

use std::collections::BTreeMap;

use crate::playing::*;
use domain::session::{
    Actor, Command, Deed, FileEnd, NotGiven, Refused, Seat, SessionEvent, Surface, chronicle,
    give_survey, sent_files, survey_asked,
};

#[test]
fn l8_each_thing_that_went_on_has_its_beginning_and_its_end() {
    let mut played = Played::new();
    let seat = played.joins("田中");
    played.later(60);
    played.busy(seat);
    let began = played.now;
    played.later(30);
    let digest = "ab".to_owned();
    played.does(agent(HOST), Command::AcceptFile(1));
    played.does(
        Actor::System,
        Command::FinishFile {
            file: 1,
            digest: digest.clone(),
        },
    );
    let to = seat;
    let (name, bytes) = ("b.txt".to_owned(), 2);
    played.does(agent(HOST), Command::OfferFile { to, name, bytes });
    played.does(agent(HOST), Command::End);
    let spans = chronicle(&played.events);
    assert!(
        spans.iter().all(|span| span.until == Some(played.now)),
        "{spans:?}"
    );
    let from = |deed: Deed| {
        let found = spans.iter().find(|span| span.deed == deed);
        found.unwrap_or_else(|| panic!("{deed:?}")).from
    };
    assert_eq!(from(Deed::Led(Seat(1))), begin());
    for deed in [
        Deed::Shared(seat, Surface::Window),
        Deed::Pointed(Seat(1)),
        Deed::Camera(seat),
        Deed::Camera(Seat(1)),
        Deed::Spoke(seat),
        Deed::Recorded(1),
    ] {
        assert_eq!(from(deed), began, "{deed:?}");
    }
    let files = sent_files(&played.events);
    assert_eq!(files[0].end, FileEnd::Arrived { digest });
    assert_eq!(files[1].end, FileEnd::Stopped);
}

#[test]
fn l8_a_share_that_another_replaces_ends_when_that_begins() {
    let mut played = Played::new();
    played.joins("田中");
    played.does(agent(HOST), Command::StartShare(Surface::Tab));
    played.later(10);
    let middle = played.now;
    played.does(agent(HOST), Command::StartShare(Surface::Desktop));
    let spans = chronicle(&played.events);
    let shares: Vec<_> = spans
        .iter()
        .filter(|span| matches!(span.deed, Deed::Shared(..)))
        .map(|span| (span.from, span.until))
        .collect();
    assert_eq!(shares, [(begin(), Some(middle)), (middle, None)]);
}

#[test]
fn l2_an_agent_who_is_asked_need_not_be_asked_twice() {
    let mut played = Played::new();
    let ask = |person| Command::InviteAgent {
        person,
        name: "石川".to_owned(),
    };
    assert_eq!(played.does(agent(HOST), ask(SECOND)).len(), 1);
    assert!(played.does(agent(HOST), ask(SECOND)).is_empty());
    played.assists(SECOND);
    assert_eq!(
        played.give(agent(HOST), ask(SECOND)),
        Err(Refused::AlreadySo)
    );
    assert_eq!(
        played.give(agent(SECOND), ask(THIRD)),
        Err(Refused::HostOnly)
    );
}

#[test]
fn c16_a_customer_who_left_answers_once_within_the_desks_days() {
    let desk = domain::desk::check(include_str!("../../../../desks/default.toml")).unwrap();
    let mut played = Played::new();
    let seat = played.joins("田中");
    let (left_at, now) = (played.now, played.now);
    let points: BTreeMap<String, u8> = [("overall", 5), ("speed", 4), ("understanding", 1)]
        .map(|(id, point)| (id.to_owned(), point))
        .into();
    let give = |session: &_, points: &BTreeMap<String, u8>, now| {
        give_survey(session, seat, left_at, points.clone(), " ", &desk, now)
    };
    assert!(survey_asked(&played.session, seat, left_at, &desk, now).is_none());
    played.does(agent(HOST), Command::End);
    let days = i64::from(desk.survey.as_ref().unwrap().days);
    let last = left_at + jiff::SignedDuration::from_hours(24 * days);
    let late = last + jiff::SignedDuration::from_secs(1);
    assert!(give(&played.session, &points, last).is_ok());
    assert_eq!(
        give(&played.session, &points, late),
        Err(NotGiven::NotAsked)
    );
    let mut lacking = points.clone();
    lacking.remove("speed");
    let speed = "speed".to_owned();
    assert_eq!(
        give(&played.session, &lacking, now),
        Err(NotGiven::Missing(speed))
    );
    for (id, point) in [("overall", 6), ("overall", 0), ("else", 1)] {
        let mut wrong = points.clone();
        wrong.insert(id.to_owned(), point);
        let refused = Err(NotGiven::NotOffered(id.to_owned()));
        assert_eq!(give(&played.session, &wrong, now), refused);
    }
    let event = give(&played.session, &points, now).unwrap();
    assert!(
        matches!(&event, SessionEvent::SurveyGiven { answers, .. } if answers.comment.is_none())
    );
    let recorded = domain::event::Recorded {
        version: played.session.version + 1,
        at: now,
        by: domain::event::By::System,
        event,
    };
    played.session.apply(&recorded);
    assert_eq!(give(&played.session, &points, now), Err(NotGiven::Given));
    // The host is nobody who is asked.
    assert!(survey_asked(&played.session, Seat(1), left_at, &desk, now).is_none());
}
