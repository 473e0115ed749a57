//! Several companies that report the same trouble (E3): looked at for each new case as it settles, told to staff within what each of
//! them sees, and dismissed for all.

use std::collections::BTreeSet;

use domain::{
    Actor, CaseId,
    access::Scope,
    case::CaseEvent,
    desk::Surge,
    incident,
    surge::{self, Near, Report, Stands},
};
use store::{Statement, cases::StoredCase, surges::Seen};

use super::{App, Fail};

/// So many are told of at once.
const MOST: i64 = 3;
/// And so many are counted.
const COUNTED: i64 = 99;

/// What a new case makes of it, to be written at once.
#[derive(Default)]
pub struct Noticed {
    pub done: Vec<Statement>,
    /// Where it begins, the case with what it tells those who lead.
    pub told: Option<(StoredCase, CaseEvent)>,
}

impl App {
    /// When companies that report the same are told of here; nothing where they are not.
    fn surge_rule(&self) -> Option<&Surge> {
        self.desks.current().0.incident.as_ref()?.surge.as_ref()
    }

    /// What a new case makes of it; where no surge begins, those who lead are told of a grave one whose plan has such managed (S7).
    pub async fn noticed(&self, case: CaseId) -> Result<Noticed, Fail> {
        let Some(stored) = self.store.case_by_id(case).await? else {
            return Ok(Noticed::default());
        };
        let noticed = match self.surge_rule() {
            Some(rule) => self.surge_noticed(&stored, rule).await?,
            None => Noticed::default(),
        };
        if noticed.told.is_some() || stored.case.source.is_some() {
            return Ok(noticed);
        }
        let desk = self.desks.of(stored.case.desk_version);
        let alone = CaseEvent::IncidentSuggested {
            companies: 1,
            cases: 1,
        };
        let managed = incident::suggested(&stored.case, desk);
        Ok(Noticed {
            told: managed.then_some((stored, alone)),
            ..noticed
        })
    }

    async fn surge_noticed(&self, stored: &StoredCase, rule: &Surge) -> Result<Noticed, Fail> {
        let case = stored.id;
        // Most cases end here, before anything is looked for.
        let new = self.report(stored, rule, Stands::default());
        if new.known.is_some() {
            return Ok(Noticed::default());
        }
        let scores = self.near(stored, rule).await?;
        let mut ids: Vec<CaseId> = scores.iter().map(|(id, _)| *id).collect();
        let others = self.store.found_cases(&Scope::System, &ids).await?;
        ids.push(case);
        let named: BTreeSet<CaseId> = ids.iter().copied().collect();
        let gathered = self.store.gathered_elsewhere(&named, None).await?;
        let surges = self.store.surges_of(&ids).await?;
        let stands = |id: CaseId| Stands {
            is_gathered: gathered.contains_key(&id),
            surge: surges.get(&id).copied(),
        };
        let new = self.report(stored, rule, stands(case));
        let near = others.iter().filter_map(|other| {
            let (_, alike) = scores.iter().find(|(id, _)| *id == other.id)?;
            Some(Near {
                report: self.report(other, rule, stands(other.id)),
                alike: *alike,
            })
        });
        let near: Vec<Near> = near.collect();
        let Some(noticed) = surge::notice(rule, &new, &near) else {
            return Ok(Noticed::default());
        };
        let told = surge::told(&noticed, &new, &near);
        Ok(Noticed {
            done: store::surges::noticed(&noticed, &new.product, stored.case.opened_at),
            told: told.map(|event| (stored.clone(), event)),
        })
    }

    fn report(&self, stored: &StoredCase, rule: &Surge, stands: Stands) -> Report {
        let desk = self.desks.of(stored.case.desk_version);
        Report::of(stored.id, &stored.case, desk, rule, stands)
    }

    /// What staff are told of, within what they see.
    pub async fn surges(&self, actor: &Actor) -> Result<Vec<Seen>, Fail> {
        self.surges_now(actor, MOST).await
    }

    /// How many there are for them, up to so many as nobody has.
    pub async fn surges_counted(&self, actor: &Actor) -> Result<i64, Fail> {
        let found = self.surges_now(actor, COUNTED).await?;
        Ok(i64::try_from(found.len()).unwrap_or(COUNTED))
    }

    async fn surges_now(&self, actor: &Actor, most: i64) -> Result<Vec<Seen>, Fail> {
        let Some(rule) = self.surge_rule().filter(|_| actor.is_staff()) else {
            return Ok(Vec::new());
        };
        let since = self.now() - surge::STANDS;
        let companies = i64::from(rule.companies);
        let scope = actor.scope();
        let found = self.store.surges(&scope, since, companies, most).await;
        Ok(found?)
    }

    /// The one that a case is in.
    pub async fn surge_of(&self, actor: &Actor, case: CaseId) -> Result<Option<Seen>, Fail> {
        let Some(rule) = self.surge_rule().filter(|_| actor.is_staff()) else {
            return Ok(None);
        };
        let since = self.now() - surge::STANDS;
        let companies = i64::from(rule.companies);
        let scope = actor.scope();
        let found = self.store.surge_of(&scope, case, since, companies).await;
        Ok(found?)
    }

    /// Numbers of the cases that report the same as one, within what somebody sees; without its own.
    pub async fn alike_numbers(
        &self,
        actor: &Actor,
        stored: &StoredCase,
    ) -> Result<BTreeSet<i64>, Fail> {
        let Some(seen) = self.surge_of(actor, stored.id).await? else {
            return Ok(BTreeSet::new());
        };
        let numbers = self.store.surge_numbers(&actor.scope(), seen.id).await?;
        let others = numbers.into_iter().filter(|one| *one != stored.number);
        Ok(others.collect())
    }

    /// The cases that a case is with are not the same: nobody is told of them any more.
    pub async fn dismiss_surge(&self, actor: &Actor, stored: &StoredCase) -> Result<(), Fail> {
        let by = actor.person().filter(|_| actor.is_staff());
        let by = by.ok_or(Fail::NotFound)?;
        let found = self.store.surges_of(&[stored.id]).await?;
        if let Some((surge, _)) = found.get(&stored.id) {
            self.store.dismiss_surge(*surge, by, self.now()).await?;
        }
        Ok(())
    }
}
