//! What stands around every page.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use domain::{Instant, desk::List};

use super::{
    assets, first_phone, keys,
    list_settings::Lists,
    listing::Pager,
    preferences, proxy_login,
    sessions::calls,
    shown::{Summary, Trouble},
    visitor::{Visitor, cookie},
};
use crate::{
    app::{Fail, passwords},
    texts::Texts,
};

/// Where in the navigation a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    Home,
    Cases,
    AdminCases,
    New,
    Help,
    Knowledge,
    Incidents,
    Contract,
    Access,
    Audit,
    Agents,
    Inbox,
    Accounts,
    Requests,
    Sessions,
    Surveys,
    Desk,
    Mails,
    Downloads,
    Tags,
    Macros,
    Keys,
    Elsewhere,
}

/// The frame of one page for one reader.
#[derive(Clone)]
pub struct Frame {
    pub t: Texts,
    pub title: String,
    pub here: Here,
    pub desk_name: String,
    pub vendor: String,
    pub me: Option<Who>,
    pub token: String,
    pub path: String,
    pub css: &'static str,
    /// For a page without script that asks for itself again.
    pub plain_css: &'static str,
    pub js: &'static str,
    /// Tag, own name, chosen.
    pub languages: Vec<(String, &'static str, bool)>,
    pub demo: bool,
    /// The desk keeps some kinds of case in a list of their own.
    pub admin_list: bool,
    /// The desk has live sessions (L1).
    pub sessions: bool,
    /// What they want of a reader of staff's.
    pub calls: calls::Told,
    /// Support declares incidents.
    pub incidents: bool,
    /// Brightness chosen; empty to follow the device.
    pub theme: String,
    pub favicon: &'static str,
    pub version: &'static str,
    /// The page says that something is wrong with what was entered.
    pub troubled: bool,
    /// Single keys act: a reader of staff's has not switched them off.
    pub keys_on: bool,
    /// The number by which they are reached is missing, and this page asks for it (A5).
    pub asks_phone: bool,
    own_keys: keys::Own,
    now: Instant,
}

/// The reader, as the header names them.
#[derive(Clone)]
pub struct Who {
    pub name: String,
    pub company: String,
    /// They act for another account than their own company's (A9).
    pub acting: bool,
    /// They read no case (A8).
    pub restricted: bool,
    /// They came without an account (C20).
    pub guest: bool,
    /// In words, who looks at the portal as them (A10).
    pub proxy: Option<String>,
    pub is_staff: bool,
    pub may_write: bool,
    /// For the account, as its admin.
    pub decides: bool,
    /// This installation, as an administrator.
    pub administers: bool,
}

impl Frame {
    pub async fn new(
        visitor: &Visitor,
        here: Here,
        title: impl Into<String>,
    ) -> Result<Self, Fail> {
        let web = &visitor.web;
        let t = visitor.texts.clone();
        let (desk, _) = web.app.desks.current();
        let vendor = desk
            .text("vendor")
            .map(|words| t.desk(words))
            .unwrap_or_default()
            .to_owned();
        let me = visitor.me.as_ref().map(|me| Who {
            name: me.person.profile.name(),
            company: match &me.account {
                Some(name) => t.either(name).to_owned(),
                None => vendor.clone(),
            },
            acting: match &me.actor {
                domain::Actor::Contact { account, .. } => me.person.home() != Some(*account),
                _ => false,
            },
            restricted: matches!(
                &me.actor,
                domain::Actor::Contact { access, .. } if access.restricted
            ),
            guest: me.actor.is_guest(),
            proxy: me.proxy.as_ref().map(|proxy| {
                let number = proxy_login::number_of(&web.app, &proxy.case);
                let said = [
                    ("agent", proxy.agent.profile.name().into()),
                    ("name", me.person.profile.name().into()),
                    ("number", number.into()),
                ];
                t.with("proxy-bar", said)
            }),
            is_staff: me.actor.is_staff(),
            may_write: me.actor.may_write(),
            administers: me.actor.administers(),
            decides: me.actor.decides(),
        });
        let languages = web
            .catalogues
            .languages()
            .map(|l| {
                let own_name = web.catalogues.get(l).fixed("language-name");
                (l.as_str().to_owned(), own_name, *l == t.language)
            })
            .collect();
        let staff = visitor.me.as_ref().filter(|me| me.actor.is_staff());
        let lists = staff.map(|me| Lists::of(me));
        Ok(Self {
            title: title.into(),
            here,
            desk_name: t.desk(&desk.name).to_owned(),
            vendor,
            me,
            token: visitor
                .me
                .as_ref()
                .map(|me| me.token.clone())
                .unwrap_or_default(),
            path: visitor.path.clone(),
            css: assets::css(),
            plain_css: assets::plain_css(),
            js: assets::js(match &visitor.me {
                None => assets::Side::Outside,
                Some(me) if me.actor.is_staff() => assets::Side::Staff,
                Some(_) => assets::Side::Portal,
            }),
            languages,
            demo: web.demo,
            admin_list: desk.kinds.iter().any(|kind| kind.list == List::Admin),
            sessions: desk.session.is_some(),
            calls: calls::told(visitor).await,
            incidents: desk.incident.is_some(),
            theme: match cookie(visitor.headers(), preferences::THEME) {
                Some(theme @ ("light" | "dark")) => theme.to_owned(),
                _ => String::new(),
            },
            favicon: assets::favicon(),
            version: env!("CARGO_PKG_VERSION"),
            troubled: false,
            asks_phone: first_phone::asks(visitor, here).await?,
            keys_on: lists.as_ref().is_some_and(|lists| !lists.keys_off),
            own_keys: lists.map(|lists| lists.keys).unwrap_or_default(),
            now: web.app.now(),
            t,
        })
    }

    /// The server's time, for machines.
    pub fn now(&self) -> String {
        self.t.machine_time(self.now)
    }

    pub fn troubled(mut self, troubled: bool) -> Self {
        self.troubled = troubled;
        self
    }

    /// All keys by place.
    pub fn keys(&self) -> Vec<keys::Group> {
        keys::sheet(&self.t, &self.own_keys)
    }

    /// What can be done on a page by name.
    pub fn actions(&self) -> Vec<keys::Line> {
        keys::actions(&self.t, &self.own_keys)
    }

    /// The mark of a key beside what it presses, as markup; nothing where keys are off.
    pub fn key(&self, does: &str) -> String {
        match self.keys_on {
            true => keys::mark(does, &self.own_keys),
            false => String::new(),
        }
    }

    /// The page is the list of sessions, which tells itself what they want.
    pub fn lists_sessions(&self) -> bool {
        self.path.split('?').next() == Some("/staff/sessions")
    }

    pub fn is_staff(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.is_staff)
    }

    /// The reader is an administrator.
    pub fn administers(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.administers)
    }

    /// The reader is the admin of an account.
    pub fn decides(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.decides)
    }

    /// The reader came without an account.
    pub fn is_guest(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.guest)
    }

    /// Somebody looks at the portal as the reader.
    pub fn is_proxy(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.proxy.is_some())
    }

    /// May open cases, and does so themselves.
    pub fn may_write(&self) -> bool {
        self.me
            .as_ref()
            .is_some_and(|me| me.may_write && me.proxy.is_none())
    }

    /// One drawing of the sprite, ready to be set into a page.
    pub fn icon(&self, name: &str) -> &'static str {
        assets::icon(name)
    }

    /// What is said above articles that may answer a case.
    pub fn answering_title(&self, count: usize) -> String {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        self.t.count("answering-title", count)
    }

    /// How long a password must be, in words.
    pub fn shortest_password(&self) -> String {
        let shortest = i64::try_from(passwords::SHORTEST);
        self.t
            .count("setup-password-hint", shortest.unwrap_or(i64::MAX))
    }

    pub fn errors_title(&self, troubles: &[Trouble]) -> String {
        self.t.count(
            "errors-title",
            i64::try_from(troubles.len()).unwrap_or(i64::MAX),
        )
    }

    /// The tier that has a case, in words.
    pub fn tier_name(&self, tier: &u8) -> String {
        self.t.count("tier-name", i64::from(*tier))
    }

    pub fn turn_since(&self, summary: &Summary) -> String {
        self.t.with(
            "turn-since",
            [
                ("at", summary.since_at.as_str().into()),
                ("span", summary.since.as_str().into()),
            ],
        )
    }

    pub fn pager_range(&self, pager: &Pager) -> String {
        let (total, from, to) = (pager.total.as_str(), pager.from.as_str(), pager.to.as_str());
        self.t.with(
            "pager-range",
            [
                ("total", total.into()),
                ("from", from.into()),
                ("to", to.into()),
            ],
        )
    }

    pub fn at(&self, here: Here) -> bool {
        self.here == here
    }
}

/// A page as an answer.
pub fn shown(page: &impl Template) -> Result<Response, Fail> {
    shown_long(page, 0)
}

/// A page as an answer to what was entered: it says so where that was wrong.
pub fn judged(page: &impl Template, is_wrong: bool) -> Result<Response, Fail> {
    let mut response = shown(page)?;
    if is_wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// Bytes of a page beside its rows, and of a row of a table, about.
const PAGE: usize = 12 * 1024;
const ROW: usize = 1200;

/// A page with so many rows: one piece of memory, made long enough.
pub fn shown_long(page: &impl Template, rows: usize) -> Result<Response, Fail> {
    let mut text = String::with_capacity(PAGE + rows * ROW);
    page.render_into(&mut text).map_err(Fail::broken)?;
    Ok(Html(text).into_response())
}
