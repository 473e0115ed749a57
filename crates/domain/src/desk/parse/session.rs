//! How live sessions go, and the queues that one can be handed to (L1–L9).

use super::{
    problem::What,
    read::{Reader, Table},
};
use crate::{
    Role,
    desk::session::{HostGone, Mode, Queue, Recording, SessionRules},
};

impl Reader {
    /// Nothing where the desk has no live sessions.
    pub fn session(&mut self, root: &Table) -> Option<SessionRules> {
        let value = root.value("session")?;
        let keys = [
            "mode",
            "mode_chosen",
            "customers",
            "lobby",
            "host_gone",
            "seat_seconds",
            "wait_minutes",
            "offer_seconds",
            "recording",
            "recording_days",
            "fallback",
            "own_mail",
        ];
        let table = self.table("session", value, "session", &keys)?;
        let modes = Mode::ALL.map(|mode| (mode.as_str(), mode));
        let mode = self.word(&table, "mode", &modes).unwrap_or(Mode::Single);
        let kept = [("keep", HostGone::Keep), ("end", HostGone::End)];
        let host_gone = self
            .word(&table, "host_gone", &kept)
            .unwrap_or(HostGone::Keep);
        let recordings = [
            ("off", Recording::Off),
            ("ask", Recording::Ask),
            ("always", Recording::Always),
        ];
        let recording = self
            .word(&table, "recording", &recordings)
            .unwrap_or(Recording::Off);
        let customers = self.number(&table, "customers", 1, 50);
        let mut number = |key: &str, usual: u16, least: i64, most: i64| {
            let given = self.maybe_number(&table, key, least, most);
            given.and_then(|n| u16::try_from(n).ok()).unwrap_or(usual)
        };
        let seat_seconds = number("seat_seconds", 90, 0, 3_600);
        let wait_minutes = number("wait_minutes", 10, 1, 240);
        let offer_seconds = number("offer_seconds", 60, 10, 3_600);
        let recording_days = number("recording_days", SessionRules::usual_days(), 1, 3_650);
        Some(SessionRules {
            mode,
            mode_chosen: self.flag(&table, "mode_chosen"),
            customers: u16::try_from(customers?).ok()?,
            lobby: self.flag(&table, "lobby"),
            host_gone,
            seat_seconds,
            wait_minutes,
            offer_seconds,
            recording,
            recording_days,
            fallback: self.maybe_reference(&table, "fallback", What::Queue),
            // The source's preset (L2).
            own_mail: self.maybe_flag(&table, "own_mail").is_none_or(|own| own.it),
        })
    }

    pub fn queues(&mut self, root: &Table) -> Vec<Queue> {
        let known = Role::ALL.map(Role::as_str);
        let (mut ids, mut queues) = (Vec::new(), Vec::new());
        for table in self.tables(root, "queue", "queue", &["id", "label", "roles"]) {
            let (id, label) = (self.id(&table, What::Queue), self.label(&table, "label"));
            let given = self.some_list(&table, "roles");
            let mut roles = Vec::new();
            for role in given {
                if self.one_of(&role, "roles", &known) {
                    roles.extend(Role::parse(&role.it));
                }
            }
            if let Some(id) = id {
                queues.push(Queue {
                    id: id.it.clone(),
                    label,
                    roles,
                });
                ids.push(id);
            }
        }
        self.distinct(What::Queue, &ids);
        queues
    }
}
