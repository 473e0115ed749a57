//! Work in pieces at once, on as many processors as there are: what is asked of all that a large installation has is answered in
//! a share of the time.

use std::panic::resume_unwind;
use std::sync::LazyLock;

/// What is worth a piece of its own, in terms that documents have: to begin one costs as much as reading a few thousand.
const WORTH: u64 = 60_000;
/// Pieces at most: others ask as well.
const MOST: usize = 4;

static PROCESSORS: LazyLock<usize> =
    LazyLock::new(|| std::thread::available_parallelism().map_or(1, usize::from));

/// Into how many pieces work is cut that costs so much.
pub(super) fn pieces(cost: u64) -> usize {
    let worth = usize::try_from(cost / WORTH).unwrap_or(usize::MAX);
    worth.min(*PROCESSORS).clamp(1, MOST)
}

/// Does this with each piece, all at once; what comes out stands in the order of the pieces.
pub(super) fn each<P: Send, T: Send>(
    pieces: &mut [P],
    work: impl Fn(&mut P) -> T + Sync,
) -> Vec<T> {
    let Some((first, others)) = pieces.split_first_mut() else {
        return Vec::new();
    };
    std::thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> = others
            .iter_mut()
            .map(|piece| scope.spawn(move || work(piece)))
            .collect();
        let mut done = vec![work(first)];
        for other in others {
            // A fault in one piece is a fault of the whole.
            done.push(other.join().unwrap_or_else(|fault| resume_unwind(fault)));
        }
        done
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_costs_little_is_done_in_one_piece() {
        assert_eq!(pieces(0), 1);
        assert_eq!(pieces(WORTH - 1), 1);
        assert_eq!(pieces(u64::MAX), (*PROCESSORS).clamp(1, MOST));
    }

    #[test]
    fn what_comes_out_stands_in_the_order_of_the_pieces() {
        let mut pieces: Vec<u64> = (0..9).collect();
        let done = each(&mut pieces, |piece| {
            *piece *= 10;
            *piece + 1
        });
        assert_eq!(done, (0..9).map(|at| at * 10 + 1).collect::<Vec<u64>>());
        assert_eq!(pieces[8], 80);
        let mut none: [u64; 0] = [];
        assert!(each(&mut none, |_| ()).is_empty());
    }
}
