//! Images in articles (B4): which of them a text names, and what is taken as one. Knows no bytes.

use std::collections::BTreeSet;

use crate::ImageId;

/// Most bytes of an image, as it is handed in.
pub const MOST_BYTES: u64 = 10 * 1024 * 1024;
/// Most pixels.
pub const MOST_PIXELS: u64 = 25_000_000;
/// Longest side, in pixels.
pub const LONGEST_SIDE: u32 = 16_000;
/// Most pixels of all frames together, where an image moves.
pub const MOST_MOVING: u64 = 10 * MOST_PIXELS;
/// As many of one writer's images can wait for a text that names them.
pub const WAITING: usize = 100;

/// Formats that browsers show, and never run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Png,
    Jpeg,
    Gif,
    WebP,
}

impl Format {
    pub const ALL: [Format; 4] = [Format::Png, Format::Jpeg, Format::Gif, Format::WebP];

    /// As its row and its file's name have it.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Png => "png",
            Format::Jpeg => "jpg",
            Format::Gif => "gif",
            Format::WebP => "webp",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Format::Png => "image/png",
            Format::Jpeg => "image/jpeg",
            Format::Gif => "image/gif",
            Format::WebP => "image/webp",
        }
    }

    pub fn parse(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == extension)
    }
}

/// Why something is not taken as an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    Empty,
    TooLarge {
        max: u64,
    },
    /// Whatever it is called, it holds none of the formats.
    NotAnImage,
    /// It begins like an image and does not go on like one.
    Broken,
    TooManyPixels {
        max: u64,
    },
    /// Too many of this writer's wait already.
    NoRoom,
}

/// Whether something of this size is looked at.
pub fn sized(bytes: u64) -> Result<(), NotTaken> {
    match bytes {
        0 => Err(NotTaken::Empty),
        1..=MOST_BYTES => Ok(()),
        _ => Err(NotTaken::TooLarge { max: MOST_BYTES }),
    }
}

/// Whether so many pixels are unpacked: asked before any is.
pub fn measured(width: u32, height: u32) -> Result<(), NotTaken> {
    let pixels = u64::from(width) * u64::from(height);
    match pixels {
        0 => Err(NotTaken::Broken),
        _ if pixels > MOST_PIXELS || width.max(height) > LONGEST_SIDE => {
            Err(NotTaken::TooManyPixels { max: MOST_PIXELS })
        }
        _ => Ok(()),
    }
}

/// The same of an image that moves, with so many frames by now.
pub fn moving(width: u32, height: u32, frames: u64) -> Result<(), NotTaken> {
    measured(width, height)?;
    let pixels = u64::from(width) * u64::from(height);
    match pixels.saturating_mul(frames) > MOST_MOVING {
        true => Err(NotTaken::TooManyPixels { max: MOST_MOVING }),
        false => Ok(()),
    }
}

/// The address by which a text names an image.
const SCHEME: &str = "image:";

/// An image as a text names it: `![what it shows](image:7)`.
pub fn markdown(alt: &str, id: ImageId) -> String {
    format!("![{alt}]({SCHEME}{id})")
}

/// Which image an address in a text names.
pub fn of_address(address: &str) -> Option<ImageId> {
    let digits = address.strip_prefix(SCHEME)?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let id = digits.parse().ok().filter(|_| plain)?;
    (id > 0).then_some(ImageId(id))
}

/// All images that a text names where an address may stand: behind `](`, and behind `]:` of one that is named elsewhere.
pub fn named(text: &str) -> BTreeSet<ImageId> {
    let mut all = BTreeSet::new();
    for (at, _) in text.match_indices(SCHEME) {
        let before = text[..at].trim_end_matches(['<', ' ', '\t', '\n', '\r']);
        if !before.ends_with("](") && !before.ends_with("]:") {
            continue;
        }
        let address = &text[at..];
        let end = address[SCHEME.len()..]
            .find(|sign: char| !sign.is_ascii_digit())
            .map_or(address.len(), |end| SCHEME.len() + end);
        let ends = address[end..].chars().next();
        if ends.is_none_or(|sign| sign.is_whitespace() || matches!(sign, ')' | '>')) {
            all.extend(of_address(&address[..end]));
        }
    }
    all
}
