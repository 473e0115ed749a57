//! How customers were served, for staff (C16): what was answered lately, and the answers one by one; of cases, and of live sessions.

mod sessions;

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Query, response::Response};
use domain::{Desk, Instant, PersonId};
use jiff::SignedDuration;
use serde::Deserialize;
use store::cases::StoredCase;

use super::super::{
    closings::Given,
    frame::{Frame, Here, shown},
    listing::ViewLink,
    shown,
    visitor::{Me, Staff, Visitor},
};
use crate::{app::Fail, texts::Texts};

/// Answers on a page.
const PAGE: usize = 50;
/// What is summed up lies back so many days at most.
const DAYS: i64 = 90;
/// As many answers are summed up at most, the latest.
const SUMMED: usize = 5_000;

#[derive(Template)]
#[template(path = "staff/surveys.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    /// Answers about sessions, not cases; where there are sessions at all one can choose.
    sessions: bool,
    tabs: bool,
    /// What can be answered, the best first.
    points: Vec<String>,
    questions: Vec<Summed>,
    /// How many answers are summed up.
    summed: String,
    period: String,
    given: Vec<Row>,
    /// The page behind this one; empty where there is none.
    next: String,
}

/// How a question was answered.
struct Summed {
    label: String,
    /// How often, point by point, the best first.
    counts: Vec<String>,
    /// Hundredths of the answers that are of the better half.
    content: String,
}

struct Row {
    number: String,
    address: String,
    subject: String,
    company: String,
    contact: String,
    owner: String,
    given: Given,
}

/// What a page of answers shows, whatever they are about.
struct Answers {
    questions: Vec<Summed>,
    /// How many are summed up.
    summed: usize,
    given: Vec<Row>,
    next: Option<String>,
}

#[derive(Default, Deserialize)]
pub struct Asked {
    /// `sessions`, else cases.
    of: Option<String>,
    /// Moment in milliseconds and what else names the last one before the page.
    behind: Option<String>,
}

impl Asked {
    fn place(&self) -> Option<(Instant, i64)> {
        let (at, number) = self.behind.as_deref()?.split_once('.')?;
        let at = Instant::from_millisecond(at.parse().ok()?).ok()?;
        Some((at, number.parse().ok()?))
    }
}

/// Each question that is asked now, with how often each point was given.
fn summed<'a>(
    t: &Texts,
    desk: &Desk,
    answers: impl Iterator<Item = &'a BTreeMap<String, u8>>,
) -> Vec<Summed> {
    let best = desk.survey.as_ref().map_or(0, |asked| asked.points.len());
    let mut counts: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (question, point) in answers.flatten() {
        let row = counts.entry(question).or_insert_with(|| vec![0; best]);
        let place = best.checked_sub(usize::from(*point));
        if let Some(count) = place.and_then(|place| row.get_mut(place)) {
            *count += 1;
        }
    }
    let asked_now = desk.survey.iter().flat_map(|asked| &asked.questions);
    let questions = asked_now.filter_map(|question| {
        let counts = counts.get(question.id.as_str())?;
        let (content, all) = (counts[..best / 2].iter().sum::<i64>(), counts.iter().sum());
        let share: i64 = match all {
            0 => 0,
            all => content * 100 / all,
        };
        Some(Summed {
            label: t.desk(&question.label).to_owned(),
            counts: counts.iter().map(|n| t.number(*n)).collect(),
            content: t.count("survey-content", share),
        })
    });
    questions.collect()
}

pub async fn page(Staff(visitor, me): Staff, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (desk, _) = app.desks.current();
    let of_sessions = asked.of.as_deref() == Some("sessions");
    let answers = match of_sessions {
        true => sessions::answers(&visitor, &me, asked.behind.as_deref()).await?,
        false => of_cases(&visitor, &me, asked.place()).await?,
    };
    let page = Page {
        views: super::rail_for(&visitor, &me).await?,
        f: Frame::new(&visitor, Here::Surveys, t.say("surveys-title")).await?,
        sessions: of_sessions,
        tabs: of_sessions || app.session_rules().is_some(),
        points: desk
            .survey
            .iter()
            .flat_map(|asked| &asked.points)
            .map(|words| t.desk(words).to_owned())
            .collect(),
        questions: answers.questions,
        summed: t.count("surveys-summed", i64::try_from(answers.summed).unwrap_or(0)),
        period: t.count("surveys-period", DAYS),
        given: answers.given,
        next: answers.next.unwrap_or_default(),
    };
    shown(&page)
}

async fn of_cases(
    visitor: &Visitor,
    me: &Me,
    behind: Option<(Instant, i64)>,
) -> Result<Answers, Fail> {
    let (app, t, scope) = (&visitor.web.app, &visitor.texts, me.actor.scope());
    let since = app.now() - SignedDuration::from_hours(DAYS * 24);
    let latest = app.store.surveyed(&scope, since, None, SUMMED).await?;
    let surveys = latest.iter().filter_map(|one| one.case.survey.as_ref());
    let questions = summed(
        t,
        app.desks.current().0,
        surveys.map(|(_, survey)| &survey.points),
    );
    let mut rows = app
        .store
        .surveyed(&scope, Instant::UNIX_EPOCH, behind, PAGE + 1)
        .await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).and_then(|last| {
        let (at, _) = last.case.survey.as_ref()?;
        let at = at.as_millisecond();
        Some(format!("/staff/surveys?behind={at}.{}", last.number))
    });
    Ok(Answers {
        questions,
        summed: latest.len(),
        given: given(visitor, rows).await?,
        next,
    })
}

async fn given(visitor: &Visitor, rows: Vec<StoredCase>) -> Result<Vec<Row>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let people = rows.iter().flat_map(|stored| {
        let by = stored.case.survey.as_ref().map(|(_, survey)| survey.by);
        by.into_iter().chain(stored.case.owner)
    });
    let people = app.store.people(people.collect::<Vec<PersonId>>()).await?;
    let name = |id: PersonId| people.get(&id).map_or(String::new(), |p| p.profile.name());
    let mut companies: BTreeMap<i64, String> = BTreeMap::new();
    let mut all = Vec::with_capacity(rows.len());
    for stored in rows {
        let case = &stored.case;
        let desk = app.desks.of(case.desk_version);
        let Some((at, survey)) = &case.survey else {
            continue;
        };
        if let std::collections::btree_map::Entry::Vacant(entry) = companies.entry(case.account.0) {
            let found = app.store.account_name(case.account).await?;
            entry.insert(found.map_or(String::new(), |name| t.either(&name).to_owned()));
        }
        let number = shown::number(desk, stored.number);
        all.push(Row {
            address: format!("/staff/cases/{number}"),
            number,
            subject: shown::subject(t, case).to_owned(),
            company: companies.get(&case.account.0).cloned().unwrap_or_default(),
            contact: name(survey.by),
            owner: case.owner.map_or(String::new(), name),
            given: Given::of(t, desk, *at, survey),
        });
    }
    Ok(all)
}
