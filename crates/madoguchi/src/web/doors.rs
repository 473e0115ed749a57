//! Which door for which need, as the desk file has it (B5): on the help page, and where a new case begins.

use domain::{Desk, desk::Door};

use super::visitor::Visitor;
use crate::texts::{Texts, contact_name};

/// What somebody may want, with the ways to it.
pub struct NeedShown {
    pub label: String,
    pub doors: Vec<DoorShown>,
    pub note: String,
}

/// One way in.
pub struct DoorShown {
    pub icon: &'static str,
    pub label: String,
    /// Where it leads; nothing where it is no page, or none of the reader's.
    pub address: Option<String>,
    /// Whom to turn to, in the desk's words.
    pub text: String,
}

/// The needs that the desk names. Who is not signed in may follow a door to a form too: signing in is on the way.
pub fn needs(visitor: &Visitor, t: &Texts) -> Vec<NeedShown> {
    let (desk, _) = visitor.web.app.desks.current();
    let may_open = visitor.me.as_ref().is_none_or(|me| me.actor.may_write());
    let shown = |door: &Door| shown(t, desk, door, may_open);
    let need = |need: &domain::desk::Need| NeedShown {
        label: t.desk(&need.label).to_owned(),
        doors: need.doors.iter().map(shown).collect(),
        note: t.desk(&need.note).to_owned(),
    };
    desk.needs.iter().map(need).collect()
}

fn shown(t: &Texts, desk: &Desk, door: &Door, may_open: bool) -> DoorShown {
    match door {
        Door::Kind(id) => {
            let label = desk
                .kind(id)
                .map_or(id.as_str(), |kind| t.desk(&kind.label));
            DoorShown {
                icon: "case",
                label: t.one("door-kind", "kind", label),
                address: may_open.then(|| format!("/cases/new/{id}")),
                text: String::new(),
            }
        }
        Door::Contact(name) => {
            let icon = match name.as_str() {
                "phone" => "phone",
                "mail" => "mail",
                "success-manager" | "billing" | "sales" => "user",
                _ => "key",
            };
            DoorShown {
                icon,
                label: t.say(contact_name(name)).to_owned(),
                address: None,
                text: desk
                    .text(name)
                    .map_or(String::new(), |words| t.desk(words).to_owned()),
            }
        }
    }
}
