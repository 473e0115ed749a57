//! What support has shared during a case: the links in what it said to the customer, each once (C17).

use domain::{
    Prose,
    case::{CaseEvent, Side},
    event::Recorded,
};

use crate::{rich, texts::Texts};

/// Links that are shown at most.
const SOME: usize = 20;

pub struct Shared {
    pub label: String,
    pub link: String,
    /// When it was shared first, and where that stands on the page.
    pub at: String,
    pub anchor: String,
}

/// The latest first.
pub fn of(t: &Texts, history: &[Recorded<CaseEvent>]) -> Vec<Shared> {
    let mut all: Vec<Shared> = Vec::new();
    for recorded in history {
        let Some(text) = said(&recorded.event) else {
            continue;
        };
        for (link, label) in rich::links(text.as_str()) {
            if all.iter().all(|known| known.link != link) {
                all.push(Shared {
                    label,
                    link,
                    at: t.long_time(recorded.at),
                    anchor: format!("e{}", recorded.version),
                });
            }
        }
    }
    all.reverse();
    all.truncate(SOME);
    all
}

/// What support said to the customer in this.
fn said(event: &CaseEvent) -> Option<&Prose> {
    match event {
        CaseEvent::MessagePosted {
            side: Side::Support,
            text,
        }
        | CaseEvent::EscalationAnswered { text }
        | CaseEvent::CalledBack { text }
        | CaseEvent::EscalationOpened { summary: text, .. } => Some(text),
        CaseEvent::EscalationMoved { text, .. } | CaseEvent::EscalationEnded { text, .. } => {
            text.as_ref()
        }
        CaseEvent::CallMade(call) => call.summary.as_ref(),
        _ => None,
    }
}
