//! How somebody has their lists: which columns, and which views they saved under a name. A view is an address, so that it can
//! be sent and kept as a link (C10, K1).

use std::collections::BTreeMap;

use axum::{
    extract::Query,
    http::Uri,
    response::{IntoResponse, Redirect, Response},
};
use domain::desk::List;
use serde::{Deserialize, Serialize};
use store::{WriteError, list_settings::ListSettings};

use super::{
    asked::Asked,
    keys,
    posted::Posted,
    staff,
    visitor::{Me, Visitor},
};
use crate::{
    app::{App, Fail},
    lists::columns::{Column, Side},
};

/// The lists of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Lists {
    /// By list, the columns they chose.
    columns: BTreeMap<String, String>,
    views: Vec<SavedView>,
    /// Number of the next view.
    next: i64,
    /// Single keys do nothing on staff's pages.
    pub keys_off: bool,
    /// Keys of staff's pages that they changed.
    pub keys: keys::Own,
    /// The rows of staff's lists stand close.
    pub compact: bool,
    /// With what staff's list begins.
    pub opens: Opens,
    /// Numbers of the cases that stand above staff's pages as tabs.
    pub tabs: Vec<i64>,
}

/// With which view staff's list begins for a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Opens {
    /// The one that their team begins with.
    #[default]
    AsTeam,
    /// The usual one, whatever the team says.
    Usual,
    /// A view of their own.
    View(i64),
}

/// A list under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub id: i64,
    list: String,
    pub name: String,
    /// What stands behind the question mark.
    pub address: String,
    #[serde(default)]
    removed: bool,
}

/// Views that one person has at most, and characters of a name.
const MOST: usize = 12;
pub(super) const LONGEST: usize = 60;
/// Removed views that can be brought back.
const UNDOABLE: usize = 5;
/// How often a change is made anew that another page of the same person was faster with.
pub(super) const TRIES: usize = 5;

impl Lists {
    pub fn of(me: &Me) -> Self {
        Self::read(&me.lists)
    }

    /// Settings that cannot be read are none.
    fn read(settings: &ListSettings) -> Self {
        serde_json::from_str(&settings.body).unwrap_or_default()
    }

    /// The columns of a list: those of its address, else those that were chosen once, else those of everybody.
    pub fn columns_of(&self, list: List, asked: &Asked) -> Vec<Column> {
        let chosen = self.columns.get(list.as_str());
        Column::chosen(&asked.columns, Side::Customer)
            .or_else(|| Column::chosen(chosen?, Side::Customer))
            .unwrap_or_else(|| Column::OF_CUSTOMERS.to_vec())
    }

    /// The columns of staff's list: those of its address, else those that were chosen once, if any.
    pub fn columns_of_staff(&self, asked: &staff::asked::Asked) -> Option<Vec<Column>> {
        let chosen = || self.columns.get(Which::Staff.as_str());
        Column::chosen(&asked.columns, Side::Staff)
            .or_else(|| Column::chosen(chosen()?, Side::Staff))
    }

    /// The columns that a view of this list keeps: for staff only where they are other than the usual ones.
    fn shown(&self, which: Which, address: &str) -> String {
        match which {
            Which::Customers(list) => Column::ids(&self.columns_of(list, &asked(address))),
            Which::Staff => {
                let chosen = self.columns_of_staff(&staff::asked::Asked::of(address));
                Column::ids(&chosen.unwrap_or_default())
            }
        }
    }

    /// The views of a list, in their order.
    pub fn views_of(&self, which: Which) -> impl Iterator<Item = &SavedView> {
        let of = which.as_str();
        self.views
            .iter()
            .filter(move |view| view.list == of && !view.removed)
    }

    /// The view that somebody has under this number.
    pub fn view(&self, which: Which, id: i64) -> Option<&SavedView> {
        self.views_of(which).find(|view| view.id == id)
    }

    /// The view that was removed under this number.
    pub fn removed(&self, which: Which, id: i64) -> Option<&SavedView> {
        let mut all = self.views.iter();
        all.find(|view| view.id == id && view.removed && view.list == which.as_str())
    }
}

impl SavedView {
    pub fn asked(&self) -> Asked {
        asked(&self.address)
    }
}

/// What an address asks for, by what stands behind its question mark.
pub fn asked(address: &str) -> Asked {
    let uri: Option<Uri> = format!("/?{address}").parse().ok();
    let parsed = uri.and_then(|uri| Query::<Asked>::try_from_uri(&uri).ok());
    parsed.map(|asked| asked.0).unwrap_or_default()
}

/// A list that somebody has their own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Customers(List),
    /// The one list of staff.
    Staff,
}

impl Which {
    /// Staff have one list, customers say which.
    fn of(me: &Me, posted: &Posted) -> Self {
        match me.actor.is_staff() {
            true => Which::Staff,
            false => Which::Customers(List::parse(posted.get("list")).unwrap_or(List::Cases)),
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Which::Customers(list) => list.as_str(),
            Which::Staff => "staff",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Which::Customers(list) => path(list),
            Which::Staff => "/staff",
        }
    }

    fn side(self) -> Side {
        match self {
            Which::Customers(_) => Side::Customer,
            Which::Staff => Side::Staff,
        }
    }

    /// The address of the list that a form names, as it is.
    fn back(self, posted: &Posted) -> String {
        let text = posted.get("list-address");
        match self {
            Which::Customers(list) => asked(text).address(path(list), &[]),
            Which::Staff => staff::asked::Asked::of(text).address("/staff", &[]),
        }
    }

    /// The address of the list that a form names, at this path and with these columns.
    fn address(self, path: &str, posted: &Posted, columns: &str) -> String {
        let text = posted.get("list-address");
        match self {
            Which::Customers(_) => asked(text).address(path, &[("columns", columns)]),
            Which::Staff => {
                let mut asked = staff::asked::Asked::of(text);
                columns.clone_into(&mut asked.columns);
                asked.address(path, &[])
            }
        }
    }
}

/// The path of a list.
pub fn path(list: List) -> &'static str {
    match list {
        List::Cases => "/cases",
        List::Admin => "/admin-cases",
    }
}

/// Changes what is kept, on what was read just now.
pub(super) async fn change(
    app: &App,
    me: &Me,
    mut change: impl FnMut(&mut Lists) -> Result<(), Fail>,
) -> Result<(), Fail> {
    for _ in 0..TRIES {
        let before = app.store.list_settings(me.person.id).await?;
        let mut lists = Lists::read(&before);
        change(&mut lists)?;
        let body = serde_json::to_string(&lists).map_err(Fail::broken)?;
        let set = app
            .store
            .set_list_settings(me.person.id, before.version, &body);
        match set.await {
            Err(WriteError::Conflict) => continue,
            done => return Ok(done?),
        }
    }
    Err(Fail::Conflict)
}

fn known(visitor: &Visitor) -> Result<std::sync::Arc<Me>, Fail> {
    visitor.me.clone().ok_or(Fail::Unauthenticated)
}

/// Keeps the columns that were ticked; those of everybody again where that was pressed.
pub async fn columns(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let me = known(&visitor)?;
    let which = Which::of(&me, &posted);
    let mut ticked = Column::all_for(which.side());
    // The subject cannot be left out, so its box is not sent.
    ticked.retain(|column| {
        *column == Column::Subject || posted.has(&format!("column-{}", column.id()))
    });
    let ids = Column::ids(&ticked);
    let chosen = Column::chosen(&ids, which.side()).filter(|_| posted.get("do") != "reset");
    change(&visitor.web.app, &me, |lists| {
        match &chosen {
            Some(chosen) => lists
                .columns
                .insert(which.as_str().to_owned(), Column::ids(chosen)),
            None => lists.columns.remove(which.as_str()),
        };
        Ok(())
    })
    .await?;
    let to = which.address(which.path(), &posted, "");
    Ok(Redirect::to(&to).into_response())
}

/// Saves the list under a name; renames, moves, removes a view, and brings one back.
pub async fn views(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let me = known(&visitor)?;
    let (which, t) = (Which::of(&me, &posted), &visitor.texts);
    let name: String = posted.get("name").trim().chars().take(LONGEST).collect();
    let id: i64 = posted.get("view").parse().unwrap_or_default();
    let act = posted.get("do").to_owned();
    // A view keeps the columns that it was saved with.
    let shown = Lists::of(&me).shown(which, posted.get("list-address"));
    let address = which.address("", &posted, &shown);
    let address = address.trim_start_matches('?').to_owned();
    let mut goes_to = which.back(&posted);
    if matches!(act.as_str(), "save" | "rename") && name.is_empty() {
        return Err(Fail::Told(t.say("saved-view-needs-name").to_owned()));
    }
    change(&visitor.web.app, &me, |lists| {
        let place = lists.views.iter().position(|view| view.id == id);
        match (act.as_str(), place) {
            ("save", _) => {
                if lists.views.iter().filter(|view| !view.removed).count() >= MOST {
                    return Err(Fail::Told(t.say("saved-view-too-many").to_owned()));
                }
                lists.next += 1;
                lists.views.push(SavedView {
                    id: lists.next,
                    list: which.as_str().to_owned(),
                    name: name.clone(),
                    address: address.clone(),
                    removed: false,
                });
                goes_to = format!("{}?{address}", which.path());
            }
            ("rename", Some(place)) => lists.views[place].name.clone_from(&name),
            ("first", Some(place)) => {
                let view = lists.views.remove(place);
                lists.views.insert(0, view);
            }
            ("remove", Some(place)) => {
                lists.views[place].removed = true;
                let gone = lists.views.iter().filter(|view| view.removed).count();
                if gone > UNDOABLE
                    && let Some(oldest) = lists
                        .views
                        .iter()
                        .position(|view| view.removed && view.id != id)
                {
                    lists.views.remove(oldest);
                }
                goes_to = format!("{}?removed={id}", which.path());
            }
            ("opens", _) => {
                lists.opens = match posted.get("opens").strip_prefix("view-") {
                    Some(id) => {
                        let id = id.parse().map_err(|_| Fail::NotFound)?;
                        lists.view(which, id).ok_or(Fail::NotFound)?;
                        Opens::View(id)
                    }
                    None if posted.get("opens") == "usual" => Opens::Usual,
                    None => Opens::AsTeam,
                };
            }
            ("restore", Some(place)) => {
                lists.views[place].removed = false;
                goes_to = format!("{}?{}", which.path(), lists.views[place].address);
            }
            _ => return Err(Fail::NotFound),
        }
        Ok(())
    })
    .await?;
    Ok(Redirect::to(&goes_to).into_response())
}
