//! The forms for calls and conferences, and what they are carried out as.

use domain::{
    Instant,
    case::{
        self, Command, Refused,
        calling::{NewCall, NewCallWish},
        conferring::{NewConference, NewDate, NewReply, WISHES},
        copies::listed,
        intake::{FieldProblem, Wrong},
    },
};
use store::cases::StoredCase;

use super::{
    super::{
        posted::Posted,
        visitor::{Me, Visitor},
    },
    rows::DateForm,
};
use crate::{
    app::{Fail, appointments::Passcode},
    texts::Texts,
};

/// What the reader may ask for or write down.
pub struct Forms {
    /// They act for the customer here.
    pub acts: bool,
    pub asks_call: bool,
    pub keeps_call: bool,
    /// Customers read what was said on the phone.
    pub call_is_told: bool,
    pub asks_conference: bool,
    pub sets_conference: bool,
    /// Of the contact, for the form of a call.
    pub with: String,
    /// What a call is called that is given no subject.
    pub call_subject: String,
    pub now: String,
    pub earliest_call: String,
    pub earliest_conference: String,
    pub minutes: String,
    pub people: String,
    pub new_date: DateForm,
    /// Which form was filled in and not taken.
    doing: String,
    typed: Posted,
}

impl Forms {
    pub async fn of(
        visitor: &Visitor,
        me: &Me,
        stored: &StoredCase,
        typed: &Posted,
    ) -> Result<Self, Fail> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let (case, now) = (&stored.case, app.now());
        let desk = app.desks.of(case.desk_version);
        let staff = me.actor.is_staff();
        let acts = me.proxy.is_none() && case::as_customer(case, &me.actor, desk).is_ok();
        let open = !case.is_over(desk);
        let (phone, conference) = (desk.phone.as_ref(), desk.conference.as_ref());
        let in_minutes = |minutes: u16| {
            // A form takes its time.
            let minutes = i64::from(minutes) + 5;
            t.local_time(now + jiff::SignedDuration::from_mins(minutes))
        };
        let (_, with) = app.named_after(case).await?;
        let contact = app.store.person(case.contact).await?;
        let contact = contact.map(|person| person.profile.email.as_str().to_owned());
        let minutes = conference.map_or(60, |rule| rule.minutes).to_string();
        let people = match staff {
            true => contact.unwrap_or_default(),
            false => me.person.profile.email.as_str().to_owned(),
        };
        let fresh = DateForm {
            minutes: minutes.clone(),
            people: people.clone(),
            ..DateForm::default()
        };
        let doing = typed.get("do").to_owned();
        let is_new = doing == "set" && typed.get("id").is_empty();
        Ok(Self {
            acts,
            asks_call: acts
                && open
                && case.call_wish.is_none()
                && phone.is_some_and(|rule| rule.asking.offered(&case.kind)),
            keeps_call: staff && phone.is_some(),
            call_is_told: phone.is_some_and(|rule| rule.told),
            asks_conference: acts
                && open
                && conference.is_some_and(|rule| rule.asking.offered(&case.kind)),
            sets_conference: staff && open && conference.is_some(),
            call_subject: phone.map_or(String::new(), |rule| {
                domain::desk::appointment::subject(&rule.subject, &t.language, &with)
            }),
            with,
            now: t.local_time(now),
            earliest_call: in_minutes(phone.map_or(0, |rule| rule.asking.lead_minutes)),
            earliest_conference: in_minutes(conference.map_or(0, |rule| rule.asking.lead_minutes)),
            minutes,
            people,
            new_date: match is_new {
                true => fresh.over(typed),
                false => fresh,
            },
            doing,
            typed: typed.clone(),
        })
    }

    /// A form was filled in and not taken.
    pub fn failed(&self, form: &str) -> bool {
        self.doing == form && self.typed.get("id").is_empty()
    }

    /// What was typed into a field of a form, or what stands there otherwise.
    pub fn filled<'a>(&'a self, form: &str, field: &str, otherwise: &'a str) -> &'a str {
        match self.failed(form) {
            true => self.typed.get(field),
            false => otherwise,
        }
    }

    /// A box of a form is ticked; `usual` where it was not filled in yet.
    pub fn ticked(&self, form: &str, field: &str, value: &str, usual: bool) -> bool {
        match self.failed(form) {
            true => self.typed.get(field) == value,
            false => usual,
        }
    }
}

fn wrong(field: &str, wrong: Wrong) -> Fail {
    let field = field.into();
    Refused::Fields(vec![FieldProblem { field, wrong }]).into()
}

/// A moment that has to be there.
fn moment(t: &Texts, posted: &Posted, field: &str) -> Result<Instant, Fail> {
    maybe_moment(t, posted, field)?.ok_or_else(|| wrong(field, Wrong::Missing))
}

fn maybe_moment(t: &Texts, posted: &Posted, field: &str) -> Result<Option<Instant>, Fail> {
    let given = posted.given(field).map(|text| t.moment_at(text));
    let given = given.map(|at| at.ok_or_else(|| wrong(field, Wrong::NotADate)));
    given.transpose()
}

/// A number; one that cannot be read is none that would fit.
fn minutes(posted: &Posted, field: &str) -> Option<i64> {
    posted.given(field).map(|text| text.parse().unwrap_or(-1))
}

/// Carries out what a form says.
pub async fn carry_out(
    visitor: &Visitor,
    me: &Me,
    stored: &StoredCase,
    posted: &Posted,
) -> Result<(), Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let text = |name: &str| posted.get(name).to_owned();
    let id = || posted.get("id").parse().map_err(|_| Fail::NotFound);
    let (language, name) = app.named_after(&stored.case).await?;
    let emails = listed(posted.get("conference-people"));
    let command = match posted.get("do") {
        "ask-call" => Command::AskCall(NewCallWish {
            from: maybe_moment(t, posted, "call-from")?,
            until: moment(t, posted, "call-until")?,
            phone: text("call-phone"),
            reason: text("call-reason"),
        }),
        "withdraw-call" => Command::WithdrawCall,
        "keep-call" => Command::KeepCall(NewCall {
            subject: text("call-subject"),
            language,
            outbound: posted.get("call-way") != "in",
            with: text("call-with"),
            began_at: moment(t, posted, "call-began")?,
            minutes: minutes(posted, "call-minutes").unwrap_or(0),
            reached: posted.get("call-reached") != "no",
            summary: text("call-summary"),
            note: text("call-note"),
        }),
        "ask-conference" => {
            let mut wished = Vec::new();
            for place in 1..=WISHES {
                let field = format!("conference-wished-{place}");
                wished.extend(match maybe_moment(t, posted, &field) {
                    Ok(at) => at,
                    Err(_) => return Err(wrong("conference-wished", Wrong::NotADate)),
                });
            }
            Command::AskConference(NewConference {
                language,
                name: me.person.profile.name(),
                reason: text("conference-reason"),
                wished,
                minutes: minutes(posted, "conference-minutes"),
                people: app.guests(&stored.case, &emails).await?,
            })
        }
        "set" => {
            let date = NewDate {
                id: match posted.given("id") {
                    Some(_) => Some(id()?),
                    None => None,
                },
                language,
                name,
                subject: text("conference-subject"),
                reason: text("conference-reason"),
                at: moment(t, posted, "conference-at")?,
                minutes: minutes(posted, "conference-minutes"),
                link: text("conference-link"),
                passcode: false,
                renewed: false,
                people: app.guests(&stored.case, &emails).await?,
                text: text("conference-text"),
            };
            let code = match posted.given("conference-passcode") {
                Some(code) => Passcode::Is(code.to_owned()),
                None if posted.has("conference-no-passcode") => Passcode::None,
                None => Passcode::Keep,
            };
            let done = app.set_conference(&me.actor, stored.number, date, &code, None, None);
            return done.await.map(|_| ());
        }
        "accept" | "decline" => Command::AnswerConference(NewReply {
            id: id()?,
            email: posted.given("email").map(str::to_owned),
            accept: posted.get("do") == "accept",
            text: String::new(),
        }),
        "cancel" => Command::CancelConference {
            id: id()?,
            text: text("conference-text"),
        },
        _ => return Err(Fail::NotFound),
    };
    let done = app.change_case(&me.actor, stored.number, command, None, None);
    done.await.map(|_| ())
}
