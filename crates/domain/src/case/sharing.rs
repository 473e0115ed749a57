//! Who of staff reads a reply that a colleague is writing and shares with the team (K1).

use super::Case;
use crate::{Actor, TeamId, access::Scope};

/// Whether this reader may read what somebody of this team shares: the case's owner, those of its team and of the writer's, and
/// whoever leads; where neither has a team, all of staff. Nobody who does not see the case.
pub fn reads_draft(case: &Case, writers: Option<TeamId>, reader: &Actor) -> bool {
    let scope = reader.scope();
    let Scope::Staff {
        person,
        team,
        leads,
    } = &scope
    else {
        return false;
    };
    let teams = [case.team, writers];
    let of_team = team.is_some() && teams.contains(team);
    let of_all = teams == [None, None];
    scope.sees(case) && (*leads || case.owner == Some(*person) || of_team || of_all)
}
