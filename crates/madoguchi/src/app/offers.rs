//! What would be promised for a case before it is sent, at each centre that could take it (S5).

use domain::{
    Actor, Desk, Instant,
    calendar::second,
    case::intake,
    contract::{
        Amount, MilestoneId, Promise,
        entitlement::{self, Answer, Entitlement, Verdict, Wish},
    },
};

use super::{App, Fail, cases::Wanted};

/// What one centre would promise now.
#[derive(Clone, Debug)]
pub struct Offer {
    pub verdict: Verdict,
    /// The centre that would answer; nothing where it is refused or the desk has none.
    pub centre: Option<String>,
    pub plan: Option<String>,
    /// When the first answer would come.
    pub first_response: Option<Instant>,
    /// When the next update would, and how often from then on.
    pub next_update: Option<Amount>,
    /// What is promised besides.
    pub milestones: Vec<(MilestoneId, Amount)>,
}

impl Offer {
    /// What comes of a wish at the centre it names, or else at the one it is given to.
    pub fn of(desk: &Desk, bought: &[Entitlement], wish: &Wish) -> Self {
        let verdict = entitlement::verdict(desk, bought, wish);
        let chosen = wish.centre.is_some();
        let promise = Promise::of(verdict.clone(), desk, wish.severity, wish.language, chosen);
        let centre = verdict.centre.clone();
        let calendar = centre.as_deref().and_then(|id| desk.centre(id));
        let first = promise.targets.first_response;
        let milestones = promise.targets.milestones.iter();
        let milestones = milestones.filter_map(|m| Some((m.id, m.amount?)));
        let due = calendar.and_then(|c| first?.from(second(wish.at), &c.calendar));
        Self {
            centre,
            plan: promise.plan,
            first_response: due.and_then(|at| Instant::from_second(at).ok()),
            next_update: promise.targets.next_update,
            milestones: milestones.collect(),
            verdict,
        }
    }
}

impl App {
    /// What the contracts of the actor's company say of an opening as it is entered so far, at each centre that could
    /// take it; the first is the one that takes it if nothing is chosen (S5).
    pub async fn offers(&self, actor: &Actor, wanted: &Wanted<'_>) -> Result<Vec<Offer>, Fail> {
        let (desk, _) = self.desks.current();
        let Some(kind) = desk.kind(wanted.kind) else {
            return Ok(Vec::new());
        };
        if kind.without_contract || desk.plans.is_empty() {
            return Ok(Vec::new());
        }
        let sites = self.sites(actor).await?;
        let entered = |id: &str| wanted.entries.get(id).map(|text| text.trim());
        let site = match (entered("deployment").unwrap_or_default(), sites.as_slice()) {
            ("", [only]) => Some(only),
            (id, sites) => sites.iter().find(|site| site.id.to_string() == id),
        };
        let products = intake::products_of(desk, kind);
        let product = match (entered("product").unwrap_or_default(), products.as_slice()) {
            ("", [only]) => *only,
            (id, _) => id,
        };
        let severity = entered("severity").filter(|id| desk.severity(id).is_some());
        let severity = severity.unwrap_or(&desk.preset_severity);
        let Actor::Contact { account, .. } = actor else {
            return Ok(Vec::new());
        };
        let bought = self.store.entitlements(*account).await?;
        let now = self.now();
        // Before site and product are chosen, whatever the company has speaks for them.
        let any = bought.iter().max_by_key(|e| (!e.trial, e.to));
        let deployment = site
            .map(|site| site.id)
            .or(any.and_then(|e| e.deployment))
            .or(sites.first().map(|site| site.id));
        let product = match product {
            "" => any.and_then(|e| e.product.as_deref()).unwrap_or_default(),
            product => product,
        };
        let Some(deployment) = deployment else {
            return Ok(Vec::new());
        };
        let offer = |centre: Option<&str>| {
            let wish = Wish {
                deployment,
                product,
                severity,
                channel: wanted.channel,
                centre,
                language: wanted.language,
                at: now,
            };
            Offer::of(desk, &bought, &wish)
        };
        let itself = offer(None);
        let first = itself.centre.clone();
        let others = desk
            .centres
            .iter()
            .filter(|c| Some(&c.id) != first.as_ref())
            // A guest is shown no centre that would not take them (C20).
            .filter(|c| c.guests || !actor.is_guest());
        let others = others
            .map(|centre| offer(Some(&centre.id)))
            .filter(|offer| offer.verdict.answer != Answer::Refuse);
        let others: Vec<Offer> = others.collect();
        Ok(std::iter::once(itself).chain(others).collect())
    }
}
