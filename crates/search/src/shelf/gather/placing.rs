//! Where the words of a question stand in the documents that may answer it: for what stands near what, and for phrases.

use tantivy::DocSet as _;
use tantivy::postings::Postings as _;
use tantivy::schema::IndexRecordOption;

use super::Gathering;
use crate::analysis::Field;
use crate::question::Question;
use crate::shelf::Broken;

/// Places in texts stand so far behind those in titles.
const BEHIND: u32 = 1 << 20;

impl Gathering<'_> {
    /// Phrases, and words that must not stand there, are looked at in every document that may answer.
    pub(super) fn place_signs(&mut self, question: &Question) -> Result<(), Broken> {
        let words = question.phrases.iter().chain(&question.not).flatten();
        let mut words: Vec<&str> = words.map(String::as_str).collect();
        if words.is_empty() {
            return Ok(());
        }
        words.sort_unstable();
        words.dedup();
        let all: Vec<u32> = (0..u32::try_from(self.index.count()).unwrap_or(u32::MAX)).collect();
        self.place(&all, &words)
    }

    /// Takes in where the words of a question stand in some documents.
    pub fn place_words(&mut self, question: &Question, documents: &[u32]) -> Result<(), Broken> {
        let ways = question.concepts.iter().filter(|concept| concept.counts);
        let ways = ways.flat_map(|concept| &concept.ways);
        let single = ways.filter(|way| way.field == Field::Word && way.terms.len() == 1);
        let mut words: Vec<&str> = single.map(|way| way.terms[0].as_str()).collect();
        words.sort_unstable();
        words.dedup();
        let mut documents = documents.to_vec();
        documents.sort_unstable();
        self.place(&documents, &words)
    }

    /// Documents stand in order.
    fn place(&mut self, documents: &[u32], words: &[&str]) -> Result<(), Broken> {
        self.index.unplace(documents);
        for part in &self.parts {
            let behind = part.first + u32::try_from(part.may.documents.len()).unwrap_or(u32::MAX);
            let from = documents.partition_point(|one| *one < part.first);
            let to = documents.partition_point(|one| *one < behind);
            if from == to {
                continue;
            }
            let own: Vec<(u32, u32)> = documents[from..to]
                .iter()
                .map(|number| (part.may.documents[(number - part.first) as usize], *number))
                .collect();
            for word in words {
                let Some(at) = self.at(Field::Word, word) else {
                    continue;
                };
                for of in 0..2 {
                    let Some(info) = &part.infos[at][of] else {
                        continue;
                    };
                    let option = IndexRecordOption::WithFreqsAndPositions;
                    let inverted = &part.inverted[of][Field::Word as usize];
                    let mut postings = inverted.read_postings_from_terminfo(info, option)?;
                    let offset = if of == 0 { 0 } else { BEHIND };
                    let mut places = Vec::new();
                    for (document, number) in &own {
                        if postings.doc() < *document {
                            postings.seek(*document);
                        }
                        if postings.doc() == *document {
                            postings.positions_with_offset(offset, &mut places);
                            for place in &places {
                                self.index.place(*number, word, *place);
                            }
                        }
                    }
                }
            }
        }
        for document in documents {
            self.index.arrange(*document);
        }
        Ok(())
    }
}
