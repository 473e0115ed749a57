//! Who may do what in an account, and the forms that change it: one part for its admin and for staff (A2–A4, A9).

use std::collections::BTreeMap;

use domain::{
    AccountId, Actor, DeploymentId, Level, PersonId,
    access::{Command, Ground, Hold, Refused, seats},
    directory::{Account, Person},
};

use store::directory::fold_email;

use super::{
    holding::level_name,
    listing::{Pick, pick},
    posted::Posted,
    reach,
    shown::Trouble,
};
use crate::{
    app::{App, Fail, access::Party},
    texts::Texts,
};

/// The part as a page shows it.
pub struct Part {
    /// Where its forms go, without the last step.
    pub action: String,
    /// The reader may change it.
    pub decides: bool,
    /// The reader is an administrator of the desk.
    pub administers: bool,
    pub rows: Vec<Row>,
    /// Places taken, in words.
    pub used: String,
    /// Ids of those who have a place, as the page was made: what changed since is left alone.
    pub was: String,
    pub away: Vec<Pick>,
    pub stand_ins: Vec<Pick>,
    pub colleagues: Vec<Pick>,
    pub everybody: Vec<Pick>,
    pub sites: Vec<Pick>,
    pub levels: Vec<Pick>,
    /// To whom it is being handed over.
    pub handover: String,
    pub partners: Vec<PartnerRow>,
    pub restricted: bool,
    /// The desk asks for a contract of whoever names a partner (A9).
    pub asks_contract: bool,
    pub today: String,
}

/// One contact.
pub struct Row {
    pub id: String,
    pub name: String,
    pub email: String,
    /// Of another company.
    pub company: String,
    pub level: &'static str,
    /// What they can see of the account's cases.
    pub sees: String,
    /// What they may, and on what ground.
    pub holds: Vec<String>,
    pub admin: bool,
    pub designated: bool,
    /// Why they cannot be designated; empty where they can.
    pub why_not: &'static str,
    pub suspended: bool,
    /// They were given something that can be taken back.
    pub given: bool,
}

pub struct PartnerRow {
    pub id: String,
    pub name: String,
    pub until: String,
    /// The contract by which they were named.
    pub contract: String,
}

/// A hold in words: the level, where, and why.
fn hold(t: &Texts, account: &Account, hold: &Hold, people: &[(PersonId, String)]) -> String {
    let site = account
        .deployments
        .iter()
        .find(|site| Some(site.id) == hold.deployment);
    let site = site.map_or(t.say("access-everywhere").to_owned(), |site| {
        t.either(&[&site.label, &site.label_en]).to_owned()
    });
    let ground = match &hold.ground {
        Ground::Standing => t.say("ground-standing").to_owned(),
        Ground::Guest => t.say("level-guest").to_owned(),
        Ground::Decides => t.say("ground-decides").to_owned(),
        Ground::Granted(grant) => {
            let by = people.iter().find(|(id, _)| Some(*id) == grant.by);
            let given = match by {
                Some((_, name)) => t.one("ground-given-by", "name", name.as_str()),
                None => t.say("ground-given").to_owned(),
            };
            let given = match grant.from {
                Some(from) => t.with(
                    "ground-from",
                    [
                        ("ground", given.into()),
                        ("from", t.civil_day(&from.to_string()).into()),
                    ],
                ),
                None => given,
            };
            match grant.until {
                Some(until) => t.with(
                    "ground-until",
                    [
                        ("ground", given.into()),
                        ("until", t.civil_day(&until.to_string()).into()),
                    ],
                ),
                None => given,
            }
        }
    };
    t.with(
        "access-hold",
        [
            ("level", level_name(t, Some(hold.level)).into()),
            ("site", site.into()),
            ("ground", ground.into()),
        ],
    )
}

/// Those who granted something in an account, with their names.
async fn givers(app: &App, account: &Account) -> Result<Vec<(PersonId, String)>, Fail> {
    let givers = account.grants.iter().filter_map(|grant| grant.by);
    let givers = app.store.people(givers.collect::<Vec<_>>()).await?;
    let named = |(id, person): (PersonId, Person)| (id, person.profile.name());
    Ok(givers.into_iter().map(named).collect())
}

/// The company of somebody who is not of the account's own; empty for those who are.
async fn other_company(app: &App, t: &Texts, party: &Party) -> Result<String, Fail> {
    let name = match party.person.home().filter(|_| !party.own) {
        Some(home) => app.store.account_name(home).await?,
        None => None,
    };
    Ok(name.map_or(String::new(), |name| t.either(&name).to_owned()))
}

/// A form of which something could not be read.
pub fn unreadable(t: &Texts) -> Trouble {
    Trouble {
        field: "main".into(),
        text: t.say("access-unreadable").to_owned(),
    }
}

/// The words for who may not be designated.
fn why_not(t: &Texts, refused: &Refused) -> &'static str {
    t.say(match refused {
        Refused::NeverSignedIn(_) => "seat-never-signed-in",
        _ => "seat-not-in-production",
    })
}

impl Part {
    pub async fn of(
        app: &App,
        t: &Texts,
        account: &Account,
        action: String,
        [decides, administers]: [bool; 2],
    ) -> Result<Self, Fail> {
        let (desk, _) = app.desks.current();
        let today = seats::today(desk, app.now());
        let parties = app.parties(account).await?;
        let givers = givers(app, account).await?;
        let mut rows = Vec::with_capacity(parties.len());
        let mut others = Vec::new();
        for party in &parties {
            let company = other_company(app, t, party).await?;
            rows.push(row(t, account, party, company, &givers, desk));
        }
        let mut partners = Vec::new();
        for partner in &account.partners {
            let name = app.store.account_name(partner.account).await?;
            let name = name.map_or(String::new(), |name| t.either(&name).to_owned());
            for person in app.store.contacts(partner.account).await? {
                if parties.iter().all(|party| party.person.id != person.id) {
                    let label = t.with(
                        "access-of-partner",
                        [
                            ("name", person.profile.name().into()),
                            ("company", name.as_str().into()),
                        ],
                    );
                    others.push(pick(&person.id.to_string(), &label, ""));
                }
            }
            partners.push(PartnerRow {
                id: partner.account.to_string(),
                name,
                until: partner
                    .until
                    .map_or(String::new(), |until| t.civil_day(&until.to_string())),
                contract: partner.contract.clone().unwrap_or_default(),
            });
        }
        let who = |row: &Row| pick(&row.id, &row.name, "");
        let seated = rows.iter().filter(|row| row.designated);
        let used = t.number(i64::try_from(seated.clone().count()).unwrap_or(i64::MAX));
        let was: Vec<&str> = seated.clone().map(|row| row.id.as_str()).collect();
        let own = |row: &&Row| row.company.is_empty();
        let mut everybody: Vec<Pick> = rows.iter().map(who).collect();
        everybody.extend(others);
        let handover = rows
            .iter()
            .find(|row| account.handover.is_some_and(|to| to.to_string() == row.id));
        Ok(Self {
            used: match seats::most(desk, &account.entitlements, today) {
                Some(most) => t.with(
                    "seats-used",
                    [("used", used.into()), ("most", t.number(most).into())],
                ),
                None => t.one("seats-used-free", "used", used),
            },
            was: was.join(" "),
            away: seated.clone().map(who).collect(),
            stand_ins: rows
                .iter()
                .filter(|row| !row.designated && row.why_not.is_empty())
                .map(who)
                .collect(),
            colleagues: rows
                .iter()
                .filter(|row| own(row) && !row.admin)
                .map(who)
                .collect(),
            everybody,
            sites: std::iter::once(pick("", t.say("access-everywhere"), ""))
                .chain(account.deployments.iter().map(|site| {
                    let label = t.either(&[&site.label, &site.label_en]).to_owned();
                    pick(&site.id.to_string(), &label, "")
                }))
                .collect(),
            levels: [Level::ReadOnly, Level::Basic]
                .map(|level| pick(level.as_str(), level_name(t, Some(level)), ""))
                .into(),
            handover: handover.map_or(String::new(), |row| row.name.clone()),
            partners,
            restricted: account.restricted,
            asks_contract: desk.rules.partner_contract,
            today: today.to_string(),
            action,
            decides,
            administers,
            rows,
        })
    }
}

fn row(
    t: &Texts,
    account: &Account,
    party: &Party,
    company: String,
    givers: &[(PersonId, String)],
    desk: &domain::Desk,
) -> Row {
    let person = &party.person;
    let level = party.access.as_ref().and_then(|access| access.level());
    let member = seats::Member::of(person, account.id);
    let eligible = member.map_or(Ok(()), |member| seats::eligible(account, &member, desk));
    // What begins later stands behind what counts today.
    let holds = party.holds.iter().chain(&party.coming);
    Row {
        id: person.id.to_string(),
        name: person.profile.name(),
        email: person.profile.email.as_str().to_owned(),
        company,
        level: level_name(t, level),
        sees: reach::sees(t, account, party),
        holds: holds.map(|one| hold(t, account, one, givers)).collect(),
        admin: account.admin == Some(person.id),
        designated: level == Some(Level::ReadWrite),
        why_not: eligible.err().map_or("", |refused| why_not(t, &refused)),
        suspended: person.suspended,
        given: account.grants.iter().any(|g| g.contact == person.id),
    }
}

/// What a form asks for; nothing where it cannot be read.
pub fn command(what: &str, posted: &Posted) -> Option<Command> {
    let person = |name: &str| posted.given(name)?.parse().ok().map(PersonId);
    let account = |name: &str| posted.given(name)?.parse().ok().map(AccountId);
    // A day that is not given is none; one that cannot be read spoils the form.
    let day = |name: &str| match posted.given(name) {
        None => Some(None),
        Some(text) => text.parse().ok().map(Some),
    };
    Some(match what {
        "seats" => {
            let was: Vec<PersonId> = posted
                .get("was")
                .split_whitespace()
                .filter_map(|id| id.parse().ok().map(PersonId))
                .collect();
            let entries = posted.entries();
            let ticked: Vec<PersonId> = entries
                .keys()
                .filter_map(|name| name.strip_prefix("seat-")?.parse().ok().map(PersonId))
                .collect();
            let without = |all: &[PersonId], but: &[PersonId]| {
                let left = all.iter().filter(|id| !but.contains(id));
                left.copied().collect::<Vec<_>>()
            };
            Command::Tick {
                on: without(&ticked, &was),
                off: without(&was, &ticked),
            }
        }
        "stand-in" => Command::StandIn {
            away: person("away")?,
            by: person("by")?,
            until: day("until")??,
        },
        "give" => Command::Give {
            contact: person("contact")?,
            deployment: match posted.given("deployment") {
                None => None,
                Some(id) => Some(DeploymentId(id.parse().ok()?)),
            },
            level: Level::parse(posted.get("level"))?,
            from: day("from")?,
            until: day("until")?,
        },
        "take" => Command::Take {
            contact: person("contact")?,
        },
        "offer" => Command::OfferAdmin { to: person("to")? },
        "answer" => Command::AnswerAdmin {
            accept: posted.get("accept") == "yes",
        },
        "admin" => Command::NameAdmin {
            contact: person("to")?,
        },
        "partner" => Command::SetPartner {
            partner: account("partner")?,
            until: day("until")?,
            contract: posted.given("contract").map(str::to_owned),
        },
        "partner-end" => Command::EndPartner {
            partner: account("partner")?,
        },
        "restriction" => Command::Restrict {
            restricted: posted.get("restricted") == "yes",
        },
        _ => return None,
    })
}

/// A refusal in words, with the field that it is about.
pub async fn refused(app: &App, t: &Texts, refused: &Refused) -> Result<Trouble, Fail> {
    let name = async |person: PersonId| {
        let found = app.store.person(person).await?;
        Ok::<_, Fail>(found.map_or(String::new(), |person| person.profile.name()))
    };
    let (field, text) = match refused {
        Refused::NotAllowed | Refused::Unknown => return Err(Fail::NotFound),
        Refused::NeverSignedIn(person) => (
            "seats",
            t.one("refused-never-signed-in", "name", name(*person).await?),
        ),
        Refused::NotInProduction(person) => (
            "seats",
            t.one("refused-not-in-production", "name", name(*person).await?),
        ),
        Refused::Full { most } => ("seats", t.count("refused-full", *most)),
        Refused::NoStandIn => ("away", t.say("refused-no-stand-in").to_owned()),
        Refused::DayOver => ("until", t.say("refused-day-over").to_owned()),
        Refused::NotByGrant => ("level", t.say("refused-not-by-grant").to_owned()),
        Refused::NoContract => ("contract", t.say("refused-no-contract").to_owned()),
        Refused::NotTheirContract => ("contract", t.say("refused-not-their-contract").to_owned()),
    };
    Ok(Trouble {
        field: field.into(),
        text,
    })
}

/// Somebody of an account, and what they may do with one case.
pub struct Reader {
    pub name: String,
    pub company: String,
    pub reads: bool,
    pub acts: bool,
    /// Why, or why not.
    pub because: Vec<String>,
}

/// Addresses that hear of a case by mail, each with why: in copy, or invited to a conference that was not cancelled.
fn beside(t: &Texts, case: &domain::case::Case) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for address in case.copied() {
        let lines = all.entry(fold_email(address.as_str())).or_default();
        lines.push(t.say("readers-copied").to_owned());
    }
    let standing = case.conferences.iter();
    let standing = standing.filter(|one| one.cancelled_at.is_none());
    for one in standing.flat_map(|one| &one.people) {
        let lines = all.entry(fold_email(one.guest.email.as_str())).or_default();
        let invited = t.say("readers-invited").to_owned();
        if !lines.contains(&invited) {
            lines.push(invited);
        }
    }
    all
}

/// Who can see a case, or hears of it, and why (A4).
pub async fn readers(
    app: &App,
    t: &Texts,
    account: &Account,
    case: &domain::case::Case,
) -> Result<Vec<Reader>, Fail> {
    let desk = app.desks.of(case.desk_version);
    let givers = givers(app, account).await?;
    let mut readers = Vec::new();
    let mut beside = beside(t, case);
    for party in app.parties(account).await? {
        let company = other_company(app, t, &party).await?;
        let email = fold_email(party.person.profile.email.as_str());
        let actor = party.access.clone().map(|access| Actor::Contact {
            person: party.person.id,
            account: account.id,
            access,
        });
        let may = |asks: &dyn Fn(&Actor) -> bool| {
            !party.person.suspended && actor.as_ref().is_some_and(asks)
        };
        let mut because: Vec<String> = party
            .holds
            .iter()
            .filter(|one| one.deployment.is_none_or(|site| site == case.deployment))
            .map(|one| hold(t, account, one, &givers))
            .collect();
        if party.person.suspended {
            because = vec![t.say("suspended").to_owned()];
        } else if account.restricted {
            because = vec![t.say("readers-restricted").to_owned()];
        }
        because.extend(beside.remove(&email).unwrap_or_default());
        readers.push(Reader {
            name: party.person.profile.name(),
            company,
            reads: may(&|actor| actor.scope().sees(case)),
            acts: may(&|actor| domain::case::as_customer(case, actor, desk).is_ok()),
            because,
        });
    }
    // Who came without an account is no party of the company, and sees what they opened (C20).
    let guest = app.store.person(case.contact).await?;
    if let Some(guest) = guest.filter(|person| person.guest_in(account.id).is_some())
        && let Some(acting) = app.acting_in(&guest, account.id).await?
    {
        let email = fold_email(guest.profile.email.as_str());
        let because = std::iter::once(t.say("level-guest").to_owned());
        let more = beside.remove(&email).unwrap_or_default();
        readers.push(Reader {
            name: guest.profile.name(),
            company: String::new(),
            reads: acting.actor.scope().sees(case),
            acts: domain::case::as_customer(case, &acting.actor, desk).is_ok(),
            because: because.chain(more).collect(),
        });
    }
    // Whoever else hears of it by mail: no page shows them the case.
    readers.extend(beside.into_iter().map(|(name, because)| Reader {
        name,
        company: String::new(),
        reads: false,
        acts: false,
        because,
    }));
    readers.sort_by_key(|reader| !reader.reads);
    Ok(readers)
}
