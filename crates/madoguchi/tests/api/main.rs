//! The API, in process, over a small world of its own.

#![allow(
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is all it is for"
)]

mod access;
mod answers;
mod appointments;
mod articles;
mod asking;
mod closings;
mod conformity;
mod contract;
mod document;
mod escalations;
mod hands;
mod incidents;
mod lists;
mod mail_server;
mod mails;
mod once;
mod session_leading;
mod session_steps;
mod sessions;
mod similar;
mod snoozing;
mod story;
mod world;
