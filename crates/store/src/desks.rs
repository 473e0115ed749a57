//! Every version of the desk file that ever served (D1), and what open cases use of it.

use domain::{
    Instant,
    desk::{InUse, StatusId},
};
use sha2::{Digest, Sha256};

use crate::{Statement, Store, WriteError, db::DbError};

/// One version of the desk file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskVersion {
    pub version: i64,
    pub desk: String,
    pub source: String,
}

impl Store {
    /// The version that serves now.
    pub async fn latest_desk(&self) -> Result<Option<DeskVersion>, DbError> {
        const LATEST: &str =
            "SELECT version, desk, source FROM desks ORDER BY version DESC LIMIT 1";
        self.db
            .read_one(LATEST, &[])
            .await?
            .map(version)
            .transpose()
    }

    pub async fn desk_versions(&self) -> Result<Vec<DeskVersion>, DbError> {
        const ALL: &str = "SELECT version, desk, source FROM desks ORDER BY version";
        self.db
            .read(ALL, &[])
            .await?
            .into_iter()
            .map(version)
            .collect()
    }

    /// Number of the version that serves; 0 where none does.
    pub async fn latest_desk_version(&self) -> Result<i64, DbError> {
        const LATEST: &str = "SELECT coalesce(max(version), 0) FROM desks";
        match self.db.read_one(LATEST, &[]).await? {
            Some(row) => row.columns().int(),
            None => Ok(0),
        }
    }

    /// Keeps a desk file as the version that serves from now on; gives its number. The same text keeps its number.
    pub async fn serve_desk(
        &self,
        desk: &str,
        source: &str,
        now: Instant,
    ) -> Result<i64, WriteError> {
        let latest = self.latest_desk().await?;
        if let Some(latest) = latest.as_ref().filter(|l| l.source == source) {
            return Ok(latest.version);
        }
        const ADD: &str = "INSERT INTO desks (version, desk, source, digest, served_at) VALUES ($1, $2, $3, $4, $5)";
        let version = latest.map_or(1, |l| l.version + 1);
        let digest = Sha256::digest(source.as_bytes()).to_vec();
        let args = vec![
            version.into(),
            desk.into(),
            source.into(),
            digest.into(),
            now.into(),
        ];
        self.db.write(vec![Statement::new(ADD, args)]).await?;
        Ok(version)
    }

    /// Plans that any contract names; what has ended may still be renewed.
    async fn plans_in_use(&self, used: &mut InUse) -> Result<(), DbError> {
        const PLANS: &str =
            "SELECT DISTINCT plan, contract FROM entitlements ORDER BY plan, contract";
        for row in self.db.read(PLANS, &[]).await? {
            let mut c = row.columns();
            used.plans.entry(c.text()?).or_default().add(c.text()?);
        }
        Ok(())
    }

    /// What open cases use of the desk, and contracts, each with some case numbers.
    pub async fn in_use(&self) -> Result<InUse, DbError> {
        const OPEN: &str = "SELECT number, kind, sub_type, status, product, severity, environment, channel, answers
            FROM cases WHERE shelf IN (0, 2) AND number > $1 ORDER BY number LIMIT 2000";
        let (mut used, mut after) = (InUse::default(), 0);
        loop {
            let rows = self.db.read(OPEN, &[after.into()]).await?;
            if rows.is_empty() {
                self.plans_in_use(&mut used).await?;
                return Ok(used);
            }
            for row in rows {
                let mut c = row.columns();
                after = c.int()?;
                let number = after.to_string();
                let (kind, sub_type) = (c.text()?, c.maybe_text()?);
                if let Some(sub_type) = sub_type {
                    used.sub_types
                        .entry((kind.clone(), sub_type))
                        .or_default()
                        .add(&number);
                }
                used.kinds.entry(kind).or_default().add(&number);
                used.statuses
                    .entry(StatusId::new(c.text()?))
                    .or_default()
                    .add(&number);
                used.products.entry(c.text()?).or_default().add(&number);
                used.severities.entry(c.text()?).or_default().add(&number);
                if let Some(environment) = c.maybe_text()? {
                    used.environments
                        .entry(environment)
                        .or_default()
                        .add(&number);
                }
                used.channels.entry(c.text()?).or_default().add(&number);
                let answers: serde_json::Map<String, serde_json::Value> =
                    serde_json::from_str(&c.text()?)
                        .map_err(|error| DbError::Shape(error.to_string()))?;
                for field in answers.into_iter().map(|(field, _)| field) {
                    used.fields.entry(field).or_default().add(&number);
                }
            }
        }
    }
}

fn version(row: crate::db::Row) -> Result<DeskVersion, DbError> {
    let mut c = row.columns();
    Ok(DeskVersion {
        version: c.int()?,
        desk: c.text()?,
        source: c.text()?,
    })
}
