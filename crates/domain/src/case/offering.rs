//! What a company's plan leaves out of what the desk takes (C2). Whether a contract covers a case at all is
//! [`entitlement`]'s part; here it is asked what its plan goes with.

use super::{
    NewCase,
    intake::{FieldProblem, Wrong, problem},
};
use crate::{
    DeploymentId, Instant, Language,
    contract::entitlement::{self, Entitlement, Wish},
    desk::{Desk, ForPlans, Kind, NeedOfContract},
};

/// What a new case asks of a contract.
pub(super) fn wish(new: &NewCase, at: Instant) -> Wish<'_> {
    Wish {
        deployment: new.deployment,
        product: &new.product,
        severity: &new.severity,
        channel: &new.channel,
        centre: new.centre.as_deref(),
        language: &new.language,
        at,
    }
}

/// Kind or sub type, if what the company has bought leaves it out. Where no contract covers the case, that is told instead.
pub fn lacking(
    desk: &Desk,
    new: &NewCase,
    bought: &[Entitlement],
    at: Instant,
) -> Option<FieldProblem> {
    let kind = desk.kind(&new.kind)?;
    let sub_type = new.sub_type.as_deref().and_then(|id| kind.sub_type(id));
    let asked = std::iter::once(("kind", &kind.with))
        .chain(sub_type.map(|sub_type| ("sub-type", &sub_type.with)));
    let wish = wish(new, at);
    let (field, with) = asked
        .into_iter()
        .find(|(_, with)| left_out(desk, kind, with, bought, &wish))?;
    let wrong = Wrong::NotInPlan {
        plans: with.plans.clone(),
        ask: with.ask.clone(),
    };
    Some(problem(field, wrong))
}

fn left_out(
    desk: &Desk,
    kind: &Kind,
    with: &ForPlans,
    bought: &[Entitlement],
    wish: &Wish,
) -> bool {
    if with.plans.is_empty() {
        return false;
    }
    match entitlement::counting(desk, bought, wish) {
        Some(counting) => !with.holds(Some(&counting.plan)),
        // The verdict refuses it with reasons of its own.
        None => kind.without_contract || desk.rules.contract == NeedOfContract::Welcome,
    }
}

/// Where something is left out by what a company has bought: for some of its deployments and products.
#[derive(Clone, Copy, Debug)]
pub struct Places<'a> {
    pub desk: &'a Desk,
    pub kind: &'a Kind,
    pub bought: &'a [Entitlement],
    pub deployments: &'a [DeploymentId],
    pub at: Instant,
}

impl Places<'_> {
    /// Deployment and product of each place where it is left out, `products` being those it is for.
    pub fn lacking<'p>(
        &self,
        with: &ForPlans,
        products: &[&'p str],
    ) -> Vec<(DeploymentId, &'p str)> {
        if with.plans.is_empty() {
            return Vec::new();
        }
        let language = Language::new("en");
        let left_out = |deployment: DeploymentId, product: &str| {
            let wish = Wish {
                deployment,
                product,
                severity: &self.desk.preset_severity,
                channel: "",
                centre: None,
                language: &language,
                at: self.at,
            };
            left_out(self.desk, self.kind, with, self.bought, &wish)
        };
        let mut all = Vec::new();
        for deployment in self.deployments {
            let here = products.iter().filter(|p| left_out(*deployment, p));
            all.extend(here.map(|product| (*deployment, *product)));
        }
        all
    }
}
