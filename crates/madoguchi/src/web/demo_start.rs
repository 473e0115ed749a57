//! The demo's start page: whom to be, in one click; on this machine only.

use askama::Template;
use axum::{extract::State, response::Response};
use domain::{PersonId, access::Scope, audit::SignInWay, desk::List, directory::Standing};
use store::cases::Tally;

use super::{
    Web, first_phone,
    frame::{Frame, Here, shown},
    guard::Line,
    posted::Posted,
    shown as words, sign_in,
    visitor::Visitor,
};
use crate::app::Fail;

#[derive(Template)]
#[template(path = "demo.html")]
struct Page {
    f: Frame,
    companies: Vec<Company>,
    staff: Vec<Someone>,
}

struct Company {
    name: String,
    /// Cases that wait for somebody of it.
    needs: i64,
    people: Vec<Someone>,
}

struct Someone {
    id: String,
    name: String,
    kana: String,
    about: String,
}

impl Someone {
    fn initial(&self) -> String {
        words::initial(&self.name)
    }
}

/// Only on loopback, and only under a name that means this machine.
pub fn allowed(web: &Web, visitor: &Visitor) -> Result<(), Fail> {
    let host = visitor
        .headers()
        .get("host")
        .and_then(|h| h.to_str().ok())
        .unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let local = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    if web.demo && web.line == Line::Loopback && visitor.address.is_loopback() && local {
        Ok(())
    } else {
        Err(Fail::NotFound)
    }
}

pub async fn page(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fail> {
    allowed(&web, &visitor)?;
    let f = Frame::new(&visitor, Here::Elsewhere, visitor.texts.say("demo-title")).await?;
    let t = &f.t;
    let someone = |person: &domain::directory::Person| {
        let p = &person.profile;
        let about = match person.standing {
            Standing::Agent { role, .. } => t.say(&format!("role-{}", role.as_str())),
            Standing::Contact { level, .. } => t.say(&format!("level-{}", level.as_str())),
            Standing::Guest { .. } => t.say("level-guest"),
        };
        Someone {
            id: person.id.to_string(),
            name: p.name(),
            kana: format!("{} {}", p.family_kana.as_str(), p.given_kana.as_str())
                .trim()
                .to_owned(),
            about: about.to_owned(),
        }
    };
    let mut companies = Vec::new();
    for (id, name) in web.app.store.accounts().await?.into_iter().take(40) {
        let contacts = web.app.store.contacts(id).await?;
        let tallies: Vec<Tally> = contacts
            .iter()
            .take(6)
            .map(|p| Tally::Contact(p.id, id))
            .collect();
        let counts = web
            .app
            .store
            .counts(&Scope::System, Some(List::Cases), &tallies)
            .await?;
        let mut people: Vec<Someone> = contacts.iter().take(6).map(someone).collect();
        for (person, counts) in people
            .iter_mut()
            .zip(&counts)
            .filter(|(_, counts)| counts.customer > 0)
        {
            person.about = format!(
                "{}{}{}",
                person.about,
                t.say("list-separator"),
                t.count("demo-needs", counts.customer)
            );
        }
        if !people.is_empty() {
            let needs = counts.iter().map(|c| c.customer).sum();
            companies.push(Company {
                name: t.either(&name).to_owned(),
                needs,
                people,
            });
        }
    }
    // Where there is something to do comes first.
    let ja = t.is_language("ja");
    companies.sort_by_key(|company| {
        (
            company.needs == 0,
            company.name.is_ascii() == ja,
            -company.needs,
        )
    });
    let staff = web
        .app
        .store
        .agents()
        .await?
        .iter()
        .take(24)
        .map(someone)
        .collect();
    shown(&Page {
        companies,
        staff,
        f,
    })
}

pub async fn become_one(
    State(web): State<Web>,
    visitor: Visitor,
    posted: Posted,
) -> Result<Response, Fail> {
    allowed(&web, &visitor)?;
    let id = words::parse_number(posted.get("person")).ok_or(Fail::NotFound)?;
    let person = web
        .app
        .store
        .person(PersonId(id))
        .await?
        .ok_or(Fail::NotFound)?;
    if let Some(me) = &visitor.me {
        web.app.store.end_sign_in(&me.secret).await?;
    }
    let secret = web.app.sign_in_as(person.id, &visitor.whence()).await?;
    let secret = secret.ok_or(Fail::NotFound)?;
    sign_in::signed_in(&visitor, person.id, SignInWay::Demo).await?;
    let to = if person.agent().is_some() {
        "/staff"
    } else {
        "/"
    };
    let mut response = sign_in::enter(&web, &secret, to)?;
    first_phone::at_sign_in(&web, person.id, &mut response).await?;
    Ok(response)
}
