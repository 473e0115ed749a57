//! The cases that one of staff has opened lately, as tabs above the page (K1). Which these are is kept with how they have their
//! lists, so that they stand there at each sign-in and without script; each keeps its place, and the one that was opened first makes
//! room. What a tab says is asked for anew each time through the reader's scope: a case that is closed to them by now has none.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use store::cases::{TABS, Tab};

use super::super::{
    frame::Frame,
    list_settings::{self, Lists},
    posted::Posted,
    shown,
    visitor::{Me, Staff, Visitor},
};
use crate::app::Fail;

/// The strip above a page.
#[derive(Template)]
#[template(path = "staff/tabs.html")]
struct Strip {
    f: Frame,
    tabs: Vec<Line>,
    /// The case of the page, as it is written; empty elsewhere.
    at: String,
}

struct Line {
    number: String,
    subject: String,
    unread: bool,
    current: bool,
    /// What a key presses it as; empty where none does.
    act: &'static str,
}

/// Puts a case behind the others, unless it stands there.
fn put(tabs: &mut Vec<i64>, number: i64) {
    if !tabs.contains(&number) {
        tabs.push(number);
    }
    while tabs.len() > TABS {
        tabs.remove(0);
    }
}

/// The tab that is gone to from one that is closed: the one behind, or else the one before.
fn beside(tabs: &[Tab], closed: i64) -> Option<&Tab> {
    let at = tabs.iter().position(|tab| tab.number == closed)?;
    let before = || at.checked_sub(1).and_then(|before| tabs.get(before));
    tabs.get(at + 1).or_else(before)
}

fn address(visitor: &Visitor, tab: &Tab) -> String {
    format!("/staff/cases/{}", written(visitor, tab))
}

fn written(visitor: &Visitor, tab: &Tab) -> String {
    let desks = &visitor.web.app.desks;
    shown::number(desks.of(tab.desk_version), tab.number)
}

/// The strip above the page of a case, which has a tab from now on. As markup; empty where there is no other tab.
pub async fn above_case(
    visitor: &Visitor,
    me: &Me,
    f: &Frame,
    number: i64,
) -> Result<String, Fail> {
    let mut tabs = Lists::of(me).tabs;
    let looks = me.proxy.is_none() && !visitor.only_follows();
    if looks && !tabs.contains(&number) {
        put(&mut tabs, number);
        let keep = |lists: &mut Lists| {
            put(&mut lists.tabs, number);
            Ok(())
        };
        match list_settings::change(&visitor.web.app, me, keep).await {
            // Other pages of theirs were faster each time: the next look keeps it.
            Ok(()) | Err(Fail::Conflict) => {}
            Err(fail) => return Err(fail),
        }
    }
    strip(visitor, me, f, &tabs, Some(number)).await
}

/// The strip above staff's list.
pub async fn above_list(visitor: &Visitor, me: &Me, f: &Frame) -> Result<String, Fail> {
    strip(visitor, me, f, &Lists::of(me).tabs, None).await
}

async fn strip(
    visitor: &Visitor,
    me: &Me,
    f: &Frame,
    numbers: &[i64],
    current: Option<i64>,
) -> Result<String, Fail> {
    // One tab leads nowhere.
    if numbers.len() < 2 {
        return Ok(String::new());
    }
    let (store, scope) = (&visitor.web.app.store, me.actor.scope());
    let tabs = store.tabs(&scope, me.person.id, numbers).await?;
    if tabs.len() < 2 {
        return Ok(String::new());
    }
    let here = tabs.iter().position(|tab| Some(tab.number) == current);
    let line = |(at, tab): (usize, &Tab)| Line {
        number: written(visitor, tab),
        subject: tab.subject.clone(),
        unread: tab.unread && Some(at) != here,
        current: Some(at) == here,
        act: match here {
            Some(here) if at == here + 1 => "next-tab",
            Some(here) if at + 1 == here => "previous-tab",
            None if at == 0 => "next-tab",
            None if at + 1 == tabs.len() => "previous-tab",
            _ => "",
        },
    };
    let strip = Strip {
        f: f.clone(),
        at: here.map_or(String::new(), |here| written(visitor, &tabs[here])),
        tabs: tabs.iter().enumerate().map(line).collect(),
    };
    strip.render().map_err(Fail::broken)
}

/// Closes a tab. Whoever closes the one of the page that they are on goes to the one beside it.
pub async fn change(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let kept = Lists::of(&me).tabs;
    let (store, scope) = (&visitor.web.app.store, me.actor.scope());
    let tabs = store.tabs(&scope, me.person.id, &kept).await?;
    let closed = shown::parse_number(posted.get("close"));
    let at = shown::parse_number(posted.get("at"));
    if let Some(closed) = closed.filter(|closed| kept.contains(closed)) {
        let close = |lists: &mut Lists| {
            lists.tabs.retain(|number| *number != closed);
            Ok(())
        };
        list_settings::change(&visitor.web.app, &me, close).await?;
    }
    let goes_to = match (at, closed) {
        (Some(at), Some(closed)) if at == closed => beside(&tabs, closed),
        (Some(at), _) => tabs.iter().find(|tab| tab.number == at),
        (None, _) => None,
    };
    let goes_to = goes_to.map_or_else(|| "/staff".to_owned(), |tab| address(&visitor, tab));
    Ok(Redirect::to(&goes_to).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tab(number: i64) -> Tab {
        Tab {
            number,
            desk_version: 1,
            subject: String::new(),
            unread: false,
        }
    }

    #[test]
    fn k1_tabs_keep_their_places_and_the_first_one_makes_room() {
        let mut tabs = Vec::new();
        for number in [3, 1, 2, 1, 3] {
            put(&mut tabs, number);
        }
        assert_eq!(tabs, [3, 1, 2]);
        for number in 10..20 {
            put(&mut tabs, number);
        }
        assert_eq!(tabs, [12, 13, 14, 15, 16, 17, 18, 19]);
    }

    #[test]
    fn k1_behind_a_closed_tab_comes_the_next_one_or_the_one_before() {
        let tabs = [tab(3), tab(1), tab(2)];
        let goes = |closed| beside(&tabs, closed).map(|tab| tab.number);
        assert_eq!([goes(3), goes(1), goes(2)], [Some(1), Some(2), Some(1)]);
        assert_eq!(goes(9), None);
        assert_eq!(beside(&[tab(3)], 3), None);
    }
}
