//! Calendars, centres, plans and targets: what is promised, and when it counts.

use std::{collections::BTreeMap, sync::Arc};

use jiff::tz::TimeZone;

use super::{
    problem::{Problem, What},
    read::{At, Reader, Table},
};
use crate::{
    calendar::{Calendar, Closing, Nation, Opening, Schedule, Span, When},
    contract::{Amount, Warnings},
    desk::{Advisory, Centre, Coverage, Covered, NotTaken, Plan, Reviews, Target, Which},
    words::Words,
};

/// Weekdays as keys, with the days that each fills.
const WEEK: [(&str, std::ops::Range<usize>); 9] = [
    ("every_day", 0..7),
    ("weekdays", 0..5),
    ("monday", 0..1),
    ("tuesday", 1..2),
    ("wednesday", 2..3),
    ("thursday", 3..4),
    ("friday", 4..5),
    ("saturday", 5..6),
    ("sunday", 6..7),
];

const WHICH: [&str; 4] = ["severities", "centres", "plans", "products"];

impl Reader {
    /// Calendars by id, each made once however many centres keep it.
    pub fn calendars(&mut self, root: &Table) -> Vec<(String, Arc<Calendar>)> {
        let mut keys: Vec<&str> = WEEK.iter().map(|(key, _)| *key).collect();
        keys.extend([
            "id",
            "time_zone",
            "national_holidays",
            "closed",
            "open",
            "break",
            "files",
        ]);
        let imported = self.imported(root);
        let mut ids = Vec::new();
        let mut calendars = Vec::new();
        for table in self.tables(root, "calendar", "calendar", &keys) {
            let id = self.id(&table, What::Calendar);
            let before = self.mark();
            let zone = self.time_zone(&table).unwrap_or(TimeZone::UTC);
            let mut schedule = Schedule::empty(zone);
            for (key, days) in WEEK {
                if table.value(key).is_some() {
                    let spans = self.spans(&table, key);
                    for day in schedule.week.iter_mut().take(days.end).skip(days.start) {
                        day.clone_from(&spans);
                    }
                }
            }
            schedule.nation = self.nation(&table);
            for table in self.tables(&table, "closed", "calendar.closed", &["days", "label"]) {
                let when = self.when(&table);
                let label = self.label(&table, "label");
                schedule
                    .closings
                    .extend(when.map(|when| Closing { when, label }));
            }
            for file in self.list(&table, "files") {
                match imported.get(&file.it) {
                    Some(days) => schedule.closings.extend(days.iter().cloned()),
                    None => self.wrong(file.at, Problem::FileNotRead { file: file.it }),
                }
            }
            schedule.openings = self.own_hours(&table, "open", "calendar.open");
            schedule.breaks = self.own_hours(&table, "break", "calendar.break");
            let empty = schedule.week.iter().all(Vec::is_empty) && schedule.openings.is_empty();
            if empty && self.mark() == before {
                self.wrong(table.at, Problem::NeverOpen);
            }
            if let Some(id) = id {
                calendars.push((id.it.clone(), Arc::new(Calendar::new(schedule))));
                ids.push(id);
            }
        }
        self.distinct(What::Calendar, &ids);
        calendars
    }

    /// Closed days from files, by file; their names are the same in every language.
    fn imported(&mut self, root: &Table) -> BTreeMap<String, Vec<Closing>> {
        let mut all = BTreeMap::new();
        for table in self.tables(root, "imported", "imported", &["file", "closed"]) {
            let file = self.text(&table, "file");
            let mut closings = Vec::new();
            for table in self.tables(&table, "closed", "imported.closed", &["days", "label"]) {
                let when = self.when(&table);
                let label = self.text(&table, "label").map_or(String::new(), |l| l.it);
                let languages = self.languages.iter().cloned();
                let label = Words::new(languages.map(|l| (l, label.clone())).collect());
                closings.extend(when.map(|when| Closing { when, label }));
            }
            all.extend(file.map(|file| (file.it, closings)));
        }
        all
    }

    fn own_hours(&mut self, calendar: &Table, key: &str, path: &'static str) -> Vec<Opening> {
        let mut all = Vec::new();
        for table in self.tables(calendar, key, path, &["days", "hours", "label"]) {
            self.needs_some(&table, "hours");
            let (when, spans) = (self.when(&table), self.spans(&table, "hours"));
            let label = self.label(&table, "label");
            all.extend(when.map(|when| Opening { when, spans, label }));
        }
        all
    }

    fn spans(&mut self, table: &Table, key: &str) -> Vec<Span> {
        let mut spans: Vec<(Span, usize)> = Vec::new();
        for text in self.list(table, key) {
            match Span::parse(&text.it) {
                Some(span) => spans.push((span, text.at)),
                None => self.wrong(text.at, Problem::BadHours { given: text.it }),
            }
        }
        spans.sort_unstable();
        for pair in spans.windows(2) {
            if let [(first, _), (second, at)] = pair
                && second.from() < first.to()
            {
                self.wrong(*at, Problem::HoursOverlap { key: key.into() });
            }
        }
        spans.into_iter().map(|(span, _)| span).collect()
    }

    fn when(&mut self, table: &Table) -> Option<When> {
        let days = self.text(table, "days")?;
        let when = When::parse(&days.it);
        if when.is_none() {
            self.wrong(days.at, Problem::BadDays { given: days.it });
        }
        when
    }

    fn nation(&mut self, table: &Table) -> Option<Nation> {
        let given = self.maybe_text(table, "national_holidays")?;
        self.one_of(&given, "national_holidays", &["japan"])
            .then_some(Nation::Japan)
    }

    pub fn centres(
        &mut self,
        root: &Table,
        zone: Option<&TimeZone>,
        calendars: &[(String, Arc<Calendar>)],
    ) -> Vec<Centre> {
        let allowed = ["id", "label", "languages", "calendar", "channels", "guests"];
        let mut ids = Vec::new();
        let mut centres = Vec::new();
        for table in self.tables(root, "centre", "centre", &allowed) {
            let id = self.id(&table, What::Centre);
            let label = self.label(&table, "label");
            let spoken = self.references(&table, "languages", What::Language);
            let channels = self.references(&table, "channels", What::Channel);
            let guests = self.flag(&table, "guests");
            let named = self
                .maybe_text(&table, "calendar")
                .and_then(|id| self.reference(What::Calendar, &id));
            // A centre without a calendar is open round the clock.
            let calendar = named
                .and_then(|id| calendars.iter().find(|(known, _)| *known == id))
                .map(|(_, calendar)| Arc::clone(calendar));
            let languages = match spoken.as_slice() {
                [] => self.languages.clone(),
                some => some.iter().map(|tag| crate::Language::new(tag)).collect(),
            };
            if let Some(id) = id {
                centres.push(Centre {
                    id: id.it.clone(),
                    label,
                    languages,
                    calendar: calendar.unwrap_or_else(|| {
                        let zone = zone.cloned().unwrap_or(TimeZone::UTC);
                        Arc::new(Calendar::new(Schedule::round_the_clock(zone)))
                    }),
                    channels,
                    guests,
                });
                ids.push(id);
            }
        }
        self.distinct(What::Centre, &ids);
        centres
    }

    pub fn plans(&mut self, root: &Table) -> Vec<Plan> {
        let allowed = [
            "id",
            "label",
            "tier",
            "precedence",
            "contacts",
            "advisory",
            "reviews",
            "incident_management",
            "third_parties",
        ];
        let mut ids = Vec::new();
        let mut plans = Vec::new();
        for table in self.tables(root, "plan", "plan", &allowed) {
            let id = self.id(&table, What::Plan);
            let label = self.label(&table, "label");
            let tier = self.maybe_number(&table, "tier", 1, 2).unwrap_or(1);
            let precedence = self.maybe_number(&table, "precedence", 0, 100).unwrap_or(0);
            let contacts = self.maybe_number(&table, "contacts", 1, 10_000);
            let advisory = self.word(
                &table,
                "advisory",
                &[
                    ("none", Advisory::None),
                    ("shared", Advisory::Shared),
                    ("dedicated", Advisory::Dedicated),
                ],
            );
            let reviews = self.word(
                &table,
                "reviews",
                &[
                    ("none", Reviews::None),
                    ("quarterly", Reviews::Quarterly),
                    ("monthly", Reviews::Monthly),
                ],
            );
            let incident_management = self.flag(&table, "incident_management");
            let third_parties = self.flag(&table, "third_parties");
            if let Some(id) = id {
                plans.push(Plan {
                    id: id.it.clone(),
                    label,
                    tier: u8::try_from(tier).unwrap_or(1),
                    precedence,
                    contacts,
                    advisory: advisory.unwrap_or(Advisory::None),
                    reviews: reviews.unwrap_or(Reviews::None),
                    incident_management,
                    third_parties,
                });
                ids.push(id);
            }
        }
        self.distinct(What::Plan, &ids);
        plans
    }

    /// One of a few words, if the key is there.
    pub fn word<T: Copy>(&mut self, table: &Table, key: &str, words: &[(&str, T)]) -> Option<T> {
        let given = self.maybe_text(table, key)?;
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        self.one_of(&given, key, &known);
        words
            .iter()
            .find(|(word, _)| *word == given.it)
            .map(|(_, meant)| *meant)
    }

    /// Which cases need a phone call as well.
    pub fn calls(&mut self, root: &Table) -> Vec<Which> {
        let tables = self.tables(root, "call", "call", &WHICH);
        tables.iter().map(|table| self.which(table)).collect()
    }

    /// Which cases are not taken by which ways.
    pub fn not_taken(&mut self, root: &Table) -> Vec<NotTaken> {
        let allowed = ["channels", "severities", "centres", "plans", "products"];
        let mut all = Vec::new();
        for table in self.tables(root, "not_taken", "not_taken", &allowed) {
            self.needs_some(&table, "channels");
            all.push(NotTaken {
                channels: self.references(&table, "channels", What::Channel),
                which: self.which(&table),
            });
        }
        all
    }

    fn which(&mut self, table: &Table) -> Which {
        Which {
            severities: self.references(table, "severities", What::Severity),
            centres: self.references(table, "centres", What::Centre),
            plans: self.references(table, "plans", What::Plan),
            products: self.references(table, "products", What::Product),
        }
    }

    /// How far each language is covered.
    pub fn coverage(&mut self, root: &Table) -> Vec<Coverage> {
        let allowed = ["language", "products", "plans", "options", "covered"];
        let words = Covered::ALL.map(|covered| (covered.as_str(), covered));
        let mut all = Vec::new();
        for table in self.tables(root, "coverage", "coverage", &allowed) {
            let language = self
                .text(&table, "language")
                .and_then(|tag| self.reference(What::Language, &tag));
            let products = self.references(&table, "products", What::Product);
            let plans = self.references(&table, "plans", What::Plan);
            let options = self.references(&table, "options", What::ContractOption);
            if table.value("covered").is_none() {
                self.missing::<()>(&table, "covered");
            }
            let covered = self.word(&table, "covered", &words);
            if let (Some(language), Some(covered)) = (language, covered) {
                all.push(Coverage {
                    language: crate::Language::new(&language),
                    products,
                    plans,
                    options,
                    covered,
                });
            }
        }
        all
    }

    /// When staff are warned, in hundredths of a clock's time.
    pub fn warnings(&mut self, root: &Table) -> Warnings {
        let usual = Warnings {
            agent: Some(75),
            supervisor: Some(90),
        };
        let Some(value) = root.value("warnings") else {
            return usual;
        };
        let Some(table) = self.table("warnings", value, "warnings", &["agent", "supervisor"])
        else {
            return usual;
        };
        let mut percent = |key: &str| {
            self.maybe_number(&table, key, 1, 99)
                .and_then(|n| u8::try_from(n).ok())
        };
        Warnings {
            agent: percent("agent"),
            supervisor: percent("supervisor"),
        }
    }

    pub fn targets(&mut self, root: &Table) -> Vec<Target> {
        let allowed = [
            "plan",
            "severity",
            "centre",
            "first_response",
            "next_update",
            "milestones",
        ];
        let mut seen = Vec::new();
        let mut targets = Vec::new();
        for table in self.tables(root, "target", "target", &allowed) {
            let plan = self
                .text(&table, "plan")
                .and_then(|id| self.reference(What::Plan, &id));
            let severity = self
                .text(&table, "severity")
                .and_then(|id| self.reference(What::Severity, &id));
            let centre = self
                .maybe_text(&table, "centre")
                .and_then(|id| self.reference(What::Centre, &id));
            let first_response = self.amount(&table, "first_response", Amount::Open);
            let next_update = self.amount(&table, "next_update", Amount::Elapsed);
            let milestones = self.promised_milestones(&table);
            let promised = ["first_response", "next_update", "milestones"];
            if promised.iter().all(|key| table.value(key).is_none()) {
                self.missing::<()>(&table, "first_response");
            }
            let (Some(plan), Some(severity)) = (plan, severity) else {
                continue;
            };
            let at_centre = centre
                .as_deref()
                .map(|c| format!(" / {c}"))
                .unwrap_or_default();
            seen.push(At {
                at: table.at,
                it: format!("{plan} / {severity}{at_centre}"),
            });
            targets.push(Target {
                plan,
                severity,
                centre,
                first_response,
                next_update,
                milestones,
            });
        }
        self.distinct(What::Target, &seen);
        targets
    }

    /// An amount of time; where it does not say in which hours, in `usual` ones.
    pub fn amount(&mut self, table: &Table, key: &str, usual: fn(i64) -> Amount) -> Option<Amount> {
        let given = self.maybe_text(table, key)?;
        let amount = amount(&given.it, usual);
        if amount.is_none() {
            let (key, given_text) = (key.into(), given.it);
            let problem = Problem::BadDuration {
                key,
                given: given_text,
            };
            self.wrong(given.at, problem);
        }
        // The rhythm of updates runs from answer to answer, which no closing of a day can tell.
        if key == "next_update" && amount == Some(Amount::NextBusinessDay) {
            self.wrong(given.at, Problem::UpdateByDay);
        }
        amount
    }
}

/// `30m`, `24h`, `8h open`, `24h elapsed` or `next-business-day`.
fn amount(text: &str, usual: fn(i64) -> Amount) -> Option<Amount> {
    if text == "next-business-day" {
        return Some(Amount::NextBusinessDay);
    }
    let (number, hours) = match text.split_once(' ') {
        Some((number, "open")) => (number, Amount::Open as fn(i64) -> Amount),
        Some((number, "elapsed")) => (number, Amount::Elapsed as fn(i64) -> Amount),
        Some(_) => return None,
        None => (text, usual),
    };
    let (digits, unit) = match (number.strip_suffix('m'), number.strip_suffix('h')) {
        (Some(minutes), _) => (minutes, 60),
        (_, Some(hours)) => (hours, 3_600),
        _ => return None,
    };
    let plain = !digits.starts_with('0') && digits.len() <= 5;
    let digits = plain
        .then_some(digits)
        .filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    Some(hours(digits.parse::<i64>().ok()? * unit))
}
