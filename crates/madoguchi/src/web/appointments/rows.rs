//! A conference as its page shows it.

use std::collections::HashMap;

use domain::{
    Instant, PersonId,
    case::{
        calling::CallWish,
        conference::{Coming, Conference, Standing},
    },
    directory::Person,
};
use store::cases::StoredCase;

use super::super::{
    posted::Posted,
    story::written,
    visitor::{Me, Visitor},
};
use crate::{
    app::{Fail, invitations::when},
    texts::{Texts, span},
};

/// What a customer waits for.
pub fn wish_line(t: &Texts, wish: &CallWish, now: Instant) -> String {
    let key = match wish.until <= now {
        true => "call-wish-missed",
        false => "call-wish-line",
    };
    let mut line = t.with(
        key,
        [
            ("from", t.long_time(wish.from).into()),
            ("until", t.long_time(wish.until).into()),
        ],
    );
    if let Some(phone) = &wish.phone {
        line.push_str(t.say("sentence-separator"));
        line.push_str(&t.one("call-wish-phone", "phone", phone.as_str()));
    }
    line
}

/// One conference.
pub struct Row {
    pub id: u32,
    pub subject: String,
    /// Why it is held, sanitised.
    pub reason: String,
    pub standing: &'static str,
    pub standing_name: &'static str,
    /// When it is; nothing where nobody has said.
    pub when: String,
    pub machine: String,
    /// When it would suit, in words.
    pub wished: Vec<String>,
    /// How it stands with the way in, in a sentence.
    pub way: String,
    /// The way in, while it is shown.
    pub link: String,
    /// One needs a passcode that can be asked for.
    pub asks_passcode: bool,
    /// The passcode that was asked for.
    pub passcode: String,
    pub people: Vec<Comer>,
    /// The reader is invited and may say whether they come: what they have said.
    pub mine: Option<&'static str>,
    pub may_cancel: bool,
    /// Staff set or move it.
    pub may_set: bool,
    pub may_answer_for: bool,
    /// Its forms stand open, with what was typed.
    pub open: bool,
    pub set: DateForm,
    pub cancel_text: String,
}

/// Somebody who is invited.
pub struct Comer {
    pub name: String,
    pub email: String,
    pub coming: &'static str,
    pub coming_name: &'static str,
}

/// The form by which staff set a conference.
#[derive(Clone, Default)]
pub struct DateForm {
    pub at: String,
    pub minutes: String,
    pub link: String,
    pub people: String,
    pub subject: String,
    pub reason: String,
    pub text: String,
    /// It has a passcode that stays where none is typed.
    pub has_passcode: bool,
}

fn standing_name(t: &Texts, standing: Standing) -> &'static str {
    t.say(&format!("conference-{}", standing.as_str()))
}

fn coming_name(t: &Texts, coming: Coming) -> &'static str {
    t.say(&format!("coming-{}", coming.as_str()))
}

/// How long until it begins, that it is on, or that it is over.
pub fn way_in(t: &Texts, one: &Conference, now: Instant, minutes: u16) -> String {
    let (Some(at), standing) = (one.at, one.standing(now)) else {
        return String::new();
    };
    match standing {
        Standing::Cancelled => String::new(),
        Standing::Over => t.say("conference-way-over").to_owned(),
        _ if at <= now => t.say("conference-way-on").to_owned(),
        _ if one.may_join(now, minutes) => {
            // A minute that has begun is one to wait.
            let left = at.duration_since(now) + jiff::SignedDuration::from_secs(59);
            t.count("conference-way-soon", left.as_mins())
        }
        _ => {
            let left = t.span(span(at.duration_since(now)));
            let mut said = t.one("conference-way-ahead", "span", left.as_ref());
            if one.link.is_some() {
                said.push_str(t.say("sentence-separator"));
                said.push_str(&t.count("conference-way-later", i64::from(minutes)));
            }
            said
        }
    }
}

impl Row {
    /// The latest first.
    pub async fn all(
        visitor: &Visitor,
        me: &Me,
        stored: &StoredCase,
        passcode: Option<&(u32, String)>,
        typed: &Posted,
    ) -> Result<Vec<Self>, Fail> {
        let app = &visitor.web.app;
        let all = &stored.case.conferences;
        let invited = all.iter().flat_map(|one| &one.people);
        let ids: Vec<PersonId> = invited.filter_map(|one| one.guest.person).collect();
        let people = app.store.people(ids).await?;
        let one = |one: &Conference| {
            let code = passcode.filter(|(id, _)| *id == one.id);
            let code = code.map_or(String::new(), |(_, code)| code.clone());
            let typed = Some(typed).filter(|typed| typed.get("id") == one.id.to_string());
            Self::of(visitor, me, stored, one, &people, code, typed)
        };
        Ok(all.iter().rev().map(one).collect())
    }

    fn of(
        visitor: &Visitor,
        me: &Me,
        stored: &StoredCase,
        one: &Conference,
        people: &HashMap<PersonId, Person>,
        passcode: String,
        typed: Option<&Posted>,
    ) -> Self {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let (case, now) = (&stored.case, app.now());
        let desk = app.desks.of(case.desk_version);
        let rule = desk.conference.as_ref();
        let minutes = rule.map_or(10, |rule| rule.join_minutes);
        let standing = one.standing(now);
        let (staff, writes) = (me.actor.is_staff(), me.proxy.is_none());
        let running = !matches!(standing, Standing::Cancelled | Standing::Over);
        let ahead = one.lies_ahead(now);
        let acts = domain::case::as_customer(case, &me.actor, desk).is_ok();
        let comer = |one: &domain::case::conference::Invited| Comer {
            name: one
                .guest
                .person
                .and_then(|id| people.get(&id))
                .map_or(String::new(), |person| person.profile.name()),
            email: one.guest.email.as_str().to_owned(),
            coming: one.coming.as_str(),
            coming_name: coming_name(t, one.coming),
        };
        let join = one.may_join(now, minutes);
        let mine = one.invited(me.person.id).filter(|_| ahead && writes);
        Self {
            id: one.id,
            subject: one.subject.as_str().to_owned(),
            reason: written(t, &one.reason),
            standing: standing.as_str(),
            standing_name: standing_name(t, standing),
            when: when(t, one),
            machine: one.at.map_or(String::new(), |at| t.machine_time(at)),
            wished: match one.at {
                None => one.wished.iter().map(|at| t.long_time(*at)).collect(),
                Some(_) => Vec::new(),
            },
            way: way_in(t, one, now, minutes),
            link: match &one.link {
                Some(link) if join => link.as_str().to_owned(),
                _ => String::new(),
            },
            asks_passcode: one.passcode && ahead && writes && passcode.is_empty(),
            passcode,
            people: one.people.iter().map(comer).collect(),
            mine: mine.map(|mine| mine.coming.as_str()),
            may_cancel: running && writes && (staff || acts),
            may_set: running && staff,
            may_answer_for: ahead && staff,
            open: typed.is_some(),
            set: DateForm::filled(t, one, typed),
            cancel_text: typed
                .map_or("", |typed| typed.get("conference-text"))
                .to_owned(),
        }
    }
}

impl DateForm {
    fn filled(t: &Texts, one: &Conference, typed: Option<&Posted>) -> Self {
        let wished = one.at.or(one.wished.first().copied());
        let emails = one.people.iter().map(|one| one.guest.email.as_str());
        let stands = Self {
            at: wished.map_or(String::new(), |at| t.local_time(at)),
            minutes: one.minutes.to_string(),
            link: one
                .link
                .as_ref()
                .map_or("", |link| link.as_str())
                .to_owned(),
            people: emails.collect::<Vec<_>>().join("\n"),
            has_passcode: one.passcode,
            ..Self::default()
        };
        match typed.filter(|typed| typed.get("do") == "set") {
            Some(typed) => stands.over(typed),
            None => stands,
        }
    }

    /// With what was typed in its place.
    pub fn over(self, typed: &Posted) -> Self {
        let of = |name: &str| typed.get(name).to_owned();
        Self {
            at: of("conference-at"),
            minutes: of("conference-minutes"),
            link: of("conference-link"),
            people: of("conference-people"),
            subject: of("conference-subject"),
            reason: of("conference-reason"),
            text: of("conference-text"),
            ..self
        }
    }
}
