//! Numbered migrations, one text for both databases, each in a transaction of its own.

use super::{Db, DbError};
use crate::sql;

const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_begin.sql"),
    include_str!("../../migrations/0002_contract.sql"),
    include_str!("../../migrations/0003_alerts.sql"),
    include_str!("../../migrations/0004_milestones.sql"),
    include_str!("../../migrations/0005_mails.sql"),
    include_str!("../../migrations/0006_sign_ins.sql"),
    include_str!("../../migrations/0007_served.sql"),
    include_str!("../../migrations/0008_access.sql"),
    include_str!("../../migrations/0009_audit.sql"),
    include_str!("../../migrations/0010_second_factors.sql"),
    include_str!("../../migrations/0011_proxy_logins.sql"),
    include_str!("../../migrations/0012_joining.sql"),
    include_str!("../../migrations/0013_profile.sql"),
    include_str!("../../migrations/0014_private.sql"),
    include_str!("../../migrations/0015_seen.sql"),
    include_str!("../../migrations/0016_networks.sql"),
    include_str!("../../migrations/0017_endings.sql"),
    include_str!("../../migrations/0018_lists.sql"),
    include_str!("../../migrations/0019_answers.sql"),
    include_str!("../../migrations/0020_closings.sql"),
    include_str!("../../migrations/0021_openings.sql"),
    include_str!("../../migrations/0022_files.sql"),
    include_str!("../../migrations/0023_knowledge.sql"),
    include_str!("../../migrations/0024_releases.sql"),
    include_str!("../../migrations/0025_snoozes.sql"),
    include_str!("../../migrations/0026_causes.sql"),
    include_str!("../../migrations/0027_escalations.sql"),
    include_str!("../../migrations/0028_incidents.sql"),
    include_str!("../../migrations/0029_finding.sql"),
    include_str!("../../migrations/0030_sessions.sql"),
    include_str!("../../migrations/0031_team_views.sql"),
    include_str!("../../migrations/0032_session_things.sql"),
    include_str!("../../migrations/0033_appointments.sql"),
    include_str!("../../migrations/0034_hands.sql"),
    include_str!("../../migrations/0035_uses.sql"),
    include_str!("../../migrations/0036_limits.sql"),
    include_str!("../../migrations/0037_surges.sql"),
    include_str!("../../migrations/0038_handed_on.sql"),
    include_str!("../../migrations/0039_session_answers.sql"),
    include_str!("../../migrations/0040_article_images.sql"),
    include_str!("../../migrations/0041_session_looks.sql"),
    include_str!("../../migrations/0042_reopenings.sql"),
    include_str!("../../migrations/0043_orders.sql"),
    include_str!("../../migrations/0044_uses_again.sql"),
    include_str!("../../migrations/0045_reading_lists.sql"),
    include_str!("../../migrations/0046_file_texts.sql"),
    include_str!("../../migrations/0047_files.sql"),
    include_str!("../../migrations/0048_calls.sql"),
    include_str!("../../migrations/0049_letters.sql"),
    include_str!("../../migrations/0050_address_wishes.sql"),
    include_str!("../../migrations/0051_readings.sql"),
    include_str!("../../migrations/0052_suggestions.sql"),
    include_str!("../../migrations/0053_locked.sql"),
    include_str!("../../migrations/0054_masked_file_texts.sql"),
    include_str!("../../migrations/0055_session_choices.sql"),
    include_str!("../../migrations/0056_recorders.sql"),
    include_str!("../../migrations/0057_references.sql"),
    include_str!("../../migrations/0058_mutes.sql"),
    include_str!("../../migrations/0059_news_addresses.sql"),
    include_str!("../../migrations/0060_columns_of_sheets.sql"),
    include_str!("../../migrations/0061_texts_gone.sql"),
    include_str!("../../migrations/0062_shared_drafts.sql"),
];

/// Brings the schema up to date. A database of a newer program is refused, not guessed at.
pub(crate) async fn run(db: &Db) -> Result<(), DbError> {
    let dialect = db.dialect();
    db.script(
        &dialect
            .schema("CREATE TABLE IF NOT EXISTS schema_version (version {int} NOT NULL) {strict}"),
    )
    .await?;
    let found = match db
        .read_one("SELECT max(version) FROM schema_version", &[])
        .await?
    {
        Some(row) => row.columns().maybe_int()?.unwrap_or(0),
        None => 0,
    };
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(DbError::Newer { found, known });
    }
    for (number, text) in (1..).zip(MIGRATIONS).filter(|(number, _)| *number > found) {
        let text = dialect.schema(text);
        let whole = sql!("{text}; INSERT INTO schema_version (version) VALUES ({number})");
        db.script(&whole).await?;
    }
    Ok(())
}
