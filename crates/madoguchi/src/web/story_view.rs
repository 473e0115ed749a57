//! How much of a story is looked at, and from which end: what its address asks for (C17).

use serde::Deserialize;

use super::{
    story::{Day, Item},
    story_days,
};
use crate::texts::Texts;

/// What an address asks for; what cannot be understood is as if it were not asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    story: String,
    latest: String,
}

/// A way to look at it.
pub struct Way {
    pub label: &'static str,
    /// The part of an address behind the question mark.
    pub address: String,
    pub current: bool,
}

const PARTS: [(&str, &str); 4] = [
    ("", "story-all"),
    ("messages", "story-messages"),
    ("files", "story-files"),
    ("sessions", "story-sessions"),
];

pub struct View {
    pub parts: Vec<Way>,
    /// To the other end.
    pub turn: Way,
    /// The latest stands first.
    pub newest: bool,
    /// Only a part of it is looked at.
    pub is_narrowed: bool,
}

impl Asked {
    fn part(&self) -> &'static str {
        let found = PARTS.into_iter().find(|(id, _)| *id == self.story);
        found.map_or("", |(id, _)| id)
    }

    fn newest(&self) -> bool {
        !self.latest.is_empty()
    }

    /// Leaves of the days what is looked at, folds it, and turns it round.
    pub fn view(&self, t: &Texts, days: &mut Vec<Day>) -> View {
        let (part, newest) = (self.part(), self.newest());
        if !part.is_empty() {
            for day in days.iter_mut() {
                day.items.retain(|item| is_of(item, part));
            }
            days.retain(|day| !day.items.is_empty());
        }
        story_days::fold(t, days);
        if newest {
            story_days::turn(days);
        }
        let way = |label: &'static str, part: &str, newest: bool, current| {
            let mut address = form_urlencoded::Serializer::new(String::new());
            address.append_pair("story", part);
            if newest {
                address.append_pair("latest", "1");
            }
            Way {
                label: t.say(label),
                address: address.finish(),
                current,
            }
        };
        let parts = PARTS.into_iter();
        View {
            parts: parts
                .map(|(id, label)| way(label, id, newest, id == part))
                .collect(),
            turn: match newest {
                true => way("story-oldest-first", part, false, false),
                false => way("story-newest-first", part, true, false),
            },
            newest,
            is_narrowed: !part.is_empty(),
        }
    }
}

fn is_of(item: &Item, part: &str) -> bool {
    let is_session = item.anchor.starts_with('s');
    match part {
        "messages" => !item.is_event() && !is_session,
        "files" => !item.files.is_empty(),
        _ => is_session,
    }
}
