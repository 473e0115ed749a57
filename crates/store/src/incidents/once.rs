//! Requests that declare incidents or change them: one that was made twice is carried out once.

use domain::{IncidentId, Instant};

use crate::{Statement, Store, db::DbError, directory::insert, idempotency::Key};

/// The unique key that a second request meets.
pub const DONE: &str = "incident_once_person_id_name_key";

/// The statement that claims a key inside the write it belongs to.
pub fn once(key: &Key, id: IncidentId, now: Instant) -> Statement {
    insert(
        "incident_once",
        vec![
            ("person_id", key.person.into()),
            ("name", key.name.as_str().into()),
            ("request", key.request.clone().into()),
            ("incident_id", id.0.into()),
            ("made_at", now.into()),
        ],
    )
}

impl Store {
    /// The incident of a request that was carried out before, with the request.
    pub async fn incident_done(&self, key: &Key) -> Result<Option<(IncidentId, Vec<u8>)>, DbError> {
        const OF: &str =
            "SELECT incident_id, request FROM incident_once WHERE person_id = $1 AND name = $2";
        let args = [key.person.into(), key.name.as_str().into()];
        let found = self.db.read_one(OF, &args).await?;
        let one = |row: crate::db::Row| {
            let mut c = row.columns();
            Ok((IncidentId(c.int()?), c.bytes()?))
        };
        found.map(one).transpose()
    }
}
