//! Accounts for staff, and for administrators the forms and the CSV that change them (S9, S10).

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    AccountId,
    audit::{AuditEvent, Sensitive},
};

use super::super::{
    frame::{Frame, Here, shown},
    holding::{self, Holding},
    listing::{Pick, ViewLink, pick},
    posted::Posted,
    shown::Trouble,
    visitor::{Me, Staff, Visitor},
};
use crate::{
    app::{
        Fail,
        register::{Outcome, Row, Wrong, of_csv},
    },
    texts::Texts,
};

#[derive(Template)]
#[template(path = "staff/accounts.html")]
struct List {
    f: Frame,
    views: Vec<ViewLink>,
    accounts: Vec<Pick>,
    administers: bool,
    troubles: Vec<Trouble>,
}

pub async fn list(Staff(visitor, me): Staff) -> Result<Response, Fail> {
    show_list(&visitor, &me, Vec::new()).await
}

/// From the PIN that somebody says on the phone to their account (C6). It is posted: a PIN stands in no address.
pub async fn known(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let pin = posted.get("pin").trim();
    let who = format!("pin {}", me.person.id);
    visitor.web.app.count_for(&who).await?;
    // A contact's own PIN, or one of the account's (H5, C6).
    let found = match app.person_by_pin(pin).await? {
        Some(id) => app.store.person(id).await?.and_then(|person| person.home()),
        None => app.account_by_pin(pin).await?,
    };
    let looked = AuditEvent::Looked {
        what: Sensitive::Pin,
        account: found,
        from: visitor.from(),
    };
    visitor.note(looked).await?;
    if let Some(account) = found {
        return Ok(Redirect::to(&format!("/staff/accounts/{account}")).into_response());
    }
    let trouble = Trouble {
        field: "pin".into(),
        text: t.say("known-not-found").to_owned(),
    };
    let mut response = show_list(&visitor, &me, vec![trouble]).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

async fn show_list(visitor: &Visitor, me: &Me, troubles: Vec<Trouble>) -> Result<Response, Fail> {
    let t = &visitor.texts;
    let accounts = visitor.web.app.store.accounts().await?;
    shown(&List {
        views: super::rail_for(visitor, me).await?,
        accounts: accounts
            .iter()
            .map(|(id, name)| pick(&id.to_string(), t.either(name), ""))
            .collect(),
        administers: me.actor.administers(),
        f: Frame::new(visitor, Here::Accounts, t.say("accounts-title"))
            .await?
            .troubled(!troubles.is_empty()),
        troubles,
    })
}

#[derive(Template)]
#[template(path = "staff/account.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    holding: Holding,
    administers: bool,
    forms: Vec<Form>,
    troubles: Vec<Trouble>,
}

/// A form of one row.
struct Form {
    name: &'static str,
    title: &'static str,
    controls: Vec<Control>,
    open: bool,
}

struct Control {
    column: &'static str,
    label: &'static str,
    required: bool,
    date: bool,
    picks: Vec<Pick>,
    value: String,
}

/// The columns that each form asks for; those with a star are required.
const FORMS: [(&str, &str, &[&str]); 5] = [
    (
        "contract",
        "register-add-contract",
        &[
            "*contract",
            "*plan",
            "*from",
            "*to",
            "identifier",
            "product",
        ],
    ),
    (
        "site",
        "register-add-site",
        &[
            "*deployment",
            "deployment_en",
            "*identifier",
            "environments",
        ],
    ),
    (
        "known",
        "register-add-known",
        &[
            "user_ids",
            "serial_numbers",
            "pins",
            "mail_domains",
            "identifier",
        ],
    ),
    (
        "success",
        "register-set-success-manager",
        &["*success_manager"],
    ),
    (
        "contact",
        "register-add-contact",
        &[
            "*family",
            "given",
            "family_kana",
            "given_kana",
            "*email",
            "*level",
            "language",
            "admin",
        ],
    ),
];

pub async fn page(Staff(visitor, me): Staff, Path(id): Path<String>) -> Result<Response, Fail> {
    show(
        &visitor,
        &me,
        &id,
        &Posted::default(),
        Vec::new(),
        StatusCode::OK,
    )
    .await
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    id: &str,
    typed: &Posted,
    troubles: Vec<Trouble>,
    status: StatusCode,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let id = AccountId(id.parse().map_err(|_| Fail::NotFound)?);
    let holding = holding::of(app, t, id).await?.ok_or(Fail::NotFound)?;
    let form = |(name, title, columns): &(&'static str, &'static str, &[&'static str])| Form {
        name,
        title: t.say(title),
        open: typed.get("_form") == *name,
        controls: columns
            .iter()
            .map(|column| control(visitor, &holding, typed, column))
            .collect(),
    };
    let page = Page {
        views: super::rail_for(visitor, me).await?,
        forms: FORMS.iter().map(form).collect(),
        administers: me.actor.administers(),
        f: Frame::new(visitor, Here::Accounts, holding.name.clone())
            .await?
            .troubled(!troubles.is_empty()),
        holding,
        troubles,
    };
    let mut response = shown(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

fn control(visitor: &Visitor, holding: &Holding, typed: &Posted, column: &'static str) -> Control {
    let (desk, _) = visitor.web.app.desks.current();
    let t = &visitor.texts;
    let (column, required) = match column.strip_prefix('*') {
        Some(column) => (column, true),
        None => (column, false),
    };
    let value = typed.get(column).to_owned();
    let one = |id: &str, label: &str| pick(id, label, &value);
    let none = || one("", t.say("choose"));
    let picks = match column {
        "plan" => desk
            .plans
            .iter()
            .map(|p| one(&p.id, t.desk(&p.label)))
            .collect(),
        "product" => {
            let products = desk.products.iter();
            let products = products.map(|p| one(&p.id, t.desk(&p.label)));
            std::iter::once(one("", t.say("holding-covers-all")))
                .chain(products)
                .collect()
        }
        // A contract may speak of one deployment; a new one brings its own identifier.
        "identifier" if !required => {
            let sites = holding.sites.iter();
            let sites = sites.map(|s| one(&s.identifier, &s.name));
            std::iter::once(one("", t.say("holding-covers-all")))
                .chain(sites)
                .collect()
        }
        "level" => [
            ("read-write", "access-read-write"),
            ("read-only", "access-read-only"),
            ("basic", "access-basic"),
        ]
        .map(|(id, key)| one(id, t.say(key)))
        .into(),
        "language" => {
            let languages = desk.languages.iter();
            let languages =
                languages.map(|l| one(l.as_str(), t.say(&format!("in-{}", l.as_str()))));
            std::iter::once(none()).chain(languages).collect()
        }
        "admin" => vec![one("", t.say("flag-no")), one("yes", t.say("flag-yes"))],
        _ => Vec::new(),
    };
    Control {
        column,
        label: column_name(t, column),
        required,
        date: matches!(column, "from" | "to"),
        picks,
        value,
    }
}

/// One row, from a form on the page of its account.
pub async fn row(
    Staff(visitor, me): Staff,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let account = AccountId(id.parse().map_err(|_| Fail::NotFound)?);
    let name = app
        .store
        .account_name(account)
        .await?
        .ok_or(Fail::NotFound)?;
    let mut columns: BTreeMap<String, String> = posted.entries();
    columns.insert("account".into(), name[0].clone());
    let columns = serde_json::to_value(&columns).map_err(Fail::broken)?;
    let Ok(row) = serde_json::from_value::<Row>(columns) else {
        return Err(Fail::NotFound);
    };
    let outcomes = app.register(&me.actor, &[row], false).await?;
    let wrong = outcomes.into_iter().flat_map(|outcome| outcome.wrong);
    let troubles: Vec<Trouble> = wrong
        .map(|wrong| Trouble {
            field: format!("{}-{}", posted.get("_form"), wrong.column),
            text: said(t, &wrong),
        })
        .collect();
    if troubles.is_empty() {
        return Ok(Redirect::to(&format!("/staff/accounts/{account}")).into_response());
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    show(&visitor, &me, &id, &posted, troubles, status).await
}

fn column_name(t: &Texts, column: &str) -> &'static str {
    t.say(&format!("register-{}", column.replace('_', "-")))
}

/// What is wrong in a row: in which column, and why.
fn said(t: &Texts, wrong: &Wrong) -> String {
    let why = t.say(&format!("register-why-{}", wrong.why.as_str()));
    t.with(
        "register-wrong",
        [
            ("column", column_name(t, wrong.column).into()),
            ("why", why.into()),
        ],
    )
}

#[derive(Template)]
#[template(path = "staff/register.html")]
struct Register {
    f: Frame,
    views: Vec<ViewLink>,
    csv: String,
    results: Vec<Told>,
    result_title: String,
    /// What is shown is a dry run without a fault.
    may_apply: bool,
    troubles: Vec<Trouble>,
}

/// What came of a line.
struct Told {
    line: String,
    of: String,
    text: String,
    wrong: bool,
}

pub async fn register(Staff(visitor, me): Staff) -> Result<Response, Fail> {
    if !me.actor.administers() {
        return Err(Fail::NotFound);
    }
    let page = Register {
        views: super::rail_for(&visitor, &me).await?,
        csv: String::new(),
        results: Vec::new(),
        result_title: String::new(),
        may_apply: false,
        troubles: Vec::new(),
        f: Frame::new(
            &visitor,
            Here::Accounts,
            visitor.texts.say("register-title"),
        )
        .await?,
    };
    shown(&page)
}

/// Rows of a CSV: tried first, then taken.
pub async fn take(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    if !me.actor.administers() {
        return Err(Fail::NotFound);
    }
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let csv = posted.get("csv").to_owned();
    let dry = posted.get("_go") != "apply";
    let mut troubles = Vec::new();
    let rows = of_csv(&csv).unwrap_or_else(|(line, what)| {
        let line = i64::try_from(line).unwrap_or(0);
        troubles.push(Trouble {
            field: "csv".into(),
            text: t.with(
                "register-unreadable",
                [("line", t.number(line).into()), ("what", what.into())],
            ),
        });
        Vec::new()
    });
    if rows.is_empty() && troubles.is_empty() {
        troubles.push(Trouble {
            field: "csv".into(),
            text: t.say("register-empty").to_owned(),
        });
    }
    let outcomes = match rows.is_empty() {
        true => Vec::new(),
        false => app.register(&me.actor, &rows, dry).await?,
    };
    let sound = outcomes.iter().all(|outcome| outcome.wrong.is_empty());
    let results: Vec<Told> = rows
        .iter()
        .zip(&outcomes)
        .zip(2..)
        .map(|((row, outcome), line)| told(t, row, outcome, line))
        .collect();
    let page = Register {
        views: super::rail_for(&visitor, &me).await?,
        result_title: t
            .say(match (dry, sound) {
                (_, false) => "register-faulty",
                (true, true) => "register-would",
                (false, true) => "register-done",
            })
            .to_owned(),
        may_apply: dry && sound && !results.is_empty(),
        csv: if dry || !sound { csv } else { String::new() },
        results,
        f: Frame::new(&visitor, Here::Accounts, t.say("register-title"))
            .await?
            .troubled(!troubles.is_empty()),
        troubles,
    };
    shown(&page)
}

fn told(t: &Texts, row: &Row, outcome: &Outcome, line: i64) -> Told {
    let of = [
        &row.account,
        &row.identifier,
        &row.contract,
        &row.email,
        &row.team,
    ];
    let of: Vec<&str> = of
        .into_iter()
        .map(String::as_str)
        .filter(|s| !s.is_empty())
        .collect();
    let separator = t.say("list-separator");
    let wrong: Vec<String> = outcome.wrong.iter().map(|wrong| said(t, wrong)).collect();
    let did: Vec<&str> = outcome
        .did
        .iter()
        .map(|did| t.say(&format!("register-did-{}", did.as_str())))
        .collect();
    let text = match (wrong.is_empty(), did.is_empty()) {
        (false, _) => wrong.join(separator),
        (true, true) => t.say("register-did-nothing").to_owned(),
        (true, false) => did.join(separator),
    };
    Told {
        line: t.number(line),
        of: of.join(separator),
        text,
        wrong: !wrong.is_empty(),
    }
}
