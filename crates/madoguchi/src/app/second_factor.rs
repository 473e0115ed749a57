//! The second factor: a code that a device makes from a shared secret and the time (RFC 6238, SHA-1, six digits, thirty
//! seconds), and recovery codes for when the device is lost (A6).

use data_encoding::BASE32_NOPAD;
use domain::{PersonId, directory::Person, event::By};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use store::sign_ins::{Strength, Whence};

use super::{App, Fail, passwords};

/// Bytes of a secret.
const SECRET: usize = 20;

/// Whose secret it is, as it is sealed for.
fn owner(person: PersonId) -> String {
    format!("second factor of {person}")
}

/// Seconds of a step of time.
const STEP: i64 = 30;
/// Recovery codes that are given out at once.
const CODES: usize = 10;
/// How long after the password the second factor may come.
const PATIENCE: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

/// The code of a secret for a step of time.
pub fn code_at(secret: &[u8], step: i64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest.last()? & 0x0f);
    let four: [u8; 4] = digest.get(at..at + 4)?.try_into().ok()?;
    let number = u32::from_be_bytes(four) & 0x7fff_ffff;
    Some(format!("{:06}", number % 1_000_000))
}

/// The step, of now and its neighbours, whose code this is: clocks of devices are a little off.
fn step_of(secret: &[u8], typed: &str, now: i64) -> Option<i64> {
    let mut found = None;
    for step in [now - 1, now, now + 1] {
        if code_at(secret, step).is_some_and(|code| passwords::same(&code, typed)) {
            found = Some(step);
        }
    }
    found
}

/// What was typed, without what people put between, in plain figures.
fn plain(typed: &str) -> String {
    let figure = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        c if c.is_whitespace() || c == '-' => None,
        c => Some(c),
    };
    typed.chars().filter_map(figure).collect()
}

/// A secret to be shared with a device.
pub struct Offer {
    /// As one types it: groups of four.
    pub typed: String,
    /// As a device reads it.
    pub address: String,
}

impl App {
    /// What a sign-in rests on after one factor: where there is a second one it is awaited, and staff need one (A6).
    pub async fn strength_after_one(&self, person: &Person) -> Result<Strength, Fail> {
        let factor = self.store.factor(person.id).await?;
        Ok(match (factor.secret.is_some(), person.agent().is_some()) {
            (true, _) => Strength::Awaited,
            (false, true) => Strength::One,
            (false, false) => Strength::Full,
        })
    }

    /// Whose second factor this sign-in awaits, for a while after the first.
    pub async fn awaited(&self, secret: &str) -> Result<Option<Person>, Fail> {
        let found = self.store.sign_in(secret).await?;
        let found = found.filter(|found| {
            found.strength == Strength::Awaited
                && self.now().duration_since(found.made_at) <= PATIENCE
        });
        Ok(found.map(|found| found.person))
    }

    /// Takes a code, of the device or for when it is lost, for a sign-in that awaits it; gives the secret of a new sign-in.
    pub async fn second_factor(
        &self,
        awaiting: &str,
        typed: &str,
        from: &Whence,
    ) -> Result<Option<(PersonId, String)>, Fail> {
        let Some(person) = self.awaited(awaiting).await? else {
            return Ok(None);
        };
        if !self.proves(person.id, typed).await? {
            return Ok(None);
        }
        self.store.end_sign_in(awaiting).await?;
        let secret = self
            .sign_in_with(person.id, from, Some(Strength::Full))
            .await?;
        Ok(secret.map(|secret| (person.id, secret)))
    }

    /// Whether somebody has the device, or a code for when it is lost. No code is good twice.
    pub async fn proves(&self, person: PersonId, typed: &str) -> Result<bool, Fail> {
        let factor = self.store.factor(person).await?;
        let Some(sealed) = factor.secret else {
            return Ok(false);
        };
        // Under another key a device helps no more; the codes for when it is lost do.
        let secret = self.opened(person, &sealed);
        let now = self.now().as_second().div_euclid(STEP);
        let step = secret.and_then(|secret| step_of(&secret, &plain(typed), now));
        if let Some(step) = step {
            return Ok(self.store.use_step(person, step).await?);
        }
        let code = passwords::typed_code(typed);
        let owner = self.store.person(person).await?.ok_or(Fail::NotFound)?;
        let letter = self.letter_of_secret(&owner, "recovery").await?;
        let used = self
            .store
            .use_recovery_code(person, &code, self.now(), letter)
            .await?;
        self.post_letters();
        Ok(used)
    }

    /// A new secret for a device; it counts once a code of it was shown. What counted before goes on until then.
    pub async fn offer_factor(&self, person: PersonId) -> Result<(), Fail> {
        let secret = store::random::<SECRET>();
        let sealed = self.seal_key().seal(&owner(person), &secret);
        let sealed = sealed.ok_or_else(|| Fail::broken("the secret could not be sealed"))?;
        Ok(self.store.begin_factor(person, &sealed).await?)
    }

    /// The secret as it is shared; nothing where it was sealed with another key.
    pub fn opened(&self, person: PersonId, sealed: &[u8]) -> Option<Vec<u8>> {
        match sealed.len() {
            // Kept before such secrets were sealed.
            SECRET => Some(sealed.to_vec()),
            _ => self.seal_key().open(&owner(person), sealed),
        }
    }

    /// The secret that waits for a code, for its owner's eyes.
    pub async fn offered_factor(
        &self,
        person: &Person,
        issuer: &str,
    ) -> Result<Option<Offer>, Fail> {
        let factor = self.store.factor(person.id).await?;
        let pending = factor.pending;
        let pending = pending.and_then(|sealed| self.opened(person.id, &sealed));
        Ok(pending.map(|secret| {
            let plain = BASE32_NOPAD.encode(&secret);
            let groups = plain.as_bytes().chunks(4).map(String::from_utf8_lossy);
            let encode = |text: &str| {
                form_urlencoded::byte_serialize(text.as_bytes())
                    .collect::<String>()
                    .replace('+', "%20")
            };
            let (issuer, email) = (encode(issuer), encode(person.profile.email.as_str()));
            Offer {
                typed: groups.collect::<Vec<_>>().join(" "),
                address: format!("otpauth://totp/{issuer}:{email}?secret={plain}&issuer={issuer}"),
            }
        }))
    }

    /// What was offered counts from now on, if the code is one of it; gives the codes for when the device is lost, which are
    /// shown once.
    pub async fn confirm_factor(
        &self,
        person: &Person,
        typed: &str,
        sign_in: &str,
    ) -> Result<Option<Vec<String>>, Fail> {
        let factor = self.store.factor(person.id).await?;
        let Some(pending) = factor.pending else {
            return Ok(None);
        };
        let now = self.now().as_second().div_euclid(STEP);
        let secret = self.opened(person.id, &pending);
        let step = secret.and_then(|secret| step_of(&secret, &plain(typed), now));
        let Some(step) = step else {
            return Ok(None);
        };
        let codes: Vec<String> = (0..CODES).map(|_| passwords::fresh_code()).collect();
        let kept: Vec<String> = codes
            .iter()
            .map(|code| passwords::typed_code(code))
            .collect();
        let what = match factor.secret {
            Some(_) => "factor-replaced",
            None => "factor-set",
        };
        let letter = self.letter_of_secret(person, what).await?;
        self.store
            .set_factor(
                person.id,
                (&pending, step),
                &kept,
                sign_in,
                self.now(),
                letter,
            )
            .await?;
        self.post_letters();
        Ok(Some(codes))
    }

    /// The person signs in without one again.
    pub async fn remove_factor(&self, person: PersonId, by: By) -> Result<(), Fail> {
        let owner = self.store.person(person).await?.ok_or(Fail::NotFound)?;
        let letter = self.letter_of_secret(&owner, "factor-removed").await?;
        self.store
            .remove_factor(person, by, self.now(), letter)
            .await?;
        self.post_letters();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of RFC 6238, appendix B, in its last six digits.
    #[test]
    fn a6_codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000_i64, "353130"),
        ] {
            assert_eq!(
                code_at(secret, time / STEP).as_deref(),
                Some(code),
                "{time}"
            );
        }
        assert_eq!(step_of(secret, "287082", 2), Some(1), "a step late");
        assert_eq!(step_of(secret, "287082", 3), None);
        assert_eq!(plain(" ２８７ 082"), "287082");
    }
}
