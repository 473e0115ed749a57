//! Conferences (H3): asked for by either side, set by staff, moved and cancelled; each person who is invited says whether they
//! come. The passcode is no part of this: who is let in is kept apart from what happened.

use super::{
    Case, CaseEvent, Facts, Refused, Side, acting, asking,
    calling::{ahead, maybe_line, not_too_far},
    conference::{
        Coming, Conference, ConferenceAnswered, ConferenceAsked, ConferenceSet, Guest, Standing,
        same,
    },
    decide::{Decision, maybe_written, missing, still_open, written, wrong},
    intake::{Wrong, is_address},
};
use crate::{
    Actor, Instant, Language, Prose,
    desk::appointment::{self, Conferences},
};

/// Moments that can be wished for.
pub const WISHES: usize = 3;
/// The longest conference, in minutes.
pub const MINUTES_MAX: i64 = 8 * 60;
/// Conferences of a case that still lie ahead, at most.
const OPEN_MAX: usize = 20;
/// The longest address of a page, in characters.
const LINK_MAX: usize = 500;
/// The longest subject, in characters.
const SUBJECT: usize = 200;

/// A conference as somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConference {
    /// In whose language, and with whose name, it is called.
    pub language: Language,
    pub name: String,
    pub reason: String,
    pub wished: Vec<Instant>,
    /// As long as is usual at the desk where nothing is said.
    pub minutes: Option<i64>,
    pub people: Vec<Guest>,
}

/// What staff set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDate {
    /// A new one where none is named.
    pub id: Option<u32>,
    /// What a new one is called and why it is held.
    pub language: Language,
    pub name: String,
    pub subject: String,
    pub reason: String,
    pub at: Instant,
    pub minutes: Option<i64>,
    pub link: String,
    /// One needs a passcode.
    pub passcode: bool,
    /// It is another one than before: whoever is invited is told.
    pub renewed: bool,
    pub people: Vec<Guest>,
    /// For those who are invited.
    pub text: String,
}

/// What somebody says who is invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReply {
    pub id: u32,
    /// For whom staff say it; who asks for nobody speaks for themselves.
    pub email: Option<String>,
    pub accept: bool,
    pub text: String,
}

fn rule<'a>(facts: &'a Facts) -> Result<&'a Conferences, Refused> {
    facts.desk.conference.as_ref().ok_or(Refused::NotAllowed)
}

fn side(case: &Case, facts: &Facts) -> Result<Side, Refused> {
    if facts.actor.is_staff() {
        return Ok(Side::Support);
    }
    match acting::as_customer(case, facts.actor, facts.desk) {
        Ok(()) => Ok(Side::Customer),
        Err(_) => Err(Refused::NotAllowed),
    }
}

fn next(case: &Case, facts: &Facts) -> Result<u32, Refused> {
    let open = |one: &&Conference| {
        let standing = one.standing(facts.now);
        !matches!(standing, Standing::Cancelled | Standing::Over)
    };
    if case.conferences.iter().filter(open).count() >= OPEN_MAX {
        let most = OPEN_MAX;
        return Err(wrong("conference-reason", Wrong::TooMany { most }));
    }
    Ok(case.conferences.last().map_or(1, |last| last.id + 1))
}

/// Either side wants one; the customer's wish is an update like any other (C12).
pub(super) fn ask(case: &Case, wanted: NewConference, facts: &Facts) -> Decision {
    let side = side(case, facts)?;
    let rule = rule(facts)?;
    still_open(case, facts)?;
    if side == Side::Customer && !rule.asking.offered(&case.kind) {
        return Err(Refused::NotAllowed);
    }
    if wanted.wished.is_empty() {
        return Err(missing("conference-wished"));
    }
    if wanted.wished.len() > WISHES {
        return Err(wrong("conference-wished", Wrong::TooMany { most: WISHES }));
    }
    for at in &wanted.wished {
        ahead("conference-wished", &rule.asking, *at, facts)?;
    }
    let person = facts.actor.person().ok_or(Refused::NotAllowed)?;
    let subject = appointment::subject(&rule.subject, &wanted.language, &wanted.name);
    let asked = CaseEvent::ConferenceAsked(ConferenceAsked {
        id: next(case, facts)?,
        side,
        person,
        subject: Prose::new(subject),
        reason: written("conference-reason", wanted.reason)?,
        wished: wanted.wished,
        minutes: lasting(wanted.minutes, rule)?,
        people: people(wanted.people, rule)?,
    });
    let moved = asking::turned(case, facts.desk).filter(|_| side == Side::Customer);
    Ok(std::iter::once(asked).chain(moved).collect())
}

/// Staff say when it is. Moved, it is asked anew who comes; with other people alone, those who have answered are asked nothing.
pub(super) fn set(case: &Case, date: NewDate, facts: &Facts) -> Decision {
    let Side::Support = side(case, facts)? else {
        return Err(Refused::NotAllowed);
    };
    let rule = rule(facts)?;
    let organizer = facts.actor.person().ok_or(Refused::NotAllowed)?;
    if date.at <= facts.now {
        return Err(wrong("conference-at", Wrong::Past));
    }
    not_too_far("conference-at", &rule.asking, date.at, facts)?;
    let minutes = lasting(date.minutes, rule)?;
    let people = people(date.people, rule)?;
    let link = link(&date.link)?;
    let text = maybe_written("conference-text", date.text)?;
    let mut events = Vec::new();
    let (id, before) = match date.id {
        Some(id) => {
            let one = case.conference(id).ok_or(Refused::NoSuchConference)?;
            match one.standing(facts.now) {
                Standing::Cancelled | Standing::Over => return Err(Refused::ConferenceOver),
                _ => (id, Some(one)),
            }
        }
        None => {
            still_open(case, facts)?;
            let usual = appointment::subject(&rule.subject, &date.language, &date.name);
            let subject = maybe_line("conference-subject", &date.subject, SUBJECT)?;
            let id = next(case, facts)?;
            events.push(CaseEvent::ConferenceAsked(ConferenceAsked {
                id,
                side: Side::Support,
                person: organizer,
                subject: subject.unwrap_or_else(|| Prose::new(usual)),
                reason: written("conference-reason", date.reason)?,
                wished: Vec::new(),
                minutes,
                people: people.clone(),
            }));
            (id, None)
        }
    };
    let moved = before.is_some_and(|one| {
        let times = (one.at, one.minutes);
        one.at.is_some() && times != (Some(date.at), minutes)
    });
    if let Some(one) = before.filter(|one| one.at.is_some()) {
        let guests = one.people.iter().map(|invited| &invited.guest);
        let same_people = guests.eq(people.iter());
        if !moved
            && same_people
            && one.link == link
            && one.passcode == date.passcode
            && !date.renewed
            && text.is_none()
        {
            return Ok(Vec::new());
        }
    }
    events.push(CaseEvent::ConferenceSet(ConferenceSet {
        id,
        organizer,
        at: date.at,
        minutes,
        link,
        passcode: date.passcode,
        people,
        moved,
        text,
    }));
    Ok(events)
}

/// Who is invited says whether they come, whatever their level; staff write down what somebody told them.
pub(super) fn answer(case: &Case, reply: NewReply, facts: &Facts) -> Decision {
    let one = case.conference(reply.id).ok_or(Refused::NoSuchConference)?;
    let person = facts.actor.person().ok_or(Refused::NotAllowed)?;
    let invited = match &reply.email {
        Some(email) if facts.actor.is_staff() => one.invited_at(email),
        Some(_) => None,
        None => one.invited(person),
    };
    let invited = invited.ok_or(Refused::NotAllowed)?;
    if !one.lies_ahead(facts.now) {
        return Err(Refused::ConferenceOver);
    }
    let coming = match reply.accept {
        true => Coming::Accepted,
        false => Coming::Declined,
    };
    if invited.coming == coming {
        return Ok(Vec::new());
    }
    Ok(vec![CaseEvent::ConferenceAnswered(ConferenceAnswered {
        id: one.id,
        email: invited.guest.email.clone(),
        accepted: reply.accept,
        text: maybe_written("conference-text", reply.text)?,
    })])
}

/// It does not take place. Staff who turn a wish down say why.
pub(super) fn cancel(case: &Case, id: u32, text: String, facts: &Facts) -> Decision {
    let side = side(case, facts)?;
    let one = case.conference(id).ok_or(Refused::NoSuchConference)?;
    let standing = one.standing(facts.now);
    if matches!(standing, Standing::Cancelled | Standing::Over) {
        return Err(Refused::ConferenceOver);
    }
    let text = match (side, standing) {
        (Side::Support, Standing::Asked) => Some(written("conference-text", text)?),
        _ => maybe_written("conference-text", text)?,
    };
    Ok(vec![CaseEvent::ConferenceCancelled { id, side, text }])
}

/// A closed case has no conferences ahead: they do not take place.
pub(super) fn called_off(case: &Case, facts: &Facts) -> Vec<CaseEvent> {
    let side = match facts.actor {
        Actor::Contact { .. } => Side::Customer,
        Actor::Agent { .. } | Actor::System => Side::Support,
    };
    let ahead = case.conferences.iter().filter(|one| {
        let standing = one.standing(facts.now);
        !matches!(standing, Standing::Cancelled | Standing::Over)
    });
    ahead
        .map(|one| CaseEvent::ConferenceCancelled {
            id: one.id,
            side,
            text: None,
        })
        .collect()
}

fn lasting(minutes: Option<i64>, rule: &Conferences) -> Result<u16, Refused> {
    let (min, max) = (5, MINUTES_MAX);
    match minutes {
        None => Ok(rule.minutes),
        Some(minutes) => u16::try_from(minutes)
            .ok()
            .filter(|_| (min..=max).contains(&minutes))
            .ok_or_else(|| wrong("conference-minutes", Wrong::NotANumber { min, max })),
    }
}

/// Each once, in the order in which they were named.
fn people(given: Vec<Guest>, rule: &Conferences) -> Result<Vec<Guest>, Refused> {
    let field = "conference-people";
    let mut all: Vec<Guest> = Vec::with_capacity(given.len());
    for guest in given {
        let email = guest.email.as_str();
        if !is_address(email) {
            let (given, meant) = (email.to_owned(), None);
            return Err(wrong(field, Wrong::NotAnAddress { given, meant }));
        }
        if !all.iter().any(|one| same(one.email.as_str(), email)) {
            all.push(guest);
        }
    }
    let most = usize::from(rule.people);
    match all.len() {
        0 => Err(missing(field)),
        n if n > most => Err(wrong(field, Wrong::TooMany { most })),
        _ => Ok(all),
    }
}

/// Where one comes in: over a line that others cannot read, with nothing before the host that hides where it leads.
fn link(text: &str) -> Result<Option<Prose>, Refused> {
    let field = "conference-link";
    let Some(link) = maybe_line(field, text, LINK_MAX)? else {
        return Ok(None);
    };
    let host = link.as_str().strip_prefix("https://");
    let host = host.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '`');
    let fits = host.is_some_and(|host| host.contains('.') && !host.contains('@'))
        && link.as_str().chars().all(plain);
    match fits {
        true => Ok(Some(link)),
        false => Err(wrong(field, Wrong::NotALink)),
    }
}
