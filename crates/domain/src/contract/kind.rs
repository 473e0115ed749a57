//! Which clock: the two that every desk has, and the further milestones of the desk file.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Longest id of a milestone, in characters; as of any id of a desk.
const ID_MAX: usize = 40;

/// A clock of a case (S1). Written as one word: `first-response`, `next-update`, or the id of a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClockKind {
    FirstResponse,
    NextUpdate,
    Milestone(MilestoneId),
}

/// A milestone of the desk file, by its id: kept in place, filled up with zeros, so that a clock is copied like a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MilestoneId([u8; ID_MAX]);

impl MilestoneId {
    /// Nothing for what cannot be an id, or is the name of one of the two clocks that every desk has.
    pub fn new(text: &str) -> Option<Self> {
        let taken = ["", FIRST_RESPONSE, NEXT_UPDATE].contains(&text);
        if taken || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let mut id = [0; ID_MAX];
        id.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self(id))
    }

    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0);
        let id = self.0.get(..end.unwrap_or(ID_MAX)).unwrap_or_default();
        std::str::from_utf8(id).unwrap_or_default()
    }
}

impl std::fmt::Debug for MilestoneId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

const FIRST_RESPONSE: &str = "first-response";
const NEXT_UPDATE: &str = "next-update";

impl ClockKind {
    pub fn as_str(&self) -> &str {
        match self {
            ClockKind::FirstResponse => FIRST_RESPONSE,
            ClockKind::NextUpdate => NEXT_UPDATE,
            ClockKind::Milestone(id) => id.as_str(),
        }
    }

    /// The clock of this name; whether a desk has such a milestone is not asked.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            FIRST_RESPONSE => Some(ClockKind::FirstResponse),
            NEXT_UPDATE => Some(ClockKind::NextUpdate),
            other => MilestoneId::new(other).map(ClockKind::Milestone),
        }
    }
}

impl Serialize for MilestoneId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for MilestoneId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::new(&text).ok_or_else(|| D::Error::custom("no id of a milestone"))
    }
}

impl Serialize for ClockKind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ClockKind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("no such clock"))
    }
}
