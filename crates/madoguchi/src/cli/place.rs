//! Where an installation is kept.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use store::{Db, Store};

/// Where an installation is kept, which has to be said.
#[derive(Args, Clone, Debug)]
#[group(skip)]
#[command(group = ArgGroup::new("place").args(["data", "database_url"]).required(true))]
pub struct Place {
    #[command(flatten)]
    said: Said,
}

/// What is said of where an installation is kept, for a command that may do without one.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub struct Said {
    /// Folder of the installation, with its database inside
    #[arg(long, value_name = "DIR", conflicts_with = "database_url")]
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

impl Said {
    /// The place; nothing where none was said.
    pub fn place(self) -> Option<Place> {
        (self.data.is_some() || self.database_url.is_some()).then_some(Place { said: self })
    }
}

impl Place {
    pub fn folder(data: PathBuf) -> Self {
        let said = Said {
            data: Some(data),
            database_url: None,
        };
        Self { said }
    }

    /// Where the files that people hand in lie, where the installation is a folder.
    pub fn files(&self) -> Option<PathBuf> {
        self.said.data.as_ref().map(|data| data.join("files"))
    }

    /// Where what is searched lies, where the installation is a folder.
    pub fn index(&self) -> Option<PathBuf> {
        self.said.data.as_ref().map(|data| data.join("index"))
    }

    /// Opens the installation, and makes it when it is not there yet.
    pub async fn make(&self) -> Result<Store, NotOpened> {
        let db = match (&self.said.data, &self.said.database_url) {
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
        if let Some(data) = &self.said.data
            && !data.join("madoguchi.db").exists()
        {
            return Err(NotOpened::NoInstallation(data.clone()));
        }
        self.make().await
    }
}
