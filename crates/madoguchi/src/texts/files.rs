//! Files in words: how large, and why one is not taken (C13).

use domain::{desk::Attachments, file::NotTaken, knowledge::images};

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

    /// What files are held to: how many go at once, how large each may be, and of which kinds.
    pub fn limits(&self, limits: &Attachments) -> String {
        let t = self;
        let kinds = limits.types.join(t.say("list-separator"));
        let (most, each) = (limits.per_message.to_string(), t.size(limits.bytes_each));
        let said = [
            ("size", each.as_str().into()),
            ("kinds", kinds.as_str().into()),
        ];
        let told = match limits.per_message {
            1 => t.with("files-limits-one", said),
            _ => {
                let most = [("most", most.as_str().into())];
                t.with("files-limits", most.into_iter().chain(said))
            }
        };
        match &limits.transfer {
            Some(large) if large.bytes_each > limits.bytes_each => {
                let large = t.one("files-large", "size", t.size(large.bytes_each));
                format!("{told}{}{large}", t.say("sentence-separator"))
            }
            _ => told,
        }
    }

    /// Why something was not taken as an image, with what to do instead.
    pub fn image_not_taken(&self, name: &str, why: images::NotTaken) -> String {
        use images::NotTaken::{Broken, Empty, NoRoom, NotAnImage, TooLarge, TooManyPixels};
        let named = |key: &str| self.one(key, "name", name);
        let most =
            |key: &str, max: String| self.with(key, [("name", name.into()), ("max", max.into())]);
        match why {
            Empty => named("file-empty"),
            TooLarge { max } => most("file-too-large", self.size(max)),
            NotAnImage => named("image-not-one"),
            Broken => named("image-broken"),
            TooManyPixels { max } => {
                let millions = i64::try_from(max / 1_000_000).unwrap_or(i64::MAX);
                most("image-too-many-pixels", self.number(millions))
            }
            NoRoom => named("image-no-room"),
        }
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
            NotTaken::Crumbs { least } => {
                let least = t.size(*least);
                t.with(
                    "file-crumbs",
                    [("name", name.into()), ("least", least.as_str().into())],
                )
            }
            NotTaken::NoRoom => named("file-no-room"),
        }
    }
}
