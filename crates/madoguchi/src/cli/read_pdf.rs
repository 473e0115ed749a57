//! `madoguchi read-pdf`: what finding has PDF files read by, in a process that may break.

use super::{Done, Outcome};
use crate::app::finding::pdf;

pub fn run() -> Outcome {
    pdf::run(std::io::stdin().lock(), std::io::stdout().lock())?;
    Ok(Done::Well)
}
