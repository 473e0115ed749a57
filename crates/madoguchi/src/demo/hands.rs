//! What the hands of the demo's staff have done with cases (K3): words on some, and two that have to do with each other.

use domain::{
    Actor, Role,
    access::Scope,
    case::{Command, Relation},
};
use store::cases::{CaseRow, Direction, Filter, Holder, Query, Sort, View};

use super::Cast;
use crate::app::{App, Fail, together::Joint};

/// Cases looked at, and those of them that get a word.
const LOOKED_AT: usize = 60;
const TAGGED: usize = 6;

/// Puts the desk's words on some open cases, and links the latest two of a company.
pub async fn all(app: &App, cast: &Cast) -> Result<(), Fail> {
    let Some((person, team)) = cast.agents.get("sato").copied() else {
        return Ok(());
    };
    let actor = Actor::Agent {
        person,
        role: Role::Tier1,
        team,
    };
    let query = Query {
        list: None,
        holder: Holder::All,
        view: View::NotClosed,
        filter: Filter::default(),
        sort: Sort::Number,
        direction: Direction::Descending,
        cursor: None,
        limit: LOOKED_AT,
    };
    let rows = app.store.cases(&Scope::System, &query).await?.rows;
    let desk = app.desks.current().0;
    let words: Vec<&str> = desk.tags.all.iter().map(|tag| tag.id.as_str()).collect();
    for (row, word) in rows
        .iter()
        .step_by(3)
        .take(TAGGED)
        .zip(words.iter().cycle())
    {
        let tag = app.tag_named(&actor, word).await?;
        let command = Command::Tag {
            add: vec![tag],
            remove: Vec::new(),
        };
        app.change_case(&actor, row.number, command, None, None)
            .await?;
    }
    let alike = |one: &CaseRow, other: &CaseRow| {
        one.account == other.account && one.product() == other.product()
    };
    let pair = rows.iter().enumerate().find_map(|(place, one)| {
        let other = rows[place + 1..].iter().find(|other| alike(one, other))?;
        Some((one.number, other.number))
    });
    if let Some((one, other)) = pair {
        let joint = Joint::Link(Relation::Related);
        app.join(&actor, one, other, joint, None, None).await?;
    }
    Ok(())
}
