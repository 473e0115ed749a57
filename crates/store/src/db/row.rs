//! The rows of one result, packed: all their texts lie in one piece of memory, so that reading a row makes nothing but
//! what is kept of it.

use std::{fmt, sync::Arc};

use super::{DbError, Value};

/// Everything that one query gave.
#[derive(Debug, Default)]
struct Packed {
    cells: Vec<Cell>,
    texts: String,
    bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug)]
enum Cell {
    Int(i64),
    /// In the texts.
    Text(Extent),
    /// In the bytes.
    Bytes(Extent),
    Null,
}

/// A stretch of a result. Small, so that the cells of a page stay in the processor's nearest memory.
#[derive(Clone, Copy, Debug)]
struct Extent {
    from: u32,
    to: u32,
}

impl Extent {
    fn new(from: usize, to: usize) -> Self {
        // Results that do not fit are refused as a whole, by `Packing::rows`.
        let short = |place| u32::try_from(place).unwrap_or(u32::MAX);
        Self {
            from: short(from),
            to: short(to),
        }
    }

    fn range(self) -> std::ops::Range<usize> {
        self.from as usize..self.to as usize
    }
}

/// One result holds more than can be laid out in one piece.
#[derive(Debug, thiserror::Error)]
#[error("a result of more than 4 GiB")]
pub(super) struct TooLong;

impl Packed {
    fn text(&self, at: Extent) -> &str {
        self.texts.get(at.range()).unwrap_or_default()
    }

    fn value(&self, cell: Cell) -> Value {
        match cell {
            Cell::Int(v) => Value::Int(v),
            Cell::Text(at) => Value::Text(self.text(at).to_owned()),
            Cell::Bytes(at) => {
                Value::Bytes(self.bytes.get(at.range()).unwrap_or_default().to_vec())
            }
            Cell::Null => Value::Null,
        }
    }
}

/// Takes the values of a result one by one, row after row. Texts are looked at once for all, at the end: that is much
/// quicker than one by one.
#[derive(Default)]
pub(super) struct Packing {
    cells: Vec<Cell>,
    texts: Vec<u8>,
    bytes: Vec<u8>,
}

impl Packing {
    /// Room for about so much.
    pub fn with_room(cells: usize, texts: usize) -> Self {
        Self {
            cells: Vec::with_capacity(cells),
            texts: Vec::with_capacity(texts),
            bytes: Vec::new(),
        }
    }

    /// How much room was needed.
    pub fn room(&self) -> (usize, usize) {
        (self.cells.len(), self.texts.len())
    }

    pub fn int(&mut self, value: i64) {
        self.cells.push(Cell::Int(value));
    }

    /// A text, as bytes.
    pub fn text(&mut self, value: &[u8]) {
        let from = self.texts.len();
        self.texts.extend_from_slice(value);
        self.cells
            .push(Cell::Text(Extent::new(from, self.texts.len())));
    }

    pub fn bytes(&mut self, value: &[u8]) {
        let from = self.bytes.len();
        self.bytes.extend_from_slice(value);
        self.cells
            .push(Cell::Bytes(Extent::new(from, self.bytes.len())));
    }

    pub fn null(&mut self) {
        self.cells.push(Cell::Null);
    }

    fn packed(mut self) -> Packed {
        let texts = match simdutf8::basic::from_utf8(&self.texts) {
            Ok(texts) => texts.to_owned(),
            Err(_) => repaired(&mut self.cells, &self.texts),
        };
        Packed {
            cells: self.cells,
            texts,
            bytes: self.bytes,
        }
    }

    /// The rows, each of `width` values.
    pub fn rows(self, width: usize) -> Result<Vec<Row>, TooLong> {
        if self.texts.len().max(self.bytes.len()) > u32::MAX as usize {
            return Err(TooLong);
        }
        let count = self.cells.len().checked_div(width).unwrap_or(0);
        let packed = Arc::new(self.packed());
        let row = |place: usize| Row {
            packed: Arc::clone(&packed),
            from: place * width,
            to: (place + 1) * width,
        };
        Ok((0..count).map(row).collect())
    }
}

/// The texts once more, with a mark for whatever is no text; the cells follow them.
fn repaired(cells: &mut [Cell], broken: &[u8]) -> String {
    let mut texts = String::with_capacity(broken.len());
    for cell in cells {
        if let Cell::Text(at) = cell {
            let bytes = broken.get(at.range()).unwrap_or_default();
            let from = texts.len();
            texts.push_str(&String::from_utf8_lossy(bytes));
            *at = Extent::new(from, texts.len());
        }
    }
    texts
}

/// One row of a result.
#[derive(Clone)]
pub struct Row {
    packed: Arc<Packed>,
    from: usize,
    to: usize,
}

impl Row {
    /// The columns in their order, to be taken one by one.
    pub fn columns(self) -> Columns {
        Columns { row: self }
    }

    /// All values, as they are.
    pub fn values(&self) -> Vec<Value> {
        let cells = self.packed.cells.get(self.from..self.to);
        let cells = cells.unwrap_or_default().iter();
        cells.map(|cell| self.packed.value(*cell)).collect()
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.values()).finish()
    }
}

/// Some texts of a row, by their places in `N`. They keep the whole result in memory: for pages, not for keeping.
#[derive(Clone)]
pub struct Texts<const N: usize> {
    packed: Arc<Packed>,
    /// Nothing where the column holds none.
    places: [Option<Extent>; N],
}

impl<const N: usize> Texts<N> {
    /// The text at this place, empty where there is none.
    pub fn at(&self, place: usize) -> &str {
        self.maybe_at(place).unwrap_or_default()
    }

    pub fn maybe_at(&self, place: usize) -> Option<&str> {
        let at = self.places.get(place).copied().flatten()?;
        Some(self.packed.text(at))
    }

    /// These texts, from elsewhere than a result.
    pub fn of(all: [Option<&str>; N]) -> Self {
        let mut packed = Packed::default();
        let places = all.map(|text| {
            let from = packed.texts.len();
            packed.texts.push_str(text?);
            Some(Extent::new(from, packed.texts.len()))
        });
        Self {
            packed: Arc::new(packed),
            places,
        }
    }
}

impl<const N: usize> PartialEq for Texts<N> {
    fn eq(&self, other: &Self) -> bool {
        (0..N).all(|place| self.maybe_at(place) == other.maybe_at(place))
    }
}

impl<const N: usize> Eq for Texts<N> {}

impl<const N: usize> fmt::Debug for Texts<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = (0..N).map(|place| self.maybe_at(place));
        f.debug_list().entries(all).finish()
    }
}

/// Columns of a row, taken from the left.
pub struct Columns {
    row: Row,
}

impl Columns {
    fn take(&mut self) -> Result<Cell, DbError> {
        let cell = (self.row.from < self.row.to)
            .then(|| self.row.packed.cells.get(self.row.from))
            .flatten();
        let cell = *cell.ok_or_else(|| DbError::Shape("too few columns".into()))?;
        self.row.from += 1;
        Ok(cell)
    }

    /// The texts of this row, none of them taken yet.
    pub fn texts<const N: usize>(&self) -> Texts<N> {
        Texts {
            packed: Arc::clone(&self.row.packed),
            places: [None; N],
        }
    }

    /// Puts a text, or none, to its place among the row's.
    pub fn put<const N: usize>(
        &mut self,
        texts: &mut Texts<N>,
        place: usize,
    ) -> Result<(), DbError> {
        let found = match self.take()? {
            Cell::Text(at) => Some(at),
            Cell::Null => None,
            other => return Err(unexpected("text or nothing", other)),
        };
        if let Some(at) = texts.places.get_mut(place) {
            *at = found;
        }
        Ok(())
    }

    /// Leaves a column out.
    pub fn skip(&mut self) {
        self.row.from += 1;
    }

    /// The value as it is.
    pub fn value(&mut self) -> Result<Value, DbError> {
        let cell = self.take()?;
        Ok(self.row.packed.value(cell))
    }

    pub fn int(&mut self) -> Result<i64, DbError> {
        match self.take()? {
            Cell::Int(v) => Ok(v),
            other => Err(unexpected("an integer", other)),
        }
    }

    pub fn maybe_int(&mut self) -> Result<Option<i64>, DbError> {
        match self.take()? {
            Cell::Int(v) => Ok(Some(v)),
            Cell::Null => Ok(None),
            other => Err(unexpected("an integer or nothing", other)),
        }
    }

    pub fn bool(&mut self) -> Result<bool, DbError> {
        Ok(self.int()? != 0)
    }

    pub fn text(&mut self) -> Result<String, DbError> {
        match self.take()? {
            Cell::Text(at) => Ok(self.row.packed.text(at).to_owned()),
            other => Err(unexpected("text", other)),
        }
    }

    pub fn maybe_text(&mut self) -> Result<Option<String>, DbError> {
        match self.take()? {
            Cell::Text(at) => Ok(Some(self.row.packed.text(at).to_owned())),
            Cell::Null => Ok(None),
            other => Err(unexpected("text or nothing", other)),
        }
    }

    /// What a text says to `look`, without keeping it.
    pub fn seen<R>(&mut self, look: impl FnOnce(&str) -> R) -> Result<R, DbError> {
        match self.take()? {
            Cell::Text(at) => Ok(look(self.row.packed.text(at))),
            other => Err(unexpected("text", other)),
        }
    }

    pub fn bytes(&mut self) -> Result<Vec<u8>, DbError> {
        match self.maybe_bytes()? {
            Some(v) => Ok(v),
            None => Err(unexpected("bytes", Cell::Null)),
        }
    }

    pub fn maybe_bytes(&mut self) -> Result<Option<Vec<u8>>, DbError> {
        match self.take()? {
            Cell::Bytes(at) => Ok(self.row.packed.bytes.get(at.range()).map(<[u8]>::to_vec)),
            Cell::Null => Ok(None),
            other => Err(unexpected("bytes or nothing", other)),
        }
    }

    pub fn instant(&mut self) -> Result<domain::Instant, DbError> {
        instant(self.int()?)
    }

    pub fn maybe_instant(&mut self) -> Result<Option<domain::Instant>, DbError> {
        self.maybe_int()?.map(instant).transpose()
    }
}

fn instant(millis: i64) -> Result<domain::Instant, DbError> {
    domain::Instant::from_millisecond(millis)
        .map_err(|_| DbError::Shape(format!("{millis} is no instant")))
}

fn unexpected(wanted: &str, found: Cell) -> DbError {
    let kind = match found {
        Cell::Int(_) => "an integer",
        Cell::Text(..) => "text",
        Cell::Bytes(..) => "bytes",
        Cell::Null => "nothing",
    };
    DbError::Shape(format!("expected {wanted}, found {kind}"))
}
