//! `import incident-log` over a small log of our own, on both databases: exact figures and states, and that it can be
//! repeated, broken off, gone on with and tried without a trace.

#![allow(
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is all it is for"
)]

use std::{fmt::Write as _, path::Path, sync::Mutex};

use domain::{
    Instant,
    access::Scope,
    case::{Case, CaseEvent},
    desk::{List, Turn},
    event::{By, Recorded},
};
use madoguchi::{
    app::Desks,
    import::incident_log::{
        self, Added, ImportError, Mismatch, Note, Options, Progress, Report, SYSTEM, States, Stored,
    },
};
use store::{Store, cases::Tally};
use testkit::databases;

const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/import/small.csv");

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn options(file: impl AsRef<Path>) -> Options {
    Options {
        file: file.as_ref().to_owned(),
        zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
        states: States::default(),
        dry_run: false,
        now: at("2026-01-05T00:00:00Z"),
    }
}

async fn desks(store: &Store) -> Desks {
    Desks::serve(store, "default", at("2026-01-01T00:00:00Z"))
        .await
        .unwrap()
}

async fn import(store: &Store, desks: &Desks, options: &Options) -> Result<Report, ImportError> {
    incident_log::run(store, desks, options, &mut |_| {}).await
}

/// The case of this number with its history.
async fn case(store: &Store, number: i64) -> (Case, Vec<Recorded<CaseEvent>>) {
    let stored = store.case(&Scope::System, number).await.unwrap().unwrap();
    let history = store.history(&stored).await.unwrap();
    (stored.case, history)
}

async fn nothing_is_wrong(store: &Store, desks: &Desks) {
    let report = store.verify(&desks.all(), &mut |_| {}).await.unwrap();
    assert_eq!(report.faults, []);
}

/// The small log without rows that `keep` refuses, in a file of its own.
fn part_of_small(keep: impl Fn(&str) -> bool) -> tempfile::NamedTempFile {
    let whole = std::fs::read_to_string(SMALL).unwrap();
    let mut lines = whole.lines();
    let heading = lines.next().unwrap();
    file(
        &lines
            .filter(|line| keep(line))
            .fold(heading.to_owned(), |text, line| text + "\n" + line),
    )
}

fn file(text: impl AsRef<[u8]>) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

fn note(what: &str, count: u64) -> Note {
    Note {
        what: what.into(),
        count,
    }
}

#[tokio::test]
async fn the_small_log_gives_exactly_this_report() {
    for db in databases().await {
        let desks = desks(&db.store).await;
        let report = import(&db.store, &desks, &options(SMALL)).await.unwrap();
        assert_eq!(
            (report.rows, report.incidents, report.callers),
            (31, 8, 5),
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
        };
        assert!(db.store.case(&scope, number).await.unwrap().is_some());
        let contact = db.store.person(case.contact).await.unwrap().unwrap();
        assert_eq!(contact.actor().scope(), scope);
        let tallies = [Tally::Account(case.account), Tally::Contact(case.contact)];
        for counts in db
            .store
            .counts(&scope, List::Cases, &tallies)
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
        let (log, wanted) = (long(2000), 2000);
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
        db.store.add(Vec::new()).await.unwrap();
        nothing_is_wrong(&db.store, &desks).await;
        let kept = db.store.imported_totals(SYSTEM).await.unwrap();
        assert!(kept.cases > 0 && kept.cases < wanted, "{kept:?}");
        let report = import(&db.store, &desks, &options(log.path()))
            .await
            .unwrap();
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

#[tokio::test]
async fn a_mapping_that_does_not_fit_is_refused_before_anything_is_written() {
    let db = testkit::databases::sqlite().await;
    let desks = desks(&db.store).await;
    let states =
        States::parse("New=open/new,Active=open/dreaming,Resolved=solution-proposed/proposed")
            .unwrap();
    let error = import(
        &db.store,
        &desks,
        &Options {
            states,
            ..options(SMALL)
        },
    )
    .await
    .unwrap_err();
    let left = |state: &str, rows| Mismatch::LeftOut {
        state: state.into(),
        rows,
    };
    let ImportError::States(wrong) = &error else {
        panic!("{error}")
    };
    let no_such = Mismatch::NoSuchStatus {
        state: "Active".into(),
        status: "open/dreaming".into(),
    };
    assert_eq!(
        *wrong,
        [
            no_such,
            left("Awaiting User Info", 2),
            left("Awaiting Vendor", 1),
            left("Closed", 4)
        ]
    );
    assert!(error.is_refusal());
    assert!(db.store.accounts().await.unwrap().is_empty());
    assert_eq!(db.store.imported_totals(SYSTEM).await.unwrap().cases, 0);
}

#[tokio::test]
async fn a_faulty_file_is_refused_by_line() {
    let db = testkit::databases::sqlite().await;
    let desks = desks(&db.store).await;
    let whole = std::fs::read_to_string(SMALL).unwrap();
    let (_, rows) = whole.split_once('\n').unwrap();
    let packed = {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packer, format!("{whole}{}", rows.repeat(20)).as_bytes()).unwrap();
        packer.finish().unwrap()
    };
    let mut torn = packed.clone();
    torn[200] ^= 0x55;
    let third = whole.lines().nth(2).unwrap();
    let cases: [(Vec<u8>, &str); 8] = [
        (Vec::new(), "is empty"),
        (
            whole
                .replacen("location,", "place,", 1)
                .replacen(",u_symptom", ",symptom", 1)
                .into(),
            "lacks location, u_symptom",
        ),
        (
            whole
                .replacen("1/2/2016 09:30", "31/2/2016 09:30", 1)
                .into(),
            "line 3, column sys_updated_at: \"31/2/2016 09:30\"",
        ),
        (
            whole.replacen("1/2/2016 09:10", "yesterday", 1).into(),
            "line 7, column opened_at: \"yesterday\"",
        ),
        (
            whole.replacen(third, "INC0000001,Active,true", 1).into(),
            "line 3: 3 cells where the heading has 23",
        ),
        (
            whole
                .replacen(
                    third,
                    &third.replace("Active,true,0", "Active,true,none"),
                    1,
                )
                .into(),
            "line 3, column reassignment_count",
        ),
        (packed[..packed.len() / 2].to_vec(), "it was cut off"),
        (torn, "line"),
    ];
    for (text, wanted) in cases {
        let error = import(&db.store, &desks, &options(file(text).path()))
            .await
            .unwrap_err();
        assert!(error.to_string().contains(wanted), "{error} / {wanted}");
        assert!(error.is_refusal());
    }
    let latin = [whole.as_bytes(), b"INC\xe9"].concat();
    assert!(
        import(&db.store, &desks, &options(file(latin).path()))
            .await
            .is_err()
    );
    let missing = import(&db.store, &desks, &options("no/such/file.csv"))
        .await
        .unwrap_err();
    assert!(missing.to_string().contains("no/such/file.csv"));
    assert!(db.store.accounts().await.unwrap().is_empty());
}

/// Broken off between the packing and the reading is not told from text that ends: the last row must be whole.
#[tokio::test]
async fn a_packed_log_reads_like_a_plain_one() {
    let db = testkit::databases::sqlite().await;
    let desks = desks(&db.store).await;
    let text = std::fs::read(SMALL).unwrap();
    let half = text.len() / 2;
    let mut packed = Vec::new();
    // Two members, as `cat a.gz b.gz` makes them.
    for part in [&text[..half], &text[half..]] {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packer, part).unwrap();
        packed.extend(packer.finish().unwrap());
    }
    let report = import(&db.store, &desks, &options(file(packed).path()))
        .await
        .unwrap();
    assert_eq!((report.rows, report.added.events), (31, 39));
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
