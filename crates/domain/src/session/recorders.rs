//! Which node a recording is of, where several carry sessions (L8): a stretch is the concern of the node that began it and of those that
//! write its tracks, and of no other.

use jiff::SignedDuration;

/// A node that has not said for so long that it can record is gone.
pub const RECORDER_GONE: SignedDuration = SignedDuration::from_mins(1);

/// A stretch that is told as running, and who has to do with it.
#[derive(Clone, Copy, Debug)]
pub struct Stretch<'a> {
    /// The node that began it; nothing of one from before that was kept.
    pub begun_by: Option<&'a str>,
    /// Nodes that write tracks of it.
    pub writers: &'a [&'a str],
}

impl Stretch<'_> {
    /// Whether it was left behind, as a node sees it that cannot record itself: no other node that lives (`living` can record and
    /// said so lately) writes it or began it. Of one whose beginner is not known, whether any other lives at all.
    pub fn is_left_behind(&self, own: &str, living: &[&str]) -> bool {
        let lives = |node: &str| node != own && living.contains(&node);
        let written = self.writers.iter().any(|node| lives(node));
        let cared_for = match self.begun_by {
            Some(node) => lives(node),
            None => living.iter().any(|node| *node != own),
        };
        !written && !cared_for
    }
}

#[cfg(test)]
mod tests {
    use super::Stretch;

    /// Who began it, who write, which nodes live, and whether it is left behind.
    type Row = (
        Option<&'static str>,
        &'static [&'static str],
        &'static [&'static str],
        bool,
    );

    #[test]
    fn l8_a_stretch_is_left_behind_only_where_no_node_that_lives_has_to_do_with_it() {
        let rows: [Row; 10] = [
            // Begun here, before this node could record no more.
            (Some("own"), &[], &[], true),
            (Some("own"), &["own"], &["own"], true),
            // Another writes on what was begun here.
            (Some("own"), &["own", "b"], &["b"], false),
            // Another's, which lives; and one that is gone.
            (Some("b"), &["b"], &["b"], false),
            (Some("b"), &[], &["b"], false),
            (Some("b"), &["b"], &[], true),
            (Some("b"), &["c"], &["c"], false),
            (Some("b"), &[], &["c"], true),
            // Whoever began it: from before that was kept.
            (None, &[], &["b"], false),
            (None, &["own"], &[], true),
        ];
        for (begun_by, writers, living, left) in rows {
            let stretch = Stretch { begun_by, writers };
            let found = stretch.is_left_behind("own", living);
            assert_eq!(found, left, "{stretch:?} with {living:?}");
        }
    }
}
