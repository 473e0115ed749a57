//! Whole page requests in process: what must never happen, whatever a browser or an attacker sends.
#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod access;
mod answering;
mod audit;
mod before;
mod browser;
mod budgets;
mod bulk;
mod closings;
mod export;
mod files;
mod home;
mod hostile;
mod hostile_fields;
mod hostile_lists;
mod inbox;
mod joining;
mod judged_alike;
mod keys;
mod knowledge;
mod lists;
mod live;
mod matrix;
mod opening;
mod private;
mod profile;
mod proxy_login;
mod reading;
mod recovery;
mod safety;
mod scanning;
mod second_factor;
mod sight;
mod sign_in;
mod typed;
mod walking;
