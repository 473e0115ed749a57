//! How cases end and come back: need more help (C14), what is not covered (B7), declined reopening (C15), the survey (C16), and
//! what the product makes of a wish (C4).
#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;
mod playing;

use domain::{
    Actor, Desk, Instant, Level, PersonId, Role,
    access::Access,
    case::{
        self, Addressee, Case, CaseEvent, Cause, Command, Facts, GivenSurvey, Refused,
        intake::{FieldProblem, Wrong},
    },
    desk::{Reopening, StatusId, Turn, check},
    event::By,
    notice::{Occasion, Reader, notices},
};
use opening::{OURS, bought, new_case};

const DAY: i64 = 86_400;

fn desk(source: &str) -> Desk {
    check(source).unwrap()
}

fn usual() -> Desk {
    desk(include_str!("../../../desks/default.toml"))
}

fn at(seconds: i64) -> Instant {
    "2026-06-01T03:00:00Z".parse::<Instant>().unwrap() + jiff::SignedDuration::from_secs(seconds)
}

fn customer(level: Level) -> Actor {
    Actor::Contact {
        person: PersonId(1),
        account: OURS,
        access: Access::all(level),
    }
}

fn agent() -> Actor {
    Actor::Agent {
        person: PersonId(50),
        role: Role::Tier1,
        team: None,
    }
}

struct Played {
    desk: Desk,
    case: Case,
}

impl Played {
    fn opened(desk: Desk, kind: &str) -> Self {
        let mut new = new_case(&desk);
        let of = desk.kind(kind).unwrap();
        new.kind = kind.into();
        new.sub_type = of.sub_types.first().map(|sub| sub.id.clone());
        let actor = customer(Level::ReadWrite);
        let facts = Facts {
            now: at(0),
            actor: &actor,
            desk: &desk,
        };
        let events = case::open(new, &bought(&desk, None), &facts).unwrap();
        let case = Case::opened(at(0), &events[0]).unwrap();
        Self { desk, case }
    }

    fn in_status(desk: Desk, status: &str) -> Self {
        let kind = desk.kinds[0].id.clone();
        let mut played = Self::opened(desk, &kind);
        let to = StatusId::new(status);
        played
            .does(1, &agent(), Command::ChangeStatus { to })
            .unwrap();
        played
    }

    fn does(
        &mut self,
        after: i64,
        actor: &Actor,
        command: Command,
    ) -> Result<Vec<CaseEvent>, Refused> {
        playing::does(&self.desk, &mut self.case, at(after), actor, command)
    }

    fn stands(&self, status: &str, turn: Turn) {
        assert_eq!(
            (self.case.status.as_str(), self.case.turn),
            (status, turn),
            "{:?}",
            self.case
        );
    }
}

fn wrong(field: &str, wrong: Wrong) -> Refused {
    let field = field.into();
    Refused::Fields(vec![FieldProblem { field, wrong }])
}

fn more_help(happened: &str) -> Command {
    Command::NeedMoreHelp {
        tried: "手順3まで".into(),
        happened: happened.into(),
    }
}

#[test]
fn c14_more_help_says_what_happened_and_keeps_the_priority() {
    let mut played = Played::in_status(usual(), "solution-proposed/proposed");
    let us = customer(Level::ReadWrite);
    let severity = played.case.severity.clone();
    let refused = played.does(2, &us, more_help("  "));
    assert_eq!(refused, Err(wrong("happened", Wrong::Missing)));
    let reader = customer(Level::ReadOnly);
    let refused = played.does(2, &reader, more_help("x"));
    assert_eq!(refused, Err(Refused::NotAllowed));
    let events = played.does(3, &us, more_help("同じエラー")).unwrap();
    assert!(matches!(events[0], CaseEvent::MoreHelpAsked { .. }));
    played.stands("open/customer-responded", Turn::Support);
    assert_eq!(played.case.severity, severity);
    let refused = played.does(4, &us, more_help("x"));
    assert_eq!(refused, Err(Refused::NoSolutionProposed));
}

#[test]
fn c14_a_proposed_solution_may_count_as_closed_and_still_be_answered() {
    let marketing = || desk(include_str!("../../../desks/marketing.toml"));
    let suggested = || {
        let mut played = Played::in_status(marketing(), "open/working");
        let to = StatusId::new("suggestion/provided");
        played
            .does(2, &agent(), Command::ChangeStatus { to })
            .unwrap();
        assert!(played.case.is_closed() && !played.case.is_over(&played.desk));
        assert!(played.case.survey_asked(&played.desk, at(3)).is_none());
        played
    };
    let us = customer(Level::ReadWrite);
    // Both buttons, a comment, and closing outright.
    let mut played = suggested();
    played
        .does(3, &us, more_help("まだ表示されません"))
        .unwrap();
    played.stands("open/more-help", Turn::Support);
    assert!(!played.case.is_closed());
    let mut played = suggested();
    let comment = None;
    played
        .does(3, &us, Command::SolutionWorked { comment })
        .unwrap();
    played.stands("closed/resolved", Turn::Nobody);
    assert!(played.case.is_over(&played.desk));
    let mut played = suggested();
    let text = "追加の情報です".to_owned();
    played.does(3, &us, Command::PostUpdate { text }).unwrap();
    played.stands("open/more-help", Turn::Support);
    let mut played = suggested();
    let (text, then) = ("補足です".to_owned(), None);
    played
        .does(3, &agent(), Command::Reply { text, then })
        .unwrap();
    played.stands("suggestion/provided", Turn::Nobody);
}

#[test]
fn b7_what_is_not_covered_closes_with_whom_to_ask() {
    let mut played = Played::in_status(usual(), "open/investigating");
    let redirect = |matter: &str| Command::Redirect {
        matter: matter.into(),
        text: "APIの仕様書をお送りします".into(),
    };
    let refused = played.does(2, &customer(Level::ReadWrite), redirect("own-programs"));
    assert_eq!(refused, Err(Refused::NotAllowed));
    let refused = played.does(2, &agent(), redirect(""));
    assert_eq!(refused, Err(wrong("matter", Wrong::Missing)));
    let refused = played.does(2, &agent(), redirect("weather"));
    assert_eq!(refused, Err(wrong("matter", Wrong::NotOffered)));
    // Nobody is sent away without a word on where to.
    let to = StatusId::new("closed/redirected");
    let refused = played.does(2, &agent(), Command::ChangeStatus { to });
    assert_eq!(refused, Err(wrong("matter", Wrong::Missing)));
    let events = played.does(2, &agent(), redirect("own-programs")).unwrap();
    played.stands("closed/redirected", Turn::Nobody);
    let matter = played.desk.not_covered("own-programs").unwrap();
    assert_eq!(played.case.next(&played.desk, false), Some(&matter.ask));
    assert_ne!(played.case.next(&played.desk, true), Some(&matter.ask));
    let told = notices(
        &events[1],
        By::Person(PersonId(50)),
        &played.case,
        &played.desk,
    );
    assert!(
        told.contains(&(Reader::Contact, Occasion::Closed)),
        "{told:?}"
    );
    // Once it comes back, nothing of it is left.
    let reason = "別件です".to_owned();
    played
        .does(
            3,
            &customer(Level::ReadWrite),
            Command::RequestReopening { reason },
        )
        .unwrap();
    assert!(played.case.closing.is_plain());
}

#[test]
fn c15_a_declined_request_leads_to_a_new_case() {
    let contact_center = desk(include_str!("../../../desks/contact-center.toml"));
    assert!(matches!(
        contact_center.rules.reopening,
        Reopening::Request { .. }
    ));
    let mut played = Played::in_status(contact_center, "closed/resolved");
    let us = customer(Level::ReadWrite);
    let ask = || Command::RequestReopening {
        reason: "再発しました".into(),
    };
    let decline = || Command::DeclineReopening {
        reason: "別の問題です".into(),
    };
    assert_eq!(
        played.does(2, &agent(), decline()),
        Err(Refused::NoReopeningAsked)
    );
    assert!(played.case.may_reopen(&played.desk, at(2)));
    played.does(3, &us, ask()).unwrap();
    assert_eq!(played.does(4, &us, decline()), Err(Refused::NotAllowed));
    let reason = String::new();
    let refused = played.does(4, &agent(), Command::DeclineReopening { reason });
    assert_eq!(refused, Err(wrong("reason", Wrong::Missing)));
    let events = played.does(4, &agent(), decline()).unwrap();
    let told = notices(
        &events[0],
        By::Person(PersonId(50)),
        &played.case,
        &played.desk,
    );
    assert_eq!(told, [(Reader::Contact, Occasion::ReopeningDeclined)]);
    assert!(!played.case.reopening_asked && !played.case.may_reopen(&played.desk, at(5)));
    assert_eq!(played.does(5, &us, ask()), Err(Refused::ReopeningDeclined));
    // Staff can still think better of it, and then it is as if nothing had been.
    played.does(6, &agent(), Command::Reopen).unwrap();
    let to = StatusId::new("closed/resolved");
    played
        .does(7, &agent(), Command::ChangeStatus { to })
        .unwrap();
    played.does(8, &us, ask()).unwrap();
}

#[test]
fn c4_what_the_product_makes_of_a_wish_is_told_back() {
    let mut played = Played::opened(usual(), "feature-request");
    assert_eq!(played.case.kind_state.as_deref(), Some("received"));
    let tell = |to: &str, text: &str| Command::SetKindState {
        to: to.into(),
        text: text.into(),
    };
    let refused = played.does(1, &customer(Level::ReadWrite), tell("planned", ""));
    assert_eq!(refused, Err(Refused::NotAllowed));
    let refused = played.does(1, &agent(), tell("someday", ""));
    assert_eq!(refused, Err(wrong("to", Wrong::NotOffered)));
    assert_eq!(
        played.does(1, &agent(), tell("received", "x")),
        Ok(Vec::new())
    );
    let events = played
        .does(2, &agent(), tell("planned", "来春です"))
        .unwrap();
    assert_eq!(events.len(), 2, "{events:?}");
    let label = &played.case.kind_state(&played.desk).unwrap().label;
    assert_eq!(label.in_language(&domain::Language::new("en")), "Planned");
    // It is told after the closing, too: wishes come true late.
    let to = StatusId::new("closed/resolved");
    played
        .does(3, &agent(), Command::ChangeStatus { to })
        .unwrap();
    let events = played.does(4, &agent(), tell("delivered", "")).unwrap();
    let told = notices(
        &events[0],
        By::Person(PersonId(50)),
        &played.case,
        &played.desk,
    );
    assert!(
        told.contains(&(Reader::Contact, Occasion::KindStateSet)),
        "{told:?}"
    );
    // A kind without states has none.
    let mut played = Played::opened(usual(), "support-case");
    assert_eq!(played.case.kind_state, None);
    let refused = played.does(1, &agent(), tell("planned", ""));
    assert_eq!(refused, Err(wrong("to", Wrong::NotOffered)));
}

fn survey(points: [u8; 3]) -> Command {
    let ids = ["overall", "speed", "understanding"].map(str::to_owned);
    Command::GiveSurvey(GivenSurvey {
        points: ids.into_iter().zip(points).collect(),
        comment: "助かりました".into(),
        contact: false,
    })
}

#[test]
fn c16_a_closing_is_judged_once_and_for_some_days() {
    let us = customer(Level::ReadWrite);
    let mut played = Played::in_status(usual(), "open/investigating");
    assert_eq!(played.does(2, &us, survey([5; 3])), Err(Refused::NoSurvey));
    let to = StatusId::new("closed/resolved");
    played
        .does(3, &agent(), Command::ChangeStatus { to })
        .unwrap();
    for (actor, points, refused) in [
        (&customer(Level::ReadOnly), [5; 3], Refused::NotAllowed),
        (&agent(), [5; 3], Refused::NotAllowed),
        (&us, [5, 0, 5], wrong("speed", Wrong::NotOffered)),
        (&us, [6, 5, 5], wrong("overall", Wrong::NotOffered)),
    ] {
        assert_eq!(played.does(4, actor, survey(points)), Err(refused));
    }
    let none = Command::GiveSurvey(GivenSurvey::default());
    assert_eq!(
        played.does(4, &us, none),
        Err(wrong("overall", Wrong::Missing))
    );
    let last = 3 + 30 * DAY;
    assert!(played.case.survey_asked(&played.desk, at(last)).is_some());
    assert_eq!(
        played.does(last + 1, &us, survey([5; 3])),
        Err(Refused::NoSurvey)
    );
    let (modified, public) = (played.case.modified_at, played.case.public_version);
    played.does(5, &us, survey([4, 5, 3])).unwrap();
    // What was answered is the answerer's and staff's: for the company nothing has changed.
    assert_eq!(
        (played.case.modified_at, played.case.public_version),
        (modified, public)
    );
    assert!(played.case.survey_is_given());
    assert_eq!(
        played.does(6, &us, survey([1; 3])),
        Err(Refused::SurveyGiven)
    );
    // Another closing is another question.
    played.does(7, &agent(), Command::Reopen).unwrap();
    assert_eq!(played.does(8, &us, survey([1; 3])), Err(Refused::NoSurvey));
    let to = StatusId::new("closed/resolved");
    played
        .does(9, &agent(), Command::ChangeStatus { to })
        .unwrap();
    played.does(10, &us, survey([1; 3])).unwrap();
}

#[test]
fn c16_who_is_asked_and_who_hears_of_an_answer() {
    let us = customer(Level::ReadWrite);
    let closed = |reason: &str| {
        let mut played = Played::in_status(usual(), "open/investigating");
        let events = played
            .does(
                2,
                &us,
                Command::Close {
                    reason: reason.into(),
                    comment: None,
                },
            )
            .unwrap();
        let told = notices(
            &events[0],
            By::Person(PersonId(1)),
            &played.case,
            &played.desk,
        );
        (played, told)
    };
    let asked = (Reader::Contact, Occasion::SurveyAsked);
    // Whoever closes it themselves is asked as well, and told nothing else.
    assert!(closed("resolved").1.contains(&asked));
    assert!(
        !closed("resolved")
            .1
            .contains(&(Reader::Contact, Occasion::Closed))
    );
    assert!(!closed("no-longer-needed").1.contains(&asked));
    let heard = |points, contact| {
        let (mut played, _) = closed("resolved");
        let Command::GiveSurvey(given) = survey(points) else {
            unreachable!()
        };
        let given = Command::GiveSurvey(GivenSurvey { contact, ..given });
        let events = played.does(3, &us, given).unwrap();
        notices(
            &events[0],
            By::Person(PersonId(1)),
            &played.case,
            &played.desk,
        )
        .len()
    };
    assert_eq!(
        [
            heard([5, 4, 3], false),
            heard([5, 4, 2], false),
            heard([5; 3], true)
        ],
        [0, 1, 1]
    );
}

#[test]
fn e2_who_is_not_content_asks_for_somebody_above_and_is_answered() {
    let us = customer(Level::ReadWrite);
    let mut played = Played::in_status(usual(), "awaiting-information/information-required");
    let ask = |reason: &str| Command::AskEscalation {
        to: Addressee::SuccessManager,
        reason: reason.into(),
    };
    let answer = || Command::AnswerEscalation {
        text: "本日中にお電話します".into(),
    };
    assert_eq!(
        played.does(2, &agent(), answer()),
        Err(Refused::NoEscalationAsked)
    );
    assert_eq!(played.does(2, &agent(), ask("x")), Err(Refused::NotAllowed));
    assert_eq!(
        played.does(2, &us, ask(" ")),
        Err(wrong("escalation-reason", Wrong::Missing))
    );
    let events = played.does(3, &us, ask("3日間連絡がありません")).unwrap();
    // It is an update like any other, and reaches whoever leads.
    played.stands("open/customer-responded", Turn::Support);
    let told = notices(
        &events[0],
        By::Person(PersonId(1)),
        &played.case,
        &played.desk,
    );
    assert_eq!(told, [(Reader::SuccessManager, Occasion::EscalationAsked)]);
    assert_eq!(
        played.does(4, &us, ask("x")),
        Err(Refused::EscalationAskedAlready)
    );
    assert_eq!(played.does(4, &us, answer()), Err(Refused::NotAllowed));
    let events = played.does(5, &agent(), answer()).unwrap();
    let told = notices(
        &events[0],
        By::Person(PersonId(50)),
        &played.case,
        &played.desk,
    );
    assert!(
        told.contains(&(Reader::Contact, Occasion::Answered)),
        "{told:?}"
    );
    assert_eq!(played.case.escalation_asked, None);
    // Not content again.
    played.does(6, &us, ask("まだです")).unwrap();
    // Where a desk names no success manager, there is none to turn to.
    let mut desk = usual();
    desk.texts.retain(|(key, _)| key != "success-manager");
    let mut played = Played::in_status(desk, "open/investigating");
    assert_eq!(
        played.does(2, &us, ask("x")),
        Err(wrong("addressee", Wrong::Missing))
    );
}

#[test]
fn closings_replay_to_the_same_state() {
    let us = customer(Level::ReadWrite);
    let mut played = Played::in_status(usual(), "solution-proposed/proposed");
    let comment = Some("ありがとうございました".to_owned());
    let events = played
        .does(2, &us, Command::SolutionWorked { comment })
        .unwrap();
    assert!(matches!(
        events.last(),
        Some(CaseEvent::StatusChanged {
            cause: Cause::SolutionWorked,
            closed: true,
            ..
        })
    ));
    let given = played.does(3, &us, survey([5, 4, 3])).unwrap();
    let written = serde_json::to_string(&given[0]).unwrap();
    let read: CaseEvent = serde_json::from_str(&written).unwrap();
    assert_eq!(read, given[0]);
}
