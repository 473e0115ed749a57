//! Answers to requests that carried an idempotency key: kept in the same write as what they did, so that a request
//! repeated after a crash is answered and not done again.

use domain::{CaseId, Instant, PersonId};

use crate::{Statement, Store, db::DbError};

/// A request as it is recognised: who, which key, and a digest of everything it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub person: PersonId,
    pub name: String,
    pub request: Vec<u8>,
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub request: Vec<u8>,
    /// The case that the request made or changed.
    pub case: CaseId,
    pub status: u16,
    /// The answer's body; nothing when the answer was cut off before it was noted: then the case speaks for itself.
    pub body: Option<String>,
}

/// The unique index that a second request with the same key meets.
pub const TAKEN: &str = "idempotency_person_id_name_key";

/// The statement that claims a key inside the write it belongs to.
pub fn claim(key: &Key, case: CaseId, status: u16, now: Instant) -> Statement {
    const CLAIM: &str =
        "INSERT INTO idempotency (person_id, name, request, case_id, status, made_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let name = key.name.as_str().into();
    let args = vec![
        key.person.into(),
        name,
        key.request.clone().into(),
        case.into(),
        i64::from(status).into(),
        now.into(),
    ];
    Statement::new(CLAIM, args)
}

impl Store {
    pub async fn answered(&self, key: &Key) -> Result<Option<Answered>, DbError> {
        const FIND: &str = "SELECT request, case_id, status, body FROM idempotency WHERE person_id = $1 AND name = $2";
        let row = self
            .db
            .read_one(FIND, &[key.person.into(), key.name.as_str().into()])
            .await?;
        row.map(|row| {
            let mut c = row.columns();
            let (request, case, status) = (c.bytes()?, CaseId(c.int()?), c.int()?);
            let status = u16::try_from(status)
                .map_err(|_| DbError::Shape(format!("no such status: {status}")))?;
            Ok(Answered {
                request,
                case,
                status,
                body: c.maybe_text()?,
            })
        })
        .transpose()
    }

    /// Notes the answer's body, once it is known.
    pub async fn note_answer(&self, key: &Key, body: &str) -> Result<(), crate::WriteError> {
        const NOTE: &str = "UPDATE idempotency SET body = $3 WHERE person_id = $1 AND name = $2";
        let args = vec![key.person.into(), key.name.as_str().into(), body.into()];
        self.db
            .write(vec![Statement::new(NOTE, args)])
            .await
            .map(|_| ())
    }

    /// Takes keys away that nobody will repeat any more.
    pub async fn forget_answers(&self, before: Instant) -> Result<(), crate::WriteError> {
        const FORGET: &str = "DELETE FROM idempotency WHERE made_at < $1";
        const OF_INCIDENTS: &str = "DELETE FROM incident_once WHERE made_at < $1";
        let list = [FORGET, OF_INCIDENTS].map(|sql| Statement::new(sql, vec![before.into()]));
        self.db.write(list.into()).await.map(|_| ())
    }
}
