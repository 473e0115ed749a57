//! What somebody did that changes nothing by itself, and that one must be able to look up all the same: signing in, being
//! refused, reading what is sensitive, acting for others (O5). What changes something is in the log of what it changes.

use serde::{Deserialize, Serialize};

use crate::{AccountId, FileId, Instant, Language, PersonId, Prose, SessionId, TagId};

/// One act; who did it and when stand beside it in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "kebab-case")]
pub enum AuditEvent {
    SignedIn {
        way: SignInWay,
        from: Option<String>,
    },
    /// With which address it was tried; whether there is such a person is not said.
    SignInRefused {
        email: Prose,
        from: Option<String>,
    },
    SignedOut {
        from: Option<String>,
    },
    /// Sign-ins were ended from the list of one's own.
    SignInsEnded {
        others: bool,
        from: Option<String>,
    },
    /// A method and a path that the rules do not give this person, or that is not there for them.
    Refused {
        action: String,
        /// The account for which they acted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        acting_for: Option<AccountId>,
        from: Option<String>,
    },
    /// Something sensitive was looked at, or looked up.
    Looked {
        what: Sensitive,
        /// The account that it led to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<AccountId>,
        from: Option<String>,
    },
    /// From now on somebody acts for another account, or for their own company again (A9).
    ActsFor {
        account: Option<AccountId>,
        from: Option<String>,
    },
    /// An agent looks at the portal as a contact, because of this case (A10).
    ProxyLoginStarted {
        contact: PersonId,
        /// Number of the case.
        case: i64,
        from: Option<String>,
    },
    ProxyLoginLeft {
        contact: PersonId,
        case: i64,
        from: Option<String>,
    },
    /// A text of mails reads otherwise from now on, or as we wrote it again.
    MailTextChanged {
        occasion: String,
        language: Language,
        restored: bool,
        from: Option<String>,
    },
    /// A word that staff put on cases is called otherwise, or is read as another one from now on (K3).
    TagChanged {
        tag: TagId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        joined: Option<TagId>,
        from: Option<String>,
    },
    /// A token was used from where it does not count (V-39).
    TokenElsewhere {
        from: Option<String>,
    },
    /// Unusually many different cases were read within an hour (V-38).
    ReadMany {
        cases: i64,
        /// No more was shown: they had to show who they are, or to wait.
        stopped: bool,
        /// By a token, and not on pages.
        token: bool,
        from: Option<String>,
    },
    /// A version of software is given out from now on (B6).
    ReleasePublished {
        release: ReleasedVersion,
        from: Option<String>,
    },
    /// It is not any more.
    ReleaseWithdrawn {
        release: ReleasedVersion,
        from: Option<String>,
    },
    /// Somebody has had it.
    ReleaseFetched {
        release: ReleasedVersion,
        /// The account for which they acted; nothing for staff.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<AccountId>,
        from: Option<String>,
    },
    /// Somebody came into a live session (L2); who takes part lies in its own log.
    SessionEntered {
        session: SessionId,
        from: Option<String>,
    },
    /// Number or passcode were wrong, or let nobody in; which, is not said.
    SessionMissed {
        from: Option<String>,
    },
    /// A recording was looked at, or taken along (L8).
    RecordingRead {
        session: SessionId,
        from: Option<String>,
    },
    /// A recording was taken away before its days were over.
    RecordingErased {
        session: SessionId,
        from: Option<String>,
    },
    /// A file was looked at with the secrets in it (V-37).
    SecretsShown {
        /// Number of the case.
        case: i64,
        file: FileId,
        from: Option<String>,
    },
    /// From this seal of the log on, seals bear codes that take the operator's key to make.
    SealsKeyed {
        since: i64,
    },
    /// Rows left the house as a file.
    Exported {
        what: Sensitive,
        rows: i64,
        from: Option<String>,
    },
}

/// Which version of which software, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedVersion {
    pub product: String,
    pub name: String,
    pub version: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// How somebody showed who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignInWay {
    Password,
    /// A code in a mail, and a new password.
    Code,
    /// The secret that set-up printed.
    Setup,
    /// The demo's start page.
    Demo,
    /// A code of a device, behind the password.
    SecondFactor,
    /// A link in a mail, of somebody without an account (C20).
    Link,
}

impl SignInWay {
    pub const ALL: [SignInWay; 6] = [
        SignInWay::Password,
        SignInWay::Code,
        SignInWay::Setup,
        SignInWay::Demo,
        SignInWay::SecondFactor,
        SignInWay::Link,
    ];

    /// A name for catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            SignInWay::Password => "password",
            SignInWay::Code => "code",
            SignInWay::Setup => "setup",
            SignInWay::Demo => "demo",
            SignInWay::SecondFactor => "second-factor",
            SignInWay::Link => "link",
        }
    }
}

/// What is sensitive beside cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sensitive {
    /// The account behind a PIN.
    Pin,
    /// The audit itself.
    Audit,
    /// Who may see a case, and why.
    Readers,
    /// One's own PIN.
    OwnPin,
    /// Cases, as a list that leaves the house.
    Cases,
    /// What lets one into a conference.
    Passcode,
    /// All that the installation keeps.
    Everything,
}

impl Sensitive {
    pub const ALL: [Sensitive; 7] = [
        Sensitive::Pin,
        Sensitive::Audit,
        Sensitive::Readers,
        Sensitive::OwnPin,
        Sensitive::Cases,
        Sensitive::Passcode,
        Sensitive::Everything,
    ];

    /// A name for catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Sensitive::Pin => "pin",
            Sensitive::Audit => "audit",
            Sensitive::Readers => "readers",
            Sensitive::OwnPin => "own-pin",
            Sensitive::Cases => "cases",
            Sensitive::Passcode => "passcode",
            Sensitive::Everything => "everything",
        }
    }
}

impl AuditEvent {
    /// Where it came from, as an address of the network.
    pub fn from(&self) -> Option<&str> {
        match self {
            AuditEvent::SignedIn { from, .. }
            | AuditEvent::SignInRefused { from, .. }
            | AuditEvent::SignedOut { from }
            | AuditEvent::SignInsEnded { from, .. }
            | AuditEvent::Refused { from, .. }
            | AuditEvent::Looked { from, .. }
            | AuditEvent::ActsFor { from, .. }
            | AuditEvent::ProxyLoginStarted { from, .. }
            | AuditEvent::ProxyLoginLeft { from, .. }
            | AuditEvent::MailTextChanged { from, .. }
            | AuditEvent::TagChanged { from, .. }
            | AuditEvent::TokenElsewhere { from }
            | AuditEvent::ReadMany { from, .. }
            | AuditEvent::ReleasePublished { from, .. }
            | AuditEvent::ReleaseWithdrawn { from, .. }
            | AuditEvent::ReleaseFetched { from, .. }
            | AuditEvent::SessionEntered { from, .. }
            | AuditEvent::SessionMissed { from }
            | AuditEvent::RecordingRead { from, .. }
            | AuditEvent::RecordingErased { from, .. }
            | AuditEvent::SecretsShown { from, .. }
            | AuditEvent::Exported { from, .. } => from.as_deref(),
            AuditEvent::SealsKeyed { .. } => None,
        }
    }

    /// The live session that it is about.
    pub fn session(&self) -> Option<SessionId> {
        match self {
            AuditEvent::SessionEntered { session, .. }
            | AuditEvent::RecordingRead { session, .. }
            | AuditEvent::RecordingErased { session, .. } => Some(*session),
            _ => None,
        }
    }

    /// The account that it is about.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            AuditEvent::Refused { acting_for, .. } => *acting_for,
            AuditEvent::Looked { account, .. }
            | AuditEvent::ActsFor { account, .. }
            | AuditEvent::ReleaseFetched { account, .. } => *account,
            _ => None,
        }
    }
}

/// What the audit is searched by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    pub by: Option<PersonId>,
    /// Name of a stream (`audit`, `account`, `person`, `team`).
    pub stream: Option<String>,
    /// Name of a kind of event.
    pub kind: Option<String>,
    /// Not before, and before.
    pub from: Option<Instant>,
    pub until: Option<Instant>,
    /// Whom, or which account, it is about.
    pub about: Option<Subject>,
    /// The address in the network that it came from.
    pub address: Option<String>,
}

/// Somebody, or an account, that something was done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Person(PersonId),
    Account(AccountId),
}
