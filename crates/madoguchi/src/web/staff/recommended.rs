//! Articles that may help with a case, each with why (K1): a part of its page that the page does not wait for, and a page of its own.

use std::ops::Range;

use askama::Template;
use axum::{extract::Path, response::Response};

use super::{
    super::{
        frame::{Frame, Here, shown},
        knowledge::Row as Article,
        listing::ViewLink,
        search, shown as said,
        visitor::{Me, Staff, Visitor},
    },
    walk::Walk,
};
use crate::{
    app::{Fail, finding::Marked, pointing::Recommended},
    texts::Texts,
};

/// As many are shown.
const MOST: usize = 5;
/// As many words of a text are named as a reason.
const WORDS: usize = 6;
/// Asked for by a script.
const PART: &str = "x-part";

struct Row {
    article: Article,
    /// Why it is recommended, in words.
    reasons: Vec<String>,
    /// Where the reply has a link to it; empty where there is nobody to write to, or who it is for may not read it.
    point: String,
}

/// What is set into the case's page, and stands on the page of its own.
#[derive(Template)]
#[template(path = "staff/recommended_part.html")]
struct Part {
    f: Frame,
    rows: Vec<Row>,
    /// Finding does not answer now.
    failed: bool,
}

#[derive(Template)]
#[template(path = "staff/recommended.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    subject: String,
    /// The case, with what its address keeps of the view.
    back: String,
    number: String,
    /// As markup.
    part: String,
}

pub async fn page(Staff(visitor, me): Staff, Path(number): Path<String>) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let number = said::parse_number(&number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    let (case, desk) = (&stored.case, app.desks.of(stored.case.desk_version));
    let number = said::number(desk, stored.number);
    let back = format!("/staff/cases/{number}{}", Walk::of(&visitor).query());
    let recommended = app.recommended_articles(&me.actor, &stored, &t.language, MOST);
    let (recommended, failed) = match recommended.await {
        Ok(recommended) => (recommended, false),
        Err(error) => {
            tracing::warn!(%error, "articles for a case could not be found");
            (Vec::new(), true)
        }
    };
    let is_over = case.is_over(desk);
    let rows = recommended.iter().map(|one| Row {
        article: Article::found(t, &one.found),
        reasons: reasons(t, one),
        point: match one.readable && !is_over {
            true => pointing(&back, &one.found.article.id.to_string()),
            false => String::new(),
        },
    });
    let title = t.one("recommended-of", "number", &number);
    let part = Part {
        rows: rows.collect(),
        failed,
        f: Frame::new(&visitor, Here::Inbox, title).await?,
    };
    if visitor.headers().contains_key(PART) {
        return shown(&part);
    }
    whole(&visitor, &me, part, number, back, said::subject(t, case)).await
}

async fn whole(
    visitor: &Visitor,
    me: &Me,
    part: Part,
    number: String,
    back: String,
    subject: &str,
) -> Result<Response, Fail> {
    shown(&Page {
        views: super::rail_for(visitor, me).await?,
        part: part.render().map_err(Fail::broken)?,
        subject: subject.to_owned(),
        f: part.f,
        number,
        back,
    })
}

/// The address of the case with a reply begun that points to an article.
fn pointing(case: &str, article: &str) -> String {
    let with = if case.contains('?') { '&' } else { '?' };
    format!("{case}{with}compose=reply&article={article}#text")
}

/// Why an article may help: what its title and its text have of the subject, its product, and what else led to it.
fn reasons(t: &Texts, one: &Recommended) -> Vec<String> {
    let mut all = Vec::new();
    for (key, text) in [
        ("recommended-why-title", &one.found.title),
        ("recommended-why-text", &one.found.excerpt),
    ] {
        let words = words(text);
        if !words.is_empty() {
            all.push(t.one(key, "words", words.join(t.say("list-separator"))));
        }
    }
    if one.of_product {
        all.push(t.say("recommended-why-product").to_owned());
    }
    all.extend(search::reasons(t, &one.found.reasons));
    all
}

/// What of a text answers, each once.
fn words(text: &Marked) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    let piece = |place: &Range<usize>| text.text.get(place.clone());
    for word in text.places.iter().filter_map(piece) {
        if !words.contains(&word) && words.len() < WORDS {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k1_a_reason_names_each_word_once_and_not_too_many() {
        let text = Marked {
            text: "録音の再生と録音の停止".to_owned(),
            places: vec![0..6, 9..15, 18..24],
        };
        assert_eq!(words(&text), ["録音", "再生"]);
        let long = Marked {
            text: "abcdefghij".to_owned(),
            places: (0..10).map(|at| at..at + 1).collect(),
        };
        assert_eq!(words(&long).len(), WORDS);
        assert_eq!(words(&Marked::default()), Vec::<&str>::new());
    }

    #[test]
    fn k1_a_link_goes_into_the_reply_and_the_view_stays() {
        let plain = pointing("/staff/cases/00000001", "7");
        assert_eq!(plain, "/staff/cases/00000001?compose=reply&article=7#text");
        let walked = pointing("/staff/cases/00000001?view=mine", "7");
        assert!(walked.ends_with("?view=mine&compose=reply&article=7#text"));
    }
}
