//! Cases as the wire says them, for one reader: what a customer may not know is left out here and nowhere else.

use std::collections::HashMap;

use domain::{
    Desk, Instant, PersonId, Prose, TeamId, Words,
    case::{self, Answer, Side},
    desk::StatusId,
    directory::Team,
};
use serde_json::{Value, json};
use store::cases::{Beside, CaseRow, Escalation, StoredCase};

use super::{
    caller::Caller,
    wire::{self, Labelled, Named},
};
use crate::{
    app::{App, Fail},
    texts::{escalation_number, incident_number},
};

/// What one reader is shown things with.
pub struct Shown<'a> {
    pub app: &'a App,
    pub caller: &'a Caller,
    /// Known to staff alone.
    teams: HashMap<TeamId, Team>,
}

/// A side as the wire says it.
pub fn side(side: Side) -> &'static str {
    match side {
        Side::Customer => "customer",
        Side::Support => "support",
    }
}

/// An instant in RFC 3339, to the millisecond.
pub fn instant(at: Instant) -> String {
    at.to_string()
}

pub use crate::texts::number;

impl<'a> Shown<'a> {
    pub async fn to(app: &'a App, caller: &'a Caller) -> Result<Self, Fail> {
        let teams = if caller.actor.is_staff() {
            app.store.teams().await?
        } else {
            Vec::new()
        };
        Ok(Self {
            app,
            caller,
            teams: teams.into_iter().map(|team| (team.id, team)).collect(),
        })
    }

    /// A label; what the desk no longer has keeps its id.
    pub fn label(&self, id: &str, words: Option<&Words>) -> Labelled {
        let label = words.map_or(id, |words| words.in_language(&self.caller.language));
        Labelled {
            id: id.to_owned(),
            label: label.to_owned(),
        }
    }

    fn status_label(&self, desk: &Desk, id: &StatusId) -> Labelled {
        self.label(id.as_str(), desk.status(id).map(|s| &s.label))
    }

    pub fn team(&self, id: Option<TeamId>) -> Option<Labelled> {
        let id = id?;
        let label = self.teams.get(&id).map(|team| {
            self.caller
                .either(&[team.label.clone(), team.label_en.clone()])
        });
        Some(Labelled {
            id: id.to_string(),
            label: label.unwrap_or_default(),
        })
    }

    pub fn summary(&self, row: &CaseRow) -> wire::Summary {
        let desk = self.app.desks.of(row.desk_version);
        let language = &self.caller.language;
        let staff = self.caller.actor.is_staff();
        let sub = desk.status(&row.status);
        let main = desk.main_status(&row.status);
        let say = |words: Option<&Words>| {
            words
                .map_or("", |words| words.in_language(language))
                .to_owned()
        };
        let for_customer = say(sub.map(|s| &s.next));
        let next = if staff {
            say(sub.map(|s| &s.next_for_staff))
        } else {
            for_customer.clone()
        };
        wire::Summary {
            number: number(desk, row.number),
            kind: self.label(row.kind(), desk.kind(row.kind()).map(|k| &k.label)),
            product: self.label(row.product(), desk.product(row.product()).map(|p| &p.label)),
            severity: self.label(
                row.severity(),
                desk.severity(row.severity()).map(|s| &s.label),
            ),
            channel: self.label(row.channel(), desk.channel(row.channel()).map(|c| &c.label)),
            status: wire::Status {
                id: row.status.as_str().to_owned(),
                label: say(main.map(|s| &s.label)),
                sub_label: say(sub.map(|s| &s.label)),
            },
            list: row.list.as_str().to_owned(),
            turn: row.turn.as_str().to_owned(),
            turn_since: instant(row.turn_since),
            next,
            next_for_customer: staff.then_some(for_customer),
            opened_at: instant(row.opened_at),
            modified_at: instant(row.modified_at),
            contact: Named {
                id: row.contact.to_string(),
                name: row.contact_name(),
            },
            account: Named {
                id: row.account.to_string(),
                name: self.caller.either(&row.account_name()),
            },
            deployment: Labelled {
                id: row.deployment.to_string(),
                label: self.caller.either(&row.deployment_label()),
            },
            owner: row.owner.map(|id| Named {
                id: id.to_string(),
                name: row.owner_name().unwrap_or_default(),
            }),
            team: staff.then(|| self.team(row.team)),
            reopening_asked: row.reopening_asked,
            due: self.due(row.due, row.alert),
            call_owed: row.call_owed,
            incident: row.incident.map(|number| incident_number(desk, number)),
            escalation: match row.escalation {
                Escalation::None | Escalation::Asked => None,
                Escalation::Open(step, number) => Some((step.as_str(), number)),
                Escalation::Ended(number) => Some(("ended", number)),
            }
            .map(|(state, number)| wire::EscalationMark {
                number: escalation_number(desk, number),
                state: state.to_owned(),
                expected_passed: row.expected_passed,
            }),
            subject: row.subject().to_owned(),
        }
    }

    /// A case in full.
    pub async fn case(&self, stored: StoredCase) -> Result<wire::Case, Fail> {
        let names = Names::of(self.app, &stored).await?;
        let links = Links::of(self, &stored).await?;
        let tags = super::together::tags_of(self.app, self.caller, &stored).await?;
        let StoredCase {
            id, number, case, ..
        } = stored;
        let desk = self.app.desks.of(case.desk_version);
        let kind = desk.kind(&case.kind);
        let staff = self.caller.actor.is_staff();
        let sub_type = case.sub_type.as_deref();
        let environment = case.environment.as_deref();
        let moves = desk
            .status(&case.status)
            .map(|s| s.to.as_slice())
            .unwrap_or_default();
        let beside = Beside {
            contact: &names.contact,
            owner: names.owner.as_deref(),
            deployment: names.deployment.each_ref().map(String::as_str),
            account: names.account.each_ref().map(String::as_str),
            incident: links.incident,
        };
        let row = CaseRow::of(id, number, &case, desk, &beside);
        let mut summary = self.summary(&row);
        if let Some(next) = case.next(desk, staff) {
            summary.next = next.in_language(&self.caller.language).to_owned();
        }
        Ok(wire::Case {
            promise: self.promise(desk, &case),
            severity_wish: case.severity_wish.as_ref().map(|wish| wire::SeverityWish {
                side: side(wish.side).to_owned(),
                severity: self.label(&wish.to, desk.severity(&wish.to).map(|s| &s.label)),
            }),
            tier: staff.then_some(case.tier),
            questions: super::asking::questions(&case.questions.open),
            redirected: case
                .closing
                .redirected
                .as_deref()
                .map(|id| self.redirected(desk, id)),
            kind_state: case.kind_state.as_deref().map(|id| {
                let state = kind.and_then(|kind| kind.state(id));
                self.label(id, state.map(|state| &state.label))
            }),
            continues: links.continues,
            continued_in: links.continued_in,
            escalation_details: self.escalation(desk, &case),
            call_wish: self.call_wish(&case),
            conferences: self.conferences(&case).await?,
            escalation_suggested: case
                .suggested(desk, self.app.now())
                .filter(|_| staff)
                .map(|ground| ground.as_str().to_owned()),
            escalation_asked: case.escalation_asked.map(|to| to.as_str().to_owned()),
            survey_asked: case.survey_asked(desk, self.app.now()).is_some(),
            survey: self.survey(&case),
            cause: staff.then(|| {
                let id = case.closing.cause.as_deref()?;
                Some(self.label(id, desk.cause(id).map(|one| &one.label)))
            }),
            snooze: staff.then(|| {
                case.snoozed.as_ref().map(|snoozed| wire::Snooze {
                    until: snoozed.until.map(instant),
                })
            }),
            merged: case.merged.is_some(),
            tags: staff.then_some(tags),
            third_party: case.third_party.as_ref().map(|other| wire::ThirdParty {
                name: prose(&other.name),
                reference: other.reference.as_ref().and_then(prose),
            }),
            sub_type: sub_type
                .map(|s| self.label(s, kind.and_then(|k| k.sub_type(s)).map(|s| &s.label))),
            environment: environment.map(|e| self.label(e, desk.environment(e).map(|e| &e.label))),
            answers: answers(&case.answers),
            closed_at: case.closed_at.map(instant),
            closes_at: case.closes_at(desk).map(instant),
            asks_solution: case.asks_solution(desk),
            moves: staff.then(|| moves.iter().map(|to| self.status_label(desk, to)).collect()),
            handovers: staff.then_some(case.handovers),
            reopenings: case.reopenings,
            summary,
        })
    }
}

impl Shown<'_> {
    fn redirected(&self, desk: &Desk, id: &str) -> wire::NotCovered {
        let matter = desk.not_covered(id);
        let language = &self.caller.language;
        let said = |words: Option<&Words>| words.map_or("", |w| w.in_language(language)).to_owned();
        wire::NotCovered {
            id: id.to_owned(),
            label: said(matter.map(|matter| &matter.label)),
            ask: said(matter.map(|matter| &matter.ask)),
        }
    }

    /// What was answered is for staff, and for who answered (C16).
    fn survey(&self, case: &case::Case) -> Option<wire::Survey> {
        let (at, survey) = case.survey.as_ref()?;
        let own = self.caller.actor.person() == Some(survey.by);
        (own || self.caller.actor.is_staff()).then(|| wire::Survey {
            at: instant(*at),
            points: survey.points.clone(),
            comment: survey.comment.as_ref().and_then(prose),
            contact: survey.contact,
        })
    }
}

/// Cases that a case goes on with, and that go on with it, as far as the reader sees them (C15).
struct Links {
    continues: Option<String>,
    continued_in: Vec<String>,
    /// Number of the incident that has gathered it.
    incident: Option<i64>,
}

impl Links {
    async fn of(shown: &Shown<'_>, stored: &StoredCase) -> Result<Self, Fail> {
        let links = shown.app.links(&shown.caller.actor, stored).await?;
        let written = |case: &StoredCase| {
            let desk = shown.app.desks.of(case.case.desk_version);
            number(desk, case.number)
        };
        Ok(Self {
            continues: links.continues.as_ref().map(written),
            continued_in: links.continued_in.iter().map(written).collect(),
            incident: {
                let incident = shown.app.incident_of(stored).await?;
                incident.map(|stored| stored.incident.number)
            },
        })
    }
}

/// Names that stand beside a case.
struct Names {
    contact: String,
    owner: Option<String>,
    account: [String; 2],
    deployment: [String; 2],
}

impl Names {
    async fn of(app: &App, stored: &StoredCase) -> Result<Self, Fail> {
        let case = &stored.case;
        let people = app
            .store
            .people([Some(case.contact), case.owner].into_iter().flatten())
            .await?;
        let name = |id: PersonId| people.get(&id).map(|person| person.profile.name());
        let sites = app.store.deployments(case.account).await?;
        let site = sites.into_iter().find(|d| d.id == case.deployment);
        Ok(Self {
            contact: name(case.contact).unwrap_or_default(),
            owner: case.owner.and_then(name),
            account: app
                .store
                .account_name(case.account)
                .await?
                .unwrap_or_default(),
            deployment: site.map(|d| [d.label, d.label_en]).unwrap_or_default(),
        })
    }
}

pub fn prose(text: &Prose) -> Option<String> {
    (!text.is_erased()).then(|| text.as_str().to_owned())
}

pub fn answers(answers: &case::Answers) -> wire::Answers {
    let value = |answer: &Answer| match answer {
        Answer::Text(text) => json!(prose(text)),
        Answer::Number(n) => json!(n),
        Answer::Date(day) => json!(day),
        Answer::Flag(yes) => json!(yes),
        Answer::Choice(id) => json!(id),
        Answer::Emails(all) => {
            Value::Array(all.iter().map(|address| json!(prose(address))).collect())
        }
    };
    answers
        .iter()
        .map(|(id, answer)| (id.clone(), value(answer)))
        .collect()
}
