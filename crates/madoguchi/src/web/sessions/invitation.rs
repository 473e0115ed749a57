//! Inviting a customer (L2): a link of their own, with the text that goes with it into a mail.

use domain::{
    SessionId,
    desk::session::SessionRules,
    event::Recorded,
    session::{SessionEvent, Way},
};
use store::{cases::StoredCase, sessions::StoredSession};

use super::{
    super::{
        Line as Reached,
        visitor::{Me, Visitor},
    },
    said_no,
};
use crate::{app::Fail, texts::Texts};

/// An invitation as the host sees it.
pub struct Invitation {
    pub link: String,
    /// Opens the agent's own mail program; empty where it goes another way.
    pub mailto: String,
    /// It went out from the desk.
    pub sent: bool,
    /// Of the catalogue: who the link is for.
    pub hint: &'static str,
}

/// Where this installation's pages are.
pub(super) fn base(visitor: &Visitor) -> String {
    let web = &visitor.web;
    if let Some(mailing) = &web.app.mailing {
        return mailing.base.clone();
    }
    let host = visitor.headers().get(axum::http::header::HOST);
    let host = host
        .and_then(|host| host.to_str().ok())
        .unwrap_or("localhost");
    match web.line {
        Reached::Tls => format!("https://{host}"),
        Reached::Loopback | Reached::Open => format!("http://{host}"),
    }
}

/// Where a case's contact is written to; nothing of one who has left.
pub async fn contact_of(visitor: &Visitor, case: &StoredCase) -> Result<Option<String>, Fail> {
    let contact = visitor.web.app.store.person(case.case.contact).await?;
    Ok(contact.map(|contact| contact.profile.email.as_str().to_owned()))
}

/// The texts of an invitation: in the language of the contact of its case, where it goes to them, else in that of who invites.
async fn texts_for(visitor: &Visitor, stored: &StoredSession, to: &str) -> Result<Texts, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let language = app.invitation_language(stored, to, &t.language).await?;
    Ok(match language == t.language {
        true => t.clone(),
        false => Texts::new(visitor.web.catalogues, &language, t.zone.clone()),
    })
}

/// Makes one, and sends it where the desk is to; gives its name.
pub async fn make(
    visitor: &Visitor,
    me: &Me,
    id: SessionId,
    way: Way,
    to: &str,
) -> Result<String, Fail> {
    let app = &visitor.web.app;
    let done = app.invite_to_session(&me.actor, id, way, to).await?;
    let name = done.map_err(|refused| said_no(visitor, &refused))?;
    if way == Way::Mail {
        let stored = app.store.session(id).await?.ok_or(Fail::NotFound)?;
        let t = texts_for(visitor, &stored, to).await?;
        let token = app.session_token(id, &name);
        let (subject, body) = app.invitation_words(&t, &base(visitor), &stored, &token);
        app.mail_invitation(to, &t.language, subject, body).await?;
    }
    Ok(name)
}

/// An address that mail programs understand: all that is not plain is encoded, lines end as in mails.
pub fn mailto(to: &str, subject: &str, body: &str) -> String {
    let lines = body.replace("\r\n", "\n").replace('\n', "\r\n");
    let (to, subject, body) = (encoded(to), encoded(subject), encoded(&lines));
    format!("mailto:{to}?subject={subject}&body={body}")
}

fn encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(one).collect()
}

impl Invitation {
    /// The invitation of this name, as it was made; nothing where there is none.
    pub async fn of(
        visitor: &Visitor,
        stored: &StoredSession,
        events: &[Recorded<SessionEvent>],
        name: &str,
    ) -> Result<Option<Self>, Fail> {
        let app = &visitor.web.app;
        let token = app.session_token(stored.id, name);
        if app.store.session_link(&token).await?.is_none() {
            return Ok(None);
        }
        // From before that was kept, the latest.
        let said = app.store.invited_at(&token).await?;
        let mut named = events
            .iter()
            .rev()
            .filter(|one| said.is_none_or(|said| one.version == said));
        let found = named.find_map(|one| match &one.event {
            SessionEvent::Invited { way, to, .. } => Some((*way, to.as_str().to_owned())),
            _ => None,
        });
        let (way, to) = found.unwrap_or((Way::Link, String::new()));
        let t = texts_for(visitor, stored, &to).await?;
        let (subject, body) = app.invitation_words(&t, &base(visitor), stored, &token);
        Ok(Some(Self {
            link: format!("{}/sessions/join/{token}", base(visitor)),
            mailto: match way {
                Way::OwnMail => mailto(&to, &subject, &body),
                _ => String::new(),
            },
            sent: way == Way::Mail,
            hint: "session-link-hint",
        }))
    }
}

/// The way by which a session begins with an invitation: as the desk presets it, without an address by a link where nobody's own
/// program asks for one.
pub fn way_at_start(rules: &SessionRules, mails: bool, to: &str) -> Way {
    match (rules.own_mail || !mails, to.is_empty()) {
        (true, _) => Way::OwnMail,
        (false, true) => Way::Link,
        (false, false) => Way::Mail,
    }
}

/// The way that is chosen first.
pub fn preset(rules: &SessionRules) -> &'static str {
    if rules.own_mail { "own-mail" } else { "mail" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l2_r6_a_mail_program_gets_japanese_and_lines_as_they_are() {
        let made = mailto("tanaka@example.co.jp", "セッション", "1行目\n2行目 & more");
        assert_eq!(
            made,
            "mailto:tanaka@example.co.jp?subject=%E3%82%BB%E3%83%83%E3%82%B7%E3%83%A7%E3%83%B3\
             &body=1%E8%A1%8C%E7%9B%AE%0D%0A2%E8%A1%8C%E7%9B%AE%20%26%20more"
        );
        // Nothing typed as an address adds another field.
        assert!(!mailto("a@b.example?bcc=x@y.example", "s", "b").contains("?bcc"));
    }
}
