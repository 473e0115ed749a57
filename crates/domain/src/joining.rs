//! Asking for an account (A1): somebody who reads the mail of a company's address asks, and the company's admin or an
//! administrator of the desk grants. The address's domain proposes the company; it opens nothing by itself.

use serde::{Deserialize, Serialize};

use crate::{
    AccountId, Actor, Level, PersonId, Prose, RequestId, case::intake, directory::Profile,
};

/// What happens to a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "kebab-case")]
pub enum RequestEvent {
    /// By somebody who has shown that they read the mail of this address.
    Asked {
        profile: Box<Profile>,
        /// The company, as they call it.
        company: Prose,
        /// What they want it for.
        note: Prose,
        /// The level that they would like (A2).
        level: String,
        /// The account that has this domain.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed: Option<AccountId>,
        /// Version of the desk whose terms were accepted.
        terms: i64,
    },
    Granted {
        account: AccountId,
        /// Who they are from now on.
        contact: PersonId,
        level: String,
    },
    Declined {
        reason: Prose,
    },
}

/// A request, a fold of its events.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub id: RequestId,
    pub version: i64,
    pub profile: Profile,
    pub company: Prose,
    pub note: Prose,
    pub level: Level,
    pub proposed: Option<AccountId>,
    pub terms: i64,
    pub state: State,
}

/// What came of it so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    Granted,
    Declined,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Granted => "granted",
            State::Declined => "declined",
        }
    }
}

/// What somebody who may decide says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Grant {
        account: AccountId,
        level: Level,
        /// A name for the new contact.
        contact: PersonId,
    },
    Decline {
        reason: String,
    },
}

/// Why something cannot be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Somebody else decides that.
    NotAllowed,
    /// It was granted or declined before.
    Settled,
    /// Who has never signed in is not designated yet (A3).
    Level,
    /// Without a reason nobody is sent away.
    NoReason,
}

impl Request {
    /// The state that a stream's events give.
    pub fn replay<'a>(
        id: RequestId,
        events: impl IntoIterator<Item = &'a RequestEvent>,
    ) -> Option<Request> {
        let mut request: Option<Request> = None;
        for event in events {
            match (event, &mut request) {
                (
                    RequestEvent::Asked {
                        profile,
                        company,
                        note,
                        level,
                        proposed,
                        terms,
                    },
                    None,
                ) => {
                    request = Some(Request {
                        id,
                        version: 1,
                        profile: (**profile).clone(),
                        company: company.clone(),
                        note: note.clone(),
                        level: Level::parse(level)?,
                        proposed: *proposed,
                        terms: *terms,
                        state: State::Waiting,
                    });
                }
                (_, Some(request)) => request.apply(event),
                (_, None) => return None,
            }
        }
        request
    }

    pub fn apply(&mut self, event: &RequestEvent) {
        self.version += 1;
        match event {
            RequestEvent::Asked { .. } => {}
            RequestEvent::Granted { .. } => self.state = State::Granted,
            RequestEvent::Declined { .. } => self.state = State::Declined,
        }
    }

    /// Whether this actor decides about it: an administrator of the desk, or the admin of the account that it is for.
    pub fn is_decided_by(&self, actor: &Actor) -> bool {
        match actor {
            Actor::Contact {
                account, access, ..
            } => access.admin && self.proposed == Some(*account),
            _ => actor.administers(),
        }
    }
}

/// What comes of it.
pub fn decide(request: &Request, command: Command, actor: &Actor) -> Result<RequestEvent, Refused> {
    if !request.is_decided_by(actor) {
        return Err(Refused::NotAllowed);
    }
    if request.state != State::Waiting {
        return Err(Refused::Settled);
    }
    match command {
        // The admin of an account lets people into that one alone.
        Command::Grant { account, .. }
            if !actor.administers() && request.proposed != Some(account) =>
        {
            Err(Refused::NotAllowed)
        }
        Command::Grant {
            level: Level::ReadWrite,
            ..
        } => Err(Refused::Level),
        Command::Grant {
            account,
            level,
            contact,
        } => Ok(RequestEvent::Granted {
            account,
            contact,
            level: level.as_str().to_owned(),
        }),
        Command::Decline { reason } => {
            let reason = intake::cleaned(&reason);
            match reason.is_empty() {
                true => Err(Refused::NoReason),
                false => Ok(RequestEvent::Declined {
                    reason: Prose::new(reason),
                }),
            }
        }
    }
}

/// The domain of an address as it is compared: exactly, in lower case; nothing is decoded, so that a look-alike stays one.
pub fn domain_of(address: &str) -> Option<String> {
    if !intake::is_address(address) || !address.is_ascii() {
        return None;
    }
    let (_, domain) = address.rsplit_once('@')?;
    Some(domain.to_ascii_lowercase())
}

/// Whether an address lies outside these domains of a company, which are in lower case; nothing is outside of none.
pub fn is_outside(address: &str, domains: &[String]) -> bool {
    let own = |domain: &String| domain_of(address).as_ref() == Some(domain);
    !domains.is_empty() && !domains.iter().any(own)
}

/// Whether a text can be the domain of a company's mail, in the form in which it is compared.
pub fn company_domain(text: &str) -> Option<String> {
    let domain = domain_of(&format!("x@{text}"))?;
    (!is_free(&domain)).then_some(domain)
}

/// A domain where anybody gets an address: it says nothing about who somebody works for.
pub fn is_free(domain: &str) -> bool {
    let below = |free: &str| {
        domain
            .strip_suffix(free)
            .is_some_and(|rest| rest.ends_with('.'))
    };
    FREE.iter().any(|free| domain == *free || below(free))
}

/// Providers of mail for everybody, in Japan and elsewhere.
pub(crate) const FREE: [&str; 52] = [
    "163.com",
    "126.com",
    "aol.com",
    "au.com",
    "biglobe.ne.jp",
    "docomo.ne.jp",
    "duck.com",
    "excite.co.jp",
    "ezweb.ne.jp",
    "fastmail.com",
    "freenet.de",
    "free.fr",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "goo.jp",
    "googlemail.com",
    "hotmail.co.jp",
    "hotmail.com",
    "hotmail.fr",
    "hushmail.com",
    "i.softbank.jp",
    "icloud.com",
    "infoseek.jp",
    "laposte.net",
    "live.com",
    "live.jp",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "nifty.com",
    "ocn.ne.jp",
    "orange.fr",
    "outlook.com",
    "outlook.jp",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rakuten.jp",
    "softbank.ne.jp",
    "t-online.de",
    "web.de",
    "ymobile.ne.jp",
    "yahoo.co.jp",
    "yahoo.com",
    "yandex.com",
    "ymail.ne.jp",
];

#[cfg(test)]
mod tests {
    use super::is_outside;

    #[test]
    fn a5_an_address_is_outside_of_domains_that_are_known_and_not_its_own() {
        let known = ["hinode.example".to_owned(), "hinode.co.jp".to_owned()];
        for (address, wanted) in [
            ("aoki@hinode.example", false),
            ("aoki@HINODE.co.jp", false),
            ("aoki@sub.hinode.example", true),
            ("aoki@hinode.example.evil.example", true),
            ("no address", true),
        ] {
            assert_eq!(is_outside(address, &known), wanted, "{address}");
        }
        assert!(!is_outside("aoki@hinode.example", &[]));
    }
}
