//! What sessions want of agents who are not in them: one is handed on to them, one waits for a host, or they were asked to come (L2,
//! L6, L7). Every page of staff's tells it, so that what sessions there are is read once after something has happened in one.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    Actor, SessionId,
    session::{AcdAgent, Facts, Session, State},
};

use super::{App, Fail, sessions::agent};

/// Sessions that are looked at.
const MOST: usize = 500;

/// What is wanted of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// To take over what was handed on.
    Offered,
    /// To take over what nobody leads.
    Waits,
    /// To come and help.
    Asked,
}

/// A session that wants somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    pub session: SessionId,
    pub wanted: Wanted,
}

/// Sessions that live, as they were read; those that want nobody by their version alone.
#[derive(Default)]
pub struct Calls(Mutex<Inside>);

#[derive(Clone, Default)]
struct Inside {
    /// How often the bell had rung before they were read.
    rung: Option<u64>,
    sessions: HashMap<SessionId, (i64, Option<Arc<Session>>)>,
}

impl Inside {
    fn wanting(&self) -> Vec<(SessionId, Arc<Session>)> {
        let all = self.sessions.iter();
        let all = all.filter_map(|(id, (_, session))| Some((*id, session.clone()?)));
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|(id, session)| (session.started_at, *id));
        all
    }
}

/// Whether it wants anybody at all.
fn wants(session: &Session) -> bool {
    let came = |person: &_| session.seat_of(*person).is_some();
    match session.state {
        State::Ended { .. } => false,
        State::Transferring(_) | State::HostLost { .. } => true,
        State::Open { .. } => !session.invited.iter().all(came),
    }
}

impl App {
    fn calls(&self) -> std::sync::MutexGuard<'_, Inside> {
        // Whoever panicked in here has left plain data behind.
        self.calls.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sessions that want somebody, the oldest first.
    async fn wanting(&self) -> Result<Vec<(SessionId, Arc<Session>)>, Fail> {
        let rung = self.live.sessions_rung();
        let before = {
            let kept = self.calls();
            if kept.rung == Some(rung) {
                return Ok(kept.wanting());
            }
            kept.sessions.clone()
        };
        let mut now = Inside {
            rung: Some(rung),
            sessions: HashMap::new(),
        };
        for (id, version) in self.store.live_versions(MOST).await? {
            let kept = before.get(&id).filter(|(of, _)| *of == version);
            let one = match kept {
                Some(kept) => kept.clone(),
                None => match self.store.session(id).await? {
                    Some(stored) => {
                        let session = stored.session;
                        let version = session.version;
                        (version, wants(&session).then(|| Arc::new(session)))
                    }
                    None => continue,
                },
            };
            now.sessions.insert(id, one);
        }
        let all = now.wanting();
        *self.calls() = now;
        Ok(all)
    }

    /// What sessions want of this agent, the oldest first.
    pub async fn session_calls(&self, actor: &Actor) -> Result<Vec<Call>, Fail> {
        let Ok((person, _)) = agent(actor) else {
            return Ok(Vec::new());
        };
        if self.session_rules().is_none() {
            return Ok(Vec::new());
        }
        let wanting = self.wanting().await?;
        if wanting.is_empty() {
            return Ok(Vec::new());
        }
        let agents = self.acd_agents().await?;
        let mut calls = Vec::new();
        for (id, session) in wanting {
            let asked = session.invited.contains(&person) && session.seat_of(person).is_none();
            let wanted = match self.is_offered_among(actor, &session, &agents).await? {
                true if is_without_host(&session) => Wanted::Waits,
                true => Wanted::Offered,
                false if asked => Wanted::Asked,
                false => continue,
            };
            let session = id;
            calls.push(Call { session, wanted });
        }
        Ok(calls)
    }

    /// Whether this agent can take it over. Whom it was handed to may, whatever it is about; one that waits for anybody is for those
    /// who see its case.
    pub async fn is_offered(&self, actor: &Actor, session: &Session) -> Result<bool, Fail> {
        if matches!(session.state, State::Open { .. } | State::Ended { .. }) {
            return Ok(false);
        }
        let agents = self.acd_agents().await?;
        self.is_offered_among(actor, session, &agents).await
    }

    async fn is_offered_among(
        &self,
        actor: &Actor,
        session: &Session,
        agents: &[(AcdAgent, String)],
    ) -> Result<bool, Fail> {
        let (person, _) = agent(actor)?;
        let agents: Vec<AcdAgent> = agents.iter().map(|(agent, _)| *agent).collect();
        let facts = Facts {
            now: self.now(),
            queues: &self.desks.current().0.queues,
            agents: &agents,
        };
        if !session.is_offered_to(person, &facts) {
            return Ok(false);
        }
        match is_without_host(session) && session.case.is_some() {
            true => self.sees_session(actor, session).await,
            false => Ok(true),
        }
    }
}

fn is_without_host(session: &Session) -> bool {
    matches!(session.state, State::HostLost { .. })
}
