//! What the matrix plants in a case beside its messages: its escalation, a conference, wishes for another severity, a word of staff's, a
//! survey, and a remote session; each text field holds a canary of its own.

use axum::http::StatusCode;
use domain::{
    Actor, Language, PersonId,
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
    matrix::{KITANOS, MINAMIS, Of, RELATIONS, World, canary, planted},
    sessions::{between, stranger},
};

/// What both sides read of it.
pub(crate) const TOLD: [&str; 15] = [
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
    "session-chat",
    "session-said",
];

/// What stays among staff.
pub(crate) const KEPT: [&str; 5] = [
    "escalation-defect",
    "escalation-tracker",
    "escalation-finished",
    "tag",
    "session-survey",
];

/// Whom the conference of a case is with; nobody, where nothing is planted. In each company, and where staff keep a case to a team.
pub(crate) fn invited(of: Of) -> Option<PersonId> {
    match of {
        Of::Restored => Some(AOKI),
        Of::Kept => Some(BABA),
        Of::Kitano => Some(KITANOS),
        Of::Minami => Some(MINAMIS),
        Of::Hinode | Of::Asked | Of::Proposed | Of::Closed | Of::Nobody => None,
    }
}

/// All that is planted, each with whose it is.
pub(crate) fn texts() -> Vec<(Option<Of>, String)> {
    let mut all = Vec::new();
    for of in RELATIONS.into_iter().filter(|of| invited(*of).is_some()) {
        // The way into a conference is told to those who come, and so are its words.
        let told = TOLD.into_iter().chain(["conference-link"]);
        all.extend(told.map(|field| (Some(of), canary(of, field))));
        // Words that staff put on cases are all staff's, whatever stands in the case.
        let kept = KEPT.into_iter();
        let kept = kept.filter(|field| of != Of::Kept || *field != "tag");
        all.extend(kept.map(|field| (None, canary(of, field))));
    }
    all
}

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

    let person = house.app.store.person(invited(of).unwrap()).await;
    let person = person.unwrap().unwrap();
    let date = NewDate {
        id: None,
        language: Language::new("ja"),
        name: "x".into(),
        subject: canary(of, "conference-subject"),
        reason: text("conference-reason"),
        at: house.app.now() + SignedDuration::from_hours(30),
        minutes: Some(30),
        link: format!("https://meet.example/{}", canary(of, "conference-link")),
        passcode: false,
        renewed: false,
        people: vec![Guest {
            email: person.profile.email,
            person: Some(person.id),
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

/// A session about a case that goes on, with a customer in it.
pub(crate) struct Running {
    pub(crate) host: Reader,
    /// The host's page.
    pub(crate) page: String,
    seat: Reader,
    room: String,
}

/// Begins one in which a customer of this name sits, and both have said something.
pub(crate) async fn running(house: &House, of: Of, number: i64, name: &str) -> Running {
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
    let fields = [
        ("number", number),
        ("passcode", passcode),
        ("name", name),
        ("voice", "1"),
    ];
    let joined = house.post(&seat, "/sessions/join", &fields).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text);
    seat.take_cookies(&joined);
    let room = joined.header("location").to_owned();
    for (reader, at, field) in [
        (&host, &page, "session-chat"),
        (&seat, &room, "session-said"),
    ] {
        let text = planted(of, field);
        let said = house
            .post(reader, &format!("{at}/say"), &[("text", &text)])
            .await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
    }
    Running {
        host,
        page,
        seat,
        room,
    }
}

/// A session about the case, which is over.
async fn session(house: &House, of: Of, number: i64) {
    let name = canary(of, "session-seat");
    let Running {
        host,
        page,
        seat,
        room,
    } = running(house, of, number, &name).await;
    house.post(&seat, &format!("{room}/leave"), &[]).await;
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
    let lacks = |page: &str, of: Of, fields: &[&'static str]| -> Vec<&'static str> {
        let there = |field: &&str| page.contains(&canary(of, field));
        fields
            .iter()
            .copied()
            .filter(|field| !there(field))
            .collect()
    };
    let pages = async |name: &str, paths: &[String]| {
        let mut readers = world.readers.iter();
        let (_, reader, _) = readers.find(|(p, ..)| p.name == name).expect(name);
        let mut all = String::new();
        for path in paths {
            let page = world.house.get(reader, path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            all.push_str(&page.text);
        }
        all
    };
    let surveys = ["/staff/surveys?of=sessions", "/staff/surveys"].map(str::to_owned);
    for (of, customer) in [
        (Of::Restored, Some("read-write")),
        (Of::Kept, Some("a colleague")),
        (Of::Kitano, Some("another company's")),
        (Of::Minami, None),
    ] {
        let number = world.numbers[&of];
        let mut paths = surveys.to_vec();
        paths.push(format!("/staff/cases/{number:08}"));
        let staffs = pages("supervisor", &paths).await;
        assert_eq!(lacks(&staffs, of, &TOLD), Vec::<&str>::new(), "{of:?}");
        assert_eq!(lacks(&staffs, of, &KEPT), Vec::<&str>::new(), "{of:?}");
        assert!(staffs.contains(&canary(Of::Closed, "survey")));
        // Nobody of a restricted account has a page.
        let Some(customer) = customer else { continue };
        let customers = pages(customer, &[format!("/cases/{number:08}")]).await;
        assert_eq!(lacks(&customers, of, &TOLD), Vec::<&str>::new(), "{of:?}");
        assert_eq!(lacks(&customers, of, &KEPT), KEPT.to_vec(), "{of:?}");
        if of == Of::Restored {
            assert!(customers.contains("復旧済み"), "the state of the case");
        }
    }
}
