//! The text of a file, as far as it is one: plain text, logs, tables, masked recordings, office files and PDF. Others are found
//! by their names alone.

use futures_util::StreamExt;
use store::files::File;

use super::{
    super::{App, look::Look},
    office, pdf,
};
use crate::files::secrets::{masked_cells, masked_columns, masked_sheets, masked_text};

/// Of a file so much is read, in bytes.
const MOST: u64 = 256 * 1024;

/// Extensions of files that hold text.
const TEXTS: [&str; 16] = [
    "txt", "log", "csv", "tsv", "har", "json", "xml", "md", "yaml", "yml", "ini", "conf", "toml",
    "html", "eml", "sql",
];

/// And of those that hold a table.
const TABLES: [&str; 2] = ["csv", "tsv"];

impl App {
    /// Empty where it holds none, or cannot be read.
    pub(super) async fn text_of_file(&self, file: &File) -> String {
        let Some(files) = self.files.as_ref() else {
            return String::new();
        };
        let is_office = office::KINDS.contains(&file.kind.as_str());
        let pdf_reader = self.pdf_reader.clone().filter(|_| file.kind == pdf::KIND);
        if !TEXTS.contains(&file.kind.as_str()) && !is_office && pdf_reader.is_none() {
            return String::new();
        }
        let takes_long = is_office || pdf_reader.is_some();
        if takes_long && let Some(text) = self.text_read(file).await {
            return text;
        }
        // Such a file is looked into when it is its turn.
        let look = match takes_long {
            true => match Look::begin().await {
                Ok(look) => Some(look),
                Err(error) => {
                    tracing::warn!(%error, file = file.id.0, "a file's words could not be read");
                    return String::new();
                }
            },
            false => None,
        };
        let most = match (is_office, &pdf_reader) {
            (true, _) => office::MOST,
            (false, Some(_)) => pdf::MOST,
            (false, None) => MOST,
        };
        let parts = match self.store.file_parts(file.id).await {
            Ok(parts) => parts,
            Err(error) => {
                tracing::warn!(%error, file = file.id.0, "a file's text could not be found");
                return String::new();
            }
        };
        let mut bytes = Vec::new();
        let mut pieces = std::pin::pin!(files.shelf.read(&file.place, parts, 0, most));
        while let Some(piece) = pieces.next().await {
            match piece {
                Ok(piece) => bytes.extend_from_slice(&piece),
                Err(error) => {
                    tracing::warn!(%error, file = file.id.0, "a file's text could not be read");
                    break;
                }
            }
        }
        bytes.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        let Some(look) = look else {
            let is_table = TABLES.contains(&file.kind.as_str());
            // Nobody finds, or is quoted, what opens doors. Aside: others wait for nothing meanwhile.
            let read = move || {
                let text = masked_text(&decoded(&bytes)).0;
                match is_table {
                    true => masked_columns(&text),
                    false => text,
                }
            };
            let read = tokio::task::spawn_blocking(read).await;
            return read.unwrap_or_else(|error| {
                tracing::warn!(%error, file = file.id.0, "a file's words could not be read");
                String::new()
            });
        };
        let kind = file.kind.clone();
        // A file that breaks its reader has no text, and harms nothing.
        let read = move || -> std::io::Result<String> {
            let text = match pdf_reader {
                Some(program) => pdf::read(&program, &bytes)?,
                None => office::text(&kind, &bytes),
            };
            // What no database takes says nothing. What opens doors is neither kept nor found.
            let text: String = text.chars().filter(|letter| *letter != '\0').collect();
            let text = masked_cells(&masked_text(&text).0);
            Ok(match kind.as_str() {
                "xlsx" | "ods" => masked_sheets(&text),
                _ => text,
            })
        };
        let read = look.aside(read).await;
        match read.map_err(std::io::Error::other).flatten() {
            Ok(text) => {
                if let Err(error) = self.store.keep_file_text(file.id, &text).await {
                    tracing::warn!(%error, file = file.id.0, "a file's words could not be kept");
                }
                text
            }
            Err(error) => {
                tracing::warn!(%error, file = file.id.0, "a file's words could not be read");
                String::new()
            }
        }
    }

    /// The text of a file that was read before.
    async fn text_read(&self, file: &File) -> Option<String> {
        let kept = self.store.file_text(file.id).await;
        kept.unwrap_or_else(|error| {
            tracing::warn!(%error, file = file.id.0, "a file's words could not be found");
            None
        })
    }
}

/// Text in one of the encodings that files of our customers come in; the last sign may be cut off.
fn decoded(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return text.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(error) if error.error_len().is_none() => {
            String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned()
        }
        Err(_) => {
            let read = |encoding: &'static encoding_rs::Encoding| {
                [bytes, &bytes[..bytes.len().saturating_sub(1)]]
                    .into_iter()
                    .find_map(|bytes| {
                        let (text, broken) = encoding.decode_without_bom_handling(bytes);
                        (!broken).then(|| text.into_owned())
                    })
            };
            // Each can often be read as the other; read wrongly, EUC is full of narrow kana, which nobody writes a text in.
            [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP]
                .into_iter()
                .filter_map(read)
                .min_by_key(|text| text.chars().filter(|c| ('｡'..='ﾟ').contains(c)).count())
                .unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b4_files_are_read_in_the_encodings_that_they_come_in() {
        let text = "エラー: ORA-12154 接続できません";
        let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode(text);
        let (euc, _, _) = encoding_rs::EUC_JP.encode(text);
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        for bytes in [text.as_bytes(), &sjis, &euc, &wide] {
            assert_eq!(decoded(bytes), text);
        }
        assert_eq!(decoded(&text.as_bytes()[..8]), "エラ");
    }
}
