//! Who reads how many cases, over all nodes and through a restart (V-38, V-39), and how often this process wrote somebody down. A node
//! keeps what it knows in memory, of a bounded size: a case that is read again costs nothing. Of further cases it writes a few at a
//! time, and then looks at what others have counted: so many of each node are not known to the others yet, and lost by a crash.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::{
    AccountId, Instant, PersonId, Role,
    audit::AuditEvent,
    event::By,
    volume::{HOUR, Read, Reading, Volume},
};
use jiff::SignedDuration;
use store::WriteError;

use super::{App, Fail, limits, passwords};
use crate::mail::account_texts::Fact;

/// As many are remembered at once, of each kind.
const MOST: usize = 2_000;
/// Refusals of one person that are written down within the span.
const NOTED: u32 = 20;
const SPAN: SignedDuration = SignedDuration::from_mins(5);
/// That a token acts for another account is written down so often.
const ANEW: SignedDuration = SignedDuration::from_hours(1);

/// By what somebody reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reads {
    /// On pages.
    Person(PersonId),
    /// By the token of this digest.
    Token(Vec<u8>),
}

/// Cases of one reader that a node counts before it writes them: few, measured by how many are enough.
fn ahead(rule: Reading) -> usize {
    (rule.step_up / 30).clamp(1, 10)
}

/// What a node knows of a reader.
#[derive(Default)]
struct Held {
    volume: Volume,
    /// Counted here, and not written yet.
    ahead: Vec<(Instant, i64)>,
}

/// What is remembered.
#[derive(Default)]
pub struct Watch {
    read: Mutex<HashMap<Reads, Held>>,
    noted: Mutex<HashMap<PersonId, (Instant, u32)>>,
    acting: Mutex<HashMap<(Vec<u8>, AccountId), Instant>>,
}

/// Counters only: what somebody left half done is whole.
fn open<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes room for one more: what is over goes first, else all of it, so that nobody can make it grow.
fn room<K: Eq + Hash, V>(of: &mut HashMap<K, V>, key: &K, is_over: impl Fn(&mut V) -> bool) {
    if of.len() >= MOST && !of.contains_key(key) {
        of.retain(|_, value| !is_over(value));
        if of.len() >= MOST {
            of.clear();
        }
    }
}

impl Watch {
    /// Whether one more refusal of this person is to be written down: who does so many times over is not each time.
    pub fn may_note(&self, person: PersonId, now: Instant) -> bool {
        let mut all = open(&self.noted);
        let is_old = |since: Instant| now.duration_since(since) >= SPAN;
        room(&mut all, &person, |(since, _)| is_old(*since));
        let (since, noted) = all.entry(person).or_insert((now, 0));
        if is_old(*since) {
            (*since, *noted) = (now, 0);
        }
        *noted += 1;
        *noted <= NOTED
    }

    /// Whether it has to be written down that a token acts for this account.
    pub fn acts_anew(&self, digest: &[u8], account: AccountId, now: Instant) -> bool {
        let mut all = open(&self.acting);
        let key = (digest.to_vec(), account);
        let is_old = |at: Instant| now.duration_since(at) >= ANEW;
        room(&mut all, &key, |at| is_old(*at));
        if all.get(&key).is_some_and(|at| !is_old(*at)) {
            return false;
        }
        all.insert(key, now);
        true
    }

    /// They have shown who they are.
    fn confirmed(&self, person: PersonId, now: Instant) {
        if let Some(held) = open(&self.read).get_mut(&Reads::Person(person)) {
            held.volume.confirmed(now);
            held.ahead.clear();
        }
    }

    /// Whether this case is counted already; else whether it has to be looked what others have counted before it is.
    fn knows(&self, by: &Reads, number: i64, now: Instant, rule: Reading) -> Known {
        let mut all = open(&self.read);
        room(&mut all, by, |held| {
            held.volume.is_over(now) && held.ahead.is_empty()
        });
        let held = all.entry(by.clone()).or_default();
        match held.volume.has(number, now) {
            true => Known::Counted,
            false if held.ahead.is_empty() || held.volume.is_full(now, rule) => Known::AskOthers,
            false => Known::Enough,
        }
    }

    /// Counts one more case; gives what is to be written by now.
    fn count(
        &self,
        by: &Reads,
        number: i64,
        now: Instant,
        rule: Reading,
    ) -> (Read, Vec<(Instant, i64)>) {
        let mut all = open(&self.read);
        let held = all.entry(by.clone()).or_default();
        let counted = held.volume.has(number, now);
        let read = held.volume.read(number, now, rule);
        if !counted && held.volume.has(number, now) {
            held.ahead.push((now, number));
        }
        let write = match held.ahead.len() >= ahead(rule) {
            true => std::mem::take(&mut held.ahead),
            false => Vec::new(),
        };
        (read, write)
    }

    /// All that is not written yet.
    fn unwritten(&self) -> Vec<(Reads, Vec<(Instant, i64)>)> {
        let mut all = open(&self.read);
        let held = all.iter_mut().filter(|(_, held)| !held.ahead.is_empty());
        held.map(|(by, held)| (by.clone(), std::mem::take(&mut held.ahead)))
            .collect()
    }
}

/// How far a node knows before a case is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Counted,
    AskOthers,
    Enough,
}

impl App {
    /// Somebody is about to read a case; gives the seconds to wait where they have read too many (V-38). What is unusual is in
    /// the audit, and administrators are told once.
    pub async fn reads_case(
        &self,
        by: Reads,
        person: PersonId,
        number: i64,
        from: Option<String>,
    ) -> Result<Option<u64>, Fail> {
        let (now, rule) = (self.now(), self.desks.current().0.rules.reading);
        let token = matches!(by, Reads::Token(_));
        match self.watch.knows(&by, number, now, rule) {
            Known::Counted => return Ok(None),
            Known::Enough => {}
            Known::AskOthers => {
                let (key, most) = (self.reader_key(&by), rule.step_up.saturating_add(MOST));
                let kept = self.store.readings(&key, now - HOUR, most).await?;
                let mut all = open(&self.watch.read);
                all.entry(by.clone()).or_default().volume.take_in(&kept);
            }
        }
        let (read, write) = self.watch.count(&by, number, now, rule);
        if !write.is_empty() {
            self.write_readings(vec![(by.clone(), write)]).await?;
        }
        let noted = |cases: usize, stopped| AuditEvent::ReadMany {
            cases: i64::try_from(cases).unwrap_or(i64::MAX),
            stopped,
            token,
            from: from.clone(),
        };
        match read {
            Read::Usual => Ok(None),
            Read::Alarm(cases) => {
                // Of several nodes that see it, one tells.
                let key = self.reader_key(&by);
                let tells = self.store.may_tell_of_reading(&key, now, now - HOUR);
                if !tells.await? {
                    return Ok(None);
                }
                self.note(By::Person(person), noted(cases, false)).await?;
                if let Err(error) = self.tell_of_reading(person, cases).await {
                    tracing::warn!(%error, "administrators were not told of unusual reading");
                }
                Ok(None)
            }
            Read::StepUp { wait } => {
                if self.watch.may_note(person, now) {
                    self.note(By::Person(person), noted(rule.step_up, true))
                        .await?;
                }
                Ok(Some(wait))
            }
        }
    }

    async fn tell_of_reading(&self, person: PersonId, cases: usize) -> Result<(), Fail> {
        let Some(mailing) = &self.mailing else {
            return Ok(());
        };
        let Some(who) = self.store.person(person).await? else {
            return Ok(());
        };
        let (name, link) = (who.profile.name(), format!("{}/staff/audit", mailing.base));
        let cases = i64::try_from(cases).unwrap_or(i64::MAX);
        let all = self.store.agents().await?;
        let leads = |role: &domain::Actor| {
            matches!(
                role,
                domain::Actor::Agent {
                    role: Role::Administrator,
                    ..
                }
            )
        };
        let mut letters = Vec::new();
        let admins: Vec<_> = all
            .iter()
            .filter(|p| !p.suspended && p.agent().as_ref().is_some_and(leads))
            .collect();
        for admin in admins {
            let facts = [
                ("name", name.as_str().into()),
                ("cases", Fact::Number(cases)),
                ("link", link.as_str().into()),
            ];
            let said = self
                .letter_said(&admin.profile.language, "reading", &facts)
                .await?;
            letters.extend(self.letter_to(admin, |_, _| said));
        }
        self.store.add(letters).await?;
        self.post_letters();
        Ok(())
    }

    /// By what a reader is known in the database.
    fn reader_key(&self, by: &Reads) -> String {
        let of = match by {
            Reads::Person(person) => format!("person {person}"),
            Reads::Token(digest) => format!("token {}", passwords::hex(digest)),
        };
        self.limit_key("reads", &of)
    }

    async fn write_readings(&self, all: Vec<(Reads, Vec<(Instant, i64)>)>) -> Result<(), Fail> {
        let keyed = all
            .into_iter()
            .map(|(by, read)| (self.reader_key(&by), read));
        let (all, since): (Vec<_>, _) = (keyed.collect(), self.now() - HOUR);
        let mut round = 0;
        loop {
            match self.store.keep_readings(&all, since).await {
                Err(WriteError::Conflict) if round < limits::ANEW => round += 1,
                done => return Ok(done?),
            }
        }
    }

    /// Writes what was counted here and not written yet, and forgets what counts no more.
    pub async fn keep_readings(&self) -> Result<(), Fail> {
        let all = self.watch.unwritten();
        if !all.is_empty() {
            self.write_readings(all).await?;
        }
        Ok(self.store.forget_readings(self.now() - HOUR).await?)
    }

    /// They have shown who they are: what they read counts anew, on every node.
    pub async fn shown_anew(&self, person: PersonId) -> Result<(), Fail> {
        let now = self.now();
        self.watch.confirmed(person, now);
        let key = self.reader_key(&Reads::Person(person));
        Ok(self.store.confirm_reader(&key, now).await?)
    }

    /// Whether one more refusal of this person is written down.
    pub fn notes_refusals_of(&self, person: PersonId) -> bool {
        self.watch.may_note(person, self.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o5_refusals_are_noted_some_times_and_the_memory_is_bounded() {
        let (watch, now) = (Watch::default(), Instant::UNIX_EPOCH);
        let noted = |at| (0..100).filter(|_| watch.may_note(PersonId(1), at)).count();
        assert_eq!(noted(now), 20);
        assert_eq!(noted(now + SPAN), 20);
        for n in 0..10_000 {
            watch.may_note(PersonId(n), now);
            watch.acts_anew(&n.to_be_bytes(), AccountId(1), now);
        }
        assert!(open(&watch.noted).len() <= MOST && open(&watch.acting).len() <= MOST);
    }

    #[test]
    fn v29_acting_for_another_account_is_noted_once_an_hour() {
        let (watch, now) = (Watch::default(), Instant::UNIX_EPOCH);
        assert!(watch.acts_anew(b"a", AccountId(1), now));
        assert!(!watch.acts_anew(b"a", AccountId(1), now + SPAN));
        assert!(watch.acts_anew(b"a", AccountId(2), now));
        assert!(watch.acts_anew(b"b", AccountId(1), now));
        assert!(watch.acts_anew(b"a", AccountId(1), now + ANEW));
    }
}
