//! What anybody would try first: words and names with figures behind, and ways over the keyboard (A6). The list is our own and short;
//! a large one of passwords that were lost is the operator's to give ([`super::lost_passwords`]).

use super::passwords;

/// Words and names that the first guesses are made of, the longest first: one may hold another.
#[rustfmt::skip]
const WORDS: [&str; 347] = [
    "administrator", "qwertyasdfgh", "christopher", "playstation", "basketball", "california", "konnichiwa", "manchester",
    "qwertyuiop", "realmadrid", "sweetheart", "volleyball", "aishiteru", "alexander", "asdfghjkl", "australia",
    "barcelona", "beautiful", "butterfly", "chocolate", "christmas", "elizabeth", "hashimoto", "hiroshima", "instagram",
    "kobayashi", "liverpool", "madoguchi", "matsumoto", "microsoft", "minecraft", "nishimura", "pasuwaado", "september",
    "spiderman", "takahashi", "temporary", "tomodachi", "tottenham", "wednesday", "yamaguchi", "babygirl", "baseball",
    "benjamin", "birthday", "business", "changeme", "computer", "corvette", "customer", "database", "december", "dolphins",
    "doraemon", "facebook", "february", "football", "hasegawa", "helpdesk", "himawari", "hokkaido", "iloveyou", "internet",
    "ishikawa", "jennifer", "juventus", "mercedes", "michelle", "nakagawa", "nakamura", "nintendo", "november", "passw0rd",
    "password", "passwort", "pasuwado", "princess", "samantha", "saturday", "sayonara", "security", "starwars", "steelers",
    "sunshine", "superman", "thursday", "vacation", "watanabe", "whatever", "yamamoto", "yamazaki", "yokohama", "account",
    "america", "android", "anthony", "arigato", "arsenal", "blessed", "brother", "charlie", "chelsea", "chicago",
    "company", "cowboys", "daisuki", "default", "desktop", "diamond", "england", "everton", "example", "ferrari",
    "forever", "freedom", "fujisan", "fukuoka", "germany", "hayashi", "heather", "himitsu", "holiday", "january",
    "jessica", "letmein", "manager", "matthew", "melissa", "michael", "mustang", "network", "newyork", "october",
    "okinawa", "packers", "pikachu", "pokemon", "porsche", "printer", "private", "project", "rainbow", "samsung",
    "samurai", "sapporo", "service", "shimizu", "soldier", "support", "takashi", "testing", "trustno", "tuesday",
    "twitter", "warrior", "website", "welcome", "william", "windows", "yankees", "yoshida", "zxcvbnm", "abcabc", "abcdef",
    "access", "amanda", "amazon", "andrew", "ashley", "august", "autumn", "bailey", "banana", "batman", "berlin", "boston",
    "buster", "canada", "change", "cheese", "coffee", "cookie", "create", "dallas", "daniel", "dragon", "eagles", "family",
    "father", "flower", "france", "friday", "friend", "fujita", "fukuda", "george", "ginger", "golden", "golfer", "google",
    "guitar", "hanabi", "hanako", "hannah", "haruka", "heaven", "himari", "hinata", "hockey", "hunter", "ichiro", "iphone",
    "jordan", "joshua", "kaisha", "kawaii", "kazoku", "killer", "kimura", "lakers", "laptop", "london", "lovely", "loveme",
    "maggie", "market", "master", "matrix", "monday", "monkey", "mother", "nagoya", "naruto", "nicole", "nippon", "nissan",
    "number", "office", "ohayou", "oliver", "orange", "pepper", "please", "public", "purple", "qwerty", "ranger", "robert",
    "sakura", "sample", "sasaki", "secret", "sendai", "server", "shadow", "silver", "sister", "soccer", "sophie", "spring",
    "summer", "sunday", "suzuki", "system", "takeda", "tanaka", "taylor", "tennis", "thomas", "totoro", "toyota", "winter",
    "yamada", "yamaha", "admin", "akira", "angel", "apple", "april", "enter", "fujii", "guest", "happy", "harry", "hello",
    "honda", "ikeda", "japan", "jesus", "kenji", "kyoto", "letme", "login", "lucky", "magic", "march", "mazda", "miura",
    "money", "music", "nihon", "ninja", "ogawa", "okada", "osaka", "paris", "pizza", "power", "reset", "saito", "sales",
    "texas", "tokyo", "abcd", "asdf", "baby", "demo", "girl", "goto", "hjkl", "home", "jiro", "kato", "life", "love",
    "mori", "open", "pass", "qwer", "root", "sato", "sony", "taro", "team", "temp", "test", "uiop", "user", "work", "yuka",
    "yuki", "zxcv", "abe", "aoi", "ito", "ota", "yui",
];

/// Rows of a keyboard, each a little further right than the one above.
const ROWS: [&str; 4] = ["1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"];
/// What the figures give with shift, on the usual keyboards.
const SHIFTED: &str = "!@#$%^&*()";

/// Of so many signs there is a chain of letters that may stand for itself.
const A_WORD: usize = 11;

/// Words that make no password better, however many of them there are.
const EMPTY: [&str; 14] = [
    "administrator",
    "madoguchi",
    "changeme",
    "passw0rd",
    "password",
    "passwort",
    "letmein",
    "welcome",
    "qwerty",
    "secret",
    "admin",
    "login",
    "pass",
    "user",
];

/// Next to nothing is left once the words are taken out. Three words that have nothing to do with each other stand for themselves.
pub(super) fn is_made_of(text: &str) -> bool {
    let (mut rest, mut found) = (text.to_owned(), 0);
    for word in WORDS {
        let times = rest.matches(word).count();
        if times > 0 {
            found += if EMPTY.contains(&word) { 0 } else { times };
            rest = rest.replace(word, "");
        }
    }
    found <= 2 && rest.chars().count() <= 2
}

/// Where a sign lies: its row, and how far right in it.
fn key(sign: char) -> Option<(i64, i64)> {
    let sign = match SHIFTED.find(sign) {
        Some(at) => ROWS.first()?.chars().nth(at)?,
        None => sign,
    };
    let row = ROWS.iter().position(|row| row.contains(sign))?;
    let at = ROWS.get(row)?.find(sign)?;
    Some((i64::try_from(row).ok()?, i64::try_from(at).ok()?))
}

/// Most steps lead from a key to itself or to one beside it, as in `1qaz2wsx3edc`.
pub(super) fn walks(signs: &[char]) -> bool {
    let steps = signs.windows(2).filter(|pair| {
        let [a, b] = pair else { return false };
        let (Some((row, at)), Some((other_row, other))) = (key(*a), key(*b)) else {
            return false;
        };
        match row - other_row {
            0 => (at - other).abs() <= 1,
            // A key of the row below lies half a key further right.
            -1 => other == at || other == at - 1,
            1 => at == other || at == other - 1,
            _ => false,
        }
    });
    steps.count() * 10 >= signs.len().saturating_sub(1) * 7
}

/// One word, whichever, and figures that everybody thinks of: in a row, a year, the same over and over.
pub(super) fn is_word_and_figures(plain: &str) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric();
    let plain = plain.trim_matches(is_sign);
    let figures = |c: char| c.is_ascii_digit();
    let (word, number) = match plain.find(figures) {
        Some(0) => {
            let word = plain.trim_start_matches(figures);
            (word, plain.strip_suffix(word).unwrap_or_default())
        }
        Some(at) => plain.split_at(at),
        None => return false,
    };
    let word = word.trim_matches(is_sign);
    let one = word.chars().all(char::is_alphabetic) && word.chars().count() <= A_WORD;
    one && number.chars().all(|c| c.is_ascii_digit()) && is_obvious(number)
}

fn is_obvious(number: &str) -> bool {
    let signs: Vec<char> = number.chars().collect();
    let year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let in_a_row = signs.len() >= 2 && passwords::in_a_row(&signs);
    let same = signs.windows(2).all(|pair| pair.first() == pair.last());
    number.len() < 3 || year || in_a_row || same
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_words_come_first() {
        assert!(WORDS.is_sorted_by_key(|word| std::cmp::Reverse(word.len())));
    }

    #[test]
    fn a6_ways_over_the_keyboard_are_known_and_sentences_are_none() {
        let walk = |text: &str| walks(&text.chars().collect::<Vec<_>>());
        for text in [
            "1qaz2wsx3edc",
            "zaq12wsxcde3",
            "qwertyuiop[]",
            "!qaz@wsx#edc",
            "qazwsxedcrfv",
        ] {
            assert!(walk(text), "{text}");
        }
        for text in [
            "three quiet rivers",
            "correct horse battery",
            "窓口のむこうは青い海だった",
            "k7#pv2!mq9zt",
        ] {
            assert!(!walk(text), "{text}");
        }
    }

    #[test]
    fn a6_a_word_with_figures_that_everybody_thinks_of_is_a_first_guess() {
        for text in [
            "sakura123456",
            "manchester123",
            "tanakahana2024",
            "123456sakura",
            "zebrafish!2025",
            "violoncello1",
        ] {
            assert!(
                is_word_and_figures(text)
                    || is_made_of(&text.replace(|c: char| !c.is_alphabetic(), "")),
                "{text}"
            );
        }
        for text in [
            "three quiet rivers",
            "correcthorsebattery99",
            "k7pv2mq9ztxw",
            "violoncello4927",
        ] {
            assert!(!is_word_and_figures(text), "{text}");
        }
    }
}
