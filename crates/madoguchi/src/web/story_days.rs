//! The days of a story: what is set among them from elsewhere, and what is folded away.

use std::sync::OnceLock;

use domain::Instant;

use super::story::{Day, Item, Look, Said};
use crate::texts::Texts;

/// As many in a row are worth a fold.
const ROW: usize = 4;
/// What happened last stays in sight, so that everybody sees what they have just done.
const LATEST: usize = 3;

impl Said {
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
            lang: "",
            quotes: false,
            covers: false,
            markup: OnceLock::new(),
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

/// Puts the latest first; what is folded away stays so.
pub fn turn(days: &mut [Day]) {
    days.reverse();
    for day in days {
        let mut begins = None;
        for place in 0..day.items.len() {
            if day.items[place].folds.is_some() {
                begins = Some(place);
            }
            if day.items[place].unfolds
                && let Some(first) = begins.take()
            {
                day.items[place].folds = day.items[first].folds.take();
                day.items[place].unfolds = false;
                day.items[first].unfolds = true;
            }
        }
        day.items.reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c17_the_latest_first_keeps_its_folds() {
        let t = Texts::new(
            crate::texts::load(),
            &domain::Language::new("en"),
            jiff::tz::TimeZone::UTC,
        );
        let item = |n: i64, look| {
            let at = Instant::UNIX_EPOCH + jiff::SignedDuration::from_secs(n);
            Item::from(Said::plain(&t, at, format!("e{n}"), look))
        };
        let looks = [
            Look::Customer,
            Look::Event,
            Look::Event,
            Look::Event,
            Look::Event,
            Look::Support,
        ];
        let items = looks.into_iter().zip(0..).map(|(look, n)| item(n, look));
        let mut days = vec![
            Day {
                label: "one".into(),
                items: items.collect(),
            },
            Day {
                label: "two".into(),
                items: vec![item(9, Look::Support)],
            },
        ];
        fold(&t, &mut days);
        assert!(days[0].items[1].folds.is_some() && days[0].items[4].unfolds);
        turn(&mut days);
        assert_eq!(days[0].label, "two");
        let anchors: Vec<&str> = days[1]
            .items
            .iter()
            .map(|one| one.anchor.as_str())
            .collect();
        assert_eq!(anchors, ["e5", "e4", "e3", "e2", "e1", "e0"]);
        let marks = |item: &Item| (item.folds.is_some(), item.unfolds);
        assert_eq!(marks(&days[1].items[1]), (true, false));
        assert_eq!(marks(&days[1].items[4]), (false, true));
    }
}
