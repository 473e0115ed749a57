//! What finding has to beat: plain BM25 over pairs of letters or over words; and by how much it surely does.

use std::collections::{HashMap, HashSet};

/// Pairs of letters as they stand, in lower case.
pub fn pairs(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != 'ー');
    let pairs = words.flat_map(|word| {
        let letters: Vec<char> = word.chars().collect();
        let pairs = letters
            .windows(2.min(letters.len().max(1)))
            .map(|pair| pair.iter().collect());
        pairs.collect::<Vec<String>>()
    });
    pairs.collect()
}

/// For each question whether its document is among the first ten (k1 1.2, b 0.75).
pub fn found(documents: &[Vec<String>], asked: &[(usize, Vec<String>)]) -> Vec<f64> {
    let mut postings: HashMap<&str, HashMap<usize, f64>> = HashMap::new();
    for (at, document) in documents.iter().enumerate() {
        for term in document {
            *postings.entry(term).or_default().entry(at).or_default() += 1.0;
        }
    }
    let all = documents.len() as f64;
    let average = documents.iter().map(Vec::len).sum::<usize>() as f64 / all;
    let share = |(own, terms): &(usize, Vec<String>)| {
        let mut scores = vec![0.0; documents.len()];
        for term in terms.iter().collect::<HashSet<_>>() {
            let Some(having) = postings.get(term.as_str()) else {
                continue;
            };
            let idf = (1.0 + (all - having.len() as f64 + 0.5) / (having.len() as f64 + 0.5)).ln();
            for (at, often) in having {
                let length = documents[*at].len() as f64 / average;
                scores[*at] += idf * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length));
            }
        }
        let before = scores.iter().enumerate();
        let better = before
            .filter(|(at, score)| **score > scores[*own] || **score == scores[*own] && at < own);
        f64::from(scores[*own] > 0.0 && better.count() < 10)
    };
    asked.iter().map(share).collect()
}

/// What one is better than the other by at the least, in 39 of 40 samples drawn from the questions anew.
pub fn least_difference(one: &[f64], other: &[f64]) -> f64 {
    let differences: Vec<f64> = one
        .iter()
        .zip(other)
        .map(|(one, other)| one - other)
        .collect();
    let mut state = 88_172_645_463_325_252_u64;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % differences.len() as u64) as usize
    };
    let mut means: Vec<f64> = (0..1000)
        .map(|_| {
            differences.iter().map(|_| differences[draw()]).sum::<f64>() / differences.len() as f64
        })
        .collect();
    means.sort_by(f64::total_cmp);
    means[25]
}
