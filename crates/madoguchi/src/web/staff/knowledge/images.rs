//! Images on the form of an article (B4): handed in with it, or one by one by a script; listed with the line that shows each.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Multipart, Path, Query, Request, multipart::Field},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    ArticleId, ImageId,
    knowledge::images::{MOST_BYTES, NotTaken, markdown},
};
use serde::Deserialize;
use store::{files::State, knowledge::Image};

use super::super::super::{
    Web,
    frame::{Frame, Here, shown},
    posted::Posted,
    shown::Trouble,
    uploads,
    visitor::{Me, Staff, Visitor},
};
use crate::{
    app::{App, Fail},
    downloads,
    pictures::{self, From},
    texts::Texts,
};

/// The field of the form that carries images.
const FILES: &str = "files";
/// The most that all other fields of the form hold, in bytes.
const TEXTS: usize = 4 * 1024 * 1024;

/// An article's form, with what came of its images.
#[derive(Default)]
pub struct Filled {
    pub posted: Posted,
    /// How many were taken.
    pub taken: usize,
    refused: Vec<(String, NotTaken)>,
}

impl Filled {
    pub fn troubles(&self, t: &Texts) -> Vec<Trouble> {
        let each = self.refused.iter().map(|(name, why)| Trouble {
            field: FILES.to_owned(),
            text: t.image_not_taken(name, *why),
        });
        each.collect()
    }
}

impl FromRequest<Web> for Filled {
    type Rejection = Fail;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Fail> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            let posted = Posted::from_request(request, web).await?;
            return Ok(Self {
                posted,
                ..Self::default()
            });
        }
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, web).await?;
        let me = visitor.me.clone().ok_or(Fail::Unauthenticated)?;
        let form = Multipart::from_request(Request::from_parts(parts, body), web).await;
        let mut form = form.map_err(|_| Fail::Foreign)?;
        let (mut fields, mut room) = (BTreeMap::new(), TEXTS);
        let (mut refused, mut taken) = (Vec::new(), 0);
        let mut vouched = false;
        while let Some(mut field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name != FILES {
                let text = read(&mut field, room).await?;
                let text = text.ok_or_else(|| Fail::broken("the form is too large"))?;
                room -= text.len();
                let text = String::from_utf8_lossy(&text).into_owned();
                fields.entry(name).or_insert(text);
                continue;
            }
            // The token stands before the files: nothing of theirs is kept that another site sends.
            vouched = vouched || Posted::is_vouched(&fields, &visitor);
            if !vouched {
                return Err(Fail::Foreign);
            }
            let given = field.file_name().unwrap_or_default().to_owned();
            if given.is_empty() {
                continue;
            }
            let max = usize::try_from(MOST_BYTES).unwrap_or(usize::MAX);
            let done = match read(&mut field, max).await? {
                Some(bytes) => web.app.take_image(&me.actor, &given, bytes.into()).await?,
                None => Err(NotTaken::TooLarge { max: MOST_BYTES }),
            };
            match done {
                Ok(_) => taken += 1,
                Err(why) => refused.push((given, why)),
            }
        }
        Ok(Self {
            posted: Posted::vouched(fields, &visitor)?,
            taken,
            refused,
        })
    }
}

fn broken(_: axum::extract::multipart::MultipartError) -> Fail {
    Fail::broken("the form could not be read")
}

/// All of a field; nothing where it is longer, and then the rest of it is dropped, so that the form behind it arrives.
async fn read(field: &mut Field<'_>, most: usize) -> Result<Option<Vec<u8>>, Fail> {
    let (mut all, mut fits) = (Vec::new(), true);
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        fits = fits && all.len() + piece.len() <= most;
        match fits {
            true => all.extend_from_slice(&piece),
            false => all.clear(),
        }
    }
    Ok(fits.then_some(all))
}

/// An image in the list beside the texts.
pub struct Row {
    pub id: String,
    pub name: String,
    /// Measure and size.
    pub detail: String,
    /// The line that shows it.
    pub markdown: String,
    /// Where it is; empty while it cannot be shown.
    pub address: String,
    /// Why it cannot.
    pub state: &'static str,
    pub width: u32,
    pub height: u32,
    /// No version names it yet, and its writer may take it away.
    pub removable: bool,
}

impl Row {
    fn of(t: &Texts, me: &Me, image: &Image) -> Self {
        let state = match image.state {
            State::Ready => "",
            State::Threat => t.say("file-state-threat"),
            _ => t.say("file-state-held"),
        };
        let measure = [
            ("width", t.number(i64::from(image.width)).into()),
            ("height", t.number(i64::from(image.height)).into()),
            ("size", t.size(image.bytes).into()),
        ];
        Self {
            id: image.id.to_string(),
            name: image.name.clone(),
            detail: t.with("image-detail", measure),
            markdown: markdown("", image.id),
            address: match state.is_empty() {
                true => From::Writing.address(image.id),
                false => String::new(),
            },
            state,
            width: image.width,
            height: image.height,
            removable: image.used_at.is_none() && image.person == me.person.id,
        }
    }
}

/// The images of an article's form, with what may be handed in.
pub struct Part {
    pub rows: Vec<Row>,
    pub limits: String,
    pub trouble: String,
}

impl Part {
    /// Nothing where this installation takes no files.
    pub async fn of(
        visitor: &Visitor,
        me: &Me,
        article: Option<ArticleId>,
        troubles: &[Trouble],
    ) -> Result<Option<Self>, Fail> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        if app.files.is_none() {
            return Ok(None);
        }
        let all = app.store.images_for_writing(article, me.person.id).await?;
        let own = troubles.iter().filter(|trouble| trouble.field == FILES);
        let own: Vec<&str> = own.map(|trouble| trouble.text.as_str()).collect();
        Ok(Some(Self {
            rows: all.iter().map(|image| Row::of(t, me, image)).collect(),
            limits: t.one("images-limits", "size", t.size(MOST_BYTES)),
            trouble: own.join("\n"),
        }))
    }
}

/// What of a text's images is still to be done, in words: those without words of their own, and those that are not there.
pub async fn warnings(
    app: &App,
    t: &Texts,
    texts: &[[String; 3]],
    names: &[(String, &'static str)],
) -> Result<Vec<String>, Fail> {
    let mut all = Vec::new();
    for [tag, _, body] in texts {
        let named = pictures::named(body);
        let there = app.store.images(named.iter().map(|(id, _)| *id)).await?;
        let language = names.iter().find(|(other, _)| other == tag);
        let language = language.map_or("", |(_, name)| name);
        let is_there = |id: ImageId| there.iter().any(|image| image.id == id);
        let silent = named
            .iter()
            .filter(|(id, alt)| alt.is_empty() && is_there(*id));
        let missing = named.iter().filter(|(id, _)| !is_there(*id));
        for (key, ids) in [
            ("article-images-silent", silent.collect::<Vec<_>>()),
            ("article-images-missing", missing.collect()),
        ] {
            if ids.is_empty() {
                continue;
            }
            let called = |id: ImageId| {
                let known = there.iter().find(|image| image.id == id);
                known.map_or(format!("image:{id}"), |image| image.name.clone())
            };
            let ids: Vec<String> = ids.iter().map(|(id, _)| called(*id)).collect();
            let ids = ids.join(t.say("list-separator"));
            let said = [("language", language.into()), ("images", ids.into())];
            all.push(t.with(key, said));
        }
    }
    Ok(all)
}

#[derive(Default, Deserialize)]
pub struct Named {
    #[serde(default)]
    name: String,
}

#[derive(Template)]
#[template(path = "parts/article_image.html")]
struct One {
    f: Frame,
    i: Row,
}

/// One image by script: its row in the list, or why it was not taken, in words.
pub async fn upload(
    Staff(visitor, me): Staff,
    Query(named): Query<Named>,
    body: Body,
) -> Result<Response, Fail> {
    uploads::vouched(&visitor)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let max = usize::try_from(MOST_BYTES).unwrap_or(usize::MAX);
    let done = match axum::body::to_bytes(body, max).await {
        Ok(bytes) => app.take_image(&me.actor, &named.name, bytes).await?,
        Err(_) => Err(NotTaken::TooLarge { max: MOST_BYTES }),
    };
    match done {
        Ok(image) => shown(&One {
            i: Row::of(t, &me, &image),
            f: Frame::new(&visitor, Here::Knowledge, "").await?,
        }),
        Err(why) => {
            let status = match why {
                NotTaken::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
                NotTaken::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
                _ => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            };
            let words = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            Ok((status, words, t.image_not_taken(&named.name, why)).into_response())
        }
    }
}

/// An image as one who writes sees it, published or not.
pub async fn picture(Staff(visitor, me): Staff, Path(id): Path<String>) -> Result<Response, Fail> {
    let id = id.parse().map(ImageId).map_err(|_| Fail::NotFound)?;
    let app = &visitor.web.app;
    let image = app.image_of_staff(&me.actor, id).await?;
    downloads::image(app, image, visitor.headers(), false)
}
