//! Writing to the other side: drafts that the server keeps, answers that can be taken back while they wait, and the stop where
//! somebody else was faster (K1). The same for customers and staff; each side's page shows it in its own place.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{Actor, CaseId, PersonId, case::CaseEvent, event::Recorded};
use store::{answers::Sort, cases::StoredCase};

use super::{
    handed_in::Filled,
    listing::{Pick, pick},
    posted::Posted,
    shared_drafts::{self, Shared},
    shown::{self, Trouble},
    staff::walk::Walk,
    story::{Day, quoted},
    visitor::{Contact, Me, Staff, Visitor},
};
use crate::{
    app::{App, Fail, answers::Form, recall::Said},
    rich,
    texts::Texts,
};

/// The button that sends, and goes on to the next case of the view.
const NEXT: &str = "_next";
/// The button that lets the team read the draft of a reply, or no longer.
const SHARE: &str = "share";

/// An answer of the reader's that waits to go out.
pub struct Waiting {
    pub html: String,
    /// When it goes, in seconds from now.
    pub seconds: i64,
    pub at: String,
    /// It could not go out.
    pub refused: bool,
}

/// What the form of an answer carries besides its fields.
#[derive(Default)]
pub struct Composer {
    pub form: Form,
    /// The latest version that its writer has before them.
    pub base: i64,
    /// It comes from what was kept, and nobody has typed it just now.
    pub restored: bool,
    pub waiting: Option<Waiting>,
    /// A note is being written, too.
    pub has_note: bool,
    /// Whom the draft is shown to besides its writer, in words; empty where it is shown to nobody.
    pub shown_to: String,
    /// What colleagues are writing and share.
    pub shared: Vec<Shared>,
    /// How many addresses are in copy and hear of it, and in words; empty where there are none.
    pub others: i64,
    pub copied: String,
}

impl Composer {
    /// For a reader of a case. `typed` is what a form that was not taken said; else what was kept stands there.
    pub async fn of(
        visitor: &Visitor,
        me: &Me,
        stored: &StoredCase,
        history: &[Recorded<CaseEvent>],
        typed: &Form,
        sort: Sort,
    ) -> Result<Self, Fail> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let others = i64::try_from(stored.case.copied().count()).unwrap_or(i64::MAX);
        let mut composer = Self {
            form: typed.clone(),
            base: history.last().map_or(0, |recorded| recorded.version),
            copied: match others {
                0 => String::new(),
                n => t.count("compose-copied", n),
            },
            others,
            ..Self::default()
        };
        // What they are writing is nobody else's, whoever looks with their eyes (A10).
        if me.proxy.is_some() {
            return Ok(composer);
        }
        let person = me.person.id;
        let kept = match me.actor.is_staff() {
            true => {
                let written = app.written_by_staff(&me.actor, stored).await?;
                composer.has_note = sort == Sort::Reply && written.note.is_some();
                if written.reply.as_ref().is_some_and(|reply| reply.shared) {
                    composer.shown_to = shared_drafts::shown_to(t, &stored.case, &me.actor);
                }
                let shared = written.shared.iter();
                let shared = shared.map(|(writer, draft)| Shared::of(t, writer, draft));
                composer.shared = shared.collect();
                let own = match sort {
                    Sort::Note => written.note,
                    _ => written.reply,
                };
                own.map(|draft| draft.form)
            }
            false if typed.is_blank() => app.store.draft(person, stored.id, sort).await?,
            false => None,
        };
        if let Some(kept) = kept.filter(|_| typed.is_blank()) {
            composer.form = Form::from_json(&kept);
            composer.restored = true;
        }
        let held = app.store.held(person, stored.id).await?;
        composer.waiting = held.map(|held| Waiting {
            html: rich::html(Form::from_json(&held.form).get("text")),
            seconds: held.due_at.duration_since(app.now()).as_secs().max(0),
            at: t.long_time(held.due_at),
            refused: held.refused,
        });
        Ok(composer)
    }

    /// Takes over what this colleague shares.
    pub fn take_over(&mut self, from: PersonId) {
        let shared = self.shared.iter().find(|shared| shared.writer == from);
        if let Some(shared) = shared {
            self.form.take_over(&shared.form);
        }
    }
}

/// The latest version that the writer of a form had before them, if the form says so.
pub fn base(posted: &Posted) -> Option<i64> {
    posted.given("base").and_then(|base| base.parse().ok())
}

/// Marks what is new to the writer.
pub fn mark(days: &mut [Day], versions: &[i64]) {
    let anchors: Vec<String> = versions
        .iter()
        .map(|version| format!("e{version}"))
        .collect();
    for item in days.iter_mut().flat_map(|day| &mut day.items) {
        item.fresh = anchors.contains(&item.anchor);
    }
}

/// Where a case stands on this reader's side.
fn page_of(app: &App, actor: &Actor, stored: &StoredCase) -> String {
    let number = shown::number(app.desks.of(stored.case.desk_version), stored.number);
    shown::page_of(actor, &number)
}

/// Sends an answer; what it led to, or where to go now.
pub async fn say(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    form: &Form,
    posted: &Posted,
) -> Result<Result<Response, Vec<i64>>, Fail> {
    let app = &visitor.web.app;
    let number = shown::parse_number(number).ok_or(Fail::NotFound)?;
    let said = app.say(&me.actor, number, form, base(posted)).await?;
    let (stored, place) = match said {
        Said::Newer(versions) => return Ok(Err(versions)),
        Said::Now(stored) => (stored, "now"),
        Said::Held(stored) => (stored, "waiting"),
    };
    // What went to a closed team is out of sight for others.
    if !me.actor.scope().sees(&stored.case) {
        return Ok(Ok(Redirect::to("/staff").into_response()));
    }
    let page = page_of(app, &me.actor, &stored);
    let walk = Walk::of(visitor);
    let to = match posted.has(NEXT) && me.actor.is_staff() {
        true => {
            let number = shown::number(app.desks.of(stored.case.desk_version), stored.number);
            walk.on(visitor, me, &number).await?
        }
        false => walk.back(&page, &format!("posted=reply#{place}")),
    };
    Ok(Ok(Redirect::to(&to).into_response()))
}

/// Keeps what is being written: for a script in silence, else with the page again.
async fn keep(visitor: &Visitor, me: &Me, number: &str, posted: Posted) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let number = shown::parse_number(number).ok_or(Fail::NotFound)?;
    let sort = match me.actor.is_staff() {
        true => match Sort::parse(posted.get("sort")) {
            Some(Sort::Note) => Sort::Note,
            _ => Sort::Reply,
        },
        false => Sort::Reply,
    };
    let form = Form::of(posted.entries());
    let stored = app.keep_draft(&me.actor, number, sort, &form).await?;
    if me.actor.is_staff() {
        let name = me.person.profile.name();
        let types = crate::app::live::Doing::Types;
        app.live
            .note(stored.id, me.person.id, &name, types, app.now());
    }
    if posted.has("_quiet") {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let sharing = posted.given(SHARE).map(|share| share == "yes");
    let sharing = sharing.filter(|_| me.actor.is_staff() && sort == Sort::Reply);
    let kept = match sharing.filter(|_| !form.is_blank()) {
        Some(shared) => {
            app.share_draft(&me.actor, &stored, shared).await?;
            if shared { "shared" } else { "unshared" }
        }
        None => "1",
    };
    let page = page_of(app, &me.actor, &stored);
    let told = format!("compose={}&kept={kept}#text", sort.as_str());
    let to = Walk::of(visitor).back(&page, &told);
    Ok(Redirect::to(&to).into_response())
}

pub async fn keep_by_contact(
    Contact(visitor, me): Contact,
    Path(number): Path<String>,
    filled: Filled,
) -> Result<Response, Fail> {
    keep(&visitor, &me, &number, filled.posted).await
}

pub async fn keep_by_staff(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    filled: Filled,
) -> Result<Response, Fail> {
    keep(&visitor, &me, &number, filled.posted).await
}

/// Takes an answer back, or lets it go now.
async fn settle(
    visitor: &Visitor,
    me: &Me,
    number: &str,
    posted: &Posted,
) -> Result<Response, Fail> {
    let app = &visitor.web.app;
    let number = shown::parse_number(number).ok_or(Fail::NotFound)?;
    let stored = app.case(&me.actor, number).await?;
    may_write(app, me, &stored)?;
    let page = page_of(app, &me.actor, &stored);
    let told = match posted.get("do") {
        "now" => {
            app.send_now(&me.actor, number, base(posted)).await?;
            "posted=reply#now"
        }
        _ if app.recall(&me.actor, number).await? => "compose=reply&taken=1#text",
        // It was faster.
        _ => "late=1#now",
    };
    let to = Walk::of(visitor).back(&page, told);
    Ok(Redirect::to(&to).into_response())
}

/// Whoever may say nothing has nothing to take back.
fn may_write(app: &App, me: &Me, stored: &StoredCase) -> Result<(), Fail> {
    let desk = app.desks.of(stored.case.desk_version);
    match me.actor.is_staff() {
        true => Ok(()),
        false => domain::case::as_customer(&stored.case, &me.actor, desk)
            .map_err(|_| domain::case::Refused::NotAllowed.into()),
    }
}

pub async fn settle_by_contact(
    Contact(visitor, me): Contact,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    settle(&visitor, &me, &number, &posted).await
}

pub async fn settle_by_staff(
    Staff(visitor, me): Staff,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    settle(&visitor, &me, &number, &posted).await
}

/// How long one's answers are held.
pub async fn recall_time(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let person: PersonId = visitor.me.as_ref().ok_or(Fail::Unauthenticated)?.person.id;
    let app = &visitor.web.app;
    let seconds = posted
        .get("seconds")
        .parse()
        .unwrap_or(crate::app::recall::PRESET);
    let seconds = i64::clamp(seconds, 0, crate::app::recall::LONGEST);
    app.store.set_recall_time(person, seconds).await?;
    Ok(Redirect::to("/profile?saved=recall#recall-h").into_response())
}

/// What is to be said of what has just happened to an answer.
#[derive(Default, serde::Deserialize)]
pub struct Told {
    /// It was kept.
    kept: Option<String>,
    /// It was taken back.
    taken: Option<String>,
    /// It had gone out before it could be taken back.
    late: Option<String>,
    /// The anchor of what is to be taken up.
    quote: Option<String>,
}

impl Told {
    /// Takes up in an answer what was said there.
    pub fn quote(&self, composer: &mut Composer, history: &[Recorded<CaseEvent>]) {
        let version = self
            .quote
            .as_ref()
            .and_then(|anchor| anchor.strip_prefix('e'));
        let version = version.and_then(|version| version.parse::<i64>().ok());
        let mut all = history
            .iter()
            .filter(|recorded| Some(recorded.version) == version);
        if let Some(text) = all.find_map(|recorded| quoted(&recorded.event)) {
            composer.form.quote(text);
        }
    }

    /// The form of the case's page that came through a sign-in, as it was filled in.
    pub async fn form(
        &self,
        app: &App,
        me: &Me,
        case: CaseId,
    ) -> Result<Option<(Sort, Form)>, Fail> {
        let sort = self.kept.as_deref().and_then(Sort::parse);
        let Some(sort) = sort.filter(|_| me.proxy.is_none()) else {
            return Ok(None);
        };
        let kept = app.store.draft(me.person.id, case, sort).await?;
        Ok(kept.map(|kept| (sort, Form::from_json(&kept))))
    }

    pub fn say(&self, t: &Texts) -> String {
        let said = match (&self.kept, &self.taken, &self.late) {
            (Some(form), ..) if Sort::parse(form).is_some() => "form-kept",
            (Some(kept), ..) if kept == "shared" => "draft-shared",
            (Some(kept), ..) if kept == "unshared" => "draft-unshared",
            (Some(_), ..) => "draft-saved",
            (_, Some(_), _) => "waiting-taken",
            (.., Some(_)) => "waiting-late",
            _ => return String::new(),
        };
        t.say(said).to_owned()
    }
}

/// Why an answer was stopped, with the way to what came meanwhile.
pub fn stopped(t: &Texts, newer: &[i64]) -> Trouble {
    let n = i64::try_from(newer.len()).unwrap_or(0);
    Trouble {
        field: newer
            .first()
            .map_or("now".into(), |first| format!("e{first}")),
        text: t.count("answer-stopped", n),
    }
}

/// A note was kept: its draft is no more.
pub async fn forget_note(Staff(visitor, me): &Staff, number: &str) -> Result<(), Fail> {
    let app = &visitor.web.app;
    let number = shown::parse_number(number).ok_or(Fail::NotFound)?;
    if let Ok(case) = app.case(&me.actor, number).await {
        let forgotten = app.store.forget_draft(me.person.id, case.id, Sort::Note);
        forgotten.await?;
    }
    Ok(())
}

/// How long answers can be held, to choose from.
pub fn times(t: &Texts, chosen: i64) -> Vec<Pick> {
    let mut all = vec![0, 5, 10, 20, 30, crate::app::recall::LONGEST];
    if !all.contains(&chosen) {
        all.push(chosen);
        all.sort_unstable();
    }
    let one = |seconds: i64| {
        let label = match seconds {
            0 => t.say("recall-none").to_owned(),
            n => t.count("recall-n", n),
        };
        pick(&seconds.to_string(), &label, &chosen.to_string())
    };
    all.into_iter().map(one).collect()
}
