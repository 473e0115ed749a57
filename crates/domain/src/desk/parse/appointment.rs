//! How calls and conferences go (H2, H3).

use super::{
    problem::What,
    read::{Reader, Table},
};
use crate::desk::appointment::{Asking, Conferences, Phone};

/// A day in minutes.
const DAY: i64 = 24 * 60;

impl Reader {
    /// Nothing where no calls are kept.
    pub fn phone(&mut self, root: &Table) -> Option<Phone> {
        let value = root.value("phone")?;
        let keys = [
            "subject",
            "told",
            "asked",
            "kinds",
            "lead_minutes",
            "ahead_days",
        ];
        let table = self.table("phone", value, "phone", &keys)?;
        Some(Phone {
            subject: self.label(&table, "subject"),
            told: self.maybe_flag(&table, "told").is_none_or(|told| told.it),
            asking: self.asking(&table, 60, 14),
        })
    }

    /// Nothing where none are held.
    pub fn conference(&mut self, root: &Table) -> Option<Conferences> {
        let value = root.value("conference")?;
        let keys = [
            "subject",
            "asked",
            "kinds",
            "lead_minutes",
            "ahead_days",
            "minutes",
            "join_minutes",
            "people",
        ];
        let table = self.table("conference", value, "conference", &keys)?;
        let subject = self.label(&table, "subject");
        let asking = self.asking(&table, 4 * 60, 60);
        let mut number = |key: &str, usual: u16, least: i64, most: i64| {
            let given = self.maybe_number(&table, key, least, most);
            given.and_then(|n| u16::try_from(n).ok()).unwrap_or(usual)
        };
        Some(Conferences {
            subject,
            asking,
            minutes: number("minutes", 60, 5, 8 * 60),
            join_minutes: number("join_minutes", 10, 0, DAY),
            people: number("people", 20, 1, 100),
        })
    }

    fn asking(&mut self, table: &Table, lead: u16, ahead: u16) -> Asking {
        let customers = self.flag(table, "asked");
        let kinds = self.references(table, "kinds", What::Kind);
        let mut number = |key: &str, usual: u16, least: i64, most: i64| {
            let given = self.maybe_number(table, key, least, most);
            given.and_then(|n| u16::try_from(n).ok()).unwrap_or(usual)
        };
        Asking {
            customers,
            kinds,
            lead_minutes: number("lead_minutes", lead, 0, 30 * DAY),
            ahead_days: number("ahead_days", ahead, 1, 365),
        }
    }
}
