//! What the first bytes of a file show.

use domain::file::Content;

use super::locked::is_locked;

/// So many bytes are looked at.
pub const HEAD: usize = 64 * 1024;

/// What a file is by its first bytes, whatever it is called.
pub fn seen(head: &[u8]) -> Content {
    let found = infer::get(head);
    // Formats of text are told by their words, not by signatures.
    let found = found.filter(|kind| kind.matcher_type() != infer::MatcherType::Text);
    let is_text = found.is_none() && reads_as_text(head);
    Content {
        format: found.map(|kind| kind.extension().to_owned()),
        is_text,
        is_locked: is_locked(head, head),
    }
}

/// Text in one of the encodings that files of our customers come in.
fn reads_as_text(head: &[u8]) -> bool {
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        let encoding = match head[0] {
            0xff => encoding_rs::UTF_16LE,
            _ => encoding_rs::UTF_16BE,
        };
        let (text, broken) = encoding.decode_without_bom_handling(&head[2..head.len() & !1]);
        return !broken && is_plain(&text);
    }
    let whole = match std::str::from_utf8(head) {
        Ok(text) => Some(text),
        // The last sign may be cut off.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    };
    if let Some(text) = whole {
        return is_plain(text);
    }
    [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP]
        .into_iter()
        .any(|encoding| {
            // Of a sign that is cut off at the end, the first half alone is there.
            [head, &head[..head.len().saturating_sub(1)]]
                .into_iter()
                .any(|head| {
                    let (text, broken) = encoding.decode_without_bom_handling(head);
                    !broken && is_plain(&text)
                })
        })
}

fn is_plain(text: &str) -> bool {
    text.chars().all(|c| {
        !c.is_control()
            || matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}' | '\u{8}')
            || c >= '\u{80}'
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c13_content_is_seen_whatever_the_name() {
        let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode("エラー: 接続できません");
        for (bytes, text) in [
            (&b"GET / HTTP/1.1\r\n"[..], true),
            ("エラー\n".as_bytes(), true),
            (&sjis, true),
            (&"エラー".as_bytes()[..8], true),
            (b"\xff\xfea\0b\0", true),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", false),
            (b"a\0b", false),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", false),
            (b"", true),
        ] {
            assert_eq!(seen(bytes).is_text, text, "{bytes:?}");
        }
        assert_eq!(
            seen(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").format.as_deref(),
            Some("png")
        );
        assert!(seen(b"PK\x03\x04\x14\0\x01\0\0\0").is_locked);
        assert!(!seen(b"PK\x03\x04\x14\0\x00\0\0\0").is_locked);
        // Markup is text: what it would do in a browser is not asked.
        assert!(seen(b"<html><script>alert(1)</script>").is_text);
    }
}
