//! What is looked at and told before a case is opened (B2).

use axum::http::StatusCode;
use testkit::cast::*;

use crate::browser::House;

#[tokio::test]
async fn b2_ways_in_show_the_steps_of_the_product_and_what_is_answered_comes_with_the_case() {
    let house = House::open().await;
    let reader = house.reader(AOKI).await;
    let kinds = house.get(&reader, "/cases/new").await;
    let at = "/cases/new/support-case/before/problem";
    assert!(kinds.text.contains(at), "{}", kinds.text);
    let page = house.get(&reader, at).await;
    assert_eq!(page.status, StatusCode::OK);
    for part in ["step-restart", "sub-type=problem", "severity=S1"] {
        assert!(page.text.contains(part), "{part}");
    }
    // The question's list has links and nothing to answer.
    let question = house
        .get(&reader, "/cases/new/support-case/before/question")
        .await;
    assert!(question.text.contains("https://learn.aozora.example/faq"));
    assert!(!question.text.contains("type=\"radio\""));
    // On to the form, where all of it stands.
    let told = [
        ("_edit", "before"),
        ("sub-type", "problem"),
        ("product", "contact-cloud"),
        ("step-restart", "not-solved"),
        ("error-text", "E-204 が表示される"),
    ];
    let form = house.post(&reader, "/cases/new/support-case", &told).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text.contains("E-204 が表示される"));
    assert!(form.text.contains("<option value=\"not-solved\" selected"));
    // And into the case, for both sides.
    let mut fields = told[1..].to_vec();
    fields.extend([
        ("_checked", "1"),
        ("deployment", "11"),
        ("environment", "production"),
        ("severity", "S3"),
        ("subject", "録音が再生できない"),
        ("description", "再生すると止まる"),
    ]);
    let opened = house
        .post(&reader, "/cases/new/support-case", &fields)
        .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let case = opened
        .header("location")
        .trim_end_matches("/opened")
        .to_owned();
    let staff = house.reader(MORI).await;
    for (reader, path) in [(&reader, case.clone()), (&staff, format!("/staff{case}"))] {
        let page = house.get(reader, &path).await;
        assert!(page.text.contains("E-204 が表示される"), "{path}");
        assert!(page.text.contains("試したが解消しない"), "{path}");
        // Completed later, by either side; nothing changes by saying the same again.
        let facts = house.get(reader, &format!("{path}/facts")).await;
        assert!(facts.text.contains("E-204 が表示される"), "{path}");
        let added = [
            ("since-when", path.as_str()),
            ("error-text", "E-204 が表示される"),
        ];
        let told = house.post(reader, &format!("{path}/facts"), &added).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text);
        assert!(house.get(reader, &path).await.text.contains(&path));
        let wrong = house
            .post(reader, &format!("{path}/facts"), &[("logs", "else")])
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // A way in of another kind, or none, is not there.
    for at in [
        "/cases/new/admin-case/before/problem",
        "/cases/new/support-case/before/else",
    ] {
        assert_eq!(
            house.get(&reader, at).await.status,
            StatusCode::NOT_FOUND,
            "{at}"
        );
    }
}
