//! Who reads how many cases, and how often somebody was written down (V-38, V-39). It is kept in this process alone and of a
//! bounded size: after a restart, and on another node, counting begins anew.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::{
    AccountId, Instant, PersonId, Role,
    audit::AuditEvent,
    event::By,
    volume::{Read, Volume},
};
use jiff::SignedDuration;

use super::{App, Fail};
use crate::texts::Texts;

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

/// What is remembered.
#[derive(Default)]
pub struct Watch {
    read: Mutex<HashMap<Reads, Volume>>,
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
    pub fn confirmed(&self, person: PersonId) {
        if let Some(volume) = open(&self.read).get_mut(&Reads::Person(person)) {
            volume.confirmed();
        }
    }
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
        let read = {
            let mut all = open(&self.watch.read);
            room(&mut all, &by, |volume| volume.is_over(now));
            all.entry(by).or_default().read(number, now, rule)
        };
        let noted = |cases: usize, stopped| AuditEvent::ReadMany {
            cases: i64::try_from(cases).unwrap_or(i64::MAX),
            stopped,
            token,
            from: from.clone(),
        };
        match read {
            Read::Usual => Ok(None),
            Read::Alarm(cases) => {
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
        for admin in all
            .iter()
            .filter(|p| !p.suspended && p.agent().as_ref().is_some_and(leads))
        {
            let said = |t: &Texts, vendor: &str| {
                let body = [
                    ("name", name.as_str().into()),
                    ("n", cases.into()),
                    (
                        "number",
                        t.number(i64::try_from(cases).unwrap_or(i64::MAX)).into(),
                    ),
                    ("link", link.as_str().into()),
                ];
                (
                    t.one("mail-reading-subject", "vendor", vendor),
                    t.with("mail-reading-body", body),
                )
            };
            letters.extend(self.letter_to(admin, said));
        }
        self.store.add(letters).await?;
        self.post_letters();
        Ok(())
    }

    /// They have shown who they are: what they read counts anew.
    pub fn shown_anew(&self, person: PersonId) {
        self.watch.confirmed(person);
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
