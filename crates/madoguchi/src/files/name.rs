//! The name of a file as it is shown and given back: as its sender called it, without what could lead elsewhere or look like
//! something else.

use unicode_normalization::UnicodeNormalization;

/// Longest name, in bytes: what common file systems take.
const LONGEST: usize = 200;

/// Names that mean a device to some systems.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A name as it is shown. Nothing in it is a way, a control sign or a change of writing direction, and its extension is what one sees.
pub fn shown(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.nfc().filter(|c| !is_unseen(*c)).map(plain).collect();
    let kept = kept.trim_matches(is_edge);
    // What some systems read as the dot of an extension is one.
    let (stem, extension) = match kept.rsplit_once('.') {
        Some((stem, given)) => match extension(given) {
            // Signs that come to nothing, or to dots, are none.
            empty if empty.is_empty() => return shown(stem),
            extension => (stem, format!(".{extension}")),
        },
        None => (kept, String::new()),
    };
    let stem = stem.trim_end_matches(is_edge);
    let device = stem
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .to_lowercase();
    let stem = match stem.is_empty() || DEVICES.contains(&device.as_str()) {
        true => format!("_{stem}"),
        false => stem.to_owned(),
    };
    let room = LONGEST.saturating_sub(extension.len()).max(1);
    let end = (0..=room.min(stem.len()))
        .rev()
        .find(|end| stem.is_char_boundary(*end))
        .unwrap_or(0);
    let mut name = stem[..end].trim_end_matches(is_edge).to_owned();
    let extension_end = (0..=LONGEST.min(extension.len()))
        .rev()
        .find(|end| extension.is_char_boundary(*end))
        .unwrap_or(0);
    name.push_str(&extension[..extension_end]);
    name
}

/// Dots and gaps, with which no name begins or ends.
fn is_edge(c: char) -> bool {
    c == '.' || c.is_whitespace()
}

/// An extension in plain letters and digits, lower case.
fn extension(given: &str) -> String {
    let folded = given.nfkc().collect::<String>().to_lowercase();
    folded.nfkc().filter(|c| c.is_alphanumeric()).collect()
}

/// Signs that are not seen, or turn around what is.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Signs that mean something to a system, and those that look like them, as a line.
fn plain(c: char) -> char {
    let mut same = std::iter::once(c).nfkc();
    match same.any(|c| {
        matches!(
            c,
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '%'
        ) || c.is_control()
    }) {
        true => '_',
        false => match c {
            '\u{2024}' | '\u{ff0e}' | '\u{fe52}' => '.',
            c => c,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v10_a_name_leads_nowhere_and_shows_what_it_is() {
        for (given, want) in [
            ("報告書 (1).pdf", "報告書 (1).pdf"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\x.png", "x.png"),
            ("C:\\Users\\me\\画面.PNG", "画面.png"),
            ("\u{200b}.htaccess", "htaccess"),
            ("a.php\0.png", "a.php.png"),
            ("a\u{202e}gnp.exe", "agnp.exe"),
            ("a．ｐｎｇ", "a.png"),
            ("a／b.png", "a_b.png"),
            ("con.txt", "_con.txt"),
            ("COM1.log", "_COM1.log"),
            ("", "_"),
            ("...", "_"),
            (".png", "png"),
            ("a.png.", "a.png"),
            ("!.‥", "!"),
            ("a .png", "a.png"),
            ("ﾊﾟｿｺﾝ.log", "ﾊﾟｿｺﾝ.log"),
            ("か\u{3099}.txt", "が.txt"),
            ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
        ] {
            assert_eq!(shown(given), want, "{given:?}");
        }
        let long = "あ".repeat(300) + ".png";
        let kept = shown(&long);
        assert!(kept.len() <= LONGEST && kept.ends_with("あ.png"), "{kept}");
    }

    proptest::proptest! {
        #[test]
        fn any_name_can_be_kept(given in "\\PC{0,300}|.{0,80}") {
            let kept = shown(&given);
            proptest::prop_assert!(!kept.is_empty() && kept.len() <= 2 * LONGEST);
            proptest::prop_assert!(!kept.contains(['/', '\\', '\0', '\n', '"']));
            proptest::prop_assert!(!kept.starts_with('.') && kept != "..");
            proptest::prop_assert_eq!(shown(&kept), kept);
        }
    }
}
