//! What is refused, and how it is said.

use madoguchi::import::incident_log::{ImportError, Mismatch, Options, SYSTEM, States};

use crate::kit::{SMALL, desks, file, import, options};

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
        std::io::Write::write_all(
            &mut packer,
            format!("{whole}{}", rows.repeat(20)).as_bytes(),
        )
        .unwrap();
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
