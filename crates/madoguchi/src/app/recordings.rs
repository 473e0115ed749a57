//! Recordings of sessions (L8): a track is written to a file of this node's own while it is recorded, and lies with all other bytes
//! from its end. What a killed program leaves behind is finished at the next start; until then it plays.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Mutex,
};

use bytes::Bytes;
use domain::{
    Actor, Instant, PersonId, SessionId,
    audit::AuditEvent,
    event::By,
    session::{Seat, Session},
};
use futures_util::Stream;
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use store::{
    WriteError,
    files::Part,
    sessions::recordings::{Recording, RecordingState, TrackKind},
};

pub use super::tape_ends::{Written, stretch};
use super::{App, Fail, passwords::hex};
use crate::files::{NotKept, PIECE};

/// The folder beside the files in which a node writes what it records.
pub const TAPES: &str = "recording";
/// Erased ones cleared at a time.
const BATCH: usize = 20;
/// Looking at the same recording again within this time is one look.
const ONE_LOOK: SignedDuration = SignedDuration::from_mins(10);

/// Where this node writes what it records, and its name among nodes.
pub struct Tapes {
    folder: PathBuf,
    node: String,
    looks: Mutex<HashMap<(PersonId, SessionId), Instant>>,
}

impl Tapes {
    /// In a folder, which is made where it is not there yet.
    pub fn folder(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let named = folder.join("node");
        let node = match fs::read_to_string(&named) {
            Ok(node) => node,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let node = hex(&store::random::<8>());
                fs::write(&named, &node)?;
                node
            }
            Err(error) => return Err(error),
        };
        Ok(Self {
            folder: folder.to_owned(),
            node,
            looks: Mutex::default(),
        })
    }

    /// The node's name among nodes.
    pub fn node(&self) -> &str {
        &self.node
    }

    fn path(&self, place: &str) -> PathBuf {
        self.folder.join(format!("{place}.webm"))
    }
}

/// A track that begins to be recorded, and the file that it goes to.
pub struct Tape {
    pub recording: Recording,
    pub file: File,
}

impl App {
    /// The same, with a place for recordings.
    pub fn with_tapes(mut self, tapes: Tapes) -> Self {
        self.tapes = Some(std::sync::Arc::new(tapes));
        self
    }

    /// Whether anything can be recorded here at all.
    pub fn records(&self) -> bool {
        self.tapes.is_some() && self.files.is_some()
    }

    /// Begins to record a track of a stretch.
    pub async fn begin_tape(
        &self,
        session: SessionId,
        stretch: u32,
        seat: Seat,
        kind: TrackKind,
    ) -> Result<Tape, Fail> {
        let tapes = self.tapes.as_ref().ok_or(Fail::NotFound)?;
        let now = self.now();
        let recording = Recording {
            id: store::fresh_id(now),
            session,
            stretch,
            seat,
            kind,
            place: hex(&store::random::<16>()),
            state: RecordingState::Recording,
            started_at: now,
            lasts: 0,
            bytes: 0,
            sha256: None,
            erase_at: None,
            erased_at: None,
        };
        let path = tapes.path(&recording.place);
        let mut open = fs::OpenOptions::new();
        let open = open.read(true).write(true).create_new(true);
        let file = open.open(path).map_err(Fail::broken)?;
        self.store.begin_recording(&recording, &tapes.node).await?;
        Ok(Tape { recording, file })
    }

    /// A file is whole: it goes to where all bytes lie, without what came after the moment that ended it (L9). Nothing is left of one
    /// in which nothing is.
    pub async fn shelve_tape(
        &self,
        mut recording: Recording,
        session: &Session,
        state: RecordingState,
        written: &Written,
    ) -> Result<(), Fail> {
        let tapes = self.tapes.as_ref().ok_or(Fail::NotFound)?;
        let path = tapes.path(&recording.place);
        let lasts = match written.lasts.is_zero() {
            true => written.lasts,
            false => self.cut_at_its_end(&recording, &path, written).await?,
        };
        if lasts.is_zero() {
            self.store.drop_recording(recording.id).await?;
            return remove(&path);
        }
        let (parts, digest) = self.shelved(&recording.place, &path).await?;
        recording.state = state;
        recording.lasts = u64::try_from(lasts.as_millis()).unwrap_or(u64::MAX);
        recording.bytes = parts.iter().map(|part| part.bytes).sum();
        recording.sha256 = Some(digest);
        let days = SignedDuration::from_hours(24 * i64::from(session.rules.recording_days));
        recording.erase_at = Some(self.now() + days);
        match self.store.finish_recording(&recording, &parts).await {
            Ok(()) | Err(WriteError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
        self.heard();
        remove(&path)
    }

    async fn shelved(&self, place: &str, path: &Path) -> Result<(Vec<Part>, String), Fail> {
        let shelf = self.shelf()?;
        let mut file = File::open(path).map_err(Fail::broken)?;
        let (mut parts, mut digest, mut start) = (Vec::new(), Sha256::new(), 0);
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            let mut next = file.by_ref().take(PIECE as u64);
            next.read_to_end(&mut piece).map_err(Fail::broken)?;
            if piece.is_empty() {
                return Ok((parts, hex(&digest.finalize())));
            }
            digest.update(&piece);
            let kept = shelf.keep(place, start, piece.into()).await;
            let part = kept.map_err(Fail::broken)?;
            start += part.bytes;
            parts.push(part);
        }
    }

    /// Finishes what this node was writing when it was stopped; how many there were.
    pub async fn mend_tapes(&self) -> Result<usize, Fail> {
        let Some(tapes) = self.tapes.as_ref() else {
            return Ok(0);
        };
        let open = self.store.open_recordings(&tapes.node).await?;
        let count = open.len();
        for recording in open {
            let (id, session) = (recording.id, recording.session);
            if let Err(error) = self.mend_tape(recording).await {
                tracing::warn!(%error, id, %session, "a recording waits to be mended");
            }
        }
        Ok(count)
    }

    async fn mend_tape(&self, recording: Recording) -> Result<(), Fail> {
        let tapes = self.tapes.as_ref().ok_or(Fail::NotFound)?;
        let path = tapes.path(&recording.place);
        let mut open = fs::OpenOptions::new();
        let lasts = match open.read(true).write(true).open(&path) {
            // Too little for a head is nothing at all.
            Ok(mut file) => media::mend(&mut file).map_or(std::time::Duration::ZERO, |mended| {
                match mended.frames {
                    0 => std::time::Duration::ZERO,
                    _ => mended.duration,
                }
            }),
            Err(_) => std::time::Duration::ZERO,
        };
        let stored = self.store.session(recording.session).await?;
        let stored = stored.ok_or(Fail::NotFound)?;
        let state = RecordingState::Damaged;
        let written = Written {
            lasts,
            late: media::LATEST,
            ended_at: None,
        };
        self.shelve_tape(recording, &stored.session, state, &written)
            .await
    }

    /// The file of a track that broke off, as far as it goes.
    pub async fn mend_broken(&self, recording: Recording) -> Result<(), Fail> {
        self.mend_tape(recording).await
    }

    /// The recordings of a session that play, in order.
    pub async fn recordings(&self, session: SessionId) -> Result<Vec<Recording>, Fail> {
        let mut all = self.store.recordings(session).await?;
        all.retain(Recording::plays);
        Ok(all)
    }

    /// One of them with its pieces.
    pub async fn recording(
        &self,
        session: SessionId,
        id: i64,
    ) -> Result<(Recording, Vec<Part>), Fail> {
        let found = self.store.recording(session, id).await?;
        let found = found.filter(Recording::plays).ok_or(Fail::NotFound)?;
        let parts = self.store.recording_parts(id).await?;
        Ok((found, parts))
    }

    /// What lies in pieces under a place.
    pub fn bytes_at(
        &self,
        place: &str,
        parts: Vec<Part>,
        from: u64,
        to: u64,
    ) -> Result<impl Stream<Item = Result<Bytes, NotKept>> + Send + use<>, Fail> {
        Ok(self.shelf()?.read(place, parts, from, to))
    }

    /// Keeps in the audit that somebody looked at a recording; a look that goes on is one.
    pub async fn note_recording_read(
        &self,
        actor: &Actor,
        session: SessionId,
        from: Option<String>,
    ) -> Result<(), Fail> {
        let person = actor.person().ok_or(Fail::NotFound)?;
        let now = self.now();
        if let Some(tapes) = &self.tapes {
            let mut looks = tapes
                .looks
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            looks.retain(|_, at| now.duration_since(*at) < ONE_LOOK);
            if looks.insert((person, session), now).is_some() {
                return Ok(());
            }
        }
        let read = AuditEvent::RecordingRead { session, from };
        self.note(By::Person(person), read).await
    }

    /// Takes the recordings of a session away before their days are over.
    pub async fn erase_recordings(
        &self,
        person: PersonId,
        session: SessionId,
        from: Option<String>,
    ) -> Result<(), Fail> {
        let erased = AuditEvent::RecordingErased { session, from };
        self.note(By::Person(person), erased).await?;
        self.store
            .erase_recordings(session, person, self.now())
            .await?;
        self.heard();
        Ok(())
    }

    /// Erases what is kept no longer, and clears the bytes of what was erased.
    pub async fn clear_recordings(&self) -> Result<(), Fail> {
        let Some(files) = self.files.as_ref() else {
            return Ok(());
        };
        self.store.expire_recordings(self.now()).await?;
        for one in self.store.recordings_to_clear(BATCH).await? {
            files.shelf.clear(&one.place).await.map_err(Fail::broken)?;
            self.store.clear_recording(one.id).await?;
        }
        Ok(())
    }
}

fn remove(path: &Path) -> Result<(), Fail> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Fail::broken(error)),
        _ => Ok(()),
    }
}
