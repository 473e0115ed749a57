//! The hash chain within a stream (design note on the log: one chain per stream, so that no writer waits for another).

use sha2::{Digest, Sha256};

/// What precedes the first event of a stream.
pub const BEGINNING: [u8; 32] = [0; 32];

/// What of an event the chain covers.
#[derive(Clone, Copy)]
pub struct Link<'a> {
    pub stream: &'a str,
    pub stream_id: i64,
    pub version: i64,
    pub at: i64,
    pub by_person: Option<i64>,
    pub kind: &'a str,
    pub body: &'a str,
    /// Where it came from, and for whom, where that is known.
    pub from: Option<&'a str>,
    pub on_behalf: Option<i64>,
}

/// The hash of an event behind `before`.
pub fn hash(before: &[u8], link: &Link) -> [u8; 32] {
    let mut digest = Sha256::new();
    // Every part is preceded by its length: no two different events spell the same bytes.
    let mut part = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    };
    part(before);
    part(link.stream.as_bytes());
    part(&link.stream_id.to_be_bytes());
    part(&link.version.to_be_bytes());
    part(&link.at.to_be_bytes());
    part(
        &link
            .by_person
            .map(i64::to_be_bytes)
            .map_or(Vec::new(), |b| b.to_vec()),
    );
    part(link.kind.as_bytes());
    part(link.body.as_bytes());
    // Events of which neither is known are hashed as they were before there was either.
    if link.from.is_some() || link.on_behalf.is_some() {
        part(link.from.unwrap_or_default().as_bytes());
        part(
            &link
                .on_behalf
                .map(i64::to_be_bytes)
                .map_or(Vec::new(), |b| b.to_vec()),
        );
    }
    digest.finalize().into()
}

/// The salted digest that stands in an event's body for a text.
pub fn text_digest(salt: &[u8], text: &str) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update((salt.len() as u64).to_be_bytes());
    digest.update(salt);
    digest.update(text.as_bytes());
    digest.finalize().into()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
