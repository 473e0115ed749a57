//! Inviting a customer (L2): a link of their own, with the text that goes with it into a mail.

use domain::{
    desk::session::SessionRules,
    event::Recorded,
    session::{SessionEvent, Way},
};
use store::sessions::StoredSession;

use super::super::{Line as Reached, visitor::Visitor};

/// An invitation as the host sees it.
pub struct Invitation {
    pub link: String,
    /// Opens the agent's own mail program; empty where it goes another way.
    pub mailto: String,
    /// It went out from the desk.
    pub sent: bool,
}

/// Where this installation's pages are.
fn base(visitor: &Visitor) -> String {
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

/// Subject and body, in the language of who invites.
pub fn words(visitor: &Visitor, stored: &StoredSession, token: &str) -> (String, String) {
    let app = &visitor.web.app;
    app.invitation_words(&visitor.texts, &base(visitor), stored, token)
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
    /// The invitation of this name, as it was made.
    pub fn of(
        visitor: &Visitor,
        stored: &StoredSession,
        events: &[Recorded<SessionEvent>],
        name: &str,
    ) -> Self {
        let token = visitor.web.app.session_token(stored.id, name);
        let latest = events.iter().rev().find_map(|one| match &one.event {
            SessionEvent::Invited { way, to, .. } => Some((*way, to.as_str().to_owned())),
            _ => None,
        });
        let (way, to) = latest.unwrap_or((Way::Link, String::new()));
        let (subject, body) = words(visitor, stored, &token);
        Self {
            link: format!("{}/sessions/join/{token}", base(visitor)),
            mailto: match way {
                Way::OwnMail => mailto(&to, &subject, &body),
                _ => String::new(),
            },
            sent: way == Way::Mail,
        }
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
