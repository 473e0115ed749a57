//! Taking texts out of an event's body before it is stored, and putting them back. In the body stands a salted digest;
//! the text and its salt lie in a row of their own, so that erasing them leaves the chain whole.

use serde_json::{Value as Json, json};

use crate::{chain, random};

/// A text as it lies beside the log.
pub struct Kept {
    pub ordinal: i64,
    pub salt: [u8; 16],
    pub text: String,
}

/// Stands in every body that has a text beside it.
pub const MARK: &str = "\"digest\"";

/// Replaces each `{"prose": text}` by `{"digest": hex}`; the texts come back in the order of the body.
pub fn take_out(body: &mut Json) -> Vec<Kept> {
    let mut kept = Vec::new();
    visit(body, &mut |object| {
        let text = object.get("prose")?.as_str()?.to_owned();
        let salt = random::<16>();
        let digest = chain::hex(&chain::text_digest(&salt, &text));
        kept.push(Kept {
            ordinal: kept.len() as i64,
            salt,
            text,
        });
        Some(json!({ "digest": digest }))
    });
    kept
}

/// Stands in the place of the text that [`place`] looks for: no text of people's own is like this one.
pub const PLACE: &str = "\u{0}";

/// The place of the marked text among all of its body, those that were erased too, in the order in which they are taken out.
pub fn place(body: &mut Json) -> Option<i64> {
    let (mut ordinal, mut found) = (0, None);
    visit(body, &mut |object| {
        let text = object.get("prose")?;
        if text.as_str() == Some(PLACE) {
            found = Some(ordinal);
        }
        ordinal += 1;
        Some(Json::Null)
    });
    found
}

/// The reverse; `texts` are (ordinal, salt, text). A text that is gone comes back as erased, one that does not fit its
/// digest is an error.
pub fn put_back(body: &mut Json, texts: &[(i64, Vec<u8>, Option<String>)]) -> Result<(), Altered> {
    let mut ordinal = 0;
    let mut altered = None;
    visit(body, &mut |object| {
        let digest = object.get("digest")?.as_str()?;
        let found = texts.iter().find(|(o, ..)| *o == ordinal);
        let text = found.and_then(|(_, salt, text)| {
            let text = text.as_ref()?;
            if chain::hex(&chain::text_digest(salt, text)) != digest {
                altered = Some(Altered { ordinal });
            }
            Some(text)
        });
        ordinal += 1;
        Some(json!({ "prose": text }))
    });
    altered.map_or(Ok(()), Err)
}

/// A text beside the log is not the one that was written.
#[derive(Debug, PartialEq, Eq)]
pub struct Altered {
    pub ordinal: i64,
}

/// Visits objects in a fixed order (maps are sorted by name) and replaces those for which `change` gives something.
fn visit(json: &mut Json, change: &mut impl FnMut(&serde_json::Map<String, Json>) -> Option<Json>) {
    if let Json::Object(object) = json
        && object.len() == 1
        && let Some(changed) = change(object)
    {
        *json = changed;
        return;
    }
    match json {
        Json::Object(object) => object.values_mut().for_each(|value| visit(value, change)),
        Json::Array(items) => items.iter_mut().for_each(|item| visit(item, change)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_go_out_and_come_back() {
        let whole = json!({"a": {"prose": "件名"}, "b": [{"prose": "x"}, 3, {"prose": null}]});
        let mut body = whole.clone();
        let kept = take_out(&mut body);
        assert_eq!(
            kept.iter().map(|k| k.text.as_str()).collect::<Vec<_>>(),
            ["件名", "x"]
        );
        assert!(!body.to_string().contains("件名"));
        let rows: Vec<_> = kept
            .into_iter()
            .map(|k| (k.ordinal, k.salt.to_vec(), Some(k.text)))
            .collect();
        put_back(&mut body, &rows).unwrap();
        assert_eq!(body, whole);
    }

    #[test]
    fn a_marked_text_is_found_among_others_and_those_that_are_gone() {
        let body = |m: &str, z: Json| json!({"body": {"a": [{"prose": "x"}, {"prose": null}], "m": {"prose": m}, "z": z}});
        let other = json!({"prose": "x"});
        assert_eq!(place(&mut body(PLACE, other.clone())), Some(2));
        assert_eq!(place(&mut body("x", json!({"prose": PLACE}))), Some(3));
        assert_eq!(place(&mut body("x", other)), None);
    }

    #[test]
    fn an_erased_text_comes_back_as_nothing_and_an_altered_one_is_told() {
        let mut body = json!({"text": {"prose": "secret"}});
        let kept = take_out(&mut body);
        let salt = kept[0].salt.to_vec();
        let mut erased = body.clone();
        put_back(&mut erased, &[(0, salt.clone(), None)]).unwrap();
        assert_eq!(erased, json!({"text": {"prose": null}}));
        assert_eq!(
            put_back(&mut body, &[(0, salt, Some("other".into()))]),
            Err(Altered { ordinal: 0 })
        );
    }
}
