//! Asking for more access, with the terms accepted; it becomes an admin case, from which it is granted (A4).

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    DeploymentId, Desk, Level, Prose,
    access::Refused,
    case::{self, AccessWish, Case, intake},
    desk::{Entry, Kind},
};

use super::{
    super::{
        access::refused,
        frame::{Frame, Here, judged},
        holding::level_name,
        joining::{terms, wishes},
        listing::{Pick, pick},
        posted::Posted,
        shown::{self, Fact, Trouble, parse_number},
        visitor::{Contact, Me, Staff, Visitor},
    },
    access::acting,
    control::{Control, Draw, Drawing},
};
use crate::{
    app::{
        App, Fail,
        access::Granting,
        access_wish::{self, NAMES, is_ours},
        cases::{WEB, Wanted},
    },
    texts::Texts,
};

#[derive(Template)]
#[template(path = "portal/access_request.html")]
struct Page {
    f: Frame,
    levels: Vec<Pick>,
    products: Vec<Pick>,
    accounts: String,
    contacts: String,
    /// The reason, and what the desk's kind of case asks besides.
    controls: Vec<Control>,
    terms: String,
    accepted: bool,
    troubles: Vec<Trouble>,
}

/// What requests become on this desk.
fn kept_as(desk: &Desk) -> Result<(&Kind, Option<&str>), Fail> {
    access_wish::kept_as(desk).ok_or(Fail::NotFound)
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    posted: &Posted,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let (kind, _) = kept_as(desk)?;
    let (account, _) = acting(me)?;
    let deployments = app.store.deployments(account).await?;
    let entries = posted.entries();
    let drawing = Drawing {
        t,
        desk,
        kind,
        entries: &entries,
        deployments: &deployments,
        bought: None,
    };
    let fields = kind.form.iter().filter_map(|id| desk.field(id));
    let fields = fields.filter(|field| !is_ours(&field.entry));
    let controls = fields.filter_map(|field| {
        let trouble = troubles.iter().find(|trouble| trouble.field == field.id);
        let control = drawing.control(field, trouble.map(|trouble| trouble.text.clone()));
        // The desk asks here what happened; this page asks what for.
        control.map(|control| match field.entry {
            Entry::Description => Control {
                label: t.say("access-request-reason").to_owned(),
                hint: String::new(),
                ..control
            },
            _ => control,
        })
    });
    let product = |id: &str| {
        let label = desk
            .product(id)
            .map_or(id, |product| t.desk(&product.label));
        let chosen = if posted.has(&format!("product-{id}")) {
            id
        } else {
            ""
        };
        pick(id, label, chosen)
    };
    let is_wrong = !troubles.is_empty();
    let page = Page {
        levels: wishes(t, posted.get("level")),
        products: intake::products_of(desk, kind)
            .into_iter()
            .map(product)
            .collect(),
        accounts: posted.get("accounts").to_owned(),
        contacts: posted.get("contacts").to_owned(),
        controls: controls.collect(),
        terms: terms(app, t),
        accepted: posted.has("terms"),
        f: Frame::new(visitor, Here::Access, t.say("access-request-title"))
            .await?
            .troubled(is_wrong),
        troubles,
    };
    judged(&page, is_wrong)
}

pub async fn form(Contact(visitor, me): Contact) -> Result<Response, Fail> {
    show(&visitor, &me, &Posted::default(), Vec::new()).await
}

pub async fn send(Contact(visitor, me): Contact, posted: Posted) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, version) = app.desks.current();
    let kept = kept_as(desk)?;
    let kind = kept.0;
    let mut troubles = Vec::new();
    let mut wrong = |field: &str, text: String| {
        troubles.push(Trouble {
            field: field.to_owned(),
            text,
        });
    };
    let level = Level::parse(posted.get("level"));
    if level.is_none() {
        let field = [("field", t.say("join-level").into())];
        wrong("level", t.with("wrong-missing", field));
    }
    for (id, label) in [
        ("accounts", "access-request-accounts"),
        ("contacts", "access-request-contacts"),
    ] {
        if posted.get(id).chars().count() > NAMES {
            let (field, max) = (t.say(label).into(), NAMES.to_string());
            wrong(
                id,
                t.with("wrong-too-long", [("field", field), ("max", max.into())]),
            );
        }
    }
    if !posted.has("terms") {
        wrong("terms", t.say("join-wrong-terms").to_owned());
    }
    let offered = intake::products_of(desk, kind);
    let ticked = |id: &&&str| posted.has(&format!("product-{id}"));
    let products: Vec<String> = offered
        .iter()
        .filter(ticked)
        .map(|id| (*id).to_owned())
        .collect();
    let wished = level_name(t, level);
    let subject = t.one("access-request-subject", "level", wished);
    let entries = access_wish::filled(desk, kept, posted.entries(), &subject, &products);
    let (true, Some(level)) = (troubles.is_empty(), level) else {
        return show(&visitor, &me, &posted, troubles).await;
    };
    let names = |id: &str| {
        let text = intake::cleaned(posted.get(id));
        (!text.is_empty()).then(|| Prose::new(text))
    };
    let wish = AccessWish {
        level,
        products,
        accounts: names("accounts"),
        contacts: names("contacts"),
        terms: version,
        granted: None,
    };
    let wanted = Wanted {
        files: &[],
        kind: &kind.id,
        entries: &entries,
        channel: WEB,
        language: &t.language,
        continues: None,
    };
    match app.ask_for_access(&me.actor, &wanted, wish, None).await {
        Ok(done) => super::opened::after(&visitor, &me, &done.case()).await,
        Err(Fail::Refused(case::Refused::Fields(problems))) => {
            let troubles = shown::troubles(t, desk, &problems);
            show(&visitor, &me, &posted, troubles).await
        }
        Err(fail) => Err(fail),
    }
}

/// What was asked for, on the page of its case; for those who decide, the form that grants it.
pub struct Wish {
    pub facts: Vec<Fact>,
    /// What was given, in words.
    pub granted: String,
    /// The reader decides, and it is still open.
    pub decides: bool,
    pub levels: Vec<Pick>,
    pub sites: Vec<Pick>,
}

impl Wish {
    pub async fn of(app: &App, t: &Texts, me: &Me, case: &Case) -> Result<Option<Self>, Fail> {
        let Some(wish) = &case.access_wish else {
            return Ok(None);
        };
        let desk = app.desks.of(case.desk_version);
        let fact = |label: &str, value: String| Fact {
            label: t.say(label).to_owned(),
            value,
        };
        let mut products: Vec<&str> = Vec::new();
        for id in &wish.products {
            let known = desk.product(id);
            products.push(known.map_or(id.as_str(), |product| t.desk(&product.label)));
        }
        let text = |prose: &Option<Prose>| {
            prose
                .as_ref()
                .map_or(String::new(), |text| text.as_str().to_owned())
        };
        let mut facts = vec![
            fact("join-level", level_name(t, Some(wish.level)).to_owned()),
            fact(
                "access-request-products",
                products.join(t.say("list-separator")),
            ),
            fact("access-request-accounts", text(&wish.accounts)),
            fact("access-request-contacts", text(&wish.contacts)),
            fact(
                "access-request-terms",
                t.count("access-request-accepted", wish.terms),
            ),
        ];
        facts.retain(|fact| !fact.value.is_empty());
        let everywhere = pick("", t.say("access-everywhere"), "");
        let sites = app.store.deployments(case.account).await?;
        let site = |site: &domain::directory::Deployment| {
            pick(
                &site.id.to_string(),
                t.either(&[&site.label, &site.label_en]),
                "",
            )
        };
        let chosen = wish.level.as_str();
        Ok(Some(Self {
            facts,
            granted: wish.granted.map_or(String::new(), |level| {
                t.one(
                    "access-request-granted",
                    "level",
                    level_name(t, Some(level)),
                )
            }),
            decides: (me.actor.administers() || me.actor.decides())
                && me.proxy.is_none()
                && !case.is_closed(),
            levels: Level::ALL
                .map(|level| pick(level.as_str(), level_name(t, Some(level)), chosen))
                .into(),
            sites: std::iter::once(everywhere)
                .chain(sites.iter().map(site))
                .collect(),
        }))
    }
}

/// Grants from the case; a refusal is told on the page of failures, as what stands in its way is changed elsewhere.
async fn granted(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    posted: &Posted,
) -> Result<String, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let parsed = parse_number(number).ok_or(Fail::NotFound)?;
    let level = Level::parse(posted.get("level")).ok_or(Fail::NotFound)?;
    let site = posted.given("deployment").map(str::parse).transpose();
    let until = posted.given("until").map(str::parse).transpose();
    let grant = Granting {
        level,
        deployment: site.map_err(|_| Fail::NotFound)?.map(DeploymentId),
        until: until.map_err(|_| Fail::NotFound)?,
    };
    match app.grant_access(&me.actor, parsed, &grant).await? {
        Ok(after) => Ok(shown::number(
            app.desks.of(after.case.desk_version),
            after.number,
        )),
        Err(Refused::NotAllowed | Refused::Unknown) => Err(Fail::NotFound),
        Err(no) => Err(Fail::Told(refused(app, t, &no).await?.text)),
    }
}

pub async fn grant(
    Contact(visitor, me): Contact,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let number = granted(&visitor, &me, &number, &posted).await?;
    Ok(Redirect::to(&format!("/cases/{number}#access-wish")).into_response())
}

pub async fn grant_by_staff(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let number = granted(&visitor, &me, &number, &posted).await?;
    Ok(Redirect::to(&format!("/staff/cases/{number}#access-wish")).into_response())
}
