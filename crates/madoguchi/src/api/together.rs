//! What staff do with several cases (K3): links, merging, and words on them. Each reader is told of the other cases what they see of
//! them.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, post},
};
use domain::{
    TagId,
    case::{Command, Relation},
};
use store::cases::StoredCase;

use super::{
    answered::answered,
    caller::{Caller, Staff},
    cases,
    changes::{Answer, change},
    posted::Posted,
    problem::Problem,
    shown::{number, prose},
    wire::{self, Labelled, NewLink, NewTags, OtherCase},
    wrong::Why,
};
use crate::{
    app::{
        App, Fail,
        tags::Tag,
        together::{Into, Joint},
    },
    policy::{
        Object::{Case, Cases},
        Policy, Route,
        Who::{self, Known},
        route,
    },
};

type Number = Path<String>;

/// The routes of all this.
pub fn routes() -> Vec<Route<App>> {
    vec![
        route(
            "get",
            "/api/v1/cases/{number}/links",
            get(links),
            Policy::of(Known, "read", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/links",
            post(link),
            Policy::of(Who::Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/link-removal",
            post(unlink),
            Policy::of(Who::Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/merging",
            post(merge),
            Policy::of(Who::Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/merging-undo",
            post(unmerge),
            Policy::of(Who::Staff, "change", Case),
        ),
        route(
            "post",
            "/api/v1/cases/{number}/tags",
            post(tag),
            Policy::of(Who::Staff, "change", Case),
        ),
        route(
            "get",
            "/api/v1/tags",
            get(tags),
            Policy::of(Who::Staff, "read", Cases),
        ),
    ]
}

#[utoipa::path(get, path = "/api/v1/cases/{number}/links", operation_id = "list_links", tag = "cases", params(("number" = String, Path)),
    responses((status = 200, body = wire::CaseLinks)))]
/// The cases around a case: those that it is linked with, within which it goes on, and that go on within it.
///
/// What the reader does not see is left out.
pub async fn links(
    State(app): State<App>,
    caller: Caller,
    text: Number,
) -> Result<Json<wire::CaseLinks>, Problem> {
    let stored = app.case(&caller.actor, cases::number(&text)?).await?;
    let around = app.around(&caller.actor, &stored).await?;
    let one = |case: &StoredCase| wire::LinkedCase {
        number: number(app.desks.of(case.case.desk_version), case.number),
        subject: prose(&case.case.subject),
    };
    let links = around.links.iter().map(|(relation, case)| wire::CaseLink {
        relation: relation.as_str().to_owned(),
        case: one(case),
    });
    Ok(Json(wire::CaseLinks {
        items: links.collect(),
        merged_into: match &around.into {
            Some(Into::Seen(case)) => Some(one(case)),
            _ => None,
        },
        carries: around.carries.iter().map(one).collect(),
    }))
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/links", operation_id = "link_case", tag = "staff", params(("number" = String, Path)),
    request_body = NewLink, responses((status = 200, body = wire::Case)))]
/// Says how a case stands to another one, in place of what was said of the two before.
pub async fn link(State(app): State<App>, _: Staff, text: Number, posted: Posted) -> Answer {
    let NewLink { relation, other } = posted.read()?;
    let relation = Relation::parse(&relation);
    let relation = relation.ok_or_else(|| Problem::of_field("relation", Why::NotOffered))?;
    join(&app, &text, &posted, &other, Joint::Link(relation)).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/link-removal", operation_id = "unlink_case", tag = "staff",
    params(("number" = String, Path)), request_body = OtherCase, responses((status = 200, body = wire::Case)))]
/// Takes back that two cases have to do with each other.
pub async fn unlink(State(app): State<App>, _: Staff, text: Number, posted: Posted) -> Answer {
    let OtherCase { other } = posted.read()?;
    join(&app, &text, &posted, &other, Joint::Unlink).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/merging", operation_id = "merge_case", tag = "staff",
    params(("number" = String, Path)), request_body = OtherCase, responses((status = 200, body = wire::Case)))]
/// Lets a case go on within another one of the same account.
///
/// Nothing moves: what was said stays in its own case, and nobody sees more or less than before. The case is closed for as long, its
/// clocks stand still, and its customers are told. It can be taken back.
pub async fn merge(State(app): State<App>, _: Staff, text: Number, posted: Posted) -> Answer {
    let OtherCase { other } = posted.read()?;
    join(&app, &text, &posted, &other, Joint::Merge).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/merging-undo", operation_id = "unmerge_case", tag = "staff",
    params(("number" = String, Path)), request_body = OtherCase, responses((status = 200, body = wire::Case)))]
/// Takes a merging back: the case stands as it stood.
pub async fn unmerge(State(app): State<App>, _: Staff, text: Number, posted: Posted) -> Answer {
    let OtherCase { other } = posted.read()?;
    join(&app, &text, &posted, &other, Joint::Unmerge).await
}

async fn join(app: &App, text: &str, posted: &Posted, other: &str, joint: Joint) -> Answer {
    let number = cases::number(text)?;
    let status = StatusCode::OK;
    let once = posted.once(status);
    let on = posted.on.seen(app, &posted.caller, number).await?;
    let other = other.parse().unwrap_or(-1);
    let done = app.join(
        &posted.caller.actor,
        number,
        other,
        joint,
        on,
        once.as_ref(),
    );
    answered(app, &posted.caller, status, once.as_ref(), done.await?).await
}

#[utoipa::path(post, path = "/api/v1/cases/{number}/tags", operation_id = "tag_case", tag = "staff", params(("number" = String, Path)),
    request_body = NewTags, responses((status = 200, body = wire::Case)))]
/// Puts words on a case, and takes some off.
///
/// A word is one of the desk's, by its id or name, one that is in use, or a new one where the desk allows it.
pub async fn tag(State(app): State<App>, _: Staff, text: Number, posted: Posted) -> Answer {
    let NewTags { add, remove } = posted.read()?;
    let number = cases::number(&text)?;
    let actor = &posted.caller.actor;
    let stored = app.case(actor, number).await?;
    let mut added = Vec::with_capacity(add.len());
    for word in &add {
        let named = app.tag_named(actor, word).await;
        added.push(named.map_err(|fail| Problem::from(fail).renamed("tag", "add"))?);
    }
    let mut removed = Vec::new();
    for id in &remove {
        let id = id.parse().map(TagId);
        let id = id.map_err(|_| Problem::of_field("remove", Why::NotOffered))?;
        removed.extend(app.tags_meant(&stored.case.tags, id).await?);
    }
    let command = Command::Tag {
        add: added,
        remove: removed,
    };
    change(&app, &text, &posted, command, StatusCode::OK)
        .await
        .map_err(|problem| problem.renamed("tag", "add"))
}

#[utoipa::path(get, path = "/api/v1/tags", operation_id = "list_tags", tag = "staff", responses((status = 200, body = wire::Tags)))]
/// The words that are on cases, as they are read by now.
pub async fn tags(
    State(app): State<App>,
    Staff(caller): Staff,
) -> Result<Json<wire::Tags>, Problem> {
    let all = app.tags().await?;
    let own = all.all().filter(|tag| tag.joined.is_none());
    Ok(Json(wire::Tags {
        items: own.map(|tag| labelled(&caller, tag)).collect(),
    }))
}

fn labelled(caller: &Caller, tag: &Tag) -> Labelled {
    let label = tag.label.as_ref();
    let label = label.map(|words| words.in_language(&caller.language).to_owned());
    Labelled {
        id: tag.id.to_string(),
        label: label.unwrap_or_else(|| tag.word.clone()),
    }
}

/// The words on a case, for staff.
pub async fn tags_of(
    app: &App,
    caller: &Caller,
    stored: &StoredCase,
) -> Result<Vec<Labelled>, Fail> {
    if stored.case.tags.is_empty() || !caller.actor.is_staff() {
        return Ok(Vec::new());
    }
    let all = app.tags().await?;
    let tags = all.read_all(&stored.case.tags);
    Ok(tags.into_iter().map(|tag| labelled(caller, tag)).collect())
}
