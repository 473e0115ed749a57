//! Live sessions (L1–L9): starting one, letting something happen in it, and what is due.

use domain::{
    Actor, PersonId, SessionId,
    desk::session::{Mode, SessionRules},
    directory::Standing,
    event::By,
    session::{
        self, AcdAgent, AcdState, Command, Facts, Refused, Role, Session, SessionEvent, Side, Start,
    },
};
use store::{
    WriteError,
    idempotency::Key,
    sessions::{Besides, DONE, Passcode, StoredSession, TAKEN, choices::starts, happen, once},
};

use super::{
    App, Fail, TRIES, passwords,
    session_writing::{Written, by_whom},
};

/// What a number is drawn from: nine digits, the first not zero.
const NUMBERS: std::ops::Range<u32> = 100_000_000..1_000_000_000;

/// What somebody wants who starts one.
#[derive(Clone, Debug, Default)]
pub struct Starting {
    /// Number of the case that it is about.
    pub case: Option<i64>,
    /// Their device can carry voice.
    pub voice: bool,
    /// One at a time or several, by their choice, which is kept; nothing for what they chose last.
    pub mode: Option<Mode>,
    /// The key of the request, which starts one session.
    pub key: Option<Key>,
}

/// A change of a session as it was asked for.
pub struct Changed {
    pub stored: StoredSession,
    pub events: Vec<SessionEvent>,
}

fn drawn(range: std::ops::Range<u32>) -> u32 {
    let span = u64::from(range.end - range.start);
    // Of 64 random bits the remainder leans by less than one in 2^34.
    let chance = u64::from_le_bytes(store::random::<8>()) % span;
    range.start + u32::try_from(chance).unwrap_or_default()
}

/// Who somebody is in sessions; contacts are customers, and come by their seat.
pub fn agent(actor: &Actor) -> Result<(PersonId, session::Actor), Fail> {
    match actor {
        Actor::Agent { person, role, .. } => {
            let (person, role) = (*person, *role);
            Ok((person, session::Actor::Agent { person, role }))
        }
        _ => Err(Fail::NotFound),
    }
}

impl App {
    /// How sessions go at the desk that serves; nothing where it has none.
    pub fn session_rules(&self) -> Option<&SessionRules> {
        self.desks.current().0.session.as_ref()
    }

    /// Agents to whom offers go, with what they said; away where they said nothing.
    pub async fn acd_agents(&self) -> Result<Vec<(AcdAgent, String)>, Fail> {
        let desk = self.desks.current().0;
        let said = self.store.acd_states().await?;
        let mut all = Vec::new();
        for person in self.store.agents().await? {
            let role = match person.standing {
                Standing::Agent { role, .. } if desk.takes_offers(role) => role,
                _ => continue,
            };
            let state = said.get(&person.id).copied().unwrap_or(AcdState::Away);
            let agent = AcdAgent {
                person: person.id,
                role,
                state,
            };
            all.push((agent, person.profile.name()));
        }
        Ok(all)
    }

    /// Whoever signs out takes no offers any more.
    pub async fn goes_away(&self, person: PersonId) -> Result<(), Fail> {
        let said = self.store.acd_states().await?.get(&person).copied();
        if said.is_some_and(|state| state != AcdState::Away) {
            let (away, now) = (AcdState::Away, self.now());
            self.store.set_acd_state(person, away, now).await?;
            self.live.ring_sessions();
        }
        Ok(())
    }

    /// A new passcode, as it is kept.
    pub(super) fn fresh_passcode(&self, id: SessionId) -> Result<Passcode, Fail> {
        let code = format!("{:06}", drawn(0..1_000_000));
        let sealed = self.seal_key().seal(&owner(id), code.as_bytes());
        Ok(Passcode {
            digest: self.passcode_digest(id, &code),
            sealed: sealed.ok_or_else(|| Fail::broken("a passcode could not be sealed"))?,
        })
    }

    pub(super) fn passcode_digest(&self, id: SessionId, code: &str) -> Vec<u8> {
        let text = format!("{id} {code}");
        passwords::keyed(self.secret(), "passcode", &text).into_bytes()
    }

    /// The passcode, for the host's eyes; nothing where it opens nothing any more.
    pub fn passcode(&self, stored: &StoredSession) -> Option<String> {
        if stored.session.is_number_closed() {
            return None;
        }
        let sealed = stored.passcode_sealed.as_deref()?;
        let open = self.seal_key().open(&owner(stored.id), sealed)?;
        String::from_utf8(open).ok()
    }

    /// Starts a session (L1). Two that draw the same number meet at its index, and the second draws again.
    pub async fn start_session(
        &self,
        actor: &Actor,
        name: &str,
        wanted: &Starting,
    ) -> Result<Result<SessionId, Refused>, Fail> {
        let rules = self.session_rules().ok_or(Fail::NotFound)?;
        let (host, _) = agent(actor)?;
        let case = match wanted.case {
            Some(number) => Some(self.case(actor, number).await?.id),
            None => None,
        };
        for _ in 0..TRIES {
            let now = self.now();
            // Before what they lead: whatever they start after this look makes this start a conflict.
            let choice = self.store.session_choice(host).await?;
            let mode = wanted.mode.or(choice.mode).unwrap_or(rules.mode);
            let start = Start {
                name: name.to_owned(),
                number: drawn(NUMBERS),
                case,
                voice: wanted.voice,
                several: mode == Mode::Multi,
                leads: self.store.leads_sessions(host).await?,
            };
            let facts = Facts {
                now,
                queues: &[],
                agents: &[],
            };
            let events = match session::start(&start, host, rules, &facts) {
                Ok(events) => self.as_recorded(events),
                Err(refused) => return Ok(Err(refused)),
            };
            let id = SessionId(store::fresh_id(now));
            let kept = wanted.mode.filter(|_| rules.mode_chosen);
            let key = wanted.key.as_ref().map(|key| once(key, id, now));
            // The same request again is that before it is another start.
            let mut more: Vec<_> = key.into_iter().collect();
            more.push(starts(host, choice, kept, now));
            more.extend(self.begins_stretch(id, &events));
            let besides = Besides {
                passcode: Some(self.fresh_passcode(id)?),
                more,
                ..Besides::default()
            };
            let list = happen(id, None, &events, By::Person(host), now, &besides)?;
            match self.store.add(list).await {
                Ok(()) => {
                    self.heard();
                    return Ok(Ok(id));
                }
                Err(WriteError::Conflict) => continue,
                Err(WriteError::Taken(index)) if index == TAKEN => continue,
                Err(WriteError::Taken(index)) if index == DONE => return Err(Fail::Conflict),
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    pub(super) fn heard(&self) {
        self.bell.notify_waiters();
        self.live.ring_sessions();
    }

    /// Lets a command happen, decided anew where somebody else was faster.
    pub async fn change_session(
        &self,
        id: SessionId,
        by: session::Actor,
        command: &Command,
        besides: &Besides<'_>,
    ) -> Result<Result<Changed, Refused>, Fail> {
        let agents = self.acd_agents().await?;
        let agents: Vec<AcdAgent> = agents.into_iter().map(|(agent, _)| agent).collect();
        for _ in 0..TRIES {
            let stored = self.store.session(id).await?.ok_or(Fail::NotFound)?;
            if besides.on.is_some_and(|on| on != stored.session.version) {
                return Err(Fail::Stale);
            }
            let decided = |now| {
                let facts = Facts {
                    now,
                    queues: &self.desks.current().0.queues,
                    agents: &agents,
                };
                let events = session::decide(&stored.session, command.clone(), by, &facts)?;
                Ok(self.as_recorded(events))
            };
            let now = self.now();
            let events = match decided(now) {
                Ok(events) => events,
                Err(refused) => return Ok(Err(refused)),
            };
            if events.is_empty() {
                return Ok(Ok(Changed { stored, events }));
            }
            let who = by_whom(by, &stored.session);
            // What ends with it stops first, and only then is it the moment that the log will name.
            let held = self.hold_media(&stored, &events, who, now).await;
            let now = self.now();
            let events = match decided(now) {
                Ok(events) => events,
                Err(refused) => return Ok(Err(refused)),
            };
            let mut list = happen(id, Some(&stored), &events, who, now, besides)?;
            list.extend(self.begins_stretch(id, &events));
            match self.write_session(id, list, held).await? {
                Written::Done(now) => {
                    self.tell_sender(&stored, &events).await;
                    let stored = *now;
                    return Ok(Ok(Changed { stored, events }));
                }
                Written::Conflict => continue,
            }
        }
        Err(Fail::Conflict)
    }

    /// A session as whoever reads it may know it: agents as they do, customers those about cases that they see.
    pub async fn session_seen(&self, actor: &Actor, id: SessionId) -> Result<StoredSession, Fail> {
        if actor.is_staff() {
            return self.session_of(actor, id).await;
        }
        let stored = self.store.session(id).await?.ok_or(Fail::NotFound)?;
        match self.sees_session(actor, &stored.session).await? {
            true => Ok(stored),
            false => Err(Fail::NotFound),
        }
    }

    /// A session as an agent may know it: they take part, it is offered to them, or they see its case; those who lead see all.
    pub async fn session_of(&self, actor: &Actor, id: SessionId) -> Result<StoredSession, Fail> {
        let (person, _) = agent(actor)?;
        let stored = self.store.session(id).await?.ok_or(Fail::NotFound)?;
        let session = &stored.session;
        let took_part =
            |p: &session::Participant| matches!(p.side, Side::Agent(id) if id == person);
        let own = session.participants.values().any(took_part);
        match own
            || session.invited.contains(&person)
            || self.is_offered(actor, session).await?
            || self.sees_session(actor, session).await?
        {
            true => Ok(stored),
            false => Err(Fail::NotFound),
        }
    }

    /// It is about a case that they see, or they lead.
    pub(super) async fn sees_session(
        &self,
        actor: &Actor,
        session: &Session,
    ) -> Result<bool, Fail> {
        let scope = actor.scope();
        match session.case {
            Some(case) => {
                let case = self.store.case_by_id(case).await?;
                Ok(case.is_some_and(|case| scope.sees(&case.case)))
            }
            None => Ok(matches!(
                scope,
                domain::access::Scope::Staff { leads: true, .. }
            )),
        }
    }

    /// Shows a new passcode; numbers open again (L2).
    pub async fn renew_passcode(
        &self,
        actor: &Actor,
        id: SessionId,
        besides: Besides<'_>,
    ) -> Result<Result<Changed, Refused>, Fail> {
        let (_, by) = agent(actor)?;
        let besides = Besides {
            passcode: Some(self.fresh_passcode(id)?),
            ..besides
        };
        self.change_session(id, by, &Command::RenewPasscode, &besides)
            .await
    }

    /// What somebody is in a session, if they hold a seat.
    pub fn seat_in(&self, actor: &Actor, session: &Session) -> Option<(session::Seat, Role)> {
        let (person, _) = agent(actor).ok()?;
        let seat = session.seat_of(person)?;
        session.role(seat).map(|role| (seat, role))
    }
}

/// For whom a passcode is sealed.
fn owner(id: SessionId) -> String {
    format!("session {id}")
}
