//! Contacts of the register: who they are, what they may, and how many of them open cases (A3).

use domain::{
    AccountId, Language, Level, PersonId, Prose,
    case::intake::is_address,
    directory::{AccountEvent, PersonEvent, Profile, Standing},
};
use store::{directory, people};

use super::{Did, Row, Step, Why, contacts_at_most, is_yes, writing::Writing, wrong};

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
        if self.people.iter().any(|(email, ..)| *email == folded) {
            return wrong("email", Why::Taken);
        }
        let id = match store.stored_person(&row.email).await? {
            None => {
                let level = level.unwrap_or(Level::ReadOnly);
                self.has_place(account, &row.account, level, None).await?;
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
                let standing = Standing::Contact { account, level };
                let added = directory::add_person(id, standing, profile, by, now)?;
                self.statements.extend(added);
                self.people.push((folded, account, level));
                did.push(Did::ContactAdded);
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
                let happened = changed(&stored.person.profile, had, level, row);
                if let Some(level) = level.filter(|level| *level != had) {
                    let who = stored.person.id;
                    self.has_place(account, &row.account, level, Some(who))
                        .await?;
                }
                if !happened.is_empty() {
                    let changed = people::change_person(&stored, &happened, by, now)?;
                    self.statements.extend(changed);
                    did.push(Did::ContactChanged);
                }
                stored.person.id
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

    /// The plan bounds how many contacts open cases (A3).
    async fn has_place(
        &self,
        account: AccountId,
        name: &str,
        level: Level,
        but: Option<PersonId>,
    ) -> Step {
        if level != Level::ReadWrite {
            return Ok(());
        }
        let Some(book) = self.accounts.get(name) else {
            return Ok(());
        };
        let (desk, _) = self.app.desks.current();
        let Some(most) = contacts_at_most(desk, &book.account.entitlements, self.app.now()) else {
            return Ok(());
        };
        let there = self.app.store.contacts(account).await?;
        let opens = |p: &&domain::directory::Person| {
            let writes = Standing::Contact {
                account,
                level: Level::ReadWrite,
            };
            p.standing == writes && Some(p.id) != but
        };
        let here = self.people.iter();
        let new = here.filter(|(_, of, level)| (*of, *level) == (account, Level::ReadWrite));
        let used = there.iter().filter(opens).count() + new.count();
        match i64::try_from(used).is_ok_and(|used| used < most) {
            true => Ok(()),
            false => wrong("level", Why::NoPlaceLeft),
        }
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
