//! Live sessions: each rule of their source (R1–R20), and what no sequence of commands can break (L1–L9).
#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod afterwards;
mod consents;
mod playing;
mod rows;
mod seats;
mod sequences;
