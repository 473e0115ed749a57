//! Which stretch of a thing answers a question, with the words marked as they were typed there. Texts come from the store as their
//! reader may have them; the index keeps none.

use std::ops::Range;

use ::search::{Glance, Marks, Question, Reason};
use domain::{case::CaseEvent, event::Recorded};

use super::{
    EXCERPT, Marked,
    budget::{Budget, THING},
};

/// Stretches of a text that are looked at closely.
const CLOSELY: usize = 3;
/// A text is cut into stretches of so many letters.
const STRETCH: usize = 400;
/// A text of so many bytes is looked at closely as a whole.
const WHOLE: usize = 8 << 10;

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

/// The part of a text that answers best: of a long one, of the stretches that say most. Its beginning where nothing of it does, and
/// nothing where too much was to be looked at.
pub(super) fn excerpt(question: &Question, text: &str, budget: &Budget) -> (Marked, Vec<Reason>) {
    if text.len() <= WHOLE && budget.looks(text) {
        return closely(question, text);
    }
    match best(question, &[(Where::Body, text)], budget) {
        Some((_, excerpt, reasons)) => (excerpt, reasons),
        None if budget.is_spent() => Default::default(),
        None => {
            let end = text.char_indices().nth(EXCERPT);
            let begins = &text[..end.map_or(text.len(), |(at, _)| at)];
            (told_cut(text, begins, Vec::new()), Vec::new())
        }
    }
}

fn closely(question: &Question, text: &str) -> (Marked, Vec<Reason>) {
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
    budget: &Budget,
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
        texts.map(move |text| (place, text.as_str()))
    });
    let pieces: Vec<(Where, &str)> = pieces.collect();
    shown(question, subject, &pieces, budget)
}

pub(super) fn of_file(question: &Question, name: &str, text: &str, budget: &Budget) -> Shown {
    shown(question, name, &[(Where::Body, text)], budget)
}

fn shown(question: &Question, title: &str, pieces: &[(Where, &str)], budget: &Budget) -> Shown {
    let (title, mut reasons) = marked(question, title);
    match best(question, pieces, budget) {
        Some((place, excerpt, more)) => {
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

/// Of some texts the stretch that answers best, and where it stands; nothing where none does or too much was to be looked at.
fn best(
    question: &Question,
    pieces: &[(Where, &str)],
    budget: &Budget,
) -> Option<(Where, Marked, Vec<Reason>)> {
    let glance = Glance::of(question);
    let mut near: Vec<(usize, Where, &str)> = Vec::new();
    let mut own = THING;
    let parts = pieces.iter().flat_map(|(place, text)| {
        let parts = stretches(text);
        parts.map(move |part| (*place, part))
    });
    for (place, part) in parts {
        let Some(rest) = own.checked_sub(part.len()) else {
            break;
        };
        if !budget.passes(part) {
            return None;
        }
        own = rest;
        near.push((glance.at(part), place, part));
    }
    // Where several say as much, the first does.
    near.sort_by_key(|(words, ..)| std::cmp::Reverse(*words));
    let near = near.iter().filter(|(words, ..)| *words > 0).take(CLOSELY);
    let near = near.take_while(|(.., part)| budget.looks(part));
    let looked = near.map(|(_, place, part)| (*place, closely(question, part)));
    let best = looked.reduce(|best, one| {
        let says = |(_, (_, reasons)): &(Where, (Marked, Vec<Reason>))| reasons.len();
        if says(&one) > says(&best) { one } else { best }
    });
    let (place, (excerpt, reasons)) =
        best.filter(|(_, (excerpt, _))| !excerpt.places.is_empty())?;
    Some((place, excerpt, reasons))
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
    fn b4_excerpts_look_at_so_much_and_no_more() {
        let question = Question::of("珊瑚色のランプ", ::search::Glossary::embedded());
        let filler = "何も起きませんでした。".repeat(2_000);
        let text = format!("{filler}珊瑚色のランプが点きました。{filler}");
        let pieces: Vec<(Where, &str)> = vec![(Where::Message, text.as_str())];
        let of = |budget: &Budget| shown(&question, "件名", &pieces, budget);
        // All of it is passed over once, and a few stretches are looked at closely.
        let enough = Budget::of(1 << 20);
        assert!(of(&enough).excerpt.text.contains("珊瑚色のランプ"));
        let used = (1 << 20) - enough.left();
        let stretch = STRETCH * 4;
        assert!(used >= text.len() - stretch && used <= text.len() + CLOSELY * stretch * 16);
        // With less than that it is shown without, and what comes behind it costs nothing.
        for little in [0, 1, text.len() / 2, text.len() - stretch] {
            let budget = Budget::of(little);
            let without = of(&budget);
            assert!(without.excerpt.text.is_empty() && without.title.text == "件名");
            assert!(budget.is_spent());
            assert!(excerpt(&question, &text, &budget).0.text.is_empty());
        }
        // Of one thing that is larger than everything, only the beginning is looked at.
        let many: Vec<(Where, &str)> = vec![(Where::Message, text.as_str()); 64];
        let all = Budget::of(64 << 20);
        let found = shown(&question, "件名", &many, &all);
        assert!(found.excerpt.text.contains("珊瑚色のランプ"));
        assert!((64 << 20) - all.left() <= THING + CLOSELY * stretch * 16);
    }

    #[test]
    fn b4_a_long_text_shows_what_a_short_one_would() {
        let question = Question::of("珊瑚色のランプ", ::search::Glossary::embedded());
        let budget = Budget::of(1 << 20);
        let said = "珊瑚色のランプが点きました。";
        let (short, _) = excerpt(&question, &format!("前置きです。{said}"), &budget);
        let filler = "何も起きませんでした。\n".repeat(1_000);
        let (long, reasons) = excerpt(&question, &format!("{filler}{said}"), &budget);
        for excerpt in [&short, &long] {
            let marked = excerpt
                .places
                .iter()
                .map(|place| &excerpt.text[place.clone()]);
            assert!(marked.collect::<String>().contains("珊瑚"), "{excerpt:?}");
        }
        assert!(!reasons.is_empty());
        let (none, _) = excerpt(
            &Question::of("京都", ::search::Glossary::embedded()),
            &filler,
            &budget,
        );
        assert!(none.text.starts_with("何も") && none.places.is_empty());
    }

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
