//! Changing who may do what in an account: by its admin, or by an administrator of the desk (A2, A3, A8, A9).

use jiff::civil::Date;

use super::{
    Actor, Grant, Level, Partner,
    seats::{self, Member, Parties, designated, eligible, kept, seat, seated, taken, unseated},
};
use crate::{
    AccountId, DeploymentId, Desk, Instant, PersonId,
    directory::{Account, AccountEvent, PersonEvent},
};

/// A change of who may do what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Who gets a place, and who gives theirs up, at once.
    Tick {
        on: Vec<PersonId>,
        off: Vec<PersonId>,
    },
    /// One takes the place of another until a day; then all is as before, by itself.
    StandIn {
        away: PersonId,
        by: PersonId,
        until: Date,
    },
    /// What a contact may read, on one deployment or on all, from a day to a day. Places are given by ticking.
    Give {
        contact: PersonId,
        deployment: Option<DeploymentId>,
        level: Level,
        from: Option<Date>,
        until: Option<Date>,
    },
    /// All that a contact was given in the account ends.
    Take {
        contact: PersonId,
    },
    /// The admin would hand over to a colleague.
    OfferAdmin {
        to: PersonId,
    },
    /// Who was asked says yes or no; with a no the admin takes the offer back.
    AnswerAdmin {
        accept: bool,
    },
    /// Staff name the admin.
    NameAdmin {
        contact: PersonId,
    },
    /// Another company may act for the account, until a day. Where the desk asks for it, whoever names them knows the number of a
    /// contract of the account.
    SetPartner {
        partner: AccountId,
        until: Option<Date>,
        contract: Option<String>,
    },
    EndPartner {
        partner: AccountId,
    },
    /// Staff say whether the account's contacts are kept from reading cases.
    Restrict {
        restricted: bool,
    },
}

/// Why something cannot be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Somebody else decides that.
    NotAllowed,
    /// There is nobody, and nothing, of this id here.
    Unknown,
    /// Who has never signed in cannot be designated.
    NeverSignedIn(PersonId),
    /// Nor who is no user of a deployment with the environment that the desk names.
    NotInProduction(PersonId),
    /// The plans of the account give no more places.
    Full { most: i64 },
    /// A stand-in needs somebody whose place they take, and has none.
    NoStandIn,
    /// The day is over, or lies before the first one.
    DayOver,
    /// Places are given by ticking (A3).
    NotByGrant,
    /// The desk asks for the number of a contract (A9).
    NoContract,
    /// No contract of the account that counts has this number.
    NotTheirContract,
}

/// What is known besides when something is decided.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub desk: &'a Desk,
    pub now: Instant,
    pub actor: &'a Actor,
    /// All contacts of the account's own company.
    pub members: &'a [Member],
    /// People of the companies that are partners of the account, each with their company.
    pub partners_people: &'a [(PersonId, AccountId)],
}

/// What comes of a command: events of the account, and of contacts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decided {
    pub account: Vec<AccountEvent>,
    pub people: Vec<(PersonId, PersonEvent)>,
}

/// An account with what is decided of it so far.
struct Draft<'a> {
    account: Account,
    members: Vec<Member>,
    decided: Decided,
    facts: &'a Facts<'a>,
    today: Date,
}

/// Decides a command.
pub fn decide(account: &Account, command: &Command, facts: &Facts) -> Result<Decided, Refused> {
    let actor = facts.actor;
    let admin = matches!(actor, Actor::Contact { account: of, access, .. } if *of == account.id && access.admin);
    let staff = actor.administers();
    let allowed = match command {
        Command::NameAdmin { .. } | Command::Restrict { .. } => staff,
        Command::OfferAdmin { .. } => admin,
        Command::AnswerAdmin { accept } => {
            let asked = actor.person().is_some() && actor.person() == account.handover;
            // Whoever offered it may take it back.
            asked || (!accept && admin && account.handover.is_some())
        }
        _ => admin || staff,
    };
    if !allowed {
        return Err(Refused::NotAllowed);
    }
    let mut draft = Draft {
        account: account.clone(),
        members: facts.members.to_vec(),
        decided: Decided::default(),
        facts,
        today: seats::today(facts.desk, facts.now),
    };
    draft.carry_out(command)?;
    let before = Parties {
        members: facts.members,
        partners: facts.partners_people,
    };
    let (had, has) = (
        taken(account, before, draft.today),
        taken(&draft.account, draft.parties(), draft.today),
    );
    match seats::most(facts.desk, &account.entitlements, draft.today) {
        Some(most) if has > had && i64::try_from(has).is_ok_and(|has| has > most) => {
            Err(Refused::Full { most })
        }
        _ => Ok(draft.decided),
    }
}

impl Draft<'_> {
    fn carry_out(&mut self, command: &Command) -> Result<(), Refused> {
        let by = self.facts.actor.person();
        match command {
            Command::Tick { on, off } => self.tick(on, off)?,
            Command::StandIn { away, by, until } => self.stand_in(*away, *by, *until)?,
            Command::Give {
                contact,
                deployment,
                level,
                from,
                until,
            } => {
                self.known(*contact)?;
                if *level == Level::ReadWrite {
                    return Err(Refused::NotByGrant);
                }
                let sites = &self.account.deployments;
                if deployment.is_some_and(|id| sites.iter().all(|site| site.id != id)) {
                    return Err(Refused::Unknown);
                }
                let begins = from.unwrap_or(self.today);
                if until.is_some_and(|until| until < begins.max(self.today)) {
                    return Err(Refused::DayOver);
                }
                let today = self.today;
                let own = self.account.grants.iter();
                let own = own.filter(|g| g.contact == *contact && !g.is_over(today));
                let mut grants: Vec<Grant> = own.cloned().collect();
                let grant = Grant {
                    contact: *contact,
                    deployment: *deployment,
                    level: *level,
                    from: *from,
                    until: *until,
                    by,
                };
                // Said twice, it is given once.
                let same = |had: &Grant| Grant { by, ..had.clone() } == grant;
                if !grants.iter().any(same) {
                    grants.push(grant);
                    self.set(*contact, grants);
                }
            }
            Command::Take { contact } => {
                if self.account.grants.iter().all(|g| g.contact != *contact) {
                    return Err(Refused::Unknown);
                }
                self.set(*contact, Vec::new());
            }
            Command::OfferAdmin { to } => {
                self.member(*to)?;
                if Some(*to) != by {
                    self.happen(AccountEvent::HandoverOffered { to: *to });
                }
            }
            Command::AnswerAdmin { accept } => match (accept, by) {
                (true, Some(contact)) => self.happen(AccountEvent::AdminNamed { contact }),
                _ => self.happen(AccountEvent::HandoverDeclined),
            },
            Command::NameAdmin { contact } => {
                self.member(*contact)?;
                if self.account.admin != Some(*contact) {
                    self.happen(AccountEvent::AdminNamed { contact: *contact });
                }
            }
            Command::SetPartner {
                partner,
                until,
                contract,
            } => {
                if *partner == self.account.id {
                    return Err(Refused::Unknown);
                }
                if until.is_some_and(|until| until < self.today) {
                    return Err(Refused::DayOver);
                }
                let partner = Partner {
                    account: *partner,
                    until: *until,
                    contract: self.contract(contract.as_deref())?,
                };
                if !self.account.partners.contains(&partner) {
                    self.happen(AccountEvent::PartnerSet { partner });
                }
            }
            Command::EndPartner { partner } => {
                let there = self.account.partners.iter().any(|p| p.account == *partner);
                if !there {
                    return Err(Refused::Unknown);
                }
                self.happen(AccountEvent::PartnerLeft { account: *partner });
                // Their places are free again, and nothing comes back by itself with another arrangement.
                let theirs = self.facts.partners_people.iter();
                let theirs = theirs.filter(|(_, of)| of == partner).map(|(id, _)| *id);
                for contact in theirs.collect::<Vec<_>>() {
                    if self.account.grants.iter().any(|g| g.contact == contact) {
                        self.set(contact, Vec::new());
                    }
                }
            }
            Command::Restrict { restricted } => {
                if self.account.restricted != *restricted {
                    self.happen(AccountEvent::RestrictionSet {
                        restricted: *restricted,
                    });
                }
            }
        }
        Ok(())
    }

    /// The number of a contract of the account, where the desk asks for one; given all the same, it has to be one as well.
    fn contract(&self, given: Option<&str>) -> Result<Option<String>, Refused> {
        let given = given.map(str::trim).filter(|given| !given.is_empty());
        let Some(number) = given else {
            return match self.facts.desk.rules.partner_contract {
                true => Err(Refused::NoContract),
                false => Ok(None),
            };
        };
        let today = self.today;
        let mut theirs = self.account.entitlements.iter();
        match theirs.any(|one| one.contract == number && one.counts_on(today)) {
            true => Ok(Some(number.to_owned())),
            false => Err(Refused::NotTheirContract),
        }
    }

    fn parties(&self) -> Parties<'_> {
        Parties {
            members: &self.members,
            partners: self.facts.partners_people,
        }
    }

    fn tick(&mut self, on: &[PersonId], off: &[PersonId]) -> Result<(), Refused> {
        let by = self.facts.actor.person();
        for person in off {
            self.known(*person)?;
            self.unseat(*person);
        }
        let have = designated(&self.account, self.parties(), self.today);
        for person in on.iter().filter(|person| !have.contains(person)) {
            self.may_be_seated(*person)?;
            let event = seated(&self.account, *person, by, self.today);
            self.happen(event);
        }
        Ok(())
    }

    fn stand_in(&mut self, away: PersonId, other: PersonId, until: Date) -> Result<(), Refused> {
        let by = self.facts.actor.person();
        let back = until.tomorrow().map_err(|_| Refused::DayOver)?;
        if until < self.today {
            return Err(Refused::DayOver);
        }
        let have = designated(&self.account, self.parties(), self.today);
        if !have.contains(&away) || have.contains(&other) {
            return Err(Refused::NoStandIn);
        }
        self.may_be_seated(other)?;
        self.unseat(away);
        for (person, from, until) in [
            (away, Some(back), None),
            (other, Some(self.today), Some(until)),
        ] {
            let mut grants = kept(&self.account, person, self.today);
            grants.push(seat(person, from, until, by));
            self.set(person, grants);
        }
        Ok(())
    }

    /// Takes a place away, whatever it rests on.
    fn unseat(&mut self, person: PersonId) {
        if let Some(event) = unseated(&self.account, person, self.today) {
            self.happen(event);
        }
        let member = self.members.iter_mut().find(|m| m.person == person);
        if let Some(member) = member.filter(|m| m.standing == Level::ReadWrite) {
            member.standing = Level::ReadOnly;
            let level = Level::ReadOnly.as_str().to_owned();
            let event = PersonEvent::LevelSet { level };
            self.decided.people.push((person, event));
        }
    }

    fn member(&self, person: PersonId) -> Result<&Member, Refused> {
        let found = self.members.iter().find(|m| m.person == person);
        found.ok_or(Refused::Unknown)
    }

    /// One of the company, of a partner's, or somebody who was given something before.
    fn known(&self, person: PersonId) -> Result<(), Refused> {
        let partners = self.facts.partners_people;
        let partners = partners.iter().any(|(id, _)| *id == person);
        let given = self.account.grants.iter().any(|g| g.contact == person);
        match partners || given {
            true => Ok(()),
            false => self.member(person).map(|_| ()),
        }
    }

    /// A partner's people need no more than the arrangement; the company's own what the desk says.
    fn may_be_seated(&self, person: PersonId) -> Result<(), Refused> {
        match self.member(person) {
            Ok(member) => eligible(&self.account, member, self.facts.desk),
            Err(_) => self.known(person),
        }
    }

    fn set(&mut self, contact: PersonId, grants: Vec<Grant>) {
        self.happen(AccountEvent::AccessSet { contact, grants });
    }

    fn happen(&mut self, event: AccountEvent) {
        self.account.apply(&event);
        // The last word on a contact is the one that counts.
        if let AccountEvent::AccessSet { contact, .. } = &event {
            let earlier = |e: &AccountEvent| matches!(e, AccountEvent::AccessSet { contact: c, .. } if c == contact);
            self.decided.account.retain(|e| !earlier(e));
        }
        self.decided.account.push(event);
    }
}
