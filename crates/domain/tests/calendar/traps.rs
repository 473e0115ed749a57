//! What business time has been got wrong with, one test each.

use domain::calendar::{Calendar, Nation, Schedule, Span, When, Why};

use crate::{at, calendar, closed, every_day, own_hours, said, spans, weekdays, zone};

fn due(calendar: &Calendar, from: &str, minutes: i64) -> String {
    said(calendar.deadline(at(from), minutes * 60))
}

#[test]
fn s2_hours_as_written() {
    for (text, from, to) in [
        ("09:00-17:00", 32_400, 61_200),
        ("00:00-24:00", 0, 86_400),
        ("22:00-06:00", 79_200, 108_000),
        ("08:30 - 17:15", 30_600, 62_100),
        ("12:00-12:00:30", 43_200, 43_230),
    ] {
        let span = Span::parse(text).unwrap();
        assert_eq!((span.from(), span.to()), (from, to), "{text}");
    }
    for text in [
        "",
        "9-17",
        "09:00",
        "09:00-09:00",
        "24:00-08:00",
        "09:60-10:00",
        "09:00-24:01",
        "ab:cd-10:00",
    ] {
        assert_eq!(Span::parse(text), None, "{text}");
    }
    for text in [
        "2026-02-29",
        "13-01",
        "12-32",
        "2026-05-02..2026-05-01",
        "",
        "05",
    ] {
        assert_eq!(When::parse(text), None, "{text}");
    }
}

#[test]
fn s2_a_stretch_holds_its_opening_and_not_its_closing() {
    let office = calendar(weekdays("Asia/Tokyo", "09:00-17:00"));
    assert!(office.is_open(at("2024-02-06T09:00:00+09:00")));
    assert!(office.is_open(at("2024-02-06T16:59:59+09:00")));
    assert!(!office.is_open(at("2024-02-06T17:00:00+09:00")));
    assert!(!office.is_open(at("2024-02-06T08:59:59+09:00")));
}

#[test]
fn s2_time_that_runs_out_at_closing_is_due_at_closing() {
    let office = calendar(weekdays("Asia/Tokyo", "09:00-17:00"));
    assert_eq!(
        due(&office, "2024-02-06T16:30:00+09:00", 30),
        "2024-02-06T08:00:00Z"
    );
    assert_eq!(
        due(&office, "2024-02-06T16:30:00+09:00", 31),
        "2024-02-07T00:01:00Z"
    );
}

#[test]
fn s2_a_lunch_break_is_no_open_time_and_no_holiday() {
    let split = calendar(weekdays("Asia/Tokyo", "09:00-12:00 13:00-18:00"));
    assert_eq!(
        due(&split, "2024-02-06T11:30:00+09:00", 60),
        "2024-02-06T04:30:00Z"
    );
    let day = split.elapsed(
        at("2024-02-06T00:00:00+09:00"),
        at("2024-02-07T00:00:00+09:00"),
    );
    assert_eq!(day, 8 * 3600);
}

#[test]
fn s2_a_weekend_in_between_counts_nothing() {
    let office = calendar(weekdays("Asia/Tokyo", "09:00-17:00"));
    let (friday, monday) = (
        at("2024-02-16T16:00:00+09:00"),
        at("2024-02-19T10:00:00+09:00"),
    );
    assert_eq!(office.elapsed(friday, monday), 2 * 3600);
}

#[test]
fn s2_night_hours_run_on_into_the_day_after() {
    let mut night = weekdays("Asia/Tokyo", "22:00-06:00");
    night.closings.push(closed("2024-02-07"));
    let night = calendar(night);
    // The Tuesday night goes on into the closed Wednesday; no night begins on it.
    assert!(night.is_open(at("2024-02-07T05:59:59+09:00")));
    assert!(!night.is_open(at("2024-02-07T22:30:00+09:00")));
    assert_eq!(
        said(night.next_open(at("2024-02-07T06:00:00+09:00"))),
        "2024-02-08T13:00:00Z"
    );
}

#[test]
fn s2_a_skipped_hour_is_lost_and_a_doubled_one_counts_twice() {
    let night = calendar(every_day("Europe/Berlin", "00:00-06:00"));
    let length = |day: &str, next: &str| {
        night.elapsed(
            at(&format!("{day}T00:00:00+01:00")),
            at(&format!("{next}T00:00:00+01:00")),
        ) / 3600
    };
    assert_eq!(length("2026-01-10", "2026-01-11"), 6);
    assert_eq!(
        night.elapsed(
            at("2026-03-29T00:00:00+01:00"),
            at("2026-03-29T12:00:00+02:00")
        ),
        5 * 3600
    );
    assert_eq!(
        night.elapsed(
            at("2026-10-25T00:00:00+02:00"),
            at("2026-10-25T12:00:00+01:00")
        ),
        7 * 3600
    );
}

#[test]
fn s2_hours_that_begin_in_the_gap_begin_behind_it() {
    let odd = calendar(every_day("Europe/Berlin", "02:30-04:00"));
    assert_eq!(
        said(odd.next_open(at("2026-03-29T00:00:00+01:00"))),
        "2026-03-29T01:00:00Z"
    );
    // Twice half past two: open, closed again with the clock set back, open again.
    let day = odd.elapsed(
        at("2026-10-25T00:00:00+02:00"),
        at("2026-10-25T12:00:00+01:00"),
    );
    assert_eq!(day, 2 * 3600);
}

#[test]
fn s2_a_clock_change_by_half_an_hour() {
    let island = calendar(every_day("Australia/Lord_Howe", "00:00-05:00"));
    // 2026-04-05 at 02:00 the clock goes back to 01:30; 2026-10-04 at 02:00 on to 02:30.
    let long = island.elapsed(
        at("2026-04-05T00:00:00+11:00"),
        at("2026-04-05T12:00:00+10:30"),
    );
    let short = island.elapsed(
        at("2026-10-04T00:00:00+10:30"),
        at("2026-10-04T12:00:00+11:00"),
    );
    assert_eq!((long, short), (19_800, 16_200));
}

#[test]
fn s2_a_day_that_a_zone_left_out_has_no_hours() {
    // Samoa had no 30 December 2011, a Friday.
    let samoa = calendar(every_day("Pacific/Apia", "09:00-17:00"));
    let (before, after) = (
        at("2011-12-29T17:00:00-10:00"),
        at("2011-12-31T09:00:00+14:00"),
    );
    assert_eq!(samoa.elapsed(before, after), 0);
    assert_eq!(
        samoa.next_business_day(before),
        Some(at("2011-12-31T17:00:00+14:00"))
    );
}

#[test]
fn s2_midnight_may_be_missing() {
    let mut chile = Schedule::round_the_clock(zone("America/Santiago"));
    chile.closings.push(closed("2026-09-05"));
    let chile = calendar(chile);
    // On 2026-09-06 the clock goes from 24:00 to 01:00.
    assert_eq!(
        said(chile.next_open(at("2026-09-05T12:00:00-04:00"))),
        "2026-09-06T04:00:00Z"
    );
}

#[test]
fn s2_no_hours_at_all_answer_never_and_end() {
    let never = calendar(Schedule::empty(zone("Etc/UTC")));
    let now = at("2026-01-01T00:00:00Z");
    assert_eq!(never.deadline(now, 1), None);
    assert_eq!(never.next_open(now), None);
    assert_eq!(never.next_business_day(now), None);
    assert_eq!(never.elapsed(now, now + 1_000_000), 0);
    assert!(!never.is_open(now));
    assert_eq!(never.explain(now, now + 60).len(), 1);
}

#[test]
fn s2_behind_the_horizon_lies_never() {
    let office = Calendar::over(weekdays("Etc/UTC", "09:00-17:00"), 2026..2027);
    assert_eq!(
        office.deadline(at("2026-12-31T16:00:00Z"), 3_600),
        Some(at("2026-12-31T17:00:00Z"))
    );
    assert_eq!(office.deadline(at("2026-12-31T16:00:00Z"), 3_601), None);
    assert_eq!(office.deadline(at("2026-01-01T09:00:00Z"), 1 << 40), None);
}

#[test]
fn s2_a_week_with_one_minute_reaches_far_without_counting_days() {
    let mut rare = Schedule::empty(zone("Etc/UTC"));
    rare.week[2] = spans("12:00-12:01");
    let rare = calendar(rare);
    assert_eq!(
        due(&rare, "2020-01-01T12:01:00Z", 520),
        "2029-12-19T12:01:00Z"
    );
}

#[test]
fn s2_own_hours_open_a_closed_day_and_breaks_only_take() {
    let mut office = weekdays("Asia/Tokyo", "09:00-17:00");
    office.nation = Some(Nation::Japan);
    office.closings.push(closed("12-29..01-03"));
    office.openings.push(own_hours("2026-05-03", "10:00-12:00"));
    office.breaks.push(own_hours("12-28", "12:00-24:00"));
    let office = calendar(office);
    let hours = |day: &str| {
        let midnight = at(&format!("{day}T00:00:00+09:00"));
        office.elapsed(midnight, midnight + 86_400) / 3600
    };
    assert_eq!(hours("2026-05-01"), 8);
    assert_eq!(
        hours("2026-05-03"),
        2,
        "a Sunday and a holiday with hours of its own"
    );
    assert_eq!(hours("2026-05-04"), 0, "a holiday");
    assert_eq!(hours("2026-12-28"), 3, "half a day");
    assert_eq!(hours("2025-12-28"), 0, "a break opens no Sunday");
    for day in ["2026-12-29", "2026-12-31", "2027-01-01"] {
        assert_eq!(hours(day), 0, "{day}");
    }
    assert_eq!(hours("2027-01-04"), 8);
}

#[test]
fn s2_next_business_day_is_the_day_after_by_the_centres_own_clock() {
    let mut tokyo = weekdays("Asia/Tokyo", "09:00-17:00");
    tokyo.nation = Some(Nation::Japan);
    let tokyo = calendar(tokyo);
    let next = |from: &str| said(tokyo.next_business_day(at(from)));
    assert_eq!(next("2024-02-08T16:59:59+09:00"), "2024-02-09T08:00:00Z");
    // Still Thursday in London, and Friday already in Tokyo; Monday is a holiday.
    assert_eq!(next("2024-02-08T23:00:00Z"), "2024-02-13T08:00:00Z");
    let world = calendar(Schedule::round_the_clock(zone("Etc/UTC")));
    assert_eq!(
        said(world.next_business_day(at("2024-02-10T12:00:00Z"))),
        "2024-02-12T00:00:00Z"
    );
}

#[test]
fn s3_every_stretch_that_did_not_count_says_why() {
    let mut tokyo = weekdays("Asia/Tokyo", "09:00-17:00");
    tokyo.nation = Some(Nation::Japan);
    tokyo.breaks.push(own_hours("2024-02-13", "12:00-13:00"));
    let tokyo = calendar(tokyo);
    let told: Vec<(String, String, String)> = tokyo
        .explain(
            at("2024-02-09T16:50:00+09:00"),
            at("2024-02-13T14:00:00+09:00"),
        )
        .into_iter()
        .map(|part| {
            let local = |at: i64| {
                let at = jiff::Timestamp::from_second(at).unwrap();
                at.to_zoned(zone("Asia/Tokyo"))
                    .strftime("%d %H:%M")
                    .to_string()
            };
            let why = match part.why {
                Why::Open => "open".to_owned(),
                Why::OutsideHours => "outside".to_owned(),
                Why::National(holiday) => holiday.as_str().to_owned(),
                Why::Closed(_) => "closed".to_owned(),
                Why::Break(_) => "break".to_owned(),
            };
            (local(part.from), local(part.to), why)
        })
        .collect();
    let wanted = [
        ("09 16:50", "09 17:00", "open"),
        ("09 17:00", "12 00:00", "outside"),
        ("12 00:00", "13 00:00", "substitute-holiday"),
        ("13 00:00", "13 09:00", "outside"),
        ("13 09:00", "13 12:00", "open"),
        ("13 12:00", "13 13:00", "break"),
        ("13 13:00", "13 14:00", "open"),
    ];
    let wanted: Vec<_> = wanted
        .iter()
        .map(|(a, b, c)| ((*a).into(), (*b).into(), (*c).into()))
        .collect();
    assert_eq!(told, wanted);
}

#[test]
fn s2_what_is_closed_soon_is_told_by_name() {
    let mut tokyo = weekdays("Asia/Tokyo", "09:00-17:00");
    tokyo.nation = Some(Nation::Japan);
    tokyo.closings.push(closed("12-29..01-03"));
    let tokyo = calendar(tokyo);
    let told: Vec<String> = tokyo
        .closed_days(at("2026-11-21T09:00:00+09:00"), 60)
        .into_iter()
        .map(|days| {
            let why = match days.why {
                Why::National(holiday) => holiday.as_str(),
                Why::Closed(_) => "closed",
                _ => "?",
            };
            format!("{}..{} {why}", days.first, days.last)
        })
        .collect();
    // Over the weekend of 2 and 3 January nothing opens in between; 1 January is closed by the company first.
    assert_eq!(
        told,
        [
            "2026-11-23..2026-11-23 labour-thanksgiving-day",
            "2026-12-29..2027-01-01 closed",
            "2027-01-11..2027-01-11 coming-of-age-day",
        ]
    );
}
