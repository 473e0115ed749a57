//! Live sessions on pages (L1–L9). A page offers what there is: talking, leading, handing on, coming and going.

pub mod agents;
pub mod calls;
pub mod files;
pub mod follow;
mod holder;
pub mod host;
pub mod in_story;
pub mod invitation;
pub mod join;
pub mod line;
pub mod of_case;
pub mod recordings;
pub mod room;
mod shared_story;
mod sharing;
pub mod staff_list;
mod stage;
pub mod steps;
pub mod survey;
mod tabs;
mod what_ends;

pub use domain::session::grouped;
use std::collections::{BTreeMap, BTreeSet};

use axum::{
    http::{HeaderName, HeaderValue},
    response::Response,
};
use domain::{
    SessionId,
    event::Recorded,
    session::{
        Actor, Command, EndWhy, LeaveWhy, Participant, PassWhy, Presence, Refused, Role, Seat,
        Session, SessionEvent, State, Why,
    },
};
use store::sessions::Besides;

use super::visitor::Visitor;
use crate::{
    app::{Fail, session_tending::SILENT, sessions::Changed},
    texts::Texts,
};

/// The session that an address names.
pub fn named(id: &str) -> Result<SessionId, Fail> {
    id.parse().map(SessionId).map_err(|_| Fail::NotFound)
}

/// Why the rules say no, in words that say what to do.
pub fn no(t: &Texts, refused: &Refused) -> String {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match refused {
        Refused::Full { most } => t.count("session-no-full", i64::from(*most)),
        Refused::TooLong { most, given } => t.with(
            "session-no-too-long",
            [
                ("most", t.number(number(*most)).into()),
                ("given", t.number(number(*given)).into()),
            ],
        ),
        other => t.say(no_key(other)).to_owned(),
    }
}

fn no_key(refused: &Refused) -> &'static str {
    match refused {
        Refused::Ended => "session-no-ended",
        Refused::HostOnly => "session-no-host-only",
        Refused::NoHost => "session-no-host",
        Refused::HostStays => "session-no-host-stays",
        Refused::OneAtATime => "session-no-one-at-a-time",
        Refused::NumberClosed => "session-no-number-closed",
        Refused::NoName => "session-no-name",
        Refused::NoParticipant => "session-no-participant",
        Refused::AlreadySo => "session-no-already",
        Refused::NotSelected => "session-no-not-selected",
        Refused::NoConsent => "session-no-consent",
        Refused::NothingOn => "session-no-nothing-on",
        Refused::NoVoice => "session-no-voice",
        Refused::NoRecording => "session-no-recording",
        Refused::NoText => "session-no-text",
        Refused::NoFormerHost => "session-no-former",
        Refused::NotAcd => "session-no-not-acd",
        Refused::QueueOrAgents => "session-no-queue-or-agents",
        Refused::UnknownTarget => "session-no-target",
        Refused::NoOffer => "session-no-offer",
        Refused::NotAllowed | Refused::Full { .. } | Refused::TooLong { .. } => {
            "session-no-not-allowed"
        }
    }
}

/// Lets it happen, or fails with a sentence.
pub async fn does(
    visitor: &Visitor,
    id: SessionId,
    by: Actor,
    command: &Command,
) -> Result<Changed, Fail> {
    let app = &visitor.web.app;
    let besides = Besides::default();
    let done = app.change_session(id, by, command, &besides);
    done.await?.map_err(|refused| said_no(visitor, &refused))
}

/// One after the other, as [`sharing`] has them; the first that is refused ends it, and is told.
pub async fn does_all(
    visitor: &Visitor,
    id: SessionId,
    by: Actor,
    wanted: Result<Vec<Command>, Refused>,
) -> Result<(), Fail> {
    let commands = wanted.map_err(|refused| said_no(visitor, &refused))?;
    for command in commands {
        does(visitor, id, by, &command).await?;
    }
    Ok(())
}

/// Pages of sessions may ask for screens, cameras and microphones; no other page of ours can.
pub fn with_devices(mut response: Response) -> Response {
    response.headers_mut().insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(self), microphone=(self), geolocation=(), display-capture=(self)",
        ),
    );
    response
}

/// What is not theirs is not there; all else is told.
pub fn said_no(visitor: &Visitor, refused: &Refused) -> Fail {
    match refused {
        Refused::NotAllowed => Fail::NotFound,
        other => Fail::Told(no(&visitor.texts, other)),
    }
}

/// Somebody in the list of those who take part.
pub struct Line {
    pub seat: u32,
    pub name: String,
    pub role: String,
    /// Beside the role where they are not simply there.
    pub presence: String,
    pub you: bool,
    /// What the host may do with them.
    pub select: bool,
    pub admit: bool,
    pub remove: bool,
}

/// Who holds a seat, the host first, then agents, then customers.
pub fn people(t: &Texts, session: &Session, own: Option<Seat>) -> Vec<Line> {
    let leads = own.is_some() && session.host() == own;
    // Once it is over, those who took part.
    let ended = session.is_ended();
    let all = session.participants.values();
    let held = all.filter(|p| ended || p.holds_seat());
    let mut held: Vec<&Participant> = held.collect();
    held.sort_by_key(|p| (session.host() != Some(p.seat), p.is_customer(), p.seat));
    let line = |p: &Participant| {
        let role = session.role(p.seat).unwrap_or(Role::Assistant);
        Line {
            seat: p.seat.0,
            name: p.name.as_str().to_owned(),
            role: match ended && !p.is_customer() {
                true => t.say("session-role-agent").to_owned(),
                false => t.say(&format!("session-role-{}", role.as_str())).to_owned(),
            },
            presence: match p.presence {
                Presence::Away(_) => t.say("session-away").to_owned(),
                _ => String::new(),
            },
            you: own == Some(p.seat),
            select: leads && role == Role::Customer,
            admit: leads && role == Role::Waiting,
            remove: leads && own != Some(p.seat),
        }
    };
    held.into_iter().map(line).collect()
}

/// One line of what was said, or of what happened meanwhile.
pub struct Told {
    pub anchor: String,
    /// Who said it; empty where something happened.
    pub who: String,
    pub own: bool,
    pub at: String,
    pub machine: String,
    pub text: String,
}

/// What was said, with who came and led in between.
pub fn transcript(t: &Texts, events: &[Recorded<SessionEvent>], own: Option<Seat>) -> Vec<Told> {
    let (mut names, mut files) = (BTreeMap::new(), BTreeMap::new());
    let mut customers = BTreeSet::new();
    let mut all = Vec::new();
    for one in events {
        match &one.event {
            SessionEvent::FileOffered {
                file,
                name,
                from,
                to,
                ..
            } => {
                // Between customers, a file is nobody else's concern.
                let other = |own| customers.contains(&own) && own != *from && own != *to;
                if !own.is_some_and(other) {
                    files.insert(*file, name.as_str());
                }
            }
            SessionEvent::Started { name, .. } => {
                names.insert(Seat(1), name.as_str().to_owned());
            }
            SessionEvent::Joined {
                seat,
                name,
                customer,
                ..
            } => {
                names.insert(*seat, name.as_str().to_owned());
                if *customer {
                    customers.insert(*seat);
                }
            }
            _ => {}
        }
        let name = |seat: &Seat| names.get(seat).cloned().unwrap_or_default();
        let (who, own, text) = match &one.event {
            SessionEvent::Said { seat, text } => {
                (name(seat), own == Some(*seat), text.as_str().to_owned())
            }
            event => match happened(t, event, &name).or_else(|| sent(t, event, &name, &files)) {
                Some(text) => (String::new(), false, text),
                None => continue,
            },
        };
        all.push(Told {
            anchor: format!("said-{}", one.version),
            who,
            own,
            at: t.clock(one.at),
            machine: t.machine_time(one.at),
            text,
        });
    }
    all
}

/// What everybody may know of the files that were sent: that they were.
fn sent(
    t: &Texts,
    event: &SessionEvent,
    name: &impl Fn(&Seat) -> String,
    files: &BTreeMap<u32, &str>,
) -> Option<String> {
    let (key, from, file) = match event {
        SessionEvent::FileOffered { file, from, .. } => {
            ("session-did-offer-file", Some(from), file)
        }
        SessionEvent::FileArrived { file, .. } => ("session-did-send-file", None, file),
        SessionEvent::FileEnded { file, why } if *why == Why::Harmful => {
            ("session-did-refuse-file", None, file)
        }
        SessionEvent::FileEnded { file, .. } => ("session-did-stop-file", None, file),
        _ => return None,
    };
    let file = files.get(file)?;
    let said = [
        ("name", from.map_or(String::new(), name).into()),
        ("file", (*file).into()),
    ];
    Some(t.with(key, said))
}

/// What everybody in a session may know of what happened.
fn happened(t: &Texts, event: &SessionEvent, name: &impl Fn(&Seat) -> String) -> Option<String> {
    let of = |key: &str, seat: &Seat| Some(t.one(key, "name", name(seat)));
    match event {
        SessionEvent::Started { .. } => of("session-did-start", &Seat(1)),
        SessionEvent::Joined { seat, waits, .. } if !waits => of("session-did-join", seat),
        SessionEvent::Admitted { seat } => of("session-did-join", seat),
        SessionEvent::Left { seat, why } => match why {
            LeaveWhy::Left => of("session-did-leave", seat),
            LeaveWhy::Lost => of("session-did-lose", seat),
            LeaveWhy::Removed => of("session-did-remove", seat),
            LeaveWhy::Transferred => of("session-did-hand-on", seat),
            LeaveWhy::TurnedAway | LeaveWhy::SessionEnded => None,
        },
        SessionEvent::Selected { seat } => of("session-did-select", seat),
        SessionEvent::ControlPassed { to, why, .. } => match why {
            PassWhy::Passed => of("session-did-pass", to),
            PassWhy::Returned => of("session-did-return", to),
            PassWhy::Accepted => of("session-did-accept", to),
            PassWhy::HostLost | PassWhy::Came => of("session-did-take-over", to),
        },
        SessionEvent::AgentInvited { name, .. } => {
            Some(t.one("session-did-invite-agent", "name", name.as_str()))
        }
        SessionEvent::RecordingStarted { .. } => Some(t.say("session-did-record").to_owned()),
        SessionEvent::RecordingEnded { why, .. } => Some(match why {
            Why::Failed => t.say("session-did-fail-recording").to_owned(),
            _ => t.say("session-did-end-recording").to_owned(),
        }),
        SessionEvent::ChatEnded { why } if *why != Why::SessionEnded => {
            Some(t.say("session-did-end-chat").to_owned())
        }
        SessionEvent::HostLost => Some(t.say("session-did-lose-host").to_owned()),
        SessionEvent::OfferPassedOn { .. } => Some(t.say("session-did-pass-on").to_owned()),
        SessionEvent::Ended { why } => Some(t.say(ended_key(*why)).to_owned()),
        event => shared_story::told(t, event, name),
    }
}

pub fn ended_key(why: EndWhy) -> &'static str {
    match why {
        EndWhy::ByHost => "session-ended-by-host",
        EndWhy::HostLost => "session-ended-host-lost",
        EndWhy::Unanswered => "session-ended-unanswered",
        EndWhy::Empty => "session-ended-empty",
    }
}

/// Pages without script ask again by themselves, well within the time for which a seat is kept (L7), and no sooner than somebody reads:
/// after how many seconds, and how that is said.
pub fn refreshes(t: &Texts, session: &Session) -> Option<(i64, String)> {
    let kept = SILENT.as_secs() + i64::from(session.rules.seat_seconds);
    let seconds = (kept / 2).clamp(5, 30);
    (!session.is_ended()).then(|| (seconds, t.count("session-no-script", seconds)))
}

/// When it ends, now that its customers are gone; empty while there are any.
pub fn empty_until(t: &Texts, session: &Session) -> String {
    let until = session.empty_until().map(|at| t.clock(at));
    until.map_or(String::new(), |at| t.one("session-empty", "at", at))
}

/// What stands above a session that nobody leads at the moment; empty where somebody does.
pub fn standing(t: &Texts, session: &Session, of_staff: bool) -> String {
    let key = match (&session.state, of_staff) {
        (State::Open { .. } | State::Ended { .. }, _) => return String::new(),
        (State::Transferring(_), true) => "session-transferring-staff",
        (State::Transferring(_), false) => "session-transferring",
        (State::HostLost { .. }, true) => "session-host-lost-staff",
        (State::HostLost { .. }, false) => "session-host-lost",
    };
    t.say(key).to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn l1_a_number_is_told_in_groups_of_three() {
        assert_eq!(super::grouped(123_456_789), "123 456 789");
    }
}
