//! Streams of server-sent events: each goes on as long as something tells what comes next.

use std::convert::Infallible;

use axum::{
    http::HeaderValue,
    response::{IntoResponse, Response, Sse, sse::Event},
};
use futures_util::stream;

use crate::app::Fail;

/// What tells a page's stream what comes next.
pub(super) trait Tells: Send + 'static {
    /// The next event; nothing where there is none any more.
    fn next(&mut self) -> impl Future<Output = Result<Option<Event>, Fail>> + Send;
}

/// The stream of what is told.
pub(super) fn stream_of(tells: impl Tells) -> Response {
    let events = stream::unfold(tells, |mut tells| async move {
        match tells.next().await {
            Ok(Some(event)) => Some((Ok::<_, Infallible>(event), tells)),
            Ok(None) => None,
            Err(error) => {
                tracing::warn!(%error, "a stream ended; its page comes back");
                None
            }
        }
    });
    let mut response = Sse::new(events).into_response();
    let headers = response.headers_mut();
    // A proxy in between is to pass each event on.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
