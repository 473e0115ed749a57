//! What mails about an incident say: put together when they go, as their reader may know it then. The texts name what others name
//! of a case: number, subject, how it stands, and where to read on.

use domain::{
    IncidentId, Language,
    access::Scope,
    directory::Person,
    event::By,
    incident::{Incident, Update},
    notice::Occasion,
};
use store::mails::{Mail, Reader};

use super::{App, Fail, in_language};
use crate::{
    app::{mails::addressed, passwords},
    mail::{
        Letter, Mailing,
        templates::{CaseFacts, Facts, MessageFacts, SurveyFacts},
        written,
    },
    texts::{self, Texts},
};

impl App {
    /// The letter of a mail about an incident; nothing where it is not for its reader any more.
    pub(in crate::app) async fn incident_letter(
        &self,
        mailing: &Mailing,
        mail: &Mail,
        id: IncidentId,
    ) -> Result<Option<Letter>, Fail> {
        let Some(stored) = self.store.incident_by_id(id).await? else {
            return Ok(None);
        };
        let incident = &stored.incident;
        let occasion = mail.occasions.iter().map(|(_, occasion)| *occasion).max();
        let Some(occasion) = occasion else {
            return Ok(None);
        };
        // That it was a mistake is for whoever was told of it, though it is there for them no more. Nothing else is.
        let taken_back = occasion == Occasion::IncidentCancelled;
        let (reader, language) = match &mail.reader {
            Reader::Person(id) => match self.store.person(*id).await? {
                Some(person)
                    if (taken_back && self.acting(&person, None).await?.is_some()
                        || self.hears_of(&person, incident).await?)
                        && self.wants(*id, mail, None).await? =>
                {
                    let language = person.profile.language.clone();
                    (Some(person), language)
                }
                _ => return Ok(None),
            },
            Reader::Address(_) if taken_back => {
                let first = self.desk_of(Some(incident)).languages.first().cloned();
                (None, first.unwrap_or_else(|| Language::new("ja")))
            }
            Reader::Address(address) => match self.copied_in(incident, address).await? {
                Some(language) => (None, language),
                None => return Ok(None),
            },
        };
        let zone = match &reader {
            Some(reader) => texts::zone(&reader.profile.time_zone),
            None => self.desks.current().0.time_zone.clone(),
        };
        let t = Texts::new(texts::load(), &language, zone);
        let facts = self.incident_facts(mailing, mail, incident, reader.as_ref(), &t);
        let facts = facts.await?;
        let (subject, said) = self.mail_said(occasion, t.lang(), &facts).await?;
        let thread = passwords::keyed(self.secret(), "thread", &incident.id.to_string());
        Ok(Some(Letter {
            to: addressed(mail, reader.as_ref()),
            language: t.lang().to_owned(),
            subject,
            said,
            message_id: mail.message_id.clone(),
            thread: format!("{thread}@{}", mailing.host()),
            calendars: Vec::new(),
        }))
    }

    /// Whether this person may know of the incident by now, for whichever company they act.
    async fn hears_of(&self, person: &Person, incident: &Incident) -> Result<bool, Fail> {
        let Some(home) = person.home() else {
            return Ok(self.acting(person, None).await?.is_some());
        };
        let others = self.acts_for(person).await?.into_iter();
        let accounts = std::iter::once(home).chain(others.map(|(account, _)| account));
        for account in accounts {
            let Some(acting) = self.acting_in(person, account).await? else {
                continue;
            };
            let reader = self.incident_reader(&acting.actor).await?;
            let found = self.store.incident(&reader, incident.number).await?;
            if found.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The language in which an address that is nobody's we know is written to: that of the case which has it in copy still.
    async fn copied_in(
        &self,
        incident: &Incident,
        address: &str,
    ) -> Result<Option<Language>, Fail> {
        let cases = self.store.gathered_cases(&Scope::System, incident.id);
        for stored in cases.await? {
            let stands = stored.case.copied().any(|copy| copy.as_str() == address);
            if stands && !self.store.is_restricted(stored.case.account).await? {
                let contact = self.store.person(stored.case.contact).await?;
                let language = contact.map(|contact| contact.profile.language);
                return Ok(Some(language.unwrap_or_else(|| Language::new("ja"))));
            }
        }
        Ok(None)
    }

    async fn incident_facts(
        &self,
        mailing: &Mailing,
        mail: &Mail,
        incident: &Incident,
        reader: Option<&Person>,
        t: &Texts,
    ) -> Result<Facts, Fail> {
        let desk = self.desk_of(Some(incident));
        let rule = desk.incident.as_ref();
        let phase = rule.map(|rule| rule.phase(incident.phase));
        let severity = rule.and_then(|rule| rule.severity(&incident.affected.severity));
        let staff = reader.is_some_and(|reader| reader.home().is_none());
        let way = if staff { "/staff" } else { "" };
        let vendor = desk.text("vendor").unwrap_or(&desk.name);
        let company = match reader.and_then(Person::home) {
            Some(home) => self.store.account_name(home).await?,
            None => None,
        };
        let title = in_language(&t.language, &incident.title);
        let people = self.store.incident_people(incident, &[]).await?;
        let of_mail = |update: &&Update| {
            let mut occasions = mail.occasions.iter();
            occasions.any(|(version, _)| *version == update.version)
        };
        let mut told: Vec<&Update> = incident.updates.iter().filter(of_mail).collect();
        // Whoever comes to it later reads how it stands.
        if told.is_empty() && !incident.is_cancelled() {
            told.extend(incident.updates.last());
        }
        let said = |update: &Update| MessageFacts {
            who: match update.by {
                By::Person(id) => people.get(&id).map_or(String::new(), |p| p.profile.name()),
                By::System => String::new(),
            },
            role: t.say("role-support").to_owned(),
            at: t.long_time(update.at),
            text: written(in_language(&t.language, &update.texts).map_or("", |(_, text)| text)),
        };
        Ok(Facts {
            reader: match reader {
                Some(reader) => reader.profile.name(),
                None => t.say("mail-reader-unknown").to_owned(),
            },
            company: company.map_or(String::new(), |name| t.either(&name).to_owned()),
            vendor: t.desk(vendor).to_owned(),
            survey: SurveyFacts::default(),
            case: CaseFacts {
                number: texts::incident_number(desk, incident.number),
                subject: title.map_or(String::new(), |(_, title)| title.to_owned()),
                severity: severity.map_or(String::new(), |s| t.desk(&s.label).to_owned()),
                status: phase.map_or(String::new(), |phase| t.desk(&phase.label).to_owned()),
                turn: String::new(),
                next: phase.map_or(String::new(), |phase| t.desk(&phase.next).to_owned()),
                closes: String::new(),
                due: match (incident.promised, &incident.cause) {
                    (Some(promised), _) => t.long_time(promised.at),
                    (None, Some(cause)) => t.civil_day(&cause.due_on.to_string()),
                    (None, None) => String::new(),
                },
                state: String::new(),
                escalation: String::new(),
                conference: String::new(),
                mute: String::new(),
                // Who is known by an address alone has no page to go to.
                link: match reader {
                    Some(_) if incident.is_cancelled() && !staff => mailing.base.clone(),
                    Some(_) => format!("{}{way}/incidents/{}", mailing.base, incident.number),
                    None => String::new(),
                },
            },
            messages: told.into_iter().map(said).collect(),
        })
    }
}
