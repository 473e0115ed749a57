//! Routes as data: what each does, to what, and for whom. Pages and API are built from tables of these, and whoever the
//! policy leaves out comes no further than the door; what of a kind of thing somebody sees is the scope's part, behind it.

use axum::routing::MethodRouter;
use domain::Actor;
use serde::Serialize;

/// For whom a route is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// Without signing in, too.
    Anybody,
    /// Everybody who is signed in, or has a token.
    Known,
    /// Contacts of customers.
    Contact,
    /// Contacts who open cases somewhere (A3).
    Designated,
    /// The contact who decides for the account (A3).
    AccountAdmin,
    Staff,
    Administrator,
}

/// What a route is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Object {
    /// The installation, its desk, texts that are everybody's.
    Desk,
    /// The caller's own sign-ins, settings, name.
    #[serde(rename = "self")]
    Self_,
    /// Lists of cases, within the scope.
    Cases,
    /// One case, within the scope.
    Case,
    /// The account for which the caller acts.
    OwnAccount,
    /// Accounts of customers, for staff.
    Account,
    People,
    Mail,
    Audit,
    /// What is written for many readers (B4).
    Knowledge,
    /// Live sessions (L1).
    Session,
    /// Events that affect the service, as far as they concern the caller (E3).
    Incident,
}

/// The policy of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Policy {
    pub who: Who,
    /// A verb (`read`, `change`, `open`, …).
    pub action: &'static str,
    pub object: Object,
}

impl Policy {
    pub const fn of(who: Who, action: &'static str, object: Object) -> Self {
        Self {
            who,
            action,
            object,
        }
    }

    /// What the door says to somebody. Who came without an account has no part in the company (C20).
    pub fn admits(&self, actor: Option<&Actor>) -> Door {
        let guest = actor.is_some_and(Actor::is_guest);
        match self.object {
            Object::OwnAccount if guest && self.who != Who::Designated => Door::Nothing,
            _ => self.who.admits(actor),
        }
    }

    /// What staff who have shown one factor alone come to (A6): what is about signing in, as themselves; what everybody reads, as
    /// nobody; and nothing else.
    pub fn for_one_factor(&self) -> OneFactor {
        match (self.who, self.object) {
            (Who::Anybody, Object::Self_) => OneFactor::Themselves,
            (_, Object::Self_) if self.action == SECURE => OneFactor::Themselves,
            (Who::Anybody, Object::Desk | Object::Knowledge | Object::Session) => OneFactor::Nobody,
            _ => OneFactor::Away,
        }
    }

    /// Whether they have to have shown who they are a moment ago: rows that leave the house, and looking as somebody else (C-39).
    pub fn asks_anew(&self, reads: bool) -> bool {
        match self.action {
            "sign-in-as" => true,
            "export" => !reads || self.object == Object::Audit,
            _ => false,
        }
    }

    /// Whether an agent who looks at the portal as a contact may come in: to read cases and what belongs to them, and to leave.
    /// Nothing is written in another's name, and neither their settings nor a file are for anybody else (A10).
    pub fn for_proxies(&self, reads: bool) -> bool {
        match self.action {
            "leave" => true,
            // To contacts there is no audit, whoever looks as them: their door says so.
            "export" => reads && self.object == Object::Audit,
            _ if self.who == Who::Anybody => reads || self.object == Object::Self_,
            _ => reads && self.object != Object::Self_,
        }
    }
}

/// The action of what is about signing in, for those who are signed in.
pub const SECURE: &str = "secure";

/// As whom staff with one factor come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OneFactor {
    Themselves,
    Nobody,
    /// To where the second is set up.
    Away,
}

/// Whether routes have their doors. Wherever this program serves they have; a test takes them out, to see that what lies
/// behind gives nothing foreign away either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doors {
    Kept,
    Out,
}

/// What the door says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Open,
    /// Who it is must be known first.
    SignIn,
    /// To this side, or this role, there is no such thing.
    Nothing,
    /// It is there, and the level does not reach (A2).
    NotAllowed,
}

impl Who {
    /// Whether somebody comes in; `None` is nobody who is known.
    pub fn admits(self, actor: Option<&Actor>) -> Door {
        let Some(actor) = actor else {
            return match self {
                Who::Anybody => Door::Open,
                _ => Door::SignIn,
            };
        };
        let contact = matches!(actor, Actor::Contact { .. });
        match self {
            Who::Anybody | Who::Known => Door::Open,
            Who::Contact if contact => Door::Open,
            Who::Designated if contact && actor.may_write() => Door::Open,
            Who::Designated if contact => Door::NotAllowed,
            Who::AccountAdmin if actor.decides() => Door::Open,
            Who::Staff if actor.is_staff() => Door::Open,
            Who::Administrator if actor.administers() => Door::Open,
            _ => Door::Nothing,
        }
    }
}

/// A route: method, path, what answers there, and for whom.
pub struct Route<S> {
    pub method: &'static str,
    pub path: &'static str,
    pub answer: MethodRouter<S>,
    pub policy: Policy,
}

pub fn route<S>(
    method: &'static str,
    path: &'static str,
    answer: MethodRouter<S>,
    policy: Policy,
) -> Route<S> {
    Route {
        method,
        path,
        answer,
        policy,
    }
}

impl<S> Route<S> {
    pub fn printed(&self, demo: bool) -> Printed {
        Printed {
            method: self.method,
            path: self.path,
            policy: self.policy,
            demo,
        }
    }
}

/// A route as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Printed {
    pub method: &'static str,
    pub path: &'static str,
    #[serde(flatten)]
    pub policy: Policy,
    /// It is there in the demo alone.
    pub demo: bool,
}
