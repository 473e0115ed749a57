//! A case's sessions on its page: when, how long, who, and what was said (L8). Whoever sees the case sees them.

use askama::Template;
use domain::session::State;
use store::cases::StoredCase;

use super::{
    super::{
        proxy_login::number_of,
        visitor::{Me, Visitor},
    },
    Told, transcript,
};
use crate::{
    app::Fail,
    texts::{Texts, span},
};

#[derive(Template)]
#[template(path = "parts/case_sessions.html")]
struct Part {
    t: Texts,
    /// Where an agent starts one; empty for customers, and where the case is over.
    start: String,
    sessions: Vec<One>,
}

struct One {
    line: String,
    told: Vec<Told>,
    /// An agent's way into it.
    address: String,
}

/// As markup; empty where there is nothing to show.
pub async fn part(visitor: &Visitor, me: &Me, stored: &StoredCase) -> Result<String, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let staff = me.actor.is_staff();
    let starts = staff && app.session_rules().is_some() && !stored.case.is_closed();
    let mut sessions = Vec::new();
    for row in app.store.sessions_of_case(stored.id).await? {
        let Some(found) = app.store.session(row.id).await? else {
            continue;
        };
        let events = app.store.session_events(row.id).await?;
        let session = &found.session;
        let names = session.participants.values().map(|p| p.name.as_str());
        let who = names.collect::<Vec<_>>().join(t.say("list-separator"));
        let at = t.long_time(session.started_at);
        let line = match session.state {
            State::Ended { at: end, .. } => {
                let lasted = t.span(span(end.duration_since(session.started_at)));
                let said = [
                    ("at", at.as_str().into()),
                    ("span", lasted.as_ref().into()),
                    ("who", who.as_str().into()),
                ];
                t.with("session-case-line", said)
            }
            _ => t.with(
                "session-case-running",
                [("at", at.as_str().into()), ("who", who.as_str().into())],
            ),
        };
        sessions.push(One {
            line,
            told: transcript(t, &events, None),
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
