//! What opens doors, found in plain text by what stands around it: headers, fields and parameters by their names, tokens by their
//! form. Masks rather too much than too little; knows nothing of who reads.

mod columns;
mod named;

use std::ops::Range;

pub use columns::{masked_columns, masked_sheets};
pub use named::masked_cells;

/// What stands instead of a secret.
pub const MASK: &str = "***";

/// Headers that carry nothing but secrets: all of their line goes.
const WHOLE_LINES: [&str; 4] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
];

/// Parts of the names of headers, parameters and fields whose values are secrets.
const NAMES: [&str; 19] = [
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "session",
    "assertion",
    "saml",
    "csrf",
    "xsrf",
    "credential",
    "signature",
    "authorization",
    "private_key",
    "cookie",
];

/// The same of addresses and forms, as a whole: short names that elsewhere mean many things.
const PARAMETERS: [&str; 8] = ["sid", "sig", "key", "code", "jwt", "otp", "auth", "pass"];

/// Whether what is called so is a secret.
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    NAMES.iter().any(|part| name.contains(part))
}

/// The same of an address or a form.
pub fn is_secret_parameter(name: &str) -> bool {
    is_secret(name)
        || PARAMETERS
            .iter()
            .any(|other| name.eq_ignore_ascii_case(other))
}

/// The text with what opens doors masked, and in how many places it was.
pub fn masked_text(text: &str) -> (String, usize) {
    let looked = Looked {
        text,
        lower: text.to_ascii_lowercase(),
    };
    let mut found = looked.words();
    found.extend(looked.keys());
    found.extend(looked.fields_of_pages());
    found.extend(looked.parts_of_forms());
    found.extend(named::named(text));
    found.retain(|range| !range.is_empty() && &text[range.clone()] != MASK);
    found.sort_by_key(|range| (range.start, range.end));
    let (mut masked, mut upto, mut count) = (String::with_capacity(text.len()), 0, 0);
    for range in found {
        if range.start >= upto {
            masked.push_str(&text[upto..range.start]);
            masked.push_str(MASK);
            count += 1;
        }
        upto = upto.max(range.end);
    }
    masked.push_str(&text[upto..]);
    (masked, count)
}

struct Looked<'a> {
    text: &'a str,
    /// The same with small letters, byte for byte.
    lower: String,
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// Where a value without quotes ends.
fn ends(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(
            byte,
            b'&' | b';' | b',' | b'"' | b'\'' | b'<' | b'>' | b')' | b']' | b'}' | b'#'
        )
}

impl Looked<'_> {
    fn bytes(&self) -> &[u8] {
        self.lower.as_bytes()
    }

    /// The first place from here on where this holds, or the end.
    fn until(&self, from: usize, holds: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes().get(from..).unwrap_or_default();
        let found = rest.iter().position(|byte| holds(*byte));
        from + found.unwrap_or(rest.len())
    }

    fn line_end(&self, from: usize) -> usize {
        self.until(from, |byte| matches!(byte, b'\n' | b'\r'))
    }

    /// Behind the blanks that stand here.
    fn behind_blanks(&self, from: usize) -> usize {
        self.until(from, |byte| !matches!(byte, b' ' | b'\t'))
    }

    /// Values by the words before them.
    fn words(&self) -> Vec<Range<usize>> {
        let (bytes, mut found, mut at) = (self.bytes(), Vec::new(), 0);
        while at < bytes.len() {
            let start = self.until(at, is_word);
            let end = self.until(start, |byte| !is_word(byte));
            if start == end {
                break;
            }
            at = end;
            found.extend(self.value(start, end));
        }
        found
    }

    /// What is secret about the word that stands here: itself, or what it names.
    fn value(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let (bytes, word) = (self.bytes(), &self.lower[start..end]);
        if word.starts_with("eyj") && end - start >= 20 && word.matches('.').count() >= 2 {
            return Some(start..end);
        }
        if matches!(word, "bearer" | "basic") {
            let from = self.behind_blanks(end);
            let to = self.until(from, ends);
            let token = &self.text[from..to];
            let is_coded =
                token.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '=');
            let is_token = from > end && to - from >= 6 && (word == "bearer" || is_coded);
            return is_token.then_some(from..to);
        }
        // Somebody's password in an address: `//name:password@host`.
        if start >= 2 && &bytes[start - 2..start] == b"//" && bytes.get(end) == Some(&b':') {
            let to = self.until(end + 1, |byte| byte == b'@' || byte == b'/' || ends(byte));
            if bytes.get(to) == Some(&b'@') {
                return Some(end + 1..to);
            }
        }
        let before = start.checked_sub(1).map_or(0, |at| bytes[at]);
        let from = self.separated(end)?;
        let named = word.trim_matches(['.', '-']);
        let in_address = matches!(before, b'?' | b'&' | b'#');
        match NAMES.iter().any(|part| named.contains(part)) {
            true => {}
            false if in_address && PARAMETERS.contains(&named) => {}
            false => return None,
        }
        self.ending(named, before, from)
    }

    /// Where the value begins, if a sign for “is” stands behind a name that ends here.
    fn separated(&self, end: usize) -> Option<usize> {
        let bytes = self.bytes();
        let mut at = end;
        for closing in ["%5d", "]"] {
            if self.lower[at..].starts_with(closing) {
                at += closing.len();
            }
        }
        // The quote of the name, and in a text within a text what guards it.
        at = self.until(at, |byte| byte != b'\\');
        if matches!(bytes.get(at), Some(b'"' | b'\'')) {
            at += 1;
        }
        at = self.behind_blanks(at);
        if self.lower[at..].starts_with("%3d") {
            return Some(at + 3);
        }
        let is = bytes.get(at)?;
        if !matches!(is, b':' | b'=') || self.lower[at..].starts_with("://") {
            return None;
        }
        at = self.until(at, |byte| !matches!(byte, b':' | b'=' | b'>'));
        Some(self.behind_blanks(at))
    }

    /// The value that begins here.
    fn ending(&self, named: &str, before: u8, from: usize) -> Option<Range<usize>> {
        let bytes = self.bytes();
        let open = self.until(from, |byte| byte != b'\\');
        if let Some(quote @ (b'"' | b'\'')) = bytes.get(open).copied() {
            let mut to = self.until(open + 1, |byte| byte == quote);
            // A quote that is guarded better than this one is not the end of it.
            let guards = open - from;
            while to < bytes.len() && self.guards(open + 1, to) > guards {
                to = self.until(to + 1, |byte| byte == quote);
            }
            return Some(open + 1..to - self.guards(open + 1, to).min(guards));
        }
        if matches!(bytes.get(from), None | Some(b'{' | b'[' | b'\n' | b'\r')) {
            return None;
        }
        let line = self.line_end(from);
        let to = match WHOLE_LINES.contains(&named) {
            true if matches!(before, b'"' | b'\'') => {
                self.until(from, |byte| byte == before).min(line)
            }
            true => line,
            false => {
                let to = self.until(from, ends).min(line);
                let coded = self.lower[from..to].find("%26");
                coded.map_or(to, |at| from + at)
            }
        };
        let said = &self.lower[from..to];
        (!matches!(said, "null" | "true" | "false")).then_some(from..to)
    }

    /// How many signs guard what stands here.
    fn guards(&self, from: usize, at: usize) -> usize {
        let before = self.bytes()[from..at].iter().rev();
        before.take_while(|byte| **byte == b'\\').count()
    }

    /// Private keys, between the lines that say so.
    fn keys(&self) -> Vec<Range<usize>> {
        const END: &str = "private key-----";
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(begun) = self.lower[at..].find("-----begin ") {
            let begun = at + begun;
            at = begun + 5;
            let line = self.line_end(begun);
            let Some(head) = self.lower[begun..line].find(END) else {
                continue;
            };
            let from = begun + head + END.len();
            let to = self.lower[from..]
                .find("-----end ")
                .map_or(self.lower.len(), |end| from + end);
            found.push(from..to);
            at = to;
        }
        found
    }

    /// Fields of pages that carry a secret: `<input name="SAMLResponse" value="…">`, `<meta name="csrf-token" content="…">`.
    fn fields_of_pages(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (tag, holds) in [
            ("<input", "value"),
            ("<meta", "content"),
            ("<param", "value"),
        ] {
            let mut at = 0;
            while let Some(begun) = self.lower[at..].find(tag) {
                let begun = at + begun + tag.len();
                let end = self.until(begun, |byte| byte == b'>');
                at = end;
                let name = self
                    .attribute(begun, end, "name")
                    .or_else(|| self.attribute(begun, end, "id"));
                let kind = self.attribute(begun, end, "type");
                let is_password = kind.is_some_and(|kind| &self.lower[kind] == "password");
                let is_named = name.is_some_and(|name| is_secret_parameter(&self.lower[name]));
                if is_password || is_named {
                    found.extend(self.attribute(begun, end, holds));
                }
            }
        }
        found
    }

    /// Where the value of an attribute lies within a tag.
    fn attribute(&self, from: usize, to: usize, name: &str) -> Option<Range<usize>> {
        let (tag, mut at) = (&self.lower[from..to], 0);
        while let Some(found) = tag[at..].find(name) {
            let begun = at + found;
            at = begun + name.len();
            let alone = begun == 0 || tag.as_bytes()[begun - 1].is_ascii_whitespace();
            let Some(rest) = tag[at..].trim_start().strip_prefix('=').filter(|_| alone) else {
                continue;
            };
            let rest = rest.trim_start();
            // In a text within a text a quote has its guard.
            let start = to - rest.len();
            let open = self.until(start, |byte| byte != b'\\');
            return Some(match self.bytes().get(open).copied() {
                Some(quote @ (b'"' | b'\'')) => {
                    open + 1
                        ..self
                            .until(open + 1, |byte| byte == quote || byte == b'\\')
                            .min(to)
                }
                _ => start..self.until(start, |byte| byte.is_ascii_whitespace()).min(to),
            });
        }
        None
    }

    /// Parts of a posted form: the value stands behind an empty line, up to the next part.
    fn parts_of_forms(&self) -> Vec<Range<usize>> {
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(begun) = self.lower[at..].find("form-data;") {
            let begun = at + begun;
            at = begun + 10;
            let line = self.line_end(begun);
            let Some(name) = self.attribute(begun, line, "name") else {
                continue;
            };
            if !is_secret_parameter(&self.lower[name]) {
                continue;
            }
            let head = ["\r\n\r\n", "\n\n"]
                .into_iter()
                .filter_map(|gap| Some(self.lower[line..].find(gap)? + line + gap.len()))
                .min();
            let Some(from) = head else { continue };
            let to = self.lower[from..]
                .find("\n--")
                .map_or(self.lower.len(), |end| from + end);
            found.push(from..from + self.text[from..to].trim_end().len());
            at = to;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v37_secrets_are_found_in_lines_of_any_form() {
        for (text, stays) in [
            (
                "10:00 GET /a Authorization: Basic CANARY== more CANARY",
                "10:00 GET /a Authorization: ",
            ),
            (
                "curl -H 'Authorization: Bearer CANARY' https://x.example/a",
                "https://x.example/a",
            ),
            ("Cookie: sid=CANARY; theme=CANARY\nnext: 1", "next: 1"),
            (
                "{\"password\": \"CANARY\\\"CANARY\", \"id\": 7}",
                "\"id\": 7",
            ),
            (
                r#"{"body":"{\"accessToken\":\"CANARY\",\"n\":1}"}"#,
                r#"\"n\":1"#,
            ),
            ("user=a&password=CANARY&page=2", "&page=2"),
            (
                "https://x.example/cb?code=CANARY&state=1#id_token=CANARY",
                "&state=1",
            ),
            ("next=%2Fcb%3Ftoken%3DCANARY%26page%3D2", "%26page%3D2"),
            ("user%5Bpassword%5D=CANARY&x=1", "&x=1"),
            ("sent with bearer CANARY-abc, ok", ", ok"),
            ("jwt eyJhbGciOiJI.eyJzdWIiOiJDQU5BUlk.CANARY ok", " ok"),
            ("postgres://app:CANARY@db:5432/app", "@db:5432/app"),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nCANARY\nCANARY\n-----END RSA PRIVATE KEY-----\nok",
                "-----END",
            ),
            (
                "<input type=\"hidden\" name=\"SAMLResponse\" value=\"CANARY\"/> ok",
                " ok",
            ),
            ("<input value='CANARY' name='_csrf'>", "_csrf"),
            (
                "<meta name=\"csrf-token\" content=\"CANARY\">",
                "csrf-token",
            ),
            (
                "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nCANARY\r\n--b\r\nContent-Disposition: form-data; name=\"page\"\r\n\r\n2\r\n--b--",
                "\r\n\r\n2\r\n",
            ),
            ("api_key: CANARY\nlevel: info", "level: info"),
            ("X-Auth-Token: CANARY", "X-Auth-Token: "),
        ] {
            let (masked, count) = masked_text(text);
            assert!(!masked.contains("CANARY"), "{masked}");
            assert!(masked.contains(stays), "{masked}");
            assert!(count > 0 && masked.contains(MASK), "{masked}");
            assert_eq!(masked_text(&masked), (masked.clone(), 0), "once is enough");
        }
    }

    #[test]
    fn v37_words_that_only_look_like_it_stay() {
        for text in [
            "10:00 error code=500 key=17",
            "The password was changed. Basic information follows.",
            "https://x.example/a?page=2#top",
            "\"tokens\": {\"a\": 1}, \"token\": null",
            "パスワードを入力してください。エラー: 接続できません",
            "",
        ] {
            assert_eq!(masked_text(text), (text.to_owned(), 0));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_masked_without_a_fault(text in "(\\PC|[\"'\\\\=:&?#<>%\\n-]|password|Bearer |<input name=|form-data; ){0,60}") {
            let (masked, _) = masked_text(&text);
            proptest::prop_assert!(masked.len() <= text.len() * 4 + 3);
        }
    }
}
