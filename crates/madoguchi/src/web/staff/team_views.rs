//! Views of the list that a team shares, and with which of them the list begins (K1). Whoever is of the team hands one of their
//! own to it; it is taken out by who handed it in, or by those who lead, who also say what comes first.

use axum::response::{IntoResponse, Redirect, Response};
use domain::{Actor, PersonId, Role, TeamId};
use serde::{Deserialize, Serialize};
use store::{WriteError, list_settings::ListSettings};

use super::{
    super::{
        list_settings::{LONGEST, Lists, Opens, TRIES, Which},
        listing::{Pick, ViewLink},
        posted::Posted,
        visitor::{Me, Staff},
    },
    asked::Asked,
};
use crate::{app::Fail, texts::Texts};

/// Views that a team has at most.
const MOST: usize = 20;

/// What a team shares.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TeamViews {
    views: Vec<TeamView>,
    /// Number of the next view.
    next: i64,
    /// The view that the list begins with.
    opens: Option<i64>,
}

/// A list under a name, for a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamView {
    pub id: i64,
    pub name: String,
    /// What stands behind the question mark.
    address: String,
    /// Who handed it in.
    by: i64,
}

impl TeamViews {
    pub fn of(me: &Me) -> Self {
        Self::read(&me.team_views)
    }

    /// What cannot be read is nothing.
    fn read(body: &str) -> Self {
        serde_json::from_str(body).unwrap_or_default()
    }

    /// The team's views in the rail; `here` is the address of the list that is looked at.
    pub fn rail(&self, here: &str) -> impl Iterator<Item = ViewLink> {
        self.views.iter().map(move |view| {
            let address = view.address();
            ViewLink {
                label: view.name.clone().into(),
                current: address == here,
                address,
                count: String::new(),
                icon: "people",
                act: "",
                loud: false,
            }
        })
    }
}

impl TeamView {
    fn address(&self) -> String {
        Asked::of(&self.address).address("/staff", &[])
    }
}

/// The team of somebody, and whether they lead.
fn team_of(me: &Me) -> Option<(TeamId, bool)> {
    match me.actor {
        Actor::Agent {
            team: Some(team),
            role,
            ..
        } => Some((team, role >= Role::Supervisor)),
        _ => None,
    }
}

/// With which list somebody begins, where it is not the usual one.
pub fn begins_with(me: &Me) -> Option<String> {
    let lists = Lists::of(me);
    match lists.opens {
        Opens::Usual => None,
        Opens::View(id) => {
            let view = lists.view(Which::Staff, id)?;
            Some(Asked::of(&view.address).address("/staff", &[]))
        }
        Opens::AsTeam => {
            let team = TeamViews::of(me);
            let first = team.views.iter().find(|view| Some(view.id) == team.opens)?;
            Some(first.address())
        }
    }
}

/// What the page of the list offers of all this.
pub struct Offered {
    /// Somebody of a team can share.
    pub shares: bool,
    /// They lead: they say what the team begins with.
    pub leads: bool,
    /// The team's views, and whether the reader may take each out.
    pub views: Vec<(TeamView, bool)>,
    /// With what the reader begins, and the team.
    pub own_first: Vec<Pick>,
    pub team_first: Vec<Pick>,
}

impl Offered {
    pub fn of(me: &Me, lists: &Lists, t: &Texts) -> Self {
        let team = TeamViews::of(me);
        let (shares, leads) = match team_of(me) {
            Some((_, leads)) => (true, leads),
            None => (false, false),
        };
        let pick = |id: String, label: &str, chosen: bool| Pick {
            id,
            label: label.to_owned(),
            chosen,
        };
        let (as_team, usual) = (t.say("view-first-team"), t.say("view-first-usual"));
        let mut own_first = Vec::new();
        if shares {
            own_first.push(pick("team".into(), as_team, lists.opens == Opens::AsTeam));
        }
        let is_usual = lists.opens == Opens::Usual || !shares && lists.opens == Opens::AsTeam;
        own_first.push(pick("usual".into(), usual, is_usual));
        own_first.extend(lists.views_of(Which::Staff).map(|view| {
            let chosen = lists.opens == Opens::View(view.id);
            pick(format!("view-{}", view.id), &view.name, chosen)
        }));
        let mut team_first = vec![pick("usual".into(), usual, team.opens.is_none())];
        team_first.extend(team.views.iter().map(|view| {
            let chosen = team.opens == Some(view.id);
            pick(format!("view-{}", view.id), &view.name, chosen)
        }));
        let mine = me.person.id;
        let may_remove = |view: &TeamView| leads || PersonId(view.by) == mine;
        Self {
            shares,
            leads,
            views: team
                .views
                .iter()
                .map(|view| (view.clone(), may_remove(view)))
                .collect(),
            own_first,
            team_first,
        }
    }
}

/// Hands a view of one's own to the team, takes one out, says what comes first.
pub async fn change(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let (team, leads) = team_of(&me).ok_or(Fail::NotFound)?;
    let (store, t) = (&visitor.web.app.store, &visitor.texts);
    for _ in 0..TRIES {
        let before: ListSettings = store.team_views(team).await?;
        let mut views = TeamViews::read(&before.body);
        change_of(&mut views, &me, leads, &posted, t)?;
        let body = serde_json::to_string(&views).map_err(Fail::broken)?;
        match store.set_team_views(team, before.version, &body).await {
            Err(WriteError::Conflict) => continue,
            done => done?,
        }
        let back = Asked::of(posted.get("list-address")).address("/staff", &[]);
        return Ok(Redirect::to(&back).into_response());
    }
    Err(Fail::Conflict)
}

fn change_of(
    views: &mut TeamViews,
    me: &Me,
    leads: bool,
    posted: &Posted,
    t: &Texts,
) -> Result<(), Fail> {
    let id: i64 = posted.get("view").parse().unwrap_or_default();
    let place = views.views.iter().position(|view| view.id == id);
    match (posted.get("do"), place) {
        ("share", _) => {
            let lists = Lists::of(me);
            let own = lists.view(Which::Staff, id).ok_or(Fail::NotFound)?;
            if views.views.len() >= MOST {
                return Err(Fail::Told(t.say("team-views-too-many").to_owned()));
            }
            let is_there = |view: &TeamView| view.name == own.name && view.address == own.address;
            if !views.views.iter().any(is_there) {
                views.next += 1;
                views.views.push(TeamView {
                    id: views.next,
                    name: own.name.chars().take(LONGEST).collect(),
                    address: own.address.clone(),
                    by: me.person.id.0,
                });
            }
        }
        ("remove", Some(place)) if leads || views.views[place].by == me.person.id.0 => {
            views.views.remove(place);
            views.opens = views.opens.filter(|first| *first != id);
        }
        ("opens", _) if leads => {
            let wanted = posted.get("opens").strip_prefix("view-");
            let wanted = wanted.and_then(|id| id.parse().ok());
            let known = |id: &i64| views.views.iter().any(|view| view.id == *id);
            views.opens = match wanted {
                Some(id) if !known(&id) => return Err(Fail::NotFound),
                other => other,
            };
        }
        _ => return Err(Fail::NotFound),
    }
    Ok(())
}
