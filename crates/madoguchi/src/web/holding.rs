//! What a company has: contracts with their history, deployments with the identifiers they are known by, contacts with their
//! access, and how much of each limit is used (S9). The same part for the company's admin and for staff.

use domain::{
    AccountId, Desk, Level,
    access::{Access, seats},
    contract::entitlement::Entitlement,
    directory::IdentifierSort,
};

use crate::{
    app::{App, Fail, access::Party},
    texts::Texts,
};

pub struct Holding {
    pub id: String,
    pub name: String,
    pub contracts: Vec<Contract>,
    pub sites: Vec<Site>,
    pub contacts: Vec<Contact>,
    pub known: Vec<Known>,
    /// Contacts who open cases, of how many.
    pub used: String,
    /// The vendor's agent who looks after the account's success; empty for nobody (C2).
    pub success_manager: String,
}

/// One period of a contract.
pub struct Contract {
    pub number: String,
    pub plan: String,
    pub covers: String,
    pub from: String,
    pub to: String,
    /// `valid`, `coming`, `ended` or `trial`.
    pub state: &'static str,
    pub state_text: &'static str,
}

pub struct Site {
    pub name: String,
    pub identifier: String,
    pub environments: String,
}

/// Something that the account is known by besides.
pub struct Known {
    pub value: String,
    pub sort: &'static str,
    pub site: String,
}

pub struct Contact {
    pub name: String,
    pub email: String,
    pub level: &'static str,
    pub admin: bool,
}

/// Nothing where there is no such account.
pub async fn of(app: &App, t: &Texts, id: AccountId) -> Result<Option<Holding>, Fail> {
    let Some(account) = app.store.account(id).await? else {
        return Ok(None);
    };
    let (desk, _) = app.desks.current();
    let (bought, sites, known) = (
        &account.entitlements,
        &account.deployments,
        &account.identifiers,
    );
    let parties = app.parties(&account).await?;
    let manager = match account.success_manager {
        Some(id) => app.store.person(id).await?,
        None => None,
    };
    let today = seats::today(desk, app.now());
    let site_name = |id| {
        let site = sites.iter().find(|site| Some(site.id) == id);
        site.map(|site| t.either(&[&site.label, &site.label_en]).to_owned())
    };
    let separator = t.say("list-separator");
    let contracts = bought.iter().rev();
    let contracts = contracts.map(|e| contract(app, t, desk, e, site_name(e.deployment)));
    let environments = |ids: &[String]| {
        let labels = ids.iter().filter_map(|id| desk.environment(id));
        let labels: Vec<&str> = labels.map(|e| t.desk(&e.label)).collect();
        labels.join(separator)
    };
    let level = |party: &Party| party.access.as_ref().and_then(Access::level);
    let opens = |party: &&Party| level(party) == Some(Level::ReadWrite);
    let count = |n: usize| t.number(i64::try_from(n).unwrap_or(i64::MAX));
    let used = count(parties.iter().filter(opens).count());

    Ok(Some(Holding {
        id: id.to_string(),
        name: t.either(&[&account.name, &account.name_en]).to_owned(),
        success_manager: manager.map_or(String::new(), |manager| manager.profile.name()),
        contracts: contracts.collect(),
        used: match seats::most(desk, bought, today) {
            Some(most) => t.with(
                "holding-used",
                [("used", used.into()), ("most", t.number(most).into())],
            ),
            None => t.one("holding-used-free", "used", used),
        },
        sites: sites
            .iter()
            .map(|site| Site {
                name: t.either(&[&site.label, &site.label_en]).to_owned(),
                identifier: site.identifier.clone(),
                environments: environments(&site.environments),
            })
            .collect(),
        known: known
            .iter()
            .map(|k| Known {
                value: match k.sort {
                    IdentifierSort::Pin => t.say("known-hidden").to_owned(),
                    _ => k.value.clone(),
                },
                sort: t.say(&format!("known-{}", k.sort.as_str())),
                site: site_name(k.deployment).unwrap_or_default(),
            })
            .collect(),
        contacts: parties
            .iter()
            .map(|party| Contact {
                name: party.person.profile.name(),
                email: party.person.profile.email.as_str().to_owned(),
                level: level_name(t, level(party)),
                admin: Some(party.person.id) == account.admin,
            })
            .collect(),
    }))
}

/// A level, in words.
pub fn level_name(t: &Texts, level: Option<Level>) -> &'static str {
    t.say(match level {
        None => "access-none",
        Some(Level::Basic) => "access-basic",
        Some(Level::ReadOnly) => "access-read-only",
        Some(Level::ReadWrite) => "access-read-write",
    })
}

/// How a contract stands on a day: `ended`, `coming`, `trial` or `valid`.
pub fn state(e: &Entitlement, today: jiff::civil::Date) -> &'static str {
    match e.trial {
        _ if today > e.to => "ended",
        _ if today < e.from => "coming",
        true => "trial",
        false => "valid",
    }
}

/// Key of the words for it.
pub fn contract_state(state: &str) -> &'static str {
    match state {
        "ended" => "contract-ended",
        "coming" => "contract-coming",
        "trial" => "contract-trial",
        _ => "contract-valid",
    }
}

fn contract(app: &App, t: &Texts, desk: &Desk, e: &Entitlement, site: Option<String>) -> Contract {
    let today = seats::today(desk, app.now());
    let state = state(e, today);
    let product = e.product.as_deref().and_then(|id| desk.product(id));
    let mut covers: Vec<String> = site.into_iter().collect();
    covers.extend(product.map(|p| t.desk(&p.label).to_owned()));
    if covers.is_empty() {
        covers.push(t.say("holding-covers-all").to_owned());
    }
    let options = e.options.iter();
    let options = options.filter_map(|id| desk.contract_options.iter().find(|o| o.id == *id));
    covers.extend(options.map(|o| t.desk(&o.label).to_owned()));
    Contract {
        number: e.contract.clone(),
        plan: desk
            .plan(&e.plan)
            .map_or(e.plan.as_str(), |plan| t.desk(&plan.label))
            .to_owned(),
        covers: covers.join(t.say("list-separator")),
        from: t.civil_day(&e.from.to_string()),
        to: t.civil_day(&e.to.to_string()),
        state,
        state_text: t.say(contract_state(state)),
    }
}
