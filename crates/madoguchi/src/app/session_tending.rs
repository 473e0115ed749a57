//! Who is there in a session, and what is due in it (L7): seats that are seen, lost and theirs again, and recordings that cannot go
//! on (L8). What fails for one session holds up no other.

use domain::{
    PersonId, SessionId,
    session::{self, Command, RECORDER_GONE, SessionEvent, Stretch},
};
use jiff::SignedDuration;
use store::{
    Statement,
    sessions::{Besides, StoredSession, recorders::begun_by},
};

use super::{App, Fail};

/// Nobody heard from for so long is cut off. A page says that it is there every few seconds.
pub const SILENT: SignedDuration = SignedDuration::from_secs(12);
/// Whoever fills in a form without script is not heard from meanwhile, and is there for so long.
const FILLS_IN: SignedDuration = SignedDuration::from_mins(5);
/// Sessions taken at a time by what is due.
const BATCH: usize = 100;
/// Sessions that are looked at where nothing can be recorded any more.
const MOST: usize = 1_000;

impl App {
    /// What is due by now, and seats that nobody was heard from; gives how many sessions changed. Two nodes meet at the version,
    /// so that each thing happens once.
    pub async fn tend_sessions(&self) -> Result<usize, Fail> {
        let now = self.now();
        let mut changed = match self.settle_session_files().await {
            Ok(settled) => settled,
            Err(error) => {
                tracing::warn!(%error, "files of sessions wait; the next round tries again");
                0
            }
        };
        for (id, seat) in self.store.silent_seats(now - SILENT, BATCH).await? {
            changed += self.tend_one(id, &Command::Lose(seat)).await;
        }
        for id in self.store.due_sessions(now, BATCH).await? {
            changed += self.tend_one(id, &Command::Tick).await;
        }
        Ok(changed)
    }

    /// One of many: what fails waits for the next round, and the others do not wait with it.
    async fn tend_one(&self, id: SessionId, command: &Command) -> usize {
        match self.tend(id, command).await {
            Ok(changed) => changed,
            Err(error) => {
                tracing::warn!(%error, session = %id, "a session waits; the next round tries again");
                0
            }
        }
    }

    async fn tend(&self, id: SessionId, command: &Command) -> Result<usize, Fail> {
        let besides = Besides::default();
        let by = session::Actor::System;
        let done = self.change_session(id, by, command, &besides).await?;
        Ok(usize::from(
            done.is_ok_and(|changed| !changed.events.is_empty()),
        ))
    }

    /// A customer is there: their seat is seen, and theirs again if it was lost. Gives the session as it is then.
    pub async fn be_there(
        &self,
        stored: StoredSession,
        seat: session::Seat,
    ) -> Result<StoredSession, Fail> {
        let away = stored.session.participants.get(&seat);
        let away = away.is_some_and(|p| matches!(p.presence, session::Presence::Away(_)));
        self.store.see_seat(stored.id, seat, self.now()).await?;
        if !away {
            return Ok(stored);
        }
        self.tend(stored.id, &Command::ComeBack(seat)).await?;
        self.store.session(stored.id).await?.ok_or(Fail::NotFound)
    }

    /// A customer writes on a page that says nothing meanwhile: their seat is seen for as long as one may write.
    pub async fn write_there(
        &self,
        stored: StoredSession,
        seat: session::Seat,
    ) -> Result<StoredSession, Fail> {
        let stored = self.be_there(stored, seat).await?;
        let until = self.now() + FILLS_IN;
        self.store.see_seat(stored.id, seat, until).await?;
        Ok(stored)
    }

    /// An agent is on one of the pages of sessions, and so in all of theirs (L1): seats that were lost are theirs again. Whether
    /// there were any.
    pub async fn be_about(&self, person: PersonId) -> Result<bool, Fail> {
        self.store.see_agent(person, self.now()).await?;
        let lost = self.store.lost_seats(person).await?;
        for (id, seat) in &lost {
            self.tend(*id, &Command::ComeBack(*seat)).await?;
        }
        Ok(!lost.is_empty())
    }

    /// The same with a form before them, on a page that may have no script to say so again.
    pub async fn fill_in(&self, person: PersonId) -> Result<(), Fail> {
        self.be_about(person).await?;
        let until = self.now() + FILLS_IN;
        Ok(self.store.see_agent(person, until).await?)
    }

    /// Whether this node can keep what is sent in sessions.
    pub fn can_record(&self) -> bool {
        self.records() && self.live_media.is_some()
    }

    /// Where nothing can be recorded a stretch is over as it begins, and is never told as running.
    pub(super) fn as_recorded(&self, mut events: Vec<SessionEvent>) -> Vec<SessionEvent> {
        let begun = events.iter().rev().find_map(|event| match event {
            SessionEvent::RecordingStarted { stretch } => Some(*stretch),
            _ => None,
        });
        if let Some(stretch) = begun.filter(|_| !self.can_record()) {
            let why = session::Why::Failed;
            events.push(SessionEvent::RecordingEnded { stretch, why });
        }
        events
    }

    /// Nothing of this stretch can be kept any more: it is over, and the host is told so (L8).
    pub async fn fail_recording(&self, id: SessionId, stretch: u32) -> Result<(), Fail> {
        self.tend(id, &Command::FailRecording(stretch)).await?;
        Ok(())
    }

    /// This node's name among those that record; empty where it has none.
    fn recorder(&self) -> &str {
        self.tapes.as_ref().map_or("", |tapes| tapes.node())
    }

    /// This node can record, and says so to the others.
    pub async fn says_it_records(&self) -> Result<(), Fail> {
        Ok(self.store.see_recorder(self.recorder(), self.now()).await?)
    }

    /// What goes with events by which a stretch begins that this node keeps.
    pub(super) fn begins_stretch(
        &self,
        id: SessionId,
        events: &[SessionEvent],
    ) -> Option<Statement> {
        let begun = events.iter().rev().find_map(|event| match event {
            SessionEvent::RecordingStarted { stretch } => Some(*stretch),
            _ => None,
        });
        let begun = begun.filter(|_| self.can_record());
        begun.map(|stretch| begun_by(id, stretch, self.recorder()))
    }

    /// What a program that could record has left behind, as one that cannot finds it: its own from before, and that of nodes which
    /// are gone. What another node records is that one's.
    pub async fn fail_recordings(&self) -> Result<(), Fail> {
        let own = self.recorder();
        self.store.forget_recorder(own).await?;
        let since = self.now() - RECORDER_GONE;
        let living = self.store.recorders_since(since).await?;
        let living: Vec<&str> = living.iter().map(String::as_str).collect();
        for (id, _) in self.store.live_versions(MOST).await? {
            let stored = self.store.session(id).await?;
            let Some(stretch) = stored.and_then(|stored| stored.session.recording) else {
                continue;
            };
            let begun_by = self.store.stretch_begun_by(id, stretch).await?;
            let writers = self.store.stretch_writers(id, stretch).await?;
            let writers: Vec<&str> = writers.iter().map(String::as_str).collect();
            let found = Stretch {
                begun_by: begun_by.as_deref(),
                writers: &writers,
            };
            if found.is_left_behind(own, &living) {
                self.fail_recording(id, stretch).await?;
            }
        }
        Ok(())
    }
}
