//! An agent's room: as host, assistant or former host; once it is over, the record of it (L4–L8).

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    case::intake::is_address,
    event::Recorded,
    session::{Command, Role, Seat, SessionEvent, State, Way},
};
use serde::Deserialize;
use store::sessions::{Besides, StoredSession};

use super::{
    super::{
        frame::{Frame, Here, shown},
        listing::ViewLink,
        posted::Posted,
        shown as said,
        staff::rail_for,
        visitor::{Me, Staff, Visitor},
    },
    Line, Told, agents, does, does_all, empty_until, ended_key, files, grouped,
    invitation::{self, Invitation, preset},
    named, people, recordings, refreshes, said_no, sharing,
    stage::Stage,
    standing, steps, survey,
    tabs::{self, Tab},
    transcript, with_devices,
};
use crate::app::{Fail, sessions::agent};

#[derive(Template)]
#[template(path = "staff/session.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    action: String,
    number: String,
    /// What the reader is in it; empty where they have no seat.
    role: String,
    leads: bool,
    seated: bool,
    passcode: String,
    number_closed: bool,
    /// Whoever was sent away knows number and passcode still.
    known: bool,
    invitation: Option<Invitation>,
    /// The mail program opens by itself, once.
    opens: bool,
    preset: &'static str,
    mails: bool,
    standing: String,
    /// When it ends, now that its customers are gone; empty while there are any.
    empty: String,
    /// Pages without script ask again after so many seconds, and say so.
    refreshes: Option<(i64, String)>,
    /// The reader asked for the page on which one writes, which stays as it is.
    writes: bool,
    /// There is something to write.
    types: bool,
    /// It is offered to the reader, with what was written.
    offered: bool,
    /// It waits for anybody: there is nobody to say no to.
    waits: bool,
    message: String,
    people: Vec<Line>,
    told: Vec<Told>,
    chat: bool,
    /// Media go at this installation.
    media: bool,
    stage: Option<Stage>,
    can_pass: bool,
    /// To whom control would go back; empty where to nobody.
    returns_to: String,
    can_transfer: bool,
    /// In words, why and when; empty while it goes on.
    ended: String,
    lasted: String,
    case: String,
    case_label: String,
    /// Who else could come, as markup.
    agents: String,
    /// Files that are sent in it, as markup.
    files: String,
    /// Whether it is being recorded, as markup.
    recorded: String,
    /// Where its recording plays; empty where there is none.
    watch: String,
    /// What customers said of how it went.
    surveys: Vec<survey::GivenIn>,
    /// Others that the reader leads or helps in, each a tab.
    tabs: Vec<Tab>,
}

#[derive(Default, Deserialize)]
pub struct Asked {
    /// Name of an invitation that was made just now.
    invited: Option<String>,
    /// An agent who was asked just now, and is written to from the host's own mail program.
    colleague: Option<String>,
    /// The session was started with it.
    opens: Option<String>,
    /// Without script: the page on which one writes.
    write: Option<String>,
}

pub async fn page(
    Staff(visitor, me): Staff,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let stored = app.session_of(&me.actor, named(&id)?).await?;
    let stored = match app.be_about(me.person.id).await? {
        true => app.session_of(&me.actor, stored.id).await?,
        false => stored,
    };
    let writes = asked.write.is_some() && !visitor.only_follows();
    if writes {
        app.fill_in(me.person.id).await?;
    }
    let session = &stored.session;
    let seat = app.seat_in(&me.actor, session);
    let own = seat.map(|(seat, _)| seat);
    let role = seat.map(|(_, role)| role);
    let leads = role == Some(Role::Host);
    let events = app.store.session_events(stored.id).await?;
    let offered = app.is_offered(&me.actor, session).await?;
    let acd = app.acd_agents().await?;
    let name = |seat: Seat| {
        let found = session.participants.get(&seat);
        found.map_or(String::new(), |p| p.name.as_str().to_owned())
    };
    let (ended, lasted) = match session.state {
        State::Ended { why, at } => {
            let span = t.span(crate::texts::span(at.duration_since(session.started_at)));
            (t.say(ended_key(why)).to_owned(), span.into_owned())
        }
        _ => Default::default(),
    };
    let case = match session.case {
        Some(case) => app.store.case_by_id(case).await?,
        None => None,
    };
    let case = case.filter(|case| me.actor.scope().sees(&case.case));
    let case = case.map(|case| {
        let number = said::number(app.desks.of(case.case.desk_version), case.number);
        (number, case.case.subject.as_str().to_owned())
    });
    let (case, case_label) = case.unwrap_or_default();
    let invitation = match (asked.invited, asked.colleague) {
        _ if !leads => None,
        (Some(name), _) => Invitation::of(&visitor, &stored, &events, &name).await?,
        (None, Some(id)) => agents::letter(&visitor, &me, &stored, &id).await?,
        (None, None) => None,
    };
    let rules = &session.rules;
    let page = Page {
        views: rail_for(&visitor, &me).await?,
        action: format!("/staff/sessions/{}", stored.id),
        number: grouped(session.number),
        role: role.map_or(String::new(), |role| {
            t.say(&format!("session-role-{}", role.as_str())).to_owned()
        }),
        leads,
        seated: own.is_some(),
        passcode: match leads {
            true => app.passcode(&stored).unwrap_or_default(),
            false => String::new(),
        },
        number_closed: session.is_number_closed(),
        known: is_known(&events),
        opens: asked.opens.is_some(),
        invitation,
        preset: preset(rules),
        mails: app.mailing.is_some(),
        standing: standing(t, session, true),
        empty: empty_until(t, session),
        refreshes: refreshes(t, session).filter(|_| !writes),
        writes: writes && !session.is_ended(),
        types: own.is_some(),
        offered,
        waits: matches!(session.state, State::HostLost { .. }),
        message: match &session.state {
            State::Transferring(offer) if offered => offer.message.as_str().to_owned(),
            _ => String::new(),
        },
        people: people(t, session, own),
        told: transcript(t, &events, own),
        chat: session.chat,
        media: app.live_media.is_some() && !session.is_ended(),
        stage: Stage::of(&visitor, session, own),
        can_pass: leads && session.assistants().next().is_some(),
        returns_to: session
            .returns_to()
            .filter(|_| leads)
            .map_or(String::new(), name),
        can_transfer: leads && acd.iter().any(|(agent, _)| agent.person == me.person.id),
        ended,
        lasted,
        case,
        case_label,
        agents: agents::part(&visitor, &me, &stored).await?,
        files: files::part(&visitor, &stored, own).await?,
        recorded: recordings::mark(&visitor, &stored, leads)?,
        watch: recordings::watch(
            &visitor,
            stored.id,
            &format!("/staff/sessions/{}", stored.id),
        )
        .await?,
        surveys: survey::given(&visitor, session, &events),
        tabs: tabs::all(&visitor, &me, &stored).await?,
        f: Frame::new(
            &visitor,
            Here::Sessions,
            t.one("session-of-number", "number", grouped(session.number)),
        )
        .await?,
    };
    shown(&page).map(with_devices)
}

/// Somebody was sent away who came by number, and no new passcode was shown since.
fn is_known(events: &[Recorded<SessionEvent>]) -> bool {
    let (mut by_number, mut known) = (Vec::new(), false);
    for one in events {
        match &one.event {
            SessionEvent::Joined { seat, way, .. } if *way == Way::Number => by_number.push(*seat),
            SessionEvent::Left { seat, why } if why.is_sent_away() => {
                known |= by_number.contains(seat);
            }
            SessionEvent::PasscodeRenewed => known = false,
            _ => {}
        }
    }
    known
}

fn seat(posted: &Posted) -> Result<Seat, Fail> {
    posted
        .get("seat")
        .parse()
        .map(Seat)
        .map_err(|_| Fail::NotFound)
}

/// What an agent does.
pub async fn act(
    Staff(visitor, me): Staff,
    Path((id, act)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let stored = app.session_of(&me.actor, named(&id)?).await?;
    let (_, by) = agent(&me.actor)?;
    let page = format!("/staff/sessions/{}", stored.id);
    if let Some(wanted) = sharing::of_agent(&act, &posted) {
        does_all(&visitor, stored.id, by, wanted).await?;
        return Ok(Redirect::to(&page).into_response());
    }
    let command = match act.as_str() {
        "say" if posted.get("text").trim().is_empty() => {
            return Ok(Redirect::to(&page).into_response());
        }
        "say" => Command::Say(posted.get("text").to_owned()),
        "chat" => Command::StartChat,
        "select" => Command::Select(seat(&posted)?),
        "admit" => Command::Admit(seat(&posted)?),
        "remove" => Command::Remove(seat(&posted)?),
        "pass" => Command::PassControl(seat(&posted)?),
        "return" => Command::ReturnControl,
        "leave" => Command::Leave,
        "end" => Command::End,
        "invite-agent" => {
            let page = agents::ask(&visitor, &me, &stored, by, &posted).await?;
            return Ok(Redirect::to(&page).into_response());
        }
        "come" => agents::coming(&me, &stored.session, &posted)?,
        "record" => Command::StartRecording,
        "stop-recording" => Command::StopRecording,
        "erase-recording" => return recordings::erase(&visitor, &me, &stored).await,
        "accept-file" | "stop-file" => {
            let command = files::act(&act, &posted).ok_or(Fail::NotFound)?;
            does(&visitor, stored.id, by, &command).await?;
            app.settle_session_files().await?;
            return Ok(Redirect::to(&format!("{page}#files")).into_response());
        }
        "seen" => {
            app.saw_unanswered(stored.id, me.person.id).await?;
            return Ok(Redirect::to("/staff/sessions").into_response());
        }
        "decline" => Command::Decline,
        "accept" => Command::Accept {
            name: me.person.profile.name(),
            voice: posted.has("voice"),
        },
        "transfer" => return steps::transfer(&visitor, &me, &stored, by, &posted).await,
        "passcode" => {
            let besides = Besides::default();
            let done = app.renew_passcode(&me.actor, stored.id, besides).await?;
            done.map_err(|refused| said_no(&visitor, &refused))?;
            return Ok(Redirect::to(&page).into_response());
        }
        "invite" => return invite(&visitor, &me, &stored, &posted).await,
        _ => return Err(Fail::NotFound),
    };
    does(&visitor, stored.id, by, &command).await?;
    let to = match command {
        Command::Leave | Command::Decline => "/staff/sessions".to_owned(),
        Command::Say(_) => format!("{page}#said"),
        _ => page,
    };
    Ok(Redirect::to(&to).into_response())
}

/// Makes an invitation, and sends it where the desk is to.
async fn invite(
    visitor: &Visitor,
    me: &Me,
    stored: &StoredSession,
    posted: &Posted,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let to = posted.get("email").trim();
    let way = match posted.get("way") {
        "mail" if app.mailing.is_some() => Way::Mail,
        "own-mail" => Way::OwnMail,
        _ => Way::Link,
    };
    let named = way == Way::Link || is_address(to) || (way == Way::OwnMail && to.is_empty());
    if !named {
        return Err(Fail::Told(t.say("session-invite-no-address").to_owned()));
    }
    let name = invitation::make(visitor, me, stored.id, way, to).await?;
    let page = format!("/staff/sessions/{}?invited={name}#invitation", stored.id);
    Ok(Redirect::to(&page).into_response())
}
