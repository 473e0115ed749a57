//! Another desk file: what it would change is shown first, and open cases move only when that is wanted (D1, S3).
#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{
    access::Scope,
    calendar::second,
    case::Command,
    contract::{ClockKind, Due},
};
use jiff::SignedDuration;
use madoguchi::app::{App, Clock, Desks, desk_plan, desks::NotServed};
use testkit::{Cast, cast::*};

/// First responses of the better plan in half the time, for every severity that has one in minutes.
fn faster() -> String {
    let at = DESK.find("plan = \"advanced\"\nseverity = \"S3\"").unwrap();
    let (before, after) = DESK.split_at(at);
    format!("{before}{}", after.replacen("90m", "45m", 1))
}

struct House {
    app: App,
    number: i64,
    kept: testkit::Database,
}

/// A case of the third severity, opened at noon: 90 minutes to the first response.
async fn house() -> House {
    let kept = testkit::databases::sqlite().await;
    let cast = Cast::enter(&kept.store).await;
    let number = cast
        .open(&kept.store, &AS_AOKI, TOKYO, "録音が再生できない", noon())
        .await
        .unwrap();
    let desks = Desks::stored(&kept.store).await.unwrap();
    let clock = Clock::set_to(noon());
    clock.advance(SignedDuration::from_mins(60));
    let app = App::new(kept.store.clone(), desks, clock).await.unwrap();
    House { app, number, kept }
}

fn after_noon(minutes: i64) -> Due {
    Due::At(ClockKind::FirstResponse, second(noon()) + minutes * 60)
}

impl House {
    async fn due(&self) -> (Due, i64) {
        let desks = Desks::stored(&self.kept.store).await.unwrap();
        let case = self.app.store.case(&Scope::System, self.number).await;
        let case = case.unwrap().unwrap().case;
        (case.due(desks.of(case.desk_version)), case.desk_version)
    }

    async fn sound(&self) {
        let desks = Desks::stored(&self.kept.store).await.unwrap().all();
        let report = self.app.store.verify(&desks, &mut |_| {}).await.unwrap();
        assert_eq!(report.faults, []);
    }
}

#[tokio::test]
async fn d1_a_plan_shows_whom_another_desk_would_make_late() {
    let house = house().await;
    let (store, desks, now) = (&house.app.store, &house.app.desks, house.app.now());
    let text = faster();
    let plan = desk_plan::plan(store, desks, "my.toml", &text, now);
    let plan = plan.await.unwrap();
    assert_eq!((plan.open, plan.changed, plan.late), (1, 1, 1));
    let case = &plan.cases[0];
    assert_eq!((case.before, case.after), (after_noon(90), after_noon(45)));
    let same = desk_plan::plan(store, desks, "my.toml", DESK, now);
    assert!(same.await.unwrap().same);
    assert_eq!(
        house.due().await,
        (after_noon(90), 1),
        "a plan changes nothing"
    );
}

#[tokio::test]
async fn s3_open_cases_move_only_when_that_is_wanted() {
    let house = house().await;
    let (store, now, text) = (&house.app.store, house.app.now(), faster());
    let moved = desk_plan::apply(store, "my.toml", &text, false, now);
    assert_eq!(moved.await.unwrap(), 0);
    assert_eq!(house.due().await, (after_noon(90), 1));
    let moved = desk_plan::apply(store, "my.toml", &text, true, now);
    assert_eq!(moved.await.unwrap(), 1);
    assert_eq!(house.due().await, (after_noon(45), 2));
    let again = desk_plan::apply(store, "my.toml", &text, true, now);
    assert_eq!(again.await.unwrap(), 0, "a second time changes nothing");
    house.sound().await;
}

#[tokio::test]
async fn s3_a_first_response_that_was_given_never_changes() {
    let house = house().await;
    let reply = Command::Reply {
        text: "確認します。".into(),
        then: None,
    };
    let (store, now) = (&house.app.store, house.app.now());
    let done = house
        .app
        .change_case(&AS_MORI, house.number, reply, None, None);
    done.await.unwrap();
    desk_plan::apply(
        store,
        "my.toml",
        &faster().replace("\"24h\"", "\"12h\""),
        true,
        now,
    )
    .await
    .unwrap();
    let case = store.case(&Scope::System, house.number).await.unwrap();
    let case = case.unwrap().case;
    let desks = Desks::stored(&house.kept.store).await.unwrap();
    assert_eq!(case.desk_version, 2);
    let calendar = case.calendar(desks.current().0).unwrap();
    let clocks = case.clocks.as_ref().unwrap();
    // Answered after an hour of ninety minutes: in time, though the new desk gives forty-five.
    assert_eq!(
        clocks.first_response(calendar),
        Some(second(noon()) + 90 * 60)
    );
    house.sound().await;
}

#[tokio::test]
async fn d1_a_desk_without_a_plan_that_was_bought_is_refused() {
    let house = house().await;
    let text = DESK.replace("\"advanced\"", "\"better\"");
    let taken = desk_plan::apply(&house.app.store, "my.toml", &text, true, house.app.now()).await;
    assert!(matches!(taken, Err(NotServed::Stranded(_))), "{taken:?}");
    assert_eq!(house.due().await, (after_noon(90), 1));
}

/// Another program applies a desk file; the one that runs takes it up, and who works with the old version keeps it.
#[tokio::test]
async fn d1_a_running_server_takes_up_what_was_applied() {
    let house = house().await;
    let (app, store) = (&house.app, &house.kept.store);
    assert!(!app.desks.follow(store).await.unwrap());
    let (before, version) = app.desks.current();
    let taken = Desks::take(store, "my.toml", &faster(), app.now()).await;
    let taken = taken.unwrap();
    assert_eq!(app.desks.current().1, version, "until it looks");
    assert!(app.desks.follow(store).await.unwrap());
    assert!(!app.desks.follow(store).await.unwrap());
    let (now, current) = app.desks.current();
    assert_eq!(current, taken);
    let promised = |desk: &domain::Desk| {
        let centre = &desk.centres[0].id;
        let target = desk.target(centre, "advanced", "S3").unwrap();
        target.first_response
    };
    assert_ne!(promised(now), promised(before));
    assert_eq!(promised(app.desks.of(version)), promised(before));
    assert_eq!(app.desks.all().len(), 2);
}
