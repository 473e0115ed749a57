//! One case, for staff: everything on one page, replies and notes as clearly different things (K1 in its first form).

use std::collections::HashMap;

mod acts;

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use domain::{
    ArticleId, PersonId, TeamId,
    case::Side,
    desk::{Reopening, Turn},
};
use serde::Deserialize;
use store::answers::Sort;

use super::super::{
    answering::{self, Composer, Told},
    appointments, case_facts,
    case_files::{self, Files},
    closings::Ending,
    copies,
    due::{self, Promised},
    escalations::{self, ForStaff},
    frame::{Frame, Here, shown},
    handed_in, incidents,
    listing::{Pick, ViewLink, pick},
    live::Presence,
    muting,
    portal::access_request::Wish,
    proxy_login::Candidate,
    questions::{self, Checklist},
    reference,
    shown::{self, Fact, SeverityPart, Summary, Trouble},
    story::{self, Day},
    story_kept, story_view, together,
    told::Known,
    visitor::{Me, Staff, Visitor},
};
use super::{
    calling,
    closing::Closing,
    contact, evidence, macros,
    similar::{self, Alike},
    snoozing, surges, tabs, tagging,
    walk::{Sent, Walk, Ways},
};
use crate::app::{Fail, answers::Form};
pub(in crate::web) use acts::act;
pub use acts::reply;
pub(super) use acts::{act_with, note};

#[derive(Template)]
#[template(path = "staff/case.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    /// Other cases that the reader has open, as markup.
    open_cases: String,
    number: String,
    subject: String,
    tier: u8,
    may_raise_tier: bool,
    tier_failed: bool,
    summary: Summary,
    facts: Vec<Fact>,
    answers: Vec<Fact>,
    reference: Option<reference::Link>,
    copies: copies::Shown,
    mute: muting::Part,
    sessions: String,
    known: Option<Known>,
    promised: Option<Promised>,
    level: SeverityPart,
    /// Where its forms go to, and what they carry of the view that the case was opened from.
    action: String,
    way: String,
    ways: Option<Ways>,
    /// What was sent on the page before, as markup.
    sent: String,
    /// Companies that report the same as it does, as markup.
    surge: String,
    /// Contact by phone is still owed.
    call_owed: bool,
    /// Another vendor that was asked.
    third_party: Option<String>,
    may_involve: bool,
    third_party_failed: bool,
    days: Vec<Day>,
    story: story_view::View,
    /// The incident that has gathered it, or whether one can be declared from it.
    beside: incidents::Beside,
    /// The cases around it, and the words on it.
    together: together::Part,
    tags: tagging::Part,
    /// What is done with what is being written.
    acts: Vec<macros::Act>,
    checklist: Checklist,
    composer: Composer,
    /// The composer's files, and all that the case has.
    files: Option<handed_in::Part>,
    all_files: Vec<case_files::Row>,
    /// One of these is a picture.
    pictures: bool,
    told: String,
    presence: Presence,
    /// Lines for new questions, with what is typed.
    questions_new: Vec<(String, String)>,
    asks: bool,
    /// Name of whom a reply goes to.
    audience: String,
    /// `reply`, `note` or nothing: no box is open before it is asked for.
    compose: String,
    /// What was just sent, `reply` or `note`: its draft can be forgotten.
    posted: String,
    moves: Vec<Pick>,
    /// Of these, those in which it is support's turn; it is already.
    supports_moves: Vec<Pick>,
    supports_turn: bool,
    agents: Vec<Pick>,
    teams: Vec<Pick>,
    /// Who can be called in the note that is being written.
    colleagues: Vec<calling::Colleague>,
    owned: bool,
    owned_by_me: bool,
    closed: bool,
    /// How long it sleeps, in words; empty where it does not.
    snoozed: String,
    may_reopen: bool,
    reopening_asked: bool,
    ending: Ending,
    /// What ends it besides a status.
    closing: Closing,
    escalation: Option<escalations::Part>,
    handing_on: ForStaff,
    /// What goes with an escalation, and where it can go.
    evidence: evidence::Part,
    queues: Vec<evidence::Queue>,
    /// Kept to its owner and team.
    private: bool,
    /// As whom staff may look at the portal.
    proxies: Vec<Candidate>,
    /// Closed cases that are like it.
    similar: Vec<Alike>,
    /// What its contact would like to be let do.
    wish: Option<Wish>,
    troubles: Vec<Trouble>,
    typed: String,
    /// Whom it is for, as markup.
    contact: String,
    my_team: String,
    me: String,
    zone: String,
}

impl Page {
    /// Where a part of what was said is covered, without the entry's version.
    fn redactions(&self) -> String {
        format!("{}/redactions/", self.action)
    }

    /// A reply waits for the word that it is meant for the customer.
    fn asks_outward(&self) -> bool {
        let mut fields = self.troubles.iter().map(|trouble| &trouble.field);
        fields.any(|field| field == acts::OUTWARD)
    }

    fn may_quote(&self) -> bool {
        !self.closed
    }

    /// What the button that sends says: whom it goes to, and how many others hear of it; `then`, with a place for the status that
    /// follows.
    fn sends(&self, then: bool) -> String {
        let (t, others) = (&self.f.t, self.composer.others);
        let key = match (others, then) {
            (0, false) => "compose-send",
            (0, true) => "compose-send-then",
            (_, false) => "compose-send-more",
            (_, true) => "compose-send-more-then",
        };
        let name = self.audience.as_str();
        t.with(
            key,
            [("name", name.into()), ("number", t.number(others).into())],
        )
    }

    /// Another address of this page.
    fn walked(&self, told: &str) -> String {
        let with = if self.way.is_empty() { '?' } else { '&' };
        format!("{}{}{with}{told}", self.action, self.way)
    }
}

/// What was typed belongs to the form of the severity.
pub(super) const SEVERITY: &str = "severity";

#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    compose: String,
    #[serde(default)]
    posted: String,
    /// A macro that is used.
    #[serde(default, rename = "macro")]
    used: String,
    /// An article that the answer is to point to.
    #[serde(default)]
    article: String,
    /// The colleague whose shared draft is taken over.
    #[serde(default)]
    draft: String,
    /// The reply, field by field.
    #[serde(skip)]
    form: Form,
    /// What others have said meanwhile.
    #[serde(skip)]
    newer: Vec<i64>,
    #[serde(flatten)]
    told: Told,
    #[serde(flatten)]
    story: story_view::Asked,
}

pub async fn page(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    // A page is a long piece of work: it lies on the heap, as it is handed on.
    let shown = Box::pin(show(
        &visitor,
        &me,
        &number,
        &asked,
        Vec::new(),
        "",
        StatusCode::OK,
    ));
    visitor.web.app.store.db().steadily(shown).await
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    asked: &Asked,
    troubles: Vec<Trouble>,
    typed: &str,
    status: StatusCode,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let number = shown::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    let (case, desk) = (&stored.case, app.desks.of(stored.case.desk_version));
    let history = app.history(&me.actor, &stored).await?;
    if me.proxy.is_none() && !visitor.only_follows() {
        let noted = app.store.note_seen(me.person.id, stored.id, case.version);
        noted.await?;
    }
    let people = story::people_of(app, &stored, &history).await?;
    let teams = app.store.teams().await?;
    let team_names: HashMap<TeamId, String> = teams
        .iter()
        .map(|team| {
            (
                team.id,
                t.either(&[team.label.clone(), team.label_en.clone()])
                    .to_owned(),
            )
        })
        .collect();
    let name = |id: PersonId| people.get(&id).map(|p| p.profile.name());
    let owner = case.owner.and_then(name);
    let names = case_facts::Names {
        people: &people,
        teams: &team_names,
    };
    let facts = case_facts::of(app, t, desk, case, &names, case_facts::OF_STAFF).await?;

    let written = shown::number(desk, stored.number);
    let subject = shown::subject(t, case);
    let title = t.with(
        "case-title",
        [
            ("number", written.as_str().into()),
            ("subject", subject.into()),
        ],
    );
    let to = desk
        .status(&case.status)
        .map(|s| s.to.as_slice())
        .unwrap_or_default();
    let owner_id = case.owner.map(|id| id.to_string()).unwrap_or_default();
    let team_id = case.team.map(|id| id.to_string()).unwrap_or_default();
    let agents = app.owners().await?;
    let team = |team: &domain::directory::Team| {
        let name = team_names.get(&team.id).map_or("", |n| n);
        pick(&team.id.to_string(), name, &team_id)
    };
    let sort = match asked.compose.as_str() {
        "note" => Sort::Note,
        _ => Sort::Reply,
    };
    let composer = Composer::of(visitor, me, &stored, &history, &asked.form, sort);
    let mut composer = composer.await?;
    asked.told.quote(&mut composer, &history);
    if let Ok(id) = asked.used.parse() {
        let one = app.macro_of(&me.actor, id).await?;
        if matches!(asked.compose.as_str(), "reply" | "note") {
            let text = app
                .macro_text(&me.actor, &t.language, &one.body, &stored)
                .await?;
            composer.form.take_in(&text, &one.body);
        }
    }
    if let ("reply", Ok(id)) = (asked.compose.as_str(), asked.article.parse())
        && let Some(pointer) = app.pointer_to(&stored, ArticleId(id)).await?
    {
        composer.form.add(&pointer);
    }
    if let ("reply", Ok(id)) = (asked.compose.as_str(), asked.draft.parse()) {
        composer.take_over(PersonId(id));
    }
    let mut days = story_kept::timeline(t, desk, stored.id, &history, &people, Some(&team_names));
    let sessions = appointments::beside(visitor, me, &stored, &mut days)
        .await?
        .concat();
    let together = together::Part::of(visitor, me, &stored, &mut days).await?;
    let beside = incidents::Beside::of(visitor, &stored, &mut days).await?;
    answering::mark(&mut days, &asked.newer);
    let files = Files::of(visitor, me, &stored).await?;
    files.place(t, me, &history, &mut days);
    let story = asked.story.view(t, &mut days);
    let walk = Walk::of(visitor).placed(visitor, me, number).await?;
    let f = Frame::new(visitor, Here::Inbox, title)
        .await?
        .troubled(!troubles.is_empty());
    let handing_on = ForStaff::of(t, desk, case, me.person.id, app.now());
    let queues = match handing_on.may_open || case.escalated.open().is_some() {
        true => evidence::Queue::all(visitor, me, case, &teams).await?,
        false => Vec::new(),
    };
    let page = Page {
        evidence: evidence::Part::of(t, desk, case, &files.had()),
        queues,
        files: handed_in::Part::of(visitor, me, &composer.form.files(), &troubles).await?,
        all_files: files.rows(t, me, &people),
        pictures: files.has_pictures(),
        views: super::rail_for(visitor, me).await?,
        way: walk.query(),
        ways: walk.ways(visitor, me).await?,
        open_cases: tabs::above_case(visitor, me, &f, stored.number).await?,
        sent: Sent::of(visitor, me, &f).await?,
        contact: contact::card(visitor, me, &f, &stored, people.get(&case.contact)).await?,
        surge: surges::of_case(visitor, me, &f, stored.id, &written).await?,
        f,
        subject: subject.to_owned(),
        third_party: shown::third_party(t, case),
        may_involve: case.may_involve(desk) && !case.is_over(desk),
        third_party_failed: troubles.iter().any(|t| t.field.starts_with("third-party")),
        tier: case.tier,
        may_raise_tier: !case.is_at_highest_tier() && !case.is_over(desk),
        tier_failed: troubles.iter().any(|t| t.field == "tier-reason"),
        summary: shown::summary(t, desk, case, app.now(), true, owner),
        facts,
        answers: shown::answers(t, desk, case),
        reference: reference::Link::of(visitor, me, desk, case, &format!("/staff/cases/{written}")),
        sessions,
        copies: copies::Shown::of(visitor, me, desk, case, &format!("/staff/cases/{written}")),
        mute: muting::Part::of(visitor, me, &stored, &format!("/staff/cases/{written}")).await?,
        known: Known::of(t, desk, case, me, &format!("/staff/cases/{written}")),
        action: format!("/staff/cases/{written}"),
        level: SeverityPart {
            reason: match asked.compose.as_str() {
                SEVERITY => typed.to_owned(),
                _ => String::new(),
            },
            ..shown::severity_part(t, desk, case, Side::Support, &troubles)
        },
        call_owed: case.call_owed && !case.is_over(desk),
        promised: due::promised(t, desk, case, app.now()),
        days,
        story,
        beside,
        together,
        tags: tagging::Part::of(visitor, case).await?,
        acts: macros::acts(app, t, &composer.form).await?,
        checklist: Checklist::of(t, desk, case, &composer.form),
        told: asked.told.say(t),
        presence: Presence::of(app, t, stored.id, me.person.id),
        asks: questions::lines(&composer.form)
            .iter()
            .any(|(_, text)| !text.is_empty()),
        questions_new: questions::lines(&composer.form),
        audience: name(case.contact).unwrap_or_default(),
        compose: match asked.compose.as_str() {
            "reply" if !case.is_over(desk) => "reply".to_owned(),
            "note" => "note".to_owned(),
            _ => String::new(),
        },
        posted: match asked.posted.as_str() {
            posted @ ("reply" | "note") => posted.to_owned(),
            _ => String::new(),
        },
        supports_moves: to
            .iter()
            .filter(|id| {
                let status = desk.status(id);
                status.is_some_and(|status| status.turn == Turn::Support)
            })
            .map(|id| pick(id.as_str(), &t.status_name(desk, id), ""))
            .collect(),
        supports_turn: case.turn == Turn::Support,
        moves: to
            .iter()
            .filter(|id| !desk.redirects_to(id))
            .map(|id| {
                pick(
                    id.as_str(),
                    &t.status_name(desk, id),
                    composer.form.get("then"),
                )
            })
            .collect(),
        agents: agents
            .iter()
            .map(|a| pick(&a.id.to_string(), &a.profile.name(), &owner_id))
            .collect(),
        teams: teams.iter().map(team).collect(),
        colleagues: calling::colleagues(app, me, &asked.compose).await?,
        owned: case.owner.is_some(),
        owned_by_me: case.owner == Some(me.person.id),
        ending: Ending::of(app, t, me, &stored, "/staff/cases", false).await?,
        closing: Closing::of(t, desk, case),
        escalation: escalations::Part::of(t, desk, case, &people, app.now()),
        handing_on: handing_on.filled_in(&asked.form, &troubles),
        closed: case.is_over(desk),
        snoozed: snoozing::lasts(t, case.snoozed.as_ref()),
        may_reopen: case.is_over(desk)
            && case.merged.is_none()
            && desk.rules.reopening != Reopening::Never,
        reopening_asked: case.reopening_asked,
        wish: Wish::of(app, t, me, case).await?,
        private: case.private,
        proxies: Candidate::all(app, t, &stored).await?,
        similar: similar::of(visitor, me, &stored).await,
        troubles,
        typed: match typed.is_empty() {
            true => composer.form.get("text").to_owned(),
            false => typed.to_owned(),
        },
        composer,
        my_team: match me.actor {
            domain::Actor::Agent { team, .. } => case
                .team
                .or(team)
                .map(|t| t.to_string())
                .unwrap_or_default(),
            _ => String::new(),
        },
        me: me.person.id.to_string(),
        zone: t.zone_name(),
        number: written,
    };
    let mut response = shown(&page)?;
    *response.status_mut() = status;
    Ok(response)
}
