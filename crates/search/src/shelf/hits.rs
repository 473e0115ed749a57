//! Entries that answer, before it is known what they are called: there may be very many of them, and few are shown. What one is
//! called is looked up where it matters: to count things, and where scores are the same.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use foldhash::{HashSet, HashSetExt as _};
use tantivy::{DocAddress, Searcher};

use super::Broken;
use super::find::{Behind, COUNTED, Wanted};
use super::shape::{Shape, Shapes};

/// A sort, and which of it.
pub(super) type Thing = (u8, i64);

/// An entry that answers, and how well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hit {
    pub score: f64,
    pub address: DocAddress,
}

/// One that is known by its name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Named {
    pub hit: Hit,
    pub thing: Thing,
}

/// What the segments say of their entries.
pub(super) struct Columns(Vec<Arc<Shape>>);

/// Counts things, each once.
#[derive(Default)]
pub(super) struct Counts {
    things: HashSet<Thing>,
    pub counts: Vec<(u8, usize)>,
    /// Sorts of which no more are counted.
    full: usize,
}

impl Named {
    /// Better ones first, then by what they are.
    pub fn order(&self, other: &Named) -> Ordering {
        let better = other.hit.score.total_cmp(&self.hit.score);
        better.then_with(|| order_of(self.thing).cmp(&order_of(other.thing)))
    }
}

impl Columns {
    pub fn of(searcher: &Searcher, shapes: &Shapes) -> Result<Columns, Broken> {
        let each = searcher.segment_readers().iter();
        let each = each.map(|reader| shapes.of(reader));
        Ok(Columns(each.collect::<Result<_, _>>()?))
    }

    pub fn segment(&self, segment: u32) -> &Shape {
        &self.0[segment as usize]
    }

    pub fn sort(&self, address: DocAddress) -> u8 {
        self.segment(address.segment_ord).sort[address.doc_id as usize]
    }

    pub fn id(&self, address: DocAddress) -> i64 {
        self.segment(address.segment_ord).id[address.doc_id as usize]
    }

    pub fn thing(&self, address: DocAddress) -> Thing {
        (self.sort(address), self.id(address))
    }

    pub fn named(&self, hit: Hit) -> Named {
        Named {
            hit,
            thing: self.thing(hit.address),
        }
    }

    /// By how many steps an entry goes up.
    pub fn lift(&self, address: DocAddress) -> u8 {
        let lift = &self.segment(address.segment_ord).lift;
        lift.get(address.doc_id as usize).copied().unwrap_or(0)
    }

    /// How many sorts there are.
    fn sorts(&self) -> usize {
        let mut sorts: Vec<u8> = Vec::new();
        for (sort, _) in self.0.iter().flat_map(|shape| shape.sorts()) {
            if !sorts.contains(&sort) {
                sorts.push(sort);
            }
        }
        sorts.len()
    }
}

impl Counts {
    /// Whether no more of a sort is counted.
    pub fn is_full(&self, sort: u8) -> bool {
        let of = self.counts.iter().find(|one| one.0 == sort);
        of.is_some_and(|one| one.1 > COUNTED)
    }

    pub fn take(&mut self, thing: Thing) {
        let at = self.counts.binary_search_by_key(&thing.0, |one| one.0);
        let at = at.unwrap_or_else(|at| {
            self.counts.insert(at, (thing.0, 0));
            at
        });
        if self.counts[at].1 <= COUNTED && self.things.insert(thing) {
            self.counts[at].1 += 1;
            self.full += usize::from(self.counts[at].1 > COUNTED);
        }
    }

    /// Counts what answers, until no more of any sort is counted; of what is counted as far as it is, only the sort is looked up.
    pub fn take_all(&mut self, hits: &[Hit], columns: &Columns) {
        let sorts = columns.sorts();
        for hit in hits {
            let sort = columns.sort(hit.address);
            if !self.is_full(sort) {
                self.take((sort, columns.id(hit.address)));
                if self.full == sorts {
                    return;
                }
            }
        }
    }

    /// Takes in what was counted elsewhere.
    pub fn join(&mut self, other: Counts) {
        if self.things.is_empty() {
            *self = other;
            return;
        }
        for thing in other.things {
            if !self.is_full(thing.0) {
                self.take(thing);
            }
        }
    }
}

/// The first things of what is wanted, in order, and one more where there is one. Hits change their places.
pub(super) fn first(hits: &mut [Hit], wanted: &Wanted, columns: &Columns) -> Vec<Named> {
    // A thing stands where the best of its entries does.
    let mut passed: HashSet<Thing> = HashSet::new();
    let count = match (wanted.sort, wanted.behind) {
        (None, None) => hits.len(),
        (sort, behind) => bring(hits, |hit| {
            if sort.is_some_and(|sort| sort != columns.sort(hit.address)) {
                return false;
            }
            let is_behind = behind.is_none_or(|behind| is_behind(hit, behind, columns));
            if !is_behind {
                passed.insert(columns.thing(hit.address));
            }
            is_behind
        }),
    };
    let rest = &mut hits[..count];
    let mut entries = (wanted.most + 1) * 4;
    loop {
        let enough = entries.min(rest.len());
        bring_first(rest, enough, columns);
        let front = rest[..enough].iter();
        let mut first: Vec<Named> = front.map(|hit| columns.named(*hit)).collect();
        first.sort_unstable_by(Named::order);
        let mut things = HashSet::new();
        first.retain(|one| !passed.contains(&one.thing) && things.insert(one.thing));
        if first.len() > wanted.most || enough == rest.len() {
            first.truncate(wanted.most + 1);
            return first;
        }
        entries *= 8;
    }
}

/// Whether it stands behind a place.
pub(super) fn is_behind(hit: &Hit, behind: Behind, columns: &Columns) -> bool {
    match behind.score.total_cmp(&hit.score) {
        Ordering::Equal => {
            order_of(columns.thing(hit.address)) > order_of((behind.sort, behind.id))
        }
        // Worse ones stand behind it.
        other => other.is_gt(),
    }
}

/// Brings the first so many to the front, in no order. The same score is the same place whatever segments entries lie in.
pub(super) fn bring_first(hits: &mut [Hit], many: usize, columns: &Columns) {
    if many == 0 || many >= hits.len() {
        return;
    }
    let Some(least) = nth_best(hits.iter().map(|hit| hit.score), many) else {
        return;
    };
    let better = bring(hits, |hit| hit.score.total_cmp(&least).is_gt());
    let others = &mut hits[better..];
    let same = bring(others, |hit| hit.score.total_cmp(&least).is_eq());
    if better < many && many < better + same {
        others[..same].select_nth_unstable_by_key(many - better - 1, |hit| {
            order_of(columns.thing(hit.address))
        });
    }
}

/// The last of the first so many scores, of which there are that many at least: most are held against the best so far and no more.
pub(super) fn nth_best(scores: impl Iterator<Item = f64>, many: usize) -> Option<f64> {
    let last = many.checked_sub(1)?;
    let mut best: Vec<f64> = Vec::new();
    let mut least: Option<f64> = None;
    let better = |one: &f64, other: &f64| other.total_cmp(one);
    for score in scores {
        if least.is_some_and(|least| score.total_cmp(&least).is_le()) {
            continue;
        }
        best.push(score);
        if best.len() == many.saturating_mul(2) {
            let (_, nth, _) = best.select_nth_unstable_by(last, better);
            least = Some(*nth);
            best.truncate(many);
        }
    }
    if best.len() < many {
        return None;
    }
    let (_, nth, _) = best.select_nth_unstable_by(last, better);
    Some(*nth)
}

/// Those among the first so many, and all that are as good as the last of them.
pub(super) fn best(hits: &[Hit], many: usize) -> Vec<Hit> {
    match nth_best(hits.iter().map(|hit| hit.score), many) {
        None => hits.to_vec(),
        Some(least) => {
            let best = hits
                .iter()
                .filter(|hit| hit.score.total_cmp(&least).is_ge());
            best.copied().collect()
        }
    }
}

/// Brings those to the front of which something holds; says how many they are.
fn bring(hits: &mut [Hit], mut holds: impl FnMut(&Hit) -> bool) -> usize {
    let mut count = 0;
    for at in 0..hits.len() {
        if holds(&hits[at]) {
            hits.swap(at, count);
            count += 1;
        }
    }
    count
}

/// Things of the same score stand by their sort, the latest first.
fn order_of((sort, id): Thing) -> (u8, Reverse<i64>) {
    (sort, Reverse(id))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // in a test it is the assertion
mod tests {
    use super::super::{Entry, Shelf};
    use super::*;

    #[test]
    fn the_last_of_the_first_is_that_of_a_whole_order() {
        let scores: Vec<f64> = (0..500u32).map(|at| f64::from(at * 37 % 91)).collect();
        let mut whole = scores.clone();
        whole.sort_by(|one, other| other.total_cmp(one));
        for many in [1, 2, 7, 100, 249, 250, 251, 499, 500] {
            let nth = nth_best(scores.iter().copied(), many);
            assert_eq!(nth, Some(whole[many - 1]), "{many}");
        }
        assert_eq!(nth_best(scores.iter().copied(), 501), None);
        assert_eq!(nth_best(scores.iter().copied(), 0), None);
    }

    #[test]
    fn the_first_of_many_are_those_of_a_whole_order_whatever_scores_are_the_same() {
        let shelf = Shelf::in_memory().unwrap();
        for id in 0..300i64 {
            let entry = Entry {
                sort: u8::try_from(id % 3).unwrap(),
                id: id * 7 % 101,
                ..Entry::default()
            };
            shelf.put(&entry).unwrap();
            if id % 70 == 69 {
                shelf.commit("some").unwrap();
            }
        }
        shelf.commit("all").unwrap();
        let searcher = shelf.reader.searcher();
        let columns = Columns::of(&searcher, &shelf.shapes).unwrap();
        let mut hits = Vec::new();
        for (segment, reader) in (0u32..).zip(searcher.segment_readers()) {
            hits.extend((0..reader.max_doc()).map(|document| Hit {
                score: f64::from(document * 13 % 5),
                address: DocAddress::new(segment, document),
            }));
        }
        let mut whole: Vec<Named> = hits.iter().map(|hit| columns.named(*hit)).collect();
        whole.sort_by(Named::order);
        for many in [1, 2, 59, 60, 61, 150, 299, 300] {
            let mut some = hits.clone();
            bring_first(&mut some, many, &columns);
            let front = some[..many].iter();
            let mut front: Vec<Named> = front.map(|hit| columns.named(*hit)).collect();
            front.sort_by(Named::order);
            let places = |some: &[Named]| -> Vec<(f64, Thing)> {
                some.iter().map(|one| (one.hit.score, one.thing)).collect()
            };
            assert_eq!(places(&front), places(&whole[..many]), "{many}");
        }
    }
}
