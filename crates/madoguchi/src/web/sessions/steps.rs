//! What is asked before a step that ends something: what will end, and to whom it goes (L5, L6). A page of its own, so that it is
//! there without script, too; with script the room shows the same form over itself, and nothing that goes on there is left.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    PersonId,
    session::{AcdState, Actor, Command, MESSAGE_MAX, Refused, Role},
};
use store::sessions::{Besides, StoredSession};

use super::{
    super::{
        frame::{Frame, Here, shown},
        listing::ViewLink,
        posted::Posted,
        shown::Trouble,
        staff::rail_for,
        visitor::{Me, Staff, Visitor},
    },
    named, no, said_no, what_ends,
};
use crate::app::Fail;

#[derive(Template)]
#[template(path = "staff/session_step.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    back: String,
    action: String,
    step: &'static str,
    lead: &'static str,
    /// What ends with it and what follows, one sentence each.
    follows: Vec<String>,
    go: &'static str,
    /// Assistants to choose from, by seat.
    assistants: Vec<(u32, String)>,
    queues: Vec<Choice>,
    agents: Vec<Choice>,
    most: String,
    returns_to: String,
    /// What was typed and refused.
    message: String,
    troubles: Vec<Trouble>,
}

/// A queue or an agent to whom it can go.
struct Choice {
    id: String,
    label: String,
    hint: String,
    chosen: bool,
}

impl Page {
    /// What is wrong with this field, empty where nothing is.
    fn wrong(&self, field: &str) -> &str {
        let found = self.troubles.iter().find(|one| one.field == field);
        found.map_or("", |trouble| trouble.text.as_str())
    }

    fn no_queue(&self) -> bool {
        !self.queues.iter().any(|queue| queue.chosen)
    }
}

pub async fn page(
    Staff(visitor, me): Staff,
    Path((id, step)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let stored = app.session_of(&me.actor, named(&id)?).await?;
    match visitor.only_follows() {
        true => app.be_about(me.person.id).await.map(drop)?,
        false => app.fill_in(me.person.id).await?,
    }
    show(
        &visitor,
        &me,
        &stored,
        &step,
        &Posted::default(),
        Vec::new(),
    )
    .await
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    stored: &StoredSession,
    step: &str,
    posted: &Posted,
    troubles: Vec<Trouble>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let session = &stored.session;
    let leads = app
        .seat_in(&me.actor, session)
        .is_some_and(|(_, role)| role == Role::Host);
    if !leads {
        return Err(Fail::Told(t.say("session-no-host-only").to_owned()));
    }
    let (step, keys): (&'static str, &[&'static str]) = match step {
        "pass" => (
            "pass",
            &["session-ends-chat", "session-may-stay", "session-gets-back"],
        ),
        "return" => ("return", &["session-ends-chat", "session-may-stay"]),
        "transfer" => (
            "transfer",
            &[
                "session-ends-chat",
                "session-you-leave",
                "session-they-stay",
            ],
        ),
        "end" => ("end", &["session-all-leave", "session-is-kept"]),
        _ => return Err(Fail::NotFound),
    };
    // Where the desk has no fallback queue, whoever comes next has it.
    let fallback = session.rules.fallback.is_some();
    let told = |key: &'static str| match key {
        "session-they-stay" if !fallback => "session-they-wait",
        key => key,
    };
    let say = |part: &str| t.say(&format!("session-{step}-{part}"));
    let (queues, agents) = match step {
        "transfer" => targets(visitor, me, posted).await?,
        _ => Default::default(),
    };
    let assistants = session.assistants().filter(|_| step == "pass");
    let returns_to = session
        .returns_to()
        .and_then(|seat| session.participants.get(&seat));
    let back = format!("/staff/sessions/{}", stored.id);
    let is_wrong = !troubles.is_empty();
    let mut response = shown(&Page {
        views: rail_for(visitor, me).await?,
        action: format!("{back}/{step}"),
        back,
        step,
        lead: say("lead"),
        follows: what_ends::sentences(t, session, step)
            .into_iter()
            .chain(keys.iter().map(|key| t.say(told(key)).to_owned()))
            .collect(),
        go: say("go"),
        assistants: assistants
            .map(|p| (p.seat.0, p.name.as_str().to_owned()))
            .collect(),
        queues,
        agents,
        most: t.number(i64::try_from(MESSAGE_MAX).unwrap_or(i64::MAX)),
        returns_to: returns_to.map_or(String::new(), |p| p.name.as_str().to_owned()),
        message: posted.get("message").to_owned(),
        troubles,
        f: Frame::new(visitor, Here::Sessions, say("title"))
            .await?
            .troubled(is_wrong),
    })?;
    if is_wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// Queues and agents to whom it can go, as they were chosen before.
async fn targets(
    visitor: &Visitor,
    me: &Me,
    posted: &Posted,
) -> Result<(Vec<Choice>, Vec<Choice>), Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let acd = app.acd_agents().await?;
    if acd.iter().all(|(agent, _)| agent.person != me.person.id) {
        return Err(Fail::Told(t.say("session-no-not-acd").to_owned()));
    }
    let queues = app.desks.current().0.queues.iter().map(|queue| {
        let free = acd.iter().filter(|(agent, _)| {
            let other = agent.person != me.person.id && queue.roles.contains(&agent.role);
            other && agent.state == AcdState::Available
        });
        let free = i64::try_from(free.count()).unwrap_or(i64::MAX);
        Choice {
            id: queue.id.clone(),
            label: t.desk(&queue.label).to_owned(),
            hint: t.count("session-queue-free", free),
            chosen: posted.get("queue") == queue.id,
        }
    });
    let others = acd
        .iter()
        .filter(|(agent, _)| agent.person != me.person.id && agent.state != AcdState::Away);
    let agents = others.map(|(agent, name)| Choice {
        id: agent.person.to_string(),
        label: name.clone(),
        hint: t.say(&format!("acd-{}", agent.state.as_str())).to_owned(),
        chosen: posted.has(&format!("agent-{}", agent.person)),
    });
    Ok((queues.collect(), agents.collect()))
}

/// The queue or the agents that were ticked; which of both counts, the rules say.
fn target(posted: &Posted) -> Command {
    let entries = posted.entries();
    let ticked = entries
        .keys()
        .filter_map(|name| name.strip_prefix("agent-"));
    let agents = ticked.filter_map(|id| id.parse().ok().map(PersonId));
    Command::Transfer {
        queue: posted.given("queue").map(str::to_owned),
        agents: agents.collect(),
        message: posted.get("message").to_owned(),
    }
}

/// Hands it on; what was refused comes back with all that was typed.
pub async fn transfer(
    visitor: &Visitor,
    me: &Me,
    stored: &StoredSession,
    by: Actor,
    posted: &Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let besides = Besides::default();
    let command = target(posted);
    let done = app.change_session(stored.id, by, &command, &besides);
    let refused = match done.await? {
        Ok(_) => return Ok(Redirect::to("/staff/sessions").into_response()),
        Err(refused) => refused,
    };
    let field = match refused {
        Refused::TooLong { .. } => "message",
        Refused::QueueOrAgents | Refused::UnknownTarget => "queue",
        other => return Err(said_no(visitor, &other)),
    };
    app.fill_in(me.person.id).await?;
    let trouble = Trouble {
        field: field.to_owned(),
        text: no(&visitor.texts, &refused),
    };
    show(visitor, me, stored, "transfer", posted, vec![trouble]).await
}
