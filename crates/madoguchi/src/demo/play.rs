//! Playing stories: each step is a command through the real rules at its own time. Those that would lie in the future
//! have not happened yet; some stop on their way, so that cases stand in every state.

use domain::{
    Actor, CaseId, Desk, Instant, Level, Role,
    calendar::second,
    case::{self, Case, CaseEvent, Command, Facts, NewCase, intake},
    contract::Due,
    event::By,
};
use jiff::{SignedDuration, Timestamp};
use store::cases::{Keys, Opening};

use super::{
    Cast, Customer,
    acts::command,
    world::{Step, Story, World},
};
use crate::app::{App, Fail};

/// Cases of the demo at most.
const CASES: usize = 320;
/// How often the same may happen to others.
const REPEATS: usize = 8;
/// So many lie over so many days.
const DAYS: i64 = 120;
/// So long after a survey whoever was not content has been called back.
const ANSWERED: SignedDuration = SignedDuration::from_hours(27);

/// A small generator. Each case has its own, so that the same things happen in every demo, whenever it is started.
#[derive(Clone)]
struct Chance(u64);

/// Chosen so that the people whom the start page names first have something to show.
const SEED: u64 = 19;

impl Chance {
    fn of(place: usize) -> Self {
        let mut chance =
            Self(SEED.wrapping_add((place as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        chance.below(1);
        chance
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

type Happened = Vec<(Instant, By, CaseEvent)>;

/// Plays as many stories as the demo has cases, oldest first.
pub async fn all(app: &App, world: &World, cast: &Cast) -> Result<(), Fail> {
    let now = app.now();
    let (desk, desk_version) = app.desks.current();
    let cases = CASES.min(world.stories.len() * REPEATS);
    // Fewer cases lie as close together as many do.
    let days = DAYS * cases as i64 / CASES as i64;
    let mut played: Vec<(Keys, Happened)> = Vec::with_capacity(cases);
    for place in 0..cases {
        let Some(story) = world.stories.get((place * 37) % world.stories.len()) else {
            continue;
        };
        let mut chance = Chance::of(place);
        let day = days - (place as i64 * days) / cases as i64;
        let recent = day <= 21;
        // A good half of the recent ones are still on their way.
        let steps = if recent && chance.below(100) < 62 {
            chance.below(story.step.len().max(1))
        } else {
            story.step.len()
        };
        let playing = Playing {
            desk,
            desk_version,
            story,
            steps: &story.step[..steps],
            now,
            cast,
        };
        let taken: i64 = playing.steps.iter().map(|step| step.minutes() + 9).sum();
        let quiet =
            [40, 170, 400, 1200, 1500, 2900, 4300][chance.below(7)] + chance.below(120) as i64;
        let on_its_way = steps < story.step.len();
        let begun = if on_its_way {
            // Nobody is left waiting for weeks: the last thing happened within some days.
            now - SignedDuration::from_mins(taken + quiet)
        } else {
            // What is over was over before now, whatever the hour: states do not hang on when the demo is started.
            // Its own dice: how often they are thrown hangs on the weekday.
            let mut hours = Chance::of(place + CASES);
            let begun = office_hours(now - SignedDuration::from_hours(24 * day), app, &mut hours);
            begun.min(now - SignedDuration::from_mins(taken + 60))
        };
        played.extend(playing.timely(begun, on_its_way, &mut chance));
    }
    played.sort_by_key(|(_, happened)| happened.first().map(|(at, ..)| *at));
    for (batch, part) in played.chunks_mut(40).enumerate() {
        let events = part.iter_mut().flat_map(|(_, events)| events);
        app.store.number_escalations(events).await?;
        let openings: Vec<Opening> = part
            .iter()
            .enumerate()
            .map(|(place, (keys, events))| Opening {
                id: CaseId(1_000_000 + (batch * 40 + place) as i64),
                desk,
                keys: keys.clone(),
                events,
            })
            .collect();
        app.store.open_cases(&openings, Vec::new()).await?;
    }
    Ok(())
}

/// Some moment between nine and half past five of that day.
fn office_hours(day: Timestamp, app: &App, chance: &mut Chance) -> Timestamp {
    let zone = app.desks.current().0.time_zone.clone();
    let mut date = day.to_zoned(zone.clone()).date();
    if date.weekday().to_monday_one_offset() > 5 && chance.below(10) < 8 {
        date = date.checked_sub(jiff::Span::new().days(2)).unwrap_or(date);
    }
    let minute = 9 * 60 + chance.below(510) as i64;
    date.to_zoned(zone).map_or(day, |midnight| {
        midnight.timestamp() + SignedDuration::from_mins(minute)
    })
}

/// One story about to be played.
struct Playing<'a> {
    desk: &'a Desk,
    desk_version: i64,
    story: &'a Story,
    steps: &'a [Step],
    now: Instant,
    cast: &'a Cast,
}

impl Playing<'_> {
    /// Played so that most promises are kept: what would be overdue by now began later.
    fn timely(
        &self,
        begun: Instant,
        on_its_way: bool,
        chance: &mut Chance,
    ) -> Option<(Keys, Happened)> {
        let dice = chance.clone();
        let (keys, happened, state) = self.play(begun, chance)?;
        let overdue = match state.due(self.desk) {
            Due::At(_, due) => second(self.now) - due,
            _ => -1,
        };
        if !on_its_way || overdue < 0 || chance.below(100) >= 85 {
            return Some((keys, happened));
        }
        let acted = happened.iter().rev().find(|(_, by, _)| *by != By::System);
        let last = acted.map_or(begun, |(at, ..)| *at);
        let room = (self.now.duration_since(last).as_secs() - overdue).max(0);
        let later = overdue + room * (15 + chance.below(70) as i64) / 100;
        let again = begun + SignedDuration::from_secs(later);
        let (keys, happened, _) = self.play(again, &mut dice.clone())?;
        Some((keys, happened))
    }

    fn play(&self, begun: Instant, chance: &mut Chance) -> Option<(Keys, Happened, Case)> {
        let Self {
            desk,
            desk_version,
            story,
            steps,
            now,
            cast,
        } = *self;
        let (customer, site, person) = whose(desk, story, cast, chance)?;
        let (contact, profile) = customer.contacts.get(person)?;
        let (_, deployment) = customer.deployments.get(site)?;
        let asker = Actor::Contact {
            person: *contact,
            account: customer.id,
            access: domain::access::Access::all(Level::ReadWrite),
        };
        let agent = |name: &str| {
            let (person, team) = cast
                .agents
                .get(name)
                .or_else(|| cast.agents.values().next())?;
            Some(Actor::Agent {
                person: *person,
                role: Role::Tier1,
                team: *team,
            })
        };
        let (agent, colleague) = (agent(&story.agent)?, agent(&story.colleague)?);

        let entries = entries(desk, story, deployment);
        let kind = desk.kind(&story.kind).or(desk.kinds.first())?;
        let channel = desk.channel(&story.channel).or(desk.channels.first())?;
        let sites = [intake::Site {
            id: deployment.id,
            account: customer.id,
            environments: deployment.environments.clone(),
        }];
        let opener = intake::Opener {
            desk_version,
            contact: *contact,
            channel: &channel.id,
            language: &profile.language,
            sites: &sites,
            domains: None,
        };
        let new = intake::check(desk, &kind.id, &entries, &opener).ok()?;
        let facts = Facts {
            now: begun,
            actor: &asker,
            desk,
        };
        // What is not taken by one way comes by another.
        let ways = std::iter::once(&channel.id).chain(desk.channels.iter().map(|c| &c.id));
        let opened = ways.map(|way| NewCase {
            channel: way.clone(),
            ..new.clone()
        });
        let opened = opened
            .filter_map(|new| case::open(new, &customer.bought, &facts).ok())
            .next()?;
        let first = opened.into_iter().next()?;
        let mut state = Case::opened(begun, &first)?;
        let mut happened: Happened = vec![(begun, asker.by(), first)];

        let (mut at, mut answered) = (begun, None);
        for step in steps {
            at += SignedDuration::from_mins(step.minutes() + chance.below(9) as i64);
            if at >= now {
                break;
            }
            let actor = match step.by.as_str() {
                "customer" => &asker,
                "colleague" => &colleague,
                _ => &agent,
            };
            let Some(command) = command(desk, &state, step, actor) else {
                continue;
            };
            tell(desk, &mut state, at, &mut happened);
            let Ok(events) = case::decide(
                &state,
                command,
                &Facts {
                    now: at,
                    actor,
                    desk,
                },
            ) else {
                continue;
            };
            for event in events {
                state.apply(at, &event);
                happened.push((at, actor.by(), event));
            }
            if let Some(text) = &step.answered {
                answered = Some((at + ANSWERED, text));
            }
        }
        if let Some((at, text)) = answered.filter(|(at, _)| *at < now) {
            tell(desk, &mut state, at, &mut happened);
            self.answer(at, text, &mut state, &mut happened);
        }
        tell(desk, &mut state, now, &mut happened);
        Some((
            Keys {
                contact: profile.sort_key(),
                deployment: deployment.label.clone(),
            },
            happened,
            state,
        ))
    }

    /// Whoever leads has talked with a customer who was not content: says so, and decides against the escalation that suggests itself.
    fn answer(&self, at: Instant, text: &str, state: &mut Case, happened: &mut Happened) {
        let Some((person, team)) = self.cast.lead else {
            return;
        };
        let actor = Actor::Agent {
            person,
            role: Role::Supervisor,
            team,
        };
        let facts = Facts {
            now: at,
            actor: &actor,
            desk: self.desk,
        };
        let note = Command::AddNote {
            text: text.to_owned(),
        };
        for command in [note, Command::DismissEscalation] {
            for event in case::decide(state, command, &facts).unwrap_or_default() {
                state.apply(at, &event);
                happened.push((at, actor.by(), event));
            }
        }
    }
}

/// What the clocks said up to a moment, each thing at its own time.
fn tell(desk: &Desk, state: &mut Case, until: Instant, happened: &mut Happened) {
    while let Some(at) = state.tell_at(desk)
        && let Ok(at) = Instant::from_second(at)
        && at <= until
    {
        // What became due by something that was said is told behind it.
        let at = happened.last().map_or(at, |(last, ..)| at.max(*last));
        let facts = Facts {
            now: at,
            actor: &Actor::System,
            desk,
        };
        let told = case::decide(state, Command::TellClocks, &facts).unwrap_or_default();
        if told.is_empty() {
            return;
        }
        for event in told {
            state.apply(at, &event);
            happened.push((at, By::System, event));
        }
    }
}

/// A company, a deployment and a contact that the story fits, by place.
fn whose<'a>(
    desk: &Desk,
    story: &Story,
    cast: &'a Cast,
    chance: &mut Chance,
) -> Option<(&'a Customer, usize, usize)> {
    let runs = |id: &str| match id {
        _ if id.ends_with("-meetings") => "meetings",
        _ if id.ends_with("-insight") => "insight",
        _ if id.ends_with("-api") => "connect-api",
        _ => "contact-cloud",
    };
    let mut fits = Vec::new();
    for customer in &cast.accounts {
        for (site, (id, deployment)) in customer.deployments.iter().enumerate() {
            let right =
                runs(id) == story.product && deployment.environments.contains(&story.environment);
            for (person, (_, profile)) in customer.contacts.iter().enumerate() {
                if right && profile.language.as_str() == story.language {
                    fits.push((customer, site, person));
                }
            }
        }
    }
    // A story about what nobody runs goes to anybody who reads its language.
    if fits.is_empty() {
        for customer in &cast.accounts {
            for (person, (_, profile)) in customer.contacts.iter().enumerate() {
                if profile.language.as_str() == story.language {
                    fits.push((customer, 0, person));
                }
            }
        }
    }
    // What only some plans go with is asked for by who has one (C2).
    let kind = desk.kind(&story.kind);
    let with = kind.and_then(|kind| Some(&kind.sub_type(&story.sub_type)?.with));
    let has = |customer: &Customer| {
        let mut bought = customer.bought.iter();
        with.is_none_or(|with| with.plans.is_empty() || bought.any(|e| with.holds(Some(&e.plan))))
    };
    if fits.iter().any(|(customer, ..)| has(customer)) {
        fits.retain(|(customer, ..)| has(customer));
    }
    let place = chance.below(fits.len());
    fits.get(place).copied()
}

/// The form as the customer filled it in, as far as this desk has such fields.
fn entries(
    desk: &Desk,
    story: &Story,
    deployment: &domain::directory::Deployment,
) -> intake::Entries {
    let kind = desk.kind(&story.kind).or(desk.kinds.first());
    let mut entries = intake::Entries::new();
    let Some(kind) = kind else { return entries };
    let products = intake::products_of(desk, kind);
    let product = products
        .iter()
        .find(|p| **p == story.product)
        .or(products.first())
        .copied()
        .unwrap_or_default();
    let mut sub_types = intake::sub_types_of(kind, Some(product));
    let sub_type = sub_types
        .find(|s| s.id == story.sub_type)
        .map(|s| s.id.clone());
    let sub_type = sub_type.or_else(|| {
        intake::sub_types_of(kind, Some(product))
            .next()
            .map(|s| s.id.clone())
    });
    let environment = deployment
        .environments
        .iter()
        .find(|e| **e == story.environment);
    let environment = environment
        .or(deployment.environments.first())
        .cloned()
        .unwrap_or_default();
    // A scale of another length is read by its order.
    let rank = story
        .severity
        .trim_start_matches('S')
        .parse::<usize>()
        .unwrap_or(3)
        .saturating_sub(1);
    let severity = desk
        .severity(&story.severity)
        .or(desk.severities.get(rank))
        .or(desk.severities.last());
    let mut put = |id: &str, value: String| {
        if kind.form.iter().any(|f| f == id) && !value.is_empty() {
            entries.insert(id.to_owned(), value);
        }
    };
    put("deployment", deployment.id.to_string());
    put("product", product.to_owned());
    put("sub-type", sub_type.unwrap_or_default());
    if kind.environment.is_none() {
        put("environment", environment);
    }
    put(
        "severity",
        severity.map(|s| s.id.clone()).unwrap_or_default(),
    );
    put("subject", story.subject.clone());
    put("description", story.description.clone());
    for (id, value) in &story.answers {
        let value = match value {
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        put(id, value);
    }
    fill_choices(desk, kind, &mut entries);
    entries
}

/// Required choices that the story says nothing of get their first option.
fn fill_choices(desk: &Desk, kind: &domain::desk::Kind, entries: &mut intake::Entries) {
    for field in kind.form.iter().filter_map(|id| desk.field(id)) {
        let applies = field.applies(
            entries.get("sub-type").map(String::as_str),
            entries.get("product").map(String::as_str),
        );
        if !field.required || !applies || entries.contains_key(&field.id) {
            continue;
        }
        let value = match &field.entry {
            domain::desk::Entry::Choice { .. } => intake::offered_options(field, entries)
                .and_then(|o| o.first().map(|id| (*id).to_owned())),
            domain::desk::Entry::Date => Some("2026-12-01".to_owned()),
            domain::desk::Entry::Lines { .. } | domain::desk::Entry::Line { .. } => {
                Some("—".to_owned())
            }
            _ => None,
        };
        if let Some(value) = value {
            entries.insert(field.id.clone(), value);
        }
    }
}
