//! The page of the keys: each with a field for one of one's own, and the switch (K1).

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    super::{
        frame::{Frame, Here, judged},
        list_settings::{self, Lists},
        listing::ViewLink,
        posted::Posted,
        shown::Trouble,
        sign_in::safe_path,
        staff::rail_for,
        visitor::{Me, Staff, Visitor},
    },
    Key, Own, PARTS, TABLE, Wrong, markup,
};
use crate::{app::Fail, texts::Texts};

/// Fields of one place.
struct Fields {
    title: &'static str,
    lines: Vec<Field>,
}

/// An action with its key.
struct Field {
    does: &'static str,
    label: &'static str,
    /// Whether it can be changed.
    changes: bool,
    value: String,
    /// Keys that stay, as markup.
    fixed: String,
    /// The table's key, as markup, where one's own stands in its place.
    given: String,
    trouble: Option<String>,
}

#[derive(Template)]
#[template(path = "staff/keys.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    groups: Vec<Fields>,
    troubles: Vec<Trouble>,
    saved: bool,
    has_own: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Keys were saved a moment ago.
    saved: String,
}

/// The id and the name of an action's field.
fn name(does: &str) -> String {
    format!("key-{does}")
}

fn field(
    t: &Texts,
    own: &Own,
    key: &'static Key,
    posted: Option<&Posted>,
    troubles: &[Trouble],
) -> Field {
    let id = name(key.does);
    let given = key.typed();
    let fixed = key.strokes.iter().filter(|stroke| Some(**stroke) != given);
    let fixed: Vec<String> = fixed.map(|stroke| markup(stroke)).collect();
    let kept = || own.typed(key).or(given).unwrap_or_default();
    let trouble = troubles.iter().find(|trouble| trouble.field == id);
    Field {
        does: key.does,
        label: t.say(key.label),
        changes: given.is_some(),
        value: posted
            .map_or_else(kept, |posted| posted.get(&id))
            .to_owned(),
        fixed: fixed.join(t.say("list-separator")),
        given: match given {
            Some(given) if own.has(key.does) => markup(given),
            _ => String::new(),
        },
        trouble: trouble.map(|trouble| trouble.text.clone()),
    }
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    posted: Option<&Posted>,
    troubles: Vec<Trouble>,
    saved: bool,
) -> Result<Response, Fail> {
    let (t, own) = (&visitor.texts, Lists::of(me).keys);
    let group = |(part, title): (super::Part, &str)| Fields {
        title: t.say(title),
        lines: TABLE
            .iter()
            .filter(|key| key.part == part)
            .map(|key| field(t, &own, key, posted, &troubles))
            .collect(),
    };
    let groups = PARTS.map(group).into();
    let is_wrong = !troubles.is_empty();
    let frame = Frame::new(visitor, Here::Keys, t.say("keys-title")).await?;
    let page = Page {
        views: rail_for(visitor, me).await?,
        f: frame.troubled(is_wrong),
        groups,
        troubles,
        saved,
        has_own: !own.is_empty(),
    };
    judged(&page, is_wrong)
}

pub async fn page(Staff(visitor, me): Staff, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    show(&visitor, &me, None, Vec::new(), !asked.saved.is_empty()).await
}

/// Changes keys, puts one or all of them back, or switches single keys off and on again.
pub async fn change(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    if posted.has("keys") {
        let off = posted.get("keys") == "off";
        let switched = |lists: &mut Lists| {
            lists.keys_off = off;
            Ok(())
        };
        list_settings::change(app, &me, switched).await?;
        return Ok(Redirect::to(safe_path(posted.get("back"))).into_response());
    }
    let back = posted.get("reset");
    let field = |does: &str| match does == back || back == "all" {
        true => String::new(),
        false => posted.get(&name(does)).to_owned(),
    };
    let own = match Lists::of(&me).keys.entered(field) {
        Ok(own) => own,
        Err(wrong) => {
            let told = wrong.iter().map(|(does, why)| Trouble {
                field: name(does),
                text: told(&visitor.texts, does, posted.get(&name(does)), why),
            });
            return show(&visitor, &me, Some(&posted), told.collect(), false).await;
        }
    };
    let changed = |lists: &mut Lists| {
        lists.keys = own.clone();
        Ok(())
    };
    list_settings::change(app, &me, changed).await?;
    Ok(Redirect::to("/staff/keys?saved=keys#saved").into_response())
}

/// What is wrong with a key, and what helps.
fn told(t: &Texts, does: &str, entered: &str, why: &Wrong) -> String {
    let label = |does: &str| {
        let key = TABLE.iter().find(|key| key.does == does);
        key.map_or("", |key| t.say(key.label))
    };
    let (action, entered) = (label(does), entered.trim());
    let about = |key: &str| {
        t.with(
            key,
            [("action", action.into()), ("entered", entered.into())],
        )
    };
    let between = |key: &str, by: &str| {
        t.with(
            key,
            [("action", action.into()), ("other", label(by).into())],
        )
    };
    match why {
        Wrong::Unreadable => t.one("keys-wrong-unreadable", "action", action),
        Wrong::Held => t.one("keys-wrong-held", "action", action),
        Wrong::Browser => about("keys-wrong-browser"),
        Wrong::InputMethod => about("keys-wrong-input-method"),
        Wrong::Taken { by } => between("keys-wrong-taken", by),
        Wrong::Begins { by } => between("keys-wrong-begins", by),
    }
}
