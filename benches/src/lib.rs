//! What the benchmarks share: databases to measure on, a client, the bare limits and the table of what came out.
//! A figure here is a ratio to a limit that was measured in the same run, so it means the same on every machine.

pub mod bare;
pub mod client;
pub mod places;
pub mod room_page;
pub mod seed;
pub mod served;
pub mod table;

/// The middle of some figures; one slow round says nothing.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// As many cases as the benchmarks are run with.
pub fn sizes() -> Vec<usize> {
    let million = std::env::var("MADOGUCHI_BENCH_MILLION").is_ok_and(|v| v == "1");
    let mut sizes = vec![1_000, 100_000];
    sizes.extend(million.then_some(1_000_000));
    sizes
}
