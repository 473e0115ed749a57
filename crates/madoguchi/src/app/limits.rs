//! How often somebody may try: by where they come from, by what is tried, by who they are. It is counted in the database,
//! by one row of a keyed digest each, so that over all nodes together and through a restart no more get through than a limit
//! says: `burst` at once, and one more for each `every` that goes by, in any stretch of time.
//!
//! Whoever was refused is refused again by memory alone until their wait is over: nothing gives a try back sooner, so memory
//! says what the row would say, and a flood of refused tries writes nothing.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use domain::{Instant, limit::Limit};
use jiff::SignedDuration;
use store::WriteError;

use super::{App, Fail, passwords};

/// An office shares its address.
const BY_ADDRESS: Limit = Limit {
    burst: 30,
    every: SignedDuration::from_secs(4),
};
const BY_NAME: Limit = Limit {
    burst: 10,
    every: SignedDuration::from_secs(20),
};
/// Refusals that are remembered at once.
const MOST: usize = 10_000;
/// Tries of one count that others came before.
pub(super) const ANEW: usize = 5;

/// Who was refused, and until when.
#[derive(Default)]
pub struct Refused(Mutex<HashMap<String, Instant>>);

impl Refused {
    pub(super) fn until(&self, key: &str, now: Instant) -> Option<Instant> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(key).copied().filter(|until| *until > now)
    }

    pub(super) fn note(&self, key: String, until: Instant, now: Instant) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.retain(|_, until| *until > now);
            // Forgetting costs a look at the row, no try.
            if all.len() >= MOST {
                all.clear();
            }
        }
        all.insert(key, until);
    }
}

impl App {
    /// Counts one attempt by address and by the name tried, whichever is first; tells how long to wait when there were too
    /// many.
    pub async fn count_try(&self, address: IpAddr, name: &str) -> Result<(), Fail> {
        self.count_address(address).await?;
        self.count_for(&store::directory::fold_email(name)).await
    }

    /// The same from a browser in which this person has signed in before: strangers who guess use nothing of theirs up.
    pub async fn count_known(&self, address: IpAddr, name: &str) -> Result<(), Fail> {
        self.count_address(address).await?;
        let known = format!("known {}", store::directory::fold_email(name));
        self.count_for(&known).await
    }

    /// Counts one attempt at getting a new password by mail: apart from tries to sign in, so that a stranger who guesses keeps
    /// nobody from it, and from a browser in which they have signed in before apart from what strangers ask.
    pub async fn count_reset(
        &self,
        address: IpAddr,
        what: &str,
        name: &str,
        known: bool,
    ) -> Result<(), Fail> {
        self.count_address(address).await?;
        let name = store::directory::fold_email(name);
        let known = if known { "known " } else { "" };
        self.count_for(&format!("{known}{what} {name}")).await
    }

    /// Counts one attempt of whoever sits there, whatever is tried.
    pub async fn count_address(&self, address: IpAddr) -> Result<(), Fail> {
        let key = self.limit_key("address", &counted(address));
        self.count(key, BY_ADDRESS).await
    }

    /// Counts one attempt of somebody who is known, wherever they sit: an office shares its address.
    pub async fn count_for(&self, name: &str) -> Result<(), Fail> {
        self.count(self.limit_key("name", name), BY_NAME).await
    }

    pub(super) fn limit_key(&self, sort: &str, of: &str) -> String {
        passwords::keyed(self.secret(), "limit", &format!("{sort} {of}"))
    }

    async fn count(&self, key: String, limit: Limit) -> Result<(), Fail> {
        let now = self.now();
        if let Some(until) = self.refused.until(&key, now) {
            return Err(too_many(until.duration_since(now)));
        }
        let mut round = 0;
        let taken = loop {
            match self.store.take_of_limit(&key, limit.try_at(now)).await {
                Err(WriteError::Conflict) if round < ANEW => round += 1,
                taken => break taken?,
            }
        };
        taken.map_err(|wait| {
            self.refused.note(key, now + wait, now);
            too_many(wait)
        })
    }
}

fn too_many(wait: SignedDuration) -> Fail {
    Fail::TooMany {
        wait: u64::try_from(wait.as_secs()).unwrap_or(0) + 1,
    }
}

/// An address as it is counted.
pub(super) fn counted(address: IpAddr) -> String {
    grouped(address).to_string()
}

/// One customer of a network provider holds a whole /64; an address of the older kind is the same however it is written.
fn grouped(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let mut parts = v6.segments();
            parts[4..].fill(0);
            IpAddr::V6(parts.into())
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a19_a_64_is_one_address_and_memory_is_bounded() {
        let group = |text: &str| grouped(text.parse().unwrap());
        assert_eq!(group("2001:db8::1"), group("2001:db8::ffff:1"));
        assert_ne!(group("2001:db8::1"), group("2001:db8:0:1::1"));
        assert_eq!(group("::ffff:203.0.113.9"), group("203.0.113.9"));
        assert_ne!(group("203.0.113.9"), group("203.0.113.8"));
        let (refused, now) = (Refused::default(), Instant::UNIX_EPOCH);
        let later = now + SignedDuration::from_secs(1);
        for n in 0..3 * MOST {
            refused.note(n.to_string(), later, now);
        }
        assert!(refused.0.lock().unwrap().len() <= MOST);
        refused.note("one".into(), later, now);
        assert_eq!(refused.until("one", now), Some(later));
        assert_eq!(refused.until("one", later), None);
    }
}
