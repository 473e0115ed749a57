//! A case number as people type it.

/// A case number as typed or pasted: digits of any width, with what stands around them.
pub fn parse_number(text: &str) -> Option<i64> {
    let digits: String = text
        .chars()
        .filter_map(|c| match c {
            '0'..='9' => Some(c),
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
            _ => None,
        })
        .collect();
    digits.parse().ok().filter(|n| *n > 0)
}

/// The case number that a text is, and nothing else: with what people write around one (`#12`, `No. 12`, `ケース 12`), and no other
/// words.
pub fn only_number(text: &str) -> Option<i64> {
    const AROUND: [&str; 7] = ["", "no", "case", "caseno", "ケース", "ケース番号", "番号"];
    let letters: String = text
        .chars()
        .filter(|c| c.is_alphabetic() || *c == 'ー')
        .collect();
    let around = AROUND.contains(&letters.to_lowercase().as_str());
    let digits = text.chars().filter(|c| c.is_numeric());
    // Dots and colons within are of versions, addresses and times.
    let one = !text
        .trim()
        .trim_start_matches(['#', '[', '('])
        .contains([':', '/', ',', '-'])
        && text
            .trim_start_matches(|c: char| !c.is_numeric())
            .split('.')
            .count()
            == 1;
    (around && one && digits.count() > 0)
        .then(|| parse_number(text))
        .flatten()
}
