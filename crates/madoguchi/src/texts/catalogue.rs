//! The catalogues: Fluent files, embedded, read once.

use std::{collections::HashMap, sync::OnceLock};

use domain::Language;
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use rust_embed::RustEmbed;

use super::phrases::Phrases;

#[derive(RustEmbed)]
#[folder = "../../locales"]
struct Files;

/// All texts of one language.
pub struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    /// Sentences without arguments, ready.
    fixed: HashMap<String, String, foldhash::fast::RandomState>,
    pub(super) phrases: Phrases,
    /// What a page needs to keep its chips true, as attributes; made once.
    pub(super) due_words: OnceLock<String>,
}

pub struct Catalogues {
    /// The first is the one for those who read none of the others.
    all: Vec<Catalogue>,
}

/// The catalogues of this program.
pub fn load() -> &'static Catalogues {
    static ALL: OnceLock<Catalogues> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut by_language: HashMap<String, Vec<String>> = HashMap::new();
        for path in Files::iter() {
            if let (Some((language, _)), Some(file)) = (path.split_once('/'), Files::get(&path))
                && path.ends_with(".ftl")
            {
                let text = String::from_utf8_lossy(&file.data).into_owned();
                by_language
                    .entry(language.to_owned())
                    .or_default()
                    .push(text);
            }
        }
        let mut all: Vec<Catalogue> = by_language
            .into_iter()
            .map(|(language, texts)| Catalogue::new(&language, texts))
            .collect();
        // Japanese first, then by tag: the same in every run.
        all.sort_by_key(|c| (c.language.as_str() != "ja", c.language.as_str().to_owned()));
        assert!(!all.is_empty(), "the catalogues are part of the program");
        Catalogues { all }
    })
}

impl Catalogues {
    /// The catalogue of a language, by its tag or the tag's first part; else the first one.
    pub fn get(&self, language: &Language) -> &Catalogue {
        let tag = language.as_str();
        let first = tag.split('-').next().unwrap_or(tag);
        self.find(tag)
            .or_else(|| self.find(first))
            .unwrap_or(&self.all[0])
    }

    pub fn find(&self, tag: &str) -> Option<&Catalogue> {
        self.all.iter().find(|c| c.language.as_str() == tag)
    }

    pub fn languages(&self) -> impl Iterator<Item = &Language> {
        self.all.iter().map(|c| &c.language)
    }
}

impl Catalogue {
    fn new(language: &str, texts: Vec<String>) -> Self {
        let id = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Our pages mark what is in another language themselves; marks in mails and files would be in the way.
        bundle.set_use_isolating(false);
        let mut keys = Vec::new();
        for text in texts {
            let resource = match FluentResource::try_new(text) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    tracing::error!(
                        language,
                        ?errors,
                        "a catalogue has entries that cannot be read"
                    );
                    resource
                }
            };
            keys.extend(resource.entries().filter_map(|entry| match entry {
                fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            }));
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(language, ?errors, "a catalogue says something twice");
            }
        }
        let mut this = Self {
            language: Language::new(language),
            bundle,
            fixed: HashMap::default(),
            phrases: Phrases::default(),
            due_words: OnceLock::new(),
        };
        for key in keys {
            let text = this.format(&key, &FluentArgs::new());
            this.fixed.insert(key, text);
        }
        this
    }

    pub fn language(&self) -> &Language {
        &self.language
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.fixed.keys().map(String::as_str)
    }

    /// A missing key shows as nothing: a test holds every key in use against the files.
    pub fn fixed(&'static self, key: &str) -> &'static str {
        self.fixed.get(key).map_or("", String::as_str)
    }

    pub fn format(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            return String::new();
        };
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(args), &mut errors)
            .into_owned()
    }
}
