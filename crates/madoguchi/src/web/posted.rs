//! What a form sent. A form of a signed-in reader counts only with the token of that sign-in, or when the browser itself
//! vouches that it was sent from our own page.

use std::collections::BTreeMap;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::header,
};
use domain::case::Command;

use super::{Web, guard, visitor::Visitor};
use crate::app::{Fail, passwords};

/// Name of the field that carries the token.
pub const TOKEN: &str = "_token";

/// Fields of a form; names that come twice keep the first value, empty ones stay.
#[derive(Clone, Debug, Default)]
pub struct Posted(BTreeMap<String, String>);

impl Posted {
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The value, unless it is blank.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|v| v.trim()).filter(|v| !v.is_empty())
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The wish for another severity, as both sides' forms send it (C7).
    pub fn severity(&self) -> Command {
        Command::ChangeSeverity {
            to: self.get("severity").to_owned(),
            reason: self.get("severity-reason").to_owned(),
        }
    }

    /// The answer to such a wish.
    pub fn severity_answer(&self) -> Command {
        Command::AnswerSeverity {
            to: self.given("severity-asked").map(str::to_owned),
            accept: self.get("accept") == "yes",
            reason: self.get("severity-reason").to_owned(),
        }
    }

    /// All fields but those of the page's own machinery.
    pub fn entries(&self) -> BTreeMap<String, String> {
        self.0
            .iter()
            .filter(|(name, _)| !name.starts_with('_'))
            .map(|(n, v)| (n.clone(), v.clone()))
            .collect()
    }
}

impl FromRequest<Web> for Posted {
    type Rejection = Fail;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Fail> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, web).await?;
        let kind = parts
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Fail::Foreign);
        }
        let bytes = Bytes::from_request(Request::from_parts(parts, body), web)
            .await
            .map_err(|_| Fail::broken("the form could not be read"))?;
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(&bytes) {
            fields
                .entry(name.into_owned())
                .or_insert(value.into_owned());
        }
        Self::vouched(fields, &visitor)
    }
}

impl Posted {
    /// The fields, where it is certain that our own page sent them.
    pub(super) fn vouched(
        fields: BTreeMap<String, String>,
        visitor: &Visitor,
    ) -> Result<Self, Fail> {
        match Self::is_vouched(&fields, visitor) {
            true => Ok(Self(fields)),
            false => Err(Fail::Foreign),
        }
    }

    pub(super) fn is_vouched(fields: &BTreeMap<String, String>, visitor: &Visitor) -> bool {
        let token = fields.get(TOKEN).map_or("", String::as_str);
        match &visitor.me {
            Some(me) => passwords::same(token, &me.token) || guard::is_own(visitor.headers()),
            // Nobody's sign-in is at stake; other sites are refused before we come here.
            None => true,
        }
    }
}
