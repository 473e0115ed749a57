//! The staff's side: its views are the same on every page of it.

pub mod accounts;
pub mod case;
pub mod desk;
pub mod inbox;

use domain::{Actor, PersonId, access::Scope};
use store::cases::{Counts, Cursor, Holder, Tally, View};

use super::{
    listing::ViewLink,
    visitor::{Me, Visitor},
};
use crate::{
    app::{App, Fail},
    texts::Texts,
};

/// One view of the inbox.
#[derive(Clone, Copy)]
pub struct StaffView {
    /// In the address.
    pub name: &'static str,
    pub label: &'static str,
    pub holder: Holder,
    pub view: View,
    icon: &'static str,
}

/// The views of one agent.
pub fn views(actor: &Actor) -> Vec<StaffView> {
    let (me, team) = match *actor {
        Actor::Agent { person, team, .. } => (person, team),
        _ => (PersonId(0), None),
    };
    let view = |name, label, holder, view, icon| StaffView {
        name,
        label,
        holder,
        view,
        icon,
    };
    let mut all = vec![
        view(
            "mine",
            "inbox-mine",
            Holder::Owner(me),
            View::Support,
            "user",
        ),
        view(
            "unowned",
            "inbox-unowned",
            Holder::Unowned,
            View::Support,
            "nobody",
        ),
    ];
    if let Some(team) = team {
        all.push(view(
            "team",
            "inbox-team",
            Holder::Team(team),
            View::Support,
            "people",
        ));
    }
    all.extend([
        view(
            "support",
            "inbox-support",
            Holder::All,
            View::Support,
            "turn-support",
        ),
        view(
            "customer",
            "inbox-customer",
            Holder::All,
            View::Customer,
            "turn-customer",
        ),
        view(
            "closed",
            "inbox-closed",
            Holder::All,
            View::Closed,
            "turn-nobody",
        ),
    ]);
    all
}

/// Counts for each view, over all lists.
pub async fn counts(app: &App, scope: &Scope, views: &[StaffView]) -> Result<Vec<Counts>, Fail> {
    let tally = |view: &StaffView| match view.holder {
        Holder::Owner(id) => Tally::Owner(id),
        Holder::Unowned => Tally::Unowned,
        Holder::Team(id) => Tally::Team(id),
        _ => Tally::Desk,
    };
    let tallies: Vec<Tally> = views.iter().map(tally).collect();
    Ok(app.store.counts(scope, None, &tallies).await?)
}

/// The rail of views beside every page.
pub fn rail(
    t: &Texts,
    views: &[StaffView],
    counts: &[Counts],
    current: Option<usize>,
    order: &str,
) -> Vec<ViewLink> {
    let link = |(place, (view, counts)): (usize, (&StaffView, &Counts))| ViewLink {
        label: t.say(view.label),
        address: address(view.name, order, None),
        count: t.number(counts.of(view.view)),
        current: current == Some(place),
        icon: view.icon,
        loud: view.name == "unowned" && counts.of(view.view) > 0,
    };
    views.iter().zip(counts).enumerate().map(link).collect()
}

/// The rail beside a page that stands in none of the views.
pub async fn rail_for(visitor: &Visitor, me: &Me) -> Result<Vec<ViewLink>, Fail> {
    let all = views(&me.actor);
    let counts = counts(&visitor.web.app, &me.actor.scope(), &all).await?;
    Ok(rail(&visitor.texts, &all, &counts, None, ""))
}

/// The address of a view.
pub fn address(view: &str, order: &str, cursor: Option<&Cursor>) -> String {
    let mut parts = form_urlencoded::Serializer::new(String::new());
    parts.append_pair("view", view);
    if !order.is_empty() {
        parts.append_pair("order", order);
    }
    if let Some(cursor) = cursor {
        parts.append_pair("cursor", &cursor.encode());
    }
    format!("/staff?{}", parts.finish())
}
