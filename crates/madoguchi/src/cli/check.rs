//! `madoguchi check`: a desk file's findings, by line and column, with cause and remedy; and why a desk does not serve.
//! Sentences stand in the catalogues (`desk-file.ftl`); only how they are laid out is known here.

mod excerpt;
mod report;
mod sentence;
#[cfg(test)]
mod tests;

use std::io::Write;

use clap::{Args as Arguments, builder::PossibleValuesParser};
use domain::Language;
use jiff::tz::TimeZone;

use super::{Done, Outcome};
use crate::{
    app::desks::{NotServed, source},
    texts::{Texts, load},
};

#[derive(Arguments)]
pub struct Args {
    /// The desk file, or the name of a shipped desk
    #[arg(value_name = "FILE|NAME")]
    desk: String,
    /// Language of the findings; else that of the environment (LC_ALL, LC_MESSAGES, LANG)
    #[arg(long, value_parser = PossibleValuesParser::new(tags()))]
    language: Option<String>,
}

type Error = Box<dyn std::error::Error + Send + Sync>;

pub fn run(args: Args) -> Outcome {
    let texts = match &args.language {
        Some(tag) => texts_in(&Language::new(tag)),
        None => texts_in(&of_environment()),
    };
    let text = source(&args.desk).map_err(|not_served| tell_in(&texts, not_served))?;
    let (said, done) = match domain::desk::check(&text) {
        Ok(desk) => (report::good(&texts, &args.desk, &desk), Done::Well),
        Err(found) => (
            report::findings(&texts, &args.desk, &text, &found),
            Done::Faulty,
        ),
    };
    // Not `println!`, which panics when the reader of a pipe has gone.
    writeln!(std::io::stdout(), "{said}")?;
    Ok(done)
}

/// Why a desk does not serve, in the language of the environment.
pub fn tell(not_served: NotServed) -> Error {
    tell_in(&texts_in(&of_environment()), not_served)
}

pub fn tell_in(texts: &Texts, not_served: NotServed) -> Error {
    match not_served {
        NotServed::NoSuchDesk(name) => report::no_such_desk(texts, &name).into(),
        NotServed::Faulty {
            name,
            source_text,
            findings,
        } => report::faulty(texts, &name, &source_text, &findings).into(),
        NotServed::DayFile { file, problem } => report::day_file(texts, &file, &problem).into(),
        NotServed::Glossary { file, problems } => report::glossary(texts, &file, &problems).into(),
        NotServed::Stranded(stranded) => report::stranded(texts, &stranded).into(),
        NotServed::Fail(fail) => fail.into(),
    }
}

/// What would be lost, in words.
pub(super) fn stranded_in(texts: &Texts, stranded: &[domain::desk::Stranded]) -> String {
    report::stranded(texts, stranded)
}

pub(super) fn texts_in(language: &Language) -> Texts {
    Texts::new(load(), language, TimeZone::UTC)
}

fn tags() -> impl Iterator<Item = &'static str> {
    load().languages().map(Language::as_str)
}

/// The first of these variables that is set decides, as for other programs.
pub(super) fn of_environment() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|locale| !locale.is_empty());
    of_locale(set.as_deref().unwrap_or_default())
}

/// The language of a locale such as `ja_JP.UTF-8`; English for `C` and for languages that are not spoken here.
fn of_locale(locale: &str) -> Language {
    let language = Language::new(
        locale
            .split(['_', '-', '.', '@'])
            .next()
            .unwrap_or_default(),
    );
    if tags().any(|tag| tag == language.as_str()) {
        language
    } else {
        Language::new("en")
    }
}
