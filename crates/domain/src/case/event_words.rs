//! Turn and list in the bodies of events: their own names.

pub mod turn {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::desk::Turn;

    pub fn serialize<S: Serializer>(turn: &Turn, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(turn.as_str())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Turn, D::Error> {
        let text = String::deserialize(from)?;
        Turn::parse(&text).ok_or_else(|| D::Error::custom("no such turn"))
    }
}

pub mod list {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::desk::List;

    pub fn serialize<S: Serializer>(list: &List, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(list.as_str())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<List, D::Error> {
        let text = String::deserialize(from)?;
        List::parse(&text).ok_or_else(|| D::Error::custom("no such list"))
    }
}
