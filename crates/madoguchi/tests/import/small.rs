//! The small log: exact figures, states and histories.

use std::{fmt::Write as _, sync::Mutex};

use domain::{
    access::Scope,
    case::CaseEvent,
    desk::{List, Turn},
    event::By,
};
use madoguchi::import::incident_log::{self, Added, Progress, SYSTEM, Stored};
use store::cases::Tally;
use testkit::databases;

use crate::kit::{SMALL, case, desks, import, note, nothing_is_wrong, options};

#[tokio::test]
async fn the_small_log_gives_exactly_this_report() {
    for db in databases().await {
        let desks = desks(&db.store).await;
        let report = import(&db.store, &desks, &options(SMALL)).await.unwrap();
        assert_eq!(
            (
                report.rows,
                report.incidents,
                report.callers,
                report.locations
            ),
            (31, 8, 5, 3),
            "{}",
            db.name
        );
        assert_eq!(
            report.added,
            Added {
                teams: 4,
                accounts: 4,
                agents: 15,
                contacts: 7,
                cases: 8,
                events: 39
            }
        );
        assert_eq!((report.continued, report.unchanged), (0, 0));
        let skipped = [
            note("the row stands there twice", 1),
            note("state -100: the one before is kept", 2),
        ];
        assert_eq!(report.skipped, skipped);
        let not_taken = [
            note("priority changed later", 1),
            note("category, subcategory or symptom changed later", 1),
        ];
        assert_eq!(report.not_taken_over, not_taken);
        assert_eq!(
            report.stored,
            Some(Stored {
                cases: 8,
                reassigned: 2,
                reopened: 1,
                events: 39
            })
        );
        let states: Vec<_> = report
            .states
            .iter()
            .map(|s| format!("{} {} {}", s.state, s.status, s.rows))
            .collect();
        assert_eq!(
            states,
            [
                "Active open/investigating 8",
                "Awaiting User Info awaiting-information/information-required 2",
                "Awaiting Vendor open/third-party 1",
                "Closed closed/resolved 4",
                "New open/new 8",
                "Resolved solution-proposed/problem-resolved 5",
            ]
        );
        nothing_is_wrong(&db.store, &desks).await;
    }
}

#[tokio::test]
async fn the_small_log_gives_exactly_these_states() {
    let db = testkit::databases::sqlite().await;
    let desks = desks(&db.store).await;
    import(&db.store, &desks, &options(SMALL)).await.unwrap();
    let mut table = String::new();
    for number in 1..=8 {
        let (case, _) = case(&db.store, number).await;
        let store = &db.store;
        let name = |id| async move {
            let person = store.person(id).await.unwrap().unwrap();
            (
                person.profile.name(),
                person.profile.email.as_str().to_owned(),
            )
        };
        let owner = match case.owner {
            Some(owner) => name(owner).await.0,
            None => "nobody".into(),
        };
        let source = case.source.as_ref().unwrap();
        assert_eq!(source.system, SYSTEM);
        let closed = case
            .closed_at
            .map_or("open".to_owned(), |at| at.to_string());
        writeln!(
            table,
            "{} | {} | {} | {} | {} | {} | {} | {owner} | {} handovers | {} reopenings | {} | {closed} | {}",
            source.id,
            name(case.contact).await.1,
            case.subject.as_str(),
            case.channel,
            case.severity,
            case.status,
            case.version,
            case.handovers,
            case.reopenings,
            case.opened_at,
            db.store.account_name(case.account).await.unwrap().unwrap()[0],
        )
        .unwrap();
    }
    let wanted = "\
INC0000001 | caller-1@location-1.import.invalid | Category 55 / Subcategory 170 / Symptom 72 | phone | S3 | closed/resolved | 6 | Resolver 1 | 0 handovers | 0 reopenings | 2016-02-01T08:00:00Z | 2016-02-07T11:00:00Z | Location 1
INC0000002 | caller-2@location-1.import.invalid | Category 55 / Subcategory 9 | phone | S3 | closed/resolved | 7 | Resolver 2 | 0 handovers | 1 reopenings | 2016-02-01T08:10:00Z | 2016-02-09T15:00:00Z | Location 1
INC0000003 | caller-3@location-2.import.invalid | Category 7 | phone | S1 | closed/resolved | 8 | nobody | 6 handovers | 0 reopenings | 2016-02-01T09:00:00Z | 2016-02-03T09:00:00Z | Location 2
INC0000004 | caller-3@location-2.import.invalid | Category 7 | web | S3 | solution-proposed/problem-resolved | 4 | Resolver 3 | 0 handovers | 0 reopenings | 2016-02-02T07:00:00Z | open | Location 2
INC0000005 | caller-4@location-3.import.invalid | Category 8 | phone | S3 | closed/resolved | 5 | Resolver 1 | 0 handovers | 0 reopenings | 2016-02-02T08:22:00Z | 2016-02-08T11:00:00Z | Location 3
INC0000006 | unknown-caller@unknown-location.import.invalid | INC0000006 | web | S3 | open/new | 1 | nobody | 0 handovers | 0 reopenings | 2016-02-03T06:00:00Z | open | Unknown location
INC0000008 | caller-5@location-3.import.invalid | Category 8 | web | S2 | open/third-party | 4 | Resolver 5 | 1 handovers | 0 reopenings | 2016-02-03T17:00:00Z | open | Location 3
INC0000007 | caller-1@location-2.import.invalid | Category 55 / Subcategory 170 / Symptom 3 | mail | S4 | awaiting-information/information-required | 4 | Resolver 3 | 0 handovers | 0 reopenings | 2016-02-04T13:00:00Z | open | Location 2
";
    pretty(&table, wanted);
}

/// Compares line by line, so that a difference can be read.
fn pretty(found: &str, wanted: &str) {
    for (found, wanted) in found.lines().zip(wanted.lines()) {
        assert_eq!(found, wanted);
    }
    assert_eq!(found.lines().count(), wanted.lines().count());
}

#[tokio::test]
async fn what_happened_stands_at_its_time_by_who_did_it() {
    let db = testkit::databases::sqlite().await;
    let desks = desks(&db.store).await;
    import(&db.store, &desks, &options(SMALL)).await.unwrap();
    let (_, history) = case(&db.store, 2).await;
    let mut told = Vec::new();
    for recorded in &history {
        let by = match recorded.by {
            By::Person(id) => db.store.person(id).await.unwrap().unwrap().profile.name(),
            By::System => "nobody".into(),
        };
        let what = match &recorded.event {
            CaseEvent::Opened(_) => "opened".into(),
            CaseEvent::Assigned { handovers, .. } => format!("assigned {handovers}"),
            CaseEvent::StatusChanged { to, cause, .. } => format!("{to} {cause:?}"),
            other => format!("{other:?}"),
        };
        told.push(format!("{} {by}: {what}", recorded.at));
    }
    assert_eq!(
        told,
        [
            "2016-02-01T08:10:00Z Opened by 1: opened",
            "2016-02-01T08:12:00Z Updated by 1: assigned 0",
            "2016-02-01T08:12:00Z Updated by 1: open/investigating Imported { reopenings: 0 }",
            // The column of the last resolver is not believed before its time.
            "2016-02-02T07:00:00Z Updated by 2: solution-proposed/problem-resolved Imported { reopenings: 0 }",
            "2016-02-03T07:15:00Z Updated by 1: open/investigating Imported { reopenings: 1 }",
            "2016-02-04T15:00:00Z Resolved by 9: solution-proposed/problem-resolved Imported { reopenings: 0 }",
            "2016-02-09T15:00:00Z Updated by 3: closed/resolved Imported { reopenings: 0 }",
        ]
    );
    for number in 1..=8 {
        let (_, history) = case(&db.store, number).await;
        assert!(
            history.is_sorted_by_key(|recorded| recorded.at),
            "case {number} goes back in time"
        );
    }
}

#[tokio::test]
async fn every_case_stands_in_its_companys_lists_and_in_its_contacts_own() {
    let db = testkit::databases::sqlite().await;
    let desks = desks(&db.store).await;
    import(&db.store, &desks, &options(SMALL)).await.unwrap();
    for number in 1..=8 {
        let (case, _) = case(&db.store, number).await;
        let scope = Scope::Account {
            person: case.contact,
            account: case.account,
            sites: None,
            since: None,
            only: domain::access::Only::All,
            behind: None,
        };
        assert!(db.store.case(&scope, number).await.unwrap().is_some());
        let contact = db.store.person(case.contact).await.unwrap().unwrap();
        let front = db.store.front(&contact, case.account).await.unwrap();
        let access = front.unwrap().membership.access(
            case.opened_at.to_zoned(jiff::tz::TimeZone::UTC).date(),
            None,
        );
        let actor = domain::Actor::Contact {
            person: contact.id,
            account: case.account,
            access: access.unwrap(),
        };
        assert_eq!(actor.scope(), scope);
        let own = Tally::Contact(case.contact, case.account);
        let tallies = [Tally::Account(case.account), own];
        for counts in db
            .store
            .counts(&scope, Some(List::Cases), &tallies)
            .await
            .unwrap()
        {
            assert!(
                if case.turn == Turn::Nobody {
                    counts.closed
                } else {
                    counts.not_closed()
                } > 0
            );
        }
        // Nobody signs in as somebody who was imported.
        assert_eq!(
            db.store
                .password_of(contact.profile.email.as_str())
                .await
                .unwrap(),
            None
        );
    }
}

#[test]
fn a_whole_share_of_progress_is_told() {
    let told = Mutex::new(Vec::new());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let db = testkit::databases::sqlite().await;
        let desks = desks(&db.store).await;
        let mut progress = |progress| told.lock().unwrap().push(progress);
        incident_log::run(&db.store, &desks, &options(SMALL), &mut progress)
            .await
            .unwrap();
    });
    let told = told.into_inner().unwrap();
    assert_eq!(
        told,
        [
            Progress::Reading { rows: 31 },
            Progress::People { done: 30, of: 30 },
            Progress::Cases {
                done: 8,
                of: 8,
                events: 39
            },
        ]
    );
}
