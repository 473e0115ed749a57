//! Small facts of the installation: its own secrets, the digest of the set-up secret.

use crate::{Statement, Store, WriteError, db::DbError};

impl Store {
    pub async fn setting(&self, name: &str) -> Result<Option<String>, DbError> {
        let row = self
            .db
            .read_one("SELECT value FROM settings WHERE name = $1", &[name.into()])
            .await?;
        row.map(|row| row.columns().text()).transpose()
    }

    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), WriteError> {
        const SET: &str = "INSERT INTO settings (name, value) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.db
            .write(vec![Statement::new(SET, vec![name.into(), value.into()])])
            .await
            .map(|_| ())
    }

    /// The setting, made by `fresh` when it is not there; of two that make it at once, both get the first.
    pub async fn setting_or(
        &self,
        name: &str,
        fresh: impl FnOnce() -> String,
    ) -> Result<String, WriteError> {
        if let Some(value) = self.setting(name).await? {
            return Ok(value);
        }
        const ADD: &str =
            "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        self.db
            .write(vec![Statement::new(ADD, vec![name.into(), fresh().into()])])
            .await?;
        Ok(self
            .setting(name)
            .await?
            .ok_or_else(|| DbError::Shape(format!("setting {name} was not kept")))?)
    }

    /// Takes a setting away, if it still has this value: only one of two can do so.
    pub async fn take_setting(&self, name: &str, value: &str) -> Result<(), WriteError> {
        const TAKE: &str = "DELETE FROM settings WHERE name = $1 AND value = $2";
        self.db
            .write(vec![
                Statement::new(TAKE, vec![name.into(), value.into()]).guarded(),
            ])
            .await
            .map(|_| ())
    }
}
