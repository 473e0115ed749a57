//! The national holidays of Japan by rule: the holiday act with its amendments since 1955, and the acts for single days.
//! Beyond what the Cabinet Office has announced, equinoxes follow the usual approximation (good to 2150) and the law is
//! taken to stay as it is.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday, date};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holiday {
    NewYearsDay,
    ComingOfAgeDay,
    NationalFoundationDay,
    EmperorsBirthday,
    VernalEquinoxDay,
    ShowaDay,
    ConstitutionDay,
    GreeneryDay,
    ChildrensDay,
    MarineDay,
    MountainDay,
    RespectForTheAgedDay,
    AutumnalEquinoxDay,
    /// Health and Sports Day until 2019.
    SportsDay,
    CultureDay,
    LabourThanksgivingDay,
    /// Wedding, funeral or enthronement.
    ImperialCeremony,
    /// In place of a holiday that fell on a Sunday.
    Substitute,
    /// Between two holidays.
    Sandwiched,
}

impl Holiday {
    pub const ALL: [Holiday; 19] = [
        Holiday::NewYearsDay,
        Holiday::ComingOfAgeDay,
        Holiday::NationalFoundationDay,
        Holiday::EmperorsBirthday,
        Holiday::VernalEquinoxDay,
        Holiday::ShowaDay,
        Holiday::ConstitutionDay,
        Holiday::GreeneryDay,
        Holiday::ChildrensDay,
        Holiday::MarineDay,
        Holiday::MountainDay,
        Holiday::RespectForTheAgedDay,
        Holiday::AutumnalEquinoxDay,
        Holiday::SportsDay,
        Holiday::CultureDay,
        Holiday::LabourThanksgivingDay,
        Holiday::ImperialCeremony,
        Holiday::Substitute,
        Holiday::Sandwiched,
    ];

    /// A name for catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Holiday::NewYearsDay => "new-years-day",
            Holiday::ComingOfAgeDay => "coming-of-age-day",
            Holiday::NationalFoundationDay => "national-foundation-day",
            Holiday::EmperorsBirthday => "emperors-birthday",
            Holiday::VernalEquinoxDay => "vernal-equinox-day",
            Holiday::ShowaDay => "showa-day",
            Holiday::ConstitutionDay => "constitution-day",
            Holiday::GreeneryDay => "greenery-day",
            Holiday::ChildrensDay => "childrens-day",
            Holiday::MarineDay => "marine-day",
            Holiday::MountainDay => "mountain-day",
            Holiday::RespectForTheAgedDay => "respect-for-the-aged-day",
            Holiday::AutumnalEquinoxDay => "autumnal-equinox-day",
            Holiday::SportsDay => "sports-day",
            Holiday::CultureDay => "culture-day",
            Holiday::LabourThanksgivingDay => "labour-thanksgiving-day",
            Holiday::ImperialCeremony => "imperial-ceremony",
            Holiday::Substitute => "substitute-holiday",
            Holiday::Sandwiched => "sandwiched-holiday",
        }
    }
}

/// All holidays of a year, substitute and sandwiched ones among them.
pub fn holidays(year: i16) -> BTreeMap<Date, Holiday> {
    let named = named(year);
    let mut all = named.clone();
    // Since April 1973 a holiday on a Sunday is made up for: on the Monday, since 2007 on the next day that is none.
    for day in named.keys().copied() {
        if day.weekday() != Weekday::Sunday || day < date(1973, 4, 12) {
            continue;
        }
        let mut next = tomorrow(day);
        while year >= 2007 && named.contains_key(&next) {
            next = tomorrow(next);
        }
        all.entry(next).or_insert(Holiday::Substitute);
    }
    // Since December 1985 a day between two holidays is one too, unless it is a Sunday or made up for already.
    if year >= 1986 {
        for day in named.keys().copied() {
            let between = tomorrow(day);
            if named.contains_key(&tomorrow(between)) && between.weekday() != Weekday::Sunday {
                all.entry(between).or_insert(Holiday::Sandwiched);
            }
        }
    }
    all
}

/// The holidays that have a name of their own.
fn named(year: i16) -> BTreeMap<Date, Holiday> {
    let mut days = BTreeMap::new();
    let mut add = |month: i8, day: i8, holiday| {
        days.insert(date(year, month, day), holiday);
    };
    add(1, 1, Holiday::NewYearsDay);
    match year {
        ..2000 => add(1, 15, Holiday::ComingOfAgeDay),
        _ => add(1, monday(year, 1, 2), Holiday::ComingOfAgeDay),
    }
    if year >= 1967 {
        add(2, 11, Holiday::NationalFoundationDay);
    }
    match year {
        ..1989 => add(4, 29, Holiday::EmperorsBirthday),
        1989..2019 => add(12, 23, Holiday::EmperorsBirthday),
        2019 => {}
        _ => add(2, 23, Holiday::EmperorsBirthday),
    }
    add(3, equinox(year, 3), Holiday::VernalEquinoxDay);
    match year {
        ..1989 => {}
        1989..2007 => add(4, 29, Holiday::GreeneryDay),
        _ => {
            add(4, 29, Holiday::ShowaDay);
            add(5, 4, Holiday::GreeneryDay);
        }
    }
    add(5, 3, Holiday::ConstitutionDay);
    add(5, 5, Holiday::ChildrensDay);
    match year {
        ..1996 => {}
        1996..2003 => add(7, 20, Holiday::MarineDay),
        2020 => add(7, 23, Holiday::MarineDay),
        2021 => add(7, 22, Holiday::MarineDay),
        _ => add(7, monday(year, 7, 3), Holiday::MarineDay),
    }
    match year {
        ..2016 => {}
        2020 => add(8, 10, Holiday::MountainDay),
        2021 => add(8, 8, Holiday::MountainDay),
        _ => add(8, 11, Holiday::MountainDay),
    }
    match year {
        ..1966 => {}
        1966..2003 => add(9, 15, Holiday::RespectForTheAgedDay),
        _ => add(9, monday(year, 9, 3), Holiday::RespectForTheAgedDay),
    }
    add(9, equinox(year, 9), Holiday::AutumnalEquinoxDay);
    match year {
        ..1966 => {}
        1966..2000 => add(10, 10, Holiday::SportsDay),
        2020 => add(7, 24, Holiday::SportsDay),
        2021 => add(7, 23, Holiday::SportsDay),
        _ => add(10, monday(year, 10, 2), Holiday::SportsDay),
    }
    add(11, 3, Holiday::CultureDay);
    add(11, 23, Holiday::LabourThanksgivingDay);
    for (y, m, d) in [
        (1959, 4, 10),
        (1989, 2, 24),
        (1990, 11, 12),
        (1993, 6, 9),
        (2019, 5, 1),
        (2019, 10, 22),
    ] {
        if y == year {
            add(m, d, Holiday::ImperialCeremony);
        }
    }
    days
}

/// Day of the month of the `nth` Monday.
fn monday(year: i16, month: i8, nth: i8) -> i8 {
    let first = date(year, month, 1).weekday().to_monday_zero_offset();
    (7 - first) % 7 + 1 + (nth - 1) * 7
}

/// Day of March or September on which the sun crosses the equator in Japan, by the usual approximation: a day of 1980 and
/// its drift of 0.242194 days a year against the leap days.
fn equinox(year: i16, month: i8) -> i8 {
    let years = i64::from(year) - 1980;
    // In millionths of a day. The offset differs from age to age.
    let begin = match (year, month) {
        (..1980, 3) => 20_835_700,
        (1980..2100, 3) => 20_843_100,
        (2100.., 3) => 21_851_000,
        (..1980, _) => 23_258_800,
        (1980..2100, _) => 23_248_800,
        (2100.., _) => 24_248_800,
    };
    let leaps = match year {
        ..1980 => (years - 3).div_euclid(4) + i64::from((years - 3).rem_euclid(4) != 0),
        _ => years.div_euclid(4),
    };
    let day = (begin + 242_194 * years).div_euclid(1_000_000) - leaps;
    i8::try_from(day).unwrap_or(21)
}

fn tomorrow(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}
