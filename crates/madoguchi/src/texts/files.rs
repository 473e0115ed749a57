//! Files in words: how large, and why one is not taken (C13).

use domain::file::NotTaken;

use super::Texts;

impl Texts {
    /// A size in words.
    pub fn size(&self, bytes: u64) -> String {
        let t = self;
        let (mut value, mut unit) = (bytes as f64, "files-bytes");
        for larger in ["files-kb", "files-mb", "files-gb"] {
            if value < 1024.0 {
                break;
            }
            (value, unit) = (value / 1024.0, larger);
        }
        let figure = match unit {
            "files-bytes" => t.number(i64::try_from(bytes).unwrap_or(i64::MAX)),
            _ if value >= 10.0 || value.fract() < 0.05 => format!("{value:.0}"),
            _ => format!("{value:.1}"),
        };
        t.one(unit, "n", figure)
    }

    /// Why a file was not taken, with what to do instead.
    pub fn not_taken(&self, name: &str, why: &NotTaken) -> String {
        let t = self;
        let named = |key: &str| t.one(key, "name", name);
        match why {
            NotTaken::Empty => named("file-empty"),
            NotTaken::TooLarge { max } => {
                let max = t.size(*max);
                t.with(
                    "file-too-large",
                    [("name", name.into()), ("max", max.as_str().into())],
                )
            }
            NotTaken::TooMany { most } => t.count("file-too-many", i64::from(*most)),
            NotTaken::Kind { taken, .. } => {
                let kinds = taken.join(t.say("list-separator"));
                t.with(
                    "file-kind",
                    [("name", name.into()), ("kinds", kinds.as_str().into())],
                )
            }
            NotTaken::OtherContent { named: kind } => t.with(
                "file-other-content",
                [("name", name.into()), ("kind", kind.as_str().into())],
            ),
            NotTaken::Locked => named("file-locked"),
            NotTaken::Threat => named("file-threat"),
            NotTaken::Gone if name.is_empty() => t.say("file-gone").to_owned(),
            NotTaken::Gone => named("file-gone-named"),
            NotTaken::NoRoom => named("file-no-room"),
        }
    }
}
