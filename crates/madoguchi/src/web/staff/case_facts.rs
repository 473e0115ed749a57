//! The facts beside a case, for staff.

use std::collections::HashMap;

use domain::{Desk, PersonId, TeamId, case::Case, directory::Person};

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
    team_names: &HashMap<TeamId, String>,
) -> Result<Vec<Fact>, Fail> {
    let name = |id: PersonId| people.get(&id).map(|p| p.profile.name());
    let account = app
        .store
        .account_name(case.account)
        .await?
        .map(|n| t.either(&n).to_owned())
        .unwrap_or_default();
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
    fact("fact-account", account);
    fact("fact-contact", name(case.contact).unwrap_or_default());
    fact(
        "fact-email",
        people
            .get(&case.contact)
            .map(|p| p.profile.email.as_str().to_owned())
            .unwrap_or_default(),
    );
    fact(
        "fact-deployment",
        deployment
            .as_ref()
            .map(|d| t.either(&[d.label.clone(), d.label_en.clone()]).to_owned())
            .unwrap_or_default(),
    );
    fact(
        "fact-identifier",
        deployment.map(|d| d.identifier).unwrap_or_default(),
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
        "fact-product",
        desk.product(&case.product)
            .map(|p| t.desk(&p.label).to_owned())
            .unwrap_or_default(),
    );
    fact("fact-kind", shown::kind_name(t, desk, case));
    fact(
        "fact-channel",
        desk.channel(&case.channel)
            .map(|c| t.desk(&c.label).to_owned())
            .unwrap_or_default(),
    );
    fact(
        "fact-team",
        case.team
            .and_then(|id| team_names.get(&id))
            .cloned()
            .unwrap_or_default(),
    );
    fact("fact-opened", t.long_time(case.opened_at));
    fact("fact-modified", t.long_time(case.modified_at));
    if let Some(closed_at) = case.closed_at {
        fact("fact-closed", t.long_time(closed_at));
    }
    if case.reopenings > 0 {
        fact("fact-reopenings", t.number(i64::from(case.reopenings)));
    }
    if let Some(source) = &case.source {
        fact("fact-source", source.id.clone());
    }
    Ok(facts)
}
