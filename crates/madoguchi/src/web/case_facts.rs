//! The facts beside a case: one piece knows how each is said, each side which it shows, and in what order (C17).

use std::collections::HashMap;

use domain::{
    Desk, PersonId, TeamId,
    case::Case,
    directory::{Deployment, Person},
};

use super::shown::{self, Fact};
use crate::{
    app::{App, Fail},
    texts::Texts,
};

/// What the customer is shown.
pub const OF_CUSTOMER: &[&str] = &[
    "fact-owner",
    "fact-contact",
    "fact-kind",
    "fact-severity",
    "fact-product",
    "fact-deployment",
    "fact-environment",
    "fact-channel",
    "fact-third-party",
    "fact-opened",
    "fact-modified",
    "fact-closed",
];

/// What staff are shown; owner and severity stand in the head of their page.
pub const OF_STAFF: &[&str] = &[
    "fact-account",
    "fact-contact",
    "fact-email",
    "fact-deployment",
    "fact-identifier",
    "fact-environment",
    "fact-product",
    "fact-kind",
    "fact-channel",
    "fact-team",
    "fact-opened",
    "fact-modified",
    "fact-closed",
    "fact-cause",
    "fact-reopenings",
    "fact-source",
];

/// Who and what a case names, by name.
pub struct Names<'a> {
    pub people: &'a HashMap<PersonId, Person>,
    /// Known to staff alone.
    pub teams: &'a HashMap<TeamId, String>,
}

/// These facts; what is not known is left out.
pub async fn of(
    app: &App,
    t: &Texts,
    desk: &Desk,
    case: &Case,
    names: &Names<'_>,
    wanted: &[&'static str],
) -> Result<Vec<Fact>, Fail> {
    let account = match wanted.contains(&"fact-account") {
        true => app.store.account_name(case.account).await?,
        false => None,
    };
    let sites = app.store.deployments(case.account).await?;
    let site = sites.into_iter().find(|site| site.id == case.deployment);
    let said = |fact: &str| match fact {
        "fact-account" => account.as_ref().map(|name| t.either(name).to_owned()),
        _ => value(t, desk, case, names, site.as_ref(), fact),
    };
    let facts = wanted.iter().filter_map(|fact| {
        let value = said(fact).filter(|value| !value.is_empty())?;
        let label = t.say(fact).to_owned();
        Some(Fact { label, value })
    });
    Ok(facts.collect())
}

fn value(
    t: &Texts,
    desk: &Desk,
    case: &Case,
    names: &Names<'_>,
    site: Option<&Deployment>,
    fact: &str,
) -> Option<String> {
    let name = |id: PersonId| names.people.get(&id).map(|person| person.profile.name());
    let label = |words: &domain::Words| t.desk(words).to_owned();
    match fact {
        "fact-owner" => case
            .owner
            .and_then(name)
            .or_else(|| Some(t.say("owner-none").to_owned())),
        "fact-contact" => name(case.contact),
        "fact-email" => {
            let contact = names.people.get(&case.contact)?;
            Some(contact.profile.email.as_str().to_owned())
        }
        "fact-kind" => Some(shown::kind_name(t, desk, case)),
        "fact-severity" => desk.severity(&case.severity).map(|s| label(&s.label)),
        "fact-product" => desk.product(&case.product).map(|p| label(&p.label)),
        "fact-deployment" => site.map(|d| t.either(&[&d.label, &d.label_en]).to_owned()),
        "fact-identifier" => site.map(|site| site.identifier.clone()),
        "fact-environment" => {
            let environment = desk.environment(case.environment.as_deref()?);
            environment.map(|e| label(&e.label))
        }
        "fact-channel" => desk.channel(&case.channel).map(|c| label(&c.label)),
        "fact-third-party" => shown::third_party(t, case),
        "fact-team" => names.teams.get(&case.team?).cloned(),
        "fact-opened" => Some(t.long_time(case.opened_at)),
        "fact-modified" => Some(t.long_time(case.modified_at)),
        "fact-closed" => case.closed_at.map(|at| t.long_time(at)),
        "fact-cause" => desk
            .cause(case.closing.cause.as_deref()?)
            .map(|one| label(&one.label)),
        "fact-reopenings" => (case.reopenings > 0).then(|| t.number(i64::from(case.reopenings))),
        "fact-source" => case.source.as_ref().map(|source| source.id.clone()),
        _ => None,
    }
}
