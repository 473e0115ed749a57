//! What the matrix plants in a case beside its messages: its escalation, a conference, wishes for another severity, a word of staff's, a
//! survey, and a remote session; each text field holds a canary of its own.

use axum::http::StatusCode;
use domain::{
    Actor, Language, Prose,
    case::{
        Addressee, Command, GivenSurvey, Lanes,
        conference::Guest,
        conferring::{NewDate, NewReply},
    },
};
use jiff::SignedDuration;
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    matrix::{Of, World, canary, planted},
    sessions::{between, stranger},
};

/// What both sides read of it.
pub(crate) const TOLD: [&str; 13] = [
    "escalation-asked",
    "escalation-answered",
    "escalation-summary",
    "escalation-outcome",
    "escalation-expected",
    "severity-asked",
    "severity-offered",
    "severity-declined",
    "conference-subject",
    "conference-reason",
    "conference-text",
    "conference-answer",
    "session-seat",
];

/// What stays among staff.
pub(crate) const KEPT: [&str; 5] = [
    "escalation-defect",
    "escalation-tracker",
    "escalation-finished",
    "tag",
    "session-survey",
];

/// Plants all of it in the case of this number, before support says that the service is restored.
pub(crate) async fn plant(house: &House, of: Of, number: i64, customer: &Actor) {
    let text = |field| planted(of, field);
    let says = async |actor: &Actor, command| {
        let done = house.app.change_case(actor, number, command, None, None);
        done.await.unwrap();
    };
    let ask = Command::AskEscalation {
        to: Addressee::SupportManager,
        reason: text("escalation-asked"),
    };
    says(customer, ask).await;
    let answer = Command::AnswerEscalation {
        text: text("escalation-answered"),
    };
    says(&AS_MORI, answer).await;
    let open = Command::OpenEscalation {
        summary: text("escalation-summary"),
        lanes: Lanes {
            outcome: text("escalation-outcome"),
            defect: text("escalation-defect"),
            tracker: canary(of, "escalation-tracker"),
            ..Lanes::default()
        },
    };
    says(&AS_MORI, open).await;
    let expect = Command::ExpectSolution {
        on: Some(jiff::civil::date(2099, 1, 1)),
        reason: text("escalation-expected"),
    };
    says(&AS_MORI, expect).await;
    let finish = Command::FinishEscalation {
        text: text("escalation-finished"),
    };
    says(&AS_MORI, finish).await;

    let severity = |to: &str, field| Command::ChangeSeverity {
        to: to.to_owned(),
        reason: text(field),
    };
    says(customer, severity("S2", "severity-asked")).await;
    says(&AS_MORI, severity("S4", "severity-offered")).await;
    let decline = Command::AnswerSeverity {
        to: None,
        accept: false,
        reason: text("severity-declined"),
    };
    says(customer, decline).await;

    let date = NewDate {
        id: None,
        language: Language::new("ja"),
        name: "青木".into(),
        subject: canary(of, "conference-subject"),
        reason: text("conference-reason"),
        at: house.app.now() + SignedDuration::from_hours(30),
        minutes: Some(30),
        link: format!("https://meet.example/{}", canary(of, "conference-link")),
        passcode: false,
        renewed: false,
        people: vec![Guest {
            email: Prose::new("aoki@hinode.example"),
            person: Some(AOKI),
        }],
        text: text("conference-text"),
    };
    says(&AS_MORI, Command::SetConference(date)).await;
    let reply = Command::AnswerConference(NewReply {
        id: 1,
        email: None,
        accept: true,
        text: text("conference-answer"),
    });
    says(customer, reply).await;

    let tag = canary(of, "tag");
    let tag = house.app.tag_named(&AS_MORI, &tag).await;
    let tag = Command::Tag {
        add: vec![tag.unwrap()],
        remove: Vec::new(),
    };
    says(&AS_MORI, tag).await;
    session(house, of, number).await;
}

/// What a closed case's customer says of how they were served.
pub(crate) fn served(of: Of) -> Command {
    let points = ["overall", "speed", "understanding"].map(|question| (question.to_owned(), 5_u8));
    Command::GiveSurvey(GivenSurvey {
        points: points.into(),
        comment: planted(of, "survey"),
        contact: false,
    })
}

/// A session about the case, which is over.
async fn session(house: &House, of: Of, number: i64) {
    let host = house.reader(MORI).await;
    let case = format!("{number:08}");
    let fields = [("mode", "single"), ("voice", "1"), ("case", case.as_str())];
    let begun = house.post(&host, "/staff/sessions", &fields).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let page = begun.header("location").to_owned();
    let shown = house.get(&host, &page).await;
    let codes = between(&shown.text, "session-code", "</dl>");
    let mut codes = codes
        .split("<dd>")
        .skip(1)
        .filter_map(|part| part.split("</dd>").next());
    let (number, passcode) = (codes.next().unwrap(), codes.next().unwrap());
    let mut seat: Reader = stranger();
    let name = canary(of, "session-seat");
    let fields = [
        ("number", number),
        ("passcode", passcode),
        ("name", name.as_str()),
        ("voice", "1"),
    ];
    let joined = house.post(&seat, "/sessions/join", &fields).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text);
    seat.take_cookies(&joined);
    let leave = format!("{}/leave", joined.header("location"));
    house.post(&seat, &leave, &[]).await;
    let asked = house.get(&seat, "/sessions/over").await;
    let names = asked.text.split("<fieldset").skip(1);
    let mut fields: Vec<(&str, &str)> = names
        .map(|part| (between(part, "id=\"", "\""), "4"))
        .collect();
    let comment = planted(of, "session-survey");
    fields.push(("comment", &comment));
    let given = house.post(&seat, "/sessions/over", &fields).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    let ended = house.post(&host, &format!("{page}/end"), &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
}

/// The matrix finds what it looks for: whoever may see all of it does.
#[tokio::test]
async fn a2_what_is_planted_beside_messages_is_on_the_pages_of_those_who_may_see_it() {
    let world = World::build().await;
    let find = |name: &str| {
        let mut readers = world.readers.iter();
        let found = readers.find(|(p, ..)| p.name == name);
        &found.expect(name).1
    };
    let number = world.numbers[&Of::Restored];
    let mut pages = [String::new(), String::new()];
    for (text, name, paths) in [
        (
            0,
            "supervisor",
            vec![
                format!("/staff/cases/{number:08}"),
                "/staff/surveys?of=sessions".to_owned(),
                "/staff/surveys".to_owned(),
            ],
        ),
        (1, "read-write", vec![format!("/cases/{number:08}")]),
    ] {
        for path in paths {
            let page = world.house.get(find(name), &path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            pages[text].push_str(&page.text);
        }
    }
    let [staffs, customers] = pages;
    let lacks = |page: &str, fields: &[&'static str]| -> Vec<&'static str> {
        let there = |field: &&str| page.contains(&canary(Of::Restored, field));
        fields
            .iter()
            .copied()
            .filter(|field| !there(field))
            .collect()
    };
    assert_eq!(lacks(&staffs, &TOLD), Vec::<&str>::new());
    assert_eq!(lacks(&staffs, &KEPT), Vec::<&str>::new());
    assert_eq!(lacks(&customers, &TOLD), Vec::<&str>::new());
    assert_eq!(lacks(&customers, &KEPT), KEPT.to_vec());
    assert!(staffs.contains(&canary(Of::Closed, "survey")));
    assert!(customers.contains("復旧済み"), "the state of the case");
}
