//! Support signed in as contacts: which sign-in, since when, and every use in a list (A10).

use domain::{CaseId, Instant, PersonId, case::CaseEvent, event::By};

use crate::{
    Statement, Store,
    db::{DbError, Row},
    sign_ins::digest,
};

/// One use, for the list of the contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Number of the case.
    pub number: i64,
    pub desk_version: i64,
    pub agent: PersonId,
    pub started_at: Instant,
    /// Nothing while it goes on.
    pub ended_at: Option<Instant>,
    /// The contact ended it; of a use of the product, they did not allow it.
    pub by_contact: bool,
    /// What the vendor's own product said of it; nothing of the portal.
    pub note: Option<String>,
}

/// An agent at the portal as a contact, whose sign-in goes on or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    pub case: CaseId,
    pub contact: PersonId,
    pub agent: PersonId,
}

/// The row that follows from an event of a case.
pub(crate) fn row(case: CaseId, at: Instant, by: By, event: &CaseEvent) -> Option<Statement> {
    const BEGIN: &str = "INSERT INTO proxy_logins (case_id, contact_id, agent_id, started_at) VALUES ($1, $2, $3, $4)";
    const END: &str = "UPDATE proxy_logins SET ended_at = $4, by_contact = $5
        WHERE case_id = $1 AND contact_id = $2 AND agent_id = $3 AND ended_at IS NULL";
    const USE: &str =
        "INSERT INTO proxy_logins (case_id, contact_id, agent_id, started_at, ended_at, note, by_contact)
        VALUES ($1, $2, $3, $4, $4, $5, $6)";
    let id = case.into();
    Some(match (event, by) {
        (CaseEvent::ProxyLoginStarted { contact, agent }, _) => Statement::new(
            BEGIN,
            vec![id, (*contact).into(), (*agent).into(), at.into()],
        ),
        (
            CaseEvent::ProxyLoginEnded {
                contact,
                agent,
                by_contact,
            },
            _,
        ) => Statement::new(
            END,
            vec![
                id,
                (*contact).into(),
                (*agent).into(),
                at.into(),
                (*by_contact).into(),
            ],
        ),
        // Only a person uses it.
        (
            CaseEvent::ProxyLoginUsed {
                contact,
                note,
                without_consent,
            },
            By::Person(agent),
        ) => Statement::new(
            USE,
            vec![
                id,
                (*contact).into(),
                agent.into(),
                at.into(),
                note.as_str().into(),
                (*without_consent).into(),
            ],
        ),
        _ => return None,
    })
}

/// The statement that lets an agent's sign-in look at the portal as a contact from now on, under a new secret.
pub fn begin(old: &str, new: &str, running: &Running) -> Statement {
    const BEGIN: &str = "UPDATE sign_ins SET digest = $2, proxy_contact = $4, proxy_case = $5
        WHERE digest = $1 AND person_id = $3 AND proxy_contact IS NULL AND strength = 2";
    let args = vec![
        digest(old).into(),
        digest(new).into(),
        running.agent.into(),
        running.contact.into(),
        running.case.into(),
    ];
    Statement::new(BEGIN, args).guarded()
}

/// The statement that makes other sign-ins of the agent their own again: one that was ended does not come back with the next.
pub fn once(old: &str, running: &Running) -> Statement {
    const ONCE: &str = "UPDATE sign_ins SET proxy_contact = NULL, proxy_case = NULL
        WHERE person_id = $1 AND proxy_contact = $2 AND proxy_case = $3 AND digest <> $4";
    let args = vec![
        running.agent.into(),
        running.contact.into(),
        running.case.into(),
        digest(old).into(),
    ];
    Statement::new(ONCE, args)
}

/// The statement that makes it the agent's own again, under a new secret.
pub fn end(old: &str, new: &str) -> Statement {
    const END: &str = "UPDATE sign_ins SET digest = $2, proxy_contact = NULL, proxy_case = NULL WHERE digest = $1";
    Statement::new(END, vec![digest(old).into(), digest(new).into()])
}

/// The statement that fails where a person has changed since this version: what they say in general may have.
pub fn unchanged(person: PersonId, version: i64) -> Statement {
    const SAME: &str = "UPDATE people SET version = version WHERE id = $1 AND version = $2";
    Statement::new(SAME, vec![person.into(), version.into()]).guarded()
}

impl Store {
    /// Since when it goes on; nothing where it was ended.
    pub async fn proxy_login_since(&self, running: &Running) -> Result<Option<Instant>, DbError> {
        const SINCE: &str = "SELECT started_at FROM proxy_logins
            WHERE case_id = $1 AND contact_id = $2 AND agent_id = $3 AND ended_at IS NULL ORDER BY started_at DESC LIMIT 1";
        let args = [
            running.case.into(),
            running.contact.into(),
            running.agent.into(),
        ];
        let row = self.db.read_one(SINCE, &args).await?;
        row.map(|row| row.columns().instant()).transpose()
    }

    /// Those that go on without a sign-in that could, or since before this moment.
    pub async fn stale_proxy_logins(&self, before: Instant) -> Result<Vec<Running>, DbError> {
        const STALE: &str = "SELECT l.case_id, l.contact_id, l.agent_id FROM proxy_logins l
            WHERE l.ended_at IS NULL AND (l.started_at < $1 OR NOT EXISTS (
                SELECT 1 FROM sign_ins s WHERE s.person_id = l.agent_id AND s.proxy_contact = l.contact_id
                AND s.proxy_case = l.case_id)) LIMIT 100";
        let rows = self.db.read(STALE, &[before.into()]).await?;
        let running = |row: Row| {
            let mut c = row.columns();
            Ok(Running {
                case: CaseId(c.int()?),
                contact: PersonId(c.int()?),
                agent: PersonId(c.int()?),
            })
        };
        rows.into_iter().map(running).collect()
    }

    /// The latest uses, for the contact's own eyes.
    pub async fn proxy_logins_of(
        &self,
        contact: PersonId,
        most: usize,
    ) -> Result<Vec<Use>, DbError> {
        const OF: &str = "SELECT c.number, c.desk_version, l.agent_id, l.started_at, l.ended_at, l.by_contact, l.note
            FROM proxy_logins l JOIN cases c ON c.id = l.case_id
            WHERE l.contact_id = $1 ORDER BY l.started_at DESC LIMIT $2";
        let args = [contact.into(), (most as i64).into()];
        let one = |row: Row| {
            let mut c = row.columns();
            Ok(Use {
                number: c.int()?,
                desk_version: c.int()?,
                agent: PersonId(c.int()?),
                started_at: c.instant()?,
                ended_at: c.maybe_instant()?,
                by_contact: c.bool()?,
                note: c.maybe_text()?,
            })
        };
        let rows = self.db.read(OF, &args).await?;
        rows.into_iter().map(one).collect()
    }
}
