//! Opening a case: which kind, then the form as the desk describes it (C1–C4 in their first form).

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use domain::{
    Desk,
    case::{
        Refused,
        intake::{self, FieldProblem},
    },
    desk::Kind,
};

use super::super::{
    doors::{self, NeedShown},
    frame::{Frame, Here, shown},
    handed_in::{self, Filled},
    shown::{self, Trouble},
    visitor::{Contact, Me, Visitor},
};
use super::{
    before::{self, Besides},
    check,
    control::{self, Control, Doubts, Draw, Drawing},
    drafts::{self, Draft},
    opened,
    promise::Part,
};
use crate::app::{
    App, Fail, answers,
    cases::{WEB, Wanted},
    openings,
};

#[derive(Template)]
#[template(path = "portal/kinds.html")]
struct Kinds {
    f: Frame,
    kinds: Vec<KindCard>,
    needs: Vec<NeedShown>,
    ways: Vec<before::Way>,
    drafts: Vec<Draft>,
    /// Where one comes back to after giving a draft up.
    drafts_on: &'static str,
}

struct KindCard {
    id: String,
    label: String,
    description: String,
    sub_types: Vec<String>,
    /// Why nothing that the company runs can have such a case; empty where something can (C2).
    lacking: String,
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
    let app = &visitor.web.app;
    let (desk, _) = app.desks.current();
    let deployments = writable(app, &me).await?;
    let bought = app.bought_by(&me.actor).await?;
    let card = |kind: &Kind| KindCard {
        lacking: {
            let drawing = Drawing {
                t: &f.t,
                desk,
                kind,
                entries: &BTreeMap::new(),
                deployments: &deployments,
                bought: Some((&bought, app.now())),
            };
            match drawing.lacking(&kind.with, &[]) {
                (places, true) if places == ["*"] => {
                    f.t.lacking(desk, f.t.desk(&kind.label), &kind.with)
                }
                _ => String::new(),
            }
        },
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
        drafts: drafts::of(&visitor, &me).await?,
        drafts_on: "new",
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
    /// Why what is chosen cannot have such a case; empty where it can (C2).
    lacking: String,
    controls: Vec<Control>,
    /// Those that wait behind a fold.
    folded: Vec<Control>,
    /// Something behind the fold is wrong or filled in.
    folded_open: bool,
    /// What can be told besides, before or with the case.
    besides: Besides,
    files: Option<handed_in::Part>,
    troubles: Vec<Trouble>,
    /// Number of the closed case that it goes on with; empty where it begins anew (C15).
    continues: String,
    /// What is promised, as markup; nothing where nothing is.
    promise: Option<String>,
    /// Addresses that the reader was sure of before.
    sure: String,
    draft: i64,
    /// It goes on with what was kept: when that was, in words.
    restored: String,
    zone: String,
}

pub async fn form(
    contact: Contact,
    Path(kind): Path<String>,
    Query(mut entries): Query<BTreeMap<String, String>>,
) -> Result<Response, Fail> {
    let Contact(visitor, me) = contact;
    if !me.actor.may_write() {
        return Err(Refused::NotAllowed.into());
    }
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let just = entries.remove("kept").is_some();
    let named = entries.remove("draft").and_then(|id| id.parse().ok());
    let kept = match named.filter(|_| me.proxy.is_none()) {
        Some(id) => app.opening(&me.actor, &kind, id).await?,
        None => None,
    };
    let mut restored = String::new();
    if let Some(kept) = &kept {
        entries = openings::entries_of(kept);
        let key = if just {
            "drafts-saved"
        } else {
            "drafts-restored"
        };
        restored = t.one(key, "at", t.long_time(kept.kept_at));
    }
    let form = Shown {
        kind: &kind,
        entries: &entries,
        draft: kept.map_or_else(|| app.fresh_opening(), |kept| kept.id),
        restored: &restored,
        aim: "",
        problems: &[],
        only_offered: false,
    };
    show_form(&visitor, &me, &form, Vec::new(), StatusCode::OK).await
}

pub async fn create(
    contact: Contact,
    Path(kind): Path<String>,
    filled: Filled,
) -> Result<Response, Fail> {
    let Contact(visitor, me) = contact;
    let refused = filled.troubles(&visitor.texts);
    let posted = filled.posted;
    let mut entries = posted.entries();
    let draft = drafts::named(&posted);
    control::correct(&mut entries, posted.get("_correct"));
    let fresh = || visitor.web.app.fresh_opening();
    let form = |only_offered| Shown {
        kind: &kind,
        entries: &entries,
        draft: draft.unwrap_or_else(fresh),
        restored: "",
        // The field that the reader came back for.
        aim: posted.get("_edit"),
        problems: &[],
        only_offered,
    };
    // Without script, the button beside a dependent choice asks for its options.
    if posted.has("_refresh") || posted.has("_edit") {
        return show_form(&visitor, &me, &form(true), Vec::new(), StatusCode::OK).await;
    }
    let app = &visitor.web.app;
    let asked = known(app.desks.current().0, &kind, entries.clone());
    let files = answers::files_of(&entries);
    let wanted = Wanted {
        files: &files,
        kind: &kind,
        entries: &asked,
        channel: WEB,
        language: &visitor.texts.language,
        continues: posted
            .given(CONTINUES)
            .map(|number| shown::parse_number(number).unwrap_or(-1)),
    };
    // What is wrong, or is not sent after all, is not lost either (U10).
    if let Some(draft) = draft.filter(|_| !posted.has("_checked")) {
        let worth = drafts::worth(app.desks.current().0, &kind, entries.clone());
        app.keep_opening(&me.actor, &kind, draft, &worth).await?;
    }
    if !refused.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show_form(&visitor, &me, &form(false), refused, status).await;
    }
    // Nothing is sent that its sender has not read once more.
    let done = match posted.has("_checked") {
        true => app.open_case(&me.actor, &wanted, None).await,
        false => match app.checked(&me.actor, &wanted).await {
            Ok(new) => return check::page(&visitor, &me, &wanted, &new, draft).await,
            Err(fail) => Err(fail),
        },
    };
    match done {
        Ok(done) => {
            if let Some(draft) = draft {
                app.forget_opening(&me.actor, draft).await?;
            }
            opened::after(&visitor, &me, &done.case()).await
        }
        Err(Fail::Refused(refused @ Refused::File { .. })) => {
            let troubles = handed_in::trouble(&visitor.texts, &refused);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let troubles = troubles.into_iter().collect();
            show_form(&visitor, &me, &form(false), troubles, status).await
        }
        Err(Fail::Refused(Refused::Fields(problems))) => {
            let troubles = shown::troubles(&visitor.texts, app.desks.current().0, &problems);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let form = Shown {
                problems: &problems,
                ..form(false)
            };
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
            show_form(&visitor, &me, &form(false), told.collect(), status).await
        }
        Err(fail) => Err(fail),
    }
}

/// Fields of the form only: a browser extension's additions are no mistake of the reader's.
pub fn known(desk: &Desk, kind: &str, mut entries: intake::Entries) -> intake::Entries {
    if let Some(kind) = desk.kind(kind) {
        let besides = desk.asked_before(&kind.id, None);
        entries.retain(|id, _| {
            let apart = ["centre", intake::SURE_OF].contains(&id.as_str());
            kind.form.contains(id) || apart || besides.iter().any(|f| f.id == *id)
        });
    }
    entries
}

/// A form to show: which, filled in how.
struct Shown<'a> {
    kind: &'a str,
    entries: &'a intake::Entries,
    /// Under which id it is kept while it is filled in.
    draft: i64,
    /// When it was kept, in words; empty where it was not.
    restored: &'a str,
    /// The field to go on with; empty for none.
    aim: &'a str,
    /// What was found wrong with it.
    problems: &'a [FieldProblem],
    /// Choices that others rule out are hidden: no script may be there to do so.
    only_offered: bool,
}

/// The deployments that the reader may open a case for.
async fn writable(app: &App, me: &Me) -> Result<Vec<domain::directory::Deployment>, Fail> {
    let domain::Actor::Contact { account, .. } = me.actor else {
        return Ok(Vec::new());
    };
    let mut all = app.store.deployments(account).await?;
    all.retain(|site| me.actor.may_write_on(account, site.id));
    Ok(all)
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
        draft,
        restored,
        aim,
        problems,
        only_offered,
    } = *form;
    let kind = desk.kind(kind).ok_or(Fail::NotFound)?;
    let t = &visitor.texts;
    let deployments = writable(app, me).await?;
    let f = Frame::new(visitor, Here::New, t.desk(&kind.label))
        .await?
        .troubled(!troubles.is_empty());
    let bought = app.bought_by(&me.actor).await?;
    let drawing = Drawing {
        t,
        desk,
        kind,
        entries,
        deployments: &deployments,
        bought: Some((&bought, app.now())),
    };
    let (_, lacks) = drawing.lacking(&kind.with, &[]);
    let promise = Part::of(visitor, &me.actor, &kind.id, entries).await?;
    let promise = promise
        .map(|part| part.render().map_err(Fail::broken))
        .transpose()?;
    let controls: Vec<Control> = kind
        .form
        .iter()
        .filter_map(|id| desk.field(id))
        .filter_map(|field| {
            let troubles = troubles.iter().filter(|trouble| trouble.field == field.id);
            let troubles: Vec<&str> = troubles.map(|trouble| trouble.text.as_str()).collect();
            let trouble = (!troubles.is_empty()).then(|| troubles.join("\n"));
            let mut control = drawing.control(field, trouble)?;
            control.doubts = Doubts::of(t, &field.id, problems);
            if only_offered && let Draw::Select(offers) = &mut control.look {
                offers.iter_mut().for_each(|o| o.shut = !o.offered);
            }
            Some(control)
        })
        .collect();
    let (folded, controls): (Vec<Control>, Vec<Control>) =
        controls.into_iter().partition(|c| c.folded);
    let mut besides = Besides::of(&drawing, &troubles);
    besides.open |= besides.controls.iter().any(|c| c.id == aim);
    let named = answers::files_of(entries);
    let page = Form {
        files: handed_in::Part::of(visitor, me, &named, &troubles).await?,
        continues: continues(app, me, entries).await?,
        besides,
        folded_open: folded.iter().any(|c| {
            c.id == aim || c.trouble.is_some() || (!c.value.is_empty() && !entries.is_empty())
        }),
        folded,
        kind_id: kind.id.clone(),
        kind: t.desk(&kind.label).to_owned(),
        description: t.desk(&kind.description).to_owned(),
        lacking: match lacks {
            true => t.lacking(desk, t.desk(&kind.label), &kind.with),
            false => String::new(),
        },
        controls,
        troubles,
        promise,
        draft,
        restored: restored.to_owned(),
        sure: entries.get(intake::SURE_OF).cloned().unwrap_or_default(),
        zone: t.zone_name(),
        f,
    };
    let mut response = shown(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// Field with the number of the case that a new one goes on with.
pub(super) const CONTINUES: &str = "continues";

/// The case that the new one goes on with, as it is written, if its opener may see it.
async fn continues(app: &App, me: &Me, entries: &intake::Entries) -> Result<String, Fail> {
    let number = entries.get(CONTINUES);
    let Some(number) = number.and_then(|number| shown::parse_number(number)) else {
        return Ok(String::new());
    };
    let before = app.store.case(&me.actor.scope(), number).await?;
    Ok(before.map_or(String::new(), |before| {
        shown::number(app.desks.of(before.case.desk_version), before.number)
    }))
}

/// A new case with this one filled in, where the reader may open one for it.
pub fn follow_up(visitor: &Visitor, me: &Me, case: &domain::case::Case, number: &str) -> String {
    if me.proxy.is_some() || !me.actor.may_write_on(case.account, case.deployment) {
        return String::new();
    }
    let t = &visitor.texts;
    let mut entries = form_urlencoded::Serializer::new(String::new());
    entries
        .append_pair(CONTINUES, number)
        .append_pair("deployment", &case.deployment.to_string())
        .append_pair("product", &case.product)
        .append_pair("subject", case.subject.as_str())
        .append_pair(
            "description",
            &t.one("follow-up-description", "number", number),
        );
    format!("/cases/new/{}?{}", case.kind, entries.finish())
}
