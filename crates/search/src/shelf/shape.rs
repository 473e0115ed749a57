//! What a segment has where: of which sort its entries are, and from which span of time each run of them is. A segment never
//! changes, so this is made once for each, and lets a list of everything pass by what it does not show.

use std::sync::{Arc, Mutex, PoisonError};

use foldhash::HashMap;
use tantivy::index::{SegmentId, SegmentReader};

use super::Broken;
use super::bits::{Bits, RUN};
use super::hits::sort_of;

/// Of one segment, deleted entries among the others.
pub(super) struct Shape {
    sorts: Vec<(u8, Bits)>,
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
        let documents = reader.max_doc();
        let mut sorts: Vec<(u8, Bits)> = Vec::new();
        let mut spans = Vec::with_capacity((documents as usize).div_ceil(RUN as usize));
        for document in 0..documents {
            let own = sort_of(sort.first(document));
            let place = sorts.iter().position(|(sort, _)| *sort == own);
            let place = place.unwrap_or_else(|| {
                sorts.push((own, Bits::none(documents)));
                sorts.len() - 1
            });
            sorts[place].1.take(document);
            let moment = at.first(document).unwrap_or_default();
            match spans.last_mut().filter(|_| !document.is_multiple_of(RUN)) {
                Some((earliest, latest)) => {
                    *earliest = moment.min(*earliest);
                    *latest = moment.max(*latest);
                }
                None => spans.push((moment, moment)),
            }
        }
        Ok(Shape { sorts, spans })
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
