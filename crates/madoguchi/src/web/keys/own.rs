//! Keys of one's own (K1, WCAG 2.1.4): what somebody may enter for an action, and which two keys cannot be told apart. It knows
//! the table, no page and no language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Key, TABLE};

/// What a person changed: by action, the key that does it in place of the table's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Own(BTreeMap<String, String>);

/// Why something cannot be a key of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Neither one character nor two after each other.
    Unreadable,
    /// Held with Ctrl, Alt or ⌘: browsers, systems and screen readers have these.
    Held,
    /// Browsers move, press or look for something with it.
    Browser,
    /// Input methods and accents take it, so that it may never arrive.
    InputMethod,
    /// Another action has it.
    Taken { by: &'static str },
    /// Another action's begins with it, or the other way round.
    Begins { by: &'static str },
}

/// Names that keys have in browsers and on keyboards; Space and F1 to F12 besides.
const OF_BROWSERS: &[&str] = &[
    "enter",
    "return",
    "tab",
    "esc",
    "escape",
    "backspace",
    "delete",
    "del",
    "insert",
    "home",
    "end",
    "pageup",
    "pagedown",
    "arrowup",
    "arrowdown",
    "arrowleft",
    "arrowright",
    "up",
    "down",
    "left",
    "right",
];
const OF_INPUT_METHODS: &[&str] = &[
    "henkan",
    "muhenkan",
    "convert",
    "nonconvert",
    "kana",
    "eisu",
];
const HELD: &[&str] = &[
    "ctrl", "control", "alt", "option", "meta", "cmd", "command", "win", "mod",
];

/// What was entered as a key, made narrow where it was full-width.
///
/// # Errors
/// Why it cannot be one; what the table itself gives this action always can.
pub fn read(entered: &str, given_by_table: &str) -> Result<String, Wrong> {
    let narrow: String = entered.chars().map(narrow).collect();
    let stroke = match narrow.trim() {
        "" if narrow.is_empty() => return Err(Wrong::Unreadable),
        "" => "Space".to_owned(),
        one if one.eq_ignore_ascii_case("space") => "Space".to_owned(),
        other => shifted(other),
    };
    if stroke == given_by_table {
        return Ok(stroke);
    }
    let lower = stroke.to_lowercase();
    let named = |names: &[&str]| names.contains(&lower.as_str());
    let mut parts = lower.split(['+', '-', ' ']);
    if lower.contains('⌘') || (lower.len() > 3 && parts.any(|part| HELD.contains(&part))) {
        return Err(Wrong::Held);
    }
    let function = lower.strip_prefix('f').map(str::parse::<u8>);
    let is_function = matches!(function, Some(Ok(1..=12)));
    if stroke == "Space" || is_function || named(OF_BROWSERS) {
        return Err(Wrong::Browser);
    }
    if named(OF_INPUT_METHODS) || !stroke.is_ascii() {
        return Err(Wrong::InputMethod);
    }
    let keys: Vec<char> = stroke.chars().filter(|c| *c != ' ').collect();
    if !(1..=2).contains(&keys.len()) || stroke.len() > 3 {
        return Err(Wrong::Unreadable);
    }
    for key in &keys {
        match key {
            // Firefox looks for text and links with them.
            '\'' | '/' => return Err(Wrong::Browser),
            // The key for half and full width, ¥, and accents that wait for a letter.
            '`' | '^' | '~' | '\\' | '"' => return Err(Wrong::InputMethod),
            key if !key.is_ascii_graphic() => return Err(Wrong::Unreadable),
            _ => {}
        }
    }
    let keys: Vec<String> = keys.into_iter().map(String::from).collect();
    Ok(keys.join(" "))
}

/// The half-width character of a full-width one.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// A letter that was written with the Shift it is pressed with.
fn shifted(entered: &str) -> String {
    let rest = entered
        .get(..5)
        .filter(|held| held.eq_ignore_ascii_case("shift"));
    let letter = rest.map(|_| entered[5..].trim_start_matches(['+', '-', ' ']));
    match letter {
        Some(letter) if letter.len() == 1 => letter.to_ascii_uppercase(),
        _ => entered.to_owned(),
    }
}

/// Why two keys of different actions cannot stand beside each other.
fn clash(one: &str, other: &str, by: &'static str) -> Option<Wrong> {
    let begins = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.starts_with(' '));
    if one == other {
        Some(Wrong::Taken { by })
    } else if begins(one, other) || begins(other, one) {
        Some(Wrong::Begins { by })
    } else {
        None
    }
}

impl Own {
    /// Whether anything differs from the table.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this action's key is the person's.
    pub fn has(&self, does: &str) -> bool {
        self.0.contains_key(does)
    }

    /// The key that the script binds to an action. A key of one's own wins against one that the table gave to another action
    /// later; that action has none then.
    pub(super) fn typed(&self, key: &'static Key) -> Option<&str> {
        let given = key.typed()?;
        if self.0.is_empty() {
            return Some(given);
        }
        let own = |key: &Key| {
            let kept = self.0.get(key.does)?;
            let is_one = read(kept, key.typed()?).is_ok_and(|read| read == *kept);
            is_one.then_some(kept.as_str())
        };
        if let Some(own) = own(key) {
            return Some(own);
        }
        let mut others = TABLE.iter().filter_map(own);
        others
            .all(|other| clash(given, other, "").is_none())
            .then_some(given)
    }

    /// The keys that were entered, by action; what was left empty, or is the table's, is none of one's own.
    ///
    /// # Errors
    /// What is wrong, by action. Of two keys that cannot stand beside each other the one that was changed is wrong, both where
    /// both were.
    pub fn entered(
        &self,
        field: impl Fn(&str) -> String,
    ) -> Result<Self, Vec<(&'static str, Wrong)>> {
        let mut wrong = Vec::new();
        let mut all: Vec<(&'static Key, String, bool)> = Vec::new();
        for key in TABLE {
            let Some(given) = key.typed() else { continue };
            let entered = field(key.does);
            let read = match entered.is_empty() {
                true => Ok(given.to_owned()),
                false => read(&entered, given),
            };
            match read {
                Ok(stroke) => {
                    let is_changed = self.typed(key) != Some(stroke.as_str());
                    all.push((key, stroke, is_changed));
                }
                Err(why) => wrong.push((key.does, why)),
            }
        }
        for (key, stroke, is_changed) in &all {
            let mut others = all.iter().filter(|(other, ..)| other.does != key.does);
            let why = others.find_map(|(other, its, other_is_changed)| {
                let told = *is_changed || !other_is_changed;
                clash(stroke, its, other.does).filter(|_| told)
            });
            wrong.extend(why.map(|why| (key.does, why)));
        }
        if !wrong.is_empty() {
            // As the table has them, so that they are told from top to bottom.
            wrong.sort_by_key(|(does, _)| TABLE.iter().position(|key| key.does == *does));
            return Err(wrong);
        }
        let own = all
            .into_iter()
            .filter(|(key, stroke, _)| key.typed() != Some(stroke))
            .map(|(key, stroke, _)| (key.does.to_owned(), stroke));
        Ok(Self(own.collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys of one's own, made as a form makes them.
    fn with(own: &Own, changed: &[(&str, &str)]) -> Result<Own, Vec<(&'static str, Wrong)>> {
        own.entered(|does| {
            let entered = changed.iter().find(|(field, _)| *field == does);
            let kept = own.0.get(does).map(String::as_str);
            entered
                .map_or(kept.unwrap_or_default(), |(_, entered)| entered)
                .to_owned()
        })
    }

    #[test]
    fn k1_what_is_entered_is_read_as_a_key() {
        for (entered, read_as) in [
            ("r", "r"),
            ("R", "R"),
            (" r ", "r"),
            ("g r", "g r"),
            ("gr", "g r"),
            ("ｒ", "r"),
            ("ｇ　ｒ", "g r"),
            ("Shift+r", "R"),
            ("shift N", "N"),
            ("7", "7"),
            ("+", "+"),
            (",", ","),
            ("<", "<"),
            ("g +", "g +"),
        ] {
            assert_eq!(read(entered, "m").as_deref(), Ok(read_as), "{entered}");
        }
    }

    #[test]
    fn k1_keys_that_others_need_are_refused() {
        for (entered, why) in [
            ("Enter", Wrong::Browser),
            ("tab", Wrong::Browser),
            ("F5", Wrong::Browser),
            ("F12", Wrong::Browser),
            ("Space", Wrong::Browser),
            ("　", Wrong::Browser),
            ("/", Wrong::Browser),
            ("'", Wrong::Browser),
            ("g /", Wrong::Browser),
            ("あ", Wrong::InputMethod),
            ("変換", Wrong::InputMethod),
            ("Muhenkan", Wrong::InputMethod),
            ("`", Wrong::InputMethod),
            ("¥", Wrong::InputMethod),
            ("Ctrl+r", Wrong::Held),
            ("alt r", Wrong::Held),
            ("⌘k", Wrong::Held),
            ("g i m", Wrong::Unreadable),
            ("gim", Wrong::Unreadable),
            ("g  i", Wrong::Unreadable),
            ("\u{7}", Wrong::Unreadable),
            ("", Wrong::Unreadable),
        ] {
            assert_eq!(read(entered, "m"), Err(why), "{entered}");
        }
        // What the table gives stays.
        assert_eq!(read("/", "/").as_deref(), Ok("/"));
        assert_eq!(read("space", "Space").as_deref(), Ok("Space"));
    }

    #[test]
    fn k1_no_two_actions_have_the_same_key() {
        let none = Own::default();
        let taken = |by| Wrong::Taken { by };
        // The changed one is wrong, not the one that has it.
        assert_eq!(
            with(&none, &[("reply", "n")]),
            Err(vec![("reply", taken("note"))])
        );
        assert_eq!(
            with(&none, &[("reply", "y"), ("note", "y")]),
            Err(vec![("reply", taken("note")), ("note", taken("reply"))])
        );
        let begins = |by| Wrong::Begins { by };
        assert_eq!(
            with(&none, &[("reply", "g")]),
            Err(vec![("reply", begins("go-mine"))])
        );
        assert_eq!(
            with(&none, &[("reply", "n r")]),
            Err(vec![("reply", begins("note"))])
        );
        // What cannot be read does not stand in others' way, and they are told all the same.
        assert_eq!(
            with(&none, &[("note", "Tab"), ("reply", "s")]),
            Err(vec![("reply", taken("status")), ("note", Wrong::Browser)])
        );
        // Two that change places do.
        let swapped = with(&none, &[("reply", "n"), ("note", "r")]).unwrap();
        assert_eq!(swapped.0.len(), 2);
        // Back alone, each finds the other in its place.
        assert_eq!(
            with(&swapped, &[("reply", "")]),
            Err(vec![("reply", taken("note"))])
        );
        assert_eq!(with(&swapped, &[("reply", ""), ("note", "n")]), Ok(none));
    }

    #[test]
    fn k1_ones_own_key_wins_against_one_that_came_to_the_table() {
        let key = |does| TABLE.iter().find(|key| key.does == does).unwrap();
        let kept = |json| serde_json::from_str::<Own>(json).unwrap();
        let own = kept(r#"{"reply":"n","gone":"q","open":"Tab"}"#);
        assert_eq!(own.typed(key("reply")), Some("n"));
        assert_eq!(own.typed(key("note")), None);
        // What is no key any more is the table's again.
        assert_eq!(own.typed(key("open")), Some("o"));
        assert_eq!(own.typed(key("palette")), None);
    }
}
