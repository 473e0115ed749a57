//! How alike two subjects are, in any language: pairs of neighbouring signs, in which what only carries grammar counts less.
//! Says nothing of what a case is about.

use std::collections::BTreeMap;

/// From here on two subjects are taken to speak of the same thing.
pub const ALIKE: f64 = 0.5;
/// A shorter subject says too little, in signs.
const SHORTEST: usize = 3;

/// What is left of a subject to compare: letters and digits alone, narrow and small, half-width katakana full.
pub fn plain(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            'ｦ'..='ﾝ' => HALF
                .chars()
                .nth(u32::from(c).saturating_sub(u32::from('ｦ')) as usize)
                .unwrap_or(c),
            _ => c,
        };
        // Voice marks that stand apart are left out on both sides.
        if c.is_alphanumeric() || c == 'ー' {
            all.extend(c.to_lowercase());
        }
    }
    all
}

/// Katakana in the order of their half-width signs, from ｦ on.
const HALF: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// Pairs of neighbours with how often they stand there.
fn pairs(plain: &str) -> BTreeMap<[char; 2], u32> {
    let mut all = BTreeMap::new();
    let signs: Vec<char> = plain.chars().collect();
    for pair in signs.windows(2) {
        if let [a, b] = *pair {
            *all.entry([a, b]).or_insert(0) += 1;
        }
    }
    all
}

/// Endings and particles say less than names of things.
fn weight(pair: &[char; 2]) -> f64 {
    let soft = |c: &char| matches!(c, 'ぁ'..='ゖ');
    match pair.iter().all(soft) {
        true => 0.25,
        false => 1.0,
    }
}

/// From 0, nothing in common, to 1, the same.
pub fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (plain(a), plain(b));
    if a.chars().count() < SHORTEST || b.chars().count() < SHORTEST {
        return if a == b && !a.is_empty() { 1.0 } else { 0.0 };
    }
    let (a, b) = (pairs(&a), pairs(&b));
    let sum = |all: &BTreeMap<[char; 2], u32>| -> f64 {
        all.iter()
            .map(|(pair, n)| weight(pair) * f64::from(*n))
            .sum()
    };
    let both: f64 = a
        .iter()
        .filter_map(|(pair, n)| Some(weight(pair) * f64::from(*n.min(b.get(pair)?))))
        .sum();
    2.0 * both / (sum(&a) + sum(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c5_subjects_that_speak_of_the_same_are_told_from_others() {
        for (a, b, alike) in [
            ("録音が再生できない", "通話録音が再生できません", true),
            ("ログインできない", "ログインができません（至急）", true),
            ("ログインできない", "印刷できない", false),
            ("会議に参加できない", "録音が再生できない", false),
            (
                "会議に参加すると音声が途切れる",
                "音声が会議中に途切れる",
                true,
            ),
            ("ﾚﾎﾟｰﾄの数値が合わない", "レポートの数値が合わない", true),
            ("ＡＰＩのエラー", "APIのエラー", true),
            (
                "Cannot play recordings",
                "Recordings cannot be played",
                true,
            ),
            ("Cannot play recordings", "Cannot sign in", false),
            ("How do I add a user?", "How to add users", true),
            ("How do I add a user?", "How do I export a report?", false),
            ("質問", "質問", true),
            ("", "", false),
        ] {
            let found = likeness(a, b);
            assert_eq!(found >= ALIKE, alike, "{a} / {b}: {found}");
        }
    }

    proptest::proptest! {
        #[test]
        fn c5_likeness_is_mutual_and_whole_for_the_same(a in ".{0,40}", b in ".{0,40}") {
            let there = likeness(&a, &b);
            proptest::prop_assert!((0.0..=1.0 + 1e-9).contains(&there));
            proptest::prop_assert!((there - likeness(&b, &a)).abs() < 1e-9);
            if !plain(&a).is_empty() {
                proptest::prop_assert!((likeness(&a, &a) - 1.0).abs() < 1e-9);
            }
        }
    }
}
