//! `import incident-log` over the log of a real service desk: what the stored cases add up to is what its publisher
//! says, and what a plain count over the file says.

use std::{
    collections::{HashMap, HashSet},
    io::Read,
    path::PathBuf,
};

use madoguchi::{
    app::Desks,
    import::incident_log::{self, Options, States},
};

/// Beside the checkout; not part of it.
const LOG: &str = "../../../shared/data/eventlog-servicenow/incident_event_log.csv.gz";
/// Incidents of the sample.
const SAMPLE: usize = 2000;

#[derive(Debug, PartialEq, Eq)]
struct Facts {
    cases: i64,
    reassigned: i64,
    reopened: i64,
    callers: u64,
    locations: u64,
}

/// Counted from the text by columns, without the import's reader.
fn count(text: &str) -> Facts {
    let mut most: HashMap<&str, (u32, u32)> = HashMap::new();
    let (mut callers, mut locations) = (HashSet::new(), HashSet::new());
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let most = most.entry(cells[0]).or_default();
        most.0 = most.0.max(cells[3].parse().unwrap());
        most.1 = most.1.max(cells[4].parse().unwrap());
        callers.insert(cells[7]);
        locations.insert(cells[15]);
    }
    callers.remove("?");
    locations.remove("?");
    let with =
        |of: fn(&(u32, u32)) -> u32| most.values().filter(|most| of(most) > 0).count() as i64;
    Facts {
        cases: most.len() as i64,
        reassigned: with(|most| most.0),
        reopened: with(|most| most.1),
        callers: callers.len() as u64,
        locations: locations.len() as u64,
    }
}

#[tokio::test]
async fn the_real_log_gives_the_facts_that_are_known_of_it() {
    let log = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(LOG);
    let Ok(packed) = std::fs::read(&log) else {
        eprintln!(
            "NOT TESTED: {} is absent, the import of the real log was not tried",
            log.display()
        );
        return;
    };
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(packed.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    let whole = std::env::var_os("MADOGUCHI_FULL_IMPORT").is_some();
    if !whole {
        eprintln!("the first {SAMPLE} incidents only; MADOGUCHI_FULL_IMPORT=1 takes the whole log");
        let mut seen = HashSet::new();
        let lines = text.lines().take_while(|line| {
            seen.insert(line.split(',').next().unwrap_or_default().to_owned());
            // The heading is one of them.
            seen.len() <= SAMPLE + 1
        });
        text = lines.collect::<Vec<_>>().join("\n");
    }
    let facts = count(&text);
    if whole {
        assert_eq!(
            facts,
            Facts {
                cases: 24_918,
                reassigned: 11_369,
                reopened: 275,
                callers: 5_244,
                locations: 224,
            }
        );
    }

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("log.csv");
    std::fs::write(&file, &text).unwrap();
    let db = testkit::databases::sqlite().await;
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let desks = Desks::serve(&db.store, "default", now).await.unwrap();
    let zone = jiff::tz::TimeZone::get("America/Sao_Paulo").unwrap();
    let options = Options {
        file,
        zone,
        states: States::default(),
        dry_run: false,
        now,
    };
    let report = incident_log::run(&db.store, &desks, &options, &mut |_| {})
        .await
        .unwrap();
    eprintln!("{report}");

    let stored = report.stored.unwrap();
    let found = Facts {
        cases: stored.cases,
        reassigned: stored.reassigned,
        reopened: stored.reopened,
        callers: report.callers,
        locations: report.locations,
    };
    assert_eq!(found, facts);
    assert_eq!(report.rows, text.lines().count() as u64 - 1);
    assert_eq!(report.added.events, stored.events as u64);
    let verified = db.store.verify(&desks.all(), &mut |_| {}).await.unwrap();
    assert_eq!(verified.faults, []);

    let again = incident_log::run(&db.store, &desks, &options, &mut |_| {})
        .await
        .unwrap();
    assert_eq!(
        (again.added.events, again.added.cases, again.unchanged),
        (0, 0, facts.cases as u64)
    );
}
