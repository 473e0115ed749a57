//! The bytes of files that people hand in: where they lie, what they look like, what of them is hidden, whether harm is in them.
//! Knows no cases, people or pages; what is known of a file besides lies in the database.

mod compound;
mod content;
mod har;
pub mod image;
mod locked;
mod name;
pub mod pdf;
pub mod ranges;
pub mod scan;
pub mod secrets;

use std::{path::Path, sync::Arc};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use object_store::{
    ObjectStore, ObjectStoreExt, local::LocalFileSystem, memory::InMemory, path::Path as Key,
};
use store::files::Part;

pub use compound::{is_compound, needs_password};
pub use content::{HEAD, seen};
pub use har::{masked, may_be_recording};
pub use locked::{is_encrypted_pdf, is_locked, is_pdf};
pub use name::shown;

/// The most that is kept in one piece, and so the most of a file that is in memory at once, in bytes.
pub const PIECE: usize = 1024 * 1024;

/// Why bytes could not be kept or read.
#[derive(Debug, thiserror::Error)]
#[error("the folder of files: {0}")]
pub struct NotKept(#[from] object_store::Error);

/// Where the bytes lie. Nothing there has a name that a sender gave it.
#[derive(Clone)]
pub struct Shelf(Arc<dyn ObjectStore>);

impl Shelf {
    /// In a folder, which is made where it is not there yet. What it says is kept is kept through a power cut.
    pub fn folder(folder: &Path) -> Result<Self, std::io::Error> {
        std::fs::create_dir_all(folder)?;
        let local = LocalFileSystem::new_with_prefix(folder).map_err(std::io::Error::other)?;
        Ok(Self(Arc::new(local.with_fsync(true))))
    }

    /// In memory, for tests.
    pub fn memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    fn key(place: &str, part: &str) -> Key {
        Key::from_iter([&place[..2.min(place.len())], place, part])
    }

    /// Keeps a piece of a file under a name of its own.
    pub async fn keep(&self, place: &str, start: u64, bytes: Bytes) -> Result<Part, NotKept> {
        let part = Part {
            start,
            bytes: bytes.len() as u64,
            place: format!(
                "{start}-{}",
                crate::app::passwords::hex(&store::random::<8>())
            ),
        };
        self.0
            .put(&Self::key(place, &part.place), bytes.into())
            .await?;
        Ok(part)
    }

    /// What lies in pieces, from one offset up to before another.
    pub fn read(
        &self,
        place: &str,
        parts: Vec<Part>,
        from: u64,
        to: u64,
    ) -> impl Stream<Item = Result<Bytes, NotKept>> + Send + use<> {
        let (shelf, place) = (self.clone(), place.to_owned());
        let wanted = parts
            .into_iter()
            .filter(move |part| part.start < to && part.start + part.bytes > from);
        stream::iter(wanted).then(move |part| {
            let (shelf, key) = (shelf.clone(), Self::key(&place, &part.place));
            let range = from.saturating_sub(part.start)..part.bytes.min(to - part.start);
            async move { Ok(shelf.0.get_range(&key, range).await?) }
        })
    }

    /// All of a small file.
    pub async fn whole(&self, place: &str, parts: Vec<Part>) -> Result<Vec<u8>, NotKept> {
        let mut all = Vec::new();
        let mut pieces = std::pin::pin!(self.read(place, parts, 0, u64::MAX));
        while let Some(piece) = pieces.next().await {
            all.extend_from_slice(&piece?);
        }
        Ok(all)
    }

    /// Takes everything away that lies under a place, pieces that nobody noted too.
    pub async fn clear(&self, place: &str) -> Result<(), NotKept> {
        let folder = Key::from_iter([&place[..2.min(place.len())], place]);
        let mut lying = self.0.list(Some(&folder));
        while let Some(one) = lying.next().await {
            match self.0.delete(&one?.location).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// What has lain there since before this moment: the place of each piece, and its own name.
    pub fn lying(
        &self,
        before: domain::Instant,
    ) -> impl Stream<Item = Result<(String, String), NotKept>> + Send + use<> {
        let lying = self.0.list(None);
        lying.filter_map(move |one| {
            let found = match one {
                Err(error) => Some(Err(error.into())),
                Ok(one) if one.last_modified.timestamp_millis() >= before.as_millisecond() => None,
                Ok(one) => placed(&one.location).map(Ok),
            };
            futures_util::future::ready(found)
        })
    }

    /// Takes one piece away.
    pub async fn drop_piece(&self, place: &str, piece: &str) -> Result<(), NotKept> {
        match self.0.delete(&Self::key(place, piece)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The place and the name in an address of ours; nothing where others keep something there.
fn placed(key: &Key) -> Option<(String, String)> {
    let parts: Vec<String> = key.parts().map(|part| part.as_ref().to_owned()).collect();
    match parts.as_slice() {
        [first, place, piece] if place.starts_with(first.as_str()) && first.len() == 2 => {
            Some((place.clone(), piece.clone()))
        }
        _ => None,
    }
}
