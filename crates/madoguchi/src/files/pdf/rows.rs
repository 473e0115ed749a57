//! A table of objects that lies in a stream: rows of numbers, packed, each told by the row before it. It is unpacked up to the row that is
//! asked for, with two rows in memory.

use flate2::{Decompress, FlushDecompress, Status};

use super::{
    super::ranges::{NotRead, Ranges},
    values::{digits, numbers, value},
};

/// So many rows are unpacked: no file has more objects.
const ROWS: u64 = 1 << 22;
/// A row is no wider, in bytes.
const WIDE: usize = 24;
/// So many bytes are taken, and so many are made, at a time.
const TAKEN: u64 = 16 * 1024;
const MADE: usize = 16 * 1024;

/// The row that tells of one object, and how rows are written.
pub struct Rows {
    /// How many bytes each of its three numbers takes.
    widths: [usize; 3],
    wanted: u64,
    packing: Packing,
}

enum Packing {
    None,
    /// Whether each row is told by the one before.
    Deflate {
        by_rows: bool,
    },
}

impl Rows {
    /// By the dictionary of the stream; nothing where the object is not in it, or it is written in a way that nobody uses.
    pub fn of(dictionary: &[u8], number: u64) -> Option<Self> {
        let widths = numbers(value(dictionary, b"W")?)?;
        let widths: Vec<usize> = widths
            .into_iter()
            .filter_map(|width| usize::try_from(width).ok().filter(|width| *width <= 8))
            .collect();
        let widths: [usize; 3] = widths.try_into().ok()?;
        let wide: usize = widths.iter().sum();
        let index = match value(dictionary, b"Index") {
            Some(index) => numbers(index)?,
            None => vec![0, digits(value(dictionary, b"Size")?)?],
        };
        let (mut before, mut wanted) = (0_u64, None);
        for part in index.chunks_exact(2) {
            let place = number.checked_sub(part[0]).filter(|n| *n < part[1]);
            if let Some(place) = place {
                wanted = before.checked_add(place);
                break;
            }
            before = before.checked_add(part[1])?;
        }
        let packing = match value(dictionary, b"Filter").map(only) {
            None => Packing::None,
            Some(b"/FlateDecode") => {
                let how = value(dictionary, b"DecodeParms").map(only);
                let how = how.filter(|how| how.starts_with(b"<<"));
                let says = |name: &[u8]| match how.and_then(|how| value(how, name)) {
                    Some(number) => digits(number),
                    None => Some(1),
                };
                let by_rows = match says(b"Predictor")? {
                    1 => false,
                    10..=15 if says(b"Columns")? == wide as u64 => true,
                    _ => return None,
                };
                Packing::Deflate { by_rows }
            }
            Some(_) => return None,
        };
        let wanted = wanted.filter(|wanted| *wanted < ROWS && (1..=WIDE).contains(&wide));
        wanted.map(|wanted| Self {
            widths,
            wanted,
            packing,
        })
    }

    fn wide(&self) -> usize {
        self.widths.iter().sum()
    }

    /// Where the object lies, as the row says that stands in the stream which begins there.
    pub async fn read(&self, file: &mut Ranges, data: u64) -> Result<Option<u64>, NotRead> {
        let row = match self.packing {
            Packing::None => {
                let wide = self.wide() as u64;
                let from = data.saturating_add(self.wanted * wide);
                Some(file.at(from, wide).await?).filter(|row| row.len() == self.wide())
            }
            Packing::Deflate { by_rows } => self.unpacked(file, data, by_rows).await?,
        };
        Ok(row.and_then(|row| self.place(&row)))
    }

    async fn unpacked(
        &self,
        file: &mut Ranges,
        mut from: u64,
        by_rows: bool,
    ) -> Result<Option<Vec<u8>>, NotRead> {
        let mut inflate = Decompress::new(true);
        let mut rows = Unpacked::new(self.wide(), by_rows);
        let mut made = vec![0_u8; MADE];
        loop {
            let packed = file.at(from, TAKEN).await?;
            if packed.is_empty() {
                return Ok(None);
            }
            let mut rest = &packed[..];
            loop {
                let so_far = (inflate.total_in(), inflate.total_out());
                let Ok(status) = inflate.decompress(rest, &mut made, FlushDecompress::None) else {
                    return Ok(None);
                };
                let taken = length(inflate.total_in() - so_far.0);
                let more = length(inflate.total_out() - so_far.1);
                rest = &rest[taken..];
                for byte in &made[..more] {
                    if let Some(number) = rows.take(*byte)
                        && number == self.wanted
                    {
                        return Ok(rows.latest);
                    }
                }
                if status == Status::StreamEnd {
                    return Ok(None);
                }
                if taken == 0 && more == 0 {
                    break;
                }
                // What is packed small is large, and others have their turn meanwhile.
                tokio::task::yield_now().await;
            }
            from = from.saturating_add(packed.len() as u64);
        }
    }

    /// The second number, where the first says that it is a place.
    fn place(&self, row: &[u8]) -> Option<u64> {
        const PLACE: u64 = 1;
        let [kind, second, _] = self.widths;
        let number = |bytes: &[u8]| {
            let bytes = bytes.iter();
            bytes.fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte))
        };
        let is_place = kind == 0 || number(row.get(..kind)?) == PLACE;
        let place = row.get(kind..kind + second)?;
        is_place.then(|| number(place))
    }
}

/// The one filter there is, or what goes with it, also where it stands in an array.
fn only(value: &[u8]) -> &[u8] {
    let inner = value
        .strip_prefix(b"[")
        .and_then(|inner| inner.strip_suffix(b"]"));
    inner.unwrap_or(value).trim_ascii()
}

fn length(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// Rows as they are unpacked, byte by byte.
struct Unpacked {
    wide: usize,
    by_rows: bool,
    /// As far as it is there, with the byte that says how it is told.
    row: Vec<u8>,
    /// The one before; nothing where it is told in a way that nobody knows.
    latest: Option<Vec<u8>>,
    number: u64,
}

impl Unpacked {
    fn new(wide: usize, by_rows: bool) -> Self {
        Self {
            wide,
            by_rows,
            row: Vec::new(),
            latest: Some(vec![0; wide]),
            number: 0,
        }
    }

    /// The number of the row that ends with this byte, which is the latest one then.
    fn take(&mut self, byte: u8) -> Option<u64> {
        self.row.push(byte);
        if self.row.len() < self.wide + usize::from(self.by_rows) {
            return None;
        }
        let row = std::mem::take(&mut self.row);
        let above = self.latest.take();
        self.latest = match self.by_rows {
            true => above.and_then(|above| told(&row, &above)),
            false => Some(row),
        };
        self.number += 1;
        Some(self.number - 1)
    }
}

/// A row by the way that its first byte names: as it is, or by what stands on its left, above, or both (PNG).
fn told(row: &[u8], above: &[u8]) -> Option<Vec<u8>> {
    let (how, rest) = row.split_first()?;
    let mut found: Vec<u8> = Vec::with_capacity(rest.len());
    let mut corner = 0;
    for (byte, up) in rest.iter().zip(above) {
        let left = found.last().copied().unwrap_or(0);
        let by = match how {
            0 => 0,
            1 => left,
            2 => *up,
            3 => left.midpoint(*up),
            4 => nearest(left, *up, corner),
            _ => return None,
        };
        found.push(byte.wrapping_add(by));
        corner = *up;
    }
    Some(found)
}

/// Which of three is nearest to the first two less the third.
fn nearest(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let far = |one: u8| (guess - i16::from(one)).abs();
    let both = [left, up, corner].into_iter();
    both.min_by_key(|one| far(*one)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c13_rows_are_told_by_those_before_them() {
        let above = [10, 20, 250];
        for (how, found) in [
            (0, Some(vec![1, 2, 10])),
            (1, Some(vec![1, 3, 13])),
            (2, Some(vec![11, 22, 4])),
            (3, Some(vec![6, 15, 142])),
            (4, Some(vec![11, 22, 4])),
            (5, None),
        ] {
            assert_eq!(told(&[how, 1, 2, 10], &above), found, "{how}");
        }
        assert_eq!(nearest(50, 10, 10), 50);
        assert_eq!(nearest(10, 50, 10), 50);
        assert_eq!(nearest(10, 14, 12), 12);
    }

    #[test]
    fn c13_rows_say_how_they_are_written_and_which_is_wanted() {
        let rows = |dictionary: &str, number| {
            let rows = Rows::of(dictionary.as_bytes(), number)?;
            Some((rows.wide(), rows.wanted))
        };
        let plain = "<< /W [1 3 2] /Size 9 >>";
        assert_eq!(rows(plain, 8), Some((6, 8)));
        assert_eq!(rows(plain, 9), None);
        let parts = "<< /W [1 2 0] /Index [3 2 20 5] /Filter [ /FlateDecode ] /Size 25 \
            /DecodeParms [ << /Predictor 12 /Columns 3 >> ] >>";
        assert_eq!(rows(parts, 4), Some((3, 1)));
        assert_eq!(rows(parts, 21), Some((3, 3)));
        assert_eq!(rows(parts, 5), None);
        for odd in [
            "<< /Size 9 >>",
            "<< /W [1 2] /Size 9 >>",
            "<< /W [1 9 1] /Size 9 >>",
            "<< /W [0 0 0] /Size 9 >>",
            "<< /W [1 2 1] >>",
            "<< /W [1 2 1] /Size 9 /Filter /LZWDecode >>",
            "<< /W [1 2 1] /Size 9 /Filter /FlateDecode /DecodeParms << /Predictor 2 >> >>",
            "<< /W [1 2 1] /Size 9 /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 5 >> >>",
        ] {
            assert_eq!(rows(odd, 4), None, "{odd}");
        }
        let endless = "<< /W [1 2 1] /Size 18446744073709551615 >>";
        assert_eq!(rows(endless, ROWS), None);
    }
}
