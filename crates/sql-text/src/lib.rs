//! `sql!`, written like `format!`: takes the text of a statement apart where it is compiled, into fixed pieces and what stands
//! between them. What may stand there is `store`'s to say (`store::db::Sql`); this knows nothing of it.

use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// `woven!(maker, "SELECT {COLUMNS} FROM {}", table)` becomes `maker(&["SELECT ", " FROM ", ""], &[&(COLUMNS), &(table)])`.
/// Names stand for what is in sight, empty braces for the arguments in their order; there is nothing else.
#[proc_macro]
pub fn woven(input: TokenStream) -> TokenStream {
    match take_apart(input) {
        Ok(call) => call,
        Err((why, at)) => wrong(&why, at),
    }
}

type Wrong = (String, Span);

fn take_apart(input: TokenStream) -> Result<TokenStream, Wrong> {
    let mut parts = split(input).into_iter();
    let no = |why: &str| (why.to_owned(), Span::call_site());
    let maker = parts.next().ok_or_else(|| no("who makes it is missing"))?;
    let text = parts.next().ok_or_else(|| no("the text is missing"))?;
    let text = bare(text).ok_or_else(|| no("the text has to be written out"))?;
    let span = text.span();
    let (pieces, holes) = pieces(&text.to_string()).map_err(|why| (why, span))?;
    let mut given = parts.filter(|part| !part.is_empty());
    let mut between = Vec::with_capacity(holes.len());
    for hole in holes {
        between.push(match hole {
            Some(name) => TokenStream::from(TokenTree::Ident(Ident::new(&name, span))),
            None => given
                .next()
                .ok_or_else(|| ("an argument is missing".to_owned(), span))?,
        });
    }
    if given.next().is_some() {
        return Err(("an argument is not used".to_owned(), span));
    }
    let pieces = pieces.iter().map(|piece| {
        let mut literal = Literal::string(piece);
        literal.set_span(span);
        TokenStream::from(TokenTree::Literal(literal))
    });
    let between = between.into_iter().map(|part| {
        let mut one = borrow();
        one.extend([TokenTree::Group(Group::new(Delimiter::Parenthesis, part))]);
        one
    });
    let mut both = list(pieces);
    both.extend([comma()]);
    both.extend(list(between));
    let mut call = maker;
    call.extend([TokenTree::Group(Group::new(Delimiter::Parenthesis, both))]);
    Ok(call)
}

/// The literal alone, out of the group in which a macro may have handed it on.
fn bare(text: TokenStream) -> Option<Literal> {
    let mut tokens = text.into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Literal(literal)), None) => Some(literal),
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => {
            bare(group.stream())
        }
        _ => None,
    }
}

/// What stands between the commas.
fn split(input: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in input {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => parts.push(TokenStream::new()),
            _ => {
                if let Some(part) = parts.last_mut() {
                    part.extend([token]);
                }
            }
        }
    }
    parts
}

/// The fixed pieces of a text, and what stands between them: a name, or the next argument.
fn pieces(literal: &str) -> Result<(Vec<String>, Vec<Option<String>>), String> {
    let text = literal
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|text| !text.contains('\\'))
        .ok_or("a text between plain quotes, without a backslash")?;
    let (mut pieces, mut holes) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some((piece, behind)) = rest.split_once('{') {
        let (name, further) = behind.split_once('}').ok_or("a brace is not closed")?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if piece.contains('}') || !name.chars().all(plain) || name.starts_with(char::is_numeric) {
            return Err("braces hold a name or nothing".to_owned());
        }
        pieces.push(piece.to_owned());
        holes.push(Some(name.to_owned()).filter(|name| !name.is_empty()));
        rest = further;
    }
    if rest.contains('}') {
        return Err("a brace is not opened".to_owned());
    }
    pieces.push(rest.to_owned());
    Ok((pieces, holes))
}

fn borrow() -> TokenStream {
    TokenTree::Punct(Punct::new('&', Spacing::Alone)).into()
}

fn comma() -> TokenTree {
    TokenTree::Punct(Punct::new(',', Spacing::Alone))
}

/// `&[a, b]`
fn list(all: impl Iterator<Item = TokenStream>) -> TokenStream {
    let mut inside = TokenStream::new();
    for one in all {
        inside.extend(one);
        inside.extend([comma()]);
    }
    let mut list = borrow();
    list.extend([TokenTree::Group(Group::new(Delimiter::Bracket, inside))]);
    list
}

/// A text that is no statement becomes an error where it stands.
fn wrong(why: &str, at: Span) -> TokenStream {
    let mut said = Literal::string(why);
    said.set_span(at);
    let tokens = [
        TokenTree::Ident(Ident::new("compile_error", at)),
        TokenTree::Punct(Punct::new('!', Spacing::Alone)),
        TokenTree::Group(Group::new(
            Delimiter::Parenthesis,
            TokenTree::Literal(said).into(),
        )),
    ];
    tokens.into_iter().collect()
}
