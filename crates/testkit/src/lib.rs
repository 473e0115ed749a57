//! For tests alone: a database of each kind, and a small cast that every test knows.

pub mod cast;
pub mod databases;

pub use cast::Cast;
pub use databases::{Database, databases};
