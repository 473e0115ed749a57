//! Entries that answer, found in pieces at once. Very many may answer and few are shown: what is done with all of them is done
//! within the pieces, and the best alone are put in order.

use foldhash::HashMap;
use tantivy::{DocAddress, Searcher};

use super::aside;
use super::find::{How, Wanted};
use super::gather::Gathering;
use super::hits::{self, Columns, Counts, Hit, Named, bring_first};
use super::part::Seen;
use super::{Broken, Shelf};
use crate::question::Question;
use crate::rank::{self, CLOSER, WEIGHTS};

/// What a step up adds to a score, as a share of it.
const LIFT: f64 = 0.06;

/// What answers a question.
pub(super) struct Answering<'a> {
    pieces: Vec<Piece<'a>>,
    /// Those that were looked at more closely, with the score that they have since.
    closest: Vec<Hit>,
    /// How many things of each sort answer.
    pub counts: Counts,
}

/// What was found in some of the documents.
struct Piece<'a> {
    gathering: Gathering<'a>,
    /// All that answer, by address, before any was looked at closely.
    hits: Vec<Hit>,
    /// Of them the best.
    best: Vec<Hit>,
    counts: Counts,
}

impl Shelf {
    /// The entries that answer. The first are looked at more closely.
    pub(super) fn answering<'a>(
        &'a self,
        searcher: &'a Searcher,
        question: &Question,
        wanted: &Wanted,
        columns: &Columns,
        seen: Vec<Seen>,
        how: How,
    ) -> Result<Answering<'a>, Broken> {
        let alike = self.alike(searcher, wanted)?;
        let whole = Gathering::of(self, searcher, question, seen)?;
        let pieces = how.pieces.unwrap_or_else(|| aside::pieces(whole.cost()));
        let mut pieces: Vec<Piece> = whole.cut(pieces).into_iter().map(Piece::of).collect();
        let keeps = how.keeps.max(CLOSER);
        let done = aside::each(&mut pieces, |piece| {
            piece.gathering.take_in(question, how.skips)?;
            piece.score(question, columns, &alike);
            piece.best = hits::best(&piece.hits, keeps);
            piece.counts.take_all(&piece.hits, columns);
            Ok::<(), Broken>(())
        });
        done.into_iter().collect::<Result<(), Broken>>()?;
        let mut counts = Counts::default();
        for piece in &mut pieces {
            counts.join(std::mem::take(&mut piece.counts));
        }
        let best = pieces.iter().flat_map(|piece| &piece.best);
        let mut closest: Vec<Hit> = best.copied().collect();
        let closer = CLOSER.min(closest.len());
        bring_first(&mut closest, closer, columns);
        closest.truncate(closer);
        for piece in &mut pieces {
            look_closer(&mut piece.gathering, question, &mut closest)?;
        }
        Ok(Answering {
            pieces,
            closest,
            counts,
        })
    }
}

impl<'a> Piece<'a> {
    fn of(gathering: Gathering<'a>) -> Piece<'a> {
        Piece {
            gathering,
            hits: Vec::new(),
            best: Vec::new(),
            counts: Counts::default(),
        }
    }

    fn score(&mut self, question: &Question, columns: &Columns, alike: impl Fn(DocAddress) -> f64) {
        let (gathering, hits) = (&self.gathering, &mut self.hits);
        hits.reserve(gathering.index.count());
        let mut address_of = gathering.addresses();
        rank::answering(&gathering.index, question, &WEIGHTS, |hit| {
            let address = address_of(hit.document);
            let steps = columns.lift(address).min(8);
            let lifted = 1.0 + LIFT * f64::from(steps) + alike(address);
            hits.push(Hit {
                score: f64::from(hit.score) * lifted,
                address,
            });
        });
    }
}

impl Answering<'_> {
    /// The first things of what is wanted, in order, and one more where there is one: of so many entries of each piece, or of all
    /// where these do not tell.
    pub fn first(&self, wanted: &Wanted, columns: &Columns, keeps: usize) -> Vec<Named> {
        let whole = wanted.sort.is_some() || wanted.behind.is_some();
        if !whole {
            let best = self.pieces.iter().flat_map(|piece| &piece.best);
            let first = hits::first(&mut self.looked_at(best), wanted, columns);
            let all = |piece: &Piece| piece.hits.len() <= keeps.max(CLOSER);
            if first.len() > wanted.most || self.pieces.iter().all(all) {
                return first;
            }
        }
        let all = self.pieces.iter().flat_map(|piece| &piece.hits);
        hits::first(&mut self.looked_at(all), wanted, columns)
    }

    /// The entries of some things, each with all that answer.
    pub fn entries_of(&mut self, things: &[Named], columns: &Columns) -> Vec<Vec<Hit>> {
        let found = aside::each(&mut self.pieces, |piece| {
            entries_of(things, columns, &piece.hits)
        });
        let mut entries = vec![Vec::new(); things.len()];
        for own in found {
            for (entries, own) in entries.iter_mut().zip(own) {
                entries.extend(self.looked_at(&own));
            }
        }
        entries
    }

    /// The same with the scores of those that were looked at more closely.
    fn looked_at<'h>(&self, hits: impl IntoIterator<Item = &'h Hit>) -> Vec<Hit> {
        let closest = self.closest.iter().map(|hit| (hit.address, hit.score));
        let closest: HashMap<DocAddress, f64> = closest.collect();
        let score = |hit: &Hit| closest.get(&hit.address).copied().unwrap_or(hit.score);
        let looked_at = hits.into_iter().map(|hit| Hit {
            score: score(hit),
            ..*hit
        });
        looked_at.collect()
    }
}

/// The entries of some things among those that answer.
pub(super) fn entries_of(things: &[Named], columns: &Columns, hits: &[Hit]) -> Vec<Vec<Hit>> {
    let mut entries: Vec<Vec<Hit>> = vec![Vec::new(); things.len()];
    // Most are of none of them, and this tells most of those.
    let mut some = [false; 256];
    let place = |id: i64| usize::from(id.to_le_bytes()[0]);
    for one in things {
        some[place(one.thing.1)] = true;
    }
    for hit in hits {
        let id = columns.id(hit.address);
        if !some[place(id)] {
            continue;
        }
        let thing = (columns.sort(hit.address), id);
        for (one, entries) in things.iter().zip(&mut entries) {
            if one.thing == thing {
                entries.push(*hit);
            }
        }
    }
    entries
}

/// Adds to the scores of those that a gathering has how near words stand to each other in them.
fn look_closer(
    gathering: &mut Gathering,
    question: &Question,
    closest: &mut [Hit],
) -> Result<(), Broken> {
    let number = |hit: &Hit| gathering.number_of(hit.address);
    let documents: Vec<u32> = closest.iter().filter_map(number).collect();
    gathering.place_words(question, &documents)?;
    let beside = rank::beside(&gathering.index, question, &WEIGHTS);
    for hit in closest {
        if let Some(number) = gathering.number_of(hit.address) {
            hit.score += f64::from(beside(number));
        }
    }
    Ok(())
}
