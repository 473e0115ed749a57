//! What mails and calendars say of conferences and calls (H2, H3): put together from the case as it stands when they are asked for,
//! so that what goes out twice says the same.

use std::collections::{BTreeSet, HashMap};

use domain::{
    Instant, PersonId, Prose,
    case::{
        Case, CaseEvent, Side,
        conference::{Coming, Conference, Standing},
    },
    directory::Person,
    notice::Occasion,
};
use store::{cases::StoredCase, mails::Mail};

use super::{App, Fail};
use crate::{
    ics::{self, Entry, Mailbox, Method},
    mail::{Attached, Mailing},
    texts::{self, Texts},
};

/// Occasions on which a conference is told of.
const TOLD: [Occasion; 4] = [
    Occasion::ConferenceAnswered,
    Occasion::ConferenceAsked,
    Occasion::ConferenceInvited,
    Occasion::ConferenceCancelled,
];

/// The address is invited to a conference of the case, or was.
pub fn is_invited(stored: &StoredCase, address: &str) -> bool {
    stored.case.conferences.iter().any(|one| {
        let mut dropped = one.dropped.iter();
        one.invited_at(address).is_some()
            || dropped.any(|guest| guest.email.as_str().eq_ignore_ascii_case(address))
    })
}

/// What was written with what happened to a conference.
pub fn conference_text(event: &CaseEvent) -> Option<(Side, &Prose)> {
    Some(match event {
        CaseEvent::ConferenceAsked(asked) => (asked.side, &asked.reason),
        CaseEvent::ConferenceSet(set) => (Side::Support, set.text.as_ref()?),
        CaseEvent::ConferenceAnswered(answered) => (Side::Customer, answered.text.as_ref()?),
        CaseEvent::ConferenceCancelled { side, text, .. } => (*side, text.as_ref()?),
        _ => return None,
    })
}

fn conference_of(event: &CaseEvent) -> Option<u32> {
    Some(match event {
        CaseEvent::ConferenceAsked(asked) => asked.id,
        CaseEvent::ConferenceSet(set) => set.id,
        CaseEvent::ConferenceAnswered(answered) => answered.id,
        CaseEvent::ConferenceCancelled { id, .. } => *id,
        _ => return None,
    })
}

/// When a conference is, in its reader's zone.
pub fn when(t: &Texts, one: &Conference) -> String {
    let (Some(at), Some(ends)) = (one.at, one.ends_at()) else {
        return String::new();
    };
    t.with(
        "conference-when",
        [
            ("at", t.long_time(at).into()),
            ("until", t.clock(ends).into()),
        ],
    )
}

impl App {
    /// The conferences that a mail is about.
    async fn conferences_of<'c>(
        &self,
        mail: &Mail,
        stored: &'c StoredCase,
    ) -> Result<Vec<&'c Conference>, Fail> {
        let told = |(_, occasion): &&(i64, Occasion)| TOLD.contains(occasion);
        let versions: BTreeSet<i64> = mail
            .occasions
            .iter()
            .filter(told)
            .map(|(v, _)| *v)
            .collect();
        if versions.is_empty() {
            return Ok(Vec::new());
        }
        let history = self.store.history(stored).await?;
        let told = history.iter().filter(|e| versions.contains(&e.version));
        let ids: BTreeSet<u32> = told.filter_map(|e| conference_of(&e.event)).collect();
        let found = ids.into_iter().filter_map(|id| stored.case.conference(id));
        Ok(found.collect())
    }

    /// What a mail says of the conferences that it is about; `known` readers have a page to look at.
    pub(super) async fn conference_said(
        &self,
        mail: &Mail,
        stored: &StoredCase,
        known: bool,
        t: &Texts,
    ) -> Result<String, Fail> {
        let mut parts = Vec::new();
        for one in self.conferences_of(mail, stored).await? {
            let mut lines = vec![one.subject.as_str().to_owned()];
            if one.at.is_some() {
                lines.push(when(t, one));
                lines.push(t.zone_name());
            }
            lines.extend(
                one.wished
                    .iter()
                    .filter(|_| one.at.is_none())
                    .map(|at| t.one("conference-wished-at", "at", t.long_time(*at))),
            );
            // Whoever is out of it needs no way in.
            let ahead = one.cancelled_at.is_none() && one.invited_at(&mail.address).is_some();
            if let Some(link) = one.link.as_ref().filter(|_| ahead) {
                lines.push(t.one("conference-join-at", "link", link.as_str()));
            }
            if one.passcode && ahead {
                let key = match known {
                    true => "conference-passcode-on-page",
                    false => "conference-passcode-asked",
                };
                lines.push(t.say(key).to_owned());
            }
            parts.push(lines.join("\n"));
        }
        Ok(parts.join("\n\n"))
    }

    /// What goes with a mail for its reader's calendar: an invitation as it stands by now, or that they are not to come.
    pub(super) async fn invitations(
        &self,
        mailing: &Mailing,
        mail: &Mail,
        stored: &StoredCase,
        t: &Texts,
    ) -> Result<Vec<Attached>, Fail> {
        let told = [Occasion::ConferenceInvited, Occasion::ConferenceCancelled];
        if !mail.occasions.iter().any(|(_, o)| told.contains(o)) {
            return Ok(Vec::new());
        }
        let mut all = Vec::new();
        for one in self.conferences_of(mail, stored).await? {
            let comes = one.invited_at(&mail.address).is_some() && one.cancelled_at.is_none();
            let mut people = self.people_in(one).await?;
            if let Some(organizer) = one.organizer {
                people.extend(self.store.people([organizer]).await?);
            }
            let invited = Invitation {
                mailing,
                stored,
                one,
                people: &people,
                t,
            };
            let Some(entry) = invited.entry() else {
                continue;
            };
            let (method, entry) = match comes {
                true => (Method::Request, entry),
                false => (Method::Cancel, taken_off(entry, one, mail)),
            };
            all.push(Attached {
                method: method.as_str(),
                source: ics::calendar(method, None, &[entry]),
            });
        }
        Ok(all)
    }

    async fn people_in(&self, one: &Conference) -> Result<HashMap<PersonId, Person>, Fail> {
        let ids = one.people.iter().filter_map(|one| one.guest.person);
        Ok(self.store.people(ids.collect::<Vec<_>>()).await?)
    }

    /// The conferences of a case that are set, as a file for the calendar of somebody who sees it.
    pub fn conference_file(&self, stored: &StoredCase, t: &Texts) -> String {
        let desk = self.desks.of(stored.case.desk_version);
        let all = stored.case.conferences.iter();
        let entries: Vec<_> = all
            .filter_map(|one| plain(self, desk, stored, one, t))
            .collect();
        ics::calendar(Method::Publish, None, &entries)
    }

    /// Somebody's calendar: the conferences that they are invited to or hold, and the calls that they wait for or owe. Passcodes are
    /// none of it.
    pub fn calendar_source(&self, person: &Person, cases: &[StoredCase]) -> String {
        let zone = texts::zone(&person.profile.time_zone);
        let t = Texts::new(texts::load(), &person.profile.language, zone);
        let mut entries = Vec::new();
        for stored in cases {
            let desk = self.desks.of(stored.case.desk_version);
            let theirs = |one: &&Conference| {
                one.invited(person.id).is_some() || one.organizer == Some(person.id)
            };
            let conferences = stored.case.conferences.iter().filter(theirs);
            entries.extend(conferences.filter_map(|one| plain(self, desk, stored, one, &t)));
            entries.extend(calls(self, desk, stored, person.id, &t));
        }
        ics::calendar(Method::Publish, Some(t.say("calendar-name")), &entries)
    }

    fn calendar_host(&self) -> &str {
        self.mailing.as_ref().map_or("madoguchi", |m| m.host())
    }
}

/// What tells a calendar that it is not to be: of one that others still come to, for whoever was taken off it alone.
fn taken_off(entry: Entry, one: &Conference, mail: &Mail) -> Entry {
    let attendees = match one.invited_at(&mail.address) {
        Some(_) => entry.attendees,
        None => {
            let email = mail.address.clone();
            let name = String::new();
            vec![(Mailbox { name, email }, ics::Coming::NeedsAction)]
        }
    };
    Entry {
        cancelled: true,
        attendees,
        url: None,
        ..entry
    }
}

fn attendees(one: &Conference, people: &HashMap<PersonId, Person>) -> Vec<(Mailbox, ics::Coming)> {
    let mailbox = |one: &domain::case::conference::Invited| {
        let known = one.guest.person.and_then(|id| people.get(&id));
        let coming = match one.coming {
            Coming::Awaited => ics::Coming::NeedsAction,
            Coming::Accepted => ics::Coming::Accepted,
            Coming::Declined => ics::Coming::Declined,
        };
        let mailbox = Mailbox {
            name: known.map_or(String::new(), |person| person.profile.name()),
            email: one.guest.email.as_str().to_owned(),
        };
        (mailbox, coming)
    };
    one.people.iter().map(mailbox).collect()
}

/// An invitation that goes by mail.
struct Invitation<'a> {
    mailing: &'a Mailing,
    stored: &'a StoredCase,
    one: &'a Conference,
    people: &'a HashMap<PersonId, Person>,
    t: &'a Texts,
}

impl Invitation<'_> {
    /// Nothing where it was never set.
    fn entry(&self) -> Option<Entry> {
        let (one, t) = (self.one, self.t);
        let mut description = one.reason.as_str().to_owned();
        description.push_str("\n\n");
        description.push_str(t.say("conference-answer-on-page"));
        let organizer = one.organizer.and_then(|id| self.people.get(&id));
        Some(Entry {
            organizer: Some(Mailbox {
                name: organizer.map_or(String::new(), |person| person.profile.name()),
                email: self.mailing.from.email.clone(),
            }),
            attendees: attendees(one, self.people),
            ..entry(self.mailing.host(), self.stored, one, description)?
        })
    }
}

fn entry(host: &str, stored: &StoredCase, one: &Conference, description: String) -> Option<Entry> {
    Some(Entry {
        uid: format!("conference-{}-{}@{host}", stored.id, one.id),
        sequence: one.sequence,
        changed_at: one.changed_at,
        begins: one.at?,
        ends: one.ends_at()?,
        summary: one.subject.as_str().to_owned(),
        description,
        url: one.link.as_ref().map(|link| link.as_str().to_owned()),
        organizer: None,
        attendees: Vec::new(),
        cancelled: one.cancelled_at.is_some(),
        tentative: one.standing(one.changed_at) != Standing::Accepted,
    })
}

/// A conference without those who are invited, for whom sees its case.
fn plain(
    app: &App,
    desk: &domain::Desk,
    stored: &StoredCase,
    one: &Conference,
    t: &Texts,
) -> Option<Entry> {
    let description = format!("{}\n{}", case_line(desk, stored, t), one.reason.as_str());
    entry(app.calendar_host(), stored, one, description)
}

fn case_line(desk: &domain::Desk, stored: &StoredCase, t: &Texts) -> String {
    t.with(
        "case-title",
        [
            ("number", texts::number(desk, stored.number).into()),
            ("subject", stored.case.subject.as_str().into()),
        ],
    )
}

/// The calls of a case that stand in this person's calendar.
fn calls(
    app: &App,
    desk: &domain::Desk,
    stored: &StoredCase,
    person: PersonId,
    t: &Texts,
) -> Vec<Entry> {
    let case: &Case = &stored.case;
    let host = app.calendar_host();
    let call = |uid: String, begins: Instant, ends: Instant, key: &str, said: &Prose| Entry {
        uid: format!("{uid}@{host}"),
        sequence: 0,
        changed_at: case.modified_at,
        begins,
        ends,
        summary: t.one(key, "number", texts::number(desk, stored.number)),
        description: format!("{}\n{}", case_line(desk, stored, t), said.as_str()),
        url: None,
        organizer: None,
        attendees: Vec::new(),
        cancelled: false,
        tentative: false,
    };
    let mut all = Vec::new();
    if let Some(wish) = &case.call_wish {
        let key = match (wish.person == person, case.owner == Some(person)) {
            (true, _) => "calendar-call-awaited",
            (false, true) => "calendar-call-owed",
            (false, false) => "",
        };
        if !key.is_empty() {
            let uid = format!("call-{}-{}", stored.id, wish.from.as_second());
            all.push(call(uid, wish.from, wish.until, key, &wish.reason));
        }
    }
    let open = case.escalated.open();
    let promised = open.and_then(|one| one.callback().map(|call| (one.number, call)));
    if let Some((number, promised)) = promised.filter(|(_, call)| call.caller == person) {
        let half = jiff::SignedDuration::from_mins(30);
        let uid = format!("callback-{}-{number}", stored.id);
        let begins = promised.by - half;
        let key = "calendar-call-owed";
        all.push(call(uid, begins, promised.by, key, &promised.outcome));
    }
    all
}
