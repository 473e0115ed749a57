//! What was shared and agreed to, as everybody in a session reads it (L8, L9).

use domain::session::{Seat, SessionEvent, Thing, Why};

use crate::texts::Texts;

/// In words, where it is one of these.
pub fn told(t: &Texts, event: &SessionEvent, name: &impl Fn(&Seat) -> String) -> Option<String> {
    let of = |key: &str, seat: &Seat| Some(t.one(key, "name", name(seat)));
    let about = |key: &str, seat: &Seat, thing: &Thing| {
        let thing = t.say(&format!("stage-thing-{}", thing.as_str()));
        Some(t.with(key, [("name", name(seat).into()), ("thing", thing.into())]))
    };
    match event {
        SessionEvent::Asked { seat, thing, .. } => about("session-did-ask", seat, thing),
        SessionEvent::Granted { seat, thing } => about("session-did-grant", seat, thing),
        SessionEvent::Denied {
            seat,
            thing,
            silent,
        } => match silent {
            true => about("session-did-not-answer", seat, thing),
            false => about("session-did-deny", seat, thing),
        },
        SessionEvent::Withdrawn { seat, thing } => about("session-did-withdraw", seat, thing),
        SessionEvent::ShareStarted { seat, .. } => of("session-did-share", seat),
        SessionEvent::ShareEnded { seat, why } => match why {
            Why::SessionEnded => None,
            Why::OtherSelected => of("session-did-end-share-selected", seat),
            Why::ControlPassed | Why::Transferred => of("session-did-end-share-passed", seat),
            _ => of("session-did-end-share", seat),
        },
        SessionEvent::PointerStarted { seat } => of("session-did-point", seat),
        SessionEvent::CameraStarted { seat } => of("session-did-start-camera", seat),
        SessionEvent::CameraEnded { seat, why } if *why != Why::SessionEnded => {
            of("session-did-end-camera", seat)
        }
        SessionEvent::CallStarted { seat } => of("session-did-call", seat),
        SessionEvent::CallJoined { seat } => of("session-did-join-call", seat),
        SessionEvent::CallLeft { seat, .. } => of("session-did-leave-call", seat),
        SessionEvent::CallEnded { why } => match why {
            Why::SessionEnded => None,
            Why::NoVoice => Some(t.say("session-did-end-call-no-voice").to_owned()),
            _ => Some(t.say("session-did-end-call").to_owned()),
        },
        _ => None,
    }
}
