//! Taking cases over from elsewhere, with their history as it was. It knows the store and the domain, no page and no
//! request; what can be refused is refused before anything is written.

pub mod articles;
pub mod incident_log;
