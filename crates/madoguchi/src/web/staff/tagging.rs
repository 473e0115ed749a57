//! Words that staff put on cases (K3): on the page of a case, and the page on which administrators give them other names or make
//! two of them one.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    TagId,
    case::{Case, Command, Refused},
};

use super::{
    super::{
        frame::{Frame, Here, judged},
        listing::ViewLink,
        posted::Posted,
        search,
        shown::{self as said, Trouble},
        visitor::{Me, Staff, Visitor},
    },
    case::act_with,
};
use crate::{
    app::{
        Fail,
        tags::{LONGEST, Tag, Tags},
    },
    texts::Texts,
};

/// Words that are offered while one is typed.
const OFFERED: usize = 200;

/// A word on a page.
pub struct Shown {
    pub id: i64,
    pub label: String,
    /// The list of all cases that have it.
    pub address: String,
}

/// What a word is called in the reader's language.
pub fn label(t: &Texts, tag: &Tag) -> String {
    match &tag.label {
        Some(words) => t.desk(words).to_owned(),
        None => tag.word.clone(),
    }
}

impl Shown {
    fn of(t: &Texts, tag: &Tag) -> Self {
        let label = label(t, tag);
        let q = format!("tag:\"{label}\"");
        Self {
            id: tag.id.0,
            address: search::address("/staff/search", &q, "", ""),
            label,
        }
    }
}

/// The part of a case's page.
#[derive(Default)]
pub struct Part {
    pub tags: Vec<Shown>,
    /// What can be put on it besides.
    pub offered: Vec<String>,
    pub longest: usize,
}

impl Part {
    pub async fn of(visitor: &Visitor, case: &Case) -> Result<Self, Fail> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let all = app.tags().await?;
        let tags = all.read_all(&case.tags);
        let desk = app.desks.current().0;
        let of_desk = desk
            .tags
            .all
            .iter()
            .map(|one| t.desk(&one.label).to_owned());
        let own = all
            .all()
            .filter(|tag| tag.joined.is_none() && tag.label.is_none());
        let own = own.map(|tag| tag.word.clone()).take(OFFERED);
        let tags: Vec<_> = tags.into_iter().map(|tag| Shown::of(t, tag)).collect();
        let is_on = |word: &String| tags.iter().any(|tag| tag.label == *word);
        Ok(Self {
            offered: of_desk.chain(own).filter(|word| !is_on(word)).collect(),
            longest: LONGEST,
            tags,
        })
    }
}

/// Puts a word on a case, or takes one off.
pub async fn tag(
    staff: Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let Staff(visitor, me) = &staff;
    let app = &visitor.web.app;
    let parsed = said::parse_number(&number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, parsed).await?;
    let command = match posted.given("remove") {
        Some(id) => {
            let id = TagId(id.parse().unwrap_or_default());
            let remove = app.tags_meant(&stored.case.tags, id).await?;
            let add = Vec::new();
            Ok(Command::Tag { add, remove })
        }
        None => match app.tag_named(&me.actor, posted.get("tag")).await {
            Ok(id) => Ok(Command::Tag {
                add: vec![id],
                remove: Vec::new(),
            }),
            Err(Fail::Refused(refused)) => Err(refused),
            Err(fail) => return Err(fail),
        },
    };
    act_with(staff, number, command, &posted).await
}

/// A word on the page of administrators.
struct Row {
    id: i64,
    label: String,
    /// The desk file names it.
    of_desk: bool,
    cases: String,
    /// As which it is read, where it was joined.
    joined: String,
}

#[derive(Template)]
#[template(path = "staff/tags.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    rows: Vec<Row>,
    /// Words that others can become.
    targets: Vec<(i64, String)>,
    longest: usize,
    troubles: Vec<Trouble>,
}

async fn show(visitor: &Visitor, me: &Me, troubles: Vec<Trouble>) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let all: Tags = app.tags().await?;
    let used: BTreeMap<TagId, i64> = app.store.tags_in_use().await?.into_iter().collect();
    let row = |tag: &Tag| {
        let joined = tag.joined.and_then(|_| all.read(tag.id));
        Row {
            id: tag.id.0,
            label: label(t, tag),
            of_desk: tag.label.is_some(),
            cases: t.number(used.get(&tag.id).copied().unwrap_or(0)),
            joined: joined.map_or(String::new(), |to| label(t, to)),
        }
    };
    let mut rows: Vec<Row> = all.all().map(row).collect();
    rows.sort_by(|one, other| one.label.cmp(&other.label));
    let targets = rows.iter().filter(|row| row.joined.is_empty());
    let targets = targets.map(|row| (row.id, row.label.clone())).collect();
    let is_wrong = !troubles.is_empty();
    let f = Frame::new(visitor, Here::Tags, t.say("tags-title")).await?;
    let page = Page {
        views: super::rail_for(visitor, me).await?,
        rows,
        targets,
        longest: LONGEST,
        troubles,
        f: f.troubled(is_wrong),
    };
    judged(&page, is_wrong)
}

pub async fn page(Staff(visitor, me): Staff) -> Result<Response, Fail> {
    only_administrators(&me)?;
    show(&visitor, &me, Vec::new()).await
}

/// Another name for a word, or one word out of two, or two again.
pub async fn change(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    only_administrators(&me)?;
    let app = &visitor.web.app;
    let id = |name: &str| posted.get(name).parse().map(TagId).ok();
    let tag = id("id").ok_or(Fail::NotFound)?;
    let from = visitor.from();
    let done = match posted.get("do") {
        "rename" => {
            app.rename_tag(&me.actor, tag, posted.get("tag"), from)
                .await
        }
        "join" => {
            let to = id("to").ok_or(Fail::NotFound)?;
            app.join_tags(&me.actor, tag, Some(to), from).await
        }
        "part" => app.join_tags(&me.actor, tag, None, from).await,
        _ => return Err(Fail::NotFound),
    };
    match done {
        Ok(()) => Ok(Redirect::to("/staff/tags").into_response()),
        Err(Fail::Refused(Refused::Fields(problems))) => {
            let troubles = said::troubles(&visitor.texts, app.desks.current().0, &problems);
            show(&visitor, &me, troubles).await
        }
        Err(fail) => Err(fail),
    }
}

fn only_administrators(me: &Me) -> Result<(), Fail> {
    match me.actor.administers() {
        true => Ok(()),
        false => Err(Fail::NotFound),
    }
}
