//! What a story is made of: days, and in them one thing after the other.

use std::{
    ops::Deref,
    sync::{Arc, OnceLock},
};

use askama::Template;

use super::{case_files::Link, shown::initial};
use crate::texts::Texts;

/// A day of the story.
#[derive(Clone)]
pub struct Day {
    pub label: String,
    pub items: Vec<Item>,
}

/// One thing that happened, on the page of one reader.
#[derive(Clone)]
pub struct Item {
    said: Arc<Said>,
    /// Somebody who writes an answer has not seen it yet.
    pub fresh: bool,
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

/// What happened, as it reads to everybody of one language and zone.
pub struct Said {
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
    /// In which language it was written, as far as its signs tell.
    pub lang: &'static str,
    /// Its words can be taken up in an answer.
    pub quotes: bool,
    /// A part of them can be covered (K3).
    pub covers: bool,
    /// How it stands on pages, once it has stood on one.
    pub(super) markup: OnceLock<Markup>,
}

/// What of an item is the same on each page; what the page itself has to say goes between.
#[derive(Default)]
pub struct Markup {
    pub open: String,
    pub head: String,
    pub close: String,
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

impl Deref for Item {
    type Target = Said;

    fn deref(&self) -> &Said {
        &self.said
    }
}

impl From<Said> for Item {
    fn from(said: Said) -> Self {
        Self {
            said: Arc::new(said),
            fresh: false,
            folds: None,
            unfolds: false,
            files: Vec::new(),
            with_files: String::new(),
            home: None,
        }
    }
}

impl Item {
    /// The same in the story of another case, where nothing can be done with it.
    pub fn told_elsewhere(self, anchor: String, home: [String; 2]) -> Self {
        let said = &self.said;
        let said = Said {
            anchor,
            look: said.look,
            who: said.who.clone(),
            role: said.role,
            time: said.time.clone(),
            at: said.at.clone(),
            full_time: said.full_time.clone(),
            html: said.html.clone(),
            sentence: said.sentence.clone(),
            lang: said.lang,
            quotes: false,
            covers: false,
            markup: OnceLock::new(),
        };
        Self {
            home: Some(home),
            with_files: String::new(),
            said: Arc::new(said),
            ..self
        }
    }
}

impl Said {
    pub fn is_event(&self) -> bool {
        matches!(self.look, Look::Event | Look::Milestone)
    }

    /// About as much memory as it takes once it has stood on a page.
    pub fn bytes(&self) -> usize {
        const AROUND: usize = 1024;
        AROUND + 2 * self.html.len() + 2 * self.sentence.len() + 4 * self.who.len()
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

    /// How it stands on pages in the language that it was told in.
    pub fn markup(&self, t: &Texts) -> &Markup {
        self.markup.get_or_init(|| {
            // Strings take whatever is written to them.
            let made = |part: askama::Result<String>| part.unwrap_or_default();
            Markup {
                open: made(Open { t, item: self }.render()),
                head: match self.is_event() {
                    true => String::new(),
                    false => made(Head { item: self }.render()),
                },
                close: made(Close { item: self }.render()),
            }
        })
    }
}

#[derive(Template)]
#[template(path = "parts/story_item.html", block = "open")]
struct Open<'a> {
    t: &'a Texts,
    item: &'a Said,
}

#[derive(Template)]
#[template(path = "parts/story_item.html", block = "head")]
struct Head<'a> {
    item: &'a Said,
}

#[derive(Template)]
#[template(path = "parts/story_item.html", block = "close")]
struct Close<'a> {
    item: &'a Said,
}
