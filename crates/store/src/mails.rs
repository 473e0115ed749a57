//! The outbox: mails that are to go out, one for each reader, case and minute at most. A mail is made in the same write in
//! which the follower moves on, so that none is lost or made twice; it is sent at least once, under one Message-ID for ever.

use domain::{CaseId, IncidentId, Instant, PersonId, notice::Occasion};
use jiff::SignedDuration;

use crate::{
    Statement, Store, WriteError,
    db::{Columns, DbError, Value},
    followers::Place,
    sql,
};

/// A reader gets no two mails about one case within this time.
pub const APART: SignedDuration = SignedDuration::from_mins(1);

/// Who reads a mail.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    Person(PersonId),
    /// Nobody we know; an address in copy.
    Address(String),
}

impl Reader {
    fn key(&self) -> String {
        match self {
            Reader::Person(id) => format!("person:{id}"),
            Reader::Address(address) => {
                format!("address:{}", crate::directory::fold_email(address))
            }
        }
    }
}

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    Case(CaseId),
    Incident(IncidentId),
}

impl About {
    /// Its column, and the id in it.
    fn column(self) -> (&'static str, i64) {
        match self {
            About::Case(id) => ("case_id", id.0),
            About::Incident(id) => ("incident_id", id.0),
        }
    }

    fn read(case: Option<i64>, incident: Option<i64>) -> Result<Self, DbError> {
        let case = case.map(|id| About::Case(CaseId(id)));
        let incident = incident.map(|id| About::Incident(IncidentId(id)));
        let about = case.or(incident);
        about.ok_or_else(|| DbError::Shape("a mail is about nothing".into()))
    }
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    Sent,
    /// It did not get through, and is tried no more.
    GivenUp,
    /// It was not to go any more: its reader may no longer see the case.
    LetGo,
}

impl State {
    const ALL: [State; 4] = [State::Waiting, State::Sent, State::GivenUp, State::LetGo];

    fn rank(self) -> i64 {
        match self {
            State::Waiting => 0,
            State::Sent => 1,
            State::GivenUp => 2,
            State::LetGo => 3,
        }
    }
}

/// A mail of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub id: i64,
    pub about: About,
    pub reader: Reader,
    pub address: String,
    /// Versions of the case with what each is an occasion of.
    pub occasions: Vec<(i64, Occasion)>,
    pub message_id: String,
    pub state: State,
    pub attempts: i64,
    pub due_at: Instant,
    pub made_at: Instant,
    pub settled_at: Option<Instant>,
    pub error: Option<String>,
}

/// A mail that the follower wants to be sent.
#[derive(Clone, Debug)]
pub struct Draft {
    pub about: About,
    pub reader: Reader,
    pub address: String,
    pub occasions: Vec<(i64, Occasion)>,
    /// Not before.
    pub due_at: Instant,
    /// Used where no mail waits yet.
    pub message_id: String,
}

/// A text as operators have put it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailText {
    pub subject: String,
    pub body: String,
}

const COLUMNS: &str =
    "m.id, m.case_id, m.incident_id, m.person_id, m.address, m.occasions, m.message_id, m.state, m.attempts,
    m.due_at, m.made_at, m.settled_at, m.error";

fn mail(mut c: Columns) -> Result<Mail, DbError> {
    let (id, case, incident) = (c.int()?, c.maybe_int()?, c.maybe_int()?);
    let (about, person) = (About::read(case, incident)?, c.maybe_int()?);
    let address = c.text()?;
    let occasions = serde_json::from_str(&c.text()?);
    let (message_id, state) = (c.text()?, c.int()?);
    let state = State::ALL.into_iter().find(|s| s.rank() == state);
    Ok(Mail {
        id,
        about,
        reader: match person {
            Some(person) => Reader::Person(PersonId(person)),
            None => Reader::Address(address.clone()),
        },
        address,
        occasions: occasions.map_err(|error| DbError::Shape(error.to_string()))?,
        message_id,
        state: state.ok_or_else(|| DbError::Shape("no such state of a mail".into()))?,
        attempts: c.int()?,
        due_at: c.instant()?,
        made_at: c.instant()?,
        settled_at: c.maybe_instant()?,
        error: c.maybe_text()?,
    })
}

impl Store {
    /// Puts what a follower wants to be sent into the outbox and moves it on, in one write. What waits already for the same
    /// reader and case, and was not tried yet, takes the new occasions in.
    pub async fn draft_mails(
        &self,
        follower: &str,
        from: Place,
        to: Place,
        drafts: Vec<Draft>,
        now: Instant,
    ) -> Result<(), WriteError> {
        let mut list = Vec::with_capacity(drafts.len() + 2);
        for draft in drafts {
            list.push(self.put(draft, now).await?);
        }
        self.advance(follower, from, to, list).await
    }

    async fn put(&self, draft: Draft, now: Instant) -> Result<Statement, DbError> {
        const TAKE_IN: &str = "UPDATE mails SET occasions = $2, due_at = $4
            WHERE id = $1 AND state = 0 AND attempts = 0 AND occasions = $3";
        const ADD: &str = "INSERT INTO mails (id, case_id, incident_id, reader, person_id, address, occasions, message_id, state,
            attempts, due_at, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, $10)";
        let json = |occasions: &[(i64, Occasion)]| {
            serde_json::to_string(occasions).map_err(|error| DbError::Shape(error.to_string()))
        };
        if let Some(mut waiting) = self.waiting(&draft).await? {
            let before = json(&waiting.occasions)?;
            for occasion in draft.occasions {
                if !waiting.occasions.contains(&occasion) {
                    waiting.occasions.push(occasion);
                }
            }
            let args = vec![
                waiting.id.into(),
                json(&waiting.occasions)?.into(),
                before.into(),
                // What is urgent does not wait for what is not.
                waiting.due_at.min(draft.due_at).into(),
            ];
            return Ok(Statement::new(TAKE_IN, args).guarded());
        }
        let person = match &draft.reader {
            Reader::Person(person) => Some(*person),
            Reader::Address(_) => None,
        };
        let (case, incident) = match draft.about {
            About::Case(id) => (Some(id.0), None),
            About::Incident(id) => (None, Some(id.0)),
        };
        let args = vec![
            crate::fresh_id(now).into(),
            case.into(),
            incident.into(),
            draft.reader.key().into(),
            person.into(),
            draft.address.into(),
            json(&draft.occasions)?.into(),
            draft.message_id.into(),
            draft.due_at.into(),
            now.into(),
        ];
        Ok(Statement::new(ADD, args))
    }

    /// A mail to the same reader about the same thing that nobody has tried to send yet.
    async fn waiting(&self, draft: &Draft) -> Result<Option<Mail>, DbError> {
        let (column, id) = draft.about.column();
        let sql = sql!(
            "SELECT {COLUMNS} FROM mails m WHERE m.{column} = $1 AND m.reader = $2 AND m.state = 0 AND m.attempts = 0
             ORDER BY m.id LIMIT 1"
        );
        let args = [id.into(), draft.reader.key().into()];
        let row = self.db.read_one(&sql, &args).await?;
        row.map(|row| mail(row.columns())).transpose()
    }

    /// Mails to be sent by now, those that wait longest first. Of one reader and case only the oldest, and none within a
    /// minute of the one before.
    pub async fn due_mails(&self, now: Instant, most: usize) -> Result<Vec<Mail>, DbError> {
        const BEFORE: &str = "b.reader = m.reader
                AND ((b.state = 0 AND b.id < m.id) OR (b.state = 1 AND b.settled_at > $2))";
        let sql = sql!(
            "SELECT {COLUMNS} FROM mails m WHERE m.state = 0 AND m.due_at <= $1
             AND NOT EXISTS (SELECT 1 FROM mails b WHERE b.case_id = m.case_id AND {BEFORE})
             AND NOT EXISTS (SELECT 1 FROM mails b WHERE b.incident_id = m.incident_id AND {BEFORE})
             ORDER BY m.due_at, m.id LIMIT $3"
        );
        let args = [now.into(), (now - APART).into(), (most as i64).into()];
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(|row| mail(row.columns())).collect()
    }

    /// Who was written to about an incident, or will be, each once.
    pub async fn told_of(&self, incident: IncidentId) -> Result<Vec<(Reader, String)>, DbError> {
        const TOLD: &str = "SELECT DISTINCT person_id, address FROM mails
            WHERE incident_id = $1 AND state < 2 ORDER BY address, person_id";
        let rows = self.db.read(TOLD, &[incident.0.into()]).await?;
        let one = |row: crate::db::Row| {
            let mut c = row.columns();
            let (person, address) = (c.maybe_int()?, c.text()?);
            let reader = match person {
                Some(person) => Reader::Person(PersonId(person)),
                None => Reader::Address(address.clone()),
            };
            Ok((reader, address))
        };
        rows.into_iter().map(one).collect()
    }

    /// A mail as it stands.
    pub async fn mail(&self, id: i64) -> Result<Option<Mail>, DbError> {
        let sql = sql!("SELECT {COLUMNS} FROM mails m WHERE m.id = $1");
        let row = self.db.read_one(&sql, &[id.into()]).await?;
        row.map(|row| mail(row.columns())).transpose()
    }

    /// Takes a mail for one try, which another node then leaves alone until `until`. A conflict where it was faster.
    pub async fn claim_mail(&self, mail: &Mail, until: Instant) -> Result<(), WriteError> {
        const CLAIM: &str = "UPDATE mails SET attempts = attempts + 1, due_at = $3 WHERE id = $1 AND state = 0 AND attempts = $2";
        let args = vec![mail.id.into(), mail.attempts.into(), until.into()];
        let claim = Statement::new(CLAIM, args).guarded();
        self.db.write(vec![claim]).await.map(|_| ())
    }

    /// It has come to an end.
    pub async fn settle_mail(
        &self,
        id: i64,
        state: State,
        error: Option<&str>,
        now: Instant,
    ) -> Result<(), WriteError> {
        const SETTLE: &str =
            "UPDATE mails SET state = $2, error = $3, settled_at = $4 WHERE id = $1 AND state = 0";
        let args = vec![
            id.into(),
            state.rank().into(),
            error.map(str::to_owned).into(),
            now.into(),
        ];
        self.db.write(vec![Statement::new(SETTLE, args)]).await?;
        Ok(())
    }

    /// It is tried again, not before `due_at`.
    pub async fn retry_mail(
        &self,
        id: i64,
        due_at: Instant,
        error: &str,
    ) -> Result<(), WriteError> {
        const LATER: &str = "UPDATE mails SET due_at = $2, error = $3 WHERE id = $1 AND state = 0";
        let args = vec![id.into(), due_at.into(), error.to_owned().into()];
        self.db.write(vec![Statement::new(LATER, args)]).await?;
        Ok(())
    }

    /// One that was given up is tried once more, as if it were new; under the Message-ID that it has.
    pub async fn revive_mail(&self, id: i64, now: Instant) -> Result<bool, WriteError> {
        const AGAIN: &str = "UPDATE mails SET state = 0, attempts = 0, due_at = $2, settled_at = NULL WHERE id = $1 AND state = 2";
        let args = vec![id.into(), now.into()];
        let outcomes = self.db.write(vec![Statement::new(AGAIN, args)]).await?;
        Ok(outcomes.first().is_some_and(|outcome| outcome.changed > 0))
    }

    /// The same of all that was given up, for when the reason was ours; gives how many.
    pub async fn revive_mails(&self, now: Instant) -> Result<u64, WriteError> {
        const AGAIN: &str = "UPDATE mails SET state = 0, attempts = 0, due_at = $1, settled_at = NULL WHERE state = 2";
        let outcomes = self
            .db
            .write(vec![Statement::new(AGAIN, vec![now.into()])])
            .await?;
        Ok(outcomes.first().map_or(0, |outcome| outcome.changed))
    }

    /// What waits, and what was given up, the latest first.
    pub async fn unsent_mails(&self, most: usize) -> Result<[Vec<Mail>; 2], DbError> {
        let of = async |state: i64| {
            let sql = sql!(
                "SELECT {COLUMNS} FROM mails m WHERE m.state = {state} ORDER BY m.id DESC LIMIT $1"
            );
            let rows = self.db.read(&sql, &[Value::from(most as i64)]).await?;
            let mails = rows.into_iter().map(|row| mail(row.columns()));
            mails.collect::<Result<Vec<_>, DbError>>()
        };
        Ok([of(0).await?, of(2).await?])
    }

    /// The end of the log: what a follower begins behind that is to tell of what happens from now on.
    pub async fn end_of_log(&self) -> Result<Place, DbError> {
        let sql = sql!(
            "SELECT tx, seq FROM events WHERE {} ORDER BY tx DESC, seq DESC LIMIT 1",
            self.db.dialect().settled()
        );
        let Some(row) = self.db.read_one(&sql, &[]).await? else {
            return Ok(Place::default());
        };
        let mut c = row.columns();
        Ok(Place {
            tx: c.int()?,
            seq: c.int()?,
        })
    }

    /// What operators have put in place of a text of ours.
    pub async fn mail_text(
        &self,
        occasion: Occasion,
        language: &str,
    ) -> Result<Option<MailText>, DbError> {
        self.text_named(occasion.as_str(), language).await
    }

    /// The same of any text, by the name that it is kept under.
    pub async fn text_named(
        &self,
        name: &str,
        language: &str,
    ) -> Result<Option<MailText>, DbError> {
        const FIND: &str =
            "SELECT subject, body FROM mail_texts WHERE occasion = $1 AND language = $2";
        let args = [name.into(), language.into()];
        let Some(row) = self.db.read_one(FIND, &args).await? else {
            return Ok(None);
        };
        let mut c = row.columns();
        let (subject, body) = (c.text()?, c.text()?);
        Ok(Some(MailText { subject, body }))
    }

    /// Name and language of each text that operators have put in place of ours.
    pub async fn texts_put(&self) -> Result<Vec<(String, String)>, DbError> {
        const ALL: &str = "SELECT occasion, language FROM mail_texts ORDER BY occasion, language";
        let rows = self.db.read(ALL, &[]).await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let mut c = row.columns();
            all.push((c.text()?, c.text()?));
        }
        Ok(all)
    }

    /// Puts a text in place of ours, or takes it away again.
    pub async fn set_mail_text(
        &self,
        occasion: Occasion,
        language: &str,
        text: Option<&MailText>,
        by: PersonId,
        now: Instant,
    ) -> Result<(), WriteError> {
        self.set_text_named(occasion.as_str(), language, text, by, now)
            .await
    }

    /// The same of any text, by the name that it is kept under.
    pub async fn set_text_named(
        &self,
        name: &str,
        language: &str,
        text: Option<&MailText>,
        by: PersonId,
        now: Instant,
    ) -> Result<(), WriteError> {
        const PUT: &str = "INSERT INTO mail_texts (occasion, language, subject, body, changed_at, changed_by)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (occasion, language) DO UPDATE SET subject = excluded.subject,
            body = excluded.body, changed_at = excluded.changed_at, changed_by = excluded.changed_by";
        const TAKE: &str = "DELETE FROM mail_texts WHERE occasion = $1 AND language = $2";
        let mut args: Vec<Value> = vec![name.into(), language.into()];
        let sql = match text {
            Some(text) => {
                args.extend([
                    text.subject.as_str().into(),
                    text.body.as_str().into(),
                    now.into(),
                    by.into(),
                ]);
                PUT
            }
            None => TAKE,
        };
        self.db.write(vec![Statement::new(sql, args)]).await?;
        Ok(())
    }
}
