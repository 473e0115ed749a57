//! What a desk says of files that people hand in; [`crate::file`] judges by it.

use super::Desk;

/// Limits of attachments to one message (C13).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachments {
    pub per_message: u16,
    pub bytes_each: u64,
    /// Extensions without the dot, lower case.
    pub types: Vec<String>,
    /// Larger files, where the desk takes them.
    pub transfer: Option<Transfer>,
    /// The most that lies in the cases of one account; without it there is no end.
    pub bytes_per_account: Option<u64>,
    /// What opens with a password only is taken, and staff are told that nobody can look into it; else it is refused.
    pub keeps_locked: bool,
}

/// The way for files that are larger than an attachment, which goes on after a break (C13).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    pub bytes_each: u64,
}

impl Desk {
    /// What software that is given out is held to (B6): a version is one file, however many go with a message.
    pub fn given_out(&self) -> Attachments {
        let limits = self.downloads.as_ref().unwrap_or(&self.attachments);
        Attachments {
            per_message: 1,
            ..limits.clone()
        }
    }
}
