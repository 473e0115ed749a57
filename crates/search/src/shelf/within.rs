//! What a reader may see, and what they narrow it by, as a condition of the index.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::HashMap;
use tantivy::Term;
use tantivy::index::{SegmentId, SegmentReader};
use tantivy::schema::IndexRecordOption;

use super::bits::Bits;
use super::{Broken, Fields};

/// A condition that an entry fulfils or not, whatever is asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Within {
    Tag(String),
    /// Written at this moment or later, in milliseconds.
    Since(i64),
    /// Shown on this day still, in days.
    Until(i64),
    All(Vec<Within>),
    Any(Vec<Within>),
    Not(Box<Within>),
}

/// Documents that fulfil what many readers are asked for, by segment: segments never change, so what was looked through once
/// holds for as long as there is memory for it.
#[derive(Default)]
pub(super) struct Kept(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    bits: HashMap<(SegmentId, Within), Arc<Bits>>,
    /// The longest kept first.
    order: VecDeque<(SegmentId, Within)>,
    bytes: usize,
}

/// Memory for them, in bytes.
const MOST: usize = 16 << 20;
/// What fewer documents have than one of so many is read each time.
const DENSE: u32 = 64;
/// Segments with fewer documents are looked through each time.
const LARGE: u32 = 4096;

impl Kept {
    fn of(
        &self,
        reader: &SegmentReader,
        what: &Within,
        make: impl FnOnce() -> Result<Bits, Broken>,
    ) -> Result<Bits, Broken> {
        if reader.max_doc() < LARGE {
            return make();
        }
        let key = (reader.segment_id(), what.clone());
        let inside = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = inside().bits.get(&key).cloned();
        if let Some(kept) = kept {
            return Ok((*kept).clone());
        }
        let made = make()?;
        let mut inside = inside();
        if inside
            .bits
            .insert(key.clone(), Arc::new(made.clone()))
            .is_none()
        {
            inside.bytes += made.bytes();
            inside.order.push_back(key);
        }
        while inside.bytes > MOST
            && let Some(oldest) = inside.order.pop_front()
        {
            let bytes = inside.bits.remove(&oldest).map_or(0, |bits| bits.bytes());
            inside.bytes -= bytes;
        }
        Ok(made)
    }

    /// Forgets segments that are no more.
    pub fn keep_only(&self, segments: &[SegmentId]) {
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let inside = &mut *inside;
        inside
            .order
            .retain(|(segment, _)| segments.contains(segment));
        inside
            .bits
            .retain(|(segment, _), _| segments.contains(segment));
        inside.bytes = inside.bits.values().map(|bits| bits.bytes()).sum();
    }
}

impl Within {
    pub fn tag(name: &str, value: impl std::fmt::Display) -> Within {
        Within::Tag(format!("{name}:{value}"))
    }

    pub fn outside(one: Within) -> Within {
        Within::Not(Box::new(one))
    }

    /// Nothing at all.
    pub fn nothing() -> Within {
        Within::Any(Vec::new())
    }

    /// The documents of a segment that fulfil it, deleted ones among them.
    pub(super) fn bits(
        &self,
        fields: &Fields,
        reader: &SegmentReader,
        kept: &Kept,
    ) -> Result<Bits, Broken> {
        let documents = reader.max_doc();
        let not_before = |column: &str, least: i64| -> Result<Bits, Broken> {
            let column = reader.fast_fields().i64(column)?;
            let mut bits = Bits::none(documents);
            for document in 0..documents {
                if column.first(document).is_some_and(|value| value >= least) {
                    bits.take(document);
                }
            }
            Ok(bits)
        };
        match self {
            Within::Tag(tag) => {
                let inverted = reader.inverted_index(fields.tag)?;
                let Some(info) = inverted.get_term_info(&Term::from_field_text(fields.tag, tag))?
                else {
                    return Ok(Bits::none(documents));
                };
                let read = || {
                    let mut bits = Bits::none(documents);
                    let option = IndexRecordOption::Basic;
                    let mut block = inverted.read_block_postings_from_terminfo(&info, option)?;
                    while !block.docs().is_empty() {
                        block.docs().iter().for_each(|one| bits.take(*one));
                        block.advance();
                    }
                    Ok(bits)
                };
                match info.doc_freq > documents / DENSE {
                    true => kept.of(reader, self, read),
                    false => read(),
                }
            }
            Within::Since(at) => kept.of(reader, self, || not_before("at", *at)),
            Within::Until(day) => kept.of(reader, self, || not_before("until", *day)),
            Within::All(some) => {
                let mut all = Bits::all(documents);
                for one in some {
                    all.and(&one.bits(fields, reader, kept)?);
                }
                Ok(all)
            }
            Within::Any(some) => {
                let mut any = Bits::none(documents);
                for one in some {
                    any.or(&one.bits(fields, reader, kept)?);
                }
                Ok(any)
            }
            Within::Not(one) => {
                let mut others = one.bits(fields, reader, kept)?;
                others.turn(documents);
                Ok(others)
            }
        }
    }
}
