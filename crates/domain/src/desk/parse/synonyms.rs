//! Words that stand for others when something is looked for (B4): a line each, in the grammar of glossaries, in the desk file itself
//! and in the file that it names. What the words mean to finding is not judged here.

use super::{
    problem::{Problem, What},
    read::{At, Reader, Table},
};

/// Longest line, in characters.
const LONGEST: i64 = 200;

/// Whether a line says which word stands for which, and is no longer than one may be: for whoever reads a glossary's file.
pub fn is_synonym(line: &str) -> bool {
    length(line) <= LONGEST && is_line(line)
}

fn length(line: &str) -> i64 {
    i64::try_from(line.chars().count()).unwrap_or(i64::MAX)
}

impl Reader {
    /// None where the file has none, and names none.
    pub fn synonyms(&mut self, root: &Table) -> Vec<String> {
        let lines = self.list(root, "synonyms");
        self.distinct(What::Synonym, &lines);
        self.judge(&lines, "synonyms");
        let mut all: Vec<String> = lines.into_iter().map(|line| line.it).collect();
        all.extend(self.glossary(root));
        all
    }

    /// The lines of the glossary that the desk file names, which were read along with it.
    fn glossary(&mut self, root: &Table) -> Vec<String> {
        let named = self.maybe_text(root, "glossary");
        let mut read: Vec<(String, Vec<String>)> = Vec::new();
        let keys = ["file", "lines"];
        for table in self.tables(root, "imported_glossary", "imported_glossary", &keys) {
            let file = self.text(&table, "file");
            let lines = self.list(&table, "lines");
            self.judge(&lines, "lines");
            let lines = lines.into_iter().map(|line| line.it).collect();
            read.extend(file.map(|file| (file.it, lines)));
        }
        let Some(named) = named else {
            return Vec::new();
        };
        let found = read.into_iter().find(|(file, _)| *file == named.it);
        match found {
            Some((_, lines)) => lines,
            None => {
                self.wrong(named.at, Problem::FileNotRead { file: named.it });
                Vec::new()
            }
        }
    }

    fn judge(&mut self, lines: &[At<String>], key: &str) {
        for line in lines {
            let given = length(&line.it);
            if given > LONGEST {
                let problem = Problem::OutOfRange {
                    key: key.to_owned(),
                    given,
                    min: 1,
                    max: LONGEST,
                };
                self.wrong(line.at, problem);
            } else if !is_line(&line.it) {
                let given = line.it.clone();
                self.wrong(line.at, Problem::BadSynonym { given });
            }
        }
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
