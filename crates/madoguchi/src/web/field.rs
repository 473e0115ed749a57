//! Fields of forms that are ours and not the desk's: a label, perhaps a hint, what was typed, and what is wrong with it.

use super::{posted::Posted, shown::Trouble};
use crate::texts::Texts;

/// A field of one line.
pub struct Field {
    /// Names it in the form and on the page.
    pub id: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    /// `text`, `email`, `tel`, …
    pub kind: &'static str,
    /// What browsers may fill in.
    pub complete: &'static str,
    pub value: String,
    pub required: bool,
    pub trouble: Option<String>,
}

/// What a form asks for: id, key of the label, kind, what browsers may fill in, and whether it must be given.
pub type Asks = (&'static str, &'static str, &'static str, &'static str, bool);

impl Field {
    /// The field as it stands, with what is wrong with it.
    pub fn of(t: &Texts, asks: &Asks, value: &str, troubles: &[Trouble]) -> Self {
        let (id, label, kind, complete, required) = *asks;
        let trouble = troubles.iter().find(|trouble| trouble.field == id);
        Self {
            id,
            label: t.say(label),
            hint: "",
            kind,
            complete,
            value: value.to_owned(),
            required,
            trouble: trouble.map(|trouble| trouble.text.clone()),
        }
    }

    pub fn hinted(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// The ids of what describes it.
    pub fn described(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.id));
        let error = self.trouble.as_ref().map(|_| format!("{}-error", self.id));
        let both: Vec<String> = hint.into_iter().chain(error).collect();
        both.join(" ")
    }
}

/// Those that must be given and are not, and those that are too long, in words.
pub fn missing(t: &Texts, asks: &[Asks], posted: &Posted, longest: usize) -> Vec<Trouble> {
    let mut troubles = Vec::new();
    for (id, label, _, _, required) in asks {
        let given = posted.given(id).unwrap_or_default();
        let key = match (
            given.is_empty() && *required,
            given.chars().count() > longest,
        ) {
            (true, _) => "wrong-missing",
            (_, true) => "wrong-too-long",
            _ => continue,
        };
        let n = longest.to_string();
        troubles.push(Trouble {
            field: (*id).to_owned(),
            text: t.with(
                key,
                [("field", t.say(label).into()), ("max", n.as_str().into())],
            ),
        });
    }
    troubles
}
