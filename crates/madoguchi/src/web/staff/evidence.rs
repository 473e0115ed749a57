//! What goes with an escalation, as staff see it before they send it and as long as it runs: facts, files, broken promises and what is
//! missing; and the teams it can go to, with what they have to do and their hours (E1).

use domain::{
    Desk, TeamId,
    calendar::second,
    case::{
        Case,
        evidence::{Evidence, Missing},
    },
    directory::Team,
};
use store::cases::Tally;

use super::super::{
    promises, shown,
    shown::Fact,
    visitor::{Me, Visitor},
};
use crate::{app::Fail, texts::Texts};

/// What there is, and what is missing.
pub struct Part {
    pub told: Vec<Fact>,
    /// Names of the files that show what went on.
    pub records: Vec<String>,
    /// Clocks whose promise was broken, by name.
    pub broken: Vec<String>,
    pub missing: Vec<String>,
}

impl Part {
    /// `files` are those of the case that can be had, each with its kind.
    pub fn of(t: &Texts, desk: &Desk, case: &Case, files: &[(String, String)]) -> Self {
        let kinds = files.iter().map(|(_, kind)| kind.as_str());
        let evidence = case.evidence(desk, kinds);
        let told = evidence.told.iter();
        let missing = evidence.missing.iter().map(|missing| match missing {
            Missing::Fact(field) => t.desk(&field.label).to_owned(),
            Missing::Environment => t.say("evidence-environment").to_owned(),
            Missing::Record => t.say("evidence-record").to_owned(),
        });
        let records = files.iter().filter(|(_, kind)| Evidence::is_record(kind));
        let broken = evidence.broken.iter();
        Self {
            told: told
                .filter_map(|(field, answer)| shown::told(t, field, answer))
                .collect(),
            records: records.map(|(name, _)| name.clone()).collect(),
            broken: broken
                .map(|clock| t.clock_name(desk, *clock).to_owned())
                .collect(),
            missing: missing.collect(),
        }
    }

    pub fn is_nothing(&self) -> bool {
        self.told.is_empty() && self.records.is_empty() && self.broken.is_empty()
    }
}

/// A team that an escalation can go to.
pub struct Queue {
    pub id: String,
    /// Its name with what waits there, what it looks after besides, and its hours.
    pub label: String,
}

impl Queue {
    /// Every team, with counters alone: how much there is to do costs the same however much it is.
    pub async fn all(
        visitor: &Visitor,
        me: &Me,
        case: &Case,
        teams: &[Team],
    ) -> Result<Vec<Self>, Fail> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        // Whom a case is kept from cannot work on it.
        let open_to = |team: &&Team| !case.private || case.team == Some(team.id);
        let teams: Vec<&Team> = teams.iter().filter(open_to).collect();
        let ids: Vec<TeamId> = teams.iter().map(|team| team.id).collect();
        let waiting = ids.iter().map(|id| Tally::Queued(*id));
        let open = ids.iter().map(|id| Tally::Team(*id));
        let tallies: Vec<Tally> = waiting.chain(open).collect();
        let counts = app.store.counts(&me.actor.scope(), None, &tallies).await?;
        let (waiting, open) = counts.split_at(ids.len().min(counts.len()));
        let desk = app.desks.current().0;
        let queue = |((team, waiting), open): ((&&Team, &store::cases::Counts), _)| {
            let open: &store::cases::Counts = open;
            let label = [team.label.clone(), team.label_en.clone()];
            let told = [
                ("team", t.either(&label).into()),
                ("waiting", t.number(waiting.not_closed()).into()),
                ("open", t.number(open.not_closed()).into()),
                ("hours", hours(t, desk, team, app.now()).into()),
            ];
            Self {
                id: team.id.to_string(),
                label: t.with("queue-load", told),
            }
        };
        Ok(teams.iter().zip(waiting).zip(open).map(queue).collect())
    }
}

/// The hours of a team by the desk's word; nothing where that says none.
fn hours(t: &Texts, desk: &Desk, team: &Team, now: domain::Instant) -> String {
    let called = |one: &&domain::desk::Team| {
        let own = desk.languages.first();
        own.is_some_and(|own| one.label.in_language(own) == team.label)
    };
    let named = desk.teams.iter().find(called);
    let centre = named.and_then(|one| desk.centre(one.centre.as_deref()?));
    let Some(centre) = centre else {
        return "none".to_owned();
    };
    let at = second(now);
    let open = centre.calendar.is_open(at);
    promises::until(t, &centre.calendar, at, open)
}
