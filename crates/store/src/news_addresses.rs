//! The private addresses under which people's programs fetch what is new (B1): one a person, kept as a digest.

use domain::{Instant, PersonId};

use crate::{Statement, Store, WriteError, db::DbError, sign_ins::digest};

impl Store {
    /// From now on a person's news are read under this secret, and under none before.
    pub async fn set_news_address(
        &self,
        person: PersonId,
        secret: &str,
        now: Instant,
    ) -> Result<(), WriteError> {
        const SET: &str = "INSERT INTO news_addresses (person_id, digest, made_at) VALUES ($1, $2, $3)
            ON CONFLICT (person_id) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at";
        let args = vec![person.into(), digest(secret).into(), now.into()];
        self.db.write(vec![Statement::new(SET, args)]).await?;
        Ok(())
    }

    /// Their news have no address any more.
    pub async fn end_news_address(&self, person: PersonId) -> Result<(), WriteError> {
        let end = "DELETE FROM news_addresses WHERE person_id = $1";
        let list = vec![Statement::new(end, vec![person.into()])];
        self.db.write(list).await?;
        Ok(())
    }

    /// Since when a person's news have the address that they have.
    pub async fn news_address_since(&self, person: PersonId) -> Result<Option<Instant>, DbError> {
        const OF: &str = "SELECT made_at FROM news_addresses WHERE person_id = $1";
        match self.db.read_one(OF, &[person.into()]).await? {
            Some(row) => row.columns().maybe_instant(),
            None => Ok(None),
        }
    }

    /// Whose news this is the secret of.
    pub async fn news_reader(&self, secret: &str) -> Result<Option<PersonId>, DbError> {
        const OF: &str = "SELECT person_id FROM news_addresses WHERE digest = $1";
        match self.db.read_one(OF, &[digest(secret).into()]).await? {
            Some(row) => Ok(Some(PersonId(row.columns().int()?))),
            None => Ok(None),
        }
    }
}
