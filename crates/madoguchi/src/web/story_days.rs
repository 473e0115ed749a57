//! The days of a story: what is set among them from elsewhere, and what is folded away.

use domain::Instant;

use super::story::{Day, Item, Look};
use crate::texts::Texts;

/// As many in a row are worth a fold.
const ROW: usize = 4;
/// What happened last stays in sight, so that everybody sees what they have just done.
const LATEST: usize = 3;

impl Item {
    /// Something that happened, of which no more is said yet.
    pub fn plain(t: &Texts, at: Instant, anchor: String, look: Look) -> Self {
        Self {
            anchor,
            look,
            who: String::new(),
            role: "",
            time: t.clock(at),
            at: t.machine_time(at),
            full_time: t.long_time(at),
            html: String::new(),
            sentence: String::new(),
            fresh: false,
            lang: "",
            quotes: false,
            covers: false,
            folds: None,
            unfolds: false,
            files: Vec::new(),
            with_files: String::new(),
            home: None,
        }
    }
}

/// Sets an item among the days, behind what happened before it.
pub fn place(days: &mut Vec<Day>, label: String, item: Item) {
    if let Some(day) = days.iter_mut().find(|day| day.label == label) {
        let behind = day.items.iter().position(|one| one.at > item.at);
        day.items.insert(behind.unwrap_or(day.items.len()), item);
        return;
    }
    let later = |day: &Day| day.items.first().is_some_and(|one| one.at > item.at);
    let behind = days.iter().position(later).unwrap_or(days.len());
    let items = vec![item];
    days.insert(behind, Day { label, items });
}

/// Folds away what happened by the way, where much of it stands in a row; of the last day its end stays in sight.
pub fn fold(t: &Texts, days: &mut [Day]) {
    if let [earlier @ .., today] = days {
        earlier
            .iter_mut()
            .for_each(|day| fold_rows(t, &mut day.items));
        let latest = today.items.len().saturating_sub(LATEST);
        fold_rows(t, &mut today.items[..latest]);
    }
}

fn fold_rows(t: &Texts, items: &mut [Item]) {
    for row in items.chunk_by_mut(|one, next| one.look == Look::Event && next.look == Look::Event) {
        let n = i64::try_from(row.len()).unwrap_or(0);
        if let [first, .., last] = row
            && n >= ROW as i64
        {
            first.folds = Some(t.count("story-fold", n));
            last.unfolds = true;
        }
    }
}
