//! Words that stand for others when something is looked for (B4): a line each, in the grammar of glossaries. What the words mean to
//! finding is not judged here.

use super::{
    problem::{Problem, What},
    read::{Reader, Table},
};

/// Longest line, in characters.
const LONGEST: i64 = 200;

impl Reader {
    /// None where the file has none.
    pub fn synonyms(&mut self, root: &Table) -> Vec<String> {
        let lines = self.list(root, "synonyms");
        self.distinct(What::Synonym, &lines);
        for line in &lines {
            let long = i64::try_from(line.it.chars().count()).unwrap_or(i64::MAX);
            if long > LONGEST {
                let problem = Problem::OutOfRange {
                    key: "synonyms".to_owned(),
                    given: long,
                    min: 1,
                    max: LONGEST,
                };
                self.wrong(line.at, problem);
            } else if !is_line(&line.it) {
                let given = line.it.clone();
                self.wrong(line.at, Problem::BadSynonym { given });
            }
        }
        lines.into_iter().map(|line| line.it).collect()
    }
}

/// `a = b` for words that stand for each other, `a = b > c, d` where only who says the first means the others, `~` for what is
/// merely near.
fn is_line(line: &str) -> bool {
    let all = |part: &str, sign: char, least: usize| {
        let words = || part.split(sign).map(str::trim);
        words().count() >= least && words().all(|word| word.chars().any(char::is_alphanumeric))
    };
    match line.split_once(['>', '~']) {
        Some((words, others)) => {
            let plain = !others.contains(['>', '~', '=']);
            plain && all(words, '=', 1) && all(others, ',', 1)
        }
        None => all(line, '=', 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_which_word_stands_for_which() {
        for line in [
            "クローズ = 終了",
            "a = b = c",
            "いくら > 料金, 費用",
            "a = b ~ c",
            "C# = シーシャープ",
        ] {
            assert!(is_line(line), "{line}");
        }
        for line in [
            "",
            "a",
            "a =",
            "= a",
            "a > ",
            "a > b > c",
            "a > b,",
            "a > b = c",
            "a = ※",
            "# a",
        ] {
            assert!(!is_line(line), "{line}");
        }
    }
}
