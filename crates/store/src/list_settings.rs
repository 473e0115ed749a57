//! How somebody has their lists: the columns that they chose and the views that they saved, as one small text a person; and
//! the views that a team shares, as one a team.

use domain::{PersonId, TeamId};

use crate::{Statement, Store, WriteError, db::DbError};

/// What is kept of a person's lists, with the version that guards it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListSettings {
    pub version: i64,
    pub body: String,
}

impl Store {
    pub async fn list_settings(&self, person: PersonId) -> Result<ListSettings, DbError> {
        const FIND: &str = "SELECT version, body FROM list_settings WHERE person_id = $1";
        let Some(row) = self.db.read_one(FIND, &[person.into()]).await? else {
            return Ok(ListSettings::default());
        };
        let mut c = row.columns();
        Ok(ListSettings {
            version: c.int()?,
            body: c.text()?,
        })
    }

    /// Puts other settings in the place of those that were read; a conflict where somebody was faster.
    pub async fn set_list_settings(
        &self,
        person: PersonId,
        before: i64,
        body: &str,
    ) -> Result<(), WriteError> {
        const SET: &str =
            "INSERT INTO list_settings (person_id, version, body) VALUES ($1, $2 + 1, $3)
            ON CONFLICT (person_id) DO UPDATE SET version = excluded.version, body = excluded.body
            WHERE list_settings.version = $2";
        let args = vec![person.into(), before.into(), body.into()];
        let list = vec![Statement::new(SET, args).guarded()];
        self.db.write(list).await.map(|_| ())
    }

    /// What a team shares of its lists.
    pub async fn team_views(&self, team: TeamId) -> Result<ListSettings, DbError> {
        const FIND: &str = "SELECT version, body FROM team_views WHERE team_id = $1";
        let Some(row) = self.db.read_one(FIND, &[team.into()]).await? else {
            return Ok(ListSettings::default());
        };
        let mut c = row.columns();
        Ok(ListSettings {
            version: c.int()?,
            body: c.text()?,
        })
    }

    /// Puts other views of a team in the place of those that were read; a conflict where somebody was faster.
    pub async fn set_team_views(
        &self,
        team: TeamId,
        before: i64,
        body: &str,
    ) -> Result<(), WriteError> {
        const SET: &str = "INSERT INTO team_views (team_id, version, body) VALUES ($1, $2 + 1, $3)
            ON CONFLICT (team_id) DO UPDATE SET version = excluded.version, body = excluded.body
            WHERE team_views.version = $2";
        let args = vec![team.into(), before.into(), body.into()];
        let list = vec![Statement::new(SET, args).guarded()];
        self.db.write(list).await.map(|_| ())
    }
}
