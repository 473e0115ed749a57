//! Entity tags: which copy of a case somebody holds. A tag names the version as the reader may know it and the language
//! it is told in; only the version matters when something is to be changed.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use store::cases::StoredCase;

use super::caller::Caller;
use crate::app::{
    App, Fail,
    cases::{Seen, seen},
};

/// The tag of a case as this caller reads it.
pub fn tag(caller: &Caller, case: &StoredCase) -> String {
    format!(
        "\"{}-{}\"",
        seen(&caller.actor, case).0,
        caller.language.as_str()
    )
}

pub fn header_value(tag: &str) -> HeaderValue {
    HeaderValue::from_str(tag).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// Whether the reader's copy is this very one (`If-None-Match`, compared weakly as the standard wants).
pub fn holds(headers: &HeaderMap, tag: &str) -> bool {
    listed(headers, header::IF_NONE_MATCH)
        .iter()
        .any(|held| held == "*" || held.strip_prefix("W/").unwrap_or(held) == tag)
}

/// On which copies a change may be made (`If-Match`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum On {
    /// Whatever it is now.
    Any,
    /// These alone; a tag that cannot be read or is a weak one names no copy.
    These(Vec<Seen>),
}

/// No case has this version.
const NEVER: Seen = Seen(-1);

impl On {
    pub fn of(headers: &HeaderMap) -> Self {
        if !headers.contains_key(header::IF_MATCH) {
            return On::Any;
        }
        let tags = listed(headers, header::IF_MATCH);
        if tags.iter().any(|tag| tag == "*") {
            return On::Any;
        }
        On::These(tags.iter().filter_map(|tag| version(tag)).collect())
    }

    /// The one copy that counts: of several, the one that is the newest now.
    pub async fn seen(
        &self,
        app: &App,
        caller: &Caller,
        number: i64,
    ) -> Result<Option<Seen>, Fail> {
        match self {
            On::Any => Ok(None),
            On::These(held) => match held.as_slice() {
                [] => Ok(Some(NEVER)),
                [only] => Ok(Some(*only)),
                several => {
                    let now = seen(&caller.actor, &app.case(&caller.actor, number).await?);
                    Ok(Some(
                        several
                            .iter()
                            .find(|held| **held == now)
                            .copied()
                            .unwrap_or(NEVER),
                    ))
                }
            },
        }
    }
}

fn version(tag: &str) -> Option<Seen> {
    let inside = tag.strip_prefix('"')?.strip_suffix('"')?;
    inside.split('-').next()?.parse().ok().map(Seen)
}

/// The members of a header that holds a list of tags. Ours have no comma inside.
fn listed(headers: &HeaderMap, name: HeaderName) -> Vec<String> {
    let values = headers.get_all(name);
    let texts = values.iter().filter_map(|value| value.to_str().ok());
    texts
        .flat_map(|all| all.split(','))
        .map(|tag| tag.trim().to_owned())
        .filter(|tag| !tag.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_strong_tags_of_ours_name_a_copy() {
        let on = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, text.parse().unwrap());
            On::of(&headers)
        };
        assert_eq!(on("\"7-ja\""), On::These(vec![Seen(7)]));
        assert_eq!(on("\"7-ja\", \"8-en\""), On::These(vec![Seen(7), Seen(8)]));
        assert_eq!(on("W/\"7-ja\""), On::These(vec![]));
        assert_eq!(on("7"), On::These(vec![]));
        assert_eq!(on("*"), On::Any);
        assert_eq!(On::of(&HeaderMap::new()), On::Any);
    }
}
