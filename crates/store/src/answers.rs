//! What is being written, and what was sent and has not gone out yet (K1). Forms are kept as the text that the caller gives.

use domain::{CaseId, Instant, PersonId};

use crate::{
    Statement, Store, WriteError,
    db::{DbError, Row, Value},
    sql,
};

/// What a draft is going to be. Replies and notes are kept while they are written; the others are forms of the case's page that came
/// when their sender's sign-in was over, until they are sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Reply,
    Note,
    Closure,
    MoreHelp,
    Reopening,
    Survey,
}

impl Sort {
    pub fn as_str(self) -> &'static str {
        match self {
            Sort::Reply => "reply",
            Sort::Note => "note",
            Sort::Closure => "closure",
            Sort::MoreHelp => "more-help",
            Sort::Reopening => "reopening",
            Sort::Survey => "survey",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        let all = [
            Sort::Reply,
            Sort::Note,
            Sort::Closure,
            Sort::MoreHelp,
            Sort::Reopening,
            Sort::Survey,
        ];
        all.into_iter().find(|sort| sort.as_str() == text)
    }
}

/// What is being written about a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub person: PersonId,
    pub sort: Sort,
    pub form: String,
    pub kept_at: Instant,
    /// Its writer lets the team read it.
    pub shared: bool,
}

fn draft(row: Row) -> Result<Draft, DbError> {
    let mut c = row.columns();
    let (person, sort) = (PersonId(c.int()?), c.text()?);
    let sort = Sort::parse(&sort).ok_or_else(|| DbError::Shape(format!("a draft of {sort}")))?;
    Ok(Draft {
        person,
        sort,
        form: c.text()?,
        kept_at: c.instant()?,
        shared: c.bool()?,
    })
}

/// An answer that waits to go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub id: i64,
    pub person: PersonId,
    pub case: CaseId,
    pub form: String,
    pub due_at: Instant,
    /// It could not go out, and waits for its writer.
    pub refused: bool,
}

const HELD: &str = "id, person_id, case_id, form, due_at, refused";

fn held(row: Row) -> Result<Held, DbError> {
    let mut c = row.columns();
    Ok(Held {
        id: c.int()?,
        person: PersonId(c.int()?),
        case: CaseId(c.int()?),
        form: c.text()?,
        due_at: c.instant()?,
        refused: c.bool()?,
    })
}

/// The statement that forgets a draft.
pub fn forget(person: PersonId, case: CaseId, sort: Sort) -> Statement {
    const FORGET: &str = "DELETE FROM drafts WHERE person_id = $1 AND case_id = $2 AND sort = $3";
    let args = vec![person.into(), case.into(), sort.as_str().into()];
    Statement::new(FORGET, args)
}

/// The statement that takes a held answer away: of two that do so, one write alone comes through.
pub fn take(id: i64) -> Statement {
    Statement::new("DELETE FROM held WHERE id = $1", vec![id.into()]).guarded()
}

fn keep(person: PersonId, case: CaseId, sort: Sort, form: &str, now: Instant) -> Statement {
    const KEEP: &str = "INSERT INTO drafts (person_id, case_id, sort, form, kept_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (person_id, case_id, sort) DO UPDATE SET form = excluded.form, kept_at = excluded.kept_at";
    let args: Vec<Value> = vec![
        person.into(),
        case.into(),
        sort.as_str().into(),
        form.into(),
        now.into(),
    ];
    Statement::new(KEEP, args)
}

impl Store {
    pub async fn draft(
        &self,
        person: PersonId,
        case: CaseId,
        sort: Sort,
    ) -> Result<Option<String>, DbError> {
        const OF: &str =
            "SELECT form FROM drafts WHERE person_id = $1 AND case_id = $2 AND sort = $3";
        let args = [person.into(), case.into(), sort.as_str().into()];
        let row = self.db.read_one(OF, &args).await?;
        row.map(|row| row.columns().text()).transpose()
    }

    /// The reply and the note that one of staff is writing in a case, and the replies that others share, what was kept first
    /// coming first. Who may read what is shared is for the caller to ask.
    pub async fn drafts_for(&self, person: PersonId, case: CaseId) -> Result<Vec<Draft>, DbError> {
        const FOR: &str = "SELECT person_id, sort, form, kept_at, shared FROM drafts
                WHERE person_id = $1 AND case_id = $2 AND sort IN ('reply', 'note')
            UNION ALL SELECT person_id, sort, form, kept_at, shared FROM drafts
                WHERE case_id = $2 AND shared = 1 AND sort = 'reply' AND person_id <> $1
            ORDER BY kept_at, person_id, sort";
        let rows = self.db.read(FOR, &[person.into(), case.into()]).await?;
        rows.into_iter().map(draft).collect()
    }

    /// Lets the team read the reply that somebody is writing, or nobody but themselves again; nothing where there is none. It ends with
    /// the draft.
    pub async fn share_draft(
        &self,
        person: PersonId,
        case: CaseId,
        shared: bool,
    ) -> Result<(), WriteError> {
        const SHARE: &str = "UPDATE drafts SET shared = $3
            WHERE person_id = $1 AND case_id = $2 AND sort = 'reply'";
        let args = vec![person.into(), case.into(), shared.into()];
        let list = vec![Statement::new(SHARE, args)];
        self.db.write(list).await.map(|_| ())
    }

    pub async fn keep_draft(
        &self,
        person: PersonId,
        case: CaseId,
        sort: Sort,
        form: &str,
        now: Instant,
    ) -> Result<(), WriteError> {
        let list = vec![keep(person, case, sort, form, now)];
        self.db.write(list).await.map(|_| ())
    }

    pub async fn forget_draft(
        &self,
        person: PersonId,
        case: CaseId,
        sort: Sort,
    ) -> Result<(), WriteError> {
        self.db
            .write(vec![forget(person, case, sort)])
            .await
            .map(|_| ())
    }

    /// Forgets the forms of a case's page that came through a sign-in: one of them was sent.
    pub async fn forget_forms(&self, person: PersonId, case: CaseId) -> Result<(), WriteError> {
        const FORGET: &str = "DELETE FROM drafts WHERE person_id = $1 AND case_id = $2
            AND sort IN ('closure', 'more-help', 'reopening', 'survey')";
        let list = vec![Statement::new(FORGET, vec![person.into(), case.into()])];
        self.db.write(list).await.map(|_| ())
    }

    /// Keeps an answer until it goes out; the draft of it is no more. A conflict where its writer has one on its way already.
    pub async fn hold(&self, answer: &Held) -> Result<(), WriteError> {
        const HOLD: &str =
            "INSERT INTO held (id, person_id, case_id, form, due_at) VALUES ($1, $2, $3, $4, $5)";
        let args: Vec<Value> = vec![
            answer.id.into(),
            answer.person.into(),
            answer.case.into(),
            answer.form.as_str().into(),
            answer.due_at.into(),
        ];
        let list = vec![
            Statement::new(HOLD, args),
            forget(answer.person, answer.case, Sort::Reply),
        ];
        self.db.write(list).await.map(|_| ())
    }

    /// The answer that somebody has on its way in a case.
    pub async fn held(&self, person: PersonId, case: CaseId) -> Result<Option<Held>, DbError> {
        let sql = sql!("SELECT {HELD} FROM held WHERE person_id = $1 AND case_id = $2");
        let row = self
            .db
            .read_one(&sql, &[person.into(), case.into()])
            .await?;
        row.map(held).transpose()
    }

    /// Answers that are to go out by now, what waits longest first.
    pub async fn held_until(&self, now: Instant, most: usize) -> Result<Vec<Held>, DbError> {
        let sql = sql!(
            "SELECT {HELD} FROM held WHERE refused = 0 AND due_at <= $1 ORDER BY due_at, id LIMIT $2"
        );
        let args = [now.into(), (most as i64).into()];
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(held).collect()
    }

    /// Gives an answer back to its writer as a draft; a conflict where it went out meanwhile.
    pub async fn recall(&self, answer: &Held, now: Instant) -> Result<(), WriteError> {
        let (person, case) = (answer.person, answer.case);
        let list = vec![
            take(answer.id),
            keep(person, case, Sort::Reply, &answer.form, now),
        ];
        self.db.write(list).await.map(|_| ())
    }

    /// It cannot go out: it waits for its writer.
    pub async fn refuse_held(&self, id: i64) -> Result<(), WriteError> {
        const REFUSE: &str = "UPDATE held SET refused = 1 WHERE id = $1";
        self.db
            .write(vec![Statement::new(REFUSE, vec![id.into()])])
            .await
            .map(|_| ())
    }

    /// How long somebody's answers are held, in seconds, where they chose it.
    pub async fn recall_time(&self, person: PersonId) -> Result<Option<i64>, DbError> {
        const OF: &str = "SELECT seconds FROM recall_times WHERE person_id = $1";
        let row = self.db.read_one(OF, &[person.into()]).await?;
        row.map(|row| row.columns().int()).transpose()
    }

    pub async fn set_recall_time(&self, person: PersonId, seconds: i64) -> Result<(), WriteError> {
        const SET: &str = "INSERT INTO recall_times (person_id, seconds) VALUES ($1, $2)
            ON CONFLICT (person_id) DO UPDATE SET seconds = excluded.seconds";
        let args = vec![person.into(), seconds.into()];
        self.db
            .write(vec![Statement::new(SET, args)])
            .await
            .map(|_| ())
    }
}
