//! Calls and conferences (H2, H3): who is invited, the passcode that is shown to who asks for it, what is owed and what is to come,
//! and each person's calendar under an address of its own.

use domain::{
    Actor, Instant, Language, PersonId, Prose,
    audit::{AuditEvent, Sensitive},
    case::{
        Case, Command, Refused,
        conference::{Conference, Guest},
        conferring::NewDate,
        intake::{FieldProblem, Wrong},
    },
    directory::{Person, Standing},
    event::By,
};
use jiff::SignedDuration;
use store::{
    WriteError,
    appointments::passcode,
    cases::StoredCase,
    idempotency::{self},
};

use super::{
    App, Fail, TRIES,
    cases::{Done, Once, Seen, seen},
    passwords,
};

/// The longest passcode, in characters.
const PASSCODE_MAX: usize = 60;
/// What is over stays so long in a calendar.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);
/// Cases that are looked at for a list or a calendar at most.
const MOST: usize = 300;

/// What becomes of the passcode when a conference is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passcode {
    /// It stays as it is.
    Keep,
    /// One needs none.
    None,
    Is(String),
}

/// A call that is owed, with its case.
pub struct Owed {
    pub case: StoredCase,
    /// By when; nothing where nobody said.
    pub by: Option<Instant>,
    pub why: Why,
}

/// Why a call is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The customer has asked for it.
    Asked,
    /// An escalation has promised it.
    Promised,
    /// The severity wants one (C7).
    Severity,
}

impl App {
    /// People as they are named by address: who is of the company or of the vendor's is known by who they are.
    pub async fn guests(&self, case: &Case, emails: &[String]) -> Result<Vec<Guest>, Fail> {
        let mut all = Vec::with_capacity(emails.len());
        for email in emails {
            let known = self.store.person_by_email(email).await?;
            let known = known.filter(|person| match person.standing {
                Standing::Agent { .. } => true,
                _ => person.home() == Some(case.account),
            });
            let email = match &known {
                Some(person) => person.profile.email.as_str(),
                None => email.as_str(),
            };
            all.push(Guest {
                email: Prose::new(email),
                person: known.map(|person| person.id),
            });
        }
        Ok(all)
    }

    /// In whose language, and with whose name, what is agreed with a case's customer is called.
    pub async fn named_after(&self, case: &Case) -> Result<(Language, String), Fail> {
        let contact = self.store.person(case.contact).await?;
        Ok(match contact {
            Some(person) => (person.profile.language.clone(), person.profile.name()),
            None => (Language::new("ja"), String::new()),
        })
    }

    /// Sets a conference, with its passcode in the same write.
    pub async fn set_conference(
        &self,
        actor: &Actor,
        number: i64,
        date: NewDate,
        code: &Passcode,
        on: Option<Seen>,
        once: Option<&Once>,
    ) -> Result<Done, Fail> {
        if let Passcode::Is(text) = code
            && (text.chars().count() > PASSCODE_MAX || text.chars().any(char::is_control))
        {
            let max = PASSCODE_MAX;
            let problem = FieldProblem {
                field: "conference-passcode".into(),
                wrong: Wrong::TooLong { max },
            };
            return Err(Refused::Fields(vec![problem]).into());
        }
        if let Some(done) = self.done_before(actor, once).await? {
            return Ok(done);
        }
        for _ in 0..TRIES {
            let before = self.case(actor, number).await?;
            if on.is_some_and(|on| on != seen(actor, &before)) {
                return Err(Fail::Stale);
            }
            let conferences = &before.case.conferences;
            let id = date.id;
            let id = id.unwrap_or_else(|| conferences.last().map_or(1, |last| last.id + 1));
            let (needed, sealed) = match code {
                Passcode::Keep => {
                    let one = before.case.conference(id);
                    (one.is_some_and(|one| one.passcode), None)
                }
                Passcode::None => (false, Some(None)),
                Passcode::Is(text) => {
                    let owner = passcode_owner(&before, id);
                    let sealed = self.seal_key().seal(&owner, text.as_bytes());
                    let sealed =
                        sealed.ok_or_else(|| Fail::broken("the passcode could not be sealed"))?;
                    (true, Some(Some(sealed)))
                }
            };
            let renewed = match code {
                Passcode::Is(text) => {
                    let before = self.kept_passcode(&before, id).await?;
                    before.is_some_and(|before| before != *text)
                }
                Passcode::Keep | Passcode::None => false,
            };
            let date = NewDate {
                passcode: needed,
                renewed,
                ..date.clone()
            };
            let claim = once.map(|o| idempotency::claim(&o.key, before.id, o.status, self.now()));
            let kept = sealed.map(|sealed| passcode(before.id, id, sealed));
            let more = claim.into_iter().chain(kept).collect();
            let command = Command::SetConference(date);
            match self.carried_out(actor, &before, command, more).await? {
                Ok(after) => return Ok(Done::Now(Box::new(after))),
                Err(WriteError::Conflict) => continue,
                Err(WriteError::Taken(index)) if index == idempotency::TAKEN => {
                    return self.done_before(actor, once).await?.ok_or(Fail::Conflict);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// The passcode of a conference, for who asks for it: an act that is kept (C-57). Nothing where it needs none.
    pub async fn conference_passcode(
        &self,
        actor: &Actor,
        by: By,
        number: i64,
        id: u32,
        from: Option<String>,
    ) -> Result<Option<String>, Fail> {
        let stored = self.case(actor, number).await?;
        let one = stored.case.conference(id).ok_or(Fail::NotFound)?;
        if !one.passcode || one.cancelled_at.is_some() {
            return Ok(None);
        }
        let looked = AuditEvent::Looked {
            what: Sensitive::Passcode,
            account: Some(stored.case.account),
            from,
        };
        self.note(by, looked).await?;
        self.kept_passcode(&stored, id).await
    }

    async fn kept_passcode(&self, stored: &StoredCase, id: u32) -> Result<Option<String>, Fail> {
        let sealed = self.store.sealed_passcode(stored, id).await?;
        let owner = passcode_owner(stored, id);
        let plain = sealed.and_then(|sealed| self.seal_key().open(&owner, &sealed));
        Ok(plain.and_then(|plain| String::from_utf8(plain).ok()))
    }

    /// Calls that are owed in cases that the actor sees, the soonest first.
    pub async fn calls_owed(&self, actor: &Actor) -> Result<Vec<Owed>, Fail> {
        let scope = actor.scope();
        let mut all = Vec::new();
        for case in self.store.calls_owed(&scope, MOST).await? {
            let wish = case.case.call_wish.as_ref().map(|wish| wish.until);
            let why = match wish {
                Some(_) => Why::Asked,
                None => Why::Severity,
            };
            let by = wish;
            all.push(Owed { case, by, why });
        }
        for case in self.store.escalations_running(&scope, MOST).await? {
            let open = case.case.escalated.open();
            let by = open.and_then(|one| one.callback()).map(|call| call.by);
            if let Some(by) = by {
                let (by, why) = (Some(by), Why::Promised);
                all.push(Owed { case, by, why });
            }
        }
        // What nobody gave a moment is owed since it was opened.
        all.sort_by_key(|owed| owed.by.unwrap_or(owed.case.case.opened_at));
        Ok(all)
    }

    /// How many calls are owed in cases that the actor sees, and how many conferences are to come.
    pub async fn calls_and_conferences(&self, actor: &Actor) -> Result<[usize; 2], Fail> {
        let (scope, now) = (actor.scope(), self.now());
        Ok(self.store.calls_and_conferences(&scope, now, MOST).await?)
    }

    /// Conferences that are set and not over, in cases that the actor sees: the next first.
    pub async fn conferences_ahead(
        &self,
        actor: &Actor,
    ) -> Result<Vec<(StoredCase, Conference)>, Fail> {
        let now = self.now();
        let mut all = Vec::new();
        for stored in self.store.conferring(&actor.scope(), now, MOST).await? {
            let ahead = stored.case.conferences.iter();
            let ahead = ahead.filter(|one| one.lies_ahead(now)).cloned();
            all.extend(ahead.map(|one| (stored.clone(), one)).collect::<Vec<_>>());
        }
        all.sort_by_key(|(_, one)| one.at);
        Ok(all)
    }

    /// A new address for somebody's calendar; the one before leads nowhere any more.
    pub async fn renew_calendar_address(&self, person: PersonId) -> Result<String, Fail> {
        let secret = passwords::hex(&store::random::<24>());
        let now = self.now();
        self.store
            .set_calendar_address(person, &secret, now)
            .await?;
        Ok(secret)
    }

    /// Whose calendar an address leads to, with the cases that stand in it and that they may see by now.
    pub async fn calendar(&self, secret: &str) -> Result<Option<(Person, Vec<StoredCase>)>, Fail> {
        let Some(id) = self.store.calendar_of(secret).await? else {
            return Ok(None);
        };
        let Some(person) = self.store.person(id).await? else {
            return Ok(None);
        };
        let mut cases = Vec::new();
        let mut accounts = vec![None];
        let others = match person.home() {
            Some(_) => self.acts_for(&person).await?,
            None => Vec::new(),
        };
        accounts.extend(others.into_iter().map(|(account, _)| Some(account)));
        let mut acts = false;
        for account in accounts {
            let Some(acting) = self.acting(&person, account).await? else {
                continue;
            };
            acts = true;
            let scope = acting.actor.scope();
            let since = self.now() - KEPT;
            let found = self.store.in_calendar_of(&scope, id, since, MOST).await?;
            cases.extend(found);
            if acting.actor.is_staff() {
                let running = self.store.escalations_running(&scope, MOST).await?;
                let calls = |case: &StoredCase| {
                    let open = case.case.escalated.open();
                    open.and_then(|one| one.callback())
                        .is_some_and(|call| call.caller == id)
                };
                cases.extend(running.into_iter().filter(calls));
            }
        }
        cases.sort_by_key(|case| case.number);
        cases.dedup_by_key(|case| case.number);
        Ok(acts.then_some((person, cases)))
    }
}

/// What a passcode is sealed for: one that is put in another's place does not open.
fn passcode_owner(case: &StoredCase, id: u32) -> String {
    format!("passcode of {}-{id}", case.id)
}
