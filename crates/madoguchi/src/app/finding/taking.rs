//! Taking up into the index what happened: by the log, from the place that the index itself names, so that a stop at any moment
//! loses nothing and makes nothing twice. An index that was made from another log, or otherwise, is made anew.

use std::{
    collections::BTreeSet,
    sync::{Arc, atomic::Ordering},
};

use domain::{ArticleId, CaseId};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use store::{events::StreamKind, files::State, followers::Place};

use super::{
    super::{App, Fail, passwords},
    entries,
    kept::Opened,
};

/// Raised when entries are made otherwise than before.
const MADE: u32 = 6;
/// Events taken at a time.
const STEP: usize = 500;
/// Things read at a time while all of it is taken up.
const BATCH: usize = 200;
/// A thing that cannot be read so often in a row is gone without for now.
const TRIES: usize = 3;
/// After this time it is tried again.
pub(super) const LATER: SignedDuration = SignedDuration::from_mins(10);
/// A running program that finds this file in the folder makes its index anew.
const ANEW: &str = "anew";

/// An index that was made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    pub entries: u64,
    /// How much room it takes, in bytes.
    pub bytes: u64,
}

/// Up to where an index goes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Upto {
    made: u32,
    /// Transaction and number of the last event, with its hash.
    log: (i64, i64),
    hash: String,
    /// The same of what is taken up anew without an event.
    anew: (i64, i64),
    /// What could not be read, and is not found until it can.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    without: BTreeSet<Thing>,
}

/// Why a thing was not taken up.
enum Failed {
    /// It cannot be read, or breaks what reads it.
    Thing(Fail),
    /// The index takes nothing.
    Index(Fail),
}

fn place((tx, seq): (i64, i64)) -> Place {
    Place { tx, seq }
}

fn pair(place: Place) -> (i64, i64) {
    (place.tx, place.seq)
}

/// Something that is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Thing {
    Case(CaseId),
    Article(ArticleId),
}

/// Makes entries.
type Make = Box<dyn FnOnce() -> Vec<entries::Made> + Send>;

impl Thing {
    fn of(kind: StreamKind, id: i64) -> Option<Self> {
        match kind {
            StreamKind::Case => Some(Thing::Case(CaseId(id))),
            StreamKind::Article => Some(Thing::Article(ArticleId(id))),
            _ => None,
        }
    }

    /// The tags of all its entries, of which each has one, and whether they may weigh.
    fn tags(self) -> Vec<(String, bool)> {
        match self {
            Thing::Case(id) => vec![(entries::case_tag(id), false)],
            Thing::Article(id) => vec![
                (entries::article_tag(id), true),
                (entries::draft_tag(id), false),
            ],
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

    /// Makes the whole index anew.
    pub async fn take_up_all(&self) -> Result<Made, Fail> {
        let _one_at_a_time = self.found.0.taking.lock().await;
        let opened = self.found.opened().await?;
        self.take_all(&opened).await?;
        let (entries, bytes) = (opened.shelf.count(), opened.shelf.size()?);
        Ok(Made { entries, bytes })
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
        let mut next = upto;
        if events.is_empty() && retakes.is_empty() {
            return self.take_without(opened, next).await;
        }
        let happened = events.iter().map(|event| event.stream);
        let streams = happened.chain(retakes.iter().map(|(_, stream)| *stream));
        let things: BTreeSet<Thing> = streams
            .filter_map(|stream| Thing::of(stream.kind, stream.id))
            .collect();
        if let Some(last) = events.last() {
            next.log = pair(last.place());
            next.hash = passwords::hex(&last.hash);
        }
        if let Some((last, _)) = retakes.last() {
            next.anew = pair(*last);
        }
        for thing in things {
            self.take_or_leave(opened, thing, true, &mut next.without)
                .await?;
        }
        self.keep(opened, &next).await?;
        Ok(true)
    }

    /// Tries again what could not be read some time ago; whether any of it could now.
    async fn take_without(&self, opened: &Arc<Opened>, mut upto: Upto) -> Result<bool, Fail> {
        let now = self.now();
        self.found.is_without(upto.without.len());
        if upto.without.is_empty() || !self.found.is_time(now) {
            return Ok(false);
        }
        let before = upto.without.clone();
        for thing in &before {
            self.take_or_leave(opened, *thing, true, &mut upto.without)
                .await?;
        }
        if upto.without == before {
            return Ok(false);
        }
        self.keep(opened, &upto).await?;
        Ok(true)
    }

    /// Takes a thing up. Where that fails again and again although the database answers, the index goes on without it: what it was
    /// found by is taken away, and it is tried again later.
    async fn take_or_leave(
        &self,
        opened: &Arc<Opened>,
        thing: Thing,
        again: bool,
        without: &mut BTreeSet<Thing>,
    ) -> Result<(), Fail> {
        let mut tries = 1;
        let failed = loop {
            let failed = match self.take(opened, thing, again).await {
                Ok(()) => {
                    without.remove(&thing);
                    return Ok(());
                }
                Err(Failed::Index(fail)) => return Err(fail),
                Err(Failed::Thing(fail)) => fail,
            };
            self.store.end_of_log().await?;
            if tries == TRIES {
                break failed;
            }
            tries += 1;
        };
        tracing::warn!(%failed, ?thing, "finding goes on without what cannot be read");
        for (tag, weighs) in thing.tags() {
            opened.shelf.take_away(&tag, weighs);
        }
        without.insert(thing);
        Ok(())
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
        let mut upto = Upto {
            made: MADE,
            log: pair(log),
            hash: hash.map_or(String::new(), |hash| passwords::hex(&hash)),
            anew: pair(self.store.end_of_retakes().await?),
            without: BTreeSet::new(),
        };
        opened.shelf.clear()?;
        let mut after = ArticleId(i64::MIN);
        loop {
            let ids = self.store.article_ids_after(after, BATCH).await?;
            let Some(last) = ids.last() else { break };
            after = *last;
            for id in ids {
                self.take_or_leave(opened, Thing::Article(id), false, &mut upto.without)
                    .await?;
            }
        }
        let mut after = CaseId(i64::MIN);
        loop {
            let ids = self.store.case_ids_after(after, BATCH).await?;
            let Some(last) = ids.last() else { break };
            after = *last;
            for id in ids {
                self.take_or_leave(opened, Thing::Case(id), false, &mut upto.without)
                    .await?;
            }
        }
        self.keep(opened, &upto).await?;
        opened.checked.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn keep(&self, opened: &Arc<Opened>, upto: &Upto) -> Result<(), Fail> {
        self.found.is_without(upto.without.len());
        let (opened, text) = (
            opened.clone(),
            serde_json::to_string(upto).map_err(Fail::broken)?,
        );
        let kept = tokio::task::spawn_blocking(move || opened.shelf.commit(&text)).await;
        Ok(kept.map_err(Fail::broken)??)
    }

    /// Puts what a thing is found by now in the place of what it was found by.
    async fn take(&self, opened: &Arc<Opened>, thing: Thing, again: bool) -> Result<(), Failed> {
        let opened = opened.clone();
        let make = self.made_of(thing).await.map_err(Failed::Thing)?;
        let put = move || {
            let made = make();
            let mut tags = thing.tags().into_iter();
            tags.try_for_each(|(tag, weighs)| {
                entries::put(&opened.shelf, &tag, &made, again, weighs)
            })
        };
        match tokio::task::spawn_blocking(put).await {
            Ok(put) => put.map_err(|error| Failed::Index(error.into())),
            Err(broken) => Err(Failed::Thing(Fail::broken(broken))),
        }
    }

    /// What a thing is found by, to be made where it blocks nobody.
    async fn made_of(&self, thing: Thing) -> Result<Make, Fail> {
        let make: Make = match thing {
            Thing::Article(id) => {
                let stored = self.store.article(id).await?;
                let solved = self.store.accounts_solved(id).await?;
                let words = self.store.words_solved(id).await?;
                Box::new(move || {
                    let made = stored.map(|it| entries::of_article(&it.article, solved, &words));
                    made.unwrap_or_default()
                })
            }
            Thing::Case(id) => {
                let stored = self.store.case_by_id(id).await?;
                let (mut history, mut files) = (Vec::new(), Vec::new());
                let mut known = Vec::new();
                if let Some(stored) = &stored {
                    let case = &stored.case;
                    known = self.store.known_of(case.account, case.deployment).await?;
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
                    let made = stored.map(|stored| {
                        let desk = desks.of(stored.case.desk_version);
                        entries::of_case(desk, &stored, &known, &history, &files)
                    });
                    made.unwrap_or_default()
                })
            }
        };
        Ok(make)
    }
}
