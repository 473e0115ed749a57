//! The latest of everything that somebody may see, where nothing was asked by words.

use tantivy::{DocAddress, Searcher};

use super::find::Wanted;
use super::hits::{Columns, Counts, Hit, Named, is_behind};
use super::part::Seen;
use super::{Broken, Shelf};

impl Shelf {
    /// The latest of everything that is seen and wanted: all entries of so many things that the next one is known, and no more.
    /// Runs of entries that are older than these are passed by, and of each sort no more are looked at than are counted.
    pub(super) fn latest(
        &self,
        searcher: &Searcher,
        seen: &[Seen],
        wanted: &Wanted,
        columns: &Columns,
        counts: &mut Counts,
    ) -> Result<Vec<Hit>, Broken> {
        // Entries of one thing are of one moment, and stand together.
        let enough = (wanted.most + 1) * 8;
        let mut hits: Vec<Named> = Vec::with_capacity(enough * 2);
        let mut last: Option<Named> = None;
        for (segment, (reader, seen)) in (0..).zip(searcher.segment_readers().iter().zip(seen)) {
            let shape = columns.segment(segment);
            for (sort, bits) in shape.sorts() {
                let mut own = seen.bits.clone();
                own.and(bits);
                let mut own = own.iter().filter(|one| seen.has(*one));
                while !counts.is_full(sort)
                    && let Some(document) = own.next()
                {
                    counts.take((sort, columns.id(DocAddress::new(segment, document))));
                }
            }
            let mut may = seen.bits.clone();
            if let Some(sort) = wanted.sort {
                match shape.of_sort(sort) {
                    Some(bits) => may.and(bits),
                    None => continue,
                }
            }
            let at = reader.fast_fields().i64("at")?;
            // What was written last mostly lies at the end.
            for (run, (earliest, latest)) in shape.spans.iter().enumerate().rev() {
                let is_older = last.is_some_and(|last| moment(*latest) < last.hit.score);
                let is_newer = |score: f64| moment(*earliest) > score;
                if is_older || wanted.behind.is_some_and(|behind| is_newer(behind.score)) {
                    continue;
                }
                for document in may.of_run(run).filter(|one| seen.has(*one)) {
                    let score = moment(at.first(document).unwrap_or_default());
                    if last.is_some_and(|last| score < last.hit.score) {
                        continue;
                    }
                    let address = DocAddress::new(segment, document);
                    let hit = Hit { score, address };
                    let behind = wanted.behind;
                    if behind.is_some_and(|behind| !is_behind(&hit, behind, columns)) {
                        continue;
                    }
                    let hit = columns.named(hit);
                    if last.is_some_and(|last| hit.order(&last).is_gt()) {
                        continue;
                    }
                    hits.push(hit);
                    if hits.len() == enough * 2 {
                        let (_, nth, _) = hits.select_nth_unstable_by(enough, Named::order);
                        last = Some(*nth);
                        hits.truncate(enough);
                    }
                }
            }
        }
        Ok(hits.into_iter().map(|named| named.hit).collect())
    }
}

/// A moment as a score.
#[allow(clippy::cast_precision_loss)] // milliseconds are exact for ages
fn moment(at: i64) -> f64 {
    at as f64
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // in a test it is the assertion
mod tests {
    use super::super::{Entry, Shelf, Wanted, Within};
    use crate::Question;

    #[test]
    fn b4_a_list_of_everything_is_the_same_whatever_is_passed_by() {
        let shelf = Shelf::in_memory().unwrap();
        let mut all = Vec::new();
        for id in 0..900i64 {
            let (at, sort) = (id * 389 % 211, u8::from(id % 20 != 0));
            let seen = id % 3 != 0;
            let tags = [
                ["all", "seen"][usize::from(seen)].to_owned(),
                format!("of:{id}"),
            ];
            let entry = Entry {
                sort,
                id,
                at,
                tags: &tags,
                ..Entry::default()
            };
            shelf.put(&entry).unwrap();
            if seen && id % 50 != 1 {
                all.push((at, sort, id));
            }
            if id % 250 == 249 {
                shelf.commit("some").unwrap();
            }
        }
        for id in (1..900).step_by(50) {
            shelf.take_away(&format!("of:{id}"), false);
        }
        shelf.commit("all").unwrap();
        // The latest first; of one moment by sort, then the latest made.
        all.sort_by_key(|(at, sort, id)| (-at, *sort, -id));
        let within = Within::Tag("seen".into());
        for of in [None, Some(0), Some(1), Some(2)] {
            let is_of = |one: &&(i64, u8, i64)| of.is_none_or(|of| of == one.1);
            let all: Vec<i64> = all.iter().filter(is_of).map(|one| one.2).collect();
            let (mut listed, mut behind) = (Vec::new(), None);
            loop {
                let wanted = Wanted {
                    sort: of,
                    behind,
                    most: 7,
                    ..Wanted::default()
                };
                let answer = shelf.find(&Question::default(), &within, &wanted).unwrap();
                assert_eq!(answer.counts.iter().map(|one| one.1).sum::<usize>(), 588);
                listed.extend(answer.found.iter().map(|one| one.id));
                behind = answer.found.last().map(super::super::Found::place);
                if !answer.more {
                    break;
                }
            }
            assert_eq!(listed, all, "{of:?}");
        }
    }
}
