//! Cases that somebody has muted: of these they get no mail but what must be known (H7). A person's own choice about one case; whether
//! they see the case is looked at before anything is kept, by whoever keeps it.

use domain::{CaseId, Instant, PersonId};

use crate::{Statement, Store, WriteError, db::DbError};

impl Store {
    /// Whether somebody has muted a case.
    pub async fn is_muted(&self, person: PersonId, case: CaseId) -> Result<bool, DbError> {
        const OF: &str = "SELECT 1 FROM mutes WHERE person_id = $1 AND case_id = $2";
        let args = [person.into(), case.into()];
        Ok(self.db.read_one(OF, &args).await?.is_some())
    }

    /// Mutes a case for somebody from this moment on; of one that is muted already the moment stays.
    pub async fn mute(
        &self,
        person: PersonId,
        case: CaseId,
        now: Instant,
    ) -> Result<(), WriteError> {
        const MUTE: &str = "INSERT INTO mutes (person_id, case_id, since_at) VALUES ($1, $2, $3)
            ON CONFLICT (person_id, case_id) DO NOTHING";
        let args = vec![person.into(), case.into(), now.into()];
        let list = vec![Statement::new(MUTE, args)];
        self.db.write(list).await.map(|_| ())
    }

    /// They want mail about it again.
    pub async fn unmute(&self, person: PersonId, case: CaseId) -> Result<(), WriteError> {
        const UNMUTE: &str = "DELETE FROM mutes WHERE person_id = $1 AND case_id = $2";
        let list = vec![Statement::new(UNMUTE, vec![person.into(), case.into()])];
        self.db.write(list).await.map(|_| ())
    }
}
