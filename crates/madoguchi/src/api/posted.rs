//! A request that changes something: JSON of at most a mebibyte, an idempotency key if there is one, the copy it was
//! made on. Takes nothing apart that it has not checked, and names everything that is wrong at once.

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, StatusCode, header},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use store::idempotency::Key;
use utoipa::PartialSchema;

use super::{
    caller::Caller,
    conditional::On,
    problem::{Problem, What},
    schema,
    wrong::{Why, WrongField},
};
use crate::app::{App, cases::Once};

pub const KEY: &str = "idempotency-key";
/// Longest idempotency key.
const KEY_MAX: usize = 255;

pub struct Posted {
    pub caller: Caller,
    pub on: On,
    pub members: Map<String, Value>,
    key: Option<Key>,
}

impl FromRequest<App> for Posted {
    type Rejection = Problem;

    /// In this order: who, how, how much, which key, what.
    async fn from_request(request: Request<Body>, app: &App) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, app).await?;
        if !is_json(&parts.headers) {
            return Err(What::UnsupportedMediaType.into());
        }
        let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
        let name = key_of(&parts.headers)?;
        let on = On::of(&parts.headers);
        let body = Bytes::from_request(Request::from_parts(parts, body), app)
            .await
            .map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => What::TooLarge,
                _ => What::MalformedJson,
            })?;
        let members = match serde_json::from_slice(&body) {
            Ok(Value::Object(members)) => members,
            Ok(_) => {
                let error = WrongField::at(&[], Why::WrongType { taken: "object" });
                return Err(What::InvalidFields.with(vec![error]));
            }
            Err(_) => return Err(What::MalformedJson.into()),
        };
        let key = name.map(|name| {
            let mut digest = Sha256::new();
            for part in [method.as_str().as_bytes(), path.as_bytes(), &body] {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part);
            }
            Key {
                person: caller.person.id,
                name,
                request: digest.finalize().to_vec(),
            }
        });
        Ok(Self {
            caller,
            on,
            members,
            key,
        })
    }
}

impl Posted {
    /// The body as what this route takes.
    pub fn read<T: DeserializeOwned + PartialSchema>(&self) -> Result<T, Problem> {
        let errors = schema::check::<T>(&self.members);
        if !errors.is_empty() {
            return Err(What::InvalidFields.with(errors));
        }
        // What the schema lets through can be read; a number out of range is the exception.
        serde_json::from_value(Value::Object(self.members.clone()))
            .map_err(|_| What::InvalidFields.with(vec![WrongField::at(&[], Why::Malformed)]))
    }

    /// The key, if the request has one, with the status that its answer will have.
    pub fn once(&self, status: StatusCode) -> Option<Once> {
        self.key.clone().map(|key| Once {
            key,
            status: status.as_u16(),
        })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let essence = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    essence
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .eq_ignore_ascii_case("application/json")
}

fn key_of(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let wrong =
        |why| Err(What::WrongHeaders.with(vec![WrongField::header("Idempotency-Key", why)]));
    let mut all = headers.get_all(KEY).iter();
    match (all.next(), all.next()) {
        (None, _) => Ok(None),
        (Some(_), Some(_)) => wrong(Why::GivenTwice),
        (Some(key), None) => match key.as_bytes() {
            bytes if bytes.is_empty() || !bytes.iter().all(u8::is_ascii_graphic) => {
                wrong(Why::Malformed)
            }
            bytes if bytes.len() > KEY_MAX => wrong(Why::TooLong { max: KEY_MAX }),
            bytes => Ok(Some(String::from_utf8_lossy(bytes).into_owned())),
        },
    }
}
