//! A small cast that plays sessions: a host, two assistants, customers, and what the desk says.

use domain::{
    Instant, PersonId, Prose, Role, Words,
    desk::session::{HostGone, Mode, Queue, Recording, SessionRules},
    event::{By, Recorded},
    session::{
        self, AcdAgent, AcdState, Actor, Arrival, Command, Facts, Refused, Seat, Session,
        SessionEvent, Start, Way,
    },
};

pub const HOST: PersonId = PersonId(50);
pub const SECOND: PersonId = PersonId(51);
pub const THIRD: PersonId = PersonId(52);
/// An agent who serves no queue.
pub const EXPERT: PersonId = PersonId(53);

pub fn rules() -> SessionRules {
    SessionRules {
        mode: Mode::Single,
        mode_chosen: false,
        customers: 3,
        lobby: false,
        host_gone: HostGone::Keep,
        seat_seconds: 90,
        wait_minutes: 10,
        offer_seconds: 60,
        recording_days: 365,
        recording: Recording::Ask,
        fallback: Some("second".to_owned()),
        own_mail: true,
    }
}

pub fn agent(person: PersonId) -> Actor {
    let role = match person {
        EXPERT => Role::TechnicalExpert,
        THIRD => Role::Tier2,
        _ => Role::Tier1,
    };
    Actor::Agent { person, role }
}

pub fn customer(name: &str) -> Command {
    Command::Join(Arrival {
        name: name.to_owned(),
        person: None,
        way: Way::Number,
        voice: true,
        consents: Vec::new(),
    })
}

pub struct Played {
    pub session: Session,
    pub events: Vec<Recorded<SessionEvent>>,
    pub now: Instant,
    pub queues: Vec<Queue>,
    pub agents: Vec<AcdAgent>,
}

pub fn start(
    rules: &SessionRules,
    leads: usize,
    several: bool,
) -> Result<Vec<SessionEvent>, Refused> {
    let facts = Facts {
        now: begin(),
        queues: &[],
        agents: &[],
    };
    let command = Start {
        name: "Sato".to_owned(),
        number: 123_456_789,
        case: None,
        voice: true,
        several,
        leads,
    };
    session::start(&command, HOST, rules, &facts)
}

pub fn begin() -> Instant {
    Instant::from_second(1_764_550_800).unwrap()
}

impl Played {
    pub fn new() -> Self {
        Self::of(&rules())
    }

    pub fn of(rules: &SessionRules) -> Self {
        let events: Vec<_> = start(rules, 0, false).unwrap();
        let events: Vec<_> = (1..)
            .zip(events)
            .map(|(version, event)| Recorded {
                version,
                at: begin(),
                by: By::Person(HOST),
                event,
            })
            .collect();
        let queue = |id: &str, role| Queue {
            id: id.to_owned(),
            label: Words::default(),
            roles: vec![role],
        };
        let acd = |person, role| AcdAgent {
            person,
            role,
            state: AcdState::Available,
        };
        Self {
            session: Session::replay(&events).unwrap(),
            events,
            now: begin(),
            queues: vec![queue("first", Role::Tier1), queue("second", Role::Tier2)],
            agents: vec![
                acd(HOST, Role::Tier1),
                acd(SECOND, Role::Tier1),
                acd(THIRD, Role::Tier2),
            ],
        }
    }

    pub fn give(&mut self, actor: Actor, command: Command) -> Result<Vec<SessionEvent>, Refused> {
        let facts = Facts {
            now: self.now,
            queues: &self.queues,
            agents: &self.agents,
        };
        let events = session::decide(&self.session, command, actor, &facts)?;
        for event in &events {
            let recorded = Recorded {
                version: self.session.version + 1,
                at: self.now,
                by: By::System,
                event: event.clone(),
            };
            self.session.apply(&recorded);
            self.events.push(recorded);
        }
        Ok(events)
    }

    /// The same, where it has to be so.
    pub fn does(&mut self, actor: Actor, command: Command) -> Vec<SessionEvent> {
        let said = format!("{command:?}");
        match self.give(actor, command) {
            Ok(events) => events,
            Err(refused) => panic!("{said}: {refused:?}"),
        }
    }

    pub fn later(&mut self, seconds: i64) -> Vec<SessionEvent> {
        self.now += jiff::SignedDuration::from_secs(seconds);
        self.give(Actor::System, Command::Tick).unwrap_or_default()
    }

    pub fn joins(&mut self, name: &str) -> Seat {
        self.does(Actor::Arriving, customer(name));
        *self.session.participants.keys().next_back().unwrap()
    }

    pub fn assists(&mut self, person: PersonId) -> Seat {
        self.assists_with(person, true)
    }

    pub fn assists_with(&mut self, person: PersonId, voice: bool) -> Seat {
        let name = format!("Agent {}", person.0);
        self.does(agent(person), Command::Assist { name, voice });
        self.session.seat_of(person).unwrap()
    }

    /// Everything at once: the selected customer shares, an agent points, cameras, call, chat, a file and a recording.
    pub fn busy(&mut self, seat: Seat) {
        use domain::session::{Surface, Thing};
        let customer = Actor::Customer(seat);
        for thing in Thing::ALL {
            let purpose = "to see it".to_owned();
            self.does(
                agent(HOST),
                Command::Ask {
                    seat,
                    thing,
                    purpose,
                },
            );
            self.does(customer, Command::Grant(thing));
        }
        self.does(customer, Command::StartShare(Surface::Window));
        self.does(agent(HOST), Command::StartPointer);
        self.does(customer, Command::StartCamera);
        self.does(agent(HOST), Command::StartCamera);
        self.does(agent(HOST), Command::Call);
        self.does(customer, Command::Call);
        self.does(customer, Command::Say("こんにちは".to_owned()));
        let (name, bytes) = ("log.txt".to_owned(), 1_000);
        let to = self.session.host().unwrap();
        self.does(customer, Command::OfferFile { to, name, bytes });
        self.does(agent(HOST), Command::StartRecording);
    }
}

pub fn said(events: &[SessionEvent]) -> Vec<String> {
    let said = events.iter().filter_map(|event| match event {
        SessionEvent::Said { text, .. } => Some(Prose::as_str(text).to_owned()),
        _ => None,
    });
    said.collect()
}
