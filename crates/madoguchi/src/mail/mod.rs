//! Mail that goes out: letters, and the ways they take. Knows no case and no database.

pub mod account_texts;
mod letter;
mod post;
pub mod templates;

pub use letter::{Address, Attached, BadAddress, Letter, written};
pub use post::{Caught, NotPosted, Post};

use jiff::SignedDuration;

use crate::app::passwords;

/// How this installation writes mails.
pub struct Mailing {
    /// Where its pages are, for links: scheme, host and port, without a slash at the end.
    pub base: String,
    pub from: Address,
    pub post: Post,
    /// What is not urgent waits so long for what may follow.
    pub calm: SignedDuration,
}

impl Mailing {
    /// The name of this installation in Message-IDs.
    pub fn host(&self) -> &str {
        let (_, domain) = self.from.email.rsplit_once('@').unwrap_or_default();
        domain
    }

    /// A Message-ID that nobody guesses, without the angle brackets.
    pub fn fresh_id(&self) -> String {
        let chance = passwords::hex(&store::random::<16>());
        format!("{chance}@{}", self.host())
    }
}
