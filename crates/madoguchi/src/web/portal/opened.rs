//! What is said once a case was taken: its number, when the first answer comes, what to have at hand, and the call that the
//! top severities need (C5, C7). Who reads no case is told it once (A8).

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{access::Scope, case::Answer, desk::Entry};
use store::cases::StoredCase;

use super::super::{
    due::{self, Promised},
    frame::{Frame, Here, shown},
    shown::{self as words, parse_number},
    told,
    visitor::{Contact, Me, Visitor},
};
use crate::app::Fail;

/// To the confirmation; for who could not come there, the confirmation itself.
pub async fn after(visitor: &Visitor, me: &Me, stored: &StoredCase) -> Result<Response, Fail> {
    let desk = visitor.web.app.desks.of(stored.case.desk_version);
    let number = words::number(desk, stored.number);
    if me.actor.scope() == Scope::Nothing {
        return taken(visitor, stored, &number).await;
    }
    Ok(Redirect::to(&format!("/cases/{number}/opened")).into_response())
}

/// Where to call, and what to have ready for it.
struct Call {
    phone: String,
    /// The number as a telephone dials it.
    dialled: String,
    hours: String,
    say: String,
    /// They have a PIN for the phone menu.
    pin: bool,
}

impl Call {
    /// Nothing where none is owed.
    async fn of(
        visitor: &Visitor,
        stored: &StoredCase,
        number: &str,
    ) -> Result<Option<Self>, Fail> {
        let case = &stored.case;
        if !case.call_owed || case.is_closed() {
            return Ok(None);
        }
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let desk = app.desks.of(case.desk_version);
        let text = |key: &str| {
            let words = desk.text(key);
            words.map_or(String::new(), |words| t.desk(words).to_owned())
        };
        let phone = text("phone");
        let me = visitor.me.as_ref().map(|me| me.person.id);
        let pin = match me {
            Some(me) if me == case.contact => app.store.sealed_pin(me).await?.is_some(),
            _ => false,
        };
        Ok(Some(Self {
            dialled: dialled(&phone),
            phone,
            hours: text("phone-hours"),
            say: t.one("opened-call-say", "number", number),
            pin,
        }))
    }
}

/// A number as a telephone dials it.
pub fn dialled(phone: &str) -> String {
    let dials = |c: &char| c.is_ascii_digit() || *c == '+';
    phone.chars().filter(dials).collect()
}

#[derive(Template)]
#[template(path = "portal/opened.html")]
struct Page {
    f: Frame,
    number: String,
    subject: String,
    call: Option<Call>,
    next: String,
    promised: Option<Promised>,
    /// Who else gets the answers, in words.
    copies: String,
    /// What is not told yet and helps.
    untold: Vec<String>,
    /// The desk's own word on it.
    prepare: String,
    may_open: bool,
    zone: String,
}

pub async fn page(contact: Contact, Path(number): Path<String>) -> Result<Response, Fail> {
    let Contact(visitor, me) = contact;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let number = parse_number(&number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    let case = &stored.case;
    let desk = app.desks.of(case.desk_version);
    let written = words::number(desk, stored.number);
    let copies = case.answers.iter().filter_map(|(id, answer)| match answer {
        Answer::Emails(all) if desk.field(id).is_some_and(is_list) => Some(all.len()),
        _ => None,
    });
    let copies: usize = copies.sum();
    let page = Page {
        f: Frame::new(
            &visitor,
            Here::New,
            t.one("case-opened", "number", written.as_str()),
        )
        .await?,
        subject: case.subject.as_str().to_owned(),
        call: Call::of(&visitor, &stored, &written).await?,
        next: words::summary(t, desk, case, app.now(), false, None).next,
        promised: due::promised(t, desk, case, app.now()),
        copies: match i64::try_from(copies) {
            Ok(n @ 1..) => t.count("opened-copies", n),
            _ => String::new(),
        },
        untold: match me.proxy.is_none() && told::may_tell(case, &me.actor, desk) {
            true => told::untold(t, desk, case),
            false => Vec::new(),
        },
        prepare: desk
            .text("prepare")
            .map_or(String::new(), |words| t.desk(words).to_owned()),
        may_open: me.proxy.is_none() && me.actor.may_write(),
        zone: t.zone_name(),
        number: written,
    };
    shown(&page)
}

fn is_list(field: &domain::desk::Field) -> bool {
    matches!(field.entry, Entry::Emails { .. })
}

#[derive(Template)]
#[template(path = "portal/taken.html")]
struct Taken {
    f: Frame,
    number: String,
    /// By which way the answer comes; empty where the desk does not say.
    way: String,
    call: Option<Call>,
}

/// Told once to who reads no case: the number, and by which way the answer comes (A8).
async fn taken(visitor: &Visitor, stored: &StoredCase, number: &str) -> Result<Response, Fail> {
    let t = &visitor.texts;
    let (desk, _) = visitor.web.app.desks.current();
    let way = desk.rules.restricted_answers.as_deref();
    let way = way.and_then(|id| desk.channel(id));
    shown(&Taken {
        f: Frame::new(visitor, Here::New, t.one("case-opened", "number", number)).await?,
        number: number.to_owned(),
        way: way.map_or(String::new(), |channel| t.desk(&channel.label).to_owned()),
        call: Call::of(visitor, stored, number).await?,
    })
}
