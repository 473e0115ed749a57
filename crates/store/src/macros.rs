//! Texts that staff write once (K3): a person's own, and those of teams, each as one small text.

use domain::{Instant, PersonId, TeamId};

use crate::{
    Statement, Store, WriteError,
    db::{Columns, DbError, Value},
    sql,
};

/// A macro as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMacro {
    pub id: i64,
    pub version: i64,
    /// Who wrote it.
    pub person: PersonId,
    /// Whose it is; the writer's alone where there is none.
    pub team: Option<TeamId>,
    pub body: String,
}

const COLUMNS: &str = "m.id, m.version, m.person_id, m.team_id, m.body";

fn read(c: &mut Columns) -> Result<StoredMacro, DbError> {
    Ok(StoredMacro {
        id: c.int()?,
        version: c.int()?,
        person: PersonId(c.int()?),
        team: c.maybe_int()?.map(TeamId),
        body: c.text()?,
    })
}

impl Store {
    /// The macros that somebody has: their own, and those of their team.
    pub async fn macros(
        &self,
        person: PersonId,
        team: Option<TeamId>,
    ) -> Result<Vec<StoredMacro>, DbError> {
        let sql = sql!(
            "SELECT {COLUMNS} FROM macros m
             WHERE (m.team_id IS NULL AND m.person_id = $1) OR m.team_id = $2 ORDER BY m.id"
        );
        let rows = self.db.read(&sql, &[person.into(), team.into()]).await?;
        rows.into_iter()
            .map(|row| read(&mut row.columns()))
            .collect()
    }

    /// Keeps a macro: a new one under version 0, else in the place of the one that was read.
    pub async fn keep_macro(&self, one: &StoredMacro, now: Instant) -> Result<(), WriteError> {
        const MAKE: &str = "INSERT INTO macros (id, version, person_id, team_id, body, changed_at) VALUES ($1, 1, $2, $3, $4, $5)";
        const SET: &str =
            "UPDATE macros SET version = version + 1, team_id = $3, body = $4, changed_at = $5
            WHERE id = $1 AND person_id = $2 AND version = $6";
        let mut args: Vec<Value> = vec![
            one.id.into(),
            one.person.into(),
            one.team.into(),
            one.body.as_str().into(),
            now.into(),
        ];
        let sql = match one.version {
            0 => MAKE,
            version => {
                args.push(version.into());
                SET
            }
        };
        let list = vec![Statement::new(sql, args).guarded()];
        self.db.write(list).await.map(|_| ())
    }

    /// Takes a macro away; a conflict where it is gone or another by now.
    pub async fn forget_macro(&self, id: i64, version: i64) -> Result<(), WriteError> {
        const FORGET: &str = "DELETE FROM macros WHERE id = $1 AND version = $2";
        let list = vec![Statement::new(FORGET, vec![id.into(), version.into()]).guarded()];
        self.db.write(list).await.map(|_| ())
    }
}
