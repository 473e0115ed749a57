//! What reading and changing a thing of the API have in common, whatever the thing is: the copy that its reader has already, the copy
//! on which alone it may be changed, the request that was carried out before, and the answer with its tag and address.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{
    cases::tagged,
    conditional::{self, On},
    posted::Posted,
    problem::{Problem, What},
};

/// The short answer to who has this very copy.
pub fn unchanged(headers: &HeaderMap, tag: &str) -> Option<Response> {
    conditional::holds(headers, tag).then(|| tagged(StatusCode::NOT_MODIFIED.into_response(), tag))
}

/// The whole of it, with its tag.
pub fn read<T: Serialize>(tag: &str, body: T) -> Response {
    tagged(Json(body).into_response(), tag)
}

/// What a change has led to; what was made says where it lies.
pub fn done<T: Serialize>(status: StatusCode, tag: &str, body: T, location: &str) -> Response {
    let mut response = tagged((status, Json(body)).into_response(), tag);
    if status == StatusCode::CREATED
        && let Ok(location) = HeaderValue::from_str(location)
    {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

impl Posted {
    /// The version on which alone the change may be made, where the request names one; `now` is the one that there is.
    pub fn held(&self, now: i64) -> Result<Option<i64>, Problem> {
        match &self.on {
            On::Any => Ok(None),
            On::These(held) => match held.iter().any(|seen| seen.0 == now) {
                true => Ok(Some(now)),
                false => Err(What::Stale.into()),
            },
        }
    }

    /// What this request led to before, by what was found under its key; another request has to have another key.
    pub fn repeats<T>(&self, found: Option<(T, Vec<u8>)>) -> Result<Option<T>, Problem> {
        let own = self.once(StatusCode::OK).map(|once| once.key.request);
        match found {
            Some((_, request)) if Some(&request) != own.as_ref() => Err(What::KeyReused.into()),
            found => Ok(found.map(|(thing, _)| thing)),
        }
    }
}
