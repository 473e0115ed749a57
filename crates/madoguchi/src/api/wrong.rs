//! What is wrong with one field, parameter or header of a request: where, why, in words. Knows no status code.

use domain::case::intake::Wrong;

use super::wire;

/// One thing that a request has to say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongField {
    pub place: Place,
    /// Plain name, as forms and documents call it.
    pub field: String,
    pub wrong: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Member of the body, by its names from the top.
    Body(Vec<String>),
    Query,
    Header,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    Missing,
    TooLong {
        max: usize,
    },
    NotOffered,
    NotANumber {
        min: i64,
        max: i64,
    },
    NotADate,
    NotAnAddress {
        given: String,
    },
    TooMany {
        most: usize,
    },
    Unknown,
    /// JSON of another type; with those taken.
    WrongType {
        taken: &'static str,
    },
    GivenTwice,
    /// Not in the form that such a value has.
    Malformed,
}

/// JSON pointer (RFC 6901) to what these names lead to from the top.
pub fn pointer(names: &[String]) -> String {
    names
        .iter()
        .map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1")))
        .collect()
}

impl From<Wrong> for Why {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::Missing => Why::Missing,
            Wrong::TooLong { max } => Why::TooLong { max },
            Wrong::NotOffered => Why::NotOffered,
            Wrong::NotANumber { min, max } => Why::NotANumber { min, max },
            Wrong::NotADate => Why::NotADate,
            Wrong::NotAnAddress { given } => Why::NotAnAddress { given },
            Wrong::TooMany { most } => Why::TooMany { most },
            Wrong::Unknown => Why::Unknown,
        }
    }
}

impl Why {
    pub fn code(&self) -> &'static str {
        match self {
            Why::Missing => "missing",
            Why::TooLong { .. } => "too-long",
            Why::NotOffered => "not-offered",
            Why::NotANumber { .. } => "not-a-number",
            Why::NotADate => "not-a-date",
            Why::NotAnAddress { .. } => "not-an-address",
            Why::TooMany { .. } => "too-many",
            Why::Unknown => "unknown",
            Why::WrongType { .. } => "wrong-type",
            Why::GivenTwice => "given-twice",
            Why::Malformed => "malformed",
        }
    }

    fn detail(&self, ja: bool) -> String {
        match (self, ja) {
            (Why::Missing, true) => "必須です。".to_owned(),
            (Why::Missing, false) => "This is required.".to_owned(),
            (Why::TooLong { max }, true) => format!("{max}文字までです。"),
            (Why::TooLong { max }, false) => format!("At most {max} characters."),
            (Why::NotOffered, true) => "選べる値ではありません。".to_owned(),
            (Why::NotOffered, false) => "Not among the values offered here.".to_owned(),
            (Why::NotANumber { min, max }, true) => {
                format!("{min}から{max}までの整数にしてください。")
            }
            (Why::NotANumber { min, max }, false) => format!("A whole number from {min} to {max}."),
            (Why::NotADate, true) => "日付をYYYY-MM-DDの形で指定してください。".to_owned(),
            (Why::NotADate, false) => "A day, written YYYY-MM-DD.".to_owned(),
            (Why::NotAnAddress { given }, true) => format!("メールアドレスではありません：{given}"),
            (Why::NotAnAddress { given }, false) => format!("Not an e-mail address: {given}"),
            (Why::TooMany { most }, true) => format!("{most}件までです。"),
            (Why::TooMany { most }, false) => format!("At most {most} of them."),
            (Why::Unknown, true) => "この名前の項目はありません。".to_owned(),
            (Why::Unknown, false) => "There is nothing of this name.".to_owned(),
            (Why::WrongType { taken }, true) => format!("JSONの型が違います（{taken}）。"),
            (Why::WrongType { taken }, false) => format!("Another JSON type is needed: {taken}."),
            (Why::GivenTwice, true) => "1回だけ指定してください。".to_owned(),
            (Why::GivenTwice, false) => "Give it once only.".to_owned(),
            (Why::Malformed, true) => "値の形が正しくありません。".to_owned(),
            (Why::Malformed, false) => "The value has not the form it should have.".to_owned(),
        }
    }
}

impl WrongField {
    /// The member of the body that these names lead to; none is the body itself.
    pub fn at(names: &[&str], wrong: Why) -> Self {
        let field = names.last().copied().unwrap_or_default().to_owned();
        Self {
            place: Place::Body(names.iter().map(|name| (*name).to_owned()).collect()),
            field,
            wrong,
        }
    }

    pub fn parameter(name: &str, wrong: Why) -> Self {
        Self {
            place: Place::Query,
            field: name.to_owned(),
            wrong,
        }
    }

    pub fn header(name: &str, wrong: Why) -> Self {
        Self {
            place: Place::Header,
            field: name.to_owned(),
            wrong,
        }
    }

    /// JSON pointer (RFC 6901) to a member of the body.
    pub fn pointer(&self) -> Option<String> {
        let Place::Body(names) = &self.place else {
            return None;
        };
        Some(pointer(names))
    }

    pub fn shown(&self, ja: bool) -> wire::FieldError {
        wire::FieldError {
            field: self.field.clone(),
            pointer: self.pointer(),
            code: self.wrong.code().to_owned(),
            detail: self.wrong.detail(ja),
        }
    }
}
