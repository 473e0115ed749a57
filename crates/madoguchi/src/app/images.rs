//! Images of articles (B4): handed in by those who write, made anew, and had by those who may read what shows them.

use std::collections::BTreeSet;

use bytes::Bytes;
use domain::{
    Actor, ArticleId, ImageId,
    knowledge::images::{self, Format, NotTaken},
};
use sha2::{Digest, Sha256};
use store::{WriteError, files::State, knowledge::Image};
use tokio::sync::Semaphore;

use super::{App, Fail, TRIES, passwords::hex};
use crate::files::{self, image::Made};

/// As many are unpacked at once: each takes up to a hundred megabytes for a moment.
static MAKING: Semaphore = Semaphore::const_new(2);

/// An image that was taken before anything is kept of it.
#[derive(Clone, Debug)]
pub struct Seen {
    name: String,
    made: Made,
}

impl App {
    /// Looks whether something is an image, and makes it anew; nothing is kept.
    pub async fn see_image(
        &self,
        given: &str,
        bytes: Bytes,
    ) -> Result<Result<Seen, NotTaken>, Fail> {
        if let Err(why) = images::sized(bytes.len() as u64) {
            return Ok(Err(why));
        }
        let _turn = MAKING.acquire().await.map_err(Fail::broken)?;
        let made = tokio::task::spawn_blocking(move || files::image::made_anew(&bytes));
        let made = match made.await.map_err(Fail::broken)? {
            Ok(made) => made,
            Err(why) => return Ok(Err(why)),
        };
        let name = named(given, made.format);
        Ok(Ok(Seen { name, made }))
    }

    /// Takes an image from somebody who writes; it waits for a text that names it.
    pub async fn take_image(
        &self,
        actor: &Actor,
        given: &str,
        bytes: Bytes,
    ) -> Result<Result<Image, NotTaken>, Fail> {
        let person = actor.person().filter(|_| actor.is_staff());
        let person = person.ok_or(Fail::NotFound)?;
        if self.store.waiting_images(person).await? >= images::WAITING {
            return Ok(Err(NotTaken::NoRoom));
        }
        match self.see_image(given, bytes).await? {
            Ok(seen) => Ok(Ok(self.keep_image(actor, None, seen, false).await?)),
            Err(why) => Ok(Err(why)),
        }
    }

    /// Keeps an image, under an id of its own where that is said; one that is there already stays as it is. `held` is for who does not
    /// know whether files are looked through here: whoever serves does, and lets it go.
    pub async fn keep_image(
        &self,
        actor: &Actor,
        id: Option<ImageId>,
        seen: Seen,
        held: bool,
    ) -> Result<Image, Fail> {
        let person = actor.person().filter(|_| actor.is_staff());
        let person = person.ok_or(Fail::NotFound)?;
        if let Some(id) = id
            && let Some(there) = self.store.image(id).await?
        {
            return Ok(there);
        }
        let files = self.files.as_ref().ok_or(Fail::NotFound)?;
        let now = self.now();
        let Seen { name, made } = seen;
        let place = hex(&store::random::<16>());
        let sha256 = hex(&Sha256::digest(&made.bytes));
        let part = files.shelf.keep(&place, 0, made.bytes.into()).await;
        let part = part.map_err(Fail::broken)?;
        let mut image = Image {
            id: id.unwrap_or(ImageId(store::fresh_id(now))),
            place,
            part: part.place,
            person,
            name,
            format: made.format,
            bytes: part.bytes,
            sha256,
            width: made.width,
            height: made.height,
            state: match held || files.scanner.is_some() {
                true => State::Held,
                false => State::Ready,
            },
            created_at: now,
            used_at: None,
        };
        for _ in 0..TRIES {
            match self.store.keep_image(&image).await {
                Ok(()) => {
                    self.bell.notify_waiters();
                    return Ok(image);
                }
                // Another one came in the same millisecond, under the same id.
                Err(WriteError::Taken(_) | WriteError::Conflict) if id.is_none() => {
                    image.id = ImageId(store::fresh_id(now));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// An image as those who write see it, in whatever version it stands or in none.
    pub async fn image_of_staff(&self, actor: &Actor, id: ImageId) -> Result<Image, Fail> {
        if !actor.is_staff() || self.files.is_none() {
            return Err(Fail::NotFound);
        }
        let image = self.store.image(id).await?;
        let image = image.filter(|image| image.state == State::Ready);
        image.ok_or(Fail::NotFound)
    }

    /// An image of an article that somebody may read, and whether everybody may.
    pub async fn image_for(
        &self,
        actor: Option<&Actor>,
        article: ArticleId,
        id: ImageId,
    ) -> Result<(Image, bool), Fail> {
        if self.files.is_none() {
            return Err(Fail::NotFound);
        }
        let reader = self.reader_of(actor).await?;
        let found = self
            .store
            .shown_image(&reader, self.day(), article, id)
            .await?;
        found.ok_or(Fail::NotFound)
    }

    /// The images that these texts name and that can be shown.
    pub async fn images_of(
        &self,
        texts: impl IntoIterator<Item = &str>,
    ) -> Result<Vec<Image>, Fail> {
        if self.files.is_none() {
            return Ok(Vec::new());
        }
        let ids: BTreeSet<ImageId> = texts.into_iter().flat_map(images::named).collect();
        let mut all = self.store.images(ids).await?;
        all.retain(|image| image.state == State::Ready);
        Ok(all)
    }

    /// Takes one's own image away that no version of any article names.
    pub async fn discard_image(&self, actor: &Actor, id: ImageId) -> Result<bool, Fail> {
        let person = actor.person().filter(|_| actor.is_staff());
        let person = person.ok_or(Fail::NotFound)?;
        Ok(self
            .store
            .let_image_go(id, Some(person), self.now())
            .await?)
    }
}

/// A name with the extension of what is really there.
fn named(given: &str, format: Format) -> String {
    let shown = files::shown(given);
    let stem = shown
        .rsplit_once('.')
        .map_or(shown.as_str(), |(stem, _)| stem);
    let stem = if stem.is_empty() { "image" } else { stem };
    format!("{stem}.{}", format.extension())
}
