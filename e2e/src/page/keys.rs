//! The keyboard, and the input method that stands between it and Japanese.

use serde_json::{Value, json};

use super::Page;
use crate::fault::{Done, Tried};

/// What a browser reports while an input method has the key.
const PROCESSED: u32 = 229;

/// One key of the keyboard: its name, its place and its Windows code.
struct Key {
    name: String,
    code: String,
    number: u32,
    text: Option<String>,
}

impl Page {
    /// Presses a key, such as `Tab`, `j`, `Shift+N` or `Control+Enter`, where
    /// the focus is; waits where that leads to another page.
    #[track_caller]
    pub fn press(&self, key: &str) -> Done {
        self.done(self.acting(|| self.key(key)))
    }

    /// Types a text key by key, as a Latin keyboard does.
    #[track_caller]
    pub fn type_keys(&self, text: &str) -> Done {
        self.done(text.chars().try_for_each(|c| self.key(&c.to_string())))
    }

    /// Composes a text with an input method and commits it with Enter, into
    /// whatever has the focus.
    #[track_caller]
    pub fn ime_compose(&self, text: &str) -> Done {
        self.done(self.acting(|| {
            self.compose(text)?;
            self.commit(text)
        }))
    }

    /// Composes without committing: the reading grows letter by letter.
    #[track_caller]
    pub fn ime_begin(&self, reading: &str) -> Done {
        self.done(self.compose(reading))
    }

    /// A key that the input method takes while it composes, such as the Enter
    /// that picks a candidate or the Escape that closes the list.
    #[track_caller]
    pub fn ime_key(&self, key: &str) -> Done {
        self.done(self.acting(|| self.taken(&key_of(key))))
    }

    /// Ends the composition with this text, by Enter.
    #[track_caller]
    pub fn ime_commit(&self, text: &str) -> Done {
        self.done(self.acting(|| self.commit(text)))
    }

    pub(super) fn key(&self, chord: &str) -> Tried {
        let (held, last) = match chord.rsplit_once('+') {
            Some((held, last)) if !last.is_empty() => (held, last),
            _ => ("", chord),
        };
        let mut modifiers = 0;
        for name in held.split('+').filter(|name| !name.is_empty()) {
            modifiers |= modifier(name).ok_or_else(|| format!("no modifier {name}"))?;
        }
        let key = key_of(last);
        // Shift changes the letter; the others make it no letter at all.
        let text = key.text.as_deref().filter(|_| modifiers & !8 == 0);
        let mut down = key.event(if text.is_some() {
            "keyDown"
        } else {
            "rawKeyDown"
        });
        down["modifiers"] = modifiers.into();
        if let Some(text) = text {
            down["text"] = text.into();
        }
        self.ask("Input.dispatchKeyEvent", down)?;
        let mut up = key.event("keyUp");
        up["modifiers"] = modifiers.into();
        self.ask("Input.dispatchKeyEvent", up).map(drop)
    }

    fn compose(&self, reading: &str) -> Tried {
        let process = Key {
            name: "Process".into(),
            ..key_of("a")
        };
        for (at, letter) in reading.char_indices() {
            let so_far = &reading[..at + letter.len_utf8()];
            self.taken(&process)?;
            let end = so_far.encode_utf16().count();
            self.ask(
                "Input.imeSetComposition",
                json!({ "text": so_far, "selectionStart": end, "selectionEnd": end }),
            )?;
        }
        Ok(())
    }

    fn commit(&self, text: &str) -> Tried {
        let enter = key_of("Enter");
        let mut down = enter.event("rawKeyDown");
        down["windowsVirtualKeyCode"] = PROCESSED.into();
        self.ask("Input.dispatchKeyEvent", down)?;
        self.ask("Input.insertText", json!({ "text": text }))?;
        self.ask("Input.dispatchKeyEvent", enter.event("keyUp"))
            .map(drop)
    }

    fn taken(&self, key: &Key) -> Tried {
        let mut down = key.event("rawKeyDown");
        down["windowsVirtualKeyCode"] = PROCESSED.into();
        self.ask("Input.dispatchKeyEvent", down)?;
        self.ask("Input.dispatchKeyEvent", key.event("keyUp"))
            .map(drop)
    }
}

impl Key {
    fn event(&self, kind: &str) -> Value {
        json!({ "type": kind, "key": self.name, "code": self.code,
                "windowsVirtualKeyCode": self.number })
    }
}

fn modifier(name: &str) -> Option<u32> {
    Some(match name {
        "Alt" => 1,
        "Control" => 2,
        "Meta" => 4,
        "Shift" => 8,
        _ => return None,
    })
}

fn key_of(name: &str) -> Key {
    let (number, text) = match name {
        "Enter" => (13, Some("\r")),
        "Space" | " " => (32, Some(" ")),
        "Tab" => (9, None),
        "Escape" => (27, None),
        "Backspace" => (8, None),
        "Delete" => (46, None),
        "PageUp" => (33, None),
        "PageDown" => (34, None),
        "End" => (35, None),
        "Home" => (36, None),
        "ArrowLeft" => (37, None),
        "ArrowUp" => (38, None),
        "ArrowRight" => (39, None),
        "ArrowDown" => (40, None),
        letter => return letter_key(letter),
    };
    let space = number == 32;
    Key {
        name: if space { " " } else { name }.into(),
        code: if space { "Space" } else { name }.into(),
        number,
        text: text.map(String::from),
    }
}

fn letter_key(letter: &str) -> Key {
    let upper = letter.to_ascii_uppercase();
    let first = upper.chars().next().unwrap_or_default();
    let code = match first {
        'A'..='Z' => format!("Key{upper}"),
        '0'..='9' => format!("Digit{upper}"),
        '/' | '?' => "Slash".into(),
        '.' => "Period".into(),
        ',' => "Comma".into(),
        '[' => "BracketLeft".into(),
        ']' => "BracketRight".into(),
        _ => String::new(),
    };
    Key {
        name: letter.into(),
        number: if first.is_ascii_alphanumeric() {
            first.into()
        } else {
            0
        },
        text: Some(letter.into()),
        code,
    }
}
