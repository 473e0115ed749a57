//! Passwords that others have lost: a file of their SHA-1 digests in order, a line each, as such lists are given out (the digest in
//! hexadecimal, then perhaps a colon and how often it was seen). It is searched where it lies, however large it is (A6).

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
    sync::Mutex,
};

use sha1::{Digest, Sha1};

/// Longest line that such a file has, in bytes.
const LINE: u64 = 64;
/// Letters of a digest.
const HEX: usize = 40;

/// The file, open for reading.
pub struct LostPasswords {
    file: Mutex<File>,
    length: u64,
}

impl LostPasswords {
    /// Opens the file; refuses one whose first lines are no digests in order.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let lost = Self {
            file: Mutex::new(file),
            length,
        };
        let odd = || io::Error::other("no SHA-1 digests in order, a line each");
        let (first, next) = lost.line_at(0)?.ok_or_else(odd)?;
        if let Some((second, _)) = lost.line_at(next)?
            && second < first
        {
            return Err(odd());
        }
        Ok(lost)
    }

    /// Whether the password is among them.
    pub fn has(&self, password: &str) -> io::Result<bool> {
        let digest = Sha1::digest(password.as_bytes());
        let wanted: String = digest.iter().map(|byte| format!("{byte:02X}")).collect();
        let (mut low, mut high) = (0, self.length);
        // The line that begins at or behind the middle says in which half to go on.
        while low < high {
            let middle = low + (high - low) / 2;
            let begin = match middle {
                0 => 0,
                _ => self.line_end(middle - 1)?,
            };
            match self.line_at(begin)? {
                Some((found, _)) if found == wanted => return Ok(true),
                Some((found, next)) if found < wanted => low = next.max(middle + 1),
                _ => high = middle,
            }
        }
        Ok(false)
    }

    fn read(&self, at: u64) -> io::Result<Vec<u8>> {
        let mut file = self
            .file
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        file.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::new();
        (&mut *file).take(LINE * 2).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Where the line in which this byte lies has ended.
    fn line_end(&self, at: u64) -> io::Result<u64> {
        let bytes = self.read(at)?;
        let end = bytes.iter().position(|byte| *byte == b'\n');
        Ok(end.map_or(self.length, |end| at + end as u64 + 1))
    }

    /// The digest of the line that begins here, in capitals, and where the next one does; nothing at the end.
    fn line_at(&self, at: u64) -> io::Result<Option<(String, u64)>> {
        let bytes = self.read(at)?;
        let Some(digest) = bytes.get(..HEX) else {
            return Ok(None);
        };
        if !digest.iter().all(u8::is_ascii_hexdigit) {
            return Err(io::Error::other("a line is no SHA-1 digest"));
        }
        let digest = String::from_utf8_lossy(digest).to_ascii_uppercase();
        Ok(Some((digest, self.line_end(at)?)))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a6_a_lost_password_is_found_wherever_it_stands_and_no_other() {
        let words: Vec<String> = (0..500).map(|n| format!("lost password {n}")).collect();
        let mut lines: Vec<String> = words
            .iter()
            .enumerate()
            .map(|(n, word)| {
                let digest = Sha1::digest(word.as_bytes());
                let hex: String = digest.iter().map(|b| format!("{b:02X}")).collect();
                // As lists are given out: with a count, and without.
                if n % 2 == 0 {
                    format!("{hex}:{n}\r\n")
                } else {
                    format!("{hex}\n")
                }
            })
            .collect();
        lines.sort();
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(lines.concat().as_bytes()).unwrap();
        let lost = LostPasswords::open(file.path()).unwrap();
        for word in &words {
            assert!(lost.has(word).unwrap(), "{word}");
        }
        for other in ["", "lost password", "lost password 500", "Lost password 1"] {
            assert!(!lost.has(other).unwrap(), "{other}");
        }
    }

    #[test]
    fn a_file_of_something_else_is_refused() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"password1\npassword2\n").unwrap();
        assert!(LostPasswords::open(file.path()).is_err());
        let mut empty = tempfile::NamedTempFile::new().unwrap();
        empty.write_all(b"").unwrap();
        assert!(LostPasswords::open(empty.path()).is_err());
    }
}
