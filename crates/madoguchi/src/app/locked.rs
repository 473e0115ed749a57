//! Whether a file opens with a password only (C13): by what its bytes say, of older office files by what they hold, and of PDF files by
//! what reads them.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use domain::file::NotTaken;
use store::files::{File, Part};
use tokio::sync::Mutex as AsyncMutex;

use super::{App, Fail, finding::pdf, look::Look};
use crate::files;

/// Files that somebody looks at, by their places, which no two files ever share.
static TURNS: Mutex<BTreeMap<String, Weak<Turn>>> = Mutex::new(BTreeMap::new());

/// The turn to look at one file, with why it is not taken, for those who waited meanwhile.
pub(super) type Turn = AsyncMutex<Option<NotTaken>>;

/// The same for all who look at the file of this place at a time.
pub(super) fn turn(place: &str) -> Arc<Turn> {
    let mut turns = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
    turns.retain(|_, turn| turn.strong_count() > 0);
    if let Some(turn) = turns.get(place).and_then(Weak::upgrade) {
        return turn;
    }
    let turn = Arc::new(Turn::default());
    turns.insert(place.to_owned(), Arc::downgrade(&turn));
    turn
}

impl App {
    /// Looks at the first and the last bytes of a file; reads an office file of the older kind, and has a PDF file opened, that they do
    /// not tell of. Where nothing reads PDF files here, or one is too large for it, it counts as open.
    pub(super) async fn needs_password(
        &self,
        file: &File,
        parts: &[Part],
        [head, tail]: [&[u8]; 2],
    ) -> Result<bool, Fail> {
        if files::is_locked(head, tail) {
            return Ok(true);
        }
        if files::is_compound(head) && file.bytes <= files::COMPOUND {
            let look = Look::begin().await?;
            let bytes = self.shelf()?.whole(&file.place, parts.to_vec()).await;
            let bytes = bytes.map_err(Fail::broken)?;
            let asked = look.aside(move || files::needs_password(&bytes));
            return asked.await.map_err(Fail::broken);
        }
        let encrypted = files::is_encrypted_pdf(head, tail) && file.bytes <= pdf::MOST;
        let Some(program) = self.pdf_reader.clone().filter(|_| encrypted) else {
            return Ok(false);
        };
        let look = Look::begin().await?;
        let bytes = self.shelf()?.whole(&file.place, parts.to_vec()).await;
        let bytes = bytes.map_err(Fail::broken)?;
        let asked = look.aside(move || pdf::is_locked(&program, &bytes));
        match asked.await.map_err(std::io::Error::other).flatten() {
            Ok(locked) => Ok(locked),
            Err(error) => {
                tracing::warn!(%error, file = file.id.0, "nobody could tell whether a PDF file opens");
                Ok(false)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c13_a_file_has_one_turn_at_a_time_and_others_have_their_own() {
        let (first, second) = (turn("turn-a"), turn("turn-a"));
        assert!(Arc::ptr_eq(&first, &second));
        assert!(!Arc::ptr_eq(&first, &turn("turn-b")));
        let held = first.try_lock();
        assert!(held.is_ok() && second.try_lock().is_err());
        *held.unwrap() = Some(NotTaken::Locked);
        assert_eq!(*second.try_lock().unwrap(), Some(NotTaken::Locked));
        // What was said is forgotten with the last who waited.
        drop((first, second));
        assert_eq!(*turn("turn-a").try_lock().unwrap(), None);
    }
}
