//! How somebody is reached, beside what names them (A5).

use serde::{Deserialize, Serialize};

use crate::{Prose, notice::Occasion};

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
    pub mails: Mails,
}

/// Which mails about cases somebody wants (H7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mails {
    All,
    /// None about what they have seen on the page by then.
    #[default]
    Unseen,
    /// Only what must be known, and what they are asked and have not seen by then: that a case has arrived, that one is theirs, that
    /// a promise is in danger, that an answer of theirs is waited for.
    Few,
}

impl Mails {
    pub const ALL: [Mails; 3] = [Mails::All, Mails::Unseen, Mails::Few];

    pub fn as_str(self) -> &'static str {
        match self {
            Mails::All => "all",
            Mails::Unseen => "unseen",
            Mails::Few => "few",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mails| mails.as_str() == text)
    }

    /// Whether a mail goes to who wants these; `seen` is the version of the case that they have looked at.
    pub fn wants(self, occasions: &[(i64, Occasion)], seen: i64) -> bool {
        occasions.iter().any(|(version, occasion)| match self {
            Mails::All => true,
            Mails::Unseen => occasion.must_be_known() || *version > seen,
            Mails::Few => occasion.must_be_known() || (occasion.asks() && *version > seen),
        })
    }

    /// Whether a mail goes to who has muted its case, whatever else they chose: what must be known is told all the same.
    pub fn wants_of_a_muted_case(occasions: &[(i64, Occasion)]) -> bool {
        occasions
            .iter()
            .any(|(_, occasion)| occasion.must_be_known())
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h7_of_a_muted_case_goes_what_must_be_known_and_no_more_than_any_wish_lets_through() {
        for occasion in Occasion::ALL {
            let alone = [(3, occasion)];
            let muted = Mails::wants_of_a_muted_case(&alone);
            assert_eq!(muted, occasion.must_be_known(), "{occasion:?}");
            // Nobody gets more of a muted case than of one that is not.
            for mails in Mails::ALL {
                for seen in [0, 3] {
                    assert!(
                        !muted || mails.wants(&alone, seen),
                        "{occasion:?} {mails:?}"
                    );
                }
            }
        }
        assert!(!Mails::wants_of_a_muted_case(&[]));
        let both = [(3, Occasion::Answered), (4, Occasion::ClosingAnnounced)];
        assert!(Mails::wants_of_a_muted_case(&both));
    }
}
