//! The demo's world: the same things have happened in it whenever it is started, and the people whom journeys play have
//! what the journeys need.
#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{
    Actor, Instant,
    case::CaseEvent,
    desk::{List, Turn},
    directory::Person,
    session::SessionEvent,
};
use madoguchi::{
    app::{App, Clock, Desks},
    demo,
};
use store::cases::{Direction, Filter, Holder, Page, Query, Sort, View};

struct World {
    app: App,
    _kept: testkit::Database,
}

impl World {
    /// The demo of this desk, started at this moment.
    async fn at(desk: &str, now: &str) -> Self {
        let now: Instant = now.parse().unwrap();
        let kept = testkit::databases::sqlite().await;
        let desks = Desks::serve(&kept.store, desk, now).await.unwrap();
        let app = App::new(kept.store.clone(), desks, Clock::set_to(now));
        let app = app.await.unwrap();
        demo::build(&app).await.unwrap();
        Self { app, _kept: kept }
    }

    async fn person(&self, name: &str) -> Person {
        for (account, _) in self.app.store.accounts().await.unwrap() {
            let contacts = self.app.store.contacts(account).await.unwrap();
            if let Some(found) = contacts.into_iter().find(|p| p.profile.name() == name) {
                return found;
            }
        }
        panic!("no {name}");
    }

    async fn cases(&self, actor: &Actor, holder: Holder, view: View, list: Option<List>) -> Page {
        let query = Query {
            list,
            holder,
            view,
            filter: Filter::default(),
            sort: if list.is_some() {
                Sort::Attention
            } else {
                Sort::Number
            },
            direction: Direction::Ascending,
            cursor: None,
            limit: 1_000,
        };
        self.app.store.cases(&actor.scope(), &query).await.unwrap()
    }

    /// How many cases have an escalation to consider, closed ones with them.
    async fn suggested(&self) -> usize {
        let filter = Filter {
            suggested: true,
            ..Filter::default()
        };
        let query = Query {
            list: None,
            holder: Holder::All,
            view: View::NotClosed,
            filter,
            sort: Sort::Number,
            direction: Direction::Ascending,
            cursor: None,
            limit: 1_000,
        };
        let page = self.app.store.cases(&Actor::System.scope(), &query).await;
        page.unwrap().rows.len()
    }

    async fn own(&self, name: &str, view: View) -> Page {
        let person = self.person(name).await;
        let holder = Holder::Contact(person.id);
        let acting = self.app.acting(&person, None).await.unwrap().unwrap();
        self.cases(&acting.actor, holder, view, Some(List::Cases))
            .await
    }

    async fn states(&self) -> Vec<State> {
        let mut all = Vec::new();
        for view in [View::NotClosed, View::Closed] {
            let page = self.cases(&Actor::System, Holder::All, view, None).await;
            let state = |row: &store::cases::CaseRow| {
                (
                    row.subject().to_owned(),
                    row.status.to_string(),
                    row.turn,
                    row.contact_name(),
                )
            };
            all.extend(page.rows.iter().map(state));
        }
        all.sort_by(|a, b| (&a.0, &a.1, &a.3).cmp(&(&b.0, &b.1, &b.3)));
        all
    }
}

/// Subject, status, turn and contact of a case.
type State = (String, String, Turn, String);

fn count(all: &[State], one: &State) -> usize {
    all.iter().filter(|state| *state == one).count()
}

/// A working morning, just after midnight, an evening, a Saturday night, the first hours of a year.
const STARTS: [&str; 5] = [
    "2026-11-19T10:00:00+09:00",
    "2026-11-24T00:10:00+09:00",
    "2026-12-07T17:30:00+09:00",
    "2026-11-21T23:40:00+09:00",
    "2027-01-01T03:00:00+09:00",
];

#[tokio::test]
async fn o1_the_same_has_happened_whenever_it_is_started() {
    let mut first: Option<Vec<_>> = None;
    for start in STARTS {
        let world = World::at("default", start).await;
        let states = world.states().await;
        match &first {
            None => first = Some(states),
            Some(first) => {
                let odd = |a: &[State], b: &[State]| {
                    let lone = a.iter().filter(|state| count(a, state) != count(b, state));
                    lone.cloned().collect::<Vec<_>>()
                };
                assert_eq!(odd(&states, first), odd(first, &states), "{start}");
            }
        }
        // Whoever leads finds few escalations to consider.
        let suggested = world.suggested().await;
        assert!(suggested < 10, "{start}: {suggested}");
        let report = world
            .app
            .store
            .verify(&world.app.desks.all(), &mut |_| {})
            .await
            .unwrap();
        assert_eq!(report.faults, []);
    }
}

#[tokio::test]
async fn o1_those_who_are_named_first_have_something_to_show() {
    let world = World::at("default", STARTS[3]).await;
    assert_eq!(world.own("西尾 奈々", View::NotClosed).await.rows.len(), 0);
    let has = async |view| !world.own("小山田 毅", view).await.rows.is_empty();
    assert!(has(View::Support).await, "one with support");
    assert!(has(View::Closed).await, "one that is closed");
    let waits = world.own("小山田 毅", View::Customer).await;
    let (desk, _) = world.app.desks.current();
    let first = waits.rows.first().expect("one that waits for the customer");
    assert!(desk.status(&first.status).unwrap().asks_solution);
    // Most promises are kept, and some are not.
    let open = world
        .cases(&Actor::System, Holder::All, View::NotClosed, None)
        .await;
    let now = domain::calendar::second(world.app.now());
    let due: Vec<i64> = open
        .rows
        .iter()
        .filter_map(|row| match row.due {
            domain::contract::Due::At(_, at) => Some(at - now),
            _ => None,
        })
        .collect();
    let over = due.iter().filter(|left| **left < 0).count();
    assert!(over > 0 && over * 3 < due.len(), "{over} of {}", due.len());
    // What lies ahead is told as time goes on.
    let quiet = madoguchi::work::clocks::run(&world.app).await;
    assert!(!quiet.is_zero(), "nothing was left untold");
}

/// What customers were not content with was talked over with them, and then decided by whoever leads.
#[tokio::test]
async fn e2_who_was_not_content_has_been_called_back() {
    let world = World::at("default", STARTS[0]).await;
    let closed = world.cases(&Actor::System, Holder::All, View::Closed, None);
    let (mut told, mut decided) = (0, 0);
    for row in &closed.await.rows {
        let stored = world.app.case(&Actor::System, row.number).await.unwrap();
        let story = world.app.store.story(&stored).await.unwrap();
        let history = story.all();
        let place = |of: fn(&CaseEvent) -> bool| history.iter().position(|one| of(&one.event));
        let suggested = place(|event| matches!(event, CaseEvent::EscalationSuggested { .. }));
        let dismissed = place(|event| matches!(event, CaseEvent::EscalationDismissed { .. }));
        told += usize::from(suggested.is_some());
        let Some(dismissed) = dismissed else { continue };
        assert!(suggested.is_some_and(|told| told < dismissed), "{stored:?}");
        let before = dismissed
            .checked_sub(1)
            .and_then(|place| history.get(place));
        let noted = before.is_some_and(|one| matches!(one.event, CaseEvent::NotePosted { .. }));
        assert!(noted, "what was said is noted: {stored:?}");
        decided += 1;
    }
    assert!(decided > 10, "{decided} of {told}");
}

/// Another trade has stories of its own, with cases in every status of its desk.
#[tokio::test]
async fn l2_a_desk_that_lets_people_in_one_by_one_has_its_session_too() {
    let folder = tempfile::tempdir().unwrap();
    let desk = folder.path().join("desk.toml");
    let text = include_str!("../../../desks/default.toml");
    std::fs::write(&desk, text.replace("lobby = false", "lobby = true")).unwrap();
    let world = World::at(desk.to_str().unwrap(), "2026-11-24T01:00:00Z").await;
    let store = &world.app.store;
    let events = store.session_events(domain::SessionId(1)).await.unwrap();
    let admitted = |one: &SessionEvent| matches!(one, SessionEvent::Admitted { .. });
    assert!(events.iter().any(|one| admitted(&one.event)), "{events:?}");
}

#[tokio::test]
async fn d2_the_experience_hub_has_a_world_in_its_terms() {
    let world = World::at("experience-hub", STARTS[0]).await;
    let (desk, _) = world.app.desks.current();
    let states = world.states().await;
    assert!(states.len() > 60, "{}", states.len());
    for status in ["open", "escalated", "closed"] {
        let main = |state: &&State| state.1.starts_with(status);
        assert!(states.iter().filter(main).count() > 3, "{status}");
    }
    let asks = |state: &State| state.1 == "escalated/confirmation" && state.2 == Turn::Customer;
    assert!(
        states.iter().any(asks),
        "one asks to confirm the resolution"
    );
    // One company reads no case, and has some.
    let person = world.person("佐久間 真琴").await;
    let acting = world.app.acting(&person, None).await.unwrap().unwrap();
    assert!(matches!(acting.actor, Actor::Contact { access, .. } if access.restricted));
    assert!(
        world
            .own("佐久間 真琴", View::NotClosed)
            .await
            .rows
            .is_empty()
    );
    assert!(states.iter().any(|state| state.3 == "佐久間 真琴"));
    assert!(desk.kinds.iter().all(|kind| kind.list == List::Cases));
    let report = world
        .app
        .store
        .verify(&world.app.desks.all(), &mut |_| {})
        .await;
    assert_eq!(report.unwrap().faults, []);
}

/// Nobody of the world is told that they came to the wrong door.
#[tokio::test]
async fn c3_no_case_of_the_demo_looks_as_if_it_belonged_elsewhere() {
    for desk in ["default", "contact-center"] {
        let world = World::at(desk, STARTS[0]).await;
        let (desk, _) = world.app.desks.current();
        for view in [View::NotClosed, View::Closed] {
            let page = world.cases(&Actor::System, Holder::All, view, None).await;
            for row in &page.rows {
                let stored = world.app.case(&Actor::System, row.number).await.unwrap();
                let history = world.app.history(&Actor::System, &stored).await.unwrap();
                let Some(CaseEvent::Opened(opened)) = history.first().map(|first| &first.event)
                else {
                    panic!("no opening");
                };
                let texts = [opened.subject.as_str(), opened.description.as_str()];
                let sub_type = opened.sub_type.as_deref();
                let elsewhere = desk.looks_like(&opened.case_kind, sub_type, &texts);
                assert_eq!(elsewhere, None, "{}", texts[0]);
            }
        }
    }
}
