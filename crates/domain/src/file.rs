//! Files that people hand in (C13): what of them is taken, by number, size, name and content. Knows no bytes: what they look like
//! comes in as [`Content`].

use crate::desk::Attachments;

/// What the first bytes of a file show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The extension that signatures of formats give, in lower case; nothing where none is known.
    pub format: Option<String>,
    /// It reads as text.
    pub is_text: bool,
    /// It opens with a password only, so that nobody can look for harm in it.
    pub is_locked: bool,
}

/// A file as it lies ready to be attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ready {
    pub id: crate::FileId,
    /// As it is shown.
    pub name: String,
    pub bytes: u64,
    /// Its extension, in lower case.
    pub kind: String,
    /// SHA-256 of what it holds, in hexadecimal.
    pub sha256: String,
}

/// Why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTaken {
    Empty,
    TooLarge {
        max: u64,
    },
    /// So many go with one message.
    TooMany {
        most: u16,
    },
    /// Its name has an extension that the desk does not take, or none.
    Kind {
        given: String,
        taken: Vec<String>,
    },
    /// It holds something else than its name says.
    OtherContent {
        named: String,
    },
    /// It opens with a password only.
    Locked,
    /// Something harmful was found in it.
    Threat,
    /// It is there no more, or never was.
    Gone,
    /// It came in very many pieces that hold less than so many bytes.
    Crumbs {
        least: u64,
    },
    /// So much lies in the account already, or with its sender, that there is no room.
    NoRoom,
}

/// The extension of a name, in lower case; empty where there is none.
pub fn extension(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_lowercase(),
        _ => String::new(),
    }
}

/// Kinds of which every file reads as text.
const TEXTS: [&str; 18] = [
    "txt", "log", "csv", "tsv", "json", "har", "xml", "md", "yaml", "yml", "ini", "conf", "toml",
    "sql", "eml", "ics", "html", "svg",
];

/// Formats that a signature gives for a kind, where they are called otherwise than the kind.
const ALSO: [(&str, &[&str]); 20] = [
    ("jpeg", &["jpg"]),
    ("jpg", &["jpeg"]),
    ("gz", &["gzip"]),
    ("tgz", &["gz"]),
    ("tif", &["tiff"]),
    ("docx", &["zip"]),
    ("xlsx", &["zip"]),
    ("pptx", &["zip"]),
    ("odt", &["zip"]),
    ("ods", &["zip"]),
    ("odp", &["zip"]),
    ("doc", &["ole", "msi"]),
    ("xls", &["ole", "msi"]),
    ("ppt", &["ole", "msi"]),
    ("mov", &["mp4", "qt"]),
    ("mp4", &["m4v", "mov"]),
    ("msi", &["ole", "doc", "xls", "ppt"]),
    ("apk", &["zip", "jar"]),
    ("jar", &["zip", "apk"]),
    ("msix", &["zip"]),
];

/// Kinds that are archives, and lie in a wrapper of the older kind of office files once they have a password.
const WRAPPED: [&str; 3] = ["docx", "xlsx", "pptx"];
/// What signatures call that wrapper.
const WRAPPERS: [&str; 5] = ["ole", "msi", "doc", "xls", "ppt"];

impl Attachments {
    /// Whether a file of this name, size and content is taken.
    pub fn take(&self, name: &str, bytes: u64, content: &Content) -> Result<(), NotTaken> {
        self.named(name)?;
        self.sized(bytes)?;
        if bytes == 0 {
            return Err(NotTaken::Empty);
        }
        let kind = extension(name);
        if !is(&kind, content) {
            return Err(NotTaken::OtherContent { named: kind });
        }
        match content.is_locked && !self.keeps_locked {
            true => Err(NotTaken::Locked),
            false => Ok(()),
        }
    }

    /// Whether files of this name are taken, before anything of it is read.
    pub fn named(&self, name: &str) -> Result<(), NotTaken> {
        let given = extension(name);
        match self.types.contains(&given) {
            true => Ok(()),
            false => Err(NotTaken::Kind {
                given,
                taken: self.types.clone(),
            }),
        }
    }

    /// Whether a file of this size is taken, by its own way where the desk has one for large files.
    pub fn sized(&self, bytes: u64) -> Result<(), NotTaken> {
        let max = self.largest();
        match bytes <= max {
            true => Ok(()),
            false => Err(NotTaken::TooLarge { max }),
        }
    }

    /// The most that one file may hold, in bytes.
    pub fn largest(&self) -> u64 {
        self.transfer.as_ref().map_or(self.bytes_each, |transfer| {
            transfer.bytes_each.max(self.bytes_each)
        })
    }

    /// Whether so many go with one message.
    pub fn counted(&self, files: usize) -> Result<(), NotTaken> {
        match files <= usize::from(self.per_message) {
            true => Ok(()),
            false => Err(NotTaken::TooMany {
                most: self.per_message,
            }),
        }
    }

    /// Whether there is room for so many bytes more, where `kept` lie in the account already.
    pub fn room(&self, kept: u64, more: u64) -> Result<(), NotTaken> {
        match self.bytes_per_account {
            Some(most) if kept.saturating_add(more) > most => Err(NotTaken::NoRoom),
            _ => Ok(()),
        }
    }
}

/// Whether content can be what its name says. Text has no signature of its own, so a kind of text is anything that reads as text;
/// a kind whose signature nobody knows is taken unless it is found to be something that runs.
fn is(kind: &str, content: &Content) -> bool {
    if TEXTS.contains(&kind) {
        return content.is_text;
    }
    let also = ALSO
        .iter()
        .filter(|(of, _)| *of == kind)
        .flat_map(|(_, formats)| *formats);
    let wrapped = content.is_locked && WRAPPED.contains(&kind);
    match content.format.as_deref() {
        Some(format) => {
            format == kind
                || also.into_iter().any(|other| *other == format)
                || wrapped && WRAPPERS.contains(&format)
        }
        None => wrapped || !KNOWN.contains(&kind),
    }
}

/// Kinds that always show a signature: without one, a file is none of them.
const KNOWN: [&str; 29] = [
    "png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "pdf", "zip", "gz", "tgz", "7z",
    "rar", "docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "ppt", "wav", "mp3", "mp4",
    "mov", "avi", "webm",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Transfer;

    fn desk() -> Attachments {
        Attachments {
            per_message: 2,
            bytes_each: 100,
            types: ["png", "txt", "docx", "jpg", "pcap"]
                .map(String::from)
                .into(),
            transfer: None,
            bytes_per_account: Some(1000),
            keeps_locked: false,
        }
    }

    fn found(format: &str) -> Content {
        Content {
            format: Some(format.into()),
            ..Content::default()
        }
    }

    fn text() -> Content {
        Content {
            is_text: true,
            ..Content::default()
        }
    }

    #[test]
    fn c13_a_file_is_taken_by_name_size_and_content() {
        let desk = desk();
        let other = |named: &str| {
            Err(NotTaken::OtherContent {
                named: named.into(),
            })
        };
        let kind = |given: &str| {
            let taken = desk.types.clone();
            Err(NotTaken::Kind {
                given: given.into(),
                taken,
            })
        };
        let locked = Content {
            is_locked: true,
            ..found("zip")
        };
        let wrapped = |format: &str, is_locked: bool| Content {
            is_locked,
            ..found(format)
        };
        for (name, bytes, content, want) in [
            ("a.png", 100, found("png"), Ok(())),
            ("画面.PNG", 1, found("png"), Ok(())),
            (
                "a.png",
                101,
                found("png"),
                Err(NotTaken::TooLarge { max: 100 }),
            ),
            ("a.png", 0, Content::default(), Err(NotTaken::Empty)),
            ("a.png", 9, found("exe"), other("png")),
            ("a.png", 9, text(), other("png")),
            ("a.jpg", 9, found("jpeg"), Ok(())),
            ("a.txt", 9, text(), Ok(())),
            ("a.txt", 9, found("elf"), other("txt")),
            ("a.docx", 9, found("zip"), Ok(())),
            ("a.docx", 9, locked, Err(NotTaken::Locked)),
            ("a.docx", 9, wrapped("msi", true), Err(NotTaken::Locked)),
            ("a.docx", 9, wrapped("msi", false), other("docx")),
            ("a.png", 9, wrapped("msi", true), other("png")),
            ("a.pcap", 9, Content::default(), Ok(())),
            ("a.pcap", 9, found("exe"), other("pcap")),
            ("a.exe", 9, found("exe"), kind("exe")),
            ("a.png.exe", 9, found("png"), kind("exe")),
            (".png", 9, found("png"), kind("")),
            ("png", 9, found("png"), kind("")),
        ] {
            assert_eq!(desk.take(name, bytes, &content), want, "{name} {content:?}");
        }
    }

    #[test]
    fn c13_a_desk_may_keep_what_opens_with_a_password_only() {
        let content = Content {
            is_locked: true,
            ..found("zip")
        };
        let keeps = Attachments {
            keeps_locked: true,
            ..desk()
        };
        assert_eq!(desk().take("a.docx", 9, &content), Err(NotTaken::Locked));
        assert_eq!(keeps.take("a.docx", 9, &content), Ok(()));
        // As office programs write it.
        let wrapped = Content {
            is_locked: true,
            ..found("msi")
        };
        assert_eq!(keeps.take("a.docx", 9, &wrapped), Ok(()));
    }

    #[test]
    fn c13_large_files_have_a_limit_of_their_own() {
        let desk = Attachments {
            transfer: Some(Transfer { bytes_each: 5000 }),
            ..desk()
        };
        assert_eq!(desk.sized(5000), Ok(()));
        assert_eq!(desk.sized(5001), Err(NotTaken::TooLarge { max: 5000 }));
        assert_eq!(desk.counted(2), Ok(()));
        assert_eq!(desk.counted(3), Err(NotTaken::TooMany { most: 2 }));
        assert_eq!(desk.room(900, 100), Ok(()));
        assert_eq!(desk.room(901, 100), Err(NotTaken::NoRoom));
        assert_eq!(desk.room(u64::MAX, 100), Err(NotTaken::NoRoom));
    }
}
