//! Recordings of sessions (L8): one row for each track of each stretch; the bytes lie beside those of files.

use domain::{Instant, PersonId, SessionId, session::Seat};

use crate::{
    Statement, Store, WriteError,
    db::{DbError, Row, Value},
    directory::insert,
    files::{Part, size, stored},
    sql,
};

/// How far a recording is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordingState {
    /// It is being written.
    Recording,
    Ready,
    /// It broke off; what was written until then plays.
    Damaged,
}

impl RecordingState {
    const ALL: [RecordingState; 3] = [
        RecordingState::Recording,
        RecordingState::Ready,
        RecordingState::Damaged,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            RecordingState::Recording => "recording",
            RecordingState::Ready => "ready",
            RecordingState::Damaged => "damaged",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// What a track shows or lets hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackKind {
    Screen,
    /// The sound of what is shared.
    ScreenSound,
    Camera,
    Voice,
}

impl TrackKind {
    pub const ALL: [TrackKind; 4] = [
        TrackKind::Screen,
        TrackKind::ScreenSound,
        TrackKind::Camera,
        TrackKind::Voice,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            TrackKind::Screen => "screen",
            TrackKind::ScreenSound => "screen-sound",
            TrackKind::Camera => "camera",
            TrackKind::Voice => "voice",
        }
    }

    pub fn is_picture(self) -> bool {
        matches!(self, TrackKind::Screen | TrackKind::Camera)
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One track of one stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    pub id: i64,
    pub session: SessionId,
    pub stretch: u32,
    pub seat: Seat,
    pub kind: TrackKind,
    /// Where its bytes lie; says nothing of what they are.
    pub place: String,
    pub state: RecordingState,
    /// The moment of its time zero.
    pub started_at: Instant,
    /// In milliseconds.
    pub lasts: u64,
    pub bytes: u64,
    pub sha256: Option<String>,
    /// When it goes by itself.
    pub erase_at: Option<Instant>,
    pub erased_at: Option<Instant>,
}

impl Recording {
    /// It can be played.
    pub fn plays(&self) -> bool {
        self.state != RecordingState::Recording && self.erased_at.is_none() && self.bytes > 0
    }
}

const ROW: &str = "id, session_id, stretch, seat, kind, place, state, started_at, lasts, bytes, sha256, erase_at, erased_at";

fn recording(row: Row) -> Result<Recording, DbError> {
    let mut c = row.columns();
    let number = |n: i64| u32::try_from(n).unwrap_or_default();
    let shape = || DbError::Shape("no such recording".into());
    Ok(Recording {
        id: c.int()?,
        session: SessionId(c.int()?),
        stretch: number(c.int()?),
        seat: Seat(number(c.int()?)),
        kind: TrackKind::parse(&c.text()?).ok_or_else(shape)?,
        place: c.text()?,
        state: RecordingState::parse(&c.text()?).ok_or_else(shape)?,
        started_at: c.instant()?,
        lasts: size(c.int()?)?,
        bytes: size(c.int()?)?,
        sha256: c.maybe_text()?,
        erase_at: c.maybe_instant()?,
        erased_at: c.maybe_instant()?,
    })
}

impl Store {
    /// Notes that a track begins to be recorded, by this node.
    pub async fn begin_recording(&self, one: &Recording, node: &str) -> Result<(), WriteError> {
        let row = insert(
            "session_recordings",
            vec![
                ("id", one.id.into()),
                ("session_id", one.session.0.into()),
                ("stretch", i64::from(one.stretch).into()),
                ("seat", i64::from(one.seat.0).into()),
                ("kind", one.kind.as_str().into()),
                ("place", one.place.as_str().into()),
                ("state", one.state.as_str().into()),
                ("started_at", one.started_at.into()),
                ("lasts", stored(one.lasts)),
                ("bytes", stored(one.bytes)),
                ("node", node.into()),
            ],
        );
        self.db.write(vec![row]).await.map(|_| ())
    }

    /// The first frame of a track is written: its time begins then.
    pub async fn time_recording(&self, id: i64, started_at: Instant) -> Result<(), WriteError> {
        const FIRST: &str =
            "UPDATE session_recordings SET started_at = $2 WHERE id = $1 AND state = 'recording'";
        let first = Statement::new(FIRST, vec![id.into(), started_at.into()]);
        self.db.write(vec![first]).await.map(|_| ())
    }

    /// It is whole and lies in these pieces; a conflict where that was said before.
    pub async fn finish_recording(
        &self,
        one: &Recording,
        parts: &[Part],
    ) -> Result<(), WriteError> {
        const DONE: &str = "UPDATE session_recordings SET state = $2, lasts = $3, bytes = $4, sha256 = $5, erase_at = $6, node = NULL
            WHERE id = $1 AND state = 'recording'";
        const PART: &str = "INSERT INTO session_recording_parts (recording_id, start, bytes, place) VALUES ($1, $2, $3, $4)";
        let args: Vec<Value> = vec![
            one.id.into(),
            one.state.as_str().into(),
            stored(one.lasts),
            stored(one.bytes),
            one.sha256.clone().into(),
            one.erase_at.into(),
        ];
        let mut list = vec![Statement::new(DONE, args).guarded()];
        list.extend(parts.iter().map(|part| {
            let (start, bytes) = (stored(part.start), stored(part.bytes));
            let args = vec![one.id.into(), start, bytes, part.place.as_str().into()];
            Statement::new(PART, args)
        }));
        self.db.write(list).await.map(|_| ())
    }

    /// Nothing came of it.
    pub async fn drop_recording(&self, id: i64) -> Result<(), WriteError> {
        const NONE: &str = "DELETE FROM session_recordings WHERE id = $1 AND state = 'recording'";
        let none = Statement::new(NONE, vec![id.into()]);
        self.db.write(vec![none]).await.map(|_| ())
    }

    /// What this node was writing when it stopped.
    pub async fn open_recordings(&self, node: &str) -> Result<Vec<Recording>, DbError> {
        let sql = sql!(
            "SELECT {ROW} FROM session_recordings WHERE state = 'recording' AND node = $1 ORDER BY id"
        );
        let rows = self.db.read(&sql, &[node.into()]).await?;
        rows.into_iter().map(recording).collect()
    }

    /// The recordings of a session in order, those that were erased too. Who may know of the session is the caller's question.
    pub async fn recordings(&self, session: SessionId) -> Result<Vec<Recording>, DbError> {
        let sql = sql!(
            "SELECT {ROW} FROM session_recordings WHERE session_id = $1 ORDER BY stretch, started_at, id"
        );
        let rows = self.db.read(&sql, &[session.0.into()]).await?;
        rows.into_iter().map(recording).collect()
    }

    /// One of these.
    pub async fn recording(
        &self,
        session: SessionId,
        id: i64,
    ) -> Result<Option<Recording>, DbError> {
        let sql = sql!("SELECT {ROW} FROM session_recordings WHERE session_id = $1 AND id = $2");
        let row = self
            .db
            .read_one(&sql, &[session.0.into(), id.into()])
            .await?;
        row.map(recording).transpose()
    }

    /// All whose bytes are to be had, by key, behind this one.
    pub async fn recordings_after(&self, id: i64, most: usize) -> Result<Vec<Recording>, DbError> {
        let sql = sql!(
            "SELECT {ROW} FROM session_recordings WHERE id > $1 AND erased_at IS NULL AND state <> 'recording'
            ORDER BY id LIMIT $2"
        );
        let args = [id.into(), (most as i64).into()];
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(recording).collect()
    }

    /// The pieces of a recording, in order.
    pub async fn recording_parts(&self, id: i64) -> Result<Vec<Part>, DbError> {
        const PARTS: &str = "SELECT start, bytes, place FROM session_recording_parts WHERE recording_id = $1 ORDER BY start";
        let rows = self.db.read(PARTS, &[id.into()]).await?;
        let part = |row: Row| {
            let mut c = row.columns();
            Ok(Part {
                start: size(c.int()?)?,
                bytes: size(c.int()?)?,
                place: c.text()?,
            })
        };
        rows.into_iter().map(part).collect()
    }

    /// Takes the recordings of a session away, whole ones at once; how many.
    pub async fn erase_recordings(
        &self,
        session: SessionId,
        by: PersonId,
        at: Instant,
    ) -> Result<usize, WriteError> {
        const ERASE: &str = "UPDATE session_recordings SET erased_at = $2, erased_by = $3
            WHERE id = $1 AND erased_at IS NULL AND state <> 'recording'";
        let all = self.recordings(session).await?;
        let there = all
            .iter()
            .filter(|one| one.erased_at.is_none() && one.state != RecordingState::Recording);
        let list: Vec<Statement> = there
            .map(|one| Statement::new(ERASE, vec![one.id.into(), at.into(), by.into()]))
            .collect();
        let count = list.len();
        self.db.write(list).await.map(|_| count)
    }

    /// Those whose days are over are erased from now on.
    pub async fn expire_recordings(&self, now: Instant) -> Result<(), WriteError> {
        const OVER: &str = "UPDATE session_recordings SET erased_at = $1 WHERE erase_at <= $1 AND erased_at IS NULL";
        let over = Statement::new(OVER, vec![now.into()]);
        self.db.write(vec![over]).await.map(|_| ())
    }

    /// Erased ones whose bytes still lie there.
    pub async fn recordings_to_clear(&self, most: usize) -> Result<Vec<Recording>, DbError> {
        let sql = sql!(
            "SELECT {ROW} FROM session_recordings WHERE erased_at IS NOT NULL AND bytes > 0 ORDER BY id LIMIT $1"
        );
        let rows = self.db.read(&sql, &[(most as i64).into()]).await?;
        rows.into_iter().map(recording).collect()
    }

    /// Its bytes are gone; that there was one stays.
    pub async fn clear_recording(&self, id: i64) -> Result<(), WriteError> {
        const PARTS: &str = "DELETE FROM session_recording_parts WHERE recording_id = $1";
        const CLEARED: &str = "UPDATE session_recordings SET bytes = 0 WHERE id = $1";
        let list = [PARTS, CLEARED].map(|sql| Statement::new(sql, vec![id.into()]));
        self.db.write(list.into()).await.map(|_| ())
    }
}
