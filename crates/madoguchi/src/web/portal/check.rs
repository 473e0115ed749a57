//! What was entered and what is promised for it, read once more before it is sent (C5). Each answer leads back to its field.

use askama::Template;
use axum::response::Response;
use domain::{
    Desk,
    case::{NewCase, copies, intake},
    desk::{Entry, Kind},
};

use store::cases::CaseRow;

use super::super::{
    frame::{Frame, Here, shown},
    knowledge,
    shown::{self as words, Entered},
    visitor::{Me, Visitor},
};
use super::{new::CONTINUES, promise::Part};
use crate::{
    app::{Fail, answers, cases::Wanted},
    texts::Texts,
};

#[derive(Template)]
#[template(path = "portal/check.html")]
struct Page {
    f: Frame,
    kind_id: String,
    kind: String,
    entered: Vec<Entered>,
    hidden: Vec<(String, String)>,
    /// Files that go with it: the field that names each, and what it is called.
    files: Vec<(String, String)>,
    /// Under which it is kept while it is not sent.
    draft: Option<i64>,
    /// Articles that may answer it.
    answering: Vec<knowledge::Row>,
    /// Cases that may be about the same.
    alike: Vec<Alike>,
    /// What is promised, as markup; nothing where nothing is.
    promise: Option<String>,
    may_send: bool,
    /// Another kind that the case looks like by what is written in it (C3).
    elsewhere: Option<Elsewhere>,
    zone: String,
}

/// The kind behind another door, and what is said of it.
struct Elsewhere {
    kind: String,
    title: String,
    text: String,
    go: String,
}

impl Elsewhere {
    fn of(t: &Texts, desk: &Desk, here: &Kind, new: &NewCase) -> Option<Self> {
        let texts = [new.subject.as_str(), new.description.as_str()];
        let kind = desk.looks_like(&new.kind, new.sub_type.as_deref(), &texts)?;
        let kind = desk.kind(kind)?;
        let label = t.desk(&kind.label);
        let args = [("kind", label.into()), ("here", t.desk(&here.label).into())];
        Some(Self {
            kind: kind.id.clone(),
            title: t.one("wrong-door-title", "kind", label),
            text: t.with("wrong-door-text", args),
            go: t.one("wrong-door-go", "kind", label),
        })
    }
}

/// A case that may be about the same.
struct Alike {
    number: String,
    subject: String,
    /// Its status, in words.
    state: String,
    opened: String,
}

impl Alike {
    fn of(visitor: &Visitor, row: &CaseRow) -> Self {
        let (desks, t) = (&visitor.web.app.desks, &visitor.texts);
        let desk = desks.of(row.desk_version);
        Self {
            number: words::number(desk, row.number),
            subject: row.subject().to_owned(),
            state: t.status_name(desk, &row.status),
            opened: t.one("alike-opened", "at", t.long_time(row.opened_at)),
        }
    }
}

/// For what could be sent as it is.
pub async fn page(
    visitor: &Visitor,
    me: &Me,
    wanted: &Wanted<'_>,
    new: &NewCase,
    draft: Option<i64>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let kind = desk.kind(wanted.kind).ok_or(Fail::NotFound)?;
    let part = Part::of(visitor, &me.actor, wanted.kind, wanted.entries).await?;
    let sites = app.store.deployments(new.account).await?;
    // The choice of a centre stands on this page, too.
    let offered = part.is_some();
    let hidden = wanted.entries.iter();
    let hidden = hidden.filter(|(name, _)| !(offered && *name == "centre"));
    let mut entered = words::entered(t, desk, new, &sites);
    let sure = wanted.entries.get(intake::SURE_OF);
    let sure = copies::listed(sure.map_or("", String::as_str));
    let is_list = |id: &str| {
        desk.field(id)
            .is_some_and(|f| matches!(f.entry, Entry::Emails { .. }))
    };
    for one in entered.iter_mut().filter(|one| is_list(&one.field)) {
        let lines = one.fact.value.lines().map(|line| {
            let doubted = sure.iter().any(|sure| sure.eq_ignore_ascii_case(line));
            match doubted {
                true => t.one("copies-looked-at", "given", line),
                false => line.to_owned(),
            }
        });
        one.fact.value = lines.collect::<Vec<_>>().join("\n");
    }
    let alike = app.alike(&me.actor, new).await?;
    let answering = knowledge::answering(visitor, &new.subject, &new.product).await?;
    let mut files = Vec::new();
    for id in wanted.files {
        let file = app.store.waiting_file(me.person.id, *id).await?;
        files.extend(file.map(|file| {
            let field = answers::file_field(file.id);
            (
                field,
                t.with(
                    "files-named",
                    [
                        ("name", file.name.as_str().into()),
                        ("size", t.size(file.bytes).as_str().into()),
                    ],
                ),
            )
        }));
    }
    let page = Page {
        files,
        answering,
        alike: alike.iter().map(|row| Alike::of(visitor, row)).collect(),
        f: Frame::new(visitor, Here::New, t.say("check-title")).await?,
        elsewhere: Elsewhere::of(t, desk, kind, new),
        kind_id: kind.id.clone(),
        kind: t.desk(&kind.label).to_owned(),
        entered,
        draft,
        hidden: hidden
            .map(|(n, v)| (n.clone(), v.clone()))
            .chain(wanted.continues.map(|number| {
                let number = words::number(desk, number);
                (CONTINUES.to_owned(), number)
            }))
            .collect(),
        may_send: part.as_ref().is_none_or(Part::may_send),
        promise: part
            .map(|part| part.render().map_err(Fail::broken))
            .transpose()?,
        zone: t.zone_name(),
    };
    shown(&page)
}
