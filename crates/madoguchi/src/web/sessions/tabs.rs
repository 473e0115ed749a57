//! An agent's sessions side by side (L1): a tab each. One in which something has happened that they have not looked at is marked, so
//! that nobody there waits unseen.

use domain::{
    PersonId,
    event::Recorded,
    session::{Seat, Session, SessionEvent},
};
use store::sessions::{Held, StoredSession};

use super::{
    super::visitor::{Me, Visitor},
    grouped,
};
use crate::app::Fail;

/// One of the reader's sessions.
pub struct Tab {
    pub address: String,
    pub label: String,
    pub current: bool,
    /// How much is new there, in words; empty where nothing is.
    pub news: String,
}

/// The reader's sessions, where there are others than the one that is shown; that one counts as looked at from now on.
pub async fn all(visitor: &Visitor, me: &Me, shown: &StoredSession) -> Result<Vec<Tab>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let held = app.store.sessions_with(me.person.id).await?;
    let own = held.iter().find(|one| one.session == shown.id);
    if let Some(own) = own.filter(|own| own.looked < shown.session.version) {
        let version = shown.session.version;
        let looked = Held { version, ..*own };
        app.store.look(me.person.id, looked).await?;
    }
    if held.iter().all(|one| one.session == shown.id) {
        return Ok(Vec::new());
    }
    let mut tabs = Vec::new();
    for one in held {
        let events = app.store.session_events(one.session).await?;
        let Some(session) = Session::replay(&events) else {
            continue;
        };
        let first = session.customers().next();
        let who = first.map_or(String::new(), |p| format!(" {}", p.name.as_str()));
        let current = one.session == shown.id;
        let news = match current {
            true => 0,
            false => news(&session, &events, me.person.id, one.looked),
        };
        tabs.push(Tab {
            address: format!("/staff/sessions/{}", one.session),
            label: format!("{}{who}", grouped(session.number)),
            current,
            news: match news {
                0 => String::new(),
                news => t.count("session-tab-news", news),
            },
        });
    }
    Ok(tabs)
}

/// What somebody else said, asked or answered there since, and who came.
fn news(session: &Session, events: &[Recorded<SessionEvent>], own: PersonId, since: i64) -> i64 {
    let own: Option<Seat> = session.seat_of(own);
    let is_news = |one: &&Recorded<SessionEvent>| match &one.event {
        SessionEvent::Said { seat, .. } | SessionEvent::Joined { seat, .. } => Some(*seat) != own,
        SessionEvent::FileOffered { to, .. } => Some(*to) == own,
        SessionEvent::Granted { .. } => true,
        SessionEvent::Denied { silent, .. } => !silent,
        _ => false,
    };
    let since = events.iter().filter(|one| one.version > since);
    i64::try_from(since.filter(is_news).count()).unwrap_or(i64::MAX)
}
