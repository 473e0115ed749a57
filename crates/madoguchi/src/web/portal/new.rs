//! Opening a case: which kind, then the form as the desk describes it (C1–C4 in their first form).

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Desk,
    access::Scope,
    case::{Refused, intake},
    desk::Kind,
};

use super::super::{
    doors::{self, NeedShown},
    frame::{Frame, Here, shown},
    posted::Posted,
    shown::{self, Fact, Trouble},
    visitor::{Contact, Me, Visitor},
};
use super::{
    before::{self, Besides},
    control::{Control, Draw, Drawing},
    promise::Part,
};
use crate::app::{
    Fail,
    cases::{WEB, Wanted},
};

#[derive(Template)]
#[template(path = "portal/kinds.html")]
struct Kinds {
    f: Frame,
    kinds: Vec<KindCard>,
    needs: Vec<NeedShown>,
    ways: Vec<before::Way>,
}

struct KindCard {
    id: String,
    label: String,
    description: String,
    sub_types: Vec<String>,
}

impl KindCard {
    fn icon(&self) -> &'static str {
        match self.id.as_str() {
            "service-request" => "tool",
            "admin-case" => "user",
            "feature-request" => "idea",
            _ => "case",
        }
    }
}

pub async fn kinds(Contact(visitor, me): Contact) -> Result<Response, Fail> {
    if !me.actor.may_write() {
        return Err(Refused::NotAllowed.into());
    }
    let f = Frame::new(&visitor, Here::New, visitor.texts.say("new-title")).await?;
    let (desk, _) = visitor.web.app.desks.current();
    let card = |kind: &Kind| KindCard {
        id: kind.id.clone(),
        label: f.t.desk(&kind.label).to_owned(),
        description: f.t.desk(&kind.description).to_owned(),
        sub_types: kind
            .sub_types
            .iter()
            .map(|s| f.t.desk(&s.label).to_owned())
            .collect(),
    };
    let kinds = desk.kinds.iter().map(card).collect();
    let needs = doors::needs(&visitor, &f.t);
    let ways = before::ways(&visitor);
    shown(&Kinds {
        kinds,
        needs,
        ways,
        f,
    })
}

#[derive(Template)]
#[template(path = "portal/new.html")]
struct Form {
    f: Frame,
    kind_id: String,
    kind: String,
    description: String,
    controls: Vec<Control>,
    /// Those that wait behind a fold.
    folded: Vec<Control>,
    /// Something behind the fold is wrong or filled in.
    folded_open: bool,
    /// What can be told besides, before or with the case.
    besides: Besides,
    troubles: Vec<Trouble>,
    /// What is promised, as markup; nothing where nothing is.
    promise: Option<String>,
    zone: String,
}

/// What was entered and what is promised for it, before it is sent: where no script showed it in the form.
#[derive(Template)]
#[template(path = "portal/check.html")]
struct Check {
    f: Frame,
    kind_id: String,
    kind: String,
    facts: Vec<Fact>,
    hidden: Vec<(String, String)>,
    promise: String,
    may_send: bool,
    zone: String,
}

pub async fn form(
    contact: Contact,
    Path(kind): Path<String>,
    Query(entries): Query<BTreeMap<String, String>>,
) -> Result<Response, Fail> {
    let Contact(visitor, me) = contact;
    if !me.actor.may_write() {
        return Err(Refused::NotAllowed.into());
    }
    let form = Shown {
        kind: &kind,
        entries: &entries,
        only_offered: false,
    };
    show_form(&visitor, &me, &form, Vec::new(), StatusCode::OK).await
}

pub async fn create(
    contact: Contact,
    Path(kind): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let Contact(visitor, me) = contact;
    let entries = posted.entries();
    // Without script, the button beside a dependent choice asks for its options.
    if posted.has("_refresh") || posted.has("_edit") {
        let form = Shown {
            kind: &kind,
            entries: &entries,
            only_offered: true,
        };
        return show_form(&visitor, &me, &form, Vec::new(), StatusCode::OK).await;
    }
    let app = &visitor.web.app;
    let asked = known(app.desks.current().0, &kind, entries.clone());
    let wanted = Wanted {
        kind: &kind,
        entries: &asked,
        channel: WEB,
        language: &visitor.texts.language,
    };
    // The promise was seen in the form, or on the check page; else it is shown now.
    let seen = posted.get("_live") == "1" || posted.has("_checked");
    if !seen && let Some(check) = check_page(&visitor, &me, &wanted).await? {
        return Ok(check);
    }
    match app.open_case(&me.actor, &wanted, None).await {
        Ok(done) => {
            let opened = done.case();
            let number = shown::number(app.desks.of(opened.case.desk_version), opened.number);
            // Whoever reads no case is told the number, and that once (A8).
            if me.actor.scope() == Scope::Nothing {
                return taken(&visitor, &number).await;
            }
            Ok(Redirect::to(&format!("/cases/{number}?opened=1")).into_response())
        }
        Err(Fail::Refused(Refused::Fields(problems))) => {
            let troubles = shown::troubles(&visitor.texts, app.desks.current().0, &problems);
            let form = Shown {
                kind: &kind,
                entries: &entries,
                only_offered: false,
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show_form(&visitor, &me, &form, troubles, status).await
        }
        // What no contract covers is told where the promise would stand.
        Err(Fail::Refused(Refused::NotEntitled(verdict))) => {
            let (desk, _) = app.desks.current();
            let told = verdict.reasons.iter().map(|reason| Trouble {
                field: "centre".into(),
                text: visitor.texts.because(desk, reason),
            });
            let status = StatusCode::CONFLICT;
            let form = Shown {
                kind: &kind,
                entries: &entries,
                only_offered: false,
            };
            show_form(&visitor, &me, &form, told.collect(), status).await
        }
        Err(fail) => Err(fail),
    }
}

#[derive(Template)]
#[template(path = "portal/taken.html")]
struct Taken {
    f: Frame,
    number: String,
    /// By which way the answer comes; empty where the desk does not say.
    way: String,
}

/// Told once to who reads no case: the number, and by which way the answer comes (A8).
pub async fn taken(visitor: &Visitor, number: &str) -> Result<Response, Fail> {
    let t = &visitor.texts;
    let (desk, _) = visitor.web.app.desks.current();
    let way = desk.rules.restricted_answers.as_deref();
    let way = way.and_then(|id| desk.channel(id));
    shown(&Taken {
        f: Frame::new(visitor, Here::New, t.one("case-opened", "number", number)).await?,
        number: number.to_owned(),
        way: way.map_or(String::new(), |channel| t.desk(&channel.label).to_owned()),
    })
}

/// The check page, where what was entered can be sent and something is promised for it.
async fn check_page(
    visitor: &Visitor,
    me: &Me,
    wanted: &Wanted<'_>,
) -> Result<Option<Response>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    // What is wrong is told by the form.
    let Ok(new) = app.checked(&me.actor, wanted).await else {
        return Ok(None);
    };
    let Some(part) = Part::of(visitor, &me.actor, wanted.kind, wanted.entries).await? else {
        return Ok(None);
    };
    let (desk, _) = app.desks.current();
    let kind = desk.kind(wanted.kind).ok_or(Fail::NotFound)?;
    let sites = app.store.deployments(new.account).await?;
    let page = Check {
        f: Frame::new(visitor, Here::New, t.say("check-title")).await?,
        kind_id: kind.id.clone(),
        kind: t.desk(&kind.label).to_owned(),
        facts: shown::entered(t, desk, &new, &sites),
        hidden: wanted
            .entries
            .iter()
            .filter(|(name, _)| *name != "centre")
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        may_send: part.may_send(),
        promise: part.render().map_err(Fail::broken)?,
        zone: t.zone_name(),
    };
    Ok(Some(shown(&page)?))
}

/// Fields of the form only: a browser extension's additions are no mistake of the reader's.
fn known(desk: &Desk, kind: &str, mut entries: intake::Entries) -> intake::Entries {
    if let Some(kind) = desk.kind(kind) {
        let besides = desk.asked_before(&kind.id, None);
        entries.retain(|id, _| {
            kind.form.contains(id) || id == "centre" || besides.iter().any(|f| f.id == *id)
        });
    }
    entries
}

/// A form to show: which, filled in how.
struct Shown<'a> {
    kind: &'a str,
    entries: &'a intake::Entries,
    /// Choices that others rule out are left out: no script will hide them.
    only_offered: bool,
}

async fn show_form(
    visitor: &Visitor,
    me: &Me,
    form: &Shown<'_>,
    troubles: Vec<Trouble>,
    status: StatusCode,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let (desk, _) = app.desks.current();
    let Shown {
        kind,
        entries,
        only_offered,
    } = *form;
    let kind = desk.kind(kind).ok_or(Fail::NotFound)?;
    let t = &visitor.texts;
    let deployments = match me.actor {
        domain::Actor::Contact { account, .. } => {
            let mut all = app.store.deployments(account).await?;
            all.retain(|site| me.actor.may_write_on(account, site.id));
            all
        }
        _ => Vec::new(),
    };
    let f = Frame::new(visitor, Here::New, t.desk(&kind.label))
        .await?
        .troubled(!troubles.is_empty());
    let drawing = Drawing {
        t,
        desk,
        kind,
        entries,
        deployments: &deployments,
    };
    let promise = Part::of(visitor, &me.actor, &kind.id, entries).await?;
    let promise = promise
        .map(|part| part.render().map_err(Fail::broken))
        .transpose()?;
    let controls: Vec<Control> = kind
        .form
        .iter()
        .filter_map(|id| desk.field(id))
        .filter_map(|field| {
            let trouble = troubles
                .iter()
                .find(|trouble| trouble.field == field.id)
                .map(|trouble| trouble.text.clone());
            let mut control = drawing.control(field, trouble)?;
            if only_offered && let Draw::Select(offers) = &mut control.look {
                offers.retain(|offer| offer.offered);
            }
            Some(control)
        })
        .collect();
    let (folded, controls): (Vec<Control>, Vec<Control>) =
        controls.into_iter().partition(|c| c.folded);
    let page = Form {
        besides: Besides::of(&drawing, &troubles),
        folded_open: folded
            .iter()
            .any(|c| c.trouble.is_some() || (!c.value.is_empty() && !entries.is_empty())),
        folded,
        kind_id: kind.id.clone(),
        kind: t.desk(&kind.label).to_owned(),
        description: t.desk(&kind.description).to_owned(),
        controls,
        troubles,
        promise,
        zone: t.zone_name(),
        f,
    };
    let mut response = shown(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// A new case with this one filled in, where the reader may open one for it.
pub fn follow_up(visitor: &Visitor, me: &Me, case: &domain::case::Case, number: &str) -> String {
    if me.proxy.is_some() || !me.actor.may_write_on(case.account, case.deployment) {
        return String::new();
    }
    let t = &visitor.texts;
    let mut entries = form_urlencoded::Serializer::new(String::new());
    entries
        .append_pair("deployment", &case.deployment.to_string())
        .append_pair("product", &case.product)
        .append_pair("subject", case.subject.as_str())
        .append_pair(
            "description",
            &t.one("follow-up-description", "number", number),
        );
    format!("/cases/new/{}?{}", case.kind, entries.finish())
}
