//! A case is put to sleep by its owner, and woken (K1). The moments that are offered lie in the agent's zone and in working time;
//! what was pressed is what counts.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Instant,
    case::{
        self, Command, Facts, Refused, Snooze,
        intake::{FieldProblem, Wrong},
    },
};
use store::cases::StoredCase;

use super::{
    super::{
        frame::{Frame, Here, shown},
        listing::ViewLink,
        posted::Posted,
        shown::{self as said, Trouble},
        sign_in::safe_path,
        visitor::{Me, Staff, Visitor},
    },
    walk::Walk,
};
use crate::{app::Fail, texts::Texts};

#[derive(Template)]
#[template(path = "staff/snooze.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    subject: String,
    /// The case, and what its address keeps of the view.
    page: String,
    way: String,
    /// Where it was come from.
    back: String,
    /// What is offered: what it is called, when that is in words, and for the form.
    moments: Vec<(String, String, String)>,
    /// How it sleeps now.
    now: String,
    /// What was entered as date and time, and the earliest that can be.
    until: String,
    earliest: String,
    /// Why it cannot be put to sleep at all.
    refused: String,
    troubles: Vec<Trouble>,
    zone: String,
}

/// How long a case sleeps, in words; empty where it does not.
pub fn lasts(t: &Texts, snoozed: Option<&Snooze>) -> String {
    match snoozed.map(|snoozed| snoozed.until) {
        None => String::new(),
        Some(None) => t.say("snoozed-until-answer").to_owned(),
        Some(Some(until)) => t.one("snoozed-until", "at", t.long_time(until)),
    }
}

pub async fn page(Staff(visitor, me): Staff, Path(number): Path<String>) -> Result<Response, Fail> {
    show(&visitor, &me, &number, Vec::new(), "", StatusCode::OK).await
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    troubles: Vec<Trouble>,
    until: &str,
    status: StatusCode,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let number = said::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    let StoredCase { case, number, .. } = &stored;
    let desk = app.desks.of(case.desk_version);
    let now = app.now();
    let facts = Facts {
        now,
        actor: &me.actor,
        desk,
    };
    // What it would be answered is said before it is pressed.
    let tried = case::decide(case, Command::Snooze { until: None }, &facts);
    let moments = case.presets(desk, &t.zone, now).into_iter();
    let moments = moments.map(|(preset, at)| {
        let label = t.say(&format!("snooze-{}", preset.as_str())).to_owned();
        (label, t.long_time(at), t.machine_time(at))
    });
    let walk = Walk::of(visitor);
    let number = said::number(desk, *number);
    let page = format!("/staff/cases/{number}");
    let way = walk.query();
    let f = Frame::new(
        visitor,
        Here::Inbox,
        t.one("snooze-title", "number", &number),
    );
    let page = Page {
        views: super::rail_for(visitor, me).await?,
        f: f.await?.troubled(!troubles.is_empty()),
        subject: said::subject(t, case).to_owned(),
        back: match way.is_empty() {
            true => page.clone(),
            false => walk.list(),
        },
        page,
        way,
        moments: moments.collect(),
        now: lasts(t, case.snoozed.as_ref()),
        until: until.to_owned(),
        earliest: t.local_time(now),
        refused: tried
            .err()
            .map(|refused| said::refusal(t, &refused))
            .unwrap_or_default(),
        troubles,
        zone: t.zone_name(),
    };
    let mut response = shown(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// Until when, as a form says it: a moment that was offered, a date and time in the reader's zone, or the customer's answer.
pub(super) fn asked(t: &Texts, posted: &Posted) -> Result<Option<Instant>, Refused> {
    let wrong = |wrong| {
        let field = "until".to_owned();
        Err(Refused::Fields(vec![FieldProblem { field, wrong }]))
    };
    if posted.has("answer") {
        return Ok(None);
    }
    if let Some(at) = posted.given("at").and_then(|at| at.parse().ok()) {
        return Ok(Some(at));
    }
    match posted.given("until").map(|until| t.moment_at(until)) {
        None => wrong(Wrong::Missing),
        Some(None) => wrong(Wrong::NotADate),
        Some(at) => Ok(at),
    }
}

/// Puts it to sleep, and goes back to where it was come from.
pub async fn snooze(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let parsed = said::parse_number(&number).ok_or(Fail::NotFound)?;
    let done = match asked(t, &posted) {
        Ok(until) => {
            let command = Command::Snooze { until };
            app.change_case(&me.actor, parsed, command, None, None)
                .await
        }
        Err(refused) => {
            // Whether there is such a case is told as ever.
            app.case(&me.actor, parsed).await?;
            Err(Fail::Refused(refused))
        }
    };
    let refused = match done {
        Ok(done) => {
            let after = done.case();
            let number = said::number(app.desks.of(after.case.desk_version), after.number);
            let to = Walk::of(&visitor).slept(&number);
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Fail::Refused(refused)) => refused,
        Err(fail) => return Err(fail),
    };
    let (troubles, status) = match &refused {
        Refused::Fields(problems) => (
            said::troubles(t, app.desks.current().0, problems),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        // The page says why.
        _ => (Vec::new(), StatusCode::CONFLICT),
    };
    show(
        &visitor,
        &me,
        &number,
        troubles,
        posted.get("until"),
        status,
    )
    .await
}

/// Has it back.
pub async fn wake(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let parsed = said::parse_number(&number).ok_or(Fail::NotFound)?;
    let done = app.change_case(&me.actor, parsed, Command::Wake, None, None);
    let after = done.await?.case();
    let number = said::number(app.desks.of(after.case.desk_version), after.number);
    let page = format!("/staff/cases/{number}");
    let to = match posted.given("back") {
        Some(back) => safe_path(back).to_owned(),
        None => Walk::of(&visitor).back(&page, "posted=#now"),
    };
    Ok(Redirect::to(&to).into_response())
}

/// What is told on the page after a case was put to sleep, with the way back.
#[derive(Template)]
#[template(path = "staff/slept.html")]
pub struct Slept {
    f: Frame,
    page: String,
    number: String,
    lasts: String,
    /// This list, for coming back.
    here: String,
}

impl Slept {
    /// As markup; empty where nothing was, or where it is awake again.
    pub async fn of(visitor: &Visitor, me: &Me, f: &Frame, here: &str) -> Result<String, Fail> {
        let Some(number) = said::parse_number(Walk::of(visitor).just_slept()) else {
            return Ok(String::new());
        };
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let Some(stored) = app.store.case(&me.actor.scope(), number).await? else {
            return Ok(String::new());
        };
        let lasts = lasts(t, stored.case.snoozed.as_ref());
        if lasts.is_empty() {
            return Ok(String::new());
        }
        let number = said::number(app.desks.of(stored.case.desk_version), stored.number);
        let slept = Self {
            f: f.clone(),
            page: format!("/staff/cases/{number}"),
            number,
            lasts,
            here: here.to_owned(),
        };
        slept.render().map_err(Fail::broken)
    }
}
