//! Mail, for administrators: what waits, what did not get through, and the texts.

use askama::Template;
use axum::{extract::Path, response::Response};
use domain::{Instant, Language, audit::AuditEvent, notice::Occasion};
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
    mail::{
        account_texts::{self, AccountLetter},
        templates::{self, BadText},
    },
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

/// One occasion, or letter about an account, with its text in each language.
struct TextRow {
    occasion: String,
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
    let put = app.store.texts_put().await?;
    let occasions = Occasion::ALL.map(Meant::Occasion).into_iter();
    let letters = account_texts::ALL.iter().map(Meant::Letter);
    let mut all = Vec::new();
    for meant in occasions.chain(letters) {
        let (key, mut languages) = (meant.key(), Vec::new());
        for language in visitor.web.catalogues.languages() {
            let is_it = |(name, tag): &(String, String)| *name == key && tag == language.as_str();
            languages.push(TextLink {
                language: language.as_str().to_owned(),
                label: language_name(t, language),
                changed: put.iter().any(is_it),
            });
        }
        all.push(TextRow {
            occasion: key,
            label: meant.label(t),
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
    lead: &'static str,
    /// What the text can name, and has to.
    names: String,
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

/// Subject and text, each with the key of whose they are.
type Tried = Vec<(&'static str, (String, String))>;

/// What a text is of.
#[derive(Clone, Copy)]
enum Meant {
    Occasion(Occasion),
    Letter(&'static AccountLetter),
}

impl Meant {
    fn parse(name: &str) -> Option<Self> {
        match name.strip_prefix(account_texts::PREFIX) {
            Some(letter) => account_texts::find(letter).map(Self::Letter),
            None => Occasion::parse(name).map(Self::Occasion),
        }
    }

    /// As it is named in addresses, in what is kept, and in the audit.
    fn key(self) -> String {
        match self {
            Self::Occasion(occasion) => occasion.as_str().to_owned(),
            Self::Letter(letter) => letter.key(),
        }
    }

    fn label(self, t: &Texts) -> &'static str {
        t.say(&format!("occasion-{}", self.key()))
    }

    /// The program's own text, in the language of these texts.
    fn own(self, told: &Texts) -> MailText {
        match self {
            Self::Occasion(occasion) => templates::own(occasion, told.lang()),
            Self::Letter(letter) => letter.own(told),
        }
    }

    fn names(self, t: &Texts) -> (&'static str, String) {
        let letter = match self {
            Self::Occasion(_) => {
                return (
                    t.say("mails-text-lead"),
                    t.say("mails-text-names").to_owned(),
                );
            }
            Self::Letter(letter) => letter,
        };
        let part = t.say("list-separator");
        let names: Vec<&str> = letter.names().collect();
        let names = t.one("mails-text-names-letter", "names", names.join(part));
        let needs = match letter.needs {
            [] => String::new(),
            needs => t.one("mails-text-needs", "names", needs.join(part)),
        };
        (t.say("mails-text-lead-letter"), names + &needs)
    }

    /// The text as each sort of reader would get it, with the key of whose it is; `told` has the language of the text.
    fn tried(self, text: &MailText, told: &Texts, now: Instant) -> Result<Tried, BadText> {
        match self {
            Self::Occasion(_) => templates::samples(told.lang())
                .into_iter()
                .map(|(whose, facts)| {
                    templates::filled(text, told.lang(), &facts).map(|said| (whose, said))
                })
                .collect(),
            Self::Letter(letter) => {
                let (facts, vendor) = (letter.sample(told, now), told.say("mails-sample-vendor"));
                let said = letter.filled(text, told, vendor, &facts)?;
                Ok(vec![("mails-sample-letter", said)])
            }
        }
    }
}

/// Which text an address means, and the texts of its language; only what there is.
fn meant(visitor: &Visitor, name: &str, language: &str) -> Result<(Meant, Texts), Fail> {
    let mut languages = visitor.web.catalogues.languages();
    let language = languages.find(|known| known.as_str() == language);
    let (meant, language) = Meant::parse(name).zip(language).ok_or(Fail::NotFound)?;
    let zone = visitor.texts.zone.clone();
    Ok((meant, Texts::new(visitor.web.catalogues, language, zone)))
}

struct Entered {
    text: MailText,
    done: &'static str,
    wrong: String,
}

async fn show_text(
    visitor: &Visitor,
    me: &Me,
    (meant, told): &(Meant, Texts),
    entered: Entered,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let tag = told.lang();
    let mut samples = Vec::new();
    if entered.wrong.is_empty()
        && let Ok(tried) = meant.tried(&entered.text, told, app.now())
    {
        samples.extend(tried.into_iter().map(|(whose, (subject, text))| Sample {
            whose: t.say(whose),
            subject,
            text,
        }));
    }
    let changed = app.store.text_named(&meant.key(), tag).await?.is_some();
    let title = t.with(
        "mails-text-title",
        [
            ("occasion", meant.label(t).into()),
            ("language", language_name(t, &told.language).into()),
        ],
    );
    let (lead, names) = meant.names(t);
    let f = Frame::new(visitor, Here::Mails, title).await?;
    shown(&TextPage {
        views: super::rail_for(visitor, me).await?,
        lead,
        names,
        action: format!("/staff/mails/{}/{tag}", meant.key()),
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
    Path((name, language)): Path<(String, String)>,
) -> Result<Response, Fail> {
    only_administrators(&me)?;
    let meant = meant(&visitor, &name, &language)?;
    let store = &visitor.web.app.store;
    let changed = store.text_named(&meant.0.key(), meant.1.lang()).await?;
    let text = changed.unwrap_or_else(|| meant.0.own(&meant.1));
    let entered = Entered {
        text,
        done: "",
        wrong: String::new(),
    };
    show_text(&visitor, &me, &meant, entered).await
}

/// Looks at a text on sample data, keeps it, or takes it back.
pub async fn put_text(
    Staff(visitor, me): Staff,
    Path((name, language)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    only_administrators(&me)?;
    let meant = meant(&visitor, &name, &language)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (tag, by, now) = (meant.1.lang(), me.person.id, app.now());
    let changed = |restored| AuditEvent::MailTextChanged {
        occasion: name.clone(),
        language: Language::new(tag),
        restored,
        from: visitor.from(),
    };
    if posted.has("_reset") {
        visitor.note(changed(true)).await?;
        app.store.set_text_named(&name, tag, None, by, now).await?;
        let entered = Entered {
            text: meant.0.own(&meant.1),
            done: t.say("mails-text-restored"),
            wrong: String::new(),
        };
        return show_text(&visitor, &me, &meant, entered).await;
    }
    let text = MailText {
        subject: posted.get("subject").trim().to_owned(),
        body: posted.get("body").replace("\r\n", "\n"),
    };
    let wrong = wrong(t, &text, &meant, now);
    let mut done = "";
    if wrong.is_empty() && !posted.has("_preview") {
        visitor.note(changed(false)).await?;
        app.store
            .set_text_named(&name, tag, Some(&text), by, now)
            .await?;
        done = t.say("mails-text-saved");
    }
    show_text(&visitor, &me, &meant, Entered { text, done, wrong }).await
}

/// Why a text cannot be sent; empty where it can.
fn wrong(t: &Texts, text: &MailText, (meant, told): &(Meant, Texts), now: Instant) -> String {
    if text.subject.is_empty() || text.body.trim().is_empty() {
        return t.say("mails-text-empty").to_owned();
    }
    // A part that only some readers get has to be right as well.
    match meant.tried(text, told, now) {
        Ok(_) => String::new(),
        Err(BadText::TooLong) => t.say("mails-text-long").to_owned(),
        Err(BadText::Lacks(name)) => t.one("mails-text-lacks", "name", name),
        Err(BadText::Wrong { line, what }) => t.with(
            "mails-text-wrong",
            [("line", line.into()), ("what", what.into())],
        ),
    }
}
