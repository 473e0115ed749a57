//! What the demo's first team writes often (K3).

use domain::{
    Actor, Role,
    desk::StatusId,
    macros::{Macro, Writes},
};
use serde::Deserialize;

use super::Cast;
use crate::app::{App, Fail};

#[derive(Deserialize)]
struct Macros {
    r#macro: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    name: String,
    #[serde(default)]
    note: bool,
    then: Option<String>,
    ja: String,
    en: String,
}

/// Keeps them for the team of the agent who wrote them.
pub async fn all(app: &App, cast: &Cast) -> Result<(), Fail> {
    let Some((person, team)) = cast.agents.get("sato").copied() else {
        return Ok(());
    };
    let actor = Actor::Agent {
        person,
        role: Role::Tier1,
        team,
    };
    let (desk, _) = app.desks.current();
    let written: Macros =
        toml::from_str(include_str!("world/macros.toml")).map_err(Fail::broken)?;
    for one in written.r#macro {
        let then = one.then.map(StatusId::new);
        let body = Macro {
            name: one.name,
            writes: match one.note {
                true => Writes::Note,
                false => Writes::Answer,
            },
            texts: [one.ja.trim().to_owned(), one.en.trim().to_owned()],
            then: then.filter(|to| desk.status(to).is_some()),
            ..Macro::default()
        };
        app.keep_macro(&actor, None, body, true).await?;
    }
    Ok(())
}
