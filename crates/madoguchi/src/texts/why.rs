//! Reasons of the contract in words: why a stretch of time counted, why a case is taken or not.

use domain::{
    Desk, Instant,
    contract::{Amount, ClockKind, MilestoneId, Reason, entitlement::Because},
};
use jiff::civil::Date;

use super::Texts;

impl Texts {
    /// Why a stretch counted or not.
    pub fn why(&self, reason: &Reason) -> String {
        match reason {
            Reason::Holiday(day) => {
                let name = self.say(&format!("holiday-{}", day.as_str()));
                self.one("receipt-holiday", "name", name)
            }
            Reason::Closed(label) => self.one("receipt-closed", "name", self.desk(label)),
            Reason::Break(label) => self.one("receipt-break", "name", self.desk(label)),
            other => self.say(&format!("receipt-{}", other.as_str())).to_owned(),
        }
    }

    /// A promised time: within so long, or by the next business day.
    pub fn amount(&self, amount: Amount) -> String {
        let span = |seconds: i64| match (seconds % 3_600, seconds / 3_600) {
            (0, hours) => self.count("span-hours", hours),
            _ => self.count("span-minutes", seconds / 60),
        };
        match amount {
            Amount::Open(seconds) => self.one("promise-open", "span", span(seconds)),
            Amount::Elapsed(seconds) => span(seconds),
            Amount::NextBusinessDay => self.say("promise-next-business-day").to_owned(),
        }
    }

    /// A milestone with what is promised of it.
    pub fn promised(&self, desk: &Desk, id: MilestoneId, amount: Amount) -> String {
        let clock = self.clock_name(desk, ClockKind::Milestone(id));
        let amount = self.amount(amount);
        self.with(
            "promise-milestone",
            [("clock", clock.into()), ("span", amount.into())],
        )
    }

    /// Why a case is taken as it is, or not taken, and what to do.
    pub fn because(&self, desk: &Desk, reason: &Because) -> String {
        let day = |day: &Date| self.civil_day(&day.to_string());
        let centre = |id: &str| {
            let label = desk.centre(id).map(|centre| self.desk(&centre.label));
            label.unwrap_or(id).to_owned()
        };
        let opens = |at: &Option<Instant>| match at {
            Some(at) => self.long_time(*at),
            None => self.say("because-no-time").to_owned(),
        };
        let with = |key: &str, args: &[(&'static str, &str)]| {
            self.with(
                key,
                args.iter().map(|(name, value)| (*name, (*value).into())),
            )
        };
        match reason {
            Because::Covered { contract, to } => with(
                "because-covered",
                &[("contract", contract), ("to", &day(to))],
            ),
            Because::EndsSoon { contract, to } => with(
                "because-ends-soon",
                &[("contract", contract), ("to", &day(to))],
            ),
            Because::NoContract => self.say("because-no-contract").to_owned(),
            Because::NotCovered { contract } => {
                with("because-not-covered", &[("contract", contract)])
            }
            Because::NotYet { contract, from } => with(
                "because-not-yet",
                &[("contract", contract), ("from", &day(from))],
            ),
            Because::Expired { contract, on } => with(
                "because-expired",
                &[("contract", contract), ("on", &day(on))],
            ),
            Because::Trial { to } => with("because-trial", &[("to", &day(to))]),
            Because::Emergency => self.say("because-emergency").to_owned(),
            Because::ChannelNotTaken { centre: id, ways } => {
                let ways = ways.iter().filter_map(|way| desk.channel(way));
                let ways: Vec<&str> = ways.map(|way| self.desk(&way.label)).collect();
                let ways = ways.join(self.say("list-separator"));
                with(
                    "because-channel",
                    &[("centre", &centre(id)), ("ways", &ways)],
                )
            }
            Because::WayNotTaken { ways } => {
                let ways = ways.iter().filter_map(|way| desk.channel(way));
                let ways: Vec<&str> = ways.map(|way| self.desk(&way.label)).collect();
                let phone = desk.text("phone").map_or("", |words| self.desk(words));
                let ways = ways.join(self.say("list-separator"));
                with("because-way", &[("ways", &ways), ("phone", phone)])
            }
            Because::PartlyCovered => self.say("because-partly").to_owned(),
            Because::AnsweredInEnglish { centre: id } => {
                with("because-english", &[("centre", &centre(id))])
            }
            Because::NotOffered => self.say("because-not-offered").to_owned(),
            Because::NobodyTakes => self.say("because-nobody-takes").to_owned(),
            Because::ClosedUntil {
                centre: id,
                opens: at,
                other,
            } => with(
                "because-closed",
                &[
                    ("centre", &centre(id)),
                    ("opens", &opens(at)),
                    ("other", &centre(other)),
                ],
            ),
            Because::Waits {
                centre: id,
                opens: at,
            } => with(
                "because-waits",
                &[("centre", &centre(id)), ("opens", &opens(at))],
            ),
        }
    }
}
