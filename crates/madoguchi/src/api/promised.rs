//! Promises as the wire says them: what is due, the receipt of each clock, and what each centre would promise now.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Query, State},
};
use domain::{
    Desk, Instant,
    calendar::Second,
    case::Case,
    contract::{Alert, ClockKind, Due, Line, MilestoneState, NextUpdate, entitlement},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    caller::Caller,
    problem::{Problem, What},
    shown::{Shown, instant},
    wire,
};
use crate::{
    app::{
        App,
        cases::{WEB, Wanted},
    },
    texts::{self, Texts},
};

/// What a case would be opened with.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Id of a kind of case.
    kind: String,
    deployment: Option<String>,
    product: Option<String>,
    severity: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/promise", operation_id = "read_promise", tag = "cases", params(Asked),
    responses((status = 200, body = wire::Offers)))]
/// What each centre would promise for a case opened now, before it is opened.
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<wire::Offers>, Problem> {
    let Ok(Query(asked)) = asked else {
        return Err(What::WrongParameters.into());
    };
    if !caller.actor.may_write() || caller.actor.is_staff() {
        return Err(What::NotAllowed.into());
    }
    let entries: BTreeMap<String, String> = [
        ("deployment", asked.deployment),
        ("product", asked.product),
        ("severity", asked.severity),
    ]
    .into_iter()
    .filter_map(|(id, value)| Some((id.to_owned(), value?)))
    .collect();
    let wanted = Wanted {
        files: &[],
        kind: &asked.kind,
        entries: &entries,
        channel: WEB,
        language: &caller.language,
        continues: None,
    };
    let offers = app.offers(&caller.actor, &wanted).await?;
    let shown = Shown::to(&app, &caller).await?;
    let (desk, _) = app.desks.current();
    let texts = shown.texts();
    let offer = |offer: crate::app::offers::Offer| wire::Offer {
        answer: answer(offer.verdict.answer).to_owned(),
        centre: offer
            .centre
            .map(|id| shown.label(&id, desk.centre(&id).map(|c| &c.label))),
        plan: offer
            .plan
            .map(|id| shown.label(&id, desk.plan(&id).map(|p| &p.label))),
        first_response: offer.first_response.map(instant),
        next_update: offer.next_update.map(|amount| texts.amount(amount)),
        milestones: offer
            .milestones
            .iter()
            .map(|(id, amount)| wire::Promised {
                clock: id.as_str().to_owned(),
                label: texts.clock_name(desk, ClockKind::Milestone(*id)),
                target: texts.amount(*amount),
            })
            .collect(),
        reasons: offer.verdict.reasons.iter().map(wire::reason).collect(),
    };
    Ok(Json(wire::Offers {
        items: offers.into_iter().map(offer).collect(),
    }))
}

fn answer(answer: entitlement::Answer) -> &'static str {
    match answer {
        entitlement::Answer::Allow => "allow",
        entitlement::Answer::Warn => "warn",
        entitlement::Answer::Route => "route",
        entitlement::Answer::Refuse => "refuse",
    }
}

fn moment(at: Second) -> Option<String> {
    Instant::from_second(at).ok().map(instant)
}

impl Shown<'_> {
    fn texts(&self) -> Texts {
        let zone = self.app.desks.current().0.time_zone.clone();
        Texts::new(texts::load(), &self.caller.language, zone)
    }

    pub fn due(&self, due: Due, alert: Alert) -> Option<wire::Due> {
        let plain = |state: &str| wire::Due {
            clock: None,
            state: state.to_owned(),
            at: None,
        };
        match due {
            Due::At(clock, at) => Some(wire::Due {
                clock: Some(clock.as_str().to_owned()),
                at: moment(at),
                ..plain(texts::standing(due, alert, self.app.now()).map_or("", |s| s.state))
            }),
            Due::Paused => Some(plain("paused")),
            Due::Met => Some(plain("met")),
            Due::Nothing => None,
        }
    }

    pub fn promise(&self, desk: &Desk, case: &Case) -> Option<wire::Promise> {
        let promise = case.promise.as_ref()?;
        let plan = promise.plan.as_deref();
        let centre = promise.centre.as_deref();
        Some(wire::Promise {
            contract: promise.contract.clone(),
            plan: plan.map(|id| self.label(id, desk.plan(id).map(|p| &p.label))),
            centre: centre.map(|id| self.label(id, desk.centre(id).map(|c| &c.label))),
            chosen: promise.chosen,
            reasons: promise.reasons.iter().map(wire::reason).collect(),
            desk_version: case.desk_version,
            clocks: self.clocks(desk, case),
        })
    }

    fn clocks(&self, desk: &Desk, case: &Case) -> Vec<wire::Clock> {
        let (Some(clocks), Some(calendar)) = (&case.clocks, case.calendar(desk)) else {
            return Vec::new();
        };
        let texts = self.texts();
        let stretch = |line: Line| wire::Stretch {
            from: moment(line.from).unwrap_or_default(),
            to: line.to.and_then(moment),
            counted: line.counted,
            code: line.why.as_str().to_owned(),
            why: texts.why(&line.why),
        };
        let clock =
            |kind: ClockKind, target, due: Option<Second>, met, receipt: Vec<Line>| wire::Clock {
                clock: kind.as_str().to_owned(),
                label: texts.clock_name(desk, kind),
                target,
                due_at: due.and_then(moment),
                met_at: met,
                receipt: receipt.into_iter().map(stretch).collect(),
            };
        let targets = clocks.targets();
        let first = targets.first_response.map(|amount| {
            clock(
                ClockKind::FirstResponse,
                texts.amount(amount),
                clocks.first_response(calendar),
                clocks.answered().and_then(moment),
                clocks.first_response_receipt(calendar),
            )
        });
        let update = targets.next_update.map(|amount| {
            let due = match clocks.next_update(calendar) {
                NextUpdate::At(due) => Some(due),
                _ => None,
            };
            let receipt = clocks.next_update_receipt(calendar);
            clock(
                ClockKind::NextUpdate,
                texts.amount(amount),
                due,
                None,
                receipt,
            )
        });
        let further = clocks.milestones().map(|(id, amount)| {
            let (due, met) = match clocks.milestone(id, calendar) {
                MilestoneState::At(due) => (Some(due), None),
                MilestoneState::Reached { at, due } => (due, moment(at)),
                _ => (None, None),
            };
            let receipt = clocks.milestone_receipt(id, calendar);
            let kind = ClockKind::Milestone(id);
            clock(kind, texts.amount(amount), due, met, receipt)
        });
        first.into_iter().chain(update).chain(further).collect()
    }
}
