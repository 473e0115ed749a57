//! The text of a statement. It is made of pieces of our own source and of whole numbers, and of nothing else (V-34): what
//! somebody sent is a value beside it.

use std::{borrow::Cow, fmt::Write};

/// The text of a statement or of a part of one. There is no way from a `String` to it, nor from text that was borrowed for
/// less than the program runs:
///
/// ```
/// use store::{db::Sql, sql};
/// const COLUMNS: &str = "c.id, c.number";
/// let gate = sql!("c.account_id = ${}", 2);
/// let text = sql!("SELECT {COLUMNS} FROM cases c WHERE c.number = $1 AND {gate}");
/// assert_eq!(text.as_str(), "SELECT c.id, c.number FROM cases c WHERE c.number = $1 AND c.account_id = $2");
/// let fixed: Sql = "SELECT 1".into();
/// ```
///
/// ```compile_fail,E0277
/// let sent = String::from("1; DROP TABLE cases");
/// store::sql!("SELECT * FROM cases c WHERE c.number = {sent}");
/// ```
///
/// ```compile_fail,E0277
/// let sent = String::from("1; DROP TABLE cases");
/// store::Statement::new(sent, Vec::new());
/// ```
///
/// ```compile_fail,E0597
/// let sent = String::from("1; DROP TABLE cases");
/// let sent: &str = &sent;
/// store::sql!("SELECT * FROM cases c WHERE c.number = {sent}");
/// ```
///
/// ```compile_fail,E0597
/// let sent = String::from("SELECT 1");
/// store::Statement::new(sent.as_str(), Vec::new());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sql(Cow<'static, str>);

/// What may become part of a statement; nobody else can say so of a type.
pub trait Part: sealed::Put {}

mod sealed {
    /// Puts itself behind a text.
    pub trait Put {
        fn put(&self, text: &mut String);
    }
}

impl Part for &'static str {}
impl sealed::Put for &'static str {
    fn put(&self, text: &mut String) {
        text.push_str(self);
    }
}

impl Part for Sql {}
impl sealed::Put for Sql {
    fn put(&self, text: &mut String) {
        text.push_str(&self.0);
    }
}

impl Part for &Sql {}
impl sealed::Put for &Sql {
    fn put(&self, text: &mut String) {
        text.push_str(&self.0);
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Part for $number {}
        impl sealed::Put for $number {
            fn put(&self, text: &mut String) {
                // Writing into a text cannot fail.
                let _ = write!(text, "{self}");
            }
        }
    )*};
}
numbers!(i32, i64, usize);

/// What can be run: a text of the source as it is, or one that was put together.
pub trait Runs {
    /// The text itself.
    fn text(&self) -> &str;
}

impl Runs for &'static str {
    fn text(&self) -> &str {
        self
    }
}

impl Runs for &Sql {
    fn text(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl Sql {
    /// The text, for whoever runs or logs it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Pieces and what stands between them; [`sql!`](crate::sql) writes the call.
    pub fn woven(pieces: &[&'static str], parts: &[&dyn Part]) -> Self {
        let mut text = String::with_capacity(pieces.iter().map(|p| p.len() + 16).sum());
        let mut parts = parts.iter();
        for piece in pieces {
            text.push_str(piece);
            if let Some(part) = parts.next() {
                part.put(&mut text);
            }
        }
        Self(Cow::Owned(text))
    }

    /// All of these with the same between them.
    pub fn join<P: Part>(all: impl IntoIterator<Item = P>, between: &'static str) -> Self {
        let mut text = String::new();
        for (n, one) in all.into_iter().enumerate() {
            if n > 0 {
                text.push_str(between);
            }
            one.put(&mut text);
        }
        Self(Cow::Owned(text))
    }

    /// The place of an argument: `$3`.
    pub fn place(n: usize) -> Self {
        Self::woven(&["$", ""], &[&n])
    }

    /// The places of so many arguments from the first on: `$2, $3, $4`.
    pub fn places(first: usize, count: usize) -> Self {
        Self::join((first..first + count).map(Self::place), ", ")
    }

    /// The same with this part wherever the mark stands.
    pub fn at(self, mark: &'static str, part: impl Part) -> Self {
        let mut put = String::new();
        part.put(&mut put);
        Self(Cow::Owned(self.0.replace(mark, &put)))
    }

    /// Puts more behind it.
    pub fn push(&mut self, part: impl Part) {
        part.put(self.0.to_mut());
    }
}

/// A statement, or a part of one, written like `format!`: names in braces and arguments are [`Part`]s.
#[macro_export]
macro_rules! sql {
    ($($text:tt)*) => { $crate::db::woven!($crate::db::Sql::woven, $($text)*) };
}

#[cfg(test)]
mod tests {
    use super::Sql;

    #[test]
    fn v34_a_text_is_woven_of_pieces_and_numbers() {
        let (table, gate) = ("cases", sql!("c.id IN ({})", Sql::places(2, 3)));
        let text = sql!("SELECT * FROM {table} c WHERE {gate} LIMIT ${}", 1 + 4);
        assert_eq!(
            text.as_str(),
            "SELECT * FROM cases c WHERE c.id IN ($2, $3, $4) LIMIT $5"
        );
        let or = Sql::join(["a", "b"].map(Sql::from), " OR ").at("a", Sql::place(7));
        assert_eq!(or.as_str(), "$7 OR b");
    }
}
