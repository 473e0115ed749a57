//! Recordings of a browser's traffic (HAR) hold the keys to whatever was open in it. What opens doors is masked before such a
//! file is kept.

use serde_json::Value;

/// What stands instead of a secret.
const MASK: &str = "***";

/// Headers that carry secrets.
const HEADERS: [&str; 9] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "x-auth-token",
    "x-csrf-token",
    "x-xsrf-token",
    "x-amz-security-token",
];

/// Parts of the names of parameters and fields whose values are secrets.
const NAMES: [&str; 14] = [
    "password",
    "passwd",
    "pwd",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "session",
    "assertion",
    "samlresponse",
    "credential",
    "signature",
    "authorization",
];

/// The same of addresses and forms, as a whole: short names that elsewhere mean many things.
const PARAMETERS: [&str; 7] = ["sid", "sig", "key", "code", "jwt", "otp", "auth"];

/// The recording without its secrets; nothing where it is none.
pub fn masked(bytes: &[u8]) -> Option<Vec<u8>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut har: Value = serde_json::from_slice(bytes).ok()?;
    let entries = har.get_mut("log")?.get_mut("entries")?.as_array_mut()?;
    for entry in entries {
        for side in ["request", "response"] {
            if let Some(half) = entry.get_mut(side) {
                mask_half(half);
            }
        }
        // Frames of open connections.
        if let Some(frames) = entry
            .get_mut("_webSocketMessages")
            .and_then(Value::as_array_mut)
        {
            for frame in frames {
                hide(frame, "data");
            }
        }
    }
    serde_json::to_vec(&har).ok()
}

fn mask_half(half: &mut Value) {
    if let Some(url) = half.get_mut("url") {
        mask_address(url);
    }
    if let Some(url) = half.get_mut("redirectURL") {
        mask_address(url);
    }
    for list in ["headers", "queryString", "cookies"] {
        let all = half.get_mut(list).and_then(Value::as_array_mut);
        for pair in all.into_iter().flatten() {
            let name = pair
                .get("name")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_lowercase();
            let secret = match list {
                "cookies" => true,
                "headers" => HEADERS.contains(&name.as_str()) || is_secret(&name),
                _ => is_secret_parameter(&name),
            };
            if secret {
                hide(pair, "value");
            } else if list == "headers"
                && ["referer", "location"].contains(&name.as_str())
                && let Some(url) = pair.get_mut("value")
            {
                mask_address(url);
            }
        }
    }
    if let Some(posted) = half.get_mut("postData") {
        let fields = posted.get_mut("params").and_then(Value::as_array_mut);
        for field in fields.into_iter().flatten() {
            if field
                .get("name")
                .and_then(Value::as_str)
                .is_some_and(is_secret_parameter)
            {
                hide(field, "value");
            }
        }
        if let Some(Value::String(text)) = posted.get_mut("text") {
            *text = masked_body(text);
        }
    }
    if let Some(Value::String(text)) = half
        .get_mut("content")
        .and_then(|content| content.get_mut("text"))
    {
        *text = masked_body(text);
    }
}

fn hide(of: &mut Value, field: &str) {
    if let Some(value) = of.get_mut(field) {
        *value = MASK.into();
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    NAMES.iter().any(|part| name.contains(part))
}

fn is_secret_parameter(name: &str) -> bool {
    is_secret(name)
        || PARAMETERS
            .iter()
            .any(|other| name.eq_ignore_ascii_case(other))
}

/// What stands behind the question mark, and behind the hash, where tokens are handed on too.
fn mask_address(url: &mut Value) {
    let Value::String(url) = url else { return };
    let Some(start) = url.find(['?', '#']) else {
        return;
    };
    let (path, rest) = url.split_at(start);
    let mut masked = path.to_owned();
    for part in rest.split_inclusive(['?', '&', '#']) {
        let (pair, end) = match part.chars().next_back() {
            Some(end @ ('?' | '&' | '#')) => (&part[..part.len() - 1], Some(end)),
            _ => (part, None),
        };
        match pair.split_once('=') {
            Some((name, _)) if is_secret_parameter(name) => {
                masked.push_str(name);
                masked.push('=');
                masked.push_str(MASK);
            }
            _ => masked.push_str(pair),
        }
        masked.extend(end);
    }
    *url = masked;
}

/// A body: fields of forms and of JSON by their names. What is neither stays as it is.
fn masked_body(text: &str) -> String {
    if let Ok(mut json) = serde_json::from_str::<Value>(text)
        && (json.is_object() || json.is_array())
    {
        mask_json(&mut json);
        return json.to_string();
    }
    let form = text.contains('=') && !text.contains(['<', '\n', ' ']);
    if !form {
        return text.to_owned();
    }
    let pairs = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_secret_parameter(name) => format!("{name}={MASK}"),
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn mask_json(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                match is_secret(name) && !value.is_object() && !value.is_array() {
                    true => *value = MASK.into(),
                    false => mask_json(value),
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(mask_json),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v37_what_opens_doors_is_masked_and_the_rest_stays() {
        let har = serde_json::json!({"log": {"version": "1.2", "entries": [{
            "request": {
                "method": "POST",
                "url": "https://example.com/a?access_token=CANARY1&page=2#id_token=CANARY2",
                "headers": [
                    {"name": "Authorization", "value": "Bearer CANARY3"},
                    {"name": "cookie", "value": "sid=CANARY4"},
                    {"name": "Accept", "value": "text/html"},
                    {"name": "Referer", "value": "https://example.com/?sig=CANARY5&x=1"},
                ],
                "cookies": [{"name": "a", "value": "CANARY6"}],
                "queryString": [{"name": "access_token", "value": "CANARY7"}, {"name": "page", "value": "2"}],
                "postData": {"mimeType": "x", "text": "user=a&password=CANARY8", "params": [{"name": "password", "value": "CANARY9"}]},
            },
            "response": {
                "status": 200,
                "headers": [{"name": "Set-Cookie", "value": "CANARY10"}],
                "content": {"text": "{\"refreshToken\":\"CANARY11\",\"items\":[{\"apiKey\":\"CANARY12\",\"id\":7}]}"},
            },
            "_webSocketMessages": [{"type": "send", "data": "CANARY13"}],
        }]}});
        let kept = String::from_utf8(masked(har.to_string().as_bytes()).unwrap()).unwrap();
        assert!(!kept.contains("CANARY"), "{kept}");
        for stays in [
            "page=2",
            "text/html",
            "user=a",
            "\\\"id\\\":7",
            "x=1",
            "\"status\":200",
        ] {
            assert!(kept.contains(stays), "{stays}: {kept}");
        }
        assert_eq!(masked(b"{\"log\":1}"), None);
        assert_eq!(masked(b"no json"), None);
    }
}
