//! Lists, as bodies have them.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

use crate::desk::List;

pub fn serialize<S: Serializer>(list: &List, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(list.as_str())
}

pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<List, D::Error> {
    let text = String::deserialize(from)?;
    List::parse(&text).ok_or_else(|| D::Error::custom("no such list"))
}
