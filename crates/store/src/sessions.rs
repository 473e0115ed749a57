//! Live sessions (L1–L9): the log holds what happened, rows find them, say who sits where, and when something is due.

mod answers;
mod came_of;
pub mod choices;
mod doors;
mod looks;
pub mod recorders;
pub mod recordings;
mod sent;

use std::collections::BTreeMap;

use domain::{
    CaseId, Instant, PersonId, SessionId,
    event::{By, Recorded},
    session::{AcdState, Presence, Seat, Session, SessionEvent, Side, State},
};

pub use answers::{Answered, AnsweredCase, Behind};
pub use came_of::{DONE, MaySay, Unanswered, once};
pub use doors::move_seat;
pub use looks::Held;
pub use sent::{SessionFile, arrives, begins};

use crate::{
    Statement, Store, WriteError,
    db::{Columns, DbError, Row, Value},
    directory::{insert, moved},
    events::{self, Head, Stream, StreamKind},
    sign_ins::digest,
    sql,
};

/// Another session that lives has this number: the name of the index that says so.
pub const TAKEN: &str = "sessions_number_key";

/// A session with where its stream stands, and how one gets in.
#[derive(Clone, Debug)]
pub struct StoredSession {
    pub id: SessionId,
    pub session: Session,
    pub passcode: Option<Vec<u8>>,
    pub passcode_sealed: Option<Vec<u8>>,
    head: Head,
}

/// A session as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    pub id: SessionId,
    pub number: u32,
    pub state: String,
    pub case: Option<CaseId>,
    pub host: Option<PersonId>,
    pub customers: i64,
    pub started_at: Instant,
    pub ended_at: Option<Instant>,
}

/// How one gets in by number: a digest to compare, and the passcode sealed for the host.
#[derive(Clone, Debug)]
pub struct Passcode {
    pub digest: Vec<u8>,
    pub sealed: Vec<u8>,
}

/// What goes with a change besides its events.
#[derive(Clone, Debug, Default)]
pub struct Besides<'a> {
    pub passcode: Option<Passcode>,
    /// The secret of the browser for which a seat is taken.
    pub secret: Option<&'a str>,
    /// The link by which somebody comes; it holds their seat from now on.
    pub link: Option<&'a str>,
    /// The secret of the link that an invitation gives.
    pub invites: Option<&'a str>,
    /// The version on which alone it may happen.
    pub on: Option<i64>,
    /// What is written with it: each a guard or a row of its own.
    pub more: Vec<Statement>,
}

fn stream(id: SessionId) -> Stream {
    Stream {
        kind: StreamKind::Session,
        id: id.0,
    }
}

/// The columns that follow from its events.
pub(crate) fn columns(session: &Session) -> Vec<(&'static str, Value)> {
    let host = session
        .host()
        .and_then(|seat| session.participants.get(&seat));
    let host = host.and_then(|p| match p.side {
        Side::Agent(person) => Some(person),
        Side::Customer(_) => None,
    });
    let ended = match session.state {
        State::Ended { at, .. } => Some(at),
        _ => None,
    };
    let customers = i64::try_from(session.customers().count()).unwrap_or(i64::MAX);
    vec![
        ("version", session.version.into()),
        ("number", i64::from(session.number).into()),
        ("state", session.state.as_str().into()),
        ("case_id", session.case.map(|case| case.0).into()),
        ("host_id", host.into()),
        ("customers", customers.into()),
        ("started_at", session.started_at.into()),
        ("ended_at", ended.into()),
        ("tell_at", session.due_at().into()),
    ]
}

/// The statements that let something happen to a session; `None` is one that begins.
pub fn happen(
    id: SessionId,
    stored: Option<&StoredSession>,
    happened: &[SessionEvent],
    by: By,
    at: Instant,
    besides: &Besides,
) -> Result<Vec<Statement>, DbError> {
    let mut head = stored.map_or(Head::beginning(), |stored| stored.head.clone());
    let before = head.version;
    let (mut log, mut seats) = (Vec::new(), Vec::new());
    let mut session = stored.map(|stored| stored.session.clone());
    for event in happened {
        log.extend(events::append(stream(id), &mut head, at, by, event)?);
        let recorded = Recorded {
            version: head.version,
            at,
            by,
            event: event.clone(),
        };
        if let Some(before) = &session {
            seats.extend(came_of::unanswered(id, before, event, at));
        }
        match &mut session {
            Some(session) => session.apply(&recorded),
            None => session = Session::replay([&recorded]),
        }
        if let SessionEvent::Left { seat, why } = event {
            // Before the seat is given up: it has the secret. Who was never let in was not served.
            let left = session.as_ref().and_then(|s| s.participants.get(seat));
            let served = left.is_some_and(|p| p.let_in) && why.is_asked_after();
            seats.extend(served.then(|| came_of::may_say(id, *seat, at)));
        }
        seats.extend(seat(id, event, at, besides));
        if let (SessionEvent::Invited { .. }, Some(secret)) = (event, besides.invites) {
            seats.push(doors::link(id, secret, head.version, at));
        }
        if let SessionEvent::SurveyGiven { seat, answers } = event {
            seats.push(answers::answered(id, *seat, answers, at, head.version)?);
        }
    }
    let session =
        session.ok_or_else(|| DbError::Shape("a session begins with its start".into()))?;
    let mut row = vec![("id", Value::from(id.0)), ("head", head.hash.into())];
    row.extend(columns(&session));
    let passcode = besides.passcode.as_ref();
    if passcode.is_some() || session.is_ended() {
        row.push(("passcode", passcode.map(|p| p.digest.clone()).into()));
        row.push(("passcode_sealed", passcode.map(|p| p.sealed.clone()).into()));
    }
    let mut list = vec![match stored {
        None => insert("sessions", row),
        Some(_) => moved("sessions", row, before),
    }];
    list.extend(seats);
    list.extend(besides.more.iter().cloned());
    list.extend(log);
    Ok(list)
}

/// What an event changes of who sits where.
fn seat(id: SessionId, event: &SessionEvent, at: Instant, besides: &Besides) -> Vec<Statement> {
    const GONE: &str = "DELETE FROM session_seats WHERE session_id = $1 AND seat = $2";
    const LOST: &str = "UPDATE session_seats SET lost = 1 WHERE session_id = $1 AND seat = $2";
    const BACK: &str =
        "UPDATE session_seats SET lost = 0, seen_at = $3 WHERE session_id = $1 AND seat = $2";
    const HOLDS: &str = "UPDATE session_links SET seat = $3 WHERE digest = $1 AND session_id = $2";
    const NO_LINK: &str = "DELETE FROM session_links WHERE session_id = $1 AND seat = $2";
    const NO_LINKS: &str = "DELETE FROM session_links WHERE session_id = $1";
    let of = |seat: &Seat| vec![Value::from(id.0), i64::from(seat.0).into()];
    let taken = |seat: &Seat, person: Option<PersonId>, secret: Option<&str>| {
        insert(
            "session_seats",
            vec![
                ("session_id", id.0.into()),
                ("seat", i64::from(seat.0).into()),
                ("person_id", person.into()),
                ("digest", secret.map(digest).into()),
                ("seen_at", at.into()),
                ("lost", false.into()),
            ],
        )
    };
    match event {
        SessionEvent::Started { host, .. } => vec![taken(&Seat(1), Some(*host), None)],
        SessionEvent::Joined {
            seat,
            person,
            customer,
            ..
        } => {
            let secret = besides.secret.filter(|_| *customer);
            let agent = person.filter(|_| !customer);
            let mut list = vec![taken(seat, agent, secret)];
            list.extend(besides.link.map(|link| {
                let args = vec![digest(link).into(), id.0.into(), i64::from(seat.0).into()];
                Statement::new(HOLDS, args).guarded()
            }));
            list
        }
        SessionEvent::Left { seat, why } => {
            let mut list = vec![Statement::new(GONE, of(seat))];
            if why.is_sent_away() {
                list.insert(0, Statement::new(NO_LINK, of(seat)));
            }
            list
        }
        SessionEvent::FileAccepted { file } => vec![sent::taken(id, *file, at)],
        SessionEvent::FileEnded { file, .. } => vec![sent::ends(id, *file, at)],
        SessionEvent::RecordingEnded { stretch, .. } => vec![recorders::over(id, *stretch)],
        SessionEvent::SurveyGiven { .. } => Vec::new(),
        SessionEvent::SeatLost { seat } => vec![Statement::new(LOST, of(seat))],
        SessionEvent::SeatTaken { seat } => {
            let mut args = of(seat);
            args.push(at.into());
            vec![Statement::new(BACK, args)]
        }
        SessionEvent::Ended { .. } => vec![Statement::new(NO_LINKS, vec![id.0.into()])],
        _ => Vec::new(),
    }
}

const ROW: &str = "id, number, state, case_id, host_id, customers, started_at, ended_at";

fn row(row: Row) -> Result<SessionRow, DbError> {
    row_of(&mut row.columns())
}

fn row_of(c: &mut Columns) -> Result<SessionRow, DbError> {
    Ok(SessionRow {
        id: SessionId(c.int()?),
        number: u32::try_from(c.int()?).unwrap_or_default(),
        state: c.text()?,
        case: c.maybe_int()?.map(CaseId),
        host: c.maybe_int()?.map(PersonId),
        customers: c.int()?,
        started_at: c.instant()?,
        ended_at: c.maybe_instant()?,
    })
}

impl Store {
    /// A session as its events have it. Who may know of it is the caller's question.
    pub async fn session(&self, id: SessionId) -> Result<Option<StoredSession>, DbError> {
        const HEAD: &str =
            "SELECT version, head, passcode, passcode_sealed FROM sessions WHERE id = $1";
        let Some(row) = self.db.read_one(HEAD, &[id.0.into()]).await? else {
            return Ok(None);
        };
        let mut c = row.columns();
        let head = Head {
            version: c.int()?,
            hash: c.bytes()?,
        };
        let (passcode, passcode_sealed) = (c.maybe_bytes()?, c.maybe_bytes()?);
        // What comes between the two looks is refused by the version at the write.
        let mut happened = self.session_events(id).await?;
        happened.retain(|one| one.version <= head.version);
        Ok(Session::replay(&happened).map(|session| StoredSession {
            id,
            session,
            passcode,
            passcode_sealed,
            head,
        }))
    }

    /// What happened in a session, in order.
    pub async fn session_events(
        &self,
        id: SessionId,
    ) -> Result<Vec<Recorded<SessionEvent>>, DbError> {
        self.stream(stream(id)).await
    }

    /// The number of a session, which another one may have after it.
    pub async fn session_number(&self, id: SessionId) -> Result<Option<u32>, DbError> {
        const OF: &str = "SELECT number FROM sessions WHERE id = $1";
        let found = self.db.read_one(OF, &[id.0.into()]).await?;
        let number = found.map(|row| row.columns().int()).transpose()?;
        Ok(number.and_then(|number| u32::try_from(number).ok()))
    }

    /// The session that has this number and lives.
    pub async fn session_by_number(&self, number: u32) -> Result<Option<SessionId>, DbError> {
        const OF: &str = "SELECT id FROM sessions WHERE number = $1 AND ended_at IS NULL";
        let found = self.db.read_one(OF, &[i64::from(number).into()]).await?;
        found
            .map(|row| row.columns().int().map(SessionId))
            .transpose()
    }

    /// How many events it has, while it lives or after; a page that follows asks this alone.
    pub async fn session_version(&self, id: SessionId) -> Result<Option<i64>, DbError> {
        const OF: &str = "SELECT version FROM sessions WHERE id = $1";
        let found = self.db.read_one(OF, &[id.0.into()]).await?;
        found.map(|row| row.columns().int()).transpose()
    }

    /// Sessions that live, the oldest first.
    pub async fn live_sessions(&self, most: usize) -> Result<Vec<SessionRow>, DbError> {
        let sql = sql!(
            "SELECT {ROW} FROM sessions WHERE ended_at IS NULL ORDER BY started_at, id LIMIT $1"
        );
        let rows = self.db.read(&sql, &[(most as i64).into()]).await?;
        rows.into_iter().map(row).collect()
    }

    /// How many somebody leads just now.
    pub async fn leads_sessions(&self, person: PersonId) -> Result<usize, DbError> {
        const OF: &str = "SELECT count(*) FROM sessions WHERE host_id = $1 AND ended_at IS NULL";
        let found = self.db.read_one(OF, &[person.into()]).await?;
        let count = found.map(|row| row.columns().int()).transpose()?;
        Ok(usize::try_from(count.unwrap_or(0)).unwrap_or(usize::MAX))
    }

    /// Sessions about a case, the oldest first; the caller has seen the case through its reader's scope.
    pub async fn sessions_of_case(&self, case: CaseId) -> Result<Vec<SessionRow>, DbError> {
        let sql =
            sql!("SELECT {ROW} FROM sessions WHERE case_id = $1 ORDER BY started_at, id LIMIT 100");
        let rows = self.db.read(&sql, &[case.0.into()]).await?;
        rows.into_iter().map(row).collect()
    }

    /// The same, each with why it ended, in one look.
    pub async fn sessions_ended_of_case(
        &self,
        case: CaseId,
    ) -> Result<Vec<(SessionRow, Option<String>)>, DbError> {
        const OF: &str = "SELECT s.id, s.number, s.state, s.case_id, s.host_id, s.customers, s.started_at, s.ended_at, e.body
            FROM sessions s LEFT JOIN events e ON e.stream = 'session' AND e.stream_id = s.id AND e.kind = 'ended'
            WHERE s.case_id = $1 ORDER BY s.started_at, s.id LIMIT 100";
        let rows = self.db.read(OF, &[case.0.into()]).await?;
        let one = |found: Row| {
            let mut c = found.columns();
            let found = row_of(&mut c)?;
            let body = c.maybe_text()?;
            let body: Option<serde_json::Value> = body.and_then(|b| serde_json::from_str(&b).ok());
            let why = body.and_then(|body| body["why"].as_str().map(str::to_owned));
            Ok((found, why))
        };
        rows.into_iter().map(one).collect()
    }

    /// Sessions in which something is due by now.
    pub async fn due_sessions(&self, now: Instant, most: usize) -> Result<Vec<SessionId>, DbError> {
        const DUE: &str = "SELECT id FROM sessions WHERE tell_at <= $1 ORDER BY tell_at LIMIT $2";
        let rows = self
            .db
            .read(DUE, &[now.into(), (most as i64).into()])
            .await?;
        let ids = rows.into_iter().map(|row| row.columns().int());
        ids.map(|id| id.map(SessionId)).collect()
    }

    /// Seats that nobody was heard from since then.
    pub async fn silent_seats(
        &self,
        before: Instant,
        most: usize,
    ) -> Result<Vec<(SessionId, Seat)>, DbError> {
        const SILENT: &str = "SELECT session_id, seat FROM session_seats
            WHERE lost = 0 AND seen_at < $1 ORDER BY seen_at LIMIT $2";
        let args = [before.into(), (most as i64).into()];
        let rows = self.db.read(SILENT, &args).await?;
        rows.into_iter().map(place).collect()
    }

    /// Somebody is there, as of this moment; one who was to write until later and is on another page by now is there from now on.
    pub async fn see_seat(
        &self,
        id: SessionId,
        seat: Seat,
        now: Instant,
    ) -> Result<(), WriteError> {
        const SEEN: &str = "UPDATE session_seats SET seen_at = $3
            WHERE session_id = $1 AND seat = $2 AND seen_at <> $3";
        let args = vec![id.0.into(), i64::from(seat.0).into(), now.into()];
        self.db
            .write(vec![Statement::new(SEEN, args)])
            .await
            .map(|_| ())
    }

    /// The seat that a browser's secret holds.
    pub async fn seat_by_secret(&self, secret: &str) -> Result<Option<(SessionId, Seat)>, DbError> {
        const OF: &str = "SELECT session_id, seat FROM session_seats WHERE digest = $1";
        let found = self.db.read_one(OF, &[digest(secret).into()]).await?;
        found.map(place).transpose()
    }

    /// What agents said of whether they take offers; those who said nothing are not in it.
    pub async fn acd_states(&self) -> Result<BTreeMap<PersonId, AcdState>, DbError> {
        const ALL: &str = "SELECT person_id, state FROM acd_agents";
        let mut all = BTreeMap::new();
        for row in self.db.read(ALL, &[]).await? {
            let mut c = row.columns();
            let (person, state) = (PersonId(c.int()?), c.text()?);
            let state = AcdState::parse(&state);
            all.insert(
                person,
                state.ok_or_else(|| DbError::Shape("no such state".into()))?,
            );
        }
        Ok(all)
    }

    pub async fn set_acd_state(
        &self,
        person: PersonId,
        state: AcdState,
        now: Instant,
    ) -> Result<(), WriteError> {
        const SET: &str = "INSERT INTO acd_agents (person_id, state, changed_at) VALUES ($1, $2, $3)
            ON CONFLICT (person_id) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at";
        let args = vec![person.into(), state.as_str().into(), now.into()];
        self.db
            .write(vec![Statement::new(SET, args)])
            .await
            .map(|_| ())
    }

    /// The seats beside a session are those of its events.
    pub(crate) async fn seats_are(
        &self,
        id: SessionId,
        session: &Session,
    ) -> Result<bool, DbError> {
        const SEATS: &str =
            "SELECT seat, person_id, lost FROM session_seats WHERE session_id = $1 ORDER BY seat";
        let rows = self.db.read(SEATS, &[id.0.into()]).await?;
        let held = session.participants.values().filter(|p| p.holds_seat());
        let wanted = held.map(|p| {
            let person = match p.side {
                Side::Agent(person) => Some(person),
                Side::Customer(_) => None,
            };
            let lost = matches!(p.presence, Presence::Away(_));
            vec![i64::from(p.seat.0).into(), person.into(), lost.into()]
        });
        let found: Vec<Vec<Value>> = rows.iter().map(Row::values).collect();
        Ok(wanted.collect::<Vec<Vec<Value>>>() == found)
    }
}

fn place(row: Row) -> Result<(SessionId, Seat), DbError> {
    let mut c = row.columns();
    let id = SessionId(c.int()?);
    Ok((id, Seat(u32::try_from(c.int()?).unwrap_or_default())))
}
