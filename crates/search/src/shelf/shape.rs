//! What a segment has where: what its entries are called, and from which span of time each run of them is. A segment never
//! changes, so this is made once for each: names are at hand for all that answers, and a list of everything passes by what it
//! does not show.

use std::sync::{Arc, Mutex, PoisonError};

use foldhash::HashMap;
use tantivy::index::{SegmentId, SegmentReader};

use super::Broken;
use super::bits::{Bits, RUN};

/// Of one segment, deleted entries among the others.
pub(super) struct Shape {
    sorts: Vec<(u8, Bits)>,
    /// The sort of each entry, which of it, and by how many steps it goes up: ten bytes an entry.
    pub sort: Vec<u8>,
    pub id: Vec<i64>,
    /// None where no entry goes up.
    pub lift: Vec<u8>,
    /// The earliest and the latest moment of each run of [`RUN`] entries, in milliseconds.
    pub spans: Vec<(i64, i64)>,
}

/// By segment.
#[derive(Default)]
pub(super) struct Shapes(Mutex<HashMap<SegmentId, Arc<Shape>>>);

impl Shape {
    fn of(reader: &SegmentReader) -> Result<Shape, Broken> {
        let fast = reader.fast_fields();
        let (sort, at) = (fast.u64("sort")?, fast.i64("at")?);
        let (id, lift) = (fast.i64("id")?, fast.u64("lift")?);
        let documents = reader.max_doc();
        let mut of_each = Vec::with_capacity(documents as usize);
        let mut sorts: Vec<(u8, Bits)> = Vec::new();
        let mut spans = Vec::with_capacity((documents as usize).div_ceil(RUN as usize));
        for document in 0..documents {
            let own = sort.first(document).unwrap_or_default();
            let own = u8::try_from(own).unwrap_or(u8::MAX);
            let place = sorts.iter().position(|(sort, _)| *sort == own);
            let place = place.unwrap_or_else(|| {
                sorts.push((own, Bits::none(documents)));
                sorts.len() - 1
            });
            sorts[place].1.take(document);
            of_each.push(own);
            let moment = at.first(document).unwrap_or_default();
            match spans.last_mut().filter(|_| !document.is_multiple_of(RUN)) {
                Some((earliest, latest)) => {
                    *earliest = moment.min(*earliest);
                    *latest = moment.max(*latest);
                }
                None => spans.push((moment, moment)),
            }
        }
        let steps = |document| {
            let steps = lift.first(document).unwrap_or_default();
            u8::try_from(steps).unwrap_or(u8::MAX)
        };
        let lifted = if lift.max_value() == 0 { 0 } else { documents };
        Ok(Shape {
            sorts,
            sort: of_each,
            id: (0..documents)
                .map(|one| id.first(one).unwrap_or_default())
                .collect(),
            lift: (0..lifted).map(steps).collect(),
            spans,
        })
    }

    /// The sorts that there are, with the entries of each.
    pub fn sorts(&self) -> impl Iterator<Item = (u8, &Bits)> {
        self.sorts.iter().map(|(sort, bits)| (*sort, bits))
    }

    /// The entries of a sort.
    pub fn of_sort(&self, sort: u8) -> Option<&Bits> {
        let mut sorts = self.sorts();
        sorts.find(|(own, _)| *own == sort).map(|(_, bits)| bits)
    }
}

impl Shapes {
    pub fn of(&self, reader: &SegmentReader) -> Result<Arc<Shape>, Broken> {
        let shapes = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = shapes().get(&reader.segment_id()).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let made = Arc::new(Shape::of(reader)?);
        shapes().insert(reader.segment_id(), made.clone());
        Ok(made)
    }

    /// Forgets segments that are no more.
    pub fn keep_only(&self, segments: &[SegmentId]) {
        let mut shapes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shapes.retain(|segment, _| segments.contains(segment));
    }
}
