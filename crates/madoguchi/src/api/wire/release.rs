//! Software to download.

use serde::Serialize;
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
    pub published_at: String,
}
