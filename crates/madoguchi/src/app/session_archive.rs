//! A session's recording as one file (L8): its tracks, and what happened in it as JSON beside them. A tar, put together while it is
//! sent: nothing of it is held in memory or written anywhere.

use bytes::Bytes;
use domain::session::{self, Deed, SessionEvent};
use futures_util::{Stream, StreamExt, stream};
use serde_json::json;
use store::{
    files::Part,
    sessions::{StoredSession, recordings::Recording},
};

use super::{App, Fail};
use crate::files::NotKept;

/// What an archive is counted in.
const BLOCK: u64 = 512;

/// The name of a track's file.
pub fn name(one: &Recording) -> String {
    format!(
        "{}-{}-{}-{}.webm",
        one.stretch,
        one.kind.as_str(),
        one.seat.0,
        one.id
    )
}

type Piece = Result<Bytes, NotKept>;

/// The bytes, and how many these are.
pub async fn of_session(
    app: &App,
    stored: &StoredSession,
) -> Result<(impl Stream<Item = Piece> + Send + use<>, u64), Fail> {
    let all = app.recordings(stored.id).await?;
    if all.is_empty() {
        return Err(Fail::NotFound);
    }
    let timeline = serde_json::to_vec_pretty(&timeline(app, stored, &all).await?);
    let timeline = timeline.map_err(Fail::broken)?;
    let at = stored.session.started_at.as_second();
    let mut length = rounded(timeline.len() as u64) + BLOCK + 2 * BLOCK;
    let first = vec![
        header("timeline.json", timeline.len() as u64, at)?,
        Bytes::from(timeline.clone()),
        padding(timeline.len() as u64),
    ];
    let mut bytes = stream::iter(first.into_iter().map(Ok)).boxed();
    for one in &all {
        length += BLOCK + rounded(one.bytes);
        let head = header(&name(one), one.bytes, one.started_at.as_second())?;
        let parts: Vec<Part> = app.store.recording_parts(one.id).await?;
        let body = app.bytes_at(&one.place, parts, 0, u64::MAX)?;
        let head = stream::iter([Ok(head)]);
        let rest = stream::iter([Ok(padding(one.bytes))]);
        bytes = bytes.chain(head).chain(body).chain(rest).boxed();
    }
    let end = Bytes::from(vec![0; 2 * BLOCK as usize]);
    Ok((bytes.chain(stream::iter([Ok(end)])), length))
}

fn rounded(bytes: u64) -> u64 {
    bytes.div_ceil(BLOCK) * BLOCK
}

fn padding(bytes: u64) -> Bytes {
    Bytes::from(vec![
        0;
        usize::try_from(rounded(bytes) - bytes).unwrap_or(0)
    ])
}

fn header(name: &str, bytes: u64, at: i64) -> Result<Bytes, Fail> {
    let mut header = tar::Header::new_ustar();
    header.set_path(name).map_err(Fail::broken)?;
    header.set_size(bytes);
    header.set_mode(0o644);
    header.set_mtime(u64::try_from(at).unwrap_or(0));
    header.set_entry_type(tar::EntryType::Regular);
    header.set_cksum();
    Ok(Bytes::copy_from_slice(header.as_bytes()))
}

/// What happened, for programs: on the same clock as the files.
async fn timeline(
    app: &App,
    stored: &StoredSession,
    all: &[Recording],
) -> Result<serde_json::Value, Fail> {
    let session = &stored.session;
    let events = app.store.session_events(stored.id).await?;
    let people = session.participants.values().map(|p| {
        json!({
            "seat": p.seat.0, "name": p.name.as_str(), "customer": p.is_customer(),
            "joined_at": p.joined_at.to_string(),
        })
    });
    let deeds = session::chronicle(&events).into_iter().map(|span| {
        let surface = match span.deed {
            Deed::Shared(_, surface) => Some(surface.as_str()),
            _ => None,
        };
        json!({
            "what": span.deed.as_str(), "seat": span.deed.seat().map(|seat| seat.0), "surface": surface,
            "from": span.from.to_string(), "until": span.until.map(|at| at.to_string()),
        })
    });
    let said = events.iter().filter_map(|one| match &one.event {
        SessionEvent::Said { seat, text } => Some(json!({
            "seat": seat.0, "at": one.at.to_string(),
            "text": (!text.is_erased()).then(|| text.as_str()),
        })),
        _ => None,
    });
    let files = session::sent_files(&events).into_iter().map(|sent| {
        json!({
            "name": sent.name.as_str(), "bytes": sent.bytes, "from": sent.from.0, "to": sent.to.0,
            "at": sent.at.to_string(),
        })
    });
    let tracks = all.iter().map(|one| {
        json!({
            "file": name(one), "stretch": one.stretch, "seat": one.seat.0, "kind": one.kind.as_str(),
            "started_at": one.started_at.to_string(), "lasts_ms": one.lasts, "bytes": one.bytes,
            "sha256": one.sha256, "state": one.state.as_str(),
        })
    });
    Ok(json!({
        "number": format!("{:09}", session.number),
        "started_at": session.started_at.to_string(),
        "participants": people.collect::<Vec<_>>(),
        "deeds": deeds.collect::<Vec<_>>(),
        "said": said.collect::<Vec<_>>(),
        "files": files.collect::<Vec<_>>(),
        "recordings": tracks.collect::<Vec<_>>(),
    }))
}
