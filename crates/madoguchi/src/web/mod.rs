//! Pages: the portal for customers, the desk for staff, sign-in and set-up. They ask [`crate::app`] and show what it
//! answers; they know no SQL.

mod access;
mod assets;
mod caught;
mod demo_start;
mod doors;
mod due;
mod failure;
mod frame;
mod guard;
mod help;
mod holding;
pub mod listing;
mod portal;
mod posted;
mod preferences;
mod promises;
mod readers;
mod recovery;
mod sayings;
mod setup;
mod shown;
mod sign_in;
mod sign_ins;
mod staff;
mod story;
mod visitor;

use std::sync::Arc;

use axum::{
    Router,
    extract::FromRef,
    middleware,
    routing::{get, post},
};

pub use guard::{Attempts, Line, headers, named_host, strict_transport};

use domain::contract::Due;

use crate::{
    app::App,
    texts::{self, Catalogues},
};

/// A case that another desk file would change, in one line.
pub fn plan_line(
    t: &texts::Texts,
    desk: &domain::Desk,
    case: &crate::app::desk_plan::Moving,
    now: domain::Instant,
) -> String {
    let mut line = t.with(
        "plan-line",
        [
            ("number", shown::number(desk, case.number).into()),
            ("subject", case.subject.as_str().into()),
            ("before", moment(t, desk, case.before, now).into()),
            ("after", moment(t, desk, case.after, now).into()),
        ],
    );
    if case.late {
        line.push_str(t.say("plan-late"));
    }
    line
}

/// What is due, in one line.
fn moment(t: &texts::Texts, desk: &domain::Desk, due: Due, now: domain::Instant) -> String {
    let moment = t.due_moment(desk, due, now);
    moment.unwrap_or_else(|| {
        t.say(match due {
            Due::Paused => "due-paused",
            _ => "plan-nothing",
        })
        .to_owned()
    })
}

/// What every page has at hand.
#[derive(Clone)]
pub struct Web {
    pub app: App,
    pub catalogues: &'static Catalogues,
    /// How the browser reaches us: open on loopback, or over TLS.
    pub line: Line,
    pub attempts: Arc<Attempts>,
    /// The start page that lets one choose whom to be.
    pub demo: bool,
}

impl Web {
    pub fn new(app: App, line: Line, demo: bool) -> Self {
        Self {
            app,
            catalogues: texts::load(),
            line,
            attempts: Arc::default(),
            demo,
        }
    }
}

impl FromRef<Web> for App {
    fn from_ref(web: &Web) -> Self {
        web.app.clone()
    }
}

/// All pages.
pub fn router(web: Web) -> Router {
    let mut pages = Router::new()
        .route("/", get(portal::home::page))
        .route("/help", get(help::page))
        .route("/find", get(portal::find))
        .route("/cases", get(portal::list::cases))
        .route("/admin-cases", get(portal::list::admin_cases))
        .route("/cases/new", get(portal::new::kinds))
        .route(
            "/cases/new/{kind}",
            get(portal::new::form).post(portal::new::create),
        )
        .route("/cases/new/{kind}/promise", get(portal::promise::part))
        .route("/cases/{number}", get(portal::case::page))
        .route("/cases/{number}/readers", get(readers::of_company))
        .route("/staff/cases/{number}/readers", get(readers::of_staff))
        .route("/cases/{number}/messages", post(portal::case::message))
        .route("/cases/{number}/closure", post(portal::case::closure))
        .route(
            "/cases/{number}/solution-answer",
            post(portal::case::solution_answer),
        )
        .route("/cases/{number}/reopening", post(portal::case::reopening))
        .route("/cases/{number}/severity", post(portal::case::severity))
        .route(
            "/cases/{number}/severity-answer",
            post(portal::case::severity_answer),
        )
        .route(
            "/staff/cases/{number}/severity",
            post(staff::agreeing::severity),
        )
        .route(
            "/staff/cases/{number}/severity-answer",
            post(staff::agreeing::severity_answer),
        )
        .route("/staff/cases/{number}/call", post(staff::agreeing::call))
        .route(
            "/staff/cases/{number}/third-party",
            post(staff::agreeing::third_party),
        )
        .route(
            "/staff/cases/{number}/third-party-release",
            post(staff::agreeing::third_party_release),
        )
        .route("/staff/cases/{number}/tier", post(staff::agreeing::tier))
        .route("/contract", get(portal::contract::page))
        .route("/access", get(portal::access::page))
        .route("/access/{what}", post(portal::access::change))
        .route("/staff/accounts/{id}/access", get(staff::access::page))
        .route(
            "/staff/accounts/{id}/access/{what}",
            post(staff::access::change),
        )
        .route("/staff/accounts/known", post(staff::accounts::known))
        .route("/staff/accounts", get(staff::accounts::list))
        .route("/staff/accounts/{id}", get(staff::accounts::page))
        .route("/staff/accounts/{id}/rows", post(staff::accounts::row))
        .route(
            "/staff/register",
            get(staff::accounts::register).post(staff::accounts::take),
        )
        .route(
            "/staff/desk",
            get(staff::desk::page).post(staff::desk::plan),
        )
        .route(
            "/staff/mails",
            get(staff::mails::page).post(staff::mails::again),
        )
        .route(
            "/staff/mails/{occasion}/{language}",
            get(staff::mails::text).post(staff::mails::put_text),
        )
        .route("/staff/audit", get(staff::audit::page))
        .route("/staff/audit.csv", get(staff::audit::file))
        .route("/staff", get(staff::inbox::page))
        .route("/staff/cases/{number}", get(staff::case::page))
        .route("/staff/cases/{number}/replies", post(staff::case::reply))
        .route("/staff/cases/{number}/notes", post(staff::case::note))
        .route("/staff/cases/{number}/status", post(staff::case::status))
        .route(
            "/staff/cases/{number}/assignment",
            post(staff::case::assignment),
        )
        .route(
            "/staff/cases/{number}/reopening",
            post(staff::case::reopening),
        )
        .route("/sign-in", get(sign_in::page).post(sign_in::submit))
        .route(
            "/sign-in/forgotten",
            get(recovery::page).post(recovery::ask),
        )
        .route("/sign-in/code", post(recovery::reset))
        .route("/sign-ins", get(sign_ins::page).post(sign_ins::end))
        .route("/sign-ins/password", post(sign_ins::password))
        .route("/sign-out", post(sign_in::leave))
        .route("/preferences", post(preferences::choose))
        .route("/setup", get(setup::page).post(setup::submit));
    if web.demo {
        pages = pages
            .route("/caught-mail", get(caught::page))
            .route("/caught-mail/{id}", get(caught::html))
            .route("/demo", get(demo_start::page))
            .route("/demo/sign-in", post(demo_start::become_one));
    }
    pages
        .fallback(failure::unknown)
        .layer(middleware::from_fn_with_state(web.clone(), failure::faces))
        .layer(middleware::from_fn(guard::same_site))
        .route("/assets/{version}/{name}", get(assets::file))
        .with_state(web)
}
