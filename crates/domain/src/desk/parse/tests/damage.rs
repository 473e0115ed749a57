//! Damage at random: told, never a panic.

use proptest::prelude::*;

use super::{SHIPPED, SMALL};
use crate::desk::check;

/// One act of damage to a list of lines.
fn damage(lines: &mut Vec<String>, act: u8, at: usize, other: usize, letter: char) {
    let (at, other) = (at % lines.len(), other % lines.len());
    match act {
        0 => drop(lines.remove(at)),
        1 => lines.insert(other, lines[at].clone()),
        2 => lines.swap(at, other),
        3 => {
            let chars = lines[at].chars().count();
            let cut = lines[at]
                .char_indices()
                .nth(other % chars.max(1))
                .map_or(0, |(i, _)| i);
            lines[at].insert(cut, letter);
        }
        _ => {
            let chars: Vec<char> = lines[at].chars().collect();
            let cut = other % chars.len().max(1);
            lines[at] = chars
                .iter()
                .enumerate()
                .filter(|(i, _)| *i != cut)
                .map(|(_, c)| *c)
                .collect();
        }
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_is_told_and_never_a_panic(
        which in 0..4_usize,
        acts in prop::collection::vec((0..5_u8, any::<usize>(), any::<usize>(), prop::char::any()), 1..12),
    ) {
        let source = [SHIPPED[0], SHIPPED[1], SHIPPED[2], SMALL][which];
        let mut lines: Vec<String> = source.lines().map(str::to_owned).collect();
        for (act, at, other, letter) in acts {
            damage(&mut lines, act, at, other, letter);
        }
        let damaged = lines.join("\n");
        if let Err(found) = check(&damaged) {
            prop_assert!(!found.is_empty());
            let places: Vec<_> = found.iter().map(|f| (f.line, f.column)).collect();
            prop_assert!(places.is_sorted());
            prop_assert!(places.iter().all(|(line, column)| *line >= 1 && *column >= 1 && *line <= lines.len() + 1));
        }
    }
}
