//! The same of live sessions: what customers said once they had left, or it was over.

use domain::{Instant, Prose, SessionId, session::Seat};
use jiff::SignedDuration;
use store::sessions::{Answered, AnsweredCase, Behind};

use super::{Answers, DAYS, PAGE, Row, SUMMED, summed};
use crate::{
    app::Fail,
    web::{
        closings::{Given, point_name},
        sessions::grouped,
        shown::{self, Fact},
        story,
        visitor::{Me, Visitor},
    },
};

/// Moment in milliseconds, session and seat.
fn place(text: &str) -> Option<Behind> {
    let mut parts = text.split('.');
    let mut number = || parts.next()?.parse::<i64>().ok();
    let at = Instant::from_millisecond(number()?).ok()?;
    let (id, seat) = (SessionId(number()?), number()?);
    Some((at, id, Seat(u32::try_from(seat).ok()?)))
}

pub async fn answers(visitor: &Visitor, me: &Me, behind: Option<&str>) -> Result<Answers, Fail> {
    let (app, t, scope) = (&visitor.web.app, &visitor.texts, me.actor.scope());
    let since = app.now() - SignedDuration::from_hours(DAYS * 24);
    let store = &app.store;
    let latest = store.session_answers(&scope, since, None, SUMMED).await?;
    let points = latest.iter().map(|one| &one.points);
    let questions = summed(t, app.desks.current().0, points);
    let behind = behind.and_then(place);
    let mut rows = store
        .session_answers(&scope, Instant::UNIX_EPOCH, behind, PAGE + 1)
        .await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|last| {
        let (at, id, seat) = (last.at.as_millisecond(), last.session, last.seat.0);
        format!("/staff/surveys?of=sessions&behind={at}.{id}.{seat}")
    });
    Ok(Answers {
        questions,
        summed: latest.len(),
        given: given(visitor, rows).await?,
        next,
    })
}

async fn given(visitor: &Visitor, rows: Vec<Answered>) -> Result<Vec<Row>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let people = rows.iter().filter_map(|row| row.host);
    let people = app.store.people(people.collect::<Vec<_>>()).await?;
    let row = |one: Answered| {
        let case = one.case.as_ref();
        let label = |id: &str| {
            let mut all = desk.survey.iter().flat_map(|asked| &asked.questions);
            let found = all.find(|question| question.id == id);
            found
                .map_or(id, |question| t.desk(&question.label))
                .to_owned()
        };
        let points = one.points.iter().map(|(id, point)| Fact {
            label: label(id),
            value: point_name(t, desk, *point),
        });
        let comment = one.comment.map(Prose::new);
        let of_case = |case: &AnsweredCase| {
            let number = shown::number(app.desks.of(case.desk_version), case.number);
            let subject = match case.subject.is_empty() {
                true => t.say("text-erased").to_owned(),
                false => case.subject.clone(),
            };
            let said = [("number", number.into()), ("subject", subject.into())];
            t.with("surveys-session-case", said)
        };
        Row {
            number: grouped(one.number),
            address: format!("/staff/sessions/{}", one.session),
            subject: case.map_or(String::new(), of_case),
            company: case.map_or(String::new(), |case| t.either(&case.account).to_owned()),
            contact: String::new(),
            owner: one
                .host
                .and_then(|host| people.get(&host))
                .map_or(String::new(), |p| p.profile.name()),
            given: Given {
                at: t.long_time(one.at),
                points: points.collect(),
                comment: comment.map_or(String::new(), |text| story::written(t, &text)),
                contact: false,
            },
        }
    };
    Ok(rows.into_iter().map(row).collect())
}
