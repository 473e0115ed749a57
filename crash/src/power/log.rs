//! The log of what reached the disk, as the shim and the clients wrote it:
//! `crash/shim/src/lib.rs` says how a record looks.

use std::fs::{File, OpenOptions};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::Done;

const HEADER: usize = 24;
const ACKNOWLEDGED: u8 = 8;

/// What happened.
#[derive(Clone, Debug)]
pub enum What {
    Open {
        handle: u64,
        path: String,
        created: bool,
        emptied: bool,
    },
    /// The data lie in the log, there.
    Write {
        handle: u64,
        at: u64,
        data: Range<usize>,
    },
    Truncate {
        handle: u64,
        length: u64,
    },
    /// A sync vouches for what was done before it began.
    SyncBegin {
        handle: u64,
        number: u64,
    },
    SyncEnd {
        handle: u64,
        number: u64,
    },
    Unlink {
        path: String,
    },
    Rename {
        from: String,
        to: String,
    },
    /// A client has its answer.
    Acknowledged {
        mark: u64,
        case: i64,
    },
}

pub struct Log {
    pub bytes: Vec<u8>,
    pub records: Vec<What>,
}

/// The file that makes the recorded program die.
pub fn stop_beside(log: &Path) -> PathBuf {
    log.with_extension("stop")
}

/// The log as a client appends to it.
pub fn append_to(path: &Path) -> Done<File> {
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.map_err(|error| format!("{}: {error}", path.display()))
}

/// The record of an acknowledgement.
pub fn acknowledged(mark: u64, case: i64) -> Vec<u8> {
    let mut record = vec![ACKNOWLEDGED, 0, 0, 0, 0, 0, 0, 0];
    record.extend(mark.to_le_bytes());
    record.extend(case.to_le_bytes());
    record
}

impl Log {
    pub fn read(path: &Path) -> Done<Self> {
        let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut records = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let (what, next) =
                record(&bytes, at).ok_or(format!("the log is broken at byte {at}"))?;
            records.push(what);
            at = next;
        }
        Ok(Self { bytes, records })
    }
}

fn record(bytes: &[u8], at: usize) -> Option<(What, usize)> {
    let number = |from: usize| -> Option<u64> {
        Some(u64::from_le_bytes(
            bytes.get(at + from..at + from + 8)?.try_into().ok()?,
        ))
    };
    let length = u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?) as usize;
    let (handle, second) = (number(8)?, number(16)?);
    let data = at + HEADER..at + HEADER + length;
    let text = || Some(String::from_utf8_lossy(bytes.get(data.clone())?).into_owned());
    let what = match bytes[at] {
        1 => What::Open {
            handle,
            path: text()?,
            created: second == 1,
            emptied: second == 2,
        },
        2 => {
            bytes.get(data.clone())?;
            What::Write {
                handle,
                at: second,
                data: data.clone(),
            }
        }
        3 => What::Truncate {
            handle,
            length: second,
        },
        4 => What::SyncBegin {
            handle,
            number: second,
        },
        5 => What::SyncEnd {
            handle,
            number: second,
        },
        6 => What::Unlink { path: text()? },
        7 => {
            let both = text()?;
            let (from, to) = both.split_once('\0')?;
            What::Rename {
                from: from.to_owned(),
                to: to.to_owned(),
            }
        }
        ACKNOWLEDGED => What::Acknowledged {
            mark: handle,
            case: second as i64,
        },
        _ => return None,
    };
    Some((what, data.end))
}
