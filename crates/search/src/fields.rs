//! Words that narrow what is found (`status:open 担当:自分`), taken out of what somebody types. Knows nothing of what they mean.

use unicode_normalization::UnicodeNormalization;

/// A word of a name and a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrowing {
    /// As it was typed, all of it.
    pub typed: String,
    /// Both in one width and case.
    pub name: String,
    pub value: String,
    /// A minus stands before it.
    pub not: bool,
}

/// Width and case are the same to who looks for something.
fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// The words with a name that is known, and the text without them; others are words like any.
pub fn fields(text: &str, is_known: impl Fn(&str) -> bool) -> (Vec<Narrowing>, String) {
    let mut found = Vec::new();
    let mut rest = String::with_capacity(text.len());
    for word in words(text) {
        match narrowing(word, &is_known) {
            Some(narrowing) => found.push(narrowing),
            None => rest.push_str(word),
        }
    }
    (found, rest)
}

fn narrowing(word: &str, is_known: &impl Fn(&str) -> bool) -> Option<Narrowing> {
    let (not, bare) = match word.strip_prefix(['-', '－', '−']) {
        Some(bare) => (true, bare),
        None => (false, word),
    };
    let (name, value) = bare.split_once([':', '：'])?;
    let name = fold(name);
    let value = fold(value.trim_matches(|sign: char| is_quote(sign) || sign.is_whitespace()));
    (is_known(&name) && !value.is_empty()).then(|| Narrowing {
        typed: word.to_owned(),
        name,
        value,
        not,
    })
}

fn is_quote(sign: char) -> bool {
    matches!(sign, '"' | '“' | '”' | '＂' | '「' | '」')
}

/// The text in words and gaps; what stands in quotation marks is of one word.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut from, mut quoted, mut gap) = (0, false, true);
    for (at, sign) in text.char_indices() {
        quoted ^= is_quote(sign);
        let is_gap = sign.is_whitespace() && !quoted;
        if is_gap != gap && at > from {
            words.push(&text[from..at]);
            from = at;
        }
        gap = is_gap;
    }
    if from < text.len() {
        words.push(&text[from..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(String, String, bool)>, String) {
        let known = |name: &str| ["status", "owner", "会社", "担当"].contains(&name);
        let (found, rest) = fields(text, known);
        let found = found.into_iter().map(|one| (one.name, one.value, one.not));
        (found.collect(), rest.trim().to_owned())
    }

    #[test]
    fn b4_known_names_narrow_and_all_else_is_a_word() {
        let one = |name: &str, value: &str, not| (name.to_owned(), value.to_owned(), not);
        assert_eq!(
            read("status:open 録音 ＯＷＮＥＲ：ＭＥ"),
            (
                vec![one("status", "open", false), one("owner", "me", false)],
                "録音".into()
            )
        );
        assert_eq!(
            read("会社:\"Acme  Corp\" -担当:自分"),
            (
                vec![one("会社", "acme  corp", false), one("担当", "自分", true)],
                String::new()
            )
        );
        for text in [
            "colour:red",
            "http://host:8080/a",
            "status:",
            "12:30",
            "\"status:open\"",
            "ORA-12154: TNS",
            "「status:open」",
        ] {
            assert_eq!(read(text), (vec![], text.into()), "{text}");
        }
    }
}
