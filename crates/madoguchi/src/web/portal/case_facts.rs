//! The facts beside a case, for the customer.

use std::collections::HashMap;

use domain::{Desk, PersonId, case::Case, directory::Person};

use super::super::shown::{self, Fact};
use crate::{
    app::{App, Fail},
    texts::Texts,
};

/// In the order of the page; what is not known is left out.
pub async fn of(
    app: &App,
    t: &Texts,
    desk: &Desk,
    case: &Case,
    people: &HashMap<PersonId, Person>,
) -> Result<Vec<Fact>, Fail> {
    let name = |id: PersonId| people.get(&id).map(|p| p.profile.name());
    let owner = case.owner.and_then(name);
    let deployment = app
        .store
        .deployments(case.account)
        .await?
        .into_iter()
        .find(|d| d.id == case.deployment);
    let mut facts = Vec::new();
    let mut fact = |label: &str, value: String| {
        if !value.is_empty() {
            facts.push(Fact {
                label: t.say(label).to_owned(),
                value,
            });
        }
    };
    fact(
        "fact-owner",
        owner
            .clone()
            .unwrap_or_else(|| t.say("owner-none").to_owned()),
    );
    fact("fact-contact", name(case.contact).unwrap_or_default());
    fact("fact-kind", shown::kind_name(t, desk, case));
    fact(
        "fact-severity",
        desk.severity(&case.severity)
            .map(|s| t.desk(&s.label).to_owned())
            .unwrap_or_default(),
    );
    fact(
        "fact-product",
        desk.product(&case.product)
            .map(|p| t.desk(&p.label).to_owned())
            .unwrap_or_default(),
    );
    fact(
        "fact-deployment",
        deployment
            .map(|d| t.either(&[d.label, d.label_en]).to_owned())
            .unwrap_or_default(),
    );
    let environment = case
        .environment
        .as_ref()
        .and_then(|id| desk.environment(id));
    fact(
        "fact-environment",
        environment
            .map(|e| t.desk(&e.label).to_owned())
            .unwrap_or_default(),
    );
    fact(
        "fact-channel",
        desk.channel(&case.channel)
            .map(|c| t.desk(&c.label).to_owned())
            .unwrap_or_default(),
    );
    fact(
        "fact-third-party",
        shown::third_party(t, case).unwrap_or_default(),
    );
    fact("fact-opened", t.long_time(case.opened_at));
    fact("fact-modified", t.long_time(case.modified_at));
    if let Some(closed_at) = case.closed_at {
        fact("fact-closed", t.long_time(closed_at));
    }
    Ok(facts)
}
