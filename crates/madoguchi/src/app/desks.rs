//! The desk that serves and those that served before: a case names the one it was opened under (D1).

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicI64, Ordering},
};

use domain::{
    Desk, Instant,
    desk::{Finding, Stranded},
};
use elsa::sync::FrozenMap;
use rust_embed::RustEmbed;
use store::{Store, desks::DeskVersion};

use super::{
    Fail,
    day_files::{self, DayProblem},
    glossary_file::{self, GlossaryProblem},
};

#[derive(RustEmbed)]
#[folder = "../../desks"]
#[include = "*.toml"]
struct Shipped;

/// All versions of the desk, by number; the last serves. Versions are added while the program runs, and none is ever taken
/// away: whoever works with one keeps it.
pub struct Desks {
    first: (i64, Desk),
    /// Those behind the first.
    later: FrozenMap<i64, Box<Desk>>,
    current: AtomicI64,
}

/// Why a desk file does not serve.
#[derive(Debug, thiserror::Error)]
pub enum NotServed {
    #[error("no desk of this name is shipped, and no file is there: {0}")]
    NoSuchDesk(String),
    #[error("the desk file {name} has {} findings", findings.len())]
    Faulty {
        name: String,
        source_text: String,
        findings: Vec<Finding>,
    },
    #[error("the file {file} that the desk file names: {problem:?}")]
    DayFile { file: String, problem: DayProblem },
    #[error("the glossary {file} that the desk file names: {problems:?}")]
    Glossary {
        file: String,
        problems: Vec<GlossaryProblem>,
    },
    #[error("open cases would be stranded")]
    Stranded(Vec<Stranded>),
    #[error(transparent)]
    Fail(#[from] Fail),
}

/// Names of the desks inside this program.
pub fn shipped() -> Vec<String> {
    let mut names: Vec<String> = Shipped::iter()
        .filter_map(|path| path.strip_suffix(".toml").map(str::to_owned))
        .collect();
    names.sort();
    names
}

/// The text of a desk file: of a file at this path, else of a shipped desk of this name.
pub fn source(name: &str) -> Result<String, NotServed> {
    let shipped = || {
        Shipped::get(&format!("{name}.toml")).map(|f| String::from_utf8_lossy(&f.data).into_owned())
    };
    let is_name = !name.contains(['/', '\\', '.']);
    if is_name && let Some(text) = shipped() {
        return Ok(text);
    }
    let text = std::fs::read_to_string(name).map_err(|_| NotServed::NoSuchDesk(name.to_owned()))?;
    let folder = std::path::Path::new(name).parent().unwrap_or("".as_ref());
    glossary_file::whole(day_files::whole(text, folder)?, folder)
}

/// The desk that a text describes, or its findings under this name.
pub fn checked(name: &str, text: &str) -> Result<Desk, NotServed> {
    domain::desk::check(text).map_err(|findings| NotServed::Faulty {
        name: name.to_owned(),
        source_text: text.to_owned(),
        findings,
    })
}

fn read(kept: &DeskVersion) -> Result<Desk, Fail> {
    let version = kept.version;
    domain::desk::check(&kept.source)
        .map_err(|_| Fail::broken(format!("desk version {version} can no longer be read")))
}

impl Desks {
    /// Lets this desk file serve from now on. Refused when it would strand an open case.
    pub async fn serve(store: &Store, name: &str, now: Instant) -> Result<Self, NotServed> {
        Self::take(store, name, &source(name)?, now).await?;
        Ok(Self::stored(store).await?)
    }

    /// Keeps this text as the desk that serves from now on. Refused when it would strand an open case or a contract.
    pub async fn take(
        store: &Store,
        name: &str,
        text: &str,
        now: Instant,
    ) -> Result<i64, NotServed> {
        let desk = checked(name, text)?;
        let latest = store.latest_desk().await.map_err(Fail::from)?;
        // The desk that serves already strands nobody.
        if latest.is_some_and(|latest| latest.source != text) {
            let in_use = store.in_use().await.map_err(Fail::from)?;
            let stranded = domain::desk::stranded(&desk, &in_use);
            if !stranded.is_empty() {
                return Err(NotServed::Stranded(stranded));
            }
        }
        let kept = store.serve_desk(&desk.id, text, now).await;
        Ok(kept.map_err(Fail::from)?)
    }

    /// The desks as stored; for commands that serve nothing.
    pub async fn stored(store: &Store) -> Result<Self, Fail> {
        let kept = store.desk_versions().await?;
        let first = kept
            .first()
            .ok_or_else(|| Fail::broken("no desk has served"))?;
        let desks = Self {
            first: (first.version, read(first)?),
            later: FrozenMap::new(),
            current: AtomicI64::new(first.version),
        };
        desks.add(&kept)?;
        Ok(desks)
    }

    /// Takes up what was applied since, here or by another program; true where another version serves from now on.
    pub async fn follow(&self, store: &Store) -> Result<bool, Fail> {
        let latest = store.latest_desk_version().await?;
        if latest <= self.current.load(Ordering::Acquire) {
            return Ok(false);
        }
        self.add(&store.desk_versions().await?)?;
        Ok(true)
    }

    fn add(&self, kept: &[DeskVersion]) -> Result<(), Fail> {
        for one in kept {
            if self.known(one.version).is_none() {
                self.later.insert(one.version, Box::new(read(one)?));
            }
        }
        if let Some(last) = kept.last() {
            self.current.store(last.version, Ordering::Release);
        }
        Ok(())
    }

    fn known(&self, version: i64) -> Option<&Desk> {
        match self.first.0 == version {
            true => Some(&self.first.1),
            false => self.later.get(&version),
        }
    }

    /// The desk that serves, and its version.
    pub fn current(&self) -> (&Desk, i64) {
        let version = self.current.load(Ordering::Acquire);
        (self.known(version).unwrap_or(&self.first.1), version)
    }

    /// The desk that a case was opened under.
    pub fn of(&self, version: i64) -> &Desk {
        self.known(version).unwrap_or_else(|| self.current().0)
    }

    pub fn all(&self) -> BTreeMap<i64, Desk> {
        let versions = std::iter::once(self.first.0).chain(self.later.keys_cloned());
        versions.map(|n| (n, self.of(n).clone())).collect()
    }
}
