//! `madoguchi calendar`: questions about business time, answered by the same calendars that promises are made with (S2).
//!
//! Time that runs out at the end of a stretch is due at that end; no time at all, asked for outside the hours, is due when
//! they begin, and lies back to when they ended.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
};

use clap::Args as Arguments;
use domain::{
    Words,
    calendar::{Calendar, Closing, Opening, Schedule, Second, Span, When, clock},
};
use jiff::{Timestamp, civil::Date, tz::TimeZoneDatabase};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Done, Outcome,
    lines::{answer_all, misshapen},
};

#[derive(Arguments)]
pub struct Args {
    /// Calendars: a JSON list of { id, time_zone, hours, holidays, breaks, shifts }
    #[arg(long, value_name = "FILE")]
    calendars: PathBuf,
    /// Questions, one JSON object a line; else standard input
    file: Option<PathBuf>,
}

/// Local hours as pairs of times of day.
type Hours = Vec<[String; 2]>;

/// A calendar as written.
#[derive(Deserialize)]
struct Written {
    id: String,
    time_zone: String,
    hours: BTreeMap<String, Hours>,
    #[serde(default)]
    holidays: Vec<Date>,
    /// Taken out of a day.
    #[serde(default)]
    breaks: BTreeMap<Date, Hours>,
    /// In place of a day's hours.
    #[serde(default)]
    shifts: BTreeMap<Date, Hours>,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    id: Value,
    calendar: String,
    #[serde(flatten)]
    question: Question,
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
enum Question {
    After { at: Timestamp, seconds: i64 },
    Before { at: Timestamp, seconds: i64 },
    Within { at: Timestamp, until: Timestamp },
    InHours { at: Timestamp },
    AfterDays { at: Timestamp, days: i64 },
}

pub fn run(args: Args) -> Outcome {
    let text = std::fs::read(&args.calendars)?;
    let written: Vec<Written> = serde_json::from_slice(&text)?;
    let mut calendars = HashMap::new();
    for one in written {
        let id = one.id.clone();
        calendars.insert(
            id.clone(),
            one.compiled().map_err(|error| format!("{id}: {error}"))?,
        );
    }
    answer_all(args.file.as_deref(), |line, out| {
        let asked: Asked = serde_json::from_str(line).map_err(|error| misshapen(&error))?;
        let calendar = calendars
            .get(&asked.calendar)
            .ok_or_else(|| format!("unknown calendar: {}", asked.calendar))?;
        let answer = answer(calendar, &asked.question);
        serde_json::to_writer(out, &json!({ "id": asked.id, "answer": answer }))
            .map_err(|error| error.to_string())
    })?;
    Ok(Done::Well)
}

/// An instant, seconds, or whether; `null` for what never comes.
fn answer(calendar: &Calendar, question: &Question) -> Value {
    let moment = |at: Option<Second>| {
        let at = at.and_then(|at| Timestamp::from_second(at).ok());
        at.map_or(Value::Null, |at| json!(at.to_string()))
    };
    match *question {
        Question::After { at, seconds } => {
            let at = at.as_second();
            moment(match seconds {
                0 => calendar.next_open(at),
                _ => calendar.deadline(at, seconds),
            })
        }
        Question::Before { at, seconds } => {
            let at = at.as_second();
            moment(match seconds {
                0 => calendar.last_open(at),
                _ => calendar.start(at, seconds),
            })
        }
        Question::Within { at, until } => {
            json!(calendar.elapsed(at.as_second(), until.as_second()))
        }
        Question::InHours { at } => json!(calendar.is_open(at.as_second())),
        Question::AfterDays { at, days } => moment(calendar.after_days(at.as_second(), days)),
    }
}

impl Written {
    fn compiled(&self) -> Result<Calendar, String> {
        let zone = TimeZoneDatabase::bundled()
            .get(&self.time_zone)
            .map_err(|error| error.to_string())?;
        let mut schedule = Schedule::empty(zone);
        const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        for (day, hours) in &self.hours {
            let place = WEEK.iter().position(|name| name == day);
            let place = place.ok_or_else(|| format!("no weekday: {day}"))?;
            schedule.week[place] = spans(hours)?;
        }
        for day in &self.holidays {
            schedule.closings.push(Closing {
                when: When::day(*day),
                label: Words::default(),
            });
        }
        for (given, wanted) in [
            (&self.breaks, &mut schedule.breaks),
            (&self.shifts, &mut schedule.openings),
        ] {
            for (day, hours) in given {
                wanted.push(Opening {
                    when: When::day(*day),
                    spans: spans(hours)?,
                    label: Words::default(),
                });
            }
        }
        Ok(Calendar::over(schedule, 1990..2100))
    }
}

fn spans(hours: &Hours) -> Result<Vec<Span>, String> {
    let span = |[from, to]: &[String; 2]| {
        let read = clock(from).zip(clock(to));
        read.and_then(|(from, to)| Span::new(from, to))
            .ok_or_else(|| format!("no hours: {from}-{to}"))
    };
    hours.iter().map(span).collect()
}
