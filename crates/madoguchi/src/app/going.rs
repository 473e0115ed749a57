//! Into whose hands a new case goes by itself (C1, C2): the team that the desk's rule names, or the account's success manager.

use std::hash::{DefaultHasher, Hash, Hasher};

use domain::{
    Desk, TeamId,
    case::{Hands, NewCase},
    desk::{self, Destination},
    directory::{self, Standing},
    event::By,
};
use store::Statement;

use super::{App, Fail};

impl App {
    /// The hands, and what the write that opens the case does besides: a team that the register does not know yet comes into
    /// being with the first case that goes to it, so that what is to be kept to it never lies open.
    pub(super) async fn hands_for(
        &self,
        desk: &Desk,
        new: &NewCase,
    ) -> Result<(Hands, Vec<Statement>), Fail> {
        let Some(goes) = desk.goes(new) else {
            return Ok((Hands::default(), Vec::new()));
        };
        match &goes.to {
            Destination::SuccessManager => {
                let account = self.store.account(new.account).await?;
                let manager = match account.and_then(|account| account.success_manager) {
                    Some(id) => self.store.person(id).await?,
                    None => None,
                };
                let hands = manager.and_then(|person| match person.standing {
                    Standing::Agent { team, .. } => Some(Hands {
                        owner: Some(person.id),
                        team,
                        private: goes.private,
                    }),
                    _ => None,
                });
                Ok((hands.unwrap_or_default(), Vec::new()))
            }
            Destination::Team(id) => {
                let Some(team) = desk.team(id) else {
                    return Ok((Hands::default(), Vec::new()));
                };
                let (team, more) = self.team_called(desk, team, goes.private).await?;
                let hands = Hands {
                    owner: None,
                    team: Some(team.id),
                    private: goes.private || team.closed,
                };
                Ok((hands, more))
            }
        }
    }

    /// The team that the register calls so, or a new one.
    async fn team_called(
        &self,
        desk: &Desk,
        team: &desk::Team,
        closed: bool,
    ) -> Result<(directory::Team, Vec<Statement>), Fail> {
        let mut labels = desk.languages.iter().map(|l| team.label.in_language(l));
        let label = labels.next().unwrap_or_default().to_owned();
        let known = self.store.teams().await?;
        if let Some(known) = known.into_iter().find(|known| known.label == label) {
            return Ok((known, Vec::new()));
        }
        let label_en = team.label.in_language(&domain::Language::new("en"));
        let new = directory::Team {
            id: named_id(desk, team),
            label_en: label_en.to_owned(),
            label,
            closed,
        };
        let more = store::directory::add_team(&new, By::System, self.now())?;
        Ok((new, more))
    }
}

/// The same on each node, so that two which open the first such case at one moment do not make two teams.
fn named_id(desk: &Desk, team: &desk::Team) -> TeamId {
    const FIRST: i64 = 1 << 40;
    let mut hasher = DefaultHasher::new();
    (&desk.id, &team.id).hash(&mut hasher);
    TeamId(FIRST | (hasher.finish() >> 25) as i64)
}
