//! The source's rules, row by row; each test names its row.

use crate::playing::*;
use domain::{
    desk::session::{Mode, Recording, SessionRules},
    session::{
        AcdState, Actor, Command, EndWhy, MESSAGE_MAX, Refused, Role, SessionEvent, State, Surface,
        Target, Thing, Way, Why, characters,
    },
};

fn transfer(queue: Option<&str>, agents: &[domain::PersonId], message: &str) -> Command {
    Command::Transfer {
        queue: queue.map(str::to_owned),
        agents: agents.to_vec(),
        message: message.to_owned(),
    }
}

#[test]
fn l1_r1_the_mode_is_the_desks_and_the_agents_where_the_desk_lets_them() {
    let of = |mode, mode_chosen| SessionRules {
        mode,
        mode_chosen,
        ..rules()
    };
    // (the desk's mode, agents choose, chose several, leads already, may start)
    for (mode, chosen, several, leads, starts) in [
        (Mode::Single, false, false, 0, true),
        (Mode::Single, false, false, 1, false),
        (Mode::Single, false, true, 1, false),
        (Mode::Single, true, true, 1, true),
        (Mode::Multi, false, false, 3, true),
        (Mode::Multi, true, false, 1, false),
        (Mode::Multi, true, true, 1, true),
    ] {
        let given = start(&of(mode, chosen), leads, several);
        assert_eq!(given.is_ok(), starts, "{mode:?} {chosen} {several} {leads}");
        if !starts {
            assert_eq!(given, Err(Refused::OneAtATime));
        }
    }
}

#[test]
fn l2_r2_r5_r6_invitations_go_to_customers_and_agents_by_each_way_now_or_later() {
    let mut played = Played::new();
    for way in [Way::OwnMail, Way::Mail, Way::Link, Way::Number] {
        for invites in [false, true] {
            let to = "tanaka@example.co.jp".to_owned();
            let command = Command::Invite {
                way,
                agent: invites,
                to,
            };
            let events = played.does(agent(HOST), command);
            assert!(matches!(events[..], [SessionEvent::Invited { .. }]));
        }
    }
    let seat = played.joins("田中");
    let to = String::new();
    let invited = played.give(
        Actor::Customer(seat),
        Command::Invite {
            way: Way::Link,
            agent: false,
            to,
        },
    );
    assert_eq!(invited, Err(Refused::HostOnly));
}

#[test]
fn l1_l8_r3_recording_begins_with_the_session_where_the_desk_records_always() {
    for (recording, begins) in [
        (Recording::Off, false),
        (Recording::Ask, false),
        (Recording::Always, true),
    ] {
        let played = Played::of(&SessionRules {
            recording,
            ..rules()
        });
        assert_eq!(played.session.recording.is_some(), begins);
    }
    let mut always = Played::of(&SessionRules {
        recording: Recording::Always,
        ..rules()
    });
    let stopped = always.give(agent(HOST), Command::StopRecording);
    assert_eq!(stopped, Err(Refused::NotAllowed));
    let mut off = Played::of(&SessionRules {
        recording: Recording::Off,
        ..rules()
    });
    let started = off.give(agent(HOST), Command::StartRecording);
    assert_eq!(started, Err(Refused::NoRecording));
}

#[test]
fn l7_r4_the_sources_way_ends_it_with_the_page_and_ours_does_not() {
    use domain::desk::session::HostGone;
    let strict = SessionRules {
        host_gone: HostGone::End,
        seat_seconds: 0,
        ..rules()
    };
    let mut played = Played::of(&strict);
    played.joins("田中");
    played.assists(SECOND);
    let host = played.session.host().unwrap();
    played.does(Actor::System, Command::Lose(host));
    played.later(0);
    let State::Ended { why, .. } = played.session.state else {
        panic!("it goes on");
    };
    assert_eq!(why, EndWhy::HostLost);

    let mut played = Played::new();
    played.joins("田中");
    let host = played.session.host().unwrap();
    played.does(Actor::System, Command::Lose(host));
    played.later(89);
    assert_eq!(played.session.host(), Some(host));
    played.does(agent(HOST), Command::ComeBack(host));
    played.later(600);
    assert_eq!(played.session.host(), Some(host));
}

#[test]
fn l2_r7_a_customer_needs_no_account_and_a_number_alone_opens_nothing() {
    let mut played = Played::new();
    for misses in 1..=10 {
        let typed = played.does(Actor::Arriving, Command::TypeNumber { right: false });
        assert_eq!(typed, [SessionEvent::PasscodeMissed]);
        assert_eq!(played.session.is_number_closed(), misses == 10);
    }
    let right = played.give(Actor::Arriving, Command::TypeNumber { right: true });
    assert_eq!(right, Err(Refused::NumberClosed), "even the right one");
    assert_eq!(
        played.give(Actor::Arriving, customer("田中")),
        Err(Refused::NumberClosed)
    );
    // Links go on.
    let mut link = customer("鈴木");
    if let Command::Join(arrival) = &mut link {
        arrival.way = Way::Link;
    }
    played.does(Actor::Arriving, link);
    played.does(agent(HOST), Command::RenewPasscode);
    played.does(Actor::Arriving, Command::TypeNumber { right: true });
    played.joins("田中");
    assert_eq!(played.session.customers().count(), 2);
}

#[test]
fn l4_r8_customers_are_as_many_as_the_desk_says_and_the_host_picks_one() {
    let mut played = Played::new();
    let first = played.joins("田中");
    let second = played.joins("鈴木");
    let third = played.joins("伊藤");
    let more = played.give(Actor::Arriving, customer("加藤"));
    assert_eq!(more, Err(Refused::Full { most: 3 }));
    assert_eq!(played.session.selected, Some(first));
    assert_eq!(played.session.role(first), Some(Role::Selected));
    assert_eq!(played.session.role(second), Some(Role::Customer));
    played.does(agent(HOST), Command::Select(third));
    assert_eq!(played.session.selected, Some(third));
    let again = played.give(agent(HOST), Command::Select(third));
    assert_eq!(again, Err(Refused::AlreadySo));
    // A seat that is free again is somebody else's.
    played.does(Actor::Customer(second), Command::Leave);
    played.joins("加藤");
}

#[test]
fn l4_r9_what_is_shared_all_see() {
    use domain::session::{Kind, To, allowed};
    let mut played = Played::new();
    let (first, second) = (played.joins("田中"), played.joins("鈴木"));
    let assistant = played.assists(SECOND);
    played.does(agent(HOST), Command::StartShare(Surface::Desktop));
    let host = played.session.host().unwrap();
    for to in [first, second, assistant] {
        assert!(allowed(&played.session, host, To::Seat(to), Kind::Screen));
        assert!(!allowed(&played.session, to, To::Seat(host), Kind::Screen));
    }
}

#[test]
fn l4_r10_another_customer_ends_what_is_shared_in_both_directions_and_nothing_else() {
    for by_customer in [true, false] {
        let mut played = Played::new();
        let (first, second) = (played.joins("田中"), played.joins("鈴木"));
        played.busy(first);
        if !by_customer {
            played.does(agent(HOST), Command::StartShare(Surface::Desktop));
        }
        let before = played.session.clone();
        let events = played.does(agent(HOST), Command::Select(second));
        let why = Why::OtherSelected;
        assert!(
            events
                .iter()
                .any(|e| matches!(e, SessionEvent::ShareEnded { why: w, .. } if *w == why))
        );
        let after = &played.session;
        assert_eq!((after.share, after.pointer), (None, None));
        assert_eq!(after.cameras, before.cameras);
        assert_eq!(after.call, before.call);
        assert_eq!(after.files, before.files);
        assert!(after.chat && after.recording.is_some());
        // What the first agreed to show, they agreed to while they were served.
        assert!(!after.consents.contains(&(first, Thing::Screen)));
        assert!(after.consents.contains(&(first, Thing::Recording)));
    }
}

#[test]
fn l1_r11_several_sessions_of_one_host_stand_each_for_itself() {
    let several = SessionRules {
        mode: Mode::Multi,
        ..rules()
    };
    let mut one = Played::of(&several);
    let mut other = Played::of(&several);
    one.joins("田中");
    other.joins("鈴木");
    one.does(agent(HOST), Command::End);
    assert!(one.session.is_ended());
    assert!(!other.session.is_ended());
    assert_eq!(other.session.customers().count(), 1);
}

#[test]
fn l5_r12_an_assistant_has_no_control() {
    let mut played = Played::new();
    let first = played.joins("田中");
    let second = played.joins("鈴木");
    let seat = played.assists(SECOND);
    assert_eq!(played.session.role(seat), Some(Role::Assistant));
    let text = |text: &str| text.to_owned();
    for command in [
        Command::Select(second),
        Command::PassControl(seat),
        Command::ReturnControl,
        transfer(Some("second"), &[], ""),
        Command::End,
        Command::Ask {
            seat: first,
            thing: Thing::Screen,
            purpose: text("x"),
        },
        Command::StartShare(Surface::Desktop),
        Command::StartPointer,
        Command::StartRecording,
        Command::StopRecording,
        Command::Remove(first),
        Command::Admit(first),
        Command::RenewPasscode,
        Command::StartChat,
        Command::Call,
        Command::Invite {
            way: Way::Link,
            agent: false,
            to: text(""),
        },
    ] {
        let given = played.give(agent(SECOND), command.clone());
        // A share or pointer needs something to be on first; who leads is asked before.
        assert_eq!(given, Err(Refused::HostOnly), "{command:?}");
    }
    // They see, and chat.
    played.does(agent(SECOND), Command::Say(text("手伝います")));
    // And who is not in it does nothing at all.
    let stranger = played.give(agent(THIRD), Command::Say(text("x")));
    assert_eq!(stranger, Err(Refused::NotAllowed));
}

#[test]
fn l5_r13_control_goes_to_an_assistant_who_is_here_and_the_former_host_has_none() {
    let mut played = Played::new();
    let customer = played.joins("田中");
    let host = played.session.host().unwrap();
    assert_eq!(
        played.give(agent(HOST), Command::PassControl(customer)),
        Err(Refused::NoParticipant)
    );
    let seat = played.assists(SECOND);
    played.does(Actor::System, Command::Lose(seat));
    assert_eq!(
        played.give(agent(HOST), Command::PassControl(seat)),
        Err(Refused::NoParticipant),
        "not here at the moment"
    );
    played.does(agent(SECOND), Command::ComeBack(seat));
    played.does(agent(HOST), Command::PassControl(seat));
    assert_eq!(played.session.role(seat), Some(Role::Host));
    assert_eq!(played.session.role(host), Some(Role::FormerHost));
    for command in [Command::End, Command::StartRecording, Command::StartChat] {
        assert_eq!(played.give(agent(HOST), command), Err(Refused::HostOnly));
    }
}

#[test]
fn l5_r14_the_former_host_stays_and_gets_control_back_at_any_time() {
    let mut played = Played::new();
    played.joins("田中");
    let host = played.session.host().unwrap();
    let seat = played.assists(SECOND);
    assert_eq!(
        played.give(agent(HOST), Command::ReturnControl),
        Err(Refused::NoFormerHost)
    );
    played.does(agent(HOST), Command::PassControl(seat));
    played.does(agent(SECOND), Command::Say("引き継ぎました".to_owned()));
    played.does(agent(HOST), Command::Say("お願いします".to_owned()));
    played.later(3_000);
    played.does(agent(SECOND), Command::ReturnControl);
    assert_eq!(played.session.host(), Some(host));
    assert_eq!(played.session.role(seat), Some(Role::FormerHost));
    // Over three agents it goes back to the latest who gave it and is here.
    let third = played.assists(THIRD);
    played.does(agent(HOST), Command::PassControl(seat));
    played.does(agent(SECOND), Command::PassControl(third));
    assert_eq!(played.session.returns_to(), Some(seat));
    played.does(agent(SECOND), Command::Leave);
    assert_eq!(played.session.returns_to(), Some(host));
    played.does(agent(THIRD), Command::ReturnControl);
    assert_eq!(played.session.host(), Some(host));
}

#[test]
fn l5_r15_the_former_host_leaves_and_does_not_end() {
    let mut played = Played::new();
    played.joins("田中");
    let seat = played.assists(SECOND);
    assert_eq!(
        played.give(agent(HOST), Command::Leave),
        Err(Refused::HostStays)
    );
    played.does(agent(HOST), Command::PassControl(seat));
    assert_eq!(
        played.give(agent(HOST), Command::End),
        Err(Refused::HostOnly)
    );
    played.does(agent(HOST), Command::Leave);
    assert_eq!(played.session.host(), Some(seat));
    assert!(!played.session.is_ended());
    // With control given back they end it.
    let mut played = Played::new();
    let seat = played.assists(SECOND);
    played.does(agent(HOST), Command::PassControl(seat));
    played.does(agent(SECOND), Command::ReturnControl);
    played.does(agent(HOST), Command::End);
    assert!(played.session.is_ended());
}

#[test]
fn l5_r16_passing_and_returning_control_end_all_but_the_call_and_keep_what_was_said() {
    for back in [false, true] {
        let mut played = Played::new();
        let customer = played.joins("田中");
        let seat = played.assists(SECOND);
        if back {
            played.does(agent(HOST), Command::PassControl(seat));
            played.does(agent(SECOND), Command::ReturnControl);
            played.does(agent(HOST), Command::StartChat);
        }
        played.busy(customer);
        let events = played.does(agent(HOST), Command::PassControl(seat));
        let after = &played.session;
        assert_eq!(
            (after.share, after.pointer, after.recording),
            (None, None, None)
        );
        assert!(after.files.is_empty() && after.cameras.is_empty() && !after.chat);
        assert!(after.call.is_some());
        let ended = events.iter().filter(|event| {
            matches!(
                event,
                SessionEvent::ShareEnded {
                    why: Why::ControlPassed,
                    ..
                } | SessionEvent::PointerEnded {
                    why: Why::ControlPassed,
                    ..
                } | SessionEvent::CameraEnded {
                    why: Why::ControlPassed,
                    ..
                } | SessionEvent::FileEnded {
                    why: Why::ControlPassed,
                    ..
                } | SessionEvent::ChatEnded {
                    why: Why::ControlPassed
                } | SessionEvent::RecordingEnded {
                    why: Why::ControlPassed,
                    ..
                }
            )
        });
        assert_eq!(ended.count(), 7, "each ending is told: {events:?}");
        // The chat is closed for others until the new host opens it; what was said is in the log.
        let said_ = played.give(Actor::Customer(customer), Command::Say("x".to_owned()));
        assert_eq!(said_, Err(Refused::NothingOn));
        played.does(agent(SECOND), Command::Say("続けます".to_owned()));
        played.does(Actor::Customer(customer), Command::Say("はい".to_owned()));
        let all: Vec<_> = played.events.iter().map(|r| r.event.clone()).collect();
        assert_eq!(said(&all).len(), 3);
    }
}

#[test]
fn l5_r17_the_call_goes_on_where_the_new_host_carries_voice() {
    for voice in [true, false] {
        let mut played = Played::new();
        let customer = played.joins("田中");
        let seat = played.assists_with(SECOND, voice);
        played.busy(customer);
        played.does(agent(HOST), Command::PassControl(seat));
        assert_eq!(played.session.call.is_some(), voice);
        // And with it the customer's word to be heard, and no other.
        let consents: Vec<_> = played.session.consents.iter().copied().collect();
        let kept = [(customer, Thing::Voice)];
        assert_eq!(consents, kept[..usize::from(voice)]);
    }
}

#[test]
fn l6_r18_a_transfer_goes_to_one_queue_or_to_agents_and_acd_agents_alone_make_one() {
    let mut played = Played::new();
    played.joins("田中");
    let neither = played.give(agent(HOST), transfer(None, &[], ""));
    assert_eq!(neither, Err(Refused::QueueOrAgents));
    let both = played.give(agent(HOST), transfer(Some("second"), &[THIRD], ""));
    assert_eq!(both, Err(Refused::QueueOrAgents));
    for (queue, agents) in [
        (Some("nowhere"), vec![]),
        (None, vec![EXPERT]),
        (None, vec![HOST]),
    ] {
        let given = played.give(agent(HOST), transfer(queue, &agents, ""));
        assert_eq!(given, Err(Refused::UnknownTarget));
    }
    played.agents[2].state = AcdState::Away;
    let away = played.give(agent(HOST), transfer(None, &[THIRD], ""));
    assert_eq!(away, Err(Refused::UnknownTarget));
    played.agents[2].state = AcdState::Busy;
    let mut several = Played::new();
    several.does(agent(HOST), transfer(None, &[THIRD, SECOND, THIRD], ""));
    let State::Transferring(offer) = &several.session.state else {
        panic!("not handed on");
    };
    assert_eq!(offer.to, Target::Agents(vec![SECOND, THIRD]));
    // Who serves no queue does not hand on.
    let mut played = Played::new();
    played.agents.retain(|a| a.person != HOST);
    let given = played.give(agent(HOST), transfer(Some("second"), &[], ""));
    assert_eq!(given, Err(Refused::NotAcd));
}

#[test]
fn l6_r18_the_first_who_accepts_has_it() {
    let mut played = Played::new();
    played.joins("田中");
    played.does(
        agent(HOST),
        transfer(None, &[SECOND, THIRD], "お願いします"),
    );
    let accept = || Command::Accept {
        name: "Ito".to_owned(),
        voice: true,
    };
    assert_eq!(played.give(agent(EXPERT), accept()), Err(Refused::NoOffer));
    assert_eq!(played.give(agent(HOST), accept()), Err(Refused::NoOffer));
    played.does(agent(THIRD), accept());
    assert_eq!(played.session.host(), played.session.seat_of(THIRD));
    assert_eq!(played.give(agent(SECOND), accept()), Err(Refused::NoOffer));
}

#[test]
fn l6_r18_an_offer_to_a_queue_is_for_those_of_it_who_are_available() {
    for (state, takes) in [
        (AcdState::Available, true),
        (AcdState::Busy, false),
        (AcdState::Away, false),
    ] {
        let mut played = Played::new();
        played.does(agent(HOST), transfer(Some("second"), &[], ""));
        played.agents[2].state = state;
        let accept = || Command::Accept {
            name: "Ito".to_owned(),
            voice: true,
        };
        assert_eq!(
            played.give(agent(SECOND), accept()),
            Err(Refused::NoOffer),
            "not of it"
        );
        assert_eq!(
            played.give(agent(THIRD), accept()).is_ok(),
            takes,
            "{state:?}"
        );
    }
}

#[test]
fn l6_r19_a_message_has_345_characters_as_people_count_them_and_not_one_more() {
    let family = "👨‍👩‍👧‍👦";
    let accented = "か\u{3099}"; // が, written as two
    for letter in ["a", "あ", family, accented] {
        let fits = letter.repeat(MESSAGE_MAX);
        assert_eq!(characters(&fits), 345);
        let mut played = Played::new();
        played.does(agent(HOST), transfer(Some("second"), &[], &fits));
        let State::Transferring(offer) = &played.session.state else {
            panic!("not handed on");
        };
        assert_eq!(offer.message.as_str(), fits, "whole");
        let mut played = Played::new();
        let long = letter.repeat(MESSAGE_MAX + 1);
        let (most, given) = (345, 346);
        assert_eq!(
            played.give(agent(HOST), transfer(Some("second"), &[], &long)),
            Err(Refused::TooLong { most, given })
        );
        assert!(played.session.host().is_some(), "refused, not cut");
    }
}

#[test]
fn l6_r20_the_sender_leaves_by_itself_and_the_call_ends() {
    let mut played = Played::new();
    let customer = played.joins("田中");
    played.busy(customer);
    played.does(agent(HOST), transfer(Some("second"), &[], "お願いします"));
    let after = &played.session;
    assert_eq!(after.seat_of(HOST), None);
    assert_eq!(after.host(), None);
    assert_eq!(
        (after.share, after.pointer, after.recording),
        (None, None, None)
    );
    assert_eq!(after.call, None);
    assert!(after.files.is_empty() && after.cameras.is_empty() && !after.chat);
    assert!(after.consents.is_empty());
    assert!(
        after.participants[&customer].is_here(),
        "the customer stays"
    );
    // They may leave, and chat to nobody.
    let said = played.give(Actor::Customer(customer), Command::Say("x".to_owned()));
    assert_eq!(said, Err(Refused::NoHost));
    played.does(Actor::Customer(customer), Command::Leave);
}

#[test]
fn l6_an_unanswered_transfer_goes_to_the_fallback_queue_after_a_minute() {
    let mut played = Played::new();
    let customer = played.joins("田中");
    played.does(agent(HOST), transfer(None, &[SECOND], ""));
    assert!(played.later(59).is_empty(), "not early");
    let queue = "second".to_owned();
    assert_eq!(played.later(1), [SessionEvent::OfferPassedOn { queue }]);
    assert!(played.later(60).is_empty(), "once");
    assert!(played.session.participants[&customer].is_here());
    let accept = Command::Accept {
        name: "Ito".to_owned(),
        voice: true,
    };
    played.does(agent(THIRD), accept);
    assert_eq!(played.session.host(), played.session.seat_of(THIRD));
}

#[test]
fn l6_when_all_who_were_asked_decline_nobody_waits_for_the_minute() {
    let mut played = Played::new();
    played.joins("田中");
    played.does(agent(HOST), transfer(None, &[SECOND, THIRD], ""));
    played.does(agent(SECOND), Command::Decline);
    assert!(matches!(&played.session.state, State::Transferring(offer) if !offer.passed_on));
    played.does(agent(THIRD), Command::Decline);
    assert!(matches!(&played.session.state, State::Transferring(offer) if offer.passed_on));
    assert_eq!(
        played.give(agent(SECOND), Command::Decline),
        Err(Refused::NoOffer)
    );
}

#[test]
fn l6_what_nobody_takes_is_an_assistants_or_waits_and_then_ends() {
    // (an assistant is there, the desk has a fallback queue)
    for (assisted, fallback) in [(true, true), (true, false), (false, true), (false, false)] {
        let mut rules = rules();
        rules.fallback = fallback.then(|| "second".to_owned());
        let mut played = Played::of(&rules);
        played.joins("田中");
        let seat = assisted.then(|| played.assists(EXPERT));
        played.does(agent(HOST), transfer(Some("first"), &[], ""));
        played.later(60);
        if fallback {
            played.later(600);
        }
        assert_eq!(played.session.host(), seat, "{assisted} {fallback}");
        if !assisted {
            assert!(matches!(played.session.state, State::HostLost { .. }));
            played.later(600);
            let State::Ended { why, .. } = played.session.state else {
                panic!("it waits for ever");
            };
            assert_eq!(why, EndWhy::Unanswered);
        }
    }
}
