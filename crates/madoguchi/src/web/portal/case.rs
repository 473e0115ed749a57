//! One case, for the customer: status, story, reply, close, solution answer, reopening (C9, C12, C14, C15, C17).

pub mod acts;

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use domain::{
    case::{self, OnlyReads, Refused, Side},
    desk::{List, Reopening},
};
use serde::Deserialize;
use store::answers::Sort;

use super::super::{
    answering::{self, Composer},
    appointments, case_facts,
    case_files::{self, Files},
    closings::Ending,
    copies,
    due::{self, Promised},
    escalations,
    frame::{Frame, Here, shown_long},
    handed_in, incidents,
    listing::{Pick, pick},
    muting, proxy_login,
    questions::Checklist,
    reference,
    shown::{self, Fact, SeverityPart, Summary, Trouble},
    story::{self, Day},
    story_kept, story_view, together,
    told::Known,
    visitor::{Contact, Me, Visitor},
};
use super::{
    super::answering::Told,
    access_request::Wish,
    new,
    shared::{self, Shared},
};
use crate::app::{Fail, answers::Form};

#[derive(Template)]
#[template(path = "portal/case.html")]
struct Page {
    f: Frame,
    number: String,
    subject: String,
    summary: Summary,
    facts: Vec<Fact>,
    answers: Vec<Fact>,
    reference: Option<reference::Link>,
    copies: copies::Shown,
    mute: muting::Part,
    known: Option<Known>,
    promised: Option<Promised>,
    level: SeverityPart,
    action: String,
    /// Contact by phone is still owed.
    call_owed: bool,
    /// Where to call, and what to press.
    phone: [String; 2],
    days: Vec<Day>,
    story: story_view::View,
    /// The incident that has gathered it, and the others that concern its reader.
    incident: Option<incidents::OfCase>,
    incidents: Vec<incidents::Banner>,
    together: together::Part,
    checklist: Checklist,
    composer: Composer,
    /// The composer's files, and all that the case has.
    files: Option<handed_in::Part>,
    all_files: Vec<case_files::Row>,
    /// One of these is a picture.
    pictures: bool,
    /// What is to be said of an answer that was kept, taken back or gone.
    told: String,
    /// May write to it now.
    may_reply: bool,
    /// Why not, and what to do.
    no_reply: String,
    /// Where a new case begins that goes on with this one (C18); empty where the reader opens none.
    follow_up: String,
    asks_solution: bool,
    ending: Ending,
    escalation: Option<escalations::Part>,
    close_reasons: Vec<Pick>,
    /// A closed case can be asked back.
    may_reopen: bool,
    /// Asking is enough: nobody needs to grant it.
    reopens_at_once: bool,
    reopening_asked: bool,
    /// Something was just sent: the draft of it can be forgotten.
    posted: bool,
    troubles: Vec<Trouble>,
    /// The form to close is shown open, with what is wrong or was kept.
    closing_open: bool,
    proxy: proxy_login::Part,
    /// Its calls and conferences, and its live sessions, as markup.
    calendar: String,
    sessions: String,
    /// What support has shared in it.
    shared: Vec<Shared>,
    wish: Option<Wish>,
    list_path: &'static str,
    list_name: &'static str,
    typed: Typed,
    zone: String,
}

impl Page {
    /// Customers cover nothing.
    fn redactions(&self) -> &str {
        ""
    }

    fn may_quote(&self) -> bool {
        self.may_reply
    }
}

/// Where the reasons for closing stand on the page, and the words with them.
const CLOSE_REASON: &str = "close-reason";
const CLOSE_COMMENT: &str = "comment";

/// What was typed before something was refused: kept.
#[derive(Default)]
pub(super) struct Typed {
    text: String,
    /// The answer, field by field.
    form: Form,
    /// What others have said meanwhile.
    newer: Vec<i64>,
    comment: String,
    /// The form to close was kept.
    closing: bool,
    /// More help is needed: what happened, and as the comment what was tried.
    more_help: bool,
    reason: String,
    /// Where a command's fields stand on this page, by their ids.
    names: &'static [(&'static str, &'static str)],
    severity_reason: String,
    /// Why somebody above the owner is asked for.
    escalation: String,
}

impl Typed {
    /// A form of this page that came through a sign-in.
    fn kept(sort: Sort, form: &Form) -> Self {
        let [reason, tried, happened] =
            ["reason", "tried", "happened"].map(|name| form.get(name).to_owned());
        match sort {
            Sort::Closure => Self {
                closing: true,
                comment: form.get("comment").to_owned(),
                reason,
                ..Self::default()
            },
            Sort::MoreHelp => Self {
                more_help: form.get("worked") != "yes",
                text: happened,
                comment: tried,
                ..Self::default()
            },
            Sort::Reopening => Self {
                text: reason,
                ..Self::default()
            },
            Sort::Reply | Sort::Note | Sort::Survey => Self::default(),
        }
    }

    /// Why somebody above the owner was asked for.
    pub(super) fn escalation(reason: &str) -> Self {
        Self {
            escalation: reason.to_owned(),
            ..Self::default()
        }
    }

    /// Why another severity was wanted.
    pub(super) fn severity(reason: &str) -> Self {
        Self {
            severity_reason: reason.to_owned(),
            ..Self::default()
        }
    }
}

#[derive(Default, Deserialize)]
pub struct Arrived {
    posted: Option<String>,
    #[serde(flatten)]
    told: Told,
    #[serde(flatten)]
    story: story_view::Asked,
}

pub async fn page(
    Contact(visitor, me): Contact,
    Path(number): Path<String>,
    Query(arrived): Query<Arrived>,
) -> Result<Response, Fail> {
    // A page is a long piece of work: it lies on the heap, as it is handed on.
    let shown = Box::pin(show(
        &visitor,
        &me,
        &number,
        &arrived,
        Vec::new(),
        Typed::default(),
        StatusCode::OK,
    ));
    visitor.web.app.store.db().steadily(shown).await
}

async fn show(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    arrived: &Arrived,
    troubles: Vec<Trouble>,
    mut typed: Typed,
    status: StatusCode,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let number = shown::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    if let Some((sort, form)) = arrived.told.form(app, me, stored.id).await? {
        typed = Typed::kept(sort, &form);
    }
    let (case, desk) = (&stored.case, app.desks.of(stored.case.desk_version));
    let history = app.history(&me.actor, &stored).await?;
    if me.proxy.is_none() && !visitor.only_follows() {
        app.found_it(Some(&me.actor));
        let noted = app.store.note_seen(me.person.id, stored.id, case.version);
        noted.await?;
    }
    let people = story::people_of(app, &stored, &history).await?;
    let name = |id: domain::PersonId| people.get(&id).map(|p| p.profile.name());
    let owner = case.owner.and_then(name);
    let names = case_facts::Names {
        people: &people,
        teams: &HashMap::new(),
    };
    let facts = case_facts::of(app, t, desk, case, &names, case_facts::OF_CUSTOMER).await?;
    let written = shown::number(desk, stored.number);
    let (acts, now) = (case::as_customer(case, &me.actor, desk), app.now());
    // Who looks at the portal as somebody else only reads (A10).
    let may_write = acts.is_ok() && me.proxy.is_none();
    let no_reply = match (may_write, case.is_over(desk), &desk.rules.reopening) {
        (false, ..) if me.proxy.is_some() => t.say("fail-only-reads-remedy").to_owned(),
        (false, ..) if acts == Err(OnlyReads::NotSubmitter) => {
            t.say("no-reply-not-submitter").to_owned()
        }
        (false, ..) => t.say("no-reply-read-only").to_owned(),
        (true, true, _) if case.merged.is_some() => t.say("no-reply-merged").to_owned(),
        (true, true, _) if case.closing.declined => t.say("no-reply-declined").to_owned(),
        (true, true, Reopening::Never) => t.say("no-reply-closed-for-good").to_owned(),
        (true, true, Reopening::WithinDays { days, .. }) if !case.may_reopen(desk, now) => {
            shown::refusal(t, &Refused::ReopeningOver { days: *days })
        }
        (true, true, _) => t.say("no-reply-closed").to_owned(),
        (true, false, _) => String::new(),
    };
    let subject = shown::subject(t, case);
    let title = t.with(
        "case-title",
        [
            ("number", written.as_str().into()),
            ("subject", subject.into()),
        ],
    );
    let composer = Composer::of(visitor, me, &stored, &history, &typed.form, Sort::Reply);
    let mut composer = composer.await?;
    arrived.told.quote(&mut composer, &history);
    let mut days = story_kept::timeline(t, desk, stored.id, &history, &people, None);
    let together = together::Part::of(visitor, me, &stored, &mut days).await?;
    let incident = incidents::of_case(visitor, &stored, false, &mut days).await?;
    let [calendar, sessions] = appointments::beside(visitor, me, &stored, &mut days).await?;
    let mut banners = incidents::banners(visitor, me).await?;
    // What stands above the story need not stand there twice.
    let own = incident.as_ref().map(|one| &one.banner.number);
    banners.retain(|banner| own != Some(&banner.number));
    answering::mark(&mut days, &typed.newer);
    let files = Files::of(visitor, me, &stored).await?;
    files.place(t, me, &history, &mut days);
    let story = arrived.story.view(t, &mut days);
    let page = Page {
        files: handed_in::Part::of(visitor, me, &composer.form.files(), &troubles).await?,
        all_files: files.rows(t, me, &people),
        pictures: files.has_pictures(),
        f: Frame::new(visitor, Here::Cases, title)
            .await?
            .troubled(!troubles.is_empty()),
        subject: subject.to_owned(),
        summary: shown::summary(t, desk, case, now, false, owner),
        facts,
        answers: shown::answers(t, desk, case),
        reference: reference::Link::of(visitor, me, desk, case, &format!("/cases/{written}")),
        copies: copies::Shown::of(visitor, me, desk, case, &format!("/cases/{written}")),
        mute: muting::Part::of(visitor, me, &stored, &format!("/cases/{written}")).await?,
        known: Known::of(t, desk, case, me, &format!("/cases/{written}")),
        action: format!("/cases/{written}"),
        level: SeverityPart {
            reason: typed.severity_reason.clone(),
            ..shown::severity_part(t, desk, case, Side::Customer, &troubles)
        },
        call_owed: case.call_owed && !case.is_closed(),
        phone: ["phone", "phone-hours"].map(|key| {
            let words = desk.text(key);
            words.map_or(String::new(), |words| t.desk(words).to_owned())
        }),
        promised: due::promised(t, desk, case, now),
        days,
        story,
        incident,
        incidents: banners,
        together,
        checklist: Checklist::of(t, desk, case, &composer.form),
        composer,
        told: arrived.told.say(t),
        ending: Ending::of(app, t, me, &stored, "/cases", may_write).await?,
        escalation: escalations::Part::of(t, desk, case, &people, now),
        may_reply: may_write && !case.is_over(desk),
        follow_up: new::follow_up(visitor, me, case, &written),
        no_reply,
        asks_solution: may_write && case.asks_solution(desk),
        close_reasons: desk
            .rules
            .close_reasons
            .iter()
            .map(|r| pick(&r.id, t.desk(&r.label), &typed.reason))
            .collect(),
        may_reopen: may_write
            && case.is_over(desk)
            && case.may_reopen(desk, now)
            && !case.reopening_asked,
        reopens_at_once: matches!(desk.rules.reopening, Reopening::WithinDays { .. }),
        reopening_asked: case.reopening_asked,
        wish: Wish::of(app, t, me, case).await?,
        proxy: proxy_login::Part::of(app, me, &stored).await?,
        shared: shared::of(t, &history),
        calendar,
        sessions,
        posted: arrived.posted.is_some(),
        closing_open: typed.closing
            || troubles
                .iter()
                .any(|t| [CLOSE_REASON, CLOSE_COMMENT].contains(&t.field.as_str())),
        list_path: if case.list == List::Admin {
            "/admin-cases?scope=own"
        } else {
            "/cases"
        },
        list_name: t.say(if case.list == List::Admin {
            "nav-admin-cases"
        } else {
            "nav-cases"
        }),
        troubles,
        typed,
        zone: t.zone_name(),
        number: written,
    };
    let rows = page.days.iter().map(|day| day.items.len()).sum();
    let mut response = shown_long(&page, rows)?;
    *response.status_mut() = status;
    Ok(response)
}
