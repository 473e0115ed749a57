//! Teams that keep their cases to themselves (A2), and to whom a case can be given.

use domain::{
    Actor, TeamId,
    access::Scope,
    case::Command,
    directory::{Person, Standing},
};
use store::cases::{Direction, Filter, Holder, Query, Sort, View};

use super::{App, Fail};

impl App {
    /// The agents whom a case can be given to.
    pub async fn owners(&self) -> Result<Vec<Person>, Fail> {
        let mut agents = self.store.agents().await?;
        agents.retain(
            |person| matches!(person.standing, Standing::Agent { role, .. } if role.owns_cases()),
        );
        Ok(agents)
    }

    /// Keeps the open cases of a team to it, one by one; those that come later are kept with their assignment.
    pub(super) async fn keep_to_team(&self, actor: &Actor, team: TeamId) -> Result<(), Fail> {
        const AT_ONCE: usize = 100;
        let mut query = Query {
            list: None,
            view: View::NotClosed,
            holder: Holder::Team(team),
            filter: Filter::default(),
            sort: Sort::Number,
            direction: Direction::Ascending,
            cursor: None,
            limit: AT_ONCE,
        };
        loop {
            let page = self.store.cases(&Scope::System, &query).await?;
            for row in &page.rows {
                let command = Command::SetPrivacy { private: true };
                self.change_case(actor, row.number, command, None, None)
                    .await?;
            }
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => return Ok(()),
            }
        }
    }

    /// Whether what goes to this team is kept to it.
    pub(super) async fn is_closed_team(&self, team: TeamId) -> Result<bool, Fail> {
        let teams = self.store.teams().await?;
        Ok(teams.iter().any(|one| one.id == team && one.closed))
    }
}
