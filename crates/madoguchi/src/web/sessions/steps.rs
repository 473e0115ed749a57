//! What is asked before a step that ends something: what will end, and to whom it goes (L5, L6). A page of its own, so that it is
//! there without script, too.

use askama::Template;
use axum::{extract::Path, response::Response};
use domain::session::{AcdState, MESSAGE_MAX, Role};

use super::{
    super::{
        frame::{Frame, Here, shown},
        listing::ViewLink,
        staff::rail_for,
        visitor::Staff,
    },
    named,
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
    /// What follows from it, one sentence each.
    follows: Vec<&'static str>,
    go: &'static str,
    /// Assistants to choose from, by seat.
    assistants: Vec<(u32, String)>,
    queues: Vec<(String, String, String)>,
    agents: Vec<(String, String, String)>,
    most: String,
    returns_to: String,
}

pub async fn page(
    Staff(visitor, me): Staff,
    Path((id, step)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let stored = app.session_of(&me.actor, named(&id)?).await?;
    let session = &stored.session;
    let leads = app
        .seat_in(&me.actor, session)
        .is_some_and(|(_, role)| role == Role::Host);
    if !leads {
        return Err(Fail::Told(t.say("session-no-host-only").to_owned()));
    }
    let (step, keys): (&'static str, &[&'static str]) = match step.as_str() {
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
    let acd = app.acd_agents().await?;
    if step == "transfer" && acd.iter().all(|(agent, _)| agent.person != me.person.id) {
        return Err(Fail::Told(t.say("session-no-not-acd").to_owned()));
    }
    let queues = app.desks.current().0.queues.iter().map(|queue| {
        let free = acd.iter().filter(|(agent, _)| {
            let other = agent.person != me.person.id && queue.roles.contains(&agent.role);
            other && agent.state == AcdState::Available
        });
        let free = i64::try_from(free.count()).unwrap_or(i64::MAX);
        (
            queue.id.clone(),
            t.desk(&queue.label).to_owned(),
            t.count("session-queue-free", free),
        )
    });
    let queues = queues.filter(|_| step == "transfer").collect();
    let others = acd.iter().filter(|(agent, _)| {
        step == "transfer" && agent.person != me.person.id && agent.state != AcdState::Away
    });
    let agents = others.map(|(agent, name)| {
        let state = t.say(&format!("acd-{}", agent.state.as_str()));
        (agent.person.to_string(), name.clone(), state.to_owned())
    });
    let assistants = session.assistants().filter(|_| step == "pass");
    let returns_to = session
        .returns_to()
        .and_then(|seat| session.participants.get(&seat));
    let back = format!("/staff/sessions/{}", stored.id);
    shown(&Page {
        views: rail_for(&visitor, &me).await?,
        action: format!("{back}/{step}"),
        back,
        step,
        lead: say("lead"),
        follows: keys.iter().map(|key| t.say(told(key))).collect(),
        go: say("go"),
        assistants: assistants
            .map(|p| (p.seat.0, p.name.as_str().to_owned()))
            .collect(),
        queues,
        agents: agents.collect(),
        most: t.number(i64::try_from(MESSAGE_MAX).unwrap_or(i64::MAX)),
        returns_to: returns_to.map_or(String::new(), |p| p.name.as_str().to_owned()),
        f: Frame::new(&visitor, Here::Sessions, say("title")).await?,
    })
}
