//! Texts that staff write once (K3): the page on which they are kept, those that can be used for a case with how they read there, and
//! what is done beside an answer that came of one.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    TagId, TeamId,
    case::Refused,
    desk::StatusId,
    macros::{Macro, NAME_MAX, Placeholder, Writes},
};
use serde::Deserialize;

use super::{
    super::{
        frame::{Frame, Here, judged, shown},
        listing::{Pick, ViewLink, pick},
        posted::Posted,
        shown::{self as said, Trouble},
        visitor::{Me, Staff, Visitor},
    },
    tagging::label,
    walk::Walk,
};
use crate::{
    app::{App, Fail, answers::Form, macros::Kept},
    rich,
    texts::Texts,
};

/// What a macro does beside its text, in words.
async fn acts_of(app: &App, t: &Texts, body: &Macro) -> Result<Vec<String>, Fail> {
    let mut all = Vec::new();
    let desk = app.desks.current().0;
    if let Some(to) = &body.then {
        all.push(t.one("macro-does-status", "status", t.status_name(desk, to)));
    }
    all.extend(body.take.then(|| t.say("macro-does-take").to_owned()));
    if let Some(team) = body.team {
        all.push(t.one("macro-does-team", "team", team_name(app, t, team).await?));
    }
    if !body.tags.is_empty() {
        let tags = app.tags().await?;
        for tag in tags.read_all(&body.tags) {
            all.push(t.one("macro-does-tag", "tag", label(t, tag)));
        }
    }
    Ok(all)
}

async fn team_name(app: &App, t: &Texts, id: TeamId) -> Result<String, Fail> {
    let teams = app.store.teams().await?;
    let team = teams.into_iter().find(|team| team.id == id);
    Ok(team.map_or(String::new(), |team| {
        t.either(&[team.label, team.label_en]).to_owned()
    }))
}

/// Something that is done beside an answer, as a box that can be taken off: its field, its value, and in words.
pub struct Act {
    pub field: String,
    pub value: String,
    pub label: String,
}

/// What an answer that is being written does besides.
pub async fn acts(app: &App, t: &Texts, form: &Form) -> Result<Vec<Act>, Fail> {
    let acts = form.acts();
    let mut all = Vec::new();
    if acts.take {
        all.push(Act {
            field: "take".into(),
            value: "1".into(),
            label: t.say("macro-does-take").to_owned(),
        });
    }
    if let Some(team) = acts.team {
        all.push(Act {
            field: "act-team".into(),
            value: team.to_string(),
            label: t.one("macro-does-team", "team", team_name(app, t, team).await?),
        });
    }
    if !acts.tags.is_empty() {
        let tags = app.tags().await?;
        all.extend(tags.read_all(&acts.tags).into_iter().map(|tag| Act {
            field: format!("act-tag-{}", tag.id),
            value: "1".into(),
            label: t.one("macro-does-tag", "tag", label(t, tag)),
        }));
    }
    Ok(all)
}

/// A macro as it reads for a case.
struct Offer {
    name: String,
    note: bool,
    html: String,
    acts: Vec<String>,
    /// The page of the case with it in the box.
    address: String,
}

#[derive(Template)]
#[template(path = "staff/case_macros.html")]
struct OfCase {
    f: Frame,
    views: Vec<ViewLink>,
    subject: String,
    page: String,
    way: String,
    offers: Vec<Offer>,
}

/// Those that can be used for a case, with how they read there.
pub async fn of_case(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let number = said::parse_number(&number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    let desk = app.desks.of(stored.case.desk_version);
    let closed = stored.case.is_over(desk);
    let number = said::number(desk, stored.number);
    let page = format!("/staff/cases/{number}");
    let walk = Walk::of(&visitor);
    let mut offers = Vec::new();
    for one in app.macros(&me.actor).await? {
        let note = one.body.writes == Writes::Note;
        // Nobody answers what is over.
        if closed && !note {
            continue;
        }
        let text = app
            .macro_text(&me.actor, &t.language, &one.body, &stored)
            .await?;
        let sort = if note { "note" } else { "reply" };
        offers.push(Offer {
            html: rich::html(&text),
            acts: acts_of(app, t, &one.body).await?,
            address: walk.back(&page, &format!("compose={sort}&macro={}#text", one.id)),
            name: one.body.name,
            note,
        });
    }
    let f = Frame::new(
        &visitor,
        Here::Inbox,
        t.one("macros-for", "number", &number),
    )
    .await?;
    shown(&OfCase {
        views: super::rail_for(&visitor, &me).await?,
        subject: said::subject(t, &stored.case).to_owned(),
        way: walk.query(),
        page,
        offers,
        f,
    })
}

/// A macro in the list of one's own.
struct Row {
    id: i64,
    name: String,
    note: bool,
    team: bool,
    may_change: bool,
    acts: Vec<String>,
}

#[derive(Template)]
#[template(path = "staff/macros.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    rows: Vec<Row>,
    /// The macro that is changed; empty for a new one.
    id: String,
    name: String,
    note: bool,
    texts: [String; 2],
    shared: bool,
    /// The reader is of a team.
    has_team: bool,
    take: bool,
    statuses: Vec<Pick>,
    teams: Vec<Pick>,
    tags: String,
    placeholders: Vec<(&'static str, &'static str, bool)>,
    longest: usize,
    saved: bool,
    troubles: Vec<Trouble>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    edit: String,
    saved: String,
}

pub async fn page(Staff(visitor, me): Staff, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let (id, body, shared, tags) = match asked.edit.parse::<i64>() {
        Ok(id) => {
            let one: Kept = app.macro_of(&me.actor, id).await?;
            if !one.may_change {
                return Err(Fail::NotFound);
            }
            let all = app.tags().await?;
            let names = all.read_all(&one.body.tags);
            let names: Vec<String> = names
                .into_iter()
                .map(|tag| label(&visitor.texts, tag))
                .collect();
            let shared = one.team.is_some();
            (asked.edit.clone(), one.body, shared, names.join("\n"))
        }
        Err(_) => (String::new(), Macro::default(), false, String::new()),
    };
    let entered = Entered {
        id,
        body,
        shared,
        tags,
    };
    show(&visitor, &me, entered, !asked.saved.is_empty(), Vec::new()).await
}

/// A macro as it stands in the form.
struct Entered {
    id: String,
    body: Macro,
    shared: bool,
    /// One a line.
    tags: String,
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    entered: Entered,
    saved: bool,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let mut rows = Vec::new();
    for one in app.macros(&me.actor).await? {
        rows.push(Row {
            id: one.id,
            note: one.body.writes == Writes::Note,
            team: one.team.is_some(),
            may_change: one.may_change,
            acts: acts_of(app, t, &one.body).await?,
            name: one.body.name,
        });
    }
    let desk = app.desks.current().0;
    let then = entered.body.then.as_ref().map_or("", |to| to.as_str());
    let subs = desk.sub_statuses();
    // Where something else than a macro leads alone is not offered.
    let subs = subs
        .filter(|sub| !desk.redirects_to(&sub.id) && desk.rules.merged.as_ref() != Some(&sub.id));
    let statuses = subs.map(|sub| pick(sub.id.as_str(), &t.status_name(desk, &sub.id), then));
    let team = entered.body.team.map_or(String::new(), |id| id.to_string());
    let teams = app.store.teams().await?.into_iter();
    let teams = teams.map(|one| {
        pick(
            &one.id.to_string(),
            t.either(&[one.label, one.label_en]),
            &team,
        )
    });
    let placeholders = Placeholder::ALL.map(|one| {
        let says = t.say(&format!("placeholder-{}", one.as_str()));
        (one.as_str(), says, one.is_internal())
    });
    let is_wrong = !troubles.is_empty();
    let page = Page {
        views: super::rail_for(visitor, me).await?,
        f: Frame::new(visitor, Here::Macros, t.say("macros-title"))
            .await?
            .troubled(is_wrong),
        rows,
        id: entered.id,
        name: entered.body.name,
        note: entered.body.writes == Writes::Note,
        texts: entered.body.texts,
        shared: entered.shared,
        has_team: matches!(me.actor, domain::Actor::Agent { team: Some(_), .. }),
        take: entered.body.take,
        statuses: statuses.collect(),
        teams: teams.collect(),
        tags: entered.tags,
        placeholders: placeholders.into(),
        longest: NAME_MAX,
        saved,
        troubles,
    };
    judged(&page, is_wrong)
}

/// Keeps a macro, or takes one away.
pub async fn change(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let id = posted.given("id").map(|id| id.parse::<i64>());
    let id = id.transpose().map_err(|_| Fail::NotFound)?;
    if posted.get("do") == "forget" {
        app.forget_macro(&me.actor, id.ok_or(Fail::NotFound)?)
            .await?;
        return Ok(Redirect::to("/staff/macros?saved=1#saved").into_response());
    }
    let mut troubles = Vec::new();
    let mut tags: Vec<TagId> = Vec::new();
    for word in posted
        .get("tags")
        .lines()
        .filter(|word| !word.trim().is_empty())
    {
        match app.tag_named(&me.actor, word).await {
            Ok(id) => tags.push(id),
            Err(Fail::Refused(Refused::Fields(problems))) => {
                troubles.extend(said::troubles(t, app.desks.current().0, &problems));
            }
            Err(fail) => return Err(fail),
        }
    }
    let text = |name: &str| posted.get(name).replace("\r\n", "\n");
    let body = Macro {
        name: posted.get("macro-name").trim().to_owned(),
        writes: match posted.get("writes") {
            "note" => Writes::Note,
            _ => Writes::Answer,
        },
        texts: [text("text-ja"), text("text-en")],
        then: posted.given("then").map(StatusId::new),
        take: posted.has("take"),
        team: posted
            .given("team")
            .and_then(|id| id.parse().ok())
            .map(TeamId),
        tags,
    };
    let shared = posted.has("shared");
    if troubles.is_empty() {
        match app.keep_macro(&me.actor, id, body.clone(), shared).await {
            Ok(_) => return Ok(Redirect::to("/staff/macros?saved=1#saved").into_response()),
            Err(Fail::Refused(Refused::Fields(problems))) => {
                troubles = said::troubles(t, app.desks.current().0, &problems);
            }
            Err(fail) => return Err(fail),
        }
    }
    let entered = Entered {
        id: id.map_or(String::new(), |id| id.to_string()),
        body,
        shared,
        tags: posted.get("tags").to_owned(),
    };
    show(&visitor, &me, entered, false, troubles).await
}
