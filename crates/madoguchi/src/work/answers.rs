//! Lets held answers go out when their moment has come (K1). They lie in the database: what a stopped program has not sent goes
//! out after the next start, once, since sending takes the answer away in the same write.

use std::time::Duration;

use crate::app::{App, Fail};

/// An answer goes out no later than this after its moment.
pub const TICK: Duration = Duration::from_millis(500);
/// Answers taken at a time.
const BATCH: usize = 100;

/// Lets go what is due by now; gives how many went out.
pub async fn run(app: &App) -> Result<usize, Fail> {
    let mut gone = 0;
    for held in app.store.held_until(app.now(), BATCH).await? {
        gone += usize::from(app.release(&held).await?);
    }
    Ok(gone)
}
