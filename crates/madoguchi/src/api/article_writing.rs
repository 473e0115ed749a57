//! Staff's work on knowledge, and what readers say of it (B3, B4).

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{
    AccountId, ArticleId, Language,
    knowledge::{About, Audience, Command, Refused, Sort},
};
use store::{imports::lasting_id, knowledge::StoredArticle};

use super::{
    caller::{Caller, Staff},
    doing,
    posted::Posted,
    problem::{Problem, What},
    shown::instant,
    wire::{self, NewArticle, NewArticleDraft, NewArticleJudgement, NewArticleWithdrawal},
    wrong::Why,
};
use crate::app::App;

type Answer = Result<Response, Problem>;

fn article_id(text: &str) -> Result<ArticleId, Problem> {
    text.parse()
        .map(ArticleId)
        .map_err(|_| What::NotFound.into())
}

fn tag(caller: &Caller, stored: &StoredArticle) -> String {
    let language = caller.language.as_str();
    format!("\"{}-{language}\"", stored.article.version)
}

fn shown(stored: &StoredArticle) -> wire::ArticleDraft {
    let article = &stored.article;
    let about = article.about_worked_on();
    let keys = about.audience.keys();
    let texts = article.drafts.iter().map(|(language, text)| {
        let text = wire::ArticleText {
            title: text.title.as_str().to_owned(),
            body: text.body.as_str().to_owned(),
        };
        (language.as_str().to_owned(), text)
    });
    wire::ArticleDraft {
        id: article.id.to_string(),
        version: article.version,
        state: article.state.as_str().to_owned(),
        ahead: article.is_ahead(),
        review_asked: article.review_asked,
        sort: about.sort.as_str().to_owned(),
        audience: about.audience.as_str().to_owned(),
        plans: match &about.audience {
            Audience::Plans(_) => keys.clone(),
            _ => Vec::new(),
        },
        accounts: match &about.audience {
            Audience::Accounts(_) => keys,
            _ => Vec::new(),
        },
        products: about.products.clone(),
        until: about.until.map(|day| day.to_string()),
        texts: texts.collect(),
        changed_at: instant(article.changed_at),
        published_at: article.published_at.map(instant),
    }
}

#[utoipa::path(get, path = "/api/v1/articles/{id}/draft", operation_id = "read_article_draft", tag = "knowledge",
    params(("id" = String, Path), ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = wire::ArticleDraft), (status = 304, description = "The caller's copy is the newest")))]
/// An article as it is worked on; for staff.
pub async fn read(
    State(app): State<App>,
    Staff(caller): Staff,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let stored = app
        .article_of_staff(&caller.actor, article_id(&id)?)
        .await?;
    let tag = tag(&caller, &stored);
    if let Some(short) = doing::unchanged(&headers, &tag) {
        return Ok(short);
    }
    Ok(doing::read(&tag, shown(&stored)))
}

async fn answered(app: &App, caller: &Caller, id: ArticleId, status: StatusCode) -> Answer {
    let stored = app.article_of_staff(&caller.actor, id).await?;
    let location = format!("/api/v1/articles/{id}/draft");
    Ok(doing::done(
        status,
        &tag(caller, &stored),
        shown(&stored),
        &location,
    ))
}

#[utoipa::path(post, path = "/api/v1/articles", operation_id = "write_article", tag = "knowledge",
    request_body = NewArticle, responses((status = 201, body = wire::ArticleDraft)))]
/// Begins an article; for staff. Sent again under its key, it is begun once.
pub async fn begin(State(app): State<App>, _: Staff, posted: Posted) -> Answer {
    let new: NewArticle = posted.read()?;
    let caller = &posted.caller;
    let command = command(new)?;
    let id = match posted.once(StatusCode::CREATED) {
        // Another request under the same key is another article.
        Some(once) => {
            let request: String = once
                .key
                .request
                .iter()
                .map(|b| format!("{b:02x}"))
                .collect();
            let named = format!("{} {} {request}", once.key.person, once.key.name);
            Some(ArticleId(lasting_id("api", "article", &named)))
        }
        None => None,
    };
    let begun = match id {
        Some(id)
            if app
                .store
                .article(id)
                .await
                .map_err(crate::app::Fail::from)?
                .is_some() =>
        {
            Ok(id)
        }
        Some(id) => app.begin_article(&caller.actor, id, &command).await?,
        None => {
            app.change_article(&caller.actor, None, None, &command)
                .await?
        }
    };
    answered(&app, caller, begun.map_err(refused)?, StatusCode::CREATED).await
}

/// Carries out a command, on the copy that the request names.
async fn change(app: &App, id: &str, posted: &Posted, command: &Command) -> Answer {
    let (id, caller) = (article_id(id)?, &posted.caller);
    let stored = app.article_of_staff(&caller.actor, id).await?;
    let seen = posted.held(stored.article.version)?;
    let done = app
        .change_article(&caller.actor, Some(id), seen, command)
        .await?;
    done.map_err(refused)?;
    answered(app, caller, id, StatusCode::OK).await
}

#[utoipa::path(post, path = "/api/v1/articles/{id}/draft", operation_id = "change_article", tag = "knowledge",
    params(("id" = String, Path)), request_body = NewArticleDraft, responses((status = 200, body = wire::ArticleDraft)))]
/// Writes the next version of an article; for staff.
///
/// What is left out stays as it is. Readers see it once it is published; fewer readers count at once.
pub async fn write(
    State(app): State<App>,
    _: Staff,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let actor = &posted.caller.actor;
    let before = shown(&app.article_of_staff(actor, article_id(&id)?).await?);
    let draft: NewArticleDraft = posted.read()?;
    let whole = NewArticle {
        sort: draft.sort.unwrap_or(before.sort),
        audience: draft.audience.unwrap_or(before.audience),
        plans: draft.plans.unwrap_or(before.plans),
        accounts: draft.accounts.unwrap_or(before.accounts),
        products: draft.products.unwrap_or(before.products),
        until: draft.until.or(before.until),
        texts: draft.texts,
    };
    change(&app, &id, &posted, &command(whole)?).await
}

#[utoipa::path(post, path = "/api/v1/articles/{id}/review-request", operation_id = "ask_article_review", tag = "knowledge",
    params(("id" = String, Path)), responses((status = 200, body = wire::ArticleDraft)))]
/// Somebody else is to look at it; for staff.
pub async fn ask_review(
    State(app): State<App>,
    _: Staff,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    change(&app, &id, &posted, &Command::AskReview).await
}

#[utoipa::path(post, path = "/api/v1/articles/{id}/publication", operation_id = "publish_article", tag = "knowledge",
    params(("id" = String, Path)), responses((status = 200, body = wire::ArticleDraft)))]
/// Readers see it from now on; for staff, and where the desk says so not by who wrote it last.
pub async fn publish(
    State(app): State<App>,
    _: Staff,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    change(&app, &id, &posted, &Command::Publish).await
}

#[utoipa::path(post, path = "/api/v1/articles/{id}/withdrawal", operation_id = "withdraw_article", tag = "knowledge",
    params(("id" = String, Path)), request_body = NewArticleWithdrawal, responses((status = 200, body = wire::ArticleDraft)))]
/// No reader sees it any more; for staff.
pub async fn withdraw(
    State(app): State<App>,
    _: Staff,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    app.article_of_staff(&posted.caller.actor, article_id(&id)?)
        .await?;
    let NewArticleWithdrawal { reason } = posted.read()?;
    change(&app, &id, &posted, &Command::Withdraw { reason }).await
}

#[utoipa::path(post, path = "/api/v1/articles/{id}/judgement", operation_id = "judge_article", tag = "knowledge",
    params(("id" = String, Path)), request_body = NewArticleJudgement, responses((status = 204)))]
/// A reader says whether it helped, and why; for contacts.
pub async fn judge(State(app): State<App>, Path(id): Path<String>, posted: Posted) -> Answer {
    let NewArticleJudgement { helpful, why } = posted.read()?;
    let (id, actor) = (article_id(&id)?, &posted.caller.actor);
    let why = why.unwrap_or_default();
    let command = Command::Judge { helpful, why };
    let done = app.change_article(actor, Some(id), None, &command).await?;
    done.map_err(refused)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(post, path = "/api/v1/articles/{id}/solved", operation_id = "article_solved", tag = "knowledge",
    params(("id" = String, Path)), responses((status = 204)))]
/// A reader says that it solved their trouble, each counted once; for contacts.
pub async fn solved(State(app): State<App>, Path(id): Path<String>, posted: Posted) -> Answer {
    let actor = &posted.caller.actor;
    app.article_solved(actor, article_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn command(new: NewArticle) -> Result<Command, Problem> {
    let wrong = |field| Problem::of_field(field, Why::NotOffered);
    let audience = match new.audience.as_str() {
        "everybody" => Audience::Everybody,
        "signed-in" => Audience::SignedIn,
        "staff" => Audience::Staff,
        "plans" => Audience::Plans(new.plans),
        "accounts" => {
            let ids = new.accounts.iter().map(|id| id.parse().map(AccountId));
            let ids: Result<Vec<AccountId>, _> = ids.collect();
            Audience::Accounts(ids.map_err(|_| wrong("accounts"))?)
        }
        _ => return Err(wrong("audience")),
    };
    let until = new.until.map(|day| day.parse()).transpose();
    let texts: BTreeMap<String, wire::ArticleText> = new.texts;
    Ok(Command::Write {
        about: About {
            sort: Sort::parse(&new.sort).ok_or_else(|| wrong("sort"))?,
            products: new.products,
            audience,
            until: until.map_err(|_| Problem::of_field("until", Why::Malformed))?,
        },
        texts: texts
            .into_iter()
            .map(|(tag, text)| (Language::new(&tag), text.title, text.body))
            .collect(),
    })
}

fn refused(why: Refused) -> Problem {
    match why {
        Refused::NotAllowed => What::NotFound.into(),
        Refused::OwnWords => What::OwnWords.into(),
        Refused::NothingNew => What::NothingNew.into(),
        Refused::NoReviewAsked => What::Conflict.into(),
        Refused::NotPublished => What::NotPublished.into(),
        Refused::NoText => Problem::of_field("texts", Why::Missing),
        Refused::NoReason => Problem::of_field("reason", Why::Missing),
        Refused::NobodyMeant => Problem::of_field("audience", Why::Missing),
        Refused::Unknown(_) => Problem::of_field("products", Why::NotOffered),
        Refused::TooLong { max } => Problem::of_field("texts", Why::TooLong { max }),
    }
}
