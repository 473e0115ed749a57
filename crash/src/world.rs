//! The installation that runs begin with: the demo's people and cases, made
//! once, with tokens for some of them; each run works on a copy.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Done;
use crate::http::{Asked, Connection};
use crate::program::Program;

/// A customer and an agent of the demo's.
const PAIRS: [(&str, &str); 2] = [
    (
        "takahashi.ichiro@shioji-logistics.example",
        "mika.sato@aozora.example",
    ),
    (
        "k-okazaki@setoboshi-bank.example",
        "kenji.hashimoto@aozora.example",
    ),
];

/// Those that a client speaks for.
#[derive(Clone)]
pub struct Pair {
    pub contact: String,
    pub agent: String,
    /// Where the contact's cases are.
    pub deployment: String,
    pub environment: String,
}

pub struct World {
    folder: tempfile::TempDir,
    pub pairs: Vec<Pair>,
}

impl World {
    pub fn make(program: &Program) -> Done<Self> {
        let folder = tempfile::Builder::new()
            .prefix("madoguchi-crash-")
            .tempdir();
        let folder = folder.map_err(|error| error.to_string())?;
        let data = folder.path().join("world");
        drop(program.start("demo", &data)?);
        let desk = folder.path().join("default.toml");
        fs::write(&desk, unhurried()?).map_err(|error| error.to_string())?;
        program.apply_desk(&data, &desk)?;
        let mut pairs = Vec::new();
        for (contact, agent) in PAIRS {
            let contact = program.token(&data, contact)?;
            let agent = program.token(&data, agent)?;
            pairs.push((contact, agent));
        }
        let server = program.start("serve", &data)?;
        let pairs = pairs.into_iter().map(|(contact, agent)| {
            let mut line = Connection::open(server.address).map_err(|error| error.to_string())?;
            let answer = line.send(&Asked {
                path: "/api/v1/deployments",
                token: &contact,
                key: None,
                body: None,
            });
            let answer = answer.map_err(|error| error.to_string())?;
            let told: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            let first = &told["items"][0];
            let (id, environment) = (
                first["id"].as_str(),
                first["environments"][0]["id"].as_str(),
            );
            let (Some(id), Some(environment)) = (id, environment) else {
                return Err(format!("the demo's contact has no deployment: {told}"));
            };
            let (deployment, environment) = (id.to_owned(), environment.to_owned());
            Ok(Pair {
                contact,
                agent,
                deployment,
                environment,
            })
        });
        let pairs = pairs.collect::<Done<Vec<_>>>()?;
        drop(server);
        // Leaves nothing in the write-ahead log.
        program.verify(&data)?;
        Ok(Self { folder, pairs })
    }

    /// A folder beside the world.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn copy(&self, name: &str) -> Done<PathBuf> {
        let to = self.beside(name);
        copy(&self.beside("world"), &to)?;
        Ok(to)
    }
}

/// The demo's desk with an API that takes as many requests as a client can send.
fn unhurried() -> Done<String> {
    const DESK: &str = include_str!("../../desks/default.toml");
    const USUAL: &str = "api = { token = 600, account = 3000, address = 6000, wrong = 30 }";
    if !DESK.contains(USUAL) {
        return Err("the limits of the desk stand elsewhere".into());
    }
    let most = "api = { token = 1000000, account = 1000000, address = 1000000, wrong = 1000000 }";
    Ok(DESK.replace(USUAL, most))
}

/// Copies a folder of files.
fn copy(from: &Path, to: &Path) -> Done {
    let failed = |error: std::io::Error| format!("{}: {error}", to.display());
    fs::create_dir_all(to).map_err(failed)?;
    for entry in fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        fs::copy(entry.path(), to.join(entry.file_name())).map_err(failed)?;
    }
    Ok(())
}
