//! What people say of themselves, and their PIN for the phone menu (A5, H5).

use domain::{
    PersonId,
    directory::{Details, PersonEvent, Profile},
    event::By,
};
use phonenumber::{Mode, country};
use store::{WriteError, people, profile::PIN_TAKEN};

use super::{App, Fail, TRIES, passwords};

/// Figures of a PIN.
const PIN: u32 = 6;

/// A phone number in the one form in which it is kept (E.164), however it was typed; nothing where it is none. Without a country
/// code it is taken as one of Japan where the reader writes from there.
pub fn phone_kept(typed: &str, in_japan: bool) -> Option<String> {
    let plain = |c: char| match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        '＋' => '+',
        '－' | 'ー' | '−' | '‐' | '–' => '-',
        '（' => '(',
        '）' => ')',
        '　' => ' ',
        other => other,
    };
    let typed: String = typed.trim().chars().map(plain).collect();
    let default = in_japan.then_some(country::JP);
    let number = phonenumber::parse(default, &typed).ok()?;
    if !number.is_valid() {
        return None;
    }
    Some(number.format().mode(Mode::E164).to_string())
}

/// A number as it is read: at home without the country code.
pub fn phone_shown(kept: &str, in_japan: bool) -> String {
    let Ok(number) = phonenumber::parse(None, kept) else {
        return kept.to_owned();
    };
    let mode = match in_japan && number.code().value() == 81 {
        true => Mode::National,
        false => Mode::International,
    };
    number.format().mode(mode).to_string()
}

impl App {
    /// Lets something happen to somebody by their own hand; nothing where it changes nothing.
    async fn say_of_oneself(
        &self,
        person: PersonId,
        say: impl Fn(&Profile) -> Option<PersonEvent>,
    ) -> Result<(), Fail> {
        for _ in 0..TRIES {
            let stored = self.store.stored_person_of(person).await?;
            let stored = stored.ok_or(Fail::NotFound)?;
            let Some(event) = say(&stored.person.profile) else {
                return Ok(());
            };
            let by = By::Person(person);
            let list = people::change_person(&stored, &[event], by, self.now())?;
            match self.store.add(list).await {
                Err(WriteError::Conflict) => continue,
                done => return Ok(done?),
            }
        }
        Err(Fail::Conflict)
    }

    /// Name, language and zone; the address stays, as it is what one signs in by.
    pub async fn set_profile(&self, person: PersonId, new: &Profile) -> Result<(), Fail> {
        let say = |old: &Profile| {
            let profile = Profile {
                email: old.email.clone(),
                ..new.clone()
            };
            (profile != *old).then(|| PersonEvent::ProfileChanged {
                profile: Box::new(profile),
            })
        };
        self.say_of_oneself(person, say).await
    }

    /// How one is reached; of what is there, `change` makes what is to be. Two at once: each keeps what the other has changed.
    pub async fn change_details(
        &self,
        person: PersonId,
        change: impl Fn(Details) -> Details,
    ) -> Result<(), Fail> {
        for _ in 0..TRIES {
            // The version is read before what it guards.
            let stored = self.store.stored_person_of(person).await?;
            let stored = stored.ok_or(Fail::NotFound)?;
            let before = self.store.details(person).await?;
            let details = change(before.clone());
            if details == before {
                return Ok(());
            }
            let set = [PersonEvent::DetailsSet {
                details: Box::new(details),
            }];
            let by = By::Person(person);
            let list = people::change_person(&stored, &set, by, self.now())?;
            match self.store.add(list).await {
                Err(WriteError::Conflict) => continue,
                done => return Ok(done?),
            }
        }
        Err(Fail::Conflict)
    }

    fn pin_owner(person: PersonId) -> String {
        format!("pin of {person}")
    }

    /// A new PIN, that nobody else has; the old one counts no more.
    pub async fn renew_pin(&self, person: PersonId) -> Result<String, Fail> {
        const TAKEN_AT_MOST: usize = 50;
        let owner = self.store.person(person).await?.ok_or(Fail::NotFound)?;
        let letter = self.letter_of_secret(&owner, "pin").await?;
        for _ in 0..TAKEN_AT_MOST {
            let chance = u32::from_be_bytes(store::random::<4>());
            let pin = format!("{:06}", chance % 10_u32.pow(PIN));
            // An account may have it (C6).
            if self.account_by_pin(&pin).await?.is_some() {
                continue;
            }
            let sealed = self
                .seal_key()
                .seal(&Self::pin_owner(person), pin.as_bytes());
            let sealed = sealed.ok_or_else(|| Fail::broken("the PIN could not be sealed"))?;
            let digest = self.pin(&pin);
            match self
                .store
                .set_pin(person, &digest, &sealed, self.now(), letter.clone())
                .await
            {
                Ok(()) => {
                    self.post_letters();
                    return Ok(pin);
                }
                Err(WriteError::Conflict) => continue,
                Err(WriteError::Taken(index)) if index == PIN_TAKEN => continue,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// Whether somebody has a PIN, and what it is where it can be read.
    pub async fn own_pin(&self, person: PersonId) -> Result<(bool, Option<String>), Fail> {
        let Some(sealed) = self.store.sealed_pin(person).await? else {
            return Ok((false, None));
        };
        let plain = self.seal_key().open(&Self::pin_owner(person), &sealed);
        Ok((true, plain.and_then(|plain| String::from_utf8(plain).ok())))
    }

    /// Who says this PIN on the phone.
    pub async fn person_by_pin(&self, typed: &str) -> Result<Option<PersonId>, Fail> {
        let digest = self.pin(typed.trim());
        Ok(self.store.person_with_pin(&digest).await?)
    }

    /// Whether this is the person's password: asked again before what is sensitive is shown.
    pub async fn knows_password(&self, email: &str, password: &str) -> Result<bool, Fail> {
        if password.len() > passwords::LONGEST {
            return Ok(false);
        }
        let known = self.store.password_of(email).await?;
        let hash = known.map(|(_, hash)| hash);
        Ok(passwords::matches(password.to_owned(), hash).await)
    }
}

#[cfg(test)]
mod tests {
    use super::{phone_kept, phone_shown};

    #[test]
    fn a5_a_phone_number_is_one_however_it_is_typed() {
        for typed in [
            "03-1234-5678",
            "０３－１２３４－５６７８",
            "0312345678",
            "+81 3 1234 5678",
            "（03）1234−5678",
            "+81 (0)3-1234-5678",
        ] {
            assert_eq!(
                phone_kept(typed, true).as_deref(),
                Some("+81312345678"),
                "{typed}"
            );
        }
        assert_eq!(
            phone_kept("090-1234-5678", true).as_deref(),
            Some("+819012345678")
        );
        assert_eq!(
            phone_kept("+49 30 901820", false).as_deref(),
            Some("+4930901820")
        );
        // Abroad the country code is needed.
        assert_eq!(phone_kept("03-1234-5678", false), None);
        for odd in ["", "123", "call me", "+99 123", "0312345678901234"] {
            assert_eq!(phone_kept(odd, true), None, "{odd}");
        }
        assert_eq!(phone_shown("+81312345678", true), "03-1234-5678");
        assert_eq!(phone_shown("+81312345678", false), "+81 3-1234-5678");
        assert_eq!(phone_shown("+4930901820", true), "+49 30 901820");
    }
}
