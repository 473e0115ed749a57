//! Files that come with a form, or came before it and are named by it (C13). Without script a form carries them; a script hands
//! them in one by one, and the form names them. Either way they wait under their sender's name until the form is taken.

use std::collections::BTreeMap;

use axum::{
    extract::{
        DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, Request, multipart::Field,
    },
    http::StatusCode,
};
use domain::{FileId, case::Refused, desk::Attachments, file::NotTaken};
use futures_util::stream::try_unfold;

use super::{
    Web,
    posted::Posted,
    shown::{self, Trouble},
    visitor::{Me, Visitor},
};
use crate::{
    app::{Fail, answers, files::Arrived},
    texts::Texts,
};

/// The field of a form that carries files.
const FILES: &str = "files";
/// Stands for the name of a file in what a script says.
const NAME: &str = "{name}";
/// The most that all other fields of such a form hold, in bytes.
const TEXTS: usize = 1024 * 1024;

/// A form with its files, as far as these were taken.
#[derive(Debug, Default)]
pub struct Filled {
    pub posted: Posted,
    /// Names of those that were not, and why.
    pub refused: Vec<(String, NotTaken)>,
}

impl FromRequest<Web> for Filled {
    type Rejection = Fail;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Fail> {
        if !is_multipart(&request) {
            let posted = Posted::from_request(request, web).await?;
            return Ok(Self {
                posted,
                refused: Vec::new(),
            });
        }
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, web).await?;
        let me = visitor.me.clone().ok_or(Fail::Unauthenticated)?;
        let broken = |_| Fail::broken("the form could not be read");
        let form = Multipart::from_request(Request::from_parts(parts, body), web).await;
        let mut form = form.map_err(|_| Fail::Foreign)?;
        let (mut fields, mut room) = (BTreeMap::new(), TEXTS);
        let mut refused = Vec::new();
        let mut vouched = false;
        while let Some(mut field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name != FILES {
                let text = text_of(&mut field, &mut room).await?;
                fields.entry(name).or_insert(text);
                continue;
            }
            // The token stands before the files: nothing of theirs is kept that another site sends.
            if !vouched {
                vouched = Posted::is_vouched(&fields, &visitor);
            }
            if !vouched {
                return Err(Fail::Foreign);
            }
            let given = field.file_name().unwrap_or_default().to_owned();
            if given.is_empty() {
                continue;
            }
            match web.app.begin_file(&me.actor, &given, None).await? {
                Err(why) => {
                    refused.push((given, why));
                    // The rest of it is read and dropped, so that the form behind it arrives.
                    while field.chunk().await.map_err(broken)?.is_some() {}
                }
                Ok(begun) => {
                    let mut bytes = Box::pin(try_unfold(field, async |mut field| {
                        Ok::<_, axum::extract::multipart::MultipartError>(
                            field.chunk().await?.map(|piece| (piece, field)),
                        )
                    }));
                    match web.app.append_file(begun, bytes.as_mut(), true).await? {
                        Arrived::Whole(file) => {
                            fields.insert(answers::file_field(file.id), "yes".to_owned());
                        }
                        Arrived::More(_) => return Err(Fail::broken("the form broke off")),
                        Arrived::Not(why) => refused.push((given, why)),
                    }
                }
            }
        }
        Ok(Self {
            posted: Posted::vouched(fields, &visitor)?,
            refused,
        })
    }
}

/// A field that is no file, as long as there is room for it.
async fn text_of(field: &mut Field<'_>, room: &mut usize) -> Result<String, Fail> {
    let mut text = Vec::new();
    let broken = |_| Fail::broken("the form could not be read");
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        *room = room
            .checked_sub(piece.len())
            .ok_or_else(|| Fail::broken("the form is too large"))?;
        text.extend_from_slice(&piece);
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The fields of a form whose sender's sign-in is over, and whether files came with it. Those are read and dropped, as much of them
/// as one form may carry, so that its sender gets an answer.
pub async fn texts(
    mut request: Request,
    visitor: &Visitor,
    web: &Web,
) -> Result<(Posted, bool), Fail> {
    if !is_multipart(&request) {
        return Ok((Posted::from_request(request, web).await?, false));
    }
    let most = web.app.attachments().map_or(0, |limits| {
        let whole = limits
            .bytes_each
            .saturating_mul(u64::from(limits.per_message));
        usize::try_from(whole).unwrap_or(usize::MAX)
    });
    DefaultBodyLimit::max(most.saturating_add(2 * TEXTS)).apply(&mut request);
    let broken = |_| Fail::broken("the form could not be read");
    let form = Multipart::from_request(request, web).await;
    let mut form = form.map_err(|_| Fail::Foreign)?;
    let (mut fields, mut room, mut files) = (BTreeMap::new(), TEXTS, false);
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == FILES {
            files |= !field.file_name().unwrap_or_default().is_empty();
            while field.chunk().await.map_err(broken)?.is_some() {}
            continue;
        }
        let text = text_of(&mut field, &mut room).await?;
        fields.entry(name).or_insert(text);
    }
    Ok((Posted::vouched(fields, visitor)?, files))
}

fn is_multipart(request: &Request) -> bool {
    let kind = request.headers().get(axum::http::header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("multipart/form-data")
}

impl Filled {
    /// What is to be said of the files that were not taken.
    pub fn troubles(&self, t: &Texts) -> Vec<Trouble> {
        let each = self.refused.iter().map(|(name, why)| Trouble {
            field: FILES.to_owned(),
            text: t.not_taken(name, why),
        });
        each.collect()
    }
}

/// A file that waits to be sent with a form.
pub struct Waiting {
    /// The field that names it.
    pub field: String,
    pub name: String,
    pub size: String,
}

/// The part of a form that takes files.
pub struct Part {
    pub waiting: Vec<Waiting>,
    /// What can be chosen, as browsers have it.
    pub accept: String,
    pub limits: String,
    pub trouble: String,
    /// What a script holds a file to before it sends any of it, and what it says then; `{name}` stands for the file's.
    pub most: u16,
    pub largest: u64,
    pub empty: String,
    pub large: String,
    pub many: String,
    pub kind: String,
}

impl Part {
    /// For a form of this reader that names these files; nothing where no files are taken.
    pub async fn of(
        visitor: &Visitor,
        me: &Me,
        named: &[FileId],
        troubles: &[Trouble],
    ) -> Result<Option<Self>, Fail> {
        let limits = visitor.web.app.attachments();
        Self::within(visitor, me, named, troubles, limits).await
    }

    /// The same of a form whose files are held to these limits.
    pub async fn within(
        visitor: &Visitor,
        me: &Me,
        named: &[FileId],
        troubles: &[Trouble],
        limits: Option<&Attachments>,
    ) -> Result<Option<Self>, Fail> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let Some(limits) = limits.filter(|_| me.proxy.is_none()) else {
            return Ok(None);
        };
        let mut waiting = Vec::new();
        for id in named {
            if let Some(file) = app.store.waiting_file(me.person.id, *id).await? {
                waiting.push(Waiting {
                    field: answers::file_field(*id),
                    size: t.size(file.bytes),
                    name: file.name,
                });
            }
        }
        let accept: Vec<String> = limits.types.iter().map(|kind| format!(".{kind}")).collect();
        let own = troubles.iter().filter(|trouble| trouble.field == FILES);
        let own: Vec<&str> = own.map(|trouble| trouble.text.as_str()).collect();
        Ok(Some(Self {
            waiting,
            accept: accept.join(","),
            limits: t.limits(limits),
            trouble: own.join("\n"),
            most: limits.per_message,
            largest: limits.largest(),
            empty: t.not_taken(NAME, &NotTaken::Empty),
            large: {
                let max = limits.largest();
                t.not_taken(NAME, &NotTaken::TooLarge { max })
            },
            many: {
                let most = limits.per_message;
                t.not_taken("", &NotTaken::TooMany { most })
            },
            kind: {
                let (given, taken) = (String::new(), limits.types.clone());
                t.not_taken(NAME, &NotTaken::Kind { given, taken })
            },
        }))
    }
}

/// A refusal that is about a file, told at the field for files.
pub fn trouble(t: &Texts, refused: &Refused) -> Option<Trouble> {
    let Refused::File { name, why } = refused else {
        return None;
    };
    Some(Trouble {
        field: FILES.to_owned(),
        text: t.not_taken(name, why),
    })
}

/// What is to be said of a form that was refused, and with which status its page comes back.
pub fn not_taken(visitor: &Visitor, refused: &Refused) -> (Vec<Trouble>, StatusCode) {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    match refused {
        Refused::Fields(problems) => (
            shown::troubles(t, app.desks.current().0, problems),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        file @ Refused::File { .. } => (
            trouble(t, file).into_iter().collect(),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        other => (
            vec![Trouble {
                field: "now".into(),
                text: shown::refusal(t, other),
            }],
            StatusCode::CONFLICT,
        ),
    }
}
