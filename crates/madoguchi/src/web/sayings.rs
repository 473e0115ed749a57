//! What the rows of one page say over and over: times, spans of time, statuses.

use std::{borrow::Cow, cell::RefCell, collections::HashMap, fmt, rc::Rc};

use askama::{FastWritable, Template};
use domain::{
    Desk, Instant, PersonId, Words,
    case::escalation::Step,
    contract::{Alert, Due},
    desk::Turn,
};
use store::cases::{CaseRow, Escalation};

use super::{assets, shown};
use crate::{
    escape::escaped,
    texts::{DueHead, Moment, TableTimes, Texts, span, standing},
};

/// Version of the desk, whether reopening is asked for, the step of an escalation, and the status.
type StateKey = (i64, bool, Option<Step>, String);

/// One page's sayings, in its reader's language and zone.
pub struct Sayings<'t> {
    pub t: &'t Texts,
    pub now: Instant,
    times: TableTimes<'t>,
    /// As markup.
    paused: String,
    met: String,
    states: Said<StateKey>,
    escalations: Said<(i64, Escalation, bool)>,
    owners: Said<PersonId>,
    labels: [Said<(i64, String)>; 4],
    /// What the desk that serves calls its own words on cases, by id.
    tags: HashMap<String, String>,
}

/// How a promise stands, as markup.
pub struct Chip<'s> {
    sayings: &'s Sayings<'s>,
    desk: &'s Desk,
    due: Due,
    alert: Alert,
}

impl FastWritable for Chip<'_> {
    fn write_into(
        &self,
        dest: &mut dyn fmt::Write,
        values: &dyn askama::Values,
    ) -> askama::Result<()> {
        let Sayings { t, now, .. } = *self.sayings;
        let plain = |dest: &mut dyn fmt::Write, state: &str, text: &str| {
            for part in [
                "<span class=\"due\" data-state=\"",
                state,
                "\">",
                text,
                "</span>",
            ] {
                dest.write_str(part)?;
            }
            Ok(())
        };
        match self.due {
            Due::At(_, at) => {
                let Some(standing) = standing(self.due, self.alert, now) else {
                    return Ok(());
                };
                let at = Instant::from_second(at).unwrap_or(now);
                let state = standing.state;
                DueHead { state, at }.write_into(dest, values)?;
                dest.write_str(&t.standing(self.desk, standing))?;
                Ok(dest.write_str("</time>")?)
            }
            Due::Paused => plain(dest, "paused", &self.sayings.paused),
            Due::Met => plain(dest, "met", &self.sayings.met),
            Due::Nothing => Ok(()),
        }
    }
}

/// Who has a case, as a cell of a table.
#[derive(Template)]
#[template(path = "parts/owner.html")]
struct Holder<'a> {
    initial: String,
    name: &'a str,
}

/// A column whose cells say one of the desk's few labels.
#[derive(Clone, Copy, Debug)]
pub enum Column {
    Kind,
    Product,
    Severity,
    Channel,
}

/// Whose turn it is and in which status, as a cell of a table.
#[derive(Template)]
#[template(path = "parts/state.html")]
struct State<'a> {
    turn: Turn,
    icon: &'static str,
    turn_text: &'static str,
    status: &'a str,
    /// What is asked for besides.
    asked: &'static str,
    separator: &'static str,
    /// That it is escalated; empty where it is not (E4).
    escalated: String,
}

/// What an incident has gathered is of this type in lists (E3); no kind of a desk has such an id.
const INCIDENT: &str = "incident:";

impl Column {
    fn id(self, case: &CaseRow) -> &str {
        match self {
            Column::Kind if case.incident.is_some() => INCIDENT,
            Column::Kind => case.kind(),
            Column::Product => case.product(),
            Column::Severity => case.severity(),
            Column::Channel => case.channel(),
        }
    }

    fn label<'d>(self, desk: &'d Desk, id: &str) -> Option<&'d Words> {
        match self {
            Column::Kind if id == INCIDENT => desk.incident.as_ref().map(|rule| &rule.label),
            Column::Kind => desk.kind(id).map(|k| &k.label),
            Column::Product => desk.product(id).map(|p| &p.label),
            Column::Severity => desk.severity(id).map(|s| &s.label),
            Column::Channel => desk.channel(id).map(|c| &c.label),
        }
    }
}

impl<'t> Sayings<'t> {
    pub fn new(t: &'t Texts, now: Instant) -> Self {
        Self {
            t,
            now,
            times: TableTimes::new(t),
            paused: escaped(t.say("due-paused")),
            met: escaped(t.say("due-met")),
            states: Said::default(),
            escalations: Said::default(),
            owners: Said::default(),
            labels: Default::default(),
            tags: HashMap::new(),
        }
    }

    /// With the names of the desk's own words on cases.
    pub fn naming_tags(mut self, desk: &Desk) -> Self {
        let all = desk.tags.all.iter();
        let named = all.map(|one| (one.id.clone(), self.t.desk(&one.label).to_owned()));
        self.tags = named.collect();
        self
    }

    /// The words on a case.
    pub fn tags(&self, all: &[(String, Option<String>)]) -> String {
        let name = |(word, of_desk): &(String, Option<String>)| {
            let named = of_desk.as_ref().and_then(|id| self.tags.get(id));
            named.unwrap_or(word).clone()
        };
        let names: Vec<String> = all.iter().map(name).collect();
        names.join(self.t.say("list-separator"))
    }

    /// How long since.
    pub fn since(&self, from: Instant) -> Cow<'static, str> {
        self.t.span(span(self.now.duration_since(from)))
    }

    /// A moment, as markup.
    pub fn moment(&self, at: Instant) -> Moment<'_> {
        self.times.moment(at)
    }

    /// What is due of a case and how far off that is, as markup; nothing where no clock runs.
    pub fn due<'s>(&'s self, desk: &'s Desk, case: &CaseRow) -> Chip<'s> {
        Chip {
            sayings: self,
            desk,
            due: case.due,
            alert: case.alert,
        }
    }

    /// The label of an id by the case's version of the desk, as markup; of what the desk does not know, the id itself. A
    /// severity comes with its rank.
    pub fn label(&self, column: Column, desk: &Desk, case: &CaseRow) -> Rc<str> {
        let (version, id) = (case.desk_version, column.id(case));
        let is = |known: &(i64, String)| known.0 == version && known.1 == id;
        self.labels[column as usize].say(is, || {
            let label = column.label(desk, id);
            let label = match label {
                None if id == INCIDENT => self.t.say("incident-name"),
                label => label.map_or(id, |words| self.t.desk(words)),
            };
            let label = escaped(label);
            let markup = match column {
                Column::Severity => {
                    let rank = desk.severity_rank(id);
                    format!("<span class=\"sev\" data-rank=\"{rank}\">{label}</span>")
                }
                Column::Kind | Column::Product | Column::Channel => label,
            };
            ((version, id.to_owned()), markup)
        })
    }

    /// Who has a case, as markup; nothing where nobody has.
    pub fn owner(&self, case: &CaseRow, me: Option<PersonId>) -> Option<Rc<str>> {
        let owner = case.owner?;
        let said = self.owners.say(
            |known| *known == owner,
            || {
                let name = case.owner_name().unwrap_or_default();
                let holder = Holder {
                    initial: shown::initial(&name),
                    name: match me == Some(owner) {
                        true => self.t.say("owner-me"),
                        false => &name,
                    },
                };
                (owner, holder.render().unwrap_or_default())
            },
        );
        Some(said)
    }

    /// The number of an escalation and how far it is, as markup; nothing where there is none.
    pub fn escalation(&self, desk: &Desk, case: &CaseRow) -> Rc<str> {
        let key = (case.desk_version, case.escalation, case.expected_passed);
        self.escalations.say(
            |known| *known == key,
            || {
                let said = self.t.escalation_in_list(desk, case);
                (key, escaped(&said.unwrap_or_default()))
            },
        )
    }

    /// Turn and status, as markup.
    pub fn state(&self, desk: &Desk, case: &CaseRow) -> Rc<str> {
        // Where each step is a status, the status says it.
        let apart = desk.escalation.as_ref().is_some_and(|e| !e.are_statuses());
        let step = match case.escalation {
            Escalation::Open(step, _) if apart => Some(step),
            _ => None,
        };
        let key = (case.desk_version, case.reopening_asked, step);
        let is = |known: &StateKey| {
            (known.0, known.1, known.2) == key && known.3 == case.status.as_str()
        };
        self.states.say(is, || {
            let state = State {
                turn: case.turn,
                icon: assets::icon(shown::turn_icon(case.turn)),
                turn_text: self.t.turn_name(case.turn),
                status: &self.t.status_name(desk, &case.status),
                asked: match case.reopening_asked {
                    true => self.t.say("reopening-asked"),
                    false => "",
                },
                separator: self.t.say("list-separator"),
                escalated: step.map_or(String::new(), |step| {
                    let step = self.t.step_name(desk, step);
                    self.t.one("escalated-at", "step", step)
                }),
            };
            let key = (key.0, key.1, key.2, case.status.as_str().to_owned());
            (key, state.render().unwrap_or_default())
        })
    }
}

/// What has been said, with what it was about; a page has few of each.
struct Said<K>(RefCell<Vec<(K, Rc<str>)>>);

impl<K> Default for Said<K> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<K> Said<K> {
    fn say(&self, is: impl Fn(&K) -> bool, say: impl FnOnce() -> (K, String)) -> Rc<str> {
        let known = self
            .0
            .borrow()
            .iter()
            .find(|(key, _)| is(key))
            .map(|(_, text)| Rc::clone(text));
        known.unwrap_or_else(|| {
            let (key, text) = say();
            let text: Rc<str> = text.into();
            self.0.borrow_mut().push((key, Rc::clone(&text)));
            text
        })
    }
}
