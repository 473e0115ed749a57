//! What readers made of an article, and what was looked for in vain (B3, B4). What a few did says something about them, so it
//! counts for others only when enough accounts did so.

/// What moves an article for others takes so many accounts.
pub const FEWEST: i64 = 5;

/// Words that were looked for in vain are shown to writers from so many accounts on.
pub const ASKED_BY: i64 = 3;

/// How far up an article goes whose readers of so many accounts said that it solved their trouble: steps, so that no single
/// account is seen to move it.
pub fn lift(accounts: i64) -> u8 {
    match accounts {
        ..FEWEST => 0,
        FEWEST..20 => 1,
        20..80 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b3_a_few_accounts_move_nothing() {
        for (accounts, steps) in [(0, 0), (4, 0), (5, 1), (19, 1), (20, 2), (80, 3), (900, 3)] {
            assert_eq!(lift(accounts), steps, "{accounts}");
        }
    }
}
