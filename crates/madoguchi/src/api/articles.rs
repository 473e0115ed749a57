//! Knowledge, as the caller may read it (B4).

use axum::{
    Json,
    body::Body,
    extract::{Path, Query, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    ArticleId, ImageId,
    knowledge::{
        Sort,
        images::{MOST_BYTES, NotTaken, markdown},
    },
};
use serde::Deserialize;
use store::{
    files::State as Stands,
    knowledge::{self, Image},
};

use super::{
    caller::Caller,
    problem::{Problem, What},
    shown::instant,
    wire::{self, Labelled},
    wrong::{Why, WrongField},
};
use crate::{
    app::{
        App,
        finding::Looked,
        knowledge::{behind, in_language, place},
    },
    downloads,
    pictures::{From, Images},
    rich,
};

/// Articles in an answer.
const PAGE: i64 = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    sort: Option<String>,
    product: Option<String>,
    q: Option<String>,
    behind: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/articles", operation_id = "list_articles", tag = "knowledge",
    params(("sort" = Option<String>, Query), ("product" = Option<String>, Query), ("q" = Option<String>, Query, description = "A question, or words; what answers best comes first"),
        ("behind" = Option<String>, Query, description = "Of the answer before")),
    responses((status = 200, body = wire::ArticleList)))]
/// What there is for the caller to read, the latest first; where something is asked, what answers it best.
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<wire::ArticleList>, Problem> {
    let wrong = |name, why| What::WrongParameters.with(vec![WrongField::parameter(name, why)]);
    let sort = asked.sort.as_deref().map(Sort::parse);
    if sort == Some(None) {
        return Err(wrong("sort", Why::NotOffered));
    }
    let after = asked.behind.as_deref().map(place);
    if after == Some(None) {
        return Err(wrong("behind", Why::Malformed));
    }
    let wanted = knowledge::Asked {
        sorts: sort.flatten().into_iter().collect(),
        product: asked.product,
        among: None,
        after: after.flatten(),
        limit: PAGE + 1,
    };
    let actor = Some(&caller.actor);
    let (mut found, more) = match asked.q.as_deref().map(str::trim) {
        Some(words) if !words.is_empty() => {
            let most = PAGE as usize;
            let answers =
                app.find_articles(actor, &wanted, Looked::For(words), &caller.language, most);
            let answers = answers.await?.into_iter();
            (answers.map(|one| one.article).collect(), false)
        }
        _ => {
            let found = app.articles(actor, &wanted).await?;
            let more = found.len() as i64 > PAGE;
            (found, more)
        }
    };
    found.truncate(PAGE as usize);
    let last = found.last().filter(|_| more);
    let behind = last.map(|one| behind(one.published_at, one.id));
    let items = found.iter().map(|one| wire::ArticleTitle {
        id: one.id.to_string(),
        sort: one.sort.as_str().to_owned(),
        title: in_language(&caller.language, &one.titles)
            .map_or(String::new(), |(_, title)| title.clone()),
        published_at: instant(one.published_at),
    });
    Ok(Json(wire::ArticleList {
        items: items.collect(),
        behind,
    }))
}

#[utoipa::path(get, path = "/api/v1/articles/{id}", operation_id = "read_article", tag = "knowledge", params(("id" = String, Path)),
    responses((status = 200, body = wire::Article)))]
/// An article.
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<wire::Article>, Problem> {
    let id = id.parse().map(ArticleId).map_err(|_| What::NotFound)?;
    let article = app.article_for(Some(&caller.actor), id).await?;
    let (desk, _) = app.desks.current();
    let (language, [title, body]) =
        in_language(&caller.language, &article.texts).ok_or(What::NotFound)?;
    let products = article.products.iter().map(|id| Labelled {
        id: id.clone(),
        label: desk
            .product(id)
            .map_or(id.as_str(), |product| {
                product.label.in_language(&caller.language)
            })
            .to_owned(),
    });
    let images = app.images_of([body.as_str()]).await?;
    let shown = Images::of(&images, From::Api(id), "");
    let described = images
        .iter()
        .map(|image| image_of(image, Some(From::Api(id).address(image.id))));
    Ok(Json(wire::Article {
        id: id.to_string(),
        sort: article.sort.as_str().to_owned(),
        products: products.collect(),
        language: language.as_str().to_owned(),
        title: title.clone(),
        body: body.clone(),
        html: rich::article(body, &shown),
        images: described.collect(),
        published_at: instant(article.published_at),
        reviewed_at: article.reviewed_at.map(instant),
    }))
}

/// An image; `address` is where a reader of its article has it.
fn image_of(image: &Image, address: Option<String>) -> wire::ArticleImage {
    wire::ArticleImage {
        id: image.id.to_string(),
        name: image.name.clone(),
        markdown: markdown("", image.id),
        kind: image.format.media_type().to_owned(),
        width: image.width,
        height: image.height,
        bytes: image.bytes,
        sha256: image.sha256.clone(),
        state: match image.state {
            Stands::Ready => "ready",
            Stands::Threat => "threat",
            _ => "held",
        }
        .to_owned(),
        address,
    }
}

#[utoipa::path(get, path = "/api/v1/articles/{id}/images/{image}", operation_id = "read_article_image", tag = "knowledge",
    params(("id" = String, Path), ("image" = String, Path)),
    responses((status = 200, description = "Its bytes; `Range` is answered", content_type = "image/png")))]
/// An image of an article, for whoever may read the article.
pub async fn read_image(
    State(app): State<App>,
    caller: Caller,
    Path((id, image)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let id = id.parse().map(ArticleId).map_err(|_| What::NotFound)?;
    let image = image.parse().map(ImageId).map_err(|_| What::NotFound)?;
    let (image, open) = app.image_for(Some(&caller.actor), id, image).await?;
    Ok(downloads::image(&app, image, request.headers(), open)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    name: Option<String>,
}

#[utoipa::path(post, path = "/api/v1/articles/images", operation_id = "add_article_image", tag = "knowledge",
    params(("name" = Option<String>, Query, description = "What it is called")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "PNG, JPEG, GIF or WebP, up to 10 MB"),
    responses((status = 201, body = wire::ArticleImage)))]
/// Hands in an image for an article; for staff.
///
/// It is made anew, without what it says of cameras and places. It waits for 31 days for a text that names it, as `markdown` does;
/// from then on it stays with the versions of that article.
pub async fn add_image(
    State(app): State<App>,
    caller: Caller,
    Query(named): Query<Named>,
    body: Body,
) -> Result<Response, Problem> {
    let max = usize::try_from(MOST_BYTES).unwrap_or(usize::MAX);
    let given = named.name.unwrap_or_default();
    let done = match axum::body::to_bytes(body, max).await {
        Ok(bytes) => app.take_image(&caller.actor, &given, bytes).await?,
        Err(_) => Err(NotTaken::TooLarge { max: MOST_BYTES }),
    };
    match done {
        Ok(image) => Ok((StatusCode::CREATED, Json(image_of(&image, None))).into_response()),
        Err(why) => {
            let wrong = WrongField::at(&[], Why::Image(why));
            Err(What::InvalidFields.with(vec![wrong]))
        }
    }
}
