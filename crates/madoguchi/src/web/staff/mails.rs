//! Mail, for administrators: what waits, what did not get through, and the texts.

use askama::Template;
use axum::{extract::Path, response::Response};
use domain::{Language, audit::AuditEvent, notice::Occasion};
use store::{
    letters,
    mails::{About, Mail, MailText},
};

use super::super::{
    frame::{Frame, Here, shown},
    listing::ViewLink,
    posted::Posted,
    shown as words,
    visitor::{Me, Staff, Visitor},
};
use crate::{
    app::Fail,
    mail::templates::{self, BadText},
    texts::{Texts, incident_number},
};

/// Rows of each list.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "staff/mails.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    on: bool,
    done: String,
    waiting: Vec<Row>,
    given_up: Vec<Row>,
    texts: Vec<TextRow>,
}

struct Row {
    id: String,
    number: String,
    to: String,
    about: String,
    when: String,
    tries: String,
    error: String,
}

/// One occasion, with its text in each language.
struct TextRow {
    occasion: &'static str,
    label: &'static str,
    languages: Vec<TextLink>,
}

struct TextLink {
    language: String,
    label: &'static str,
    changed: bool,
}

fn only_administrators(me: &Me) -> Result<(), Fail> {
    match me.actor.administers() {
        true => Ok(()),
        false => Err(Fail::NotFound),
    }
}

fn occasion_name(t: &Texts, occasion: Occasion) -> &'static str {
    t.say(&format!("occasion-{}", occasion.as_str()))
}

fn language_name(t: &Texts, language: &Language) -> &'static str {
    t.say(&format!("in-{}", language.as_str()))
}

async fn row(visitor: &Visitor, mail: &Mail) -> Result<Row, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let number = match mail.about {
        About::Case(id) => {
            let case = app.store.case_by_id(id).await?;
            case.map(|case| words::number(app.desks.of(case.case.desk_version), case.number))
        }
        About::Incident(id) => {
            let found = app.store.incident_by_id(id).await?;
            let incident = found.map(|found| found.incident);
            incident.map(|one| incident_number(app.desk_of(Some(&one)), one.number))
        }
    };
    let loudest = mail.occasions.iter().map(|(_, occasion)| *occasion).max();
    Ok(Row {
        id: mail.id.to_string(),
        number: number.unwrap_or_default(),
        to: mail.address.clone(),
        about: loudest
            .map_or("", |occasion| occasion_name(t, occasion))
            .to_owned(),
        when: t.long_time(mail.due_at),
        tries: t.number(mail.attempts),
        error: mail.error.clone().unwrap_or_default(),
    })
}

/// What names a letter in forms.
const LETTER: &str = "letter-";

/// A letter that is about no case: what it is about stands in its subject.
fn letter_row(t: &Texts, letter: letters::Kept) -> Row {
    Row {
        id: format!("{LETTER}{}", letter.id),
        number: String::new(),
        to: letter.draft.address,
        about: letter.draft.subject,
        when: t.long_time(letter.due_at),
        tries: t.number(letter.attempts),
        error: letter.error.unwrap_or_default(),
    }
}

async fn show(visitor: &Visitor, me: &Me, done: &str) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let mails = app.store.unsent_mails(MOST).await?;
    let letters = app.store.unsent_letters(MOST).await?;
    let mut rows = [Vec::new(), Vec::new()];
    for (rows, (mails, letters)) in rows.iter_mut().zip(mails.into_iter().zip(letters)) {
        for mail in &mails {
            rows.push(row(visitor, mail).await?);
        }
        rows.extend(letters.into_iter().map(|letter| letter_row(t, letter)));
    }
    let [waiting, given_up] = rows;
    let mut all = Vec::new();
    for occasion in Occasion::ALL {
        let mut languages = Vec::new();
        for language in visitor.web.catalogues.languages() {
            let changed = app.store.mail_text(occasion, language.as_str()).await?;
            languages.push(TextLink {
                language: language.as_str().to_owned(),
                label: language_name(t, language),
                changed: changed.is_some(),
            });
        }
        all.push(TextRow {
            occasion: occasion.as_str(),
            label: occasion_name(t, occasion),
            languages,
        });
    }
    shown(&Page {
        views: super::rail_for(visitor, me).await?,
        on: app.mailing.is_some(),
        done: done.to_owned(),
        waiting,
        given_up,
        texts: all,
        f: Frame::new(visitor, Here::Mails, t.say("mails-title")).await?,
    })
}

pub async fn page(Staff(visitor, me): Staff) -> Result<Response, Fail> {
    only_administrators(&me)?;
    show(&visitor, &me, "").await
}

/// One that was given up is sent once more, or all of them are.
pub async fn again(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    only_administrators(&me)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (store, now) = (&app.store, app.now());
    if posted.has("all") {
        let mails = store.revive_mails(now).await?;
        let all = mails + store.revive_letters(None, now).await?;
        let all = i64::try_from(all).unwrap_or(i64::MAX);
        return show(&visitor, &me, &t.count("mails-all-revived", all)).await;
    }
    let (mail, letter) = match posted.get("mail").strip_prefix(LETTER) {
        Some(letter) => (None, letter.parse().ok()),
        None => (posted.get("mail").parse().ok(), None),
    };
    let revived = match (mail, letter) {
        (Some(id), _) => store.revive_mail(id, now).await?,
        (None, Some(id)) => store.revive_letters(Some(id), now).await? > 0,
        (None, None) => return Err(Fail::NotFound),
    };
    match revived {
        true => show(&visitor, &me, t.say("mails-revived")).await,
        false => Err(Fail::NotFound),
    }
}

#[derive(Template)]
#[template(path = "staff/mail_text.html")]
struct TextPage {
    f: Frame,
    views: Vec<ViewLink>,
    action: String,
    language: String,
    subject: String,
    body: String,
    changed: bool,
    done: &'static str,
    /// What is wrong with the text.
    wrong: String,
    samples: Vec<Sample>,
}

/// The text as one reader would get it.
struct Sample {
    whose: &'static str,
    subject: String,
    text: String,
}

/// Which text an address means; only what there is.
fn meant(visitor: &Visitor, occasion: &str, language: &str) -> Result<(Occasion, Language), Fail> {
    let mut languages = visitor.web.catalogues.languages();
    let language = languages.find(|known| known.as_str() == language);
    let occasion = Occasion::parse(occasion);
    occasion.zip(language.cloned()).ok_or(Fail::NotFound)
}

struct Entered {
    text: MailText,
    done: &'static str,
    wrong: String,
}

async fn show_text(
    visitor: &Visitor,
    me: &Me,
    (occasion, language): (Occasion, Language),
    entered: Entered,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let tag = language.as_str();
    let mut samples = Vec::new();
    if entered.wrong.is_empty() {
        for (whose, facts) in templates::samples(tag) {
            if let Ok((subject, text)) = templates::filled(&entered.text, tag, &facts) {
                samples.push(Sample {
                    whose: t.say(whose),
                    subject,
                    text,
                });
            }
        }
    }
    let changed = app.store.mail_text(occasion, tag).await?.is_some();
    let title = t.with(
        "mails-text-title",
        [
            ("occasion", occasion_name(t, occasion).into()),
            ("language", language_name(t, &language).into()),
        ],
    );
    let f = Frame::new(visitor, Here::Mails, title).await?;
    shown(&TextPage {
        views: super::rail_for(visitor, me).await?,
        action: format!("/staff/mails/{}/{tag}", occasion.as_str()),
        language: tag.to_owned(),
        changed,
        done: entered.done,
        samples,
        subject: entered.text.subject,
        body: entered.text.body,
        f: f.troubled(!entered.wrong.is_empty()),
        wrong: entered.wrong,
    })
}

pub async fn text(
    Staff(visitor, me): Staff,
    Path((occasion, language)): Path<(String, String)>,
) -> Result<Response, Fail> {
    only_administrators(&me)?;
    let meant = meant(&visitor, &occasion, &language)?;
    let tag = meant.1.as_str();
    let changed = visitor.web.app.store.mail_text(meant.0, tag).await?;
    let text = changed.unwrap_or_else(|| templates::own(meant.0, tag));
    let entered = Entered {
        text,
        done: "",
        wrong: String::new(),
    };
    show_text(&visitor, &me, meant, entered).await
}

/// Looks at a text on sample data, keeps it, or takes it back.
pub async fn put_text(
    Staff(visitor, me): Staff,
    Path((occasion, language)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    only_administrators(&me)?;
    let meant = meant(&visitor, &occasion, &language)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (tag, by, now) = (meant.1.as_str(), me.person.id, app.now());
    let changed = |restored| AuditEvent::MailTextChanged {
        occasion: occasion.clone(),
        language: Language::new(tag),
        restored,
        from: visitor.from(),
    };
    if posted.has("_reset") {
        visitor.note(changed(true)).await?;
        app.store.set_mail_text(meant.0, tag, None, by, now).await?;
        let entered = Entered {
            text: templates::own(meant.0, tag),
            done: t.say("mails-text-restored"),
            wrong: String::new(),
        };
        return show_text(&visitor, &me, meant, entered).await;
    }
    let text = MailText {
        subject: posted.get("subject").trim().to_owned(),
        body: posted.get("body").replace("\r\n", "\n"),
    };
    let wrong = wrong(t, &text, tag);
    let mut done = "";
    if wrong.is_empty() && !posted.has("_preview") {
        visitor.note(changed(false)).await?;
        app.store
            .set_mail_text(meant.0, tag, Some(&text), by, now)
            .await?;
        done = t.say("mails-text-saved");
    }
    show_text(&visitor, &me, meant, Entered { text, done, wrong }).await
}

/// Why a text cannot be sent; empty where it can.
fn wrong(t: &Texts, text: &MailText, language: &str) -> String {
    if text.subject.is_empty() || text.body.trim().is_empty() {
        return t.say("mails-text-empty").to_owned();
    }
    // A part that only some readers get has to be right as well.
    let mut tried = templates::samples(language).into_iter();
    match tried.find_map(|(_, facts)| templates::filled(text, language, &facts).err()) {
        None => String::new(),
        Some(BadText::TooLong) => t.say("mails-text-long").to_owned(),
        Some(BadText::Wrong { line, what }) => t.with(
            "mails-text-wrong",
            [("line", line.into()), ("what", what.into())],
        ),
    }
}
