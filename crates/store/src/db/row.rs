//! The rows of one result, packed: all their texts lie in one piece of memory, so that reading a row makes nothing but
//! what is kept of it.

use std::{fmt, ops::Deref, sync::Arc};

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
    /// From and to, in the texts.
    Text(usize, usize),
    /// From and to, in the bytes.
    Bytes(usize, usize),
    Null,
}

impl Packed {
    fn text(&self, from: usize, to: usize) -> &str {
        self.texts.get(from..to).unwrap_or_default()
    }

    fn value(&self, cell: Cell) -> Value {
        match cell {
            Cell::Int(v) => Value::Int(v),
            Cell::Text(from, to) => Value::Text(self.text(from, to).to_owned()),
            Cell::Bytes(from, to) => {
                Value::Bytes(self.bytes.get(from..to).unwrap_or_default().to_vec())
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
        self.cells.push(Cell::Text(from, self.texts.len()));
    }

    pub fn bytes(&mut self, value: &[u8]) {
        let from = self.bytes.len();
        self.bytes.extend_from_slice(value);
        self.cells.push(Cell::Bytes(from, self.bytes.len()));
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
    pub fn rows(self, width: usize) -> Vec<Row> {
        let count = self.cells.len().checked_div(width).unwrap_or(0);
        let packed = Arc::new(self.packed());
        let row = |place: usize| Row {
            packed: Arc::clone(&packed),
            from: place * width,
            to: (place + 1) * width,
        };
        (0..count).map(row).collect()
    }
}

/// The texts once more, with a mark for whatever is no text; the cells follow them.
fn repaired(cells: &mut [Cell], broken: &[u8]) -> String {
    let mut texts = String::with_capacity(broken.len());
    for cell in cells {
        if let Cell::Text(from, to) = cell {
            let bytes = broken.get(*from..*to).unwrap_or_default();
            *from = texts.len();
            texts.push_str(&String::from_utf8_lossy(bytes));
            *to = texts.len();
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

/// A text of a result. It keeps the whole result in memory: for pages, not for keeping.
#[derive(Clone)]
pub struct Text {
    packed: Arc<Packed>,
    from: usize,
    to: usize,
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.packed.text(self.from, self.to)
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl From<String> for Text {
    fn from(texts: String) -> Self {
        let to = texts.len();
        let packed = Packed {
            texts,
            ..Packed::default()
        };
        Self {
            packed: Arc::new(packed),
            from: 0,
            to,
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
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

    fn shared_at(&self, from: usize, to: usize) -> Text {
        Text {
            packed: Arc::clone(&self.row.packed),
            from,
            to,
        }
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
            Cell::Text(from, to) => Ok(self.row.packed.text(from, to).to_owned()),
            other => Err(unexpected("text", other)),
        }
    }

    pub fn maybe_text(&mut self) -> Result<Option<String>, DbError> {
        Ok(self.maybe_shared()?.map(|text| text.to_string()))
    }

    /// A text that stays where the result lies.
    pub fn shared(&mut self) -> Result<Text, DbError> {
        match self.take()? {
            Cell::Text(from, to) => Ok(self.shared_at(from, to)),
            other => Err(unexpected("text", other)),
        }
    }

    /// What a text says to `look`, without keeping it.
    pub fn seen<R>(&mut self, look: impl FnOnce(&str) -> R) -> Result<R, DbError> {
        match self.take()? {
            Cell::Text(from, to) => Ok(look(self.row.packed.text(from, to))),
            other => Err(unexpected("text", other)),
        }
    }

    /// What two texts say together; nothing where either is missing.
    pub fn seen_together<R>(
        &mut self,
        look: impl FnOnce(&str, &str) -> R,
    ) -> Result<Option<R>, DbError> {
        let place = |cell: Cell| match cell {
            Cell::Text(from, to) => Ok(Some((from, to))),
            Cell::Null => Ok(None),
            other => Err(unexpected("text or nothing", other)),
        };
        let (one, other) = (place(self.take()?)?, place(self.take()?)?);
        let text = |(from, to)| self.row.packed.text(from, to);
        Ok(one
            .zip(other)
            .map(|(one, other)| look(text(one), text(other))))
    }

    /// A text that stays where the result lies, or nothing.
    pub fn maybe_shared(&mut self) -> Result<Option<Text>, DbError> {
        match self.take()? {
            Cell::Text(from, to) => Ok(Some(self.shared_at(from, to))),
            Cell::Null => Ok(None),
            other => Err(unexpected("text or nothing", other)),
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
            Cell::Bytes(from, to) => Ok(self.row.packed.bytes.get(from..to).map(<[u8]>::to_vec)),
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
