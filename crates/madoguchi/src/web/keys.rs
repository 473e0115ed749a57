//! The keys of the staff's pages, in one table (K1): the sheet that `?` shows, the marks beside what they press, and what the
//! script binds all follow from it. A key acts on what a page marks with its name (`data-act`); a page without that has no such key.

use axum::response::{IntoResponse, Redirect, Response};

use askama::Template;

use super::{
    frame::{Frame, Here, shown},
    list_settings::{self, Lists},
    listing::ViewLink,
    posted::Posted,
    sign_in::safe_path,
    staff::rail_for,
    visitor::Staff,
};
use crate::{app::Fail, texts::Texts};

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
    /// Any of these; two letters with a space between come after each other.
    strokes: &'static [&'static str],
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
    key(Part::Case, "reply", "keys-reply", &["r"]),
    key(Part::Case, "note", "keys-note", &["n"]),
    key(Part::Case, "take", "keys-mine", &["m"]),
    key(Part::Case, "assign", "keys-assign", &["a"]),
    key(Part::Case, "status", "keys-status", &["s"]),
    key(Part::Case, "snooze", "keys-snooze", &["h"]),
    key(Part::Case, "copy-number", "keys-copy-number", &["."]),
    key(Part::Anywhere, "serve-next", "keys-serve-next", &["N"]),
    key(Part::Anywhere, "undo", "keys-undo", &["z"]),
    key(Part::Anywhere, "go-mine", "keys-go-mine", &["g i"]),
    key(Part::Anywhere, "go-unowned", "keys-go-unowned", &["g q"]),
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
    /// What the script binds, with `,` between: single characters, and sequences of them.
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
        _ => format!("<kbd>{part}</kbd>"),
    };
    let all = stroke.split([' ', '+']);
    all.map(one).collect::<Vec<_>>().join(" ")
}

/// The whole sheet.
pub fn sheet(t: &Texts) -> Vec<Group> {
    let line = |key: &Key| {
        let binds = key.strokes.iter().filter(|stroke| is_typed(stroke));
        let shown = key.strokes.iter().map(|stroke| markup(stroke));
        Line {
            does: key.does,
            label: t.say(key.label),
            binds: binds.copied().collect::<Vec<_>>().join(","),
            shown: shown.collect::<Vec<_>>().join(t.say("list-separator")),
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
pub fn actions(t: &Texts) -> Vec<Line> {
    let groups = sheet(t).into_iter().zip(PARTS);
    let of_pages = groups.filter(|(_, (part, _))| matches!(part, Part::Case | Part::Anywhere));
    let lines = of_pages.flat_map(|(group, _)| group.lines);
    lines
        .filter(|line| !matches!(line.does, "" | "palette"))
        .collect()
}

/// The mark beside what a key presses.
pub fn mark(does: &str) -> String {
    let found = TABLE.iter().find(|key| key.does == does);
    found.map_or(String::new(), |key| markup(key.strokes[0]))
}

#[derive(Template)]
#[template(path = "staff/keys.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
}

/// The sheet as a page of its own, with the switch.
pub async fn page(Staff(visitor, me): Staff) -> Result<Response, Fail> {
    let title = visitor.texts.say("keys-title");
    shown(&Page {
        views: rail_for(&visitor, &me).await?,
        f: Frame::new(&visitor, Here::Keys, title).await?,
    })
}

/// Switches single keys off, and on again.
pub async fn switch(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let off = posted.get("keys") == "off";
    list_settings::change(&visitor.web.app, &me, |lists: &mut Lists| {
        lists.keys_off = off;
        Ok(())
    })
    .await?;
    Ok(Redirect::to(safe_path(posted.get("back"))).into_response())
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
        assert_eq!(mark("reply"), "<kbd>r</kbd>");
        assert_eq!(mark("nothing"), "");
    }
}
