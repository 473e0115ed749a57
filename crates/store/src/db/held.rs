//! One connection for all that a page reads: to begin and end a transaction costs as much as a short query, and what stands on one
//! page is of one moment. Whoever writes reads of the moment after it.

use std::cell::RefCell;

use super::sqlite::{Reader, Sqlite};

tokio::task_local! {
    static HELD: RefCell<Option<Held>>;
}

/// A reader inside a transaction, and of which database it is.
pub(super) struct Held {
    pub reader: Reader,
    pub of: usize,
}

/// Lets the reads of this work share a connection. It must not wait for what others are to write: it would not see it.
pub(super) async fn during<F: Future>(db: &Sqlite, work: F) -> F::Output {
    let whole = async {
        let done = work.await;
        db.let_go();
        done
    };
    HELD.scope(RefCell::default(), whole).await
}

/// What is held, where something may be.
pub(super) fn with<T>(each: impl FnOnce(&mut Option<Held>) -> T) -> Option<T> {
    // Reading never reads: nobody else has it borrowed.
    HELD.try_with(|held| held.try_borrow_mut().ok().map(|mut held| each(&mut held)))
        .ok()
        .flatten()
}
