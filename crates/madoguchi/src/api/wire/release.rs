//! Software to download.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Labelled;

#[derive(Debug, Serialize, ToSchema)]
pub struct Releases {
    pub items: Vec<Release>,
}

/// A version of software.
#[derive(Debug, Serialize, ToSchema)]
pub struct Release {
    pub id: String,
    pub product: Labelled,
    pub name: String,
    pub version: String,
    /// What is new in it; may be empty.
    pub note: String,
    /// Name of the file.
    pub file: String,
    pub bytes: u64,
    /// In hexadecimal.
    pub sha256: String,
    /// `ready`; `held` until it was looked through for harm, and had by nobody before; `threat`, for administrators alone, where some
    /// was found.
    pub state: String,
    /// Why it could not be looked through, for staff: `too-large`, `hung-up`, `slow`, `unread`, or the scanner's own words.
    #[schema(required)]
    pub unscanned: Option<String>,
    pub published_at: String,
}

/// A version to give out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRelease {
    /// An id of the desk's products.
    pub product: String,
    /// What the software is called.
    pub name: String,
    pub version: String,
    /// What is new in it.
    pub note: Option<String>,
    /// Id of a file of the caller's that was handed in.
    pub file: String,
}
