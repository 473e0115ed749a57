//! The keys of the staff's pages, in one table (K1): the sheet that `?` shows, the marks beside what they press, and what the
//! script binds all follow from it. A key acts on what a page marks with its name (`data-act`); a page without that has no such key.

mod own;
mod page;

pub use own::Own;
use own::Wrong;
pub use page::{change, page};

use crate::{escape::escaped, texts::Texts};

/// Where a key is of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Lists,
    Case,
    Anywhere,
    Writing,
}

/// One line of the table.
struct Key {
    part: Part,
    /// What pages mark; empty where something else than the table's script acts.
    does: &'static str,
    /// The sentence that says it.
    label: &'static str,
    /// Any of these; two letters with a space between come after each other. One at most is typed.
    strokes: &'static [&'static str],
}

impl Key {
    /// The stroke that types characters, which a person may change.
    fn typed(&self) -> Option<&'static str> {
        let mut typed = self.strokes.iter().filter(|stroke| is_typed(stroke));
        typed.next().copied()
    }

    /// What presses it for somebody with keys of their own.
    fn strokes_of<'a>(&'static self, own: &'a Own) -> impl Iterator<Item = &'a str> {
        let fixed = self.strokes.iter().filter(|stroke| !is_typed(stroke));
        own.typed(self).into_iter().chain(fixed.copied())
    }
}

const fn key(
    part: Part,
    does: &'static str,
    label: &'static str,
    strokes: &'static [&'static str],
) -> Key {
    Key {
        part,
        does,
        label,
        strokes,
    }
}

const TABLE: &[Key] = &[
    key(Part::Lists, "next-row", "keys-next-row", &["j"]),
    key(Part::Lists, "previous-row", "keys-previous-row", &["k"]),
    key(Part::Lists, "open", "keys-open", &["o", "Enter"]),
    key(Part::Lists, "peek", "keys-peek", &["Space"]),
    key(Part::Lists, "pick", "keys-pick", &["x"]),
    key(Part::Lists, "pick-all", "keys-pick-all", &["X"]),
    key(Part::Case, "next-case", "keys-next-case", &["]"]),
    key(Part::Case, "previous-case", "keys-previous-case", &["["]),
    key(Part::Case, "next-tab", "keys-next-tab", &["J"]),
    key(Part::Case, "previous-tab", "keys-previous-tab", &["K"]),
    key(Part::Case, "close-tab", "keys-close-tab", &["q"]),
    key(Part::Case, "reply", "keys-reply", &["r"]),
    key(Part::Case, "note", "keys-note", &["n"]),
    key(Part::Case, "take", "keys-mine", &["m"]),
    key(Part::Case, "assign", "keys-assign", &["a"]),
    key(Part::Case, "status", "keys-status", &["s"]),
    key(Part::Case, "severity", "keys-severity", &["p"]),
    key(Part::Case, "escalate", "keys-escalate", &["e"]),
    key(Part::Case, "tier", "keys-tier", &["t"]),
    key(Part::Case, "snooze", "keys-snooze", &["h"]),
    key(Part::Case, "link", "keys-link", &["l"]),
    key(Part::Case, "merge", "keys-merge", &["M"]),
    key(Part::Case, "tag", "keys-tag", &["w"]),
    key(Part::Case, "macro", "keys-macro", &["f"]),
    key(Part::Case, "incident", "keys-incident", &["i"]),
    key(Part::Case, "copy-number", "keys-copy-number", &["."]),
    key(Part::Anywhere, "serve-next", "keys-serve-next", &["N"]),
    key(Part::Anywhere, "undo", "keys-undo", &["z"]),
    key(Part::Anywhere, "go-mine", "keys-go-mine", &["g i"]),
    key(Part::Anywhere, "go-unowned", "keys-go-unowned", &["g q"]),
    key(Part::Anywhere, "go-warned", "keys-go-warned", &["g w"]),
    key(Part::Anywhere, "go-customer", "keys-go-customer", &["g c"]),
    key(Part::Anywhere, "go-support", "keys-go-support", &["g s"]),
    key(Part::Anywhere, "palette", "keys-palette", &["Mod+k"]),
    key(Part::Anywhere, "find", "keys-find", &["/"]),
    key(Part::Anywhere, "sheet", "keys-sheet", &["?"]),
    key(Part::Writing, "", "keys-send", &["Mod+Enter"]),
    key(
        Part::Writing,
        "send-next",
        "keys-send-next",
        &["Mod+Shift+Enter"],
    ),
    key(Part::Writing, "", "keys-leave", &["Escape"]),
];

const PARTS: [(Part, &str); 4] = [
    (Part::Lists, "keys-in-lists"),
    (Part::Case, "keys-in-case"),
    (Part::Anywhere, "keys-anywhere"),
    (Part::Writing, "keys-writing"),
];

/// Keys of one place, as the sheet shows them.
pub struct Group {
    pub title: &'static str,
    pub lines: Vec<Line>,
}

pub struct Line {
    pub does: &'static str,
    pub label: &'static str,
    /// What the script binds: a character, or two after each other; empty where there is none.
    pub binds: String,
    /// As markup.
    pub shown: String,
}

/// Something that types a character, alone or after another (WCAG 2.1.4); what else is named needs no binding.
fn is_typed(stroke: &str) -> bool {
    let mut all = stroke.split(' ');
    all.all(|one| one.chars().count() == 1 || one == "Space")
}

/// A stroke as markup: what is held down, what is pressed after each other.
fn markup(stroke: &str) -> String {
    let one = |part: &str| match part {
        "Mod" => "<kbd>Ctrl</kbd>/<kbd>⌘</kbd>".to_owned(),
        _ if part.len() == 1 && part.starts_with(|c: char| c.is_ascii_uppercase()) => {
            format!("<kbd>Shift</kbd> <kbd>{part}</kbd>")
        }
        _ => format!("<kbd>{}</kbd>", escaped(part)),
    };
    let held = |press: &str| match press.len() {
        // Plus may be a key of its own.
        1 => one(press),
        _ => press.split('+').map(one).collect::<Vec<_>>().join(" "),
    };
    stroke.split(' ').map(held).collect::<Vec<_>>().join(" ")
}

/// The whole sheet, with keys of one's own.
pub fn sheet(t: &Texts, own: &Own) -> Vec<Group> {
    let line = |key: &'static Key| {
        let all: Vec<String> = key.strokes_of(own).map(markup).collect();
        Line {
            does: key.does,
            label: t.say(key.label),
            binds: own.typed(key).unwrap_or_default().to_owned(),
            shown: match all.is_empty() {
                true => t.say("keys-none").to_owned(),
                false => all.join(t.say("list-separator")),
            },
        }
    };
    let group = |(part, title): (Part, &str)| Group {
        title: t.say(title),
        lines: TABLE
            .iter()
            .filter(|key| key.part == part)
            .map(line)
            .collect(),
    };
    PARTS.map(group).into()
}

/// What can be done on a page by name: not what walks through rows, nor what is bound to writing.
pub fn actions(t: &Texts, own: &Own) -> Vec<Line> {
    let groups = sheet(t, own).into_iter().zip(PARTS);
    let of_pages = groups.filter(|(_, (part, _))| matches!(part, Part::Case | Part::Anywhere));
    let lines = of_pages.flat_map(|(group, _)| group.lines);
    lines
        .filter(|line| !matches!(line.does, "" | "palette"))
        .collect()
}

/// The mark beside what a key presses.
pub fn mark(does: &str, own: &Own) -> String {
    let found = TABLE.iter().find(|key| key.does == does);
    let stroke = found.and_then(|key| key.strokes_of(own).next());
    stroke.map_or(String::new(), markup)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn k1_no_key_means_two_things_and_none_is_held_with_alt() {
        let all: Vec<&str> = TABLE.iter().flat_map(|key| key.strokes).copied().collect();
        let once: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), once.len());
        assert!(all.iter().all(|stroke| !stroke.contains("Alt")));
        for key in TABLE {
            let typed = key.strokes.iter().filter(|stroke| is_typed(stroke));
            assert!(typed.count() <= 1, "{}", key.label);
        }
        // What begins a sequence does nothing by itself.
        let first = all.iter().filter_map(|stroke| stroke.split_once(' '));
        for (first, _) in first {
            assert!(!once.contains(first), "{first}");
        }
    }

    #[test]
    fn k1_keys_are_shown_as_they_are_pressed() {
        assert_eq!(markup("g i"), "<kbd>g</kbd> <kbd>i</kbd>");
        assert_eq!(markup("N"), "<kbd>Shift</kbd> <kbd>N</kbd>");
        assert_eq!(
            markup("Mod+Enter"),
            "<kbd>Ctrl</kbd>/<kbd>⌘</kbd> <kbd>Enter</kbd>"
        );
        assert_eq!(markup("g +"), "<kbd>g</kbd> <kbd>+</kbd>");
        assert_eq!(markup("<"), "<kbd>&#60;</kbd>");
        assert_eq!(mark("reply", &Own::default()), "<kbd>r</kbd>");
        assert_eq!(mark("open", &Own::default()), "<kbd>o</kbd>");
        assert_eq!(mark("nothing", &Own::default()), "");
    }
}
