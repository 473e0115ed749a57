//! What the steps of a story are as commands; where a desk lacks what a step names, what comes nearest.

use domain::{
    Actor, Desk,
    case::{Case, Command, GivenSurvey, Lanes, escalation::Step as EscalationStep},
    desk::{StatusId, Turn},
};

use super::world::Step;

/// The command of a step, where the case and its desk know it.
pub(super) fn command(desk: &Desk, state: &Case, step: &Step, actor: &Actor) -> Option<Command> {
    let text = || step.text.clone().unwrap_or_default();
    let then = || {
        step.then
            .as_ref()
            .and_then(|wanted| status(desk, state, wanted))
    };
    Some(match step.act.as_str() {
        "assign" => {
            let Actor::Agent { person, team, .. } = actor else {
                return None;
            };
            Command::Assign {
                owner: Some(*person),
                team: *team,
            }
        }
        "reply" => match then() {
            Some(to) if desk.redirects_to(&to) => {
                let wanted = step.reason.as_deref().unwrap_or_default();
                let matter = desk.not_covered(wanted).or(desk.not_covered.first())?;
                Command::Redirect {
                    matter: matter.id.clone(),
                    text: text(),
                }
            }
            then => Command::Reply { text: text(), then },
        },
        "state" => {
            let wanted = step.reason.clone().unwrap_or_default();
            desk.kind(&state.kind)?.state(&wanted)?;
            Command::SetKindState {
                to: wanted,
                text: text(),
            }
        }
        "survey" => {
            let asked = desk.survey.as_ref()?;
            let best = u8::try_from(asked.points.len()).ok()?;
            let points = asked.questions.iter().zip(step.points.iter().cycle());
            Command::GiveSurvey(GivenSurvey {
                points: points
                    .map(|(question, point)| (question.id.clone(), (*point).clamp(1, best)))
                    .collect(),
                comment: text(),
                contact: step.reason.as_deref() == Some("contact"),
            })
        }
        "note" => Command::AddNote { text: text() },
        "update" => Command::PostUpdate { text: text() },
        "status" => Command::ChangeStatus { to: then()? },
        "worked" => Command::SolutionWorked {
            comment: step.text.clone(),
        },
        "need-help" => Command::NeedMoreHelp {
            tried: String::new(),
            happened: text(),
        },
        "close" => {
            let wanted = step.reason.as_deref().unwrap_or("resolved");
            let reasons = &desk.rules.close_reasons;
            let reason = reasons
                .iter()
                .find(|r| r.id == wanted)
                .or(reasons.first())?;
            Command::Close {
                reason: reason.id.clone(),
                comment: step.text.clone(),
            }
        }
        // What it is about, and for whom: an unhappy customer's wish, or what engineering is to mend.
        "escalate" => {
            desk.escalation.as_ref()?;
            let wish = step.reason.clone().unwrap_or_default();
            let lanes = match step.points.first() {
                Some(_) => Lanes {
                    outcome: wish,
                    ..Lanes::default()
                },
                None => Lanes {
                    defect: wish,
                    ..Lanes::default()
                },
            };
            Command::OpenEscalation {
                summary: text(),
                lanes,
            }
        }
        "escalation-step" => Command::MoveEscalation {
            to: EscalationStep::parse(step.then.as_deref()?)?,
            text: text(),
        },
        _ => return None,
    })
}

/// The status wanted, or the one of this desk that means the same and can be reached.
fn status(desk: &Desk, state: &Case, wanted: &str) -> Option<StatusId> {
    let id = StatusId::new(wanted);
    let here = desk.status(&state.status)?;
    if id == state.status || here.to.contains(&id) {
        return Some(id);
    }
    let (asks, turn) = match id.main() {
        "solution-proposed" => (true, Turn::Customer),
        "awaiting-information" => (false, Turn::Customer),
        "closed" => (false, Turn::Nobody),
        _ => (false, Turn::Support),
    };
    let mut possible = here.to.iter().filter_map(|id| desk.status(id));
    possible
        .find(|s| s.asks_solution == asks && (asks || s.turn == turn) && !desk.redirects_to(&s.id))
        .map(|s| s.id.clone())
}
