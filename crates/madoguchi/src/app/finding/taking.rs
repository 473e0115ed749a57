//! Taking up into the index what happened: by the log, from the place that the index itself names, so that a stop at any moment
//! loses nothing and makes nothing twice. An index that was made from another log, or otherwise, is made anew.

use std::{collections::BTreeSet, sync::Arc, sync::atomic::Ordering};

use domain::{ArticleId, CaseId};
use serde::{Deserialize, Serialize};
use store::{events::StreamKind, files::State, followers::Place};

use super::{
    super::{App, Fail, passwords},
    Opened, entries,
};

/// Raised when entries are made otherwise than before.
const MADE: u32 = 2;
/// Events taken at a time.
const STEP: usize = 500;
/// Things read at a time while all of it is taken up.
const BATCH: usize = 200;
/// A running program that finds this file in the folder makes its index anew.
const ANEW: &str = "anew";

/// Up to where an index goes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Upto {
    made: u32,
    /// Transaction and number of the last event, with its hash.
    log: (i64, i64),
    hash: String,
    /// The same of what is taken up anew without an event.
    anew: (i64, i64),
}

fn place((tx, seq): (i64, i64)) -> Place {
    Place { tx, seq }
}

fn pair(place: Place) -> (i64, i64) {
    (place.tx, place.seq)
}

/// Something that is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Case(CaseId),
    Article(ArticleId),
}

impl Thing {
    fn of(kind: StreamKind, id: i64) -> Option<Self> {
        match kind {
            StreamKind::Case => Some(Thing::Case(CaseId(id))),
            StreamKind::Article => Some(Thing::Article(ArticleId(id))),
            _ => None,
        }
    }
}

impl App {
    /// Takes up the next of what happened; whether there was anything.
    pub async fn take_up(&self) -> Result<bool, Fail> {
        let _one_at_a_time = self.found.0.taking.lock().await;
        let opened = self.found.opened().await?;
        let taken = self.take_next(&opened).await;
        if taken.is_err() {
            // What was put halfway is forgotten; an index that cannot even do that is looked through again.
            let forgotten = tokio::task::spawn_blocking(move || opened.shelf.forget()).await;
            if !matches!(forgotten, Ok(Ok(()))) {
                self.found.let_go();
            }
        }
        taken
    }

    /// Makes the whole index anew; gives how many entries it has.
    pub async fn take_up_all(&self) -> Result<u64, Fail> {
        let _one_at_a_time = self.found.0.taking.lock().await;
        let opened = self.found.opened().await?;
        self.take_all(&opened).await?;
        Ok(opened.shelf.count())
    }

    /// Asks the program that has the index of a folder to make it anew.
    pub fn ask_anew(folder: &std::path::Path) -> std::io::Result<()> {
        std::fs::write(folder.join(ANEW), b"")
    }

    /// Whether that was asked; it is said once.
    fn is_asked_anew(&self) -> bool {
        let folder = self.found.0.folder.as_ref();
        folder.is_some_and(|folder| std::fs::remove_file(folder.join(ANEW)).is_ok())
    }

    async fn take_next(&self, opened: &Arc<Opened>) -> Result<bool, Fail> {
        let upto = opened.shelf.place()?;
        let upto = upto.and_then(|text| serde_json::from_str::<Upto>(&text).ok());
        let upto = upto.filter(|upto| upto.made == MADE);
        let is_ours = match &upto {
            Some(upto) => self.is_of_this_log(opened, upto).await?,
            None => false,
        };
        let Some(upto) = upto.filter(|_| is_ours && !self.is_asked_anew()) else {
            self.take_all(opened).await?;
            return Ok(true);
        };
        let events = self.store.settled_after(place(upto.log), STEP).await?;
        let retakes = self.store.retakes_after(place(upto.anew), STEP).await?;
        if events.is_empty() && retakes.is_empty() {
            return Ok(false);
        }
        let happened = events.iter().map(|event| event.stream);
        let streams = happened.chain(retakes.iter().map(|(_, stream)| *stream));
        let things: BTreeSet<Thing> = streams
            .filter_map(|stream| Thing::of(stream.kind, stream.id))
            .collect();
        let mut next = upto;
        if let Some(last) = events.last() {
            next.log = pair(last.place());
            next.hash = passwords::hex(&last.hash);
        }
        if let Some((last, _)) = retakes.last() {
            next.anew = pair(*last);
        }
        for thing in things {
            self.take(opened, thing, true).await?;
        }
        self.keep(opened, &next).await?;
        Ok(true)
    }

    /// An index goes with one log: that of another installation, or of a copy that was put back, is not taken for it.
    async fn is_of_this_log(&self, opened: &Opened, upto: &Upto) -> Result<bool, Fail> {
        if opened.checked.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let hash = self.store.hash_at(place(upto.log)).await?;
        let hash = hash.map_or(String::new(), |hash| passwords::hex(&hash));
        let is = hash == upto.hash;
        opened.checked.store(is, Ordering::Relaxed);
        Ok(is)
    }

    /// What is found meanwhile is what was there before; the new one takes its place whole.
    async fn take_all(&self, opened: &Arc<Opened>) -> Result<(), Fail> {
        let log = self.store.end_of_log().await?;
        let hash = self.store.hash_at(log).await?;
        let upto = Upto {
            made: MADE,
            log: pair(log),
            hash: hash.map_or(String::new(), |hash| passwords::hex(&hash)),
            anew: pair(self.store.end_of_retakes().await?),
        };
        opened.shelf.clear()?;
        let mut after = ArticleId(i64::MIN);
        loop {
            let ids = self.store.article_ids_after(after, BATCH).await?;
            let Some(last) = ids.last() else { break };
            after = *last;
            for id in ids {
                self.take(opened, Thing::Article(id), false).await?;
            }
        }
        let mut after = CaseId(i64::MIN);
        loop {
            let ids = self.store.case_ids_after(after, BATCH).await?;
            let Some(last) = ids.last() else { break };
            after = *last;
            for id in ids {
                self.take(opened, Thing::Case(id), false).await?;
            }
        }
        self.keep(opened, &upto).await?;
        opened.checked.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn keep(&self, opened: &Arc<Opened>, upto: &Upto) -> Result<(), Fail> {
        let (opened, text) = (
            opened.clone(),
            serde_json::to_string(upto).map_err(Fail::broken)?,
        );
        let kept = tokio::task::spawn_blocking(move || opened.shelf.commit(&text)).await;
        Ok(kept.map_err(Fail::broken)??)
    }

    /// Puts what a thing is found by now in the place of what it was found by.
    async fn take(&self, opened: &Arc<Opened>, thing: Thing, again: bool) -> Result<(), Fail> {
        let opened = opened.clone();
        let put: Box<dyn FnOnce() -> Result<(), ::search::Broken> + Send> = match thing {
            Thing::Article(id) => {
                let stored = self.store.article(id).await?;
                let solved = self.store.accounts_solved(id).await?;
                Box::new(move || {
                    if again {
                        opened.shelf.take_away(&entries::article_tag(id), true);
                    }
                    let made = stored.map(|stored| entries::of_article(&stored.article, solved));
                    let mut made = made.into_iter().flatten();
                    made.try_for_each(|entry| entry.put(&opened.shelf))
                })
            }
            Thing::Case(id) => {
                let stored = self.store.case_by_id(id).await?;
                let (mut history, mut files) = (Vec::new(), Vec::new());
                if let Some(stored) = &stored {
                    history = self.store.history(stored).await?;
                    for file in self.store.files_of_case(id, true).await? {
                        if file.state == State::Ready && file.removed_at.is_none() {
                            let text = self.text_of_file(&file).await;
                            files.push((file, text));
                        }
                    }
                }
                let desks = self.desks.clone();
                Box::new(move || {
                    if again {
                        opened.shelf.take_away(&entries::case_tag(id), false);
                    }
                    if let Some(stored) = &stored {
                        let desk = desks.of(stored.case.desk_version);
                        for entry in entries::of_case(desk, stored, &history, &files) {
                            entry.put(&opened.shelf)?;
                        }
                    }
                    Ok(())
                })
            }
        };
        Ok(tokio::task::spawn_blocking(put)
            .await
            .map_err(Fail::broken)??)
    }
}
