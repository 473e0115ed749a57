//! Japan's national holidays by rule.

use std::collections::BTreeMap;

use domain::calendar::japan::{Holiday, holidays};
use jiff::civil::Date;

fn of(year: i16) -> Vec<(String, Holiday)> {
    let days = holidays(year).into_iter();
    days.map(|(day, holiday)| (day.strftime("%m-%d").to_string(), holiday))
        .collect()
}

#[test]
fn s2_years_with_every_oddity() {
    use Holiday::*;
    let days = |all: &[(&str, Holiday)]| -> Vec<(String, Holiday)> {
        all.iter()
            .map(|(day, holiday)| ((*day).into(), *holiday))
            .collect()
    };
    // An enthronement between two holidays makes ten days in a row.
    let golden: Vec<_> = of(2019)
        .into_iter()
        .filter(|(day, _)| ("04-29".."05-07").contains(&day.as_str()))
        .collect();
    assert_eq!(
        golden,
        days(&[
            ("04-29", ShowaDay),
            ("04-30", Sandwiched),
            ("05-01", ImperialCeremony),
            ("05-02", Sandwiched),
            ("05-03", ConstitutionDay),
            ("05-04", GreeneryDay),
            ("05-05", ChildrensDay),
            ("05-06", Substitute),
        ])
    );
    assert_eq!(
        of(2026),
        days(&[
            ("01-01", NewYearsDay),
            ("01-12", ComingOfAgeDay),
            ("02-11", NationalFoundationDay),
            ("02-23", EmperorsBirthday),
            ("03-20", VernalEquinoxDay),
            ("04-29", ShowaDay),
            ("05-03", ConstitutionDay),
            ("05-04", GreeneryDay),
            ("05-05", ChildrensDay),
            ("05-06", Substitute),
            ("07-20", MarineDay),
            ("08-11", MountainDay),
            ("09-21", RespectForTheAgedDay),
            ("09-22", Sandwiched),
            ("09-23", AutumnalEquinoxDay),
            ("10-12", SportsDay),
            ("11-03", CultureDay),
            ("11-23", LabourThanksgivingDay),
        ])
    );
    // Before 2007 only the Monday made up for a Sunday, and what it made up for was no sandwich.
    assert!(of(1987).contains(&("05-04".into(), Substitute)));
    assert!(of(1988).contains(&("05-04".into(), Sandwiched)));
    assert!(!of(1986).iter().any(|(day, _)| day == "05-04"));
    // Moved for the games.
    assert!(of(2021).contains(&("08-09".into(), Substitute)));
}

/// Every day for which the government has published a list.
#[test]
fn s2_the_rule_gives_the_official_list() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/japanese-holidays/holidays.jsonl"
    );
    let Ok(list) = std::fs::read_to_string(path) else {
        eprintln!("NOT TESTED: the official list is absent ({path})");
        return;
    };
    let mut official: BTreeMap<i16, Vec<Date>> = BTreeMap::new();
    for line in list.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let day: Date = row["date"].as_str().unwrap().parse().unwrap();
        official.entry(day.year()).or_default().push(day);
    }
    assert!(official.len() > 70, "{} years", official.len());
    for (year, days) in official {
        let ours: Vec<Date> = holidays(year).into_keys().collect();
        assert_eq!(ours, days, "{year}");
    }
}
