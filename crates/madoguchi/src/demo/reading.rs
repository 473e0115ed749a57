//! What the demo's customers are best read first (B1).

use std::collections::BTreeMap;

use domain::{
    Actor, ArticleId, Language, Role,
    knowledge::{Audience, reading::ReadingList},
};

use super::Cast;
use crate::app::{App, Fail};

/// Articles of the demo, in the order in which they are read.
const FIRST: [i64; 4] = [7, 4, 5, 3];

pub async fn all(app: &App, cast: &Cast) -> Result<(), Fail> {
    let Some((person, team)) = cast.agents.get("sato").copied() else {
        return Ok(());
    };
    let actor = Actor::Agent {
        person,
        role: Role::Tier1,
        team,
    };
    let titles = [("ja", "はじめての方へ"), ("en", "Getting started")];
    let titles = titles.map(|(tag, title)| (Language::new(tag), title.to_owned()));
    let list = ReadingList {
        title: BTreeMap::from(titles),
        products: Vec::new(),
        audience: Audience::SignedIn,
        articles: FIRST.map(ArticleId).into(),
    };
    let kept = app.keep_reading_list(&actor, None, 1, list).await?;
    kept.map(|_| ())
        .map_err(|why| Fail::broken(format!("{why:?}")))
}
