//! What was typed comes back with what is wrong about it, where it was typed.

use axum::http::StatusCode;
use domain::{case::Command, desk::StatusId};
use testkit::cast::*;

use crate::browser::House;

/// One more sign than a text may have.
fn too_long() -> String {
    "長".repeat(domain::case::TEXT_MAX + 1)
}

#[tokio::test]
async fn c14_words_too_long_are_told_where_they_were_typed() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音が再生できない").await;
    let reader = house.reader(AOKI).await;
    let propose = Command::ChangeStatus {
        to: StatusId::new("solution-proposed/proposed"),
    };
    let app = &house.app;
    app.change_case(&AS_MORI, number, propose, None, None)
        .await
        .unwrap();
    let long = too_long();
    let tried = [
        (
            "closure",
            vec![("reason", "resolved"), ("comment", long.as_str())],
            "comment",
        ),
        (
            "solution-answer",
            vec![("worked", "no"), ("happened", long.as_str())],
            "happened",
        ),
        ("messages", vec![("text", long.as_str())], "text"),
        ("closure", vec![("comment", "短い")], "close-reason"),
        (
            "severity",
            vec![("severity", "S1"), ("severity-reason", long.as_str())],
            "severity-reason",
        ),
    ];
    for (path, fields, id) in tried {
        let path = format!("/cases/{number}/{path}");
        let answer = house.post(&reader, &path, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(
            answer.text.contains(&format!("href=\"#{id}\"")),
            "{path} leads to {id}"
        );
        assert!(
            answer.text.contains(&format!("id=\"{id}\"")),
            "{id} is there"
        );
        let kept = fields.last().unwrap().1;
        assert!(answer.text.contains(kept), "{path} keeps what was typed");
        let opened = answer
            .text
            .contains("<details class=\"disclosure closing\" open");
        assert_eq!(
            opened,
            path.ends_with("/closure"),
            "{path}: the form in trouble stands open"
        );
    }
}
