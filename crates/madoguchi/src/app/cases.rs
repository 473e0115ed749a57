//! Opening, changing and reading cases.

use domain::{
    Actor, CaseId, DeploymentId,
    case::{self, CaseEvent, Command, Facts, Refused, intake},
    directory::Standing,
    event::Recorded,
};
use store::{
    WriteError,
    cases::{Change, Keys, Opening, StoredCase},
    idempotency::{self, Key},
};

use super::{App, Fail};

/// Times a change is decided anew when somebody else was faster.
const TRIES: usize = 5;

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
    ) -> Result<Vec<Recorded<CaseEvent>>, Fail> {
        let mut all = self.store.history(case).await?;
        if !actor.is_staff() {
            all.retain(|recorded| recorded.event.is_public());
        }
        Ok(all)
    }

    /// The deployments that the actor may open a case for.
    pub async fn sites(&self, actor: &Actor) -> Result<Vec<intake::Site>, Fail> {
        let Actor::Contact { account, .. } = actor else {
            return Ok(Vec::new());
        };
        let deployments = self.store.deployments(*account).await?;
        let site = |d: domain::directory::Deployment| intake::Site {
            id: d.id,
            account: *account,
            environments: d.environments,
        };
        Ok(deployments.into_iter().map(site).collect())
    }

    /// Opens a case from what was entered.
    pub async fn open_case(
        &self,
        actor: &Actor,
        kind: &str,
        entries: &intake::Entries,
        channel: &str,
        once: Option<&Once>,
    ) -> Result<Done, Fail> {
        if let Some(done) = self.done_before(actor, once).await? {
            return Ok(done);
        }
        // Who may not open one is told so before anything about the form.
        let contact = match actor {
            Actor::Contact { person, .. } if actor.may_write() => *person,
            _ => return Err(Refused::NotAllowed.into()),
        };
        let (desk, desk_version) = self.desks.current();
        let sites = self.sites(actor).await?;
        let opener = intake::Opener {
            desk_version,
            contact,
            channel,
            sites: &sites,
        };
        let new = intake::check(desk, kind, entries, &opener).map_err(Refused::Fields)?;
        let keys = self.keys(contact, new.account, new.deployment).await?;
        for _ in 0..TRIES {
            let now = self.now();
            let events = case::open(new.clone(), &Facts { now, actor, desk })?;
            let events: Vec<_> = events
                .into_iter()
                .map(|event| (now, actor.by(), event))
                .collect();
            let id = CaseId(store::fresh_id(now));
            let opening = Opening {
                id,
                desk,
                keys: keys.clone(),
                events: &events,
            };
            let more = once
                .map(|o| idempotency::claim(&o.key, id, o.status, now))
                .into_iter()
                .collect();
            match self.store.open_cases(&[opening], more).await {
                Ok(_) => {
                    self.bell.notify_waiters();
                    let opened = self.store.case_by_id(id).await?.ok_or(Fail::NotFound)?;
                    return Ok(Done::Now(Box::new(opened)));
                }
                Err(WriteError::Conflict) => continue,
                Err(WriteError::Taken(index)) if index == idempotency::TAKEN => {
                    return self.done_before(actor, once).await?.ok_or(Fail::Conflict);
                }
                Err(error) => return Err(error.into()),
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
        if let Some(done) = self.done_before(actor, once).await? {
            return Ok(done);
        }
        self.check_assignment(&command).await?;
        for _ in 0..TRIES {
            let before = self.case(actor, number).await?;
            if on.is_some_and(|on| on != seen(actor, &before)) {
                return Err(Fail::Stale);
            }
            let now = self.now().max(before.case.modified_at);
            let desk = self.desks.of(before.case.desk_version);
            let events = case::decide(&before.case, command.clone(), &Facts { now, actor, desk })?;
            let events: Vec<_> = events
                .into_iter()
                .map(|event| (now, actor.by(), event))
                .collect();
            let more: Vec<_> = once
                .map(|o| idempotency::claim(&o.key, before.id, o.status, now))
                .into_iter()
                .collect();
            if events.is_empty() && more.is_empty() {
                return Ok(Done::Now(Box::new(before)));
            }
            match self
                .store
                .change_case(
                    &Change {
                        before: &before,
                        desk,
                        events: &events,
                    },
                    more,
                )
                .await
            {
                Ok(after) => {
                    self.bell.notify_waiters();
                    return Ok(Done::Now(Box::new(after)));
                }
                Err(WriteError::Conflict) => continue,
                Err(WriteError::Taken(index)) if index == idempotency::TAKEN => {
                    return self.done_before(actor, once).await?.ok_or(Fail::Conflict);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// A case goes to somebody who can work on it, and to a team that exists.
    async fn check_assignment(&self, command: &Command) -> Result<(), Fail> {
        let Command::Assign { owner, team } = command else {
            return Ok(());
        };
        let wrong = |field: &str| {
            let wrong = intake::Wrong::NotOffered;
            Fail::Refused(Refused::Fields(vec![intake::FieldProblem {
                field: field.into(),
                wrong,
            }]))
        };
        if let Some(owner) = owner {
            let found = self.store.person(*owner).await?;
            if !found.is_some_and(|p| matches!(p.standing, Standing::Agent { .. })) {
                return Err(wrong("owner"));
            }
        }
        if let Some(team) = team
            && !self.store.teams().await?.iter().any(|t| t.id == *team)
        {
            return Err(wrong("team"));
        }
        Ok(())
    }

    /// The answer to a request that was carried out before.
    async fn done_before(&self, actor: &Actor, once: Option<&Once>) -> Result<Option<Done>, Fail> {
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
        // What was seen then may be out of sight now.
        let case = self.case(actor, case.number).await?;
        Ok(Some(Done::Before(Box::new(case), answered.body)))
    }
}
