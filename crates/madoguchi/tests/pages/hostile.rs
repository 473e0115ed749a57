//! Markup that acts wherever it is not escaped, and a reader of pages who finds what would act (V-14).

use std::cell::RefCell;

use html5ever::{
    tendril::StrTendril,
    tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer},
};
use testkit::cast::DESK;

use crate::browser::Answer;

/// Leaves an attribute, a text area and a title, and would run in three ways.
pub const MARKUP: &str =
    "\"'></textarea></title><img src=x onerror=alert(1)><svg onload=alert(2)><hostile-tag>";

/// A text inside such markup.
pub fn around(text: &str) -> String {
    format!("{MARKUP}{text}")
}

/// The desk of the tests, whose every text is such markup, and whose centres take guests.
pub fn desk() -> String {
    let quoted = MARKUP.replace('"', "\\\"");
    let text = DESK.replace("[[centre]]\n", "[[centre]]\nguests = true\n");
    text.replace(" ja = \"", &format!(" ja = \"{quoted}"))
        .replace(" en = \"", &format!(" en = \"{quoted}"))
}

/// The tags of a page, in order.
#[derive(Default)]
struct Tags(RefCell<Vec<Tag>>);

impl TokenSink for Tags {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token {
            self.0.borrow_mut().push(tag);
        }
        TokenSinkResult::Continue
    }
}

/// The tags of a page as a browser reads them. No text is taken as raw, so that what closes its place is seen too.
pub fn tags(page: &str) -> Vec<Tag> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(page));
    let tokenizer = Tokenizer::new(Tags::default(), Default::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// The value of an attribute.
pub fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let found = tag.attrs.iter().find(|a| &*a.name.local == name);
    found.map(|a| a.value.to_string())
}

/// What of an answer would act, or leaves its place.
pub fn found(answer: &Answer) -> Vec<String> {
    let mut all = Vec::new();
    for (name, value) in &answer.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        if ["<", "onerror=", "hostile-tag"]
            .iter()
            .any(|part| value.contains(part) && name != "link")
        {
            all.push(format!("the header {name}: {value}"));
        }
    }
    match answer
        .header("content-type")
        .split(';')
        .next()
        .unwrap_or_default()
    {
        "text/html" => all.extend(acts(&answer.text)),
        _ if answer.text.is_empty() => {}
        "application/json" | "application/problem+json" | "text/csv" => {}
        // A file that is taken along; its cells are texts by their type.
        kind if kind.ends_with(".sheet")
            && answer
                .header("content-disposition")
                .starts_with("attachment")
            && answer.header("x-content-type-options") == "nosniff" => {}
        // Plain lines that a calendar takes along.
        "text/calendar"
            if answer
                .header("content-disposition")
                .starts_with("attachment")
                && answer.header("x-content-type-options") == "nosniff" => {}
        // A file as its sender handed it in: taken along, and shut in should a browser show it.
        "application/octet-stream"
            if answer
                .header("content-disposition")
                .starts_with("attachment")
                && answer.header("content-security-policy") == "default-src 'none'; sandbox"
                && answer.header("x-content-type-options") == "nosniff" => {}
        // Anything else a browser might take for a page.
        kind if answer.text.contains('<') => all.push(format!("a body of {kind:?}")),
        _ => {}
    }
    all
}

/// How the HTML of letters is set.
const LETTER: &str = "max-width:600px;font:16px/1.6 sans-serif";

/// What of a page would act.
fn acts(page: &str) -> Vec<String> {
    let is_ours = |name: &str| {
        let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-:".contains(c);
        name.chars().all(|c| sign(c) || c.is_ascii_uppercase())
    };
    let mut all = Vec::new();
    for tag in tags(page)
        .iter()
        .filter(|tag| tag.kind == TagKind::StartTag)
    {
        let mut wrong = match &*tag.name {
            "script" => !attribute(tag, "src").is_some_and(|src| src.starts_with("/assets/")),
            "img" => attribute(tag, "src").as_deref() == Some("x"),
            "hostile-tag" | "style" | "iframe" | "object" | "embed" | "base" => true,
            _ => false,
        };
        for a in &tag.attrs {
            let (name, value) = (&*a.name.local, a.value.trim_start().to_ascii_lowercase());
            // Our own of a letter, whose page lets no other act.
            if name == "style" && value == LETTER {
                continue;
            }
            wrong |= name.starts_with("on") || name == "style" || !is_ours(name);
            wrong |= ["javascript:", "data:", "vbscript:"]
                .iter()
                .any(|s| value.starts_with(s));
        }
        if wrong {
            let attrs: Vec<String> = tag
                .attrs
                .iter()
                .map(|a| format!("{}={}", &*a.name.local, &*a.value))
                .collect();
            all.push(format!("<{} {}>", &*tag.name, attrs.join(" ")));
        }
    }
    all
}

/// The reader finds what it is there to find, in each place where a text may stand.
#[test]
fn v14_what_would_act_is_found_in_every_place() {
    let escaped = MARKUP
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&#34;")
        .replace('\'', "&#39;");
    for place in [
        "<p>TEXT</p>",
        "<input value=\"TEXT\">",
        "<input value='TEXT'>",
        "<textarea>TEXT</textarea>",
        "<title>TEXT</title>",
        "<option value=\"x\">TEXT</option>",
    ] {
        assert!(!acts(&place.replace("TEXT", MARKUP)).is_empty(), "{place}");
        assert_eq!(acts(&place.replace("TEXT", &escaped)), [""; 0], "{place}");
    }
    for page in [
        "<a href=\" JavaScript:alert(1)\">x</a>",
        "<script>alert(1)</script>",
        "<script src=\"https://evil.example/x.js\"></script>",
        "<p style=\"x\">",
        "<input value=\"\" autofocus onfocus=alert(1)>",
        "<input value=a\"b c\"=d>",
        "<base href=\"/\">",
    ] {
        assert!(!acts(page).is_empty(), "{page}");
    }
}
