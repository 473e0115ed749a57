//! Text into markup. Nearly every text of a page holds no sign of markup, which shows in one look over all its bytes; the
//! others take the template library's own way, sign by sign.

use std::fmt;

use askama::filters::{self, Escaper};

/// Escapes what stands in HTML, in text and in quoted attributes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Html;

impl Escaper for Html {
    fn write_escaped_str<W: fmt::Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        match has_markup(string) {
            false => dest.write_str(string),
            true => filters::Html.write_escaped_str(dest, string),
        }
    }
}

/// A text as markup.
pub fn escaped(text: &str) -> String {
    let mut markup = String::with_capacity(text.len());
    // Writing into a string never fails.
    let _ = Html.write_escaped_str(&mut markup, text);
    markup
}

/// Without a way out of the loop, so that it takes many bytes at a time.
fn has_markup(text: &str) -> bool {
    let signs = |found, byte: u8| found | matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'');
    text.bytes().fold(false, signs)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_says_what_the_library_says(text in "[<>&\"'a-c窓口 ]{0,40}|\\PC{0,80}") {
            let (mut ours, mut theirs) = (String::new(), String::new());
            Html.write_escaped_str(&mut ours, &text).unwrap();
            filters::Html.write_escaped_str(&mut theirs, &text).unwrap();
            prop_assert!(!ours.contains(['<', '>', '"', '\'']));
            prop_assert_eq!(ours, theirs);
        }
    }
}
