//! Texts of staff's that are written once and used often (K3): placeholders from a closed list, and what is done with them. What a
//! placeholder stands for is never read as a template again, and is taken as words, not as marks.

use serde::{Deserialize, Serialize};

use crate::{
    TagId, TeamId,
    case::{
        TEXT_MAX,
        intake::{FieldProblem, Wrong},
    },
    desk::StatusId,
};

/// Longest name of a macro, in characters.
pub const NAME_MAX: usize = 80;

/// What stands in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placeholder {
    Contact,
    Company,
    Deployment,
    Number,
    Subject,
    Product,
    Severity,
    Status,
    Agent,
    Vendor,
    /// The rest is staff's own.
    Owner,
    Team,
    Plan,
    Tier,
}

impl Placeholder {
    pub const ALL: [Placeholder; 14] = [
        Placeholder::Contact,
        Placeholder::Company,
        Placeholder::Deployment,
        Placeholder::Number,
        Placeholder::Subject,
        Placeholder::Product,
        Placeholder::Severity,
        Placeholder::Status,
        Placeholder::Agent,
        Placeholder::Vendor,
        Placeholder::Owner,
        Placeholder::Team,
        Placeholder::Plan,
        Placeholder::Tier,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Placeholder::Contact => "contact",
            Placeholder::Company => "company",
            Placeholder::Deployment => "deployment",
            Placeholder::Number => "number",
            Placeholder::Subject => "subject",
            Placeholder::Product => "product",
            Placeholder::Severity => "severity",
            Placeholder::Status => "status",
            Placeholder::Agent => "agent",
            Placeholder::Vendor => "vendor",
            Placeholder::Owner => "owner",
            Placeholder::Team => "team",
            Placeholder::Plan => "plan",
            Placeholder::Tier => "tier",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// No customer is told it: it stands in notes alone.
    pub fn is_internal(self) -> bool {
        self >= Placeholder::Owner
    }
}

/// What a macro writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Writes {
    #[default]
    Answer,
    Note,
}

/// A named text with what is done beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Macro {
    pub name: String,
    pub writes: Writes,
    /// In Japanese and in English; either may be empty, and the other one is taken.
    pub texts: [String; 2],
    /// The status that the case goes to with an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<StatusId>,
    /// The case becomes whoever's applies it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub take: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<TagId>,
}

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    Of(Placeholder),
    /// It looks like one, and is none.
    Unknown(&'a str),
}

/// A text as stretches. What stands in braces and is no single word of Latin letters is text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    let (mut rest, mut from) = (text, 0);
    while let Some(open) = rest.get(from..).and_then(|t| t.find('{')).map(|n| n + from) {
        let word = rest.get(open + 1..).and_then(|behind| {
            let close = behind.find('}')?;
            behind.get(..close)
        });
        let is_word = |word: &&str| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
        };
        let Some(word) = word.filter(is_word) else {
            from = open + 1;
            continue;
        };
        if open > 0 {
            all.push(Piece::Text(&rest[..open]));
        }
        all.push(match Placeholder::parse(word) {
            Some(one) => Piece::Of(one),
            None => Piece::Unknown(word),
        });
        rest = &rest[open + word.len() + 2..];
        from = 0;
    }
    if !rest.is_empty() {
        all.push(Piece::Text(rest));
    }
    all
}

/// The text with what its placeholders stand for; `of` gives words.
pub fn filled(text: &str, of: impl Fn(Placeholder) -> String) -> String {
    let each = pieces(text).into_iter().map(|piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Of(one) => plainly(&of(one)),
        Piece::Unknown(word) => format!("{{{word}}}"),
    });
    each.collect()
}

/// Words on one line that mean themselves: what would be a mark is told not to be one.
fn plainly(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' => plain.extend(['\\', c]),
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}

impl Macro {
    /// The text in this language, or in the other one.
    pub fn text(&self, english: bool) -> &str {
        let [ja, en] = &self.texts;
        match (english, ja.is_empty(), en.is_empty()) {
            (true, _, false) | (false, true, _) => en,
            _ => ja,
        }
    }

    /// All that is wrong with it.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut all = Vec::new();
        let mut wrong = |field: &str, wrong: Wrong| {
            let field = field.to_owned();
            all.push(FieldProblem { field, wrong });
        };
        if self.name.trim().is_empty() {
            wrong("macro-name", Wrong::Missing);
        }
        if self.name.chars().count() > NAME_MAX {
            wrong("macro-name", Wrong::TooLong { max: NAME_MAX });
        }
        if self.texts.iter().all(|text| text.trim().is_empty()) {
            wrong("text-ja", Wrong::Missing);
        }
        for (field, text) in ["text-ja", "text-en"].iter().zip(&self.texts) {
            if text.chars().count() > TEXT_MAX {
                wrong(field, Wrong::TooLong { max: TEXT_MAX });
            }
            // What a customer may not know is not offered where they would be told it.
            let lost = |piece: &Piece| match piece {
                Piece::Of(one) => one.is_internal() && self.writes == Writes::Answer,
                Piece::Unknown(_) => true,
                Piece::Text(_) => false,
            };
            if pieces(text).iter().any(lost) {
                wrong(field, Wrong::NotOffered);
            }
        }
        all
    }
}
