//! A round of what is told when its moment has come.

use std::time::Duration;

use domain::Instant;
use store::DbError;

use crate::app::{App, Fail};

/// A moment is never waited for longer: the machine's clock may be set meanwhile.
pub(super) const LONGEST: Duration = Duration::from_secs(30);

/// Something that is told when its moment has come.
pub(super) trait Telling {
    /// What it is, in the log of the program.
    const WHAT: &str;

    /// Tells so much as fits into one go of what is due, and says how much that was.
    fn tell(app: &App) -> impl Future<Output = Result<usize, Fail>> + Send;

    /// When the next will be due.
    fn next(app: &App) -> impl Future<Output = Result<Option<Instant>, DbError>> + Send;
}

/// Tells all that is due by now, and says how long nothing more will be. What fails is tried again in the next round.
pub(super) async fn round<T: Telling>(app: &App) -> Duration {
    loop {
        match T::tell(app).await {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, what = T::WHAT, "not told; the next round tries again");
                return LONGEST;
            }
        }
    }
    match T::next(app).await {
        Ok(Some(next)) => left(app.now(), next),
        Ok(None) => LONGEST,
        Err(error) => {
            tracing::warn!(%error, what = T::WHAT, "the next moment could not be read");
            LONGEST
        }
    }
}

fn left(now: Instant, next: Instant) -> Duration {
    let left = next.duration_since(now).as_millis();
    Duration::from_millis(u64::try_from(left).unwrap_or(0)).min(LONGEST)
}
