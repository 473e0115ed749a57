//! Software to download, by product and version (B6): for those who open cases, and for the administrators who give it out.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{ReleaseId, case::Refused, event::By, release::Version};
use store::releases::Release;

use super::{
    case_files,
    frame::{Frame, Here, shown},
    handed_in::{self, Filled},
    listing::{Pick, ViewLink, pick},
    posted::Posted,
    shown::{self as words, Trouble},
    visitor::{Contact, Me, Staff, Visitor},
};
use crate::{
    app::{Fail, answers},
    downloads,
    texts::Texts,
};

/// The versions for one product.
struct Product {
    label: String,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    name: String,
    version: String,
    note: String,
    file: String,
    size: String,
    sha256: String,
    published: String,
    /// When it was withdrawn; empty where it was not.
    withdrawn: String,
    /// Why nobody can have it yet; empty where it was looked through.
    state: String,
}

fn by_product(visitor: &Visitor, me: &Me, t: &Texts, all: &[Release]) -> Vec<Product> {
    let (desk, _) = visitor.web.app.desks.current();
    let mut products: Vec<(String, Product)> = Vec::new();
    for release in all {
        let id = &release.version.product;
        if products.last().is_none_or(|(known, _)| known != id) {
            let label = desk.product(id).map_or(id.as_str(), |p| t.desk(&p.label));
            let product = Product {
                label: label.to_owned(),
                rows: Vec::new(),
            };
            products.push((id.clone(), product));
        }
        if let Some((_, product)) = products.last_mut() {
            product.rows.push(row(t, me.actor.is_staff(), release));
        }
    }
    // In the order of the desk; what it has no more comes last.
    let place = |id: &str| {
        let found = desk.products.iter().position(|product| product.id == id);
        found.unwrap_or(usize::MAX)
    };
    products.sort_by_key(|(id, _)| place(id));
    products.into_iter().map(|(_, product)| product).collect()
}

fn row(t: &Texts, is_staff: bool, release: &Release) -> Row {
    let Version {
        name,
        version,
        note,
        ..
    } = release.version.clone();
    let file = &release.file;
    Row {
        id: release.id.to_string(),
        name,
        version,
        note,
        file: file.name.clone(),
        size: t.size(file.bytes),
        sha256: file.sha256.clone().unwrap_or_default(),
        published: t.day(release.published_at),
        withdrawn: release.withdrawn_at.map_or(String::new(), |at| t.day(at)),
        state: match release.withdrawn_at {
            Some(_) => String::new(),
            None => case_files::state(t, is_staff, file),
        },
    }
}

#[derive(Template)]
#[template(path = "portal/downloads.html")]
struct Portal {
    f: Frame,
    products: Vec<Product>,
}

pub async fn page(Contact(visitor, me): Contact) -> Result<Response, Fail> {
    if me.actor.is_guest() {
        return Err(Fail::NotFound);
    }
    let all = visitor.web.app.releases(&me.actor, false).await?;
    let f = Frame::new(
        &visitor,
        Here::Downloads,
        visitor.texts.say("downloads-title"),
    )
    .await?;
    shown(&Portal {
        products: by_product(&visitor, &me, &f.t, &all),
        f,
    })
}

fn who(visitor: &Visitor, me: &Me) -> (By, Option<String>) {
    (By::Person(me.behind()), visitor.from())
}

pub async fn file(Contact(visitor, me): Contact, Path(id): Path<i64>) -> Result<Response, Fail> {
    if me.actor.is_guest() {
        return Err(Fail::NotFound);
    }
    let app = &visitor.web.app;
    let had = app.release_file(&me.actor, ReleaseId(id), who(&visitor, &me));
    downloads::sent(app, had.await?, visitor.headers(), None)
}

#[derive(Template)]
#[template(path = "staff/downloads.html")]
struct OfStaff {
    f: Frame,
    views: Vec<ViewLink>,
    products: Vec<Product>,
    picks: Vec<Pick>,
    typed: Version,
    files: Option<handed_in::Part>,
    troubles: Vec<Trouble>,
}

pub async fn page_of_staff(Staff(visitor, me): Staff) -> Result<Response, Fail> {
    show(&visitor, &me, &Posted::default(), Vec::new()).await
}

fn typed(posted: &Posted) -> Version {
    let given = |name| posted.get(name).to_owned();
    Version {
        product: given("product"),
        name: given("software"),
        version: given("version"),
        note: given("note"),
    }
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    posted: &Posted,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    if !me.actor.administers() {
        return Err(Fail::NotFound);
    }
    let app = &visitor.web.app;
    let all = app.releases(&me.actor, true).await?;
    let wrong = !troubles.is_empty();
    let f = Frame::new(
        visitor,
        Here::Downloads,
        visitor.texts.say("downloads-title"),
    )
    .await?;
    let f = f.troubled(wrong);
    let typed = typed(posted);
    let named = answers::files_of(&posted.entries());
    let products = app.desks.current().0.products.iter();
    let limits = app.given_out();
    let page = OfStaff {
        views: super::staff::rail_for(visitor, me).await?,
        products: by_product(visitor, me, &f.t, &all),
        picks: products
            .map(|p| pick(&p.id, f.t.desk(&p.label), &typed.product))
            .collect(),
        files: handed_in::Part::within(visitor, me, &named, &troubles, limits.as_ref()).await?,
        typed,
        troubles,
        f,
    };
    let mut response = shown(&page)?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

pub async fn publish(Staff(visitor, me): Staff, filled: Filled) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let refused = filled.troubles(t);
    let posted = filled.posted;
    if !refused.is_empty() {
        return show(&visitor, &me, &posted, refused).await;
    }
    let files = answers::files_of(&posted.entries());
    let version = typed(&posted);
    let done = app.publish(&me.actor, &version, &files, who(&visitor, &me));
    match done.await {
        Ok(_) => Ok(Redirect::to("/staff/downloads").into_response()),
        Err(Fail::Refused(Refused::Fields(problems))) => {
            let troubles = words::troubles(t, app.desks.current().0, &problems);
            show(&visitor, &me, &posted, troubles).await
        }
        Err(Fail::Refused(refused @ Refused::File { .. })) => {
            let troubles = handed_in::trouble(t, &refused).into_iter().collect();
            show(&visitor, &me, &posted, troubles).await
        }
        Err(fail) => Err(fail),
    }
}

pub async fn withdraw(
    Staff(visitor, me): Staff,
    Path(id): Path<i64>,
    _: Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    app.withdraw(&me.actor, ReleaseId(id), who(&visitor, &me))
        .await?;
    Ok(Redirect::to("/staff/downloads").into_response())
}
