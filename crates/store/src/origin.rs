//! Where a change comes from, and for whom somebody makes it (O5). It rides along with the request, and stands with the events of the
//! request under their hash; it is no part of a decision, so no rule can see it.

use domain::PersonId;

/// Where a request comes from; all of it is missing where the product itself acts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// An address of the network.
    pub address: Option<String>,
    /// The contact as whom an agent looks at the portal (A10).
    pub on_behalf: Option<PersonId>,
}

tokio::task_local! {
    static ORIGIN: Origin;
}

/// Does something that came from there.
pub async fn within<F: Future>(origin: Origin, doing: F) -> F::Output {
    ORIGIN.scope(origin, doing).await
}

/// From where what is done now comes.
pub fn current() -> Origin {
    ORIGIN.try_with(Origin::clone).unwrap_or_default()
}
