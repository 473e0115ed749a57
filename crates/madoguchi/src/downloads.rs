//! A file as an answer: the same bytes on a page and in the API, never anything that a browser would run under our name (C13).

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use store::{
    files::Part,
    knowledge::Image,
    sessions::{StoredSession, recordings::Recording},
};

use crate::app::{App, Fail, files::Had, session_archive};

/// What a file may do in a browser that shows it anyway.
const NOTHING: &str = "default-src 'none'; sandbox";

/// Bytes that lie in pieces under a place, and what they are called.
pub struct Lying {
    pub name: String,
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub digest: String,
    pub place: String,
    pub parts: Vec<Part>,
}

impl From<Had> for Lying {
    fn from(had: Had) -> Self {
        Self {
            name: had.file.name,
            bytes: had.file.bytes,
            digest: had.file.sha256.unwrap_or_default(),
            place: had.file.place,
            parts: had.parts,
        }
    }
}

impl Lying {
    pub fn of_recording(one: &Recording, parts: Vec<Part>) -> Self {
        Self {
            name: session_archive::name(one),
            bytes: one.bytes,
            digest: one.sha256.clone().unwrap_or_default(),
            place: one.place.clone(),
            parts,
        }
    }
}

/// All of a session's recording with its timeline, as one archive (L8).
pub async fn archive(app: &App, stored: &StoredSession) -> Result<Response, Fail> {
    let (bytes, length) = session_archive::of_session(app, stored).await?;
    let mut response = Body::from_stream(bytes).into_response();
    let name = format!("session-{:09}.tar", stored.session.number);
    let headers = response.headers_mut();
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::from_str(&disposition).map_err(Fail::broken)?;
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    for (name, value) in [
        (header::CONTENT_TYPE, "application/x-tar"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::CONTENT_ENCODING, "identity"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// The bytes of a file, all of them or the stretch that was asked for. `shown_as` is for pictures alone.
pub fn sent(
    app: &App,
    had: Had,
    asked: &HeaderMap,
    shown_as: Option<&'static str>,
) -> Result<Response, Fail> {
    sent_lying(app, had.into(), asked, shown_as)
}

/// The same of whatever lies there; `shown_as` for what we made ourselves as well.
pub fn sent_lying(
    app: &App,
    lying: Lying,
    asked: &HeaderMap,
    shown_as: Option<&'static str>,
) -> Result<Response, Fail> {
    let Lying {
        name,
        bytes,
        digest,
        place,
        parts,
    } = lying;
    let range = asked
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok());
    let range = match range.map(|range| stretch(range, bytes)) {
        None | Some(Stretch::Whole) => None,
        Some(Stretch::Part(from, to)) => Some((from, to)),
        Some(Stretch::Nowhere) => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            let all = HeaderValue::from_str(&format!("bytes */{bytes}")).map_err(Fail::broken)?;
            response.headers_mut().insert(header::CONTENT_RANGE, all);
            return Ok(response);
        }
    };
    let (from, to) = range.unwrap_or((0, bytes));
    let mut response = Body::from_stream(app.bytes_at(&place, parts, from, to)?).into_response();
    if range.is_some() {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let part = format!("bytes {from}-{}/{bytes}", to.saturating_sub(1));
        let part = HeaderValue::from_str(&part).map_err(Fail::broken)?;
        response.headers_mut().insert(header::CONTENT_RANGE, part);
    }
    let disposition = match shown_as {
        Some(_) => "inline".to_owned(),
        None => format!("attachment; filename*=UTF-8''{}", encoded(&name)),
    };
    let headers = response.headers_mut();
    let fixed = [
        (
            header::CONTENT_TYPE,
            shown_as.unwrap_or("application/octet-stream"),
        ),
        (header::CONTENT_SECURITY_POLICY, NOTHING),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::ACCEPT_RANGES, "bytes"),
        // What is packed already gains nothing, and its length stays known.
        (header::CONTENT_ENCODING, "identity"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(to - from));
    let disposition = HeaderValue::from_str(&disposition).map_err(Fail::broken)?;
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    let tag = HeaderValue::from_str(&format!("\"{digest}\"")).map_err(Fail::broken)?;
    headers.insert(header::ETAG, tag);
    Ok(response)
}

/// An image of an article. It never changes under its address, so whoever had it keeps it where the article is everybody's; elsewhere
/// nothing of it stays in a browser (V-41).
pub fn image(app: &App, image: Image, asked: &HeaderMap, open: bool) -> Result<Response, Fail> {
    let disposition = format!("inline; filename*=UTF-8''{}", encoded(&image.name));
    let kind = image.format.media_type();
    let lying = Lying {
        parts: image.parts(),
        name: image.name,
        bytes: image.bytes,
        digest: image.sha256,
        place: image.place,
    };
    let mut response = sent_lying(app, lying, asked, Some(kind))?;
    // What stops being everybody's leaves the caches of others within a day.
    let kept = match open {
        true => "public, max-age=86400, immutable",
        false => "private, no-store",
    };
    let disposition = HeaderValue::from_str(&disposition).map_err(Fail::broken)?;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    Ok(response)
}

/// A name in a header, whatever signs it has (RFC 8187).
pub fn encoded(name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                encoded.push(byte.into())
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// What a request for a stretch of bytes comes to.
#[derive(Debug, PartialEq, Eq)]
enum Stretch {
    /// It cannot be read, or asks for several: all is sent.
    Whole,
    /// From one offset up to before another.
    Part(u64, u64),
    /// Behind the end.
    Nowhere,
}

fn stretch(asked: &str, bytes: u64) -> Stretch {
    let Some((from, to)) = asked
        .strip_prefix("bytes=")
        .and_then(|range| range.split_once('-'))
    else {
        return Stretch::Whole;
    };
    let (from, to) = (from.trim(), to.trim());
    let end = |to: u64| to.saturating_add(1).min(bytes);
    let (from, to) = match (from.parse::<u64>(), to.parse::<u64>()) {
        (Ok(from), Ok(to)) if from <= to => (from, end(to)),
        (Ok(from), Err(_)) if to.is_empty() => (from, bytes),
        (Err(_), Ok(last)) if from.is_empty() => (bytes.saturating_sub(last), bytes),
        _ => return Stretch::Whole,
    };
    match from < to {
        true => Stretch::Part(from, to),
        false => Stretch::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c13_stretches_of_a_file() {
        for (asked, want) in [
            ("bytes=0-9", Stretch::Part(0, 10)),
            ("bytes=90-200", Stretch::Part(90, 100)),
            ("bytes=50-", Stretch::Part(50, 100)),
            ("bytes=-10", Stretch::Part(90, 100)),
            ("bytes=-1000", Stretch::Part(0, 100)),
            ("bytes=100-", Stretch::Nowhere),
            ("bytes=-0", Stretch::Nowhere),
            ("bytes=9-3", Stretch::Whole),
            ("bytes=0-1,5-6", Stretch::Whole),
            ("lines=0-9", Stretch::Whole),
            ("bytes=", Stretch::Whole),
        ] {
            assert_eq!(stretch(asked, 100), want, "{asked}");
        }
    }
}
