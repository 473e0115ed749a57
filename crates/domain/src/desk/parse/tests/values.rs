//! Keys, values, texts, ids and references that are wrong.

use super::{SMALL, expected::*};
use crate::desk::{
    Attachments, check,
    parse::{Problem, Shape, What},
};

#[test]
fn the_small_desk_is_fine() {
    assert_eq!(findings(SMALL), []);
}

#[test]
fn keys_and_values_are_judged() {
    let keys = |list: &[&str]| list.iter().map(|k| (*k).to_owned()).collect::<Vec<_>>();
    tells(
        "attachments = {",
        "attachments = { «per_mesage = 2,",
        Problem::UnknownKey {
            key: "per_mesage".into(),
            expected: keys(&[
                "per_message",
                "size_each",
                "types",
                "transfer",
                "per_account",
                "locked",
            ]),
        },
    );
    tells(
        "definition = {",
        "«meaning = \"x\"\ndefinition = {",
        Problem::UnknownKey {
            key: "meaning".into(),
            expected: keys(&["id", "label", "definition"]),
        },
    );
    tells(
        "number_width = 6",
        "number_width = «40",
        Problem::OutOfRange {
            key: "number_width".into(),
            given: 40,
            min: 4,
            max: 12,
        },
    );
    tells(
        "number_width = 6",
        "number_width = «\"six\"",
        mistyped("number_width", Shape::Integer, Shape::Text),
    );
    tells(
        "closed = true",
        "closed = «\"yes\"\n",
        mistyped("closed", Shape::Flag, Shape::Text),
    );
    tells(
        "[[environment]]",
        "«[environment]",
        mistyped("environment", Shape::Tables, Shape::Table),
    );
    tells(
        "name = { ja = \"小さな窓口\", en = \"Small desk\" }",
        "name = «\"Small\"",
        mistyped("name", Shape::Words, Shape::Text),
    );
    tells(
        "time_zone = \"Asia/Tokyo\"",
        "time_zone = «\"Asia/Kyoto-2\"",
        Problem::UnknownTimeZone {
            given: "Asia/Kyoto-2".into(),
        },
    );
    tells(
        "\"500 KB\"",
        "«\"500 kilo\"",
        Problem::BadSize {
            key: "size_each".into(),
            given: "500 kilo".into(),
        },
    );
    tells(
        "[\"png\"]",
        "[«\".PNG\"]",
        Problem::BadExtension {
            given: ".PNG".into(),
        },
    );
    tells(
        "[\"png\"]",
        "[\"png\", «\"png\"]",
        twice(What::Extension, "png"),
    );
    tells(
        "[\"png\"]",
        "«[]",
        Problem::EmptyList {
            key: "types".into(),
        },
    );
    tells(
        "first_response = \"30m\"",
        "first_response = «\"soon\"",
        Problem::BadDuration {
            key: "first_response".into(),
            given: "soon".into(),
        },
    );
    tells(
        "id = \"small\"",
        "id = «\"a small one\"",
        Problem::BadId {
            what: What::Desk,
            id: "a small one".into(),
        },
    );
    tells(
        "entry = \"number\"",
        "entry = «\"figure\"",
        Problem::NotOneOf {
            key: "entry".into(),
            given: "figure".into(),
            known: keys(&[
                "line", "lines", "number", "date", "flag", "choice", "emails",
            ]),
        },
    );
}

#[test]
fn what_is_missing_is_told_where_its_table_begins() {
    tells(
        "[[centre]]\nid = \"here\"\nlabel = { ja = \"ここ\", en = \"Here\" }",
        "«[[centre]]\nid = \"here\"",
        missing("label", "centre"),
    );
    tells(
        "[[plan]]\nid = \"basic\"",
        "[[plan]]\nid = «\"\"",
        Problem::BadId {
            what: What::Plan,
            id: String::new(),
        },
    )
    .or_more();
    tells("\nid = \"small\"", "", missing("id", "")).marked("# A whole", "«# A whole");
    tells(
        "attachments = { per_message = 2,",
        "attachments = «{",
        missing("per_message", "attachments"),
    );
    tells(
        "[texts]\nvendor = { ja = \"会社\", en = \"Company\" }",
        "«[texts]",
        missing("vendor", "texts"),
    );
    tells(
        "[rules]\nopened = \"open/new\"",
        "«[rules]",
        missing("opened", "rules"),
    );
    tells(
        "[[target]]\nplan = \"basic\"\nseverity = \"low\"\ncentre = \"here\"\nfirst_response = \"30m\"\nnext_update = \"24h\"",
        "«[[target]]\nplan = \"basic\"\nseverity = \"low\"",
        missing("first_response", "target"),
    );
}

#[test]
fn texts_are_judged_in_each_language() {
    tells(
        "{ ja = \"音声\", en = \"Voice\" }",
        "«{ ja = \"音声\" }",
        Problem::NoText {
            language: "en".into(),
        },
    );
    tells(
        "ja = \"音声\"",
        "ja = «\"  \"",
        Problem::NoText {
            language: "ja".into(),
        },
    );
    tells(
        "ja = \"音声\"",
        "ja = «\"音\\n声\"",
        Problem::LineBreak {
            language: "ja".into(),
        },
    );
    tells(
        "en = \"Try it.\"",
        "en = «\"Try it by {due}.\"",
        Problem::Placeholder {
            language: "en".into(),
        },
    );
    tells(
        "en = \"Voice\"",
        "en = \"Voice\", «de = \"Stimme\"",
        Problem::UnknownKey {
            key: "de".into(),
            expected: vec!["ja".into(), "en".into()],
        },
    );
    tells(
        "ja = \"音声\"",
        "ja = «5",
        mistyped("ja", Shape::Text, Shape::Integer),
    );
    tells(
        "[\"ja\", \"en\"]",
        "[\"ja\", \"en\", «\"en\"]",
        twice(What::Language, "en"),
    );
}

#[test]
fn a_language_more_wants_every_text() {
    let source = SMALL.replace("[\"ja\", \"en\"]", "[\"ja\", \"en\", \"fr\"]");
    let found = findings(&source);
    assert!(found.len() > 30, "{}", found.len());
    assert!(found.iter().all(|f| f.problem
        == Problem::NoText {
            language: "fr".into()
        }));
    tells(
        "[\"ja\", \"en\"]",
        "[\"ja\", \"en\", «\"en_GB\"]",
        Problem::BadLanguage {
            tag: "en_GB".into(),
        },
    )
    .or_more();
}

#[test]
fn references_must_lead_somewhere() {
    tells(
        "preset_severity = \"low\"",
        "preset_severity = «\"lo\"",
        unknown(What::Severity, "lo", &["low"]),
    );
    tells(
        "products = [\"two\"]",
        "products = [«\"three\"]",
        unknown(What::Product, "three", &["one", "two"]),
    );
    tells(
        "products = [\"two\"]",
        "products = [\"two\", «\"two\"]",
        twice(What::Product, "two"),
    );
    let fields = [
        "deployment",
        "product",
        "sub-type",
        "subject",
        "description",
        "area",
        "part",
        "count",
    ];
    tells(
        "\"part\", \"count\"]",
        "\"part\", «\"cuont\"]",
        unknown(What::Field, "cuont", &fields),
    );
    let statuses = ["open/new", "open/proposed", "closed/done"];
    tells(
        "to = [\"open/new\"]",
        "to = [«\"open/old\"]",
        unknown(What::SubStatus, "open/old", &statuses),
    );
    tells(
        "\"closed/*\"]",
        "«\"shut/*\"]",
        unknown(What::Status, "shut", &["open", "closed"]),
    );
    tells(
        "opened = \"open/new\"",
        "opened = «\"new\"",
        unknown(What::SubStatus, "new", &statuses),
    );
    tells(
        "centre = \"here\"",
        "centre = «\"there\"",
        unknown(What::Centre, "there", &["here"]),
    );
    tells(
        "plan = \"basic\"",
        "plan = «\"gold\"",
        unknown(What::Plan, "gold", &["basic"]),
    );
}

#[test]
fn an_id_is_given_once() {
    tells("id = \"two\"", "id = «\"one\"", twice(What::Product, "one")).or_more();
    tells(
        "id = \"ear\"",
        "id = «\"mouth\"",
        twice(What::Option, "mouth"),
    )
    .or_more();
    tells(
        "id = \"question\"",
        "id = «\"problem\"",
        twice(What::SubType, "problem"),
    );
    tells(
        "id = \"proposed\"",
        "id = «\"new\"",
        twice(What::SubStatus, "new"),
    )
    .or_more();
    let target = "\n[[target]]\nplan = \"basic\"\nseverity = \"low\"\ncentre = \"here\"\nnext_update = \"48h\"\n";
    let again = format!("\"24h\"\n{}", target.replace("[[target]]", "«[[target]]"));
    tells(
        "\"24h\"\n",
        &again,
        twice(What::Target, "basic / low / here"),
    );
}

#[test]
fn synonyms_are_judged_line_by_line() {
    let told = |line: &str, problem: Problem| {
        let lines = format!("preset_severity = \"low\"\nsynonyms = [\n\"a = b\",\n{line},\n]");
        tells("preset_severity = \"low\"", &lines, problem);
    };
    let given = "録音 レコーディング".to_owned();
    told("«\"録音 レコーディング\"", Problem::BadSynonym { given });
    let (what, id) = (What::Synonym, "a = b".to_owned());
    told("«\"a = b\"", Problem::Duplicate { what, id });
}

#[test]
fn a_glossary_is_read_along_with_the_desk_file_and_judged_line_by_line() {
    const SEVERITY: &str = "preset_severity = \"low\"";
    let named = |glossary: &str| format!("{SEVERITY}\nglossary = {glossary}");
    let file = "a.tsv".to_owned();
    tells(
        SEVERITY,
        &named("«\"a.tsv\""),
        Problem::FileNotRead { file },
    );
    let given = "録音 レコーディング".to_owned();
    let whole = named(
        "\"a.tsv\"\nimported_glossary = [{ file = \"a.tsv\", lines = [\"a = b\", «\"録音 レコーディング\"] }]",
    );
    tells(SEVERITY, &whole, Problem::BadSynonym { given });
}

#[test]
fn calendars_are_judged() {
    const CENTRE: &str = "[[centre]]\nid = \"here\"";
    let with = |calendar: &str| {
        format!(
            "[[calendar]]\nid = \"office\"\ntime_zone = \"Asia/Tokyo\"\n{calendar}\n\n{CENTRE}\ncalendar = \"office\""
        )
    };
    let told = |calendar: &str, problem: Problem| {
        tells(CENTRE, &with(calendar), problem);
    };
    told(
        "weekdays = [«\"9-17\"]",
        Problem::BadHours {
            given: "9-17".into(),
        },
    );
    told(
        "monday = [\"09:00-12:00\", «\"11:00-17:00\"]",
        Problem::HoursOverlap {
            key: "monday".into(),
        },
    );
    told(
        "weekdays = [\"09:00-17:00\"]\nclosed = [{ days = «\"12-32\", label = { ja = \"休み\", en = \"Closed\" } }]",
        Problem::BadDays {
            given: "12-32".into(),
        },
    );
    told(
        "weekdays = [\"09:00-17:00\"]\nopen = [{ days = \"2026-05-02\", hours = «[], label = { ja = \"臨時\", en = \"Extra\" } }]",
        Problem::EmptyList {
            key: "hours".into(),
        },
    );
    tells(
        CENTRE,
        &with("weekdays = []").replace("[[calendar]]", "«[[calendar]]"),
        Problem::NeverOpen,
    );
    tells(
        CENTRE,
        &format!("{CENTRE}\ncalendar = «\"office\""),
        Problem::UnknownReference {
            what: What::Calendar,
            id: "office".into(),
            known: vec![],
        },
    );
    assert_eq!(
        findings(&SMALL.replace(
            CENTRE,
            &with("every_day = [\"22:00-06:00\", \"12:00-13:00\"]")
        )),
        []
    );
}

#[test]
fn amounts_say_in_which_hours_they_count() {
    use crate::contract::Amount;
    let of = |first: &str, update: &str| {
        let source = SMALL
            .replace(
                "first_response = \"30m\"",
                &format!("first_response = \"{first}\""),
            )
            .replace(
                "next_update = \"24h\"",
                &format!("next_update = \"{update}\""),
            );
        let desk = crate::desk::check(&source).expect("a whole desk");
        (desk.targets[0].first_response, desk.targets[0].next_update)
    };
    assert_eq!(
        of("30m", "24h"),
        (Some(Amount::Open(1_800)), Some(Amount::Elapsed(86_400)))
    );
    assert_eq!(
        of("30m elapsed", "8h open"),
        (Some(Amount::Elapsed(1_800)), Some(Amount::Open(28_800)))
    );
    assert_eq!(
        of("next-business-day", "24h").0,
        Some(Amount::NextBusinessDay)
    );
    tells(
        "next_update = \"24h\"",
        "next_update = «\"next-business-day\"",
        Problem::UpdateByDay,
    );
    for given in ["30", "0m", "30s", "30m open elapsed", "30m  open"] {
        tells(
            "next_update = \"24h\"",
            &format!("next_update = «\"{given}\""),
            Problem::BadDuration {
                key: "next_update".into(),
                given: given.into(),
            },
        );
    }
}

#[test]
fn a_door_is_a_kind_of_case_or_somebody_whom_a_text_names() {
    const CENTRE: &str = "[[centre]]\nid = \"here\"";
    const NEED: &str = "[[need]]\nlabel = { ja = \"用\", en = \"Help\" }\n";
    let with = |doors: &str| format!("{NEED}doors = {doors}\n\n{CENTRE}");
    assert_eq!(
        findings(&SMALL.replace(CENTRE, &with("[\"case\", \"mail\"]"))),
        []
    );
    // The desk has no telephone.
    tells(
        CENTRE,
        &with("[«\"phone\"]"),
        unknown(What::Door, "phone", &["case", "mail", "sign-in-help"]),
    );
    tells(
        CENTRE,
        &with("«[]"),
        Problem::EmptyList {
            key: "doors".into(),
        },
    );
}

#[test]
fn a_desk_keeps_what_is_locked_and_holds_software_to_limits_of_its_own() {
    let keeps = super::SMALL.replacen("per_message", "locked = \"keep\", per_message", 1);
    let software = "\n[downloads]\nsize_each = \"2 GB\"\ntypes = [\"exe\"]\n";
    let desk = check(&format!("{keeps}{software}")).unwrap();
    assert!(desk.attachments.keeps_locked);
    let given_out = desk.given_out();
    assert_eq!(given_out.types, ["exe"]);
    assert_eq!((given_out.per_message, given_out.bytes_each), (1, 2 << 30));
    // Where nothing is said, what is locked is refused, and software is held to what attachments are.
    let usual = check(super::SMALL).unwrap();
    assert!(!usual.attachments.keeps_locked);
    assert!(usual.attachments.per_message > 1);
    let given_out = usual.given_out();
    assert_eq!(given_out.per_message, 1, "a version is one file");
    let as_attached = Attachments {
        per_message: usual.attachments.per_message,
        ..given_out
    };
    assert_eq!(as_attached, usual.attachments);
    for (from, to) in [
        ("\"keep\"", "\"hide\""),
        ("2 GB", "much"),
        ("[\"exe\"]", "[\".exe\"]"),
    ] {
        let source = format!("{keeps}{software}").replacen(from, to, 1);
        assert!(check(&source).is_err(), "{to}");
    }
}
