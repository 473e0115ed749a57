//! Calls that are owed and conferences that are to come, over all cases that an agent sees; and the way to a case that is opened by
//! phone (H2, H3).

use askama::Template;
use axum::{extract::Query, response::Response};
use serde::Deserialize;
use store::cases::StoredCase;

use super::{
    super::{
        frame::{Frame, Here, shown},
        listing::ViewLink,
        proxy_login::number_of,
        shown as words,
        visitor::{Me, Staff, Visitor},
    },
    rows::way_in,
};
use crate::{
    app::{Fail, appointments::Why, invitations::when},
    texts::Texts,
};

/// Callers that are shown at most.
const CALLERS: usize = 20;

#[derive(Template)]
#[template(path = "staff/calls.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    calls: Vec<Call>,
    conferences: Vec<Conference>,
    /// Who calls, as it was typed, and whom that means.
    q: String,
    callers: Vec<Caller>,
    zone: String,
}

struct Call {
    number: String,
    subject: String,
    contact: String,
    why: &'static str,
    by: String,
    machine: String,
    overdue: bool,
    owner: String,
}

struct Conference {
    number: String,
    subject: String,
    case: String,
    when: String,
    machine: String,
    standing: &'static str,
    standing_name: &'static str,
    way: String,
    link: String,
}

struct Caller {
    address: String,
    name: String,
    email: String,
    account: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
}

pub async fn page(Staff(visitor, me): Staff, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let now = app.now();
    let owed = app.calls_owed(&me.actor).await?;
    let ids = owed.iter().flat_map(|owed| {
        let case = &owed.case.case;
        [Some(case.contact), case.owner].into_iter().flatten()
    });
    let people = app.store.people(ids.collect::<Vec<_>>()).await?;
    let name = |id: domain::PersonId| people.get(&id).map_or(String::new(), |p| p.profile.name());
    let call = |owed: &crate::app::appointments::Owed| Call {
        number: number_of(app, &owed.case),
        subject: words::subject(t, &owed.case.case).to_owned(),
        contact: name(owed.case.case.contact),
        why: t.say(match owed.why {
            Why::Asked => "call-why-asked",
            Why::Promised => "call-why-promised",
            Why::Severity => "call-why-severity",
        }),
        by: owed.by.map_or(String::new(), |by| t.long_time(by)),
        machine: owed.by.map_or(String::new(), |by| t.machine_time(by)),
        overdue: owed.by.is_some_and(|by| by <= now),
        owner: owed.case.case.owner.map_or(String::new(), name),
    };
    let ahead = app.conferences_ahead(&me.actor).await?;
    let conference = |(stored, one): &(StoredCase, domain::case::conference::Conference)| {
        let desk = app.desks.of(stored.case.desk_version);
        let minutes = desk
            .conference
            .as_ref()
            .map_or(10, |rule| rule.join_minutes);
        let standing = one.standing(now);
        let link = one.link.as_ref().filter(|_| one.may_join(now, minutes));
        Conference {
            number: number_of(app, stored),
            subject: one.subject.as_str().to_owned(),
            case: words::subject(t, &stored.case).to_owned(),
            when: when(t, one),
            machine: one.at.map_or(String::new(), |at| t.machine_time(at)),
            standing: standing.as_str(),
            standing_name: t.say(&format!("conference-{}", standing.as_str())),
            way: way_in(t, one, now, minutes),
            link: link.map_or("", |link| link.as_str()).to_owned(),
        }
    };
    let found = app.callers(&asked.q, CALLERS).await?;
    let caller = |found: &crate::app::callers::Caller| Caller {
        address: format!("/staff/calls/new?contact={}", found.person.id),
        name: found.person.profile.name(),
        email: found.person.profile.email.as_str().to_owned(),
        account: t.either(&found.account).to_owned(),
    };
    shown(&Page {
        views: super::super::staff::rail_for(&visitor, &me).await?,
        calls: owed.iter().map(call).collect(),
        conferences: ahead.iter().map(conference).collect(),
        callers: found.iter().map(caller).collect(),
        q: asked.q,
        zone: t.zone_name(),
        f: Frame::new(&visitor, Here::Inbox, t.say("calls-title")).await?,
    })
}

/// How many calls are owed, and how many conferences are to come, for the head of staff's first page; empty where there are none.
pub async fn counted(visitor: &Visitor, me: &Me) -> Result<String, Fail> {
    let (app, t): (_, &Texts) = (&visitor.web.app, &visitor.texts);
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let [owed, ahead] = app.calls_and_conferences(&me.actor).await?.map(count);
    let parts = [("calls-owed-count", owed), ("conferences-count", ahead)];
    let parts = parts.into_iter().filter(|(_, n)| *n > 0);
    let parts: Vec<_> = parts.map(|(key, n)| t.count(key, n)).collect();
    Ok(parts.join(t.say("list-separator")))
}
