//! Cursors as clients hold them: sealed with the list they belong to, so that one from elsewhere and one made up are
//! told apart. What a cursor says is the store's part.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use store::cases::{Cursor, Query};

use crate::app::{App, passwords};

/// A cursor of this list as text.
pub fn seal(app: &App, list: &Query, cursor: &Cursor) -> String {
    let cursor = cursor.encode();
    format!("{}.{cursor}", mark(app, list, &cursor))
}

/// The cursor, if it is one of this list.
pub fn unseal(app: &App, list: &Query, text: &str) -> Option<Cursor> {
    let (marked, cursor) = text.split_once('.')?;
    passwords::same(marked, &mark(app, list, cursor))
        .then(|| Cursor::decode(cursor))
        .flatten()
}

/// What only we can make, and only for this list.
fn mark(app: &App, list: &Query, cursor: &str) -> String {
    let list = format!(
        "{:?}",
        (
            list.list,
            list.holder,
            list.view,
            &list.filter,
            list.sort,
            list.direction
        )
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(app.secret()).expect("any key length will do");
    for part in ["cursor", &list, cursor] {
        mac.update(part.as_bytes());
        mac.update(b"\0");
    }
    BASE64.encode(&mac.finalize().into_bytes()[..12])
}
