//! How values are written in a PDF file, as far as it takes to find one in a dictionary.

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

/// Part of a name, a number or a word.
fn is_plain(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

/// Where the next thing stands: behind spaces and remarks.
pub fn skipped(bytes: &[u8], from: usize) -> usize {
    let mut at = from.min(bytes.len());
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            let rest = bytes[at..].iter();
            at += rest.take_while(|byte| !b"\r\n".contains(byte)).count();
        } else if is_space(byte) {
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// Where the value that begins here ends; that it names another object belongs to it. Nothing where it does not end.
pub fn ended(bytes: &[u8], at: usize) -> Option<usize> {
    let end = one_ended(bytes, at)?;
    let names = || {
        digits(&bytes[at..end])?;
        let begins = skipped(bytes, end);
        let ends = one_ended(bytes, begins)?;
        digits(&bytes[begins..ends])?;
        let begins = skipped(bytes, ends);
        let ends = one_ended(bytes, begins)?;
        (&bytes[begins..ends] == b"R").then_some(ends)
    };
    Some(names().unwrap_or(end))
}

fn one_ended(bytes: &[u8], from: usize) -> Option<usize> {
    let (mut at, mut depth) = (from, 0_usize);
    loop {
        let rest = bytes.get(at..)?;
        at += match rest {
            [b'<', b'<', ..] => {
                depth += 1;
                2
            }
            [b'>', b'>', ..] => {
                depth = depth.checked_sub(1)?;
                2
            }
            [b'[', ..] => {
                depth += 1;
                1
            }
            [b']', ..] => {
                depth = depth.checked_sub(1)?;
                1
            }
            [b'<', ..] => rest.iter().position(|byte| *byte == b'>')? + 1,
            [b'(', ..] => string(rest)?,
            [b'/', more @ ..] => 1 + plain(more),
            _ => Some(plain(rest)).filter(|length| *length > 0)?,
        };
        if depth == 0 {
            return Some(at);
        }
        at = skipped(bytes, at);
    }
}

fn plain(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| is_plain(**byte)).count()
}

/// How long a string is, with what it stands in; brackets within it come in pairs, or behind a backslash.
fn string(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// What a dictionary says under a name.
pub fn value<'d>(dictionary: &'d [u8], name: &[u8]) -> Option<&'d [u8]> {
    let mut at = skipped(dictionary, 2);
    while let Some(b'/') = dictionary.get(at) {
        let ends = one_ended(dictionary, at)?;
        let is_it = &dictionary[at + 1..ends] == name;
        let begins = skipped(dictionary, ends);
        let ends = ended(dictionary, begins)?;
        if is_it {
            return dictionary.get(begins..ends);
        }
        at = skipped(dictionary, ends);
    }
    None
}

/// The numbers of an array.
pub fn numbers(array: &[u8]) -> Option<Vec<u64>> {
    let inner = array.strip_prefix(b"[")?.strip_suffix(b"]")?;
    let words = inner.split(|byte| is_space(*byte));
    let words = words.filter(|word| !word.is_empty());
    words.map(digits).collect()
}

/// A number that is written in digits alone.
pub fn digits(bytes: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(bytes).ok()?;
    let all = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| all)
}

/// The number of the object that a value names.
pub fn reference(value: &[u8]) -> Option<u64> {
    let named = value.strip_suffix(b"R")?;
    let mut words = named.split(|byte| is_space(*byte));
    digits(words.next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DICTIONARY: &[u8] =
        b"<< /A 1/B/Encrypt /C (a \\) ( /ID ) b)/D <2f> % /ID 9\n/E [ << /ID 3 >> (]) 5 0 R ] /F << /ID 4 >>\r\n\
        /ID[<00> (/W)]/W [1 2 1] /Encrypt 12 0 R /G null /H -1.5 >>";

    #[test]
    fn c13_values_are_found_by_their_names_and_nowhere_else() {
        for (name, found) in [
            (&b"A"[..], Some(&b"1"[..])),
            (b"B", Some(b"/Encrypt")),
            (b"C", Some(b"(a \\) ( /ID ) b)")),
            (b"D", Some(b"<2f>")),
            (b"F", Some(b"<< /ID 4 >>")),
            (b"ID", Some(b"[<00> (/W)]")),
            (b"W", Some(b"[1 2 1]")),
            (b"Encrypt", Some(b"12 0 R")),
            (b"G", Some(b"null")),
            (b"H", Some(b"-1.5")),
            (b"I", None),
        ] {
            let said = String::from_utf8_lossy(name);
            assert_eq!(value(DICTIONARY, name), found, "{said}");
        }
        assert_eq!(ended(DICTIONARY, 0), Some(DICTIONARY.len()));
        for length in 0..DICTIONARY.len() {
            assert_eq!(ended(&DICTIONARY[..length], 0), None, "{length}");
        }
        assert_eq!(reference(b"12 0 R"), Some(12));
        assert_eq!(reference(b"<< >>"), None);
        assert_eq!(numbers(b"[1 2 1]"), Some(vec![1, 2, 1]));
        assert_eq!(numbers(b"[]"), Some(Vec::new()));
        assert_eq!(numbers(b"[1 x]"), None);
        assert_eq!(digits(b""), None);
        assert_eq!(digits(b"+5"), None);
    }

    proptest::proptest! {
        #[test]
        fn c13_whatever_is_written_has_an_end_or_none(
            bytes in proptest::collection::vec(proptest::sample::select(&b"<>[](){}/%\\ \n1R"[..]), 0..60),
            from in 0_usize..70,
        ) {
            if let Some(end) = ended(&bytes, from) {
                proptest::prop_assert!(end > from && end <= bytes.len());
            }
            let _ = value(&bytes, b"1");
            let _ = numbers(&bytes);
            let _ = reference(&bytes);
        }
    }
}
