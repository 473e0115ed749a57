//! A list of a hundred thousand cases as a workbook, made as the program makes it in the background: how long it takes, how
//! large it is, and how much memory the making takes beside what the program holds anyway.

use std::{process::Command, time::Instant};

use benches::{
    places, seed,
    served::memory,
    table::{Goal, Table, megabytes},
};
use domain::{Language, desk::List};
use madoguchi::{
    app::{
        App, Clock, Desks,
        list_files::{Plan, Wanted},
    },
    lists::columns::{Column, Side},
    texts::{self, Texts},
};
use store::{
    Db, Store,
    cases::{Direction, Filter, Holder, Query, Sort, View},
    list_files::State,
};
use testkit::cast::{AOKI, AS_AOKI, HINODE};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Of these, a hundred thousand are in the list of what is not closed.
const CASES: usize = 170_000;
/// Names the copy that is measured on, in a process that did nothing before.
const ALONE: &str = "MADOGUCHI_BENCH_LIST_FILES";

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if std::env::var_os(ALONE).is_some() {
        runtime.block_on(measure());
        return;
    }
    // Fewer where a quick look is enough.
    let cases = std::env::var("MADOGUCHI_BENCH_CASES");
    let cases = cases.ok().and_then(|n| n.parse().ok()).unwrap_or(CASES);
    let template = runtime.block_on(seed::installation(cases));
    let copy = places::copy(&template, "list-files");
    let own = std::env::current_exe().expect("a program lies somewhere");
    let measured = Command::new(own).env(ALONE, &copy).status();
    assert!(measured.is_ok_and(|status| status.success()));
}

fn plan(format: &str, columns: Vec<Column>) -> Plan {
    Plan {
        person: AOKI,
        account: Some(HINODE),
        query: Query {
            list: Some(List::Cases),
            holder: Holder::All,
            view: View::NotClosed,
            filter: Filter::default(),
            sort: Sort::Number,
            direction: Direction::Ascending,
            cursor: None,
            limit: 50,
        },
        columns,
        title: "list".into(),
        wanted: Wanted {
            format: format.into(),
            name: format!("list.{format}"),
            plain_name: format!("list.{format}"),
            account: Some(HINODE.0),
            back: "/cases".into(),
        },
        t: Texts::new(
            texts::load(),
            &Language::new("ja"),
            texts::zone("Asia/Tokyo"),
        ),
    }
}

async fn measure() {
    let folder = std::env::var_os(ALONE).expect("the copy is named");
    let db = Db::sqlite(&places::database(folder.as_ref())).expect("SQLite opens");
    let store = Store::open(db).await.expect("the schema fits");
    let desks = Desks::stored(&store).await.expect("a desk serves");
    let app = App::new(store, desks, Clock::Machine)
        .await
        .expect("the installation is whole");
    let every = Column::ALL.into_iter();
    let every: Vec<Column> = every.filter(|c| c.is_for(Side::Customer)).collect();
    let mut table = Table::new();
    for (what, format, columns) in [
        ("usual columns, xlsx", "xlsx", Column::OF_CUSTOMERS.to_vec()),
        ("every column, xlsx", "xlsx", every.clone()),
        ("every column, csv", "csv", every),
    ] {
        // The highest so far is forgotten: what follows is the making's own.
        std::fs::write("/proc/self/clear_refs", "5").expect("Linux keeps the highest");
        let before = memory("VmRSS") / 1024.0;
        let begun = Instant::now();
        let plan = plan(format, columns);
        let length = app
            .list_length(&AS_AOKI.scope(), &plan.query)
            .await
            .expect("a length");
        let secret = app
            .begin_list_file(plan, length)
            .await
            .expect("a file is begun");
        let file = loop {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            let kept = app.list_file(&secret, AOKI, Some(HINODE)).await;
            let file = kept.expect("the store answers").expect("a file").file;
            match file.state {
                State::Waiting | State::Working => {}
                State::Done => break file,
                ended => panic!("not made: {ended:?}"),
            }
        };
        let took = begun.elapsed().as_secs_f64();
        let extra = memory("VmHWM") / 1024.0 - before;
        let mut bytes = 0;
        for place in 0.. {
            let part = app.store.list_file_part(&secret, place).await;
            let Some(part) = part.expect("the store answers") else {
                break;
            };
            bytes += part.len();
        }
        let more = format!(
            "{} rows in {took:.1} s, {:.1} MB of file, {before:.1} MB held before",
            file.rows,
            bytes as f64 / 1024.0 / 1024.0
        );
        table.goal(what, extra, Goal::Under(64.0), megabytes, more);
    }
    table.print("Extra memory of a list made into a file");
}
