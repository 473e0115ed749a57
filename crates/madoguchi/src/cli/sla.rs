//! `madoguchi sla`: when the first response and the next update of a case are due, and the receipt of both (S1, S3).

use std::{borrow::Cow, io::Write, path::PathBuf};

use clap::Args as Arguments;
use domain::{
    Desk,
    calendar::{self, Calendar, Second},
    contract::{Clocks, Line, Mark, NextUpdate},
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    Done, Outcome,
    check::{of_environment, tell, texts_in},
    lines::{answer_all, misshapen},
};
use crate::{
    app::desks::{NotServed, source},
    texts::Texts,
};

#[derive(Arguments)]
pub struct Args {
    /// The desk whose promises count: a file, or the name of a shipped one
    #[arg(long, value_name = "NAME|FILE")]
    desk: String,
    /// Leave the receipt out
    #[arg(long)]
    no_receipt: bool,
    /// Cases, one JSON object a line; else standard input
    file: Option<PathBuf>,
}

/// One case as given.
#[derive(Deserialize)]
struct Asked<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    centre: Cow<'a, str>,
    #[serde(borrow)]
    plan: Cow<'a, str>,
    #[serde(borrow)]
    severity: Cow<'a, str>,
    #[serde(borrow)]
    opened: Cow<'a, str>,
    #[serde(borrow, default)]
    history: Option<Vec<Entry<'a>>>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    at: Cow<'a, str>,
    #[serde(borrow)]
    event: Cow<'a, str>,
}

pub fn run(args: Args) -> Outcome {
    let text = source(&args.desk).map_err(tell)?;
    let desk = domain::desk::check(&text).map_err(|findings| {
        tell(NotServed::Faulty {
            name: args.desk.clone(),
            source_text: text.clone(),
            findings,
        })
    })?;
    let texts = texts_in(&of_environment());
    let receipt = (!args.no_receipt).then_some(&texts);
    answer_all(args.file.as_deref(), |line, out| {
        answer(&desk, receipt, line, out)
    })?;
    Ok(Done::Well)
}

fn answer(
    desk: &Desk,
    receipt: Option<&Texts>,
    line: &str,
    out: &mut Vec<u8>,
) -> Result<(), String> {
    let asked: Asked = serde_json::from_str(line).map_err(|error| misshapen(&error))?;
    let unknown = |what: &str, id: &str| format!("unknown {what}: {id}");
    let centre = desk
        .centre(&asked.centre)
        .ok_or_else(|| unknown("centre", &asked.centre))?;
    desk.plan(&asked.plan)
        .ok_or_else(|| unknown("plan", &asked.plan))?;
    desk.severity(&asked.severity)
        .ok_or_else(|| unknown("severity", &asked.severity))?;
    let calendar = &*centre.calendar;
    let targets = desk.targets_for(&asked.centre, &asked.plan, &asked.severity);
    let mut clocks = Clocks::start(targets, second(&asked.opened)?);
    for entry in asked.history.iter().flatten() {
        let mark = match &*entry.event {
            "support-replied" => Mark::SupportReplied,
            "awaiting-customer" => Mark::AwaitingCustomer,
            "customer-responded" => Mark::CustomerResponded,
            other => return Err(unknown("event", other)),
        };
        let at = second(&entry.at)?;
        if at < clocks.opened() {
            return Err(format!("{} lies before the opening", entry.at));
        }
        clocks
            .take(at, mark)
            .map_err(|_| format!("{} lies before the event in front of it", entry.at))?;
    }
    let id = asked.id.map_or("null", RawValue::get);
    write(id, &clocks, calendar, receipt, out).map_err(|error| error.to_string())
}

fn second(text: &str) -> Result<Second, String> {
    let refused = || format!("no time with an offset: {text}");
    // Zone names in brackets are beyond RFC 3339.
    if text.contains('[') {
        return Err(refused());
    }
    let at: Timestamp = text.parse().map_err(|_| refused())?;
    Ok(calendar::second(at))
}

fn write(
    id: &str,
    clocks: &Clocks,
    calendar: &Calendar,
    receipt: Option<&Texts>,
    out: &mut Vec<u8>,
) -> std::io::Result<()> {
    write!(out, "{{\"id\":{id},\"first-response\":")?;
    moment(clocks.first_response(calendar), calendar, out);
    out.extend_from_slice(b",\"next-update\":");
    match clocks.next_update(calendar) {
        NextUpdate::At(due) => moment(Some(due), calendar, out),
        NextUpdate::Paused => out.extend_from_slice(b"\"paused\""),
        NextUpdate::Stopped | NextUpdate::None => out.extend_from_slice(b"null"),
    }
    if let Some(texts) = receipt {
        out.extend_from_slice(b",\"receipt\":[");
        let lines = clocks.first_response_receipt(calendar);
        let lines = lines
            .into_iter()
            .chain(clocks.next_update_receipt(calendar));
        for (place, line) in lines.enumerate() {
            if place > 0 {
                out.push(b',');
            }
            write_line(&line, calendar, texts, out)?;
        }
        out.push(b']');
    }
    out.push(b'}');
    Ok(())
}

fn write_line(
    line: &Line,
    calendar: &Calendar,
    texts: &Texts,
    out: &mut Vec<u8>,
) -> std::io::Result<()> {
    write!(out, "{{\"clock\":\"{}\",\"from\":", line.clock.as_str())?;
    moment(Some(line.from), calendar, out);
    out.extend_from_slice(b",\"to\":");
    moment(line.to, calendar, out);
    let why = serde_json::Value::from(texts.why(&line.why));
    write!(out, ",\"counted\":{},\"why\":{why}}}", line.counted)
}

/// A time with its centre's offset, in quotes; `null` where there is none.
fn moment(at: Option<Second>, calendar: &Calendar, out: &mut Vec<u8>) {
    let Some(at) = at.and_then(|at| Timestamp::from_second(at).ok()) else {
        out.extend_from_slice(b"null");
        return;
    };
    let offset = calendar.zone().to_offset(at);
    let local = offset.to_datetime(at);
    let two = |out: &mut Vec<u8>, number: i32| {
        out.extend([b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]);
    };
    out.push(b'"');
    two(out, i32::from(local.year()) / 100);
    two(out, i32::from(local.year()) % 100);
    for (sign, part) in [
        (b'-', local.month()),
        (b'-', local.day()),
        (b'T', local.hour()),
        (b':', local.minute()),
        (b':', local.second()),
    ] {
        out.push(sign);
        two(out, part.into());
    }
    let minutes = offset.seconds() / 60;
    if minutes == 0 {
        out.push(b'Z');
    } else {
        out.push(if minutes < 0 { b'-' } else { b'+' });
        two(out, minutes.abs() / 60);
        out.push(b':');
        two(out, minutes.abs() % 60);
    }
    out.push(b'"');
}
