//! Whether a file opens with a password only, as far as its first and last bytes tell: nobody can look for harm in it, or read it.

/// Archives and office files that say so themselves. Of PDF files [`is_encrypted_pdf`] tells that somebody has to look closer, and of
/// office files of the older kind [`super::is_compound`].
pub fn is_locked(head: &[u8], tail: &[u8]) -> bool {
    zip(head) || office(head, tail) || seven_zip(head, tail) || rar(head)
}

/// A PDF file, before whose first words a few bytes may stand.
pub fn is_pdf(head: &[u8]) -> bool {
    holds(&head[..head.len().min(1024)], b"%PDF-")
}

/// A PDF file that is encrypted, where its first or last bytes say so: many of these open without a password all the same, and only may
/// not be changed. Of one that has much at its end [`super::pdf::stand_in`] tells.
pub fn is_encrypted_pdf(head: &[u8], tail: &[u8]) -> bool {
    let encrypted = |bytes: &[u8]| holds(bytes, b"/Encrypt");
    is_pdf(head) && (encrypted(tail) || encrypted(head))
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// A number of so many bytes, the lowest first.
pub(super) fn number(bytes: &[u8], at: usize, wide: usize) -> Option<u64> {
    let end = at.checked_add(wide)?;
    let bytes = bytes.get(at..end)?;
    let number = bytes.iter().rev();
    Some(number.fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
}

/// A ZIP archive says in the header of each entry whether it is encrypted; the first entries are looked at, one behind the other,
/// as long as they say how long they are.
fn zip(head: &[u8]) -> bool {
    const ENTRY: &[u8] = b"PK\x03\x04";
    const LOCKED: u64 = 1;
    const LENGTH_FOLLOWS: u64 = 8;
    let mut at = 0;
    while head.get(at..).is_some_and(|rest| rest.starts_with(ENTRY)) {
        let Some(flags) = number(head, at + 6, 2) else {
            return false;
        };
        if flags & LOCKED != 0 {
            return true;
        }
        let lengths = [(18, 4), (26, 2), (28, 2)];
        let lengths = lengths.map(|(place, wide)| number(head, at + place, wide));
        let [Some(packed), Some(name), Some(extra)] = lengths else {
            return false;
        };
        if flags & LENGTH_FOLLOWS != 0 {
            return false;
        }
        let Ok(length) = usize::try_from(30 + packed + name + extra) else {
            return false;
        };
        at += length;
    }
    false
}

/// Office files lie in a wrapper then, which names what it holds.
fn office(head: &[u8], tail: &[u8]) -> bool {
    let wide: Vec<u8> = "EncryptedPackage"
        .bytes()
        .flat_map(|byte| [byte, 0])
        .collect();
    head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) && (holds(head, &wide) || holds(tail, &wide))
}

/// A 7z archive names the ways in which it is packed at its end; one that has packed these as well does not tell.
fn seven_zip(head: &[u8], tail: &[u8]) -> bool {
    const AES: &[u8] = &[0x06, 0xf1, 0x07, 0x01];
    head.starts_with(b"7z\xbc\xaf\x27\x1c") && holds(tail, AES)
}

/// A RAR archive says it of its headers, or of each file; the first of these is looked at.
fn rar(head: &[u8]) -> bool {
    if let Some(rest) = head.strip_prefix(b"Rar!\x1a\x07\x00") {
        // A header: checksum, kind, flags, length.
        let (archive, file) = (0x73, 0x74);
        let flags = number(rest, 3, 2).unwrap_or(0);
        if rest.get(2) != Some(&archive) {
            return false;
        }
        if flags & 0x80 != 0 {
            return true;
        }
        let length = number(rest, 5, 2).and_then(|length| usize::try_from(length).ok());
        let Some(next) = length.and_then(|length| rest.get(length..)) else {
            return false;
        };
        return next.get(2) == Some(&file) && number(next, 3, 2).unwrap_or(0) & 0x04 != 0;
    }
    let Some(mut rest) = head.strip_prefix(b"Rar!\x1a\x07\x01\x00") else {
        return false;
    };
    // The archive's own header, and the first of a file.
    for _ in 0..2 {
        let Some(block) = Block::of(rest) else {
            return false;
        };
        if block.is_locked {
            return true;
        }
        rest = block.behind;
    }
    false
}

/// A header of a RAR archive of the newer kind.
struct Block<'b> {
    is_locked: bool,
    behind: &'b [u8],
}

impl<'b> Block<'b> {
    /// Nothing where it is cut off.
    fn of(bytes: &'b [u8]) -> Option<Self> {
        const FILE: u64 = 2;
        const HEADERS: u64 = 4;
        // Checksum of four bytes, the length of what follows, and that.
        let (length, rest) = counted(bytes.get(4..)?)?;
        let length = usize::try_from(length).ok()?;
        let header = rest.get(..length.min(rest.len()))?;
        let behind = rest.get(length..).unwrap_or_default();
        let (kind, header_rest) = counted(header)?;
        let (flags, after) = counted(header_rest)?;
        let has_extra = flags & 1 != 0;
        let extra = match has_extra {
            true => counted(after).map(|(extra, _)| extra),
            false => None,
        };
        // The last bytes of the header: records of length, kind, and what belongs to it.
        let extra = extra.and_then(|extra| usize::try_from(extra).ok());
        let records = extra.and_then(|extra| header.get(header.len().checked_sub(extra)?..));
        Some(Self {
            // The archive's own header has records of other sorts under the same numbers.
            is_locked: kind == HEADERS || kind == FILE && records.is_some_and(has_lock),
            behind,
        })
    }
}

/// Whether one of these records tells how the file is encrypted.
fn has_lock(mut records: &[u8]) -> bool {
    const LOCK: u64 = 1;
    while let Some((length, rest)) = counted(records) {
        let Some(length) = usize::try_from(length).ok().filter(|length| *length > 0) else {
            return false;
        };
        if counted(rest).is_some_and(|(kind, _)| kind == LOCK) {
            return true;
        }
        records = rest.get(length..).unwrap_or_default();
    }
    false
}

/// A number of as many bytes as it needs, the lowest seven bits first, and what stands behind it.
fn counted(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    for (place, byte) in bytes.iter().enumerate().take(9) {
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((number, &bytes[place + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ZIP entry of this flags byte with a name of one sign and so much in it.
    fn entry(flags: u8, packed: u8) -> Vec<u8> {
        let mut all = b"PK\x03\x04\x14\0".to_vec();
        all.extend([flags, 0]);
        all.extend([0; 10]);
        all.extend([packed, 0, 0, 0]);
        all.extend([packed, 0, 0, 0]);
        all.extend([1, 0, 0, 0]);
        all.push(b'a');
        all.extend(vec![b'x'; usize::from(packed)]);
        all
    }

    fn office_file() -> Vec<u8> {
        let mut all = vec![0xd0, 0xcf, 0x11, 0xe0, 0, 0];
        all.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
        all
    }

    #[test]
    fn c13_what_opens_with_a_password_only_is_told_apart() {
        let open = entry(0, 5);
        let second = [open.clone(), entry(1, 3)].concat();
        let seven = |coder: &[u8]| [&b"7z\xbc\xaf\x27\x1c\0\x04"[..], coder].concat();
        let old = |archive: u8, file: u8| {
            let mut all = b"Rar!\x1a\x07\x00".to_vec();
            all.extend([0, 0, 0x73, archive, 0, 13, 0, 0, 0, 0, 0, 0, 0]);
            all.extend([0, 0, 0x74, file, 0, 32, 0]);
            all
        };
        let new = |blocks: &[u8]| [&b"Rar!\x1a\x07\x01\x00"[..], blocks].concat();
        // Checksum, length, kind 1, no flags; then a file whose header ends in a record.
        let archive = [0, 0, 0, 0, 3, 1, 0, 0];
        let file = |record: u8| [0, 0, 0, 0, 6, 2, 1, 2, 9, 1, record];
        let with = |record: u8| new(&[&archive[..], &file(record)].concat());
        for (name, bytes, locked) in [
            ("zip", open, false),
            ("zip", entry(1, 5), true),
            ("its second entry", second, true),
            ("office", office_file(), true),
            ("7z", seven(&[0x03, 0x01, 0x01]), false),
            ("7z with AES", seven(&[0x24, 0x06, 0xf1, 0x07, 0x01]), true),
            ("old rar", old(0, 0), false),
            ("its headers", old(0x80, 0), true),
            ("its file", old(0, 0x04), true),
            ("rar", with(2), false),
            ("a file of it", with(1), true),
            ("its headers", new(&[0, 0, 0, 0, 3, 4, 0, 0]), true),
            (
                "where its end is",
                new(&[0, 0, 0, 0, 6, 1, 1, 2, 0, 1, 1]),
                false,
            ),
            ("text", b"EncryptedPackage /Encrypt".to_vec(), false),
            ("nothing", Vec::new(), false),
        ] {
            assert_eq!(is_locked(&bytes, &bytes), locked, "{name}");
        }
    }

    #[test]
    fn c13_an_encrypted_pdf_is_seen_by_its_end() {
        let tail = b"trailer <</Root 1 0 R /Encrypt 9 0 R>>";
        assert!(is_encrypted_pdf(b"%PDF-1.7\n", tail));
        assert!(!is_encrypted_pdf(b"%PDF-1.7\n", b"trailer <</Root 1 0 R>>"));
        assert!(!is_encrypted_pdf(b"a text about ", tail));
    }

    proptest::proptest! {
        #[test]
        fn c13_whatever_comes_is_looked_at(
            begins in proptest::sample::select(vec![
                &b"PK\x03\x04"[..], b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c", b"%PDF-",
            ]),
            rest in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200),
        ) {
            let bytes = [begins, &rest[..]].concat();
            let _ = is_locked(&bytes, &bytes);
            let _ = is_encrypted_pdf(&bytes, &bytes);
        }
    }
}
