//! Which stretch of a thing answers a question, with the words marked as they were typed there. Texts come from the store as their
//! reader may have them; the index keeps none.

use std::ops::Range;

use ::search::{Marks, Question, Reason, glance};
use domain::{case::CaseEvent, event::Recorded};

use super::{EXCERPT, Marked};

/// Stretches of a text that are looked at closely.
const CLOSELY: usize = 3;
/// A text is cut into stretches of so many letters.
const STRETCH: usize = 400;

/// Where in a thing something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    Title,
    /// The text of an article or a file.
    Body,
    Description,
    /// What either side said.
    Message,
    /// What only staff know.
    Note,
}

/// A thing with its words marked.
pub(super) struct Shown {
    pub title: Marked,
    pub excerpt: Marked,
    pub place: Where,
    pub reasons: Vec<Reason>,
}

/// A text with what answers in it.
pub(super) fn marked(question: &Question, text: &str) -> (Marked, Vec<Reason>) {
    let marks = Marks::of(question, text);
    let whole = Marked {
        text: text.to_owned(),
        places: marks.places,
    };
    (whole, marks.reasons)
}

/// The part of a text that answers best.
pub(super) fn excerpt(question: &Question, text: &str) -> (Marked, Vec<Reason>) {
    let marks = Marks::of(question, text);
    let reasons = marks.reasons.clone();
    let (part, marks) = marks.excerpt(text, EXCERPT);
    (told_cut(text, part, marks.places), reasons)
}

/// What stands where something was left out.
const LEFT_OUT: &str = "…";

/// A part that says where it was cut off, and does not begin with the end of a sentence.
fn told_cut(whole: &str, part: &str, mut places: Vec<Range<usize>>) -> Marked {
    let from = part.as_ptr() as usize - whole.as_ptr() as usize;
    let (mut text, mut skipped) = (String::new(), 0);
    if from > 0 {
        let ends = |c: char| c.is_whitespace() || "、。，．,.;:・)）」』】".contains(c);
        skipped = part.len() - part.trim_start_matches(ends).len();
        text.push_str(LEFT_OUT);
    }
    let added = text.len();
    text.push_str(&part[skipped..]);
    if from + part.len() < whole.len() {
        text.push_str(LEFT_OUT);
    }
    places.retain(|place| place.start >= skipped);
    for place in &mut places {
        *place = place.start + added - skipped..place.end + added - skipped;
    }
    Marked { text, places }
}

/// Adds reasons that are not told yet.
pub(super) fn join(reasons: &mut Vec<Reason>, more: Vec<Reason>) {
    for one in more {
        if !reasons.iter().any(|told| told.typed == one.typed) {
            reasons.push(one);
        }
    }
}

/// A case for its reader: what they may not know is not looked at.
pub(super) fn of_case(
    question: &Question,
    subject: &str,
    history: &[Recorded<CaseEvent>],
    staff: bool,
) -> Shown {
    let seen = history.iter().filter(|one| staff || one.event.is_public());
    let pieces = seen.flat_map(|one| {
        let opened = matches!(one.event, CaseEvent::Opened(_));
        let place = match (opened, one.event.is_public()) {
            (true, _) => Where::Description,
            (_, true) => Where::Message,
            (_, false) => Where::Note,
        };
        let texts = one.event.said().into_iter().skip(usize::from(opened));
        texts.map(move |text| (place, text.as_str().to_owned()))
    });
    shown(question, subject, pieces.collect())
}

pub(super) fn of_file(question: &Question, name: &str, text: &str) -> Shown {
    shown(question, name, vec![(Where::Body, text.to_owned())])
}

fn shown(question: &Question, title: &str, pieces: Vec<(Where, String)>) -> Shown {
    let (title, mut reasons) = marked(question, title);
    let mut near: Vec<(usize, Where, &str)> = Vec::new();
    for (place, text) in &pieces {
        near.extend(stretches(text).map(|part| (glance(question, part), *place, part)));
    }
    // Where several say as much, the first does.
    near.sort_by_key(|(words, ..)| std::cmp::Reverse(*words));
    let closely = near.iter().filter(|(words, ..)| *words > 0).take(CLOSELY);
    let looked = closely.map(|(_, place, part)| (*place, excerpt(question, part)));
    let best = looked.reduce(|best, one| {
        let says = |(_, (_, reasons)): &(Where, (Marked, Vec<Reason>))| reasons.len();
        if says(&one) > says(&best) { one } else { best }
    });
    let best = best.filter(|(_, (excerpt, _))| !excerpt.places.is_empty());
    match best {
        Some((place, (excerpt, more))) => {
            join(&mut reasons, more);
            Shown {
                title,
                excerpt,
                place,
                reasons,
            }
        }
        None => Shown {
            title,
            excerpt: Marked::default(),
            place: Where::Title,
            reasons,
        },
    }
}

/// A text in stretches that end where a line or a sentence does, if one does.
fn stretches(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let most = rest
            .char_indices()
            .nth(STRETCH)
            .map_or(rest.len(), |(at, _)| at);
        let ends = rest[..most].rfind(['\n', '。']);
        let end = match ends {
            Some(at) if most < rest.len() => {
                at + rest[at..].chars().next().map_or(1, char::len_utf8)
            }
            _ => most,
        };
        let (stretch, behind) = rest.split_at(end);
        rest = behind;
        Some(stretch.trim_end())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b4_an_excerpt_says_where_it_was_cut_and_marks_the_same_words() {
        let whole = "前の文。、録音の保存期間。後の文";
        let at = whole.find("、録音").expect("it is there");
        let part = &whole[at..whole.len() - "後の文".len()];
        let mark = "、".len().."、録音".len();
        let shown = told_cut(whole, part, Vec::from([mark]));
        assert_eq!(shown.text, "…録音の保存期間。…");
        assert_eq!(&shown.text[shown.places[0].clone()], "録音");
        let all = told_cut(whole, whole, Vec::new());
        assert_eq!(all.text, whole, "nothing was left out");
    }
}
