//! Who may know whom: the table of rooms in `ARCHITECTURE.md`.

use super::File;
use super::names::Named;

/// What code in a folder may name.
struct Room {
    folder: &'static str,
    knows: Knows,
}

enum Knows {
    /// Of all crates only these.
    Only(&'static [&'static str]),
    /// Anything but these crates and modules.
    Not(&'static [&'static str]),
}

const ROOMS: [Room; 10] = [
    Room {
        folder: "crates/domain/src/",
        knows: Knows::Only(&["serde", "jiff", "toml", "unicode_segmentation"]),
    },
    Room {
        folder: "crates/store/src/",
        knows: Knows::Not(&["axum", "axum_server", "tower_http", "askama", "madoguchi"]),
    },
    Room {
        folder: "crates/search/src/",
        knows: Knows::Not(&[
            "axum",
            "askama",
            "domain",
            "store",
            "madoguchi",
            "rusqlite",
            "tokio_postgres",
        ]),
    },
    Room {
        folder: "crates/media/src/",
        knows: Knows::Not(&[
            "axum",
            "askama",
            "domain",
            "store",
            "search",
            "madoguchi",
            "rusqlite",
            "tokio_postgres",
        ]),
    },
    Room {
        folder: "crates/madoguchi/src/app/",
        knows: Knows::Not(&HTTP),
    },
    Room {
        folder: "crates/madoguchi/src/work/",
        knows: Knows::Not(&HTTP),
    },
    Room {
        folder: "crates/madoguchi/src/web/",
        knows: Knows::Not(&["crate::api"]),
    },
    Room {
        folder: "crates/madoguchi/src/api/",
        knows: Knows::Not(&["crate::web"]),
    },
    Room {
        folder: "crates/madoguchi/src/",
        knows: Knows::Not(&["rusqlite", "tokio_postgres", "deadpool_postgres"]),
    },
    Room {
        folder: "crates/",
        knows: Knows::Not(&["xtask", "e2e"]),
    },
];

const HTTP: [&str; 5] = [
    "axum",
    "axum_server",
    "tower_http",
    "crate::web",
    "crate::api",
];

/// The crates a path may begin with: the workspace's dependencies and members.
pub fn known_crates(files: &[File]) -> Vec<String> {
    let manifests = files
        .iter()
        .filter(|file| file.path.ends_with("Cargo.toml"));
    let mut known: Vec<String> = manifests
        .flat_map(|file| dependencies(&file.text))
        .map(|(_, _, name)| name.replace('-', "_"))
        .collect();
    known.sort();
    known.dedup();
    known
}

/// What a path breaks, if anything: the name that its room must not know.
pub fn breach(file: &str, named: &Named, known: &[String]) -> Option<String> {
    let path = resolved(file, &named.path);
    let root = path.first()?;
    ROOMS
        .iter()
        .filter(|room| file.starts_with(room.folder) || file == module_file(room.folder))
        .find_map(|room| match room.knows {
            Knows::Only(allowed) => {
                let foreign = known.contains(root) && !allowed.contains(&root.as_str());
                foreign.then(|| root.clone())
            }
            Knows::Not(banned) => banned
                .iter()
                .find(|banned| begins_with(&path, banned))
                .map(|banned| (*banned).to_owned()),
        })
}

/// Every dependency of a manifest: its line, its section and its name.
pub fn dependencies(manifest: &str) -> Vec<(usize, String, String)> {
    let mut section = String::new();
    let mut found = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            section = header.to_owned();
            // `[dependencies.name]` is a section of its own.
            if let Some((kind, name)) = header.rsplit_once("dependencies.") {
                found.push((index + 1, format!("{kind}dependencies"), name.to_owned()));
                section.clear();
            }
        } else if section.ends_with("dependencies") && !line.starts_with('#') {
            let name = line.split(['.', '=', ' ']).next().unwrap_or("");
            if !name.is_empty() && line.contains('=') {
                found.push((index + 1, section.clone(), name.to_owned()));
            }
        }
    }
    found
}

/// `web/` is opened by `web/mod.rs` or by `web.rs` beside it.
fn module_file(folder: &str) -> String {
    format!("{}.rs", folder.trim_end_matches('/'))
}

fn begins_with(path: &[String], banned: &str) -> bool {
    let banned: Vec<&str> = banned.split("::").collect();
    path.len() >= banned.len() && banned.iter().zip(path).all(|(banned, word)| banned == word)
}

/// Turns `self` and `super` into a path from the crate's root.
fn resolved(file: &str, path: &[String]) -> Vec<String> {
    let Some((_, inside)) = file.split_once("/src/") else {
        return path.to_vec();
    };
    let mut module: Vec<String> = vec!["crate".into()];
    module.extend(inside.trim_end_matches(".rs").split('/').map(String::from));
    if module
        .last()
        .is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str()))
    {
        module.pop();
    }
    let relative = path
        .iter()
        .take_while(|word| *word == "self" || *word == "super");
    let relative: Vec<&String> = relative.collect();
    if relative.is_empty() {
        return path.to_vec();
    }
    for _ in relative.iter().filter(|word| **word == "super") {
        module.pop();
    }
    module.extend(path[relative.len()..].iter().cloned());
    module
}
