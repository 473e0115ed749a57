//! A case's sessions on its page: when, how long, who, and what was said (L8). Whoever sees the case sees them.

use askama::Template;
use store::cases::StoredCase;

use super::{
    super::{
        proxy_login::number_of,
        story_items::Day,
        visitor::{Me, Visitor},
    },
    Told, in_story, recordings, survey, transcript,
};
use crate::{app::Fail, texts::Texts};

#[derive(Template)]
#[template(path = "parts/case_sessions.html")]
struct Part {
    t: Texts,
    /// Where an agent starts one; empty for customers, and where the case is over.
    start: String,
    sessions: Vec<One>,
}

struct One {
    id: String,
    line: String,
    told: Vec<Told>,
    /// What customers said of how it went, for staff.
    surveys: Vec<survey::GivenIn>,
    /// An agent's way into it.
    address: String,
}

/// As markup, empty where there is nothing to show; and each in the story.
pub async fn part(
    visitor: &Visitor,
    me: &Me,
    stored: &StoredCase,
    days: &mut Vec<Day>,
) -> Result<String, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let staff = me.actor.is_staff();
    let starts = staff && app.session_rules().is_some() && !stored.case.is_closed();
    let mut sessions = Vec::new();
    for row in app.store.sessions_of_case(stored.id).await? {
        let Some(found) = app.store.session(row.id).await? else {
            continue;
        };
        let events = app.store.session_events(row.id).await?;
        let at = match staff {
            true => format!("/staff/sessions/{}", row.id),
            false => format!("/cases/{}/sessions/{}", number_of(app, stored), row.id),
        };
        let told = in_story::Told {
            stored: &found,
            events: &events,
            watch: recordings::watch(visitor, row.id, &at).await?,
        };
        in_story::set(t, &told, days)?;
        sessions.push(One {
            id: row.id.to_string(),
            line: in_story::line(t, &found.session),
            told: transcript(t, &events, None),
            surveys: match staff {
                true => survey::given(visitor, &found.session, &events),
                false => Vec::new(),
            },
            address: match staff {
                true => format!("/staff/sessions/{}", row.id),
                false => String::new(),
            },
        });
    }
    if sessions.is_empty() && !starts {
        return Ok(String::new());
    }
    let part = Part {
        t: t.clone(),
        start: match starts {
            true => format!("/staff/sessions?case={}", number_of(app, stored)),
            false => String::new(),
        },
        sessions,
    };
    part.render().map_err(Fail::broken)
}
