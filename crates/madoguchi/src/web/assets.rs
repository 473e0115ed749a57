//! Stylesheet, scripts and icons, embedded; their address carries their digest, so that they can be kept for ever.

mod joined;

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError},
};

use axum::{
    body::Body,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use lru::LruCache;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::app::{Fail, passwords::hex};

#[derive(RustEmbed)]
#[folder = "assets"]
struct Files;

/// For whom a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Nobody is signed in.
    Outside,
    Portal,
    Staff,
}

struct Assets {
    css_text: String,
    css: String,
    plain: String,
    outside: String,
    portal: String,
    staff: String,
    icons: String,
    favicon: String,
}

/// All styles in one file, in the order that `css/order.txt` gives.
fn assets() -> &'static Assets {
    static ASSETS: OnceLock<Assets> = OnceLock::new();
    ASSETS.get_or_init(|| {
        let read =
            |path: &str| Files::get(path).map(|f| String::from_utf8_lossy(&f.data).into_owned());
        let order = read("css/order.txt").unwrap_or_default();
        let names = order
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty() && !l.starts_with('#'));
        let css_text = names
            .filter_map(|name| read(&format!("css/{name}")))
            .map(|text| squeezed(&without_comments(&text)))
            .collect::<String>();
        let mut digest = Sha256::new();
        digest.update(&css_text);
        for path in Files::iter() {
            digest.update(path.as_bytes());
            if let Some(file) = Files::get(&path) {
                digest.update(&file.data);
            }
        }
        for (name, script) in media::SCRIPTS {
            digest.update(name.as_bytes());
            digest.update(script);
        }
        let version = hex(&digest.finalize()[..8]);
        let at = |name: &str| format!("/assets/{version}/{name}");
        Assets {
            css_text,
            css: at("app.css"),
            plain: at("plain.css"),
            outside: at("outside.js"),
            portal: at("portal.js"),
            staff: at("main.js"),
            icons: at("icons.svg"),
            favicon: at("favicon.svg"),
        }
    })
}

/// What is said to those who change the styles stays here: it would be a seventh of what readers fetch.
fn without_comments(text: &str) -> String {
    let mut parts = text.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| {
        let rest = part.split_once("*/").map_or("", |(_, rest)| rest);
        whole + rest.strip_prefix('\n').unwrap_or(rest)
    })
}

/// What is between the parts of a rule is there for those who read it. No string in our styles holds what is squeezed here.
fn squeezed(text: &str) -> String {
    let text = text.replace(" { ", "{").replace(" }", "}");
    text.replace("; ", ";")
}

pub fn css() -> &'static str {
    &assets().css
}

/// What is different where no script runs on a page that asks for itself again.
pub fn plain_css() -> &'static str {
    &assets().plain
}

/// The script of the pages of one side.
pub fn js(side: Side) -> &'static str {
    match side {
        Side::Outside => &assets().outside,
        Side::Portal => &assets().portal,
        Side::Staff => &assets().staff,
    }
}

/// The markup that shows one drawing of the sprite; nothing when there is none of that name.
pub fn icon(name: &str) -> &'static str {
    static MARKUP: OnceLock<HashMap<String, String>> = OnceLock::new();
    let all = MARKUP.get_or_init(|| {
        let sprite = Files::get("icons.svg")
            .map(|f| String::from_utf8_lossy(&f.data).into_owned())
            .unwrap_or_default();
        let names = sprite
            .split("<symbol ")
            .skip(1)
            .filter_map(|part| part.split("id=\"").nth(1)?.split('"').next());
        let address = &assets().icons;
        let markup = |name: &str| {
            format!(
                r##"<svg class="icon" aria-hidden="true"><use href="{address}#{name}"/></svg>"##
            )
        };
        names.map(|name| (name.to_owned(), markup(name))).collect()
    });
    all.get(name).map_or("", String::as_str)
}

pub fn favicon() -> &'static str {
    &assets().favicon
}

/// Any version answers with the present one: a page loaded before an update still finds its files.
pub async fn file(Path((_, name)): Path<(String, String)>) -> Result<Response, Fail> {
    let (kind, body) = match name.as_str() {
        "app.css" => (
            "text/css; charset=utf-8",
            assets().css_text.clone().into_bytes(),
        ),
        name => {
            let (folder, kind) = match name.rsplit_once('.') {
                Some((names, "js")) => {
                    let scripts = scripts(names).ok_or(Fail::NotFound)?;
                    return Ok(kept("text/javascript; charset=utf-8", scripts));
                }
                Some(("plain", "css")) => ("css/", "text/css; charset=utf-8"),
                Some((_, "svg")) => ("", "image/svg+xml"),
                _ => return Err(Fail::NotFound),
            };
            let file = Files::get(&format!("{folder}{name}")).map(|file| file.data.into_owned());
            (kind, file.ok_or(Fail::NotFound)?)
        }
    };
    Ok(kept(kind, body))
}

/// Scripts by their names, joined; those that pages ask for need not be joined again each time.
fn scripts(names: &str) -> Option<Bytes> {
    const SOME: usize = 64;
    static KEPT: OnceLock<Mutex<LruCache<String, Bytes>>> = OnceLock::new();
    let kept = || {
        let kept = KEPT.get_or_init(|| Mutex::new(LruCache::unbounded()));
        kept.lock().unwrap_or_else(PoisonError::into_inner)
    };
    if let Some(known) = kept().get(names) {
        return Some(known.clone());
    }
    let made = Bytes::from(joined::joined(names, &script)?);
    let mut kept = kept();
    kept.put(names.to_owned(), made.clone());
    if kept.len() > SOME {
        kept.pop_lru();
    }
    Some(made)
}

/// An answer that can be kept for ever.
fn kept(kind: &'static str, body: impl Into<Body>) -> Response {
    let cache = "public, max-age=31536000, immutable";
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache)];
    (headers, body.into()).into_response()
}

/// A script as it is written, by its name without the ending; what comes with the forwarding unit is one like any other.
fn script(name: &str) -> Option<String> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    let file = format!("{name}.js");
    let own = Files::get(&format!("js/{file}"));
    let own = own.map(|own| String::from_utf8_lossy(&own.data).into_owned());
    own.or_else(|| {
        let mut media = media::SCRIPTS.into_iter();
        let found = media.find(|(script, _)| *script == file);
        found.map(|(_, text)| text.to_owned())
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn u7_styles_go_out_without_what_is_said_of_them() {
        let text = "/* One. */\n.a { b: c; }\n.d { /* two */ e: f; }\n";
        assert_eq!(
            super::without_comments(text),
            ".a { b: c; }\n.d {  e: f; }\n"
        );
        assert!(!super::assets().css_text.contains("/*"));
    }

    /// In whatever form ours are written: nothing of them is left to be asked for, and none is left out.
    #[test]
    fn u7_every_script_goes_out_whole() {
        let mut names: Vec<String> = super::Files::iter()
            .filter_map(|path| Some(path.strip_prefix("js/")?.strip_suffix(".js")?.to_owned()))
            .collect();
        let media = media::SCRIPTS.into_iter();
        names.extend(media.filter_map(|(name, _)| Some(name.strip_suffix(".js")?.to_owned())));
        assert!(names.len() > 40);
        let line = |text: &str, word: &str| text.lines().any(|line| line.starts_with(word));
        for name in &names {
            let alone = super::joined::joined(name, &super::script).expect("it is there");
            assert!(!line(&alone, "import "), "{name}: {alone}");
            let written = super::script(name).unwrap_or_default();
            assert_eq!(line(&alone, "export "), line(&written, "export "), "{name}");
        }
        let all = super::joined::joined(&names.join("+"), &super::script).expect("all are there");
        assert!(!line(&all, "import ") && !line(&all, "export "));
        assert_eq!(super::script("../css/order"), None);
    }
}
