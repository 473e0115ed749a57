//! What stands in the address of a list is a value, never a part of a query (V-34): every parameter of every list takes what breaks
//! queries that are put together from text, shows nobody what they may not see, and leaves everything as it was.

use axum::http::StatusCode;
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    statements::Statements,
};

/// Lists, with who looks at them.
const LISTS: [(&str, bool); 15] = [
    ("/cases", false),
    ("/admin-cases", false),
    ("/find", false),
    ("/search", false),
    ("/staff/search", true),
    ("/api/v1/search", false),
    ("/staff", true),
    ("/staff/surveys", true),
    ("/staff/accounts", true),
    ("/staff/audit", true),
    ("/staff/requests", true),
    ("/staff/next", true),
    ("/api/v1/cases", false),
    ("/api/v1/agents", true),
    ("/api/v1/deployments", false),
];

/// Every parameter that one of them reads, and some that none does.
const PARAMETERS: [&str; 31] = [
    "scope",
    "view",
    "sort",
    "direction",
    "deployment",
    "product",
    "severity",
    "kind",
    "channel",
    "status",
    "contact",
    "opened_from",
    "opened_to",
    "modified_from",
    "modified_to",
    "text",
    "columns",
    "cursor",
    "order",
    "words",
    "q",
    "at",
    "sent",
    "after",
    "behind",
    "who",
    "before",
    "number",
    "limit",
    "list",
    "turn",
];

/// What ends a text, a name, a number, a pattern or a list, in either database.
const HOSTILE: [&str; 16] = [
    "'",
    "' OR '1'='1",
    "1 OR 1=1",
    "1) OR (1=1",
    "\" OR \"\"=\"",
    "number; DROP TABLE cases; --",
    "id) UNION SELECT secret, secret FROM settings --",
    "'||(SELECT group_concat(subject) FROM cases)||'",
    "(SELECT pg_sleep(9))",
    "/* */ COLLATE NOCASE",
    "%' ESCAPE '",
    "$1 ?1 :a @b",
    "NEAR(a b) * \"c",
    "\u{0}",
    "W10=",
    "canary-of-an-address' OR canary-of-an-address",
];

/// Of Kitano, which nobody of Hinode sees.
const CANARY: &str = "canary-of-kitano";

#[tokio::test]
async fn v34_what_an_address_says_is_never_a_part_of_a_query() {
    let house = House::open().await;
    for subject in ["録音", "100%の表示", "under_score"] {
        house.open_case(&AS_AOKI, subject).await;
    }
    let (cast, store) = (&house.cast, &house.app.store);
    cast.open(store, &AS_LINDNER, BERLIN, CANARY, noon())
        .await
        .unwrap();
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let statements = Statements::hear();
    let mut asked = 0;
    for (list, staffs) in LISTS {
        let reader: &Reader = if staffs { &mori } else { &aoki };
        for parameter in PARAMETERS {
            for hostile in HOSTILE {
                let value: String = form_urlencoded::byte_serialize(hostile.as_bytes()).collect();
                let path = format!("{list}?{parameter}={value}");
                let answer = house.get(reader, &path).await;
                asked += 1;
                assert!(!answer.status.is_server_error(), "{path}: {}", answer.text);
                assert!(staffs || !answer.text.contains(CANARY), "{path}");
            }
        }
    }
    assert_eq!(asked, LISTS.len() * PARAMETERS.len() * HOSTILE.len());
    statements.hold_none_of("canary-of-an-address");
    assert_eq!(house.faults().await, []);
    // A pattern's own signs stand for themselves.
    for (text, found) in [
        ("%", 1),
        ("_", 1),
        ("%25", 0),
        ("100%", 1),
        ("!", 0),
        ("録", 1),
    ] {
        let value: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let answer = house.get(&aoki, &format!("/cases?text={value}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        let rows = answer.text.matches("href=\"/cases/0000").count();
        assert_eq!(rows, found, "{text}: {}", answer.text);
    }
}
