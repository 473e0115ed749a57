//! Files in the background: those that wait are looked through for harm, and what was taken away or never sent is cleared.

use std::collections::HashMap;

use bytes::Bytes;
use domain::{FileId, Instant, desk::session::SessionRules};
use futures_util::Stream;
use jiff::SignedDuration;
use store::files::{State, Unscanned};

use crate::{
    app::{App, Fail, files::KEPT},
    files::{
        NotKept,
        scan::{Scanner, Verdict},
    },
};

/// As many at once.
pub(super) const BATCH: usize = 20;

/// Files that the scanner would not look through: they wait, and hold up no others.
pub type Put = PutOff<FileId>;

/// What is left alone for a while, each longer than the time before.
pub struct PutOff<K>(HashMap<K, Again>);

#[derive(Clone, Copy)]
struct Again {
    at: Instant,
    times: u32,
}

/// How long something is left alone at first, and at most.
const AGAIN: (SignedDuration, SignedDuration) =
    (SignedDuration::from_mins(1), SignedDuration::from_hours(1));

impl<K> Default for PutOff<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + std::hash::Hash> PutOff<K> {
    pub(super) fn waits(&self, key: &K, now: Instant) -> bool {
        self.0.get(key).is_some_and(|again| now < again.at)
    }

    pub(super) fn put(&mut self, key: K, now: Instant) {
        let times = self.0.get(&key).map_or(0, |again| again.times);
        let (first, most) = AGAIN;
        let wait = (first * 2i32.pow(times.min(6))).min(most);
        let times = times + 1;
        self.0.insert(
            key,
            Again {
                at: now + wait,
                times,
            },
        );
    }

    pub(super) fn done(&mut self, key: &K) {
        self.0.remove(key);
    }

    /// Forgets what nobody asked for in a day: it is there no more.
    pub(super) fn tidy(&mut self, now: Instant) {
        let day = SignedDuration::from_hours(24);
        self.0.retain(|_, again| now.duration_since(again.at) < day);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Looks through what waits. Where nobody can, it goes on waiting: nothing is handed out unseen.
pub async fn scan(app: &App, put_off: &mut Put) -> Result<(), Fail> {
    let Some(files) = app.files.as_ref() else {
        return Ok(());
    };
    let Some(scanner) = &files.scanner else {
        // Without one, nothing is held back that was held when there was one.
        for file in app.store.held_files(FileId(i64::MIN), BATCH).await? {
            app.store.judge_file(file.id, State::Ready, None).await?;
        }
        return Ok(());
    };
    let now = app.now();
    put_off.tidy(now);
    let mut after = FileId(i64::MIN);
    loop {
        let files_held = app.store.held_files(after, BATCH).await?;
        let Some(last) = files_held.last() else {
            return Ok(());
        };
        after = last.id;
        for file in files_held {
            if put_off.waits(&file.id, now) {
                continue;
            }
            let parts = app.store.file_parts(file.id).await?;
            let bytes = files.shelf.read(&file.place, parts, 0, u64::MAX);
            let state = match looked_through(scanner, bytes, file.id.0).await {
                Looked::Told(state) => state,
                Looked::Not(why) => {
                    put_off.put(file.id, now);
                    app.store.note_unscanned(file.id, &why).await?;
                    continue;
                }
                Looked::Nobody => return Ok(()),
            };
            app.store.judge_file(file.id, state, Some(now)).await?;
            put_off.done(&file.id);
            app.bell.notify_waiters();
        }
    }
}

/// What came of looking something through.
pub(super) enum Looked {
    Told(State),
    /// The scanner is there, and will not have this one: too large for its own settings, say.
    Not(Unscanned),
    Nobody,
}

/// Has bytes looked through.
pub(super) async fn looked_through(
    scanner: &Scanner,
    bytes: impl Stream<Item = Result<Bytes, NotKept>>,
    id: i64,
) -> Looked {
    match scanner.scan(bytes).await {
        Ok(Verdict::Clean) => Looked::Told(State::Ready),
        Ok(Verdict::Threat(name)) => {
            tracing::warn!(file = id, %name, "something harmful was handed in");
            Looked::Told(State::Threat)
        }
        Err(error) => match error.of_the_file() {
            Some(why) => {
                tracing::warn!(%error, file = id, "a file cannot be looked through");
                Looked::Not(why)
            }
            None => {
                tracing::warn!(%error, "files wait to be looked through");
                Looked::Nobody
            }
        },
    }
}

/// Clears what nobody will ever have.
pub async fn clear(app: &App) -> Result<(), Fail> {
    let Some(files) = app.files.as_ref() else {
        return Ok(());
    };
    let now = app.now();
    for id in app.store.stale_files(now - KEPT, BATCH).await? {
        app.store.let_file_go(id, now).await?;
    }
    let days = app
        .session_rules()
        .map_or(SessionRules::usual_days(), |rules| rules.recording_days);
    let before = now - SignedDuration::from_hours(24 * i64::from(days));
    for id in app.store.stale_session_files(before, BATCH).await? {
        app.store.let_file_go(id, now).await?;
    }
    for file in app.store.files_to_clear(BATCH).await? {
        files.shelf.clear(&file.place).await.map_err(Fail::broken)?;
        app.store.clear_file(&file).await?;
    }
    // What was masked lies elsewhere now; a process that died in between left the first bytes behind.
    for place in app.store.left_places(now, BATCH).await? {
        app.clear_place(&place).await?;
    }
    super::images::clear(app).await?;
    app.clear_recordings().await?;
    app.forget_of_sessions().await
}
