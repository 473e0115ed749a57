//! What stands on a case's page about its end and what follows it: the cases before and behind it (C15), what the product makes of
//! it (C4), and how its customer was served (C16).

use domain::{
    Desk,
    case::{Addressee, Survey},
};
use store::cases::StoredCase;

use super::{
    shown::{self, Fact},
    story,
    visitor::Me,
};
use crate::{
    app::{App, Fail},
    texts::Texts,
};

/// Another case, as far as the reader sees it.
pub struct Link {
    pub number: String,
    pub address: String,
    pub subject: String,
}

/// Whom the customer asks for, in words (E2).
pub fn addressee(t: &Texts, to: Addressee) -> &'static str {
    match to {
        Addressee::SupportManager => t.say("escalation-support-manager"),
        Addressee::SuccessManager => t.say("escalation-success-manager"),
    }
}

/// The part for one reader.
pub struct Ending {
    /// The closed case that this one goes on with.
    pub before: Option<Link>,
    /// Cases that go on with this one.
    pub following: Vec<Link>,
    /// What the product makes of it, and what that means for the customer.
    pub state: Option<[String; 2]>,
    /// Where the reader is asked how they were served; empty where they are not.
    pub survey: String,
    /// The latest closing has its answer.
    pub thanked: bool,
    pub given: Option<Given>,
    /// Whom the customer asks for, until that is answered; empty where they do not.
    pub escalation: &'static str,
    /// Those whom the reader can ask for, by id.
    pub addressees: Vec<(&'static str, &'static str)>,
    /// How it goes on then, in the desk's words.
    pub escalation_how: String,
}

/// What was answered, for staff and for who answered.
pub struct Given {
    pub at: String,
    pub points: Vec<Fact>,
    /// The comment, sanitised; empty where there is none.
    pub comment: String,
    /// Support may come back to them about it.
    pub contact: bool,
}

impl Given {
    pub fn of(t: &Texts, desk: &Desk, at: domain::Instant, survey: &Survey) -> Self {
        let label = |id: &str| {
            let questions = desk.survey.iter().flat_map(|asked| &asked.questions);
            let found = questions.into_iter().find(|question| question.id == id);
            found
                .map_or(id, |question| t.desk(&question.label))
                .to_owned()
        };
        let points = survey.points.iter().map(|(id, point)| Fact {
            label: label(id),
            value: point_name(t, desk, *point),
        });
        let comment = survey.comment.as_ref();
        Self {
            at: t.long_time(at),
            points: points.collect(),
            comment: comment.map_or(String::new(), |comment| story::written(t, comment)),
            contact: survey.contact,
        }
    }
}

/// A point in the desk's words; the number where the desk has fewer by now.
pub fn point_name(t: &Texts, desk: &Desk, point: u8) -> String {
    let mut scale = desk.survey.iter().flat_map(|asked| asked.scale());
    match scale.find(|(of, _)| *of == point).map(|(_, words)| words) {
        Some(words) => t.desk(words).to_owned(),
        None => t.number(i64::from(point)),
    }
}

impl Ending {
    /// `way` is where the reader's cases have their pages; `acts` whether they act for the customer here.
    pub async fn of(
        app: &App,
        t: &Texts,
        me: &Me,
        stored: &StoredCase,
        way: &str,
        acts: bool,
    ) -> Result<Self, Fail> {
        let (case, desk) = (&stored.case, app.desks.of(stored.case.desk_version));
        let link = |other: &StoredCase| {
            let number = shown::number(app.desks.of(other.case.desk_version), other.number);
            Link {
                address: format!("{way}/{number}"),
                subject: shown::subject(t, &other.case).to_owned(),
                number,
            }
        };
        let links = app.links(&me.actor, stored).await?;
        let state = case.kind_state(desk);
        let given = case.survey.as_ref();
        let given = given.filter(|(_, s)| me.actor.is_staff() || s.by == me.person.id);
        let asked = acts && case.survey_asked(desk, app.now()).is_some();
        Ok(Self {
            before: links.continues.as_ref().map(link),
            following: links.continued_in.iter().map(link).collect(),
            state: state.map(|state| [&state.label, &state.next].map(|w| t.desk(w).to_owned())),
            survey: match asked {
                true => format!("{way}/{}/survey", shown::number(desk, stored.number)),
                false => String::new(),
            },
            escalation: case.escalation_asked.map_or("", |to| addressee(t, to)),
            addressees: match acts && !case.is_over(desk) && case.escalation_asked.is_none() {
                true => Addressee::of(desk)
                    .into_iter()
                    .map(|to| (to.as_str(), addressee(t, to)))
                    .collect(),
                false => Vec::new(),
            },
            escalation_how: desk
                .text("escalation")
                .map_or(String::new(), |words| t.desk(words).to_owned()),
            thanked: case.survey_is_given(),
            given: given.map(|(at, survey)| Given::of(t, desk, *at, survey)),
        })
    }
}
