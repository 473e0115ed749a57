//! Going through a view case by case (K1): a case that was opened from a view keeps the view and its place there in its address,
//! so that the cases before and behind it stay known when an answer has taken it out of the view. Nothing is kept elsewhere.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use store::cases::Cursor;

use super::{
    super::{
        frame::Frame,
        shown,
        visitor::{Me, Staff, Visitor},
    },
    asked::{Asked, Listed},
};
use crate::{app::Fail, texts::Texts};

/// What stands in the address of a case besides the case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Walk {
    #[serde(flatten)]
    asked: Asked,
    /// The place in the order, as it was when the case was opened.
    at: String,
    /// A case that was answered just before.
    sent: String,
    /// A case that was put to sleep just before.
    slept: String,
}

/// The case before or behind, and the way there.
pub struct Neighbour {
    pub address: String,
    pub number: String,
    pub subject: String,
}

/// The ways on, as the page of a case shows them.
pub struct Ways {
    pub view_label: &'static str,
    pub list: String,
    pub previous: Option<Neighbour>,
    pub next: Option<Neighbour>,
}

impl Walk {
    /// Of the address that was asked for, whatever is done there.
    pub fn of(visitor: &Visitor) -> Self {
        let uri = visitor.path.parse().ok();
        let parsed = uri.and_then(|uri| Query::<Self>::try_from_uri(&uri).ok());
        parsed.map(|walk| walk.0).unwrap_or_default()
    }

    fn is_none(&self) -> bool {
        self.asked.view.is_empty()
    }

    /// What is put behind the addresses that a case's forms go to.
    pub fn query(&self) -> String {
        match self.is_none() {
            true => String::new(),
            false => self.asked.address("", &[("at", &self.at)]),
        }
    }

    /// The list that it was opened from.
    pub fn list(&self) -> String {
        self.asked.address("/staff", &[])
    }

    /// The way back to the page of a case, with what is told there; `told` is part of an address.
    pub fn back(&self, page: &str, told: &str) -> String {
        match self.query() {
            query if query.is_empty() => format!("{page}?{told}"),
            query => format!("{page}{query}&{told}"),
        }
    }

    /// Where to go after a case was put to sleep: the list, where it can still be had back, or else the case.
    pub fn slept(&self, number: &str) -> String {
        match self.is_none() {
            true => format!("/staff/cases/{number}"),
            false => self.asked.address("/staff", &[("slept", number)]),
        }
    }

    pub fn just_slept(&self) -> &str {
        &self.slept
    }

    /// Where this case stands in its view.
    pub async fn placed(mut self, visitor: &Visitor, me: &Me, number: i64) -> Result<Self, Fail> {
        let app = &visitor.web.app;
        if !self.is_none() && Cursor::decode(&self.at).is_none() {
            let listed = Listed::of(visitor, me, &self.asked).await?;
            let scope = me.actor.scope();
            let place = app.store.place_of(&scope, number, listed.query.sort);
            self.at = place.await?.map(|at| at.encode()).unwrap_or_default();
        }
        Ok(self)
    }

    /// The ways on from a case that was placed; none where it was not opened from a view.
    pub async fn ways(&self, visitor: &Visitor, me: &Me) -> Result<Option<Ways>, Fail> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let Some(at) = Cursor::decode(&self.at).filter(|_| !self.is_none()) else {
            return Ok(None);
        };
        let listed = Listed::of(visitor, me, &self.asked).await?;
        let scope = me.actor.scope();
        let beside = app.store.beside(&scope, &listed.query, &at).await?;
        let neighbour = |row: store::cases::CaseRow| {
            let number = shown::number(app.desks.of(row.desk_version), row.number);
            Neighbour {
                address: self.asked.address(&format!("/staff/cases/{number}"), &[]),
                subject: row.subject().to_owned(),
                number,
            }
        };
        let [previous, next] = beside.map(|row| row.map(neighbour));
        Ok(Some(Ways {
            view_label: t.say(listed.view().label),
            list: self.list(),
            previous,
            next,
        }))
    }

    /// Where to go after an answer: the next case, or the list at its end. The answer can still be had back there.
    pub async fn on(&self, visitor: &Visitor, me: &Me, answered: &str) -> Result<String, Fail> {
        let sent = [("sent", answered)];
        let next = self.ways(visitor, me).await?.and_then(|ways| ways.next);
        Ok(match next {
            Some(next) => {
                let page = format!("/staff/cases/{}", next.number);
                self.asked.address(&page, &sent)
            }
            None => self.asked.address("/staff", &sent),
        })
    }
}

/// What is told on the page after the one on which something was sent.
#[derive(Template)]
#[template(path = "staff/sent.html")]
pub struct Sent {
    f: Frame,
    number: String,
    page: String,
    way: String,
    /// It still waits: when it goes, in words and in seconds from now.
    waits: Option<(String, i64)>,
}

impl Sent {
    /// As markup; empty where nothing was sent, or where it is not the reader's to see.
    pub async fn of(visitor: &Visitor, me: &Me, f: &Frame) -> Result<String, Fail> {
        let walk = Walk::of(visitor);
        let Some(number) = shown::parse_number(&walk.sent) else {
            return Ok(String::new());
        };
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let scope = me.actor.scope();
        let Some(stored) = app.store.case(&scope, number).await? else {
            return Ok(String::new());
        };
        let held = app.store.held(me.person.id, stored.id).await?;
        let number = shown::number(app.desks.of(stored.case.desk_version), stored.number);
        let sent = Self {
            f: f.clone(),
            page: format!("/staff/cases/{number}"),
            number,
            way: walk.asked.address("", &[]),
            waits: held.filter(|held| !held.refused).map(|held| {
                let seconds = held.due_at.duration_since(app.now()).as_secs().max(0);
                (t.long_time(held.due_at), seconds)
            }),
        };
        sent.render().map_err(Fail::broken)
    }
}

#[derive(Default, Deserialize)]
pub struct After {
    /// The case that is looked at now is not served again.
    #[serde(default)]
    after: String,
}

/// Serves the next case: what comes first of one's own and of what nobody has, where nobody else is at it.
pub async fn next(Staff(visitor, me): Staff, Query(asked): Query<After>) -> Result<Response, Fail> {
    /// Looked at for one that nobody else is at.
    const CHOICE: usize = 20;
    let app = &visitor.web.app;
    let person = me.person.id;
    let after = shown::parse_number(&asked.after);
    let scope = me.actor.scope();
    let mut first = app.store.served_first(&scope, person, CHOICE).await?;
    first.retain(|waits| Some(waits.number) != after);
    let is_free = |waits: &&store::cases::Waits| {
        let others = app.live.others(waits.id, person, app.now());
        others.is_empty()
    };
    let served = first.iter().find(is_free).or(first.first());
    let to = match served {
        Some(waits) => {
            let view = if waits.is_owned { "mine" } else { "unowned" };
            let number = shown::number(app.desks.current().0, waits.number);
            format!("/staff/cases/{number}?view={view}")
        }
        None => "/staff?view=mine&none=1".to_owned(),
    };
    Ok(Redirect::to(&to).into_response())
}

/// Said where nothing was left to serve.
pub fn none_left(t: &Texts, visitor: &Visitor) -> String {
    match visitor.path.contains("none=1") {
        true => t.say("serve-none").to_owned(),
        false => String::new(),
    }
}
