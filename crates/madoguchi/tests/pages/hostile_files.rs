//! Ten thousand files with hostile names and bodies, by forms and by pieces, into a folder: nothing comes to lie outside of it, and
//! whatever is refused is refused in a sentence (V-10, C13).

use std::path::Path;

use axum::http::StatusCode;
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::Instant;
use madoguchi::{app::files::Files, files::Shelf, serve, web::Line};
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    files::{PIECE, tus},
};

/// As many by each way.
const EACH: usize = 5_000;
/// Files of one form.
const OF_A_FORM: usize = 8;

/// What names are made of that lead elsewhere, or hide what they are.
const PARTS: [&str; 34] = [
    "../",
    "..\\",
    "..",
    "/",
    "\\",
    "/etc/passwd",
    "C:\\Windows\\",
    "%2e%2e%2f",
    "..%c0%af",
    "....//",
    "\0",
    "\r\n",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\u{2024}",
    "\u{ff0e}",
    "\u{ff0f}",
    "con",
    "nul",
    "COM1",
    "~",
    "$(id)",
    "`id`",
    "; rm -rf /",
    "| sh",
    "<script>",
    "\"",
    "'",
    "{{7*7}}",
    ".htaccess",
    "報告書",
    "e\u{301}",
    "😀",
];
const ENDS: [&str; 14] = [
    ".png",
    ".txt",
    ".pdf",
    ".log",
    ".zip",
    ".json",
    ".exe",
    ".php",
    ".svg",
    ".html",
    "",
    ".png.exe",
    ".txt\0.png",
    ".ｐｎｇ",
];

/// The same numbers in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn name(&mut self, number: usize) -> String {
        let parts = self.below(5);
        let mut name: String = (0..parts).map(|_| PARTS[self.below(PARTS.len())]).collect();
        if self.below(20) == 0 {
            name.push_str(&"長".repeat(120));
        }
        format!("{name}{number}{}", ENDS[self.below(ENDS.len())])
    }

    /// What a file of this name holds: one half of them what it promises, as far as it promises anything.
    fn body(&mut self, name: &str) -> Vec<u8> {
        let promised: &[u8] = match name.rsplit('.').next() {
            Some("png") => b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            Some("pdf") => b"%PDF-1.7\n",
            Some("txt" | "log") => b"plain words\n",
            Some("json") => b"{}",
            _ => b"",
        };
        if !promised.is_empty() && self.below(2) == 0 {
            return promised.to_vec();
        }
        let begins: [&[u8]; 14] = [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"%PDF-1.7\n",
            b"PK\x03\x04\x14\0\0\0",
            b"PK\x03\x04\x14\0\x01\0locked",
            b"MZ\x90\0",
            b"\x7fELF\x02\x01\x01",
            b"#!/bin/sh\nrm -rf /\n",
            b"<html><script>alert(1)</script>",
            b"<svg onload=alert(1)>",
            b"<?php system($_GET[0]);",
            b"{\"log\":{\"entries\":[",
            b"plain words\n",
            b"",
            b"\0\0\0\0",
        ];
        let mut body = begins[self.below(begins.len())].to_vec();
        for _ in 0..self.below(60) {
            body.push(self.below(256) as u8);
        }
        body
    }
}

/// Nothing waits any more.
async fn cleared(house: &House) -> usize {
    let waiting = house.app.store.stale_files(Instant::MAX, 1_000).await;
    let waiting = waiting.unwrap();
    for id in &waiting {
        house
            .app
            .store
            .let_file_go(*id, Instant::MAX)
            .await
            .unwrap();
    }
    waiting.len()
}

async fn by_pieces(house: &House, reader: &Reader, chance: &mut Chance) -> [usize; 2] {
    let (mut taken, mut told) = (0, 0);
    for number in 0..EACH {
        let name = chance.name(number);
        let body = chance.body(&name);
        let (length, named) = (
            body.len().to_string(),
            format!("filename {}", BASE64_STANDARD.encode(&name)),
        );
        let headers = [
            PIECE,
            ("upload-length", &length),
            ("upload-metadata", &named),
        ];
        let answer = tus(house, reader, "POST", "/uploads", &body, &headers).await;
        match answer.status {
            StatusCode::CREATED => taken += 1,
            status if status.is_client_error() || status == StatusCode::INSUFFICIENT_STORAGE => {
                assert!(answer.text.contains('。'), "{name:?}: {}", answer.text);
                told += 1;
            }
            status => panic!("{name:?}: {status} {}", answer.text),
        }
        if taken % 50 == 49 {
            cleared(house).await;
        }
    }
    cleared(house).await;
    [taken, told]
}

async fn by_forms(house: &House, reader: &Reader, chance: &mut Chance) -> [usize; 2] {
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let path = format!("/cases/{number:08}/messages");
    let (mut taken, mut told) = (0, 0);
    for form in 0..EACH / OF_A_FORM {
        let mut files = Vec::new();
        for place in 0..OF_A_FORM {
            // As a browser writes a name into the head of a part.
            let name = chance.name(form * OF_A_FORM + place);
            let name = name.replace(['\r', '\n', '\0'], "%0A");
            let body = chance.body(&name);
            files.push((name, body));
        }
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(n, b)| (n.as_str(), b.as_slice()))
            .collect();
        let answer = house
            .post_files(reader, &path, &[("text", "x")], &files)
            .await;
        match answer.status {
            StatusCode::SEE_OTHER => taken += OF_A_FORM,
            StatusCode::UNPROCESSABLE_ENTITY => {
                let rest = answer.text.split("id=\"files-error\"").nth(1).unwrap();
                let said = rest.split("</p>").next().unwrap();
                let said = said.lines().filter(|line| line.contains('。')).count();
                let kept = cleared(house).await;
                assert_eq!(kept + said, OF_A_FORM, "{}", answer.text);
                (taken, told) = (taken + kept, told + said);
            }
            status => panic!("{status} {}", answer.text),
        }
    }
    [taken, told]
}

/// Every path below a folder.
fn below(folder: &Path, into: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, into);
        } else {
            into.push(path);
        }
    }
}

#[tokio::test]
async fn v10_ten_thousand_hostile_files_stay_in_their_folder_and_each_refusal_has_a_sentence() {
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("inside/files");
    let mut house = House::open().await;
    house.app = house.app.clone().with_files(Files {
        shelf: Shelf::folder(&folder).unwrap(),
        scanner: None,
    });
    house.router = serve::router(house.app.clone(), Line::Loopback, true);
    let aoki = house.reader(AOKI).await;
    let mut chance = Chance(20_261_130);
    let pieces = by_pieces(&house, &aoki, &mut chance).await;
    let forms = by_forms(&house, &aoki, &mut chance).await;
    println!("by pieces {pieces:?} taken and refused, by forms {forms:?}");
    assert_eq!(pieces.iter().sum::<usize>(), EACH);
    assert_eq!(forms.iter().sum::<usize>(), EACH);
    assert!(
        pieces.iter().chain(&forms).all(|some| *some > 300),
        "{pieces:?} {forms:?}"
    );
    let mut all = Vec::new();
    below(around.path(), &mut all);
    assert!(all.len() > 500);
    for path in all {
        let inside = path
            .strip_prefix(&folder)
            .expect("nothing lies beside the folder");
        let parts: Vec<&str> = inside.iter().map(|part| part.to_str().unwrap()).collect();
        let [first, place, piece] = parts[..] else {
            panic!("{}", inside.display())
        };
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
        assert!(
            place.starts_with(first) && plain(place) && plain(piece),
            "{}",
            inside.display()
        );
    }
    assert_eq!(house.faults().await, []);
}
