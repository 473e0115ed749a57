//! The files that people handed in, the images of articles, and what was recorded of sessions, as an export has them: one each,
//! under its id.

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

/// The folder in which images of articles lie.
const IMAGES: &str = "images";

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
    let (images, mut after) = (folder.join(IMAGES), domain::ImageId(i64::MIN));
    loop {
        let all = store.images_after(after, STEP).await?;
        let Some(last) = all.last() else {
            break;
        };
        after = last.id;
        std::fs::create_dir_all(&images)?;
        for image in &all {
            let out = images.join(image.id.to_string());
            copy(shelf, &image.place, image.parts(), &out).await?;
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

/// What is wrong with the bytes that a line of this file tells of; nothing where it tells of none that are to be there.
pub fn check(folder: &Path, file: &str, line: &str) -> Option<String> {
    let row: serde_json::Value = serde_json::from_str(line).ok()?;
    let is = |column: &str| !row[column].is_null();
    let (within, there) = match file {
        "files.jsonl" => {
            let kept = is("case_id") || is("release_id") || is("session_id") && is("attached_at");
            let there = kept && !is("removed_at") && row["state"] != "threat";
            (FOLDER, there)
        }
        "images.jsonl" => (IMAGES, !is("removed_at") && row["state"] != "threat"),
        "session-recordings.jsonl" => {
            let there = !is("erased_at") && row["state"] != "recording";
            (RECORDINGS, there)
        }
        _ => return None,
    };
    let id = row["id"].as_i64().filter(|_| there)?;
    let name = format!("{within}/{id}");
    match digest(&folder.join(&name)) {
        Ok(digest) if row["sha256"] == digest.as_str() => None,
        Ok(_) => Some(format!("{name}: not as it came here")),
        Err(error) => Some(format!("{name}: {error}")),
    }
}

fn digest(file: &Path) -> std::io::Result<String> {
    let mut file = File::open(file)?;
    let (mut digest, mut piece) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hex(&digest.finalize())),
            read => digest.update(&piece[..read]),
        }
    }
}
