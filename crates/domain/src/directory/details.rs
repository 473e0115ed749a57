//! How somebody is reached, beside what names them (A5).

use serde::{Deserialize, Serialize};

use crate::Prose;

/// All of it as typed, but phone numbers, which are kept in one form (E.164).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    pub salutation: Prose,
    pub middle: Prose,
    pub employer: Prose,
    pub alternate_email: Prose,
    pub preferred: Option<Preferred>,
    pub postal_code: Prose,
    pub region: Prose,
    pub city: Prose,
    pub street: Prose,
    pub country: Prose,
    pub mobile: Prose,
    pub phone: Prose,
    pub extension: Prose,
    pub fax: Prose,
}

/// By which way somebody would rather be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preferred {
    Mail,
    Phone,
    Mobile,
}

impl Preferred {
    pub const ALL: [Preferred; 3] = [Preferred::Mail, Preferred::Phone, Preferred::Mobile];

    pub fn as_str(self) -> &'static str {
        match self {
            Preferred::Mail => "mail",
            Preferred::Phone => "phone",
            Preferred::Mobile => "mobile",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == text)
    }
}

impl Details {
    /// Whether somebody could call them.
    pub fn has_phone(&self) -> bool {
        [&self.mobile, &self.phone]
            .iter()
            .any(|number| !number.as_str().is_empty())
    }
}
