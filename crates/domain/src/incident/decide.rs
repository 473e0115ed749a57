//! Declaring incidents, telling of them and ending them (E3). What is for customers is said in every language of the desk.

use jiff::{SignedDuration, civil::Date};

use super::{
    Affected, Command, Declaration, Facts, Incident, IncidentEvent, Phase, Refused, Texts, Typed,
};
use crate::{
    Instant, PersonId, Prose,
    access::seats,
    case::intake::{FieldProblem, Wrong, cleaned},
    desk::Incidents,
};

/// Most characters of a title and of a text.
pub const TITLE_MAX: usize = 120;
pub const TEXT_MAX: usize = 5_000;
/// Days ahead for which an update can be promised.
pub const AHEAD_DAYS: i64 = 7;
/// Cases that one incident gathers at the most.
pub const CASES_MAX: usize = 10_000;

type Decision = Result<Vec<IncidentEvent>, Refused>;

/// Decides; `None` is an incident that is not there yet.
pub fn decide(incident: Option<&Incident>, command: Command, facts: &Facts) -> Decision {
    if command == Command::TellUpdate {
        return Ok(told(incident, facts));
    }
    if !facts.actor.is_staff() {
        return Err(Refused::NotAllowed);
    }
    match (incident, command) {
        (None, Command::Declare(declaration)) => declared(*declaration, facts),
        (None, _) => Err(Refused::NotAllowed),
        (Some(incident), command) => changed(incident, command, facts),
    }
}

fn changed(incident: &Incident, command: Command, facts: &Facts) -> Decision {
    let running = || match incident.is_running() {
        true => Ok(()),
        false => Err(Refused::Over),
    };
    let event = match command {
        Command::Declare(_) | Command::TellUpdate => return Err(Refused::NotAllowed),
        Command::Update {
            phase,
            texts,
            next_at,
        } => {
            running()?;
            updated(incident, phase, &texts, next_at, facts)?
        }
        Command::AddNote { text } => IncidentEvent::Noted {
            text: written("note", &text, TEXT_MAX)?,
        },
        Command::Gather { .. } if incident.is_cancelled() => return Err(Refused::Over),
        Command::Gather { mut cases } => {
            cases.retain(|case| !incident.cases.contains(case));
            not_elsewhere(&cases, facts)?;
            if incident.cases.len() + cases.len() > CASES_MAX {
                return Err(wrong("cases", Wrong::TooMany { most: CASES_MAX }));
            }
            if cases.is_empty() {
                return Ok(Vec::new());
            }
            IncidentEvent::Gathered {
                cases: cases.into_iter().collect(),
            }
        }
        Command::Release { mut cases } => {
            cases.retain(|case| incident.cases.contains(case));
            if cases.is_empty() {
                return Ok(Vec::new());
            }
            IncidentEvent::Released {
                cases: cases.into_iter().collect(),
            }
        }
        Command::Describe { title, affected } => {
            running()?;
            let rule = rule(facts)?;
            let mut problems = Vec::new();
            let title = in_each("title", &title, TITLE_MAX, facts, &mut problems);
            check_affected(&affected, rule, facts, &mut problems);
            none_wrong(problems)?;
            if title == incident.title && *affected == incident.affected {
                return Ok(Vec::new());
            }
            IncidentEvent::DescriptionSet { title, affected }
        }
        Command::SetOwners {
            lead,
            communications,
        } => {
            let mut problems = Vec::new();
            check_owner("lead", lead, facts, &mut problems);
            check_owner("communications", communications, facts, &mut problems);
            none_wrong(problems)?;
            if (lead, communications) == (incident.lead, incident.communications) {
                return Ok(Vec::new());
            }
            IncidentEvent::OwnersSet {
                lead,
                communications,
            }
        }
        Command::SetHearing { account, hears } => {
            if incident.opted_out.contains(&account) != hears {
                return Ok(Vec::new());
            }
            IncidentEvent::HearingSet { account, hears }
        }
        Command::End {
            texts,
            solution,
            cause_due_on,
        } => {
            running()?;
            ended(&texts, &solution, cause_due_on, facts)?
        }
        Command::ReportCause { texts } => {
            match incident.phase {
                Phase::Reported => return Err(Refused::ReportedAlready),
                Phase::Restored => {}
                _ if incident.is_cancelled() => return Err(Refused::Over),
                _ => return Err(Refused::Running),
            }
            let mut problems = Vec::new();
            let texts = in_each("cause", &texts, TEXT_MAX, facts, &mut problems);
            none_wrong(problems)?;
            IncidentEvent::CauseReported { texts }
        }
        Command::Cancel { reason } => {
            running()?;
            IncidentEvent::Cancelled {
                reason: written("reason", &reason, TEXT_MAX)?,
            }
        }
    };
    Ok(vec![event])
}

fn declared(declaration: Declaration, facts: &Facts) -> Decision {
    let rule = rule(facts)?;
    let person = facts.actor.person().ok_or(Refused::NotAllowed)?;
    let lead = declaration.lead.unwrap_or(person);
    let communications = declaration.communications.unwrap_or(lead);
    let mut problems = Vec::new();
    let title = in_each("title", &declaration.title, TITLE_MAX, facts, &mut problems);
    check_affected(&declaration.affected, rule, facts, &mut problems);
    check_owner("lead", lead, facts, &mut problems);
    check_owner("communications", communications, facts, &mut problems);
    let texts = in_each("text", &declaration.texts, TEXT_MAX, facts, &mut problems);
    let severity = declaration.affected.severity.as_str();
    let next_at = next_update(severity, declaration.next_at, rule, facts, &mut problems);
    none_wrong(problems)?;
    let mut cases = declaration.cases;
    cases.extend(declaration.from);
    not_elsewhere(&cases, facts)?;
    let mut affected = declaration.affected;
    affected.started_at = Some(affected.started_at.unwrap_or(facts.now));
    let mut events = vec![
        IncidentEvent::Declared {
            number: 0,
            desk_version: facts.desk_version,
            from: declaration.from,
            title,
            affected: Box::new(affected),
            lead,
            communications,
        },
        IncidentEvent::Updated {
            phase: Phase::Investigating,
            texts,
            next_at,
        },
    ];
    if !cases.is_empty() {
        events.push(IncidentEvent::Gathered {
            cases: cases.into_iter().collect(),
        });
    }
    Ok(events)
}

fn updated(
    incident: &Incident,
    phase: Phase,
    texts: &Typed,
    next_at: Option<Instant>,
    facts: &Facts,
) -> Result<IncidentEvent, Refused> {
    let from = incident.phase;
    if !from.leads_to(phase) {
        return Err(Refused::NoSuchPhase { from, to: phase });
    }
    let mut problems = Vec::new();
    let texts = in_each("text", texts, TEXT_MAX, facts, &mut problems);
    // An update always promises the next one.
    let next_at = match next_at {
        Some(at) => ahead(at, facts, &mut problems),
        None => {
            problems.push(problem("next-at", Wrong::Missing));
            facts.now
        }
    };
    none_wrong(problems)?;
    Ok(IncidentEvent::Updated {
        phase,
        texts,
        next_at,
    })
}

fn ended(
    texts: &Typed,
    solution: &Typed,
    cause_due_on: Option<Date>,
    facts: &Facts,
) -> Result<IncidentEvent, Refused> {
    let rule = rule(facts)?;
    let mut problems = Vec::new();
    let texts = in_each("text", texts, TEXT_MAX, facts, &mut problems);
    let solution = in_each("solution", solution, TEXT_MAX, facts, &mut problems);
    let today = seats::today(facts.desk, facts.now);
    let usual = today.checked_add(jiff::Span::new().days(i64::from(rule.cause_days)));
    let due_on = cause_due_on.or(usual.ok());
    if due_on.is_some_and(|day| day < today) {
        problems.push(problem("cause-due-on", Wrong::Past));
    }
    none_wrong(problems)?;
    Ok(IncidentEvent::Ended {
        texts,
        solution,
        cause_due_on: due_on,
    })
}

/// The product tells once that a promised update or report is due, and once that it has not come.
fn told(incident: Option<&Incident>, facts: &Facts) -> Vec<IncidentEvent> {
    let told = incident.and_then(|incident| incident.to_be_told(facts.desk, facts.now));
    told.into_iter().collect()
}

fn rule<'a>(facts: &Facts<'a>) -> Result<&'a Incidents, Refused> {
    facts.desk.incident.as_ref().ok_or(Refused::NoIncidents)
}

fn not_elsewhere<'a>(
    cases: impl IntoIterator<Item = &'a crate::CaseId>,
    facts: &Facts,
) -> Result<(), Refused> {
    let mut cases = cases.into_iter();
    let other = cases.find_map(|case| Some((*case, *facts.elsewhere.get(case)?)));
    match other {
        Some((case, number)) => Err(Refused::GatheredElsewhere { case, number }),
        None => Ok(()),
    }
}

/// When customers hear more: at the moment that is said, or by the rhythm of the severity.
fn next_update(
    severity: &str,
    given: Option<Instant>,
    rule: &Incidents,
    facts: &Facts,
    problems: &mut Vec<FieldProblem>,
) -> Instant {
    match (given, rule.severity(severity)) {
        (Some(at), _) => ahead(at, facts, problems),
        (None, Some(severity)) => {
            facts.now + SignedDuration::from_mins(i64::from(severity.update_minutes))
        }
        // That there is no such severity is told of that.
        (None, None) => facts.now,
    }
}

fn ahead(at: Instant, facts: &Facts, problems: &mut Vec<FieldProblem>) -> Instant {
    let latest = facts.now + SignedDuration::from_hours(24 * AHEAD_DAYS);
    if at <= facts.now || at > latest {
        problems.push(problem("next-at", Wrong::NotAhead { days: AHEAD_DAYS }));
    }
    at
}

fn check_affected(
    affected: &Affected,
    rule: &Incidents,
    facts: &Facts,
    problems: &mut Vec<FieldProblem>,
) {
    if rule.severity(&affected.severity).is_none() {
        problems.push(problem("severity", Wrong::NotOffered));
    }
    let mut products = affected.products.iter();
    if products.any(|id| facts.desk.product(id).is_none()) {
        problems.push(problem("products", Wrong::NotOffered));
    }
    if affected.wide && affected.products.is_empty() {
        problems.push(problem("products", Wrong::Missing));
    }
    if affected.regions.iter().any(|id| rule.region(id).is_none()) {
        problems.push(problem("regions", Wrong::NotOffered));
    }
    if affected.started_at.is_some_and(|at| at > facts.now) {
        problems.push(problem("started-at", Wrong::NotYet));
    }
}

fn check_owner(
    field: &'static str,
    person: PersonId,
    facts: &Facts,
    problems: &mut Vec<FieldProblem>,
) {
    if !facts.owners.contains(&person) {
        problems.push(problem(field, Wrong::NotOffered));
    }
}

/// A text in every language of the desk: its field carries the language behind it.
fn in_each(
    field: &str,
    typed: &Typed,
    max: usize,
    facts: &Facts,
    problems: &mut Vec<FieldProblem>,
) -> Texts {
    let mut texts = Texts::new();
    for language in &facts.desk.languages {
        let given = typed.iter().find(|(l, _)| l == language);
        let text = cleaned(given.map_or("", |(_, text)| text));
        let text = match field {
            "title" => text.replace('\n', " "),
            _ => text,
        };
        let field = format!("{field}-{}", language.as_str());
        if text.is_empty() {
            problems.push(problem(&field, Wrong::Missing));
        } else if text.chars().count() > max {
            problems.push(problem(&field, Wrong::TooLong { max }));
        }
        texts.insert(language.clone(), Prose::new(text));
    }
    texts
}

fn written(field: &str, text: &str, max: usize) -> Result<Prose, Refused> {
    match cleaned(text) {
        text if text.is_empty() => Err(wrong(field, Wrong::Missing)),
        text if text.chars().count() > max => Err(wrong(field, Wrong::TooLong { max })),
        text => Ok(Prose::new(text)),
    }
}

fn problem(field: &str, wrong: Wrong) -> FieldProblem {
    let field = field.to_owned();
    FieldProblem { field, wrong }
}

fn wrong(field: &str, wrong: Wrong) -> Refused {
    Refused::Fields(vec![problem(field, wrong)])
}

fn none_wrong(problems: Vec<FieldProblem>) -> Result<(), Refused> {
    match problems.is_empty() {
        true => Ok(()),
        false => Err(Refused::Fields(problems)),
    }
}
