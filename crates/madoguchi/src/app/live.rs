//! Who follows which case just now, and who looks at it: in memory, for this process, with a short life. What happened is in the
//! log; a follower of it rings here, and whoever is rung looks through their own scope what there is to see (K1).

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{CaseId, Instant, PersonId};
use jiff::SignedDuration;
use tokio::sync::watch;

/// As many pages of one person follow at once.
pub const PAGES: usize = 24;
/// A look or a keystroke is shown for so long.
const SHOWN: SignedDuration = SignedDuration::from_secs(6);
/// The cases that changed last are remembered for those who follow a list.
const REMEMBERED: usize = 1024;

/// What somebody does in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doing {
    Looks,
    Types,
}

struct Mark {
    name: String,
    looks_until: Instant,
    types_until: Instant,
}

#[derive(Default)]
struct Inside {
    cases: HashMap<CaseId, watch::Sender<u64>>,
    pages: HashMap<PersonId, usize>,
    marks: HashMap<CaseId, HashMap<PersonId, Mark>>,
    /// The latest changes, oldest first, and the number of the one behind the last.
    recent: std::collections::VecDeque<CaseId>,
    next: u64,
}

/// See the module.
pub struct Live {
    inside: Mutex<Inside>,
    any: watch::Sender<u64>,
    sessions: watch::Sender<u64>,
    closed: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            inside: Mutex::default(),
            any: watch::Sender::new(0),
            sessions: watch::Sender::new(0),
            closed: watch::Sender::new(false),
        }
    }
}

/// One page that follows; it counts until it is dropped.
pub struct Follows {
    live: Arc<Live>,
    person: PersonId,
}

impl Drop for Follows {
    fn drop(&mut self) {
        let mut inside = self.live.inside();
        if let Some(pages) = inside.pages.get_mut(&self.person) {
            *pages -= 1;
            if *pages == 0 {
                inside.pages.remove(&self.person);
            }
        }
    }
}

impl Live {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        // Whoever panicked in here has left plain data behind.
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One page more of this person's; nothing where there are enough.
    pub fn enter(self: &Arc<Self>, person: PersonId) -> Option<Follows> {
        let mut inside = self.inside();
        let pages = inside.pages.entry(person).or_default();
        if *pages >= PAGES {
            return None;
        }
        *pages += 1;
        Some(Follows {
            live: self.clone(),
            person,
        })
    }

    /// Rings when something happens to this case. Only the latest ring is kept, however slow its listener.
    pub fn of(&self, case: CaseId) -> watch::Receiver<u64> {
        let mut inside = self.inside();
        let bell = inside.cases.entry(case);
        bell.or_insert_with(|| watch::Sender::new(0)).subscribe()
    }

    /// The program stops: nothing is followed any more.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }

    /// Tells when the program stops.
    pub fn closed(&self) -> watch::Receiver<bool> {
        self.closed.subscribe()
    }

    /// Rings when something happens to any.
    pub fn any(&self) -> watch::Receiver<u64> {
        self.any.subscribe()
    }

    /// Rings when something happens to any live session.
    pub fn sessions(&self) -> watch::Receiver<u64> {
        self.sessions.subscribe()
    }

    /// How often that has rung.
    pub fn sessions_rung(&self) -> u64 {
        *self.sessions.borrow()
    }

    /// Something has happened to a live session.
    pub fn ring_sessions(&self) {
        self.sessions.send_modify(|rung| *rung += 1);
    }

    /// Something has happened to these cases.
    pub fn ring(&self, cases: &[CaseId]) {
        let mut inside = self.inside();
        for case in cases {
            ring(&mut inside, *case);
            inside.recent.push_back(*case);
            inside.next += 1;
        }
        while inside.recent.len() > REMEMBERED {
            inside.recent.pop_front();
        }
        self.any.send_replace(inside.next);
    }

    /// The number of the next change.
    pub fn next(&self) -> u64 {
        self.inside().next
    }

    /// The cases that changed since this number; nothing where that is too long ago to say.
    pub fn since(&self, number: u64) -> Option<Vec<CaseId>> {
        let inside = self.inside();
        let first = inside.next - inside.recent.len() as u64;
        let skip = usize::try_from(number.checked_sub(first)?).ok()?;
        let mut all: Vec<CaseId> = inside.recent.iter().skip(skip).copied().collect();
        all.sort_unstable();
        all.dedup();
        Some(all)
    }

    /// Somebody of staff looks at a case, or types in it.
    pub fn note(&self, case: CaseId, person: PersonId, name: &str, doing: Doing, now: Instant) {
        let mut inside = self.inside();
        let marks = inside.marks.entry(case).or_default();
        marks.retain(|_, mark| mark.looks_until.max(mark.types_until) > now);
        let is_new = !marks.contains_key(&person);
        let mark = marks.entry(person).or_insert_with(|| Mark {
            name: name.to_owned(),
            looks_until: now,
            types_until: now,
        });
        let typed = mark.types_until > now;
        match doing {
            Doing::Looks => mark.looks_until = now + SHOWN,
            Doing::Types => mark.types_until = now + SHOWN,
        }
        if is_new || (doing == Doing::Types && !typed) {
            ring(&mut inside, case);
        }
    }

    /// They look away.
    pub fn leave(&self, case: CaseId, person: PersonId) {
        let mut inside = self.inside();
        if let Some(marks) = inside.marks.get_mut(&case) {
            marks.remove(&person);
            if marks.is_empty() {
                inside.marks.remove(&case);
            }
        }
        ring(&mut inside, case);
    }

    /// Who else of staff is there, and what they do, by name.
    pub fn others(&self, case: CaseId, me: PersonId, now: Instant) -> Vec<(String, Doing)> {
        let inside = self.inside();
        let marks = inside.marks.get(&case).into_iter().flatten();
        let there = marks.filter(|(person, mark)| {
            **person != me && mark.looks_until.max(mark.types_until) > now
        });
        let mut all: Vec<(String, Doing)> = there
            .map(|(_, mark)| match mark.types_until > now {
                true => (mark.name.clone(), Doing::Types),
                false => (mark.name.clone(), Doing::Looks),
            })
            .collect();
        all.sort();
        all
    }
}

fn ring(inside: &mut Inside, case: CaseId) {
    if let Some(bell) = inside.cases.get(&case) {
        if bell.receiver_count() == 0 {
            inside.cases.remove(&case);
        } else {
            bell.send_modify(|rung| *rung += 1);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // in a test it is the assertion
mod tests {
    use super::*;

    fn at(second: i64) -> Instant {
        Instant::from_second(1_700_000_000 + second).unwrap()
    }

    #[test]
    fn k1_a_look_has_a_short_life_and_is_nobody_elses_case() {
        let live = Live::default();
        let (case, other) = (CaseId(1), CaseId(2));
        live.note(case, PersonId(1), "森", Doing::Looks, at(0));
        live.note(case, PersonId(2), "石川", Doing::Types, at(1));
        let seen = live.others(case, PersonId(1), at(2));
        assert_eq!(seen, [("石川".to_owned(), Doing::Types)]);
        assert!(live.others(other, PersonId(1), at(2)).is_empty());
        assert!(live.others(case, PersonId(2), at(6)).is_empty());
        live.leave(case, PersonId(2));
        assert!(live.others(case, PersonId(1), at(2)).is_empty());
    }

    #[test]
    fn a10_one_person_follows_with_so_many_pages_and_no_more() {
        let live = Arc::new(Live::default());
        let mut held: Vec<_> = (0..PAGES)
            .map(|_| live.enter(PersonId(1)).unwrap())
            .collect();
        assert!(live.enter(PersonId(1)).is_none());
        assert!(live.enter(PersonId(2)).is_some());
        held.pop();
        assert!(live.enter(PersonId(1)).is_some());
    }

    #[test]
    fn what_changed_since_is_known_for_a_while() {
        let live = Live::default();
        live.ring(&[CaseId(1), CaseId(2), CaseId(1)]);
        assert_eq!(live.since(1).unwrap(), [CaseId(1), CaseId(2)]);
        assert_eq!(live.since(3).unwrap(), []);
        live.ring(&vec![CaseId(3); REMEMBERED]);
        assert_eq!(live.since(1), None);
    }
}
