//! Files of a case, for those who see the case: had as they are, looked at, taken away (C13). Nothing that somebody handed in is
//! ever run by a browser under our name: it is had as a file, or shown as a picture or as plain words.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{FileId, audit::AuditEvent, case::CaseEvent, event::Recorded};
use futures_util::StreamExt;
use store::files::{File, State, Unscanned};

use super::{
    frame::{Frame, Here, shown},
    posted::Posted,
    shown as words,
    story::Day,
    visitor::{Me, Visitor},
};
use crate::{
    app::{Fail, files::Had},
    downloads,
    files::{may_be_recording, secrets::masked_text},
    texts::Texts,
};

/// Pictures that a browser shows and never runs.
const PICTURES: [(&str, &str); 5] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
];
/// Kinds that are looked at as words.
const WORDS: [&str; 9] = [
    "txt", "log", "csv", "tsv", "json", "har", "xml", "md", "yaml",
];
/// So much of a text is looked at, in bytes.
const LOOK: u64 = 256 * 1024;

/// A file in the story of a case.
#[derive(Clone)]
pub struct Link {
    pub id: FileId,
    pub name: String,
    pub size: String,
    /// What there is to say of it besides; empty where it can be had.
    pub state: String,
    /// It can be had.
    pub had: bool,
    /// It was looked through, and nothing harmful was found.
    pub clean: bool,
    /// That it opens with a password only, for staff; empty otherwise.
    pub locked: &'static str,
    /// It is a picture that can be shown.
    pub picture: bool,
    /// It can be looked at.
    pub looked_at: bool,
    /// This reader can take it away.
    pub removable: bool,
}

/// A file in a list of all of a case.
pub struct Row {
    pub link: Link,
    pub by: String,
    pub at: String,
    pub internal: bool,
}

impl Link {
    fn of(t: &Texts, me: &Me, file: &File) -> Self {
        let state = state(t, me.actor.is_staff(), file);
        let had = state.is_empty();
        let own = file.person == me.person.id && file.fetched_at.is_none();
        let picture = PICTURES.iter().any(|(kind, _)| *kind == file.kind);
        Self {
            id: file.id,
            name: file.name.clone(),
            size: t.size(file.bytes),
            state,
            had,
            // What is in it was not looked at.
            clean: had && file.scanned_at.is_some() && !file.locked,
            locked: match file.locked && file.removed_at.is_none() && me.actor.is_staff() {
                true => t.say("file-is-locked"),
                false => "",
            },
            picture: had && picture,
            looked_at: had && (picture || WORDS.contains(&file.kind.as_str())),
            removable: file.removed_at.is_none()
                && me.proxy.is_none()
                && (me.actor.is_staff() || own),
        }
    }
}

/// Why nobody can have a file; empty where it can be had.
pub fn state(t: &Texts, is_staff: bool, file: &File) -> String {
    let state = match (file.removed_at, file.state) {
        (Some(_), _) => "file-state-removed",
        (_, State::Held | State::Arriving) => "file-state-held",
        (_, State::Threat) => "file-state-threat",
        (_, State::Ready) => return String::new(),
    };
    match &file.not_scanned {
        Some(why) if state == "file-state-held" => unscanned(t, is_staff, why),
        _ => t.say(state).to_owned(),
    }
}

/// That a file cannot be scanned; staff, who can do something about it, are told why.
fn unscanned(t: &Texts, is_staff: bool, why: &Unscanned) -> String {
    match is_staff {
        true => t.one(
            &format!("file-unscanned-{}", why.name()),
            "words",
            why.words(),
        ),
        false => t.say("file-unscanned").to_owned(),
    }
}

/// The files of a case as its reader finds them.
pub struct Files(Vec<File>);

impl Files {
    pub async fn of(
        visitor: &Visitor,
        me: &Me,
        stored: &store::cases::StoredCase,
    ) -> Result<Self, Fail> {
        Ok(Self(visitor.web.app.files_of(&me.actor, stored).await?))
    }

    /// Those that can be had, each with its kind.
    pub fn had(&self) -> Vec<(String, String)> {
        let had = |file: &&File| file.removed_at.is_none() && file.state == State::Ready;
        let named = self.0.iter().filter(had);
        named
            .map(|file| (file.name.clone(), file.kind.clone()))
            .collect()
    }

    /// One of them can be looked at as a picture.
    pub fn has_pictures(&self) -> bool {
        let is_picture = |file: &File| PICTURES.iter().any(|(kind, _)| *kind == file.kind);
        let mut had = self.0.iter().filter(|file| file.removed_at.is_none());
        had.any(|file| file.state == State::Ready && is_picture(file))
    }

    /// Puts each file under the words that it came with, or stands it alone.
    pub fn place(&self, t: &Texts, me: &Me, history: &[Recorded<CaseEvent>], days: &mut [Day]) {
        for recorded in history {
            let CaseEvent::FilesAttached { files, .. } = &recorded.event else {
                continue;
            };
            let anchor = format!("e{}", recorded.version);
            let links = files.iter().filter_map(|attached| {
                let file = self.0.iter().find(|file| file.id == attached.id)?;
                Some(Link::of(t, me, file))
            });
            let links: Vec<Link> = links.collect();
            let mut items = days.iter_mut().flat_map(|day| &mut day.items);
            if let Some(item) =
                items.find(|item| item.anchor == anchor || item.with_files == anchor)
            {
                item.files.extend(links);
            }
        }
    }

    /// All of them, the latest first, for the side of the page.
    pub fn rows(
        &self,
        t: &Texts,
        me: &Me,
        people: &std::collections::HashMap<domain::PersonId, domain::directory::Person>,
    ) -> Vec<Row> {
        let there = self.0.iter().rev().filter(|file| file.removed_at.is_none());
        let row = |file: &File| Row {
            link: Link::of(t, me, file),
            by: people
                .get(&file.person)
                .map_or(String::new(), |person| person.profile.name()),
            at: file.attached_at.map_or(String::new(), |at| t.long_time(at)),
            internal: file.internal,
        };
        there.map(row).collect()
    }
}

fn me_of(visitor: &Visitor) -> Result<std::sync::Arc<Me>, Fail> {
    visitor.me.clone().ok_or(Fail::Unauthenticated)
}

async fn had(visitor: &Visitor, me: &Me, number: &str, id: i64) -> Result<Had, Fail> {
    let number = words::parse_number(number).ok_or(Fail::NotFound)?;
    visitor.web.app.file(&me.actor, number, FileId(id)).await
}

/// The file as it is, never anything that a browser would run.
pub async fn file(
    visitor: Visitor,
    Path((number, id)): Path<(String, i64)>,
) -> Result<Response, Fail> {
    let me = me_of(&visitor)?;
    let had = had(&visitor, &me, &number, id).await?;
    visitor.web.app.note_fetched(&me.actor, &had.file).await?;
    downloads::sent(&visitor.web.app, had, visitor.headers(), None)
}

/// A picture in the page.
pub async fn picture(
    visitor: Visitor,
    Path((number, id)): Path<(String, i64)>,
) -> Result<Response, Fail> {
    let me = me_of(&visitor)?;
    let had = had(&visitor, &me, &number, id).await?;
    let kind = PICTURES.iter().find(|(kind, _)| *kind == had.file.kind);
    let (_, kind) = kind.ok_or(Fail::NotFound)?;
    visitor.web.app.note_fetched(&me.actor, &had.file).await?;
    downloads::sent(&visitor.web.app, had, visitor.headers(), Some(kind))
}

#[derive(Template)]
#[template(path = "file.html")]
struct Page {
    f: Frame,
    name: String,
    size: String,
    /// Where the file itself is had.
    file: String,
    /// Where the picture is; empty for words.
    picture: String,
    text: String,
    /// Not all of it is shown.
    cut: bool,
    /// Its secrets were masked before it was kept.
    masked: bool,
    /// What is said of secrets that are not shown; empty where there are none.
    hidden: String,
    /// Where they are shown.
    show: String,
    back: String,
    number: String,
}

/// A file to look at, as a picture or as plain words; what opens doors is not shown by itself.
pub async fn look(visitor: Visitor, path: Path<(String, i64)>) -> Result<Response, Fail> {
    looked_at(visitor, path, false).await
}

/// The same with the secrets in it, for who asks for them: an act that is kept (V-37).
pub async fn secrets(
    visitor: Visitor,
    path: Path<(String, i64)>,
    _: Posted,
) -> Result<Response, Fail> {
    looked_at(visitor, path, true).await
}

async fn looked_at(
    visitor: Visitor,
    Path((number, id)): Path<(String, i64)>,
    with_secrets: bool,
) -> Result<Response, Fail> {
    let me = me_of(&visitor)?;
    let had = had(&visitor, &me, &number, id).await?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let file = had.file.clone();
    let is_picture = PICTURES.iter().any(|(kind, _)| *kind == file.kind);
    if !is_picture && !WORDS.contains(&file.kind.as_str()) {
        return Err(Fail::NotFound);
    }
    app.note_fetched(&me.actor, &file).await?;
    let back = words::page_of(&me.actor, &number);
    let (mut text, mut hidden, mut masked) = (String::new(), 0, false);
    if !is_picture {
        let mut bytes = Vec::new();
        let mut pieces = std::pin::pin!(app.file_bytes(had, 0, LOOK.min(file.bytes))?);
        while let Some(piece) = pieces.next().await {
            bytes.extend_from_slice(&piece.map_err(Fail::broken)?);
        }
        masked = file.kind == "har" || may_be_recording(&bytes);
        text = readable(&bytes);
        match with_secrets {
            true => {
                let shown = AuditEvent::SecretsShown {
                    case: words::parse_number(&number).ok_or(Fail::NotFound)?,
                    file: file.id,
                    from: visitor.from(),
                };
                visitor.note(shown).await?;
            }
            false => (text, hidden) = masked_text(&text),
        }
    }
    let at = format!("{back}/files/{}", file.id);
    shown(&Page {
        f: Frame::new(&visitor, Here::Elsewhere, file.name.clone()).await?,
        size: t.size(file.bytes),
        picture: if is_picture {
            format!("{at}/picture")
        } else {
            String::new()
        },
        cut: !is_picture && file.bytes > LOOK,
        masked,
        hidden: match i64::try_from(hidden).unwrap_or(i64::MAX) {
            0 => String::new(),
            places => t.count("file-hidden", places),
        },
        show: format!("{at}/secrets"),
        name: file.name,
        file: at,
        text,
        back,
        number,
    })
}

/// Words of a file in whichever of our customers' encodings they are; recordings are set out in lines.
fn readable(bytes: &[u8]) -> String {
    let (encoding, start) =
        encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[start..]);
    // Where the look ends in the midst of a sign, that sign alone is broken.
    let mostly = text.chars().filter(|c| *c == '\u{fffd}').count() <= 1;
    match broken && !mostly {
        false => text.into_owned(),
        true => encoding_rs::SHIFT_JIS.decode(bytes).0.into_owned(),
    }
}

/// Takes a file away.
pub async fn remove(
    visitor: Visitor,
    Path((number, id)): Path<(String, i64)>,
    _: Posted,
) -> Result<Response, Fail> {
    let me = me_of(&visitor)?;
    let parsed = words::parse_number(&number).ok_or(Fail::NotFound)?;
    visitor
        .web
        .app
        .remove_file(&me.actor, parsed, FileId(id))
        .await?;
    let back = words::page_of(&me.actor, &number);
    Ok(Redirect::to(&format!("{back}#all-files")).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c13_words_are_read_in_their_encoding() {
        let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode("接続エラー");
        assert_eq!(readable(&sjis), "接続エラー");
        assert_eq!(readable("接続エラー".as_bytes()), "接続エラー");
        assert_eq!(readable(b"\xef\xbb\xbfa"), "a");
        assert!(readable(&"接続".as_bytes()[..5]).starts_with('接'));
    }
}
