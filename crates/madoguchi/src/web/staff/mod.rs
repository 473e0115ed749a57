//! The staff's side: its views are the same on every page of it.

pub mod access;
pub mod accounts;
pub mod agents;
pub mod agreeing;
pub mod asked;
pub mod audit;
pub mod audit_file;
mod audit_kinds;
pub mod bulk;
mod calling;
pub mod case;
pub mod closing;
pub mod columns;
mod contact;
pub mod desk;
pub mod escalation;
pub mod evidence;
pub mod inbox;
pub mod incidents;
pub mod knowledge;
mod late;
pub mod linking;
pub mod macros;
pub mod mails;
pub mod merging;
pub mod note;
pub mod palette;
pub mod peek;
pub mod recommended;
pub mod redacting;
mod similar;
pub mod snoozing;
pub mod surges;
pub mod surveys;
pub mod tabs;
pub mod tagging;
pub mod taking;
pub mod team_views;
pub mod walk;
mod words;

use domain::{Actor, PersonId, Role, TeamId, access::Scope, contract::Alert};
use store::cases::{Counts, Holder, Tally, View};

use self::{asked::Asked, team_views::TeamViews};
use super::{
    list_settings::{Lists, SavedView, Which},
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
    /// Of these, those whose promise is in danger, from this alert on.
    pub alert: Option<Alert>,
    /// Those whose customer asks for somebody above the owner (E2).
    pub escalation_asked: bool,
    /// Those of which those who lead are to think of an escalation (E2).
    pub suggested: bool,
    /// Closed ones whose customer asks for them back (C15).
    pub reopening_asked: bool,
    /// Of these, those that ask for the success manager of this person's accounts.
    pub asked_of: Option<PersonId>,
    /// Those that their owner has put to sleep alone, or all but these (K1).
    pub snoozed: Option<bool>,
    /// Those with an escalation that runs (E1).
    pub escalated: bool,
    /// Those whose escalation waits in the queue of this team.
    pub queue: Option<TeamId>,
    /// Those that engineering has finished, and that the reader is to have confirmed.
    pub to_confirm: bool,
    icon: &'static str,
}

const fn view_of(
    name: &'static str,
    label: &'static str,
    holder: Holder,
    view: View,
    icon: &'static str,
) -> StaffView {
    StaffView {
        name,
        label,
        holder,
        view,
        alert: None,
        escalation_asked: false,
        suggested: false,
        reopening_asked: false,
        asked_of: None,
        snoozed: None,
        escalated: false,
        queue: None,
        to_confirm: false,
        icon,
    }
}

impl StaffView {
    /// It has an order of its own, and what stands in it must not be overlooked.
    pub fn is_apart(&self) -> bool {
        self.alert.is_some()
            || self.escalation_asked
            || self.suggested
            || self.reopening_asked
            || self.escalated
            || self.queue.is_some()
            || self.to_confirm
    }

    /// It stands in the rail only while there is something in it.
    fn comes_and_goes(&self) -> bool {
        self.queue.is_some()
            || self.to_confirm
            || self.suggested
            || self.reopening_asked
            || self.asked_of.is_some()
    }

    /// Of what is counted there, what stands in it.
    fn count(&self, counts: &Counts) -> i64 {
        match self.suggested {
            // Who was not content in the end is called back although it is closed.
            true => counts.not_closed() + counts.closed,
            false => counts.of(self.view),
        }
    }

    fn is_loud(&self) -> bool {
        (self.is_apart() && !self.escalated) || self.holder == Holder::Unowned
    }
}

/// The views of one agent; where the desk promises something, also what is in danger: the agent's own, and for those
/// who are warned after the agent, all of it (S4).
pub fn views(actor: &Actor, promises: bool) -> Vec<StaffView> {
    use View::{Closed, Customer, NotClosed, Support};
    let (me, team, role) = match *actor {
        Actor::Agent {
            person, team, role, ..
        } => (person, team, Some(role)),
        _ => (PersonId(0), None, None),
    };
    let danger = |name, label, holder, alert| StaffView {
        alert: Some(alert),
        ..view_of(name, label, holder, NotClosed, "clock")
    };
    let mut all = Vec::new();
    let mine = Holder::Owner(me);
    all.push(StaffView {
        to_confirm: true,
        ..view_of("confirm", "inbox-confirm", mine, NotClosed, "check")
    });
    all.extend(team.map(|team| StaffView {
        queue: Some(team),
        ..view_of("queue", "inbox-queue", Holder::All, NotClosed, "people")
    }));
    all.push(StaffView {
        reopening_asked: true,
        ..view_of("reopening", "inbox-reopening", Holder::All, Closed, "again")
    });
    all.push(StaffView {
        escalation_asked: true,
        asked_of: Some(me),
        ..view_of(
            "asked-of-me",
            "inbox-asked-of-me",
            Holder::All,
            NotClosed,
            "error",
        )
    });
    let leads = matches!(role, Some(Role::Supervisor | Role::Administrator));
    if leads {
        let asked = view_of(
            "escalation",
            "inbox-escalation",
            Holder::All,
            NotClosed,
            "error",
        );
        all.push(StaffView {
            escalation_asked: true,
            ..asked
        });
        let suggested = view_of(
            "suggested",
            "inbox-suggested",
            Holder::All,
            NotClosed,
            "error",
        );
        all.push(StaffView {
            suggested: true,
            ..suggested
        });
        let escalated = view_of(
            "escalated",
            "inbox-escalated",
            Holder::All,
            NotClosed,
            "error",
        );
        all.push(StaffView {
            escalated: true,
            ..escalated
        });
    }
    if promises {
        if leads {
            let alert = Alert::Supervisor;
            all.push(danger("alarmed", "inbox-alarmed", Holder::All, alert));
        }
        let mine = Holder::Owner(me);
        all.push(danger("warned", "inbox-warned", mine, Alert::Agent));
    }
    let (mine, unowned) = (Holder::Owner(me), Holder::Unowned);
    all.push(StaffView {
        snoozed: Some(false),
        ..view_of("mine", "inbox-mine", mine, Support, "user")
    });
    all.push(view_of(
        "unowned",
        "inbox-unowned",
        unowned,
        Support,
        "nobody",
    ));
    let team = team.map(Holder::Team);
    all.extend(team.map(|team| view_of("team", "inbox-team", team, Support, "people")));
    for (name, label, view, icon) in [
        ("support", "inbox-support", Support, "turn-support"),
        ("customer", "inbox-customer", Customer, "turn-customer"),
        ("closed", "inbox-closed", Closed, "turn-nobody"),
    ] {
        all.push(view_of(name, label, Holder::All, view, icon));
    }
    let place = all.iter().position(|view| view.name == "unowned");
    let snoozed = view_of("snoozed", "inbox-snoozed", mine, NotClosed, "moon");
    all.insert(
        place.unwrap_or(all.len()),
        StaffView {
            snoozed: Some(true),
            ..snoozed
        },
    );
    all
}

/// Counts for each view, over all lists.
pub async fn counts(app: &App, scope: &Scope, views: &[StaffView]) -> Result<Vec<Counts>, Fail> {
    let tally = |view: &StaffView| match (view.holder, view.alert) {
        _ if view.queue.is_some() => view.queue.map_or(Tally::Desk, Tally::Queued),
        _ if view.escalation_asked => view.asked_of.map_or(Tally::EscalationAsked, Tally::AskedOf),
        _ if view.suggested => Tally::Suggested,
        _ if view.reopening_asked => Tally::ReopeningAsked,
        (Holder::Owner(id), None) if view.snoozed == Some(true) => Tally::Snoozed(id),
        (Holder::Owner(id), _) if view.to_confirm => Tally::ToConfirm(id),
        _ if view.escalated => Tally::Escalated,
        (Holder::Owner(id), Some(_)) => Tally::Warned(id),
        (_, Some(_)) => Tally::Alarmed,
        (Holder::Owner(id), None) => Tally::Owner(id),
        (Holder::Unowned, None) => Tally::Unowned,
        (Holder::Team(id), None) => Tally::Team(id),
        _ => Tally::Desk,
    };
    let tallies: Vec<Tally> = views.iter().map(tally).collect();
    let mut counts = app.store.counts(scope, None, &tallies).await?;
    let place = views.iter().position(|view| view.snoozed == Some(true));
    if let Some(asleep) = place.and_then(|place| counts.get(place).copied()) {
        let awake = views.iter().zip(&mut counts);
        for (_, counts) in awake.filter(|(view, _)| view.snoozed == Some(false)) {
            counts.take_out(&asleep);
        }
    }
    Ok(counts)
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
        label: t.say(view.label).into(),
        address: Asked {
            view: view.name.to_owned(),
            order: order.to_owned(),
            ..Asked::default()
        }
        .address("/staff", &[]),
        count: t.number(view.count(counts)),
        current: current == Some(place),
        icon: view.icon,
        act: match view.name {
            "mine" => "go-mine",
            "unowned" => "go-unowned",
            "warned" => "go-warned",
            "customer" => "go-customer",
            "support" => "go-support",
            _ => "",
        },
        loud: view.is_loud() && view.count(counts) > 0,
    };
    let shown = |(place, (view, counts)): &(usize, (&StaffView, &Counts))| {
        !view.comes_and_goes() || view.count(counts) > 0 || current == Some(*place)
    };
    let all = views.iter().zip(counts).enumerate();
    all.filter(shown).map(link).collect()
}

/// The views that somebody saved and those of their team, behind the others; `here` is the address of the list that is
/// looked at.
pub fn saved(me: &Me, lists: &Lists, here: &str) -> Vec<ViewLink> {
    let link = |view: &SavedView| {
        let address = Asked::of(&view.address).address("/staff", &[]);
        ViewLink {
            label: view.name.clone().into(),
            current: address == here,
            address,
            count: String::new(),
            icon: "case",
            act: "",
            loud: false,
        }
    };
    let own = lists.views_of(Which::Staff).map(link);
    let mut all: Vec<ViewLink> = own.collect();
    // What one has oneself is not there twice.
    let team = TeamViews::of(me);
    let shared = team.rail(here);
    let shared: Vec<_> = shared
        .filter(|link| !all.iter().any(|own| own.address == link.address))
        .collect();
    all.extend(shared);
    all
}

/// The rail beside a page that stands in none of the views.
pub async fn rail_for(visitor: &Visitor, me: &Me) -> Result<Vec<ViewLink>, Fail> {
    let all = views(&me.actor, visitor.web.app.promises());
    let counts = counts(&visitor.web.app, &me.actor.scope(), &all).await?;
    let mut rail = rail(&visitor.texts, &all, &counts, None, "");
    rail.extend(surges::counted(visitor, me).await?);
    rail.extend(saved(me, &Lists::of(me), ""));
    Ok(rail)
}
