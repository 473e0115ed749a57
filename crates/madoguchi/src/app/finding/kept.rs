//! The index of this process, and what it remembers beside it. Knows nothing of what is found.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use ::search::{Broken, Glossary, Shelf};
use domain::{Desk, Instant};

use super::{super::Fail, taking};

/// The index of this process.
#[derive(Clone, Default)]
pub struct Kept(pub(super) Arc<Inner>);

#[derive(Default)]
pub(super) struct Inner {
    /// In memory where there is none, and then taken up anew before each search: nothing follows for it.
    pub(super) folder: Option<PathBuf>,
    open: Mutex<Option<Arc<Opened>>>,
    /// One at a time takes things up.
    pub(super) taking: tokio::sync::Mutex<()>,
    /// What stands for what, by the version of the desk that says so.
    glossary: Mutex<Option<(i64, Arc<Glossary>)>>,
    /// How many things could not be read, and when they were tried last.
    without: Mutex<(usize, Option<Instant>)>,
}

/// An index that is open.
pub(super) struct Opened {
    pub(super) shelf: Shelf,
    /// That it was made from this installation's log was looked at.
    pub(super) checked: std::sync::atomic::AtomicBool,
}

impl Kept {
    /// In this folder.
    pub fn folder(folder: PathBuf) -> Self {
        Self(Arc::new(Inner {
            folder: Some(folder),
            ..Inner::default()
        }))
    }

    pub(super) async fn opened(&self) -> Result<Arc<Opened>, Fail> {
        let inner = self.0.clone();
        let open = move || -> Result<Arc<Opened>, Broken> {
            let mut open = inner.open.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(open) = open.as_ref() {
                return Ok(open.clone());
            }
            let shelf = match &inner.folder {
                Some(folder) => Shelf::open(folder)?,
                None => Shelf::in_memory()?,
            };
            let opened = Arc::new(Opened {
                shelf,
                checked: Default::default(),
            });
            *open = Some(opened.clone());
            Ok(opened)
        };
        Ok(tokio::task::spawn_blocking(open)
            .await
            .map_err(Fail::broken)??)
    }

    /// What stands for what: as the product knows, and as this version of the desk says.
    pub(super) fn glossary(&self, (desk, version): (&Desk, i64)) -> Arc<Glossary> {
        let kept = self.0.glossary.lock();
        let mut kept = kept.unwrap_or_else(PoisonError::into_inner);
        if let Some((_, glossary)) = kept.as_ref().filter(|(of, _)| *of == version) {
            return glossary.clone();
        }
        let mut glossary = Glossary::embedded().clone();
        desk.synonyms.iter().for_each(|line| glossary.line(line));
        let glossary = Arc::new(glossary);
        *kept = Some((version, glossary.clone()));
        glossary
    }

    fn without(&self) -> MutexGuard<'_, (usize, Option<Instant>)> {
        self.0
            .without
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// So many things are not found because they cannot be read.
    pub(super) fn is_without(&self, things: usize) {
        self.without().0 = things;
    }

    /// Whether it is time to try again to read them.
    pub(super) fn is_time(&self, now: Instant) -> bool {
        let mut without = self.without();
        let is = without
            .1
            .is_none_or(|last| now.duration_since(last) >= taking::LATER);
        if is {
            without.1 = Some(now);
        }
        is
    }

    /// Everything is found that there is to find, as far as this process knows.
    pub(super) fn is_whole(&self) -> bool {
        self.without().0 == 0
    }

    /// Lets go of an index that proved broken: it is looked through when it is opened again.
    pub(super) fn let_go(&self) {
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        *open = None;
    }
}
