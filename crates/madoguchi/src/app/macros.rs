//! Texts that staff write once (K3): whose they are, and how they read for a case. What stands for a placeholder is what the reader
//! of the answer would see of it, in the language in which they are answered.

use domain::{
    Actor, Desk, Language, PersonId, Role, TeamId,
    case::Refused,
    directory::full_name,
    macros::{self, Macro, Placeholder, Writes},
};
use store::{WriteError, cases::StoredCase, macros::StoredMacro};

use super::{App, Fail, TRIES};
use crate::texts;

/// As many has a person, and as many a team.
const MOST: usize = 200;

/// A macro that somebody has.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: i64,
    pub body: Macro,
    /// Whose it is; the writer's alone where there is none.
    pub team: Option<TeamId>,
    /// The reader may change it.
    pub may_change: bool,
    stored: StoredMacro,
}

/// The person and team of one of staff, and whether they lead.
fn staff(actor: &Actor) -> Result<(PersonId, Option<TeamId>, bool), Fail> {
    match actor {
        Actor::Agent { person, team, role } => Ok((*person, *team, *role >= Role::Supervisor)),
        _ => Err(Fail::NotFound),
    }
}

impl App {
    /// The macros that somebody has: their own and their team's, by name.
    pub async fn macros(&self, actor: &Actor) -> Result<Vec<Kept>, Fail> {
        let (person, team, leads) = staff(actor)?;
        let all = self.store.macros(person, team).await?.into_iter();
        let mut all: Vec<Kept> = all
            .map(|stored| Kept {
                id: stored.id,
                // What cannot be read is empty.
                body: serde_json::from_str(&stored.body).unwrap_or_default(),
                team: stored.team,
                may_change: stored.person == person || leads,
                stored,
            })
            .collect();
        all.sort_by(|one, other| one.body.name.cmp(&other.body.name));
        Ok(all)
    }

    pub async fn macro_of(&self, actor: &Actor, id: i64) -> Result<Kept, Fail> {
        let all = self.macros(actor).await?;
        all.into_iter()
            .find(|one| one.id == id)
            .ok_or(Fail::NotFound)
    }

    /// Keeps a macro: a new one, or in the place of another one that the actor may change.
    pub async fn keep_macro(
        &self,
        actor: &Actor,
        id: Option<i64>,
        body: Macro,
        shared: bool,
    ) -> Result<i64, Fail> {
        let (person, own_team, _) = staff(actor)?;
        let mut problems = body.problems();
        let desk = self.desks.current().0;
        let unknown = body
            .then
            .as_ref()
            .is_some_and(|to| desk.status(to).is_none());
        if unknown {
            problems.push(domain::case::intake::FieldProblem {
                field: "then".into(),
                wrong: domain::case::intake::Wrong::NotOffered,
            });
        }
        if !problems.is_empty() {
            return Err(Refused::Fields(problems).into());
        }
        let team = own_team.filter(|_| shared);
        let body = serde_json::to_string(&body).map_err(Fail::broken)?;
        for _ in 0..TRIES {
            let stored = match id {
                Some(id) => {
                    let before = self.macro_of(actor, id).await?;
                    if !before.may_change {
                        return Err(Fail::NotFound);
                    }
                    StoredMacro {
                        team,
                        body: body.clone(),
                        ..before.stored
                    }
                }
                None => {
                    if self.macros(actor).await?.len() >= MOST {
                        return Err(Fail::Conflict);
                    }
                    StoredMacro {
                        id: store::fresh_id(self.now()),
                        version: 0,
                        person,
                        team,
                        body: body.clone(),
                    }
                }
            };
            match self.store.keep_macro(&stored, self.now()).await {
                Err(WriteError::Conflict) => continue,
                done => {
                    done?;
                    return Ok(stored.id);
                }
            }
        }
        Err(Fail::Conflict)
    }

    /// Takes a macro away.
    pub async fn forget_macro(&self, actor: &Actor, id: i64) -> Result<(), Fail> {
        let one = self.macro_of(actor, id).await?;
        if !one.may_change {
            return Err(Fail::NotFound);
        }
        match self.store.forget_macro(id, one.stored.version).await {
            Err(WriteError::Conflict) => Err(Fail::Conflict),
            done => Ok(done?),
        }
    }

    /// How a macro reads for a case: an answer in its contact's language, a note in the writer's.
    pub async fn macro_text(
        &self,
        actor: &Actor,
        own: &Language,
        body: &Macro,
        stored: &StoredCase,
    ) -> Result<String, Fail> {
        let case = &stored.case;
        let desk = self.desks.of(case.desk_version);
        let (me, ..) = staff(actor)?;
        let named = [Some(me), Some(case.contact), case.owner];
        let people = self.store.people(named.into_iter().flatten()).await?;
        let language = match (body.writes, people.get(&case.contact)) {
            (Writes::Answer, Some(contact)) => contact.profile.language.clone(),
            _ => own.clone(),
        };
        let english = language.as_str() != "ja";
        let person = |id: PersonId| {
            let profile = people.get(&id).map(|person| &person.profile);
            profile.map_or(String::new(), |p| {
                full_name(p.family.as_str(), p.given.as_str())
            })
        };
        let either = |pair: [String; 2]| texts::either(&language, &pair).to_owned();
        let company = self.store.account_name(case.account).await?;
        let sites = self.store.deployments(case.account).await?;
        let site = sites.into_iter().find(|site| site.id == case.deployment);
        let teams = self.store.teams().await?;
        let team = teams.into_iter().find(|team| Some(team.id) == case.team);
        let company = either(company.unwrap_or_default());
        let deployment = site.map_or(String::new(), |s| either([s.label, s.label_en]));
        let team = team.map_or(String::new(), |t| either([t.label, t.label_en]));
        let said = |one: Placeholder| match one {
            Placeholder::Contact => person(case.contact),
            Placeholder::Company => company.clone(),
            Placeholder::Deployment => deployment.clone(),
            Placeholder::Number => texts::number(desk, stored.number),
            Placeholder::Subject => case.subject.as_str().to_owned(),
            Placeholder::Agent => person(me),
            Placeholder::Owner => case.owner.map_or(String::new(), person),
            Placeholder::Team => team.clone(),
            Placeholder::Tier => case.tier.to_string(),
            of_desk => desk_word(desk, stored, of_desk, &language),
        };
        Ok(macros::filled(body.text(english), said))
    }
}

/// What the desk calls it.
fn desk_word(desk: &Desk, stored: &StoredCase, one: Placeholder, language: &Language) -> String {
    let case = &stored.case;
    let words = match one {
        Placeholder::Product => desk.product(&case.product).map(|p| &p.label),
        Placeholder::Severity => desk.severity(&case.severity).map(|s| &s.label),
        Placeholder::Status => desk.status(&case.status).map(|s| &s.label),
        Placeholder::Vendor => desk.text("vendor"),
        Placeholder::Plan => {
            let plan = case.promise.as_ref().and_then(|p| p.plan.as_deref());
            plan.and_then(|id| desk.plan(id)).map(|plan| &plan.label)
        }
        _ => None,
    };
    words.map_or(String::new(), |words| {
        words.in_language(language).to_owned()
    })
}
