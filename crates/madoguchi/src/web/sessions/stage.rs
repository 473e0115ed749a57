//! What goes on between those who are there, as a page offers it (L3, L4, L9): what one may turn on and off, what a customer is
//! asked and has agreed to, and whom a host can ask. It needs script to carry anything; what it says and what it takes back does not.

use domain::{
    desk::session::Recording,
    session::{Role, Seat, Session, Thing},
};

use super::super::visitor::Visitor;
use crate::texts::Texts;

/// A button that turns something on or off.
pub struct Control {
    /// What it is about; stays while it is turned on and off, so that the focus does.
    pub key: &'static str,
    pub act: &'static str,
    /// What the browser must give before: `screen`, `camera` or `microphone`; empty where nothing.
    pub needs: &'static str,
    /// What of the reader's own ends with it at once; empty where nothing.
    pub ends: &'static str,
    pub label: String,
    pub icon: &'static str,
    pub is_on: bool,
}

/// What a customer is asked.
pub struct Asking {
    pub thing: &'static str,
    pub question: String,
    /// Who sees or hears what, and that it can be taken back.
    pub means: &'static str,
    pub purpose: String,
    pub yes: Control,
}

/// What a customer has agreed to.
pub struct Agreed {
    pub thing: &'static str,
    pub label: &'static str,
    pub ends: &'static str,
}

/// See the module.
pub struct Stage {
    pub version: i64,
    /// Who shares what, in one sentence; empty where nobody does.
    pub sharing: String,
    /// It is the reader who shares.
    pub shares: bool,
    /// The reader is a customer: what they turn on is had by all.
    pub customer: bool,
    /// The reader is in the call, and can mute.
    pub talks: bool,
    /// The reader points at what is shared.
    pub points: bool,
    pub controls: Vec<Control>,
    pub asks: Vec<Asking>,
    pub agreed: Vec<Agreed>,
    /// For the host: whom to ask, and for what.
    pub whom: Vec<(u32, String)>,
    pub things: Vec<(&'static str, &'static str)>,
    /// For the host: questions that wait for an answer.
    pub waiting: Vec<String>,
}

fn control(
    t: &Texts,
    key: &'static str,
    act: &'static str,
    needs: &'static str,
    ends: &'static str,
    icon: &'static str,
) -> Control {
    Control {
        key,
        act,
        needs,
        ends,
        label: t.say(&format!("stage-{act}")).to_owned(),
        icon,
        is_on: needs.is_empty(),
    }
}

/// What ends with this in the browser that it is taken back in, before anybody has heard of it.
fn carries(thing: Thing) -> &'static str {
    match thing {
        Thing::Screen => "screen",
        Thing::Camera => "camera",
        Thing::Voice => "microphone",
        Thing::Pointer => "pointer",
        Thing::Recording => "recording",
    }
}

fn label(t: &Texts, thing: Thing) -> &'static str {
    t.say(&format!("stage-thing-{}", thing.as_str()))
}

impl Stage {
    /// For somebody who takes part; nothing where media do not go, they have no seat, or it is over.
    pub fn of(visitor: &Visitor, session: &Session, own: Option<Seat>) -> Option<Self> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        app.live_media.as_ref()?;
        let own = own.filter(|_| !session.is_ended())?;
        let role = session.role(own).filter(|role| *role != Role::Waiting)?;
        let name = |seat: Seat| {
            let found = session.participants.get(&seat);
            found.map_or(String::new(), |p| p.name.as_str().to_owned())
        };
        let host = role == Role::Host;
        let customer = matches!(role, Role::Customer | Role::Selected);
        Some(Self {
            version: session.version,
            sharing: match session.share {
                Some(share) if share.by == own => t.say("stage-you-share").to_owned(),
                Some(share) => t.one("stage-shares", "name", name(share.by)),
                None => String::new(),
            },
            shares: session.share.is_some_and(|share| share.by == own),
            customer,
            talks: session
                .call
                .as_ref()
                .is_some_and(|legs| legs.contains(&own)),
            points: session.pointer == Some(own),
            controls: controls(t, session, own, role),
            asks: match customer {
                true => asks(t, session, own),
                false => Vec::new(),
            },
            agreed: match customer {
                true => agreed(t, session, own),
                false => Vec::new(),
            },
            whom: match host {
                true => {
                    let here = session.customers();
                    let here = here.filter(|p| p.let_in);
                    here.map(|p| (p.seat.0, p.name.as_str().to_owned()))
                        .collect()
                }
                false => Vec::new(),
            },
            things: {
                let all = Thing::ALL.into_iter();
                let records = session.rules.recording != Recording::Off;
                let all = all.filter(|thing| records || *thing != Thing::Recording);
                all.map(|thing| (thing.as_str(), label(t, thing))).collect()
            },
            waiting: match host {
                true => {
                    let waits = session.asks.keys().map(|(seat, thing)| {
                        let said = [
                            ("name", name(*seat).into()),
                            ("thing", label(t, *thing).into()),
                        ];
                        t.with("stage-waits", said)
                    });
                    waits.collect()
                }
                false => Vec::new(),
            },
        })
    }
}

fn controls(t: &Texts, session: &Session, own: Seat, role: Role) -> Vec<Control> {
    let leads = session.host().is_some();
    let host = role == Role::Host;
    let customer = matches!(role, Role::Customer | Role::Selected);
    let mut all = Vec::new();
    match session.share {
        Some(share) if share.by == own => {
            all.push(control(t, "share", "stop-share", "", "screen", "web"));
        }
        Some(_) if host => {
            let mut theirs = control(t, "share", "stop-share", "", "", "web");
            theirs.label = t.say("stage-stop-theirs").to_owned();
            all.push(theirs);
        }
        _ if host || (leads && role == Role::Selected) => {
            all.push(control(t, "share", "share", "screen", "", "web"));
        }
        _ => {}
    }
    if session.cameras.contains(&own) {
        all.push(control(t, "camera", "stop-camera", "", "camera", "user"));
    } else if leads {
        all.push(control(t, "camera", "camera", "camera", "", "user"));
    }
    match &session.call {
        Some(legs) if legs.contains(&own) => {
            let mut off = control(t, "call", "hang-up", "", "microphone", "phone");
            if host {
                off.label = t.say("stage-end-call").to_owned();
            }
            all.push(off);
        }
        Some(_) => all.push(control(t, "call", "call", "microphone", "", "phone")),
        None if host => {
            let mut begin = control(t, "call", "call", "microphone", "", "phone");
            begin.label = t.say("stage-start-call").to_owned();
            all.push(begin);
        }
        None => {}
    }
    let theirs = session.share.filter(|share| share.by != own);
    let may_point = theirs.is_some_and(|share| {
        let agent = session.participants.get(&share.by);
        agent.is_some_and(|p| !p.is_customer())
            || session.consents.contains(&(share.by, Thing::Pointer))
    });
    if session.pointer == Some(own) {
        all.push(control(t, "pointer", "stop-pointer", "", "", "pencil"));
    } else if host && may_point && session.pointer.is_none() {
        let mut begin = control(t, "pointer", "pointer", "", "", "pencil");
        begin.is_on = false;
        all.push(begin);
    } else if customer && session.pointer.is_some() && session.share.is_some_and(|s| s.by == own) {
        all.push(control(
            t,
            "pointer",
            "stop-pointer",
            "",
            "pointer",
            "pencil",
        ));
    }
    all
}

fn asks(t: &Texts, session: &Session, own: Seat) -> Vec<Asking> {
    let mine = session.asks.iter().filter(|((seat, _), _)| *seat == own);
    let one = |((_, thing), ask): (&(Seat, Thing), &domain::session::Ask)| {
        // Whoever says yes to their screen chooses it in the same breath.
        let (act, needs) = match thing {
            Thing::Screen => ("share", "screen"),
            Thing::Camera => ("camera", "camera"),
            Thing::Voice if session.call.is_some() => ("call", "microphone"),
            Thing::Voice | Thing::Pointer | Thing::Recording => ("grant", ""),
        };
        let mut yes = control(t, "yes", act, needs, "", "check");
        yes.label = match thing {
            Thing::Screen => t.say("stage-yes-screen").to_owned(),
            _ => t.say("stage-yes").to_owned(),
        };
        Asking {
            thing: thing.as_str(),
            question: t.say(&format!("stage-ask-{}", thing.as_str())).to_owned(),
            means: t.say(&format!("stage-means-{}", thing.as_str())),
            purpose: ask.purpose.as_str().to_owned(),
            yes,
        }
    };
    mine.map(one).collect()
}

fn agreed(t: &Texts, session: &Session, own: Seat) -> Vec<Agreed> {
    let mine = session.consents.iter().filter(|(seat, _)| *seat == own);
    let one = |(_, thing): &(Seat, Thing)| Agreed {
        thing: thing.as_str(),
        label: label(t, *thing),
        ends: carries(*thing),
    };
    mine.map(one).collect()
}
