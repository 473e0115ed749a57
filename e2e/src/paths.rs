//! Where built things lie, seen from a running test.

use std::path::{Path, PathBuf};

/// The folder of this profile's binaries, such as `target/debug`.
pub(crate) fn profile() -> PathBuf {
    let exe = std::env::current_exe().unwrap_or_default();
    let folder = exe.parent().unwrap_or(Path::new("."));
    if folder.ends_with("deps") {
        folder.parent().unwrap_or(folder).to_path_buf()
    } else {
        folder.to_path_buf()
    }
}

/// The target folder itself.
pub(crate) fn target() -> PathBuf {
    let profile = profile();
    profile.parent().unwrap_or(&profile).to_path_buf()
}

/// True where nobody is watching and a missing tool is a failure.
pub(crate) fn on_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}
