//! A conference as it stands (H3): who is invited, when it is, what became of it, and how often it was changed. What is done with
//! one is [`super::conferring`]'s part.

use serde::{Deserialize, Serialize};

use super::{Case, CaseEvent, Side};
use crate::{Instant, PersonId, Prose};

/// Whether somebody comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Coming {
    /// They have not said.
    #[default]
    Awaited,
    Accepted,
    Declined,
}

impl Coming {
    pub fn as_str(self) -> &'static str {
        match self {
            Coming::Awaited => "awaited",
            Coming::Accepted => "accepted",
            Coming::Declined => "declined",
        }
    }
}

/// Somebody who is to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    pub email: Prose,
    /// Where they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// Somebody who is to come, and whether they do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    #[serde(flatten)]
    pub guest: Guest,
    #[serde(default)]
    pub coming: Coming,
}

/// What a conference stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is wanted, and nobody has said when.
    Asked,
    /// It is set, and somebody has not said whether they come.
    Pending,
    /// Whoever is waited for comes.
    Accepted,
    /// Nobody who was invited comes.
    Declined,
    Cancelled,
    Over,
}

impl Standing {
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Asked => "asked",
            Standing::Pending => "pending",
            Standing::Accepted => "accepted",
            Standing::Declined => "declined",
            Standing::Cancelled => "cancelled",
            Standing::Over => "over",
        }
    }
}

/// A conference of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conference {
    /// 1 for the first of a case, then one more each.
    pub id: u32,
    pub subject: Prose,
    pub reason: Prose,
    pub asked_by: PersonId,
    /// When it would suit, the best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wished: Vec<Instant>,
    pub minutes: u16,
    pub people: Vec<Invited>,
    /// Who has set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organizer: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Prose>,
    /// One needs a passcode to come in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub passcode: bool,
    /// Times it was changed since it was set (RFC 5545, SEQUENCE).
    #[serde(default)]
    pub sequence: u32,
    pub changed_at: Instant,
    /// Those who were invited once and are no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<Guest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Instant>,
}

/// A conference is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConferenceAsked {
    pub id: u32,
    pub side: Side,
    pub person: PersonId,
    pub subject: Prose,
    pub reason: Prose,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wished: Vec<Instant>,
    pub minutes: u16,
    pub people: Vec<Guest>,
}

/// When it is, and who should come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConferenceSet {
    pub id: u32,
    pub organizer: PersonId,
    pub at: Instant,
    pub minutes: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Prose>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub passcode: bool,
    pub people: Vec<Guest>,
    /// It was set before, for another time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub moved: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose>,
}

/// Somebody invited comes, or does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConferenceAnswered {
    pub id: u32,
    pub email: Prose,
    pub accepted: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose>,
}

impl Conference {
    /// When it ends, where it is set.
    pub fn ends_at(&self) -> Option<Instant> {
        let long = jiff::SignedDuration::from_mins(i64::from(self.minutes));
        self.at.map(|at| at + long)
    }

    pub fn standing(&self, now: Instant) -> Standing {
        let Some(ends) = self.ends_at() else {
            return match self.cancelled_at {
                Some(_) => Standing::Cancelled,
                None => Standing::Asked,
            };
        };
        let any = |coming: Coming| self.people.iter().any(|one| one.coming == coming);
        match () {
            () if self.cancelled_at.is_some() => Standing::Cancelled,
            () if ends <= now => Standing::Over,
            () if any(Coming::Awaited) => Standing::Pending,
            () if any(Coming::Accepted) => Standing::Accepted,
            () => Standing::Declined,
        }
    }

    /// It is set, and neither cancelled nor over.
    pub fn lies_ahead(&self, now: Instant) -> bool {
        let standing = self.standing(now);
        use Standing::{Accepted, Declined, Pending};
        matches!(standing, Pending | Accepted | Declined)
    }

    /// The way in is shown: it begins within so many minutes, or is on.
    pub fn may_join(&self, now: Instant, minutes: u16) -> bool {
        let ahead = jiff::SignedDuration::from_mins(i64::from(minutes));
        self.lies_ahead(now) && self.at.is_some_and(|at| at.duration_since(now) <= ahead)
    }

    /// The place of this person among those invited.
    pub fn invited(&self, person: PersonId) -> Option<&Invited> {
        let mut people = self.people.iter();
        people.find(|one| one.guest.person == Some(person))
    }

    /// The place of this address among those invited.
    pub fn invited_at(&self, email: &str) -> Option<&Invited> {
        let mut people = self.people.iter();
        people.find(|one| same(one.guest.email.as_str(), email))
    }
}

pub(super) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

impl Case {
    pub fn conference(&self, id: u32) -> Option<&Conference> {
        self.conferences.iter().find(|one| one.id == id)
    }

    /// When the last of its conferences ends that are set and not cancelled.
    pub fn confers_until(&self) -> Option<Instant> {
        let standing = self.conferences.iter();
        let standing = standing.filter(|one| one.cancelled_at.is_none());
        standing.filter_map(Conference::ends_at).max()
    }
}

pub(super) fn apply(all: &mut Vec<Conference>, at: Instant, event: &CaseEvent) {
    let id = match event {
        CaseEvent::ConferenceAsked(asked) => {
            let people = asked.people.iter().cloned();
            all.push(Conference {
                id: asked.id,
                subject: asked.subject.clone(),
                reason: asked.reason.clone(),
                asked_by: asked.person,
                wished: asked.wished.clone(),
                minutes: asked.minutes,
                people: people.map(awaited).collect(),
                organizer: None,
                at: None,
                link: None,
                passcode: false,
                sequence: 0,
                changed_at: at,
                dropped: Vec::new(),
                cancelled_at: None,
            });
            return;
        }
        CaseEvent::ConferenceSet(set) => set.id,
        CaseEvent::ConferenceAnswered(answered) => answered.id,
        CaseEvent::ConferenceCancelled { id, .. } => *id,
        _ => return,
    };
    let Some(one) = all.iter_mut().find(|one| one.id == id) else {
        return;
    };
    one.changed_at = at;
    match event {
        CaseEvent::ConferenceSet(set) => one.set(set),
        CaseEvent::ConferenceAnswered(answered) => {
            let email = answered.email.as_str();
            let mut people = one.people.iter_mut();
            if let Some(invited) = people.find(|one| same(one.guest.email.as_str(), email)) {
                invited.coming = match answered.accepted {
                    true => Coming::Accepted,
                    false => Coming::Declined,
                };
            }
        }
        _ => {
            // Nobody has a conference in their calendar that was never set.
            one.sequence += u32::from(one.at.is_some());
            one.cancelled_at = Some(at);
        }
    }
}

fn awaited(guest: Guest) -> Invited {
    let coming = Coming::Awaited;
    Invited { guest, coming }
}

impl Conference {
    fn set(&mut self, set: &ConferenceSet) {
        let before = std::mem::take(&mut self.people);
        let known = |guest: &Guest| {
            let mut before = before.iter();
            before.find(|one| same(one.guest.email.as_str(), guest.email.as_str()))
        };
        let invited = set.people.iter().cloned().map(|guest| Invited {
            coming: match known(&guest) {
                Some(known) if !set.moved => known.coming,
                _ => Coming::Awaited,
            },
            guest,
        });
        self.people = invited.collect();
        if self.at.is_some() {
            self.sequence += 1;
            let still = |guest: &Guest| self.invited_at(guest.email.as_str()).is_some();
            let gone = before.into_iter().map(|one| one.guest);
            let gone: Vec<_> = self.dropped.iter().cloned().chain(gone).collect();
            let gone: Vec<_> = gone.into_iter().filter(|guest| !still(guest)).collect();
            self.dropped = gone;
        }
        self.organizer = Some(set.organizer);
        self.at = Some(set.at);
        self.minutes = set.minutes;
        self.link.clone_from(&set.link);
        self.passcode = set.passcode;
    }
}
