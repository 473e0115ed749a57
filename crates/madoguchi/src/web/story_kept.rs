//! Long stories as they were told last, to whom they read the same: a case that many look at is looked at again with each
//! update, and most of it is as it was.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use domain::{CaseId, Desk, PersonId, TeamId, case::CaseEvent, directory::Person, event::Recorded};
use jiff::tz::TimeZone;
use lru::LruCache;

use super::story::{self, Day};
use crate::texts::Texts;

/// Events from which on a story is worth keeping.
const LONG: usize = 40;
/// Events that are kept of one story.
const MOST: usize = 10_000;
/// Bytes of words that are kept in all, in every language and zone.
const BYTES: usize = 48 << 20;

/// For whom a story reads the same, as far as a key goes.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    case: CaseId,
    language: domain::Language,
    zone: Option<String>,
    /// With what only staff may know.
    is_whole: bool,
}

/// A story, and all that it was told from.
struct Told {
    history: Arc<[Recorded<CaseEvent>]>,
    zone: TimeZone,
    people: HashMap<PersonId, Person>,
    teams: HashMap<TeamId, String>,
    days: Arc<[Day]>,
    bytes: usize,
}

struct Kept {
    told: LruCache<Key, Told>,
    bytes: usize,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            told: LruCache::unbounded(),
            bytes: 0,
        }
    }
}

impl Kept {
    fn put(&mut self, key: Key, told: Told) {
        self.bytes += told.bytes;
        if let Some((_, before)) = self.told.push(key, told) {
            self.bytes -= before.bytes;
        }
        while self.bytes > BYTES
            && let Some((_, oldest)) = self.told.pop_lru()
        {
            self.bytes -= oldest.bytes;
        }
    }
}

/// The story of a case by days, oldest first, with nothing folded away yet. Its desk is the one that its history says.
pub fn timeline(
    t: &Texts,
    desk: &Desk,
    case: CaseId,
    history: &Arc<[Recorded<CaseEvent>]>,
    people: &HashMap<PersonId, Person>,
    teams: Option<&HashMap<TeamId, String>>,
) -> Vec<Day> {
    static KEPT: OnceLock<Mutex<Kept>> = OnceLock::new();
    let none = HashMap::new();
    let (is_whole, teams) = (teams.is_some(), teams.unwrap_or(&none));
    if !(LONG..=MOST).contains(&history.len()) {
        return story::timeline(t, desk, history, people, teams);
    }
    let kept = || {
        let kept = KEPT.get_or_init(Mutex::default);
        kept.lock().unwrap_or_else(PoisonError::into_inner)
    };
    let key = Key {
        case,
        language: t.language.clone(),
        zone: t.zone.iana_name().map(str::to_owned),
        is_whole,
    };
    // One history in memory is one history of one database, as long as it is held here.
    let same = |told: &Told| {
        Arc::ptr_eq(&told.history, history)
            && told.zone == t.zone
            && told.people == *people
            && told.teams == *teams
    };
    let found = {
        let mut kept = kept();
        let told = kept.told.get(&key).filter(|told| same(told));
        told.map(|told| Arc::clone(&told.days))
    };
    if let Some(days) = found {
        return days.to_vec();
    }
    let days = story::timeline(t, desk, history, people, teams);
    let items = days.iter().flat_map(|day| &day.items);
    let bytes = items.map(|item| item.bytes()).sum();
    if bytes > BYTES / 4 {
        return days;
    }
    let told = Told {
        bytes,
        history: Arc::clone(history),
        zone: t.zone.clone(),
        people: people.clone(),
        teams: teams.clone(),
        days: days.as_slice().into(),
    };
    kept().put(key, told);
    days
}
