//! Recordings of a browser's traffic (HAR) hold the keys to whatever was open in it. What opens doors is masked before such a
//! file is kept: by the names of headers, cookies, parameters and fields, and in every text of it by what stands around it.

use std::borrow::Cow;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Map, Value};

use super::secrets::{MASK, is_secret, is_secret_parameter, masked_text};

/// Texts within texts are followed so far.
const DEEPEST: usize = 4;

/// Whether this is likely the beginning of a recording, whatever it is called.
pub fn may_be_recording(head: &[u8]) -> bool {
    // Its last sign may be cut off.
    let (text, _) = decoded(head);
    let text = text.trim_start();
    let named = text.split("\"log\"").skip(1).any(|rest| {
        let rest = rest.trim_start().strip_prefix(':');
        rest.is_some_and(|rest| rest.trim_start().starts_with('{'))
    });
    text.starts_with('{')
        && named
        && ["\"entries\"", "\"creator\"", "\"pages\"", "\"version\""]
            .iter()
            .any(|part| text.contains(part))
}

/// The text of a recording by the mark at its beginning, and whether something in it could not be read.
fn decoded(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let (encoding, mark) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    encoding.decode_without_bom_handling(&bytes[mark..])
}

/// The recording without its secrets; nothing where it is none.
pub fn masked(bytes: &[u8]) -> Option<Vec<u8>> {
    let (text, _) = decoded(bytes);
    let mut har: Value = serde_json::from_str(&text).ok()?;
    har.get("log")?.get("entries")?.as_array()?;
    mask(&mut har, "", DEEPEST);
    serde_json::to_vec(&har).ok()
}

/// Masks whatever lies in this value, which is called so where it lies.
fn mask(value: &mut Value, called: &str, deep: usize) {
    match value {
        Value::Object(fields) => mask_object(fields, called, deep),
        Value::Array(all) => all.iter_mut().for_each(|one| mask(one, called, deep)),
        Value::String(text) => *text = mask_string(text, deep),
        _ => {}
    }
}

fn mask_object(fields: &mut Map<String, Value>, called: &str, deep: usize) {
    // A header, cookie or parameter: what it is called says what it holds.
    let name = fields.get("name").and_then(Value::as_str);
    let hidden = match (name, called) {
        (_, "cookies") => true,
        (Some(name), "queryString" | "params") => is_secret_parameter(name),
        (Some(name), _) => is_secret(name),
        (None, _) => false,
    };
    if hidden && let Some(value) = fields.get_mut("value") {
        *value = MASK.into();
    }
    // Frames of open connections hold whatever their pages speak of.
    if called == "_webSocketMessages"
        && let Some(data) = fields.get_mut("data")
    {
        *data = MASK.into();
    }
    if fields.get("encoding").and_then(Value::as_str) == Some("base64")
        && let Some(Value::String(text)) = fields.get_mut("text")
        && let Ok(bytes) = BASE64_STANDARD.decode(text.trim())
        && let Ok(plain) = String::from_utf8(bytes)
    {
        *text = BASE64_STANDARD.encode(mask_string(&plain, deep));
        return mask_others(fields, deep);
    }
    for (name, value) in fields.iter_mut() {
        mask_field(name, value, deep);
    }
}

/// All but the text of a body, which was masked already.
fn mask_others(fields: &mut Map<String, Value>, deep: usize) {
    let others = fields.iter_mut().filter(|(name, _)| *name != "text");
    others.for_each(|(name, value)| mask_field(name, value, deep));
}

fn mask_field(name: &str, value: &mut Value, deep: usize) {
    let is_plain = !value.is_object() && !value.is_array();
    match is_plain && !value.is_null() && !value.is_boolean() && is_secret(name) {
        true => *value = MASK.into(),
        false => mask(value, name, deep),
    }
}

/// A text: JSON and forms by the names in them, anything else by what it looks like.
fn mask_string(text: &str, deep: usize) -> String {
    let begins = text.trim_start().chars().next();
    if deep > 0
        && matches!(begins, Some('{' | '['))
        && let Ok(mut json) = serde_json::from_str::<Value>(text)
    {
        mask(&mut json, "", deep - 1);
        return json.to_string();
    }
    let is_form = text.contains('=') && !text.contains(['<', '\n', ' ', '?', ':']);
    if !is_form {
        return masked_text(text).0;
    }
    let pairs = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_secret_parameter(name) => format!("{name}={MASK}"),
        _ => masked_text(pair).0,
    });
    pairs.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v37_what_opens_doors_is_masked_and_the_rest_stays() {
        let saml = "<form><input type=\"hidden\" name=\"SAMLResponse\" value=\"CANARY14\"/></form>";
        let form = "--b\r\nContent-Disposition: form-data; name=\"api_token\"\r\n\r\nCANARY15\r\n--b--\r\n";
        let har = serde_json::json!({"log": {"version": "1.2",
            "pages": [{"id": "page_1", "title": "https://example.com/cb?code=CANARY16&page=2"}],
            "entries": [{
            "_initiator": {"type": "script", "stack": {"callFrames": [{"url": "https://example.com/a.js?token=CANARY17"}]}},
            "request": {
                "method": "POST",
                "url": "https://example.com/a?access_token=CANARY1&page=2#id_token=CANARY2",
                "headers": [
                    {"name": "Authorization", "value": "Bearer CANARY3"},
                    {"name": "cookie", "value": "sid=CANARY4"},
                    {"name": "Accept", "value": "text/html"},
                    {"name": "Referer", "value": "https://example.com/?sig=CANARY5&x=1"},
                    {"name": "X-Forwarded-Uri", "value": "/cb?code=CANARY18"},
                ],
                "cookies": [{"name": "a", "value": "CANARY6"}],
                "queryString": [{"name": "access_token", "value": "CANARY7"}, {"name": "page", "value": "2"}],
                "postData": {"mimeType": "x", "text": "user=a&password=CANARY8", "params": [{"name": "password", "value": "CANARY9"}]},
            },
            "response": {
                "status": 200,
                "headers": [{"name": "Set-Cookie", "value": "CANARY10"}],
                "content": {"text": "{\"refreshToken\":\"CANARY11\",\"items\":[{\"apiKey\":\"CANARY12\",\"id\":7}],\"next\":\"https://x.example/?sid=CANARY19\"}"},
            },
            "_webSocketMessages": [{"type": "send", "data": "CANARY13"}],
        }, {
            "request": {"url": "https://user:CANARY20@example.com/", "postData": {"mimeType": "multipart/form-data; boundary=b", "text": form}},
            "response": {"content": {"mimeType": "text/html", "text": saml}},
        }, {
            "request": {"url": "https://example.com/", "postData": {"text": "SAMLResponse=CANARY21&RelayState=x"}},
            "response": {"content": {"encoding": "base64", "text": BASE64_STANDARD.encode("{\"token\":\"CANARY22\",\"kept\":1}")}},
        }]}});
        let masked_bytes = masked(har.to_string().as_bytes()).unwrap();
        let kept = String::from_utf8(masked_bytes.clone()).unwrap();
        assert!(!kept.contains("CANARY"), "{kept}");
        for stays in [
            "page=2",
            "text/html",
            "user=a",
            "\\\"id\\\":7",
            "x=1",
            "\"status\":200",
            "RelayState=x",
            "page_1",
        ] {
            assert!(kept.contains(stays), "{stays}: {kept}");
        }
        let again: Value = serde_json::from_slice(&masked_bytes).unwrap();
        let body = &again["log"]["entries"][2]["response"]["content"]["text"];
        let body = BASE64_STANDARD.decode(body.as_str().unwrap()).unwrap();
        let body = String::from_utf8(body).unwrap();
        assert!(
            body.contains("\"kept\":1") && !body.contains("CANARY"),
            "{body}"
        );
        assert_eq!(masked(b"{\"log\":1}"), None);
        assert_eq!(masked(b"no json"), None);
    }

    #[test]
    fn v37_a_recording_is_one_by_what_it_holds() {
        let har = "{\n \"log\" : {\"version\": \"1.2\", \"entries\": [{\"request\": {\"url\": \"/?token=CANARY\"}}]}}";
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(har.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let marked = format!("\u{feff}{har}");
        for bytes in [har.as_bytes(), marked.as_bytes(), &wide] {
            assert!(may_be_recording(bytes));
            let kept = String::from_utf8(masked(bytes).unwrap()).unwrap();
            assert!(!kept.contains("CANARY"), "{kept}");
        }
        for other in ["{\"log\": \"x\"}", "log: {}", "[{\"log\": {}}]", ""] {
            assert!(!may_be_recording(other.as_bytes()), "{other}");
        }
    }
}
