//! What a customer agrees to, each thing apart (L9).

use crate::playing::*;
use domain::{
    desk::session::{Recording, SessionRules},
    session::{
        Actor, Command, Kind, Refused, Seat, SessionEvent, Surface, Thing, To, Why, allowed,
    },
};

fn ask(seat: Seat, thing: Thing) -> Command {
    let purpose = "設定を確認するため".to_owned();
    Command::Ask {
        seat,
        thing,
        purpose,
    }
}

#[test]
fn l9_nothing_of_a_customers_goes_anywhere_before_their_word() {
    let mut played = Played::new();
    let (seat, other) = (played.joins("田中"), played.joins("鈴木"));
    let customer = Actor::Customer(seat);
    for (command, refused) in [
        (Command::StartShare(Surface::Window), Refused::NoConsent),
        (Command::StartCamera, Refused::NoConsent),
        (Command::Call, Refused::NoConsent),
    ] {
        assert_eq!(played.give(customer, command), Err(refused));
    }
    assert_eq!(
        played.give(agent(HOST), Command::StartRecording),
        Err(Refused::NoConsent)
    );
    played.does(customer, Command::Grant(Thing::Screen));
    played.does(customer, Command::StartShare(Surface::Window));
    assert_eq!(
        played.give(agent(HOST), Command::StartPointer),
        Err(Refused::NoConsent)
    );
    let host = played.session.host().unwrap();
    assert!(allowed(&played.session, seat, To::Seat(host), Kind::Screen));
    assert!(allowed(
        &played.session,
        seat,
        To::Seat(other),
        Kind::Screen
    ));
    assert!(!allowed(
        &played.session,
        seat,
        To::Seat(seat),
        Kind::Screen
    ));
    assert!(!allowed(&played.session, seat, To::Recorder, Kind::Screen));
}

#[test]
fn l9_of_two_customers_only_who_agreed_is_recorded() {
    let mut played = Played::new();
    let (seat, other) = (played.joins("田中"), played.joins("鈴木"));
    for thing in [Thing::Camera, Thing::Recording] {
        played.does(agent(HOST), ask(seat, thing));
        played.does(Actor::Customer(seat), Command::Grant(thing));
    }
    played.does(agent(HOST), ask(other, Thing::Camera));
    played.does(Actor::Customer(other), Command::Grant(Thing::Camera));
    played.does(Actor::Customer(seat), Command::StartCamera);
    played.does(Actor::Customer(other), Command::StartCamera);
    played.does(agent(HOST), Command::StartRecording);
    assert!(allowed(&played.session, seat, To::Recorder, Kind::Camera));
    assert!(!allowed(&played.session, other, To::Recorder, Kind::Camera));
    played.does(Actor::Customer(seat), Command::Withdraw(Thing::Recording));
    assert!(!allowed(&played.session, seat, To::Recorder, Kind::Camera));
    assert!(
        allowed(&played.session, seat, To::Seat(other), Kind::Camera),
        "seen it still is"
    );
}

#[test]
fn l9_silence_is_a_no() {
    let mut played = Played::new();
    let seat = played.joins("田中");
    played.does(agent(HOST), ask(seat, Thing::Screen));
    assert_eq!(
        played.give(agent(HOST), ask(seat, Thing::Screen)),
        Err(Refused::AlreadySo)
    );
    assert!(played.later(29).is_empty());
    let (thing, silent) = (Thing::Screen, true);
    assert_eq!(
        played.later(1),
        [SessionEvent::Denied {
            seat,
            thing,
            silent
        }]
    );
    played.does(agent(HOST), ask(seat, Thing::Screen));
    played.does(Actor::Customer(seat), Command::Deny(Thing::Screen));
    assert!(played.session.asks.is_empty() && played.session.consents.is_empty());
}

#[test]
fn l9_taking_back_one_word_ends_what_rests_on_it_and_no_more() {
    for thing in Thing::ALL {
        let mut played = Played::new();
        let seat = played.joins("田中");
        played.busy(seat);
        let events = played.does(Actor::Customer(seat), Command::Withdraw(thing));
        assert!(events.contains(&SessionEvent::Withdrawn { seat, thing }));
        let after = &played.session;
        assert!(!after.consents.contains(&(seat, thing)));
        assert_eq!(after.share.is_none(), thing == Thing::Screen);
        assert_eq!(
            after.pointer.is_none(),
            matches!(thing, Thing::Screen | Thing::Pointer)
        );
        assert_eq!(!after.cameras.contains(&seat), thing == Thing::Camera);
        let leg = after.call.as_ref().is_some_and(|legs| legs.contains(&seat));
        assert_eq!(!leg, thing == Thing::Voice);
        assert!(after.recording.is_some() && after.chat);
        // Twice is no mistake, and nobody else does it.
        assert!(
            played
                .does(Actor::Customer(seat), Command::Withdraw(thing))
                .is_empty()
        );
        let host = played.give(agent(HOST), Command::Withdraw(thing));
        assert_eq!(host, Err(Refused::NotAllowed));
    }
}

#[test]
fn l9_only_who_is_served_is_asked_to_show_something() {
    let mut played = Played::new();
    let (first, second) = (played.joins("田中"), played.joins("鈴木"));
    for thing in [Thing::Screen, Thing::Pointer] {
        assert_eq!(
            played.give(agent(HOST), ask(second, thing)),
            Err(Refused::NotSelected)
        );
        let own = played.give(Actor::Customer(second), Command::Grant(thing));
        assert_eq!(own, Err(Refused::NotSelected));
    }
    played.does(agent(HOST), ask(second, Thing::Voice));
    played.does(agent(HOST), ask(first, Thing::Screen));
    // A purpose is said.
    let (seat, thing, purpose) = (first, Thing::Voice, "  ".to_owned());
    let unsaid = played.give(
        agent(HOST),
        Command::Ask {
            seat,
            thing,
            purpose,
        },
    );
    assert_eq!(unsaid, Err(Refused::NoText));
}

#[test]
fn l8_l9_where_all_is_recorded_customers_agree_on_the_way_in_and_a_new_host_begins_anew() {
    let mut played = Played::of(&SessionRules {
        recording: Recording::Always,
        ..rules()
    });
    let mut join = customer("田中");
    if let Command::Join(arrival) = &mut join {
        arrival.consents = vec![Thing::Recording, Thing::Screen];
    }
    played.does(Actor::Arriving, join);
    let seat = played.session.selected.unwrap();
    let consents: Vec<_> = played.session.consents.iter().copied().collect();
    assert_eq!(
        consents,
        [(seat, Thing::Recording)],
        "the rest is asked when it is wanted"
    );
    let assistant = played.assists(SECOND);
    let events = played.does(agent(HOST), Command::PassControl(assistant));
    let (stretch, why) = (1, Why::ControlPassed);
    assert!(events.contains(&SessionEvent::RecordingEnded { stretch, why }));
    assert_eq!(played.session.recording, Some(2));
    assert!(played.session.consents.is_empty());
    played.does(Actor::Customer(seat), Command::Leave);
    assert_eq!(played.session.recording, None);
    played.joins("鈴木");
    assert_eq!(played.session.recording, Some(3));
}

#[test]
fn l3_a_file_goes_between_the_host_and_a_customer_who_takes_it() {
    let mut played = Played::new();
    let (seat, other) = (played.joins("田中"), played.joins("鈴木"));
    let host = played.session.host().unwrap();
    let offer = |to| Command::OfferFile {
        to,
        name: "a.log".to_owned(),
        bytes: 9,
    };
    assert_eq!(
        played.give(Actor::Customer(seat), offer(other)),
        Err(Refused::NotAllowed)
    );
    played.does(agent(HOST), offer(seat));
    assert_eq!(
        played.give(Actor::Customer(other), Command::AcceptFile(1)),
        Err(Refused::NotAllowed)
    );
    let digest = "00".to_owned();
    let done = || Command::FinishFile {
        file: 1,
        digest: digest.clone(),
    };
    assert_eq!(played.give(Actor::System, done()), Err(Refused::NoConsent));
    played.does(Actor::Customer(seat), Command::AcceptFile(1));
    played.does(Actor::System, done());
    played.does(Actor::Customer(other), offer(host));
    played.does(agent(HOST), Command::StopFile(2));
    assert!(played.session.files.is_empty());
}

#[test]
fn l8_a_recording_that_cannot_go_on_ends_with_a_reason_until_another_begins() {
    let mut played = Played::new();
    let seat = played.joins("田中");
    played.busy(seat);
    let no = played.give(agent(HOST), Command::FailRecording(1));
    assert_eq!(no, Err(Refused::NotAllowed));
    let failed = played.does(Actor::System, Command::FailRecording(1));
    let why = Why::Failed;
    assert_eq!(failed, [SessionEvent::RecordingEnded { stretch: 1, why }]);
    assert!(played.session.recording_failed && played.session.recording.is_none());
    assert!(played.session.share.is_some(), "all else goes on");
    let twice = played.does(Actor::System, Command::FailRecording(1));
    assert!(twice.is_empty());
    played.does(agent(HOST), Command::StartRecording);
    assert!(!played.session.recording_failed);
}
