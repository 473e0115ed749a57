//! `import incident-log` over a small log of our own, on both databases, and over the log of a real service desk.

#![allow(
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is all it is for"
)]

mod again;
mod articles;
mod command;
mod faulty;
mod kit;
mod real;
mod small;
