//! How people are reached, and their PINs (A5, H5). What pages ask of everybody stands in `people`; this is for its owner, and for
//! who calls them.

use domain::{
    CaseId, Instant, PersonId,
    directory::{Details, PersonEvent},
    event::By,
};

use crate::{
    Statement, Store, WriteError,
    db::{DbError, Value},
};

/// Somebody has this PIN already: the name of the index that says so.
pub const PIN_TAKEN: &str = "pins_digest_key";

/// The row that follows from an event of a person.
pub(crate) fn row(person: PersonId, event: &PersonEvent) -> Result<Option<Statement>, DbError> {
    const SET: &str = "INSERT INTO details (person_id, body) VALUES ($1, $2)
        ON CONFLICT (person_id) DO UPDATE SET body = excluded.body";
    let PersonEvent::DetailsSet { details } = event else {
        return Ok(None);
    };
    let body = serde_json::to_string(details).map_err(|e| DbError::Shape(e.to_string()))?;
    Ok(Some(Statement::new(SET, vec![person.into(), body.into()])))
}

impl Store {
    /// How somebody is reached, as far as they said.
    pub async fn details(&self, person: PersonId) -> Result<Details, DbError> {
        const OF: &str = "SELECT body FROM details WHERE person_id = $1";
        match self.db.read_one(OF, &[person.into()]).await? {
            Some(row) => serde_json::from_str(&row.columns().text()?)
                .map_err(|error| DbError::Shape(error.to_string())),
            None => Ok(Details::default()),
        }
    }

    /// The latest version of a case that somebody has looked at; 0 before they ever did.
    pub async fn seen(&self, person: PersonId, case: CaseId) -> Result<i64, DbError> {
        const SEEN: &str = "SELECT version FROM seen WHERE person_id = $1 AND case_id = $2";
        match self
            .db
            .read_one(SEEN, &[person.into(), case.into()])
            .await?
        {
            Some(row) => row.columns().int(),
            None => Ok(0),
        }
    }

    /// Somebody has looked at a case as it is. Written where it is news, and never backwards.
    pub async fn note_seen(
        &self,
        person: PersonId,
        case: CaseId,
        version: i64,
    ) -> Result<(), WriteError> {
        const NOTE: &str = "INSERT INTO seen (person_id, case_id, version) VALUES ($1, $2, $3)
            ON CONFLICT (person_id, case_id) DO UPDATE SET version = excluded.version
            WHERE seen.version < excluded.version";
        if self.seen(person, case).await? >= version {
            return Ok(());
        }
        let args = vec![person.into(), case.into(), version.into()];
        self.db.write(vec![Statement::new(NOTE, args)]).await?;
        Ok(())
    }

    /// Gives somebody a PIN instead of the one they had.
    pub async fn set_pin(
        &self,
        person: PersonId,
        digest: &str,
        sealed: &[u8],
        now: Instant,
        more: Vec<Statement>,
    ) -> Result<(), WriteError> {
        const SET: &str = "INSERT INTO pins (person_id, digest, sealed, made_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (person_id) DO UPDATE SET digest = excluded.digest, sealed = excluded.sealed,
            made_at = excluded.made_at";
        let by = By::Person(person);
        let mut list = self
            .person_event(person, by, now, &PersonEvent::PinSet)
            .await?;
        let args: Vec<Value> = vec![
            person.into(),
            digest.into(),
            sealed.to_vec().into(),
            now.into(),
        ];
        list.push(Statement::new(SET, args));
        list.extend(more);
        self.db.write(list).await.map(|_| ())
    }

    /// The PIN of somebody, sealed.
    pub async fn sealed_pin(&self, person: PersonId) -> Result<Option<Vec<u8>>, DbError> {
        const OF: &str = "SELECT sealed FROM pins WHERE person_id = $1";
        let row = self.db.read_one(OF, &[person.into()]).await?;
        row.map(|row| row.columns().bytes()).transpose()
    }

    /// Whose PIN this is, by its digest.
    pub async fn person_with_pin(&self, digest: &str) -> Result<Option<PersonId>, DbError> {
        const WITH: &str = "SELECT person_id FROM pins WHERE digest = $1";
        let row = self.db.read_one(WITH, &[digest.into()]).await?;
        row.map(|row| Ok(PersonId(row.columns().int()?)))
            .transpose()
    }
}
