//! What people read as characters.

use unicode_segmentation::UnicodeSegmentation;

/// Longest message that goes with a transfer, in characters as people count them (L6).
pub const MESSAGE_MAX: usize = 345;

/// How many characters somebody sees who counts them: a letter with its marks is one, and so is a family in one picture. A limit
/// that is told in characters has to agree with whoever counts them; neither bytes nor code points do.
pub fn characters(text: &str) -> usize {
    text.graphemes(true).count()
}
