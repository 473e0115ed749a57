//! Where new cases go by themselves (C1, C2), and words by which a case looks as if it belonged behind another door (C3).

use crate::{
    case::{Answer, NewCase},
    desk::{Desk, among},
    words::Words,
};

/// A team that rules of the desk name. It is the one that the register calls so in the desk's own language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    pub id: String,
    pub label: Words,
    /// The centre whose hours it works in; nothing where that is not said.
    pub centre: Option<String>,
}

/// New cases that go somewhere by themselves. What is empty or absent is no condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goes {
    pub kinds: Vec<String>,
    pub sub_types: Vec<String>,
    /// A flag of the form that was set.
    pub flag: Option<String>,
    pub to: Destination,
    /// Among staff it is kept to its owner and team (A2).
    pub private: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// By its id.
    Team(String),
    /// The account's success manager, and their team.
    SuccessManager,
}

/// Words by which a case of these kinds looks like one of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongDoor {
    pub kinds: Vec<String>,
    /// All of them when empty.
    pub sub_types: Vec<String>,
    /// One of them is enough.
    pub words: Vec<String>,
    /// One of them, and it is right where it is.
    pub unless: Vec<String>,
    /// Id of the kind that it looks like.
    pub door: String,
}

impl Desk {
    /// The first rule by which a new case goes somewhere.
    pub fn goes(&self, new: &NewCase) -> Option<&Goes> {
        let set = |flag: &String| new.answers.get(flag) == Some(&Answer::Flag(true));
        self.rules.goes.iter().find(|goes| {
            among(&goes.kinds, Some(&new.kind))
                && among(&goes.sub_types, new.sub_type.as_deref())
                && goes.flag.as_ref().is_none_or(set)
        })
    }

    /// The kind that a case looks like by what is written in it; nothing where it is right, or nobody can tell.
    pub fn looks_like(&self, kind: &str, sub_type: Option<&str>, texts: &[&str]) -> Option<&str> {
        let text = folded(&texts.join("\n"));
        let has = |words: &[String]| words.iter().any(|word| says(&text, &folded(word)));
        let fits = |door: &&WrongDoor| {
            among(&door.kinds, Some(kind))
                && among(&door.sub_types, sub_type)
                && door.door != kind
                && has(&door.words)
                && !has(&door.unless)
        };
        self.wrong_doors
            .iter()
            .find(fits)
            .map(|door| door.door.as_str())
    }
}

/// In lower case, signs of full width as ASCII.
fn folded(text: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    };
    text.chars().map(narrow).collect::<String>().to_lowercase()
}

/// The word stands in the text; one in Latin letters as a word of its own, as other scripts do not part them.
fn says(text: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return text.contains(word);
    }
    let apart = |c: Option<char>| !c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(word).any(|(at, found)| {
        let (before, behind) = (text.get(..at), text.get(at + found.len()..));
        apart(before.and_then(|t| t.chars().next_back()))
            && apart(behind.and_then(|t| t.chars().next()))
    })
}
