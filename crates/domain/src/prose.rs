//! Text that a person wrote or that tells who a person is. In the event log it is kept apart from the event, so that
//! erasing it leaves the chain whole; an erased text is `None`.

use serde::{Deserialize, Serialize};

/// A text that can be erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prose {
    prose: Option<String>,
}

impl Prose {
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            prose: Some(text.into()),
        }
    }

    pub fn erased() -> Self {
        Self { prose: None }
    }

    /// The text, empty when it was erased.
    pub fn as_str(&self) -> &str {
        self.prose.as_deref().unwrap_or("")
    }

    pub fn is_erased(&self) -> bool {
        self.prose.is_none()
    }
}
