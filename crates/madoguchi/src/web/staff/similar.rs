//! Closed cases that are like the one at hand, with what solved them (K1).

use store::cases::StoredCase;

use super::super::{
    shown as said,
    visitor::{Me, Visitor},
};

/// A closed case beside the one at hand.
pub struct Alike {
    pub number: String,
    pub subject: String,
    pub account: String,
    /// Why it was closed; empty where nobody said.
    pub cause: String,
    /// What support said last.
    pub solution: String,
}

/// The most alike first; none where finding does not answer, for the case is there without.
pub async fn of(visitor: &Visitor, me: &Me, stored: &StoredCase) -> Vec<Alike> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let found = match app.similar_cases(&me.actor, stored).await {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(%error, "similar cases could not be found");
            return Vec::new();
        }
    };
    let each = found.into_iter().map(|one| {
        let case = &one.stored.case;
        let desk = app.desks.of(case.desk_version);
        let cause = case.closing.cause.as_deref().and_then(|id| desk.cause(id));
        Alike {
            number: said::number(desk, one.stored.number),
            subject: case.subject.as_str().to_owned(),
            account: t.either(&one.account).to_owned(),
            cause: cause.map_or(String::new(), |cause| t.desk(&cause.label).to_owned()),
            solution: one.solution,
        }
    });
    each.collect()
}
