//! Seats that are kept, and who leads when the host is lost (L7).

use crate::playing::*;
use domain::{
    desk::session::SessionRules,
    session::{Actor, Command, EndWhy, LeaveWhy, Presence, Refused, Role, SessionEvent, State},
};

#[test]
fn l7_a_seat_is_kept_ninety_seconds_and_then_it_is_gone() {
    let mut played = Played::new();
    let seat = played.joins("田中");
    played.busy(seat);
    played.does(Actor::System, Command::Lose(seat));
    assert_eq!(
        played.session.due_at(),
        Some(begin() + jiff::SignedDuration::from_secs(90))
    );
    assert!(
        played.does(Actor::System, Command::Lose(seat)).is_empty(),
        "told twice, it is lost once"
    );
    assert!(played.later(89).is_empty());
    played.does(Actor::Customer(seat), Command::ComeBack(seat));
    assert!(played.session.participants[&seat].is_here());
    assert!(played.session.share.is_some(), "what was shared goes on");
    played.does(Actor::System, Command::Lose(seat));
    let events = played.later(90);
    assert!(events.contains(&SessionEvent::Left {
        seat,
        why: LeaveWhy::Lost
    }));
    assert!(played.session.share.is_none());
    assert_eq!(
        played.give(Actor::Customer(seat), Command::ComeBack(seat)),
        Err(Refused::NoParticipant)
    );
    assert_eq!(
        played.give(
            Actor::Customer(seat),
            Command::Withdraw(domain::session::Thing::Voice)
        ),
        Err(Refused::NotAllowed)
    );
}

#[test]
fn l7_a_lost_hosts_session_is_the_longest_present_assistants() {
    let mut played = Played::new();
    let customer = played.joins("田中");
    let first = played.assists(SECOND);
    played.now += jiff::SignedDuration::from_secs(5);
    let second = played.assists(THIRD);
    played.busy(customer);
    let host = played.session.host().unwrap();
    // Who is cut off as well does not take over.
    played.does(Actor::System, Command::Lose(first));
    played.does(Actor::System, Command::Lose(host));
    played.later(90);
    assert_eq!(played.session.host(), Some(second));
    let after = &played.session;
    assert_eq!(
        (after.share, after.recording),
        (None, None),
        "as when control is passed"
    );
    assert!(!after.chat && after.call.is_some());
    // The lost one comes in again as an assistant.
    let back = played.assists(HOST);
    assert_eq!(played.session.role(back), Some(Role::Assistant));
}

#[test]
fn l7_without_an_assistant_it_waits_for_an_agent_and_then_ends() {
    let mut played = Played::new();
    let customer = played.joins("田中");
    played.busy(customer);
    let host = played.session.host().unwrap();
    played.does(Actor::System, Command::Lose(host));
    let events = played.later(90);
    assert_eq!(events.last(), Some(&SessionEvent::HostLost));
    assert!(played.session.call.is_none() && played.session.consents.is_empty());
    played.later(300);
    let back = played.assists(HOST);
    assert_eq!(played.session.host(), Some(back), "whoever comes leads");

    let mut played = Played::new();
    played.joins("田中");
    let host = played.session.host().unwrap();
    played.does(Actor::System, Command::Lose(host));
    played.later(90);
    assert!(played.later(599).is_empty());
    played.later(1);
    let State::Ended { why, .. } = played.session.state else {
        panic!("it goes on");
    };
    assert_eq!(why, EndWhy::Unanswered);
}

#[test]
fn l7_without_a_customer_it_ends_after_the_wait_and_before_the_first_it_does_not() {
    let mut played = Played::new();
    assert_eq!(played.session.due_at(), None);
    assert!(played.later(36_000).is_empty());
    let first = played.joins("田中");
    played.does(Actor::Customer(first), Command::Leave);
    played.later(599);
    let second = played.joins("鈴木");
    played.later(3_600);
    assert!(!played.session.is_ended());
    played.does(agent(HOST), Command::Remove(second));
    played.later(600);
    assert!(matches!(
        played.session.state,
        State::Ended {
            why: EndWhy::Empty,
            ..
        }
    ));
    assert_eq!(played.give(agent(HOST), Command::End), Err(Refused::Ended));
}

#[test]
fn l2_who_waits_is_let_in_by_the_host_and_does_nothing_before() {
    let mut played = Played::of(&SessionRules {
        lobby: true,
        ..rules()
    });
    let seat = played.joins("田中");
    assert_eq!(played.session.role(seat), Some(Role::Waiting));
    let say = || Command::Say("もしもし".to_owned());
    assert_eq!(
        played.give(Actor::Customer(seat), say()),
        Err(Refused::NotAllowed)
    );
    assert_eq!(
        played.give(agent(HOST), Command::Select(seat)),
        Err(Refused::NoParticipant)
    );
    played.assists(SECOND);
    assert_eq!(
        played.give(agent(SECOND), Command::Admit(seat)),
        Err(Refused::HostOnly)
    );
    played.does(agent(HOST), Command::Admit(seat));
    assert_eq!(played.session.selected, Some(seat));
    played.does(Actor::Customer(seat), say());
    let second = played.joins("鈴木");
    played.does(agent(HOST), Command::Remove(second));
    assert_eq!(
        played.session.participants[&second].presence,
        Presence::Left
    );
    let third = played.joins("伊藤");
    played.does(Actor::Customer(third), Command::Leave);
}

fn with_a_lobby() -> Played {
    Played::of(&SessionRules {
        lobby: true,
        ..rules()
    })
}

#[test]
fn l2_l7_a_place_at_the_door_is_kept_like_any_other() {
    let mut played = with_a_lobby();
    let seat = played.joins("田中");
    played.does(Actor::System, Command::Lose(seat));
    assert!(played.later(89).is_empty());
    // Let in while they are away, they are in, and still away.
    played.does(agent(HOST), Command::Admit(seat));
    assert!(!played.session.participants[&seat].is_here());
    played.does(Actor::Customer(seat), Command::ComeBack(seat));
    assert!(played.session.participants[&seat].is_here());
    let second = played.joins("鈴木");
    played.does(Actor::System, Command::Lose(second));
    played.does(Actor::System, Command::ComeBack(second));
    assert_eq!(played.session.role(second), Some(Role::Waiting));
    played.does(Actor::System, Command::Lose(second));
    let events = played.later(90);
    let why = LeaveWhy::Lost;
    assert_eq!(events, [SessionEvent::Left { seat: second, why }]);
}

#[test]
fn l7_who_was_never_let_in_leaves_nothing_empty() {
    let mut played = with_a_lobby();
    let stranger = played.joins("?");
    played.does(agent(HOST), Command::Remove(stranger));
    assert_eq!(played.session.due_at(), None);
    assert!(played.later(36_000).is_empty());
    // Where somebody was served, it is empty once they are gone; who knocks is somebody.
    let first = played.joins("田中");
    played.does(agent(HOST), Command::Admit(first));
    played.does(Actor::Customer(first), Command::Leave);
    assert!(played.session.empty_since.is_some());
    let knocks = played.joins("?");
    assert!(played.session.empty_since.is_none());
    played.does(agent(HOST), Command::Remove(knocks));
    played.later(600);
    assert!(played.session.is_ended());
}

#[test]
fn l6_l7_a_session_without_a_host_is_for_the_first_available_agent_who_takes_it() {
    use domain::session::{AcdState, PassWhy};
    let mut played = Played::new();
    played.joins("田中");
    let host = played.session.host().unwrap();
    played.does(Actor::System, Command::Lose(host));
    played.later(90);
    let takes = |voice| Command::Accept {
        name: "b".to_owned(),
        voice,
    };
    // Who serves no queue, or is away, is not asked; there is nothing to decline.
    played.agents[1].state = AcdState::Away;
    for person in [EXPERT, SECOND] {
        let no = played.give(agent(person), takes(true));
        assert_eq!(no, Err(Refused::NoOffer));
    }
    let no = played.give(agent(THIRD), Command::Decline);
    assert_eq!(no, Err(Refused::NoOffer));
    let events = played.does(agent(THIRD), takes(true));
    let seat = played.session.seat_of(THIRD).unwrap();
    assert_eq!(played.session.host(), Some(seat));
    assert!(events.contains(&SessionEvent::ControlPassed {
        from: None,
        to: seat,
        why: PassWhy::Came
    }));
    // For everybody after, it is gone.
    played.agents[1].state = AcdState::Available;
    let late = played.give(agent(SECOND), takes(true));
    assert_eq!(late, Err(Refused::NoOffer));
}
