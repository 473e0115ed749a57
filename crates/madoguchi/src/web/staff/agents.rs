//! Agents, for those who administer: who comes, what they are, and who leaves (S10).

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Language, PersonId, Role, TeamId,
    case::intake::is_address,
    directory::{Person, Standing},
};

use super::super::{
    frame::{Frame, Here, judged},
    listing::{Pick, ViewLink, pick},
    posted::Posted,
    profile::{LINE, line, wrong},
    shown::Trouble,
    visitor::{Me, Staff, Visitor},
};
use crate::{
    app::{
        Fail,
        agents::{NewAgent, NotSo},
    },
    texts::Texts,
};

#[derive(Template)]
#[template(path = "staff/agents.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    rows: Vec<Row>,
    new: Typed,
    troubles: Vec<Trouble>,
}

struct Row {
    id: String,
    name: String,
    email: String,
    suspended: bool,
    roles: Vec<Pick>,
    teams: Vec<Pick>,
}

/// The form for a new agent, as it was typed.
struct Typed {
    fields: Vec<(&'static str, &'static str, String)>,
    roles: Vec<Pick>,
    teams: Vec<Pick>,
    languages: Vec<Pick>,
}

/// Field, its label, and whether it has to be given.
const FIELDS: [(&str, &str); 5] = [
    ("family", "field-family"),
    ("given", "field-given"),
    ("family_kana", "register-family-kana"),
    ("given_kana", "register-given-kana"),
    ("email", "field-email"),
];

fn roles(t: &Texts, chosen: &str) -> Vec<Pick> {
    let role = |role: Role| {
        let label = t.say(&format!("role-{}", role.as_str()));
        pick(role.as_str(), label, chosen)
    };
    Role::ALL.map(role).into()
}

async fn teams(visitor: &Visitor, chosen: &str) -> Result<Vec<Pick>, Fail> {
    let t = &visitor.texts;
    let teams = visitor.web.app.store.teams().await?;
    let each = teams.iter().map(|team| {
        pick(
            &team.id.to_string(),
            t.either(&[&team.label, &team.label_en]),
            chosen,
        )
    });
    Ok(std::iter::once(pick("", t.say("agents-no-team"), chosen))
        .chain(each)
        .collect())
}

async fn row(visitor: &Visitor, person: &Person) -> Result<Option<Row>, Fail> {
    let Standing::Agent { role, team } = person.standing else {
        return Ok(None);
    };
    let team = team.map_or(String::new(), |team| team.to_string());
    Ok(Some(Row {
        id: person.id.to_string(),
        name: person.profile.name(),
        email: person.profile.email.as_str().to_owned(),
        suspended: person.suspended,
        roles: roles(&visitor.texts, role.as_str()),
        teams: teams(visitor, &team).await?,
    }))
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    posted: &Posted,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let mut rows = Vec::new();
    for person in app.store.agents().await? {
        rows.extend(row(visitor, &person).await?);
    }
    let chosen = match posted.given("language") {
        Some(language) => language.to_owned(),
        None => t.lang().to_owned(),
    };
    let languages = visitor.web.catalogues.languages().map(|language| {
        let own = visitor.web.catalogues.get(language).fixed("language-name");
        pick(language.as_str(), own, &chosen)
    });
    let is_wrong = !troubles.is_empty();
    let page = Page {
        views: super::rail_for(visitor, me).await?,
        rows,
        new: Typed {
            fields: FIELDS
                .map(|(id, label)| (id, t.say(label), posted.get(id).to_owned()))
                .into(),
            roles: roles(t, posted.get("role")),
            teams: teams(visitor, posted.get("team")).await?,
            languages: languages.collect(),
        },
        f: Frame::new(visitor, Here::Agents, t.say("agents-title"))
            .await?
            .troubled(is_wrong),
        troubles,
    };
    judged(&page, is_wrong)
}

fn only_administrators(me: &Me) -> Result<(), Fail> {
    match me.actor.administers() {
        true => Ok(()),
        false => Err(Fail::NotFound),
    }
}

fn refused(t: &Texts, why: NotSo) -> Trouble {
    match why {
        NotSo::Taken => wrong("email", t.say("agents-wrong-taken").to_owned()),
        NotSo::NoSuchTeam => wrong("team", t.say("agents-wrong-team").to_owned()),
        NotSo::LastAdministrator => wrong("agents-h", t.say("agents-wrong-last").to_owned()),
    }
}

fn back() -> Response {
    Redirect::to("/staff/agents").into_response()
}

pub async fn page(Staff(visitor, me): Staff) -> Result<Response, Fail> {
    only_administrators(&me)?;
    show(&visitor, &me, &Posted::default(), Vec::new()).await
}

fn team(posted: &Posted) -> Option<Option<TeamId>> {
    match posted.given("team") {
        None => Some(None),
        Some(id) => id.parse().ok().map(|id| Some(TeamId(id))),
    }
}

pub async fn add(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    only_administrators(&me)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let mut troubles = Vec::new();
    for (id, label) in FIELDS {
        let field = || [("field", t.say(label).into())];
        let text = line(&posted, id);
        if text.as_str().is_empty() && ["family", "email"].contains(&id) {
            troubles.push(wrong(id, t.with("wrong-missing", field())));
        }
        if text.as_str().chars().count() > LINE {
            let [field] = field();
            let max = ("max", LINE.to_string().into());
            troubles.push(wrong(id, t.with("wrong-too-long", [field, max])));
        }
    }
    let email = line(&posted, "email");
    if !email.as_str().is_empty() && !is_address(email.as_str()) {
        troubles.push(wrong("email", t.say("join-wrong-address").to_owned()));
    }
    let (role, team) = (Role::parse(posted.get("role")), team(&posted));
    let language = Language::new(posted.get("language"));
    let spoken = visitor.web.catalogues.find(language.as_str()).is_some();
    let (Some(role), Some(team), true) = (role, team, spoken) else {
        troubles.push(wrong("role", t.say("access-unreadable").to_owned()));
        return show(&visitor, &me, &posted, troubles).await;
    };
    if !troubles.is_empty() {
        return show(&visitor, &me, &posted, troubles).await;
    }
    let text = |id: &str| line(&posted, id).as_str().to_owned();
    let new = NewAgent {
        family: text("family"),
        given: text("given"),
        family_kana: text("family_kana"),
        given_kana: text("given_kana"),
        email: text("email"),
        role,
        team,
        language,
    };
    match app.add_agent(me.actor.by(), new).await? {
        Ok(_) => Ok(back()),
        Err(why) => show(&visitor, &me, &posted, vec![refused(t, why)]).await,
    }
}

/// What somebody is, or that they leave or come back.
pub async fn change(
    Staff(visitor, me): Staff,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    only_administrators(&me)?;
    let app = &visitor.web.app;
    let id = id.parse().map(PersonId).map_err(|_| Fail::NotFound)?;
    let by = me.actor.by();
    let done = match posted.get("do") {
        "suspend" => app.suspend_agent(by, id, true).await?,
        "resume" => app.suspend_agent(by, id, false).await?,
        "role" => {
            let role = Role::parse(posted.get("role")).ok_or(Fail::NotFound)?;
            let team = team(&posted).ok_or(Fail::NotFound)?;
            app.set_role(by, id, role, team).await?
        }
        _ => return Err(Fail::NotFound),
    };
    match done {
        Ok(()) => Ok(back()),
        Err(why) => {
            let trouble = refused(&visitor.texts, why);
            show(&visitor, &me, &Posted::default(), vec![trouble]).await
        }
    }
}
