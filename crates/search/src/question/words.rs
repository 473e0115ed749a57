//! Words by which people ask, beside what they ask for, and how much a word of a question says by what it is.

use crate::analysis::Unit;
use crate::dictionary::Class;
use crate::rank::Weights;

/// Words that are said in any question, as they stand in the index.
const ASKED: &[&str] = &[
    "おしえる",
    "ほしい",
    "わかる",
    "何",
    "伺う",
    "分かる",
    "判る",
    "場合",
    "方法",
    "知る",
    "知りたい",
    "聞く",
    "質問",
    "教える",
    "欲しい",
    "解る",
];

/// Whether a word says that something is asked, and not what.
pub(super) fn asked(term: &str) -> bool {
    ASKED.contains(&term)
}

/// Words by which one leads up to a question or is polite, as they stand in the index: they may be meant, but rarely are
/// (転出届を出したいと思うのですが, どうすればよいですか, お願いします, 幸いです).
const ASIDE: &[&str] = &[
    "ありがたい",
    "いい",
    "お願い",
    "よい",
    "助かる",
    "尋ねる",
    "幸い",
    "思う",
    "有り難い",
    "有難い",
    "良い",
    "願い",
    "願う",
];

/// How much of a question a word is, before how rare it is.
pub(super) fn importance(unit: &Unit, weights: &Weights) -> f32 {
    match unit.class {
        _ if ASIDE.contains(&unit.term.as_str()) => 0.2,
        Class::Verb | Class::Adjective => weights.verb,
        Class::Suffix | Class::Prefix | Class::Counter => weights.suffix,
        Class::Adverb => 0.35,
        Class::Time | Class::Digit => 0.6,
        _ => 1.0,
    }
}
