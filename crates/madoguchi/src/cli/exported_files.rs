//! The files that people handed in, as an export has them: one each, under its id.

use std::{
    fs::File,
    io::{Read, Write},
    path::Path,
};

use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use store::{Store, files::Part};

use crate::{app::passwords::hex, files::Shelf};

/// The folder of an export in which they lie.
pub const FOLDER: &str = "files";

/// The folder in which recordings of sessions lie.
const RECORDINGS: &str = "recordings";

/// As many rows at a time.
const STEP: usize = 200;

/// Writes all of them; how many.
pub async fn write(
    store: &Store,
    shelf: &Shelf,
    folder: &Path,
) -> Result<u64, Box<dyn std::error::Error + Send + Sync>> {
    let (files, recordings) = (folder.join(FOLDER), folder.join(RECORDINGS));
    std::fs::create_dir(&files)?;
    let (mut written, mut after) = (0, domain::FileId(i64::MIN));
    loop {
        let all = store.files_after(after, STEP).await?;
        let Some(last) = all.last() else {
            break;
        };
        after = last.id;
        for file in &all {
            let parts = store.file_parts(file.id).await?;
            let out = files.join(file.id.to_string());
            copy(shelf, &file.place, parts, &out).await?;
            written += 1;
        }
    }
    let mut after = i64::MIN;
    loop {
        let all = store.recordings_after(after, STEP).await?;
        let Some(last) = all.last() else {
            return Ok(written);
        };
        after = last.id;
        std::fs::create_dir_all(&recordings)?;
        for one in &all {
            let parts = store.recording_parts(one.id).await?;
            let out = recordings.join(one.id.to_string());
            copy(shelf, &one.place, parts, &out).await?;
            written += 1;
        }
    }
}

async fn copy(
    shelf: &Shelf,
    place: &str,
    parts: Vec<Part>,
    to: &Path,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut out = File::create_new(to)?;
    let mut pieces = std::pin::pin!(shelf.read(place, parts, 0, u64::MAX));
    while let Some(piece) = pieces.next().await {
        out.write_all(&piece?)?;
    }
    out.sync_all()?;
    Ok(())
}

/// What is wrong with those that a line of `files.jsonl` tells of; nothing where it tells of none that is to be there.
pub fn check(folder: &Path, line: &str) -> Option<String> {
    let row: serde_json::Value = serde_json::from_str(line).ok()?;
    let kept = !row["case_id"].is_null() || !row["release_id"].is_null();
    let there = kept && row["removed_at"].is_null() && row["state"] != "threat";
    let id = row["id"].as_i64().filter(|_| there)?;
    let name = format!("{FOLDER}/{id}");
    let found = File::open(folder.join(&name)).and_then(|mut file| {
        let (mut digest, mut piece) = (Sha256::new(), vec![0; 64 * 1024]);
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(hex(&digest.finalize())),
                read => digest.update(&piece[..read]),
            }
        }
    });
    match found {
        Ok(digest) if row["sha256"] == digest.as_str() => None,
        Ok(_) => Some(format!("{name}: not as it was handed in")),
        Err(error) => Some(format!("{name}: {error}")),
    }
}
