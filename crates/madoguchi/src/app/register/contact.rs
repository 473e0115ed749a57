//! Contacts of the register: who they are, what they may, and how many of them open cases (A3).

use domain::{
    Language, Level, PersonId, Prose,
    access::{
        Grant,
        seats::{self, Member, Parties},
    },
    case::intake::is_address,
    directory::{AccountEvent, PersonEvent, Profile, Standing},
};
use jiff::civil::Date;
use store::{directory, people};

use super::{Did, Row, Step, Why, is_yes, writing::Writing, wrong};

impl Writing<'_> {
    pub async fn contact(&mut self, row: &Row, did: &mut Vec<Did>) -> Step {
        let (by, now, store) = (self.actor.by(), self.app.now(), &self.app.store);
        if !is_address(&row.email) {
            return wrong("email", Why::NotAnAddress);
        }
        let Some(account) = self.accounts.get(&row.account).map(|book| book.account.id) else {
            return wrong("account", Why::Missing);
        };
        let (desk, _) = self.app.desks.current();
        let level = match row.level.as_str() {
            "" => None,
            text => match Level::parse(text) {
                Some(level) => Some(level),
                None => return wrong("level", Why::NotOffered),
            },
        };
        let language = Language::new(&row.language);
        if !row.language.is_empty() && !desk.languages.contains(&language) {
            return wrong("language", Why::NotOffered);
        }
        if !row.time_zone.is_empty() && jiff::tz::TimeZone::get(&row.time_zone).is_err() {
            return wrong("time_zone", Why::NotOffered);
        }
        let folded = directory::fold_email(&row.email);
        if self.people.iter().any(|(email, _)| *email == folded) {
            return wrong("email", Why::Taken);
        }
        let id = match store.stored_person(&row.email).await? {
            None => {
                let level = level.unwrap_or(Level::ReadOnly);
                if row.family.is_empty() {
                    return wrong("family", Why::Missing);
                }
                let own = desk.languages.first().cloned();
                let zone = desk.time_zone.iana_name().unwrap_or("UTC");
                let profile = Profile {
                    family: Prose::new(row.family.as_str()),
                    given: Prose::new(row.given.as_str()),
                    family_kana: Prose::new(row.family_kana.as_str()),
                    given_kana: Prose::new(row.given_kana.as_str()),
                    email: Prose::new(row.email.as_str()),
                    language: match row.language.is_empty() {
                        true => own.unwrap_or(language),
                        false => language,
                    },
                    time_zone: match row.time_zone.as_str() {
                        "" => zone.to_owned(),
                        zone => zone.to_owned(),
                    },
                };
                let id = PersonId(self.fresh());
                // A place rests on the account, whose version holds the limit against two at once.
                let standing = Standing::Contact {
                    account,
                    level: level.min(Level::ReadOnly),
                };
                let added = directory::add_person(id, standing, profile, by, now)?;
                self.statements.extend(added);
                self.people.push((folded, account));
                did.push(Did::ContactAdded);
                if level == Level::ReadWrite {
                    self.seat(row, id).await?;
                }
                id
            }
            Some(stored) => {
                let Standing::Contact {
                    account: of,
                    level: had,
                } = stored.person.standing
                else {
                    return wrong("email", Why::Taken);
                };
                if of != account {
                    return wrong("email", Why::Taken);
                }
                let id = stored.person.id;
                let designated = self.is_designated(row, id, had);
                let standing = match level {
                    Some(Level::ReadWrite) if designated => None,
                    Some(level) => Some(level.min(Level::ReadOnly)),
                    None => None,
                };
                let happened = changed(&stored.person.profile, had, standing, row);
                let mut moved = !happened.is_empty();
                if moved {
                    let changed = people::change_person(&stored, &happened, by, now)?;
                    self.statements.extend(changed);
                }
                match level {
                    Some(Level::ReadWrite) if !designated => {
                        self.seat(row, id).await?;
                        moved = true;
                    }
                    Some(level) if level != Level::ReadWrite && designated => {
                        self.unseat(row, id)?;
                        moved = true;
                    }
                    _ => {}
                }
                if moved {
                    did.push(Did::ContactChanged);
                }
                id
            }
        };
        if is_yes(&row.admin) {
            self.name_admin(row, id, did)?;
        }
        Ok(())
    }

    /// The one who decides; named once the person is there.
    fn name_admin(&mut self, row: &Row, contact: PersonId, did: &mut Vec<Did>) -> Step {
        let (by, now) = (self.actor.by(), self.app.now());
        let Some(book) = self.accounts.get_mut(&row.account) else {
            return Ok(());
        };
        if book.account.admin == Some(contact) {
            return Ok(());
        }
        book.happen(&[AccountEvent::AdminNamed { contact }], by, now)?;
        self.after
            .push(people::admin_statement(book.account.id, contact));
        did.push(Did::AdminNamed);
        Ok(())
    }

    fn today(&self) -> Date {
        seats::today(self.app.desks.current().0, self.app.now())
    }

    /// Whether a contact opens cases already.
    fn is_designated(&self, row: &Row, contact: PersonId, standing: Level) -> bool {
        let grants = self.accounts.get(&row.account);
        let mut grants = grants.iter().flat_map(|book| &book.account.grants);
        let today = self.today();
        let seat =
            |g: &Grant| g.contact == contact && g.level == Level::ReadWrite && g.counts_on(today);
        standing == Level::ReadWrite || grants.any(seat)
    }

    /// A place for a contact, where the plan has one left (A3).
    async fn seat(&mut self, row: &Row, contact: PersonId) -> Step {
        let (today, actor, now) = (self.today(), self.actor, self.app.now());
        let (desk, _) = self.app.desks.current();
        let Some(book) = self.accounts.get_mut(&row.account) else {
            return Ok(());
        };
        let there = self.app.store.contacts(book.account.id).await?;
        let members = there.iter().filter_map(|person| {
            let mut member = Member::of(person, book.account.id)?;
            if self.unseated.contains(&person.id) {
                member.standing = member.standing.min(Level::ReadOnly);
            }
            Some(member)
        });
        let mut members: Vec<Member> = members.collect();
        let partners = self.app.partners_people(&book.account).await?;
        let event = seats::seated(&book.account, contact, actor.person(), today);
        book.happen(&[event], actor.by(), now)?;
        // Who came in by an earlier row of the same call is not there yet, and takes a place all the same.
        for grant in &book.account.grants {
            let person = grant.contact;
            let known = members.iter().any(|m| m.person == person)
                || partners.iter().any(|(id, _)| *id == person);
            if !known {
                members.push(Member {
                    person,
                    standing: Level::ReadOnly,
                    signed_in: false,
                });
            }
        }
        let parties = Parties {
            members: &members,
            partners: &partners,
        };
        let taken = seats::taken(&book.account, parties, today);
        let most = seats::most(desk, &book.account.entitlements, today);
        match most.is_none_or(|most| i64::try_from(taken).is_ok_and(|taken| taken <= most)) {
            true => Ok(()),
            false => wrong("level", Why::NoPlaceLeft),
        }
    }

    fn unseat(&mut self, row: &Row, contact: PersonId) -> Step {
        let (today, by, now) = (self.today(), self.actor.by(), self.app.now());
        self.unseated.push(contact);
        if let Some(book) = self.accounts.get_mut(&row.account)
            && let Some(event) = seats::unseated(&book.account, contact, today)
        {
            book.happen(&[event], by, now)?;
        }
        Ok(())
    }
}

/// What a row changes of a contact who is there; what it leaves empty stays.
fn changed(profile: &Profile, had: Level, level: Option<Level>, row: &Row) -> Vec<PersonEvent> {
    let mut happened = Vec::new();
    let prose = |given: &str, now: &Prose| match given {
        "" => now.clone(),
        given => Prose::new(given),
    };
    let new = Profile {
        family: prose(&row.family, &profile.family),
        given: prose(&row.given, &profile.given),
        family_kana: prose(&row.family_kana, &profile.family_kana),
        given_kana: prose(&row.given_kana, &profile.given_kana),
        email: profile.email.clone(),
        language: match row.language.is_empty() {
            true => profile.language.clone(),
            false => Language::new(&row.language),
        },
        time_zone: match row.time_zone.as_str() {
            "" => profile.time_zone.clone(),
            zone => zone.to_owned(),
        },
    };
    if new != *profile {
        let profile = Box::new(new);
        happened.push(PersonEvent::ProfileChanged { profile });
    }
    if let Some(level) = level.filter(|level| *level != had) {
        let level = level.as_str().to_owned();
        happened.push(PersonEvent::LevelSet { level });
    }
    happened
}
