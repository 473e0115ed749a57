//! Where an installation is kept.

use std::path::PathBuf;

use clap::Args;
use store::{Db, Store};

/// Where the installation is kept.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// Folder of the installation, with its database inside
    #[arg(
        long,
        value_name = "DIR",
        conflicts_with = "database_url",
        required_unless_present = "database_url"
    )]
    data: Option<PathBuf>,
    /// Use PostgreSQL instead (postgres://user@host/database)
    #[arg(
        long,
        value_name = "URL",
        env = "MADOGUCHI_DATABASE_URL",
        hide_env_values = true
    )]
    database_url: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    #[error("there is no installation in {0}; `madoguchi serve --data {0}` makes one")]
    NoInstallation(PathBuf),
    #[error("the folder {0} cannot be made: {1}")]
    Folder(PathBuf, std::io::Error),
    #[error("the database cannot be opened: {0}")]
    Database(#[from] store::DbError),
}

impl Place {
    pub fn folder(data: PathBuf) -> Self {
        Self {
            data: Some(data),
            database_url: None,
        }
    }

    /// Where it was said that it is; nothing where neither was said.
    pub fn given(data: Option<PathBuf>, database_url: Option<String>) -> Option<Self> {
        let place = Self { data, database_url };
        (place.data.is_some() || place.database_url.is_some()).then_some(place)
    }

    /// Where the files that people hand in lie, where the installation is a folder.
    pub fn files(&self) -> Option<PathBuf> {
        self.data.as_ref().map(|data| data.join("files"))
    }

    /// Opens the installation, and makes it when it is not there yet.
    pub async fn make(&self) -> Result<Store, NotOpened> {
        let db = match (&self.data, &self.database_url) {
            (Some(data), _) => {
                std::fs::create_dir_all(data)
                    .map_err(|error| NotOpened::Folder(data.clone(), error))?;
                Db::sqlite(&data.join("madoguchi.db"))?
            }
            (None, url) => Db::postgres(url.as_deref().unwrap_or_default()).await?,
        };
        Ok(Store::open(db).await?)
    }

    /// Opens an installation that is there.
    pub async fn open(&self) -> Result<Store, NotOpened> {
        if let Some(data) = &self.data
            && !data.join("madoguchi.db").exists()
        {
            return Err(NotOpened::NoInstallation(data.clone()));
        }
        self.make().await
    }
}
