//! What a contact can see of an account's cases, in words (A4): it is the scope by which every look-up of theirs goes, and nothing worked
//! out beside it.

use domain::{
    Actor,
    access::{Only, Scope},
    directory::Account,
};

use crate::{app::access::Party, texts::Texts};

/// What they can see as things stand.
pub fn sees(t: &Texts, account: &Account, party: &Party) -> String {
    let Some(access) = party.access.clone().filter(|_| !party.person.suspended) else {
        return t.say("sees-nothing").to_owned();
    };
    if account.restricted {
        return t.say("sees-restricted").to_owned();
    }
    let actor = Actor::Contact {
        person: party.person.id,
        account: account.id,
        access,
    };
    let Scope::Account {
        sites, since, only, ..
    } = actor.scope()
    else {
        return t.say("sees-nothing").to_owned();
    };
    let what = match (only, sites) {
        (Only::OwnAdmin, _) => t.say("sees-own-admin").to_owned(),
        (Only::Own, _) => t.say("sees-own").to_owned(),
        (Only::All, None) => t.say("sees-all").to_owned(),
        (Only::All, Some(sites)) => {
            let named = account.deployments.iter();
            let named = named.filter(|site| sites.contains(&site.id));
            let named = named.map(|site| t.either(&[&site.label, &site.label_en]).to_owned());
            let named: Vec<String> = named.collect();
            t.one("sees-sites", "sites", named.join(t.say("list-separator")))
        }
    };
    match since {
        None => what,
        Some(since) => t.with(
            "sees-since",
            [("sees", what.into()), ("day", t.table_day(since).into())],
        ),
    }
}
