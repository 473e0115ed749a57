//! Signs in what somebody types: quoted phrases, minus before a word, AND between words. Knows nothing of words.

/// A stretch of what was typed.
pub enum Piece {
    Plain(String),
    Phrase(String),
    Not(String),
    Both,
}

/// The text by its signs: quoted phrases, minus before a word, AND between words.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut behind_gap = true;
    while let Some(letter) = rest.chars().next() {
        let minus = behind_gap
            && matches!(letter, '-' | '－' | '−')
            && rest
                .chars()
                .nth(1)
                .is_some_and(|next| !next.is_whitespace());
        let body = if minus {
            &rest[letter.len_utf8()..]
        } else {
            rest
        };
        let quote = body
            .chars()
            .next()
            .filter(|quote| matches!(quote, '"' | '“' | '”' | '＂'));
        let corners = corners(body).filter(|_| behind_gap);
        let quoted = quote.is_some() || corners.is_some();
        let (piece, length) = match quote {
            None if corners.is_some() => {
                let inner = corners.unwrap_or_default();
                (inner, inner.len() + 2 * '「'.len_utf8())
            }
            Some(quote) => {
                let inner = &body[quote.len_utf8()..];
                let end = inner.find(['"', '”', '“', '＂']).unwrap_or(inner.len());
                let close = inner[end..].chars().next().map_or(0, char::len_utf8);
                (&inner[..end], quote.len_utf8() + end + close)
            }
            None if minus => {
                let end = body.find(char::is_whitespace).unwrap_or(body.len());
                (&body[..end], end)
            }
            None => {
                let end = body.find(|next: char| {
                    next.is_whitespace() || matches!(next, '"' | '“' | '”' | '＂')
                });
                let end = end.unwrap_or(body.len()).max(letter.len_utf8());
                (&body[..end], end)
            }
        };
        let length = length + rest.len() - body.len();
        pieces.push(match (minus, quoted) {
            (true, _) => Piece::Not(piece.to_owned()),
            (false, true) => Piece::Phrase(piece.to_owned()),
            (false, false) if matches!(piece, "AND" | "ＡＮＤ") => Piece::Both,
            (false, false) => Piece::Plain(piece.to_owned()),
        });
        behind_gap = rest[..length].ends_with(char::is_whitespace);
        rest = &rest[length..];
    }
    pieces
}

/// What stands in corner brackets that stand by themselves: within a sentence they name a thing, and are no sign.
fn corners(text: &str) -> Option<&str> {
    let (inner, rest) = text.strip_prefix('「')?.split_once('」')?;
    rest.chars()
        .next()
        .is_none_or(char::is_whitespace)
        .then_some(inner)
}
