//! How many requests the API takes: by token, by account, by address, over all nodes. A node takes tries ahead, some at once
//! (`domain::limit::Shared`), so that a request seldom costs a write; what was refused is refused by memory until its wait is over.
//! Pages are not counted here.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::{
    AccountId, Instant, PersonId,
    limit::{Lease, Limit, Shared},
};
use jiff::SignedDuration;
use store::WriteError;

use super::{
    App, Fail,
    limits::{self, ANEW},
    passwords,
};

/// Leases that are held at once. Whose is forgotten takes another.
const MOST: usize = 20_000;

/// What this node took ahead, by key.
#[derive(Default)]
pub struct Leases(Mutex<HashMap<String, Lease>>);

impl Leases {
    /// Counters only: what somebody left half done is whole.
    fn open(&self) -> MutexGuard<'_, HashMap<String, Lease>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, key: &str, lease: Lease, now: Instant) {
        let mut all = self.open();
        if all.len() >= MOST && !all.contains_key(key) {
            all.retain(|_, lease| !lease.is_over(now));
            if all.len() >= MOST {
                all.clear();
            }
        }
        let held = all.get(key).copied();
        let lease = held.map_or(lease, |held| lease.and(&held, now));
        all.insert(key.to_owned(), lease);
    }
}

/// For whom the requests of a token count.
#[derive(Clone, Copy, Debug)]
pub enum Holder {
    /// The account for which a contact acts.
    Account(AccountId),
    /// Somebody among staff.
    Staff(PersonId),
}

/// One of the limits, as its caller is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub name: &'static str,
    pub limit: Limit,
    /// Requests that are left, as far as this node knows.
    pub left: i64,
    /// Seconds until all of them are back.
    pub whole_in: i64,
}

/// What came of counting a request.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    pub quotas: Vec<Quota>,
    /// Seconds to wait, where there were too many.
    pub wait: Option<u64>,
}

/// What is counted under one key.
struct Count {
    name: &'static str,
    key: String,
    shared: Shared,
}

impl App {
    /// Counts a request of the API by its token, by whose it is and by where it comes from.
    pub async fn count_request(
        &self,
        token: &[u8],
        holder: Holder,
        from: IpAddr,
    ) -> Result<Counted, Fail> {
        let limits = self.desks.current().0.rules.api;
        let holder = match holder {
            Holder::Account(account) => format!("account {account}"),
            Holder::Staff(person) => format!("staff {person}"),
        };
        let counts = [
            self.count_of("token", &passwords::hex(token), limits.token),
            self.count_of("account", &holder, limits.account),
            self.count_of("address", &limits::counted(from), limits.address),
        ];
        self.count_all(&counts).await
    }

    /// Counts a request with what is no token, by where it comes from.
    pub async fn count_wrong_token(&self, from: IpAddr) -> Result<Counted, Fail> {
        self.count_all(&[self.wrong_from(from)]).await
    }

    /// Seconds to wait for whoever sent too much that was no token from there; nothing for a token that was counted here lately, so
    /// that a colleague's mistake stops nobody who is known.
    pub fn guesses_wait(&self, token: &str, from: IpAddr) -> Option<u64> {
        let digest = passwords::hex(&store::sign_ins::digest(token));
        let known = self.count_of("token", &digest, 1).key;
        if self.leases.open().contains_key(&known) {
            return None;
        }
        let (now, count) = (self.now(), self.wrong_from(from));
        let until = self.refused.until(&count.key, now)?;
        Some(seconds(until.duration_since(now)))
    }

    fn wrong_from(&self, from: IpAddr) -> Count {
        let most = self.desks.current().0.rules.api.wrong;
        self.count_of("wrong-token", &limits::counted(from), most)
    }

    fn count_of(&self, name: &'static str, of: &str, tries: i32) -> Count {
        Count {
            name,
            key: self.limit_key(&format!("api {name}"), of),
            shared: Shared {
                limit: Limit::a_minute(tries),
            },
        }
    }

    async fn count_all(&self, counts: &[Count]) -> Result<Counted, Fail> {
        let now = self.now();
        let refused = counts
            .iter()
            .filter_map(|count| self.refused.until(&count.key, now))
            .max();
        if let Some(until) = refused {
            return Ok(self.counted(counts, now, Some(until.duration_since(now))));
        }
        // Where other requests of this moment took the last one, there is another look at what is common.
        while !self.give(counts, now) {
            if let Some(wait) = self.take_ahead(counts, now).await? {
                return Ok(self.counted(counts, now, Some(wait)));
            }
        }
        Ok(self.counted(counts, now, None))
    }

    /// Gives one of each, or of none where one has nothing left.
    fn give(&self, counts: &[Count], now: Instant) -> bool {
        let mut held = self.leases.open();
        let has_one = |count: &Count| {
            let lease = held.get(&count.key);
            lease.is_some_and(|lease| lease.has_one(now))
        };
        if !counts.iter().all(has_one) {
            return false;
        }
        for count in counts {
            if let Some(lease) = held.get_mut(&count.key) {
                lease.give(now);
            }
        }
        true
    }

    /// Takes ahead where nothing is left; how long to wait where that was not to be had.
    async fn take_ahead(
        &self,
        counts: &[Count],
        now: Instant,
    ) -> Result<Option<SignedDuration>, Fail> {
        let mut wanted: Vec<(&Count, std::vec::IntoIter<i32>)> = {
            let held = self.leases.open();
            let without = counts.iter().filter_map(|count| {
                let lease = held.get(&count.key);
                let sizes = count.shared.sizes(lease).into_iter();
                lease
                    .is_none_or(|lease| !lease.has_one(now))
                    .then_some((count, sizes))
            });
            without.collect()
        };
        let mut longest = None;
        while !wanted.is_empty() {
            let mut tries = Vec::new();
            let mut left = Vec::new();
            for (count, mut sizes) in wanted {
                let common = count.shared.common();
                match sizes.next() {
                    Some(size) => {
                        tries.push((count.key.as_str(), common.several_at(now, size)));
                        left.push((count, size, sizes));
                    }
                    // Not even one is to be had.
                    None => {
                        let one = common.try_at(now);
                        let wait = self.store.wait_of_limit(&count.key, one).await?;
                        self.refused.note(count.key.clone(), now + wait, now);
                        longest = longest.max(Some(wait));
                    }
                }
            }
            let taken = self.taken(&tries).await?;
            wanted = Vec::new();
            for ((count, size, sizes), full_at) in left.into_iter().zip(taken) {
                match full_at {
                    Some(full_at) => {
                        let lease = count.shared.lease(size, now, full_at);
                        self.leases.keep(&count.key, lease, now);
                    }
                    None => wanted.push((count, sizes)),
                }
            }
        }
        Ok(longest)
    }

    async fn taken(
        &self,
        tries: &[(&str, domain::limit::Try)],
    ) -> Result<Vec<Option<Instant>>, Fail> {
        if tries.is_empty() {
            return Ok(Vec::new());
        }
        let mut round = 0;
        loop {
            match self.store.take_of_limits(tries).await {
                Err(WriteError::Conflict) if round < ANEW => round += 1,
                taken => return Ok(taken?),
            }
        }
    }

    /// What is told of these limits.
    fn counted(&self, counts: &[Count], now: Instant, wait: Option<SignedDuration>) -> Counted {
        let held = self.leases.open();
        let quotas = counts.iter().map(|count| {
            let lease = held.get(&count.key);
            let common = lease.map_or(now, |lease| lease.full_at);
            let here = lease.map_or(0, |lease| if lease.has_one(now) { lease.left } else { 0 });
            let wholes = common.duration_since(now).as_secs().max(0);
            let refused = self.refused.until(&count.key, now).is_some();
            Quota {
                name: count.name,
                limit: count.shared.limit,
                left: match refused {
                    true => 0,
                    false => count.shared.common().left(common, now) + i64::from(here),
                },
                whole_in: wholes + 1,
            }
        });
        Counted {
            quotas: quotas.collect(),
            wait: wait.map(seconds),
        }
    }
}

fn seconds(wait: SignedDuration) -> u64 {
    u64::try_from(wait.as_secs()).unwrap_or(0) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a19_what_is_taken_ahead_is_bounded_and_forgotten_without_harm() {
        let (leases, now) = (Leases::default(), Instant::UNIX_EPOCH);
        let shared = Shared {
            limit: Limit::a_minute(600),
        };
        for n in 0..3 * MOST {
            leases.keep(&n.to_string(), shared.lease(6, now, now), now);
        }
        assert!(leases.open().len() <= MOST);
        // What two requests of one moment took is together.
        leases.keep("one", shared.lease(6, now, now), now);
        leases.keep("one", shared.lease(6, now, now), now);
        assert_eq!(leases.open()["one"].left, 12);
    }
}
