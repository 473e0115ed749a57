//! The harness tried on pages we know, with controls that must fail: a
//! harness that finds nothing wrong anywhere proves nothing.

mod acting;
mod complaints;
mod ime;
mod site;
mod surroundings;
