//! How a case ends, by the API alone (B7, C4, C14, C15, C16).

use serde_json::json;

use crate::world::{World, problem};

#[tokio::test]
async fn c16_a_survey_is_given_once_and_read_by_who_may() {
    let w = World::new().await;
    w.post("hanako", "/cases", problem("録音できない"))
        .await
        .is(201);
    let at = "/cases/00000001";
    let survey = format!("{at}/survey");
    let given = json!({"points": {"overall": 5, "speed": 4, "understanding": 4}, "comment": "早かったです"});
    w.post("hanako", &survey, given.clone())
        .await
        .problem(409, "no-survey");
    w.post(
        "sato",
        &format!("{at}/status"),
        json!({"to": "closed/resolved"}),
    )
    .await
    .is(200);
    let case = w.get("hanako", at).await.is(200);
    assert_eq!(
        (&case["survey_asked"], &case["survey"]),
        (&json!(true), &json!(null))
    );
    let wrong = json!({"points": {"overall": 9, "speed": 4, "understanding": 4}});
    w.post("hanako", &survey, wrong)
        .await
        .problem(422, "invalid-fields");
    let case = w.post("hanako", &survey, given.clone()).await.is(200);
    assert_eq!(case["survey"]["points"]["overall"], 5);
    assert_eq!(case["survey_asked"], false);
    w.post("hanako", &survey, given)
        .await
        .problem(409, "survey-given");
    let case = w.get("sato", at).await.is(200);
    assert_eq!(case["survey"]["comment"], "早かったです");
    let timeline = w.get("hanako", &format!("{at}/timeline")).await.is(200);
    assert!(!timeline.to_string().contains("survey-given"), "{timeline}");
    let timeline = w.get("sato", &format!("{at}/timeline")).await.is(200);
    assert!(timeline.to_string().contains("survey-given"), "{timeline}");
}

#[tokio::test]
async fn b7_c14_c15_sent_elsewhere_more_help_and_what_goes_on() {
    let w = World::new().await;
    w.post("hanako", "/cases", problem("録音できない"))
        .await
        .is(201);
    let at = "/cases/00000001";
    let post = |who: &'static str, what: &'static str, body| {
        let w = &w;
        async move { w.post(who, &format!("{at}/{what}"), body).await }
    };
    post(
        "sato",
        "status",
        json!({"to": "solution-proposed/proposed"}),
    )
    .await
    .is(200);
    let missing = post("hanako", "solution-answer", json!({"worked": false})).await;
    let missing = missing.problem(422, "invalid-fields");
    assert_eq!(missing, [("/happened".into(), "missing".into())]);
    let idle = json!({"worked": true, "happened": "x"});
    post("hanako", "solution-answer", idle)
        .await
        .problem(422, "invalid-fields");
    let said = json!({"worked": false, "tried": "再起動", "happened": "E-204"});
    let case = post("hanako", "solution-answer", said).await.is(200);
    assert_eq!(case["turn"], "support");
    let timeline = w.get("hanako", &format!("{at}/timeline")).await.is(200);
    assert!(
        timeline.to_string().contains("more-help-asked"),
        "{timeline}"
    );

    post("sato", "status", json!({"to": "closed/redirected"}))
        .await
        .problem(422, "invalid-fields");
    let case = post("sato", "redirection", json!({"matter": "own-network"}))
        .await
        .is(200);
    assert_eq!(case["redirected"]["id"], "own-network");
    let case = w.get("hanako", at).await.is(200);
    assert_eq!(case["next"], case["redirected"]["ask"]);
    post("sato", "reopening-decline", json!({"reason": "x"}))
        .await
        .problem(409, "no-reopening-asked");

    let mut next = problem("録音の続き");
    next["continues"] = json!("00000001");
    let case = w.post("hanako", "/cases", next.clone()).await.is(201);
    assert_eq!(case["continues"], "00000001");
    let old = w.get("hanako", at).await.is(200);
    assert_eq!(old["continued_in"], json!(["00000002"]));
    // An open case, one of somebody else's, and none at all are the same.
    for number in ["00000002", "00000099", "x"] {
        next["continues"] = json!(number);
        let wrong = w.post("hanako", "/cases", next.clone()).await;
        let wrong = wrong.problem(422, "invalid-fields");
        assert_eq!(
            wrong,
            [("/continues".into(), "not-offered".into())],
            "{number}"
        );
    }
}
