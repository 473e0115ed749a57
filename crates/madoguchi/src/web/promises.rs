//! What a desk promises to everyone: its centres, open or not just now, and what each plan promises for each severity (B1,
//! S1). Knows no case.

use domain::{
    Desk, Instant,
    calendar::{Calendar, ClosedDays, Why, second},
    desk::{Advisory, Centre, Plan, Reviews},
};

use crate::texts::Texts;

/// Days ahead for which closed days are told.
const AHEAD: i32 = 60;
/// An opening that lasts so long is round the clock (seconds).
const ALWAYS: i64 = 14 * 86_400;

/// A centre as it is just now.
pub struct CentreNow {
    pub label: String,
    pub languages: String,
    pub channels: String,
    pub open: bool,
    /// Open until, or open again from.
    pub until: String,
    /// Closed days ahead, by name.
    pub closed: Vec<String>,
}

/// A severity with what each plan promises, in the order of the plans.
pub struct PromiseRow {
    pub severity: String,
    pub cells: Vec<Promise>,
}

pub struct Promise {
    pub first_response: String,
    pub next_update: String,
    /// What is promised besides, a line each.
    pub milestones: Vec<String>,
}

pub fn centres(t: &Texts, desk: &Desk, now: Instant) -> Vec<CentreNow> {
    desk.centres
        .iter()
        .map(|c| centre(t, desk, c, now))
        .collect()
}

fn centre(t: &Texts, desk: &Desk, centre: &Centre, now: Instant) -> CentreNow {
    let calendar = &*centre.calendar;
    let at = second(now);
    let open = calendar.is_open(at);
    let separator = t.say("list-separator");
    let languages = centre.languages.iter();
    let languages: Vec<&str> = languages
        .map(|l| t.say(&format!("in-{}", l.as_str())))
        .filter(|name| !name.is_empty())
        .collect();
    let taken = |id: &str| centre.channels.is_empty() || centre.channels.iter().any(|c| c == id);
    let channels = desk.channels.iter().filter(|c| taken(&c.id));
    let channels: Vec<&str> = channels.map(|c| t.desk(&c.label)).collect();
    CentreNow {
        label: t.desk(&centre.label).to_owned(),
        languages: languages.join(separator),
        channels: channels.join(separator),
        open,
        until: until(t, calendar, at, open),
        closed: calendar
            .closed_days(at, AHEAD)
            .iter()
            .map(|days| closed(t, days))
            .collect(),
    }
}

/// Until when it is open, or from when on.
pub fn until(t: &Texts, calendar: &Calendar, at: i64, open: bool) -> String {
    let when = |second: i64| Instant::from_second(second).map(|at| t.long_time(at));
    if !open {
        return match calendar.next_open(at).map(when) {
            Some(Ok(when)) => t.one("centre-opens", "at", when),
            _ => t.say("centre-never").to_owned(),
        };
    }
    match calendar.closing(at) {
        Some(closing) if closing - at < ALWAYS => {
            t.one("centre-closes", "at", when(closing).unwrap_or_default())
        }
        _ => t.say("centre-always").to_owned(),
    }
}

fn closed(t: &Texts, days: &ClosedDays) -> String {
    let name = match &days.why {
        Why::National(holiday) => t.say(&format!("holiday-{}", holiday.as_str())),
        Why::Closed(label) | Why::Break(label) => t.desk(label),
        Why::Open | Why::OutsideHours => "",
    };
    let day = |day: jiff::civil::Date| t.civil_day(&day.to_string()).into();
    match days.first == days.last {
        true => t.with(
            "centre-closed-day",
            [("day", day(days.first)), ("name", name.into())],
        ),
        false => t.with(
            "centre-closed-days",
            [
                ("first", day(days.first)),
                ("last", day(days.last)),
                ("name", name.into()),
            ],
        ),
    }
}

/// Nothing where the desk promises no times.
pub fn promises(t: &Texts, desk: &Desk) -> Vec<PromiseRow> {
    if desk.targets.is_empty() {
        return Vec::new();
    }
    // Where centres differ, the first one speaks for the table.
    let centre = desk.centres.first().map_or("", |c| c.id.as_str());
    let cell = |plan: &str, severity: &str| {
        let target = desk.target(centre, plan, severity);
        let first = target.and_then(|target| target.first_response);
        let update = target.and_then(|target| target.next_update);
        Promise {
            first_response: first.map_or_else(|| t.say("promise-none").to_owned(), |a| t.amount(a)),
            next_update: update
                .map(|a| t.one("promise-every", "span", t.amount(a)))
                .unwrap_or_default(),
            milestones: (desk.milestones.iter())
                .filter_map(|m| Some(t.promised(desk, m.id, target?.milestone(m.id)?)))
                .collect(),
        }
    };
    let row = |severity: &domain::desk::Severity| PromiseRow {
        severity: t.desk(&severity.label).to_owned(),
        cells: desk
            .plans
            .iter()
            .map(|plan| cell(&plan.id, &severity.id))
            .collect(),
    };
    desk.severities.iter().map(row).collect()
}

/// What plans include besides times, by name, in the order of the plans (S1).
pub struct Inclusion {
    pub name: &'static str,
    pub cells: Vec<String>,
}

/// What a plan has of something, in words; empty where it has nothing.
type Say<'a> = &'a dyn Fn(&Plan) -> String;

/// Names of the plans, in their order.
pub fn plans(t: &Texts, desk: &Desk) -> Vec<String> {
    let names = desk.plans.iter().map(|plan| t.desk(&plan.label).to_owned());
    names.collect()
}

/// Nothing where the desk has no plans; what none of them has is left out.
pub fn inclusions(t: &Texts, desk: &Desk) -> Vec<Inclusion> {
    let included = |yes: bool| match yes {
        true => t.say("plan-included").to_owned(),
        false => String::new(),
    };
    let tier = |plan: &Plan| t.count("tier-name", i64::from(plan.tier));
    let contacts = |plan: &Plan| match plan.contacts {
        Some(most) => t.count("plan-contacts-most", most),
        None => t.say("plan-contacts-any").to_owned(),
    };
    let advisory = |plan: &Plan| match plan.advisory {
        Advisory::None => String::new(),
        Advisory::Shared => t.say("plan-advisory-shared").to_owned(),
        Advisory::Dedicated => t.say("plan-advisory-dedicated").to_owned(),
    };
    let reviews = |plan: &Plan| match plan.reviews {
        Reviews::None => String::new(),
        Reviews::Quarterly => t.say("plan-reviews-quarterly").to_owned(),
        Reviews::Monthly => t.say("plan-reviews-monthly").to_owned(),
    };
    let incidents = |plan: &Plan| included(plan.incident_management);
    let others = |plan: &Plan| included(plan.third_parties);
    let all: [(&str, Say); 6] = [
        ("plan-tier", &tier),
        ("plan-contacts", &contacts),
        ("plan-advisory", &advisory),
        ("plan-reviews", &reviews),
        ("plan-incidents", &incidents),
        ("plan-third-parties", &others),
    ];
    let row = |(name, cell): (&str, Say)| Inclusion {
        name: t.say(name),
        cells: desk.plans.iter().map(cell).collect(),
    };
    let rows = all.into_iter().map(row);
    rows.filter(|row| row.cells.iter().any(|cell| !cell.is_empty()))
        .collect()
}

/// A product with how far a language is covered under each plan, without anything that a contract adds (S5).
pub struct CoverageRow {
    pub product: String,
    pub cells: Vec<&'static str>,
}

/// The coverage of one language.
pub struct CoverageTable {
    pub language: String,
    pub rows: Vec<CoverageRow>,
}

/// For each language that the desk says anything about.
pub fn coverage(t: &Texts, desk: &Desk) -> Vec<CoverageTable> {
    let spoken = desk.languages.iter();
    let spoken = spoken.filter(|l| desk.coverage.iter().any(|c| c.language == **l));
    let table = |language: &domain::Language| CoverageTable {
        language: t.say(&format!("in-{}", language.as_str())).to_owned(),
        rows: desk
            .products
            .iter()
            .map(|product| CoverageRow {
                product: t.desk(&product.label).to_owned(),
                cells: desk
                    .plans
                    .iter()
                    .map(|plan| {
                        let bare = desk.covered(language, &product.id, Some(&plan.id), &[]);
                        let all: Vec<String> =
                            desk.contract_options.iter().map(|o| o.id.clone()).collect();
                        let most = desk.covered(language, &product.id, Some(&plan.id), &all);
                        match bare == most {
                            true => t.say(&format!("covered-{}", bare.as_str())),
                            false => t.say("covered-by-option"),
                        }
                    })
                    .collect(),
            })
            .collect(),
    };
    spoken.map(table).collect()
}
