//! The tasks behind `cargo xtask`. It knows the repository's layout and
//! Debian's packages, nothing of the trade.

pub mod crash;
pub mod debian;
pub mod injection;
pub mod postgres;
pub mod shell;
pub mod suite;
pub mod tidy;

/// Fails with a sentence for the person at the terminal.
pub type Done<T = ()> = Result<T, String>;
