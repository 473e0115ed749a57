//! Whole stories with the real program and a real browser: what a person does, and what both sides see of it.

mod answering;
mod before;
mod cast;
mod composing;
mod designated;
mod drafts;
mod escalations;
mod files;
mod first_source;
mod forms;
mod keys;
mod knowledge;
mod languages;
mod list_files;
mod lists;
mod looks;
mod mails;
mod modes;
mod opening;
mod people;
mod places;
mod promise;
mod second_source;
mod setup;
mod story;
mod theme;
