//! What a list of cases has to say, wherever it is said: which columns there are, what stands in their cells, and the list as a
//! file. It knows neither pages nor requests.

pub mod cells;
pub mod columns;
pub mod sheet;
