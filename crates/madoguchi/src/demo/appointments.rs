//! Calls and conferences of the demo: one call that was made, one that a customer waits for, and a conference to come, each in a case
//! that goes on, where the desk has such things (H2, H3).

use domain::{
    Actor, Desk, Instant,
    access::Scope,
    case::{
        Command,
        calling::{NewCall, NewCallWish},
        conferring::{NewDate, NewReply},
    },
    desk::Turn,
};
use jiff::{SignedDuration, civil::Weekday};
use serde::Deserialize;
use store::cases::StoredCase;

use crate::app::{App, Fail, appointments::Passcode};

#[derive(Deserialize)]
struct Said {
    ja: Words,
    en: Words,
}

#[derive(Deserialize)]
struct Words {
    summary: String,
    note: String,
    call: String,
    conference: String,
}

/// Cases that are looked at.
const MOST: i64 = 1_000;

/// Open cases that somebody has, of contacts who still act there.
async fn open(app: &App) -> Result<Vec<StoredCase>, Fail> {
    let mut all = Vec::new();
    for number in 1..MOST {
        let Some(stored) = app.store.case(&Scope::System, number).await? else {
            break;
        };
        let case = &stored.case;
        let fits = !case.is_closed() && !case.private && case.owner.is_some() && !case.call_owed;
        if fits && case.escalated.open().is_none() && case.snoozed.is_none() {
            all.push(stored);
        }
    }
    // The latest are looked at most.
    all.reverse();
    Ok(all)
}

/// The two sides of a case, and what they say in the contact's language.
async fn sides(app: &App, stored: &StoredCase) -> Result<Option<(Actor, Actor)>, Fail> {
    let Some(owner) = stored.case.owner else {
        return Ok(None);
    };
    let (owner, contact) = (
        app.store.person(owner).await?,
        app.store.person(stored.case.contact).await?,
    );
    let (Some(owner), Some(contact)) = (owner, contact) else {
        return Ok(None);
    };
    let agent = owner.agent();
    let acting = app.acting_in(&contact, stored.case.account).await?;
    Ok(agent.zip(acting.map(|acting| acting.actor)))
}

/// Two in the afternoon of the next working day.
fn next_afternoon(now: Instant, desk: &Desk) -> Instant {
    let mut day = now.to_zoned(desk.time_zone.clone()).date();
    loop {
        day = day.saturating_add(jiff::Span::new().days(1));
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let at = desk.time_zone.to_timestamp(day.at(14, 0, 0, 0));
        match at {
            Ok(at) if !weekend => return at,
            Err(_) => return now + SignedDuration::from_hours(24),
            Ok(_) => {}
        }
    }
}

pub async fn all(app: &App) -> Result<(), Fail> {
    let said: Said =
        toml::from_str(include_str!("world/appointments.toml")).map_err(Fail::broken)?;
    let (desk, _) = app.desks.current();
    let now = app.now();
    let hours = SignedDuration::from_hours;
    let mut done = [false; 3];
    for stored in open(app).await? {
        let case = &stored.case;
        let Some((agent, contact)) = sides(app, &stored).await? else {
            continue;
        };
        let (language, name) = app.named_after(case).await?;
        let words = match language.as_str() {
            "ja" => &said.ja,
            _ => &said.en,
        };
        let number = stored.number;
        if let (false, Some(rule)) = (done[0], &desk.conference) {
            done[0] = true;
            let email = app.store.person(case.contact).await?;
            let email = email.map(|person| person.profile.email.as_str().to_owned());
            let emails: Vec<_> = email.into_iter().collect();
            let date = NewDate {
                id: None,
                language,
                name,
                subject: String::new(),
                reason: words.conference.clone(),
                at: next_afternoon(now, desk),
                minutes: Some(i64::from(rule.minutes)),
                link: "https://meet.example/j/204815377".into(),
                passcode: true,
                renewed: false,
                people: app.guests(case, &emails).await?,
                text: String::new(),
            };
            let code = Passcode::Is("481 623".into());
            app.set_conference(&agent, number, date, &code, None, None)
                .await?;
            let reply = Command::AnswerConference(NewReply {
                id: 1,
                email: None,
                accept: true,
                text: String::new(),
            });
            app.change_case(&contact, number, reply, None, None).await?;
            continue;
        }
        if let (false, Some(rule)) = (done[1], &desk.phone) {
            done[1] = true;
            let call = Command::KeepCall(NewCall {
                subject: String::new(),
                language,
                outbound: true,
                with: name,
                began_at: now - SignedDuration::from_mins(20),
                minutes: 12,
                reached: true,
                summary: match rule.told {
                    true => words.summary.clone(),
                    false => String::new(),
                },
                note: words.note.clone(),
            });
            app.change_case(&agent, number, call, None, None).await?;
            continue;
        }
        let asks = desk
            .phone
            .as_ref()
            .is_some_and(|rule| rule.asking.offered(&case.kind));
        // A wish moves nothing where it is support's turn already.
        if !done[2] && asks && case.turn == Turn::Support {
            let wish = Command::AskCall(NewCallWish {
                from: None,
                until: now + hours(6),
                phone: String::new(),
                reason: words.call.clone(),
            });
            done[2] = app
                .change_case(&contact, number, wish, None, None)
                .await
                .is_ok();
        }
    }
    Ok(())
}
