//! What people write with marks, as a page shows it (V-13): whatever stands in it, nothing of it acts.

use std::{collections::BTreeSet, path::Path};

use html5ever::tokenizer::{Tag, TagKind};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::Value;
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    hostile::tags,
};

/// All that marks become.
const TAGS: [&str; 24] = [
    "p",
    "br",
    "strong",
    "em",
    "del",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
];

/// What of a text, as HTML, might act.
fn acts(html: &str) -> Vec<String> {
    let ours = |tag: &Tag| {
        let known = TAGS.contains(&&*tag.name) || &*tag.name == "td";
        let attributes = tag.attrs.iter().all(|a| {
            let (name, value) = (&*a.name.local, a.value.trim().to_ascii_lowercase());
            match (&*tag.name, name) {
                ("a", "rel") => value == "noopener noreferrer nofollow",
                ("a", "href") => ["http://", "https://", "mailto:", "tel:"]
                    .iter()
                    .any(|scheme| value.starts_with(scheme)),
                ("ol", "start") => value.parse::<u64>().is_ok(),
                _ => false,
            }
        });
        known && attributes
    };
    let all = tags(html);
    let wrong = all
        .iter()
        .filter(|tag| tag.kind == TagKind::StartTag && !ours(tag));
    wrong
        .map(|tag| {
            let attrs: Vec<String> = tag
                .attrs
                .iter()
                .map(|a| format!("{}={}", &*a.name.local, &*a.value))
                .collect();
            format!("<{} {}>", &*tag.name, attrs.join(" "))
        })
        .collect()
}

async fn shown(house: &House, reader: &Reader, text: &str) -> String {
    let answer = house.post(reader, "/text-preview", &[("text", text)]).await;
    assert!(answer.status.is_success(), "{text:.80}: {}", answer.status);
    answer.text
}

/// Collections of others' making, where they are there.
fn collected() -> Vec<String> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/security-payloads");
    let mut all = Vec::new();
    for name in ["html-sanitiser.jsonl", "xss.jsonl", "naughty-strings.jsonl"] {
        let Ok(text) = std::fs::read_to_string(folder.join(name)) else {
            eprintln!("NOT TESTED: {} is absent", folder.join(name).display());
            continue;
        };
        for line in text.lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            let texts = row.as_object().into_iter().flat_map(|row| row.values());
            all.extend(texts.filter_map(Value::as_str).map(str::to_owned));
        }
    }
    all
}

/// Of what dangerous texts are made: parts that change how the rest is read, marks, and what would run.
fn pieces() -> impl Strategy<Value = String> {
    let one = prop::sample::select(vec![
        "<svg>",
        "</svg>",
        "<math>",
        "<mtext>",
        "<mglyph>",
        "<style>",
        "</style>",
        "<noscript>",
        "</noscript>",
        "<template>",
        "<title>",
        "</title>",
        "<textarea>",
        "<!--",
        "-->",
        "--!>",
        "<![CDATA[",
        "]]>",
        "<?xml ",
        "<p",
        "<a href=",
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "<iframe srcdoc='",
        "<base href=//evil.example>",
        "<form action=javascript:alert(1)>",
        "<animate attributeName=href values=javascript:alert(1)>",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "&#106;avascript:",
        "&lt;img src=x onerror=alert(1)&gt;",
        "&#60;",
        "&amp;lt;",
        "\"",
        "'",
        "`",
        "``",
        "```\n",
        "~~~\n",
        "[x](",
        "![x](",
        "[x]: ",
        ")",
        "](",
        "<http://a.example/\">",
        "https://a.example/\"onmouseover=alert(1)",
        "<javascript:alert(1)>",
        "**",
        "_",
        "~~",
        "> ",
        "- ",
        "1. ",
        "# ",
        "|a|b|\n|-|-|\n|",
        "\n",
        "\n\n",
        "    ",
        "\\",
        "\0",
        "\u{2028}",
        "\u{200b}",
        "\u{feff}",
        "＜script＞",
        "あ",
        " ",
        "/",
        "=",
        "x",
        "onerror=alert(1)",
    ]);
    prop::collection::vec(one, 1..14).prop_map(|all| all.concat())
}

#[tokio::test]
async fn v13_whatever_is_written_with_marks_acts_nowhere() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let mut texts = collected();
    let from_others = texts.len();
    let mut runner = TestRunner::deterministic();
    let strategy = pieces();
    texts.extend((0..3_000).map(|_| strategy.new_tree(&mut runner).unwrap().current()));
    // As links, as titles, in code and in tables as well.
    let placed: Vec<String> = texts
        .iter()
        .take(from_others)
        .flat_map(|text| {
            let line = text.replace('\n', " ");
            [format!("[x](<{line}>)"), format!("|{line}|\n|-|\n|{line}|")]
        })
        .collect();
    texts.extend(placed);
    let (mut wrong, mut met) = (Vec::new(), BTreeSet::new());
    for text in &texts {
        let html = shown(&house, &aoki, text).await;
        wrong.extend(
            acts(&html)
                .into_iter()
                .map(|one| format!("{text:?}: {one}")),
        );
        for tag in tags(&html) {
            met.insert(tag.name.to_string());
        }
    }
    println!(
        "{} texts, {from_others} of them others', with {met:?}",
        texts.len()
    );
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    // What it is made of is met, so that the test sees what it looks at.
    for tag in ["a", "code", "table", "blockquote", "strong"] {
        assert!(met.contains(tag), "{tag} in {met:?}");
    }
    assert!(!acts("<img src=x>").is_empty() && !acts("<a href=\"javascript:x\">").is_empty());
}
