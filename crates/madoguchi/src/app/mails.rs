//! What mails say: put together when they go, from the case as its reader may know it then.

use std::collections::{BTreeMap, HashMap};

use domain::{
    Actor, Language, PersonId, Prose,
    case::{Case, CaseEvent, Side, Survey, asking, calling::CallMade},
    contract::Due,
    desk,
    directory::{Person, Standing},
    event::{By, Recorded},
    notice::Occasion,
};
use store::{
    cases::StoredCase,
    mails::{About, Mail, Reader},
};

use super::{
    App, Fail,
    access::Acting,
    invitations::{conference_text, is_invited},
    passwords,
};
use crate::{
    mail::{
        Address, Letter, Mailing,
        templates::{self, CaseFacts, Facts, MessageFacts, PointFacts, SurveyFacts},
        written,
    },
    texts::{self, Texts},
};

/// What those who read no case hear of it, where the desk answers by mail (A8).
const ANSWERS: [Occasion; 3] = [
    Occasion::Answered,
    Occasion::SolutionProposed,
    Occasion::InformationNeeded,
];

/// The way that mail is, in desk files.
const MAIL: &str = "mail";

/// Whom a mail goes to: whoever is known by the address that they have now, whatever it was when the mail was made.
pub(super) fn addressed(mail: &Mail, reader: Option<&Person>) -> Address {
    match reader {
        Some(reader) => Address {
            name: reader.profile.name(),
            email: reader.profile.email.as_str().to_owned(),
        },
        None => Address {
            name: String::new(),
            email: mail.address.clone(),
        },
    }
}

impl App {
    /// The letter of a mail as things stand by now; nothing where its reader may no longer see the case.
    pub async fn letter(&self, mailing: &Mailing, mail: &Mail) -> Result<Option<Letter>, Fail> {
        let case = match mail.about {
            About::Case(case) => case,
            About::Incident(incident) => {
                return self.incident_letter(mailing, mail, incident).await;
            }
        };
        let Some(stored) = self.store.case_by_id(case).await? else {
            return Ok(None);
        };
        let reader = match &mail.reader {
            Reader::Person(id) => match self.store.person(*id).await? {
                Some(person)
                    if self.may_hear(&person, mail, &stored).await?
                        && self.wants(*id, mail, Some(case)).await? =>
                {
                    Some(person)
                }
                _ => return Ok(None),
            },
            Reader::Address(address)
                if self.is_restricted(&stored).await? || self.reads_nothing(address).await? =>
            {
                return Ok(None);
            }
            // Who was taken out of copy meanwhile hears nothing further (C5).
            Reader::Address(address)
                if !is_copied(&stored, address) && !is_invited(&stored, address) =>
            {
                return Ok(None);
            }
            Reader::Address(_) => None,
        };
        // What was asked may have been answered meanwhile, or the case come back.
        let desk = self.desks.of(stored.case.desk_version);
        let asks = stored.case.survey_asked(desk, self.now()).is_some();
        let occasions = mail.occasions.iter().map(|(_, occasion)| *occasion);
        let occasions = occasions.filter(|occasion| asks || *occasion != Occasion::SurveyAsked);
        let Some(occasion) = occasions.max() else {
            return Ok(None);
        };
        let language = self.language_of(reader.as_ref(), &stored.case).await?;
        let zone = match &reader {
            Some(reader) => texts::zone(&reader.profile.time_zone),
            None => self.desks.current().0.time_zone.clone(),
        };
        let t = Texts::new(texts::load(), &language, zone);
        let facts = self
            .facts(mailing, mail, &stored, reader.as_ref(), &t)
            .await?;
        let (subject, said) = self.mail_said(occasion, t.lang(), &facts).await?;
        let calendars = self.invitations(mailing, mail, &stored, &t).await?;
        let thread = passwords::keyed(self.secret(), "thread", &stored.id.to_string());
        Ok(Some(Letter {
            to: addressed(mail, reader.as_ref()),
            language: t.lang().to_owned(),
            subject,
            said,
            message_id: mail.message_id.clone(),
            thread: format!("{thread}@{}", mailing.host()),
            calendars,
        }))
    }

    /// Whether this person may know what a mail says, as things stand by now.
    async fn may_hear(
        &self,
        person: &Person,
        mail: &Mail,
        stored: &StoredCase,
    ) -> Result<bool, Fail> {
        let acting = match person.home() {
            Some(_) => self.acting_in(person, stored.case.account).await?,
            None => self.acting(person, None).await?,
        };
        let Some(Acting { actor, .. }) = acting else {
            return Ok(false);
        };
        if let Actor::Contact { access, .. } = &actor
            && access.restricted
        {
            // Answers alone, to who asked, and only where the desk gives them by mail (A8).
            let (desk, _) = self.desks.current();
            let by_mail = desk.rules.restricted_answers.as_deref() == Some(MAIL);
            let answers = mail.occasions.iter().any(|(_, o)| ANSWERS.contains(o));
            return Ok(by_mail && answers && stored.case.contact == person.id);
        }
        // A colleague is written to as long as they are in copy (C5).
        let colleague = person.home().is_some() && person.id != stored.case.contact;
        let email = person.profile.email.as_str();
        if colleague && !is_copied(stored, email) && !is_invited(stored, email) {
            return Ok(false);
        }
        let seen = self.store.case(&actor.scope(), stored.number).await?;
        Ok(seen.is_some())
    }

    async fn is_restricted(&self, stored: &StoredCase) -> Result<bool, Fail> {
        Ok(self.store.is_restricted(stored.case.account).await?)
    }

    /// The operators' text, or ours where theirs cannot be filled in any more: a mail goes out in any case.
    pub(super) async fn mail_said(
        &self,
        occasion: Occasion,
        language: &str,
        facts: &Facts,
    ) -> Result<(String, String), Fail> {
        if let Some(text) = self.store.mail_text(occasion, language).await? {
            match templates::filled(&text, language, facts) {
                Ok(said) => return Ok(said),
                Err(error) => {
                    tracing::warn!(%error, occasion = occasion.as_str(), "an operator's mail text was left out");
                }
            }
        }
        let own = templates::own(occasion, language);
        templates::filled(&own, language, facts).map_err(Fail::broken)
    }

    /// A person's own; an address in copy reads what the case's contact reads.
    async fn language_of(&self, reader: Option<&Person>, case: &Case) -> Result<Language, Fail> {
        if let Some(reader) = reader {
            return Ok(reader.profile.language.clone());
        }
        let contact = self.store.person(case.contact).await?;
        Ok(contact.map_or_else(|| Language::new("ja"), |person| person.profile.language))
    }

    async fn facts(
        &self,
        mailing: &Mailing,
        mail: &Mail,
        stored: &StoredCase,
        reader: Option<&Person>,
        t: &Texts,
    ) -> Result<Facts, Fail> {
        let case = &stored.case;
        let desk = self.desks.of(case.desk_version);
        let staff = reader.is_some_and(|reader| matches!(reader.standing, Standing::Agent { .. }));
        let next = case.next(desk, staff).map(|words| t.desk(words));
        let due = case.due(desk);
        let number = texts::number(desk, stored.number);
        let way = if staff { "/staff/cases/" } else { "/cases/" };
        // Nobody of a restricted account has a page to go to, and what they wrote is not quoted to them.
        let restricted = self.is_restricted(stored).await? && !staff;
        // An address without an account opens no page: it gets no link, and another foot.
        let link = match (reader, restricted) {
            (None, _) => String::new(),
            (_, true) => mailing.base.clone(),
            _ => format!("{}{way}{number}", mailing.base),
        };
        let mute = match (reader, restricted) {
            (Some(_), false) => format!("{link}#mute"),
            _ => String::new(),
        };
        let asked = case.survey_asked(desk, self.now());
        let asked = asked.filter(|_| !restricted && reader.is_some_and(|r| r.id == case.contact));
        let account = self.store.account_name(case.account).await?;
        let vendor = desk.text("vendor").unwrap_or(&desk.name);
        let severity = desk.severity(&case.severity);
        Ok(Facts {
            reader: match reader {
                Some(reader) => reader.profile.name(),
                None => t.say("mail-reader-unknown").to_owned(),
            },
            company: account.map_or(String::new(), |name| t.either(&name).to_owned()),
            vendor: t.desk(vendor).to_owned(),
            survey: asked.map_or_else(SurveyFacts::default, |asked| survey(t, asked, &link)),
            case: CaseFacts {
                link,
                mute,
                number,
                escalation: escalation(t, desk, case),
                conference: self
                    .conference_said(mail, stored, reader.is_some(), t)
                    .await?,
                state: case
                    .kind_state(desk)
                    .map_or(String::new(), |state| t.desk(&state.label).to_owned()),
                subject: case.subject.as_str().to_owned(),
                severity: severity.map_or(String::new(), |s| t.desk(&s.label).to_owned()),
                status: t.status_name(desk, &case.status),
                turn: t.turn_name(case.turn).to_owned(),
                next: next.unwrap_or_default().to_owned(),
                closes: match case.closes_at(desk) {
                    Some(at) if !staff => t.long_time(at),
                    _ => String::new(),
                },
                due: match due {
                    Due::At(..) => t.due_moment(desk, due, self.now()).unwrap_or_default(),
                    _ => String::new(),
                },
            },
            messages: self.written(mail, stored, restricted, t).await?,
        })
    }

    /// What was written on the occasions of a mail, oldest first. Notes are among none of them.
    async fn written(
        &self,
        mail: &Mail,
        stored: &StoredCase,
        only_answers: bool,
        t: &Texts,
    ) -> Result<Vec<MessageFacts>, Fail> {
        let of_mail = |version: i64| {
            let mut occasions = mail.occasions.iter();
            occasions.any(|(v, o)| *v == version && (!only_answers || ANSWERS.contains(o)))
        };
        let desk = self.desks.of(stored.case.desk_version);
        let history = self.store.history(stored).await?;
        let events: Vec<_> = history.iter().filter(|e| of_mail(e.version)).collect();
        let authors = events.iter().filter_map(|recorded| match recorded.by {
            By::Person(person) => Some(person),
            By::System => None,
        });
        let people = self.store.people(authors.collect::<Vec<_>>()).await?;
        let asked = asking::texts(history.iter().map(|recorded| &recorded.event));
        let said = |recorded: &&Recorded<CaseEvent>| {
            let mut said = message(recorded, &people, &asked, desk, t)?;
            // What came with the words stands behind them, one event further.
            let with = history.iter().find(|e| e.version == recorded.version + 1);
            let with = with.and_then(|e| files(&e.event, false, t));
            said.text.extend(with.map(|files| format!("\n\n{files}")));
            Some(said)
        };
        Ok(events.iter().filter_map(said).collect())
    }
}

/// The names of files that customers may know of, with words before them or alone.
fn files(event: &CaseEvent, on_their_own: bool, t: &Texts) -> Option<String> {
    let CaseEvent::FilesAttached {
        files,
        internal: false,
        alone,
    } = event
    else {
        return None;
    };
    let names = files.iter().map(|file| match file.name.is_erased() {
        true => t.say("text-erased"),
        false => file.name.as_str(),
    });
    let names = names.collect::<Vec<_>>().join(t.say("list-separator"));
    (*alone == on_their_own).then(|| t.one("files-came", "names", names))
}

fn message(
    recorded: &Recorded<CaseEvent>,
    people: &HashMap<PersonId, Person>,
    asked: &BTreeMap<u32, &Prose>,
    desk: &desk::Desk,
    t: &Texts,
) -> Option<MessageFacts> {
    let lines;
    let (side, text) = match &recorded.event {
        CaseEvent::QuestionsAsked { questions } => {
            let each = questions.iter().map(|q| (q.id, &q.text));
            lines = Prose::new(numbered(each, None));
            (Side::Support, &lines)
        }
        CaseEvent::QuestionsAnswered { answers } => {
            let each = answers.iter().map(|answer| (answer.id, &answer.text));
            lines = Prose::new(numbered(each, Some(asked)));
            (Side::Customer, &lines)
        }
        CaseEvent::Opened(opened) => (Side::Customer, &opened.description),
        CaseEvent::MessagePosted { side, text } => (*side, text),
        CaseEvent::SeverityProposed { side, reason, .. }
        | CaseEvent::SeverityDeclined { side, reason, .. } => (*side, reason),
        CaseEvent::SeverityChanged {
            side, to, reason, ..
        } => {
            let label = desk.severity(to).map_or(to.as_str(), |s| t.desk(&s.label));
            let counts = t.one("mail-severity-counts", "severity", label);
            lines = Prose::new(match reason.as_ref().filter(|text| !text.is_erased()) {
                Some(reason) => format!("{counts}\n\n{}", reason.as_str()),
                None => counts,
            });
            (*side, &lines)
        }
        CaseEvent::ReopeningRequested { reason } => (Side::Customer, reason),
        CaseEvent::EscalationAsked { reason, .. } => (Side::Customer, reason),
        CaseEvent::EscalationAnswered { text } | CaseEvent::CalledBack { text } => {
            (Side::Support, text)
        }
        CaseEvent::CallAsked(wish) => (Side::Customer, &wish.reason),
        CaseEvent::CallMade(CallMade {
            summary: Some(text),
            ..
        }) => (Side::Support, text),
        event if conference_text(event).is_some() => conference_text(event)?,
        CaseEvent::EscalationOpened { summary, .. } => (Side::Support, summary),
        CaseEvent::EscalationFinished { text } => (Side::Support, text),
        CaseEvent::EscalationManaged { outcome, .. } => (Side::Customer, outcome),
        CaseEvent::EscalationMoved {
            text: Some(text), ..
        }
        | CaseEvent::EscalationEnded {
            text: Some(text), ..
        }
        | CaseEvent::EscalationExpected {
            reason: Some(text), ..
        } => (Side::Support, text),
        CaseEvent::ReopeningDeclined { reason } => (Side::Support, reason),
        CaseEvent::MoreHelpAsked { tried, happened } => {
            lines = Prose::new(more_help(t, tried.as_ref(), happened));
            (Side::Customer, &lines)
        }
        CaseEvent::SurveyGiven(Survey {
            comment: Some(comment),
            ..
        }) => (Side::Customer, comment),
        event @ CaseEvent::FilesAttached { .. } => {
            lines = Prose::new(files(event, true, t)?);
            (Side::Customer, &lines)
        }
        event => {
            lines = Prose::new(t.suggested(event)?);
            (Side::Support, &lines)
        }
    };
    let author = match recorded.by {
        By::Person(person) => people.get(&person),
        By::System => None,
    };
    let text = match text.is_erased() {
        true => t.say("text-erased"),
        false => text.as_str(),
    };
    let role = match side {
        Side::Customer => "role-customer",
        Side::Support => "role-support",
    };
    Some(MessageFacts {
        who: match recorded.by {
            By::Person(_) => author.map_or(String::new(), |person| person.profile.name()),
            By::System => t.say("role-system").to_owned(),
        },
        role: t.say(role).to_owned(),
        at: t.long_time(recorded.at),
        text: written(text),
    })
}

/// The number of an escalation, how far it is, the day that is expected, and who calls back by when.
fn escalation(t: &Texts, desk: &desk::Desk, case: &Case) -> String {
    let escalation = store::cases::Escalation::of(case);
    let mut lines: Vec<String> = t.escalation_of(desk, escalation).into_iter().collect();
    if let Some(one) = case.escalated.open() {
        let day = one.expected_on();
        lines.extend(day.map(|on| {
            t.one(
                "escalation-expected-day",
                "day",
                t.civil_day(&on.to_string()),
            )
        }));
        let callback = one.callback();
        lines.extend(callback.map(|c| t.one("escalation-call-by", "at", t.long_time(c.by))));
    }
    lines.extend(case.call_wish.as_ref().map(|wish| {
        let times = [
            ("from", t.long_time(wish.from).into()),
            ("until", t.long_time(wish.until).into()),
        ];
        t.with("call-wish-line", times)
    }));
    lines.join("\n")
}

/// The first question of a survey, with a link for each point.
fn survey(t: &Texts, asked: &desk::Survey, link: &str) -> SurveyFacts {
    let Some(first) = asked.questions.first() else {
        return SurveyFacts::default();
    };
    SurveyFacts {
        question: t.desk(&first.label).to_owned(),
        points: asked
            .scale()
            .map(|(point, words)| PointFacts {
                label: t.desk(words).to_owned(),
                link: format!("{link}/survey?{}={point}", first.id),
            })
            .collect(),
    }
}

/// What the customer tried and what happened, as Markdown (C14).
pub fn more_help(t: &Texts, tried: Option<&Prose>, happened: &Prose) -> String {
    let part = |key: &str, text: &Prose| {
        let text = match text.is_erased() {
            true => t.say("text-erased"),
            false => text.as_str(),
        };
        format!("**{}**\n\n{text}", t.say(key))
    };
    let tried = tried.map(|tried| part("more-help-tried", tried));
    let happened = part("more-help-happened", happened);
    tried
        .into_iter()
        .chain([happened])
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// Questions, or answers each under its question, as a list that Markdown shows as one.
fn numbered<'a>(
    each: impl Iterator<Item = (u32, &'a Prose)>,
    asked: Option<&BTreeMap<u32, &Prose>>,
) -> String {
    let line = |(id, text): (u32, &Prose)| {
        let text = text.as_str();
        match asked.and_then(|asked| asked.get(&id)) {
            Some(question) => format!("{id}. {}\n\n    {text}", question.as_str()),
            None => format!("{id}. {text}"),
        }
    };
    each.map(line).collect::<Vec<_>>().join("\n")
}

/// The address is in copy as things stand by now.
fn is_copied(stored: &StoredCase, address: &str) -> bool {
    let mut copied = stored.case.copied();
    copied.any(|known| known.as_str().eq_ignore_ascii_case(address))
}
