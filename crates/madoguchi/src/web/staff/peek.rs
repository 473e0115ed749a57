//! A look into a case from the list (K1): how it stands, its clocks, and what the customer said last. Whoever looks this way has
//! not read the case yet; that is said apart, by a press or by a script after a while.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::{
    super::{
        case_files::Files,
        due::{self, Promised},
        frame::{Frame, Here, shown},
        listing::ViewLink,
        posted::Posted,
        shown::{self as said, Fact, Summary},
        story::{self, Item, Look},
        story_days,
        visitor::{Me, Staff, Visitor},
    },
    walk::Walk,
};
use crate::app::Fail;

/// What is shown of a case, on a page of its own or set into the list.
#[derive(Template)]
#[template(path = "staff/peek_part.html")]
struct Peek {
    f: Frame,
    number: String,
    subject: String,
    /// The case itself.
    page: String,
    action: String,
    way: String,
    summary: Summary,
    promised: Option<Promised>,
    facts: Vec<Fact>,
    last: Option<Item>,
}

#[derive(Template)]
#[template(path = "staff/peek.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    list: String,
    /// As markup.
    peek: String,
}

/// Asked for by a script that sets it into the list.
const PART: &str = "x-part";

pub async fn page(Staff(visitor, me): Staff, Path(number): Path<String>) -> Result<Response, Fail> {
    let peek = Peek::of(&visitor, &me, &number).await?;
    if visitor.headers().contains_key(PART) {
        return shown(&peek);
    }
    shown(&Page {
        views: super::rail_for(&visitor, &me).await?,
        list: Walk::of(&visitor).list(),
        peek: peek.render().map_err(Fail::broken)?,
        f: peek.f,
    })
}

impl Peek {
    async fn of(visitor: &Visitor, me: &Me, number: &str) -> Result<Self, Fail> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let number = said::parse_number(number).ok_or(Fail::NotFound)?;
        let stored = app.case(&me.actor, number).await?;
        let (case, desk) = (&stored.case, app.desks.of(stored.case.desk_version));
        let history = app.history(&me.actor, &stored).await?;
        let people = story::people_of(app, &stored, &history).await?;
        let name = |id| {
            people
                .get(&id)
                .map(|p: &domain::directory::Person| p.profile.name())
        };
        let owner = case.owner.and_then(name);
        let account = app.store.account_name(case.account).await?;
        let promise = case.promise.as_ref();
        let plan = promise.and_then(|promise| desk.plan(promise.plan.as_deref()?));
        let severity = desk.severity(&case.severity);
        let facts = [
            ("fact-account", account.map(|n| t.either(&n).to_owned())),
            ("fact-plan", plan.map(|plan| t.desk(&plan.label).to_owned())),
            ("fact-contact", name(case.contact)),
            (
                "column-severity",
                severity.map(|s| t.desk(&s.label).to_owned()),
            ),
            (
                "column-owner",
                owner
                    .clone()
                    .or_else(|| Some(t.say("owner-none").to_owned())),
            ),
        ];
        let mut days = story::timeline(t, desk, &history, &people, &Default::default());
        story_days::fold(t, &mut days);
        let files = Files::of(visitor, me, &stored).await?;
        files.place(t, me, &history, &mut days);
        let mut items = days.into_iter().flat_map(|day| day.items);
        let says = |item: &Item| !item.html.is_empty() || !item.files.is_empty();
        let last = items.rfind(|item| item.look == Look::Customer && says(item));
        let number = said::number(desk, stored.number);
        let (page, way) = (format!("/staff/cases/{number}"), Walk::of(visitor).query());
        let subject = said::subject(t, case);
        Ok(Self {
            f: Frame::new(visitor, Here::Inbox, t.one("peek-title", "number", &number)).await?,
            subject: subject.to_owned(),
            action: page.clone(),
            page,
            way,
            summary: said::summary(t, desk, case, app.now(), true, owner),
            promised: due::promised(t, desk, case, app.now()),
            facts: facts
                .into_iter()
                .filter_map(|(label, value)| {
                    Some(Fact {
                        label: t.say(label).to_owned(),
                        value: value?,
                    })
                })
                .collect(),
            last,
            number,
        })
    }
}

/// The reader knows now how the case stands.
pub async fn seen(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let number = said::parse_number(&number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    let noted = app
        .store
        .note_seen(me.person.id, stored.id, stored.case.version);
    noted.await?;
    if posted.has("_quiet") {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(Redirect::to(&Walk::of(&visitor).list()).into_response())
}
