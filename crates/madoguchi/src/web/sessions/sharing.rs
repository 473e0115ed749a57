//! What people do with screens, cameras, the call and the pointer, and what customers agree to (L3, L9): from the names of acts to
//! commands. The rules decide; here is only what one press stands for. A customer who turns something of theirs on agrees to it with
//! that very press, and one who turns it off takes their word back.

use domain::session::{Command, Refused, Seat, Session, Surface, Thing};

use super::super::posted::Posted;

/// Commands to give one after the other; nothing where the act is none of these.
pub type Wanted = Option<Result<Vec<Command>, Refused>>;

fn surface(posted: &Posted) -> Surface {
    match posted.get("surface") {
        "window" => Surface::Window,
        "browser" => Surface::Tab,
        _ => Surface::Desktop,
    }
}

fn thing(posted: &Posted) -> Result<Thing, Refused> {
    Thing::parse(posted.get("thing")).ok_or(Refused::NotAllowed)
}

/// What a customer does. `Grant` goes first only where what follows can be.
pub fn of_customer(session: &Session, own: Seat, act: &str, posted: &Posted) -> Wanted {
    let agreed = |thing: Thing| session.consents.contains(&(own, thing));
    let with_word = |thing: Thing, then: Command| {
        let grant = (!agreed(thing)).then_some(Command::Grant(thing));
        grant.into_iter().chain([then]).collect()
    };
    let one = |command: Command| Some(Ok(vec![command]));
    match act {
        "share" => Some(Ok(with_word(
            Thing::Screen,
            Command::StartShare(surface(posted)),
        ))),
        "camera" if session.cameras.contains(&own) => Some(Err(Refused::AlreadySo)),
        "camera" => Some(Ok(with_word(Thing::Camera, Command::StartCamera))),
        "call" => Some(match (&session.call, session.participants.get(&own)) {
            (None, _) => Err(Refused::NothingOn),
            (Some(_), Some(own)) if !own.voice => Err(Refused::NoVoice),
            (Some(_), _) => Ok(with_word(Thing::Voice, Command::Call)),
        }),
        "stop-share" => one(Command::Withdraw(Thing::Screen)),
        "stop-camera" => one(Command::Withdraw(Thing::Camera)),
        "hang-up" => one(Command::Withdraw(Thing::Voice)),
        "stop-pointer" => one(Command::Withdraw(Thing::Pointer)),
        "grant" => Some(thing(posted).map(|thing| vec![Command::Grant(thing)])),
        "deny" => Some(thing(posted).map(|thing| vec![Command::Deny(thing)])),
        "withdraw" => Some(thing(posted).map(|thing| vec![Command::Withdraw(thing)])),
        _ => None,
    }
}

/// What an agent does; whether host or not, the rules know.
pub fn of_agent(act: &str, posted: &Posted) -> Wanted {
    let one = |command: Command| Some(Ok(vec![command]));
    match act {
        "share" => one(Command::StartShare(surface(posted))),
        "stop-share" => one(Command::StopShare),
        "camera" => one(Command::StartCamera),
        "stop-camera" => one(Command::StopCamera),
        "call" => one(Command::Call),
        "hang-up" => one(Command::HangUp),
        "pointer" => one(Command::StartPointer),
        "stop-pointer" => one(Command::StopPointer),
        "ask" => Some(asked(posted)),
        _ => None,
    }
}

fn asked(posted: &Posted) -> Result<Vec<Command>, Refused> {
    let seat = posted.get("seat").parse().map(Seat);
    Ok(vec![Command::Ask {
        seat: seat.map_err(|_| Refused::NoParticipant)?,
        thing: thing(posted)?,
        purpose: posted.get("purpose").to_owned(),
    }])
}
