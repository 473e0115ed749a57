//! Agents who are asked to come (L2): the host picks one of the list, and whoever is picked finds the session on their page, and
//! joins it without a number. A mail tells them, too: from the host's own mail program, which is preset, or from the desk.

use askama::Template;
use domain::{
    PersonId,
    session::{Actor, Command, Role, Session},
};
use store::sessions::StoredSession;

use super::{
    super::{
        posted::Posted,
        visitor::{Me, Visitor},
    },
    does,
    invitation::{Invitation, base, mailto, preset},
};
use crate::{app::Fail, texts::Texts};

#[derive(Template)]
#[template(path = "parts/session_agents.html")]
struct Part {
    t: Texts,
    token: String,
    action: String,
    /// Who can be asked: the id and the name.
    agents: Vec<(String, String)>,
    /// Who was asked and has not come.
    asked: String,
    /// The desk can write to who is picked.
    mails: bool,
    /// How they are told unless the host chooses otherwise.
    preset: &'static str,
    /// The reader was asked.
    invited: bool,
}

/// The part of an agent's room about who else could come; empty where there is nothing to show.
pub async fn part(visitor: &Visitor, me: &Me, stored: &StoredSession) -> Result<String, Fail> {
    let (app, t, session) = (&visitor.web.app, &visitor.texts, &stored.session);
    let seat = app.seat_in(&me.actor, session);
    let leads = seat.is_some_and(|(_, role)| role == Role::Host);
    let invited = may_come(session, me.person.id);
    if session.is_ended() || !leads && !invited {
        return Ok(String::new());
    }
    let (mut agents, mut asked) = (Vec::new(), Vec::new());
    if leads {
        for person in app.store.agents().await? {
            let name = person.profile.name();
            if session.seat_of(person.id).is_some() {
                continue;
            }
            match session.invited.contains(&person.id) {
                true => asked.push(name),
                false => agents.push((person.id.to_string(), name)),
            }
        }
    }
    let part = Part {
        t: t.clone(),
        token: me.token.clone(),
        action: format!("/staff/sessions/{}", stored.id),
        agents,
        asked: asked.join(t.say("list-separator")),
        mails: app.mailing.is_some(),
        preset: preset(&session.rules),
        invited,
    };
    part.render().map_err(Fail::broken)
}

/// They were asked, and are not in it.
pub fn may_come(session: &Session, person: PersonId) -> bool {
    session.invited.contains(&person) && session.seat_of(person).is_none()
}

/// Asks the agent who was picked to come, and writes to them where the host wants that; gives the page that shows it.
pub async fn ask(
    visitor: &Visitor,
    me: &Me,
    stored: &StoredSession,
    by: Actor,
    posted: &Posted,
) -> Result<String, Fail> {
    let app = &visitor.web.app;
    let picked = posted.get("agent").parse().map(PersonId);
    let picked = picked.map_err(|_| Fail::NotFound)?;
    let all = app.store.agents().await?;
    let person = all.into_iter().find(|person| person.id == picked);
    let person = person.ok_or(Fail::NotFound)?;
    let invite = Command::InviteAgent {
        person: picked,
        name: person.profile.name(),
    };
    does(visitor, stored.id, by, &invite).await?;
    let page = format!("/staff/sessions/{}", stored.id);
    Ok(match posted.get("way") {
        "own-mail" => format!("{page}?colleague={picked}#invitation"),
        "mail" if app.mailing.is_some() => {
            let (base, host) = (base(visitor), me.person.profile.name());
            app.mail_colleague(&person, &base, stored, &host).await?;
            page
        }
        _ => page,
    })
}

/// What goes to an agent who was asked from the host's own mail program; nothing where no such agent was.
pub async fn letter(
    visitor: &Visitor,
    me: &Me,
    stored: &StoredSession,
    id: &str,
) -> Result<Option<Invitation>, Fail> {
    let app = &visitor.web.app;
    let asked = id.parse().map(PersonId);
    let asked = asked.ok().filter(|id| may_come(&stored.session, *id));
    let Some(asked) = asked else {
        return Ok(None);
    };
    let Some(person) = app.store.person(asked).await? else {
        return Ok(None);
    };
    let (base, host) = (base(visitor), me.person.profile.name());
    let language = &person.profile.language;
    let (subject, body) = app.colleague_words(language, &base, stored, &host);
    Ok(Some(Invitation {
        link: format!("{base}/staff/sessions/{}", stored.id),
        mailto: mailto(person.profile.email.as_str(), &subject, &body),
        sent: false,
        hint: "session-agent-link-hint",
    }))
}

/// Coming in where one was asked.
pub fn coming(me: &Me, session: &Session, posted: &Posted) -> Result<Command, Fail> {
    match may_come(session, me.person.id) {
        true => Ok(Command::Assist {
            name: me.person.profile.name(),
            voice: posted.has("voice"),
        }),
        false => Err(Fail::NotFound),
    }
}
