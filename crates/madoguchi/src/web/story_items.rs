//! What a story is made of: days, and in them one thing after the other.

use super::{case_files::Link, shown::initial};

/// A day of the story.
pub struct Day {
    pub label: String,
    pub items: Vec<Item>,
}

/// One thing that happened.
pub struct Item {
    pub anchor: String,
    pub look: Look,
    /// Who, by name; empty for the product itself.
    pub who: String,
    pub role: &'static str,
    pub time: String,
    pub at: String,
    pub full_time: String,
    /// What was written, sanitised.
    pub html: String,
    /// What happened, in a sentence.
    pub sentence: String,
    /// Somebody who writes an answer has not seen it yet.
    pub fresh: bool,
    /// In which language it was written, as far as its signs tell.
    pub lang: &'static str,
    /// Its words can be taken up in an answer.
    pub quotes: bool,
    /// A part of them can be covered (K3).
    pub covers: bool,
    /// So many things that happened by the way begin here, in words; they are folded away.
    pub folds: Option<String>,
    /// The last of these.
    pub unfolds: bool,
    /// Files that came with it.
    pub files: Vec<Link>,
    /// The anchor of the files that came with it.
    pub with_files: String,
    /// Number and address of the case in which it was said, where that is another one (K3).
    pub home: Option<[String; 2]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Customer,
    Support,
    Note,
    Event,
    /// One line that is never folded away.
    Milestone,
    /// What its incident told customers.
    Incident,
}

impl Item {
    pub fn is_event(&self) -> bool {
        matches!(self.look, Look::Event | Look::Milestone)
    }

    /// Whose side wrote it.
    pub fn side(&self) -> &'static str {
        match self.look {
            Look::Customer => "customer",
            Look::Support | Look::Note | Look::Event | Look::Milestone | Look::Incident => {
                "support"
            }
        }
    }

    pub fn initial(&self) -> String {
        initial(&self.who)
    }

    /// The version of what happened, as it stands in its anchor.
    pub fn version(&self) -> &str {
        &self.anchor[1..]
    }

    pub fn is_note(&self) -> bool {
        self.look == Look::Note
    }
}
