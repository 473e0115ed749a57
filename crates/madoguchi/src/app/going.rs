//! Into whose hands a new case goes by itself (C1, C2): the team that the desk's rule names, or the account's success manager.

use std::hash::{DefaultHasher, Hash, Hasher};

use domain::{
    Desk, Language, TeamId,
    case::{Hands, NewCase},
    desk::{self, Destination},
    directory::{self, Standing},
    event::By,
};
use store::WriteError;

use super::{App, Fail, TRIES};

impl App {
    /// The hands; nobody's where no rule fits. A team that the register does not know yet comes into being before the first
    /// case that goes to it, so that what is to be kept to it never lies open.
    pub(super) async fn hands_for(&self, desk: &Desk, new: &NewCase) -> Result<Hands, Fail> {
        let Some(goes) = desk.goes(new) else {
            return Ok(Hands::default());
        };
        match &goes.to {
            Destination::SuccessManager => {
                let account = self.store.account(new.account).await?;
                let manager = match account.and_then(|account| account.success_manager) {
                    Some(id) => self.store.person(id).await?,
                    None => None,
                };
                let here = manager.filter(|person| !person.suspended);
                let hands = here.and_then(|person| match person.standing {
                    Standing::Agent { role, team } => Some(Hands {
                        owner: role.owns_cases().then_some(person.id),
                        team,
                        private: goes.private,
                    }),
                    _ => None,
                });
                Ok(hands.unwrap_or_default())
            }
            Destination::Team(id) => {
                let Some(team) = desk.team(id) else {
                    return Ok(Hands::default());
                };
                let team = self.team_called(desk, team, goes.private).await?;
                let hands = Hands {
                    owner: None,
                    team: Some(team.id),
                    private: goes.private || team.closed,
                };
                Ok(hands)
            }
        }
    }

    /// The team that the register calls so, or a new one.
    async fn team_called(
        &self,
        desk: &Desk,
        team: &desk::Team,
        closed: bool,
    ) -> Result<directory::Team, Fail> {
        let mut labels = desk.languages.iter().map(|l| team.label.in_language(l));
        let label = labels.next().unwrap_or_default().to_owned();
        let label_en = team.label.in_language(&Language::new("en"));
        let new = directory::Team {
            id: named_id(desk, team),
            label_en: label_en.to_owned(),
            label,
            closed,
        };
        for _ in 0..TRIES {
            let mut known = self.store.teams().await?.into_iter();
            if let Some(known) = known.find(|known| known.label == new.label) {
                return Ok(known);
            }
            let added = store::directory::add_team(&new, By::System, self.now())?;
            match self.store.add(added).await {
                // Another node made it at the same moment, under the same id.
                Ok(_) | Err(WriteError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }
}

/// The same on each node, so that two which open the first such case at one moment do not make two teams.
fn named_id(desk: &Desk, team: &desk::Team) -> TeamId {
    const FIRST: i64 = 1 << 40;
    let mut hasher = DefaultHasher::new();
    (&desk.id, &team.id).hash(&mut hasher);
    TeamId(FIRST | (hasher.finish() >> 25) as i64)
}
