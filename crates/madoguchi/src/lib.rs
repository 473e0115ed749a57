//! Madoguchi (窓口): portal, staff's desk, API and command line over one store. This crate is the shell around the pure
//! rules in `domain`.

pub mod api;
pub mod app;
pub mod cli;
pub mod demo;
mod downloads;
mod escape;
pub mod files;
mod ics;
pub mod import;
pub mod lists;
pub mod mail;
mod pictures;
pub mod policy;
mod rich;
pub mod serve;
pub mod texts;
mod uploads;
pub mod web;
pub mod work;
