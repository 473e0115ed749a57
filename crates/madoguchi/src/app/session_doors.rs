//! The ways into a live session (L2): by number and passcode, by link, and for agents by number alone. Whatever does not open
//! anything answers alike, so that nobody learns which numbers live.

use domain::{
    Actor, Language, SessionId,
    directory::Person,
    session::{self, Arrival, Command, Refused, Seat, Way},
};
use store::sessions::{Besides, StoredSession, move_seat};

use super::{App, Fail, passwords, sessions::agent};
use crate::{
    mail::Address,
    texts::{self, Texts},
};

/// Somebody is in: the session, and the secret that their browser holds the seat by.
pub struct In {
    pub id: SessionId,
    pub secret: String,
}

/// Why a door did not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shut {
    /// Unknown, wrong, or closed: the same.
    Wrong,
    /// Somebody is in by this link just now.
    InUse,
    Refused(Refused),
}

/// Nine digits as people type them: in groups, in full width.
pub fn digits(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => c.is_ascii_digit().then_some(c),
    };
    text.chars().filter_map(narrow).collect()
}

impl App {
    /// By number and passcode. Each miss is counted, in one write with the version that was read: of many at once none is lost.
    pub async fn join_by_number(
        &self,
        number: &str,
        passcode: &str,
        arrival: Arrival,
    ) -> Result<Result<In, Shut>, Fail> {
        let Ok(number) = digits(number).parse::<u32>() else {
            return Ok(Err(Shut::Wrong));
        };
        let Some(id) = self.store.session_by_number(number).await? else {
            return Ok(Err(Shut::Wrong));
        };
        let Some(stored) = self.store.session(id).await? else {
            return Ok(Err(Shut::Wrong));
        };
        let typed = self.passcode_digest(id, &digits(passcode));
        let right = stored.passcode.as_deref().is_some_and(|kept| {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            passwords::same(&text(kept), &text(&typed))
        });
        let (by, typed) = (session::Actor::Arriving, Command::TypeNumber { right });
        let done = self
            .change_session(id, by, &typed, &Besides::default())
            .await?;
        match done {
            Ok(_) if right => self.arrive(id, arrival, None).await,
            Ok(_) | Err(Refused::NumberClosed | Refused::Ended) => Ok(Err(Shut::Wrong)),
            Err(refused) => Ok(Err(Shut::Refused(refused))),
        }
    }

    /// By a link, which holds one seat: who comes again by it has the same one, unless somebody sits there.
    pub async fn join_by_link(
        &self,
        token: &str,
        arrival: Arrival,
    ) -> Result<Result<In, Shut>, Fail> {
        let Some((id, held)) = self.store.session_link(token).await? else {
            return Ok(Err(Shut::Wrong));
        };
        let Some(stored) = self.store.session(id).await? else {
            return Ok(Err(Shut::Wrong));
        };
        let sits = held.and_then(|seat| stored.session.participants.get(&seat));
        match sits {
            Some(p) if matches!(p.presence, session::Presence::Away(_)) => {
                self.move_in(id, p.seat).await.map(Ok)
            }
            Some(p) if p.holds_seat() => Ok(Err(Shut::InUse)),
            _ => self.arrive(id, arrival, Some(token)).await,
        }
    }

    async fn move_in(&self, id: SessionId, seat: Seat) -> Result<In, Fail> {
        let secret = passwords::fresh_secret();
        let list = vec![move_seat(id, seat, &secret)];
        self.store.add(list).await?;
        let come = Command::ComeBack(seat);
        let (by, besides) = (session::Actor::System, Besides::default());
        let _ = self.change_session(id, by, &come, &besides).await?;
        Ok(In { id, secret })
    }

    async fn arrive(
        &self,
        id: SessionId,
        arrival: Arrival,
        link: Option<&str>,
    ) -> Result<Result<In, Shut>, Fail> {
        let secret = passwords::fresh_secret();
        let besides = Besides {
            secret: Some(&secret),
            link,
            ..Besides::default()
        };
        let (by, join) = (session::Actor::Arriving, Command::Join(arrival));
        Ok(match self.change_session(id, by, &join, &besides).await? {
            Ok(_) => Ok(In { id, secret }),
            Err(Refused::Ended) => Err(Shut::Wrong),
            Err(refused) => Err(Shut::Refused(refused)),
        })
    }

    /// An agent by number (L5).
    pub async fn assist_session(
        &self,
        actor: &Actor,
        name: &str,
        number: &str,
        voice: bool,
    ) -> Result<Result<SessionId, Shut>, Fail> {
        let (_, by) = agent(actor)?;
        let number = digits(number).parse::<u32>().ok();
        let found = match number {
            Some(number) => self.store.session_by_number(number).await?,
            None => None,
        };
        let Some(id) = found else {
            return Ok(Err(Shut::Wrong));
        };
        let name = name.to_owned();
        let come = Command::Assist { name, voice };
        let done = self
            .change_session(id, by, &come, &Besides::default())
            .await?;
        Ok(match done {
            Ok(_) => Ok(id),
            Err(Refused::Ended) => Err(Shut::Wrong),
            Err(refused) => Err(Shut::Refused(refused)),
        })
    }

    /// An invitation of a customer: a link of its own, which the host may see again by its name.
    pub async fn invite_to_session(
        &self,
        actor: &Actor,
        id: SessionId,
        way: Way,
        to: &str,
    ) -> Result<Result<String, Refused>, Fail> {
        let name = passwords::hex(&store::random::<8>());
        let done = self.invite_by(actor, id, way, to, &name, Besides::default());
        Ok(done.await?.map(|()| name))
    }

    /// The same by a name for the link.
    pub async fn invite_by(
        &self,
        actor: &Actor,
        id: SessionId,
        way: Way,
        to: &str,
        name: &str,
        besides: Besides<'_>,
    ) -> Result<Result<(), Refused>, Fail> {
        let (_, by) = agent(actor)?;
        let token = self.session_token(id, name);
        let besides = Besides {
            invites: Some(&token),
            ..besides
        };
        let (agent, to) = (false, to.to_owned());
        let invite = Command::Invite { way, agent, to };
        let done = self.change_session(id, by, &invite, &besides).await?;
        Ok(done.map(|_| ()))
    }

    /// The language of an invitation to this address: that of the contact of its case, where it goes to them, else this one.
    pub async fn invitation_language(
        &self,
        stored: &StoredSession,
        to: &str,
        otherwise: &Language,
    ) -> Result<Language, Fail> {
        let case = match stored.session.case {
            Some(case) => self.store.case_by_id(case).await?,
            None => None,
        };
        let contact = match case {
            Some(case) => self.store.person(case.case.contact).await?,
            None => None,
        };
        let theirs = contact.map(|contact| contact.profile);
        let theirs = theirs.filter(|one| one.email.as_str().eq_ignore_ascii_case(to));
        Ok(theirs.map_or_else(|| otherwise.clone(), |one| one.language))
    }

    /// Subject and body of an invitation, in a language.
    pub fn invitation_words(
        &self,
        t: &Texts,
        base: &str,
        stored: &StoredSession,
        token: &str,
    ) -> (String, String) {
        let (desk, _) = self.desks.current();
        let vendor = desk.text("vendor").unwrap_or(&desk.name);
        let subject = t.one("session-mail-subject", "vendor", t.desk(vendor));
        let body = t.with(
            "session-mail-body",
            [
                ("link", format!("{base}/sessions/join/{token}").into()),
                ("page", format!("{base}/sessions/join").into()),
                ("number", session::grouped(stored.session.number).into()),
                ("passcode", self.passcode(stored).unwrap_or_default().into()),
                ("vendor", t.desk(vendor).into()),
            ],
        );
        (subject, body)
    }

    /// Subject and body for a colleague who is asked to come, in their language. They join signed in: nothing in it opens anything.
    pub fn colleague_words(
        &self,
        language: &Language,
        base: &str,
        stored: &StoredSession,
        host: &str,
    ) -> (String, String) {
        let zone = self.desks.current().0.time_zone.clone();
        let t = Texts::new(texts::load(), language, zone);
        let number = session::grouped(stored.session.number);
        let subject = t.one("session-agent-mail-subject", "number", number.as_str());
        let body = t.with(
            "session-agent-mail-body",
            [
                ("host", host.into()),
                ("number", number.as_str().into()),
                (
                    "link",
                    format!("{base}/staff/sessions/{}", stored.id).into(),
                ),
            ],
        );
        (subject, body)
    }

    /// Writes to a colleague who is asked to come (L2).
    pub async fn mail_colleague(
        &self,
        person: &Person,
        base: &str,
        stored: &StoredSession,
        host: &str,
    ) -> Result<(), Fail> {
        let (language, email) = (&person.profile.language, person.profile.email.as_str());
        let (subject, body) = self.colleague_words(language, base, stored, host);
        self.mail_invitation(email, language, subject, body).await
    }

    /// The secret part of the link that has this name.
    pub fn session_token(&self, id: SessionId, name: &str) -> String {
        passwords::keyed(self.secret(), "session-link", &format!("{id} {name}"))
    }

    /// Sends an invitation from the desk (L2).
    pub async fn mail_invitation(
        &self,
        email: &str,
        language: &Language,
        subject: String,
        body: String,
    ) -> Result<(), Fail> {
        let to = Address {
            name: String::new(),
            email: email.to_owned(),
        };
        self.write_to(to, language, "", |_, _| (subject, body))
            .await
    }
}
