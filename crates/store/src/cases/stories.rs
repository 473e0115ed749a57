//! Long stories, decoded, as they were read last: a case that many look at is read again by each of them with each update.

use std::sync::{Arc, Mutex, PoisonError};

use domain::{CaseId, case::CaseEvent, event::Recorded};
use lru::LruCache;

/// Events from which on a story is worth keeping.
pub(super) const LONG: i64 = 40;
/// Events that are kept in all.
const MOST: usize = 20_000;

/// What a story was made of: its last event, and how many of its texts are gone. A text can go without an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub version: i64,
    pub gone: i64,
}

/// Everything that happened to a case, in order, shared by all who look at it.
#[derive(Clone, Debug)]
pub struct Story {
    all: Arc<[Recorded<CaseEvent>]>,
    public: Arc<[Recorded<CaseEvent>]>,
}

impl Story {
    /// Of what happened, in order.
    pub(super) fn new(all: Vec<Recorded<CaseEvent>>) -> Self {
        let all: Arc<[_]> = all.into();
        let public = match all.iter().all(|recorded| recorded.event.is_public()) {
            true => Arc::clone(&all),
            false => {
                let public = all.iter().filter(|recorded| recorded.event.is_public());
                public.cloned().collect()
            }
        };
        Self { all, public }
    }

    /// All of it, for staff.
    pub fn all(&self) -> &Arc<[Recorded<CaseEvent>]> {
        &self.all
    }

    /// What customers may know of it.
    pub fn public(&self) -> &Arc<[Recorded<CaseEvent>]> {
        &self.public
    }
}

/// Those that were read last.
#[derive(Clone)]
pub(crate) struct Stories(Arc<Mutex<Kept>>);

struct Kept {
    stories: LruCache<CaseId, (Stamp, Story)>,
    /// Events of them all.
    events: usize,
}

impl Default for Stories {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Kept {
            stories: LruCache::unbounded(),
            events: 0,
        })))
    }
}

impl Stories {
    /// A story, if it is kept as it is now.
    pub(super) fn get(&self, case: CaseId, now: Stamp) -> Option<Story> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (stamp, story) = kept.stories.get(&case)?;
        (*stamp == now).then(|| story.clone())
    }

    /// Keeps a story, in the place of what was kept of it before; those read longest ago make room.
    pub(super) fn keep(&self, case: CaseId, stamp: Stamp, story: &Story) {
        if story.all.len() > MOST {
            return;
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.events += story.all.len();
        if let Some((_, (_, before))) = kept.stories.push(case, (stamp, story.clone())) {
            kept.events -= before.all.len();
        }
        while kept.events > MOST
            && let Some((_, (_, oldest))) = kept.stories.pop_lru()
        {
            kept.events -= oldest.all.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::event::By;

    use super::*;

    fn story(length: usize) -> Story {
        let one = |version| Recorded {
            version,
            at: domain::Instant::UNIX_EPOCH,
            by: By::System,
            event: CaseEvent::CallWithdrawn,
        };
        Story::new((1..=length as i64).map(one).collect())
    }

    #[test]
    fn a_story_is_given_as_long_as_nothing_of_it_changed() {
        let stories = Stories::default();
        let now = Stamp {
            version: 50,
            gone: 2,
        };
        stories.keep(CaseId(1), now, &story(50));
        assert_eq!(stories.get(CaseId(1), now).map(|s| s.all.len()), Some(50));
        assert!(stories.get(CaseId(2), now).is_none());
        for other in [Stamp { version: 51, ..now }, Stamp { gone: 3, ..now }] {
            assert!(stories.get(CaseId(1), other).is_none());
        }
    }

    #[test]
    fn no_more_is_kept_than_has_room() {
        let stories = Stories::default();
        let at = |version| Stamp { version, gone: 0 };
        for case in 0..300 {
            stories.keep(CaseId(case), at(100), &story(100));
            stories.keep(CaseId(case), at(101), &story(101));
        }
        let kept = stories.0.lock().unwrap();
        let events: usize = kept.stories.iter().map(|(_, (_, s))| s.all.len()).sum();
        assert_eq!(kept.events, events);
        assert!(events <= MOST, "{events}");
        drop(kept);
        assert!(stories.get(CaseId(299), at(101)).is_some());
        assert!(stories.get(CaseId(0), at(101)).is_none());
        stories.keep(CaseId(999), at(1), &story(MOST + 1));
        assert!(stories.get(CaseId(999), at(1)).is_none());
    }
}
