//! Finding: how Japanese and English texts are analysed, and how what was found is ranked, marked and explained. Knows
//! nothing of SQL, of people's rights and of pages.

mod analysis;
mod dictionary;
mod fields;
mod fold;
mod glossary;
mod index;
mod latin;
mod lattice;
mod marks;
pub mod measure;
mod question;
mod rank;
mod shelf;
mod signs;
mod typing;

pub use analysis::{Analysed, Field, Token, Unit};
pub use fields::{Narrowing, fields};
pub use glossary::Glossary;
pub use marks::{Glance, Marks, Reason};
pub use question::{Question, Why};
pub use shelf::{Answer, Behind, Broken, COUNTED, Entry, Found, Shelf, Wanted, Within};
pub use typing::Vocabulary;
