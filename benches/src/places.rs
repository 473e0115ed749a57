//! Where databases are kept between runs, and where the program lies.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

/// Raised when [`crate::seed`] writes something else.
const SEEDED_AS: u32 = 1;

/// The target folder that this benchmark was built into.
pub fn target() -> PathBuf {
    let own = std::env::current_exe().expect("a program lies somewhere");
    // target/release/deps/pages-0123
    own.ancestors()
        .nth(3)
        .expect("cargo built it into a target folder")
        .to_path_buf()
}

/// The folder of an installation with so many cases; another schema or desk has another one.
pub fn installation(cases: usize) -> PathBuf {
    let mut digest = DefaultHasher::new();
    SEEDED_AS.hash(&mut digest);
    include_str!("../../crates/store/migrations/0001_begin.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0002_contract.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0003_alerts.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0004_milestones.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0005_mails.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0006_sign_ins.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0007_served.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0008_access.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0009_audit.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0010_second_factors.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0011_proxy_logins.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0012_joining.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0013_profile.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0014_private.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0015_seen.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0016_networks.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0017_endings.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0018_lists.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0019_answers.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0020_closings.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0021_openings.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0022_files.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0023_knowledge.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0024_releases.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0025_snoozes.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0026_causes.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0027_escalations.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0028_incidents.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0029_finding.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0030_sessions.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0031_team_views.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0032_session_things.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0033_appointments.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0034_hands.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0035_uses.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0036_limits.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0037_surges.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0038_handed_on.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0039_session_answers.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0040_article_images.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0041_session_looks.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0042_reopenings.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0043_orders.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0044_uses_again.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0045_reading_lists.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0046_file_texts.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0047_files.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0048_calls.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0049_letters.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0050_address_wishes.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0051_readings.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0052_suggestions.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0053_locked.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0054_masked_file_texts.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0055_session_choices.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0056_recorders.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0057_references.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0058_mutes.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0059_news_addresses.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0060_columns_of_sheets.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0061_texts_gone.sql").hash(&mut digest);
    include_str!("../../crates/store/migrations/0062_shared_drafts.sql").hash(&mut digest);
    testkit::cast::DESK.hash(&mut digest);
    target()
        .join("bench-data")
        .join(format!("{:016x}", digest.finish()))
        .join(cases.to_string())
}

/// The database of an installation.
pub fn database(folder: &Path) -> PathBuf {
    folder.join("madoguchi.db")
}

/// A copy that may be written to.
pub fn copy(from: &Path, name: &str) -> PathBuf {
    let folder = target().join("bench-data").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the copy");
    std::fs::copy(database(from), database(&folder)).expect("the database is copied");
    folder
}

/// The program as it is delivered, built anew if it is not the newest.
pub fn program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("MADOGUCHI_BIN") {
        return Some(named.into());
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args([
            "build",
            "--profile",
            "packaged",
            "--quiet",
            "--package",
            "madoguchi",
            "--bin",
            "madoguchi",
            "--target-dir",
        ])
        .arg(target())
        .status();
    let path = target().join("packaged").join("madoguchi");
    (built.is_ok_and(|status| status.success()) && path.is_file()).then_some(path)
}
