//! What of a text is another than in a text before it: line by line, and within a line that took another's place from where to
//! where. Knows nothing of articles.

/// Lines that are the same around those that are not.
const AROUND: usize = 2;
/// Texts with more pairs of lines than these are told as replaced from their first difference to their last.
const MOST: usize = 4_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Same,
    Gone,
    New,
    /// Here lines that are the same are left out.
    LeftOut,
}

/// A line; its middle is what differs from the line whose place it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub kind: Kind,
    pub before: String,
    pub middle: String,
    pub after: String,
}

impl Line {
    fn of(kind: Kind, text: &str) -> Self {
        Self {
            kind,
            before: text.to_owned(),
            middle: String::new(),
            after: String::new(),
        }
    }

    pub fn is_gone(&self) -> bool {
        self.kind == Kind::Gone
    }

    pub fn is_new(&self) -> bool {
        self.kind == Kind::New
    }

    pub fn is_left_out(&self) -> bool {
        self.kind == Kind::LeftOut
    }
}

/// The lines of both, in order; none where nothing differs.
pub fn lines(one: &str, other: &str) -> Vec<Line> {
    let (own, others): (Vec<&str>, Vec<&str>) = (one.lines().collect(), other.lines().collect());
    if own == others {
        return Vec::new();
    }
    let (mut at, mut to) = (0, 0);
    let mut all = Vec::new();
    let behind = [(own.len(), others.len())];
    for (same, same_there) in shared(&own, &others).into_iter().chain(behind) {
        replaced(&own[at..same], &others[to..same_there], &mut all);
        all.extend(own.get(same).map(|line| Line::of(Kind::Same, line)));
        (at, to) = (same + 1, same_there + 1);
    }
    near(all)
}

/// Places of lines that both have, in an order that both have them in.
fn shared(own: &[&str], others: &[&str]) -> Vec<(usize, usize)> {
    let pairs = || own.iter().zip(others);
    let head = pairs().take_while(|(one, other)| one == other).count();
    let (rest, rests) = (&own[head..], &others[head..]);
    let backwards = rest.iter().rev().zip(rests.iter().rev());
    let tail = backwards.take_while(|(one, other)| one == other).count();
    let (rest, rests) = (&rest[..rest.len() - tail], &rests[..rests.len() - tail]);
    let mut found: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
    if rest.len() * rests.len() <= MOST {
        let inner = longest(rest, rests).into_iter();
        found.extend(inner.map(|(at, to)| (head + at, head + to)));
    }
    let ends = (0..tail).map(|at| (own.len() - tail + at, others.len() - tail + at));
    found.extend(ends);
    found
}

/// As many lines as can be, in an order that both have.
fn longest(own: &[&str], others: &[&str]) -> Vec<(usize, usize)> {
    let wide = others.len() + 1;
    let mut most = vec![0u32; (own.len() + 1) * wide];
    for at in (0..own.len()).rev() {
        for to in (0..others.len()).rev() {
            most[at * wide + to] = match own[at] == others[to] {
                true => most[(at + 1) * wide + to + 1] + 1,
                false => most[(at + 1) * wide + to].max(most[at * wide + to + 1]),
            };
        }
    }
    let (mut at, mut to, mut found) = (0, 0, Vec::new());
    while at < own.len() && to < others.len() {
        if own[at] == others[to] {
            found.push((at, to));
            (at, to) = (at + 1, to + 1);
        } else if most[(at + 1) * wide + to] >= most[at * wide + to + 1] {
            at += 1;
        } else {
            to += 1;
        }
    }
    found
}

/// Lines that took the place of others.
fn replaced(gone: &[&str], new: &[&str], all: &mut Vec<Line>) {
    let parts = |at: usize| match (gone.get(at), new.get(at)) {
        (Some(one), Some(other)) => Some(parted(one, other)),
        _ => None,
    };
    for (kind, lines) in [(Kind::Gone, gone), (Kind::New, new)] {
        for (at, line) in lines.iter().enumerate() {
            let Some((head, tail)) = parts(at) else {
                all.push(Line::of(kind, line));
                continue;
            };
            let end = line.len() - tail;
            all.push(Line {
                kind,
                before: line[..head].to_owned(),
                middle: line[head..end].to_owned(),
                after: line[end..].to_owned(),
            });
        }
    }
}

/// How much two lines have in common at their beginning and at their end, in bytes.
fn parted(one: &str, other: &str) -> (usize, usize) {
    let length = |pairs: usize, letters: &mut dyn Iterator<Item = char>| -> usize {
        letters.take(pairs).map(char::len_utf8).sum()
    };
    let heads = one.chars().zip(other.chars());
    let heads = heads.take_while(|(one, other)| one == other).count();
    let head = length(heads, &mut one.chars());
    let tails = one[head..].chars().rev().zip(other[head..].chars().rev());
    let tails = tails.take_while(|(one, other)| one == other).count();
    (head, length(tails, &mut one.chars().rev()))
}

/// Without the lines that stand far from any that differs.
fn near(all: Vec<Line>) -> Vec<Line> {
    let differs: Vec<usize> = (0..all.len())
        .filter(|at| all[*at].kind != Kind::Same)
        .collect();
    let mut shown: Vec<Line> = Vec::new();
    for (at, line) in all.into_iter().enumerate() {
        let behind = differs.partition_point(|other| *other < at);
        let around = behind.saturating_sub(1)..(behind + 1).min(differs.len());
        if differs[around]
            .iter()
            .any(|other| other.abs_diff(at) <= AROUND)
        {
            shown.push(line);
        } else if shown.last().is_none_or(|last| !last.is_left_out()) {
            shown.push(Line::of(Kind::LeftOut, ""));
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(one: &str, other: &str) -> Vec<String> {
        let line = |line: Line| {
            let sign = match line.kind {
                Kind::Same => " ",
                Kind::Gone => "-",
                Kind::New => "+",
                Kind::LeftOut => "~",
            };
            format!("{sign}{}[{}]{}", line.before, line.middle, line.after)
        };
        lines(one, other).into_iter().map(line).collect()
    }

    #[test]
    fn b4_what_differs_is_told_by_line_and_within_it() {
        assert_eq!(told("a\nb", "a\nb\n"), [""; 0]);
        assert_eq!(
            told("一\n録音は30日間です。\n二", "一\n録音は90日間です。\n二"),
            [
                " 一[]",
                "-録音は[3]0日間です。",
                "+録音は[9]0日間です。",
                " 二[]"
            ]
        );
        assert_eq!(told("", "x"), ["+x[]"]);
        assert_eq!(told("x", ""), ["-x[]"]);
        assert_eq!(told("aa", "a"), ["-a[a]", "+a[]"]);
        let many: String = (0..9).map(|n| format!("{n}\n")).collect();
        assert_eq!(
            told(&many, &format!("{many}end")),
            ["~[]", " 7[]", " 8[]", "+end[]"]
        );
        assert_eq!(told("a\nb\nc", "c\na\nb"), ["+c[]", " a[]", " b[]", "-c[]"]);
    }
}
