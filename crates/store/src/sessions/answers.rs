//! How customers were served in sessions (C16): one row for each answer, to be summed up and listed without reading the log; what was
//! written besides stays with its event, and goes with it.

use std::collections::BTreeMap;

use domain::{
    Instant, PersonId, SessionId,
    access::Scope,
    event::Recorded,
    session::{Seat, SessionEvent, SessionSurvey},
};

use crate::{
    Statement, Store,
    cases::gate,
    db::{Columns, DbError, Row, Value},
    directory::insert,
    events::StreamKind,
    sql,
};

/// An answer, with what names its session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub session: SessionId,
    pub seat: Seat,
    pub at: Instant,
    pub points: BTreeMap<String, u8>,
    /// What was written besides; nothing where it was not, or was erased.
    pub comment: Option<String>,
    /// The session's number.
    pub number: u32,
    /// Who led it last.
    pub host: Option<PersonId>,
    pub case: Option<AnsweredCase>,
}

/// The case that a session was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredCase {
    pub number: i64,
    pub desk_version: i64,
    pub subject: String,
    pub account: [String; 2],
}

/// Where a page of them begins: behind this one.
pub type Behind = (Instant, SessionId, Seat);

/// The statement that keeps an answer beside its event.
pub(super) fn answered(
    id: SessionId,
    seat: Seat,
    given: &SessionSurvey,
    at: Instant,
    version: i64,
) -> Result<Statement, DbError> {
    Ok(insert(
        "session_answers",
        vec![
            ("session_id", id.0.into()),
            ("seat", i64::from(seat.0).into()),
            ("at", at.into()),
            ("version", version.into()),
            ("points", points(given)?.into()),
        ],
    ))
}

fn points(given: &SessionSurvey) -> Result<String, DbError> {
    let shape = |error: serde_json::Error| DbError::Shape(error.to_string());
    serde_json::to_string(&given.points).map_err(shape)
}

fn one(row: Row) -> Result<Answered, DbError> {
    let mut c = row.columns();
    let number = |n: i64| u32::try_from(n).unwrap_or_default();
    let shape = |error: serde_json::Error| DbError::Shape(error.to_string());
    let case = |c: &mut Columns| {
        let (number, desk_version) = (c.maybe_int()?, c.maybe_int()?);
        let (subject, name, name_en) = (c.maybe_text()?, c.maybe_text()?, c.maybe_text()?);
        Ok::<_, DbError>(
            number
                .zip(desk_version)
                .map(|(number, desk_version)| AnsweredCase {
                    number,
                    desk_version,
                    subject: subject.unwrap_or_default(),
                    account: [name, name_en].map(Option::unwrap_or_default),
                }),
        )
    };
    Ok(Answered {
        session: SessionId(c.int()?),
        seat: Seat(number(c.int()?)),
        at: c.instant()?,
        points: serde_json::from_str(&c.text()?).map_err(shape)?,
        comment: c.maybe_text()?,
        number: number(c.int()?),
        host: c.maybe_int()?.map(PersonId),
        case: case(&mut c)?,
    })
}

/// Who led it, and once it is over, who began it.
const LED: &str = "COALESCE(s.host_id, (SELECT e.by_person FROM events e WHERE e.stream = $5 AND e.stream_id = s.id AND e.version = 1))";

impl Store {
    /// What customers said of sessions, of what the scope sees, the latest first: from `since` on, and behind this one. Those about
    /// no case are seen by those who lead, and by whoever led them.
    pub async fn session_answers(
        &self,
        scope: &Scope,
        since: Instant,
        behind: Option<Behind>,
        most: usize,
    ) -> Result<Vec<Answered>, DbError> {
        let Scope::Staff { person, leads, .. } = scope else {
            return Ok(Vec::new());
        };
        let Some((gate, more)) = gate(scope, 9) else {
            return Ok(Vec::new());
        };
        let (at, id, seat) = behind.map_or((i64::MAX, i64::MAX, i64::MAX), |(at, id, seat)| {
            (at.as_millisecond(), id.0, i64::from(seat.0))
        });
        let sql = sql!(
            "SELECT a.session_id, a.seat, a.at, a.points, p.body, s.number, {LED},
                c.number, c.desk_version, c.subject, o.name, o.name_en
            FROM session_answers a JOIN sessions s ON s.id = a.session_id
            LEFT JOIN cases c ON c.id = s.case_id LEFT JOIN accounts o ON o.id = c.account_id
            LEFT JOIN prose p ON p.stream = $5 AND p.stream_id = a.session_id AND p.version = a.version AND p.ordinal = 0
            WHERE a.at >= $1 AND (a.at, a.session_id, a.seat) < ($2, $3, $4)
            AND (s.case_id IS NULL AND ($6 = 1 OR {LED} = $7) OR s.case_id IS NOT NULL AND {gate})
            ORDER BY a.at DESC, a.session_id DESC, a.seat DESC LIMIT $8"
        );
        let mut args: Vec<Value> = vec![
            since.into(),
            at.into(),
            id.into(),
            seat.into(),
            StreamKind::Session.as_str().into(),
            i64::from(*leads).into(),
            (*person).into(),
            i64::try_from(most).unwrap_or(i64::MAX).into(),
        ];
        args.extend(more);
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(one).collect()
    }

    /// The answers beside a session are of its events; what was said before they were kept so has no row.
    pub(crate) async fn answers_are(
        &self,
        id: SessionId,
        happened: &[Recorded<SessionEvent>],
    ) -> Result<bool, DbError> {
        const ALL: &str = "SELECT seat, at, version, points FROM session_answers
            WHERE session_id = $1 ORDER BY version";
        let rows = self.db.read(ALL, &[id.0.into()]).await?;
        let found: Vec<Vec<Value>> = rows.iter().map(Row::values).collect();
        let mut wanted: Vec<Vec<Value>> = Vec::new();
        for one in happened {
            if let SessionEvent::SurveyGiven { seat, answers } = &one.event {
                let seat = i64::from(seat.0).into();
                let points = points(answers)?.into();
                wanted.push(vec![seat, one.at.into(), one.version.into(), points]);
            }
        }
        Ok(found.iter().all(|row| wanted.contains(row)))
    }
}
