//! Whether a file opens with a password only (C13): by what its bytes say, of older office files by what they hold, and of PDF files by
//! what reads them.

use store::files::{File, Part};

use super::{App, Fail, finding::pdf};
use crate::files;

impl App {
    /// Looks at the first and the last bytes of a file; reads an office file of the older kind, and has a PDF file opened, that they do
    /// not tell of. Where nothing reads PDF files here, or one is too large for it, it counts as open.
    pub(super) async fn needs_password(
        &self,
        file: &File,
        parts: &[Part],
        [head, tail]: [&[u8]; 2],
    ) -> Result<bool, Fail> {
        if files::is_locked(head, tail) {
            return Ok(true);
        }
        if files::is_compound(head) && file.bytes <= files::COMPOUND {
            let bytes = self.shelf()?.whole(&file.place, parts.to_vec()).await;
            let bytes = bytes.map_err(Fail::broken)?;
            let asked = tokio::task::spawn_blocking(move || files::needs_password(&bytes)).await;
            return asked.map_err(Fail::broken);
        }
        let encrypted = files::is_encrypted_pdf(head, tail) && file.bytes <= pdf::MOST;
        let Some(program) = self.pdf_reader.clone().filter(|_| encrypted) else {
            return Ok(false);
        };
        let bytes = self.shelf()?.whole(&file.place, parts.to_vec()).await;
        let bytes = bytes.map_err(Fail::broken)?;
        let asked = tokio::task::spawn_blocking(move || pdf::is_locked(&program, &bytes)).await;
        match asked.map_err(std::io::Error::other).flatten() {
            Ok(locked) => Ok(locked),
            Err(error) => {
                tracing::warn!(%error, file = file.id.0, "nobody could tell whether a PDF file opens");
                Ok(false)
            }
        }
    }
}
