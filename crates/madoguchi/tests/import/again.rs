//! Repeated, gone on with, broken off, tried without a trace.

use std::fmt::Write as _;

use domain::access::Scope;
use madoguchi::import::incident_log::{self, Added, ImportError, Options, Progress, SYSTEM};
use store::WriteError;
use testkit::databases;

use crate::kit::{SMALL, at, case, desks, file, import, nothing_is_wrong, options, part_of_small};

#[tokio::test]
async fn a_second_run_adds_nothing() {
    for db in databases().await {
        let desks = desks(&db.store).await;
        let first = import(&db.store, &desks, &options(SMALL)).await.unwrap();
        let before = case(&db.store, 3).await;
        let again = Options {
            now: at("2026-02-01T00:00:00Z"),
            ..options(SMALL)
        };
        let second = import(&db.store, &desks, &again).await.unwrap();
        assert_eq!(second.added, Added::default(), "{}", db.name);
        assert_eq!((second.continued, second.unchanged), (0, 8));
        assert_eq!(second.stored, first.stored);
        assert_eq!(case(&db.store, 3).await, before);
        nothing_is_wrong(&db.store, &desks).await;
    }
}

#[tokio::test]
async fn a_log_that_has_grown_adds_only_its_new_rows() {
    for db in databases().await {
        let desks = desks(&db.store).await;
        // Incidents 4 to 8 are not there yet, 1 to 3 have only begun.
        let early = part_of_small(|line| {
            let mods = line.split(',').nth(5).unwrap();
            line < "INC0000004" && ["0", "1", "2", "3"].contains(&mods)
        });
        let first = import(&db.store, &desks, &options(early.path()))
            .await
            .unwrap();
        assert_eq!(first.added.cases, 3);
        let second = import(&db.store, &desks, &options(SMALL)).await.unwrap();
        assert_eq!(
            (second.added.cases, second.continued),
            (5, 3),
            "{}",
            db.name
        );
        assert_eq!(
            first.added.events + second.added.events,
            second.stored.unwrap().events as u64
        );
        let stored = second.stored.unwrap();
        assert_eq!(
            (stored.cases, stored.reassigned, stored.reopened),
            (8, 2, 1)
        );
        let (case, history) = case(&db.store, 3).await;
        assert_eq!(
            (case.handovers, case.status.as_str()),
            (6, "closed/resolved")
        );
        assert!(history.is_sorted_by_key(|recorded| recorded.at));
        nothing_is_wrong(&db.store, &desks).await;
        let third = import(&db.store, &desks, &options(SMALL)).await.unwrap();
        assert_eq!(
            (third.added, third.continued, third.unchanged),
            (Added::default(), 0, 8)
        );
    }
}

/// A log of so many incidents, three rows each, the later ones first.
fn long(incidents: u32) -> tempfile::NamedTempFile {
    let mut text = String::from(
        "number,incident_state,reassignment_count,reopen_count,sys_mod_count,caller_id,opened_by,opened_at,\
         sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,u_symptom,priority,\
         assignment_group,assigned_to,resolved_by,resolved_at\n",
    );
    for n in (0..incidents).rev() {
        let opened = format!("{}/3/2016 {:02}:{:02}", 1 + n / 1440, n / 60 % 24, n % 60);
        for (mods, state) in ["New", "Active", "Resolved"].iter().enumerate() {
            writeln!(
                text,
                "INC{n:07},{state},{mods},0,{mods},Caller {},?,{opened},Updated by 1,{opened},Phone,Location {},\
                 Category 1,?,?,3 - Moderate,Group {mods},?,?,?",
                n % 50,
                n % 5
            )
            .unwrap();
        }
    }
    file(text)
}

#[tokio::test]
async fn one_that_was_broken_off_goes_on_where_it_was() {
    for db in databases().await {
        let desks = desks(&db.store).await;
        let (log, wanted) = (long(5000), 5000);
        let stop = tokio::sync::Notify::new();
        let mut progress = |progress| {
            if matches!(progress, Progress::Cases { .. }) {
                stop.notify_one();
            }
        };
        let first_options = options(log.path());
        tokio::select! {
            biased;
            () = stop.notified() => {}
            _ = incident_log::run(&db.store, &desks, &first_options, &mut progress) => panic!("it was to be broken off"),
        }
        // What was on its way to the database when it broke off arrives, or does not, before this does.
        const AFTER_IT: &str = "UPDATE numbering SET next = next WHERE name = 'case'";
        let waits = vec![store::Statement::new(AFTER_IT, Vec::new())];
        db.store.add(waits).await.unwrap();
        nothing_is_wrong(&db.store, &desks).await;
        let kept = db.store.imported_totals(SYSTEM).await.unwrap();
        assert!(kept.cases > 0 && kept.cases < wanted, "{kept:?}");
        // A server may still take what was under way, behind the one that goes on: that is told, and a further start goes on.
        let report = loop {
            match import(&db.store, &desks, &options(log.path())).await {
                Err(ImportError::Write(WriteError::Conflict)) => {}
                ended => break ended.unwrap(),
            }
        };
        assert_eq!(
            report.added.cases + report.unchanged,
            wanted as u64,
            "{}",
            db.name
        );
        let stored = report.stored.unwrap();
        assert_eq!((stored.cases, stored.reassigned), (wanted, wanted));
        nothing_is_wrong(&db.store, &desks).await;
        for number in 1..=wanted {
            let case = db
                .store
                .case(&Scope::System, number)
                .await
                .unwrap()
                .unwrap()
                .case;
            assert_eq!(
                case.source.unwrap().id,
                format!("INC{:07}", number - 1),
                "numbers follow the opening"
            );
        }
    }
}

#[tokio::test]
async fn a_dry_run_says_the_same_and_writes_nothing() {
    for db in databases().await {
        let desks = desks(&db.store).await;
        let dry = import(
            &db.store,
            &desks,
            &Options {
                dry_run: true,
                ..options(SMALL)
            },
        )
        .await
        .unwrap();
        assert_eq!(
            db.store.imported_totals(SYSTEM).await.unwrap().cases,
            0,
            "{}",
            db.name
        );
        assert!(
            db.store.accounts().await.unwrap().is_empty()
                && db.store.teams().await.unwrap().is_empty()
        );
        assert!(db.store.agents().await.unwrap().is_empty());
        let early =
            part_of_small(|line| !line.contains("Closed") && !line.starts_with("INC0000007"));
        let half = import(&db.store, &desks, &options(early.path()))
            .await
            .unwrap();
        let dry_rest = import(
            &db.store,
            &desks,
            &Options {
                dry_run: true,
                ..options(SMALL)
            },
        )
        .await
        .unwrap();
        let rest = import(&db.store, &desks, &options(SMALL)).await.unwrap();
        assert_eq!(
            (dry_rest.added, dry_rest.continued),
            (rest.added, rest.continued)
        );
        assert_eq!(dry.added.events, half.added.events + rest.added.events);
        assert!(dry.dry_run && dry.stored.is_none() && dry.to_string().contains("Would be added"));
    }
}
