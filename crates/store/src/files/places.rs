//! Where bytes lie that nothing needs, or will need from a moment on: kept so that no stopped process leaves any behind.

use std::collections::BTreeSet;

use domain::{FileId, Instant};

use super::size;
use crate::{Statement, Store, WriteError, db::DbError};

/// The statement that says that what lies there is needed.
pub fn forgets_place(place: &str) -> Statement {
    const FORGET: &str = "DELETE FROM left_places WHERE place = $1";
    Statement::new(FORGET, vec![place.into()])
}

impl Store {
    /// Nothing needs what lies there from this moment on, unless that is taken back.
    pub async fn leave_place(&self, place: &str, due: Instant) -> Result<(), WriteError> {
        const LEAVE: &str = "INSERT INTO left_places (place, due_at) VALUES ($1, $2)";
        let list = vec![Statement::new(LEAVE, vec![place.into(), due.into()])];
        self.db.write(list).await.map(|_| ())
    }

    /// Places whose bytes nothing needs any more.
    pub async fn left_places(&self, now: Instant, most: usize) -> Result<Vec<String>, DbError> {
        const LEFT: &str =
            "SELECT place FROM left_places WHERE due_at <= $1 ORDER BY due_at, place LIMIT $2";
        let rows = self
            .db
            .read(LEFT, &[now.into(), (most as i64).into()])
            .await?;
        rows.into_iter().map(|row| row.columns().text()).collect()
    }

    /// In how many pieces a file lies.
    pub async fn pieces_of(&self, id: FileId) -> Result<u64, DbError> {
        const COUNT: &str = "SELECT count(*) FROM file_parts WHERE file_id = $1";
        let row = self.db.read_one(COUNT, &[id.into()]).await?;
        row.map_or(Ok(0), |row| size(row.columns().int()?))
    }

    /// Nothing lies there any more.
    pub async fn forget_place(&self, place: &str) -> Result<(), WriteError> {
        self.db.write(vec![forgets_place(place)]).await.map(|_| ())
    }

    /// What is known to lie under a place, by the names of its pieces; nothing where no file, image or recording lies there.
    pub async fn known_at(&self, place: &str) -> Result<Option<BTreeSet<String>>, DbError> {
        const KNOWN: &str = "SELECT f.place, p.place FROM files f LEFT JOIN file_parts p ON p.file_id = f.id WHERE f.place = $1
            UNION ALL SELECT place, part FROM images WHERE place = $1
            UNION ALL SELECT r.place, p.place FROM session_recordings r
            LEFT JOIN session_recording_parts p ON p.recording_id = r.id WHERE r.place = $1";
        let rows = self.db.read(KNOWN, &[place.into()]).await?;
        let mut known = None;
        for row in rows {
            let mut c = row.columns();
            c.text()?;
            let pieces: &mut BTreeSet<String> = known.get_or_insert_default();
            pieces.extend(c.maybe_text()?);
        }
        Ok(known)
    }
}
