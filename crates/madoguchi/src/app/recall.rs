//! Answers on their way: what was written is held against what came meanwhile, waits a moment in which its writer can have it
//! back, and goes out once (K1).

use domain::{
    Actor, PersonId,
    case::{self, Command, Facts, Side},
    event::By,
};
use jiff::SignedDuration;
use store::{
    WriteError,
    answers::{self, Held, Sort},
    cases::StoredCase,
};

use super::{App, Fail, TRIES, answers::Form};

/// The longest that answers are held, in seconds.
pub const LONGEST: i64 = case::RECALL_MAX;
/// Where nobody chose anything.
pub const PRESET: i64 = 10;

/// What came of an answer.
#[derive(Debug)]
pub enum Said {
    /// It stands in the case.
    Now(Box<StoredCase>),
    /// It goes out in a moment.
    Held(Box<StoredCase>),
    /// It was not taken: others have written since its writer looked, under these versions.
    Newer(Vec<i64>),
}

/// On which side this actor writes.
pub fn side(actor: &Actor) -> Side {
    match actor.is_staff() {
        true => Side::Support,
        false => Side::Customer,
    }
}

impl App {
    /// How long an answer of this person is held, in seconds: by what they chose, else by this installation, else by the desk.
    pub async fn recall_seconds(&self, person: PersonId) -> Result<i64, Fail> {
        let chosen = self.store.recall_time(person).await?;
        let desk = self.desks.current().0.recall;
        let seconds = chosen.or(self.recall).or(desk).unwrap_or(PRESET);
        Ok(seconds.clamp(0, LONGEST))
    }

    /// Takes an answer whose writer has seen the case up to `base`; where nothing is said of that, whatever came.
    pub async fn say(
        &self,
        actor: &Actor,
        number: i64,
        form: &Form,
        base: Option<i64>,
    ) -> Result<Said, Fail> {
        let person = actor.person().ok_or(Fail::NotFound)?;
        let seconds = self.recall_seconds(person).await?;
        for _ in 0..TRIES {
            let before = self.case(actor, number).await?;
            let newer = self.newer(actor, &before, base).await?;
            if !newer.is_empty() {
                return Ok(Said::Newer(newer));
            }
            let command = self.said_by(person, form, actor).await?;
            match self.store.held(person, before.id).await? {
                // The one that could not go out is given up for this one.
                Some(earlier) if earlier.refused => self.store.recall(&earlier, self.now()).await?,
                // Who goes on writing has let the one before go.
                Some(earlier) => {
                    self.let_go(&earlier, base).await?;
                    continue;
                }
                None => {}
            }
            if seconds == 0 {
                let more = vec![answers::forget(person, before.id, Sort::Reply)];
                match self.carried_out(actor, &before, command, more).await? {
                    Ok(after) => return Ok(Said::Now(Box::new(after))),
                    Err(WriteError::Conflict) => continue,
                    Err(error) => return Err(error.into()),
                }
            }
            // What cannot go out is refused while its writer is still there.
            let now = self.now();
            let desk = self.desks.of(before.case.desk_version);
            case::decide(&before.case, command, &Facts { now, actor, desk })?;
            let form = match base {
                Some(_) => form.seen_to(before.case.version),
                None => form.clone(),
            };
            let answer = Held {
                id: store::fresh_id(now),
                person,
                case: before.id,
                form: form.to_json(),
                due_at: now + SignedDuration::from_secs(seconds),
                refused: false,
            };
            match self.store.hold(&answer).await {
                Ok(()) => return Ok(Said::Held(Box::new(before))),
                // They have sent another one meanwhile: it goes first.
                Err(WriteError::Conflict) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    /// What a form says, with the files that go with it.
    async fn said_by(&self, person: PersonId, form: &Form, actor: &Actor) -> Result<Command, Fail> {
        let command = form.command(side(actor));
        self.command_with(person, command, &form.files()).await
    }

    /// Versions of what others have said in public since this one.
    pub(super) async fn newer(
        &self,
        actor: &Actor,
        case: &StoredCase,
        base: Option<i64>,
    ) -> Result<Vec<i64>, Fail> {
        let Some(base) = base.filter(|base| *base < case.case.version) else {
            return Ok(Vec::new());
        };
        let history = self.history(actor, case).await?;
        let newer = history.iter().filter(|recorded| {
            recorded.version > base && recorded.event.speaks() && recorded.by != actor.by()
        });
        Ok(newer.map(|recorded| recorded.version).collect())
    }

    /// Lets a held answer go out, as its writer may act by now; whether it did. It goes once, however many try, and not where
    /// others have said something meanwhile that its writer has not seen.
    pub async fn release(&self, held: &Held) -> Result<bool, Fail> {
        let seen = Form::from_json(&held.form).seen();
        self.let_go(held, seen).await
    }

    async fn let_go(&self, held: &Held, seen: Option<i64>) -> Result<bool, Fail> {
        let form = Form::from_json(&held.form);
        for _ in 0..TRIES {
            let Some(before) = self.store.case_by_id(held.case).await? else {
                return Ok(false);
            };
            let Some(actor) = self.writer(held.person, &before).await? else {
                self.store.refuse_held(held.id).await?;
                return Ok(false);
            };
            if !self.newer(&actor, &before, seen).await?.is_empty() {
                self.store.refuse_held(held.id).await?;
                return Ok(false);
            }
            let command = match self.said_by(held.person, &form, &actor).await {
                Ok(command) => command,
                Err(Fail::Refused(_)) => {
                    self.store.refuse_held(held.id).await?;
                    return Ok(false);
                }
                Err(fail) => return Err(fail),
            };
            let take = vec![answers::take(held.id)];
            match self.carried_out(&actor, &before, command, take).await {
                Ok(Ok(_)) => return Ok(true),
                Ok(Err(WriteError::Conflict)) => {
                    let still = self.store.held(held.person, held.case).await?;
                    if still.is_none_or(|still| still.id != held.id) {
                        return Ok(false);
                    }
                }
                Ok(Err(error)) => return Err(error.into()),
                Err(Fail::Refused(refused)) => {
                    tracing::info!(?refused, held = held.id, "an answer could not go out");
                    self.store.refuse_held(held.id).await?;
                    return Ok(false);
                }
                Err(fail) => return Err(fail),
            }
        }
        Err(Fail::Conflict)
    }

    /// The writer of an answer as they may act by now; nobody where the case is out of their sight.
    async fn writer(&self, person: PersonId, case: &StoredCase) -> Result<Option<Actor>, Fail> {
        let Some(person) = self.store.person(person).await? else {
            return Ok(None);
        };
        let acting = match person.agent() {
            Some(_) => self.acting(&person, None).await?,
            None => self.acting_in(&person, case.case.account).await?,
        };
        let actor = acting.map(|acting| acting.actor);
        Ok(actor.filter(|actor| actor.scope().sees(&case.case)))
    }

    /// Gives an answer back as a draft; whether it had not gone out yet.
    pub async fn recall(&self, actor: &Actor, number: i64) -> Result<bool, Fail> {
        let Some(held) = self.held(actor, number).await? else {
            return Ok(false);
        };
        match self.store.recall(&held, self.now()).await {
            Ok(()) => Ok(true),
            Err(WriteError::Conflict) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Lets one's own answer go out now; whether there was one and it could. `base` is what its writer has seen by now.
    pub async fn send_now(
        &self,
        actor: &Actor,
        number: i64,
        base: Option<i64>,
    ) -> Result<bool, Fail> {
        match self.held(actor, number).await? {
            Some(held) => {
                let seen = Form::from_json(&held.form).seen();
                self.let_go(&held, seen.max(base)).await
            }
            None => Ok(false),
        }
    }

    /// Carries a command out whose sender has seen the case up to `base`; else the versions of what others have said since.
    pub async fn change_unless_newer(
        &self,
        actor: &Actor,
        number: i64,
        command: Command,
        base: Option<i64>,
    ) -> Result<Result<StoredCase, Vec<i64>>, Fail> {
        for _ in 0..TRIES {
            let before = self.case(actor, number).await?;
            let newer = self.newer(actor, &before, base).await?;
            if !newer.is_empty() {
                return Ok(Err(newer));
            }
            let done = self.carried_out(actor, &before, command.clone(), Vec::new());
            match done.await? {
                Ok(after) => return Ok(Ok(after)),
                Err(WriteError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }

    async fn held(&self, actor: &Actor, number: i64) -> Result<Option<Held>, Fail> {
        let case = self.case(actor, number).await?;
        let By::Person(person) = actor.by() else {
            return Ok(None);
        };
        Ok(self.store.held(person, case.id).await?)
    }

    /// Keeps what somebody is writing, as it stands; nothing where nothing is written.
    pub async fn keep_draft(
        &self,
        actor: &Actor,
        number: i64,
        sort: Sort,
        form: &Form,
    ) -> Result<StoredCase, Fail> {
        let case = self.case(actor, number).await?;
        let person = actor.person().ok_or(Fail::NotFound)?;
        let desk = self.desks.of(case.case.desk_version);
        if !actor.is_staff() {
            let may = case::as_customer(&case.case, actor, desk);
            may.map_err(|_| case::Refused::NotAllowed)?;
        }
        match form.is_blank() {
            true => self.store.forget_draft(person, case.id, sort).await?,
            false => {
                let (form, now) = (form.to_json(), self.now());
                let kept = self.store.keep_draft(person, case.id, sort, &form, now);
                kept.await?;
            }
        }
        Ok(case)
    }
}
