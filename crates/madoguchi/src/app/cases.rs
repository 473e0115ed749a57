//! Opening, changing and reading cases.

use std::sync::Arc;

use domain::{
    AccountId, Actor, CaseId, DeploymentId, FileId, Language, PersonId,
    access::Scope,
    case::{self, AccessWish, CaseEvent, Command, Facts, Refused, intake},
    contract::entitlement::{Entitlement, Verdict},
    directory::{AccountEvent, Deployment},
    event::{By, Recorded},
    file::Ready,
};
use store::{
    Statement, WriteError,
    cases::{Change, Keys, Opening, StoredCase},
    idempotency::{self, Key},
};

use super::{App, Fail, TRIES};

/// The way by which the pages and the API take cases.
pub const WEB: &str = "web";

/// A case as somebody asks for it.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub kind: &'a str,
    pub entries: &'a intake::Entries,
    /// The way it arrives by.
    pub channel: &'a str,
    /// Language in which it is asked.
    pub language: &'a Language,
    /// Number of the closed case that it goes on with (C15).
    pub continues: Option<i64>,
    /// Files of the opener's that go with it (C13).
    pub files: &'a [FileId],
}

/// A request that can be repeated without being done twice.
#[derive(Clone, Debug)]
pub struct Once {
    pub key: Key,
    /// Status of the answer, kept for the repetition.
    pub status: u16,
}

/// What came of a request.
#[derive(Debug)]
pub enum Done {
    Now(Box<StoredCase>),
    /// It was done before, with the body that was answered then, if it was noted.
    Before(Box<StoredCase>, Option<String>),
}

impl Done {
    pub fn case(self) -> StoredCase {
        match self {
            Done::Now(case) | Done::Before(case, _) => *case,
        }
    }
}

/// The copy that a change was made on; a customer's copy is not made stale by what staff do among themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen(pub i64);

/// The version of a case as this actor may know it.
pub fn seen(actor: &Actor, case: &StoredCase) -> Seen {
    Seen(if actor.is_staff() {
        case.case.version
    } else {
        case.case.public_version
    })
}

fn sites_of(account: AccountId, deployments: Vec<Deployment>) -> Vec<intake::Site> {
    let site = |deployment: Deployment| intake::Site {
        id: deployment.id,
        account,
        environments: deployment.environments,
    };
    deployments.into_iter().map(site).collect()
}

impl App {
    /// The case of this number, if the actor can see it.
    pub async fn case(&self, actor: &Actor, number: i64) -> Result<StoredCase, Fail> {
        self.store
            .case(&actor.scope(), number)
            .await?
            .ok_or(Fail::NotFound)
    }

    /// What the actor may know of a case's history.
    pub async fn history(
        &self,
        actor: &Actor,
        case: &StoredCase,
    ) -> Result<Arc<[Recorded<CaseEvent>]>, Fail> {
        let story = self.store.story(case).await?;
        let known = match actor.is_staff() {
            true => story.all(),
            false => story.public(),
        };
        Ok(Arc::clone(known))
    }

    /// The deployments that the actor may open a case for.
    pub async fn sites(&self, actor: &Actor) -> Result<Vec<intake::Site>, Fail> {
        let Actor::Contact { account, .. } = actor else {
            return Ok(Vec::new());
        };
        let mut deployments = self.store.deployments(*account).await?;
        deployments.retain(|d| actor.may_write_on(*account, d.id));
        Ok(sites_of(*account, deployments))
    }

    /// What was entered, as a case to open; or every field that is wrong.
    pub async fn checked(&self, actor: &Actor, wanted: &Wanted<'_>) -> Result<case::NewCase, Fail> {
        // Who may not open one is told so before anything about the form.
        let contact = match actor {
            Actor::Contact { person, .. } if actor.may_write() => *person,
            _ => return Err(Refused::NotAllowed.into()),
        };
        let domains = self.own_domains(actor).await?;
        let new = self.checked_at(contact, &self.sites(actor).await?, &domains, wanted)?;
        let bought = self.bought_by(actor).await?;
        let desk = self.desks.of(new.desk_version);
        match case::offering::lacking(desk, &new, &bought, self.now()) {
            Some(lacking) => Err(Refused::Fields(vec![lacking]).into()),
            None => Ok(new),
        }
    }

    /// What the actor's company has bought.
    pub async fn bought_by(&self, actor: &Actor) -> Result<Vec<Entitlement>, Fail> {
        match actor {
            Actor::Contact { account, .. } => Ok(self.store.entitlements(*account).await?),
            _ => Ok(Vec::new()),
        }
    }

    /// The same by a contact who may name these sites.
    fn checked_at(
        &self,
        contact: PersonId,
        sites: &[intake::Site],
        domains: &[String],
        wanted: &Wanted<'_>,
    ) -> Result<case::NewCase, Fail> {
        let (desk, desk_version) = self.desks.current();
        let opener = intake::Opener {
            desk_version,
            contact,
            channel: wanted.channel,
            language: wanted.language,
            sites,
            domains: Some(domains),
        };
        let new = intake::check(desk, wanted.kind, wanted.entries, &opener);
        Ok(new.map_err(Refused::Fields)?)
    }

    /// Opens a case from what was entered, if a contract covers it. A refusal is kept with all that it hung on (C6).
    pub async fn open_case(
        &self,
        actor: &Actor,
        wanted: &Wanted<'_>,
        once: Option<&Once>,
    ) -> Result<Done, Fail> {
        if let Some(done) = self.opened_before(actor, once).await? {
            return Ok(done);
        }
        let mut new = self.checked(actor, wanted).await?;
        new.continues = self.continued(actor, wanted, new.account).await?;
        let files = self.ready_files(new.contact, wanted.files).await?;
        self.opened_case(actor, actor.by(), new, None, files, once)
            .await
    }

    /// Keeps a request for more access as a case (A4); whoever is of the company may ask.
    pub async fn ask_for_access(
        &self,
        actor: &Actor,
        wanted: &Wanted<'_>,
        wish: AccessWish,
        once: Option<&Once>,
    ) -> Result<Done, Fail> {
        let Actor::Contact {
            person, account, ..
        } = actor
        else {
            return Err(Refused::NotAllowed.into());
        };
        // Of the whole company: they ask for what they cannot write to yet.
        let sites = sites_of(*account, self.store.deployments(*account).await?);
        let domains = self.own_domains(actor).await?;
        let new = self.checked_at(*person, &sites, &domains, wanted)?;
        let files = self.ready_files(*person, wanted.files).await?;
        self.opened_case(actor, actor.by(), new, Some(wish), files, once)
            .await
    }

    pub(super) async fn opened_case(
        &self,
        actor: &Actor,
        by: By,
        new: case::NewCase,
        wish: Option<AccessWish>,
        files: Vec<Ready>,
        once: Option<&Once>,
    ) -> Result<Done, Fail> {
        // By the desk that the form was held against, should another begin to serve just now.
        let desk = self.desks.of(new.desk_version);
        let bought = self.store.entitlements(new.account).await?;
        let keys = self.keys(new.contact, new.account, new.deployment).await?;
        for _ in 0..TRIES {
            let now = self.now();
            let facts = Facts { now, actor, desk };
            let decided = match wish.clone() {
                Some(wish) => case::ask_for_access(new.clone(), wish, &bought, &facts),
                None => case::open(new.clone(), &bought, &facts),
            };
            let mut events = match decided {
                Ok(events) => events,
                Err(Refused::NotEntitled(verdict)) => {
                    self.note_refusal(actor, &new, &verdict).await?;
                    return Err(Refused::NotEntitled(verdict).into());
                }
                Err(refused) => return Err(refused.into()),
            };
            let hands = self.hands_for(desk, &new).await?;
            // Behind the opening itself, whose words they go with.
            if let Some(files) = case::attached(files.clone(), desk)? {
                events.insert(1, files);
            }
            let own = events.into_iter().map(|event| (now, by, event));
            let gone = case::given_to(hands).into_iter();
            let gone = gone.map(|event| (now, By::System, event));
            let events: Vec<_> = own.chain(gone).collect();
            let id = CaseId(store::fresh_id(now));
            let opening = Opening {
                id,
                desk,
                keys: keys.clone(),
                events: &events,
            };
            let claim = once.map(|o| idempotency::claim(&o.key, id, o.status, now));
            let mut more: Vec<_> = claim.into_iter().collect();
            let happened = events.iter().map(|(_, _, event)| event);
            more.extend(self.room_for(new.account, happened).await?);
            match self.store.open_cases(&[opening], more).await {
                Ok(_) => {
                    self.bell.notify_waiters();
                    self.case_followed(actor);
                    let opened = self.store.case_by_id(id).await?.ok_or(Fail::NotFound)?;
                    return Ok(Done::Now(Box::new(opened)));
                }
                Err(WriteError::Conflict) => continue,
                Err(WriteError::Taken(index)) if index == idempotency::TAKEN => {
                    return self.opened_before(actor, once).await?.ok_or(Fail::Conflict);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// Keeps why a case was not taken, for those who renew contracts.
    async fn note_refusal(
        &self,
        actor: &Actor,
        new: &case::NewCase,
        verdict: &Verdict,
    ) -> Result<(), Fail> {
        let refused = AccountEvent::OpeningRefused {
            contact: new.contact,
            deployment: new.deployment,
            product: new.product.clone(),
            severity: new.severity.clone(),
            channel: new.channel.clone(),
            centre: new.centre.clone(),
            language: new.language.clone(),
            reasons: verdict.reasons.clone(),
        };
        for _ in 0..TRIES {
            let happened = std::slice::from_ref(&refused);
            let now = self.now();
            let kept = self
                .store
                .change_account(new.account, happened, actor.by(), now);
            match kept.await {
                Err(WriteError::Conflict) => continue,
                done => return Ok(done?),
            }
        }
        Err(Fail::Conflict)
    }

    /// What a case's lists sort by beyond the case itself.
    async fn keys(
        &self,
        contact: domain::PersonId,
        account: domain::AccountId,
        deployment: DeploymentId,
    ) -> Result<Keys, Fail> {
        let contact = self
            .store
            .person(contact)
            .await?
            .map(|p| p.profile.sort_key())
            .unwrap_or_default();
        let sites = self.store.deployments(account).await?;
        let deployment = sites
            .into_iter()
            .find(|d| d.id == deployment)
            .map(|d| d.label)
            .unwrap_or_default();
        Ok(Keys {
            contact,
            deployment,
        })
    }

    /// Carries out a command on a case. With `on`, only if the case is still as the actor saw it.
    pub async fn change_case(
        &self,
        actor: &Actor,
        number: i64,
        command: Command,
        on: Option<Seen>,
        once: Option<&Once>,
    ) -> Result<Done, Fail> {
        self.change_case_with(actor, number, command, &[], on, once)
            .await
    }

    /// The same with files of the actor's own that go with it.
    pub async fn change_case_with(
        &self,
        actor: &Actor,
        number: i64,
        command: Command,
        files: &[FileId],
        on: Option<Seen>,
        once: Option<&Once>,
    ) -> Result<Done, Fail> {
        if let Some(done) = self.done_before(actor, once).await? {
            return Ok(done);
        }
        self.check_assignment(&command).await?;
        let command = match (files, actor.person()) {
            ([], _) => command,
            (files, person) => {
                let person = person.ok_or(Fail::NotFound)?;
                self.command_with(person, command, files).await?
            }
        };
        for _ in 0..TRIES {
            let before = self.case(actor, number).await?;
            if on.is_some_and(|on| on != seen(actor, &before)) {
                return Err(Fail::Stale);
            }
            let claim = once.map(|o| idempotency::claim(&o.key, before.id, o.status, self.now()));
            let more = claim.into_iter().collect();
            match self
                .carried_out(actor, &before, command.clone(), more)
                .await?
            {
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

    /// One try to carry a command out on a case as it was read, with `more` statements in the same write.
    pub(super) async fn carried_out(
        &self,
        actor: &Actor,
        before: &StoredCase,
        command: Command,
        mut more: Vec<Statement>,
    ) -> Result<Result<StoredCase, WriteError>, Fail> {
        let now = self.now().max(before.case.modified_at);
        let desk = self.desks.of(before.case.desk_version);
        let named = match &command {
            Command::Assign { team, .. } => *team,
            _ => None,
        };
        let mut events = case::decide(&before.case, command, &Facts { now, actor, desk })?;
        // Who takes a case up brings their own team along.
        let mut latest = events.iter().rev();
        let brought = latest.find_map(|event| match event {
            CaseEvent::Assigned { team, .. } => *team,
            _ => None,
        });
        let closed = match named.or(brought) {
            Some(team) => self.is_closed_team(team).await?,
            None => false,
        };
        events.extend(case::privacy(&before.case, true).filter(|_| closed));
        let mut events: Vec<_> = events
            .into_iter()
            .map(|event| (now, actor.by(), event))
            .collect();
        if events.is_empty() && more.is_empty() {
            return Ok(Ok(before.clone()));
        }
        self.store.number_escalations(&mut events).await?;
        let happened = events.iter().map(|(_, _, event)| event);
        more.extend(self.room_for(before.case.account, happened).await?);
        let change = Change {
            before,
            desk,
            moved: None,
            events: &events,
        };
        let done = self.store.change_case(&change, more).await;
        if done.is_ok() {
            self.bell.notify_waiters();
        }
        Ok(done)
    }

    /// The answer to a request that was carried out before.
    pub(super) async fn done_before(
        &self,
        actor: &Actor,
        once: Option<&Once>,
    ) -> Result<Option<Done>, Fail> {
        let Some((case, body)) = self.answered_before(once).await? else {
            return Ok(None);
        };
        // What was seen then may be out of sight now.
        let case = self.case(actor, case.number).await?;
        Ok(Some(Done::Before(Box::new(case), body)))
    }

    /// The same of an opening: who reads no case is told the number again, and no more (A8).
    async fn opened_before(
        &self,
        actor: &Actor,
        once: Option<&Once>,
    ) -> Result<Option<Done>, Fail> {
        if actor.scope() != Scope::Nothing {
            return self.done_before(actor, once).await;
        }
        let before = self.answered_before(once).await?;
        Ok(before.map(|(case, _)| Done::Before(Box::new(case), None)))
    }

    async fn answered_before(
        &self,
        once: Option<&Once>,
    ) -> Result<Option<(StoredCase, Option<String>)>, Fail> {
        let Some(once) = once else { return Ok(None) };
        let Some(answered) = self.store.answered(&once.key).await? else {
            return Ok(None);
        };
        if answered.request != once.key.request {
            return Err(Fail::KeyReused);
        }
        let case = self
            .store
            .case_by_id(answered.case)
            .await?
            .ok_or(Fail::NotFound)?;
        Ok(Some((case, answered.body)))
    }
}
