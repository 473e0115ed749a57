//! Looking into whole files: for words, or for whether they open. Each is whole in memory meanwhile, and what reads a PDF file may
//! take much more for some seconds, so that few are looked into at once, whoever asks.

use tokio::{
    sync::{Semaphore, SemaphorePermit},
    task::JoinError,
};

use super::Fail;

static LOOKS: Semaphore = Semaphore::const_new(2);

/// A place among the few, to be taken before a file is fetched.
pub(super) struct Look(SemaphorePermit<'static>);

impl Look {
    /// Waits for a place.
    pub async fn begin() -> Result<Self, Fail> {
        LOOKS.acquire().await.map(Self).map_err(Fail::broken)
    }

    /// Looks on a thread of its own. The place is held until that ends, also where whoever asked is gone by then.
    pub async fn aside<T: Send + 'static>(
        self,
        look: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        let looked = tokio::task::spawn_blocking(move || {
            let _place = self.0;
            look()
        });
        looked.await
    }
}
