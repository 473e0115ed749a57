//! What the parts of a score weigh, chosen over all judged collections together.

/// What the parts of a score weigh.
#[derive(Debug, Clone, Copy)]
pub struct Weights {
    pub title: f32,
    /// How much length counts, in titles and texts.
    pub title_length: f32,
    pub text_length: f32,
    pub saturation: f32,
    pub same: f32,
    pub near: f32,
    /// What is said without a word of its own.
    pub said: f32,
    pub asked_for: f32,
    pub reading: f32,
    /// All parts of a word where the word itself is not.
    pub parts: f32,
    /// One part of a word, by itself.
    pub part: f32,
    pub latin_part: f32,
    /// The verb that one is a form of (出せる: 出す).
    pub plain: f32,
    pub verb: f32,
    pub suffix: f32,
    pub pairs: f32,
    pub kanji: f32,
    /// Words that stand beside each other as they were typed.
    pub beside: f32,
    /// The part of a score that hangs on how much of the question is answered.
    pub coverage: f32,
    /// A document is found where it has so much of what was asked, by what the words weigh.
    pub enough: f32,
    /// Of a question with more words than these much less is enough: who tells a story does not expect to read it again.
    pub words: f32,
}

pub const WEIGHTS: Weights = Weights {
    title: 5.0,
    title_length: 0.7,
    text_length: 0.75,
    saturation: 2.0,
    same: 1.0,
    near: 0.55,
    said: 0.7,
    asked_for: 0.1,
    reading: 1.3,
    parts: 0.5,
    part: 0.45,
    latin_part: 0.6,
    plain: 0.8,
    verb: 0.6,
    suffix: 0.5,
    pairs: 0.3,
    kanji: 0.15,
    beside: 0.4,
    coverage: 0.3,
    enough: 0.5,
    words: 2.0,
};
