//! Cases whose promise is broken stay in sight above a list whose order would leave them behind (K1).

use askama::Template;
use domain::{Instant, contract::Due};
use store::cases::{Direction, Query, Sort, View};

use super::{
    super::{
        frame::Frame,
        shown,
        visitor::{Me, Visitor},
    },
    asked::{Asked, Listed},
};
use crate::{app::Fail, texts::standing};

/// As many are shown.
const SOME: usize = 5;

#[derive(Template)]
#[template(path = "staff/late.html")]
struct Part {
    f: Frame,
    rows: Vec<Row>,
    /// The list with all of them first; empty where they are all shown.
    all: String,
    /// What the address of a case keeps of the list.
    way: String,
}

struct Row {
    number: String,
    subject: String,
    at: String,
    /// By how much, as markup.
    standing: String,
}

/// Those of a list, the longest first, as markup; empty where there are none, or where the list has them first anyway.
pub async fn above(
    visitor: &Visitor,
    me: &Me,
    f: &Frame,
    listed: &Listed,
    asked: &Asked,
) -> Result<String, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let waits = matches!(listed.query.view, View::Support | View::NotClosed);
    let has_them_first = listed.query.sort == Sort::Due || listed.view().is_apart();
    if !app.promises() || !waits || has_them_first {
        return Ok(String::new());
    }
    let query = Query {
        sort: Sort::Due,
        direction: Direction::Ascending,
        cursor: None,
        limit: SOME + 1,
        ..listed.query.clone()
    };
    let found = app.store.cases(&me.actor.scope(), &query).await?;
    let now = app.now();
    let mut rows = Vec::new();
    for case in &found.rows {
        let over = standing(case.due, case.alert, now).filter(|standing| standing.is_over());
        let (Some(over), Due::At(_, at)) = (over, case.due) else {
            break;
        };
        let desk = app.desks.of(case.desk_version);
        rows.push(Row {
            number: shown::number(desk, case.number),
            subject: case.subject().to_owned(),
            at: Instant::from_second(at).unwrap_or(now).to_string(),
            standing: t.standing(desk, over).into_owned(),
        });
    }
    if rows.is_empty() {
        return Ok(String::new());
    }
    let by_due = Asked {
        order: "due".to_owned(),
        ..asked.clone()
    };
    let all = match rows.len() > SOME {
        true => by_due.address("/staff", &[]),
        false => String::new(),
    };
    rows.truncate(SOME);
    let part = Part {
        f: f.clone(),
        rows,
        all,
        way: asked.address("", &[]),
    };
    part.render().map_err(Fail::broken)
}
