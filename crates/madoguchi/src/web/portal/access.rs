//! What one may oneself, who of the company may what, and for the account's admin the forms that change it (A3, A4, A9).

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    AccountId, Actor,
    access::{Access, seats},
    audit::AuditEvent,
    directory::Account,
};

use super::super::{
    access::{Part, command, refused, unreadable},
    frame::{Frame, Here, judged},
    holding::{self, contract_state, level_name},
    joining,
    listing::{Pick, pick},
    posted::Posted,
    shown::Trouble,
    visitor::{Contact, Me, Visitor},
};
use crate::app::{App, Fail};

#[derive(Template)]
#[template(path = "portal/access.html")]
struct Page {
    f: Frame,
    own: Vec<Own>,
    company: String,
    /// For whom else the reader may act, the own company among them.
    accounts: Vec<Pick>,
    /// The admin would hand over to the reader.
    offered: bool,
    part: Part,
    /// Who asks to be let in, for the account's admin.
    requests: Vec<joining::Row>,
    levels: Vec<Pick>,
    /// More can be asked for.
    asks: bool,
    action: &'static str,
    troubles: Vec<Trouble>,
}

/// What the reader may on one deployment.
struct Own {
    site: String,
    identifier: String,
    level: &'static str,
    plans: String,
    /// Whether a contract counts there: `valid`, `trial`, `coming`, `ended`; empty where there never was one.
    state: &'static str,
    state_text: &'static str,
}

/// The account for which the reader acts, and what they may there.
/// The company for which they act; who came without an account has no part in it (C20), behind the door as before it.
pub(super) fn acting(me: &Me) -> Result<(AccountId, &Access), Fail> {
    match &me.actor {
        Actor::Contact {
            account, access, ..
        } if !access.guest => Ok((*account, access)),
        _ => Err(Fail::NotFound),
    }
}

pub async fn page(Contact(visitor, me): Contact) -> Result<Response, Fail> {
    show(&visitor, &me, Vec::new()).await
}

/// The page with something that was refused.
pub async fn again(visitor: &Visitor, me: &Me, trouble: Trouble) -> Result<Response, Fail> {
    show(visitor, me, vec![trouble]).await
}

async fn show(visitor: &Visitor, me: &Me, troubles: Vec<Trouble>) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (id, access) = acting(me)?;
    let account = app.store.account(id).await?.ok_or(Fail::NotFound)?;
    let own = account.deployments.iter().map(|site| Own {
        site: t.either(&[&site.label, &site.label_en]).to_owned(),
        identifier: site.identifier.clone(),
        level: level_name(t, access.on(site.id)),
        plans: plans(app, visitor, &account, site.id),
        state: state(app, &account, site.id),
        state_text: match state(app, &account, site.id) {
            "" => t.say("access-no-plan"),
            state => t.say(contract_state(state)),
        },
    });
    let mut accounts = Vec::new();
    let others = app.acts_for(&me.person).await?;
    if let Some(home) = me.person.home().filter(|_| !others.is_empty()) {
        let chosen = id.to_string();
        let name = app.store.account_name(home).await?.unwrap_or_default();
        accounts.push(pick(&home.to_string(), t.either(&name), &chosen));
        accounts.extend(
            others
                .iter()
                .map(|(id, name)| pick(&id.to_string(), t.either(name), &chosen)),
        );
    }
    let is_wrong = !troubles.is_empty();
    let page = Page {
        own: own.collect(),
        company: t.either(&[&account.name, &account.name_en]).to_owned(),
        accounts,
        requests: joining::waiting(app, t, me).await?,
        levels: joining::levels(t),
        asks: app.desks.current().0.rules.access_request.is_some() && me.proxy.is_none(),
        action: "/access/requests",
        offered: account.handover == Some(me.person.id),
        part: Part::of(
            app,
            t,
            &account,
            "/access".into(),
            [me.actor.decides(), false],
        )
        .await?,
        f: Frame::new(visitor, Here::Access, t.say("access-title"))
            .await?
            .troubled(is_wrong),
        troubles,
    };
    judged(&page, is_wrong)
}

/// The plans that count on a deployment today, in words.
fn plans(app: &App, visitor: &Visitor, account: &Account, site: domain::DeploymentId) -> String {
    let (desk, _) = app.desks.current();
    let today = seats::today(desk, app.now());
    let t = &visitor.texts;
    let bought = account
        .entitlements
        .iter()
        .filter(|e| e.counts_on(today) && e.deployment.is_none_or(|id| id == site));
    let mut names: Vec<&str> = bought
        .filter_map(|e| desk.plan(&e.plan))
        .map(|plan| t.desk(&plan.label))
        .collect();
    names.dedup();
    match names.is_empty() {
        true => t.say("access-no-plan").to_owned(),
        false => names.join(t.say("list-separator")),
    }
}

/// How the contracts for a deployment stand today: of several, the one that gives most.
fn state(app: &App, account: &Account, site: domain::DeploymentId) -> &'static str {
    let today = seats::today(app.desks.current().0, app.now());
    let here = account.entitlements.iter();
    let states = here
        .filter(|e| e.deployment.is_none_or(|id| id == site))
        .map(|e| holding::state(e, today));
    let order = ["ended", "coming", "trial", "valid"];
    let best = states.max_by_key(|state| order.iter().position(|one| one == state));
    best.unwrap_or_default()
}

pub async fn change(
    Contact(visitor, me): Contact,
    Path(what): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (account, _) = acting(&me)?;
    let to = "/access";
    if what == "acting" {
        let wanted = posted.get("account").parse().ok().map(AccountId);
        let wanted = wanted.ok_or(Fail::NotFound)?;
        let other = Some(wanted).filter(|id| Some(*id) != me.person.home());
        app.act_for(&me.person, &me.secret, other).await?;
        let acts = AuditEvent::ActsFor {
            account: other,
            from: visitor.from(),
        };
        visitor.note(acts).await?;
        return Ok(Redirect::to("/").into_response());
    }
    let Some(command) = command(&what, &posted) else {
        let trouble = unreadable(t);
        return show(&visitor, &me, vec![trouble]).await;
    };
    match app.change_access(&me.actor, account, &command).await? {
        Ok(()) => Ok(Redirect::to(to).into_response()),
        Err(why) => {
            let trouble = refused(app, t, &why).await?;
            show(&visitor, &me, vec![trouble]).await
        }
    }
}
