//! Contact and hours, for everyone, signed in or not (B1).

use askama::Template;
use axum::response::Response;
use domain::Desk;

use super::{
    doors::{self, NeedShown},
    frame::{Frame, Here, shown},
    promises::{self, CentreNow, CoverageTable, Inclusion, PromiseRow},
    shown::Fact,
    visitor::Visitor,
};
use crate::{app::Fail, texts::Texts};

#[derive(Template)]
#[template(path = "help.html")]
struct Page {
    f: Frame,
    welcome: String,
    facts: Vec<Fact>,
    needs: Vec<NeedShown>,
    sign_in_help: String,
    severities: Vec<Fact>,
    /// What support does not cover, and whom to ask (B7).
    not_covered: Vec<Fact>,
    centres: Vec<CentreNow>,
    plans: Vec<String>,
    promises: Vec<PromiseRow>,
    inclusions: Vec<Inclusion>,
    coverage: Vec<CoverageTable>,
    zone: String,
}

/// How support is reached, and when, in the desk's words.
pub fn contact(t: &Texts, desk: &Desk) -> Vec<Fact> {
    let told = [
        ("hours", "help-hours"),
        ("phone", "help-phone"),
        ("phone-hours", "help-phone-hours"),
        ("mail", "help-mail"),
        ("holidays", "help-holidays"),
        ("address", "help-address"),
    ];
    let fact = |(key, label): (&str, &'static str)| {
        let words = desk.text(key)?;
        Some(Fact {
            label: t.say(label).to_owned(),
            value: t.desk(words).to_owned(),
        })
    };
    told.into_iter().filter_map(fact).collect()
}

pub async fn page(visitor: Visitor) -> Result<Response, Fail> {
    let f = Frame::new(&visitor, Here::Help, visitor.texts.say("help-title")).await?;
    let (desk, _) = visitor.web.app.desks.current();
    let text = |key: &str| {
        desk.text(key)
            .map(|words| f.t.desk(words).to_owned())
            .unwrap_or_default()
    };
    let facts = contact(&f.t, desk);
    let severities = desk
        .severities
        .iter()
        .map(|s| Fact {
            label: f.t.desk(&s.label).to_owned(),
            value: f.t.desk(&s.definition).to_owned(),
        })
        .collect();
    let not_covered = desk.not_covered.iter().map(|one| Fact {
        label: f.t.desk(&one.label).to_owned(),
        value: f.t.desk(&one.ask).to_owned(),
    });
    let not_covered = not_covered.collect();
    let (welcome, sign_in_help) = (text("welcome"), text("sign-in-help"));
    let (now, t) = (visitor.web.app.now(), &f.t);
    shown(&Page {
        needs: doors::needs(&visitor, t),
        centres: promises::centres(t, desk, now),
        plans: promises::plans(t, desk),
        inclusions: promises::inclusions(t, desk),
        promises: promises::promises(t, desk),
        coverage: promises::coverage(t, desk),
        zone: t.zone_name(),
        welcome,
        facts,
        sign_in_help,
        severities,
        not_covered,
        f,
    })
}
