//! The paths that code names: each leaf of a `use` tree and each `a::b` in
//! between, with its line.

/// A path as it is written, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    pub line: usize,
    pub path: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Colons,
    Sign(char),
}

/// Every path in code that has been freed of comments and strings.
pub fn in_code(code: &str) -> Vec<Named> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let tree = tokens[at].1 == Token::Word("use")
            && !matches!(tokens.get(at + 1), Some((_, Token::Sign('<'))));
        if tree {
            at = use_tree(&tokens, at + 1, &[], &mut found);
        } else {
            at = plain(&tokens, at, &mut found);
        }
    }
    found
}

/// One `a::b::c` of an expression, a type or an attribute.
fn plain(tokens: &[(usize, Token)], from: usize, found: &mut Vec<Named>) -> usize {
    let (line, Token::Word(first)) = tokens[from] else {
        return from + 1;
    };
    let mut path = vec![first.to_owned()];
    let mut at = from + 1;
    while let (Some((_, Token::Colons)), Some((_, Token::Word(next)))) =
        (tokens.get(at), tokens.get(at + 1))
    {
        path.push((*next).to_owned());
        at += 2;
    }
    if path.len() > 1 {
        found.push(Named { line, path });
    }
    at
}

/// One branch of a `use` tree; ends behind its comma, brace or semicolon.
fn use_tree(
    tokens: &[(usize, Token)],
    from: usize,
    above: &[String],
    found: &mut Vec<Named>,
) -> usize {
    let mut path = above.to_vec();
    let mut at = from;
    let mut branched = false;
    while let Some((line, token)) = tokens.get(at) {
        match token {
            Token::Word("as") => at += 2,
            Token::Word(word) => {
                path.push((*word).to_owned());
                at += 1;
            }
            Token::Sign('{') => {
                branched = true;
                at += 1;
                while !matches!(tokens.get(at), None | Some((_, Token::Sign('}')))) {
                    at = use_tree(tokens, at, &path, found);
                    if let Some((_, Token::Sign(','))) = tokens.get(at) {
                        at += 1;
                    }
                }
                at += 1;
            }
            Token::Sign(',' | '}' | ';') => {
                if !branched && path.len() > above.len() {
                    found.push(Named { line: *line, path });
                }
                return if *token == Token::Sign(';') && above.is_empty() {
                    at + 1
                } else {
                    at
                };
            }
            Token::Sign('*') => {
                path.push("*".into());
                at += 1;
            }
            Token::Colons | Token::Sign(_) => at += 1,
        }
    }
    at
}

fn tokens(code: &str) -> Vec<(usize, Token<'_>)> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens = Vec::new();
    let (mut line, mut rest) = (1, code);
    while let Some(first) = rest.chars().next() {
        let length = if word(first) {
            let length = rest.find(|c| !word(c)).unwrap_or(rest.len());
            tokens.push((line, Token::Word(&rest[..length])));
            length
        } else if rest.starts_with("::") {
            tokens.push((line, Token::Colons));
            2
        } else {
            line += usize::from(first == '\n');
            if !first.is_whitespace() {
                tokens.push((line, Token::Sign(first)));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}
