//! Every text in every language: the same keys, the same arguments, all that pages use and nothing else (D3, U8).
#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path, ending: &str, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, into);
        } else if path.to_string_lossy().ends_with(ending) {
            into.push(path);
        }
    }
}

/// Key and the names of its arguments, for one language.
fn catalogue(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut paths = Vec::new();
    files(&root().join("locales").join(language), ".ftl", &mut paths);
    let mut all = BTreeMap::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let mut key = String::new();
        for line in text.lines() {
            let starts = line.chars().next().is_some_and(|c| c.is_ascii_lowercase());
            if starts && let Some((name, _)) = line.split_once(" =") {
                key = name.to_owned();
                assert!(
                    all.insert(key.clone(), BTreeSet::new()).is_none(),
                    "{key} stands twice in {language}"
                );
            }
            if let Some(arguments) = all.get_mut(&key) {
                for part in line.split("{ $").skip(1) {
                    let name: String = part
                        .chars()
                        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                        .collect();
                    arguments.insert(name);
                }
            }
        }
    }
    all
}

#[test]
fn u8_every_language_says_everything_with_the_same_arguments() {
    let (ja, en) = (catalogue("ja"), catalogue("en"));
    let keys = |c: &BTreeMap<String, BTreeSet<String>>| c.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(
        keys(&ja)
            .symmetric_difference(&keys(&en))
            .collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
    for (key, arguments) in &ja {
        // English also needs the bare number to choose between one and many.
        let plain = |set: &BTreeSet<String>| {
            set.iter()
                .filter(|a| *a != "n")
                .cloned()
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(plain(arguments), plain(&en[key]), "{key}");
    }
}

#[test]
fn every_key_that_pages_use_is_there() {
    let known = catalogue("ja");
    let mut paths = Vec::new();
    files(
        &root().join("crates/madoguchi/templates"),
        ".html",
        &mut paths,
    );
    files(&root().join("crates/madoguchi/src"), ".rs", &mut paths);
    let mut missing = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        for call in ["say(\"", "count(\"", "one(\"", ".with(\""] {
            for part in text.split(call).skip(1) {
                let key = part.split('"').next().unwrap();
                let is_key = !key.is_empty()
                    && key
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
                if is_key && key.contains('-') && !known.contains_key(key) {
                    missing.push(format!("{key} in {}", path.display()));
                }
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// Written digits are a text, of which no plural can be chosen.
#[test]
fn u8_a_plural_is_chosen_by_the_number_itself() {
    let mut paths = Vec::new();
    files(&root().join("locales"), ".ftl", &mut paths);
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let chosen = text.lines().find(|line| line.contains("{ $number ->"));
        assert_eq!(chosen, None, "{}", path.display());
    }
}

#[test]
fn every_sentence_formats_without_holes() {
    for catalogue in madoguchi::texts::load().languages() {
        let catalogue = madoguchi::texts::load().find(catalogue.as_str()).unwrap();
        for key in catalogue.keys() {
            // What only parts two things may be a space.
            let parts = key.ends_with("-separator");
            assert!(parts || !catalogue.fixed(key).trim().is_empty(), "{key}");
        }
    }
}

/// Who leads the support organisation and who leads an incident have names of their own.
#[test]
fn u8_one_word_stands_for_one_thing() {
    let ja = madoguchi::texts::load().find("ja").unwrap();
    let organisation = "サポート責任者";
    let mut named = 0;
    for key in ja.keys() {
        let text = ja.fixed(key);
        let leads = text.matches("責任者").count();
        assert_eq!(leads, text.matches(organisation).count(), "{key}");
        named += leads;
    }
    assert!(named > 0, "it is named");
    assert_eq!(ja.fixed("incident-field-lead"), "統括担当");
    assert!(ja.fixed("incident-next-hint").contains("統括担当"));
}

#[test]
fn no_template_says_anything_by_itself() {
    let mut paths = Vec::new();
    files(
        &root().join("crates/madoguchi/templates"),
        ".html",
        &mut paths,
    );
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        // Two blocks hold the name of a class.
        let text = text
            .replace("{% block narrow %} front-narrow", "")
            .replace("{% block wide %} page-wide", "");
        // Names on the keyboard are the same in every language.
        let text = text
            .split("<kbd>")
            .map(|part| part.split_once("</kbd>").map_or(part, |(_, rest)| rest));
        let text = text.collect::<String>();
        // Outside of tags and of template marks no letter may stand.
        let (mut plain, mut rest) = (String::new(), text.as_str());
        while let Some(at) = rest.find(['{', '<']) {
            plain.push_str(&rest[..at]);
            let end = match &rest[at..] {
                r if r.starts_with("{#") => r.find("#}").map(|e| e + 2),
                r if r.starts_with("{{") => r.find("}}").map(|e| e + 2),
                r if r.starts_with("{%") => r.find("%}").map(|e| e + 2),
                r if r.starts_with('<') => tag_end(r),
                _ => Some(1),
            };
            rest = &rest[at + end.unwrap_or(1)..];
        }
        plain.push_str(rest);
        let letters: String = plain.chars().filter(|c| c.is_alphabetic()).collect();
        assert_eq!(letters, "", "{}", path.display());
    }
}

/// The end of a tag, over template marks inside it.
fn tag_end(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let close = rest.find('>')?;
        match rest
            .find("{{")
            .into_iter()
            .chain(rest.find("{%"))
            .min()
            .filter(|mark| *mark < close)
        {
            Some(mark) => {
                at += mark
                    + rest[mark..]
                        .find("}}")
                        .into_iter()
                        .chain(rest[mark..].find("%}"))
                        .min()?
                    + 2
            }
            None => return Some(at + close + 1),
        }
    }
}
