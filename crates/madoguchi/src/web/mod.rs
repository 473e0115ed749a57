//! Pages: the portal for customers, the desk for staff, sign-in and set-up. They ask [`crate::app`] and show what it
//! answers; they know no SQL.

mod access;
mod answering;
mod appointments;
mod asked;
mod assets;
mod calendar;
mod case_facts;
mod case_files;
mod caught;
mod closings;
mod confirming;
mod copies;
mod demo_start;
mod doors;
mod due;
mod escalations;
mod failure;
mod field;
mod first_phone;
mod frame;
mod guard;
mod guests;
mod handed_in;
mod help;
mod holding;
mod incidents;
mod joining;
mod kept_forms;
mod keys;
mod knowledge;
mod list_files;
mod list_settings;
pub mod listing;
mod live;
mod muting;
mod new_address;
mod news;
mod portal;
mod posted;
mod preferences;
mod preview;
mod profile;
mod promises;
mod proving;
mod proxy_login;
mod questions;
mod reach;
mod readers;
mod recovery;
mod reference;
mod releases;
mod routes;
mod row_cells;
mod sayings;
pub mod search;
mod second_factor;
mod secrets;
mod sessions;
mod setup;
mod shared_drafts;
mod shown;
mod sign_in;
mod sign_ins;
mod solves;
mod staff;
mod start;
mod story;
mod story_appointments;
mod story_days;
mod story_escalations;
mod story_items;
mod story_kept;
mod story_sentences;
mod story_view;
mod streaming;
mod together;
mod told;
mod typed_number;
mod uploads;
mod visitor;

use axum::extract::FromRef;

pub use routes::{printed, router};

pub use guard::{Line, headers, named_host, strict_transport};

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
    /// The start page that lets one choose whom to be.
    pub demo: bool,
}

impl Web {
    pub fn new(app: App, line: Line, demo: bool) -> Self {
        Self {
            app,
            catalogues: texts::load(),
            line,
            demo,
        }
    }
}

impl FromRef<Web> for App {
    fn from_ref(web: &Web) -> Self {
        web.app.clone()
    }
}
