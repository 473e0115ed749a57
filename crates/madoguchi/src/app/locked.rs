//! Whether a file of any size opens with a password only (C13): by what its bytes say, of older office files by what they hold, and of
//! PDF files by what reads them.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use domain::file::NotTaken;
use store::files::{File, Part};
use tokio::sync::Mutex as AsyncMutex;

use super::{App, Fail, finding::pdf, look::Look};
use crate::files::{
    self,
    ranges::{NotRead, Ranges},
};

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
    /// Looks at the first and the last bytes of a file; follows the directory of an office file of the older kind, and has a PDF file
    /// opened, that they do not tell of. A large one stays where it is: what reads PDF files opens a small one that is encrypted alike.
    /// Where nothing reads them here, a PDF file counts as open.
    pub(super) async fn needs_password(
        &self,
        file: &File,
        parts: &[Part],
        [head, tail]: [&[u8]; 2],
    ) -> Result<bool, Fail> {
        if files::is_locked(head, tail) {
            return Ok(true);
        }
        let mut ranges = Ranges::of(self.shelf()?, &file.place, parts.to_vec());
        if files::is_compound(head) {
            let asked = files::needs_password(&mut ranges).await;
            return asked.or_else(|error| untold(file, error));
        }
        let Some(program) = self.pdf_reader.clone().filter(|_| files::is_pdf(head)) else {
            return Ok(false);
        };
        let is_small = file.bytes <= pdf::MOST && files::is_encrypted_pdf(head, tail);
        let stand_in = match is_small {
            true => None,
            false => match files::pdf::stand_in(&mut ranges).await {
                Ok(Some(stand_in)) => Some(stand_in),
                Ok(None) => return Ok(false),
                Err(error) => return untold(file, error),
            },
        };
        let look = Look::begin().await?;
        let bytes = match stand_in {
            Some(stand_in) => stand_in,
            None => {
                let bytes = self.shelf()?.whole(&file.place, parts.to_vec()).await;
                bytes.map_err(Fail::broken)?
            }
        };
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

/// What is made so that nobody comes to its end counts as locked: nobody else looks into it either.
fn untold(file: &File, error: NotRead) -> Result<bool, Fail> {
    match error {
        NotRead::NotKept(error) => Err(Fail::broken(error)),
        NotRead::TooMuch => {
            tracing::warn!(%error, file = file.id.0, "nobody could tell whether a file opens");
            Ok(true)
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
