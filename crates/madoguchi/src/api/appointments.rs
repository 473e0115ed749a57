//! Calls and conferences of a case (H2, H3): asked for, written down, set, answered, cancelled.

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    Instant,
    case::{
        Case, Command, calling,
        conference::{Conference, Invited},
        conferring,
    },
    event::By,
};

use super::{
    answered::answered,
    caller::Staff,
    cases,
    changes::{Answer, change},
    posted::Posted,
    problem::Problem,
    shown::{Shown, instant, prose},
    wire::{
        self, NewCallWish, NewCancellation, NewConference, NewConferenceAnswer, NewDate,
        NewKeptCall, WhichConference,
    },
    wrong::Why,
};
use crate::app::{App, appointments::Passcode};

type Number = Path<String>;

fn moment(field: &'static str, text: &str) -> Result<Instant, Problem> {
    text.parse()
        .map_err(|_| Problem::of_field(field, Why::Malformed))
}

/// The fields of these bodies are called as their commands call them, without what stands before.
fn renamed(problem: Problem, pairs: &[(&str, &'static str)]) -> Problem {
    pairs
        .iter()
        .fold(problem, |problem, (from, to)| problem.renamed(from, to))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/call-wish", operation_id = "ask_call", tag = "cases",
    params(("number" = String, Path)), request_body = NewCallWish, responses((status = 200, body = wire::Case)))]
/// The customer would like to be called within a window of time, where the desk offers it.
pub async fn ask_call(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let wish: NewCallWish = posted.read()?;
    let from = wish.from.as_deref().map(|from| moment("from", from));
    let command = Command::AskCall(calling::NewCallWish {
        from: from.transpose()?,
        until: moment("until", &wish.until)?,
        phone: wish.phone.unwrap_or_default(),
        reason: wish.reason,
    });
    let done = change(&app, &number, &posted, command, StatusCode::OK).await;
    done.map_err(|problem| {
        let names = [
            ("call-from", "from"),
            ("call-until", "until"),
            ("call-phone", "phone"),
            ("call-reason", "reason"),
        ];
        renamed(problem, &names)
    })
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/call-wish-withdrawal", operation_id = "withdraw_call", tag = "cases",
    params(("number" = String, Path)), responses((status = 200, body = wire::Case)))]
/// The customer needs no call any more.
pub async fn withdraw_call(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    change(
        &app,
        &number,
        &posted,
        Command::WithdrawCall,
        StatusCode::OK,
    )
    .await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/calls", operation_id = "keep_call", tag = "staff",
    params(("number" = String, Path)), request_body = NewKeptCall, responses((status = 200, body = wire::Case)))]
/// Keeps what was said on the phone.
///
/// A call that reached somebody is the call that was owed, whoever had promised it.
pub async fn keep_call(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let call: NewKeptCall = posted.read()?;
    let parsed = cases::number(&number)?;
    let before = app.case(&posted.caller.actor, parsed).await?;
    let (language, name) = app.named_after(&before.case).await?;
    let command = Command::KeepCall(calling::NewCall {
        subject: call.subject.unwrap_or_default(),
        language,
        outbound: call.outbound,
        with: call.with.unwrap_or(name),
        began_at: moment("began_at", &call.began_at)?,
        minutes: call.minutes,
        reached: !call.unanswered,
        summary: call.summary.unwrap_or_default(),
        note: call.note.unwrap_or_default(),
    });
    let done = change(&app, &number, &posted, command, StatusCode::OK).await;
    done.map_err(|problem| {
        let names = [
            ("call-subject", "subject"),
            ("call-with", "with"),
            ("call-began", "began_at"),
            ("call-minutes", "minutes"),
            ("call-summary", "summary"),
            ("call-note", "note"),
        ];
        renamed(problem, &names)
    })
}

/// What the fields of a conference are called here.
const OF_CONFERENCE: [(&str, &str); 9] = [
    ("conference-reason", "reason"),
    ("conference-wished", "wished"),
    ("conference-minutes", "minutes"),
    ("conference-people", "people"),
    ("conference-at", "at"),
    ("conference-link", "link"),
    ("conference-passcode", "passcode"),
    ("conference-subject", "subject"),
    ("conference-text", "text"),
];

#[utoipa::path(post, path = "/api/v1/cases/{number}/conferences", operation_id = "ask_conference", tag = "cases",
    params(("number" = String, Path)), request_body = NewConference, responses((status = 200, body = wire::Case)))]
/// A conference is wanted, where the desk offers it.
pub async fn ask(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let wanted: NewConference = posted.read()?;
    let parsed = cases::number(&number)?;
    let before = app.case(&posted.caller.actor, parsed).await?;
    let (language, _) = app.named_after(&before.case).await?;
    let caller = &posted.caller.person.profile;
    let own = || vec![caller.email.as_str().to_owned()];
    let emails = wanted.people.unwrap_or_else(own);
    let wished = wanted.wished.iter().map(|at| moment("wished", at));
    let command = Command::AskConference(conferring::NewConference {
        language,
        name: caller.name(),
        reason: wanted.reason,
        wished: wished.collect::<Result<_, _>>()?,
        minutes: wanted.minutes,
        people: app.guests(&before.case, &emails).await?,
    });
    let done = change(&app, &number, &posted, command, StatusCode::OK).await;
    done.map_err(|problem| renamed(problem, &OF_CONFERENCE))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/conference-dates", operation_id = "set_conference", tag = "staff",
    params(("number" = String, Path)), request_body = NewDate, responses((status = 200, body = wire::Case)))]
/// Says when a conference is and who should come, for the first time or anew.
///
/// At another time everybody is asked anew whether they come. Who is invited gets a mail with the invitation.
pub async fn set(State(app): State<App>, _: Staff, number: Number, posted: Posted) -> Answer {
    let date: NewDate = posted.read()?;
    let parsed = cases::number(&number)?;
    let before = app.case(&posted.caller.actor, parsed).await?;
    let (language, name) = app.named_after(&before.case).await?;
    let code = match date.passcode.as_deref().map(str::trim) {
        None => Passcode::Keep,
        Some("") => Passcode::None,
        Some(code) => Passcode::Is(code.to_owned()),
    };
    let date = conferring::NewDate {
        id: date.conference,
        language,
        name,
        subject: date.subject.unwrap_or_default(),
        reason: date.reason.unwrap_or_default(),
        at: moment("at", &date.at)?,
        minutes: date.minutes,
        link: date.link.unwrap_or_default(),
        passcode: false,
        renewed: false,
        people: app.guests(&before.case, &date.people).await?,
        text: date.text.unwrap_or_default(),
    };
    let on = posted.on.seen(&app, &posted.caller, parsed).await?;
    let once = posted.once(StatusCode::OK);
    let done = app.set_conference(&posted.caller.actor, parsed, date, &code, on, once.as_ref());
    let done = done
        .await
        .map_err(|fail| renamed(Problem::from(fail), &OF_CONFERENCE))?;
    answered(&app, &posted.caller, StatusCode::OK, once.as_ref(), done).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/conference-answers", operation_id = "answer_conference", tag = "cases",
    params(("number" = String, Path)), request_body = NewConferenceAnswer, responses((status = 200, body = wire::Case)))]
/// Whether somebody who is invited comes.
pub async fn answer(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let reply: NewConferenceAnswer = posted.read()?;
    let command = Command::AnswerConference(conferring::NewReply {
        id: reply.conference,
        email: reply.email,
        accept: reply.accept,
        text: reply.text.unwrap_or_default(),
    });
    let done = change(&app, &number, &posted, command, StatusCode::OK).await;
    done.map_err(|problem| renamed(problem, &OF_CONFERENCE))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/conference-cancellations", operation_id = "cancel_conference", tag = "cases",
    params(("number" = String, Path)), request_body = NewCancellation, responses((status = 200, body = wire::Case)))]
/// A conference does not take place.
pub async fn cancel(State(app): State<App>, number: Number, posted: Posted) -> Answer {
    let NewCancellation { conference, text } = posted.read()?;
    let command = Command::CancelConference {
        id: conference,
        text: text.unwrap_or_default(),
    };
    let done = change(&app, &number, &posted, command, StatusCode::OK).await;
    done.map_err(|problem| renamed(problem, &OF_CONFERENCE))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/conference-passcode", operation_id = "show_passcode", tag = "cases",
    params(("number" = String, Path)), request_body = WhichConference, responses((status = 200, body = wire::Passcode)))]
/// The passcode of a conference; that it was asked for is kept in the audit.
pub async fn passcode(
    State(app): State<App>,
    number: Number,
    posted: Posted,
) -> Result<Response, Problem> {
    let WhichConference { conference } = posted.read()?;
    let parsed = cases::number(&number)?;
    let caller = &posted.caller;
    let by = By::Person(caller.person.id);
    let found = app
        .conference_passcode(&caller.actor, by, parsed, conference, None)
        .await?;
    let body = Json(wire::Passcode { passcode: found });
    Ok(([(header::CACHE_CONTROL, "no-store")], body).into_response())
}

impl Shown<'_> {
    /// The call that a case's customer waits for.
    pub fn call_wish(&self, case: &Case) -> Option<wire::CallWish> {
        let wish = case.call_wish.as_ref()?;
        Some(wire::CallWish {
            from: instant(wish.from),
            until: instant(wish.until),
            phone: wish.phone.as_ref().and_then(prose),
            reason: prose(&wish.reason),
            missed: wish.missed,
        })
    }

    /// The conferences of a case.
    pub async fn conferences(
        &self,
        case: &Case,
    ) -> Result<Vec<wire::Conference>, crate::app::Fail> {
        if case.conferences.is_empty() {
            return Ok(Vec::new());
        }
        let invited = case.conferences.iter().flat_map(|one| &one.people);
        let ids: Vec<_> = invited.filter_map(|one| one.guest.person).collect();
        let people = self.app.store.people(ids).await?;
        let now = self.app.now();
        let comer = |one: &Invited| wire::Comer {
            email: prose(&one.guest.email),
            person: one.guest.person.map(|id| wire::Named {
                id: id.to_string(),
                name: people
                    .get(&id)
                    .map_or(String::new(), |person| person.profile.name()),
            }),
            coming: one.coming.as_str().to_owned(),
        };
        let one = |one: &Conference| wire::Conference {
            id: one.id,
            subject: prose(&one.subject),
            reason: prose(&one.reason),
            standing: one.standing(now).as_str().to_owned(),
            wished: one.wished.iter().map(|at| instant(*at)).collect(),
            at: one.at.map(instant),
            minutes: one.minutes,
            link: one.link.as_ref().and_then(prose),
            passcode: one.passcode,
            sequence: one.sequence,
            people: one.people.iter().map(comer).collect(),
        };
        Ok(case.conferences.iter().map(one).collect())
    }
}
