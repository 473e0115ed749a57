//! How good finding is, over documents, questions and judgements in tables: share found, order, and time. Finds on a shelf, by
//! the way that the product does. Knows nothing of where the tables come from.

use std::time::{Duration, Instant};

use foldhash::{HashMap, HashMapExt as _};

use crate::glossary::Glossary;
use crate::question::Question;
use crate::shelf::{Broken, Entry, Shelf, Wanted, Within};

/// A row that is not as it must be, by table and line (from 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub table: Table,
    pub line: usize,
    pub what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    Documents,
    Queries,
    Relevant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// How many columns there are, and how many there must be.
    Columns(usize, usize),
    /// An identifier for the second time; the first row counts.
    Twice(String),
    /// A grade that is no whole number from 0 on.
    Grade(String),
    /// A judgement of a query that is not among the queries.
    NoQuery(String),
    /// A judgement of a document that is not among the documents; it counts as one that was not found.
    NoDocument(String),
}

impl What {
    /// Whether the row is ill, rather than of something that is not there.
    pub fn is_ill(&self) -> bool {
        !matches!(self, What::NoQuery(_) | What::NoDocument(_))
    }
}

/// Documents, queries and what of the first answers the second.
#[derive(Debug, Default)]
pub struct Judged<'a> {
    documents: Vec<(&'a str, &'a str)>,
    queries: Vec<&'a str>,
    /// For each query documents and grades; a document that is missing has no number.
    relevant: Vec<Vec<(Option<u32>, u32)>>,
}

/// Means over all queries with at least one answer of grade 1 or more.
#[derive(Debug, Clone, Copy)]
pub struct Measures {
    /// The share of the documents of grade 1 or more among the first ten.
    pub recall: f64,
    /// The order of the first ten, with a gain of 2^grade − 1.
    pub ndcg: f64,
    /// One through the place of the first answer (0 behind the hundredth).
    pub mrr: f64,
    pub p50: Duration,
    pub p95: Duration,
}

impl<'a> Judged<'a> {
    /// Reads tables of columns between tabs: documents (identifier, title, text), queries (identifier, text), judgements
    /// (query, document, grade). Rows that are ill are left out and told.
    pub fn read(
        documents: &'a str,
        queries: &'a str,
        relevant: &'a str,
    ) -> (Judged<'a>, Vec<Fault>) {
        let mut judged = Judged::default();
        let mut faults = Vec::new();
        let mut numbers = HashMap::new();
        for (line, [id, title, text]) in rows(documents, Table::Documents, &mut faults) {
            let next = u32::try_from(judged.documents.len()).unwrap_or(u32::MAX);
            if numbers.contains_key(id) {
                faults.push(Fault {
                    table: Table::Documents,
                    line,
                    what: What::Twice(id.to_owned()),
                });
                continue;
            }
            numbers.insert(id, next);
            judged.documents.push((title, text));
        }
        let mut places = HashMap::new();
        for (line, [id, text]) in rows(queries, Table::Queries, &mut faults) {
            if places.contains_key(id) {
                faults.push(Fault {
                    table: Table::Queries,
                    line,
                    what: What::Twice(id.to_owned()),
                });
                continue;
            }
            places.insert(id, judged.queries.len());
            judged.queries.push(text);
            judged.relevant.push(Vec::new());
        }
        for (line, [query, document, grade]) in rows(relevant, Table::Relevant, &mut faults) {
            let mut fault = |what| {
                faults.push(Fault {
                    table: Table::Relevant,
                    line,
                    what,
                })
            };
            let Ok(grade) = grade.trim().parse::<u32>() else {
                fault(What::Grade(grade.to_owned()));
                continue;
            };
            let Some(place) = places.get(query) else {
                fault(What::NoQuery(query.to_owned()));
                continue;
            };
            let number = numbers.get(document).copied();
            if number.is_none() {
                fault(What::NoDocument(document.to_owned()));
            } else if judged.relevant[*place]
                .iter()
                .any(|(known, _)| *known == number)
            {
                fault(What::Twice(document.to_owned()));
                continue;
            }
            judged.relevant[*place].push((number, grade));
        }
        (judged, faults)
    }

    /// Searches for every query; nothing when no query has an answer.
    pub fn measure(&self, glossary: &Glossary) -> Result<Option<Measures>, Broken> {
        let shelf = self.shelf()?;
        let mut sums = [0.0; 3];
        let mut times = Vec::new();
        for (query, relevant) in self.queries.iter().zip(&self.relevant) {
            if !relevant.iter().any(|(_, grade)| *grade > 0) {
                continue;
            }
            let begun = Instant::now();
            let mut question = Question::of(query, glossary);
            let vocabulary = shelf.vocabulary()?;
            question.mend(&vocabulary);
            let wanted = Wanted {
                most: 100,
                ..Wanted::default()
            };
            let answer = shelf.find(&question, &Within::All(Vec::new()), &wanted)?;
            times.push(begun.elapsed());
            let found = answer.found.iter();
            let found: Vec<u32> = found.filter_map(|one| u32::try_from(one.id).ok()).collect();
            for (sum, value) in sums.iter_mut().zip(of_one(&found, relevant)) {
                *sum += value;
            }
        }
        times.sort_unstable();
        let Some(last) = times.len().checked_sub(1) else {
            return Ok(None);
        };
        #[allow(clippy::cast_precision_loss)]
        let [recall, ndcg, mrr] = sums.map(|sum| sum / times.len() as f64);
        Ok(Some(Measures {
            recall,
            ndcg,
            mrr,
            p50: times[last / 2],
            p95: times[last * 95 / 100],
        }))
    }

    /// The documents, each by its number, as knowledge that is for everybody.
    fn shelf(&self) -> Result<Shelf, Broken> {
        let shelf = Shelf::in_memory()?;
        for (id, (title, text)) in (0..).zip(&self.documents) {
            shelf.put(&Entry {
                id,
                title,
                text,
                until: i64::MAX,
                weighs: true,
                ..Entry::default()
            })?;
        }
        shelf.commit("all")?;
        Ok(shelf)
    }
}

/// Recall and nDCG of the first ten, and one through the place of the first answer.
#[allow(clippy::cast_precision_loss)]
fn of_one(found: &[u32], relevant: &[(Option<u32>, u32)]) -> [f64; 3] {
    let grade = |document: &u32| {
        let judged = relevant.iter().find(|(known, _)| *known == Some(*document));
        judged.map_or(0, |(_, grade)| *grade)
    };
    let gain = |(place, grade): (usize, u32)| {
        (2f64.powf(f64::from(grade)) - 1.0) / (place as f64 + 2.0).log2()
    };
    let answers = relevant.iter().filter(|(_, grade)| *grade > 0).count();
    let hits = found
        .iter()
        .take(10)
        .filter(|document| grade(document) > 0)
        .count();
    let reached: f64 = found
        .iter()
        .take(10)
        .map(&grade)
        .enumerate()
        .map(gain)
        .sum();
    let mut best: Vec<u32> = relevant.iter().map(|(_, grade)| *grade).collect();
    best.sort_unstable_by(|one, other| other.cmp(one));
    let ideal: f64 = best.into_iter().take(10).enumerate().map(gain).sum();
    let first = found.iter().position(|document| grade(document) > 0);
    [
        hits as f64 / answers as f64,
        reached / ideal,
        first.map_or(0.0, |place| 1.0 / (place as f64 + 1.0)),
    ]
}

/// Rows of a table with as many columns as wanted; a text in the last one may hold tabs itself.
fn rows<'a, const N: usize>(
    table: &'a str,
    name: Table,
    faults: &mut Vec<Fault>,
) -> Vec<(usize, [&'a str; N])> {
    let mut rows = Vec::new();
    let table = table.strip_prefix('\u{feff}').unwrap_or(table);
    for (at, line) in table.lines().enumerate() {
        let columns: Vec<&str> = line.splitn(N, '\t').collect();
        match <[&str; N]>::try_from(columns.as_slice()) {
            Ok(columns) => rows.push((at + 1, columns)),
            Err(_) => faults.push(Fault {
                table: name,
                line: at + 1,
                what: What::Columns(columns.len(), N),
            }),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_as_defined() {
        let relevant = [(Some(7), 2), (Some(9), 1), (None, 1), (Some(1), 0)];
        let [recall, ndcg, mrr] = of_one(&[1, 7, 3], &relevant);
        assert!((recall - 1.0 / 3.0).abs() < 1e-9);
        let log = |place: f64| (place + 1.0).log2();
        let ideal = 3.0 / log(1.0) + 1.0 / log(2.0) + 1.0 / log(3.0);
        assert!((ndcg - 3.0 / log(2.0) / ideal).abs() < 1e-9);
        assert!((mrr - 0.5).abs() < 1e-9);
    }

    #[test]
    fn ill_rows_are_told_by_line_and_left_out() {
        let (judged, faults) = Judged::read(
            "a\tT\tx\nb\tT\na\tT\ty\n",
            "1\tx\tx\n2\n1\ty",
            "1\ta\t1\n1\ta\t2\n1\tc\t1\n3\ta\t1\n1\tb\tgood\n",
        );
        let told: Vec<(Table, usize, What)> = faults
            .into_iter()
            .map(|fault| (fault.table, fault.line, fault.what))
            .collect();
        assert_eq!(
            told,
            [
                (Table::Documents, 2, What::Columns(2, 3)),
                (Table::Documents, 3, What::Twice("a".into())),
                (Table::Queries, 2, What::Columns(1, 2)),
                (Table::Queries, 3, What::Twice("1".into())),
                (Table::Relevant, 2, What::Twice("a".into())),
                (Table::Relevant, 3, What::NoDocument("c".into())),
                (Table::Relevant, 4, What::NoQuery("3".into())),
                (Table::Relevant, 5, What::Grade("good".into())),
            ]
        );
        let measured = |judged: &Judged| {
            let measures = judged.measure(&Glossary::default());
            measures.expect("a shelf in memory")
        };
        let measures = measured(&judged).expect("a query has an answer");
        assert!((measures.recall - 0.5).abs() < 1e-9);
        assert!(measured(&Judged::default()).is_none());
    }
}
