//! What is kept to a team is in no list, count, total or look-up of other staff, on both databases (A2).

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{
    Actor, CaseId, PersonId, Role,
    access::Scope,
    case::{CaseEvent, Command, Facts, decide},
    desk::Turn,
};
use store::{
    Store,
    cases::{
        Change, Direction, Filter, Holder, Keys, Opening, Query, Sort, StoredCase, Tally, View,
    },
};
use testkit::{cast::*, databases};

const LEAD: Actor = Actor::Agent {
    person: PersonId(950),
    role: Role::Supervisor,
    team: None,
};

/// Thirty cases: of either agent or nobody, of the team or none, every third kept.
async fn world(store: &Store, cast: &Cast) -> Vec<StoredCase> {
    let mut all = Vec::new();
    for n in 0..30_i64 {
        let (actor, site) = match n % 4 {
            0 => (AS_LINDNER, BERLIN),
            _ => (AS_AOKI, TOKYO),
        };
        let events = cast.opening(&actor, cast.new_case(&actor, site, "x"), noon());
        let opening = Opening {
            id: CaseId(6000 + n),
            desk: &cast.desk,
            keys: Keys::default(),
            events: &events,
        };
        let number = store.open_cases(&[opening], Vec::new()).await.unwrap()[0];
        let mut case = store.case(&Scope::System, number).await.unwrap().unwrap();
        let owner = [None, Some(MORI), Some(ISHIKAWA)][(n % 3) as usize];
        let team = (n % 2 == 0).then_some(TIER1);
        let facts = Facts {
            now: noon(),
            actor: &LEAD,
            desk: &cast.desk,
        };
        let mut events = decide(&case.case, Command::Assign { owner, team }, &facts).unwrap();
        if n % 5 < 2 {
            events.push(CaseEvent::PrivacySet { private: true });
        }
        let events: Vec<_> = events
            .into_iter()
            .map(|event| (noon(), LEAD.by(), event))
            .collect();
        if !events.is_empty() {
            let change = Change {
                before: &case,
                desk: &cast.desk,
                moved: None,
                events: &events,
            };
            case = store.change_case(&change, Vec::new()).await.unwrap();
        }
        all.push(case);
    }
    all
}

#[tokio::test]
async fn a2_what_is_kept_to_a_team_is_in_nothing_that_others_are_given() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let all = world(store, &cast).await;
        assert!(all.iter().filter(|c| c.case.private).count() >= 10);
        let as_aoki = [AS_MORI, AS_ISHIKAWA, LEAD].map(|agent| AS_AOKI.looked_at_by(&agent));
        for actor in [AS_MORI, AS_ISHIKAWA, LEAD, AS_AOKI]
            .into_iter()
            .chain(as_aoki)
        {
            let scope = actor.scope();
            let seen: Vec<&StoredCase> = all.iter().filter(|c| scope.sees(&c.case)).collect();
            for case in &all {
                let found = store.case(&scope, case.number).await.unwrap();
                assert_eq!(found.is_some(), scope.sees(&case.case), "{actor:?}");
            }
            for sort in [
                Sort::Number,
                Sort::Modified,
                Sort::Severity,
                Sort::Attention,
            ] {
                let query = Query {
                    list: None,
                    holder: Holder::All,
                    view: View::NotClosed,
                    filter: Filter::default(),
                    sort,
                    direction: Direction::Ascending,
                    cursor: None,
                    limit: 100,
                };
                let page = store.cases(&scope, &query).await.unwrap();
                let mut found: Vec<i64> = page.rows.iter().map(|row| row.number).collect();
                found.sort_unstable();
                let wanted: Vec<i64> = seen.iter().map(|case| case.number).collect();
                assert_eq!(found, wanted, "{actor:?} {sort:?}");
            }
            let whole = [Tally::Account(HINODE), Tally::Contact(AOKI, HINODE)];
            let of = |keep: &dyn Fn(&StoredCase) -> bool| {
                let open = seen.iter().filter(|case| keep(case));
                open.filter(|case| case.case.turn != Turn::Nobody).count() as i64
            };
            let tallies = [
                (Tally::Desk, of(&|_| true)),
                (Tally::Unowned, of(&|c| c.case.owner.is_none())),
                (Tally::Owner(MORI), of(&|c| c.case.owner == Some(MORI))),
                (
                    Tally::Owner(ISHIKAWA),
                    of(&|c| c.case.owner == Some(ISHIKAWA)),
                ),
                (Tally::Team(TIER1), of(&|c| c.case.team == Some(TIER1))),
                (Tally::Account(HINODE), of(&|c| c.case.account == HINODE)),
                (
                    Tally::Deployment(BERLIN),
                    of(&|c| c.case.deployment == BERLIN),
                ),
                (
                    Tally::Contact(AOKI, HINODE),
                    of(&|c| c.case.contact == AOKI),
                ),
            ];
            // Of a company's contact no counter of the desk's is asked.
            let tallies: Vec<(Tally, i64)> = tallies
                .into_iter()
                .filter(|(tally, _)| actor.is_staff() || whole.contains(tally))
                .collect();
            let asked: Vec<Tally> = tallies.iter().map(|(tally, _)| *tally).collect();
            let counts = store.counts(&scope, None, &asked).await.unwrap();
            for ((tally, wanted), counts) in tallies.iter().zip(counts) {
                assert_eq!(counts.not_closed(), *wanted, "{actor:?} {tally:?}");
            }
        }
    }
}

#[test]
fn a2_nobody_shuts_themselves_out() {
    let desk = domain::desk::check(DESK).unwrap();
    let cast = Cast { desk, version: 1 };
    let events = cast.opening(&AS_AOKI, cast.new_case(&AS_AOKI, TOKYO, "x"), noon());
    let case = domain::case::Case::opened(noon(), &events[0].2).unwrap();
    let keep = Command::SetPrivacy { private: true };
    let decided = |actor: &Actor| {
        let facts = Facts {
            now: noon(),
            actor,
            desk: &cast.desk,
        };
        decide(&case, keep.clone(), &facts)
    };
    // It is nobody's yet: only those who lead would see it afterwards.
    assert!(decided(&AS_MORI).is_err());
    assert!(decided(&AS_AOKI).is_err());
    assert_eq!(
        decided(&LEAD),
        Ok(vec![CaseEvent::PrivacySet { private: true }])
    );
}
