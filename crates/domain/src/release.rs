//! Software that the vendor gives out (B6): what a version is called, and who may have it. Knows no file.

use crate::{
    Actor,
    case::intake::{FieldProblem, Wrong, cleaned},
    desk::Desk,
};

/// The longest name of software, and of a version, in characters.
pub const NAME_MAX: usize = 80;
/// The longest note, in characters.
pub const NOTE_MAX: usize = 2_000;

/// A version, as somebody types it or as it was judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// Id of the product that it is for.
    pub product: String,
    /// What the software is called.
    pub name: String,
    pub version: String,
    /// What is new in it; may be empty.
    pub note: String,
}

impl Version {
    /// As it is published; or everything that is wrong with it.
    pub fn judged(&self, desk: &Desk) -> Result<Version, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let mut wrong = |field: &str, wrong| {
            let field = field.to_owned();
            problems.push(FieldProblem { field, wrong });
        };
        match self.product.as_str() {
            "" => wrong("product", Wrong::Missing),
            id if desk.product(id).is_none() => wrong("product", Wrong::NotOffered),
            _ => {}
        }
        let mut text = |field: &str, given: &str, max: usize, required: bool| {
            let text = cleaned(given);
            match text.chars().count() {
                0 if required => wrong(field, Wrong::Missing),
                n if n > max => wrong(field, Wrong::TooLong { max }),
                _ => {}
            }
            text
        };
        let judged = Version {
            product: self.product.clone(),
            name: text("software", &self.name, NAME_MAX, true).replace('\n', " "),
            version: text("version", &self.version, NAME_MAX, true).replace('\n', " "),
            note: text("note", &self.note, NOTE_MAX, false),
        };
        match problems.is_empty() {
            true => Ok(judged),
            false => Err(problems),
        }
    }
}

/// Who has software: staff, and contacts of a company who open cases somewhere.
pub fn may_have(actor: &Actor) -> bool {
    actor.is_staff() || actor.may_write() && !actor.is_guest()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::check;

    #[test]
    fn b6_a_version_names_product_software_and_itself() {
        let desk = check(include_str!("../../../desks/default.toml")).expect("it is whole");
        let good = Version {
            product: "meetings".into(),
            name: " デスクトップアプリ ".into(),
            version: "44.2".into(),
            note: "一行\r\n二行".into(),
        };
        let judged = good.judged(&desk).expect("it is good");
        assert_eq!(judged.name, "デスクトップアプリ");
        assert_eq!(judged.note, "一行\n二行");
        let wrong = |version: Version| {
            let problems = version.judged(&desk).err().unwrap_or_default();
            let each = problems.into_iter().map(|p| p.field);
            each.collect::<Vec<_>>()
        };
        assert_eq!(
            wrong(Version::default()),
            ["product", "software", "version"]
        );
        for (broken, field) in [
            (
                Version {
                    product: "nothing".into(),
                    ..good.clone()
                },
                "product",
            ),
            (
                Version {
                    version: "9".repeat(81),
                    ..good.clone()
                },
                "version",
            ),
            (
                Version {
                    note: "x".repeat(2_001),
                    ..good.clone()
                },
                "note",
            ),
        ] {
            assert_eq!(wrong(broken), [field]);
        }
    }
}
