//! To whom a case can go.

use domain::{
    case::{Command, Refused, intake},
    directory::{Person, Standing},
};

use super::{App, Fail};

impl App {
    /// A case goes to somebody who can work on it, and to a team that exists.
    pub(super) async fn check_assignment(&self, command: &Command) -> Result<(), Fail> {
        let (owner, team) = match command {
            Command::Assign { owner, team } | Command::UndoAssignment { owner, team, .. } => {
                (owner, team)
            }
            Command::WithActs { acts, .. } => (&None, &acts.team),
            Command::OpenEscalation { lanes, .. } | Command::SetLanes(lanes) => {
                (&None, &lanes.queue)
            }
            _ => return Ok(()),
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
            let owns = |p: &Person| matches!(p.standing, Standing::Agent { role, .. } if role.owns_cases());
            if !found.as_ref().is_some_and(owns) {
                return Err(wrong("owner"));
            }
        }
        if let Some(team) = team
            && !self.store.teams().await?.iter().any(|t| t.id == *team)
        {
            return Err(wrong(match command {
                Command::OpenEscalation { .. } | Command::SetLanes(_) => "queue",
                _ => "team",
            }));
        }
        Ok(())
    }
}
