//! From the rows of an incident to the events of a case. Pure: no store, no clock, no chance. What the desk allows is
//! not asked: it happened so.

use domain::{
    AccountId, DeploymentId, Instant, PersonId, Prose, TeamId,
    case::{Answers, CaseEvent, Cause, Opened, SUBJECT_MAX, Source},
    desk::{Desk, StatusId},
    event::By,
};

use super::{
    log::{Incident, Name, Names, Row, Told},
    mapping::{self, Statuses},
};

/// Where the names of the log have gone.
pub trait Whereabouts {
    fn agent(&self, name: Name) -> Option<PersonId>;
    fn team(&self, name: Name) -> Option<TeamId>;
    /// Account and deployment of a location, and the caller's contact there.
    fn place(&self, caller: Name, location: Name) -> Option<(AccountId, DeploymentId, PersonId)>;
}

/// What a replay needs to know.
pub struct Replay<'a, W> {
    pub names: &'a Names,
    pub desk: &'a Desk,
    pub desk_version: i64,
    pub statuses: &'a Statuses<'a>,
    pub people: &'a W,
    pub system: &'a str,
}

/// An event as the store takes it.
pub type Happened = (Instant, By, CaseEvent);

/// How far a case has come.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its status here; somebody may have changed it since the last import.
    pub status: StatusId,
    /// When its last event was.
    pub last_at: Instant,
}

/// How far the log has come, row by row.
struct Reached {
    status: StatusId,
    group: Name,
    assignee: Name,
    reassignments: u32,
    reopenings: u32,
}

impl<W: Whereabouts> Replay<'_, W> {
    /// The whole history of a case. Nothing when the desk or the directory lacks something that it needs.
    pub fn case(&self, incident: &Incident) -> Option<Vec<Happened>> {
        let at = incident.begun_at();
        let opening = CaseEvent::Opened(Box::new(self.opened(incident)?));
        let mut events = vec![(at, self.by(incident.opened_by), opening)];
        let standing = Standing {
            status: self.desk.rules.opened.clone(),
            last_at: at,
        };
        events.extend(self.rows(incident, 0, standing));
        Some(events)
    }

    /// What rows behind the first `taken` add to a case.
    pub fn rows(&self, incident: &Incident, taken: usize, mut standing: Standing) -> Vec<Happened> {
        let mut reached = Reached {
            status: self.desk.rules.opened.clone(),
            group: Name::UNKNOWN,
            assignee: Name::UNKNOWN,
            reassignments: 0,
            reopenings: 0,
        };
        let mut events = Vec::new();
        for (place, row) in incident.rows.iter().enumerate() {
            let status = self.statuses.get(self.names.text(row.state)).map(|s| &s.id);
            let to = status.filter(|to| **to != reached.status).cloned();
            let moved = (row.group, row.assignee) != (reached.group, reached.assignee);
            let reopenings = row.reopenings.saturating_sub(reached.reopenings);
            let handovers = row.reassignments.saturating_sub(reached.reassignments);
            if let Some(to) = &to {
                reached.status = to.clone();
            }
            (reached.group, reached.assignee) = (row.group, row.assignee);
            reached.reopenings += reopenings;
            reached.reassignments += handovers;
            if place < taken {
                continue;
            }
            standing.last_at = standing.last_at.max(row.at);
            let at = standing.last_at;
            if moved || handovers > 0 {
                let (owner, team) = (self.people.agent(row.assignee), self.people.team(row.group));
                events.push((
                    at,
                    self.by(row.by),
                    CaseEvent::Assigned {
                        owner,
                        team,
                        handovers,
                    },
                ));
            }
            let from = standing.status.clone();
            let to = to.unwrap_or_else(|| from.clone());
            if (to != from || reopenings > 0)
                && let Some(status) = self.desk.status(&to)
            {
                standing.status = to.clone();
                let cause = Cause::Imported { reopenings };
                let (turn, closed) = (status.turn, status.closed);
                let changed = CaseEvent::StatusChanged {
                    from,
                    to,
                    turn,
                    closed,
                    cause,
                };
                events.push((at, self.changed_by(row, status.turn), changed));
            }
        }
        events
    }

    /// Who resolved it stands in a column of its own; support has done its part then, and the turn is elsewhere.
    fn changed_by(&self, row: &Row, turn: domain::desk::Turn) -> By {
        let resolved = !row.resolver.is_unknown() && turn != domain::desk::Turn::Support;
        self.by(if resolved { row.resolver } else { row.by })
    }

    fn by(&self, name: Name) -> By {
        self.people.agent(name).map_or(By::System, By::Person)
    }

    fn opened(&self, incident: &Incident) -> Option<Opened> {
        let desk = self.desk;
        let told = incident.told();
        let (account, deployment, contact) = self.people.place(told.caller, told.location)?;
        let kind = desk.kinds.first()?;
        let status = desk.status(&desk.rules.opened)?;
        Some(Opened {
            desk_version: self.desk_version,
            account,
            deployment,
            contact,
            list: kind.list,
            case_kind: kind.id.clone(),
            sub_type: kind.sub_types.first().map(|sub| sub.id.clone()),
            product: desk.products.first()?.id.clone(),
            environment: kind.environment.clone(),
            severity: mapping::severity(desk, self.names.text(told.priority)).to_owned(),
            channel: mapping::channel(desk, self.names.text(told.channel)).to_owned(),
            subject: Prose::new(self.subject(incident, &told)),
            description: Prose::new(incident.id.as_str()),
            answers: Answers::new(),
            status: status.id.clone(),
            turn: status.turn,
            source: Some(Source {
                system: self.system.to_owned(),
                id: incident.id.clone(),
            }),
            promise: None,
            call_owed: false,
            continues: None,
            kind_state: None,
        })
    }

    /// What the log knows of category, subcategory and symptom; its number where it knows nothing.
    fn subject(&self, incident: &Incident, told: &Told) -> String {
        let parts = [told.category, told.subcategory, told.symptom]
            .into_iter()
            .filter(|name| !name.is_unknown());
        let subject = parts
            .map(|name| self.names.text(name))
            .collect::<Vec<_>>()
            .join(" / ");
        let subject = if subject.is_empty() {
            incident.id.as_str()
        } else {
            subject.as_str()
        };
        subject.chars().take(SUBJECT_MAX).collect()
    }
}
