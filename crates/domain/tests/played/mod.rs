//! A case as it goes on, played by one customer and one agent: for tests of what happens over days.

use domain::{
    Actor, Desk, Instant, Level, PersonId, Role,
    access::Access,
    case::{self, Case, CaseEvent, Command, Facts, Refused},
};

use crate::{
    opening::{OURS, bought, new_case},
    playing,
};

pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 24 * HOUR;

pub fn at(seconds: i64) -> Instant {
    Instant::from_second(1_764_550_800 + seconds).unwrap() // a Monday, 10 in the morning in Tokyo
}

pub fn us() -> Actor {
    Actor::Contact {
        person: PersonId(1),
        account: OURS,
        access: Access::all(Level::ReadWrite),
    }
}

pub fn agent() -> Actor {
    Actor::Agent {
        person: PersonId(50),
        team: None,
        role: Role::Tier1,
    }
}

pub struct Played {
    pub desk: Desk,
    pub case: Case,
}

impl Played {
    pub fn at(desk: Desk) -> Self {
        let mut new = new_case(&desk);
        new.sub_type = desk.kinds[0].sub_types.first().map(|sub| sub.id.clone());
        let actor = us();
        let facts = Facts {
            now: at(0),
            actor: &actor,
            desk: &desk,
        };
        let events = case::open(new, &bought(&desk, None), &facts).unwrap();
        let case = Case::opened(at(0), &events[0]).unwrap();
        Self { desk, case }
    }

    pub fn does(
        &mut self,
        after: i64,
        actor: &Actor,
        command: Command,
    ) -> Result<Vec<CaseEvent>, Refused> {
        playing::does(&self.desk, &mut self.case, at(after), actor, command)
    }
}
