//! What is skipped does not answer: found with skipping and without, in one piece or in several, it is the same.

use super::find::How;
use super::{Entry, Shelf, Wanted, Within};
use crate::{Glossary, Question};

/// The first ones often, the last ones seldom, so that entries answer by some and not by others.
const WORDS: [&str; 12] = [
    "録音",
    "障害",
    "切断",
    "証明書",
    "再起動",
    "サーバー",
    "契約",
    "印刷",
    "server",
    "timeout",
    "E-1001",
    "京都",
];

#[test]
fn b4_what_is_skipped_does_not_answer() {
    let mut state = 88_172_645_463_325_252_u64;
    let mut roll = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state).unwrap_or(0) % below
    };
    let shelf = Shelf::in_memory().unwrap();
    for id in 0..400 {
        let mut text = String::new();
        for _ in 0..1 + roll(6) {
            text.push_str(WORDS[roll(WORDS.len()).min(roll(WORDS.len()))]);
            text.push_str(["が", "の", "。"][roll(3)]);
        }
        let reader = ["public", "account:1", "account:2"][roll(3)];
        let entry = Entry {
            id: id / 2,
            title: ["", "録音の障害", "契約"][roll(3)],
            text: &text,
            tags: &[
                reader.to_owned(),
                format!("of:{id}"),
                format!("say:{}", roll(3)),
            ],
            weighs: reader == "public",
            sort: u8::from(id / 2 % 3 == 0),
            lift: u8::try_from(roll(12)).unwrap().saturating_sub(8),
            ..Entry::default()
        };
        shelf.put(&entry).unwrap();
        if id % 90 == 89 {
            shelf.commit("some").unwrap();
        }
    }
    shelf.take_away("of:17", true);
    shelf.commit("all").unwrap();
    let tag = |tag: &str| Within::Tag(tag.to_owned());
    let within = Within::Any(vec![tag("public"), tag("account:1")]);
    let mut found_any = 0;
    for round in 0..200 {
        let words: Vec<&str> = (0..1 + roll(4)).map(|_| WORDS[roll(WORDS.len())]).collect();
        let asked = match round % 5 {
            0 => words.join(" AND "),
            1 => format!("{} -{}", words.join(" "), WORDS[roll(4)]),
            2 => format!("\"{}\"", words.join(" ")),
            _ => words.join(" "),
        };
        let question = Question::of(&asked, Glossary::embedded());
        let alike = ["say:1".to_owned(), "say:2".to_owned()];
        for (most, tags) in [(3, 2), (3, 0), (30, 0), (500, 1)] {
            let mut wanted = Wanted {
                most,
                alike: &alike[..tags],
                sort: (round % 7 == 0).then_some(1),
                ..Wanted::default()
            };
            for _ in 0..2 {
                let look = |skips, pieces, keeps| {
                    let pieces = Some(pieces);
                    let how = How {
                        skips,
                        pieces,
                        keeps,
                    };
                    shelf.look(&question, &within, &wanted, how).unwrap()
                };
                let all = look(false, 1, 1000);
                for (pieces, keeps) in [(1, 1000), (2, 1000), (7, 1000), (1, 100), (3, 100)] {
                    let found = look(true, pieces, keeps);
                    assert_eq!(found, all, "{asked} in {pieces}, keeping {keeps}");
                }
                found_any += all.found.len();
                wanted.behind = all.found.last().map(super::Found::place);
            }
        }
    }
    assert!(found_any > 1000, "{found_any}");
}
