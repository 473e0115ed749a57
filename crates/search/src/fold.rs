//! One spelling for what people write in several: width, case, marks, iteration marks, kana, long vowels. A folded text
//! knows where each of its letters stood in the text as typed.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A text in one spelling of width and case, katakana and hiragana still apart.
#[derive(Debug, Default)]
pub struct Folded {
    pub letters: Vec<char>,
    /// For each letter where it begins and ends in the text as typed, in bytes.
    places: Vec<(u32, u32)>,
    /// Whether a letter was typed as a capital.
    pub capital: Vec<bool>,
}

impl Folded {
    pub fn of(text: &str) -> Folded {
        let mut folded = Folded::default();
        let mut letters = text.char_indices().peekable();
        while let Some((start, letter)) = letters.next() {
            let mut end = start + letter.len_utf8();
            while let Some((at, mark)) = letters.next_if(|(_, next)| joins(*next)) {
                end = at + mark.len_utf8();
            }
            folded.take(&text[start..end], (place(start), place(end)));
        }
        folded
    }

    fn take(&mut self, piece: &str, place: (u32, u32)) {
        let capital = piece.chars().next().is_some_and(char::is_uppercase);
        let mut push = |letter: char| {
            let letter = match letter {
                '々' | 'ゝ' | 'ヽ' => self.letters.last().copied().unwrap_or(letter),
                'ゞ' | 'ヾ' => self.letters.last().map_or(letter, |last| voiced(*last)),
                '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
                '’' => '\'',
                letter if letter.is_control() && letter != '\n' => ' ',
                letter => letter,
            };
            self.letters.push(letter);
            self.places.push(place);
            self.capital.push(capital);
        };
        if piece.is_ascii() {
            for letter in piece.chars() {
                push(letter.to_ascii_lowercase());
            }
            return;
        }
        for letter in piece.nfkc() {
            if letter.is_alphabetic() && ('\u{c0}'..'\u{2000}').contains(&letter) {
                let plain = letter.nfd().filter(|part| !is_combining_mark(*part));
                plain.flat_map(char::to_lowercase).for_each(&mut push);
            } else {
                letter.to_lowercase().for_each(&mut push);
            }
        }
    }

    /// Where letters `from..to` of the folded text stand in the text as typed, in bytes.
    pub fn typed(&self, from: usize, to: usize) -> (u32, u32) {
        match (self.places.get(from), self.places.get(to.wrapping_sub(1))) {
            (Some(first), Some(last)) if from < to => (first.0, last.1),
            (Some(first), _) => (first.0, first.0),
            _ => (0, 0),
        }
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether a letter belongs to the one before it: marks above, and the half-width voicing marks.
fn joins(letter: char) -> bool {
    matches!(letter, 'ﾞ' | 'ﾟ' | '\u{3099}' | '\u{309a}') || is_combining_mark(letter)
}

fn voiced(letter: char) -> char {
    [letter, '\u{3099}']
        .into_iter()
        .nfc()
        .next()
        .unwrap_or(letter)
}

pub fn is_kana(letter: char) -> bool {
    matches!(letter, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー')
}

pub fn is_kanji(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〆' | 'ヶ')
}

/// Whether a text of the letter's kind has no gaps between words.
pub fn is_japanese(letter: char) -> bool {
    is_kana(letter) || is_kanji(letter)
}

/// A word as it stands in the index: hiragana, without what spellings of one loan word differ in (long vowels at its end,
/// and within longer words; small vowels; ヴ, ヂ, ヅ).
pub fn word(letters: &[char]) -> String {
    let mut folded = String::with_capacity(letters.len() * 3);
    let long = letters.iter().filter(|letter| **letter == 'ー').count();
    let short = letters.len() - long < 4 || !letters.iter().all(|letter| is_kana(*letter));
    for (at, letter) in letters.iter().enumerate() {
        let letter = match letter {
            'ー' if at > 1 && (at + 1 == letters.len() || !short) => continue,
            'ァ'..='ヶ' => char::from_u32(*letter as u32 - 0x60).unwrap_or(*letter),
            _ => *letter,
        };
        folded.push(match letter {
            'ぁ' => 'あ',
            'ぃ' => 'い',
            'ぅ' => 'う',
            'ぇ' => 'え',
            'ぉ' => 'お',
            'ぢ' => 'じ',
            'づ' => 'ず',
            'ゔ' => 'ぶ',
            'を' => 'お',
            letter => letter,
        });
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word_of(text: &str) -> String {
        word(&Folded::of(text).letters)
    }

    #[test]
    fn spellings_of_one_word_are_one() {
        for (one, other) in [
            ("サーバ", "サーバー"),
            ("ｻｰﾊﾞｰ", "サーバー"),
            ("コンピュータ", "コンピューター"),
            ("インターフェース", "インタフェース"),
            ("ゴミ", "ごみ"),
            ("ＰＤＦ", "pdf"),
            ("時々", "時時"),
            ("いすゞ", "いすず"),
            ("Café", "cafe"),
            ("か\u{3099}す", "がす"),
        ] {
            assert_eq!(word_of(one), word_of(other));
        }
        for (one, other) in [
            ("ビル", "ビール"),
            ("おばさん", "おばあさん"),
            ("キー", "き"),
        ] {
            assert_ne!(word_of(one), word_of(other));
        }
    }

    #[test]
    fn a_folded_letter_knows_where_it_was_typed() {
        let typed = "㈱ｻｰﾊﾞの";
        let folded = Folded::of(typed);
        assert_eq!(folded.letters.iter().collect::<String>(), "(株)サーバの");
        let (start, end) = folded.typed(3, 6);
        assert_eq!(&typed[start as usize..end as usize], "ｻｰﾊﾞ");
        let (start, end) = folded.typed(1, 2);
        assert_eq!(&typed[start as usize..end as usize], "㈱");
    }
}
