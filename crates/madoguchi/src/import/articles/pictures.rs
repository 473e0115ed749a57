//! Images beside articles of elsewhere (B4): those that lie in the folder that is taken over, and those that a page carries in itself.
//! Nothing is fetched from anywhere, and no way leads out of the folder.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use comrak::{Arena, Options, nodes::NodeValue};
use domain::{ImageId, knowledge::images};
use sha2::{Digest, Sha256};
use store::imports::lasting_id;

use super::{Gone, html::Lost};
use crate::{app::passwords::hex, pictures};

/// An image that a text wants to show; in the text stands its [`mark`] meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// From 1, in the text that was read.
    pub line: u64,
    pub src: String,
    /// What it shows, plain.
    pub alt: String,
    /// What stands there where it cannot be had.
    pub instead: String,
}

/// An image that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Made of what it holds, so that it is the same again.
    pub id: ImageId,
    pub name: String,
    /// How the text names it, and what stands there where it turns out to be none.
    pub named: String,
    pub instead: String,
    pub gone: Gone,
    from: Lying,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Lying {
    File(PathBuf),
    Here(Bytes),
}

impl Picture {
    /// Its bytes, read once more where they lie in a file.
    pub fn bytes(&self) -> Result<Bytes, String> {
        match &self.from {
            Lying::File(path) => contents(path),
            Lying::Here(bytes) => Ok(bytes.clone()),
        }
    }
}

/// What stands in a text for its image of this number: signs that no text has.
pub fn mark(number: usize) -> String {
    format!("\u{e000}{number}\u{e001}")
}

/// Words as they stand between the brackets of an image.
pub fn alt(words: &str) -> String {
    let mut alt = String::with_capacity(words.len());
    for sign in words
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        if "\\[]!*_`<>|~&".contains(sign) {
            alt.push('\\');
        }
        alt.push(sign);
    }
    alt
}

/// A text with marks in place of its images; those of elsewhere stay as they are, and are told.
pub fn marked(text: &str) -> (String, Vec<Wanted>, Vec<Lost>) {
    let mut options = Options::default();
    options.extension.table = true;
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    let at =
        |line: usize, column: usize| starts.get(line.checked_sub(1)?).map(|from| from + column);
    let arena = Arena::new();
    let (mut wanted, mut lost, mut places) = (Vec::new(), Vec::new(), Vec::new());
    let mut end = 0;
    for node in comrak::parse_document(&arena, text, &options).descendants() {
        let (url, pos) = match &node.data().value {
            NodeValue::Image(link) => (link.url.clone(), node.data().sourcepos),
            _ => continue,
        };
        let line = pos.start.line as u64;
        let place = at(pos.start.line, pos.start.column.saturating_sub(1))
            .zip(at(pos.end.line, pos.end.column));
        let slice = place.and_then(|(from, to)| Some((from, to, text.get(from..to)?)));
        let slice =
            slice.filter(|(_, _, said)| said.starts_with("![") && said.ends_with([')', ']']));
        match slice {
            _ if is_elsewhere(&url) => lost.push(Lost {
                line,
                what: told(&url, ELSEWHERE),
            }),
            Some((from, to, said)) if from >= end => {
                end = to;
                places.push((from, to));
                wanted.push(Wanted {
                    line,
                    src: url,
                    alt: pictures::words(node),
                    instead: said.to_owned(),
                });
            }
            _ => lost.push(Lost {
                line,
                what: told(&url, "it stands where it cannot be set in"),
            }),
        }
    }
    let mut marked = text.to_owned();
    for (number, (from, to)) in places.into_iter().enumerate().rev() {
        marked.replace_range(from..to, &mark(number));
    }
    (marked, wanted, lost)
}

const ELSEWHERE: &str = "it lies elsewhere, and nothing is fetched";

fn is_elsewhere(src: &str) -> bool {
    let src = src.to_ascii_lowercase();
    src.starts_with("//")
        || src
            .split_once(':')
            .is_some_and(|(scheme, _)| scheme != "data" && scheme.len() > 1)
}

/// What of an image could not be kept, in a line.
pub fn told(src: &str, why: &str) -> String {
    let short: String = src.chars().take(80).collect();
    format!("img {short}: {why}")
}

/// Looks for an image that a file of this folder wants.
pub fn find(
    wanted: &Wanted,
    file: &Path,
    within: &Path,
    source: &str,
    from: u64,
) -> Result<Picture, Lost> {
    let line = from + wanted.line;
    let lost = |why: &str| Lost {
        line: wanted.line,
        what: told(&wanted.src, why),
    };
    let (bytes, name, lying) = match wanted.src.strip_prefix("data:") {
        Some(data) => {
            let bytes = carried(data).map_err(|why| lost(&why))?;
            (bytes.clone(), "image".to_owned(), Lying::Here(bytes))
        }
        None => {
            let path = way(&wanted.src, file, within).map_err(|why| lost(&why))?;
            let bytes = contents(&path).map_err(|why| lost(&why))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            (bytes, name.into_owned(), Lying::File(path))
        }
    };
    let id = lasting_id(source, "image", &hex(&Sha256::digest(&bytes)));
    let id = ImageId(id);
    Ok(Picture {
        id,
        name,
        named: images::markdown(&alt(&wanted.alt), id),
        instead: wanted.instead.clone(),
        gone: Gone {
            file: file.to_owned(),
            line,
            what: wanted.src.chars().take(80).collect(),
        },
        from: lying,
    })
}

/// What an address of a page carries in itself.
fn carried(data: &str) -> Result<Bytes, String> {
    let (kind, data) = data.split_once(',').ok_or("it carries nothing")?;
    if !kind.trim_end().ends_with(";base64") {
        return Err("it is not carried as base64".into());
    }
    let plain: String = data.split_whitespace().collect();
    let bytes = BASE64_STANDARD
        .decode(plain)
        .map_err(|_| "it is not carried as base64")?;
    Ok(bytes.into())
}

/// Where a relative address leads, links followed: never out of the folder.
fn way(src: &str, file: &Path, within: &Path) -> Result<PathBuf, String> {
    if is_elsewhere(src) {
        return Err(ELSEWHERE.into());
    }
    let plain = src.split(['?', '#']).next().unwrap_or_default();
    if plain.is_empty() || plain.starts_with('/') {
        return Err("it is not beside the article".into());
    }
    let folder = file.parent().unwrap_or(Path::new(""));
    let found = [src.to_owned(), plain.to_owned(), decoded(plain)]
        .iter()
        .find_map(|name| fs::canonicalize(folder.join(name)).ok());
    let found = found.ok_or("it is not there")?;
    let within = match within.as_os_str().is_empty() {
        true => Path::new("."),
        false => within,
    };
    let within = fs::canonicalize(within).map_err(|error| error.to_string())?;
    match found.starts_with(within) {
        true => Ok(found),
        false => Err("it lies outside of the folder".into()),
    }
}

/// An address with its `%20` and the like as the signs that they are.
fn decoded(address: &str) -> String {
    let (mut out, mut rest) = (Vec::new(), address.as_bytes());
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
        match byte.filter(|_| *first == b'%') {
            Some(byte) => {
                out.push(byte);
                rest = &after[2..];
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn contents(path: &Path) -> Result<Bytes, String> {
    let open = |error: std::io::Error| error.to_string();
    if !fs::metadata(path).map_err(open)?.is_file() {
        return Err("it is no file".into());
    }
    let (mut bytes, most) = (Vec::new(), images::MOST_BYTES);
    let some = fs::File::open(path).map_err(open)?.take(most + 1);
    std::io::BufReader::new(some)
        .read_to_end(&mut bytes)
        .map_err(open)?;
    match bytes.len() as u64 > most {
        true => Err("it is larger than 10 MB".into()),
        false => Ok(bytes.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b4_images_of_markdown_are_found_where_they_stand() {
        let text = "前 ![図 *一*](a.png \"題\")後\n\n> - ![二](<b c.png>)\n\n| ![三](c.png) | x |\n| --- | --- |\n\n![四][d] `![五](e.png)` ![六](https://x.example/f.png)\n\n[d]: d.png";
        let (marked, wanted, lost) = marked(text);
        let found: Vec<(u64, &str, &str, &str)> = wanted
            .iter()
            .map(|one| {
                (
                    one.line,
                    one.src.as_str(),
                    one.alt.as_str(),
                    one.instead.as_str(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                (1, "a.png", "図 一", "![図 *一*](a.png \"題\")"),
                (3, "b c.png", "二", "![二](<b c.png>)"),
                (5, "c.png", "三", "![三](c.png)"),
                (8, "d.png", "四", "![四][d]"),
            ]
        );
        assert_eq!(
            marked,
            format!(
                "前 {}後\n\n> - {}\n\n| {} | x |\n| --- | --- |\n\n{} `![五](e.png)` ![六](https://x.example/f.png)\n\n[d]: d.png",
                mark(0),
                mark(1),
                mark(2),
                mark(3)
            )
        );
        assert_eq!(lost.len(), 1);
        assert!(lost[0].what.starts_with("img https://x.example/f.png"));
    }

    #[test]
    fn v10_no_way_leads_out_of_the_folder() {
        let outside = tempfile::tempdir().unwrap();
        let folder = outside.path().join("in");
        fs::create_dir_all(folder.join("sub")).unwrap();
        fs::write(outside.path().join("secret.png"), b"x").unwrap();
        fs::write(folder.join("a b.png"), b"x").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.path().join("secret.png"), folder.join("link.png"))
            .unwrap();
        let file = folder.join("sub/page.md");
        let secret = outside.path().join("secret.png");
        for (src, wanted) in [
            ("../a%20b.png?x=1#y", Ok(())),
            ("../a b.png", Ok(())),
            ("../../secret.png", Err("it lies outside of the folder")),
            ("..%2f..%2fsecret.png", Err("it lies outside of the folder")),
            ("../link.png", Err("it lies outside of the folder")),
            (
                &secret.to_string_lossy(),
                Err("it is not beside the article"),
            ),
            ("../none.png", Err("it is not there")),
            ("http://127.0.0.1/a.png", Err(ELSEWHERE)),
            ("//x.example/a.png", Err(ELSEWHERE)),
            ("file:///etc/passwd", Err(ELSEWHERE)),
        ] {
            let found = way(src, &file, &folder).map(|_| ());
            assert_eq!(found, wanted.map_err(str::to_owned), "{src}");
        }
        assert_eq!(contents(&folder), Err("it is no file".to_owned()));
    }
}
