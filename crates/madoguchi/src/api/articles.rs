//! Knowledge, as the caller may read it (B4).

use axum::{
    Json,
    extract::{Path, Query, State},
};
use domain::{ArticleId, knowledge::Sort};
use serde::Deserialize;
use store::knowledge;

use super::{
    caller::Caller,
    problem::{Problem, What},
    shown::instant,
    wire::{self, Labelled},
    wrong::{Why, WrongField},
};
use crate::app::{
    App,
    knowledge::{behind, in_language, place},
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
            let answers = app.find_articles(actor, &wanted, words, &caller.language, most);
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
    Ok(Json(wire::Article {
        id: id.to_string(),
        sort: article.sort.as_str().to_owned(),
        products: products.collect(),
        language: language.as_str().to_owned(),
        title: title.clone(),
        body: body.clone(),
        published_at: instant(article.published_at),
        reviewed_at: article.reviewed_at.map(instant),
    }))
}
