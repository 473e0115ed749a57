//! Turns, as bodies have them.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

use crate::desk::Turn;

pub fn serialize<S: Serializer>(turn: &Turn, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(turn.as_str())
}

pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Turn, D::Error> {
    let text = String::deserialize(from)?;
    Turn::parse(&text).ok_or_else(|| D::Error::custom("no such turn"))
}
