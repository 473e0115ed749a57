//! Whatever somebody hands in, put into a page in every way that a browser knows: nothing of it runs in our origin (V-11).

use std::{collections::BTreeSet, fs, io::Read, path::Path};

use base64::{Engine, prelude::BASE64_STANDARD};
use e2e::{Done, Page, Server};
use serde_json::{Value, json};

use crate::cast::{OYAMADA, SATO, sign_in, with_script};

/// What a sample would leave behind if it ran under our name.
const MARK: &str = "try{top.ran=1}catch{} try{localStorage.ran=1}catch{} try{document.cookie='ran=1;path=/'}catch{}";
/// Whether something of it ran.
const RAN: &str = "[String(window.ran), String(localStorage.ran), String(document.cookie.includes('ran='))].join()";
const NOTHING_RAN: &str = "undefined,undefined,false";
/// Files of one message.
const OF_ONE: usize = 10;

type Sample = (String, Vec<u8>);

fn own() -> Vec<Sample> {
    let texts = [
        (
            "own.html",
            format!("<html><script>{MARK}</script><img src=x onerror=\"{MARK}\">"),
        ),
        (
            "own.svg",
            format!(
                "<svg xmlns='http://www.w3.org/2000/svg' onload=\"{MARK}\"><script>{MARK}</script></svg>"
            ),
        ),
        (
            "own.xml",
            format!("<x:script xmlns:x='http://www.w3.org/1999/xhtml'>{MARK}</x:script>"),
        ),
        ("own.js", MARK.to_owned()),
        ("own.txt", format!("<script>{MARK}</script>")),
        ("own.json", format!("{{\"a\":\"<script>{MARK}</script>\"}}")),
        (
            "own.md",
            format!("<script>{MARK}</script>[x](javascript:{MARK})"),
        ),
        (
            "own.pdf",
            format!(
                "%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS({MARK})>>>>endobj\n%%EOF"
            ),
        ),
    ];
    let texts = texts.into_iter();
    let mut all: Vec<Sample> = texts
        .map(|(name, text)| (name.to_owned(), text.into_bytes()))
        .collect();
    // A picture that is a page as well.
    let gif = format!("GIF89a/*<svg/onload=\"{MARK}\">*/=1;{MARK}");
    all.push(("own.gif".to_owned(), gif.into_bytes()));
    all
}

/// What lies in the shared folder; said aloud where it does not.
fn shared() -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let mut all = Vec::new();
    let archive = folder.join("upload-file-types/files.tar.gz");
    match fs::File::open(&archive) {
        Err(_) => eprintln!(
            "NOT TESTED: {} is absent, our own samples alone",
            archive.display()
        ),
        Ok(file) => {
            let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(file));
            for entry in archive.entries().expect("an archive") {
                let mut entry = entry.expect("an entry");
                let path = entry.path().expect("a path").into_owned();
                let name = path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes).expect("its bytes");
                if !bytes.is_empty() {
                    all.push((name, bytes));
                }
            }
        }
    }
    let payloads = folder.join("security-payloads");
    for source in ["xss.jsonl", "html-sanitiser.jsonl"] {
        let Ok(text) = fs::read_to_string(payloads.join(source)) else {
            eprintln!("NOT TESTED: {} is absent", payloads.join(source).display());
            continue;
        };
        let rows = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let words: Vec<String> = rows
            .flat_map(|row| row.as_object().cloned().unwrap_or_default())
            .filter_map(|(name, value)| {
                Some(value.as_str()?.to_owned()).filter(|_| name != "source")
            })
            .collect();
        // Each by itself can end what came before it.
        for (place, some) in words.chunks(120).enumerate() {
            for kind in ["html", "svg", "txt"] {
                let name = format!("{source}-{place}.{kind}");
                all.push((name, some.join("\n").into_bytes()));
            }
        }
    }
    all
}

/// A desk that takes whatever these are called.
fn desk(samples: &[Sample]) -> String {
    let kinds: BTreeSet<String> = samples
        .iter()
        .filter_map(|(name, _)| Some(name.rsplit_once('.')?.1.to_lowercase()))
        .filter(|kind| kind.chars().all(|c| c.is_ascii_alphanumeric()))
        .collect();
    let source = include_str!("../../../desks/default.toml");
    let begin = source.find("types = [").expect("the desk's types");
    let end = begin + source[begin..].find(']').expect("their end");
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("\"{kind}\"")).collect();
    format!(
        "{}types = [{}{}",
        &source[..begin],
        kinds.join(", "),
        &source[end..]
    )
}

/// Hands files in as the page's script does, and sends them with a message; names and why of those that are not taken.
fn sent(page: &Page, case: &str, samples: &[Sample]) -> Done<Vec<Value>> {
    let files: Vec<Value> = samples
        .iter()
        .map(|(name, bytes)| json!([name, BASE64_STANDARD.encode(bytes)]))
        .collect();
    page.eval("window.done = null; true")?;
    page.eval(&format!(
        "(async () => {{
            const token = document.querySelector('file-picker').dataset.token;
            const form = new URLSearchParams([['_token', token], ['text', 'x']]);
            const not = [];
            for (const [name, coded] of {}) {{
                const body = Uint8Array.from(atob(coded), (c) => c.charCodeAt(0));
                const named = btoa(String.fromCodePoint(...new TextEncoder().encode(name)));
                const answer = await fetch('/uploads', {{ method: 'POST', body, headers: {{ 'Tus-Resumable': '1.0.0', 'X-Token': token,
                    'Content-Type': 'application/offset+octet-stream', 'Upload-Length': String(body.length),
                    'Upload-Metadata': 'filename ' + named }} }});
                const field = answer.headers.get('X-Field');
                if (field) form.set(field, 'yes'); else not.push([name, await answer.text()]);
            }}
            const answer = await fetch('{case}/messages', {{ method: 'POST', body: form }});
            window.done = [answer.status, not];
        }})(); true",
        json!(files)
    ))?;
    page.wait_until("window.done !== null")?;
    let done = page.eval("window.done")?;
    assert_eq!(done[0], 200, "{done}");
    Ok(done[1].as_array().cloned().unwrap_or_default())
}

#[test]
fn v11_nothing_that_is_handed_in_runs_in_our_origin_however_it_is_opened() -> Done {
    let mut samples = own();
    samples.extend(shared());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.toml");
    fs::write(&path, desk(&samples)).expect("a desk");
    let path = path.display().to_string();
    let args = ["demo", "--listen", "127.0.0.1:0", "--desk", &path];
    let server = Server::with(&args, &[("MADOGUCHI_RECALL", "0")])?;
    let customer = sign_in(&server, OYAMADA, &with_script(true))?;
    customer.goto("/cases?scope=own&view=support")?;
    let subject = customer.text(".row-link")?;
    customer.click_text(&subject)?;
    let case = customer.path()?;
    let mut refused = Vec::new();
    for some in samples.chunks(OF_ONE) {
        refused.extend(sent(&customer, &case, some)?);
    }
    for one in &refused {
        let why = one[1].as_str().unwrap_or_default();
        assert!(why.contains('。'), "a refusal has a sentence: {one}");
    }
    println!(
        "{} samples, of which {} were refused",
        samples.len(),
        refused.len()
    );

    let agent = sign_in(&server, SATO, &with_script(true))?;
    // Whatever asks for words of the reader would be something that runs.
    let asks = format!("window.alert = window.confirm = window.prompt = () => {{ {MARK} }};");
    agent.cdp(
        "Page.addScriptToEvaluateOnNewDocument",
        json!({ "source": asks }),
    )?;
    agent.goto(&format!("/staff{case}"))?;
    let found = agent.eval("[...new Set([...document.querySelectorAll('a.file-name')].map((a) => a.getAttribute('href').replace('/look', '')))]")?;
    let found: Vec<String> = found
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|href| Some(href.as_str()?.to_owned()))
        .collect();
    assert_eq!(
        found.len() + refused.len(),
        samples.len(),
        "each is there or was refused"
    );
    for some in found.chunks(OF_ONE) {
        agent.goto("/help")?;
        agent.eval(&format!(
            "window.left = 0;
            for (const at of {}.flatMap((file) => [file, `${{file}}/look`, `${{file}}/picture`])) {{
                for (const tag of ['iframe', 'embed', 'object', 'script', 'img', 'link']) {{
                    const one = document.createElement(tag);
                    if (tag === 'link') one.rel = 'stylesheet';
                    one[tag === 'object' ? 'data' : tag === 'link' ? 'href' : 'src'] = at;
                    document.body.append(one);
                }}
                window.left += 1;
                fetch(at).then((answer) => answer.arrayBuffer()).then(() => {{ window.left -= 1; }});
            }} true",
            json!(some)
        ))?;
        agent.wait_until("window.left === 0")?;
        assert_eq!(agent.eval(RAN)?, NOTHING_RAN, "{some:?} in a page");
    }
    for file in &found {
        agent.goto(&format!("{file}/look"))?;
        assert_eq!(agent.eval(RAN)?, NOTHING_RAN, "{file} to look at");
    }
    Ok(())
}
