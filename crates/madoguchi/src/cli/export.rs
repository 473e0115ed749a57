//! `madoguchi export`: everything of an installation in a folder, as lines of JSON with checksums; and checking such a folder.

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use clap::Args as Arguments;
use domain::{
    Instant,
    audit::{AuditEvent, Sensitive},
    event::By,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{
    Store, WriteError,
    audit::Act,
    export::{At, ChainCheck, LOG, NOUNS},
    origin::Origin,
};

use super::{Done, Outcome, exported_files, place::Said};
use crate::{
    app::{Clock, audit, passwords::hex},
    files::Shelf,
};

#[derive(Arguments)]
pub struct Args {
    #[command(flatten)]
    said: Said,
    /// Folder of the files that people handed in; else `files` in the folder of the installation
    #[arg(long, value_name = "DIR", env = "MADOGUCHI_FILES")]
    files: Option<PathBuf>,
    /// Folder to write to; it must be empty or not there yet
    #[arg(long, value_name = "DIR", required_unless_present = "verify")]
    to: Option<PathBuf>,
    /// Check an exported folder instead: checksums, counts, the log's chains
    #[arg(long, value_name = "DIR", conflicts_with_all = ["to", "data"])]
    verify: Option<PathBuf>,
}

/// What stands in `manifest.json`. It is written last: a folder without one is not whole.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    format_version: u32,
    program_version: String,
    made_at: String,
    files: Vec<Listed>,
}

/// A file of the folder.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Listed {
    name: String,
    rows: u64,
    bytes: u64,
    sha256: String,
}

const FORMAT: &str = "madoguchi-export";
const VERSION: u32 = 1;
const MANIFEST: &str = "manifest.json";

pub async fn run(args: Args) -> Outcome {
    if let Some(folder) = args.verify {
        let faults = verify(&folder)?;
        for fault in &faults {
            println!("{fault}");
        }
        if faults.is_empty() {
            println!(
                "Nothing is wrong: every file is as it was written, and the log's chains are whole."
            );
            return Ok(Done::Well);
        }
        println!("{} faults", faults.len());
        return Ok(Done::Faulty);
    }
    let (Some(place), Some(to)) = (args.said.place(), args.to) else {
        return Err("say where the installation is, with --data or --database-url".into());
    };
    let store = place.open().await?;
    let folder = args.files.or_else(|| place.files());
    let shelf = folder.filter(|folder| folder.is_dir());
    let shelf = shelf.map(|folder| Shelf::folder(&folder)).transpose()?;
    let manifest = write(&store, shelf.as_ref(), &to, &Clock::Machine).await?;
    note(&store, &manifest, Clock::Machine.now()).await?;
    for file in &manifest.files {
        println!("{:>12} {}", file.rows, file.name);
    }
    Ok(Done::Well)
}

/// Keeps in the audit that everything left the house (O5); by nobody in particular, as whoever has the machine is nobody of the desk.
pub async fn note(store: &Store, manifest: &Manifest, now: Instant) -> Result<(), WriteError> {
    let rows: u64 = manifest.files.iter().map(|file| file.rows).sum();
    let event = AuditEvent::Exported {
        what: Sensitive::Everything,
        rows: i64::try_from(rows).unwrap_or(i64::MAX),
        from: None,
    };
    let act = Act {
        at: now,
        by: By::System,
        event,
        origin: Origin::default(),
    };
    audit::keep(store, &[act]).await
}

/// A file that is being written, with its checksum.
struct Writing {
    out: BufWriter<File>,
    digest: Sha256,
    listed: Listed,
}

impl Writing {
    fn begin(folder: &Path, name: &str) -> std::io::Result<Self> {
        let name = format!("{name}.jsonl");
        Ok(Self {
            out: BufWriter::new(File::create_new(folder.join(&name))?),
            digest: Sha256::new(),
            listed: Listed {
                name,
                rows: 0,
                bytes: 0,
                sha256: String::new(),
            },
        })
    }

    fn line(&mut self, line: &str) -> std::io::Result<()> {
        for part in [line.as_bytes(), b"\n"] {
            self.out.write_all(part)?;
            self.digest.update(part);
            self.listed.bytes += part.len() as u64;
        }
        self.listed.rows += 1;
        Ok(())
    }

    fn end(self) -> std::io::Result<Listed> {
        let file = self.out.into_inner().map_err(|error| error.into_error())?;
        file.sync_all()?;
        Ok(Listed {
            sha256: hex(&self.digest.finalize()),
            ..self.listed
        })
    }
}

/// Writes everything as it is at one moment.
pub async fn write(
    store: &Store,
    shelf: Option<&Shelf>,
    folder: &Path,
    clock: &Clock,
) -> Result<Manifest, Box<dyn std::error::Error + Send + Sync>> {
    std::fs::create_dir_all(folder)?;
    if std::fs::read_dir(folder)?.next().is_some() {
        return Err(format!("{} is not empty; name a folder that is", folder.display()).into());
    }
    let made_at = clock.now().to_string();
    let store = store.at_one_moment().await?;
    let mut files = Vec::new();
    for noun in &NOUNS {
        let (mut file, mut at) = (Writing::begin(folder, noun.file)?, At::default());
        loop {
            let lines = store.export_rows(noun, &mut at).await?;
            if lines.is_empty() {
                break;
            }
            for line in &lines {
                file.line(line)?;
            }
        }
        files.push(file.end()?);
    }
    let (mut file, mut at) = (Writing::begin(folder, LOG)?, At::default());
    loop {
        let lines = store.export_events(&mut at).await?;
        if lines.is_empty() {
            break;
        }
        for line in &lines {
            file.line(line)?;
        }
    }
    files.push(file.end()?);
    if let Some(shelf) = shelf {
        exported_files::write(&store, shelf, folder).await?;
    }
    let manifest = Manifest {
        format: FORMAT.into(),
        format_version: VERSION,
        program_version: env!("CARGO_PKG_VERSION").into(),
        made_at,
        files,
    };
    let mut out = File::create_new(folder.join(MANIFEST))?;
    out.write_all(serde_json::to_string_pretty(&manifest)?.as_bytes())?;
    out.write_all(b"\n")?;
    out.sync_all()?;
    Ok(manifest)
}

/// What is wrong with a folder.
pub fn verify(folder: &Path) -> Result<Vec<String>, Box<dyn std::error::Error + Send + Sync>> {
    /// Faults told at most.
    const TOLD: usize = 100;
    let manifest = match std::fs::read_to_string(folder.join(MANIFEST)) {
        Ok(text) => text,
        Err(error) => {
            return Ok(vec![format!(
                "{MANIFEST}: {error}; the export did not come to its end"
            )]);
        }
    };
    let manifest: Manifest = match serde_json::from_str(&manifest) {
        Ok(manifest) => manifest,
        Err(error) => return Ok(vec![format!("{MANIFEST}: {error}")]),
    };
    let mut faults = Vec::new();
    if manifest.format != FORMAT || manifest.format_version != VERSION {
        faults.push(format!("{MANIFEST}: not a format that this program knows"));
    }
    let wanted = NOUNS.iter().map(|noun| noun.file).chain([LOG]);
    for name in wanted.map(|name| format!("{name}.jsonl")) {
        let Some(listed) = manifest.files.iter().find(|file| file.name == name) else {
            faults.push(format!("{name}: not in the manifest"));
            continue;
        };
        if let Err(error) = check(folder, listed, &mut faults) {
            faults.push(format!("{name}: {error}"));
        }
    }
    faults.truncate(TOLD);
    Ok(faults)
}

fn check(folder: &Path, listed: &Listed, faults: &mut Vec<String>) -> std::io::Result<()> {
    /// Longer than any line that an export writes.
    const LONGEST: u64 = 64 * 1024 * 1024;
    let name = &listed.name;
    let mut lines = BufReader::new(File::open(folder.join(name))?);
    let (mut digest, mut rows, mut bytes) = (Sha256::new(), 0, 0);
    let mut chain = (*name == format!("{LOG}.jsonl")).then(ChainCheck::default);
    let mut line = String::new();
    loop {
        line.clear();
        let read = lines.by_ref().take(LONGEST).read_line(&mut line)?;
        if read == 0 {
            break;
        }
        digest.update(line.as_bytes());
        (rows, bytes) = (rows + 1, bytes + read as u64);
        let fault = match &mut chain {
            Some(chain) => chain.look(&line),
            None => serde_json::from_str::<serde::de::IgnoredAny>(&line)
                .err()
                .map(|error| error.to_string()),
        };
        faults.extend(exported_files::check(folder, name, &line));
        if let Some(fault) = fault {
            faults.push(format!("{name}, line {rows}: {fault}"));
        }
    }
    if (rows, bytes) != (listed.rows, listed.bytes) || hex(&digest.finalize()) != listed.sha256 {
        faults.push(format!("{name}: not as it was written (count or checksum)"));
    }
    Ok(())
}
