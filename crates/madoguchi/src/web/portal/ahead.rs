//! What a customer's calendar has to come: conferences, calls that were asked for or promised, and sessions that run (B1, H2, H3, L8).
//! Of their own cases, or of all that they see.

use domain::{Instant, case::Case};

use super::super::{
    appointments::way_in,
    proxy_login::number_of,
    shown as words,
    visitor::{Me, Visitor},
};
use crate::app::{Fail, invitations};

/// Lines that are shown at most.
const SOME: usize = 8;
/// Sessions that are looked through at most.
const LIVE: usize = 200;

/// Something to come.
pub struct Ahead {
    at: Instant,
    pub what: &'static str,
    pub subject: String,
    pub number: String,
    pub when: String,
    pub machine: String,
    /// How long until it begins, in words.
    pub way: String,
    /// The way in, while it is open.
    pub link: String,
}

/// The soonest first.
pub async fn of(visitor: &Visitor, me: &Me, company: bool) -> Result<Vec<Ahead>, Fail> {
    let (app, t, now) = (&visitor.web.app, &visitor.texts, visitor.web.app.now());
    let person = me.person.id;
    let is_own = |case: &Case| case.contact == person;
    let mut all = Vec::new();
    for (stored, one) in app.conferences_ahead(&me.actor).await? {
        let Some(at) = one.at else { continue };
        if !company && !is_own(&stored.case) && one.invited(person).is_none() {
            continue;
        }
        let rule = app.desks.of(stored.case.desk_version).conference.as_ref();
        let minutes = rule.map_or(10, |rule| rule.join_minutes);
        let link = one.link.as_ref().filter(|_| one.may_join(now, minutes));
        all.push(Ahead {
            at,
            what: t.say("ahead-conference"),
            subject: one.subject.as_str().to_owned(),
            number: number_of(app, &stored),
            when: invitations::when(t, &one),
            machine: t.machine_time(at),
            way: way_in(t, &one, now, minutes),
            link: link.map_or("", |link| link.as_str()).to_owned(),
        });
    }
    for owed in app.calls_owed(&me.actor).await? {
        // A call without a moment stands in its case alone.
        let Some(by) = owed.by.filter(|_| company || is_own(&owed.case.case)) else {
            continue;
        };
        let from = owed.case.case.call_wish.as_ref().map(|wish| wish.from);
        all.push(Ahead {
            at: from.unwrap_or(by),
            what: t.say("ahead-call"),
            subject: words::subject(t, &owed.case.case).to_owned(),
            number: number_of(app, &owed.case),
            when: match from {
                Some(from) => t.with(
                    "ahead-between",
                    [
                        ("from", t.long_time(from).into()),
                        ("until", t.long_time(by).into()),
                    ],
                ),
                None => t.one("ahead-by", "at", t.long_time(by)),
            },
            machine: t.machine_time(by),
            way: String::new(),
            link: String::new(),
        });
    }
    for row in app.store.live_sessions(LIVE).await? {
        let Some(case) = row.case else { continue };
        let Some(stored) = app.store.case_by_id(case).await? else {
            continue;
        };
        if !me.actor.scope().sees(&stored.case) || !(company || is_own(&stored.case)) {
            continue;
        }
        all.push(Ahead {
            at: row.started_at,
            what: t.say("ahead-session"),
            subject: words::subject(t, &stored.case).to_owned(),
            number: number_of(app, &stored),
            when: t.one("ahead-since", "at", t.long_time(row.started_at)),
            machine: t.machine_time(row.started_at),
            way: String::new(),
            link: String::new(),
        });
    }
    all.sort_by_key(|one| one.at);
    all.truncate(SOME);
    Ok(all)
}
